//! Text within a paragraph.

use super::super::rustdoc_lines;
use super::{assert_each, assert_lines};

#[test]
fn identifiers_get_backticks() {
    assert_each(&[
        (
            "the accountId of JsonPatch",
            "the `accountId` of `JsonPatch`",
        ),
        (
            "an account_id, a SCREAMING_CASE.",
            "an `account_id`, a `SCREAMING_CASE`.",
        ),
        ("call f() in a::b", "call `f()` in `a::b`"),
        ("the source.ownerId field", "the `source.ownerId` field"),
        (
            "(some_name) and \"some_name\"",
            "(`some_name`) and \"`some_name`\"",
        ),
        ("at /some_path/{some_id}/", "at `/some_path/{some_id}/`"),
        (
            "for <sourceId> or {source_id}",
            "for `<sourceId>` or `{source_id}`",
        ),
        ("pass --flag or __global", "pass `--flag` or `__global`"),
        ("DocuSign's", "`DocuSign`'s"),
        ("is **sourceId**", "is **`sourceId`**"),
        // What clippy knows, plurals and words with a hyphen stay.
        (
            "GitHub IDs over IPv6 on macOS",
            "GitHub IDs over IPv6 on macOS",
        ),
        (
            "a read-only UUID, e.g. NASA's",
            "a read-only UUID, e.g. NASA's",
        ),
    ]);
}

#[test]
fn urls_become_links() {
    assert_each(&[
        (
            "see https://example.com/a_b.",
            "see <https://example.com/a_b>.",
        ),
        ("(http://example.com/a(b))", "(<http://example.com/a(b)>)"),
        (
            "https://a.example,https://b.example",
            "<https://a.example>,<https://b.example>",
        ),
        // These don't lead anywhere.
        (
            "https://{tenant}.example.com/v1",
            "`https://{tenant}.example.com/v1`",
        ),
        ("ftp://host/file", "`ftp://host/file`"),
        ("https://", "`https://`"),
    ]);
}

#[test]
fn links_are_kept_where_they_lead_somewhere() {
    assert_each(&[
        (
            "[a *text*](https://example.com/x)",
            "[a text](https://example.com/x)",
        ),
        (
            "**[text](https://example.com)**",
            "**[text](https://example.com)**",
        ),
        ("<https://example.com>", "<https://example.com>"),
        (
            "[https://example.com](https://example.com)",
            "<https://example.com>",
        ),
        ("[](https://example.com)", "<https://example.com>"),
        ("[us](mailto:us@example.com)", "[us](mailto:us@example.com)"),
        ("<us@example.com>", "<us@example.com>"),
        ("[docs](/docs/page.html) [x](#there)", "docs x"),
        ("[x](javascript:alert) [y](y)", "x y"),
        (
            "![picture](https://example.com/p.png)",
            "[picture](https://example.com/p.png)",
        ),
        (
            "![](https://example.com/p.png)",
            "<https://example.com/p.png>",
        ),
        (
            "[![x](https://example.com/p.png)](https://example.com)",
            "[x](https://example.com)",
        ),
        (
            "[a](https://example.com/(x))",
            "[a](https://example.com/%28x%29)",
        ),
        // In quotation marks, clippy takes it for code.
        (
            "[\"a b\"](https://example.com)",
            "[“a b”](https://example.com)",
        ),
        // rustdoc takes it for the path of an item.
        ("[us](mailto:struct@Vec)", "us"),
    ]);
}

#[test]
fn references_are_resolved_or_text() {
    assert_each(&[
        (
            "[a][r] and [r]\n\n[r]: https://example.com",
            "[a](https://example.com) and [r](https://example.com)",
        ),
        (
            "[a] and [b][c] and [d][]",
            "\\[a\\] and \\[b\\]\\[c\\] and \\[d\\]\\[\\]",
        ),
        ("a[0], [Vec], [`Vec`]", "a\\[0\\], \\[Vec\\], \\[`Vec`\\]"),
        ("[ ] or [x]", "\\[ \\] or \\[x\\]"),
    ]);
    assert_lines("[note]: this", &["\\[note\\]: this"]);
    assert_lines(
        "text[^1]\n\n[^1]: note",
        &["text\\[^1\\]", "", "\\[^1\\]: note"],
    );
    // One that shows only when the one before it is text.
    let twice = "[u]: one\n\n[u]: two\n\n[u]: three\n\n[u]: four";
    assert_eq!(rustdoc_lines(twice).len(), 7);
}

