//! Words of the vendor of `spec/`, which are allowed only in its documents and its configuration.

/// The lines that have such a word, as `line: text`.
pub fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().enumerate();
    let found = lines.filter(|(_, line)| is_named(line));
    found
        .map(|(n, line)| format!("{}: {}", n + 1, line.trim()))
        .collect()
}

/// Whether a text names the vendor, its host or, as a word, its product.
pub fn is_named(text: &str) -> bool {
    // Concatenated, so that this file does not match itself.
    let product = ["i", "sc"].concat();
    let lower = text.to_ascii_lowercase();
    let names = [["sail", "point"], ["identity", "now"]].map(|parts| parts.concat());
    names.iter().any(|name| lower.contains(name))
        || lower
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| word == product)
}

#[cfg(test)]
mod tests {
    use super::is_named;

    #[test]
    fn names_are_found_in_any_case_and_the_product_as_a_word() {
        let [vendor, product] = [["Sail", "Point"], ["I", "SC"]].map(|parts| parts.concat());
        for text in [
            format!("x-{vendor}-levels"),
            format!("the_{product}_client"),
            product.clone(),
        ] {
            assert!(is_named(&text), "{text}");
        }
        for text in [format!("d{product}"), format!("m{product}ellaneous")] {
            assert!(!is_named(&text), "{text}");
        }
    }
}
