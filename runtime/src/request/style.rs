//! The styles of OpenAPI's parameters: how a value is written into a path, a query, a header or a cookie.
//!
//! [`Style::syntax`] is the specification's table. One parameter is one [`Param`], and [`Param::write`] is the only function
//! that writes lists and objects by it.

mod tree;

use std::borrow::Cow;

use serde_json::Value;

use crate::request::encode;

pub(crate) use tree::Tree;

/// A parameter as the document describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param<'n> {
    location: Location,
    name: &'n str,
    style: Style,
    /// Whether each item or property is written with a name of its own.
    explode: bool,
    /// Whether reserved characters stay as they are.
    reserved: bool,
    /// Whether a value without items or properties is sent as an empty one.
    empty: bool,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// A style of OpenAPI, or that of a parameter with `content`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "test-util", derive(serde::Deserialize))]
#[cfg_attr(feature = "test-util", serde(rename_all = "lowercase"))]
pub enum Style {
    /// `simple`
    Simple,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `form`
    Form,
    /// `spaceDelimited`
    Space,
    /// `pipeDelimited`
    Pipe,
    /// `deepObject`, to any depth. The items of a list have their numbers as names.
    Deep,
    /// JSON text.
    Json,
    /// A field of a form without a style: text for a scalar, JSON for an object, the name once more for each item of a list.
    Content,
    /// Text, which is not percent-encoded in a cookie.
    Text,
}

/// How the items of a list are written in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListStyle {
    /// `a=1&a=2`: style `form`, exploded.
    Multi,
    /// `a=1,2`: style `form`, not exploded. A comma inside an item is written as `%2C`.
    Comma,
    /// `a=1%202`: style `spaceDelimited`.
    Space,
    /// `a=1%7C2`: style `pipeDelimited`.
    Pipe,
}

impl ListStyle {
    /// The parameter of a query that has this style, without a name.
    pub(crate) const fn param(self) -> Param<'static> {
        let (style, explode) = match self {
            Self::Multi => (Style::Form, true),
            Self::Comma => (Style::Form, false),
            Self::Space => (Style::Space, false),
            Self::Pipe => (Style::Pipe, false),
        };
        Param::query("").style(style, explode)
    }
}

/// The characters that a style writes around values.
pub(crate) struct Syntax {
    /// Before the first value.
    pub(crate) first: &'static str,
    /// Between exploded items or properties.
    pub(crate) exploded: &'static str,
    /// Between items, or names and values, that are not exploded.
    pub(crate) joined: &'static str,
    /// Whether the parameter's name is written.
    pub(crate) is_named: bool,
}

impl Style {
    /// The row of the style in the specification's table.
    pub(crate) fn syntax(self, location: Location) -> Syntax {
        let syntax = |first, exploded, joined, is_named| Syntax {
            first,
            exploded,
            joined,
            is_named,
        };
        let between = match location {
            Location::Cookie => "; ",
            Location::Path | Location::Query | Location::Header => "&",
        };
        match self {
            Self::Simple => syntax("", ",", ",", false),
            Self::Label => syntax(".", ".", ",", false),
            Self::Matrix => syntax(";", ";", ",", true),
            Self::Form | Self::Deep | Self::Content => syntax("", between, ",", true),
            Self::Space => syntax("", between, "%20", true),
            Self::Pipe => syntax("", between, "%7C", true),
            Self::Json | Self::Text => {
                let is_named = matches!(location, Location::Query | Location::Cookie);
                syntax("", between, ",", is_named)
            }
        }
    }
}

impl<'n> Param<'n> {
    /// Returns a parameter of the path.
    pub const fn path(name: &'n str) -> Self {
        Self::new(Location::Path, name, Style::Simple, false)
    }

    /// Returns a parameter of the query, or a field of a form.
    pub const fn query(name: &'n str) -> Self {
        Self::new(Location::Query, name, Style::Form, true)
    }

    /// Returns a header.
    pub const fn header(name: &'n str) -> Self {
        Self::new(Location::Header, name, Style::Simple, false)
    }

    /// Returns a cookie.
    pub const fn cookie(name: &'n str) -> Self {
        Self::new(Location::Cookie, name, Style::Form, true)
    }

    const fn new(location: Location, name: &'n str, style: Style, explode: bool) -> Self {
        Self {
            location,
            name,
            style,
            explode,
            reserved: false,
            empty: false,
        }
    }

    /// Sets the style, and whether each item or property is written with a name of its own.
    #[must_use]
    pub const fn style(mut self, style: Style, explode: bool) -> Self {
        self.style = style;
        self.explode = explode;
        self
    }

