//! Signatures of functions and methods.

use std::borrow::Cow;
use std::fmt;

use super::ty::{Ty, commas};

/// A public function or method, without its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fn<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) receiver: Receiver,
    pub(crate) arguments: Vec<Argument<'a>>,
    pub(crate) output: Ty<'a>,
    pub(crate) is_async: bool,
    /// The cargo feature that it needs beyond those of its type.
    pub(crate) feature: Option<Cow<'a, str>>,
    pub(crate) is_deprecated: bool,
}

/// How a method takes what it is called on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Receiver {
    /// It is called on a type.
    None,
    /// `&self`
    Ref,
    /// `self`
    Value,
}

/// An argument of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Argument<'a> {
    pub(crate) name: &'a str,
    pub(crate) ty: Ty<'a>,
}

impl<'a> Fn<'a> {
    /// A method that takes `self`.
    pub(super) fn new(name: impl Into<Cow<'a, str>>, output: Ty<'a>) -> Self {
        Self {
            name: name.into(),
            receiver: Receiver::Value,
            arguments: Vec::new(),
            output,
            is_async: false,
            feature: None,
            is_deprecated: false,
        }
    }

    pub(super) fn on(mut self, receiver: Receiver) -> Self {
        self.receiver = receiver;
        self
    }

    pub(super) fn argument(mut self, name: &'a str, ty: Ty<'a>) -> Self {
        self.arguments.push(Argument { name, ty });
        self
    }

    pub(super) fn asynchronous(mut self) -> Self {
        self.is_async = true;
        self
    }

    pub(super) fn feature(mut self, feature: Option<impl Into<Cow<'a, str>>>) -> Self {
        self.feature = feature.map(Into::into);
        self
    }

    pub(super) fn deprecated(mut self, is_deprecated: bool) -> Self {
        self.is_deprecated = is_deprecated;
        self
    }
}

impl fmt::Display for Argument<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.ty)
    }
}

impl fmt::Display for Fn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let receiver = match self.receiver {
            Receiver::None => "",
            Receiver::Ref => "&self",
            Receiver::Value => "self",
        };
        let start = if self.is_async { "async fn" } else { "fn" };
        write!(f, "{start} {}({receiver}", self.name)?;
        if !receiver.is_empty() && !self.arguments.is_empty() {
            f.write_str(", ")?;
        }
        commas(f, &self.arguments)?;
        f.write_str(")")?;
        if self.output == Ty::UNIT {
            return Ok(());
        }
        write!(f, " -> {}", self.output)
    }
}

/// A name with something around it: `maybe_type` of `r#type`.
pub(crate) fn affixed(before: &str, name: &str, after: &str) -> String {
    format!("{before}{}{after}", bare(name))
}

/// A name as it follows a prefix or precedes a suffix: `type` of `r#type`.
pub(crate) fn bare(name: &str) -> &str {
    let name = name.strip_prefix("r#").unwrap_or(name);
    name.trim_end_matches('_')
}
