//! Walking two models side by side, from their operations down to their values.
//!
//! Types are compared in pairs, each pair once, regardless of names: a pair is made where an old type and a new one
//! stand in the same place. That a type is inline, a component or composed is no part of the model, so it makes no change.
//! The walk goes twice: first to find the pairs and which way their data goes, then to say what differs.

mod bounds;
mod document;
mod events;
mod formats;
mod headers;
mod kind;
mod media;
mod names;
mod noticed;
mod objects;
mod operations;
mod parameters;
mod parts;
mod patches;
mod place;
mod replies;
mod residue;
mod rest;
mod rest_of_document;
mod routes;
mod schemas;
mod schemes;
mod security;
mod side;
mod skipped;
mod tables;
mod types_by_name;
mod unions;
mod unknown_keys;
mod unnoticed;
mod values;
mod words;
mod written;
mod written_objects;

use crate::rule_id::RuleId;
use place::Place;
pub(super) use place::Ways;
pub(super) use side::Side;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

use super::api::Renames;
use super::change::{Direction, Subject};
use crate::model::{OperationId, Shape, TypeId, TypeRef};
use crate::parallel;
use crate::rust::surface::Spot;
use crate::spec_path::SpecPath;

/// A change before it is judged.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) rule: RuleId,
    pub(super) subject: Subject,
    pub(super) path: String,
    pub(super) direction: Direction,
    pub(super) was: Option<String>,
    pub(super) is: Option<String>,
    pub(super) old: Option<SpecPath>,
    pub(super) new: Option<SpecPath>,
    pub(super) spots: Vec<Spot>,
    /// The pair of types that it is in; several places may share an inline type.
    pub(super) pair: Option<TypePair>,
}

/// An old type and the new one in the same place.
pub(super) type TypePair = (TypeId, TypeId);

/// A pair of types in the same place.
struct Pair {
    place: Place,
    /// How it is to be compared by itself: the words and bounds of two components are their own, those of inline types
    /// belong to the place.
    is_shared: bool,
}

pub(super) struct Walk<'p> {
    old: Side<'p>,
    new: Side<'p>,
    /// Whether changes are being reported, or only pairs sought.
    reporting: bool,
    pairs: BTreeMap<(TypeId, TypeId), Pair>,
    order: Vec<(TypeId, TypeId)>,
    queue: VecDeque<(TypeId, TypeId)>,
    found: Vec<Found>,
    /// Pairs of responses that do not differ: hundreds of operations share one.
    alike: BTreeSet<[replies::Identity; 2]>,
    renames: Renames,
    /// Security schemes under another name.
    schemes: BTreeMap<String, String>,
}

/// What a walk finds.
pub(super) struct Outcome {
    pub(super) found: Vec<Found>,
    pub(super) renames: Renames,
    /// The operations in pairs, and those that only one document has.
    pub(super) operations: Vec<(Option<OperationId>, Option<OperationId>)>,
    pub(super) types: Vec<TypesFound>,
}

/// A pair of types with its part of what is found.
pub(super) type TypesFound = (TypePair, Range<usize>);

/// Compares two documents.
pub(super) fn walk<'p>(old: Side<'p>, new: Side<'p>) -> Outcome {
    let mut walk = Walk {
        old,
        new,
        reporting: false,
        pairs: BTreeMap::new(),
        order: Vec::new(),
        queue: VecDeque::new(),
        found: Vec::new(),
        alike: BTreeSet::new(),
        renames: Renames::default(),
        schemes: BTreeMap::new(),
    };
    let operations = walk.matched_operations();
    walk.match_schemes();
    walk.all_operations(&operations);
    walk.payloads();
    walk.drain();
    walk.unused_types();
    walk.drain();
    walk.reporting = true;
    walk.alike.clear();
    let mut of_types = walk.of_types();
    let (types, ()) = parallel::both(
        || of_types.types(),
        || {
            walk.document();
            walk.all_operations(&operations);
        },
    );
    let types = walk.add_types(of_types, types);
    walk.name_types();
    walk.unknown_keys();
    walk.unnoticed();
    Outcome {
        found: walk.found,
        renames: walk.renames,
        operations: operations.all(),
        types,
    }
}

impl<'p> Walk<'p> {
    /// The extensions that the new model carries.
    fn read(&self) -> written::Read<'p> {
        &self.new.plan.api.extensions
    }
}

