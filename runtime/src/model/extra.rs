//! Properties that a model does not declare.

use std::collections::btree_map;
use std::fmt;

use serde_json::Value;
use serde_json::value::RawValue;

use super::received::{Entries, Unread};

/// The properties of an object that its model does not declare, by name.
///
/// The service may add properties at any time. They are preserved here when an object is read, and written back with it.
/// `T` is the declared type of additional properties, or any JSON if none is declared: then they are parsed when one is asked for.
///
/// What was read is written again with every digit, also where its [`Value`] does not have them: a number that is neither an
/// `i64` nor a `u64` is an `f64` there, the nearest one, and a value with a number beyond all of those, such as `1e400`, is
/// the string of its JSON. The digits are lost when the property is changed, by [`get_mut`](Self::get_mut) and
/// [`iter_mut`](Self::iter_mut) too. This holds for an object that is read from the text of JSON; one inside a union, or read from a
/// `Value`, has numbers as `Value` has them, and there a number beyond all `f64`s is an error.
///
/// A name that the model does declare is never written from here: the model's own field wins.
///
/// ```
/// use openapi_client_runtime::model::Extra;
///
/// let mut extra: Extra = Extra::new();
/// extra.insert("riskScore", 7);
/// assert_eq!(extra.get("riskScore").and_then(|it| it.as_i64()), Some(7));
/// ```
#[derive(Clone)]
pub struct Extra<T = Value> {
    /// One bit per declared property for which the field alone does not say how it was written, below the owner's fingerprint: an
    /// `Option` that was an explicit null, or a required nullable field that was absent. Zero if nothing was marked.
    marks: u64,
    rest: Option<Box<Rest<T>>>,
}

/// Data that few objects have, behind one pointer.
#[derive(Clone)]
struct Rest<T> {
    /// If there are unread ones, they are the entries.
    unread: Option<Unread<T>>,
    entries: Entries<T>,
    /// Marked properties whose index has no bit of its own.
    late_marks: Vec<usize>,
}

/// The marks that an [`Extra`] holds for one model.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks<'a> {
    early: u64,
    late: &'a [usize],
}

/// The model to which an [`Extra`]'s marks belong, in the bits above them. An `Extra` that is moved into another model
/// keeps its entries; its marks, which are counted by field, have no meaning there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner(u64);

const EARLY_MARKS: usize = 48;

impl Owner {
    /// A fingerprint of the model's name and properties, computed at compile time.
    pub(super) const fn of(name: &str, fields: &[&str]) -> Self {
        let mut hash = fnv(0xcbf2_9ce4_8422_2325, name);
        let mut index = 0;
        while index < fields.len() {
            hash = fnv(hash, fields[index]);
            index += 1;
        }
        // The lowest bit above the marks is always set, so an owner is never zero.
        Self(((hash >> EARLY_MARKS) | 1) << EARLY_MARKS)
    }
}

const fn fnv(mut hash: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut index = 0;
    while index < bytes.len() {
        hash = (hash ^ bytes[index] as u64).wrapping_mul(0x0100_0000_01b3);
        index += 1;
    }
    hash
}

impl Marks<'_> {
    #[inline]
    pub(super) fn contains(self, index: usize) -> bool {
        if index < EARLY_MARKS {
            self.early & (1 << index) != 0
        } else {
            self.late.contains(&index)
        }
    }
}

impl<T> Extra<T> {
    /// Returns no properties.
    pub const fn new() -> Self {
        Self {
            marks: 0,
            rest: None,
        }
    }

