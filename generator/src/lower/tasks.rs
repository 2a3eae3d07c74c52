//! Tasks that the configuration declares: which operations start them, and how their status is read.
//!
//! A table that the document contradicts is an error at the key of the configuration: an unknown operation, a pointer to a
//! property that is not there, a value that the document does not list, or a listed value without a meaning.

use std::collections::BTreeSet;

use crate::config::ApiConfig;
use crate::config::task::Task as Declared;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::lower::pointer::{self, Missing};
use crate::model::{
    Api, Content, Method, Operation, OperationId, Outcome, ParamStyle, Response, Scalar, Shape,
    Task, TaskStatus, TypeRef,
};
use crate::openapi::suggest::did_you_mean;
use crate::spec_path::SpecPath;

/// Reads the declared tasks into the operations.
pub(super) struct Tasks<'l> {
    pub(super) api: &'l mut Api,
    pub(super) config: &'l ApiConfig,
    /// The names of all operations of the document, those that are skipped included.
    pub(super) named: &'l BTreeSet<String>,
    /// Whether operations with errors are no longer in the document.
    pub(super) is_pruned: bool,
    pub(super) diagnostics: &'l mut Diagnostics,
}

impl Tasks<'_> {
    pub(super) fn read(&mut self) {
        for (n, task) in self.config.tasks.iter().enumerate() {
            let at = self.config.table("task").index(n);
            let status = self
                .operation(&task.status, &at.key("status"))
                .filter(|id| self.reports(*id, task, &at));
            let mut starts = Vec::new();
            for (n, name) in task.operations.iter().enumerate() {
                let id = self.operation(name, &at.key("operations").index(n));
                starts.extend(id.filter(|id| self.starts(*id, &task.id, &at.key("id"))));
            }
            let Some(status) = status else { continue };
            self.api.operations[status].task = Some(Task::Reports(TaskStatus {
                done: task.done.clone(),
                running: task.running.clone(),
                success: task.success.clone(),
                warning: task.warning.clone(),
                failure: task.failure.clone(),
                messages: task.messages.as_ref().map(|list| {
                    let text = task.message_text.clone();
                    (list.clone(), text.unwrap_or_default())
                }),
            }));
            for start in starts {
                let id = task.id.clone();
                self.api.operations[start].task = Some(Task::Starts { id, status });
            }
        }
    }

    /// The operation of that name. One with an error of its own is already reported.
    fn operation(&mut self, name: &str, at: &SpecPath) -> Option<OperationId> {
        let found = self.api.operations.ids();
        let found = found
            .into_iter()
            .find(|id| self.api.operations[*id].id == name);
        if found.is_some() {
            return found;
        }
        if self.config.omit.contains_key(name) {
            let message = format!("the operation `{name}` of a task is omitted");
            self.report(at, message, "remove it here, or from `omit`");
        } else if self.is_pruned {
            let message =
                format!("the operation `{name}` of a task is skipped; nothing waits for the task");
            let mut warning = invalid(at, message, "fix the errors of the operation");
            warning.severity = Severity::Warning;
            self.diagnostics.push(warning);
        } else if !self.named.contains(name) {
            let suggestion = did_you_mean(name, self.named.iter().map(String::as_str));
            let message = format!("the document has no operation `{name}`{suggestion}");
            self.report(at, message, "write the `operationId` of an operation");
        }
        None
    }

    /// Whether each JSON response has the id of the task.
    fn starts(&mut self, id: OperationId, pointer: &str, at: &SpecPath) -> bool {
        let operation = &self.api.operations[id];
        let contents = operation.successes.iter().flat_map(Response::contents);
        let bodies: Vec<&TypeRef> = contents
            .filter_map(|(_, content)| match content {
                Content::Json(ty) => Some(ty),
                Content::Empty | Content::Text | Content::TextOrJson | Content::Bytes => None,
            })
            .collect();
        let mut found = Err(format!(
            "no success of `{}` has a JSON body with an id",
            operation.id
        ));
        for body in bodies {
            found = self.found(operation, body, pointer).and_then(|ty| {
                if is_text(self.api, ty) || is_any(self.api, ty) {
                    Ok(())
                } else {
                    Err(format!(
                        "`{pointer}` in the response of `{}` is not a string or an integer",
                        operation.id
                    ))
                }
            });
            if found.is_err() {
                break;
            }
        }
        self.holds(found, at, "write the JSON pointer to the id, as `/id`")
    }

    /// Whether the status of a task can be requested by its id alone, and has what the table says.
    fn reports(&mut self, id: OperationId, task: &Declared, at: &SpecPath) -> bool {
        let operation = &self.api.operations[id];
        let body = status_body(self.api, operation);
        let body = match body {
            Ok(body) => body.clone(),
            Err(message) => {
                let help = "name an operation that reads one task by its id";
                return self.holds(Err(message), &at.key("status"), help);
            }
        };
        let done = self.done(id, &body, task);
        let has_done = done.is_ok();
        let mut holds = true;
        match done {
            Ok(Some(values)) => holds &= self.values(&values, task, at),
            Ok(None) => {}
            Err(message) => {
                let help = "write the JSON pointer to the property that says how a task ended";
                self.report(&at.key("done"), message, help);
            }
        }
        if let Some(list) = &task.messages {
            holds &= self.messages(id, &body, (list, task.message_text.as_deref()), at);
        }
        holds && has_done
    }

    /// The values of the property that says how a task ended, if the document lists them.
    fn done(
        &self,
        id: OperationId,
        body: &TypeRef,
        task: &Declared,
    ) -> Result<Option<Vec<String>>, String> {
        let operation = &self.api.operations[id];
        let ty = self.found(operation, body, &task.done)?;
        if let TypeRef::Named(id) = pointer::bare(self.api, ty) {
            let def = &self.api.types[*id];
            let is_enum = matches!(def.shape, Shape::StringEnum(_) | Shape::IntegerEnum(_));
            if is_enum && !def.allows_others {
                return Ok(Some(def.member_wires()));
            }
        }
        if *pointer::bare(self.api, ty) == TypeRef::Scalar(Scalar::Bool) {
            return Ok(Some(vec!["true".to_owned(), "false".to_owned()]));
        }
        if is_text(self.api, ty) || is_any(self.api, ty) {
            return Ok(None);
        }
        Err(format!(
            "`{}` in the response of `{}` is not a string, an integer or a boolean",
            task.done, operation.id
        ))
    }

    /// Whether the table and the document list the same values.
    fn values(&mut self, listed: &[String], task: &Declared, at: &SpecPath) -> bool {
        let mut holds = true;
        for (key, values) in task.values() {
            for (n, value) in values.iter().enumerate() {
                if listed.contains(value) {
                    continue;
                }
                let suggestion = did_you_mean(value, listed.iter().map(String::as_str));
                let message = format!("`{}` has no value `{value}`{suggestion}", task.done);
                let help = format!("write one of `{}`", listed.join("`, `"));
                self.report(&at.key(key).index(n), message, &help);
                holds = false;
            }
        }
        let known = task.values().map(|(_, values)| values).concat();
        for value in listed.iter().filter(|it| !known.contains(it)) {
            let message = format!("the value `{value}` of `{}` is in no list", task.done);
            let help = "add it to `running`, `success`, `warning` or `failure`";
            self.report(&at.key("done"), message, help);
            holds = false;
        }
        holds
    }

    /// Whether there is a list of messages, each with its text.
    fn messages(
        &mut self,
        id: OperationId,
        body: &TypeRef,
        (list, text): (&str, Option<&str>),
        at: &SpecPath,
    ) -> bool {
        let operation = &self.api.operations[id];
        let item =
            self.found(operation, body, list)
                .and_then(|ty| match pointer::bare(self.api, ty) {
                    TypeRef::List(item) => Ok(&**item),
                    any @ TypeRef::Json => Ok(any),
                    TypeRef::Named(_)
                    | TypeRef::Scalar(_)
                    | TypeRef::Map(_)
                    | TypeRef::Nullable(_)
                    | TypeRef::Object
                    | TypeRef::JsonPatch
                    | TypeRef::JsonPatchOperation => Err(format!(
                        "`{list}` in the response of `{}` is not a list",
                        operation.id
                    )),
                });
        let item = match item {
            Ok(item) => item,
            Err(message) => {
                let help = "write the JSON pointer to the list of messages, or remove the key";
                return self.holds(Err(message), &at.key("messages"), help);
            }
        };
        let found = self.found(operation, item, text.unwrap_or_default());
        let found = found.and_then(|ty| {
            if is_text(self.api, ty) || is_any(self.api, ty) {
                Ok(())
            } else {
                Err(format!(
                    "the messages in the response of `{}` are not texts",
                    operation.id
                ))
            }
        });
        let help = "write the JSON pointer from a message to its text, as `/text`";
        self.holds(found, &at.key("message-text"), help)
    }

    /// The type at a pointer in a response.
    fn found<'t>(
        &'t self,
        operation: &Operation,
        body: &'t TypeRef,
        pointer: &str,
    ) -> Result<&'t TypeRef, String> {
        pointer::follow(self.api, body, pointer).map_err(|Missing { name, known }| {
            let suggestion = did_you_mean(&name, known);
            format!(
                "the response of `{}` has nothing at `{pointer}`: there is no `{name}`{suggestion}",
                operation.id
            )
        })
    }

    fn holds(&mut self, found: Result<(), String>, at: &SpecPath, help: &str) -> bool {
        match found {
            Ok(()) => true,
            Err(message) => {
                self.report(at, message, help);
                false
            }
        }
    }

    fn report(&mut self, at: &SpecPath, message: String, help: &str) {
        self.diagnostics.push(invalid(at, message, help));
    }
}

