//! What holds of every documentation comment; for tests and the fuzz target of descriptions.

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag};
use quote::quote;

use super::clean::clean;
use super::rustdoc_lines;
use crate::render::{self, Contents, Emitted};

/// What rustdoc reads documentation with.
pub(super) const RUSTDOC: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// Returns the lines of the documentation comment for a description, and a file with that comment at its head, at a struct and at
/// its field.
///
/// # Panics
/// If a line is one that rustdoc warns of or tests, or if the file is not Rust.
pub fn documented(markdown: &str) -> (Vec<String>, String) {
    let lines = rustdoc_lines(markdown);
    assert_tidy(&lines, markdown);
    assert_harmless(&lines.join("\n"), markdown);
    let tokens = || {
        let inner = render::comment(&lines, true);
        let outer = render::comment(&lines, false);
        quote! {
            #inner
            #outer
            pub struct X {
                #outer
                pub x: u8,
            }
        }
    };
    let file = Emitted {
        path: "x.rs".to_owned(),
        contents: Contents::Rust(Box::new(tokens)),
    };
    let files = render::render(vec![file], "x").expect("a comment is always Rust");
    let text = files.get("x.rs").unwrap_or_default().to_owned();
    (lines, text)
}

/// Asserts that no line is unsightly: blank at an end, blank after a blank one, or with characters that can't be seen.
#[track_caller]
pub(super) fn assert_tidy(lines: &[String], description: &str) {
    let ends = [lines.first(), lines.last()];
    assert!(!ends.contains(&Some(&String::new())), "of {description:?}");
    for pair in lines.windows(2) {
        assert!(
            !(pair[0].is_empty() && pair[1].is_empty()),
            "of {description:?}"
        );
    }
    for line in lines {
        assert_eq!(line, line.trim_end(), "of {description:?}");
        assert_eq!(*line, clean(line), "of {description:?}");
        assert!(!line.contains('\n'), "of {description:?}");
    }
}

/// Asserts that there is nothing in the documentation that rustdoc warns of, or makes a test of.
#[track_caller]
pub(super) fn assert_harmless(documentation: &str, description: &str) {
    let mut links = Vec::new();
    let mut unresolved = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        links.push(link.reference.into_string());
        None
    };
    for event in
        Parser::new_with_broken_link_callback(documentation, RUSTDOC, Some(&mut unresolved))
    {
        let is_harmful = match &event {
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::Start(
                Tag::CodeBlock(CodeBlockKind::Indented)
                | Tag::Image { .. }
                | Tag::FootnoteDefinition(_),
            ) => true,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                language.is_empty() || language.contains("rust")
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => {
                let schemes = ["http://", "https://", "mailto:"];
                *link_type != LinkType::Email
                    && !schemes
                        .iter()
                        .any(|scheme| dest_url.to_lowercase().starts_with(scheme))
            }
            Event::Start(_)
            | Event::End(_)
            | Event::Text(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule => false,
        };
        assert!(
            !is_harmful,
            "{event:?} in {documentation:?} of {description:?}"
        );
    }
    assert!(
        links.is_empty(),
        "{links:?} are links in {documentation:?} of {description:?}"
    );
}
