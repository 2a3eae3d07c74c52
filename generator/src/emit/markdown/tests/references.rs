//! References to operations.

use super::super::linked_lines;

#[track_caller]
fn assert_links(description: &str, expected: &[&str]) {
    let lines = linked_lines(description, &|code| {
        let is_known = matches!(code, "listCats" | "GET /cats");
        is_known.then(|| {
            (
                "list_cats".to_owned(),
                "crate::api::cats::Cats::list_cats".to_owned(),
            )
        })
    });
    assert_eq!(lines, expected, "of {description:?}");
}

#[test]
fn code_that_names_an_operation_is_a_link() {
    let link = "See [`list_cats`](crate::api::cats::Cats::list_cats).";
    assert_links("See `listCats`.", &[link]);
    assert_links("See `GET /cats`.", &[link]);
    assert_links(
        "See **`listCats`**.",
        &["See **[`list_cats`](crate::api::cats::Cats::list_cats)**."],
    );
}

#[test]
fn references_in_lists_and_tables_are_links() {
    assert_links(
        "- `listCats`",
        &["- [`list_cats`](crate::api::cats::Cats::list_cats)"],
    );
    let table = "| a |\n| --- |\n| `listCats` |";
    let lines = [
        "| a |",
        "| --- |",
        "| [`list_cats`](crate::api::cats::Cats::list_cats) |",
    ];
    assert_links(table, &lines);
}

#[test]
fn links_and_other_code_stay() {
    assert_links("`listDogs`", &["`listDogs`"]);
    let link = "[`listCats`](https://example.com)";
    assert_links(link, &[link]);
    assert_links("```text\nlistCats\n```", &["```text", "listCats", "```"]);
}
