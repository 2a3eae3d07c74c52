//! Edits of a text that need not be a document.

use crate::random::Random;

/// The text with a syntax error.
pub(super) fn scribble(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let n = random.below(lines.len().max(1));
    match random.below(6) {
        0 if n < lines.len() => {
            lines.remove(n);
        }
        1 if n < lines.len() => lines.insert(n, lines[n]),
        2 => lines.truncate(n),
        3 if n < lines.len() => lines[n] = lines[n].trim_start(),
        4 if n < lines.len() => {
            let other = random.below(lines.len());
            lines.swap(n, other);
        }
        _ => {
            let text = lines.join("\n");
            let at = random.below(text.len() + 1);
            let at = (0..=at)
                .rev()
                .find(|at| text.is_char_boundary(*at))
                .unwrap_or(0);
            let sign = *random.pick(&[
                ":", "- ", "&a ", "*a ", "!x ", "|", ">", "{", "[", "]", "\"", "'", "#", "?", "%",
                "\t", "\u{0}", "<<: ", "\n",
            ]);
            return format!("{}{sign}{}", &text[..at], &text[at..]);
        }
    }
    lines.join("\n")
}
