//! Names that are too long for a file, cut so that they stay apart. Modules have files, and types have one each in the
//! documentation.

/// Most file systems take 255 bytes; what writes a file puts a few more around the name.
const LONGEST: usize = 200;

/// How much of a name that is too long is kept.
const KEPT: usize = 160;

/// Returns the name, or if it is too long its beginning and a fingerprint of the whole.
pub(super) fn bounded(name: String, separator: &str) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    let kept = (0..=KEPT).rev().find_map(|end| name.get(..end));
    let kept = kept.unwrap_or_default().trim_end_matches('_');
    format!("{kept}{separator}{:016x}", fingerprint(&name))
}

/// FNV-1a: the same on every machine and in every version.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