fn invalid(at: &SpecPath, message: String, help: &str) -> Diagnostic {
    Diagnostic::error(Code::InvalidConfig, at, message).help(help)
}

/// The JSON body of an operation that takes nothing but the id of a task.
fn status_body<'a>(api: &Api, operation: &'a Operation) -> Result<&'a TypeRef, String> {
    let id = &operation.id;
    if operation.method != Method::Get {
        return Err(format!("the operation `{id}` is not a GET"));
    }
    let takes_id = match &operation.path_params[..] {
        [param] => param.style == ParamStyle::Simple,
        _ => false,
    };
    if !takes_id {
        return Err(format!(
            "expected one plain parameter in the path of `{id}`, the id of the task"
        ));
    }
    let others = [
        &operation.query_params,
        &operation.header_params,
        &operation.cookie_params,
    ];
    let mut others = others.into_iter().flatten();
    if let Some(other) = others.find(|it| it.required && api.preset(it).is_none()) {
        return Err(format!(
            "the operation `{id}` requires `{}` besides the id of a task",
            other.wire
        ));
    }
    if operation.body.as_ref().is_some_and(|it| it.required) {
        return Err(format!("the operation `{id}` requires a body"));
    }
    match &operation.outcome {
        Outcome::Json(ty) => Ok(ty),
        Outcome::Empty
        | Outcome::OptionalJson(_)
        | Outcome::Text
        | Outcome::Bytes
        | Outcome::ByStatus => Err(format!(
            "the operation `{id}` does not return one type of JSON"
        )),
    }
}

/// Whether values of a type are strings or integers.
fn is_text(api: &Api, ty: &TypeRef) -> bool {
    match pointer::bare(api, ty) {
        TypeRef::Named(id) => api.types[*id].shape.is_scalar(),
        TypeRef::Scalar(scalar) => !matches!(scalar, Scalar::Bool | Scalar::Binary),
        TypeRef::List(_)
        | TypeRef::Map(_)
        | TypeRef::Nullable(_)
        | TypeRef::Object
        | TypeRef::Json
        | TypeRef::JsonPatch
        | TypeRef::JsonPatchOperation => false,
    }
}

/// Whether the document says nothing of the values of a type.
fn is_any(api: &Api, ty: &TypeRef) -> bool {
    *pointer::bare(api, ty) == TypeRef::Json
}
