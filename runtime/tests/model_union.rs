//! Unions as the generator emits them: the best arm is chosen, and nothing is lost.

use openapi_client_runtime as runtime;

use runtime::codegen::{
    Fields, MapAccess, Object, ObjectWriter, SerializeMap, StringEnum, Tag, Union, UnionReader,
};
use runtime::model::{Extra, Recognition, UnknownValue};
use runtime::serde::{Serialize, Serializer};
use runtime::serde_json::{self, Value, json};
use runtime::timestamp::Timestamp;

/// A model with one declared property, and perhaps a list of unions.
macro_rules! model {
    ($model:ident, $($field:ident: $type:ty),+) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        struct $model {
            $($field: Option<$type>,)+
            extra: Extra,
        }

        impl Object for $model {
            const NAME: &'static str = stringify!($model);
            const FIELDS: &'static [&'static str] = &[$(stringify!($field)),+];

            fn decode<'de, M: MapAccess<'de>>(fields: &mut Fields<'de, M>) -> Result<Self, M::Error> {
                let mut new = Self::default();
                while let Some(field) = fields.next()? {
                    $(if Self::FIELDS[field] == stringify!($field) {
                        fields.optional(&mut new.$field)?;
                        continue;
                    })+
                }
                new.extra = fields.extra();
                Ok(new)
            }

            fn encode<S: SerializeMap>(&self, object: &mut ObjectWriter<'_, S>) -> Result<(), S::Error> {
                $(object.optional(stringify!($field), &self.$field)?;)+
                object.extra(&self.extra)
            }
        }
        runtime::codegen::serde_object!($model);
    };
}

/// A union of these arms, with a discriminator or without.
macro_rules! union {
    ($union:ident, $json:ident => $decode:expr, $($arm:ident($type:ty)),+) => {
        #[derive(Clone, Debug, PartialEq)]
        enum $union {
            $($arm($type),)+
            Unrecognized(Value),
        }

        impl Union for $union {
            const NAME: &'static str = stringify!($union);

            fn decode($json: &mut UnionReader<Self>) {
                $decode
            }

            fn unrecognized(json: Value) -> Self {
                Self::Unrecognized(json)
            }

            fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$arm(it) => it.serialize(serializer),)+
                    Self::Unrecognized(json) => json.serialize(serializer),
                }
            }
        }
        runtime::codegen::serde_union!($union);
    };
}

model!(Circle, kind: String, radius: i64);
model!(Square, kind: String, side: i64);

union!(Tagged, json => match json.tag("kind") {
    Some("circle") => json.arm(Self::Circle),
    Some("square") => json.arm(|it| Self::Square(Box::new(it))),
    _ => {}
}, Circle(Circle), Square(Box<Square>));

union!(Untagged, json => {
    json.arm(Self::Circle);
    json.arm(|it| Self::Square(Box::new(it)));
    json.arm(Self::Whole);
    json.arm(Self::Number);
    json.arm(Self::Time);
    json.arm(Self::Color);
    json.arm(Self::Text);
    json.arm(Self::Many);
}, Circle(Circle), Square(Box<Square>), Whole(i64), Number(f64), Time(Timestamp), Color(Color), Text(String), Many(Vec<Untagged>));

#[derive(Clone, Debug, PartialEq)]
enum Color {
    Red,
    Unrecognized(UnknownValue),
}

impl StringEnum for Color {
    const KNOWN: &'static [Self] = &[Self::Red];

    fn from_wire(value: &str) -> Option<Self> {
        (value == "RED").then_some(Self::Red)
    }

    fn unrecognized(value: UnknownValue) -> Self {
        Self::Unrecognized(value)
    }

    fn wire(&self) -> &str {
        match self {
            Self::Red => "RED",
            Self::Unrecognized(value) => value.as_str(),
        }
    }
}
runtime::codegen::string_enum!(Color);

/// Decodes, and checks that encoding gives the same JSON.
fn read<U: Union + runtime::serde::de::DeserializeOwned + Serialize>(json: &Value) -> U {
    let from_value: U = serde_json::from_value(json.clone()).expect("a union takes any JSON");
    let from_text: U = serde_json::from_str(&json.to_string()).expect("a union takes any JSON");
    for union in [&from_value, &from_text] {
        assert_eq!(&serde_json::to_value(union).expect("JSON"), json);
    }
    from_text
}

#[test]
fn the_discriminator_selects_the_variant_and_is_preserved() {
    let circle: Tagged = read(&json!({"kind": "circle", "radius": 1, "more": null}));
    assert!(
        matches!(&circle, Tagged::Circle(it) if it.kind.as_deref() == Some("circle") && it.radius == Some(1))
    );
    // The tag says square, although a circle would leave less unrecognised.
    assert!(matches!(
        read(&json!({"kind": "square", "radius": 1})),
        Tagged::Square(_)
    ));
}

