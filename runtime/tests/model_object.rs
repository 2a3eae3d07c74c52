//! Models as the generator emits them: JSON that is read is written unchanged.

use openapi_client_runtime as runtime;

use proptest::prelude::*;
use runtime::codegen::{Fields, MapAccess, Object, ObjectWriter, SerializeMap, decode_json};
use runtime::model::{Extra, Nullable, Recognition};
use serde_json::{Value, json};

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
struct Entitlement {
    id: Option<String>,
    owner: Nullable<Box<Entitlement>>,
    kind: String,
    note: Option<i64>,
    tags: Option<Vec<Tag>>,
    extra: Extra,
}

runtime::codegen::object! {
    Entitlement;
    "id" => optional id;
    "owner" => tristate owner;
    "kind" => required kind;
    "note" => nullable note;
    "tags" => optional tags;
}

/// No declared properties, and strings for all others.
#[derive(Clone, Debug, Default, PartialEq)]
struct Tag {
    extra: Extra<String>,
}

runtime::codegen::object! {
    Tag<String>, Default;
}

/// More properties than there are bits for how they were written.
#[derive(Clone, Debug, PartialEq)]
struct Wide {
    values: [Option<i64>; 70],
    extra: Extra,
}

impl Object for Wide {
    const NAME: &'static str = "Wide";
    #[rustfmt::skip]
    const FIELDS: &'static [&'static str] = &[
        "f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12", "f13",
        "f14", "f15", "f16", "f17", "f18", "f19", "f20", "f21", "f22", "f23", "f24", "f25", "f26", "f27",
        "f28", "f29", "f30", "f31", "f32", "f33", "f34", "f35", "f36", "f37", "f38", "f39", "f40", "f41",
        "f42", "f43", "f44", "f45", "f46", "f47", "f48", "f49", "f50", "f51", "f52", "f53", "f54", "f55",
        "f56", "f57", "f58", "f59", "f60", "f61", "f62", "f63", "f64", "f65", "f66", "f67", "f68", "f69",
    ];

    fn decode<'de, M: MapAccess<'de>>(fields: &mut Fields<'de, M>) -> Result<Self, M::Error> {
        let mut values = [None; 70];
        while let Some(field) = fields.next()? {
            fields.optional(&mut values[field])?;
        }
        Ok(Self {
            values,
            extra: fields.extra(),
        })
    }

    fn encode<S: SerializeMap>(&self, object: &mut ObjectWriter<'_, S>) -> Result<(), S::Error> {
        for (name, value) in Self::FIELDS.iter().zip(&self.values) {
            object.optional(name, value)?;
        }
        object.extra(&self.extra)
    }
}
runtime::codegen::serde_object!(Wide);

fn decode(json: &Value) -> Entitlement {
    serde_json::from_value(json.clone()).expect("an entitlement")
}

#[test]
fn order_nulls_and_unknown_properties_survive() {
    let json = json!({
        "zone": null, "tags": [{"a": "b"}, {}], "note": null, "kind": "role", "id": null,
        "owner": {"kind": "person", "owner": null, "id": "x", "note": 3},
    });
    let entitlement = decode(&json);
    assert_eq!(entitlement.id, None);
    assert_eq!(entitlement.extra.get("zone"), Some(&Value::Null));
    assert_eq!(serde_json::to_value(&entitlement).expect("JSON"), json);
}

#[test]
fn reads_the_same_from_text_reader_and_value() {
    let text = r#"{"k\u0069nd": "r\n", "id": null, "later": [1.5, -0.0]}"#;
    let from_text: Entitlement = serde_json::from_str(text).expect("from text");
    let from_bytes: Entitlement = serde_json::from_slice(text.as_bytes()).expect("from bytes");
    let from_reader: Entitlement = serde_json::from_reader(text.as_bytes()).expect("from a reader");
    let from_value: Entitlement = serde_json::from_str::<Value>(text)
        .and_then(serde_json::from_value)
        .expect("from a value");
    assert_eq!(from_text.kind, "r\n");
    for other in [from_bytes, from_reader, from_value] {
        assert_eq!(other, from_text);
        assert_eq!(
            serde_json::to_string(&other).expect("JSON"),
            r#"{"id":null,"kind":"r\n","later":[1.5,-0.0]}"#
        );
    }
}

