//! Line ends, spaces and characters that don't show.

use super::{assert_each, assert_lines};

#[test]
fn all_line_ends_are_one() {
    let expected = ["first", "", "second", "", "third"];
    assert_lines("first\r\n\r\nsecond\r\n\r\nthird\r\n", &expected);
    assert_lines("first\r\rsecond\r\rthird", &expected);
    assert_lines("first\u{2029}\u{2028}second\u{85}\u{85}third", &expected);
}

#[test]
fn invisible_characters_are_removed() {
    assert_each(&[
        ("a\u{0}b\u{7}c\u{1b}d", "abcd"),
        ("safe\u{202e}fdp.exe\u{202c}", "safefdp.exe"),
        ("\u{feff}zero\u{200b}width\u{ad}", "zerowidth"),
        ("tag\u{e0041}ged", "tagged"),
        // By way of an entity, too.
        ("a&#x202e;b&#8203;c&zwj;d", "abcd"),
        ("a&nbsp;b\u{a0}c\u{3000}d", "a b c d"),
    ]);
}

#[test]
fn other_scripts_stay() {
    assert_each(&[("Größe – 大きさ 😀", "Größe – 大きさ 😀")]);
}

#[test]
fn nothing_to_show_has_no_lines() {
    for empty in [
        "",
        " ",
        "\n\n",
        "\t\n",
        "\u{feff}",
        "<!-- note -->",
        "```\n```",
        "<br>",
        "-",
        ">",
    ] {
        assert_lines(empty, &[]);
    }
}

#[test]
fn blank_lines_and_trailing_spaces_go() {
    assert_lines("\n\n a  \n\n\n\n b \n\n", &["a", "", "b"]);
}

#[test]
fn tabs_are_spaces() {
    assert_lines(
        "Sample:\n\n\tif (x) {\n\t\ty();\n\t}",
        &["Sample:", "", "```text", "if (x) {", "    y();", "}", "```"],
    );
}

#[test]
fn comment_and_string_ends_are_text() {
    assert_each(&[
        ("ends */ here", "ends \\*/ here"),
        ("a raw \"# string {} {0}", "a raw \"# string {} {0}"),
    ]);
}
