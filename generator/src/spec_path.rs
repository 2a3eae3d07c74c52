//! Addresses: a file and a JSON pointer in it.

use std::fmt;
use std::sync::Arc;

/// The address of a node of a document, written `spec/beta.yaml#/paths/~1entitlements/get`.
///
/// Cheap to clone and to extend: a path shares its parent.
#[derive(Clone)]
pub struct SpecPath {
    file: Arc<str>,
    tail: Option<Arc<Step>>,
}

struct Step {
    parent: Option<Arc<Step>>,
    /// As the document spells it, not escaped.
    key: Box<str>,
}

/// The way from the root to a node of a tree that is walked; an address is made of it only for a diagnostic.
pub(crate) struct Way<'w> {
    pub(crate) key: &'w str,
    pub(crate) up: Option<&'w Way<'w>>,
}

impl Way<'_> {
    pub(crate) fn address(&self, root: &SpecPath) -> SpecPath {
        let around = self.up.map_or_else(|| root.clone(), |up| up.address(root));
        around.key(self.key)
    }
}

impl SpecPath {
    /// Returns the root of a file.
    pub fn root(file: &str) -> Self {
        Self {
            file: file.into(),
            tail: None,
        }
    }

    /// Returns the member of that name.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        Self {
            file: Arc::clone(&self.file),
            tail: Some(Arc::new(Step {
                parent: self.tail.clone(),
                key: key.into(),
            })),
        }
    }

    /// Returns the element of that index.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.key(&index.to_string())
    }

    /// Several members down at once.
    #[must_use]
    pub fn keys<'k>(&self, keys: impl IntoIterator<Item = &'k str>) -> Self {
        keys.into_iter().fold(self.clone(), |at, key| at.key(key))
    }

    /// Returns a local JSON pointer (`/a/b~1c`, without the `#`) from the root of the same file.
    ///
    /// Empty means the root; anything else must start with a slash.
    pub fn pointer(&self, pointer: &str) -> Option<Self> {
        let root = Self {
            file: Arc::clone(&self.file),
            tail: None,
        };
        if pointer.is_empty() {
            return Some(root);
        }
        let steps = pointer.strip_prefix('/')?;
        Some(steps.split('/').fold(root, |at, step| {
            at.key(&step.replace("~1", "/").replace("~0", "~"))
        }))
    }

    /// Returns the file's name, as its [`Source`](crate::Source) gives it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Returns the last step, unescaped; `None` at the root.
    pub fn last(&self) -> Option<&str> {
        self.tail.as_deref().map(|step| &*step.key)
    }

    /// Returns the address of the parent node; `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        let tail = self.tail.as_ref()?;
        Some(Self {
            file: Arc::clone(&self.file),
            tail: tail.parent.clone(),
        })
    }

    /// A number that clones of a path share, as long as one of them is there; other paths to the same node have others.
    pub(crate) fn identity(&self) -> usize {
        let tail = self.tail.as_ref();
        tail.map_or(0, |step| Arc::as_ptr(step).addr())
    }

    /// Returns the steps from the root, unescaped.
    pub fn steps(&self) -> Vec<&str> {
        let mut steps = Vec::new();
        let mut next = self.tail.as_deref();
        while let Some(step) = next {
            steps.push(&*step.key);
            next = step.parent.as_deref();
        }
        steps.reverse();
        steps
    }

    /// Returns the JSON pointer, without the `#`.
    pub fn to_pointer(&self) -> String {
        let mut pointer = String::new();
        for step in self.steps() {
            pointer.push('/');
            // Hardly any step has something to escape, and there are many.
            if step.contains(['~', '/']) {
                pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
            } else {
                pointer.push_str(step);
            }
        }
        pointer
    }
}

impl Drop for Step {
    /// Without recursion: a hostile document may nest as deep as the reader lets it.
    fn drop(&mut self) {
        let mut next = self.parent.take();
        while let Some(step) = next {
            match Arc::try_unwrap(step) {
                Ok(mut only) => next = only.parent.take(),
                Err(_) => break,
            }
        }
    }
}

impl fmt::Display for SpecPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The root is the file itself.
        let hash = if self.tail.is_some() { "#" } else { "" };
        write!(f, "{}{hash}{}", self.file, self.to_pointer())
    }
}

impl fmt::Debug for SpecPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for SpecPath {
    fn eq(&self, other: &Self) -> bool {
        let (mut a, mut b) = (&self.tail, &other.tail);
        loop {
            match (a, b) {
                (None, None) => return self.file == other.file,
                (Some(one), Some(two)) if Arc::ptr_eq(one, two) => return self.file == other.file,
                (Some(one), Some(two)) if one.key == two.key => {
                    (a, b) = (&one.parent, &two.parent);
                }
                (_, _) => return false,
            }
        }
    }
}

impl Eq for SpecPath {}

impl PartialOrd for SpecPath {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SpecPath {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (&self.file, self.steps()).cmp(&(&other.file, other.steps()))
    }
}

/// A fragment of a URL may have any character escaped as `%XX`.
pub(crate) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut n = 0;
    while n < bytes.len() {
        let escaped = (bytes[n] == b'%')
            .then(|| text.get(n + 1..n + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(byte) = escaped {
            decoded.push(byte);
            n += 3;
        } else {
            decoded.push(bytes[n]);
            n += 1;
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{SpecPath, percent_decode};

    #[test]
    fn pointers_escape_and_come_back() {
        let at = SpecPath::root("a.yaml")
            .key("paths")
            .key("/x/{id}~")
            .index(3);
        assert_eq!(at.to_string(), "a.yaml#/paths/~1x~1{id}~0/3");
        assert_eq!(at.pointer(&at.to_pointer()), Some(at.clone()));
        assert_eq!(at.last(), Some("3"));
        assert_eq!(
            at.parent()
                .and_then(|at| at.last().map(str::to_owned))
                .as_deref(),
            Some("/x/{id}~")
        );
    }

    #[test]
    fn a_pointer_without_its_slash_is_none() {
        assert_eq!(SpecPath::root("a.yaml").pointer("components"), None);
    }

    #[test]
    fn a_very_deep_path_can_be_dropped() {
        let deep = (0..200_000).fold(SpecPath::root("a"), |at, _| at.key("x"));
        assert_eq!(deep.last(), Some("x"));
    }

    #[test]
    fn fragments_are_decoded() {
        assert_eq!(percent_decode("/paths/~1a~1%7Bid%7D"), "/paths/~1a~1{id}");
        assert_eq!(percent_decode("/a%2"), "/a%2");
        assert_eq!(percent_decode("/100%"), "/100%");
        assert_eq!(percent_decode("/%ff"), "/%ff");
        assert_eq!(percent_decode("/é%é"), "/é%é");
    }
}
