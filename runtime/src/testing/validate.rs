//! Checks a request against the document.

use http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde_json::{Map, Number, Value};

use super::description::{Body, BodyKind, Is, Operation, ParamStyle, Place, Schema, Types};
use super::received::Received;
use crate::filter::Expression;
use crate::model::{Base64Bytes, Integer};
use crate::timestamp::{Date, Timestamp};

/// The violations of the document in a request, one sentence each.
///
/// Parameters and properties that it does not know are let through, as the service ignores them. Of formats, those of
/// integers, dates, date-times and Base64 are checked. Patterns are not.
pub(super) fn request(operation: &Operation, received: &Received) -> Vec<String> {
    let mut check = Check::new(&operation.types);
    for place in [Place::Path, Place::Query, Place::Header, Place::Cookie] {
        let values = received.values(place);
        for param in operation.params(place) {
            match values.get(&param.name) {
                Some(value) if param.style == ParamStyle::Filter => check.filter(operation, value),
                Some(value) if param.style == ParamStyle::Sorters => {
                    check.sorters(operation, value);
                }
                Some(value) => check.value(&param.schema, value, &param.name),
                None if param.required => check.fault(&param.name, "is required"),
                None => {}
            }
        }
    }
    check.body(operation, received);
    check.faults
}

/// The violations in a value.
pub(super) fn value(schema: &Schema, value: &Value, at: &str, types: &Types) -> Vec<String> {
    let mut check = Check::new(types);
    check.value(schema, value, at);
    check.faults
}

struct Check<'a> {
    types: &'a Types,
    faults: Vec<String>,
}

impl<'a> Check<'a> {
    fn new(types: &'a Types) -> Self {
        Self {
            types,
            faults: Vec::new(),
        }
    }

