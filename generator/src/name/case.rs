//! Words of a document to names in Rust's cases. Where letters run together, `heck` decides.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use unicode_normalization::UnicodeNormalization as _;

use super::Case;
use super::{keyword, length};

/// The name for `text`; `None` if it has no letter or digit to make one of.
pub(crate) fn name(case: Case, text: &str) -> Option<String> {
    let mut words = plurals(&words_of(text));
    if case == Case::Module && !words.is_ascii() {
        // A module is a file, whose name has to be the same on every disk.
        words = words.chars().fold(String::new(), |words, c| {
            if c.is_ascii() {
                words + &c.to_string()
            } else {
                format!("{words}u{:x}", u32::from(c))
            }
        });
    }
    let name = match case {
        Case::Type | Case::Variant => words.to_upper_camel_case(),
        Case::Field | Case::Method | Case::Module => words.to_snake_case(),
        Case::Constant => words.to_shouty_snake_case(),
    };
    if name.is_empty() {
        return None;
    }
    let name = if name.starts_with(|c: char| c.is_numeric()) {
        match case {
            Case::Type => format!("Type{name}"),
            Case::Variant => format!("Value{name}"),
            Case::Field => format!("field_{name}"),
            Case::Method | Case::Module => format!("operation_{name}"),
            Case::Constant => format!("FIELD_{name}"),
        }
    } else {
        name
    };
    let name = match case {
        Case::Type => length::bounded(name, ""),
        Case::Module => length::bounded(name, "_"),
        Case::Variant | Case::Field | Case::Method | Case::Constant => name,
    };
    Some(keyword::escape(case, name))
}

/// `userIDs` as `userIds`: the letter of the plural belongs to the capitals before it.
fn plurals(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(start) = rest.find(char::is_uppercase) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_uppercase()).unwrap_or(from.len());
        let (capitals, behind) = from.split_at(end);
        let plural = behind.strip_prefix('s');
        let is_plural = plural.is_some_and(|it| !it.starts_with(char::is_lowercase));
        out.push_str(before);
        let mut letters = capitals.chars();
        if is_plural && let Some(first) = letters.next() {
            out.push(first);
            out.push_str(&letters.as_str().to_lowercase());
        } else {
            out.push_str(capitals);
        }
        rest = behind;
    }
    out + rest
}

/// Letters and digits that Rust takes in a name, everything else a space.
fn words_of(text: &str) -> String {
    let is_word =
        |c: char| c.is_alphanumeric() && syn::parse_str::<syn::Ident>(&format!("a{c}")).is_ok();
    let mut words = String::with_capacity(text.len());
    let mut push = |c: char| {
        match c {
            // A sign that replaces a letter is dropped and is not a word border: `don't` is one word. The same with signs of phonetics, of
            // which rustc warns.
            '\'' | '’' | '\u{2b0}'..='\u{2ff}' => {}
            c if c.is_ascii_alphanumeric() || is_word(c) => words.push(c),
            _ => words.push(' '),
        }
    };
    if text.is_ascii() {
        text.chars().for_each(&mut push);
    } else {
        // Ligatures, superscripts and the like as the letters that they are made of: rustc warns of them.
        text.nfkc().for_each(&mut push);
    }
    words
}

/// The name for `text` with every sign in it spelled out, for texts that differ in nothing else.
pub(crate) fn spelled(case: Case, text: &str) -> Option<String> {
    let mut words = String::new();
    for c in text.chars() {
        match c {
            c if c.is_alphanumeric() => words.push(c),
            c => {
                words.push(' ');
                match sign(c) {
                    Some(word) => words.push_str(word),
                    None => words.extend(
                        ['u']
                            .into_iter()
                            .chain(format!("{:x}", u32::from(c)).chars()),
                    ),
                }
                words.push(' ');
            }
        }
    }
    name(case, &words)
}

/// `text` with the sign before a number as a word: `-1` alone would be named as `1` is.
pub(crate) fn signed(text: &str) -> String {
    let mut letters = text.chars();
    let word = letters
        .next()
        .filter(|c| matches!(c, '+' | '-'))
        .and_then(sign);
    match word {
        Some(word) if letters.as_str().starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{word} {}", letters.as_str())
        }
        _ => text.to_owned(),
    }
}

/// Spells out every character, so that no two texts become the same name: the last resort.
pub(crate) fn letter_by_letter(text: &str) -> String {
    let words: Vec<String> = text
        .chars()
        .map(|c| match sign(c) {
            Some(word) => word.to_owned(),
            None if c.is_uppercase() => format!("upper {c}"),
            None if c.is_ascii_alphanumeric() => c.to_string(),
            None => format!("u{:x}", u32::from(c)),
        })
        .collect();
    words.join(" ")
}

fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '=' => "equal",
        '!' => "not",
        '>' => "greater",
        '<' => "less",
        '*' => "star",
        '+' => "plus",
        '-' => "minus",
        '%' => "percent",
        '/' => "slash",
        '\\' => "backslash",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '~' => "tilde",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '?' => "question",
        '"' => "quote",
        '\'' => "apostrophe",
        '`' => "backtick",
        '(' | ')' => "parenthesis",
        '[' | ']' => "bracket",
        '{' | '}' => "brace",
        '_' => "underscore",
        ' ' => "space",
        '\t' => "tab",
        '\n' => "newline",
        _ => return None,
    })
}