#[test]
fn setting_a_field_discards_its_null() {
    let mut entitlement = decode(&json!({"kind": "role", "id": null}));
    entitlement.id = Some("x".to_owned());
    assert_eq!(
        serde_json::to_value(&entitlement).expect("JSON"),
        json!({"kind": "role", "id": "x", })
    );
}

#[test]
fn writes_a_required_null_unless_it_was_absent() {
    let mut entitlement = decode(&json!({"kind": "role", "note": 1}));
    entitlement.note = None;
    assert_eq!(
        serde_json::to_value(&entitlement).expect("JSON"),
        json!({"kind": "role", "note": null})
    );
    let without = json!({"kind": "role"});
    assert_eq!(
        serde_json::to_value(decode(&without)).expect("JSON"),
        without
    );
}

#[test]
fn the_last_duplicate_property_wins() {
    for (first, last) in [("null", "\"b\""), ("\"b\"", "null")] {
        let text =
            format!(r#"{{"id": {first}, "kind": "a", "x": 1, "id": {last}, "kind": "c", "x": 2}}"#);
        let entitlement: Entitlement = serde_json::from_str(&text).expect("an entitlement");
        let text = format!(r#"{{"id":{last},"kind":"c","x":2}}"#);
        assert_eq!(serde_json::to_string(&entitlement).expect("JSON"), text);
    }
}

#[test]
fn extra_never_writes_a_declared_property() {
    let mut entitlement = decode(&json!({"kind": "role"}));
    entitlement.extra.insert("kind", "other");
    entitlement.extra.insert("more", true);
    assert_eq!(
        serde_json::to_string(&entitlement).expect("JSON"),
        r#"{"kind":"role","more":true}"#
    );
}

#[test]
fn marks_do_not_move_to_another_model() {
    let first = decode(&json!({"kind": "role", "id": null, "x": 1}));
    let operation = runtime::patch::JsonPatchOperation::remove("/a");
    let moved = {
        let mut operation = operation;
        operation.extra = first.extra;
        operation
    };
    assert_eq!(
        serde_json::to_value(&moved).expect("JSON"),
        json!({"op": "remove", "path": "/a", "x": 1})
    );
}

#[test]
fn nulls_of_many_properties_survive() {
    for step in 1..8 {
        let some = Wide::FIELDS.iter().enumerate().step_by(step);
        let json: Value = some
            .map(|(index, name)| {
                (
                    (*name).to_owned(),
                    if index % 3 == 0 {
                        json!(index)
                    } else {
                        Value::Null
                    },
                )
            })
            .collect();
        let wide: Wide = serde_json::from_value(json.clone()).expect("a wide object");
        assert!(wide.extra.is_empty());
        assert_eq!(serde_json::to_value(&wide).expect("JSON"), json);
        assert_eq!(
            wide.clone(),
            Wide {
                extra: Extra::new(),
                ..wide
            }
        );
    }
}

#[test]
fn errors_name_what_is_wrong() {
    let error = |text: &str| {
        serde_json::from_str::<Entitlement>(text)
            .expect_err("no entitlement")
            .to_string()
    };
    assert_eq!(
        error(r#"{"id": "x"}"#),
        "missing property `kind` of Entitlement at line 1 column 11"
    );
    assert_eq!(
        error(r#"{"kind": null}"#),
        "invalid type: null, expected a string at line 1 column 13"
    );
    assert_eq!(
        error("[]"),
        "invalid type: sequence, expected an object of type Entitlement at line 1 column 0"
    );
    let deep = format!(
        "{}{}",
        r#"{"kind": "a", "owner": "#.repeat(200),
        "}".repeat(200)
    );
    assert!(error(&deep).starts_with("recursion limit exceeded"));
}

#[test]
fn errors_have_a_path() {
    let text = r#"[{"kind": "a"}, {"kind": "b", "owner": {"kind": "c", "x": [], "tags": [{}, {"y": 1}]}}]"#;
    let error = decode_json::<Vec<Entitlement>>(text.as_bytes()).expect_err("a tag is a string");
    assert_eq!(error.path(), Some("$[1].owner.tags[1].y"));
}

#[test]
fn counts_properties_at_any_depth() {
    let text = r#"{"kind": "a", "x": 1, "owner": {"kind": "b", "y": 2, "id": null}, "tags": [{"z": "s"}]}"#;
    let (decoded, met) = Recognition::of(|| serde_json::from_str::<Entitlement>(text));
    decoded.expect("an entitlement");
    assert_eq!(
        (
            met.properties,
            met.unknown_properties,
            met.further_properties
        ),
        (5, 2, 1)
    );
    assert!(!met.found_nothing());
    let (_, met) = Recognition::of(|| serde_json::from_str::<Wide>(r#"{"error": "closed"}"#));
    assert!(met.found_nothing());
}

/// Any JSON, with the names that the model declares among those of its objects.
fn any_json() -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        proptest::sample::select(Entitlement::FIELDS).prop_map(str::to_owned),
        "[a-z\"\\\\é]{0,3}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..8)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// The text of an object with these properties, in this order.
fn object(properties: &[(String, String)]) -> String {
    let properties = properties
        .iter()
        .map(|(name, value)| format!("{}: {value}", Value::from(name.as_str())));
    format!("{{{}}}", properties.collect::<Vec<_>>().join(", "))
}

/// The text of an entitlement: some of its properties, in any order, and others besides.
fn any_entitlement() -> impl Strategy<Value = String> {
    fn text(json: impl Into<Value>) -> String {
        json.into().to_string()
    }
    let tag = prop::collection::btree_map("[a-z]{0,2}", any::<String>(), 0..3);
    let tags = prop_oneof![
        Just(text(())),
        prop::collection::vec(tag, 0..3).prop_map(|tags| text(json!(tags)))
    ];
    let id = prop_oneof![Just(text(())), any::<String>().prop_map(text)];
    let note = prop_oneof![Just(text(())), any::<i64>().prop_map(text)];
    let others = prop::collection::btree_map("x[a-z]{0,3}", any_json().prop_map(text), 0..3);
    let declared = (
        prop::option::of(id),
        any::<String>().prop_map(text),
        prop::option::of(note),
        prop::option::of(tags),
    );
    let properties = (declared, others).prop_map(|((id, kind, note, tags), others)| {
        let declared = [
            ("id", id),
            ("kind", Some(kind)),
            ("note", note),
            ("tags", tags),
        ];
        let declared = declared
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        declared.chain(others).collect::<Vec<_>>()
    });
    let with_owner = properties.prop_recursive(3, 4, 1, |owner| {
        (owner.clone(), prop::option::of(owner)).prop_map(|(mut properties, owner)| {
            properties.retain(|(name, _)| name != "owner");
            properties.push((
                "owner".to_owned(),
                owner.map_or(text(()), |owner| object(&owner)),
            ));
            properties
        })
    });
    with_owner
        .prop_shuffle()
        .prop_map(|properties| object(&properties))
}

proptest! {
    #[test]
    fn what_decodes_encodes_to_the_same(json in any_json()) {
        if let Ok(entitlement) = serde_json::from_str::<Entitlement>(&json.to_string()) {
            prop_assert_eq!(serde_json::to_value(&entitlement).expect("JSON"), json);
        }
    }

    #[test]
    fn an_entitlement_decodes_and_encodes_to_the_same(text in any_entitlement()) {
        let entitlement: Entitlement = serde_json::from_str(&text).expect("an entitlement");
        let json: Value = serde_json::from_str(&text).expect("JSON");
        prop_assert_eq!(serde_json::to_value(&entitlement).expect("JSON"), json);
    }
}
