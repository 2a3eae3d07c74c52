//! The first sentence.

use super::super::summary_line;

#[test]
fn the_first_sentence_is_on_one_line() {
    for (description, expected) in [
        ("Lists things.\nOf *all* kinds.", "Lists things."),
        (
            "Lists **all**\n[things](https://example.com) of a_b",
            "Lists all things of `a_b`",
        ),
        (
            "Uses e.g. A. Smith's v2.0 of things. Or not",
            "Uses e.g. A. Smith's v2.0 of things.",
        ),
        ("Really? (Yes.) No", "Really?"),
        ("Is it no. 5 vs. 6? Yes", "Is it no. 5 vs. 6?"),
        ("One | two", "One \\| two"),
        ("First<br>second", "First"),
        ("# Title\n\nText.", "Text."),
        ("# Title\n- ", "Title"),
        ("**Note**\n\nText.", "Text."),
        ("**All strong.** Yes.", "All strong."),
        ("- item one. Two", "item one."),
        ("```\ncode\n```", ""),
        ("", ""),
        ("\\- no item", "\\- no item"),
        (
            "see https://example.com. Then",
            "see <https://example.com>.",
        ),
    ] {
        assert_eq!(summary_line(description), expected, "of {description:?}");
    }
}
