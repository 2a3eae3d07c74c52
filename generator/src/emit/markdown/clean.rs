//! The characters of a description: line ends made one, tabs made spaces, everything unseen taken out.

use crate::invisible::is_unseen;

/// Text of lines that end in `\n`, in which the only characters other than visible ones are spaces and line ends.
pub(super) fn clean(text: &str) -> String {
    const TAB: usize = 4;
    let mut cleaned = String::with_capacity(text.len());
    let mut column = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                cleaned.push('\n');
                column = 0;
            }
            '\t' => {
                let width = TAB - column % TAB;
                cleaned.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            other if other.is_whitespace() => {
                cleaned.push(' ');
                column += 1;
            }
            other if other.is_control() || is_unseen(other) => {}
            other => {
                cleaned.push(other);
                column += 1;
            }
        }
    }
    cleaned
}
