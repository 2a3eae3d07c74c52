//! The layout of a paragraph that only its source shows: lists indented too deep to be lists, lines set apart by an
//! indent, and the `:::note` of notes.

/// From here on Markdown takes an indented line for more of the paragraph, whatever it starts with.
const DEEP: usize = 4;
/// The least indent that sets a line apart.
const APART: usize = 2;

/// The source of a paragraph with its layout in Markdown, if it has one that Markdown does not see.
pub(super) fn in_markdown(paragraph: &str) -> Option<String> {
    noted(paragraph)
        .or_else(|| listed(paragraph))
        .or_else(|| lined(paragraph))
}

/// The first text after the marker of a list item.
pub(super) fn item(line: &str) -> Option<&str> {
    let (marker, text) = line.trim().split_once(' ')?;
    let digits = marker.strip_suffix(['.', ')']).unwrap_or_default();
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    (matches!(marker, "-" | "*" | "+") || is_number).then_some(text)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Notes between lines of three colons: the kind of note, or its title, becomes a paragraph.
fn noted(paragraph: &str) -> Option<String> {
    if !paragraph.lines().any(|line| title(line).is_some()) {
        return None;
    }
    let mut text = String::new();
    for line in paragraph.lines() {
        if let Some(title) = title(line) {
            let mut title = title.chars();
            if let Some(first) = title.next() {
                text.push_str("\n**");
                text.extend(first.to_uppercase());
                text.push_str(title.as_str());
                text.push_str("**\n");
            }
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    Some(text)
}

/// The title of a note that a line starts or ends.
fn title(line: &str) -> Option<&str> {
    let title = line.trim().strip_prefix(":::")?.trim();
    let is_word = |part: char| part.is_alphanumeric() || part == ' ';
    title.chars().all(is_word).then_some(title)
}

/// A list below the first line that is indented too deep: its indent is taken away.
fn listed(paragraph: &str) -> Option<String> {
    let least = paragraph
        .lines()
        .skip(1)
        .filter(|line| indent(line) >= DEEP && item(line).is_some())
        .map(indent)
        .min()?;
    let lines: Vec<_> = paragraph
        .lines()
        .map(|line| match indent(line) {
            deep if deep >= least => &line[least..],
            _ => line,
        })
        .collect();
    Some(lines.join("\n"))
}

/// Two indented lines or more after one that ends a sentence, or announces them: each is a line.
fn lined(paragraph: &str) -> Option<String> {
    let lines: Vec<_> = paragraph.lines().map(str::trim_end).collect();
    let is_apart = |at: usize| lines.get(at).is_some_and(|line| indent(line) >= APART);
    let first = (1..lines.len())
        .find(|at| lines[at - 1].ends_with([':', '.']) && is_apart(*at) && is_apart(at + 1))?;
    // In code spans, which may go over lines, there are no line breaks.
    if paragraph.contains(['`', '<']) {
        return None;
    }
    let mut text = String::with_capacity(paragraph.len() + lines.len());
    for (at, line) in lines.iter().enumerate() {
        text.push_str(line);
        if at + 1 >= first && is_apart(at + 1) && !line.ends_with('\\') {
            text.push('\\');
        }
        text.push('\n');
    }
    Some(text)
}
