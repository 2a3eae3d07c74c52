//! Events and items of streams, as far as no type is made of them.

use serde_json::Value;

use super::{Place, Side, Walk};
use crate::rule_id::RuleId;
use crate::spec_path::SpecPath;

/// The property of an event that has a type.
const DATA: &str = "data";

impl Side<'_> {
    /// The schema of one event or item, of a media type. A `schema` that is a list describes all of them.
    fn item_schema(self, media_at: &SpecPath) -> Option<SpecPath> {
        let own = media_at.key("itemSchema");
        if self.tree.get(&own).is_some() {
            return Some(own);
        }
        let (whole, node) = self.target(&media_at.key("schema"))?;
        let is_list = node.get("type").and_then(Value::as_str) == Some("array");
        Some(if is_list { whole.key("items") } else { whole })
    }

    /// The schema of the data of an event; `None` if the schema of the event describes nothing else.
    fn data_schema(self, item: &SpecPath) -> Option<SpecPath> {
        let (at, node) = self.target(item)?;
        let data = node.get("properties")?.get(DATA)?;
        data.is_object().then(|| at.keys(["properties", DATA]))
    }
}

impl Walk<'_> {
    /// The fields of events beside their data, where both documents describe events as a whole.
    pub(super) fn event_fields(&mut self, place: &Place) {
        let (Some(old), Some(new)) = self.both_items(place) else {
            return;
        };
        let has_data = |side: Side<'_>, at: &SpecPath| side.data_schema(at).is_some();
        if !(self.reporting && has_data(self.old, &old) && has_data(self.new, &new)) {
            return;
        }
        let start = self.found.len();
        self.written_schemas(&place.clone().spots([]).at(Some(&old), Some(&new)));
        let found = self.found.split_off(start);
        let data = place.inside(DATA).path;
        let is_presence = |rule: RuleId| {
            matches!(
                rule,
                RuleId::PropertyBecameRequired | RuleId::PropertyBecameOptional
            )
        };
        // The data is compared as the type that it has.
        let is_own = |path: &str| {
            let below = path.strip_prefix(&data);
            below.is_some_and(|it| it.is_empty() || it.starts_with(['.', '[', '=']))
        };
        let found = found.into_iter();
        self.found
            .extend(found.filter(|it| !is_own(&it.path) || is_presence(it.rule)));
    }

    /// The data of events that is a text, or items of which no type is made.
    pub(super) fn written_data(&mut self, place: &Place) {
        let (Some(old), Some(new)) = self.both_items(place) else {
            return;
        };
        let data = |side: Side<'_>, at: SpecPath| side.data_schema(&at).unwrap_or(at);
        let (old, new) = (data(self.old, old), data(self.new, new));
        self.written_schemas(&place.clone().at(Some(&old), Some(&new)));
    }

    /// The items of a body that is read and sent whole.
    pub(super) fn written_items(&mut self, place: &Place) {
        let item = |side: Side<'_>, at: &Option<SpecPath>| {
            let at = at.as_ref()?.key("itemSchema");
            side.tree.get(&at).map(|_| at)
        };
        let (old, new) = (item(self.old, &place.old), item(self.new, &place.new));
        let here = place.inside("[]").spots([]);
        match (&old, &new) {
            (Some(_), Some(_)) => self.written_schemas(&here.at(old.as_ref(), new.as_ref())),
            (None, Some(_)) => self.found(&here, RuleId::TypeNarrowed, None, None),
            (Some(_), None) => self.found(&here, RuleId::TypeWidened, None, None),
            (None, None) => {}
        }
    }

    fn both_items(&self, place: &Place) -> (Option<SpecPath>, Option<SpecPath>) {
        let item = |side: Side<'_>, at: &Option<SpecPath>| side.item_schema(at.as_ref()?);
        (item(self.old, &place.old), item(self.new, &place.new))
    }
}
