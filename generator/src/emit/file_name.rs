//! The names of files, which file systems bound where Rust does not bound those of modules.

use std::borrow::Cow;

use proc_macro2::TokenStream;
use quote::quote;

/// Most file systems take 255 bytes; what writes the file puts a few more around its name.
const LONGEST: usize = 200;

/// How much of a name that is too long is kept.
const KEPT: usize = 160;

/// The file's name, without its ending, for a module. One that is too long ends in what tells it from all others that begin
/// like it.
pub(super) fn file_name(module: &str) -> Cow<'_, str> {
    if module.len() <= LONGEST {
        return Cow::Borrowed(module);
    }
    let kept = (0..=KEPT).rev().find_map(|end| module.get(..end));
    Cow::Owned(format!(
        "{}_{:016x}",
        kept.unwrap_or_default().trim_end_matches('_'),
        fingerprint(module)
    ))
}

/// What leads from the declaration of a module to its file, where that is not called after it. `ending` is `.rs` or
/// `/mod.rs`.
pub(super) fn way(module: &str, ending: &str) -> Option<TokenStream> {
    let file = format!("{}{ending}", file_name(module));
    (module.len() > LONGEST).then(|| quote!(#[path = #file]))
}

/// FNV-1a: the same on every machine and in every version.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        assert_eq!(file_name("get_thing"), "get_thing");
        assert!(way("get_thing", ".rs").is_none());
        let (a, b) = ("ä_".repeat(100), "ä_".repeat(101));
        assert!(file_name(&a).len() < LONGEST && file_name(&b).len() < LONGEST);
        assert_ne!(file_name(&a), file_name(&b));
        let way = way(&a, "/mod.rs").unwrap().to_string();
        assert!(way.contains(&format!("{}/mod.rs", file_name(&a))), "{way}");
    }
}
