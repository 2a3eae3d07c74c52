//! Rules for requests: parameters, bodies, the parts of forms.

use super::{both, breaking, by_type, deprecates, major, minor, patch, risky, safe};

rules! {
    RequiredParameterAdded: "is a new required parameter",
        both(breaking("requests without it are rejected")),
        by_type("the method takes one more argument, unless the document gives the value to send"),
        "find the value to send, and add the argument";

    ParameterAdded: "is a new optional parameter",
        both(safe("requests without it stay valid")),
        minor("the request gains a setter"),
        "nothing";

    ParameterRemoved: "is removed as a parameter without having been deprecated",
        both(risky("requests with it are rejected, or it is silently ignored")),
        major("the setter or the argument is removed"),
        "stop sending it; find its replacement";

    DeprecatedParameterRemoved: "was deprecated and is removed as a parameter",
        both(risky("requests with it are rejected, or it is silently ignored")),
        major("the setter or the argument is removed"),
        "stop sending it";

    ParameterBecameRequired: "is required",
        both(breaking("requests without it are rejected")),
        by_type("the setter becomes an argument, unless the document gives the value to send"),
        "set it in every call";

    ParameterBecameOptional: "is optional",
        both(safe("requests with it stay valid")),
        by_type("the argument becomes a setter, if it is one"),
        "set it by the setter";

    ParameterMoved: "moved to another part of the request",
        both(breaking("it is no longer read in the old place")),
        patch("the request sends it in the new place"),
        "update the crate before the service drops the old place";

    ParameterStyleChanged: "is written in another style",
        both(breaking("the old encoding is read as another value")),
        patch("the request writes it in the new style"),
        "update the crate before the service drops the old style";

    ParameterDeprecated: "is deprecated as a parameter",
        both(safe("it still works")),
        deprecates(),
        "find the replacement";

    ParameterUndeprecated: "is no longer deprecated as a parameter",
        both(safe("it works as before")),
        patch("the warning is removed"),
        "nothing";

    SentDefaultChanged: "has another default, which is sent",
        both(risky("requests that do not set it change their meaning")),
        patch("the request sends the new default unless it is set"),
        "set it wherever the old default is meant";

    AllowEmptyValueChanged: "is allowed to be empty, or no longer",
        both(risky("a request with an empty value may be rejected")),
        by_type("the setter takes `None` for an empty value, if the type has no empty value"),
        "check whether empty values are sent";

    AllowReservedChanged: "takes reserved characters as they are, or no longer",
        both(risky("a value with reserved characters may be misread")),
        patch("the request encodes them as the document says"),
        "check whether values with reserved characters are sent";

    ArgumentOrderChanged: "takes its arguments in another order",
        both(safe("on the wire, parameters are identified by name")),
        major("arguments are positional; the compiler does not detect a swap of two of one type"),
        "look at every call";

    RequiredBodyAdded: "requires a body, and had none",
        both(breaking("requests without a body are rejected")),
        major("`send` exists only after `body`"),
        "find the body to send, and add it";

    BodyAdded: "takes a body, and had none",
        both(safe("requests without a body stay valid")),
        minor("the request gains `body`"),
        "nothing";

    BodyRemoved: "no longer takes a body",
        both(breaking("the content of the body can no longer be sent")),
        major("`body` is removed"),
        "find the operation that takes it now";

    BodyBecameRequired: "requires its body, which was optional",
        both(breaking("requests without a body are rejected")),
        major("`send` exists only after `body`"),
        "pass the body in every call";

    BodyBecameOptional: "has an optional body",
        both(safe("requests with a body stay valid")),
        major("the request loses its type parameter; of a form, arguments become setters"),
        "nothing";

    RequestMediaTypeAdded: "can be sent in one more media type",
        both(safe("the other media types are still accepted")),
        by_type("each has a setter; major where the first is of another kind now, or a setter is removed"),
        "nothing";

    RequestMediaTypeRemoved: "can no longer be sent in this media type",
        both(breaking("requests in that media type are rejected")),
        by_type("each has a setter; major where the first is of another kind now, or a setter is removed"),
        "send it in another of the media types";

    RequiredPartAdded: "is a new required field of the form",
        both(breaking("requests without it are rejected")),
        major("the method takes one more argument"),
        "find the value to send, and add the argument";

    PartAdded: "is a new optional field of the form",
        both(safe("requests without it stay valid")),
        minor("the request gains a setter"),
        "nothing";

    PartRemoved: "is removed from the form",
        both(risky("requests with it are rejected, or it is silently ignored")),
        major("the setter or the argument is removed"),
        "stop sending it";

    PartBecameRequired: "is required in the form",
        both(breaking("requests without it are rejected")),
        by_type("the setter becomes an argument, which is major, unless the form itself is optional"),
        "set it in every call";

    PartBecameOptional: "is optional in the form",
        both(safe("requests with it stay valid")),
        by_type("the argument becomes a setter, which is major, unless the form itself was optional"),
        "set it by the setter";

    PartKindChanged: "is encoded differently in the form",
        both(breaking("the old encoding is read as another value")),
        by_type("major where the setter takes another type"),
        "update the crate before the service drops the old encoding";
}
