//! The only way text gets out of the generator.

use std::collections::BTreeMap;
use std::collections::btree_map;

/// The emitted files: relative path, with `/` between its parts, to contents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<String, String>,
}

impl FileSet {
    /// Adds a file.
    ///
    /// # Panics
    /// When two files claim one path, which the naming pass rules out.
    pub(crate) fn insert(&mut self, path: String, contents: String) {
        let previous = self.files.insert(path, contents);
        assert!(previous.is_none(), "two emitted files claim one path");
    }

    /// Returns the contents of one file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Returns whether there is no file at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Returns the files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.into_iter()
    }
}

impl<'a> IntoIterator for &'a FileSet {
    type Item = (&'a str, &'a str);
    type IntoIter = std::iter::Map<
        btree_map::Iter<'a, String, String>,
        fn((&'a String, &'a String)) -> (&'a str, &'a str),
    >;

    fn into_iter(self) -> Self::IntoIter {
        self.files
            .iter()
            .map(|(path, contents)| (path.as_str(), contents.as_str()))
    }
}