impl Walk<'_> {
    fn found(
        &mut self,
        place: &Place,
        rule: RuleId,
        was: impl Into<Option<String>>,
        is: impl Into<Option<String>>,
    ) {
        if !self.reporting {
            return;
        }
        self.found.push(Found {
            rule,
            subject: place.subject.clone(),
            path: place.path.clone(),
            direction: place.ways.direction(),
            was: was.into(),
            is: is.into(),
            old: place.old.clone(),
            new: place.new.clone(),
            spots: place.spots.clone(),
            pair: place.pair,
        });
    }

    /// Records an old and a new type of one place.
    fn meet(&mut self, place: &Place, old: TypeId, new: TypeId) {
        if self.reporting {
            return;
        }
        let key = (old, new);
        if let Some(known) = self.pairs.get_mut(&key) {
            let ways = known.place.ways.or(place.ways);
            if ways != known.place.ways {
                known.place.ways = ways;
                self.queue.push_back(key);
            }
            return;
        }
        let (mut name, other) = (self.old.component(old), self.new.component(new));
        // What was another name of a type may have become a type of its own.
        if name != other && other.is_some_and(|other| self.old.is_alias_of(other, old)) {
            name = other;
        }
        let here = match name.or(other) {
            Some(name) => Place::new(Subject::Type(name.to_owned()), place.ways),
            None => place.clone(),
        };
        let mut here = here
            .at(Some(&self.old.def(old).at), Some(&self.new.def(new).at))
            .spots([]);
        here.pair = Some(key);
        let pair = Pair {
            place: here,
            is_shared: name.is_some() && other.is_some(),
        };
        self.pairs.insert(key, pair);
        self.order.push(key);
        self.queue.push_back(key);
    }

    /// What webhooks send, which a client receives as it receives responses.
    fn payloads(&mut self) {
        let payload = |side: Side<'_>| match side.plan.api.webhooks {
            Some(TypeRef::Named(id)) => Some(id),
            _ => None,
        };
        if let (Some(old), Some(new)) = (payload(self.old), payload(self.new)) {
            let place = Place::new(Subject::Document, Ways::RESPONSE);
            self.meet(&place, old, new);
        }
    }

    /// The items of two types.
    fn items(&self, old: TypeId, new: TypeId) -> [Spot; 2] {
        [
            Spot::new(self.old.item(old), ""),
            Spot::new(self.new.item(new), ""),
        ]
    }

    fn drain(&mut self) {
        while let Some(pair) = self.queue.pop_front() {
            self.pair(pair);
        }
    }

    /// The types for themselves, which are half of what there is to compare.
    fn of_types(&mut self) -> Self {
        Self {
            pairs: std::mem::take(&mut self.pairs),
            order: std::mem::take(&mut self.order),
            queue: VecDeque::new(),
            found: Vec::new(),
            alike: BTreeSet::new(),
            renames: Renames::default(),
            schemes: self.schemes.clone(),
            ..*self
        }
    }

    /// Compares all pairs of types.
    fn types(&mut self) -> Vec<TypesFound> {
        let mut types = Vec::new();
        for pair in self.order.clone() {
            let before = self.found.len();
            self.pair(pair);
            types.push((pair, before..self.found.len()));
        }
        types
    }

    /// Adds what was found in the types.
    fn add_types(&mut self, of_types: Self, types: Vec<TypesFound>) -> Vec<TypesFound> {
        let start = self.found.len();
        self.pairs = of_types.pairs;
        self.order = of_types.order;
        self.found.extend(of_types.found);
        let moved = |(pair, part): TypesFound| (pair, part.start + start..part.end + start);
        types.into_iter().map(moved).collect()
    }

    /// Compares two types in the same place.
    fn pair(&mut self, (old, new): (TypeId, TypeId)) {
        let pair = &self.pairs[&(old, new)];
        let (place, is_shared) = (pair.place.clone(), pair.is_shared);
        let (was, is) = (self.old.def(old), self.new.def(new));
        self.schema_residue(&place);
        if is_shared {
            self.docs(&place, &was.docs, &is.docs);
            self.example(&place, &was.constraints, &is.constraints);
            match (was.docs.deprecated, is.docs.deprecated) {
                (false, true) => self.found(&place, RuleId::TypeDeprecated, None, None),
                (true, false) => self.found(&place, RuleId::TypeUndeprecated, None, None),
                (true, true) | (false, false) => {}
            }
        }
        match (&was.shape, &is.shape) {
            (Shape::Struct(a), Shape::Struct(b)) => {
                if is_shared {
                    self.bounds(&place, &was.constraints, &is.constraints);
                }
                self.objects(&place, (old, a), (new, b));
            }
            (Shape::StringEnum(a), Shape::StringEnum(b)) => {
                let of = |values: &[crate::model::EnumValue<String>]| -> Vec<String> {
                    values.iter().map(|value| value.wire.clone()).collect()
                };
                self.enums(&place, (old, of(a)), (new, of(b)));
                self.meanings(&place, a, b);
                if is_shared {
                    self.bounds(&place, &was.constraints, &is.constraints);
                }
            }
            (Shape::IntegerEnum(a), Shape::IntegerEnum(b)) => {
                let of = |values: &[crate::model::EnumValue<i64>]| -> Vec<String> {
                    values.iter().map(|value| value.wire.to_string()).collect()
                };
                self.enums(&place, (old, of(a)), (new, of(b)));
                if is_shared {
                    self.bounds(&place, &was.constraints, &is.constraints);
                }
            }
            (Shape::Union(a), Shape::Union(b)) => {
                if is_shared {
                    self.bounds(&place, &was.constraints, &is.constraints);
                }
                self.unions(&place, (old, a), (new, b));
            }
            (Shape::Alias(a), Shape::Alias(b)) => {
                let here = place.clone().spots(self.items(old, new));
                let old = values::Value::new(a, false, &was.constraints);
                let new = values::Value::new(b, false, &is.constraints);
                self.value(&here, old, new);
            }
            (
                Shape::Struct(_)
                | Shape::StringEnum(_)
                | Shape::IntegerEnum(_)
                | Shape::Union(_)
                | Shape::Id
                | Shape::Alias(_),
                _,
            ) => {
                // Only what no operation needs is paired by name; ids have nothing to compare.
                if !(matches!(was.shape, Shape::Id) && matches!(is.shape, Shape::Id)) {
                    let here = place.clone().spots(self.items(old, new));
                    self.found(&here, RuleId::TypeChanged, None, None);
                }
            }
        }
    }
}
