//! Bounds, defaults and the rest of what a schema asks of its values.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::Number;

use super::values::value_place;
use super::{Place, Walk, words};
use crate::model::Constraints;
use crate::rule_id::RuleId;

/// What a lower or upper bound has become.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moved {
    Narrowed,
    Widened,
}

impl Walk<'_> {
    /// Compares everything that is required of a value, except its format, which belongs to the type.
    pub(super) fn bounds(&mut self, place: &Place, old: &Constraints, new: &Constraints) {
        if old == new {
            return;
        }
        let Constraints {
            // Compared with the type.
            format: _,
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
            multiple_of,
            // Compared as counts.
            min_length: _,
            max_length: _,
            min_items: _,
            max_items: _,
            min_properties: _,
            max_properties: _,
            pattern,
            unique_items,
            values,
            // Compared for themselves.
            default: _,
            // Counted as documentation.
            example: _,
            // The type of the id shows it.
            resource_operation: _,
            // Compared with the item.
            item: _,
            // Compared as written.
            patch_values: _,
        } = old;
        self.bound(
            place,
            [RuleId::MinimumRaised, RuleId::MinimumLowered],
            [
                edge(minimum.as_ref(), *exclusive_minimum, true),
                edge(new.minimum.as_ref(), new.exclusive_minimum, true),
            ],
            true,
        );
        self.bound(
            place,
            [RuleId::MaximumLowered, RuleId::MaximumRaised],
            [
                edge(maximum.as_ref(), *exclusive_maximum, false),
                edge(new.maximum.as_ref(), new.exclusive_maximum, false),
            ],
            false,
        );
        self.counts(place, old, new);
        self.steps(place, multiple_of.as_ref(), new.multiple_of.as_ref());
        let texts = (pattern.as_deref(), new.pattern.as_deref());
        let rule = match texts {
            (None, Some(_)) => Some(RuleId::PatternAdded),
            (Some(_), None) => Some(RuleId::PatternRemoved),
            (Some(was), Some(is)) if was != is => Some(RuleId::PatternChanged),
            (Some(_), Some(_)) | (None, None) => None,
        };
        if let Some(rule) = rule {
            self.found(
                place,
                rule,
                texts.0.map(words::code),
                texts.1.map(words::code),
            );
        }
        match (unique_items, new.unique_items) {
            (false, true) => self.found(place, RuleId::UniqueItemsRequired, None, None),
            (true, false) => self.found(place, RuleId::UniqueItemsLifted, None, None),
            (true, true) | (false, false) => {}
        }
        if !(values.is_empty() && new.values.is_empty()) {
            self.listed_values(place, values, &new.values);
        }
        self.defaults(place, old, new);
    }

    /// Compares what is asked of a value that may be an integer.
    pub(super) fn number_bounds(
        &mut self,
        place: &Place,
        is_integer: bool,
        old: &Constraints,
        new: &Constraints,
    ) {
        if is_integer {
            self.bounds(place, &of_integer(old), &of_integer(new));
        } else {
            self.bounds(place, old, new);
        }
    }

    /// How long, and how many.
    fn counts(&mut self, place: &Place, old: &Constraints, new: &Constraints) {
        let lower = [
            (
                [RuleId::MinLengthRaised, RuleId::MinLengthLowered],
                [old.min_length, new.min_length],
            ),
            (
                [RuleId::MinItemsRaised, RuleId::MinItemsLowered],
                [old.min_items, new.min_items],
            ),
            (
                [RuleId::MinPropertiesRaised, RuleId::MinPropertiesLowered],
                [old.min_properties, new.min_properties],
            ),
        ];
        for (rules, bounds) in lower {
            self.bound(place, rules, bounds.map(|bound| count(bound, true)), true);
        }
        let upper = [
            (
                [RuleId::MaxLengthLowered, RuleId::MaxLengthRaised],
                [old.max_length, new.max_length],
            ),
            (
                [RuleId::MaxItemsLowered, RuleId::MaxItemsRaised],
                [old.max_items, new.max_items],
            ),
            (
                [RuleId::MaxPropertiesLowered, RuleId::MaxPropertiesRaised],
                [old.max_properties, new.max_properties],
            ),
        ];
        for (rules, bounds) in upper {
            self.bound(place, rules, bounds.map(|bound| count(bound, false)), false);
        }
    }

    /// The values of an enumeration of which no enum is made.
    fn listed_values(
        &mut self,
        place: &Place,
        old: &[serde_json::Value],
        new: &[serde_json::Value],
    ) {
        match (old.is_empty(), new.is_empty()) {
            (true, false) => return self.found(place, RuleId::EnumIntroduced, None, None),
            (false, true) => return self.found(place, RuleId::EnumLifted, None, None),
            (true, true) | (false, false) => {}
        }
        for value in old.iter().filter(|value| !new.contains(value)) {
            let here = value_place(place, &value.to_string());
            self.found(&here, RuleId::ListedValueRemoved, None, None);
        }
        for value in new.iter().filter(|value| !old.contains(value)) {
            let here = value_place(place, &value.to_string());
            self.found(&here, RuleId::ListedValueAdded, None, None);
        }
    }

    pub(super) fn defaults(&mut self, place: &Place, old: &Constraints, new: &Constraints) {
        let (was, is) = (old.default.as_ref(), new.default.as_ref());
        let rule = match (was, is) {
            (was, is) if was == is => return,
            (None, _) => RuleId::DefaultAdded,
            (_, None) => RuleId::DefaultRemoved,
            (Some(_), Some(_)) => RuleId::DefaultChanged,
        };
        self.found(place, rule, was.map(words::json), is.map(words::json));
    }

    pub(super) fn example(&mut self, place: &Place, old: &Constraints, new: &Constraints) {
        if old.example != new.example {
            self.found(
                &place.inside("example"),
                RuleId::DocumentationChanged,
                None,
                None,
            );
        }
    }

    fn bound(
        &mut self,
        place: &Place,
        [narrowed, widened]: [RuleId; 2],
        [old, new]: [Option<Edge>; 2],
        is_lower: bool,
    ) {
        let rule = match moved(old.as_ref(), new.as_ref(), is_lower) {
            Some(Moved::Narrowed) => narrowed,
            Some(Moved::Widened) => widened,
            None => return,
        };
        self.found(place, rule, old.map(|it| it.words), new.map(|it| it.words));
    }

    fn steps(&mut self, place: &Place, old: Option<&Number>, new: Option<&Number>) {
        let divides = |step: &Number, of: &Number| {
            let (Some(step), Some(of)) = (step.as_f64(), of.as_f64()) else {
                return false;
            };
            let times = of / step;
            step > 0.0 && (times - times.round()).abs() < 1e-9
        };
        let rule = match (old, new) {
            (old, new) if old == new => return,
            (None, Some(_)) => RuleId::MultipleOfNarrowed,
            (Some(_), None) => RuleId::MultipleOfWidened,
            (Some(old), Some(new)) if divides(old, new) => RuleId::MultipleOfNarrowed,
            (Some(old), Some(new)) if divides(new, old) => RuleId::MultipleOfWidened,
            _ => RuleId::MultipleOfChanged,
        };
        let words = |step: Option<&Number>| step.map(ToString::to_string);
        self.found(place, rule, words(old), words(new));
    }
}

