//! The fields by which lists are filtered and sorted: constants, and their sets of operators.

use super::ty::{Path, Ty};
use super::value::Types;
use crate::model::{self, OperationId, TableField};

/// A constant for a field.
#[derive(Debug)]
pub(crate) struct FieldConstant<'a> {
    pub(crate) model: &'a TableField,
    pub(crate) name: &'a str,
    /// The type of the field's operand.
    pub(crate) value: Ty<'a>,
    /// The type in `operators`: `EqInSort`.
    pub(crate) operators: String,
}

impl<'a> FieldConstant<'a> {
    /// The type of the constant.
    pub(crate) fn ty(&self) -> Ty<'a> {
        let operators = Ty::Path(Path::Operators(self.operators.clone()), Vec::new());
        Ty::local("Field").of([self.value.clone(), operators])
    }
}

/// The markers of a set of operators, as `runtime::codegen::operators!` takes them.
pub(crate) fn markers(field: &TableField) -> impl Iterator<Item = String> {
    let operators = field.operators.iter().map(|it| marker(it.wire()));
    operators.chain(field.sorts.then(|| marker("sort")))
}

/// The runtime's trait for an operator.
pub(crate) fn marker(wire: &str) -> String {
    let mut letters = wire.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

pub(super) fn design<'a>(
    types: &Types<'a>,
    id: OperationId,
    operation: &'a model::Operation,
) -> Vec<FieldConstant<'a>> {
    let Some(table) = &operation.fields else {
        return Vec::new();
    };
    let fields = table.fields.iter().zip(&types.names.operations[id].fields);
    let constants = fields.map(|(model, name)| FieldConstant {
        model,
        name,
        value: model
            .ty
            .as_ref()
            .map_or(Ty::runtime("filter::Value"), |ty| types.ty(ty)),
        operators: markers(model).collect(),
    });
    constants.collect()
}
