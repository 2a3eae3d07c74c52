//! Parameters.

use super::kind::Kind;
use super::operations::Both;
use super::routes::steps;
use super::values::{Value, may_meet};
use super::{Place, Walk, Ways, words};
use crate::model::{Api, Constraints, Operation, Param, ParamStyle, TypeRef};
use crate::name::OperationNames;
use crate::rule_id::RuleId;
use crate::rust::surface::Spot;

/// A parameter with its location and its name in the crate.
#[derive(Clone, Copy)]
struct Named<'p> {
    place: &'static str,
    param: &'p Param,
    name: &'p str,
}

impl Named<'_> {
    /// The value that is sent unless the caller sets another.
    fn preset(&self, api: &Api) -> Option<serde_json::Value> {
        api.preset(self.param).filter(|_| self.place != "path")
    }

    fn is_argument(&self, api: &Api) -> bool {
        self.param.required && self.preset(api).is_none()
    }
}

/// Whether two parameters are the same.
type Likeness<'c> = &'c dyn Fn(&Named<'_>, &Named<'_>) -> bool;

fn all<'p>(operation: &'p Operation, names: &'p OperationNames) -> Vec<Named<'p>> {
    let places = [
        ("path", &operation.path_params, &names.path),
        ("query", &operation.query_params, &names.query),
        ("header", &operation.header_params, &names.header),
        ("cookie", &operation.cookie_params, &names.cookie),
    ];
    let rows = places.into_iter().flat_map(|(place, params, names)| {
        params
            .iter()
            .zip(names)
            .map(move |(param, name)| Named { place, param, name })
    });
    rows.collect()
}

/// Names of headers know no case.
fn is_same_name(place: &str, a: &str, b: &str) -> bool {
    a == b || place == "header" && a.eq_ignore_ascii_case(b)
}

