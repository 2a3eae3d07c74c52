//! A checksum that is the same in every process, to distinguish requests.

/// 64-bit FNV-1a, which need not resist attackers here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Checksum(u64);

impl Checksum {
    pub(crate) fn of(text: &str) -> Self {
        Self(0xcbf2_9ce4_8422_2325).text(text.as_bytes())
    }

    /// Adds a text and its end, so that `ab`, `c` differs from `a`, `bc`.
    pub(crate) fn text(mut self, text: &[u8]) -> Self {
        for byte in text.iter().chain(&(text.len() as u64).to_le_bytes()) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self
    }

    /// Adds named texts, in any order.
    pub(crate) fn pairs(
        self,
        pairs: impl Iterator<Item = (impl AsRef<str>, impl AsRef<str>)>,
    ) -> Self {
        let mut pairs: Vec<_> = pairs.collect();
        pairs.sort_by(|(a, _), (b, _)| a.as_ref().cmp(b.as_ref()));
        let start = self.text(&(pairs.len() as u64).to_le_bytes());
        pairs.iter().fold(start, |sum, (name, text)| {
            sum.text(name.as_ref().as_bytes())
                .text(text.as_ref().as_bytes())
        })
    }

    pub(crate) fn value(self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depends_on_ends_but_not_on_the_order_of_names() {
        let of = |pairs: &[(&str, &str)]| Checksum::of("x").pairs(pairs.iter().copied()).value();
        assert_eq!(of(&[("a", "1"), ("b", "2")]), of(&[("b", "2"), ("a", "1")]));
        assert_ne!(of(&[("a", "1")]), of(&[("a1", "")]));
        assert_ne!(of(&[]), of(&[("", "")]));
        assert_eq!(
            Checksum::of("a").value(),
            0xdedf_9f98_2e43_402d,
            "saved cursors depend on the checksum"
        );
    }
}
