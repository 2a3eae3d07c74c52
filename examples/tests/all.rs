//! Every example runs, without an account.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// What it prints.
fn run(example: &str) -> String {
    let output = Command::new(example)
        .env_remove("SAIL_BASE_URL")
        .output()
        .expect("the example is there");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{example} failed: {error}");
    assert_eq!(error, "", "{example}");
    String::from_utf8(output.stdout).expect("it prints text")
}

#[test]
fn the_tour_goes_through_every_operation() {
    let text = run(env!("CARGO_BIN_EXE_tour"));
    for part in [
        "605 entitlements in 3 pages",
        "Signal Control Operators",
        "requestable    true    false",
        "Duplicate connectionId in request",
        "404",
        "All 51 operations were called",
    ] {
        assert!(text.contains(part), "`{part}` is missing:\n{text}");
    }
}

#[test]
fn records_are_found() {
    let text = run(env!("CARGO_BIN_EXE_list_with_filters"));
    assert!(text.contains("10 of 60\n"), "{text}");
    assert!(text.contains("All pages together have 60."), "{text}");
}

#[test]
fn a_source_is_audited() {
    let text = run(env!("CARGO_BIN_EXE_audit"));
    let row = |name: &str| text.lines().find(|line| line.contains(name));
    let findings = |name: &str| row(name).map(|it| it.rsplit("  ").next().unwrap_or_default());
    // Multiples of 7 are privileged; of these, those of 5 have no owner, and even ones can be requested.
    assert_eq!(findings("Crew 035"), Some("no owner"), "{text}");
    assert_eq!(findings("Crew 014"), Some("anyone may request it"));
    assert_eq!(
        findings("Crew 070"),
        Some("no owner, anyone may request it")
    );
    assert_eq!([row("Crew 007"), row("Crew 010")], [None, None], "{text}");
    assert!(text.contains("entitlements need attention:"), "{text}");
}

#[test]
fn a_listing_is_resumed() {
    let text = run(env!("CARGO_BIN_EXE_resume_a_listing"));
    assert!(text.contains("Stopped after record 3"), "{text}");
    assert!(text.contains("\n6: "), "{text}");
}

#[test]
fn a_record_is_patched() {
    let text = run(env!("CARGO_BIN_EXE_patch"));
    assert!(text.contains("requestable  true"), "{text}");
    assert!(text.contains("And back: requestable is true."), "{text}");
}

#[test]
fn a_file_is_sent() {
    let text = run(env!("CARGO_BIN_EXE_import_csv"));
    assert!(text.contains("100 % sent"), "{text}");
    assert!(text.contains("has read 40001 lines"), "{text}");
}

#[test]
fn many_are_changed() {
    let text = run(env!("CARGO_BIN_EXE_bulk_update"));
    assert!(text.contains("Connection not found"), "{text}");
}

#[test]
fn a_task_is_done_with_every_module() {
    let text = run(env!("CARGO_BIN_EXE_end_to_end"));
    for module in ["beta ", "v2026 ", "isc "] {
        let row = text
            .lines()
            .find(|line| line.trim_start().starts_with(module));
        let row = row.expect("every module has a row");
        let cells: Vec<&str> = row.split_whitespace().collect();
        assert!(cells[1] != "0" && cells[2] == "0", "{text}");
    }
}

#[test]
fn a_task_is_waited_for() {
    let text = run(env!("CARGO_BIN_EXE_wait_for_a_task"));
    for part in [
        "  0 % done",
        "did not end in the time limit of 4s; it still runs",
        "which has kept the id 9b52e7c0d1834f6ea80f3d7c46b1e295",
        "The task Reset of Halden Rail Directory is done.",
        "Warning: Two entitlements are in use.",
    ] {
        assert!(text.contains(part), "`{part}` is missing:\n{text}");
    }
}

#[test]
fn errors_are_distinguished() {
    let text = run(env!("CARGO_BIN_EXE_errors"));
    for part in [
        "status 404",
        "status 403",
        "try again in 300 s",
        "status 400",
        "fix the program",
    ] {
        assert!(text.contains(part), "`{part}` is missing:\n{text}");
    }
}

#[test]
fn calls_are_measured() {
    let text = run(env!("CARGO_BIN_EXE_metrics"));
    for part in [
        "605 records were read",
        "GET /entitlements/v1: 200 OK",
        "GET /entitlements/v1: 429 Too Many Requests",
        "token_request: 200 OK",
    ] {
        assert!(text.contains(part), "`{part}` is missing:\n{text}");
    }
    let pause = text
        .lines()
        .find(|line| line.trim_start().starts_with("pause"));
    let cells: Vec<&str> = pause.expect("it paused").split_whitespace().collect();
    assert_eq!(cells, ["pause", "0", "0", "0", "0", "1"], "{text}");
}

/// Runs the example that tails a stream, interrupts it after this many events, and returns the numbers of those that it printed.
#[cfg(unix)]
fn tail(saved: &Path, events: usize) -> Vec<u64> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tail_a_stream"))
        .arg(saved)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the example is there");
    let pid = child.id().to_string();
    let mut seen = Vec::new();
    for line in BufReader::new(child.stdout.take().expect("it is piped")).lines() {
        let line = line.expect("it prints text");
        let id = line
            .split_once(": ")
            .and_then(|(id, _)| id.parse::<u64>().ok());
        seen.extend(id);
        if seen.len() == events && id.is_some() {
            let kill = Command::new("kill").args(["-INT", &pid]).status();
            assert!(kill.expect("there is a `kill`").success());
        }
    }
    assert!(child.wait().expect("it ends").success());
    seen
}

#[test]
#[cfg(unix)]
fn a_stream_is_tailed_and_continued() {
    let saved = std::env::temp_dir().join(format!("tail-{}.id", std::process::id()));
    let mut seen = tail(&saved, 6);
    seen.extend(tail(&saved, 2));
    let numbers: Vec<u64> = (1..).take(seen.len()).collect();
    assert_eq!(seen, numbers, "none is missing and none came twice");
    std::fs::remove_file(saved).expect("it saved the id");
}
