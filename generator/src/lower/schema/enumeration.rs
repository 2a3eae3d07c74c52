//! Enumerations: strings and integers. All of them are open, so an unlisted value is not an error.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::conventions;
use crate::lower::node::schema_node::SchemaNode;
use crate::lower::schema::Place;
use crate::lower::schema::Schemas;
use crate::model::{Docs, EnumValue, Shape, TypeRef};

/// How many values a message names.
const MOST_SHOWN: usize = 5;

impl<'a> Schemas<'a> {
    /// None where the values say nothing that the type doesn't.
    pub(in crate::lower) fn enumeration(
        &mut self,
        node: &SchemaNode<'a>,
        place: &mut Place,
    ) -> Option<TypeRef> {
        let values: Vec<&Value> = node
            .any
            .enumeration
            .iter()
            .filter(|value| !value.is_null())
            .collect();
        if values.is_empty() {
            return None;
        }
        let typ = node.any.typ.as_deref();
        if matches!(typ, None | Some("string")) && values.iter().all(|value| value.is_string()) {
            let strings = values
                .iter()
                .filter_map(|value| value.as_str())
                .map(str::to_owned);
            return Some(self.string_enum(node, strings, place));
        }
        if matches!(typ, None | Some("integer")) && values.iter().all(|value| value.is_i64()) {
            let id = self.item(node, place);
            let mut values = distinct(values.iter().filter_map(|value| value.as_i64()));
            document_values(&mut self.types.defs[id].docs, &mut values);
            self.types.defs[id].shape = Shape::IntegerEnum(values);
            return Some(TypeRef::Named(id));
        }
        if typ == Some("string") {
            // `enum: [1, 2]` or `[yes, true]` under `type: string`: the author forgot the quotes.
            let strings = values.iter().map(|value| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            });
            let others = values.iter().filter(|value| !value.is_string());
            let others: Vec<String> = others
                .take(MOST_SHOWN)
                .map(|it| format!("`\"{it}\"`"))
                .collect();
            let message = format!(
                "some values of this string enumeration are not strings; they are read as {}",
                others.join(", ")
            );
            self.reporter.report(
                Diagnostic::warning(Code::InvalidNode, &node.at.key("enum"), message)
                    .help("put the values into quotes, as they are sent"),
            );
            return Some(self.string_enum(node, strings, place));
        }
        None
    }

    pub(in crate::lower) fn string_enum(
        &mut self,
        node: &SchemaNode<'a>,
        values: impl Iterator<Item = String>,
        place: &mut Place,
    ) -> TypeRef {
        let id = self.item(node, place);
        let mut values = distinct(values);
        let def = &mut self.types.defs[id];
        document_values(&mut def.docs, &mut values);
        def.shape = Shape::StringEnum(values);
        TypeRef::Named(id)
    }
}

/// Gives each value the words that the description has for it.
fn document_values<T: ToString>(docs: &mut Docs, values: &mut [EnumValue<T>]) {
    let Some(description) = &docs.description else {
        return;
    };
    let wires: Vec<String> = values.iter().map(|value| value.wire.to_string()).collect();
    let wires: Vec<&str> = wires.iter().map(String::as_str).collect();
    let (rest, meanings) = conventions::value_meanings(description, &wires);
    docs.description = (!rest.is_empty()).then_some(rest);
    for (value, meaning) in values.iter_mut().zip(meanings) {
        value.docs.description = meaning;
    }
}

fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<EnumValue<T>> {
    let mut distinct: Vec<EnumValue<T>> = Vec::new();
    for wire in values {
        if distinct.iter().all(|known| known.wire != wire) {
            distinct.push(EnumValue {
                wire,
                docs: Docs::default(),
            });
        }
    }
    distinct
}
