//! Structs, by their builders.

use serde_json::Value;

use super::layout::Expr;
use super::{Need, Samples, Target, shown};
use crate::model::{Access, Field, StructShape, TypeId};

/// How many optional properties are shown of a struct of which the document shows no example.
const ENOUGH: usize = 3;
/// How deep structs are nested before only required properties are shown.
const DEEPEST: usize = 5;

impl<'a> Samples<'a, '_> {
    /// `Item::builder().name("a").build()`: required properties, and those that the document shows.
    pub(super) fn built(
        &mut self,
        id: TypeId,
        shape: &'a StructShape,
        example: Option<&Value>,
    ) -> Option<Expr> {
        // What the document shows ends; what is made up would not.
        let is_endless = example.is_none() && self.building.contains(&id);
        if is_endless || self.building.len() > DEEPEST {
            return None;
        }
        self.building.push(id);
        let setters = self.setters(id, shape, example);
        self.building.pop();
        let start = Expr::Atom(format!("{}::builder()", self.import(id)));
        let call = |built: Expr, (setter, value): (&str, Expr)| built.then(setter, vec![value]);
        let built = setters?.into_iter().fold(start, call);
        Some(built.then("build", Vec::new()))
    }

    fn setters(
        &mut self,
        id: TypeId,
        shape: &'a StructShape,
        example: Option<&Value>,
    ) -> Option<Vec<(&'a str, Expr)>> {
        let members = self.cx.rust.types[id].members();
        let mut setters = Vec::new();
        let mut left = if self.building.len() == 1 { ENOUGH } else { 0 };
        for (field, name) in shape.fields.iter().zip(members.iter().copied()) {
            let own = example.and_then(|it| it.get(&field.wire));
            if field.offered().is_required() {
                if field.docs.deprecated {
                    self.needs.insert(Need::Deprecated);
                }
                // A setter takes a value, even where null is allowed.
                let own = own.filter(|it| !it.is_null());
                setters.push((name, self.property(field, own)?));
                continue;
            }
            let is_shown = match example {
                Some(_) => own.is_some_and(|it| !is_empty(it)),
                None => left > 0 && field.constraints.example.is_some(),
            };
            if is_shown
                && is_written(field)
                && let Some(value) = self.property(field, own)
            {
                left = left.saturating_sub(1);
                setters.push((name, value));
            }
        }
        if setters.is_empty() && self.building.len() == 1 {
            let mut written = shape.fields.iter().zip(members);
            let first = written.find_map(|(field, name)| {
                let value = is_written(field).then(|| self.property(field, None))??;
                Some((name, value))
            });
            setters.extend(first);
        }
        Some(setters)
    }

    fn property(&mut self, field: &Field, own: Option<&Value>) -> Option<Expr> {
        let example = own.or(shown(&field.constraints));
        self.value(&field.ty, example, Target::Argument)
    }
}

/// Returns whether an example may set an optional property.
fn is_written(field: &Field) -> bool {
    !field.docs.deprecated && field.access != Access::Read
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