/// One end of what is allowed.
struct Edge {
    value: f64,
    /// Exact, where it is an integer.
    integer: Option<i128>,
    excluded: bool,
    words: String,
}

fn edge(number: Option<&Number>, excluded: bool, is_lower: bool) -> Option<Edge> {
    let number = number?;
    let integer = number
        .as_i64()
        .map(i128::from)
        .or_else(|| number.as_u64().map(i128::from));
    let words = match (excluded, is_lower) {
        (false, _) => number.to_string(),
        (true, true) => format!("more than {number}"),
        (true, false) => format!("less than {number}"),
    };
    Some(Edge {
        value: number.as_f64()?,
        integer,
        excluded,
        words,
    })
}

/// What is asked of an integer, with the least and the greatest that it may be: more than 0 is at least 1.
pub(super) fn of_integer(constraints: &Constraints) -> Cow<'_, Constraints> {
    let next = |bound: Option<&Number>, is_excluded: bool, step: i64| {
        let bound = bound.filter(|_| is_excluded)?.as_i64()?;
        bound.checked_add(step).map(Number::from)
    };
    let least = next(
        constraints.minimum.as_ref(),
        constraints.exclusive_minimum,
        1,
    );
    let most = next(
        constraints.maximum.as_ref(),
        constraints.exclusive_maximum,
        -1,
    );
    if least.is_none() && most.is_none() {
        return Cow::Borrowed(constraints);
    }
    let mut whole = constraints.clone();
    if least.is_some() {
        (whole.minimum, whole.exclusive_minimum) = (least, false);
    }
    if most.is_some() {
        (whole.maximum, whole.exclusive_maximum) = (most, false);
    }
    Cow::Owned(whole)
}

/// A bound on a count; one that every count keeps is none.
fn count(bound: Option<usize>, is_lower: bool) -> Option<Edge> {
    let number = bound.filter(|bound| !(is_lower && *bound == 0))?;
    edge(Some(&Number::from(number)), false, is_lower)
}

fn moved(old: Option<&Edge>, new: Option<&Edge>, is_lower: bool) -> Option<Moved> {
    let (old, new) = match (old, new) {
        (None, None) => return None,
        (None, Some(_)) => return Some(Moved::Narrowed),
        (Some(_), None) => return Some(Moved::Widened),
        (Some(old), Some(new)) => (old, new),
    };
    let by_value = match (old.integer, new.integer) {
        (Some(old), Some(new)) => new.cmp(&old),
        _ => new.value.partial_cmp(&old.value).unwrap_or(Ordering::Equal),
    };
    let by_value = if is_lower {
        by_value
    } else {
        by_value.reverse()
    };
    match (by_value, old.excluded, new.excluded) {
        (Ordering::Greater, _, _) | (Ordering::Equal, false, true) => Some(Moved::Narrowed),
        (Ordering::Less, _, _) | (Ordering::Equal, true, false) => Some(Moved::Widened),
        (Ordering::Equal, _, _) => None,
    }
}
