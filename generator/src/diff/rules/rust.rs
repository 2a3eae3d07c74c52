//! Rules for changes that only affect Rust.

use super::{both, major, minor, safe};

/// What differs on the wire besides has a row of its own.
const SAME: super::Side = safe("names of the crate are not on the wire");

rules! {
    TypeRenamed: "has another name as a type",
        both(SAME),
        major("the struct or enum has another name"),
        "rename it, or keep the old name by a pin in `[api.names]`";

    TypeAdded: "is a new type that no operation uses",
        both(SAME),
        minor("the crate gains a type"),
        "nothing";

    TypeRemoved: "is removed as a type",
        both(SAME),
        major("the struct or enum is removed"),
        "use the type that replaces it";

    RustChanged: "differs in Rust",
        both(SAME),
        major("a name or a type follows from something else that changed"),
        "fix the compiler's errors";

    RustGained: "is added in Rust",
        both(SAME),
        minor("a name or a type follows from something else that changed"),
        "nothing";

    FeatureRemoved: "is no longer a cargo feature",
        both(SAME),
        major("a program that enables the feature does not compile"),
        "enable the feature of the whole API";
}
