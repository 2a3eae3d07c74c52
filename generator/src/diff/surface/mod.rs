//! What a crate offers to programs, told by names: the ground on which the Rust verdicts stand.
//!
//! A [`Surface`] is everything of an emitted module that a program can use. [`compare`] says which of these uses would no
//! longer compile, and [`program`] writes all of them down, so that a compiler can say the same.

mod compare;
mod operations;
mod program;
mod rust_type;
mod types;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use compare::{Difference, Renames, compare};
pub(super) use operations::owner;
pub(super) use program::program;
pub(super) use rust_type::RustType;

use crate::emit::Plan;
use crate::spec_path::SpecPath;

/// Everything that a module offers.
#[derive(Debug, Default)]
pub(super) struct Surface {
    /// The module of the API.
    pub(super) module: String,
    pub(super) types: BTreeMap<String, TypeUse>,
    /// By `group::method`.
    pub(super) operations: BTreeMap<String, OperationUse>,
    /// What cargo features there are beside the module's own, without the module's name before them.
    pub(super) features: BTreeSet<String>,
    /// Where the document has what a spot stands for.
    pub(super) at: BTreeMap<Spot, SpecPath>,
}

/// A place in the surface: an item, or a member of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    /// A type's name, `group::method`, or a feature's name.
    pub(super) owner: String,
    /// A field, variant, parameter …; empty for the owner itself.
    pub(super) member: String,
}

impl Spot {
    pub(super) fn new(owner: &str, member: &str) -> Self {
        Self {
            owner: owner.to_owned(),
            member: member.to_owned(),
        }
    }
}

/// What can be done with a type.
#[derive(Debug)]
pub(super) enum TypeUse {
    Struct {
        fields: BTreeMap<String, FieldUse>,
        /// What further properties hold.
        extra: RustType,
        /// Whether there is an empty value.
        default: bool,
    },
    /// Of strings, or of integers.
    Enum {
        variants: BTreeSet<String>,
        integers: bool,
    },
    Union {
        /// What each variant holds.
        variants: BTreeMap<String, RustType>,
        /// What turns into it.
        from: Vec<RustType>,
    },
    Id,
    Alias(RustType),
}

/// What can be done with a field and its setters.
#[derive(Debug)]
pub(super) struct FieldUse {
    /// The type of the field.
    pub(super) ty: RustType,
    /// What its setter takes.
    pub(super) setter: RustType,
    pub(super) setters: Setters,
}

/// Which setters a builder has for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setters {
    /// One, without which there is no `build`, that takes the value whatever it turns from.
    Required,
    /// `x`, `maybe_x` and `x_null`; without a call of one of them there is no `build`.
    RequiredNullable,
    /// `x` and `maybe_x`.
    Optional,
    /// These and `x_null`.
    Tristate,
}

impl Setters {
    /// Whether `build` exists only after a call of one of them.
    fn is_required(self) -> bool {
        match self {
            Self::Required | Self::RequiredNullable => true,
            Self::Optional | Self::Tristate => false,
        }
    }
}

/// What can be done with an operation.
#[derive(Debug, Default)]
pub(super) struct OperationUse {
    pub(super) group: String,
    pub(super) method: String,
    /// The request's type.
    pub(super) item: String,
    /// In their order, by name.
    pub(super) arguments: Vec<(String, RustType)>,
    pub(super) setters: BTreeMap<String, RustType>,
    /// What `body` takes, and whether `send` needs it.
    pub(super) body: Option<(RustType, bool)>,
    /// `field` or `part`, where the document does not describe a form.
    pub(super) undescribed: Option<&'static str>,
    pub(super) send: RustType,
    pub(super) items: Option<RustType>,
    pub(super) send_all: Option<RustType>,
    /// The enum of its successes, and what each variant holds.
    pub(super) outcome: Option<(String, BTreeMap<String, Option<RustType>>)>,
    /// The patch's type and its methods, with what they take.
    pub(super) patch: Option<(String, BTreeMap<String, Option<RustType>>)>,
    /// The module of the fields, and each constant with its values' type and its operators' methods.
    pub(super) fields: Option<(String, BTreeMap<String, ConstantUse>)>,
    pub(super) composites: BTreeSet<&'static str>,
}

/// What can be done with a field of filters and sorters.
#[derive(Debug)]
pub(super) struct ConstantUse {
    pub(super) ty: RustType,
    pub(super) operators: BTreeSet<&'static str>,
    pub(super) sorts: bool,
}

impl Surface {
    pub(super) fn of(plan: &Plan) -> Self {
        let mut surface = Self {
            module: plan.names.module.clone(),
            ..Self::default()
        };
        types::add(plan, &mut surface);
        operations::add(plan, &mut surface);
        surface.features = features(plan);
        surface
    }
}

/// The features of single groups, without the module that stands before them in their names.
fn features(plan: &Plan) -> BTreeSet<String> {
    let mut features = BTreeSet::new();
    if plan.api.groups.len() > 1 {
        let groups = plan.names.groups.iter().map(|(_, names)| {
            let words = names.module.replace('_', "-");
            words.trim_end_matches('-').to_owned()
        });
        features.extend(groups);
    }
    features
}

/// A name as it follows a prefix or stands before a suffix: `type` of `r#type`.
pub(super) fn bare(name: &str) -> &str {
    name.strip_prefix("r#")
        .unwrap_or(name)
        .trim_end_matches('_')
}
