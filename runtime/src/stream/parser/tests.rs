//! The cases of the standard, split at every byte; and random streams, split anywhere.

use proptest::prelude::*;

use super::*;

/// An event in short: type, data, and the last id after it.
type Short = (String, String, String);

/// Parses chunks; an event that is too large is `None`.
fn parsed<'a>(
    parser: &mut Parser,
    chunks: impl IntoIterator<Item = &'a [u8]>,
) -> Vec<Option<Short>> {
    let mut events = Vec::new();
    for chunk in chunks {
        parser.push(Bytes::copy_from_slice(chunk));
        while let Some(parsed) = parser.next() {
            events.push(match parsed {
                Parsed::TooLarge => None,
                Parsed::Event { event, data, .. } => Some((
                    event.into_owned(),
                    String::from_utf8_lossy(&data).into_owned(),
                    parser.last_id.clone(),
                )),
            });
        }
    }
    events
}

fn events(chunks: &[&[u8]]) -> Vec<Short> {
    let mut parser = Parser::new(String::new());
    let events = parsed(&mut parser, chunks.iter().copied());
    events.into_iter().map(|event| event.unwrap()).collect()
}

/// A stream, and its events.
type Case = (&'static str, &'static [Expected]);
type Expected = (&'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    // The examples of the standard.
    (
        "data: YHOO\ndata: +2\ndata: 10\n\n",
        &[("message", "YHOO\n+2\n10", "")],
    ),
    (
        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        &[
            ("message", "first event", "1"),
            ("message", "second event", ""),
            ("message", " third event", ""),
        ],
    ),
    (
        "data\n\ndata\ndata\n\ndata:",
        &[("message", "", ""), ("message", "\n", "")],
    ),
    (
        "data:test\n\ndata: test\n\n",
        &[("message", "test", ""), ("message", "test", "")],
    ),
    (
        "event: add\ndata: 7\n\nevent: remove\ndata: 2\n\ndata: 1\n\n",
        &[("add", "7", ""), ("remove", "2", ""), ("message", "1", "")],
    ),
    // A byte order mark is skipped at the start only, and only one.
    (
        "\u{feff}data:1\n\n\u{feff}data:2\n\ndata:3\n\n",
        &[("message", "1", ""), ("message", "3", "")],
    ),
    (
        "\u{feff}\u{feff}data:1\n\ndata:2\n\n",
        &[("message", "2", "")],
    ),
    // Comments.
    (
        "data:1\r:\0\n:\r\ndata:2\n:long\rdata:3\n:data:fail\r:long\ndata:4\n\n",
        &[("message", "1\n2\n3\n4", "")],
    ),
    (":\n\n:\r\n\r\n", &[]),
    // Fields that are empty, unknown, or in other letters.
    (
        "data:\n\ndata\ndata\n\ndata:test\n\n",
        &[
            ("message", "", ""),
            ("message", "\n", ""),
            ("message", "test", ""),
        ],
    ),
    ("event: \ndata:x\n\n", &[("message", "x", "")]),
    ("event:a\nevent:b\ndata:x\n\n", &[("b", "x", "")]),
    ("event:a\n\ndata:x\n\n", &[("message", "x", "")]),
    (
        "data:test\n data\ndata\nfoobar:xxx\njustsometext\n:comment\ndata:test\n\n",
        &[("message", "test\n\ntest", "")],
    ),
    (
        "data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n",
        &[("message", "\0\n 2\n1\n3\n\n4", "")],
    ),
    // One space after the colon is skipped, nothing else.
    (
        "data:\ttest\rdata: \ndata:test\n\n",
        &[("message", "\ttest\n\ntest", "")],
    ),
    // Ends of lines.
    (
        "data:test\r\ndata\ndata:test\r\n\r\n",
        &[("message", "test\n\ntest", "")],
    ),
    (
        "data:a\r\rdata:b\r\n\ndata:c\n\r",
        &[
            ("message", "a", ""),
            ("message", "b", ""),
            ("message", "c", ""),
        ],
    ),
    ("data:\0\n\n\n\n", &[("message", "\0", "")]),
    // Ids: they persist, an empty one resets, one that can't be a header is ignored, and one without data counts.
    (
        "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
        &[
            ("message", "a", "1"),
            ("message", "b", "1"),
            ("message", "c", ""),
        ],
    ),
    (
        "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n",
        &[("message", "a", "1"), ("message", "b", "1")],
    ),
    (
        "id: a\tb\ndata: a\n\nid: 2\u{1}\ndata: b\n\nid: 3\u{7f}\ndata: c\n\n",
        &[
            ("message", "a", "a\tb"),
            ("message", "b", "a\tb"),
            ("message", "c", "a\tb"),
        ],
    ),
    ("id: 7\n\ndata: a\n\n", &[("message", "a", "7")]),
    ("id: 7\n\nid: 8\ndata: a\n", &[]),
    // Texts beyond ASCII, and an event that does not end.
    (
        "data:ok…€\u{1f600}\n\n",
        &[("message", "ok…€\u{1f600}", "")],
    ),
    ("data: a\n\ndata: b\n", &[("message", "a", "")]),
];