/// How a text is written, for texts that differ in nothing else: `asc` and `ASC`.
pub(crate) fn style(text: &str) -> &'static str {
    let has_lower = text.chars().any(char::is_lowercase);
    let has_upper = text.chars().any(char::is_uppercase);
    let starts_upper = text
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(char::is_uppercase);
    let has = |sign: char| text.contains(sign);
    if !text.chars().any(char::is_alphanumeric) {
        return if text.is_empty() { "nothing" } else { "signs" };
    }
    match text.chars().next() {
        Some('_') => return "underscored",
        Some('$') => return "dollar",
        Some('@') => return "at",
        Some('-') => return "negative",
        _ => {}
    }
    match (has('-'), has('_'), has(' '), has('.')) {
        (true, false, false, false) => "kebab",
        (false, true, false, false) if has_upper && !has_lower => "screaming",
        (false, true, false, false) => "snake",
        (false, false, true, false) => "spaced",
        (false, false, false, true) => "dotted",
        (false, false, false, false) if has_upper && !has_lower => "upper",
        (false, false, false, false) if !has_upper => "lower",
        (false, false, false, false) if starts_upper => "pascal",
        (false, false, false, false) => "camel",
        _ => "mixed",
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, name, signed, spelled, style};

    #[test]
    fn names() {
        for (case, text, expected) in [
            (Case::Field, "account-id", Some("account_id")),
            (Case::Field, "accountId", Some("account_id")),
            (Case::Field, "type", Some("r#type")),
            (Case::Field, "self", Some("self_")),
            (Case::Field, "DISPLAY_NAME", Some("display_name")),
            (Case::Field, "userIDs", Some("user_ids")),
            (Case::Field, "APIsAndIPs", Some("apis_and_ips")),
            (Case::Field, "MBs2", Some("mbs2")),
            (Case::Field, "isHTTPserver", Some("is_htt_pserver")),
            (Case::Field, "asIs", Some("as_is")),
            (Case::Field, "2fa", Some("field_2fa")),
            (Case::Field, "@odata.type", Some("odata_type")),
            (Case::Field, "$", None),
            (Case::Field, "", None),
            (Case::Field, "größe", Some("größe")),
            (Case::Field, "a\u{202e}b", Some("a_b")),
            (Case::Module, "größe", Some("gruf6udfe")),
            (Case::Module, "用户", Some("u7528u6237")),
            (Case::Field, "don't", Some("dont")),
            (Case::Type, "PermissionDTO", Some("PermissionDto")),
            (Case::Type, "FloatingIPs", Some("FloatingIps")),
            (
                Case::Type,
                "access-model.metadata",
                Some("AccessModelMetadata"),
            ),
            (Case::Type, "self", Some("Self_")),
            (Case::Type, "404 error", Some("Type404Error")),
            (Case::Variant, "JIT", Some("Jit")),
            (Case::Variant, "GOVERNANCE_GROUP", Some("GovernanceGroup")),
            (Case::Variant, "1", Some("Value1")),
            (Case::Variant, "self", Some("Self_")),
            (Case::Method, "listEntitlements", Some("list_entitlements")),
            (Case::Method, "move", Some("r#move")),
            (Case::Module, "move", Some("move_")),
            (
                Case::Module,
                "Entitlement Connections",
                Some("entitlement_connections"),
            ),
            (Case::Field, "; fn main() {}", Some("fn_main")),
            (
                Case::Constant,
                "jit.lastActivationId",
                Some("JIT_LAST_ACTIVATION_ID"),
            ),
        ] {
            assert_eq!(name(case, text).as_deref(), expected, "{case:?} {text:?}");
        }
    }

    #[test]
    fn names_of_files_are_cut_to_the_limit() {
        for (case, word) in [(Case::Type, "Word"), (Case::Module, "word")] {
            let texts = [40, 100, 101].map(|n| "word ".repeat(n));
            let [whole, a, b] = texts.map(|text| name(case, &text).unwrap());
            assert!(whole.ends_with(word), "{whole}");
            assert!(!a.ends_with(word) && a.len() < 200 && a != b, "{a}");
        }
    }

    #[test]
    fn signs_are_spelled_out() {
        assert_eq!(
            spelled(Case::Variant, ">=").as_deref(),
            Some("GreaterEqual")
        );
        assert_eq!(spelled(Case::Variant, "-1").as_deref(), Some("Minus1"));
        assert_eq!(spelled(Case::Field, "a.b").as_deref(), Some("a_dot_b"));
        assert_eq!(spelled(Case::Variant, "\u{1}").as_deref(), Some("U1"));
        assert_eq!(spelled(Case::Variant, ""), None);
    }

    #[test]
    fn the_sign_of_a_number_is_a_word() {
        for (text, expected) in [
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("1", "Value1"),
            ("-name", "Name"),
            ("+", "+"),
            ("", ""),
        ] {
            let text = signed(text);
            let name = name(Case::Variant, &text).unwrap_or(text);
            assert_eq!(name, expected);
        }
    }

    #[test]
    fn styles_tell_writings_apart() {
        for (text, expected) in [
            ("asc", "lower"),
            ("ASC", "upper"),
            ("Asc", "pascal"),
            ("ascOrder", "camel"),
            ("asc-order", "kebab"),
            ("asc_order", "snake"),
            ("ASC_ORDER", "screaming"),
            ("asc order", "spaced"),
            ("asc.order", "dotted"),
            ("_asc", "underscored"),
            ("@asc", "at"),
            ("-asc", "negative"),
            ("a-b_c", "mixed"),
        ] {
            assert_eq!(style(text), expected, "{text}");
        }
    }
}
