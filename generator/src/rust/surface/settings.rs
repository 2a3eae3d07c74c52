//! Public items of what a client is set up with.

use super::{Declaration, Item, Items, Spot, What};
use crate::rust::{Choice, Settings, Ty};
use crate::spec_path::SpecPath;

impl<'a> Settings<'a> {
    /// The methods of the builder and the enums that they take.
    pub(crate) fn items(&self) -> Vec<Item<'a>> {
        let mut items = Items::new("");
        let builder = Ty::in_crate("ClientBuilder");
        items.of(builder.clone());
        if let Some(choice) = &self.servers {
            items.spot(Spot::new("ClientBuilder", "server"), None);
            items.functions([choice.setter(Ty::in_crate)]);
        }
        for (method, variable) in self.methods() {
            let spot = Spot::new("ClientBuilder", variable.method);
            items.spot(spot, Some(&variable.model.at));
            items.functions([method]);
        }
        for (method, scheme) in self.scheme_methods() {
            let name = scheme.method.unwrap_or_default();
            items.spot(Spot::new("ClientBuilder", name), Some(&scheme.model.at));
            items.functions([method]);
        }
        items.alone();
        if let Some(choice) = &self.servers {
            enumeration(&mut items, Ty::in_crate(choice.name), choice, None);
        }
        for variable in &self.variables {
            if let Some(choice) = &variable.values {
                let at = Some(&variable.model.at);
                enumeration(&mut items, Ty::in_crate(choice.name), choice, at);
            }
        }
        items.found
    }
}

/// An enum of texts that the document lists.
pub(super) fn enumeration<'a>(
    items: &mut Items<'a>,
    name: Ty<'a>,
    choice: &Choice<'a>,
    at: Option<&'a SpecPath>,
) {
    items.spot(Spot::new(choice.name, ""), at);
    items.add(What::Enum(Declaration {
        name: name.clone(),
        derives: vec!["Clone", "Copy", "Debug", "PartialEq", "Eq"],
        is_non_exhaustive: true,
    }));
    items.of(name);
    for variant in &choice.variants {
        items.member(variant.name);
        items.add(What::Variant(variant.name, None));
    }
    items.alone();
}
