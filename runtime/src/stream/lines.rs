//! Splits chunks into lines of a bounded length.

use std::ops::Range;

use bytes::Bytes;

use super::KEPT;

/// Which characters end a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// LF alone.
    Feed,
    /// LF, CR, and CR with LF.
    Any,
}

impl Ends {
    fn find(self, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Feed => memchr::memchr(b'\n', bytes),
            Self::Any => memchr::memchr2(b'\n', b'\r', bytes),
        }
    }
}

/// What is next in a body. [`Lines::line`] has its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Whole,
    /// The beginning of a line that is too long. Its rest is skipped.
    TooLong,
}

/// The lines of a body. A line that is in one chunk is not copied.
pub(super) struct Lines {
    ends: Ends,
    pub(super) max: usize,
    chunk: Bytes,
    /// How much of the chunk was read.
    read: usize,
    /// The beginning of a line that continues in the next chunk, or the whole of it once it has ended.
    joined: Vec<u8>,
    /// The present line, in `joined` or in the chunk.
    line: Range<usize>,
    is_joined: bool,
    is_skipping: bool,
    before: Before,
}

/// What is before the next line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing: the first line may begin with a byte order mark.
    Nothing,
    /// A line that ended with a CR, to which an LF may belong.
    Return,
    /// Any other line.
    Line,
}

impl Lines {
    pub(super) fn new(ends: Ends, max: usize) -> Self {
        Self {
            ends,
            max,
            chunk: Bytes::new(),
            read: 0,
            joined: Vec::new(),
            line: 0..0,
            is_joined: false,
            is_skipping: false,
            before: Before::Nothing,
        }
    }

    /// How much memory the beginning of a line takes.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.joined.capacity()
    }

    /// Adds the next chunk, after all lines of the one before were taken.
    pub(super) fn push(&mut self, chunk: Bytes) {
        self.chunk = chunk;
        self.read = 0;
    }

    /// The present line, without its end.
    pub(super) fn line(&self) -> &[u8] {
        let text: &[u8] = if self.is_joined {
            &self.joined
        } else {
            &self.chunk
        };
        text.get(self.line.clone()).unwrap_or_default()
    }

    /// Goes to the next line; `None` if its end has not arrived.
    pub(super) fn next(&mut self) -> Option<Line> {
        self.leave();
        loop {
            let mut rest = &self.chunk[self.read..];
            if self.before == Before::Return && !rest.is_empty() {
                self.before = Before::Line;
                if let Some(after) = rest.strip_prefix(b"\n") {
                    self.read += 1;
                    rest = after;
                }
            }
            let Some(length) = self.ends.find(rest) else {
                return self.keep();
            };
            let before = match rest[length] {
                b'\r' => Before::Return,
                _ => Before::Line,
            };
            let part = self.read..self.read + length;
            self.read = part.end + 1;
            let is_skipped = std::mem::take(&mut self.is_skipping);
            let line = (!is_skipped).then(|| self.enter(part));
            self.before = before;
            if line.is_some() {
                return line;
            }
        }
    }

    /// Goes to a last line without an end.
    pub(super) fn last(&mut self) -> Option<&[u8]> {
        self.leave();
        if self.joined.is_empty() {
            return None;
        }
        self.enter(0..0);
        Some(self.line()).filter(|line| !line.is_empty())
    }

    /// Keeps the rest of the chunk. A line that is already too long is returned before its end.
    fn keep(&mut self) -> Option<Line> {
        let part = self.read..self.chunk.len();
        self.read = part.end;
        if !self.is_skipping && part.len() > self.room() {
            self.is_skipping = true;
            return Some(self.enter(part));
        }
        if !self.is_skipping {
            self.joined.extend_from_slice(&self.chunk[part]);
        }
        // A stream may be idle for long, and the chunk is part of a larger buffer.
        self.push(Bytes::new());
        None
    }

    /// How much more the line may have.
    fn room(&self) -> usize {
        self.max.saturating_sub(self.joined.len())
    }

    /// Makes the line that ends with this part of the chunk the present one.
    fn enter(&mut self, mut part: Range<usize>) -> Line {
        let is_whole = part.len() <= self.room();
        if !is_whole {
            part.end = part.start + self.room();
        }
        self.is_joined = !self.joined.is_empty();
        if self.is_joined {
            self.joined.extend_from_slice(&self.chunk[part]);
            self.line = 0..self.joined.len();
        } else {
            self.line = part;
        }
        if self.before == Before::Nothing && self.line().starts_with(b"\xef\xbb\xbf") {
            self.line.start += 3;
        }
        if is_whole { Line::Whole } else { Line::TooLong }
    }

    /// Leaves the present line, and keeps little memory.
    fn leave(&mut self) {
        if !std::mem::take(&mut self.is_joined) {
            return;
        }
        self.joined.clear();
        if self.joined.capacity() > KEPT {
            self.joined = Vec::new();
        }
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
                    Line::Whole => String::from_utf8(lines.line().to_vec()).unwrap(),
                    Line::TooLong => format!("{}…", lines.line().len()),
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
            let found = lines(text, size, 9);
            assert_eq!(found, expected, "in chunks of {size}");
        }
    }

    #[test]
    fn a_line_within_one_chunk_is_not_copied() {
        let chunk = Bytes::from_static(b"one\ntwo\n");
        let mut lines = Lines::new(Ends::Feed, 100);
        lines.push(chunk.clone());
        assert_eq!(lines.next(), Some(Line::Whole));
        assert_eq!(lines.line().as_ptr(), chunk.as_ptr());
    }
}
