//! Documents, operations, and who may call them.

use super::{both, breaking, by_type, deprecates, major, minor, nothing, patch, risky, safe};

rules! {
    ApiAdded: "is a new document",
        both(safe("no client uses it yet")),
        minor("the crate gains a module"),
        "nothing";

    ApiRemoved: "is removed as a document",
        both(breaking("its operations are no longer documented")),
        major("the module is removed"),
        "find the document that replaces it, and compare the two with `--map`";

    BasePathChanged: "has another path on its server",
        both(breaking("calls use a path that is no longer documented")),
        by_type("the crate sends the new path"),
        "update the crate before the service drops the old path";

    ServerChanged: "names other servers",
        both(risky("a client that took its base URL from the document calls another host")),
        by_type("the client calls the first server unless the caller selects one"),
        "check whether the client still calls the right host";

    ServersReordered: "names its servers in another order",
        both(safe("each of the servers still answers")),
        by_type("the client calls the first server unless the caller selects one"),
        "check whether the client still calls the right host";

    OperationAdded: "is a new operation",
        both(safe("no client uses it yet")),
        minor("the crate gains a method"),
        "nothing";

    OperationRemoved: "is removed without having been deprecated",
        both(breaking("its calls are no longer documented")),
        major("the method and its request are removed"),
        "look for an operation that replaces it before updating";

    OperationSuperseded: "is removed, and a later version has its path",
        both(breaking("its calls are no longer documented")),
        major("the method and its request are removed"),
        "call the later version, and compare the two documents for what differs";

    DeprecatedOperationRemoved: "was deprecated and is removed",
        both(breaking("its calls are no longer documented")),
        major("the method and its request are removed"),
        "call the replacement named by the deprecation, before updating";

    OperationSkipped: "is skipped in the new document",
        both(risky("it was not compared, so its calls may have changed in any way")),
        major("its crate has no method for it any more"),
        "fix its error or remove it from `[api.omit]`, and compare again";

    OperationIdChanged: "has another operationId",
        both(safe("the id is not part of a request")),
        by_type("the method and the request are named after the operationId: major where the Rust names differ"),
        "rename the calls, or keep the old name by a pin in `[api.names]`";

    OperationPathChanged: "has another path",
        both(breaking("the old path is no longer documented")),
        by_type("the crate sends the new path"),
        "update the crate before the service drops the old path";

    OperationMethodChanged: "has another HTTP method",
        both(breaking("calls with the old method are no longer documented")),
        patch("the crate sends the new method"),
        "update the crate before the service drops the old method";

    OperationDeprecated: "is deprecated",
        both(safe("it still works")),
        deprecates(),
        "look for an operation that replaces it";

    OperationUndeprecated: "is no longer deprecated",
        both(safe("it works as before")),
        patch("the warning is removed"),
        "nothing";

    OperationBecameExperimental: "is experimental",
        both(risky("the service may change it at any time")),
        patch("the documentation says so; the client sends the header's default"),
        "be ready to change the calls, or stop using it";

    OperationNoLongerExperimental: "is no longer experimental",
        both(safe("it works as before")),
        patch("the documentation no longer says so"),
        "nothing";

    OperationGroupChanged: "has another first tag",
        both(safe("tags are not part of a request")),
        major("the method moves to the handle of another group"),
        "call it through its new group";

    OperationTagsChanged: "has other further tags",
        both(safe("tags are not part of a request")),
        nothing("only the first tag counts"),
        "nothing";

    PathParameterRenamed: "has another name",
        both(safe("the name of a path parameter is not sent")),
        major("the argument keeps its place; the mock server's methods have its name"),
        "nothing";

    SecurityRequired: "requires a token, and did not",
        both(breaking("calls without a token are rejected")),
        patch("the client sends credentials, and fails before sending without them"),
        "check that the caller has credentials";

    SecurityLifted: "no longer requires a token",
        both(safe("a token is accepted")),
        patch("the client no longer needs credentials"),
        "nothing";

    SecurityAlternativeAdded: "accepts one more security alternative",
        both(safe("the other alternatives are unchanged")),
        patch("the client chooses among one alternative more"),
        "nothing";

    SecurityAlternativeRemoved: "no longer accepts a security alternative",
        both(breaking("callers with only those credentials are rejected")),
        patch("the client chooses among one alternative less"),
        "check that the caller's credentials are of a remaining kind";

    AuthenticationChanged: "requires credentials of another kind",
        both(breaking("calls with credentials of the old kind are rejected")),
        patch("the client sends credentials of the new kind; the scheme has its own change"),
        "check that the caller has credentials of the new kind";

    SecurityScopeRequired: "requires a scope, and required none",
        both(breaking("calls whose token lacks the scope are rejected")),
        patch("the documentation says so"),
        "check that the caller's token has the scope";

    SecurityScopesLifted: "no longer requires a scope",
        both(safe("a token with the scope is accepted")),
        patch("the documentation says so"),
        "nothing";

    SecurityScopeAdded: "names one more scope",
        both(risky("OpenAPI requires all scopes; where any one suffices, this only adds an alternative")),
        patch("the documentation says so"),
        "check whether the caller's token has the scope";

    SecurityScopeRemoved: "no longer names a scope",
        both(risky("OpenAPI requires fewer scopes; where any one of them suffices, callers with only this one are rejected")),
        patch("the documentation says so"),
        "check whether the caller's token has one of the other scopes";

    SecuritySchemeRenamed: "refers to a renamed security scheme",
        both(safe("the name of a security scheme is not sent")),
        by_type("the builder's method is named after the scheme: major if it has one"),
        "rename the call of the builder";

    SecuritySchemeAdded: "is a new security scheme",
        both(safe("no operation changes")),
        by_type("the builder gains a method, unless the general credentials satisfy the scheme"),
        "nothing";

    SecuritySchemeRemoved: "is removed as a security scheme",
        both(safe("an operation that needed it has its own change")),
        by_type("the builder loses a method, if it had one for the scheme"),
        "remove the call of the builder";

    SecuritySchemeChanged: "changed as a security scheme",
        both(risky("credentials may have to be requested or sent in another way")),
        by_type("the crate sends credentials in the new way; the builder's method takes what the new kind needs"),
        "check whether the caller's credentials are of the new kind";

    CredentialMoved: "is sent in another part of the request",
        both(breaking("a credential in the old place is not read")),
        by_type("the client sends it in the new place; major where the builder takes another credential"),
        "update the crate before the service stops reading the old place";

    UserLevelAdded: "can be called by one more level of users",
        both(safe("those who could call it still can")),
        patch("the documentation says so"),
        "nothing";

    UserLevelRemoved: "can no longer be called by a level of users",
        both(breaking("callers of that level are rejected")),
        patch("the documentation says so"),
        "check that the caller has one of the remaining levels";

    UserLevelsIntroduced: "says which levels of users can call it",
        both(safe("the requirement is documented now; it may have existed before")),
        patch("the documentation says so"),
        "check that the caller has one of the levels";

    UserLevelsLifted: "no longer says which levels of users can call it",
        both(safe("callers need nothing else")),
        patch("the documentation says so"),
        "nothing";

    DocumentationChanged: "has another description",
        both(safe("descriptions are not part of the contract")),
        patch("the documentation says so"),
        "read it: it may contain a promise";

    ExtensionChanged: "has another value in an extension",
        both(safe("extensions are not part of OpenAPI's contract")),
        nothing("effects on the generated code, if any, are reported separately"),
        "check the vendor's documentation";

    Uncovered: "differs in a way that no rule covers",
        both(risky("its effect is unknown")),
        nothing("effects on the generated code, if any, are reported separately"),
        "look at both documents, and write a rule for it";
}
