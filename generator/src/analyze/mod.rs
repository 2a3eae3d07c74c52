//! Stage 5: facts that follow from the model.

mod boxing;
mod defaults;
mod reach;
mod usage;

pub(crate) use usage::{reached, replies, requests};

use std::collections::BTreeSet;

use crate::model::{Api, GroupId, IdMap, TypeId};

/// Tables beside the model, for emitters.
#[derive(Debug)]
pub(crate) struct Facts {
    /// Members, by type and index, that hold their type in a box.
    pub(crate) boxed: BTreeSet<(TypeId, usize)>,
    /// Types of which there is an empty value.
    pub(crate) has_default: IdMap<TypeId, bool>,
    /// Types that a request may hold.
    pub(crate) sent: IdMap<TypeId, bool>,
    /// The groups whose operations reach each type.
    pub(crate) groups: IdMap<TypeId, BTreeSet<GroupId>>,
}

pub(crate) fn analyze(api: &Api) -> Facts {
    Facts {
        boxed: boxing::boxed(api),
        has_default: defaults::has_default(api),
        sent: usage::sent(api),
        groups: reach::groups(api),
    }
}
