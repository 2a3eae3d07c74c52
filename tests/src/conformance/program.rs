//! The program that is compiled against a generated crate, and answers what values and requests became of.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::nested;
use crate::run::Run;

/// The program without its tables.
const PROGRAM: &str = include_str!("probe.txt");

/// The module that a document becomes.
const MODULE: &str = "api";

/// A running program.
#[derive(Debug)]
pub struct Program {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

/// Generates the crate of a document, and compiles the program against it below `scratch`.
///
/// # Errors
/// If the document does not generate, or the program does not compile.
pub fn build(scratch: &Path, document: &str) -> Result<PathBuf, String> {
    let run = Run::of_text(document).as_member();
    let report = |report: generator::Report| report.to_string();
    let output = run.generate().map_err(report)?;
    let tables = run.conformance_tables().map_err(report)?;
    let folder = scratch.join("conformance");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    }
    nested::write(&folder.join("client"), &output.files);
    let source = folder.join("program/src");
    fs::create_dir_all(&source).map_err(|error| error.to_string())?;
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies.offered]\n\
         package = \"client\"\npath = \"../client\"\ndefault-features = false\nfeatures = [{MODULE:?}, \"blocking\"]\n"
    );
    let workspace =
        "[workspace]\nresolver = \"3\"\nmembers = [\"program\"]\n\n[profile.dev]\ndebug = false\n";
    let uses = format!("use tables_{MODULE}::{{COMPONENTS, OPERATIONS}};\n");
    for (path, text) in [
        (folder.join("Cargo.toml"), workspace.to_owned()),
        (folder.join("program/Cargo.toml"), manifest),
        (
            source.join("main.rs"),
            format!("{PROGRAM}\n{uses}\n{tables}"),
        ),
    ] {
        fs::write(path, text).map_err(|error| error.to_string())?;
    }
    let scratch_text = scratch.to_str().ok_or("the path is not UTF-8")?;
    let built = nested::cargo(scratch_text, &folder, "build", &["--package", "program"]);
    if built.status.success() {
        Ok(scratch.join("nested-target/debug/program"))
    } else {
        Err(String::from_utf8_lossy(&built.stderr).into_owned())
    }
}

impl Program {
    /// Starts a program, which sends its requests to this URL.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(path: &Path, url: &str) -> Result<Self, String> {
        let mut child = Command::new(path)
            .arg(url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let stdin = child.stdin.take().ok_or("no standard input")?;
        let stdout = child.stdout.take().ok_or("no standard output")?;
        Ok(Self {
            child,
            stdin,
            stdout: BufReader::new(stdout),
        })
    }

    /// Decodes and encodes a value of a component.
    ///
    /// # Errors
    /// If the value does not decode, or the program ended.
    pub fn through(&mut self, component: &str, value: &Value) -> Result<Value, String> {
        self.ask(&json!(["value", component, value.to_string()]))
    }

    /// Sends the request of an operation.
    ///
    /// # Errors
    /// If the request can't be made, or the program ended.
    pub fn send(&mut self, operation: &str, given: &Value) -> Result<Value, String> {
        self.ask(&json!(["send", operation, given]))
    }

    fn ask(&mut self, line: &Value) -> Result<Value, String> {
        let ended = |_| "the program ended".to_owned();
        writeln!(self.stdin, "{line}").map_err(ended)?;
        let mut answer = String::new();
        self.stdout.read_line(&mut answer).map_err(ended)?;
        let answer: Value =
            serde_json::from_str(&answer).map_err(|_| "the program ended".to_owned())?;
        match answer.get("error").and_then(Value::as_str) {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer),
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
