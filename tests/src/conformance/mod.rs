//! Conformance: whether the generated crate reads, writes and sends what its document says.
//!
//! 1. `values` makes values from the schema of every component, and `requests` two requests of every operation, from the text
//!    of the `document` alone.
//! 2. `program` compiles a small program against the generated crate. It decodes and encodes each value and sends each request.
//! 3. `judge` compares each value before and after, `translate` validates both against the schema, and `checker` compares
//!    the requests with the document.
//!
//! Only `program` uses the generator.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "most kinds of JSON are treated alike"
)]

pub mod checker;
pub mod document;
pub mod documents;
mod flat;
mod judge;
mod later;
mod parts;
pub mod program;
pub mod requests;
mod scalars;
pub mod server;
mod text;
pub mod translate;
pub mod values;

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use serde_json::{Value, json};

use document::Document;
use program::Program;
use server::Server;
use translate::Validators;
use values::Sampler;

/// How the crate of one document does.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Components that were sampled, and those of them without a failure.
    pub components: (usize, usize),
    /// Values that were decoded and encoded.
    pub samples: usize,
    /// Requests that were made, and those of them that were as the document says.
    pub requests: (usize, usize),
    /// Each with its address.
    pub failures: Vec<String>,
    /// Values and requests that could not be made, and values that don't validate against their own schema: faults of the
    /// samples, which count as nothing.
    pub faults: Vec<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (components, right) = self.components;
        let (requests, accepted) = self.requests;
        write!(
            f,
            "{right} of {components} components, {} samples, {accepted} of {requests} requests",
            self.samples
        )
    }
}

/// Which of the components and operations run: every `n`th.
#[derive(Clone, Copy, Debug)]
pub struct Share(pub usize);

/// Runs a document. The program is compiled below `scratch`.
///
/// # Errors
/// If the document can't be read or generated, or the program does not compile or start.
pub fn run(path: &Path, scratch: &Path, share: Share) -> Result<Report, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let document = Document::parse(&text)?;
    let server = Server::start()?;
    let program = program::build(scratch, &text)?;
    let mut run = Running {
        document: &document,
        program: Program::start(&program, &server.url)?,
        path: &program,
        server,
        validators: Validators::new(&document),
        sampler: Sampler::new(&document),
        report: Report::default(),
    };
    run.components(share)?;
    run.operations(share)?;
    Ok(run.report)
}

struct Running<'d> {
    document: &'d Document,
    program: Program,
    path: &'d Path,
    server: Server,
    validators: Validators<'d>,
    sampler: Sampler<'d>,
    report: Report,
}

impl Running<'_> {
    fn components(&mut self, share: Share) -> Result<(), String> {
        let document = self.document;
        for name in document.components().into_iter().step_by(share.0) {
            let escaped = name.replace('~', "~0").replace('/', "~1");
            let pointer = format!("/components/schemas/{escaped}");
            let schema = json!({ "$ref": format!("#{pointer}") });
            let values = self.sampler.values(&schema);
            let mut valid = Vec::new();
            for value in values {
                match self.validators.check(&schema, &value) {
                    Ok(()) => valid.push(value),
                    Err(error) => self.fault(&pointer, &error, &value),
                }
            }
            if valid.is_empty() {
                let fault = format!("#{pointer}: no valid value was made");
                self.report.faults.push(fault);
                continue;
            }
            let before = self.report.failures.len();
            let mut known = BTreeSet::new();
            for value in valid {
                self.report.samples += 1;
                if let Err(error) = self.value(&pointer, &schema, &value)? {
                    // One value shows one kind of failure.
                    if known.insert(error.clone()) {
                        let value = shown(&value);
                        let failure = format!("#{pointer}: {error}\n    {value}");
                        self.report.failures.push(failure);
                    }
                }
            }
            self.report.components.0 += 1;
            self.report.components.1 += usize::from(before == self.report.failures.len());
        }
        Ok(())
    }

    fn fault(&mut self, pointer: &str, error: &str, value: &Value) {
        let fault = format!("#{pointer}: {error}\n    {}", shown(value));
        self.report.faults.push(fault);
    }

    /// One value; the outer error ends the run.
    fn value(
        &mut self,
        pointer: &str,
        schema: &Value,
        value: &Value,
    ) -> Result<Result<(), String>, String> {
        let answer = match self.program.through(pointer, value) {
            Ok(answer) => answer,
            Err(error) => {
                if error == "the program ended" {
                    self.program = Program::start(self.path, &self.server.url)?;
                }
                return Ok(Err(error));
            }
        };
        let text = |key: &str| answer[key].as_str().unwrap_or_default();
        let after: Value = serde_json::from_str(text("json")).unwrap_or_default();
        if let Some(found) = judge::difference(value, &after, "") {
            return Ok(Err(format!("the JSON differs: {found}")));
        }
        if let Err(error) = self.validators.check(schema, &after) {
            return Ok(Err(format!("the JSON is not valid afterwards: {error}")));
        }
        if answer["unknown"] != json!(0) {
            return Ok(Err("a value comes back from a catch-all".to_owned()));
        }
        let kept = judge::kept_as_unknown(text("debug"));
        let mut kept = kept
            .iter()
            .filter(|it| !self.sampler.undeclared.contains(*it));
        Ok(match kept.next() {
            Some(name) => Err(format!(
                "the declared property `{name}` is kept with the unknown ones"
            )),
            None => Ok(()),
        })
    }

    fn operations(&mut self, share: Share) -> Result<(), String> {
        let all = requests::all(self.document, &mut self.sampler);
        for (at, requests) in all.into_iter().step_by(share.0) {
            let requests = match requests {
                Ok(requests) => requests,
                Err(error) => {
                    self.report.faults.push(format!("#{at}: {error}"));
                    continue;
                }
            };
            for request in requests {
                self.report.requests.0 += 1;
                match self.request(&request)? {
                    Ok(()) => self.report.requests.1 += 1,
                    Err(error) => {
                        let size = request.size;
                        let failure = format!("#{at}: {error} ({size:?})");
                        self.report.failures.push(failure);
                    }
                }
            }
        }
        Ok(())
    }

    /// One request; the outer error ends the run.
    fn request(&mut self, request: &requests::Request) -> Result<Result<(), String>, String> {
        self.server.take();
        if let Err(error) = self.program.send(&request.at, &request.given()) {
            if error == "the program ended" {
                self.program = Program::start(self.path, &self.server.url)?;
            }
            return Ok(Err(error));
        }
        let received = self.server.take();
        let Some(received) = received.last() else {
            return Ok(Err("no request was received".to_owned()));
        };
        let checked = checker::check(self.document, &mut self.validators, request, received);
        Ok(checked)
    }
}

/// A value on one line that is not too long.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 400 {
        let start: String = text.chars().take(400).collect();
        format!("{start}…")
    } else {
        text
    }
}