#[test]
fn accidental_notation_is_escaped() {
    assert_each(&[
        ("2 \\* 3 and 4*5 * 6", "2 \\* 3 and 4\\*5 \\* 6"),
        ("a ` b", "a \\` b"),
        ("x \\< y, &amp;amp;", "x < y, \\&amp;"),
        ("a &lt;b&gt; c", "a \\<b> c"),
        ("~~ and ~5", "\\~\\~ and \\~5"),
        ("\\_x_ _y", "`_x_` `_y`"),
        ("wow!\\[x]", "wow!\\[x\\]"),
        ("\\# no heading", "\\# no heading"),
        ("1986\\. A year", "1986\\. A year"),
        ("\\- no item", "\\- no item"),
        ("\\> no quote", "\\> no quote"),
        ("a\\b", "a\\\\b"),
    ]);
}

#[test]
fn styles_are_kept_where_markdown_can_say_them() {
    assert_each(&[
        ("*a* __b__ ~~c~~ ***d***", "_a_ **b** ~~c~~ **_d_**"),
        ("**b**s and un*em*ph", "**b**s and unemph"),
        ("<b>a</b><b>b</b>", "**ab**"),
        ("<b>a</b>b<b>`c`</b>d", "**a**b`c`d"),
        ("<b> a </b> b", "**a** b"),
        ("<b>a <i>b</b> c</i>", "**a b** c"),
        ("`a``b`", "```a``b```"),
        ("``a`b`` `` ` ``", "``a`b`` `` ` ``"),
        ("<code>a</code><code>b</code>", "`ab`"),
    ]);
}

#[test]
fn lines_are_wrapped_at_words() {
    let text = "word ".repeat(40);
    let lines = rustdoc_lines(&text);
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| line.len() <= 92), "{lines:?}");
    // Links and code stay whole.
    let link = format!("[{}](https://example.com)", "word ".repeat(30).trim());
    assert_lines(&link, &[&link]);
    let code = format!("`{}`", "word ".repeat(30).trim());
    assert_lines(&code, &[&code]);
}

#[test]
fn a_wrapped_line_does_not_start_a_block() {
    for marker in [
        "-", "+", "#", "###", ">", "1.", "99)", "===", "---", "|---|",
    ] {
        let text = format!("{} {marker} x", "w".repeat(91));
        let lines = rustdoc_lines(&text);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[1].contains('\\'), "{lines:?}");
    }
}

#[test]
fn line_breaks_that_are_meant_stay() {
    assert_lines(
        "a  \nb\\\nc<br>d<br/>\ne\nf",
        &["a\\", "b\\", "c\\", "d\\", "e f"],
    );
    assert_lines("a<br><br/>b", &["a", "", "b"]);
}

#[test]
fn breaks_of_a_cell_or_a_heading_stay_in_it() {
    let breaks = "<br>".repeat(1000);
    assert_lines(&format!("# a{breaks}b"), &["#### a b"]);
    assert_lines(
        &format!("| a |\n|---|\n| {breaks}b{breaks} |"),
        &["| a |", "| --- |", "| b |"],
    );
}

#[test]
fn text_in_nested_images_has_the_outermost_target() {
    assert_each(&[
        ("![![a](b)](https://c.d)", "[a](https://c.d)"),
        ("![![a](https://c.d)](b)", "[a](https://c.d)"),
        ("![![a](https://e.f)](https://c.d)", "[a](https://c.d)"),
        ("![![a](b) c](https://c.d) e", "[a c](https://c.d) e"),
    ]);
    let depth = 1000;
    let (open, close) = ("![".repeat(depth), "](b)".repeat(depth));
    assert_lines(&format!("{open}a{close}"), &["a"]);
}
