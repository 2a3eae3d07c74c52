//! Compares the values that a place accepts.

use super::kind::Kind;
use super::unions::branch_like;
use super::{Place, Side, Walk, words};
use crate::model::{Constraints, EnumValue, Shape, TypeId, TypeRef};
use crate::rule_id::RuleId;
use crate::rust::surface::Spot;

/// The description of a value in its place.
#[derive(Clone, Copy)]
pub(super) struct Value<'v> {
    pub(super) ty: &'v TypeRef,
    pub(super) nullable: bool,
    pub(super) constraints: &'v Constraints,
}

impl<'v> Value<'v> {
    pub(super) fn new(ty: &'v TypeRef, nullable: bool, constraints: &'v Constraints) -> Self {
        Self {
            ty,
            nullable,
            constraints,
        }
    }
}

impl Walk<'_> {
    /// Compares the values that a place accepts.
    pub(super) fn value(&mut self, place: &Place, old: Value<'_>, new: Value<'_>) {
        let shared = (self.old.shared(old.ty), self.new.shared(new.ty));
        // What two components say of themselves is compared with them.
        let (was, is) = if let (Some(a), Some(b)) = shared {
            if let (Shape::Alias(_), Shape::Alias(_)) =
                (&self.old.def(a).shape, &self.new.def(b).shape)
            {
                self.meet(place, a, b);
                self.nullability(place, (old.ty, old.nullable), (new.ty, new.nullable));
                let kinds = (self.old.kind(old.ty), self.new.kind(new.ty));
                let is_integer = kinds == (Kind::Integer, Kind::Integer);
                self.number_bounds(place, is_integer, old.constraints, new.constraints);
                self.example(place, old.constraints, new.constraints);
                return;
            }
            (self.old.resolve(old, false), self.new.resolve(new, false))
        } else {
            (self.old.resolve(old, true), self.new.resolve(new, true))
        };
        self.nullability(place, (was.ty, was.nullable), (is.ty, is.nullable));
        let kinds = (self.old.kind(was.ty), self.new.kind(is.ty));
        if kinds.0 != kinds.1 {
            let is_one_item = place.is_one_item && is_single(kinds.0);
            if let (TypeRef::List(item), true) = (is.ty, is_one_item) {
                let words = (self.old.words(was.ty), self.new.words(is.ty));
                self.found(place, RuleId::TypeWidened, words.0, words.1);
                let one = Value::new(was.ty, was.nullable, &was.constraints);
                self.list_of_one(place, one, item, &is.constraints);
            } else if !is_open_map(kinds, was.ty, is.ty) {
                let is_wider = is_text_of_any(place, kinds, &is.constraints)
                    || place.is_text && self.has_all_texts(was.ty, is.ty);
                self.kinds(place, kinds, (was.ty, is.ty), is_wider);
            }
            self.defaults(place, &was.constraints, &is.constraints);
            return;
        }
        let is_integer = kinds.0 == Kind::Integer;
        self.number_bounds(place, is_integer, &was.constraints, &is.constraints);
        self.example(place, &was.constraints, &is.constraints);
        match (was.ty, is.ty) {
            (TypeRef::Named(a), TypeRef::Named(b))
                if !matches!(kinds.0, Kind::Text | Kind::Any) =>
            {
                self.meet(place, *a, *b);
            }
            (TypeRef::List(a), TypeRef::List(b)) => {
                let none = Constraints::default();
                let item = place.inside("[]");
                let old = Value::new(a, false, was.constraints.item.as_deref().unwrap_or(&none));
                let new = Value::new(b, false, is.constraints.item.as_deref().unwrap_or(&none));
                self.value(&item, old, new);
            }
            (TypeRef::Map(a), TypeRef::Map(b)) => {
                let none = Constraints::default();
                let value = place.inside("*");
                let old = Value::new(a, false, was.constraints.item.as_deref().unwrap_or(&none));
                let new = Value::new(b, false, is.constraints.item.as_deref().unwrap_or(&none));
                self.value(&value, old, new);
            }
            _ => {
                self.formats(place, (was.ty, &was.constraints), (is.ty, &is.constraints));
                self.resources(place, was.ty, is.ty);
                if kinds.0 == Kind::Any {
                    self.unread_schema(place);
                }
            }
        }
    }

    /// Compares a single value with the items of a list that takes its place, where one item is written as the value was.
    pub(super) fn list_of_one(
        &mut self,
        place: &Place,
        was: Value<'_>,
        item: &TypeRef,
        list: &Constraints,
    ) {
        // One item is what was sent until now; other bounds on their number let it through.
        let none = Constraints::default();
        let count = Constraints {
            min_items: list.min_items.filter(|least| *least > 1),
            ..Constraints::default()
        };
        self.bounds(place, &none, &count);
        let own = Constraints {
            default: None,
            ..was.constraints.clone()
        };
        let here = place.inside("[]").spots([]);
        let of_item = list.item.as_deref().unwrap_or(&none);
        let old = Value::new(was.ty, was.nullable, &own);
        self.value(&here, old, Value::new(item, false, of_item));
    }

    /// Whether each of the few values of a type is written as one of another type's.
    fn has_all_texts(&self, old: &TypeRef, new: &TypeRef) -> bool {
        let texts = |side: Side<'_>, ty: &TypeRef| match (side.kind(ty), ty) {
            (Kind::Bool, _) => Some(vec!["true".to_owned(), "false".to_owned()]),
            (Kind::Strings | Kind::Integers, TypeRef::Named(id)) => {
                Some(side.def(*id).member_wires())
            }
            _ => None,
        };
        match (texts(self.old, old), texts(self.new, new)) {
            (Some(was), Some(is)) => was.iter().all(|it| is.contains(it)),
            _ => false,
        }
    }

    fn nullability(&mut self, place: &Place, old: (&TypeRef, bool), new: (&TypeRef, bool)) {
        // Anything may be null anyway.
        let is_any = self.old.kind(old.0) == Kind::Any || self.new.kind(new.0) == Kind::Any;
        match (old.1, new.1) {
            (false, true) if !is_any => self.found(place, RuleId::BecameNullable, None, None),
            (true, false) if !is_any => self.found(place, RuleId::BecameNotNullable, None, None),
            (false | true, _) => {}
        }
    }

    fn resources(&mut self, place: &Place, old: &TypeRef, new: &TypeRef) {
        let (was, is) = (self.old.resource(old), self.new.resource(new));
        if was != is {
            let words = |it: Option<&str>| it.map_or("a string".to_owned(), |it| format!("`{it}`"));
            // The type of the ids may come or go with this place.
            let mut place = place.clone();
            let items = was.into_iter().chain(is);
            place.spots.extend(items.map(|item| Spot::new(item, "")));
            self.found(&place, RuleId::ResourceIdChanged, words(was), words(is));
        }
    }

    fn kinds(
        &mut self,
        place: &Place,
        kinds: (Kind, Kind),
        (old, new): (&TypeRef, &TypeRef),
        is_wider: bool,
    ) {
        // Whatever type is made of the operations of a JSON Patch, they are what their schemas say.
        let is_patch = matches!(
            kinds,
            (Kind::List, Kind::Patch)
                | (Kind::Patch, Kind::List)
                | (Kind::Struct, Kind::PatchOperation)
                | (Kind::PatchOperation, Kind::Struct)
        );
        if is_patch && self.has_schemas(place) {
            return self.written_schemas(&place.clone().spots([]));
        }
        let rule = match kinds {
            _ if is_wider => RuleId::TypeWidened,
            (_, Kind::Any) | (Kind::Integer, Kind::Number) | (Kind::Map, Kind::Object) => {
                RuleId::TypeWidened
            }
            (Kind::Any, _) | (Kind::Number, Kind::Integer) | (Kind::Object, Kind::Map) => {
                RuleId::TypeNarrowed
            }
            (Kind::Text, Kind::Strings) | (Kind::Integer | Kind::Number, Kind::Integers) => {
                RuleId::EnumIntroduced
            }
            (Kind::Strings, Kind::Text) | (Kind::Integers, Kind::Integer | Kind::Number) => {
                RuleId::EnumLifted
            }
            (Kind::Object | Kind::Map, Kind::Struct) => RuleId::ObjectDescribed,
            (Kind::Struct, Kind::Object | Kind::Map) => RuleId::ObjectUndescribed,
            (_, Kind::Union) if self.overlaps(new, old) => RuleId::UnionOverlaps,
            (Kind::Union, _) if branch_like(self.old, old, self.new, new) => RuleId::TypeNarrowed,
            (_, Kind::Union) if branch_like(self.new, new, self.old, old) => RuleId::TypeWidened,
            _ => RuleId::TypeChanged,
        };
        let (was, is) = (self.old.words(old), self.new.words(new));
        let (was, is) = if was == is {
            (None, None)
        } else {
            (Some(was), Some(is))
        };
        // A name that is left may come to mean a type of another kind.
        let mut place = place.clone();
        for (side, ty) in [(self.old, old), (self.new, new)] {
            if let TypeRef::Named(id) = ty {
                place.spots.push(Spot::new(side.item(*id), ""));
            }
        }
        self.found(&place, rule, was, is);
    }

    /// Compares the values of two enums.
    pub(super) fn enums(
        &mut self,
        place: &Place,
        (old, was): (TypeId, Vec<String>),
        (new, is): (TypeId, Vec<String>),
    ) {
        // Additions to the new crate are reported under the name of the old one.
        let spots = |side: Side<'_>, id: TypeId, n: usize| {
            let member = side.plan.names.types[id].members.get(n);
            let items = [self.old.item(old), self.new.item(new)];
            let spots = member.map(|member| items.map(|item| Spot::new(item, member)));
            spots.into_iter().flatten().collect::<Vec<_>>()
        };
        let removed = was.iter().enumerate().filter(|(_, it)| !is.contains(it));
        let removed =
            removed.map(|(n, it)| (it, RuleId::EnumValueRemoved, spots(self.old, old, n)));
        let added = is.iter().enumerate().filter(|(_, it)| !was.contains(it));
        let added = added.map(|(n, it)| (it, RuleId::EnumValueAdded, spots(self.new, new, n)));
        let (mut removed, mut added): (Vec<_>, Vec<_>) = (removed.collect(), added.collect());
        let respelled = respelled(&mut removed, &mut added, |it| it.0);
        for ((value, _, spots), (now, _, more)) in respelled {
            let spots: Vec<Spot> = spots.into_iter().chain(more).collect();
            let here = value_place(place, value).spots(spots);
            let (was, is) = (words::code(value), words::code(now));
            self.found(&here, RuleId::EnumValueRespelled, was, is);
        }
        for (value, rule, spots) in removed.into_iter().chain(added) {
            let here = value_place(place, value).spots(spots);
            self.found(&here, rule, None, None);
        }
    }

    /// What the documentation says of the values that both enums have.
    pub(super) fn meanings(
        &mut self,
        place: &Place,
        old: &[EnumValue<String>],
        new: &[EnumValue<String>],
    ) {
        for was in old {
            if let Some(is) = new.iter().find(|is| is.wire == was.wire) {
                self.docs(&value_place(place, &was.wire), &was.docs, &is.docs);
            }
        }
    }
}

