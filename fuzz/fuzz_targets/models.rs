//! Models: text, bytes, reader and parsed JSON give the same model or all fail; what was decoded is encoded as the same JSON, and
//! decodes again to an equal model.

#![no_main]

use std::fmt::Debug;

use libfuzzer_sys::fuzz_target;
use openapi_client_runtime as runtime;
use runtime::codegen::{IntegerEnum, StringEnum, Tag, Union, UnionReader, decode_json};
use runtime::model::{
    Base64Bytes, Extra, Integer, Nullable, Number, Recognition, UnknownInteger, UnknownValue,
};
use runtime::serde::de::DeserializeOwned;
use runtime::serde::{Serialize, Serializer};
use runtime::serde_json::{self, Value};
use runtime::timestamp::{Date, Timestamp};

#[derive(Clone, Debug, PartialEq)]
struct Account {
    id: String,
    note: Option<i64>,
    name: Option<String>,
    color: Option<Color>,
    level: Option<Level>,
    owner: Nullable<Box<Account>>,
    round: Option<Circle>,
    tags: Option<Vec<Tags>>,
    amount: Option<Number>,
    count: Option<Integer>,
    share: Option<f64>,
    is_new: Option<bool>,
    created: Option<Timestamp>,
    born: Option<Date>,
    shape: Option<Shape>,
    any: Option<Value>,
    extra: Extra,
}

runtime::codegen::object! {
    Account;
    "id" => required id;
    "note" => nullable note;
    "name" => text name;
    "color" => text color;
    "level" => optional level;
    "owner" => tristate owner;
    "round" => object round;
    "tags" => optional tags;
    "amount" => optional amount;
    "count" => optional count;
    "share" => optional share;
    "isNew" => optional is_new;
    "created" => text created;
    "born" => text born;
    "shape" => optional shape;
    "any" => optional any;
}

/// No declared properties, and texts for all others.
#[derive(Clone, Debug, Default, PartialEq)]
struct Tags {
    extra: Extra<String>,
}

runtime::codegen::object! {
    Tags<String>, Default;
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Circle {
    kind: Option<String>,
    radius: Option<i64>,
    inner: Option<Vec<Shape>>,
    extra: Extra,
}

runtime::codegen::object! {
    Circle, Default;
    "kind" => text kind;
    "radius" => optional radius;
    "inner" => optional inner;
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Square {
    kind: Option<String>,
    side: Option<i64>,
    extra: Extra,
}

runtime::codegen::object! {
    Square, Default;
    "kind" => text kind;
    "side" => optional side;
}

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

union!(Shape, json => match json.scalar_tag("kind") {
    Some(Tag::Text("circle")) => json.arm(|it| Self::Circle(Box::new(it))),
    Some(Tag::Text("square") | Tag::Integer(4) | Tag::Bool(true)) => json.arm(Self::Square),
    _ => {
        json.arm(Self::Wholes);
        json.guess();
        json.arm(|it| Self::Circle(Box::new(it)));
        json.arm(Self::Square);
    }
}, Circle(Box<Circle>), Square(Square), Wholes(Vec<i64>));

union!(Untagged, json => {
    json.arm(|it| Self::Circle(Box::new(it)));
    json.arm(Self::Square);
    json.arm(Self::Whole);
    json.arm(Self::Number);
    json.arm(Self::Time);
    json.arm(Self::Color);
    json.arm(Self::Text);
    json.arm(Self::Many);
}, Circle(Box<Circle>), Square(Square), Whole(i64), Number(f64), Time(Timestamp), Color(Color), Text(String), Many(Vec<Untagged>));

#[derive(Clone, Debug, PartialEq)]
enum Color {
    Red,
    Empty,
    Unrecognized(UnknownValue),
}

impl StringEnum for Color {
    const KNOWN: &'static [Self] = &[Self::Red, Self::Empty];

    fn from_wire(value: &str) -> Option<Self> {
        match value {
            "RED" => Some(Self::Red),
            "" => Some(Self::Empty),
            _ => None,
        }
    }

    fn unrecognized(value: UnknownValue) -> Self {
        Self::Unrecognized(value)
    }

    fn wire(&self) -> &str {
        match self {
            Self::Red => "RED",
            Self::Empty => "",
            Self::Unrecognized(value) => value.as_str(),
        }
    }
}
runtime::codegen::string_enum!(Color);

#[derive(Clone, Debug, PartialEq)]
enum Level {
    One,
    Unrecognized(UnknownInteger),
}

impl IntegerEnum for Level {
    const KNOWN: &'static [Self] = &[Self::One];

    fn from_wire(value: i64) -> Option<Self> {
        (value == 1).then_some(Self::One)
    }

    fn unrecognized(value: UnknownInteger) -> Self {
        Self::Unrecognized(value)
    }

    fn wire(&self) -> i64 {
        match self {
            Self::One => 1,
            Self::Unrecognized(value) => value.get(),
        }
    }
}
runtime::codegen::integer_enum!(Level);

fuzz_target!(|text: &str| {
    check::<Account>(text, true);
    check::<Shape>(text, true);
    check::<Untagged>(text, true);
    check::<Vec<Account>>(text, true);
    // Base64 is written in its usual form, whichever was read.
    check::<Base64Bytes>(text, false);
});

fn check<T: DeserializeOwned + Serialize + PartialEq + Debug>(text: &str, keeps_json: bool) {
    let (model, _) = Recognition::of(|| serde_json::from_str::<T>(text));
    let bytes = serde_json::from_slice::<T>(text.as_bytes());
    let reader = serde_json::from_reader::<_, T>(text.as_bytes());
    let json = serde_json::from_str::<Value>(text);
    if let Err(error) = decode_json::<T>(text.as_bytes()) {
        assert!(!error.to_string().contains(char::is_control), "{error:?}");
    }
    let Ok(model) = model else {
        assert!(bytes.is_err() && reader.is_err());
        return;
    };
    assert_eq!(bytes.ok().as_ref(), Some(&model));
    assert_eq!(reader.ok().as_ref(), Some(&model));
    let encoded = serde_json::to_string(&model).expect("a model can be written");
    let again: T = serde_json::from_str(&encoded).expect("what was written can be read");
    assert_eq!(again, model, "{encoded}");
    assert_eq!(serde_json::to_string(&again).ok(), Some(encoded.clone()));

    // A model that skips a value accepts what is no value in a double.
    let Ok(json) = json else {
        return;
    };
    let value = serde_json::from_value::<T>(json.clone()).expect("the text could be read");
    let encoded: Value = serde_json::from_str(&encoded).expect("it is JSON");
    // Only what was read from text has the digits as they were written.
    let of_value = serde_json::to_string(&value).expect("a model can be written");
    let of_value: Value = serde_json::from_str(&of_value).expect("it is JSON");
    assert_eq!(of_value, encoded);
    if keeps_json {
        assert_eq!(encoded, json);
    }
}
