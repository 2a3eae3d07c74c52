//! Filters: their text, and that parsing it gives the same tree.

use openapi_client_runtime as runtime;
use proptest::collection::vec;
use proptest::prelude::*;

use runtime::filter::{Comparison, Expression, Field, Value};
use runtime::timestamp::Timestamp;
use runtime::{Filter, Sorter};

#[derive(Debug)]
struct ListThings;
runtime::codegen::composites!(ListThings: And, Or, Not);

enum All {}
runtime::codegen::operators!(All: Eq, Ne, Gt, Ge, Lt, Le, In, Co, Sw, Ca, Pr, Isnull, Sort);

const NAME: Field<ListThings, String, All> = Field::new("name");
const OWNER: Field<ListThings, Value, All> = Field::new("owner.id");
const SIZE: Field<ListThings, i64, All> = Field::new("size");
const OPEN: Field<ListThings, bool, All> = Field::new("open");
const SINCE: Field<ListThings, Timestamp, All> = Field::new("since");

#[test]
fn every_operator_is_written_as_the_service_reads_it() {
    let since = Timestamp::parse("2026-03-01T00:00:00Z").unwrap();
    for (filter, expected) in [
        (NAME.eq("a"), r#"name eq "a""#),
        (NAME.ne("a"), r#"name ne "a""#),
        (SIZE.gt(-1), "size gt -1"),
        (SIZE.ge(1), "size ge 1"),
        (SINCE.lt(since.clone()), "since lt 2026-03-01T00:00:00Z"),
        (SINCE.le(since), "since le 2026-03-01T00:00:00Z"),
        (NAME.is_in(["a", "b"]), r#"name in ("a","b")"#),
        (NAME.ca(["a"]), r#"name ca ("a")"#),
        (NAME.co("a"), r#"name co "a""#),
        (SIZE.sw("1"), r#"size sw "1""#),
        (NAME.pr(), "pr name"),
        (NAME.is_null(), "name isnull"),
        (OPEN.eq(true), "open eq true"),
        (OWNER.eq(1.5), "owner.id eq 1.5"),
        (OWNER.eq(f64::NAN), r#"owner.id eq "NaN""#),
        (OWNER.eq("1"), r#"owner.id eq "1""#),
        (
            NAME.eq(r#"" or pr id or "\"#),
            r#"name eq "\" or pr id or \"\\""#,
        ),
    ] {
        assert_eq!(filter.to_string(), expected);
    }
}

#[test]
fn quotes_an_unparsable_date_time() {
    let odd: Timestamp = runtime::serde_json::from_str(r#""now or pr id""#).unwrap();
    assert_eq!(SINCE.gt(odd).to_string(), r#"since gt "now or pr id""#);
    let spaced: Timestamp = runtime::serde_json::from_str(r#""2026-03-01 00:00:00Z""#).unwrap();
    assert_eq!(
        SINCE.gt(spaced).to_string(),
        r#"since gt "2026-03-01 00:00:00Z""#
    );
}

#[test]
fn writes_parentheses_only_where_precedence_requires_them() {
    let (a, b, c) = (|| NAME.eq("a"), || NAME.eq("b"), || NAME.eq("c"));
    for (filter, expected) in [
        (
            a().and(b()).or(c()),
            r#"name eq "a" and name eq "b" or name eq "c""#,
        ),
        (
            a().and(b().or(c())),
            r#"name eq "a" and (name eq "b" or name eq "c")"#,
        ),
        (!a(), r#"not name eq "a""#),
        (a().not().and(b()), r#"not name eq "a" and name eq "b""#),
        (!a().and(b()), r#"not (name eq "a" and name eq "b")"#),
        (!!a(), r#"not (not name eq "a")"#),
        (
            Filter::raw("x or y").and(a()),
            r#"(x or y) and name eq "a""#,
        ),
        (Filter::raw("x or y"), "x or y"),
    ] {
        assert_eq!(filter.to_string(), expected);
    }
}

#[test]
fn sorters() {
    assert_eq!(NAME.asc().to_string(), "name");
    assert_eq!(OWNER.desc().to_string(), "-owner.id");
    assert_eq!(Sorter::<ListThings>::raw("-x").to_string(), "-x");
}

#[test]
fn parse_errors_have_a_position() {
    for (text, message) in [
        ("", "expected a field at byte 0"),
        ("name", "expected an operator at byte 4"),
        ("name EQ 1", "expected an operator at byte 5"),
        ("name eq", "expected a value at byte 7"),
        ("name eq \"a", "expected a closing quote at byte 10"),
        (
            r#"name eq "\n""#,
            r#"expected `"` or `\` after a backslash at byte 10"#,
        ),
        (
            "name eq 1 size eq 2",
            "expected `and`, `or` or the end at byte 10",
        ),
        ("(name eq 1", "expected `)` at byte 10"),
        ("name in 1", "expected `(` at byte 8"),
        ("name in ()", "expected a value at byte 9"),
        ("name eq 1)", "expected `and`, `or` or the end at byte 9"),
    ] {
        let error = Filter::<ListThings>::parse(text).unwrap_err();
        assert_eq!(error.to_string(), message, "{text:?}");
    }
}

#[test]
fn limits_nesting() {
    for (before, after) in [("(", ")"), ("not ", "")] {
        let text = format!("{}pr a{}", before.repeat(100_000), after.repeat(100_000));
        let error = Filter::<ListThings>::parse(&text).unwrap_err();
        assert!(
            error.to_string().starts_with("expected less nesting"),
            "{error}"
        );
    }
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<String>().prop_map(Value::from),
        r#"[ "\\(),a]{0,8}"#.prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        any::<String>().prop_map(|text| {
            let json = runtime::serde_json::Value::from(text);
            let odd: Timestamp = runtime::serde_json::from_value(json).expect("any text is kept");
            Value::from(odd)
        }),
    ]
}

fn filter() -> impl Strategy<Value = Filter<ListThings>> {
    let leaf = prop_oneof![
        value().prop_map(|it| OWNER.eq(it)),
        value().prop_map(|it| OWNER.lt(it)),
        any::<String>().prop_map(|it| NAME.co(it)),
        any::<String>().prop_map(|it| NAME.sw(it)),
        vec(value(), 1..4).prop_map(|it| OWNER.is_in(it)),
        vec(value(), 1..4).prop_map(|it| OWNER.ca(it)),
        Just(NAME.pr()),
        Just(NAME.is_null()),
    ];
    leaf.prop_recursive(6, 40, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| a.and(b)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| a.or(b)),
            inner.prop_map(|it| !it),
        ]
    })
}

proptest! {
    #[test]
    fn reading_what_was_written_gives_the_same_tree(filter in filter()) {
        let text = filter.to_string();
        prop_assert_eq!(Filter::parse(&text), Ok(filter), "{}", text);
    }

    #[test]
    fn no_value_reaches_beyond_its_comparison(value in any::<String>()) {
        let read: Expression = NAME.eq(value.clone()).to_string().parse().unwrap();
        let Expression::Comparison(Comparison::Value { value: read, .. }) = read else {
            panic!("{read:?}");
        };
        prop_assert_eq!(read, Value::from(value));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in r#"([ "\\(),a1]|and|or|not|eq|in|pr|isnull|ca){0,30}"#) {
        if let Ok(filter) = Filter::<ListThings>::parse(&text) {
            prop_assert_eq!(Filter::parse(&filter.to_string()), Ok(filter));
        }
    }
}
