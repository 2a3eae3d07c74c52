//! Blocks to lines of Markdown.

use pulldown_cmark::Alignment;

use super::inline::{self, Place, Word};
use super::tree::{Block, Run};

/// How wide lines get, where words can be broken. With the `///` of a field it is a hundred columns.
const WIDTH: usize = 92;
/// How narrow nesting can make them.
const NARROWEST: usize = 40;
/// The highest number that an item can have.
const LAST_NUMBER: u64 = 999_999_999;

/// The lines of a whole text.
pub(super) fn lines(blocks: &[Block]) -> Vec<String> {
    joined(blocks, WIDTH, false)
}

/// The lines of blocks, one after the other; of the blocks of a tight item, a list follows a text without a blank line.
fn joined(blocks: &[Block], width: usize, tight: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut other_markers = false;
    for (at, block) in blocks.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &blocks[before]);
        // Two lists in a row would be one if they had the same markers.
        other_markers = !other_markers && before.is_some_and(|before| is_same_list(before, block));
        let joins = tight && before.is_some_and(|before| can_follow(before, block));
        if !lines.is_empty() && !joins {
            lines.push(String::new());
        }
        lines.extend(block_lines(block, width, other_markers));
    }
    lines
}

fn is_same_list(before: &Block, block: &Block) -> bool {
    match (before, block) {
        (Block::List { first: before, .. }, Block::List { first, .. }) => {
            before.is_some() == first.is_some()
        }
        _ => false,
    }
}

/// Returns whether a block can start right after the last line of a text without being taken for more of it.
fn can_follow(before: &Block, block: &Block) -> bool {
    matches!(before, Block::Text(_))
        && matches!(
            block,
            Block::List {
                first: None | Some(1),
                ..
            }
        )
}

/// Returns whether the blocks of an item need blank lines between them, which makes the whole list loose.
fn is_parted(item: &[Block]) -> bool {
    item.windows(2).any(|pair| !can_follow(&pair[0], &pair[1]))
}

fn block_lines(block: &Block, width: usize, other_markers: bool) -> Vec<String> {
    match block {
        Block::Text(runs) => wrapped(&inline::words(runs, Place::Flow), width),
        Block::Heading(level, runs) => vec![heading(*level, runs)],
        Block::Code { language, lines } => fenced(language, lines),
        Block::Rule => vec!["***".to_owned()],
        Block::Quote(blocks) => quoted(blocks, width),
        Block::Table { columns, rows } => table(columns, rows),
        Block::List {
            first,
            loose,
            items,
        } => {
            let list = List {
                first: *first,
                loose: *loose || items.iter().any(|item| is_parted(item)),
                other_markers,
            };
            list.lines(items, width)
        }
    }
}

/// Words in lines.
fn wrapped(words: &[Word], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut column = 0;
    for word in words {
        let length = word.text.chars().count();
        match lines.last_mut() {
            Some(line) if !word.on_new_line && column + 1 + length <= width => {
                line.push(' ');
                line.push_str(&word.text);
                column += 1 + length;
            }
            last => {
                if let Some(line) = last
                    && word.on_new_line
                {
                    line.push('\\');
                }
                let word = word.at_line_start();
                column = word.chars().count();
                lines.push(word);
            }
        }
    }
    lines
}

/// A heading below the ones that rustdoc makes.
fn heading(level: u8, runs: &[Run]) -> String {
    const HIGHEST: usize = 4;
    const LOWEST: usize = 6;
    let marker = "#".repeat((HIGHEST + usize::from(level) - 1).min(LOWEST));
    let words: Vec<_> = inline::words(runs, Place::Flow)
        .iter()
        .map(Word::at_line_start)
        .collect();
    format!("{marker} {}", words.join(" "))
}

fn fenced(language: &str, code: &[String]) -> Vec<String> {
    const SHORTEST: usize = 3;
    let longest = code.iter().map(|line| inline::longest_run(line)).max();
    let fence = "`".repeat(longest.map_or(SHORTEST, |longest| (longest + 1).max(SHORTEST)));
    let mut lines = vec![format!("{fence}{language}")];
    lines.extend_from_slice(code);
    lines.push(fence);
    lines
}

fn quoted(blocks: &[Block], width: usize) -> Vec<String> {
    joined(blocks, narrowed(width, 2), false)
        .iter()
        .map(|line| format!("> {line}").trim_end().to_owned())
        .collect()
}

fn narrowed(width: usize, by: usize) -> usize {
    width.saturating_sub(by).max(NARROWEST)
}

fn table(columns: &[Alignment], rows: &[Vec<Vec<Run>>]) -> Vec<String> {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines: Vec<_> = rows
        .iter()
        .map(|cells| {
            row(cells
                .iter()
                .map(|cell| inline::line(cell, Place::Cell))
                .collect())
        })
        .collect();
    let delimiters = columns.iter().map(|alignment| match alignment {
        Alignment::None => "---".to_owned(),
        Alignment::Left => ":--".to_owned(),
        Alignment::Center => ":-:".to_owned(),
        Alignment::Right => "--:".to_owned(),
    });
    lines.insert(1.min(lines.len()), row(delimiters.collect()));
    lines
}

/// How a list is written.
struct List {
    first: Option<u64>,
    loose: bool,
    /// It has the markers that lists don't usually have here.
    other_markers: bool,
}

impl List {
    fn lines(&self, items: &[Vec<Block>], width: usize) -> Vec<String> {
        let items: Vec<_> = items
            .iter()
            .enumerate()
            .map(|(at, blocks)| {
                let marker = self.marker(at, items.len());
                let indent = " ".repeat(marker.len());
                let lines = joined(blocks, narrowed(width, marker.len()), !self.loose);
                let mut start = marker.as_str();
                let mut item = Vec::with_capacity(lines.len());
                for line in lines {
                    item.push(format!("{start}{line}").trim_end().to_owned());
                    start = &indent;
                }
                item
            })
            .collect();
        let separator: &[String] = if self.loose { &[String::new()] } else { &[] };
        items.join(separator)
    }

    /// The marker of an item, with the space after it.
    fn marker(&self, at: usize, count: usize) -> String {
        let Some(first) = self.first else {
            return if self.other_markers { "+ " } else { "- " }.to_owned();
        };
        let highest = LAST_NUMBER.saturating_sub(count as u64);
        let number = if first > highest { 1 } else { first } + at as u64;
        let delimiter = if self.other_markers { ')' } else { '.' };
        format!("{number}{delimiter} ")
    }
}
