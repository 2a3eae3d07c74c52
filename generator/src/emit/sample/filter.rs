//! Filters and sorters of the document, which are text in the service's own language, as calls of the fields' methods.
//!
//! `type eq "JIT" and source.name co "Rail"` becomes `f::TYPE.eq(ConnectionType::Jit).and(f::SOURCE_NAME.co("Rail"))`.

use serde_json::Value;

use super::json;
use super::layout::Expr;
use super::{Need, Samples, Target};
use crate::model::{Composite, FieldTable, Operator, Scalar, TableField, TypeRef};
use crate::rust::FieldConstant;

/// How deep parentheses and negations may be nested.
const DEEPEST: u8 = 16;

/// The fields of an operation with their constants.
#[derive(Clone, Copy)]
pub(in crate::emit) struct Fields<'a> {
    pub(in crate::emit) table: &'a FieldTable,
    pub(in crate::emit) constants: &'a [FieldConstant<'a>],
}

impl<'a> Fields<'a> {
    fn get(self, wire: &str) -> Option<(&'a TableField, &'a str)> {
        let mut constants = self.constants.iter();
        let constant = constants.find(|it| it.model.wire == wire)?;
        Some((constant.model, constant.name))
    }
}

/// The method of a field for an operator.
pub(in crate::emit) fn method(operator: Operator) -> &'static str {
    match operator {
        Operator::In => "is_in",
        Operator::Isnull => "is_null",
        Operator::Eq
        | Operator::Ne
        | Operator::Gt
        | Operator::Ge
        | Operator::Lt
        | Operator::Le
        | Operator::Co
        | Operator::Sw
        | Operator::Ca
        | Operator::Pr => operator.wire(),
    }
}

impl Samples<'_, '_> {
    /// A filter by the fields that are imported as `f`; `None` if the text is not one of them.
    pub(in crate::emit) fn filter(&mut self, fields: Fields<'_>, text: &str) -> Option<Expr> {
        let mut parser = Parser {
            samples: self,
            fields,
            words: words(text)?,
            at: 0,
        };
        let filter = parser.or(DEEPEST)?;
        let is_whole = parser.at == parser.words.len();
        if is_whole {
            self.needs.insert(Need::Fields);
        }
        is_whole.then_some(filter)
    }

    /// `[f::NAME.asc(), f::ID.desc()]`; `None` if one of the names is not a field that sorts.
    pub(in crate::emit) fn sorters(&mut self, fields: Fields<'_>, example: &Value) -> Option<Expr> {
        let names: Vec<&str> = match example {
            Value::String(text) => text.split(',').map(str::trim).collect(),
            Value::Array(names) => names.iter().map(Value::as_str).collect::<Option<_>>()?,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return None,
        };
        let sorter = |name: &&str| {
            let (wire, direction) = match name.strip_prefix('-') {
                Some(wire) => (wire, "desc"),
                None => (*name, "asc"),
            };
            let (_, constant) = fields.get(wire).filter(|(field, _)| field.sorts)?;
            Some(Expr::Atom(format!("f::{constant}.{direction}()")))
        };
        let sorters: Vec<Expr> = names.iter().map(sorter).collect::<Option<_>>()?;
        if sorters.is_empty() {
            return None;
        }
        self.needs.insert(Need::Fields);
        Some(Expr::group("[", sorters, "]"))
    }
}

/// The operand of a field is converted, like the items of lists; numbers are converted from any literal.
fn target_of(ty: Option<&TypeRef>) -> Target {
    match ty {
        Some(TypeRef::Scalar(Scalar::Number)) => Target::Argument,
        _ => Target::Item,
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Word {
    Bare(String),
    Quoted(String),
    /// `(`, `)` or `,`
    Sign(char),
}

/// The words of an expression; `None` if a quotation does not end.
fn words(text: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '(' | ')' | ',' => {
                words.push(Word::Sign(first));
                1
            }
            '"' => {
                let (quoted, length) = quoted(rest)?;
                words.push(Word::Quoted(quoted));
                length
            }
            _ => {
                let is_end = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '"');
                let length = rest.find(is_end).unwrap_or(rest.len());
                words.push(Word::Bare(rest[..length].to_owned()));
                length
            }
        };
        rest = rest[taken..].trim_start();
    }
    Some(words)
}

/// The text between quotes and the length with them.
fn quoted(text: &str) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut signs = text.char_indices().skip(1);
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return Some((value, at + 1)),
            '\\' => value.push(signs.next()?.1),
            other => value.push(other),
        }
    }
    None
}

struct Parser<'s, 'a, 'p, 'f> {
    samples: &'s mut Samples<'a, 'p>,
    fields: Fields<'f>,
    words: Vec<Word>,
    at: usize,
}

impl Parser<'_, '_, '_, '_> {
    fn or(&mut self, depth: u8) -> Option<Expr> {
        let mut filter = self.and(depth)?;
        while self.takes("or") {
            filter = self.joined(Composite::Or, filter, Self::and, depth)?;
        }
        Some(filter)
    }

    fn and(&mut self, depth: u8) -> Option<Expr> {
        let mut filter = self.not(depth)?;
        while self.takes("and") {
            filter = self.joined(Composite::And, filter, Self::not, depth)?;
        }
        Some(filter)
    }

