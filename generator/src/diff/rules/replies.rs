//! Rules for responses: statuses, bodies and headers.

use super::{both, breaking, by_type, nothing, patch, risky, safe};

const HEADERS: super::Crate = nothing("headers are read by name, documented or not");

rules! {
    SuccessStatusAdded: "is a new success status",
        both(risky("a client that compares statuses receives an unknown one")),
        by_type("any 2xx is a success; major where the return type of `send` changes"),
        "don't compare with a single status";

    SuccessStatusRemoved: "is no longer a success status",
        both(breaking("a client that expects this status does not receive it")),
        by_type("any 2xx is a success; major where the return type of `send` changes"),
        "don't compare with a single status";

    FailureStatusAdded: "is a newly documented failure",
        both(safe("a client has to handle any failure")),
        patch("the documentation says so"),
        "nothing";

    FailureStatusRemoved: "is no longer a documented failure",
        both(safe("a client has to handle any failure")),
        by_type("the documentation says so; major if only this response described a type"),
        "nothing";

    ResponseBodyAdded: "has a body, and had none",
        both(safe("a client that reads no body is not affected")),
        by_type("major where `send` returned nothing and now returns the body"),
        "nothing";

    ResponseBodyRemoved: "no longer has a body",
        both(breaking("the content of the body is missing")),
        by_type("major where `send` returned the body, or the body's type is removed"),
        "get it from another operation";

    ResponseMediaTypeAdded: "has one more media type",
        both(safe("a client selects the media type with `Accept`")),
        by_type("the crate reads each of them; major where the return type of `send` changes"),
        "nothing";

    ResponseMediaTypeRemoved: "no longer has this media type",
        both(breaking("a client that accepts only this media type fails")),
        by_type("the crate reads each of them; major where the return type of `send` changes"),
        "take another of the media types";

    ResponseHeaderAdded: "is a new header of the response",
        both(safe("unread headers have no effect")),
        HEADERS,
        "nothing";

    ResponseHeaderRemoved: "is removed from the headers of the response",
        both(risky("its value may be missing")),
        HEADERS,
        "read it from another source, or stop using it";

    RequiredResponseHeaderRemoved: "was a header of every such response and is removed",
        both(breaking("its value is absent")),
        HEADERS,
        "read it from another source, or stop using it";

    ResponseHeaderBecameRequired: "is a header of every such response",
        both(safe("a client that handles its absence stays valid")),
        HEADERS,
        "nothing";

    ResponseHeaderBecameOptional: "may be missing from the headers of the response",
        both(breaking("a client that relies on it receives responses without it")),
        HEADERS,
        "handle its absence";

    ResponseHeaderTypeChanged: "is a header with values of another type",
        both(breaking("a client reads the values as something else")),
        HEADERS,
        "read the new form";

    ResponseHeaderDeprecated: "is deprecated as a header of the response",
        both(safe("it is still sent")),
        HEADERS,
        "find the replacement";

    ResponseHeaderUndeprecated: "is no longer deprecated as a header of the response",
        both(safe("it is sent as before")),
        HEADERS,
        "nothing";
}