#[test]
fn parses_as_the_standard_says_wherever_the_stream_is_split() {
    for (text, expected) in CASES {
        let own = |(a, b, c): &Expected| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned());
        let expected: Vec<Short> = expected.iter().map(own).collect();
        let bytes = text.as_bytes();
        for split in 0..=bytes.len() {
            let (first, second) = bytes.split_at(split);
            assert_eq!(events(&[first, second]), expected, "{text:?} at {split}");
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(events(&single), expected, "{text:?} byte by byte");
    }
}

#[test]
fn an_event_is_complete_at_a_carriage_return() {
    assert_eq!(events(&[b"data:a\r\n\r"]).len(), 1);
    assert_eq!(events(&[b"data:a\r\n\r", b"\ndata:b\n\n"]).len(), 2);
}

#[test]
fn bytes_that_are_not_text_are_replaced() {
    assert_eq!(events(&[b"data:\xff\n\n"])[0].1, "\u{fffd}");
}

#[test]
fn only_digits_set_the_reconnection_time() {
    for (text, expected) in [
        ("retry: 3000\ndata:x\n\n", Some(3000)),
        ("retry:03000\n\n", Some(3000)),
        ("retry:3000\nretry:1000x\n\n", Some(3000)),
        ("retry\ndata:x\n\n", None),
        ("retry:-1\n\n", None),
        ("retry:1.5\n\n", None),
        ("retry:99999999999999999999999\n\n", None),
    ] {
        let mut parser = Parser::new(String::new());
        parsed(&mut parser, [text.as_bytes()]);
        let time = parser.reconnection_time.map(|it| it.as_millis());
        assert_eq!(time, expected, "{text}");
    }
}

#[test]
fn an_event_that_is_too_large_is_reported_once_and_skipped() {
    let long = "x".repeat(30);
    let large = [
        format!("data:{long}\n\n"),
        "data:aaaaaaaaaa\ndata:bbbbbbbbbb\ndata:cccccccccc\n\n".to_owned(),
        format!("event:{long}\ndata:a\n\n"),
        format!("id:{long}\ndata:a\n\n"),
    ];
    for large in large {
        let text = format!("data:1\nid:1\n\nid:2\n{large}data:3\n\n");
        for size in 1..text.len() {
            let mut parser = Parser::new(String::new());
            parser.set_max(20);
            let events = parsed(&mut parser, text.as_bytes().chunks(size));
            let data: Vec<_> = events
                .iter()
                .map(|it| it.as_ref().map(|it| it.1.as_str()))
                .collect();
            assert_eq!(
                data,
                [Some("1"), None, Some("3")],
                "{text:?} in chunks of {size}"
            );
            assert_eq!(parser.last_id, "2", "the id of a skipped event counts");
        }
    }
    // What is no part of an event may have any length.
    for ignored in [
        format!(":{long}\n"),
        format!("other:{long}\n"),
        format!("{long}\n"),
        format!("retry:{long}\n"),
    ] {
        let text = format!("{ignored}data:1\n\n");
        let mut parser = Parser::new(String::new());
        parser.set_max(20);
        let events = parsed(&mut parser, text.as_bytes().chunks(7));
        assert_eq!(events.len(), 1, "{text}");
        assert!(events[0].is_some(), "{text}");
    }
}

#[test]
fn a_large_event_keeps_no_memory() {
    let mut parser = Parser::new(String::new());
    let block = vec![b'x'; 1 << 16];
    parser.push(Bytes::from_static(b"data:"));
    assert_eq!(parser.next(), None);
    let mut reports = 0;
    for _ in 0..1 << 12 {
        parser.push(Bytes::from(block.clone()));
        reports += usize::from(parser.next().is_some());
        assert!(parser.lines.held() + parser.draft.data.capacity() <= 4 * MAX_PART);
    }
    assert_eq!(reports, 1);
    assert_eq!(parser.lines.held() + parser.draft.data.capacity(), 0);
}

proptest! {
    #[test]
    fn a_split_changes_nothing(
        pieces in prop::collection::vec(
            prop::sample::select(&[
                "data", "data:", "data: x", "id:1", "id", "event: e", "retry: 5", ":c", "\n", "\r", "\r\n", "\n\n", "…", "\u{feff}",
                "\0", " ", "é:",
            ][..]),
            0..40,
        ),
        splits in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let text = pieces.concat();
        let bytes = text.as_bytes();
        let mut ends: Vec<usize> = splits.iter().map(|it| it.index(bytes.len() + 1)).collect();
        ends.push(bytes.len());
        ends.sort_unstable();
        let mut start = 0;
        let chunks: Vec<&[u8]> = ends
            .into_iter()
            .map(|end| {
                let chunk = &bytes[start..end];
                start = end;
                chunk
            })
            .collect();
        prop_assert_eq!(events(&chunks), events(&[bytes]));
    }
}
