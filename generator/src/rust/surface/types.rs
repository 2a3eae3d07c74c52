//! Public items of the models.

use std::sync::Arc;

use super::{Declaration, Items, Spot, What};
use crate::rust::types::{EnumVariant, Kind, Struct, Type, Union};
use crate::rust::{Api, Ty};

pub(super) fn add<'a>(api: &Api<'a>, all: &mut Vec<super::Item<'a>>) {
    let name: Arc<str> = format!("{}::models", api.module).into();
    for module in api.models.values() {
        let features: Arc<[String]> = module.gate.as_slice().into();
        for id in &module.types {
            let ty = &api.types[*id];
            let mut items = Items::new(Arc::clone(&name));
            items.features = Arc::clone(&features);
            items.spot(Spot::new(ty.name, ""), Some(&ty.model.at));
            item(&mut items, ty);
            all.append(&mut items.found);
        }
    }
}

const OF_VALUES: &[&str] = &[
    "Clone",
    "Debug",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Hash",
];

fn item<'a>(items: &mut Items<'a>, ty: &Type<'a>) {
    let name = Ty::model(ty.name);
    match &ty.kind {
        Kind::Struct(it) => object(items, name, it),
        Kind::StringEnum(values) => {
            items.add(What::Macro("string_enum", name.to_string()));
            let codec = ["codegen::StringEnum", "model::UnknownValue"];
            enumeration(items, name, values, codec);
            last(items, ty, codec[1]);
        }
        Kind::IntegerEnum(values) => {
            items.add(What::Macro("integer_enum", name.to_string()));
            let codec = ["codegen::IntegerEnum", "model::UnknownInteger"];
            enumeration(items, name, values, codec);
            last(items, ty, codec[1]);
        }
        Kind::Union(it) => union(items, name, it),
        Kind::Id => {
            let derives = ["Clone", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"];
            items.declare(name.clone(), &derives);
            items.add(What::Macro("id", name.to_string()));
        }
        Kind::Alias(target) => {
            items.add(What::Alias(ty.name, target.clone()));
        }
    }
}

/// A type that may gain members.
fn open<'a>(name: &Ty<'a>, derives: impl IntoIterator<Item = &'static str>) -> Declaration<'a> {
    Declaration {
        name: name.clone(),
        derives: derives.into_iter().collect(),
        is_non_exhaustive: true,
    }
}

fn object<'a>(items: &mut Items<'a>, name: Ty<'a>, it: &Struct<'a>) {
    let default = it.has_default.then_some("Default");
    let derives = ["Clone", "Debug"].into_iter().chain(default);
    items.add(What::Struct(open(&name, derives.chain(["PartialEq"]))));
    items.add(What::Macro("object", name.to_string()));
    items.of(name);
    items.functions([it.start()]);
    let spot = items.spot.clone();
    for field in &it.fields {
        let at = Some(&field.model.at);
        items.spot(Spot::new(&spot.owner, field.name), at);
        items.add(What::Field(field.name, field.ty()));
    }
    let at = items.at;
    items.spot(Spot::new(&spot.owner, "extra"), at);
    items.add(What::Field("extra", it.extra()));

    let builder = &it.builder;
    items.spot(spot.clone(), at).alone();
    items
        .declare(builder.ty(), &["Clone", "Debug"])
        .of(builder.ty());
    for field in &it.fields {
        items.spot(Spot::new(&spot.owner, field.name), Some(&field.model.at));
        items.functions([builder.setter(field)]);
        items.functions(builder.maybe(field));
        items.functions(builder.null(field));
    }
    items.spot(Spot::new(&spot.owner, "extra"), at);
    items.functions([it.extra_setter()]);
    items.spot(spot, at).of(builder.complete());
    items.functions([builder.build()]);
}

fn enumeration<'a, T>(
    items: &mut Items<'a>,
    name: Ty<'a>,
    values: &[EnumVariant<'a, T>],
    [codec, _]: [&'static str; 2],
) {
    items.add(What::Enum(open(&name, OF_VALUES.iter().copied())));
    items.of(name).add(What::Impl(Ty::runtime(codec)));
    for value in values {
        items
            .member(value.name)
            .add(What::Variant(value.name, None));
    }
}

/// The variant for values that the document does not list.
fn last<'a>(items: &mut Items<'a>, ty: &Type<'a>, unknown: &'static str) {
    let name = ty.model.last_variant();
    items.member(name);
    items.add(What::Variant(name, Some(Ty::runtime(unknown))));
}

fn union<'a>(items: &mut Items<'a>, name: Ty<'a>, it: &Union<'a>) {
    items.add(What::Enum(open(&name, ["Clone", "Debug", "PartialEq"])));
    items.add(What::Macro("serde_union", name.to_string()));
    items.of(name);
    items.add(What::Impl(Ty::runtime("codegen::Union")));
    for variant in &it.variants {
        items.member(variant.name);
        items.add(What::Variant(variant.name, Some(variant.held())));
        if variant.converts {
            items.add(What::Impl(Ty::std("From").of([variant.ty.clone()])));
        }
    }
    items.member("Unrecognized");
    let json = Ty::runtime("serde_json::Value");
    items.add(What::Variant("Unrecognized", Some(json)));
}
