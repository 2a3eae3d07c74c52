//! Filters and sorters: the text of a filter that was built parses back to the same tree, a text that parses means the same after it
//! was printed, and raw text stays as it is.

#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use openapi_client_runtime::codegen::{composites, operators};
use openapi_client_runtime::filter::{Field, Value};
use openapi_client_runtime::timestamp::{Date, Timestamp};
use openapi_client_runtime::{Filter, Sorter};

struct Things;
composites!(Things: And, Or, Not);

enum All {}
operators!(All: Eq, Ne, Gt, Ge, Lt, Le, In, Co, Sw, Ca, Pr, Isnull, Sort);

/// Names of fields: plain ones, and words of the grammar that are none at their place.
const NAMES: [&str; 9] = [
    "name", "a.b", "and", "or", "eq", "in", "isnull", "é-1", "@type/x",
];

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    Built(Tree),
    Text(&'a str),
    Raw(&'a str, &'a str, bool),
}

#[derive(Arbitrary, Debug)]
enum Tree {
    Compared(u8, u8, Operand),
    Listed(u8, bool, Operand, Vec<Operand>),
    Searched(u8, bool, String),
    Present(u8),
    Null(u8),
    Not(Box<Tree>),
    Joined(Box<Tree>, bool, Box<Tree>),
}

#[derive(Arbitrary, Debug)]
enum Operand {
    Text(String),
    Whole(i64),
    Float(f64),
    Bool(bool),
    Time(String),
    Date(String),
}

impl Operand {
    fn value(self) -> Value {
        match self {
            Self::Text(it) => it.into(),
            Self::Whole(it) => it.into(),
            Self::Float(it) => it.into(),
            Self::Bool(it) => it.into(),
            Self::Time(it) => received::<Timestamp>(it).into(),
            Self::Date(it) => received::<Date>(it).into(),
        }
    }
}

/// A date as it is received, which need not be one.
fn received<T: serde::de::DeserializeOwned>(text: String) -> T {
    serde_json::from_value(text.into()).expect("any text can be received as a date")
}

impl Tree {
    /// Returns the filter; none if it is nested more deeply than the grammar allows.
    fn filter(self, depth: usize) -> Option<Filter<Things>> {
        let depth = depth.checked_sub(1)?;
        let field = |n: u8| Field::<Things, Value, All>::new(NAMES[usize::from(n) % NAMES.len()]);
        Some(match self {
            Self::Compared(name, operator, value) => {
                let (field, value) = (field(name), value.value());
                match operator % 6 {
                    0 => field.eq(value),
                    1 => field.ne(value),
                    2 => field.gt(value),
                    3 => field.ge(value),
                    4 => field.lt(value),
                    _ => field.le(value),
                }
            }
            Self::Listed(name, is_in, first, rest) => {
                let values = [first].into_iter().chain(rest).map(Operand::value);
                if is_in {
                    field(name).is_in(values)
                } else {
                    field(name).ca(values)
                }
            }
            Self::Searched(name, is_start, text) if is_start => field(name).sw(text),
            Self::Searched(name, _, text) => field(name).co(text),
            Self::Present(name) => field(name).pr(),
            Self::Null(name) => field(name).is_null(),
            Self::Not(inner) => !inner.filter(depth)?,
            Self::Joined(left, is_and, right) => {
                let (left, right) = (left.filter(depth)?, right.filter(depth)?);
                if is_and {
                    left.and(right)
                } else {
                    left.or(right)
                }
            }
        })
    }
}

fuzz_target!(|input: Input<'_>| match input {
    Input::Built(tree) => {
        let Some(filter) = tree.filter(20) else {
            return;
        };
        let text = filter.to_string();
        let parsed = Filter::<Things>::parse(&text);
        assert_eq!(parsed.as_ref(), Ok(&filter), "{text:?}");
    }
    Input::Text(text) => {
        assert_eq!(Filter::<Things>::raw(text).to_string(), text);
        assert_eq!(Sorter::<Things>::raw(text).to_string(), text);
        match Filter::<Things>::parse(text) {
            Ok(filter) => reparses(&filter),
            Err(error) => assert!(text.is_char_boundary(error.position()), "{error}"),
        }
    }
    Input::Raw(left, right, is_and) => {
        let join = |left: Filter<Things>, right| {
            if is_and {
                left.and(right)
            } else {
                left.or(right)
            }
        };
        let (Ok(one), Ok(two)) = (Filter::parse(left), Filter::parse(right)) else {
            return;
        };
        let raw = join(Filter::raw(left), Filter::raw(right)).to_string();
        if let Some(parsed) = parse(&raw) {
            assert_eq!(parsed, join(one, two), "{raw:?}");
        }
    }
});

/// Returns a filter; none where parentheses that were added nest more deeply than the grammar allows.
fn parse(text: &str) -> Option<Filter<Things>> {
    match Filter::parse(text) {
        Ok(filter) => Some(filter),
        Err(error) => {
            assert!(
                error.to_string().contains("less nesting"),
                "{error}: {text:?}"
            );
            None
        }
    }
}

fn reparses(filter: &Filter<Things>) {
    if let Some(parsed) = parse(&filter.to_string()) {
        assert_eq!(parsed, *filter);
    }
}
