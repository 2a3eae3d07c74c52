//! Words that Rust keeps for itself, and how each is escaped.

use super::Case;

/// Words of all editions, used and reserved.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that can't be raw identifiers either.
const NEVER_RAW: &[&str] = &["self", "super", "crate", "Self"];

/// Escapes a keyword: raw if Rust allows it, else followed by an underscore.
pub(super) fn escape(case: Case, name: String) -> String {
    if NEVER_RAW.contains(&name.as_str()) {
        return name + "_";
    }
    if !KEYWORDS.contains(&name.as_str()) {
        return name;
    }
    match case {
        Case::Type | Case::Variant | Case::Field | Case::Method | Case::Constant => {
            format!("r#{name}")
        }
        // A module is a file too, which can't be raw.
        Case::Module => name + "_",
    }
}

/// The name without the mark of a raw identifier.
pub(super) fn plain(name: &str) -> String {
    name.strip_prefix("r#").unwrap_or(name).to_owned()
}

/// Returns whether Rust keeps a word for itself.
pub(super) fn is_reserved(word: &str) -> bool {
    NEVER_RAW.contains(&word) || KEYWORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_names_parse() {
        for word in KEYWORDS.iter().chain(NEVER_RAW) {
            for case in [
                Case::Type,
                Case::Field,
                Case::Method,
                Case::Module,
                Case::Variant,
            ] {
                let escaped = escape(case, (*word).to_owned());
                assert!(syn::parse_str::<syn::Ident>(&escaped).is_ok(), "{escaped}");
            }
        }
    }
}