impl Walk<'_> {
    pub(super) fn parameters(&mut self, both: &Both<'_>) {
        let (old_side, new_side) = (self.old, self.new);
        let (was, is) = (both.old.1, both.new.1);
        let old = all(was, &old_side.plan.names.operations[both.old.0]);
        let new = all(is, &new_side.plan.names.operations[both.new.0]);
        let mut matched: Vec<Option<usize>> = vec![None; old.len()];
        let is_same = |a: &Named<'_>, b: &Named<'_>| {
            a.place == b.place && is_same_name(a.place, &a.param.wire, &b.param.wire)
        };
        let is_moved = |a: &Named<'_>, b: &Named<'_>| a.param.wire == b.param.wire;
        // If the paths differ only in names, parameters are paired by position.
        let same_path = steps(&was.path) == steps(&is.path);
        let index = |list: &[Named<'_>], it: &Named<'_>| {
            let mut path = list.iter().filter(|other| other.place == "path");
            path.position(|other| other.param.wire == it.param.wire)
        };
        let is_renamed = |a: &Named<'_>, b: &Named<'_>| {
            same_path && a.place == "path" && b.place == "path" && index(&old, a) == index(&new, b)
        };
        let tests: [Likeness<'_>; 3] = [&is_same, &is_renamed, &is_moved];
        for is_match in tests {
            for (n, a) in old.iter().enumerate() {
                if matched[n].is_none() {
                    let found = new
                        .iter()
                        .enumerate()
                        .find(|(m, b)| !matched.contains(&Some(*m)) && is_match(a, b));
                    matched[n] = found.map(|(m, _)| m);
                }
            }
        }
        for (n, a) in old.iter().enumerate() {
            if let Some(m) = matched[n] {
                let b = &new[m];
                if !self.reporting && !may_meet(&a.param.ty, &b.param.ty) {
                    continue;
                }
                let here = place(both, a);
                let here = here.at(Some(&a.param.at), Some(&b.param.at)).spots([
                    Spot::new(&both.owners.0, a.name),
                    Spot::new(&both.owners.1, b.name),
                ]);
                self.parameter(both, &here, *a, *b);
            } else {
                let here = place(both, a)
                    .at(Some(&a.param.at), None)
                    .spots([Spot::new(&both.owners.0, a.name)]);
                let rule = if a.param.docs.deprecated {
                    RuleId::DeprecatedParameterRemoved
                } else {
                    RuleId::ParameterRemoved
                };
                self.found(&here, rule, old_side.words(&a.param.ty), None);
            }
        }
        for (m, b) in new.iter().enumerate() {
            if matched.contains(&Some(m)) {
                continue;
            }
            // The surface calls a new member of an old owner by the old owner's name.
            let here = place(both, b).at(None, Some(&b.param.at)).spots([
                Spot::new(&both.owners.0, b.name),
                Spot::new(&both.owners.1, b.name),
            ]);
            let rule = if b.param.required {
                RuleId::RequiredParameterAdded
            } else {
                RuleId::ParameterAdded
            };
            self.found(&here, rule, None, new_side.words(&b.param.ty));
        }
        self.order(both, &old, &new);
    }

    /// Arguments that both have, in another order.
    fn order(&mut self, both: &Both<'_>, old: &[Named<'_>], new: &[Named<'_>]) {
        let arguments = |list: &[Named<'_>], api: &Api| -> Vec<String> {
            let arguments = list.iter().filter(|it| it.is_argument(api));
            arguments.map(|it| it.name.to_owned()).collect()
        };
        let old = arguments(old, &self.old.plan.api);
        let new = arguments(new, &self.new.plan.api);
        let shared = |list: &[String], other: &[String]| -> Vec<String> {
            let shared = list.iter().filter(|name| other.contains(name));
            shared.cloned().collect()
        };
        let (was, is) = (shared(&old, &new), shared(&new, &old));
        if was != is {
            let here = both.place.clone().spots(both.spots("order"));
            let here = here.ways(Ways::REQUEST);
            self.found(
                &here,
                RuleId::ArgumentOrderChanged,
                was.join(", "),
                is.join(", "),
            );
        }
    }

    fn parameter(&mut self, both: &Both<'_>, place: &Place, old: Named<'_>, new: Named<'_>) {
        let Param {
            wire,
            ty,
            required: _,
            nullable: _,
            style,
            explode: _,
            allow_reserved: _,
            allow_empty: _,
            docs,
            constraints,
            at: _,
        } = old.param;
        let is = new.param;
        if old.place != new.place {
            let words = |place: &str| Some(place.to_owned());
            self.found(
                place,
                RuleId::ParameterMoved,
                words(old.place),
                words(new.place),
            );
        } else if !is_same_name(old.place, wire, &is.wire) {
            self.found(
                place,
                RuleId::PathParameterRenamed,
                words::code(wire),
                words::code(&is.wire),
            );
        } else if *wire != is.wire {
            // Another spelling of a header's name is the same header, and shows in the docs.
            self.found(
                &place.inside("name"),
                RuleId::DocumentationChanged,
                None,
                None,
            );
        }
        let mut one = place.clone();
        one.is_one_item = self.is_one_item(&old, &new);
        let place = &one;
        self.flags(place, old.param, is);
        self.docs(place, docs, &is.docs);
        self.parameter_residue(place);
        let listed = |style: ParamStyle| matches!(style, ParamStyle::Filter | ParamStyle::Sorters);
        match (listed(*style), listed(is.style)) {
            // The fields say what differs.
            (true, true) => {}
            (false, true) | (true, false) => {
                let rule = if listed(is.style) {
                    RuleId::FiltersListed
                } else {
                    RuleId::FiltersUnlisted
                };
                let mut place = place.clone();
                place.spots.extend(self.table_spots(both));
                self.found(&place, rule, None, None);
            }
            (false, false) => self.sent(both, place, old, new),
        }
        if listed(*style) || listed(is.style) {
            self.bounds(place, constraints, &is.constraints);
            self.formats(place, (ty, constraints), (&is.ty, &is.constraints));
            self.example(place, constraints, &is.constraints);
        }
    }

    /// The flags of a parameter.
    fn flags(&mut self, place: &Place, old: &Param, new: &Param) {
        let mut changed = |was: bool, is: bool, [on, off]: [RuleId; 2]| match (was, is) {
            (false, true) => self.found(place, on, None, None),
            (true, false) => self.found(place, off, None, None),
            (true, true) | (false, false) => {}
        };
        let required = [
            RuleId::ParameterBecameRequired,
            RuleId::ParameterBecameOptional,
        ];
        changed(old.required, new.required, required);
        let reserved = [RuleId::AllowReservedChanged; 2];
        changed(old.allow_reserved, new.allow_reserved, reserved);
        let empty = [RuleId::AllowEmptyValueChanged; 2];
        changed(old.allow_empty, new.allow_empty, empty);
        let deprecated = [RuleId::ParameterDeprecated, RuleId::ParameterUndeprecated];
        changed(old.docs.deprecated, new.docs.deprecated, deprecated);
    }

    /// Whether a list with one item is written as a single value was, and no value that was sent is read as several items.
    fn is_one_item(&self, old: &Named<'_>, new: &Named<'_>) -> bool {
        let (was, is) = (old.param, new.param);
        let is_alike = |style: ParamStyle| {
            use ParamStyle::{Form, Pipe, Space};
            matches!(style, Form | Space | Pipe)
        };
        let is_plain = matches!(
            was.style,
            ParamStyle::Simple
                | ParamStyle::Label
                | ParamStyle::Matrix
                | ParamStyle::Form
                | ParamStyle::Space
                | ParamStyle::Pipe
        );
        let is_same = was.style == is.style || is_alike(was.style) && is_alike(is.style);
        // In a URL the commas of a value are encoded, and so are no separators, unless the old document left them as they are.
        let is_encoded = was.explode && is.explode || old.place != "header" && !was.allow_reserved;
        let is_text = self.old.kind(&was.ty) == Kind::Text;
        old.place == new.place && is_plain && is_same && (is_encoded || !is_text)
    }

    /// How a parameter is written, what is sent unless the caller says otherwise, and its type.
    fn sent(&mut self, both: &Both<'_>, place: &Place, old: Named<'_>, new: Named<'_>) {
        let (was, is) = (old.param, new.param);
        // A value without parts is written as one whether exploded or not.
        let is_exploded_differently = was.explode != is.explode
            && self.old.plan.api.has_parts(&was.ty)
            && self.new.plan.api.has_parts(&is.ty);
        let is_styled_differently =
            was.style != is.style && (!place.is_one_item || self.old.plan.api.has_parts(&was.ty));
        if old.place == new.place && (is_styled_differently || is_exploded_differently) {
            self.found(
                place,
                RuleId::ParameterStyleChanged,
                Some(described(was.style, was.explode)),
                Some(described(is.style, is.explode)),
            );
        }
        let is_limit = |operation: &Operation| {
            let paging = operation.paging.as_ref();
            paging.is_some_and(|paging| paging.limit == is.wire)
        };
        if is_limit(both.old.1) && is_limit(both.new.1) {
            return self.limit(place, was, is);
        }
        let presets = (
            old.preset(&self.old.plan.api),
            new.preset(&self.new.plan.api),
        );
        let (mut before, mut now) = (was.constraints.clone(), is.constraints.clone());
        if let (Some(old), Some(new)) = presets {
            if old != new {
                let words = |value| Some(words::json(&value));
                self.found(place, RuleId::SentDefaultChanged, words(old), words(new));
            }
            (before.default, now.default) = (None, None);
        }
        let before = Value::new(unless_empty(was), was.nullable, &before);
        let now = Value::new(unless_empty(is), is.nullable, &now);
        self.value(place, before, now);
    }

    /// The parameter that says how many records a page has: its maximum is the size of a page.
    fn limit(&mut self, place: &Place, old: &Param, new: &Param) {
        let without = |constraints: &Constraints| Constraints {
            maximum: None,
            exclusive_maximum: false,
            ..constraints.clone()
        };
        let largest = |constraints: &Constraints| {
            let maximum = constraints.maximum.as_ref()?.as_f64()?;
            Some(if constraints.exclusive_maximum {
                maximum - 1.0
            } else {
                maximum
            })
        };
        let (was, is) = (largest(&old.constraints), largest(&new.constraints));
        let rule = match (was, is) {
            (was, is) if was == is => None,
            (None, _) => Some(RuleId::PageSizeLowered),
            (Some(was), Some(is)) if was > is => Some(RuleId::PageSizeLowered),
            (Some(_), _) => Some(RuleId::PageSizeRaised),
        };
        if let Some(rule) = rule {
            let words = |number: Option<f64>| number.map(|it| it.to_string());
            self.found(place, rule, words(was), words(is));
        }
        let (was, is) = (without(&old.constraints), without(&new.constraints));
        self.value(
            place,
            Value::new(&old.ty, old.nullable, &was),
            Value::new(&new.ty, new.nullable, &is),
        );
    }
}

fn place(both: &Both<'_>, it: &Named<'_>) -> Place {
    let path = format!("{}.{}", it.place, it.param.wire);
    let mut place = both.place(&path, Ways::REQUEST);
    place.is_text = it.param.style != ParamStyle::Json;
    place
}

/// The type of a parameter if it has a value.
fn unless_empty(param: &Param) -> &TypeRef {
    if let TypeRef::Nullable(inner) = &param.ty
        && param.allow_empty
    {
        return inner;
    }
    &param.ty
}

fn described(style: ParamStyle, explode: bool) -> String {
    let style = match style {
        ParamStyle::Simple => "the style `simple`",
        ParamStyle::Label => "the style `label`",
        ParamStyle::Matrix => "the style `matrix`",
        ParamStyle::Form => "the style `form`",
        ParamStyle::Space => "the style `spaceDelimited`",
        ParamStyle::Pipe => "the style `pipeDelimited`",
        ParamStyle::Deep => "the style `deepObject`",
        ParamStyle::Json => "JSON text",
        ParamStyle::Text => "text of another media type",
        ParamStyle::Filter => "a filter",
        ParamStyle::Sorters => "fields to sort by",
    };
    let exploded = if explode { ", exploded" } else { "" };
    format!("{style}{exploded}")
}
