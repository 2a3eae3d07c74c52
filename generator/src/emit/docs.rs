//! Words of the document to doc comments.

use proc_macro2::TokenStream;
use serde_json::{Number, Value};

use super::cx::EmitCx;
use super::markdown::{linked_lines, rustdoc_lines};
use super::sample;
use crate::invisible::is_unseen;
use crate::model::{Constraints, Docs, TypeRef};
use crate::render::comment;

/// A doc comment under construction: paragraphs with an empty line between them.
#[derive(Clone, Debug, Default)]
pub(super) struct Doc {
    lines: Vec<String>,
}

impl Doc {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a paragraph of our own: markdown that is known to be sound.
    #[must_use]
    pub(super) fn line(mut self, line: impl Into<String>) -> Self {
        self.gap();
        self.lines.push(line.into());
        self
    }

    /// Adds lines of our own right below each other: a list, a table, a block of code.
    #[must_use]
    pub(super) fn block(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_some() {
            self.gap();
            self.lines.extend(lines);
        }
        self
    }

    /// Adds a text in which no operation is named: a title, words of our own.
    #[must_use]
    pub(super) fn markdown(self, text: &str) -> Self {
        self.block(rustdoc_lines(text))
    }

    /// Adds a description of the document; what names an operation links to its method.
    #[must_use]
    pub(super) fn description(self, cx: &EmitCx<'_>, text: &str) -> Self {
        self.block(linked_lines(text, &|code| cx.reference(code)))
    }

    /// Adds what the document says of a thing: its description, else its summary.
    #[must_use]
    pub(super) fn words(self, cx: &EmitCx<'_>, docs: &Docs) -> Self {
        match docs.description.as_deref().or(docs.summary.as_deref()) {
            Some(text) => self.description(cx, text),
            None => self,
        }
    }

    /// Adds bounds, default and example of a value of a type.
    #[must_use]
    pub(super) fn constraints(
        self,
        cx: &EmitCx<'_>,
        ty: &TypeRef,
        constraints: &Constraints,
    ) -> Self {
        self.facts(cx, constraints, &|value| sample::literal(cx, ty, value))
    }