    /// Leaves reserved characters of values as they are, except those that would end the value.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.reserved = true;
        self
    }

    /// Sends a value without items or properties as an empty one.
    #[must_use]
    pub const fn allow_empty(mut self) -> Self {
        self.empty = true;
        self
    }

    /// Returns the same parameter with another name.
    pub(crate) fn named<'m>(self, name: &'m str) -> Param<'m>
    where
        'n: 'm,
    {
        Param { name, ..self }
    }

    pub(crate) fn location(&self) -> Location {
        self.location
    }

    pub(crate) fn name(&self) -> &'n str {
        self.name
    }

    /// Returns the value as it is written: the pairs of a query, separated by `&`, those of a cookie, separated by `; `, or
    /// the text of a path or header. Returns `None` if the value is undefined and nothing is written for it.
    pub(crate) fn write(&self, value: &Tree) -> Option<String> {
        if matches!(self.style, Style::Json | Style::Text) {
            let json = (self.style == Style::Json).then(|| value.json());
            let text = json.map_or_else(|| value.text(), Cow::Owned);
            return Some(self.one(&text));
        }
        match value {
            Tree::Object(_) if self.style == Style::Content => Some(self.one(&value.text())),
            _ if is_undefined(value) => self.undefined(),
            Tree::List(_) | Tree::Object(_) if self.style == Style::Deep => {
                let mut writer = Writer::new(self);
                deep_pairs(self.name, value, &mut |name, value| {
                    writer.pair(name, &value.text());
                });
                Some(writer.out)
            }
            // What is null has no text.
            Tree::List(items) => {
                let items = items.iter().filter(|it| !it.is_null());
                Some(self.list(items.map(Tree::text)))
            }
            Tree::Object(members) => {
                // Null has no text.
                let members = members.iter().filter(|(_, value)| !value.is_null());
                Some(self.object(members))
            }
            Tree::Scalar(_) if self.style == Style::Matrix && value.text().is_empty() => {
                self.undefined()
            }
            Tree::Scalar(_) => Some(self.one(&value.text())),
        }
    }

    fn one(&self, text: &str) -> String {
        let mut writer = Writer::new(self);
        writer.pair(self.name, text);
        writer.out
    }

    fn list<'t>(&self, items: impl Iterator<Item = Cow<'t, str>>) -> String {
        let mut writer = Writer::new(self);
        for item in items {
            if self.explode {
                writer.pair(self.name, &item);
            } else {
                writer.item(&item);
            }
        }
        writer.out
    }

    fn object<'t>(&self, members: impl Iterator<Item = &'t (String, Tree)>) -> String {
        let mut writer = Writer::new(self);
        for (name, value) in members {
            if self.explode {
                writer.property(name, &value.text());
            } else {
                writer.item(name);
                writer.item(&value.text());
            }
        }
        writer.out
    }

    /// Writes the column `undefined` of the specification's table. In a query or cookie nothing is written, unless the document
    /// allows empty values.
    fn undefined(&self) -> Option<String> {
        let mut out = String::new();
        match (self.style, self.location) {
            (Style::Matrix, _) => {
                out.push(';');
                self.escape_name(&mut out, self.name);
            }
            (Style::Label, _) => out.push('.'),
            (_, Location::Path | Location::Header) => {}
            (_, Location::Query | Location::Cookie) if self.empty => {
                self.escape_name(&mut out, self.name);
                out.push('=');
            }
            (_, Location::Query | Location::Cookie) => return None,
        }
        Some(out)
    }

    fn escape_name(&self, out: &mut String, name: &str) {
        match self.location {
            Location::Header | Location::Cookie => out.push_str(name),
            Location::Path | Location::Query => encode::push(out, encode::encode(name)),
        }
    }

    fn escape(&self, out: &mut String, text: &str) {
        match (self.location, self.style) {
            (Location::Header, _) => out.push_str(text),
            (Location::Cookie, Style::Text) => encode::push_cookie(out, text),
            _ if self.reserved => encode::push_reserved(out, text),
            _ => encode::push(out, encode::encode(text)),
        }
    }
}

/// The text of one parameter while it is written.
struct Writer<'p> {
    param: &'p Param<'p>,
    syntax: Syntax,
    out: String,
    is_first: bool,
}

impl<'p> Writer<'p> {
    fn new(param: &'p Param<'p>) -> Self {
        Self {
            param,
            syntax: param.style.syntax(param.location),
            out: String::new(),
            is_first: true,
        }
    }

    /// Returns whether nothing was written before.
    fn between(&mut self, separator: &str) -> bool {
        let is_first = std::mem::take(&mut self.is_first);
        let text = if is_first {
            self.syntax.first
        } else {
            separator
        };
        self.out.push_str(text);
        is_first
    }

    /// Writes a value with a name, if the style has names.
    fn pair(&mut self, name: &str, value: &str) {
        self.between(self.syntax.exploded);
        self.name(name);
        self.param.escape(&mut self.out, value);
    }

    /// Writes a property, which has a name in every style.
    fn property(&mut self, name: &str, value: &str) {
        self.between(self.syntax.exploded);
        self.param.escape_name(&mut self.out, name);
        self.out.push('=');
        self.param.escape(&mut self.out, value);
    }

    /// Writes a value among others that share the name of the parameter.
    fn item(&mut self, value: &str) {
        if self.between(self.syntax.joined) {
            self.name(self.param.name);
        }
        self.param.escape(&mut self.out, value);
    }

    fn name(&mut self, name: &str) {
        if self.syntax.is_named {
            self.param.escape_name(&mut self.out, name);
            self.out.push('=');
        }
    }
}

fn is_undefined(value: &Tree) -> bool {
    match value {
        Tree::Scalar(value) => value.is_null(),
        Tree::List(items) => items.iter().all(Tree::is_null),
        Tree::Object(members) => members.iter().all(|(_, value)| value.is_null()),
    }
}

/// Calls a function with each scalar in a value, and its name: `name[key]`, to any depth. Nulls have no name.
pub(crate) fn deep_pairs(name: &str, value: &Tree, take: &mut impl FnMut(&str, &Tree)) {
    match value {
        Tree::Scalar(Value::Null) => {}
        Tree::Scalar(_) => take(name, value),
        Tree::List(items) => {
            for (n, value) in items.iter().enumerate() {
                deep_pairs(&format!("{name}[{n}]"), value, take);
            }
        }
        Tree::Object(members) => {
            for (key, value) in members {
                deep_pairs(&format!("{name}[{key}]"), value, take);
            }
        }
    }
}

#[cfg(test)]
mod tests;
