//! The value that a field is compared with.

use std::fmt;

use crate::model::Number;
use crate::model::string_enum::StringEnum;
use crate::timestamp::{Date, Timestamp};

/// The right side of a comparison, as it is written: text in quotes, numbers, booleans, dates and date-times bare.
///
/// ```
/// use openapi_client_runtime::filter::Value;
///
/// assert_eq!(Value::from(r#"a "b" \ c"#).to_string(), r#""a \"b\" \\ c""#);
/// assert_eq!(Value::from(7).to_string(), "7");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    text: String,
    is_quoted: bool,
}

impl Value {
    /// Text, which is written in quotes.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_quoted: true,
        }
    }

    /// A bare word.
    pub(super) fn bare(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_quoted: false,
        }
    }

    /// The value without quotes and escapes.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is text; numbers, booleans, dates and date-times are not.
    pub fn is_quoted(&self) -> bool {
        self.is_quoted
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_quoted {
            return f.write_str(&self.text);
        }
        f.write_str("\"")?;
        for part in self.text.split_inclusive(['\\', '"']) {
            match part.strip_suffix(['\\', '"']) {
                Some(plain) => write!(f, "{plain}\\{}", &part[plain.len()..])?,
                None => f.write_str(part)?,
            }
        }
        f.write_str("\"")
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

macro_rules! bare {
    ($($number:ty),*) => {$(
        impl From<$number> for Value {
            fn from(value: $number) -> Self {
                Self::bare(value.to_string())
            }
        }

        impl Operand for $number {
            fn into_value(self) -> Value {
                self.into()
            }
        }
    )*};
}

bare!(bool, i32, u32, i64, u64);

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Number::from(value).into()
    }
}

/// NaN and infinities have no syntax of their own and are written as text.
impl From<Number> for Value {
    fn from(value: Number) -> Self {
        if value.as_f64().is_finite() {
            Self::bare(value.to_string())
        } else {
            Self::text(value.to_string())
        }
    }
}

/// A text that can't be parsed as a date-time is written in quotes.
impl From<Timestamp> for Value {
    fn from(value: Timestamp) -> Self {
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | ':' | '.');
        if value.is_valid() && value.as_str().chars().all(is_word) {
            Self::bare(value.as_str())
        } else {
            Self::text(value.as_str())
        }
    }
}

/// A text that is not a date is written in quotes.
impl From<Date> for Value {
    fn from(value: Date) -> Self {
        if value.is_valid() {
            Self::bare(value.as_str())
        } else {
            Self::text(value.as_str())
        }
    }
}

/// A value that a field of type `V` can be compared with: it converts into a `V`.
#[diagnostic::on_unimplemented(
    message = "this field is compared with `{V}`, not with `{Self}`",
    label = "expected `{V}`",
    note = "convert it into a `{V}` first; text becomes a date-time by `\"2026-01-31T00:00:00Z\".parse::<Timestamp>()?`, a date by `\"2026-01-31\".parse::<Date>()?`"
)]
pub trait Compared<V>: Into<V> {}

#[diagnostic::do_not_recommend]
impl<V, T: Into<V>> Compared<V> for T {}

/// Values that a field of type `V` can be compared with: each converts into a `V`.
#[diagnostic::on_unimplemented(
    message = "expected a list of `{V}`, found `{Self}`",
    label = "not a list of `{V}`",
    note = "a list is an array, a `Vec` or another iterator: `[\"a\", \"b\"]`, and `[\"a\"]` for one value"
)]
pub trait ComparedList<V> {
    /// Returns the values.
    fn into_list(self) -> Vec<V>;
}

#[diagnostic::do_not_recommend]
impl<V, I: IntoIterator<Item: Compared<V>>> ComparedList<V> for I {
    fn into_list(self) -> Vec<V> {
        self.into_iter().map(Into::into).collect()
    }
}

/// A type that a field can be compared with.
#[diagnostic::on_unimplemented(
    message = "a field can't be compared with `{Self}`",
    note = "text, numbers, booleans, `Timestamp`, `Date` and the string enums of models can be compared with"
)]
pub trait Operand {
    /// The value as written in the filter.
    fn into_value(self) -> Value;
}

impl Operand for Value {
    fn into_value(self) -> Value {
        self
    }
}

impl Operand for String {
    fn into_value(self) -> Value {
        self.into()
    }
}

impl Operand for f64 {
    fn into_value(self) -> Value {
        self.into()
    }
}

impl Operand for Number {
    fn into_value(self) -> Value {
        self.into()
    }
}

impl Operand for Timestamp {
    fn into_value(self) -> Value {
        self.into()
    }
}

impl Operand for Date {
    fn into_value(self) -> Value {
        self.into()
    }
}

impl<E: StringEnum> Operand for E {
    fn into_value(self) -> Value {
        Value::text(self.wire())
    }
}