    fn joined(
        &mut self,
        composite: Composite,
        filter: Expr,
        next: fn(&mut Self, u8) -> Option<Expr>,
        depth: u8,
    ) -> Option<Expr> {
        let other = next(self, depth)?;
        let is_documented = self.fields.table.composites.contains(&composite);
        is_documented.then(|| filter.then(composite.wire(), vec![other]))
    }

    fn not(&mut self, depth: u8) -> Option<Expr> {
        let depth = depth.checked_sub(1)?;
        if self.takes("not") {
            let filter = self.not(depth)?;
            let is_documented = self.fields.table.composites.contains(&Composite::Not);
            return is_documented.then(|| filter.then("not", Vec::new()));
        }
        if self.takes_sign('(') {
            let filter = self.or(depth)?;
            return self.takes_sign(')').then_some(filter);
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Option<Expr> {
        let first = self.bare()?;
        if first == "pr" {
            let field = self.bare()?;
            return self.call(&field, Operator::Pr, |_, _| Some(Vec::new()));
        }
        let word = self.bare()?;
        let operator = Operator::ALL.into_iter().find(|it| it.wire() == word)?;
        self.call(&first, operator, |parser, ty| match operator {
            Operator::Pr => None,
            Operator::Isnull => Some(Vec::new()),
            Operator::In | Operator::Ca => Some(vec![parser.list(ty)?]),
            Operator::Co | Operator::Sw => Some(vec![parser.text()?]),
            Operator::Eq
            | Operator::Ne
            | Operator::Gt
            | Operator::Ge
            | Operator::Lt
            | Operator::Le => Some(vec![parser.value(ty, target_of(ty))?]),
        })
    }

    /// `f::TYPE.eq(…)`
    fn call(
        &mut self,
        wire: &str,
        operator: Operator,
        arguments: impl FnOnce(&mut Self, Option<&TypeRef>) -> Option<Vec<Expr>>,
    ) -> Option<Expr> {
        let (field, constant) = self.fields.get(wire)?;
        if !field.operators.contains(&operator) {
            return None;
        }
        let arguments = arguments(self, field.ty.as_ref())?;
        Some(Expr::call(
            &format!("f::{constant}.{}", method(operator)),
            arguments,
        ))
    }

    fn list(&mut self, ty: Option<&TypeRef>) -> Option<Expr> {
        if !self.takes_sign('(') {
            return None;
        }
        let mut values = vec![self.value(ty, Target::Item)?];
        while self.takes_sign(',') {
            values.push(self.value(ty, Target::Item)?);
        }
        self.takes_sign(')').then(|| Expr::group("[", values, "]"))
    }

    fn text(&mut self) -> Option<Expr> {
        match self.next()? {
            Word::Quoted(text) | Word::Bare(text) => Some(json::string(&text)),
            Word::Sign(_) => None,
        }
    }

    fn value(&mut self, ty: Option<&TypeRef>, target: Target) -> Option<Expr> {
        let value = match self.next()? {
            Word::Quoted(text) => Value::String(text),
            // What is neither a number nor a boolean is text, or a date-time.
            Word::Bare(word) => match serde_json::from_str(&word) {
                Ok(value @ (Value::Bool(_) | Value::Number(_))) => value,
                _ => Value::String(word),
            },
            Word::Sign(_) => return None,
        };
        match ty {
            Some(ty) => self.samples.of_value(ty, &value, target),
            None => match value {
                Value::String(text) => Some(json::string(&text)),
                Value::Bool(value) => Some(Expr::atom(value.to_string())),
                Value::Number(number) => Some(json::number(&number)),
                Value::Null | Value::Array(_) | Value::Object(_) => None,
            },
        }
    }

    fn next(&mut self) -> Option<Word> {
        let word = self.words.get(self.at)?.clone();
        self.at += 1;
        Some(word)
    }

    fn bare(&mut self) -> Option<String> {
        match self.next()? {
            Word::Bare(word) => Some(word),
            Word::Quoted(_) | Word::Sign(_) => None,
        }
    }

    fn takes(&mut self, word: &str) -> bool {
        let is_there = matches!(self.words.get(self.at), Some(Word::Bare(it)) if it == word);
        self.at += usize::from(is_there);
        is_there
    }

    fn takes_sign(&mut self, sign: char) -> bool {
        let is_there = self.words.get(self.at) == Some(&Word::Sign(sign));
        self.at += usize::from(is_there);
        is_there
    }
}

#[cfg(test)]
mod tests {
    use super::{Word, words};

    fn bare(word: &str) -> Word {
        Word::Bare(word.to_owned())
    }

    #[test]
    fn splits_an_expression_into_words() {
        let quoted = Word::Quoted("a \"b\" \\ (c)".to_owned());
        let expected = [
            bare("id"),
            bare("in"),
            Word::Sign('('),
            quoted,
            Word::Sign(')'),
        ];
        let text = r#"id in("a \"b\" \\ (c)")"#;
        assert_eq!(words(text).as_deref(), Some(&expected[..]));
    }

    #[test]
    fn refuses_a_quotation_without_an_end() {
        assert_eq!(words(r#"id eq "a"#), None);
        assert_eq!(words(r#"id eq "a\"#), None);
    }
}
