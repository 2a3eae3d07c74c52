//! Lists of records: filtered, sorted, a page at a time.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Refusal, State, record::same_id, success};
use crate::filter::Expression;
use crate::testing::answer::Answer;
use crate::testing::description::{Operation, Paging, ParamStyle, Place};
use crate::testing::filter;
use crate::testing::order::Key;
use crate::testing::received::Received;

impl State {
    pub(super) fn list(
        &mut self,
        operation: &Operation,
        received: &Received,
        drawer: usize,
        view: Option<&[String]>,
    ) -> Result<Answer, Refusal> {
        let drawer = &mut self.drawers[drawer];
        let item = drawer.item.clone();
        let places: Vec<usize> = match view {
            None => (0..drawer.records.len()).collect(),
            Some(ids) => {
                let place = |id: &String| {
                    let mut records = drawer.records.iter();
                    records.position(|it| same_id(&it.id, id))
                };
                ids.iter().filter_map(place).collect()
            }
        };
        drawer.show(&places, &item);
        let records = places.iter().filter_map(|n| drawer.shown_as(*n, &item));
        let mut records: Vec<&Value> = records.collect();
        if let Some(expression) = text(operation, received, ParamStyle::Filter) {
            let expression: Expression = expression
                .parse()
                .map_err(|error| (400, format!("this is not a filter: {error}")))?;
            records.retain(|record| filter::fits(&expression, record));
        }
        let sorters = text(operation, received, ParamStyle::Sorters);
        let sorters = Sorters::read(sorters.as_deref());
        records = sorters.sort(records);
        let total = records.len();
        if let Some(paging) = &operation.paging {
            records = page(paging, received, &sorters, records)?;
        }
        let answer = Answer::json(success(operation), &records);
        let counts = operation.paging.as_ref().and_then(|it| it.count.as_deref());
        let counts = counts.is_some_and(|it| received.query_values(it) == ["true"]);
        Ok(match self.service.total_count_header {
            Some(name) if counts => answer.header(name, total),
            _ => answer,
        })
    }
}

/// The value of the parameter of a style.
fn text(operation: &Operation, received: &Received, style: ParamStyle) -> Option<String> {
    let mut params = operation.params(Place::Query);
    let param = params.find(|it| it.style == style)?;
    let values = received.query_values(&param.name);
    values.into_iter().next().filter(|it| !it.is_empty())
}

fn page<'r>(
    paging: &Paging,
    received: &Received,
    sorters: &Sorters,
    mut records: Vec<&'r Value>,
) -> Result<Vec<&'r Value>, Refusal> {
    let number = |name: &str| -> Option<u64> {
        let values = received.query_values(name);
        values.first()?.parse().ok()
    };
    let offset = number(&paging.offset).unwrap_or(0);
    let limit = number(&paging.limit).unwrap_or(paging.page_size);
    if let Some(window) = paging
        .window
        .filter(|window| offset.saturating_add(limit) > *window)
    {
        let (offset, limit) = (&paging.offset, &paging.limit);
        let text = format!("`{offset}` and `{limit}` together are more than {window}");
        return Err((400, text));
    }
    let after = paging.after.as_deref();
    let after = after.and_then(|it| received.query_values(it).into_iter().next());
    if let Some(after) = after.filter(|it| !it.is_empty()) {
        let key: Vec<&str> = after.split(',').map(str::trim).collect();
        if key.len() != sorters.0.len() {
            let text = format!("{} values for {} sort fields", key.len(), sorters.0.len());
            return Err((400, text));
        }
        records.retain(|record| sorters.is_after(record, &key));
    }
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let rest = records.into_iter().skip(count(offset));
    Ok(rest.take(count(limit)).collect())
}

/// Fields, and whether their order is descending.
struct Sorters(Vec<(String, bool)>);

impl Sorters {
    fn read(text: Option<&str>) -> Self {
        let sorters = text.into_iter().flat_map(|it| it.split(','));
        let read = |it: &str| match it.trim().strip_prefix('-') {
            Some(field) => (field.to_owned(), true),
            None => (it.trim().to_owned(), false),
        };
        Self(sorters.map(read).collect())
    }

    /// The values of the fields in a record.
    fn key(&self, record: &Value) -> Vec<Key> {
        let fields = self.0.iter();
        fields
            .map(|(field, _)| Key::of_field(record, field))
            .collect()
    }

    fn compare(&self, a: &[Key], b: &[Key]) -> Ordering {
        let all = self
            .0
            .iter()
            .zip(a.iter().zip(b))
            .map(|((_, is_turned), (a, b))| {
                let ordering = a.compare(b);
                if *is_turned {
                    ordering.reverse()
                } else {
                    ordering
                }
            });
        all.fold(Ordering::Equal, Ordering::then)
    }

    fn sort<'r>(&self, records: Vec<&'r Value>) -> Vec<&'r Value> {
        let keyed = records.into_iter().map(|record| (self.key(record), record));
        let mut keyed: Vec<(Vec<Key>, &Value)> = keyed.collect();
        keyed.sort_by(|(a, _), (b, _)| self.compare(a, b));
        keyed.into_iter().map(|(_, record)| record).collect()
    }

    /// Returns whether a record comes after the one with these values.
    fn is_after(&self, record: &Value, values: &[&str]) -> bool {
        let key = self.key(record);
        let other = key.iter().zip(values).map(|(key, text)| key.alike(text));
        self.compare(&key, &other.collect::<Vec<_>>()) == Ordering::Greater
    }
}
