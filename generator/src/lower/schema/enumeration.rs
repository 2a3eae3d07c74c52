//! Enumerations: strings and integers. All of them are open, so an unlisted value is not an error.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::conventions;
use crate::lower::node::schema_node::SchemaNode;
use crate::lower::schema::Place;
use crate::lower::schema::Schemas;
use crate::model::{Docs, EnumValue, Shape, TypeRef};
use crate::normalize::VALUE_NAMES;

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
            return Some(self.string_enum(node, strings, false, place));
        }
        if matches!(typ, None | Some("integer")) && values.iter().all(|value| value.is_i64()) {
            let mut values = distinct(values.iter().filter_map(|value| value.as_i64()));
            title_values(node, &mut values);
            let (id, is_new) = self.enum_item(node, "integer", &values, place);
            if is_new {
                let def = &mut self.types.defs[id];
                document_values(&mut def.docs, &mut values);
                def.shape = Shape::IntegerEnum(values);
            }
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
            return Some(self.string_enum(node, strings, false, place));
        }
        None
    }

    pub(in crate::lower) fn string_enum(
        &mut self,
        node: &SchemaNode<'a>,
        values: impl Iterator<Item = String>,
        allows_others: bool,
        place: &mut Place,
    ) -> TypeRef {
        let mut values = distinct(values);
        let kind = if allows_others { "text" } else { "string" };
        let (id, is_new) = self.enum_item(node, kind, &values, place);
        if is_new {
            let def = &mut self.types.defs[id];
            document_values(&mut def.docs, &mut values);
            def.shape = Shape::StringEnum(values);
            def.allows_others = allows_others;
        }
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

/// Gives each value the name at its position in `x-enum-varnames`.
fn title_values(node: &SchemaNode<'_>, values: &mut [EnumValue<i64>]) {
    let titles = node.raw.get(VALUE_NAMES).and_then(Value::as_array);
    let listed = node.any.enumeration.iter();
    for (value, title) in listed.zip(titles.into_iter().flatten()) {
        let wire = value.as_i64();
        let named = values.iter_mut().find(|it| Some(it.wire) == wire);
        if let (Some(named), Some(title)) = (named, title.as_str()) {
            named.title.get_or_insert_with(|| title.to_owned());
        }
    }
}

fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<EnumValue<T>> {
    let mut distinct: Vec<EnumValue<T>> = Vec::new();
    for wire in values {
        if distinct.iter().all(|known| known.wire != wire) {
            distinct.push(EnumValue {
                wire,
                title: None,
                docs: Docs::default(),
            });
        }
    }
    distinct
}