/// Whether two types may lead to a pair of named ones.
pub(super) fn may_meet(old: &TypeRef, new: &TypeRef) -> bool {
    old.named().is_some() && new.named().is_some()
}

/// Whether values of a kind have no parts.
fn is_single(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Bool | Kind::Integer | Kind::Number | Kind::Text | Kind::Strings | Kind::Integers
    )
}

/// Whether a parameter that was a number or a boolean becomes any string: in a URL or a header, both are texts.
fn is_text_of_any(place: &Place, kinds: (Kind, Kind), new: &Constraints) -> bool {
    let was_text = matches!(
        kinds.0,
        Kind::Integer | Kind::Number | Kind::Bool | Kind::Integers
    );
    let is_bound = new.format.is_some()
        || new.pattern.is_some()
        || new.min_length.is_some()
        || new.max_length.is_some();
    place.is_text && was_text && kinds.1 == Kind::Text && !is_bound
}

/// Whether both are objects with any values: `additionalProperties: {}` and `true` mean the same.
fn is_open_map(kinds: (Kind, Kind), old: &TypeRef, new: &TypeRef) -> bool {
    let is_open = |ty: &TypeRef| matches!(ty, TypeRef::Map(value) if **value == TypeRef::Json);
    match kinds {
        (Kind::Map, Kind::Object) => is_open(old),
        (Kind::Object, Kind::Map) => is_open(new),
        _ => false,
    }
}

/// Takes the values out of two lists that differ in capitals alone: one value in other capitals is one value.
pub(super) fn respelled<T>(
    removed: &mut Vec<T>,
    added: &mut Vec<T>,
    text: impl Fn(&T) -> &String,
) -> Vec<(T, T)> {
    let mut pairs = Vec::new();
    for value in std::mem::take(removed) {
        let is_same = |other: &T| text(other).eq_ignore_ascii_case(text(&value));
        match added.iter().position(is_same) {
            Some(n) => pairs.push((value, added.remove(n))),
            None => removed.push(value),
        }
    }
    pairs
}

/// The place of one value of an enumeration.
pub(super) fn value_place(place: &Place, value: &str) -> Place {
    let mut here = place.clone();
    here.path.push('=');
    here.path.push_str(value);
    here
}
