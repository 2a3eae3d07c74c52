//! Keys that the model does not carry, compared as written.

use super::{both, breaking, by_type, nothing, patch, risky, safe};

rules! {
    ServerAdded: "names one more server",
        both(safe("the servers that were there still answer")),
        by_type("the builder of the client selects it"),
        "nothing";

    ServerRemoved: "no longer names a server",
        both(risky("a client that calls that server may get no answer")),
        by_type("the builder of the client no longer selects it"),
        "select another server";

    ServerVariableChanged: "describes a variable of a server's URL differently",
        both(risky("a URL made from the variable may differ")),
        by_type("the builder of the client makes the URL from it"),
        "check whether the client still calls the right host";

    OperationServersChanged: "names other servers of its own",
        both(risky("its calls may need another host")),
        by_type("the client calls them"),
        "check the host of the operation";

    CallbackAdded: "is a new callback or webhook",
        both(safe("no call changes")),
        nothing("what a service sends by itself is read as a type, if at all"),
        "nothing";

    CallbackRemoved: "is removed as a callback or webhook",
        both(risky("a receiver waits for requests that no longer come")),
        nothing("what a service sends by itself is read as a type, if at all"),
        "find another way to be notified";

    CallbackChanged: "changed as a callback or webhook",
        both(risky("a receiver may get requests that it does not understand")),
        nothing("what a service sends by itself is read as a type, if at all"),
        "compare what the receiver expects";

    LinksChanged: "links to other operations differently",
        both(safe("links only describe calls that are documented anyway")),
        nothing("no method follows links"),
        "nothing";

    EncodingChanged: "encodes a part of the body differently",
        both(breaking("a part in the old encoding may be rejected")),
        patch("the client sends the part in the new encoding"),
        "nothing, unless a file has a media type of its own";

    HeaderEncodingChanged: "writes a header of the response differently",
        both(risky("a reader of the header may not understand it")),
        nothing("headers of responses are given as text"),
        "check whether the program reads the header";

    NotChanged: "rules out other values",
        both(risky("values that were right may be ruled out, and the other way round")),
        nothing("what is ruled out has no effect on types"),
        "compare the values that are ruled out";

    NotAdded: "rules out values that it let through",
        [breaking("requests that were valid are rejected"), safe("every received value was possible before")],
        nothing("what is ruled out has no effect on types"),
        "check that sent values are not among them";

    NotRemoved: "lets values through that it ruled out",
        [safe("valid requests stay valid"), breaking("a client receives values that were not possible before")],
        nothing("what is ruled out has no effect on types"),
        "check that readers of the values accept them";

    XmlChanged: "is written differently as XML",
        both(risky("a body of XML has other elements or attributes")),
        nothing("bodies of XML are texts"),
        "check whether bodies of XML are sent or read";

    SchemeScopeAdded: "is a new scope of a security scheme",
        both(safe("operations say which scopes they need")),
        nothing("operations say which scopes they need"),
        "nothing";

    SchemeScopeRemoved: "is removed as a scope of a security scheme",
        both(risky("a token with the scope may no longer be given out")),
        nothing("operations say which scopes they need"),
        "check whether a token is requested with the scope";

    UnusedParameterChanged: "is declared differently, but is not part of requests",
        both(safe("no request carries it")),
        nothing("no request carries it"),
        "nothing";

    UnusedComponentChanged: "is different, but nothing refers to it",
        both(safe("no operation uses it")),
        nothing("no operation uses it"),
        "nothing";

    EnumValueRespelled: "spells the value differently",
        [breaking("requests with the old spelling are rejected"), risky("a reader that compares with the old spelling no longer finds it")],
        by_type("the value differs in Rust"),
        "use the new spelling";

    DiscriminatorValueMoved: "means another type than before",
        both(breaking("values are read as another type than they were written as")),
        patch("the value is read and written as the other type"),
        "update both sides at once";

    AnyOfBecameOneOf: "takes values of exactly one of its types, not of several",
        [breaking("a value of two of the types is rejected"), safe("every value is one of those that could come before")],
        nothing("the types are the same"),
        "check whether values are sent that two of the types accept";

    OneOfBecameAnyOf: "takes values of several of its types at once",
        [safe("valid values stay valid"), risky("a client receives values of several types")],
        nothing("the types are the same"),
        "check whether values are received that two of the types accept";

    UnionOverlaps: "is one of several types that have values in common",
        both(breaking("`oneOf` refuses a value of two of the types")),
        by_type("the type becomes an enum"),
        "see which of the types the values are";
}
