//! HTML in descriptions.

use super::{assert_each, assert_lines};

#[test]
fn tags_become_markdown() {
    assert_each(&[
        (
            "<b>a</b> <STRONG>b</STRONG> <i>c</i> <em class=\"x\">d</em>",
            "**a b** _c d_",
        ),
        ("<code>a_b &lt;c&gt;</code> <tt>x</tt>", "`a_b <c>` `x`"),
        (
            "<a href=\"https://example.com?a=1&amp;b=2\" target=_blank>x</a>",
            "[x](https://example.com?a=1&b=2)",
        ),
        ("<a href='/relative'>x</a> <a name=y>y</a>", "x y"),
        (
            "<img src=https://example.com/p.png alt=\"a b\">",
            "[a b](https://example.com/p.png)",
        ),
        ("H<sub>2</sub>O <span>x</span>", "H2O x"),
        ("a<!-- hidden -->b", "ab"),
    ]);
}

#[test]
fn blocks_become_blocks() {
    assert_lines("<p>a</p><p>b</p>", &["a", "", "b"]);
    assert_lines(
        "One of: <ul><li>a<li>b <ol><li>c</li></ol></li></ul> and so on",
        &["One of:", "", "- a", "- b", "  1. c", "", "and so on"],
    );
    assert_lines(
        "<ul>\n\n<li>a</li>\n\n<li>b</li>\n\n</ul>\n\nc",
        &["- a", "- b", "", "c"],
    );
    assert_lines(
        "<div>\n<h2>Title</h2>\nSome **text**\n<hr/>\n</div>",
        &["##### Title", "", "Some **text**", "", "***"],
    );
    assert_lines(
        "<pre>\n a_b &lt;\n   c\n</pre>\nx",
        &["```text", "a_b <", "  c", "```", "", "x"],
    );
    assert_lines("<blockquote>a<br>b</blockquote>", &["> a\\", "> b"]);
    assert_lines(
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
        &["a | b", "", "1 | 2"],
    );
}

#[test]
fn unknown_tags_are_text() {
    assert_each(&[
        (
            "use <source> or <my-tag a=b>",
            "use \\<source> or \\<my-tag a=b>",
        ),
        ("a <b and c> d", "a \\<b and c> d"),
        ("1 < 2 > 0, a<b", "1 < 2 > 0, a\\<b"),
        ("<!DOCTYPE x> <?php y ?>", "\\<!DOCTYPE x> \\<?php y ?>"),
        ("<!-- not closed", "\\<!-- not closed"),
        ("List<String>", "List\\<String>"),
    ]);
    assert_lines(
        "<User>\n  <name>x</name>\n</User>",
        &["```xml", "<User>", "  <name>x</name>", "</User>", "```"],
    );
}

#[test]
fn unmatched_tags_are_ignored() {
    assert_lines("</li></ul>a</b></code><ul>", &["a"]);
    assert_lines("- <ul><li>a\n- b", &["- - a", "- b"]);
    assert_lines(
        "| a |\n|---|\n| <ul><li>x</li></ul> |",
        &["| a |", "| --- |", "| x |"],
    );
    assert_lines("<code>a\n\nb", &["`a`", "", "b"]);
}