    /// Returns the value of a property.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.entries()?.values.get(name)
    }

    /// Returns the value of a property for changes in place.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.rest.as_mut()?.change().get_mut(name)
    }

    /// Adds or replaces a property, and returns its previous value.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<T>) -> Option<T> {
        self.rest().change().insert(name.into(), value.into())
    }

    /// Removes a property.
    pub fn remove(&mut self, name: &str) -> Option<T> {
        self.rest.as_mut()?.change().remove(name)
    }

    /// Returns whether there is a property of this name.
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Returns the number of properties.
    #[inline]
    pub fn len(&self) -> usize {
        self.entries().map_or(0, |entries| entries.values.len())
    }

    /// Returns whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        let has_some = |rest: &Rest<T>| rest.unread.is_some() || !rest.entries.values.is_empty();
        !self.rest.as_deref().is_some_and(has_some)
    }

    /// Returns the properties, ordered by name.
    pub fn iter(&self) -> btree_map::Iter<'_, String, T> {
        self.entries()
            .map_or_else(btree_map::Iter::default, |entries| entries.values.iter())
    }

    /// Returns the properties, ordered by name, for changes in place.
    pub fn iter_mut(&mut self) -> btree_map::IterMut<'_, String, T> {
        self.rest
            .as_mut()
            .map_or_else(btree_map::IterMut::default, |rest| rest.change().iter_mut())
    }

    /// Returns the names of the properties, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(name, _)| name.as_str())
    }

    #[inline]
    pub(super) fn mark(&mut self, owner: Owner, index: usize) {
        self.marks |= owner.0;
        if index < EARLY_MARKS {
            self.marks |= 1 << index;
        } else {
            self.rest().late_marks.push(index);
        }
    }

    #[inline]
    pub(super) fn marks(&self, owner: Owner) -> Marks<'_> {
        const EARLY: u64 = (1 << EARLY_MARKS) - 1;
        if self.marks & !EARLY != owner.0 {
            return Marks {
                early: 0,
                late: &[],
            };
        }
        Marks {
            early: self.marks & EARLY,
            late: self.rest.as_ref().map_or(&[], |rest| &rest.late_marks),
        }
    }

    /// Returns how many properties were received, one that came twice counted twice.
    #[inline]
    pub(super) fn received(&self) -> usize {
        self.rest.as_ref().map_or(0, |rest| {
            let unread = rest.unread.as_ref();
            unread.map_or(rest.entries.values.len(), Unread::count)
        })
    }

    /// The JSON of a property, where its value does not have all of its digits.
    pub(super) fn text(&self, name: &str) -> Option<&RawValue> {
        self.entries()?.texts.get(name).map(|json| &**json)
    }

    fn entries(&self) -> Option<&Entries<T>> {
        let rest = self.rest.as_ref()?;
        Some(rest.unread.as_ref().map_or(&rest.entries, Unread::read))
    }

    fn rest(&mut self) -> &mut Rest<T> {
        self.rest.get_or_insert_with(|| {
            Box::new(Rest {
                unread: None,
                entries: Entries::new(),
                late_marks: Vec::new(),
            })
        })
    }
}

impl Extra {
    /// Adds a property as it was received. It is read when one is asked for.
    pub(super) fn keep(&mut self, name: &str, json: &str) {
        let rest = self.rest();
        if rest.entries.values.is_empty() {
            rest.unread.get_or_insert_with(Unread::new).push(name, json);
        } else {
            rest.entries.receive(name, json);
        }
    }
}

impl<T> Rest<T> {
    /// The entries, for any change.
    fn change(&mut self) -> &mut Entries<T> {
        if let Some(unread) = self.unread.take() {
            self.entries = unread.into_entries();
        }
        &mut self.entries
    }
}

impl<T> Default for Extra<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for Extra<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

/// Compares only the properties: an explicit null and an absent property are the same `None` to a model.
impl<T: PartialEq> PartialEq for Extra<T> {
    fn eq(&self, other: &Self) -> bool {
        let text = |extra: &Self, name: &str| extra.text(name).map(|it| it.get().to_owned());
        self.len() == other.len()
            && self.iter().eq(other.iter())
            && self
                .keys()
                .all(|name| text(self, name) == text(other, name))
    }
}

impl<T: Eq> Eq for Extra<T> {}

impl<T> IntoIterator for Extra<T> {
    type Item = (String, T);
    type IntoIter = btree_map::IntoIter<String, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rest
            .map_or_else(btree_map::IntoIter::default, |mut rest| {
                std::mem::take(&mut rest.change().values).into_iter()
            })
    }
}

impl<'a, T> IntoIterator for &'a Extra<T> {
    type Item = (&'a String, &'a T);
    type IntoIter = btree_map::Iter<'a, String, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut Extra<T> {
    type Item = (&'a String, &'a mut T);
    type IntoIter = btree_map::IterMut<'a, String, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<K: Into<String>, T> Extend<(K, T)> for Extra<T> {
    fn extend<I: IntoIterator<Item = (K, T)>>(&mut self, entries: I) {
        for (name, value) in entries {
            let _ = self.insert(name, value);
        }
    }
}

impl<K: Into<String>, T> FromIterator<(K, T)> for Extra<T> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(entries: I) -> Self {
        let mut extra = Self::new();
        extra.extend(entries);
        extra
    }
}
