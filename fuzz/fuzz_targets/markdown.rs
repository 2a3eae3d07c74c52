//! Descriptions as documentation comments: they never leave the comment, rustdoc neither warns of them nor tests them, and reading
//! the result again changes nothing.

#![no_main]

use generator::fuzzing::{doc_lines, documented};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|markdown: &str| {
    // Asserts what holds of every line.
    let (lines, text) = documented(markdown);

    let file = syn::parse_file(&text).expect("the file is Rust");
    assert_eq!(of(&file.attrs), lines, "{text}");
    let [syn::Item::Struct(item)] = file.items.as_slice() else {
        panic!("not one struct: {text}");
    };
    assert_eq!(of(&item.attrs), lines, "{text}");
    let fields: Vec<&syn::Field> = item.fields.iter().collect();
    let [field] = fields.as_slice() else {
        panic!("not one field: {text}");
    };
    assert_eq!(of(&field.attrs), lines, "{text}");

    let again = doc_lines(&lines.join("\n"));
    // JSON in a text becomes a block of code, after which the text around it is another one.
    if !again.iter().any(|line| line.ends_with("```json")) {
        assert_eq!(levelled(&again), levelled(&lines), "of {markdown:?}");
    }
});

/// The lines of comments.
fn of(attributes: &[syn::Attribute]) -> Vec<String> {
    let text = |attribute: &syn::Attribute| {
        assert!(attribute.path().is_ident("doc"), "there are only comments");
        let syn::Meta::NameValue(pair) = &attribute.meta else {
            panic!("a comment has a text");
        };
        let syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) = &pair.value
        else {
            panic!("a comment is a text");
        };
        let text = text.value();
        text.strip_prefix(' ').map_or(text.clone(), str::to_owned)
    };
    attributes.iter().map(text).collect()
}

/// Lines whose headings have one level, as each run moves them down.
fn levelled(lines: &[String]) -> Vec<String> {
    let level = |line: &String| {
        // A heading may be in quotes and lists.
        let is_marker = |c: char| c.is_ascii_digit() || " >-+.)".contains(c);
        let text = line.trim_start_matches(is_marker);
        let words = text.trim_start_matches('#');
        let is_heading = (4..=6).contains(&(text.len() - words.len()));
        let start = &line[..line.len() - text.len()];
        let text = if is_heading {
            format!("####{words}")
        } else {
            text.to_owned()
        };
        format!("{start}{text}")
    };
    lines.iter().map(level).collect()
}
