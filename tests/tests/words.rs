//! Banned words: sources and documents use the standard terms of OpenAPI, HTTP, serde and cargo.

use tests::tree;

/// The file that lists the banned words.
const THIS: &str = "tests/tests/words.rs";

/// Whole words, in any case. A line break, a sign or an underscore may separate them.
const BANNED: &[&str] = &[
    "mend",
    "mends",
    "mended",
    "mending",
    "is due",
    "are due",
    "comes to the same",
    "leads nowhere",
    "came into being",
    "of one's own",
    "is told",
    "are told",
    "stands as",
    "stands in",
    "stands beside",
    "stands for",
    "stands there",
    "goes out",
    "for its looks",
    "is kept to",
];

const EXTENSIONS: &[&str] = &["rs", "md", "toml", "yaml"];

/// Returns the words of a text in lower case, each with its line.
fn words(text: &str) -> Vec<(usize, String)> {
    let is_sign = |sign: char| !sign.is_alphanumeric() && sign != '\'';
    let mut words = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let of_line = line.split(is_sign).filter(|word| !word.is_empty());
        words.extend(of_line.map(|word| (n + 1, word.to_lowercase())));
    }
    words
}

/// Returns the banned words of a text, each with its line.
fn banned(text: &str) -> Vec<(usize, &'static str)> {
    let words = words(text);
    let mut found = Vec::new();
    for phrase in BANNED {
        let phrase_words: Vec<&str> = phrase.split(' ').collect();
        for window in words.windows(phrase_words.len()) {
            if window.iter().map(|(_, word)| word).eq(&phrase_words) {
                found.push((window[0].0, *phrase));
            }
        }
    }
    found
}

#[test]
fn finds_whole_words_in_any_case_and_across_lines() {
    let text = "/// Mend it: what is\n/// due is_told, amended.";
    assert_eq!(banned(text), [(1, "mend"), (1, "is due"), (2, "is told")]);
    assert_eq!(banned("of one's own"), [(1, "of one's own")]);
}

#[test]
fn no_file_has_banned_words() {
    let mut findings = Vec::new();
    for file in tree::files("").into_iter().filter(|it| it.name != THIS) {
        if EXTENSIONS.iter().any(|extension| file.is(extension)) {
            let found = banned(&file.text());
            findings.extend(
                found
                    .iter()
                    .map(|(line, it)| format!("{}:{line}: {it}", file.name)),
            );
        }
    }
    assert!(
        findings.is_empty(),
        "use plain English and the standard term:\n  {}",
        findings.join("\n  ")
    );
}