#[test]
fn values_with_an_unknown_discriminator_are_preserved() {
    for json in [
        json!({"kind": "star", "rays": 5}),
        json!({"kind": 1}),
        json!({"kind": "circle", "radius": "wide"}),
        json!([1, null]),
        json!(null),
    ] {
        assert_eq!(read::<Tagged>(&json), Tagged::Unrecognized(json));
    }
}

model!(Ring, kind: String, radius: i64, width: i64);

union!(Partly, json => match json.scalar_tag("kind") {
    Some(Tag::Text("circle")) => json.arm(Self::Circle),
    Some(Tag::Integer(2) | Tag::Bool(true)) => json.arm(|it| Self::Number(Box::new(it))),
    _ => {
        json.arm(Self::Whole);
        json.guess();
        json.arm(Self::Circle);
        json.arm(Self::Square);
        json.arm(Self::Ring);
    }
}, Circle(Circle), Square(Square), Ring(Ring), Number(Box<Value>), Whole(Vec<i64>));

#[test]
fn an_unknown_tag_falls_back_to_the_only_shape_that_fits_best() {
    assert!(matches!(
        read(&json!({"kind": "circle"})),
        Partly::Circle(_)
    ));
    for kind in [json!(2), json!(true)] {
        assert!(matches!(read(&json!({"kind": kind})), Partly::Number(_)));
    }
    assert!(matches!(
        read(&json!({"kind": "x", "side": 1})),
        Partly::Square(_)
    ));
    assert!(matches!(
        read(&json!({"kind": "x", "width": 1, "radius": 1, "more": 2})),
        Partly::Ring(_)
    ));
    // Of the arms that the tag does not concern, the first is taken.
    assert!(matches!(read(&json!([1])), Partly::Whole(_)));
    for json in [
        json!({"kind": "x"}),
        json!({"kind": "x", "radius": 1}),
        json!({"kind": 3}),
    ] {
        assert_eq!(read::<Partly>(&json), Partly::Unrecognized(json));
    }
}

model!(Paint, color: Color, a: i64);
model!(Coat, color: String, b: i64);

#[test]
fn an_unlisted_value_counts_more_than_undeclared_properties() {
    union!(Layer, json => {
        json.arm(Self::Paint);
        json.arm(Self::Coat);
    }, Paint(Paint), Coat(Coat));
    assert!(matches!(
        read(&json!({"color": "blue", "a": 1})),
        Layer::Coat(_)
    ));
    assert!(matches!(
        read(&json!({"color": "RED", "a": 1})),
        Layer::Paint(_)
    ));
    union!(Shade, json => {
        json.arm(Self::Paint);
        json.arm(Self::Term);
    }, Paint(Paint), Term(Term));
    // A model that knows none of the properties does not win.
    assert!(matches!(
        read(&json!({"color": "blue", "a": 1})),
        Shade::Paint(_)
    ));
}

#[test]
fn chooses_the_arm_that_recognizes_most() {
    assert!(matches!(
        read(&json!({"kind": "?", "side": 1})),
        Untagged::Square(_)
    ));
    assert!(matches!(
        read(&json!({"kind": "?", "radius": 1})),
        Untagged::Circle(_)
    ));
    assert!(matches!(
        read(&json!({"side": 1, "radius": 2})),
        Untagged::Circle(_)
    ));
    assert!(matches!(read(&json!({})), Untagged::Circle(_)));
    // A radius that is not a number leaves the square, which knows it as little.
    assert!(matches!(
        read(&json!({"radius": true})),
        Untagged::Square(_)
    ));
}

#[test]
fn chooses_the_arm_that_preserves_a_scalar() {
    assert_eq!(read::<Untagged>(&json!(1)), Untagged::Whole(1));
    assert_eq!(read::<Untagged>(&json!(1.5)), Untagged::Number(1.5));
    assert_eq!(read::<Untagged>(&json!(1.0)), Untagged::Number(1.0));
    assert_eq!(read::<Untagged>(&json!("RED")), Untagged::Color(Color::Red));
    assert_eq!(
        read::<Untagged>(&json!("blue")),
        Untagged::Text("blue".to_owned())
    );
    assert!(matches!(
        read(&json!("2026-01-02T03:04Z")),
        Untagged::Time(_)
    ));
    assert_eq!(
        read::<Untagged>(&json!(true)),
        Untagged::Unrecognized(json!(true))
    );
}