    /// Reports a violation, unless it is reported already: a filter may use a field several times, and a reference may
    /// repeat a bound of its target.
    fn fault(&mut self, at: &str, what: impl std::fmt::Display) {
        let fault = format!("`{at}` {what}");
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn body(&mut self, operation: &Operation, received: &Received) {
        let content_type = received.header(CONTENT_TYPE.as_str());
        let Some(body) = &operation.body else {
            return;
        };
        if !received.has_body() {
            if body.required {
                self.fault("body", "is required");
            }
            return;
        }
        let content_type = content_type.unwrap_or_default();
        let Some(body) = body.of(content_type) else {
            let documented = body.media_types().map(|(_, media)| format!("`{media}`"));
            let documented: Vec<String> = documented.collect();
            let sent = content_type.split(';').next().unwrap_or_default();
            let fault = format!("is `{sent}`, not {}", documented.join(" or "));
            return self.fault("Content-Type", fault);
        };
        match body.is {
            BodyKind::Json => match (serde_json::from_slice(received.bytes()), &body.schema) {
                (Ok(value), Some(schema)) => {
                    // In a bulk request each item has its own outcome; only their number is checked.
                    if operation
                        .bulk
                        .as_ref()
                        .is_some_and(|it| it.status.is_some())
                    {
                        self.all_bounds(schema, &value, "body");
                        if !value.is_array() && schema.resolved(self.types).is == Is::List {
                            self.fault("body", "is not a list");
                        }
                    } else {
                        self.value(schema, &value, "body");
                    }
                }
                (Ok(_), None) => {}
                (Err(error), _) => self.fault("body", format!("is not JSON: {error}")),
            },
            BodyKind::Form | BodyKind::Multipart => self.parts(body, received),
            BodyKind::Text | BodyKind::Bytes => {}
        }
    }

    fn parts(&mut self, body: &Body, received: &Received) {
        for part in &body.parts {
            let is_there = if part.style.style().is_none() {
                received.file(&part.name).is_some()
            } else {
                received.field_values().contains_key(&part.name)
            };
            if part.required && !is_there {
                self.fault(&part.name, "is required");
            }
            let value = received.field_values().get(&part.name);
            if let (Some(schema), Some(value)) = (&part.schema, value) {
                self.value(schema, value, &part.name);
            }
        }
    }

    fn filter(&mut self, operation: &Operation, value: &Value) {
        let text = value.as_str().unwrap_or_default();
        match text.parse::<Expression>() {
            Ok(expression) => {
                for (field, operator) in super::filter::used(&expression) {
                    match operation.fields.get(field) {
                        Some(operators) if operators.iter().any(|it| it == operator) => {}
                        Some(_) => self.fault(field, format!("can't be compared by `{operator}`")),
                        None => self.fault(field, "is not a field to filter by"),
                    }
                }
            }
            Err(error) => self.fault(text, format!("is not a filter: {error}")),
        }
    }

    fn sorters(&mut self, operation: &Operation, value: &Value) {
        for sorter in value.as_str().unwrap_or_default().split(',') {
            let field = sorter.trim().trim_start_matches('-');
            let sorts = |operators: &Vec<String>| operators.iter().any(|it| it == "sort");
            if !operation.fields.get(field).is_some_and(sorts) {
                self.fault(field, "is not a field to sort by");
            }
        }
    }

    fn value(&mut self, schema: &Schema, value: &Value, at: &str) {
        let resolved = schema.resolved(self.types);
        if value.is_null() {
            let may_be_null = schema.nullable || resolved.nullable || resolved.is == Is::Any;
            if !may_be_null {
                self.fault(at, "must not be null");
            }
            return;
        }
        self.all_bounds(schema, value, at);
        let is = |kind: bool, what: &str, check: &mut Self| {
            if !kind {
                check.fault(at, format!("is {}, not {what}", named(value)));
            }
            kind
        };
        match resolved.is {
            Is::Bool => is(value.is_boolean(), "a boolean", self),
            Is::I32 | Is::I64 => is(value.is_i64(), "an integer", self),
            Is::U64 => is(value.is_u64(), "an integer of 0 or more", self),
            Is::Integer => is(Integer::deserialize(value).is_ok(), "an integer", self),
            Is::Number => is(value.is_number(), "a number", self),
            Is::String => is(value.is_string(), "a string", self),
            Is::Date => {
                let read = value.as_str().map(Date::parse);
                is(matches!(read, Some(Ok(_))), "a date", self)
            }
            Is::Base64 => {
                let read = value.as_str().map(str::parse::<Base64Bytes>);
                is(matches!(read, Some(Ok(_))), "Base64", self)
            }
            Is::DateTime => {
                let read = value.as_str().map(Timestamp::parse);
                is(matches!(read, Some(Ok(_))), "a date-time", self)
            }
            Is::Object => is(value.is_object(), "an object", self),
            Is::List => {
                if let Some(items) = value.as_array() {
                    self.items(resolved, items, at);
                }
                is(value.is_array(), "a list", self)
            }
            Is::Map => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    if let Some(of) = &resolved.of {
                        self.value(of, value, &format!("{at}.{key}"));
                    }
                }
                is(value.is_object(), "an object", self)
            }
            Is::Struct => {
                if let Some(members) = value.as_object() {
                    self.members(resolved, members, at);
                }
                is(value.is_object(), "an object", self)
            }
            Is::Union => self.union(resolved, value, at),
            Is::Patch => {
                for (n, operation) in value.as_array().into_iter().flatten().enumerate() {
                    self.patch_operation(resolved, operation, &format!("{at}[{n}]"));
                }
                is(value.is_array(), "a list of patch operations", self)
            }
            Is::PatchOperation => {
                self.patch_operation(resolved, value, at);
                true
            }
            Is::Any | Is::Named | Is::Enum => true,
        };
    }

    fn items(&mut self, list: &Schema, items: &[Value], at: &str) {
        let Some(of) = &list.of else {
            return;
        };
        for (n, item) in items.iter().enumerate() {
            self.value(of, item, &format!("{at}[{n}]"));
        }
    }

    fn members(&mut self, object: &Schema, members: &Map<String, Value>, at: &str) {
        for (name, field) in &object.fields {
            let place = format!("{at}.{name}");
            match members.get(name) {
                Some(value) => self.value(field, value, &place),
                // Read-only properties need not be sent.
                None if field.required && field.access.as_deref() != Some("read") => {
                    self.fault(&place, "is required");
                }
                None => {}
            }
        }
        let Some(others) = &object.others else {
            return;
        };
        for (name, value) in members {
            if !object.fields.contains_key(name) {
                self.value(others, value, &format!("{at}.{name}"));
            }
        }
    }

    fn union(&mut self, union: &Schema, value: &Value, at: &str) -> bool {
        let tag = union.by.as_ref().and_then(|by| value.get(by));
        let tagged = tag.and_then(|tag| {
            let mut branches = union.branches.iter();
            branches.find(|branch| branch.tags.iter().any(|it| it == tag))
        });
        if let Some(branch) = tagged {
            self.value(branch, value, at);
            return true;
        }
        let fits = |branch: &Schema| {
            let mut trial = Check::new(self.types);
            trial.value(branch, value, at);
            trial.faults.is_empty()
        };
        let is_one = union.branches.iter().any(fits);
        if !is_one {
            self.fault(at, "matches no type of the union");
        }
        is_one
    }

    fn patch_operation(&mut self, schema: &Schema, operation: &Value, at: &str) {
        let op = operation.get("op").and_then(Value::as_str);
        let needs = match op {
            Some("add" | "replace" | "test") => "value",
            Some("move" | "copy") => "from",
            Some("remove") => "path",
            _ => return self.fault(at, "has no `op` of a JSON Patch"),
        };
        for name in ["path", needs] {
            if operation.get(name).is_none() {
                self.fault(at, format!("has no `{name}`"));
            }
        }
        if let (Some(of), Some(value)) = (&schema.of, operation.get("value")) {
            self.value(of, value, &format!("{at}.value"));
        }
    }

    /// Checks the bounds of a schema and, if it is a reference, of its target.
    fn all_bounds(&mut self, schema: &Schema, value: &Value, at: &str) {
        let resolved = schema.resolved(self.types);
        self.bounds(schema, value, at);
        if !std::ptr::eq(schema, resolved) {
            self.bounds(resolved, value, at);
        }
    }

    fn bounds(&mut self, schema: &Schema, value: &Value, at: &str) {
        if !schema.values.is_empty() && !schema.values.contains(value) {
            let values: Vec<String> = schema.values.iter().map(Value::to_string).collect();
            self.fault(at, format!("is {value}, none of {}", values.join(", ")));
        }
        if let Some(number) = value.as_f64() {
            let of = |bound: &Option<Number>| bound.as_ref().and_then(Number::as_f64);
            let bounds = [
                (of(&schema.min).filter(|it| number < *it), "less than"),
                (of(&schema.max).filter(|it| number > *it), "more than"),
                (
                    of(&schema.above).filter(|it| number <= *it),
                    "not more than",
                ),
                (
                    of(&schema.below).filter(|it| number >= *it),
                    "not less than",
                ),
            ];
            for (bound, how) in bounds {
                if let Some(bound) = bound {
                    self.fault(at, format!("is {value}, {how} {bound}"));
                }
            }
        }
        let length = value.as_str().map(|text| text.chars().count());
        let length = length.map(|it| (it, schema.min_length, schema.max_length, "characters"));
        let items = value.as_array().map(Vec::len);
        let items = items.map(|it| (it, schema.min_items, schema.max_items, "items"));
        for (length, min, max, unit) in length.into_iter().chain(items) {
            if let Some(min) = min.filter(|min| length < *min) {
                self.fault(at, format!("has {length} {unit}, less than {min}"));
            }
            if let Some(max) = max.filter(|max| length > *max) {
                self.fault(at, format!("has {length} {unit}, more than {max}"));
            }
        }
    }
}

fn named(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}
