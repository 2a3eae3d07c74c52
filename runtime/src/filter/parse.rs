//! Parses filters.
//!
//! ```text
//! or         = and ("or" and)*
//! and        = not ("and" not)*
//! not        = "not" not | comparison | "(" or ")"
//! comparison = "pr" field | field "isnull" | field ("in" | "ca") list | field operator value
//! list       = "(" value ("," value)* ")"
//! value      = quoted | word
//! ```

use std::fmt;
use std::str::FromStr;

use super::expression::{Comparison, Expression};
use super::value::Value;

/// How deeply parentheses and negations may nest: more than anybody writes, and less than the stack allows.
const DEEPEST: usize = 64;

const OPERATORS: [&str; 8] = ["eq", "ne", "gt", "ge", "lt", "le", "co", "sw"];

/// Why a text is not a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    at: usize,
    expected: &'static str,
}

impl FilterError {
    /// How many bytes of the text are valid.
    pub fn position(&self) -> usize {
        self.at
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at byte {}", self.expected, self.at)
    }
}

impl std::error::Error for FilterError {}

impl FromStr for Expression {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        let mut parser = Parser {
            text,
            at: 0,
            depth: 0,
        };
        let expression = parser.or()?;
        parser.space();
        if parser.at < text.len() {
            return Err(parser.due("`and`, `or` or the end"));
        }
        Ok(expression)
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn or(&mut self) -> Result<Expression, FilterError> {
        let mut expression = self.and()?;
        while self.takes_word("or") {
            expression = expression.or(self.and()?);
        }
        Ok(expression)
    }

    fn and(&mut self) -> Result<Expression, FilterError> {
        let mut expression = self.not()?;
        while self.takes_word("and") {
            expression = expression.and(self.not()?);
        }
        Ok(expression)
    }

    fn not(&mut self) -> Result<Expression, FilterError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.due("less nesting"));
        }
        let expression = if self.takes_word("not") {
            !self.not()?
        } else if self.takes("(") {
            let inner = self.or()?;
            self.needs(")")?;
            inner
        } else {
            Expression::Comparison(self.comparison()?)
        };
        self.depth -= 1;
        Ok(expression)
    }

    fn comparison(&mut self) -> Result<Comparison, FilterError> {
        if self.takes_word("pr") {
            let field = self.field()?;
            return Ok(Comparison::Present { field });
        }
        let field = self.field()?;
        if self.takes_word("isnull") {
            return Ok(Comparison::Null { field });
        }
        for operator in ["in", "ca"] {
            if self.takes_word(operator) {
                return Ok(Comparison::List {
                    field,
                    operator: operator.to_owned(),
                    values: self.list()?,
                });
            }
        }
        for operator in OPERATORS {
            if self.takes_word(operator) {
                return Ok(Comparison::Value {
                    field,
                    operator: operator.to_owned(),
                    value: self.value()?,
                });
            }
        }
        Err(self.due("an operator"))
    }

    fn list(&mut self) -> Result<Vec<Value>, FilterError> {
        self.needs("(")?;
        let mut values = vec![self.value()?];
        while self.takes(",") {
            values.push(self.value()?);
        }
        self.needs(")")?;
        Ok(values)
    }

    fn field(&mut self) -> Result<String, FilterError> {
        let field = self.word();
        if field.is_empty() {
            return Err(self.due("a field"));
        }
        self.at += field.len();
        Ok(field.to_owned())
    }

    fn value(&mut self) -> Result<Value, FilterError> {
        if self.takes("\"") {
            return self.quoted();
        }
        let word = self.word();
        if word.is_empty() {
            return Err(self.due("a value"));
        }
        self.at += word.len();
        Ok(Value::bare(word))
    }

    /// The rest of a quoted text, after its opening quote.
    fn quoted(&mut self) -> Result<Value, FilterError> {
        let mut value = String::new();
        loop {
            let rest = &self.text[self.at..];
            let Some(length) = rest.find(['"', '\\']) else {
                self.at = self.text.len();
                return Err(self.due("a closing quote"));
            };
            value.push_str(&rest[..length]);
            self.at += length + 1;
            if rest[length..].starts_with('"') {
                return Ok(Value::text(value));
            }
            let escaped = rest[length + 1..].chars().next();
            let Some(escaped @ ('"' | '\\')) = escaped else {
                return Err(self.due("`\"` or `\\` after a backslash"));
            };
            value.push(escaped);
            self.at += 1;
        }
    }

    fn space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    /// The letters, digits and signs up to the next space, quote, comma or parenthesis.
    fn word(&mut self) -> &'a str {
        self.space();
        let rest = &self.text[self.at..];
        let end = rest.find([' ', '\t', '\r', '\n', '"', ',', '(', ')', '\\']);
        &rest[..end.unwrap_or(rest.len())]
    }

    fn takes_word(&mut self, expected: &str) -> bool {
        let word = self.word();
        if word == expected {
            self.at += word.len();
        }
        word == expected
    }

    fn takes(&mut self, sign: &str) -> bool {
        self.space();
        let is_there = self.text[self.at..].starts_with(sign);
        if is_there {
            self.at += sign.len();
        }
        is_there
    }

    fn needs(&mut self, sign: &'static str) -> Result<(), FilterError> {
        if self.takes(sign) {
            return Ok(());
        }
        Err(self.due(if sign == "(" { "`(`" } else { "`)`" }))
    }

    fn due(&self, expected: &'static str) -> FilterError {
        FilterError {
            at: self.at,
            expected,
        }
    }
}
