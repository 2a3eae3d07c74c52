//! The counts that several clients of a process share.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::{RateLimit, Window};
use crate::clock::Time;

/// The identity at the service and the limit of clients with a shared count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) base_url: String,
    pub(crate) client_id: String,
    pub(crate) limit: RateLimit,
}

static WINDOWS: Mutex<BTreeMap<Key, Weak<Window>>> = Mutex::new(BTreeMap::new());

impl Key {
    /// The count of this key, created by its first client and dropped with its last. It uses real time: clients with their own
    /// clock don't share a time.
    pub(crate) fn window(self) -> Arc<Window> {
        let mut windows = WINDOWS.lock().unwrap_or_else(PoisonError::into_inner);
        windows.retain(|_, window| window.strong_count() > 0);
        if let Some(window) = windows.get(&self).and_then(Weak::upgrade) {
            return window;
        }
        let window = Arc::new(Window::new(self.limit, Time::system()));
        windows.insert(self, Arc::downgrade(&window));
        window
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_of_one_identity_share_a_count() {
        let key = |base_url: &str, client_id: &str, requests| Key {
            base_url: base_url.to_owned(),
            client_id: client_id.to_owned(),
            limit: RateLimit::new(requests, std::time::Duration::from_secs(1)),
        };
        let first = key("https://a.example", "shared", 5).window();
        assert!(Arc::ptr_eq(
            &first,
            &key("https://a.example", "shared", 5).window()
        ));
        for other in [
            key("https://b.example", "shared", 5),
            key("https://a.example", "other", 5),
            key("https://a.example", "shared", 6),
        ] {
            assert!(!Arc::ptr_eq(&first, &other.window()));
        }
        let gone = Arc::downgrade(&first);
        drop(first);
        assert!(gone.upgrade().is_none(), "the last client drops its count");
    }
}
