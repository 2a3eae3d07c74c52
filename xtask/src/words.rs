//! Command lines that can be copied, and texts that fit on a terminal.

/// A word of a command line, quoted where a shell would take it apart.
pub(crate) fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "._-/+@%:=,".contains(c);
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    if !text.is_empty() && text.chars().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// A text whose lines have so many columns at most.
pub(crate) fn within(width: usize, text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| wrapped(width, line)).collect();
    lines.join("\n").trim_end().to_owned()
}

/// A line in as many as it takes; those behind the first begin below its text, which is in a second column in a list.
fn wrapped(width: usize, line: &str) -> String {
    let start = line.len() - line.trim_start().len();
    let behind = |separator: &str| {
        let (first, rest) = line[start..].split_once(separator)?;
        Some(start + first.len() + separator.len() + rest.len() - rest.trim_start().len())
    };
    let second = behind("  ").or_else(|| line[start..].starts_with("- ").then_some(start + 2));
    let indent = " ".repeat(second.unwrap_or(start));
    let mut lines = vec![line[..start].to_owned()];
    let mut used = start;
    for (n, word) in line[start..].split_inclusive(' ').enumerate() {
        let length = word.trim_end().chars().count();
        if n > 0 && used + length > width {
            lines.push(indent.clone());
            used = indent.len();
        }
        used += word.chars().count();
        lines.last_mut().expect("there is a line").push_str(word);
    }
    let lines: Vec<&str> = lines.iter().map(|it| it.trim_end()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn lines_end_between_words() {
        let cases = [
            ("abc def", "abc def"),
            ("abc defgh ij", "abc defgh\nij"),
            // A word that is too long has a line to itself.
            ("abcdefghijkl m", "abcdefghijkl\nm"),
            ("  abcdefghijkl", "  abcdefghijkl"),
            ("a bcdefghijkl m", "a\nbcdefghijkl\nm"),
            ("- ab cdef gh", "- ab cdef\n  gh"),
            ("  -a  bcd efgh", "  -a  bcd\n      efgh"),
            ("a\n\nb\n", "a\n\nb"),
        ];
        for (text, expected) in cases {
            assert_eq!(within(9, text), expected, "{text}");
        }
    }
}
