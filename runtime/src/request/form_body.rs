//! A form or a multipart body that is given field by field.

use std::fmt::Display;

use http::header::{HeaderName, HeaderValue};
use serde::Serialize;

use crate::request::body::Body;
use crate::request::form::{self, FieldStyle};
use crate::request::multipart::Part;
use crate::request::param;

/// A form or a multipart body under construction. Generated types of such bodies hold one.
///
/// Setters never fail: the first fault is kept, and returned when the request is sent or built.
#[derive(Debug, Clone)]
pub struct FormBody {
    pub(crate) body: Body,
    /// The media type of a multipart body.
    multipart: &'static str,
    pub(crate) fault: Option<String>,
}

/// The media type of most multipart bodies.
pub(crate) const FORM_DATA: &str = "multipart/form-data";

impl FormBody {
    /// A form, `application/x-www-form-urlencoded`.
    pub fn form() -> Self {
        Self {
            body: Body::form(),
            ..Self::multipart(FORM_DATA)
        }
    }

    /// A multipart body of that media type.
    pub fn multipart(media_type: &'static str) -> Self {
        Self {
            body: Body::default(),
            multipart: media_type,
            fault: None,
        }
    }

    /// Adds a part to a multipart body. Without any part there is no body.
    pub fn part(&mut self, name: impl Into<String>, part: Part) {
        if let Err(fault) = self.body.push_part(self.multipart, name.into(), part) {
            self.fail(|| fault);
        }
    }

    /// Sets the parts of that name of a multipart body, in place of earlier ones.
    pub fn set_part(&mut self, name: &str, parts: impl IntoIterator<Item = Part>) {
        self.body.remove_parts(name);
        for part in parts {
            self.part(name, part);
        }
    }

    /// Sets a header of all parts of that name, in place of an earlier value.
    pub fn part_header(&mut self, part: &str, name: &'static str, value: impl Display) {
        let name = HeaderName::try_from(name).ok();
        let value = param::shown(value).and_then(|value| HeaderValue::try_from(value).ok());
        match name.zip(value) {
            Some((name, value)) => self.body.set_part_header(part, name, value),
            None => self.fail(|| format!("a header of part `{part}` has an invalid value")),
        }
    }

    /// Sets a field of a form, `application/x-www-form-urlencoded`, in place of an earlier value; several values repeat
    /// the name.
    pub fn form_field(&mut self, name: &str, values: impl IntoIterator<Item: Display>) {
        let texts: Option<Vec<_>> = values.into_iter().map(param::shown).collect();
        match texts {
            Some(texts) => self.body.set_field(name, form::repeated(name, &texts)),
            None => self.fail(|| format!("field `{name}` has a value that can't be encoded")),
        }
    }

    /// Sets a field of a form to any value, in place of an earlier one. With `allow_reserved`, characters that RFC 3986
    /// reserves are sent as they are, except those that would end the value.
    pub fn form_value(
        &mut self,
        name: &str,
        style: FieldStyle,
        allow_reserved: bool,
        value: &(impl Serialize + ?Sized),
    ) {
        match serde_json::to_value(value) {
            Ok(value) => {
                let pairs = form::field(name, style, allow_reserved, &value);
                self.body.set_field(name, pairs);
            }
            Err(error) => self.fail(|| format!("field `{name}` can't be encoded: {error}")),
        }
    }

    /// Keeps the first fault.
    #[cold]
    pub(crate) fn fail(&mut self, fault: impl FnOnce() -> String) {
        if self.fault.is_none() {
            self.fault = Some(fault());
        }
    }
}
