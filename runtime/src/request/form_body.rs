//! A form or a multipart body that is given field by field.

use std::fmt::Display;

use http::header::{HeaderName, HeaderValue};
use serde::Serialize;

use crate::request::body::Body;
use crate::request::multipart::Part;
use crate::request::param;
use crate::request::style::{Param, Tree};

/// A form or a multipart body under construction. Generated types of such bodies hold one.
///
/// Setters never fail: the first fault is kept, and returned when the request is sent or built.
#[derive(Debug, Clone)]
pub struct FormBody {
    pub(crate) body: Body,
    /// The media type of a multipart body.
    multipart: &'static str,
    /// Whether a multipart body is there even without parts.
    is_required: bool,
    pub(crate) fault: Option<String>,
}

/// The media type of most multipart bodies.
pub(crate) const FORM_DATA: &str = "multipart/form-data";

impl FormBody {
    /// Returns a form, `application/x-www-form-urlencoded`.
    pub fn form() -> Self {
        Self {
            body: Body::form(),
            ..Self::multipart(FORM_DATA)
        }
    }

    /// Returns a multipart body of that media type.
    pub fn multipart(media_type: &'static str) -> Self {
        Self {
            body: Body::default(),
            multipart: media_type,
            is_required: false,
            fault: None,
        }
    }

    /// The body, which is there even without parts: whoever gives it as a whole means to send it.
    pub(crate) fn into_whole(self) -> Body {
        if self.body.is_none() {
            Body::multipart(self.multipart)
        } else {
            self.body
        }
    }

    /// Starts a required multipart body, which is there even without parts.
    pub(crate) fn start_multipart(&mut self) {
        self.is_required = true;
        self.body = Body::multipart(self.multipart);
    }

    /// Adds a part to a multipart body. Without any part there is no body, unless it is required.
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
        if self.is_required && self.body.is_none() {
            self.start_multipart();
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
        match Tree::shown_list(values) {
            Some(values) => self.set_field(&Param::query(name), &values),
            None => self.fail(|| format!("field `{name}` has a value that can't be encoded")),
        }
    }

    /// Sets a field of a form to any value, in place of an earlier one.
    pub fn form_value(&mut self, field: &Param<'_>, value: &(impl Serialize + ?Sized)) {
        let name = field.name();
        match Tree::of(value) {
            Ok(value) => self.set_field(field, &value),
            Err(error) => self.fail(|| format!("field `{name}` can't be encoded: {error}")),
        }
    }

    fn set_field(&mut self, field: &Param<'_>, value: &Tree) {
        let pairs = field.write(value).unwrap_or_default();
        self.body.set_field(field.name(), pairs);
    }

    /// Keeps the first fault.
    #[cold]
    pub(crate) fn fail(&mut self, fault: impl FnOnce() -> String) {
        if self.fault.is_none() {
            self.fault = Some(fault());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks that a multipart body has no parts: only the line that ends it.
    fn expect_no_parts(body: &Body) {
        let text = body.to_bytes().unwrap();
        let text = std::str::from_utf8(&text).unwrap();
        let boundary = text
            .strip_prefix("--")
            .unwrap()
            .strip_suffix("--\r\n")
            .unwrap();
        let expected = format!("{FORM_DATA}; boundary={boundary}");
        assert_eq!(body.content_type().unwrap(), &expected);
    }

    #[test]
    fn a_body_that_is_given_whole_may_have_no_parts() {
        expect_no_parts(&FormBody::multipart(FORM_DATA).into_whole());
    }

    #[test]
    fn a_required_body_that_is_given_part_by_part_may_have_no_parts() {
        let mut form = FormBody::multipart(FORM_DATA);
        form.start_multipart();
        expect_no_parts(&form.body);
        form.set_part("a", [Part::text(1)]);
        assert!(form.body.to_bytes().unwrap().len() > 100);
        form.set_part("a", []);
        expect_no_parts(&form.body);
        let mut optional = FormBody::multipart(FORM_DATA);
        optional.set_part("a", []);
        assert!(optional.body.is_none());
    }
}
