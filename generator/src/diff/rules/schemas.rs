//! Objects, their properties, and unions.

use super::{Rule, both, breaking, by_type, deprecates, major, minor, patch, risky, rule, safe};

pub(super) const RULES: &[Rule] = &[
    rule(
        "required-property-added",
        "is a new property that has to be there",
        [
            breaking("requests without it are refused"),
            safe("properties that nobody reads do no harm"),
        ],
        major("a value can't be built without it"),
        "give it wherever a value is built",
    ),
    rule(
        "property-added",
        "is a new optional property",
        [
            safe("requests without it stay right"),
            safe("properties that nobody reads do no harm"),
        ],
        minor("the struct gains a field; nobody can write it out or take it apart as a whole"),
        "nothing",
    ),
    rule(
        "required-property-removed",
        "was always there and is gone",
        [
            risky("requests with it are refused, or it is ignored in silence"),
            breaking("what was read from it is not there"),
        ],
        major("the field is gone; what comes nonetheless is kept in `extra`"),
        "do without it",
    ),
    rule(
        "property-removed",
        "is gone as a property",
        [
            risky("requests with it are refused, or it is ignored in silence"),
            risky("a client has to reckon with its absence, but may not expect it for good"),
        ],
        major("the field is gone; what comes nonetheless is kept in `extra`"),
        "do without it",
    ),
    rule(
        "property-became-required",
        "has to be there, which it had not",
        [
            breaking("requests without it are refused"),
            safe("a client that reckons with its absence is right still"),
        ],
        major("the field is no `Option` any more, and `build` asks for it"),
        "give it wherever a value is built; read it as it is",
    ),
    rule(
        "property-became-optional",
        "need not be there any more",
        [
            safe("requests with it stay right"),
            breaking("a client that relies on it meets responses without it"),
        ],
        major("the field becomes an `Option`"),
        "reckon with its absence",
    ),
    rule(
        "became-nullable",
        "may be null",
        [
            safe("requests without null stay right"),
            breaking("a client that expects a value meets null"),
        ],
        by_type(
            "major where the type has no room for null yet; an optional field of a response has",
        ),
        "reckon with null",
    ),
    rule(
        "became-not-nullable",
        "may not be null any more",
        [
            breaking("requests with null are refused"),
            safe("a client that reckons with null is right still"),
        ],
        by_type("major where the type had room for null and loses it"),
        "leave it out instead, or give a value",
    ),
    rule(
        "became-read-only",
        "is for responses alone",
        [
            risky("requests with it are refused, or it is ignored in silence"),
            safe("responses have it as before"),
        ],
        by_type(
            "patch, unless the property is required and its field is optional in one direction alone",
        ),
        "stop sending it",
    ),
    rule(
        "became-write-only",
        "is for requests alone",
        [
            safe("requests have it as before"),
            breaking("what was read from it is not there"),
        ],
        by_type(
            "patch, unless the property is required and its field is optional in one direction alone",
        ),
        "get it from elsewhere, or do without",
    ),
    rule(
        "read-only-lifted",
        "may be sent, which it might not",
        [
            safe("requests without it stay right"),
            safe("responses have it as before"),
        ],
        by_type(
            "patch, unless the property is required and its field is optional in one direction alone",
        ),
        "nothing",
    ),
    rule(
        "required-read-only-lifted",
        "has to be sent, which it might not",
        [
            breaking("requests without it are refused"),
            safe("responses have it as before"),
        ],
        by_type(
            "patch, unless the property is required and its field is optional in one direction alone",
        ),
        "send it",
    ),
    rule(
        "write-only-lifted",
        "comes in responses, which it did not",
        [
            safe("requests have it as before"),
            safe("properties that nobody reads do no harm"),
        ],
        by_type(
            "patch, unless the property is required and its field is optional in one direction alone",
        ),
        "nothing",
    ),
    rule(
        "property-deprecated",
        "is deprecated as a property",
        both(safe("it still works")),
        deprecates(),
        "look for what replaces it",
    ),
    rule(
        "property-undeprecated",
        "is no longer deprecated as a property",
        both(safe("it works as before")),
        patch("the warning is gone"),
        "nothing",
    ),
    rule(
        "type-deprecated",
        "is deprecated as a type",
        both(safe("it still works")),
        patch("the documentation says so"),
        "look for what replaces it",
    ),
    rule(
        "type-undeprecated",
        "is no longer deprecated as a type",
        both(safe("it works as before")),
        patch("the documentation says so"),
        "nothing",
    ),
    rule(
        "additional-properties-forbidden",
        "may have no properties beyond those described",
        [
            breaking("requests with further properties are refused"),
            safe("properties that do not come do no harm"),
        ],
        patch("`extra` is there as before"),
        "send described properties alone",
    ),
    rule(
        "additional-properties-allowed",
        "may have properties beyond those described",
        [
            safe("requests without further properties stay right"),
            risky("a client that refuses what it does not know refuses them"),
        ],
        patch("`extra` keeps them, as it did before"),
        "let what is not known pass",
    ),
    rule(
        "object-described",
        "was an object of which nothing was said, and has properties",
        [
            risky("requests with other properties may be refused"),
            safe("such an object could come before"),
        ],
        major("a map of JSON values becomes a struct"),
        "use the struct; its `extra` has whatever is not described",
    ),
    rule(
        "object-undescribed",
        "had properties, and is an object of which nothing is said",
        [
            safe("requests with the properties stay right"),
            breaking("what was read from the properties may not be there"),
        ],
        major("the struct becomes a map of JSON values"),
        "read the properties by their names",
    ),
    rule(
        "union-branch-added",
        "may be of one more type",
        [
            safe("requests of the other types stay right"),
            breaking("a client meets values of a type that it does not know"),
        ],
        minor("the enum gains a variant; it can't be matched without a rest"),
        "reckon with the new type; until then it is read as unrecognized",
    ),
    rule(
        "union-branch-removed",
        "may not be of this type any more",
        [
            breaking("requests with values of this type are refused"),
            safe("a client that reckons with this type is right still"),
        ],
        major("the variant is gone"),
        "use another of the types",
    ),
    rule(
        "discriminator-added",
        "is told apart by a property",
        [
            breaking("requests without the property are refused"),
            safe("a client that finds out by trial still does"),
        ],
        patch("the type is found by the property"),
        "give the property wherever a value is built",
    ),
    rule(
        "discriminator-removed",
        "is no longer told apart by a property",
        [
            safe("requests with the property stay right"),
            breaking("a client that goes by the property goes wrong"),
        ],
        patch("the type is found by trial"),
        "update the crate before responses lack the property",
    ),
    rule(
        "discriminator-changed",
        "is told apart by another property",
        both(breaking("the old property tells nothing any more")),
        patch("the type is found by the new property"),
        "update the crate before the old property goes",
    ),
    rule(
        "discriminator-value-added",
        "is meant by one more value of the property that tells types apart",
        [
            safe("requests with the other values stay right"),
            risky("a client meets a value that it does not know"),
        ],
        patch("the value is known"),
        "nothing",
    ),
    rule(
        "discriminator-value-removed",
        "is no longer meant by this value of the property that tells types apart",
        [
            breaking("requests with the value are refused or misread"),
            safe("the other values mean what they did"),
        ],
        patch("the value is not known any more"),
        "use another of the values",
    ),
];
