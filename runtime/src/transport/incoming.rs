//! The body of a response while it is being read.

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::CONTENT_LENGTH;

/// The maximum allocation for an announced length; a longer body allocates more as it arrives.
const MOST_ANNOUNCED: usize = 16 * 1024 * 1024;

/// The chunks of a body. Most bodies arrive in one chunk, which is not copied.
pub(crate) struct Incoming {
    /// The length that the server announced, clamped; 0 if it announced none.
    announced: usize,
    pieces: Pieces,
}

enum Pieces {
    None,
    One(Bytes),
    Many(BytesMut),
}

impl Incoming {
    /// An empty body, with its maximum length.
    pub(crate) fn new(headers: &HeaderMap, max: usize) -> Self {
        let announced = headers
            .get(CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<usize>().ok())
            .unwrap_or(0);
        Self {
            announced: announced.min(max).min(MOST_ANNOUNCED),
            pieces: Pieces::None,
        }
    }

    pub(crate) fn len(&self) -> usize {
        match &self.pieces {
            Pieces::None => 0,
            Pieces::One(bytes) => bytes.len(),
            Pieces::Many(bytes) => bytes.len(),
        }
    }

    /// Adds the next chunk. If others follow, it is copied at once: it is a part of the connection's own
    /// memory, which can then be reused.
    pub(crate) fn push(&mut self, piece: Bytes) {
        let mut many = match std::mem::replace(&mut self.pieces, Pieces::None) {
            Pieces::None if piece.len() >= self.announced => {
                self.pieces = Pieces::One(piece);
                return;
            }
            Pieces::None => BytesMut::with_capacity(self.announced),
            Pieces::One(first) => BytesMut::from(first),
            Pieces::Many(many) => many,
        };
        many.extend_from_slice(&piece);
        self.pieces = Pieces::Many(many);
    }

    pub(crate) fn into_bytes(self) -> Bytes {
        match self.pieces {
            Pieces::None => Bytes::new(),
            Pieces::One(bytes) => bytes,
            Pieces::Many(bytes) => bytes.freeze(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(announced: Option<usize>, pieces: &[Bytes]) -> Bytes {
        let mut headers = HeaderMap::new();
        headers.extend(announced.map(|length| (CONTENT_LENGTH, length.into())));
        let mut body = Incoming::new(&headers, usize::MAX);
        let mut length = 0;
        for piece in pieces {
            body.push(piece.clone());
            length += piece.len();
            assert_eq!(body.len(), length);
        }
        body.into_bytes()
    }

    #[test]
    fn joins_chunks_whatever_length_was_announced() {
        let [one, two, three] = ["one", "", "three"].map(Bytes::from);
        for announced in [None, Some(0), Some(3), Some(8), Some(usize::MAX)] {
            for pieces in [
                vec![],
                vec![&one],
                vec![&one, &two],
                vec![&one, &two, &three],
            ] {
                let pieces: Vec<_> = pieces.into_iter().cloned().collect();
                assert_eq!(read(announced, &pieces), pieces.concat(), "{announced:?}");
            }
        }
    }

    #[test]
    fn a_body_of_one_chunk_is_not_copied() {
        let piece = Bytes::from(vec![7; 100]);
        for announced in [None, Some(100)] {
            let body = read(announced, std::slice::from_ref(&piece));
            assert_eq!(body.as_ptr(), piece.as_ptr());
        }
    }
}
