//! Whether a value came back as it went in, and whether the types recognized all of it.

use std::collections::BTreeSet;

use serde_json::Value;

/// The first difference between two values, with its place: numbers by value, properties in any order.
pub(super) fn difference(before: &Value, after: &Value, at: &str) -> Option<String> {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (name, value) in before {
                let at = format!("{at}/{name}");
                match after.get(name) {
                    Some(other) => {
                        if let Some(found) = difference(value, other, &at) {
                            return Some(found);
                        }
                    }
                    None => return Some(format!("`{at}` is lost")),
                }
            }
            let added = after.keys().find(|name| !before.contains_key(*name));
            added.map(|name| format!("`{at}/{name}` is added"))
        }
        (Value::Array(before), Value::Array(after)) => {
            if before.len() != after.len() {
                return Some(format!("`{at}` has another length"));
            }
            let mut pairs = before.iter().zip(after).enumerate();
            pairs.find_map(|(n, (before, after))| difference(before, after, &format!("{at}/{n}")))
        }
        (Value::Number(before), Value::Number(after)) if is_same(before, after) => None,
        _ if before == after => None,
        _ => Some(format!("`{at}` was {before}, and is {after}")),
    }
}

fn is_same(before: &serde_json::Number, after: &serde_json::Number) -> bool {
    before == after || before.is_f64() != after.is_f64() && before.as_f64() == after.as_f64()
}

/// The names of the properties that models keep with the unknown ones, from the `Debug` output.
pub(super) fn kept_as_unknown(debug: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let tokens = tokens(debug);
    for (n, token) in tokens.iter().enumerate() {
        let starts = matches!(token, Token::Word("extra"))
            && matches!(tokens.get(n + 1), Some(Token::Sign(b':')))
            && matches!(tokens.get(n + 2), Some(Token::Sign(b'{')));
        if starts {
            names(&tokens[n + 3..], &mut found);
        }
    }
    found
}

/// The keys of a map, up to its end.
fn names(tokens: &[Token<'_>], found: &mut BTreeSet<String>) {
    let mut depth = 0;
    let mut is_key = true;
    for token in tokens {
        match token {
            Token::Sign(b'{' | b'(' | b'[') => depth += 1,
            Token::Sign(b'}') if depth == 0 => return,
            Token::Sign(b'}' | b')' | b']') => depth -= 1,
            Token::Sign(b',') if depth == 0 => is_key = true,
            Token::Sign(b':') if depth == 0 => is_key = false,
            Token::Text(text) if depth == 0 && is_key => {
                found.insert((*text).to_owned());
            }
            Token::Sign(_) | Token::Word(_) | Token::Text(_) => {}
        }
    }
}

enum Token<'t> {
    Word(&'t str),
    /// Without its quotes, escapes as they are.
    Text(&'t str),
    Sign(u8),
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut n = 0;
    while n < bytes.len() {
        let start = n;
        match bytes[n] {
            b'"' => {
                n += 1;
                while n < bytes.len() && bytes[n] != b'"' {
                    n += if bytes[n] == b'\\' { 2 } else { 1 };
                }
                tokens.push(Token::Text(&text[start + 1..n.min(bytes.len())]));
                n += 1;
            }
            byte if byte.is_ascii_alphanumeric() || byte == b'_' => {
                while n < bytes.len() && (bytes[n].is_ascii_alphanumeric() || bytes[n] == b'_') {
                    n += 1;
                }
                tokens.push(Token::Word(&text[start..n]));
            }
            byte => {
                if !byte.is_ascii_whitespace() {
                    tokens.push(Token::Sign(byte));
                }
                n += 1;
            }
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{difference, kept_as_unknown};

    #[test]
    fn finds_properties_kept_as_unknown() {
        let debug = r#"Item { name: Some("extra: {\"no\": 1}"), extra: {"first": Object {"not": Null}, "second": [Text("x")]} }"#;
        let found: Vec<String> = kept_as_unknown(debug).into_iter().collect();
        assert_eq!(found, ["first", "second"]);
    }

    #[test]
    fn compares_numbers_by_value() {
        assert_eq!(difference(&json!({"a": 1}), &json!({"a": 1.0}), ""), None);
        let lost = difference(&json!({"a": [1, null]}), &json!({"a": [1]}), "");
        assert_eq!(lost.as_deref(), Some("`/a` has another length"));
        let large = difference(
            &json!(9_007_199_254_740_993_u64),
            &json!(9_007_199_254_740_992_u64),
            "",
        );
        assert!(large.is_some());
    }
}
