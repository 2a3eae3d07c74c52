//! Rewrites one file: each function with mutants gets a branch for each.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use serde_json::Value;

use crate::Mutant;

/// A part of a file: lines and columns, both from 1, without the end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    start: (usize, usize),
    end: (usize, usize),
}

impl Span {
    /// Reads a span of `cargo mutants`.
    pub(crate) fn read(value: &Value) -> Option<Span> {
        let point = |end: &str| {
            let at = |key: &str| usize::try_from(value[end][key].as_u64()?).ok();
            Some((at("line")?, at("column")?))
        };
        Some(Span {
            start: point("start")?,
            end: point("end")?,
        })
    }

    /// The bytes of the part.
    fn bytes(self, source: &str) -> Range<usize> {
        let offset = |(line, column): (usize, usize)| {
            let start: usize = source
                .split_inclusive('\n')
                .take(line - 1)
                .map(str::len)
                .sum();
            let text = source[start..].chars().take(column - 1);
            start + text.map(char::len_utf8).sum::<usize>()
        };
        offset(self.start)..offset(self.end)
    }
}

/// Returns the source with a branch for each mutant.
pub(crate) fn rewrite(source: &str, mutants: &[Mutant]) -> String {
    let mut bodies: BTreeMap<(usize, usize), Vec<&Mutant>> = BTreeMap::new();
    for mutant in mutants {
        let Some(function) = mutant.function else {
            continue;
        };
        let bytes = function.bytes(source);
        let open = bytes.start + body_start(&source[bytes.clone()]);
        bodies
            .entry((open, bytes.end - 1))
            .or_default()
            .push(mutant);
    }
    let mut text = source.to_owned();
    let mut outermost: Vec<((usize, usize), Vec<&Mutant>)> = Vec::new();
    for (body, mutants) in bodies {
        match outermost.last_mut() {
            // A function within a function: its mutants are branches of the outer one.
            Some((outer, all)) if body.0 < outer.1 => all.extend(mutants),
            _ => outermost.push((body, mutants)),
        }
    }
    // From the end, so that the places before stay.
    for ((open, close), mutants) in outermost.into_iter().rev() {
        let body = &source[open + 1..close];
        let mut branches = String::from("{ ");
        for mutant in mutants {
            let change = mutant.span.bytes(source);
            let before = &source[open + 1..change.start];
            let after = &source[change.end..close];
            let _ = write!(
                branches,
                "if crate::mutant_switch::on({}) {{{before}{}{after}\n}} else ",
                mutant.number, mutant.replacement
            );
        }
        let _ = write!(branches, "{{{body}}} }}");
        text.replace_range(open..=close, &branches);
    }
    text
}

/// The place of the brace that opens a function's body, behind attributes, comments and signature.
fn body_start(function: &str) -> usize {
    let mut rest = function;
    loop {
        rest = rest.trim_start();
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        } else if rest.starts_with("#[") {
            let mut depth = 0;
            let end = rest.find(|c| {
                depth += i32::from(c == '[') - i32::from(c == ']');
                c == ']' && depth == 0
            });
            rest = &rest[end.map_or(rest.len(), |end| end + 1)..];
        } else {
            break;
        }
    }
    function.len() - rest.len() + rest.find('{').unwrap_or_default()
}
