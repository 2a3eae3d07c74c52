//! The tables `[[api.task]]`: work that goes on after the response of the operation that starts it.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Config;
use super::check::Check;
use crate::diagnostic::Diagnostics;
use crate::spec_path::SpecPath;

/// A kind of task: which operations start it, and how its status is requested and read.
///
/// Pointers are JSON pointers into a response.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Task {
    /// The operations that start such a task, by `operationId`.
    pub operations: Vec<String>,
    /// The pointer to the id of the task in their responses.
    pub id: String,
    /// The operation that returns the status of a task, whose id is its parameter.
    pub status: String,
    /// The pointer to the property of the status that says how the task ended. The task runs while it is null or absent.
    pub done: String,
    /// The values of a task that still runs. Absent: none.
    #[serde(default)]
    pub running: Vec<String>,
    /// The values of a success.
    pub success: Vec<String>,
    /// The values of a success with warnings. Absent: none.
    #[serde(default)]
    pub warning: Vec<String>,
    /// The values of a failure. Absent: none.
    #[serde(default)]
    pub failure: Vec<String>,
    /// The pointer to the list of messages in the status. Absent: a task has no messages.
    #[serde(default)]
    pub messages: Option<String>,
    /// The pointer to the text in a message. Absent: a message is a text.
    #[serde(default)]
    pub message_text: Option<String>,
}

impl Task {
    /// Whether the status is read in the same way.
    fn is_read_as(&self, other: &Self) -> bool {
        let reading = |it: &Self| {
            let texts = (
                it.done.clone(),
                it.messages.clone(),
                it.message_text.clone(),
            );
            (texts, it.values().map(|(_, values)| values.to_vec()))
        };
        reading(self) == reading(other)
    }

    /// The lists of values by their keys.
    pub(crate) fn values(&self) -> [(&'static str, &[String]); 4] {
        [
            ("running", &self.running),
            ("success", &self.success),
            ("warning", &self.warning),
            ("failure", &self.failure),
        ]
    }
}

/// Reports the values of the tables that cannot be used, whatever the documents are.
pub(super) fn check(config: &Config, at: &SpecPath, diagnostics: &mut Diagnostics) {
    let mut check = Check { diagnostics };
    for (n, api) in config.apis.iter().enumerate() {
        let mut starts = BTreeSet::new();
        for (m, task) in api.tasks.iter().enumerate() {
            let at = at.key("api").index(n).key("task").index(m);
            check.task(task, &at);
            check.operations(task, &at, &mut starts);
            check.status(task, &api.tasks, &at);
        }
    }
}

impl Check<'_> {
    fn task(&mut self, task: &Task, at: &SpecPath) {
        let pointers = [("id", Some(&task.id)), ("done", Some(&task.done))];
        let optional = [
            ("messages", task.messages.as_ref()),
            ("message-text", task.message_text.as_ref()),
        ];
        for (key, pointer) in pointers.into_iter().chain(optional) {
            if let Some(pointer) = pointer {
                self.pointer(pointer, &at.key(key));
            }
        }
        let has_list = task.messages.is_some() || task.message_text.is_none();
        self.holds(has_list, &at.key("message-text"), || {
            let message = "`message-text` has no effect without `messages`".to_owned();
            (
                message,
                "write the pointer to the list of messages, as `messages = \"/messages\"`",
            )
        });
        for (key, is_empty) in [
            ("operations", task.operations.is_empty()),
            ("success", task.success.is_empty()),
        ] {
            self.holds(!is_empty, &at.key(key), || {
                let message = format!("expected at least one item in `{key}`, found none");
                (message, "write an item, or remove the table `[[api.task]]`")
            });
        }
        let mut met = BTreeSet::new();
        for (key, values) in task.values() {
            for (n, value) in values.iter().enumerate() {
                self.holds(met.insert(value), &at.key(key).index(n), || {
                    let message = format!("duplicate value `{value}`");
                    (message, "write each value once, in one of the lists `running`, `success`, `warning` and `failure`")
                });
            }
        }
    }

    fn operations<'t>(&mut self, task: &'t Task, at: &SpecPath, starts: &mut BTreeSet<&'t str>) {
        for (n, id) in task.operations.iter().enumerate() {
            self.holds(starts.insert(id), &at.key("operations").index(n), || {
                let message = format!("the operation `{id}` already starts a task");
                (message, "name each operation once")
            });
        }
    }

    /// Tables may share a status, if they read it alike.
    fn status(&mut self, task: &Task, all: &[Task], at: &SpecPath) {
        let (id, at) = (&task.status, at.key("status"));
        let starts = all.iter().any(|it| it.operations.contains(id));
        self.holds(!starts, &at, || {
            let message =
                format!("the operation `{id}` starts a task, and cannot return its status");
            (message, "name the operation that reads a task by its id")
        });
        let first = all.iter().find(|it| it.status == *id);
        self.holds(first.is_none_or(|it| task.is_read_as(it)), &at, || {
            let message = format!("another table reads the status of `{id}` in another way");
            (
                message,
                "repeat `done`, the lists of values, `messages` and `message-text` of that table",
            )
        });
    }
}
