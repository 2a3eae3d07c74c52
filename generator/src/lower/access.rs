//! Properties that only go one way, but are required in both: the crate has one type for both ways.

use crate::analyze::{reached, replies, requests};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Access, Api, Operation, OperationId, Shape, TypeId};
use crate::spec_path::SpecPath;

/// A required property of one direction.
struct OneWay {
    ty: TypeId,
    access: Access,
    at: SpecPath,
    name: String,
}

/// Reports required read-only properties of types that are sent, and required write-only ones of types that are received.
pub(super) fn report(api: &mut Api, diagnostics: &mut Diagnostics) {
    let one_way = one_way(api);
    if one_way.is_empty() {
        return;
    }
    let mut sentences: Vec<(OperationId, String)> = Vec::new();
    let mut met = vec![false; one_way.len()];
    for (id, operation) in api.operations.iter() {
        let sent = reached(api, requests(operation));
        let received = reached(api, replies(operation));
        for (n, property) in one_way.iter().enumerate() {
            let name = &property.name;
            let sentence = match property.access {
                Access::Read if sent[property.ty] => {
                    format!(
                        "`{name}` is read-only and required, so a request can't be built without it"
                    )
                }
                Access::Write if received[property.ty] => {
                    format!(
                        "`{name}` is write-only and required, so a response without it can't be decoded"
                    )
                }
                Access::Both | Access::Read | Access::Write => continue,
            };
            if !met[n] {
                met[n] = true;
                let found = Diagnostic::warning(Code::UnsupportedSchema, &property.at, &sentence);
                diagnostics.push(found.help("remove it from `required` by an overlay"));
            }
            sentences.push((id, sentence));
        }
    }
    for (id, sentence) in sentences {
        let Operation { unsupported, .. } = &mut api.operations[id];
        if !unsupported.contains(&sentence) {
            unsupported.push(sentence);
        }
    }
}

fn one_way(api: &Api) -> Vec<OneWay> {
    let mut found = Vec::new();
    for (ty, def) in api.types.iter() {
        let Shape::Struct(shape) = &def.shape else {
            continue;
        };
        for field in &shape.fields {
            if field.access != Access::Both && field.presence.is_required() {
                found.push(OneWay {
                    ty,
                    access: field.access,
                    at: field.at.clone(),
                    name: field.wire.clone(),
                });
            }
        }
    }
    found
}
