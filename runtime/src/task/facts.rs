//! The facts about the tasks of one status operation, a `static` of the generated crate.

use serde_json::Value;

use crate::call::Call;
use crate::client::Client;

use super::report::TaskReport;

/// How the status of a task is requested and read.
#[derive(Debug)]
pub struct TaskFacts {
    poll: fn(&Client, &str) -> Call,
    done: &'static str,
    running: &'static [&'static str],
    success: &'static [&'static str],
    warning: &'static [&'static str],
    failure: &'static [&'static str],
    messages: Option<&'static str>,
    text: &'static str,
}

/// What a status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Running,
    Success,
    /// A success with warnings.
    Warning,
    Failure,
    /// The value is in no list.
    Unknown,
}

impl TaskFacts {
    /// The facts by the call that requests the status of an id, and the JSON pointer to the property of the response that says
    /// how the task ended. The task runs while the property is null or absent.
    pub const fn new(poll: fn(&Client, &str) -> Call, done: &'static str) -> Self {
        Self {
            poll,
            done,
            running: &[],
            success: &[],
            warning: &[],
            failure: &[],
            messages: None,
            text: "",
        }
    }

    /// Sets the values of a task that still runs.
    #[must_use]
    pub const fn running(mut self, values: &'static [&'static str]) -> Self {
        self.running = values;
        self
    }

    /// Sets the values of a success.
    #[must_use]
    pub const fn success(mut self, values: &'static [&'static str]) -> Self {
        self.success = values;
        self
    }

    /// Sets the values of a success with warnings.
    #[must_use]
    pub const fn warning(mut self, values: &'static [&'static str]) -> Self {
        self.warning = values;
        self
    }

    /// Sets the values of a failure.
    #[must_use]
    pub const fn failure(mut self, values: &'static [&'static str]) -> Self {
        self.failure = values;
        self
    }

    /// Sets the JSON pointers to the list of messages, and in each of them to its text. An empty pointer is the message itself.
    #[must_use]
    pub const fn messages(mut self, list: &'static str, text: &'static str) -> Self {
        self.messages = Some(list);
        self.text = text;
        self
    }

    /// The call that requests the status.
    pub(super) fn call(&self, client: &Client, id: &str) -> Call {
        (self.poll)(client, id)
    }

    /// Reads a status.
    pub(super) fn read(&self, id: &str, body: &Value) -> (Verdict, TaskReport) {
        let status = body.pointer(self.done).and_then(text);
        let verdict = match &status {
            None => Verdict::Running,
            Some(status) => self.verdict(status),
        };
        let list = self.messages.and_then(|at| body.pointer(at));
        let list = list.and_then(Value::as_array).into_iter().flatten();
        // A message without a text for people, such as one that has only a key, is kept as it is.
        let message = |it: &Value| it.pointer(self.text).and_then(text).or_else(|| text(it));
        let report = TaskReport {
            id: id.to_owned(),
            status: status.filter(|_| verdict != Verdict::Running),
            messages: list.filter_map(message).collect(),
        };
        (verdict, report)
    }

    fn verdict(&self, status: &str) -> Verdict {
        let lists = [
            (self.success, Verdict::Success),
            (self.warning, Verdict::Warning),
            (self.failure, Verdict::Failure),
            (self.running, Verdict::Running),
        ];
        let mut lists = lists.iter();
        let found = lists.find(|(values, _)| values.contains(&status));
        found.map_or(Verdict::Unknown, |(_, verdict)| *verdict)
    }
}

/// A value as one text; null is none.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Some(value.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FACTS: TaskFacts = TaskFacts::new(|_, _| unreachable!("nothing is polled"), "/end/as")
        .running(&["QUEUED"])
        .success(&["OK", "true"])
        .warning(&["ODD"])
        .failure(&["BAD", "7"])
        .messages("/notes", "/text");

    #[test]
    fn the_property_decides() {
        let table = [
            (json!({}), Verdict::Running, None),
            (json!({"end": null}), Verdict::Running, None),
            (json!({"end": {"as": null}}), Verdict::Running, None),
            (json!({"end": {"as": "QUEUED"}}), Verdict::Running, None),
            (json!({"end": {"as": "OK"}}), Verdict::Success, Some("OK")),
            (json!({"end": {"as": true}}), Verdict::Success, Some("true")),
            (json!({"end": {"as": "ODD"}}), Verdict::Warning, Some("ODD")),
            (json!({"end": {"as": 7}}), Verdict::Failure, Some("7")),
            (json!({"end": {"as": "ok"}}), Verdict::Unknown, Some("ok")),
            (json!({"end": {"as": ""}}), Verdict::Unknown, Some("")),
            (
                json!({"end": {"as": ["OK"]}}),
                Verdict::Unknown,
                Some(r#"["OK"]"#),
            ),
        ];
        for (body, verdict, status) in table {
            let (found, report) = FACTS.read("t1", &body);
            assert_eq!(found, verdict, "{body}");
            assert_eq!(report.status.as_deref(), status, "{body}");
            assert_eq!(report.id, "t1");
        }
    }

    #[test]
    fn messages_are_kept_as_texts() {
        let table = [
            (json!({}), vec![]),
            (json!({"notes": null}), vec![]),
            (json!({"notes": "one"}), vec![]),
            (
                json!({"notes": [{"text": "one"}, {"key": "k", "text": null}, null, "two"]}),
                vec!["one", r#"{"key":"k","text":null}"#, "two"],
            ),
        ];
        for (body, messages) in table {
            assert_eq!(FACTS.read("t1", &body).1.messages, messages, "{body}");
        }
    }
}
