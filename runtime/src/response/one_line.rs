//! Texts of others on one line.

/// A text without line breaks, control characters and characters that change the direction of text, and of limited length.
pub(crate) fn one_line(text: &str, longest: usize) -> String {
    let breaks = |character: char| {
        character.is_whitespace() || character.is_control() || is_hidden(character)
    };
    let mut out = String::with_capacity(text.len().min(longest));
    let mut room = longest;
    for word in text.split(breaks).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
            room = room.saturating_sub(1);
        }
        match word.char_indices().nth(room) {
            Some((end, _)) => {
                out.push_str(&word[..end]);
                out.push('…');
                break;
            }
            None => out.push_str(word),
        }
        room -= word.chars().count();
    }
    out
}

/// Invisible characters, and those that change the direction of text.
fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
    )
}
