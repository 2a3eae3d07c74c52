//! Splits chunks into lines of a bounded length.

use bytes::{Buf as _, Bytes};

/// Which characters end a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// LF alone.
    Feed,
    /// LF, CR, and CR with LF.
    Any,
}

/// A line without its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    Whole(Bytes),
    /// The beginning of a line that is too long. Its rest is skipped.
    TooLong(Bytes),
}

/// The lines of a body. A line that is in one chunk is not copied.
pub(super) struct Lines {
    ends: Ends,
    pub(super) max: usize,
    chunk: Bytes,
    /// The beginning of a line that continues in the next chunk.
    partial: Vec<u8>,
    is_skipping: bool,
    /// Whether the last line ended with a CR, to which an LF may belong.
    after_return: bool,
    /// Whether the line is the first one, which may begin with a byte order mark.
    is_first: bool,
}

impl Lines {
    pub(super) fn new(ends: Ends, max: usize) -> Self {
        Self {
            ends,
            max,
            chunk: Bytes::new(),
            partial: Vec::new(),
            is_skipping: false,
            after_return: false,
            is_first: true,
        }
    }

    /// How much memory the beginning of a line takes.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.partial.capacity()
    }

    /// Adds the next chunk, after all lines of the one before were taken.
    pub(super) fn push(&mut self, chunk: Bytes) {
        self.chunk = chunk;
    }

    /// Returns the next line; `None` if its end has not arrived.
    pub(super) fn next(&mut self) -> Option<Line> {
        loop {
            if self.after_return && !self.chunk.is_empty() {
                self.after_return = false;
                if self.chunk[0] == b'\n' {
                    self.chunk.advance(1);
                }
            }
            let Some(end) = self.end() else {
                return self.keep();
            };
            let mut part = self.chunk.split_to(end + 1);
            self.after_return = part[end] == b'\r';
            part.truncate(end);
            if std::mem::take(&mut self.is_skipping) {
                continue;
            }
            if self.partial.len() + part.len() > self.max {
                let line = self.joined(part);
                return Some(Line::TooLong(line));
            }
            return Some(Line::Whole(self.joined(part)));
        }
    }

    /// Returns a last line without an end.
    pub(super) fn last(&mut self) -> Option<Bytes> {
        let line = self.joined(Bytes::new());
        (!line.is_empty()).then_some(line)
    }

    fn end(&self) -> Option<usize> {
        let mut bytes = self.chunk.iter();
        match self.ends {
            Ends::Feed => bytes.position(|byte| *byte == b'\n'),
            Ends::Any => bytes.position(|byte| matches!(byte, b'\n' | b'\r')),
        }
    }

    /// Keeps the rest of the chunk. A line that is already too long is returned before its end.
    fn keep(&mut self) -> Option<Line> {
        let part = std::mem::take(&mut self.chunk);
        if self.is_skipping || part.is_empty() {
            return None;
        }
        let room = self.max.saturating_sub(self.partial.len());
        if part.len() > room {
            self.is_skipping = true;
            let line = self.joined(part.slice(..room));
            return Some(Line::TooLong(line));
        }
        self.partial.extend_from_slice(&part);
        None
    }

    /// The line that ends with this part.
    fn joined(&mut self, part: Bytes) -> Bytes {
        let mut line = if self.partial.is_empty() {
            part
        } else {
            let mut partial = std::mem::take(&mut self.partial);
            partial.extend_from_slice(&part);
            partial.into()
        };
        if std::mem::take(&mut self.is_first) && line.starts_with(b"\xef\xbb\xbf") {
            line.advance(3);
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, size: usize, max: usize) -> Vec<String> {
        let mut lines = Lines::new(Ends::Feed, max);
        let mut found = Vec::new();
        for chunk in text.as_bytes().chunks(size) {
            lines.push(Bytes::copy_from_slice(chunk));
            while let Some(line) = lines.next() {
                found.push(match line {
                    Line::Whole(line) => String::from_utf8(line.to_vec()).unwrap(),
                    Line::TooLong(line) => format!("{}…", String::from_utf8_lossy(&line).len()),
                });
            }
        }
        let last = lines.last();
        found.extend(last.map(|line| String::from_utf8(line.to_vec()).unwrap()));
        found
    }

    #[test]
    fn a_split_changes_nothing() {
        let text = "\u{feff}a\n\n\r\nb\rc\r\n\u{feff}d\n0123456789\ne";
        let expected = ["a", "", "\r", "b\rc\r", "\u{feff}d", "9…", "e"];
        for size in 1..=text.len() {
            let mut found = lines(text, size, 9);
            // How much of a long line is returned depends on the chunks.
            if found[5].ends_with('…') {
                found[5] = "9…".to_owned();
            }
            assert_eq!(found, expected, "in chunks of {size}");
        }
    }

    #[test]
    fn a_line_within_one_chunk_is_not_copied() {
        let chunk = Bytes::from_static(b"one\ntwo\n");
        let mut lines = Lines::new(Ends::Feed, 100);
        lines.push(chunk.clone());
        let Some(Line::Whole(line)) = lines.next() else {
            unreachable!("there is a line");
        };
        assert_eq!(line.as_ptr(), chunk.as_ptr());
    }
}
