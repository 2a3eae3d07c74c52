//! Versions of crates, as cargo reads them.

use std::fmt;

use super::Rust;

/// A version of three numbers; what follows a dash or a plus is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
}

impl Version {
    /// The version that a text states; `None` if it is not of the form 1.2.3.
    pub fn parse(text: &str) -> Option<Self> {
        let core = text.split(['-', '+']).next()?;
        let mut numbers = core.split('.').map(str::parse::<u64>);
        let (Some(Ok(major)), Some(Ok(minor)), Some(Ok(patch)), None) = (
            numbers.next(),
            numbers.next(),
            numbers.next(),
            numbers.next(),
        ) else {
            return None;
        };
        Some(Self {
            major,
            minor,
            patch,
        })
    }

    /// The next version of a crate with this one. Before 1.0, what breaks raises the second number and all else the third, as
    /// cargo reads versions.
    #[must_use]
    pub fn next(self, verdict: Rust) -> Self {
        let Self {
            major,
            minor,
            patch,
        } = self;
        let (major, minor, patch) = match (verdict, major) {
            (Rust::None, _) => (major, minor, patch),
            (Rust::Major, 0) => (0, minor + 1, 0),
            (Rust::Major, _) => (major + 1, 0, 0),
            (Rust::Minor | Rust::Patch, 0) | (Rust::Patch, _) => (major, minor, patch + 1),
            (Rust::Minor, _) => (major, minor + 1, 0),
        };
        Self {
            major,
            minor,
            patch,
        }
    }

    /// Whether cargo may give this version to a crate that asks for an older one.
    pub fn satisfies(self, asked: Self) -> bool {
        self >= asked && self < asked.next(Rust::Major)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}
