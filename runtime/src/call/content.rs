//! The body of a call: the setters of generated requests.

use super::Call;
use crate::request::body::Body;
use crate::request::file::{File, in_range};
use crate::request::form;
use crate::request::form_body::FormBody;
use crate::request::multipart::Part;
use crate::request::raw_body::RawBody;
use crate::request::style::Param;
use bytes::Bytes;
use http::header::HeaderValue;
use serde::Serialize;
use std::fmt::Display;

impl Call {
    /// Sets the body to JSON with a media type such as `application/json`. A value that can't be encoded is an error
    /// at `send`.
    pub fn json(&mut self, media_type: &str, value: &(impl Serialize + ?Sized)) {
        // Large enough for most bodies.
        let mut json = Vec::with_capacity(4096);
        match serde_json::to_writer(&mut json, value) {
            Ok(()) => self.bytes(media_type, json),
            Err(error) => self.fail(|| format!("the body can't be encoded as JSON: {error}")),
        }
    }

    /// Sets the body to a form, `application/x-www-form-urlencoded`: a struct, a map or a list of pairs. Lists repeat
    /// their name, null values are omitted, and objects are written as JSON.
    pub fn form(&mut self, fields: &(impl Serialize + ?Sized)) {
        self.styled_form(fields, &[]);
    }

    /// The same with the styles of some fields.
    pub fn styled_form(&mut self, fields: &(impl Serialize + ?Sized), styles: &[Param<'_>]) {
        match form::encode(fields, styles) {
            Ok(form) => self.bytes(form::MEDIA_TYPE, form),
            Err(fault) => self.fail(|| format!("the body can't be encoded as a form: {fault}")),
        }
    }

    /// Sets the body to a form without fields, which the setters of fields add to.
    pub fn start_form(&mut self) {
        self.state.content.body = Body::form();
    }

    /// Starts a multipart body, which is sent even without parts.
    pub fn start_multipart(&mut self) {
        self.state.content.start_multipart();
    }

    /// Sets the body to text.
    pub fn text(&mut self, media_type: &str, text: impl Into<String>) {
        self.bytes(media_type, text.into());
    }

    /// Sets the body to bytes.
    pub fn bytes(&mut self, media_type: &str, bytes: impl Into<Bytes>) {
        if let Some(content_type) = self.media_type(media_type) {
            self.state.content.body = Body::from_bytes(content_type, bytes.into());
        }
    }

    /// Sets the body to bytes, a file or a reader.
    pub fn raw(&mut self, media_type: &str, body: impl Into<RawBody>) {
        let file = body.into().into_file();
        match file.as_bytes().cloned() {
            Some(bytes) => self.bytes(media_type, bytes),
            None => {
                if let Some(content_type) = self.media_type(media_type) {
                    self.state.content.body = Body::from_file(content_type, file);
                }
            }
        }
    }

    /// Sets the body to bytes, a file or a reader with a media type of a range such as `image/*`. Fails if there is none.
    pub fn raw_in(&mut self, range: &str, media_type: &str, body: impl Into<RawBody>) {
        if media_type.contains('*') || !media_type.contains('/') || !in_range(media_type, range) {
            return self.fail(|| {
                format!(
                    "`{}` is not a media type of `{range}`",
                    media_type.escape_debug()
                )
            });
        }
        self.raw(media_type, body);
    }

    /// Sets the body to a file, alone and with the file's own media type.
    pub fn file(&mut self, file: File) {
        if let Some(content_type) = self.media_type(file.content_type()) {
            self.state.content.body = Body::from_file(content_type, file);
        }
    }

    /// Sets the body to a form or multipart body that was given field by field, even if it has none.
    pub fn form_body(&mut self, mut form: FormBody) {
        if let Some(fault) = form.fault.take() {
            self.fail(|| fault);
        }
        self.state.content.body = form.into_whole();
    }

    /// Adds a part to a multipart body. Without any part there is no body, unless it was started.
    pub fn part(&mut self, name: impl Into<String>, part: Part) {
        self.state.content.part(name, part);
    }

    /// Sets the parts of that name of a multipart body, in place of earlier ones.
    pub fn set_part(&mut self, name: &str, parts: impl IntoIterator<Item = Part>) {
        self.state.content.set_part(name, parts);
    }

    /// Sets a header of all parts of that name, in place of an earlier value.
    pub fn part_header(&mut self, part: &str, name: &'static str, value: impl Display) {
        self.state.content.part_header(part, name, value);
    }

    /// Sets a field of a form, `application/x-www-form-urlencoded`, in place of an earlier value; several values repeat the
    /// name.
    pub fn form_field(&mut self, name: &str, values: impl IntoIterator<Item: Display>) {
        self.state.content.form_field(name, values);
    }

    /// Sets a field of a form to any value, in place of an earlier one.
    pub fn form_value(&mut self, field: &Param<'_>, value: &(impl Serialize + ?Sized)) {
        self.state.content.form_value(field, value);
    }

    fn media_type(&mut self, media_type: &str) -> Option<HeaderValue> {
        let value = HeaderValue::from_str(media_type).ok();
        if value.is_none() {
            self.fail(|| format!("`{}` is not a media type", media_type.escape_debug()));
        }
        value
    }

    pub(crate) fn body(&self) -> &Body {
        &self.state.content.body
    }
}
