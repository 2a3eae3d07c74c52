//! Finds the records of a page that is not valid JSON, so that one bad record does not cost the others.

use std::ops::Range;

use crate::response::decode;

/// The positions of the items of a list, whatever is in its strings; none if the list has no end, or is not a list.
pub(super) fn find(body: &[u8]) -> Option<Vec<Range<usize>>> {
    let mark = body.len() - decode::without_mark(body).len();
    let start = mark + body[mark..].iter().position(|byte| !is_blank(*byte))?;
    if body[start] != b'[' {
        return None;
    }
    let mut records = Vec::new();
    let (mut from, mut depth, mut at) = (start + 1, 0_usize, start + 1);
    loop {
        match body.get(at)? {
            b'"' => at = end_of_string(body, at)?,
            b'[' | b'{' => depth += 1,
            b']' if depth == 0 => break,
            b']' | b'}' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 => {
                records.push(trimmed(body, from..at));
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    let last = trimmed(body, from..at);
    if !records.is_empty() || !last.is_empty() {
        records.push(last);
    }
    let rest = &body[at + 1..];
    rest.iter().all(|byte| is_blank(*byte)).then_some(records)
}

/// The position of the quote that ends a string.
fn end_of_string(body: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match body.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn trimmed(body: &[u8], range: Range<usize>) -> Range<usize> {
    let text = &body[range.clone()];
    let blank = |bytes: usize| bytes.min(text.len());
    let start = blank(text.iter().take_while(|byte| is_blank(**byte)).count());
    let end = text[start..]
        .iter()
        .rev()
        .take_while(|byte| is_blank(**byte))
        .count();
    range.start + start..range.end - end
}

/// White space, and control characters that a server wrote between values.
fn is_blank(byte: u8) -> bool {
    byte <= b' '
}

#[cfg(test)]
mod tests {
    use super::find;

    fn records(body: &[u8]) -> Option<Vec<&[u8]>> {
        let places = find(body)?;
        Some(places.into_iter().map(|place| &body[place]).collect())
    }

    #[test]
    fn finds_records_around_bad_ones() {
        let body: &[u8] = b"\xef\xbb\xbf [ {\"a\":\"],[\\\"\xff\n\"} ,7, \"\\x,\", [ ], x ]\n";
        let expected: [&[u8]; 5] = [
            b"{\"a\":\"],[\\\"\xff\n\"}",
            b"7",
            b"\"\\x,\"",
            b"[ ]",
            b"x",
        ];
        assert_eq!(records(body).unwrap(), expected);
        assert_eq!(records(b"[ ]").unwrap(), [b""; 0]);
        assert_eq!(records(b"[1,,2]").unwrap(), [&b"1"[..], b"", b"2"]);
        for body in [
            &b""[..],
            b"7",
            b"{}",
            b"[1",
            b"[\"a]",
            b"[1] 2",
            b"[}]",
            b"[\"\\",
        ] {
            assert_eq!(records(body), None, "{body:?}");
        }
    }
}
