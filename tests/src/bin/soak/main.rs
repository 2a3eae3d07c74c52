//! Calls a server that misbehaves at random, for as long as wanted, and checks that nothing hangs, is lost or grows.
//!
//! `cargo run -p tests --bin soak -- --seconds 60 --seed 7`. The exit code is 1 if a call ended in neither a success nor a named
//! error, if a record was lost or doubled, if memory or connections grew, or if something runs after the last client is gone.
//! The seed decides what the server and the callers do; the order of what they do at the same time differs from run to run.

mod clock;
mod ledger;
mod server;
mod work;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use clock::JumpingClock;
use ledger::Findings;
use server::Server;
use tests::random::Random;
use tokio::runtime::{Builder, Runtime};
use work::Worker;

const WORKERS: usize = 24;

/// The most requests in flight, without those for tokens.
pub(crate) const IN_FLIGHT: usize = 16;

/// The most connections: those in flight, the idle ones of the pools that the workers make, and those that have just been given up.
const CONNECTIONS: usize = 400;

/// How much the memory may grow after the first half, in KiB.
const GROWTH: u64 = 24 * 1024;

/// How long work in the background may go on after the last client.
const END: Duration = Duration::from_secs(10);

struct Options {
    seconds: u64,
    seed: u64,
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the report is what the program is for"
)]
fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}\nusage: soak [--seconds N] [--seed S]");
            return ExitCode::from(2);
        }
    };
    println!("seed {}, {} seconds", options.seed, options.seconds);
    let findings = Arc::new(Findings::default());
    if let Err(error) = soak(&options, &findings) {
        findings.fail(error.to_string());
    }
    for (name, count) in findings.counts() {
        println!("{name:>24} {count}");
    }
    let failures = findings.failures();
    for failure in &failures {
        println!("FAILED: {failure}");
    }
    println!("{} failures with the seed {}", failures.len(), options.seed);
    ExitCode::from(u8::from(!failures.is_empty()))
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let since = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let mut options = Options {
        seconds: 20,
        seed: u64::from(since.subsec_nanos()),
    };
    while let Some(argument) = arguments.next() {
        let number = arguments.next().and_then(|it| it.parse().ok());
        match (argument.as_str(), number) {
            ("--seconds", Some(seconds)) => options.seconds = seconds,
            ("--seed", Some(seed)) => options.seed = seed,
            _ => return Err(format!("`{argument}` is no option, or lacks its number")),
        }
    }
    Ok(options)
}

fn runtime() -> std::io::Result<Runtime> {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build()
}

/// Runs everything, and adds what fails to the findings.
fn soak(options: &Options, findings: &Arc<Findings>) -> Result<(), Box<dyn std::error::Error>> {
    // The tasks of the client alone are on its runtime, where they are counted.
    let (servers, clients) = (runtime()?, runtime()?);
    let start = Server::start(options.seed, Arc::clone(findings));
    let (server, url) = servers.block_on(start)?;
    let clock = JumpingClock::new();
    let client = work::client(&url, clock.clone())?;
    let mut random = Random::new(options.seed ^ 0x5eed);
    let jumps = Random::new(random.next());
    servers.spawn(jump(clock, jumps, Arc::clone(findings)));
    let until = Instant::now() + Duration::from_secs(options.seconds);
    let workers: Vec<_> = (0..WORKERS)
        .map(|number| {
            let (server, findings) = (Arc::clone(&server), Arc::clone(findings));
            let mut worker = Worker::new(number, client.clone(), server, findings);
            worker.random = Random::new(random.next());
            clients.spawn(worker.run(until))
        })
        .collect();
    drop(client);
    let memory = servers.block_on(watch(until));
    for worker in workers {
        clients.block_on(worker)?;
    }
    for surplus in server.ledger.surplus() {
        findings.fail(surplus);
    }
    check_memory(&memory, findings);
    let (_, peak) = server.connections();
    findings.count(format!("connections at most: {peak}"));
    if peak > CONNECTIONS {
        findings.fail(format!("{peak} connections at the same time"));
    }
    check_end(&clients, &server, findings);
    Ok(())
}

/// Makes the clock jump, about three times a second.
async fn jump(clock: JumpingClock, mut random: Random, findings: Arc<Findings>) {
    loop {
        tokio::time::sleep(Duration::from_millis(random.next() % 700)).await;
        if random.once_in(2) {
            clock.jump(Duration::from_secs(random.next() % 120));
        } else {
            let day = Duration::from_secs(random.next() % 86_400);
            clock.set_wall(day, random.once_in(2));
        }
        findings.count("jumps of the clock");
    }
}

/// The memory of the process in KiB, several times a second.
async fn watch(until: Instant) -> Vec<u64> {
    let mut memory = Vec::new();
    while Instant::now() < until {
        memory.extend(resident());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    memory
}

/// The resident memory in KiB, where the system says so in the way of Linux.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Compares the memory at the end with that of the middle, when pools and caches have their size.
fn check_memory(memory: &[u64], findings: &Findings) {
    let part = memory.len() / 5;
    let middle = memory[part * 2..part * 3].iter().max().copied();
    let end = memory[part * 4..].iter().min().copied();
    let (Some(middle), Some(end)) = (middle, end) else {
        return;
    };
    findings.count(format!("KiB in the middle: {middle}"));
    findings.count(format!("KiB at the end: {end}"));
    if end > middle + GROWTH {
        findings.fail(format!("the memory grew from {middle} KiB to {end} KiB"));
    }
}

/// Checks that nothing is left of the clients, some seconds after the last.
fn check_end(clients: &Runtime, server: &Server, findings: &Findings) {
    let tasks = clients.metrics();
    let end = Instant::now() + END;
    let left = || (tasks.num_alive_tasks(), server.connections().0);
    while left() != (0, 0) && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(20));
    }
    let (tasks, connections) = left();
    if (tasks, connections) != (0, 0) {
        findings.fail(format!(
            "{tasks} tasks and {connections} connections are left at the end"
        ));
    }
}
