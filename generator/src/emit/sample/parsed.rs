//! Values that an example parses from their text: dates, date-times and Base64.

use serde_json::Value;

use super::layout::Expr;
use super::{Need, Samples, json};

/// Shown where the document shows no date-time.
const DATE_TIME: &str = "2026-01-31T12:00:00Z";
/// Shown where the document shows no date.
const DATE: &str = "2026-01-31";
/// Shown where the document shows no Base64.
const BASE64: &str = "dGV4dA==";

impl Samples<'_, '_> {
    pub(super) fn date(&mut self, example: Option<&Value>) -> Expr {
        let shown = example.and_then(Value::as_str);
        self.parsed("Date", shown.filter(|it| is_date(it)).unwrap_or(DATE))
    }

    pub(super) fn timestamp(&mut self, example: Option<&Value>) -> Expr {
        let shown = example.and_then(Value::as_str);
        self.parsed("Timestamp", shown.unwrap_or(DATE_TIME))
    }

    pub(super) fn base64(&mut self, example: Option<&Value>) -> Expr {
        let shown = example.and_then(Value::as_str);
        let text = shown.filter(|it| is_base64(it)).unwrap_or(BASE64);
        self.parsed("Base64Bytes", text)
    }

    /// A text that is parsed as one of the runtime's types.
    fn parsed(&mut self, ty: &'static str, text: &str) -> Expr {
        self.needs.insert(Need::Parsed(ty));
        let text = json::string(text).line();
        Expr::Atom(format!("{text}.parse::<{}>()?", self.runtime_type(ty)))
    }

    /// A type of the runtime: imported, unless the document has something of that name.
    fn runtime_type(&self, name: &str) -> String {
        match self.import_of(name) {
            Some(_) => name.to_owned(),
            None => format!("{}::{name}", self.cx.crate_ident),
        }
    }

    /// The import of such a type.
    fn import_of(&self, name: &str) -> Option<String> {
        let mut types = self.cx.rust.types.iter();
        let is_taken = types.any(|(_, ty)| ty.name == name);
        (!is_taken).then(|| format!("use {}::{name};", self.cx.crate_ident))
    }

    /// Returns whether a text is parsed, and the imports of the types that do it.
    pub(in super::super) fn parsed_types(&self) -> (bool, Vec<String>) {
        let parsed: Vec<&str> = self
            .needs
            .iter()
            .filter_map(|need| match need {
                Need::Parsed(ty) => Some(*ty),
                Need::Fields | Need::Json | Need::Deprecated => None,
            })
            .collect();
        let imports = parsed.iter().filter_map(|ty| self.import_of(ty));
        (!parsed.is_empty(), imports.collect())
    }
}

/// Returns whether a text is a date: one whose day every month of its number has, so that no calendar is needed.
pub(super) fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut number = |digits: usize| {
        let part = parts.next().filter(|it| it.len() == digits)?;
        let is_number = part.bytes().all(|it| it.is_ascii_digit());
        part.parse::<u16>().ok().filter(|_| is_number)
    };
    let (year, month, day) = (number(4), number(2), number(2));
    let longest = if month == Some(2) { 28 } else { 30 };
    let is_in = |part: Option<u16>, last| part.is_some_and(|it| (1..=last).contains(&it));
    year.is_some() && is_in(month, 12) && is_in(day, longest) && parts.next().is_none()
}

/// Returns whether a text is Base64 with padding, whose last digit may need zeros that it does not have.
pub(super) fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let is_digit = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/');
    text.len().is_multiple_of(4) && text.len() - digits.len() <= 2 && digits.bytes().all(is_digit)
}
