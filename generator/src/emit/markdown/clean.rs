//! The characters of a description: line ends made one, tabs made spaces, everything unseen taken out.

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

/// Whether a text shows nothing at all.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|it| it.is_whitespace() || it.is_control() || is_unseen(it))
}

/// Whether a character shows nothing or turns the direction of what follows.
fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}
