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
    use super::nearest;

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
