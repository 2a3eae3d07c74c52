//! Draws the sample: of each package, the mutants with the lowest hashes of a seed and their names.

use std::collections::BTreeMap;

use serde_json::Value;

/// A mutant, with the hash by which it was drawn. The hash stays when other lines change.
pub(crate) type Drawn<'l> = (u64, &'l Value);

/// Returns so many mutants of each package. A change of a line elsewhere leaves the sample as it is.
pub(crate) fn sample(list: &[Value], seed: u64, count: usize) -> Vec<Drawn<'_>> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut packages: BTreeMap<&str, Vec<Drawn<'_>>> = BTreeMap::new();
    for mutant in list {
        let name = mutant["name"].as_str().unwrap_or_default();
        let file = mutant["file"].as_str().unwrap_or_default();
        let change = name.split_once(": ").map_or(name, |(_, it)| it);
        // The same change happens several times in a function.
        let key = format!("{file} {change}");
        let nth = counts.entry(key.clone()).or_default();
        *nth += 1;
        let hash = hash(seed, &format!("{key} {nth}"));
        let package = mutant["package"].as_str().unwrap_or_default();
        packages.entry(package).or_default().push((hash, mutant));
    }
    let mut sample = Vec::new();
    for mutants in packages.values_mut() {
        mutants.sort_by_key(|(hash, _)| *hash);
        mutants.truncate(count);
        sample.append(mutants);
    }
    sample
}

/// FNV-1a, then the last step of `SplitMix64`, because similar names have similar first bits.
fn hash(seed: u64, text: &str) -> u64 {
    let start = seed ^ 0xcbf2_9ce4_8422_2325;
    let hash = text.bytes().fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
