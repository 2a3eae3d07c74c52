//! Types of the models.

use super::function::{Fn, Receiver, affixed};
use super::ty::{Path, Ty};
use super::value::{JSON, Types, Value};
use crate::analyze::Facts;
use crate::model::{
    Branch, EnumValue, Presence as Wire, Shape, StructShape, TypeDef, TypeId, TypeRef, UnionShape,
};
use crate::name::TypeNames;

/// A type of the models.
#[derive(Debug)]
pub(crate) struct Type<'a> {
    pub(crate) model: &'a TypeDef,
    pub(crate) name: &'a str,
    /// The module, and so the file, under `models`.
    pub(crate) module: &'a str,
    pub(crate) kind: Kind<'a>,
}

#[derive(Debug)]
pub(crate) enum Kind<'a> {
    Struct(Struct<'a>),
    StringEnum(Vec<EnumVariant<'a, String>>),
    IntegerEnum(Vec<EnumVariant<'a, i64>>),
    Union(Union<'a>),
    Id,
    Alias(Ty<'a>),
}

/// A value of an open enum.
#[derive(Debug)]
pub(crate) struct EnumVariant<'a, T> {
    pub(crate) model: &'a EnumValue<T>,
    pub(crate) name: &'a str,
}

#[derive(Debug)]
pub(crate) struct Struct<'a> {
    pub(crate) fields: Vec<Field<'a>>,
    /// The type of additional properties; `None` if any.
    pub(crate) additional: Option<Ty<'a>>,
    pub(crate) has_default: bool,
    pub(crate) builder: Builder<'a>,
}

/// The builder of a struct.
#[derive(Debug)]
pub(crate) struct Builder<'a> {
    pub(crate) name: &'a str,
    /// The type that it builds.
    pub(crate) model: &'a str,
    /// A type parameter for each required field, in their order.
    pub(crate) states: &'a [String],
    /// The types of these fields.
    pub(crate) given: Vec<Ty<'a>>,
}

#[derive(Debug)]
pub(crate) struct Field<'a> {
    pub(crate) model: &'a crate::model::Field,
    pub(crate) name: &'a str,
    pub(crate) value: Value<'a>,
    pub(crate) presence: Presence,
    pub(crate) is_boxed: bool,
    /// Which of the builder's type parameters is its.
    pub(crate) state: Option<usize>,
}

/// How a field says that there is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// It can't: `T`.
    Required,
    /// By null: `Option<T>`.
    Nullable,
    /// By absence or null, where the difference has no effect: `Option<T>`.
    Optional,
    /// By either, and the difference counts: `Nullable<T>`.
    Tristate,
}

#[derive(Debug)]
pub(crate) struct Union<'a> {
    pub(crate) model: &'a UnionShape,
    pub(crate) variants: Vec<Variant<'a>>,
}

/// A branch of a union.
#[derive(Debug)]
pub(crate) struct Variant<'a> {
    pub(crate) model: &'a Branch,
    pub(crate) name: &'a str,
    /// Without the box.
    pub(crate) ty: Ty<'a>,
    pub(crate) is_boxed: bool,
    /// Whether the type determines the variant, so that a value of it turns into the union.
    pub(crate) converts: bool,
}

impl<'a> Field<'a> {
    /// The type of its value, boxed if it has to be.
    pub(crate) fn held(&self) -> Ty<'a> {
        boxed(self.value.ty.clone(), self.is_boxed)
    }

    /// The type of the field.
    pub(crate) fn ty(&self) -> Ty<'a> {
        match self.presence {
            Presence::Required => self.held(),
            Presence::Nullable | Presence::Optional => self.held().option(),
            Presence::Tristate => Ty::runtime("model::Nullable").of([self.held()]),
        }
    }

    fn is_deprecated(&self) -> bool {
        self.model.docs.deprecated
    }
}

impl<'a> Variant<'a> {
    /// The content of the variant.
    pub(crate) fn held(&self) -> Ty<'a> {
        boxed(self.ty.clone(), self.is_boxed)
    }
}

fn boxed(ty: Ty<'_>, is_boxed: bool) -> Ty<'_> {
    if is_boxed { ty.boxed() } else { ty }
}

impl<'a> Struct<'a> {
    /// The type of the field `extra`.
    pub(crate) fn extra(&self) -> Ty<'a> {
        Ty::runtime("model::Extra").of(self.additional.clone())
    }

    /// `T::builder`
    pub(crate) fn start(&self) -> Fn<'a> {
        Fn::new("builder", self.builder.path()).on(Receiver::None)
    }

    /// The builder's setter of a further property.
    pub(crate) fn extra_setter(&self) -> Fn<'a> {
        let value = self.additional.clone().unwrap_or(JSON);
        Fn::new("extra", Ty::SELF)
            .argument("name", Ty::STRING.into_self())
            .argument("value", value.into_self())
    }
}

