//! Values: types, formats, enumerations, defaults and bounds.

use super::{
    Crate, DOCUMENTED, Rule, Side, both, breaking, by_type, major, minor, patch, risky, rule, safe,
};
use crate::rule_id::RuleId;

const DEFAULTS: Crate = by_type(
    "the crate documents it; the argument of a required parameter with a default is a setter",
);

const TYPES: Crate =
    by_type("major where the Rust type changes; a patch where one type holds both");

/// Fewer values are right than before.
const NARROWED: [Side; 2] = [
    breaking("requests that were valid are refused"),
    safe("every received value was possible before"),
];

/// More values are right than before.
const WIDENED: [Side; 2] = [
    safe("valid requests stay valid"),
    breaking("a client receives values that were not possible before"),
];

/// Other values are right than before.
const OTHER: [Side; 2] = [
    breaking("requests that were valid are refused"),
    breaking("a client receives values that were not possible before"),
];

const fn narrowed(id: RuleId, what: &'static str, advice: &'static str) -> Rule {
    rule(id, what, NARROWED, DOCUMENTED, advice)
}

const fn widened(id: RuleId, what: &'static str) -> Rule {
    rule(
        id,
        what,
        WIDENED,
        DOCUMENTED,
        "check that readers of the values accept them",
    )
}

const KEEP_WITHIN: &str = "check that sent values are within the bound";

