//! The changes that a program makes to move from one module to another, as tables.

use std::fmt::Write as _;

use super::cell;
use crate::diff::{Move, Moves};

/// A table of calls and one of models, each beside what replaces it.
pub(super) fn tables(moves: &Moves) -> String {
    let [old, new] = &moves.modules;
    let mut out = String::new();
    for (what, rows) in [("Calls", &moves.calls), ("Models", &moves.models)] {
        let _ = writeln!(out, "\n## {what}, from `{old}` to `{new}`\n");
        let _ = writeln!(
            out,
            "| `{old}` | `{new}` | what differs |\n| --- | --- | --- |"
        );
        for row in rows {
            let (was, is) = (code(row.was.as_ref()), code(row.is.as_ref()));
            let _ = writeln!(out, "| {was} | {is} | {} |", differs(row));
        }
    }
    out
}

fn code(text: Option<&String>) -> String {
    text.map_or_else(|| "–".to_owned(), |it| format!("`{it}`"))
}

fn differs(row: &Move) -> String {
    let differs: Vec<String> = row.differs.iter().map(|it| cell(it)).collect();
    match differs.as_slice() {
        [] => "nothing else".to_owned(),
        differs => differs.join("<br>"),
    }
}