    /// Adds bounds, default and example of a value, which `literal` writes as Rust.
    #[must_use]
    pub(super) fn facts(
        self,
        cx: &EmitCx<'_>,
        constraints: &Constraints,
        literal: Literal<'_>,
    ) -> Self {
        let facts = facts(cx, constraints, literal);
        if facts.is_empty() {
            self
        } else {
            self.line(facts.join(" "))
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(super) fn lines(&self) -> &[String] {
        &self.lines
    }

    fn gap(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }

    /// `/// …`
    pub(super) fn outer(&self) -> TokenStream {
        comment(&self.lines, false)
    }

    /// `//! …`
    pub(super) fn inner(&self) -> TokenStream {
        comment(&self.lines, true)
    }
}

/// How a value of the document is written as Rust; none where it is no value of the type, or takes more than a line.
pub(super) type Literal<'a> = &'a dyn Fn(&Value) -> Option<String>;

/// Formats that the Rust type shows.
const KNOWN_BY_TYPE: [&str; 8] = [
    "int32",
    "int64",
    "uint64",
    "date",
    "date-time",
    "byte",
    "binary",
    "comma-separated",
];

/// One sentence each.
pub(super) fn facts(
    cx: &EmitCx<'_>,
    constraints: &Constraints,
    literal: Literal<'_>,
) -> Vec<String> {
    let Constraints {
        format,
        minimum: _,
        maximum: _,
        exclusive_minimum: _,
        exclusive_maximum: _,
        multiple_of: _,
        min_length,
        max_length,
        pattern,
        min_items,
        max_items,
        unique_items,
        // Nobody counts the properties of a typed object.
        min_properties: _,
        max_properties: _,
        item,
        values,
        default,
        example,
        resource_operation,
        // A program can write any value.
        patch_values: _,
    } = constraints;
    let mut facts = Vec::new();
    if let Some(format) = format.as_deref().filter(|it| !KNOWN_BY_TYPE.contains(it)) {
        facts.extend(code(format).map(|format| format!("Format: {format}.")));
    }
    facts.extend(numbers(constraints));
    facts.extend(range(*min_length, *max_length, "character"));
    facts.extend(
        pattern
            .as_deref()
            .and_then(code)
            .map(|pattern| format!("Pattern: {pattern}.")),
    );
    facts.extend(range(*min_items, *max_items, "item"));
    let value = |value: &Value| rust(value, literal).or_else(|| json(value));
    let values: Vec<String> = values.iter().filter_map(value).collect();
    if !values.is_empty() {
        facts.push(format!("One of {}.", values.join(", ")));
    }
    // The list has examples of its own.
    let of_item = item.as_deref().map(|item| Constraints {
        example: None,
        ..item.clone()
    });
    let of_item = of_item.map(|item| self::facts(cx, &item, &|_| None));
    if let Some(of_item) = of_item.filter(|it| !it.is_empty()) {
        facts.push(format!("Each item: {}", of_item.join(" ")));
    }
    if *unique_items {
        facts.push("Items are unique.".to_owned());
    }
    facts.extend(
        default
            .as_ref()
            .and_then(value)
            .map(|default| format!("Default: {default}.")),
    );
    facts.extend(
        resource_operation
            .as_deref()
            .and_then(|id| cx.operation_link(id).or_else(|| code(id)))
            .map(|operation| format!("One of the values that {operation} lists.")),
    );
    facts.extend(
        example
            .as_ref()
            .and_then(value)
            .map(|example| format!("Example: {example}.")),
    );
    facts
}

/// The bounds of a number.
fn numbers(constraints: &Constraints) -> Vec<String> {
    let lower = |min: &Number| {
        if constraints.exclusive_minimum {
            format!("More than {min}.")
        } else {
            format!("At least {min}.")
        }
    };
    let upper = |max: &Number| {
        if constraints.exclusive_maximum {
            format!("Less than {max}.")
        } else {
            format!("At most {max}.")
        }
    };
    let is_exclusive = constraints.exclusive_minimum || constraints.exclusive_maximum;
    let mut facts = Vec::new();
    match (&constraints.minimum, &constraints.maximum) {
        (Some(min), Some(max)) if !is_exclusive => facts.push(format!("From {min} to {max}.")),
        (min, max) => {
            facts.extend(min.as_ref().map(lower));
            facts.extend(max.as_ref().map(upper));
        }
    }
    let step = constraints.multiple_of.as_ref();
    facts.extend(step.map(|step| format!("A multiple of {step}.")));
    facts
}

fn range(min: Option<usize>, max: Option<usize>, unit: &str) -> Option<String> {
    let plural = |n: usize| {
        if n == 1 {
            unit.to_owned()
        } else {
            format!("{unit}s")
        }
    };
    Some(match (min, max) {
        (None | Some(0), None) => return None,
        (Some(min), Some(max)) if min == max => format!("Exactly {max} {}.", plural(max)),
        (Some(min), Some(max)) => format!("{min} to {max} {}.", plural(max)),
        (Some(min), None) => format!("At least {min} {}.", plural(min)),
        (None, Some(max)) => format!("At most {max} {}.", plural(max)),
    })
}

/// A value as Rust code, if it is short enough to help.
fn rust(value: &Value, literal: Literal<'_>) -> Option<String> {
    const LONGEST: usize = 160;
    let text = literal(value).filter(|text| text.len() <= LONGEST)?;
    code_of_any_length(&text)
}

/// A JSON value as code, if it is short enough to help.
fn json(value: &Value) -> Option<String> {
    match value {
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            code(&value.to_string())
        }
        Value::Null | Value::Object(_) => None,
    }
}

/// Text as inline code, if it is short enough to help; `None` if it does not fit on a line.
pub(super) fn code(text: &str) -> Option<String> {
    const LONGEST: usize = 80;
    (text.chars().count() <= LONGEST)
        .then(|| code_of_any_length(text))
        .flatten()
}

/// Text as inline code; `None` if it does not fit on a line.
pub(super) fn code_of_any_length(text: &str) -> Option<String> {
    let is_plain = !text.is_empty()
        && text
            .chars()
            .all(|c| !c.is_control() && c != '`' && !is_unseen(c));
    is_plain.then(|| format!("`{text}`"))
}

pub(super) fn full_stop(summary: &str) -> String {
    let summary = summary.trim();
    if summary.ends_with(['.', '!', '?', ':']) {
        summary.to_owned()
    } else {
        format!("{summary}.")
    }
}
