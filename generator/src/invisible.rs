//! Characters that can't be seen, or that change the direction of the text after them.

use std::fmt::{self, Write as _};

/// Returns whether a character shows nothing or changes the direction of the text after it.
pub(crate) fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
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

/// Returns whether a text has no visible character.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|it| it.is_whitespace() || it.is_control() || is_unseen(it))
}

/// A text with escapes for what can't be seen, so that a document can't disguise what a message says.
pub(crate) struct Visible<'t>(pub(crate) &'t str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|it| match it {
            '\n' => f.write_char(it),
            it if it.is_control() || is_unseen(it) => write!(f, "{}", it.escape_unicode()),
            it => f.write_char(it),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Visible, is_blank};

    #[test]
    fn what_cannot_be_seen_is_escaped() {
        for (text, shown) in [
            ("plain `text`\nä 字", "plain `text`\nä 字"),
            ("a\u{202e}b", "a\\u{202e}b"),
            ("a\u{1b}[31mb\r", "a\\u{1b}[31mb\\u{d}"),
            ("", ""),
        ] {
            assert_eq!(Visible(text).to_string(), shown);
        }
    }

    #[test]
    fn a_text_without_a_visible_character_is_blank() {
        assert!(is_blank(" \n\u{200b}\u{202d}") && is_blank("") && !is_blank("\u{200b}a"));
    }
}
