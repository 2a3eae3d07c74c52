//! Finds a property among the declared ones.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

/// The declared properties of a model, and which of them was read last.
///
/// Services write properties in the same order each time, mostly in declaration order: so the
/// next one is tried first. Names are compared while the parser still owns them, so a declared one costs no allocation.
#[derive(Debug)]
pub(super) struct Lookup {
    pub(super) fields: &'static [&'static str],
    /// The index of the last one that was declared.
    pub(super) current: usize,
    /// How many declared properties were read.
    pub(super) found: u32,
    /// The name of the last one that was not declared.
    pub(super) unknown: String,
}

impl Lookup {
    pub(super) const fn new(fields: &'static [&'static str]) -> Self {
        // One before the first.
        Self {
            fields,
            current: usize::MAX,
            found: 0,
            unknown: String::new(),
        }
    }

    #[inline]
    fn is_at(&mut self, index: usize) -> bool {
        self.current = index;
        self.found += 1;
        true
    }

    #[inline(never)]
    fn search(&mut self, name: &str) -> bool {
        // The properties that follow come first: mostly, some properties were omitted.
        let next = self.current.wrapping_add(1).min(self.fields.len());
        let (before, after) = self.fields.split_at(next);
        let found = position(after, name).map(|n| next + n);
        if let Some(index) = found.or_else(|| position(before, name)) {
            return self.is_at(index);
        }
        name.clone_into(&mut self.unknown);
        false
    }
}

/// The index of a name.
pub(super) fn position(fields: &[&str], name: &str) -> Option<usize> {
    fields.iter().position(|field| is_same(field, name))
}

/// Compares names. Most have 4 to 32 bytes, which two overlapping words cover without a call to `memcmp`.
#[inline]
fn is_same(one: &str, other: &str) -> bool {
    #[inline]
    fn ends<const N: usize>(name: &[u8]) -> Option<(&[u8; N], &[u8; N])> {
        Some((name.first_chunk()?, name.last_chunk()?))
    }
    let (one, other) = (one.as_bytes(), other.as_bytes());
    one.len() == other.len()
        && match one.len() {
            4..8 => ends::<4>(one) == ends::<4>(other),
            8..=16 => ends::<8>(one) == ends::<8>(other),
            17..=32 => ends::<16>(one) == ends::<16>(other),
            _ => one == other,
        }
}

/// Reads a name.
impl<'de> DeserializeSeed<'de> for &mut Lookup {
    /// Returns whether it is declared.
    type Value = bool;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for &mut Lookup {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<bool, E> {
        let next = self.current.wrapping_add(1);
        match self.fields.get(next) {
            Some(field) if is_same(field, name) => Ok(self.is_at(next)),
            _ => Ok(self.search(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_when_every_byte_is() {
        let name = "abcdefghijklmnopqrstuvwxyz0123456789";
        for length in 0..=name.len() {
            let one = &name[..length];
            assert!(is_same(one, &String::from(one)));
            assert!(!is_same(one, &name[..length.saturating_sub(1)]) || length == 0);
            for at in 0..length {
                let mut other = one.to_owned().into_bytes();
                other[at] = b'_';
                let other = String::from_utf8(other).expect("ASCII");
                assert!(!is_same(one, &other), "{one} {other}");
            }
        }
    }
}