impl<'a> Builder<'a> {
    /// The builder with its type parameters.
    pub(crate) fn ty(&self) -> Ty<'a> {
        let states = self.states.iter().map(|state| Ty::local(state));
        self.path().of(states)
    }

    /// The builder with all that is required.
    pub(crate) fn complete(&self) -> Ty<'a> {
        self.path().of(self.given.clone())
    }

    fn path(&self) -> Ty<'a> {
        Ty::Path(Path::Builder(self.name), Vec::new())
    }

    /// The builder after a setter.
    fn after(&self, field: &Field<'a>) -> Ty<'a> {
        let Some(state) = field.state else {
            return Ty::SELF;
        };
        let states = self.states.iter().enumerate().map(|(n, name)| {
            if n == state {
                self.given[n].clone()
            } else {
                Ty::local(name)
            }
        });
        self.path().of(states)
    }

    /// The setter of a field.
    pub(crate) fn setter(&self, field: &Field<'a>) -> Fn<'a> {
        Fn::new(field.name, self.after(field))
            .argument(field.name, field.value.taken())
            .deprecated(field.is_deprecated())
    }

    /// The setter of a field that takes an `Option`; what can't be absent or null has none.
    pub(crate) fn maybe(&self, field: &Field<'a>) -> Option<Fn<'a>> {
        let setter = Fn::new(affixed("maybe_", field.name, ""), self.after(field))
            .argument(field.name, field.value.ty.clone().option())
            .deprecated(field.is_deprecated());
        (field.presence != Presence::Required).then_some(setter)
    }

    /// The setter of null, where that is not the same as absence.
    pub(crate) fn null(&self, field: &Field<'a>) -> Option<Fn<'a>> {
        let setter = Fn::new(affixed("", field.name, "_null"), self.after(field))
            .deprecated(field.is_deprecated());
        let tells = matches!(field.presence, Presence::Nullable | Presence::Tristate);
        tells.then_some(setter)
    }

    pub(crate) fn build(&self) -> Fn<'a> {
        Fn::new("build", Ty::model(self.model))
    }
}

/// Designs a type.
pub(super) fn design<'a>(
    types: &Types<'a>,
    facts: &'a Facts,
    id: TypeId,
    def: &'a TypeDef,
) -> Type<'a> {
    let names = &types.names.types[id];
    let kind = match &def.shape {
        Shape::Struct(shape) => Kind::Struct(object(types, facts, id, shape)),
        Shape::StringEnum(values) => Kind::StringEnum(variants(values, names)),
        Shape::IntegerEnum(values) => Kind::IntegerEnum(variants(values, names)),
        Shape::Union(shape) => Kind::Union(union(types, facts, id, shape)),
        Shape::Id => Kind::Id,
        Shape::Alias(target) => Kind::Alias(types.ty(target)),
    };
    Type {
        model: def,
        name: &names.item,
        module: &names.module,
        kind,
    }
}

fn variants<'a, T>(values: &'a [EnumValue<T>], names: &'a TypeNames) -> Vec<EnumVariant<'a, T>> {
    let values = values.iter().zip(&names.members);
    let variants = values.map(|(model, name)| EnumVariant { model, name });
    variants.collect()
}

fn object<'a>(
    types: &Types<'a>,
    facts: &'a Facts,
    id: TypeId,
    shape: &'a StructShape,
) -> Struct<'a> {
    let names = &types.names.types[id];
    let mut given = Vec::new();
    let mut fields = Vec::new();
    for (n, (model, name)) in shape.fields.iter().zip(&names.members).enumerate() {
        let is_json = *types.api.resolved(&model.ty) == TypeRef::Json;
        let mut field = Field {
            model,
            name,
            value: types.value(&model.ty),
            presence: presence(model.offered(), is_json, facts.sent[id]),
            is_boxed: facts.boxed.contains(&(id, n)),
            state: None,
        };
        if matches!(field.presence, Presence::Required | Presence::Nullable) {
            field.state = Some(given.len());
            given.push(field.ty());
        }
        fields.push(field);
    }
    Struct {
        fields,
        additional: (shape.additional != TypeRef::Json).then(|| types.ty(&shape.additional)),
        has_default: facts.has_default[id],
        builder: Builder {
            name: &names.builder,
            model: &names.item,
            states: &names.states,
            given,
        },
    }
}

fn presence(wire: Wire, is_json: bool, is_sent: bool) -> Presence {
    match wire {
        // Any JSON value may be null itself.
        Wire::Nullable if is_json => Presence::Required,
        Wire::Required => Presence::Required,
        Wire::Nullable => Presence::Nullable,
        Wire::OptionalNullable if is_sent => Presence::Tristate,
        Wire::Optional if is_sent && is_json => Presence::Tristate,
        Wire::Optional | Wire::OptionalNullable => Presence::Optional,
    }
}

fn union<'a>(types: &Types<'a>, facts: &'a Facts, id: TypeId, shape: &'a UnionShape) -> Union<'a> {
    let canonical: Vec<TypeRef> = shape
        .branches
        .iter()
        .map(|branch| types.api.canonical(&branch.ty))
        .collect();
    let names = &types.names.types[id].members;
    let branches = shape.branches.iter().zip(names).enumerate();
    let variants = branches.map(|(n, (model, name))| Variant {
        model,
        name,
        ty: types.ty(&model.ty),
        is_boxed: facts.boxed.contains(&(id, n)),
        converts: canonical.iter().filter(|it| **it == canonical[n]).count() == 1,
    });
    Union {
        model: shape,
        variants: variants.collect(),
    }
}
