//! Properties of every model, over random JSON.

use sailpoint_isc::runtime::serde_json::Value;

use crate::list;
use crate::model::Model;
use crate::random::RandomJson;
use crate::schemas::Schemas;

/// How many values each type is tried with.
const ROUNDS: u64 = 200;

/// Values for a type, each with its message for a failure.
fn values(
    schemas: &[(&str, Schemas)],
    model: &Model,
) -> impl Iterator<Item = (String, RandomJson, Value)> {
    let (_, schemas) = schemas.iter().find(|(api, _)| *api == model.api).unwrap();
    let schema = schemas.of_model(model);
    (0..ROUNDS).map(move |seed| {
        let mut random = RandomJson::new(seed);
        let value = random.value(schemas, &schema, true);
        (
            format!("{}::{}, seed {seed}: {value}", model.api, model.name),
            random,
            value,
        )
    })
}

fn schemas() -> [(&'static str, Schemas); 3] {
    ["beta", "v2026", "isc"].map(|api| (api, Schemas::of(api)))
}

#[test]
fn valid_json_round_trips() {
    let schemas = schemas();
    for model in list::all() {
        for (place, _, value) in values(&schemas, &model) {
            assert_eq!((model.through)(&value).as_ref(), Ok(&value), "{place}");
        }
    }
}

#[test]
fn anything_that_decodes_round_trips() {
    let schemas = schemas();
    let (mut decoded, mut refused) = (0, 0);
    for model in list::all() {
        for (place, mut random, mut value) in values(&schemas, &model) {
            random.spoil(&mut value);
            match (model.through)(&value) {
                Ok(back) => {
                    decoded += 1;
                    assert_eq!(back, value, "{place}");
                }
                Err(_) => refused += 1,
            }
        }
    }
    // Both happen often enough to mean something.
    assert!(
        decoded > 1000 && refused > 1000,
        "{decoded} decoded, {refused} refused"
    );
}

#[test]
fn changing_one_field_changes_only_that_property() {
    let schemas = schemas();
    let mut changes = 0;
    for model in list::all() {
        let values: Vec<_> = values(&schemas, &model).take(40).collect();
        for (field, wire) in model.fields.iter().zip(model.wires) {
            for ((place, _, old), (_, _, new)) in values.iter().zip(&values[1..]) {
                let place = format!("{place}\nwith {wire} of {new}");
                let sent = (field.change)(old, new).expect(&place);
                let [old_rest, sent_rest] = [old, &sent].map(|value| {
                    let mut rest = value.clone();
                    rest.as_object_mut().unwrap().remove(*wire);
                    rest
                });
                assert_eq!(sent_rest, old_rest, "{place}");
                match new.get(wire) {
                    Some(Value::Null) | None => {
                        assert!(sent.get(wire).is_none_or(Value::is_null), "{place}: {sent}");
                    }
                    value => {
                        changes += usize::from(value != old.get(wire));
                        assert_eq!(sent.get(wire), value, "{place}");
                    }
                }
            }
        }
    }
    assert!(changes > 1000, "{changes} changes");
}
