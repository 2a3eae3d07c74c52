//! Tasks that operations start.

use super::ty::Ty;
use super::value::Types;
use crate::model::{Operation, Outcome, Task};

/// The type of the status of the task that an operation starts, or whose status it returns.
pub(super) fn status<'a>(types: &Types<'a>, operation: &Operation) -> Option<Ty<'a>> {
    let operation = match operation.task.as_ref()? {
        Task::Starts { status, .. } => &types.api.operations[*status],
        Task::Reports(_) => operation,
    };
    match &operation.outcome {
        Outcome::Json(ty) => Some(types.ty(ty)),
        _ => None,
    }
}
