//! What requests are made of: parameters, bodies, the parts of forms.

use super::{Rule, both, breaking, by_type, deprecates, major, minor, patch, risky, rule, safe};

pub(super) const RULES: &[Rule] = &[
    rule(
        "required-parameter-added",
        "is a new parameter that has to be given",
        both(breaking("requests without it are refused")),
        by_type("the method takes one more argument, unless the document gives the value to send"),
        "find out what to give, and add the argument",
    ),
    rule(
        "parameter-added",
        "is a new optional parameter",
        both(safe("requests without it stay right")),
        minor("the request gains a setter"),
        "nothing",
    ),
    rule(
        "parameter-removed",
        "is gone as a parameter",
        both(risky(
            "requests with it are refused, or it is ignored in silence",
        )),
        major("the setter or the argument is gone"),
        "stop sending it; find out what has taken its place",
    ),
    rule(
        "parameter-became-required",
        "has to be given",
        both(breaking("requests without it are refused")),
        by_type("the setter becomes an argument, unless the document gives the value to send"),
        "give it in every call",
    ),
    rule(
        "parameter-became-optional",
        "need not be given any more",
        both(safe("requests with it stay right")),
        by_type("the argument becomes a setter, if it is one"),
        "give it by the setter",
    ),
    rule(
        "parameter-moved",
        "stands in another part of the request",
        both(breaking("where it stood, it is not read any more")),
        patch("the request puts it where it belongs"),
        "update the crate before the service drops the old place",
    ),
    rule(
        "parameter-style-changed",
        "is written in another style",
        both(breaking("the old writing is read as something else")),
        patch("the request writes it in the new style"),
        "update the crate before the service drops the old style",
    ),
    rule(
        "parameter-deprecated",
        "is deprecated as a parameter",
        both(safe("it still works")),
        deprecates(),
        "look for what replaces it",
    ),
    rule(
        "parameter-undeprecated",
        "is no longer deprecated as a parameter",
        both(safe("it works as before")),
        patch("the warning is gone"),
        "nothing",
    ),
    rule(
        "sent-default-changed",
        "has another default, which is sent",
        both(risky(
            "requests of callers who do not set it come to mean something else",
        )),
        patch("the request sends the new default unless it is set"),
        "set it wherever the old default is meant",
    ),
    rule(
        "allow-empty-value-changed",
        "is allowed to be empty, or no longer",
        both(risky("a request with an empty value may be refused")),
        by_type("the setter takes `None` for an empty value, if the type has no empty value"),
        "see whether empty values are sent",
    ),
    rule(
        "allow-reserved-changed",
        "takes reserved characters as they are, or no longer",
        both(risky(
            "a value with reserved characters may be read as another one",
        )),
        patch("the request encodes them as the document says"),
        "see whether values with reserved characters are sent",
    ),
    rule(
        "argument-order-changed",
        "takes its arguments in another order",
        both(safe(
            "on the wire, parameters are told apart by their names",
        )),
        major("arguments stand by place; where two are of one type, no compiler finds the swap"),
        "look at every call",
    ),
    rule(
        "required-body-added",
        "needs a body, which it did not take",
        both(breaking("requests without a body are refused")),
        major("`send` is there only after `body`"),
        "find out what to send, and give it",
    ),
    rule(
        "body-added",
        "takes a body, which it did not",
        both(safe("requests without a body stay right")),
        minor("the request gains `body`"),
        "nothing",
    ),
    rule(
        "body-removed",
        "takes no body any more",
        both(breaking("what was said in the body can't be said any more")),
        major("`body` is gone"),
        "find out where to say it now",
    ),
    rule(
        "body-became-required",
        "needs its body, which could be left out",
        both(breaking("requests without a body are refused")),
        major("`send` is there only after `body`"),
        "give the body in every call",
    ),
    rule(
        "body-became-optional",
        "need not have its body any more",
        both(safe("requests with a body stay right")),
        major("the request loses its type parameter; of a form, arguments become setters"),
        "nothing",
    ),
    rule(
        "request-media-type-added",
        "can be sent in one more media type",
        both(safe("the media types that were taken still are")),
        by_type(
            "each has a setter; major where the first is of another kind now, or a setter is removed",
        ),
        "nothing",
    ),
    rule(
        "request-media-type-removed",
        "can't be sent in this media type any more",
        both(breaking("requests in that media type are refused")),
        by_type(
            "each has a setter; major where the first is of another kind now, or a setter is removed",
        ),
        "send it in another of the media types",
    ),
    rule(
        "required-part-added",
        "is a new field of the form that has to be given",
        both(breaking("requests without it are refused")),
        major("the method takes one more argument"),
        "find out what to give, and add the argument",
    ),
    rule(
        "part-added",
        "is a new optional field of the form",
        both(safe("requests without it stay right")),
        minor("the request gains a setter"),
        "nothing",
    ),
    rule(
        "part-removed",
        "is gone from the form",
        both(risky(
            "requests with it are refused, or it is ignored in silence",
        )),
        major("the setter or the argument is gone"),
        "stop sending it",
    ),
    rule(
        "part-became-required",
        "has to be given in the form",
        both(breaking("requests without it are refused")),
        by_type(
            "the setter becomes an argument, which is major, unless the form itself may be left out",
        ),
        "give it in every call",
    ),
    rule(
        "part-became-optional",
        "need not be given in the form any more",
        both(safe("requests with it stay right")),
        by_type(
            "the argument becomes a setter, which is major, unless the form itself could be left out",
        ),
        "give it by the setter",
    ),
    rule(
        "part-kind-changed",
        "is written otherwise in the form",
        both(breaking("the old writing is read as something else")),
        by_type("major where the setter takes another type"),
        "update the crate before the service drops the old writing",
    ),
];
