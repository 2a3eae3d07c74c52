//! Objects, their properties, and unions.

use super::{both, breaking, by_type, deprecates, major, minor, patch, risky, safe};

rules! {
    RequiredPropertyAdded: "is a new required property",
        [breaking("requests without it are rejected"), safe("unread properties have no effect")],
        major("a value can't be built without it"),
        "set it wherever a value is built";

    PropertyAdded: "is a new optional property",
        [safe("requests without it stay valid"), safe("unread properties have no effect")],
        minor("the struct gains a field; struct literals and exhaustive patterns are not possible anyway"),
        "nothing";

    RequiredPropertyRemoved: "was required and is removed",
        [risky("requests with it are rejected, or it is silently ignored"), breaking("its value is absent")],
        major("the field is removed; a received value is kept in `extra`"),
        "stop using it";

    PropertyRemoved: "is removed as a property without having been deprecated",
        [risky("requests with it are rejected, or it is silently ignored"),
         risky("a client has to handle its absence, but may not expect it to be permanent")],
        major("the field is removed; a received value is kept in `extra`"),
        "stop using it";

    DeprecatedPropertyRemoved: "was deprecated and is removed as a property",
        [risky("requests with it are rejected, or it is silently ignored"),
         risky("a client has to handle its absence, but may not expect it to be permanent")],
        major("the field is removed; a received value is kept in `extra`"),
        "stop using it";

    PropertyBecameRequired: "is required, and was optional",
        [breaking("requests without it are rejected"), safe("a client that handles its absence stays valid")],
        major("the field is no longer an `Option`, and `build` requires it"),
        "set it wherever a value is built; read it as it is";

    PropertyBecameOptional: "is optional, and was required",
        [safe("requests with it stay valid"), breaking("a client that relies on it receives responses without it")],
        major("the field becomes an `Option`"),
        "handle its absence";

    BecameNullable: "may be null",
        [safe("requests without null stay valid"), breaking("a client that expects a value receives null")],
        by_type("major where the type can't hold null yet; an optional field of a response can"),
        "handle null";

    BecameNotNullable: "is no longer nullable",
        [breaking("requests with null are rejected"), safe("a client that handles null stays valid")],
        by_type("major where the type could hold null and no longer can"),
        "omit it instead, or set a value";

    BecameReadOnly: "became read-only",
        [risky("requests with it are rejected, or it is silently ignored"), safe("responses have it as before")],
        by_type("patch, unless the property is required and its field is optional in only one direction"),
        "stop sending it";

    BecameWriteOnly: "became write-only",
        [safe("requests have it as before"), breaking("its value is absent")],
        by_type("patch, unless the property is required and its field is optional in only one direction"),
        "read it from another source, or stop using it";

    ReadOnlyLifted: "may be sent, and was read-only",
        [safe("requests without it stay valid"), safe("responses have it as before")],
        by_type("patch, unless the property is required and its field is optional in only one direction"),
        "nothing";

    RequiredReadOnlyLifted: "has to be sent, and was read-only",
        [breaking("requests without it are rejected"), safe("responses have it as before")],
        by_type("patch, unless the property is required and its field is optional in only one direction"),
        "send it";

    WriteOnlyLifted: "is returned in responses, and was write-only",
        [safe("requests have it as before"), safe("unread properties have no effect")],
        by_type("patch, unless the property is required and its field is optional in only one direction"),
        "nothing";

    PropertyDeprecated: "is deprecated as a property",
        both(safe("it still works")),
        deprecates(),
        "find the replacement";

    PropertyUndeprecated: "is no longer deprecated as a property",
        both(safe("it works as before")),
        patch("the warning is removed"),
        "nothing";

    TypeDeprecated: "is deprecated as a type",
        both(safe("it still works")),
        patch("the documentation says so"),
        "find the replacement";

    TypeUndeprecated: "is no longer deprecated as a type",
        both(safe("it works as before")),
        patch("the documentation says so"),
        "nothing";

    AdditionalPropertiesForbidden: "may have no properties beyond those described",
        [breaking("requests with further properties are rejected"), safe("absent properties have no effect")],
        patch("`extra` stays"),
        "send only described properties";

    AdditionalPropertiesAllowed: "may have properties beyond those described",
        [safe("requests without further properties stay valid"), risky("a client that rejects unknown properties fails")],
        patch("`extra` keeps them, as before"),
        "accept unknown properties";

    ObjectDescribed: "was an object without described properties, and has some",
        [risky("requests with other properties may be rejected"), safe("such an object was valid before")],
        major("a map of JSON values becomes a struct"),
        "use the struct; its `extra` has the undescribed properties";

    ObjectUndescribed: "had properties, and is an object without described ones",
        [safe("requests with the properties stay valid"), breaking("the properties may be missing")],
        major("the struct becomes a map of JSON values"),
        "read the properties by their names";

    UnionBranchAdded: "may be of one more type",
        [safe("requests of the other types stay valid"), breaking("a client receives values of an unknown type")],
        minor("the enum gains a variant; a match needs a wildcard arm"),
        "handle the new type; until then it is read as unrecognized";

    UnionBranchRemoved: "no longer allows this type",
        [breaking("requests with values of this type are rejected"), safe("a client that handles this type stays valid")],
        major("the variant is removed"),
        "use another of the types";

    DiscriminatorAdded: "is distinguished by a property",
        [breaking("requests without the property are rejected"), safe("a client that tries each type still works")],
        patch("the type is found by the property"),
        "set the property wherever a value is built";

    DiscriminatorRemoved: "is no longer distinguished by a property",
        [safe("requests with the property stay valid"), breaking("a client that relies on the property fails")],
        patch("the crate tries each type"),
        "update the crate before responses lack the property";

    DiscriminatorChanged: "is distinguished by another property",
        both(breaking("the old property no longer identifies the type")),
        patch("the type is found by the new property"),
        "update the crate before the old property is removed";

    DiscriminatorValueAdded: "has one more discriminator value",
        [safe("requests with the other values stay valid"), risky("a client receives an unknown value")],
        patch("the value is known"),
        "nothing";

    DiscriminatorValueRemoved: "no longer has this discriminator value",
        [breaking("requests with the value are rejected or misread"), safe("the other values mean what they did")],
        patch("the value is no longer known"),
        "use another of the values";
}
