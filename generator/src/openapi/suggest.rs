//! Suggests the known word closest to an unknown one.

/// Longer words are not compared.
const MOST_LETTERS: usize = 64;

/// The known word that differs least from this one, if it differs by so little that it can be meant.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let most = (word.chars().count().min(MOST_LETTERS) / 4).min(2);
    let near = known
        .into_iter()
        .map(|it| (distance(it, word), it))
        .filter(|(distance, _)| *distance <= most);
    near.min().map(|(_, near)| near)
}

/// The question after an unknown word, with the known one that can be meant; empty if there is none.
pub fn did_you_mean<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    nearest(word, known).map_or_else(String::new, |it| format!("; did you mean `{it}`?"))
}

/// Says an error of `serde` in the words of diagnostics, with a suggestion for an unknown key or value.
pub(crate) fn of_serde(message: &str) -> String {
    let message = message.trim();
    for (start, noun) in [("unknown field `", "key"), ("unknown variant `", "value")] {
        let Some(unknown) = message.strip_prefix(start) else {
            continue;
        };
        let (word, rest) = unknown.split_once('`').unwrap_or((unknown, ""));
        let suggestion = did_you_mean(word, rest.split('`').skip(1).step_by(2));
        let rest = if suggestion.is_empty() {
            rest
        } else {
            &suggestion
        };
        return format!("unknown {noun} `{word}`{rest}");
    }
    message.replacen("missing field", "missing key", 1)
}

/// How many letters have to be put in, taken out or changed to make one word of the other.
///
/// Capitals alone make no difference.
fn distance(a: &str, b: &str) -> usize {
    if a.eq_ignore_ascii_case(b) {
        return 0;
    }
    let b: Vec<char> = b.chars().collect();
    if a.chars().count().abs_diff(b.len()) > 2 || b.len() > MOST_LETTERS {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{nearest, of_serde};

    #[test]
    fn errors_of_serde_are_in_our_words() {
        let known = "expected one of `module`, `document`";
        for (said, expected) in [
            (
                format!("unknown field `modul`, {known}"),
                "unknown key `modul`; did you mean `module`?".to_owned(),
            ),
            (
                format!("unknown field `x`, {known}\n"),
                format!("unknown key `x`, {known}"),
            ),
            (
                "unknown variant `aks`, expected `ask` or `end`".to_owned(),
                "unknown value `aks`, expected `ask` or `end`".to_owned(),
            ),
            (
                "missing field `name`".to_owned(),
                "missing key `name`".to_owned(),
            ),
        ] {
            assert_eq!(of_serde(&said), expected);
        }
    }

    #[test]
    fn slips_of_the_pen_are_seen_through() {
        let known = ["properties", "items", "type", "Pet"];
        assert_eq!(nearest("propertys", known), Some("properties"));
        assert_eq!(nearest("item", known), Some("items"));
        assert_eq!(nearest("kind", known), None);
        assert_eq!(nearest("Pe", known), None);
        assert_eq!(nearest("pet", known), Some("Pet"));
        assert_eq!(nearest("", known), None);
    }
}
