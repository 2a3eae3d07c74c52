//! Blocks: lists, quotes, code, tables, headings.

use super::super::rustdoc_lines;
use super::assert_lines;

#[test]
fn lists_keep_their_nesting() {
    assert_lines(
        "Items:\n* a\n    * b\n      more of b\n* c\n",
        &["Items:", "", "- a", "  - b more of b", "- c"],
    );
    assert_lines(
        "3. a\n\n   of a\n4. b\n10. c",
        &["3. a", "", "   of a", "", "4. b", "", "5. c"],
    );
    assert_lines("- a\n\n\n- b", &["- a", "", "- b"]);
    assert_lines("- a\n\n  - b\n\n- c", &["- a", "", "  - b", "", "- c"]);
    // Two lists stay two.
    assert_lines("- a\n* b\n+ c", &["- a", "", "+ b", "", "- c"]);
    assert_lines("1. a\n1) b", &["1. a", "", "1) b"]);
    assert_lines("999999999. a\n1. b", &["1. a", "2. b"]);
}

#[test]
fn long_items_continue_below_their_text() {
    let lines = rustdoc_lines(&format!("10. {}", "word ".repeat(30)));
    assert_eq!(lines.len(), 2);
    assert!(lines[1].starts_with("    word"), "{lines:?}");
}

#[test]
fn items_hold_blocks() {
    assert_lines(
        "- a\n\n  ```\n  x\n  ```\n- > q\n- # h",
        &[
            "- a",
            "",
            "  ```text",
            "  x",
            "  ```",
            "",
            "- > q",
            "",
            "- #### h",
        ],
    );
    assert_lines("* ---\n* x", &["- ***", "- x"]);
}

#[test]
fn quotes_have_their_marker_on_every_line() {
    assert_lines("> a\nlazy\n>\n> b", &["> a lazy", ">", "> b"]);
}

#[test]
fn code_is_never_rust() {
    for info in [
        "",
        "rust",
        "Rust,no_run",
        "ignore",
        "should_panic",
        "{.x}",
        "edition2024",
        "unknown",
    ] {
        assert_lines(
            &format!("```{info}\nfn f() {{}}\n```"),
            &["```text", "fn f() {}", "```"],
        );
    }
    for (info, language) in [
        ("json", "json"),
        ("JSON5", "json"),
        ("yml", "yaml"),
        ("bash x", "sh"),
        ("http", "http"),
    ] {
        assert_lines(
            &format!("~~~{info}\nx: 1\n~~~"),
            &[&format!("```{language}"), "x: 1", "```"],
        );
    }
    assert_lines("    let x = 1;", &["```text", "let x = 1;", "```"]);
    // One that is not closed, one with a fence in it.
    assert_lines("```rust\nx", &["```text", "x", "```"]);
    assert_lines("~~~~\n```\n~~~~", &["````text", "```", "````"]);
}

#[test]
fn code_stays_as_it_is() {
    assert_lines(
        "```sh\n\n  a \\\n    <b> &amp; [x] `\n\n\n\tc_d  \n\n```",
        &["```sh", "a \\", "  <b> &amp; [x] `", "", "  c_d", "```"],
    );
}

#[test]
fn indented_prose_is_text() {
    assert_lines(
        "About it.\n\n        This goes on for a while, in an\n        odd place.\n\n    - and it has\n    - items",
        &[
            "About it.",
            "",
            "This goes on for a while, in an odd place.",
            "",
            "- and it has",
            "- items",
        ],
    );
    for code in [
        "GET /v1/things HTTP/1.1",
        "curl -X GET https://example.com",
        "name: value",
        "a = b",
        "select x from <y>;",
    ] {
        assert_lines(&format!("    {code}"), &["```text", code, "```"]);
    }
}

#[test]
fn json_is_code() {
    assert_lines(
        "{\"a\": [1,\n 2]}",
        &["```json", "{\"a\": [1,", " 2]}", "```"],
    );
    assert_lines(
        "For example\n{\n  \"a_b\": 1\n}",
        &[
            "For example",
            "",
            "```json",
            "{",
            "  \"a_b\": 1",
            "}",
            "```",
        ],
    );
    assert_lines("    [\"a\"]", &["```json", "[\"a\"]", "```"]);
    assert_lines("{not json}", &["{not json}"]);
    assert_lines("[1]", &["\\[1\\]"]);
}

#[test]
fn odd_layouts_are_seen() {
    assert_lines(
        "One of:\n        * a\n          * b\n        * c",
        &["One of:", "", "- a", "  - b", "- c"],
    );
    assert_lines(
        "One of:\n  1 - a\n  2 - b\nor none",
        &["One of:\\", "1 - a\\", "2 - b or none"],
    );
    assert_lines("Text that\n    goes on", &["Text that goes on"]);
    assert_lines(
        ":::caution Beware\nof it.\n:::\nMore.",
        &["**Caution Beware**", "", "of it.", "", "More."],
    );
}

#[test]
fn headings_are_below_rustdocs_own() {
    assert_lines(
        "# A #\nB\n===\n\n## C\n#### D_e #",
        &["#### A", "", "#### B", "", "##### C", "", "###### `D_e`"],
    );
    assert_lines("# a \\#", &["#### a \\#"]);
    assert_lines("#", &[]);
}

#[test]
fn tables_are_kept() {
    assert_lines(
        "Text:\n| a | `b|c` |\n|:-:|--:|\n| x_y \\| z | `q\\|r` |\n| 1 |",
        &["Text: | a | `b|c` | |:-:|--:| | `x_y` | z | `q\\|r` | | 1 |"],
    );
    assert_lines(
        "Text:\n| a | b |\n|:-:|--:|\n| x_y \\| z | `q\\|r` |\n| 1 |\n| 1 | 2 | 3 words more |",
        &[
            "Text:",
            "",
            "| a | b |",
            "| :-: | --: |",
            "| `x_y` \\| z | `q\\|r` |",
            "| 1 |  |",
            "| 1 | 2 3 words more |",
        ],
    );
}

#[test]
fn rules_are_kept() {
    assert_lines("a\n\n---\n***\n", &["a", "", "***", "", "***"]);
}

#[test]
fn deep_nesting_is_flattened() {
    let lines = rustdoc_lines(&format!("{} deep", "> ".repeat(500)));
    assert_eq!(lines, ["> > > > > > > > deep"]);
}