#[test]
fn depth_counts() {
    union!(Nested, json => {
        json.arm(Self::Tagged);
        json.arm(Self::Untagged);
    }, Tagged(Vec<Tagged>), Untagged(Vec<Untagged>));
    assert!(matches!(
        read(&json!([{"kind": "circle", "radius": 1}])),
        Nested::Tagged(_)
    ));
    assert!(matches!(
        read(&json!([{"kind": "circle", "radius": 1}, {"side": 1}])),
        Nested::Untagged(_)
    ));
}

#[test]
fn an_arm_that_changes_the_value_is_the_last_resort() {
    union!(Amount, json => {
        json.arm(Self::Number);
        json.arm(Self::Whole);
    }, Number(f64), Whole(i64));
    assert_eq!(read::<Amount>(&json!(1)), Amount::Whole(1));
    union!(Lossy, json => {
        json.arm(Self::Text);
        json.arm(Self::Number);
    }, Text(String), Number(f64));
    assert_eq!(
        serde_json::from_value::<Lossy>(json!(1)).expect("a union"),
        Lossy::Number(1.0)
    );
}

#[test]
fn preserving_takes_precedence_over_recognizing() {
    model!(Measure, size: f64);
    union!(Sized, json => {
        json.arm(Self::Circle);
        json.arm(Self::Measure);
    }, Circle(Circle), Measure(Measure));
    assert!(matches!(read(&json!({"size": 1.5})), Sized::Measure(_)));
    assert!(matches!(read(&json!({"size": 1})), Sized::Circle(_)));
}

#[test]
fn counts_only_the_chosen_arm() {
    let (_, met) = Recognition::of(|| read::<Untagged>(&json!({"side": 1, "more": 2})));
    // Decoded twice, from text and from a value.
    assert_eq!(
        (met.properties, met.unknown_properties, met.unknown_values),
        (2, 2, 0)
    );
    let (_, met) = Recognition::of(|| serde_json::from_str::<Tagged>(r#"{"kind": "star"}"#));
    assert_eq!(
        (met.properties, met.unknown_properties, met.unknown_values),
        (0, 0, 1)
    );
}

model!(Both, and: String, of: Vec<Filter>);
model!(Either, or: String, of: Vec<Filter>);
model!(Term, leaf: i64);

union!(Filter, json => {
    json.arm(Self::Both);
    json.arm(Self::Either);
    json.arm(Self::Term);
}, Both(Both), Either(Either), Term(Term));

/// A filter in filters, nested to a depth, each of which `Both` can read too.
fn deep(levels: usize, inmost: Value) -> Value {
    let filter = |inner, _| json!({"or": "x", "of": [inner, {"leaf": 1}]});
    (0..levels).fold(inmost, filter)
}

/// If each level were decoded twice by each level around it, this would not end.
#[test]
fn reads_deeply_nested_unions_in_time() {
    for inmost in [
        json!({"leaf": 1, "more": 2}),
        json!({"leaf": "?"}),
        json!(null),
    ] {
        let mut filter: Filter = read(&deep(50, inmost));
        let mut levels = 0;
        while let Filter::Either(it) = filter {
            levels += 1;
            filter = it.of.expect("filters").swap_remove(0);
        }
        assert_eq!(levels, 50);
    }
}

/// At each of ten levels, only the unions in `of` distinguish `Left` and `Right`.
#[test]
fn compares_arms_by_the_unions_inside_at_any_depth() {
    model!(Left, next: Chain, of: Vec<Tagged>);
    model!(Right, next: Chain, of: Vec<Untagged>);
    union!(Chain, json => {
        json.arm(|it| Self::Left(Box::new(it)));
        json.arm(|it| Self::Right(Box::new(it)));
    }, Left(Box<Left>), Right(Box<Right>));
    let mut json = json!({"of": [{"kind": "circle", "radius": 1}, {"side": 1}]});
    for _ in 0..10 {
        json = json!({"next": json, "of": [{"side": 1}]});
    }
    let mut chain: Chain = read(&json);
    for _ in 0..10 {
        let Chain::Right(right) = chain else {
            panic!("{chain:?}")
        };
        chain = right.next.expect("a chain");
    }
    assert!(matches!(chain, Chain::Right(_)), "{chain:?}");
}

#[test]
fn a_union_that_recognizes_nothing_does_not_win_over_an_arm_that_fits() {
    union!(Outer, json => {
        json.arm(Self::Inner);
        json.arm(Self::Circle);
    }, Inner(Tagged), Circle(Circle));
    // Each property is unknown to the circle, and the tag to the union inside.
    let star: Outer = read(&json!({"kind": "star", "b": "2", "c": "3"}));
    assert!(matches!(star, Outer::Circle(_)));
    let square: Outer = read(&json!({"kind": "square", "side": 1}));
    assert!(matches!(square, Outer::Inner(Tagged::Square(_))));
    assert_eq!(read::<Outer>(&json!(1)), Outer::Unrecognized(json!(1)));
}
