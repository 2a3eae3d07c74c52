//! Values: types, formats, enumerations, defaults and bounds.

use super::{Crate, DOCUMENTED, Side, both, breaking, by_type, major, minor, patch, risky, safe};

const DEFAULTS: Crate = by_type(
    "the crate documents it; the argument of a required parameter with a default is a setter",
);

const TYPES: Crate =
    by_type("major where the Rust type changes; a patch where one type holds both");

/// Fewer values are right than before.
const NARROWED: [Side; 2] = [
    breaking("requests that were valid are rejected"),
    safe("every received value was possible before"),
];

/// More values are right than before.
const WIDENED: [Side; 2] = [
    safe("valid requests stay valid"),
    breaking("a client receives values that were not possible before"),
];

/// Other values are right than before.
const OTHER: [Side; 2] = [
    breaking("requests that were valid are rejected"),
    breaking("a client receives values that were not possible before"),
];

const KEEP_WITHIN: &str = "check that sent values are within the bound";

const CHECK_READERS: &str = "check that readers of the values accept them";

rules! {
    TypeChanged: "is of another type",
        OTHER,
        TYPES,
        "write and read the new type";

    TypeWidened: "accepts more types",
        WIDENED,
        TYPES,
        "check that readers of the values accept them";

    TypeNarrowed: "accepts fewer types",
        NARROWED,
        TYPES,
        "check that sent values have the narrower type";

    FormatChanged: "is of another format",
        OTHER,
        TYPES,
        "write and read the new format";

    FormatWidened: "has a wider format, or none",
        WIDENED,
        TYPES,
        "check that readers of the values accept them";

    FormatNarrowed: "has a narrower format, or a new one",
        NARROWED,
        TYPES,
        "check that sent values have the format";

    ResourceIdChanged: "the id type changed",
        both(safe("an id is a string on the wire")),
        by_type("ids of different resources are different types; setters that took a string still do, fields and options change"),
        "convert with `into`";

    EnumIntroduced: "may be one of a few values only",
        NARROWED,
        TYPES,
        "check that sent values are among them";

    EnumLifted: "may be any value, no longer one of a few",
        [safe("valid requests stay valid"), risky("a client may receive a value that it does not know")],
        TYPES,
        "compare with the values that matter, and accept others";

    EnumValueAdded: "may have one more value",
        [safe("requests with the other values stay valid"), risky("a client may receive a value that it does not know")],
        minor("the enum gains a variant; a match needs a wildcard arm"),
        "handle the value where it matters";

    EnumValueRemoved: "no longer allows this value",
        [breaking("requests with the value are rejected"), safe("a client that handles the value stays valid")],
        major("the variant is removed"),
        "use another of the values";

    ListedValueAdded: "may have one more value of those listed",
        [safe("requests with the other values stay valid"), risky("a client may receive a value that it does not know")],
        patch("the list is documentation"),
        "handle the value where it matters";

    ListedValueRemoved: "no longer lists this value",
        [breaking("requests with the value are rejected"), safe("a client that handles the value stays valid")],
        patch("the list is documentation"),
        "use another of the values";

    DefaultAdded: "has a default",
        [risky("requests without it may change their meaning"), safe("a default only defines the meaning of absence")],
        DEFAULTS,
        "set it where another value is meant";

    DefaultChanged: "has another default",
        [risky("requests without it change their meaning"), risky("responses without it change their meaning")],
        DOCUMENTED,
        "set it where another value is meant";

    DefaultRemoved: "no longer has a default",
        [risky("requests without it may change their meaning"), safe("the client defines the meaning of absence")],
        DEFAULTS,
        "set it where the value matters";

    MinimumRaised: "has a higher or a new minimum",
        NARROWED,
        DOCUMENTED,
        KEEP_WITHIN;

    MinimumLowered: "has a lower minimum, or none",
        WIDENED,
        DOCUMENTED,
        CHECK_READERS;

    MaximumLowered: "has a lower or a new maximum",
        NARROWED,
        DOCUMENTED,
        KEEP_WITHIN;

    MaximumRaised: "has a higher maximum, or none",
        WIDENED,
        DOCUMENTED,
        CHECK_READERS;

    MinLengthRaised: "has a higher or new minimal length",
        NARROWED,
        DOCUMENTED,
        KEEP_WITHIN;

    MinLengthLowered: "has a lower minimal length, or none",
        WIDENED,
        DOCUMENTED,
        CHECK_READERS;

    MaxLengthLowered: "has a lower or new maximal length",
        NARROWED,
        DOCUMENTED,
        KEEP_WITHIN;

    MaxLengthRaised: "has a higher maximal length, or none",
        WIDENED,
        DOCUMENTED,
        CHECK_READERS;

    MinItemsRaised: "has a higher or new minimal number of items",
        NARROWED,
        DOCUMENTED,
        KEEP_WITHIN;

    MinItemsLowered: "has a lower minimal number of items, or none",
        WIDENED,
        DOCUMENTED,
        CHECK_READERS;

    MaxItemsLowered: "has a lower or new maximal number of items",
        NARROWED,
        DOCUMENTED,
        KEEP_WITHIN;

    MaxItemsRaised: "has a higher maximal number of items, or none",
        WIDENED,
        DOCUMENTED,
        CHECK_READERS;

    MinPropertiesRaised: "has a higher or new minimal number of properties",
        NARROWED,
        DOCUMENTED,
        KEEP_WITHIN;

    MinPropertiesLowered: "has a lower minimal number of properties, or none",
        WIDENED,
        DOCUMENTED,
        CHECK_READERS;

    MaxPropertiesLowered: "has a lower or new maximal number of properties",
        NARROWED,
        DOCUMENTED,
        KEEP_WITHIN;

    MaxPropertiesRaised: "has a higher maximal number of properties, or none",
        WIDENED,
        DOCUMENTED,
        CHECK_READERS;

    MultipleOfNarrowed: "has to be a multiple of a coarser step",
        NARROWED,
        DOCUMENTED,
        KEEP_WITHIN;

    MultipleOfWidened: "may be a multiple of a finer step, or any number",
        WIDENED,
        DOCUMENTED,
        CHECK_READERS;

    MultipleOfChanged: "has to be a multiple of another step",
        OTHER,
        DOCUMENTED,
        KEEP_WITHIN;

    PatternAdded: "has to match a pattern",
        NARROWED,
        DOCUMENTED,
        "check that sent values match";

    PatternRemoved: "no longer has to match a pattern",
        WIDENED,
        DOCUMENTED,
        CHECK_READERS;

    PatternChanged: "has to match another pattern",
        both(risky("the patterns can't be compared automatically")),
        DOCUMENTED,
        "compare the patterns";

    UniqueItemsRequired: "must have unique items",
        NARROWED,
        DOCUMENTED,
        "check that no item is sent twice";

    UniqueItemsLifted: "may have duplicate items",
        WIDENED,
        DOCUMENTED,
        CHECK_READERS;
}
