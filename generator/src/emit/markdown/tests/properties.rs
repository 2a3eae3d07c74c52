//! Properties of every description, tested on many built from harmful parts.

use std::panic::catch_unwind;

use pulldown_cmark::{Event, Parser, Tag};

use super::super::checks::{RUSTDOC, assert_harmless, assert_tidy};
use super::super::clean::clean;
use super::super::definitions::OPTIONS;
use super::super::{rustdoc_lines, summary_line};

/// Parts of descriptions: words, notation, notation cut short, and what looks like it.
const PARTS: &str = "a|bb|Word|CamelCase|someName|some_name|é|文|😀|1|9999999999. | | | | |\n|\n|\n\n|\n    |\n  |    \
    |\t|*|**|***|_|__|~|~~|`|``|```|\n```\n|\n```rust\n|\n~~~\n|[|]|(|)|](|]: |[]|<|>|<b>|</b>|<i>|<br>|<code>|</code>\
    |<pre>|</pre>|<ul>|<ol>|<li>|</li>|</ul>|<p>|<a href=\"https://e.com/x\">|</a>|<h2>|</h2>|<td>|<sourceId>|</sourceId>\
    |<!--|-->|<?|<![CDATA[|<hr>|<blockquote>|</div>|<div>|&|&amp;|&lt;|&#x202e;|&#10;|&a;|#|\n# |\n- |\n* |\n+ |\n1. |\n7) \
    |\n> |> |- |1. |¦|\n¦ a ¦ b ¦\n¦---¦---¦\n|\n¦---¦|---|\n---\n|===|\n===\n|\n***\n|!|![|\\|\\\\|https://e.com/a_b|http://\
    |https://{t}.e.com|https://e.com/a(b)|ftp://x.y|a::b|f()|'|\"|.|,|:|::|-|--|...|\u{202e}|\u{200b}|\r\n|\r\
    |[x](https://e.com)|[x](/r)|![i](https://e.com/i.png)|[m](mailto:d@e.f)|[^1]|\n[^1]: |[ ] |\n[r]: https://e.com/r\n|[r]\
    |\n[u]: word\n|{|}|{\"a\": 1}|\n{\"a\": [1]}\n|$|=|+|^|%|@|<a@b.c>|<https://e.com>|*/|\"#|\u{0}|\u{7}|file:x|C:\\x|--flag";

/// Numbers that look like chance and are the same on every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let bound = u64::try_from(bound).expect("a usize has 64 bits at most");
        usize::try_from((self.0 >> 11) % bound).expect("it is below a usize")
    }
}

/// Descriptions, short ones and long ones.
fn descriptions(count: usize) -> impl Iterator<Item = String> {
    let parts: Vec<_> = PARTS
        .split('|')
        .map(|part| part.replace('¦', "|"))
        .collect();
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    (0..count).map(move |at| {
        let longest = if at % 4 == 0 { 80 } else { 14 };
        let length = 1 + chance.below(longest);
        (0..length)
            .map(|_| parts[chance.below(parts.len())].as_str())
            .collect()
    })
}

#[test]
fn output_has_no_rustdoc_warnings() {
    for description in descriptions(1500) {
        let lines = rustdoc_lines(&description);
        assert_tidy(&lines, &description);
        assert_harmless(&lines.join("\n"), &description);
    }
}

#[test]
fn no_word_is_lost() {
    for description in descriptions(1500) {
        // What is in these elements is taken as it is written: their words are not the parser's.
        if description.contains("<code>") || description.contains("<pre>") {
            continue;
        }
        let output = letters(&rustdoc_lines(&description).join("\n"));
        for event in Parser::new_ext(&clean(&description), OPTIONS) {
            let (Event::Text(text) | Event::Code(text)) = event else {
                continue;
            };
            for word in clean(&text).split(|part: char| !part.is_alphanumeric()) {
                assert!(
                    output.contains(word),
                    "{word:?} of {description:?} in {output:?}"
                );
            }
        }
    }
}

/// What is written is read the same: a second run changes nothing but the levels of headings, and JSON found in text.
#[test]
fn output_means_what_was_written() {
    let written = |lines: &[String]| {
        let same = |line: &String| {
            line.replacen("######", "####", 1)
                .replacen("#####", "####", 1)
        };
        lines.iter().map(same).collect::<Vec<_>>()
    };
    for description in descriptions(1500) {
        let lines = rustdoc_lines(&description);
        let again = rustdoc_lines(&lines.join("\n"));
        if !again.iter().any(|line| line.ends_with("```json")) {
            assert_eq!(written(&lines), written(&again), "of {description:?}");
        }
    }
}

#[test]
fn summaries_are_on_one_line() {
    for description in descriptions(1500) {
        let summary = summary_line(&description);
        assert_eq!(summary, summary.trim(), "of {description:?}");
        assert!(!summary.contains(char::is_control), "{summary:?}");
        let table = format!("| a | b |\n|---|---|\n| {summary} | x |");
        let cells = Parser::new_ext(&table, RUSTDOC)
            .filter(|event| *event == Event::Start(Tag::TableCell))
            .count();
        assert_eq!(cells, 4, "{summary:?} of {description:?}");
        assert_harmless(&table, &description);
    }
}

/// Texts over which anything that looks further than it has to takes many times as long as the other tests.
#[test]
fn adversarial_texts_take_linear_time() {
    for part in [
        "`",
        "[",
        "]",
        "[a](",
        "![",
        "*a_ ",
        "~~a",
        "<",
        "<b ",
        "<b>",
        "<code>",
        "<!--",
        "> ",
        ">\n",
        "- ",
        "* a\n",
        "&a",
        "\\",
        "https://a)",
        "://",
        "{a_b}",
        "((a_b",
        "'a_b",
        "|a|\n",
        "[a]: b\n\n",
        "```\n",
        "    a b c\n\n",
        "{\n",
        ":::\n",
        "a``",
        "<li>a\n\n",
        "[a]",
        "a**b*c",
        "\"",
        "<a href=",
    ] {
        let description = part.repeat(20_000 / part.len());
        assert_tidy(&rustdoc_lines(&description), part);
        assert!(!summary_line(&description).contains('\n'));
    }
}

#[test]
fn nothing_panics_wherever_a_text_is_cut() {
    let text = "# Ä\n\n- [ö](https://e.com/ü) `ß` &auml; <b>ñ</b>\n\n| é |\n|---|\n| 文_文 |\n\n```rust\nå\n```\n\n[^ø]: x";
    for (end, _) in text.char_indices() {
        let run = catch_unwind(|| (rustdoc_lines(&text[..end]), rustdoc_lines(&text[end..])));
        assert!(run.is_ok(), "cut at {end}");
    }
}

/// The text without the marks that may occur within a word.
fn letters(text: &str) -> String {
    text.replace(['`', '*', '_', '~', '\\', '<', '>'], "")
}
