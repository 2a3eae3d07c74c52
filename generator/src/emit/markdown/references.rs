//! References from a description to what the crate has under another name: code that names it becomes a link.

use std::rc::Rc;

use super::tree::{Block, Run, What};

/// The name and the path in the crate of what a text names, if it names anything.
pub(crate) type Resolve<'a> = &'a dyn Fn(&str) -> Option<(String, String)>;

/// The blocks with each reference linked to what it names.
pub(super) fn linked(blocks: Vec<Block>, resolve: Resolve<'_>) -> Vec<Block> {
    blocks.into_iter().map(|it| block(it, resolve)).collect()
}

fn block(block: Block, resolve: Resolve<'_>) -> Block {
    let runs = |list: Vec<Run>| list.into_iter().map(|it| run(it, resolve)).collect();
    match block {
        Block::Text(text) => Block::Text(runs(text)),
        Block::Heading(level, text) => Block::Heading(level, runs(text)),
        Block::Quote(blocks) => Block::Quote(linked(blocks, resolve)),
        Block::List {
            first,
            loose,
            items,
        } => Block::List {
            first,
            loose,
            items: items.into_iter().map(|it| linked(it, resolve)).collect(),
        },
        Block::Table { columns, rows } => Block::Table {
            columns,
            rows: rows
                .into_iter()
                .map(|row| row.into_iter().map(runs).collect())
                .collect(),
        },
        other @ (Block::Code { .. } | Block::Rule) => other,
    }
}

/// A run that is code and no link yet.
fn run(run: Run, resolve: Resolve<'_>) -> Run {
    let resolved = match (&run.what, &run.link) {
        (What::Code(code), None) => resolve(code.trim()),
        _ => None,
    };
    match resolved {
        Some((name, path)) => Run {
            what: What::Code(name),
            marks: run.marks,
            link: Some(Rc::from(path)),
        },
        None => run,
    }
}
