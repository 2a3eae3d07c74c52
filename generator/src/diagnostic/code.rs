//! The kinds of findings. Each has a fixture under `tests/fixtures/invalid/` that shows it.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// The kind of a diagnostic; printed in brackets after `error` or `warning`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the text, for example `duplicate-key`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}

codes! {
    /// The text is neither YAML nor JSON, or nests deeper than the reader goes.
    SyntaxError = "syntax-error",
    /// One mapping has a key twice.
    DuplicateKey = "duplicate-key",
    /// The document is not OpenAPI 3.0.x.
    UnsupportedVersion = "unsupported-version",
    /// A node does not have the form that OpenAPI gives it.
    InvalidNode = "invalid-node",
    /// Keys are indented less than the key that they belong to.
    WrongIndentation = "wrong-indentation",
    /// A key that OpenAPI does not know.
    UnknownKey = "unknown-key",
    /// Nothing in the documents uses a component, a tag or a fact of the configuration.
    Unused = "unused",
    /// A `$ref` is unresolved.
    DanglingReference = "dangling-reference",
    /// A `$ref` refers to itself.
    CyclicReference = "cyclic-reference",
    /// A `$ref` leads to another file.
    ExternalReference = "external-reference",
    /// A `$ref` refers to a node of another kind than expected.
    MisplacedReference = "misplaced-reference",
    /// A schema is not supported.
    UnsupportedSchema = "unsupported-schema",
    /// A schema says what can't hold at once: bounds, `enum`, `default` and `type`.
    Contradiction = "contradiction",
    /// `required` names a property that is not described.
    UndescribedProperty = "undescribed-property",
    /// `type` names none of the six types.
    UnknownType = "unknown-type",
    /// The branches of an `allOf` contradict each other.
    ConflictingAllOf = "conflicting-all-of",
    /// A discriminator maps a value to something that is not a branch.
    InvalidDiscriminator = "invalid-discriminator",
    /// No value is read as a branch of a union, because another branch has the same tag.
    UnreachableBranch = "unreachable-branch",
    /// An operation has no `operationId`.
    MissingOperationId = "missing-operation-id",
    /// Two operations have one `operationId`.
    DuplicateOperationId = "duplicate-operation-id",
    /// A path can't be called.
    InvalidPath = "invalid-path",
    /// Path template and path parameters do not name the same things.
    PathParameterMismatch = "path-parameter-mismatch",
    /// A parameter's place, style or type can't be put into a request.
    UnsupportedParameter = "unsupported-parameter",
    /// A description lists fields to filter or sort by in a form that can't be read.
    UnreadableFields = "unreadable-fields",
    /// A list has a parameter for the page, but the client does not read it page after page.
    UnpagedList = "unpaged-list",
    /// `x-response-keys` names a field or a property that does not exist.
    InvalidResponseKey = "invalid-response-key",
    /// Two parameters of an operation have one name and place.
    DuplicateParameter = "duplicate-parameter",
    /// A body's media type or form can't be sent or read.
    UnsupportedBody = "unsupported-body",
    /// The client can't send the credentials that an operation requires.
    UnsupportedSecurity = "unsupported-security",
    /// A response can't be read as documented.
    UnsupportedResponse = "unsupported-response",
    /// Something that a client has no part in: requests that the service itself sends.
    NotForClients = "not-for-clients",
    /// An operation documents no success.
    NoSuccessResponse = "no-success-response",
    /// Two things of the document get one Rust name.
    NameCollision = "name-collision",
    /// A name pinned in the configuration is not a Rust name, or matches nothing.
    InvalidPin = "invalid-pin",
    /// The configuration can't be read.
    InvalidConfig = "invalid-config",
    /// An overlay can't be read or an action of it can't be applied.
    InvalidOverlay = "invalid-overlay",
    /// An overlay's action matches nothing in the document.
    StaleOverlayAction = "stale-overlay-action",
    /// An omission matches no operation.
    StaleOmission = "stale-omission",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