pub(super) const RULES: &[Rule] = &[
    rule(
        RuleId::TypeChanged,
        "is of another type",
        OTHER,
        TYPES,
        "write and read the new type",
    ),
    rule(
        RuleId::TypeWidened,
        "accepts more types",
        WIDENED,
        TYPES,
        "check that readers of the values accept them",
    ),
    rule(
        RuleId::TypeNarrowed,
        "accepts fewer types",
        NARROWED,
        TYPES,
        "check that sent values have the narrower type",
    ),
    rule(
        RuleId::FormatChanged,
        "is of another format",
        OTHER,
        TYPES,
        "write and read the new format",
    ),
    rule(
        RuleId::FormatWidened,
        "has a wider format, or none",
        WIDENED,
        TYPES,
        "check that readers of the values accept them",
    ),
    rule(
        RuleId::FormatNarrowed,
        "has a narrower format, or a new one",
        NARROWED,
        TYPES,
        "check that sent values have the format",
    ),
    rule(
        RuleId::ResourceIdChanged,
        "the id type changed",
        both(safe("an id is a string on the wire")),
        by_type(
            "ids of different resources are different types; setters that took a string still do, fields and options change",
        ),
        "convert with `into`",
    ),
    rule(
        RuleId::EnumIntroduced,
        "may be one of a few values only",
        NARROWED,
        TYPES,
        "check that sent values are among them",
    ),
    rule(
        RuleId::EnumLifted,
        "may be any value, no longer one of a few",
        [
            safe("valid requests stay valid"),
            risky("a client may receive a value that it does not know"),
        ],
        TYPES,
        "compare with the values that matter, and accept others",
    ),
    rule(
        RuleId::EnumValueAdded,
        "may have one more value",
        [
            safe("requests with the other values stay valid"),
            risky("a client may receive a value that it does not know"),
        ],
        minor("the enum gains a variant; a match needs a wildcard arm"),
        "handle the value where it matters",
    ),
    rule(
        RuleId::EnumValueRemoved,
        "may not have this value any more",
        [
            breaking("requests with the value are refused"),
            safe("a client that handles the value stays valid"),
        ],
        major("the variant is removed"),
        "use another of the values",
    ),
    rule(
        RuleId::ListedValueAdded,
        "may have one more value of those listed",
        [
            safe("requests with the other values stay valid"),
            risky("a client may receive a value that it does not know"),
        ],
        patch("the list is documentation"),
        "handle the value where it matters",
    ),
    rule(
        RuleId::ListedValueRemoved,
        "may not have this value of those listed any more",
        [
            breaking("requests with the value are refused"),
            safe("a client that handles the value stays valid"),
        ],
        patch("the list is documentation"),
        "use another of the values",
    ),
    rule(
        RuleId::DefaultAdded,
        "has a default",
        [
            risky("requests without it may change their meaning"),
            safe("a default only defines the meaning of absence"),
        ],
        DEFAULTS,
        "set it where another value is meant",
    ),
    rule(
        RuleId::DefaultChanged,
        "has another default",
        [
            risky("requests without it change their meaning"),
            risky("responses without it change their meaning"),
        ],
        DOCUMENTED,
        "set it where another value is meant",
    ),
    rule(
        RuleId::DefaultRemoved,
        "has no default any more",
        [
            risky("requests without it may change their meaning"),
            safe("the client defines the meaning of absence"),
        ],
        DEFAULTS,
        "set it where the value matters",
    ),
    narrowed(
        RuleId::MinimumRaised,
        "has a higher or a new minimum",
        KEEP_WITHIN,
    ),
    widened(RuleId::MinimumLowered, "has a lower minimum, or none"),
    narrowed(
        RuleId::MaximumLowered,
        "has a lower or a new maximum",
        KEEP_WITHIN,
    ),
    widened(RuleId::MaximumRaised, "has a higher maximum, or none"),
    narrowed(
        RuleId::MinLengthRaised,
        "has a higher or new minimal length",
        KEEP_WITHIN,
    ),
    widened(
        RuleId::MinLengthLowered,
        "has a lower minimal length, or none",
    ),
    narrowed(
        RuleId::MaxLengthLowered,
        "has a lower or new maximal length",
        KEEP_WITHIN,
    ),
    widened(
        RuleId::MaxLengthRaised,
        "has a higher maximal length, or none",
    ),
    narrowed(
        RuleId::MinItemsRaised,
        "has a higher or new minimal number of items",
        KEEP_WITHIN,
    ),
    widened(
        RuleId::MinItemsLowered,
        "has a lower minimal number of items, or none",
    ),
    narrowed(
        RuleId::MaxItemsLowered,
        "has a lower or new maximal number of items",
        KEEP_WITHIN,
    ),
    widened(
        RuleId::MaxItemsRaised,
        "has a higher maximal number of items, or none",
    ),
    narrowed(
        RuleId::MinPropertiesRaised,
        "has a higher or new minimal number of properties",
        KEEP_WITHIN,
    ),
    widened(
        RuleId::MinPropertiesLowered,
        "has a lower minimal number of properties, or none",
    ),
    narrowed(
        RuleId::MaxPropertiesLowered,
        "has a lower or new maximal number of properties",
        KEEP_WITHIN,
    ),
    widened(
        RuleId::MaxPropertiesRaised,
        "has a higher maximal number of properties, or none",
    ),
    narrowed(
        RuleId::MultipleOfNarrowed,
        "has to be a multiple of a coarser step",
        KEEP_WITHIN,
    ),
    widened(
        RuleId::MultipleOfWidened,
        "may be a multiple of a finer step, or any number",
    ),
    rule(
        RuleId::MultipleOfChanged,
        "has to be a multiple of another step",
        OTHER,
        DOCUMENTED,
        KEEP_WITHIN,
    ),
    narrowed(
        RuleId::PatternAdded,
        "has to match a pattern",
        "check that sent values match",
    ),
    widened(RuleId::PatternRemoved, "need not match a pattern any more"),
    rule(
        RuleId::PatternChanged,
        "has to match another pattern",
        both(risky("the patterns can't be compared automatically")),
        DOCUMENTED,
        "compare the patterns",
    ),
    narrowed(
        RuleId::UniqueItemsRequired,
        "may hold no item twice",
        "check that no item is sent twice",
    ),
    widened(RuleId::UniqueItemsLifted, "may hold an item twice"),
];
