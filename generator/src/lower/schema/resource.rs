//! Ids: strings of which the document says whose they are.

use crate::lower::conventions;
use crate::lower::schema::types::Types;
use crate::model::{Docs, Hint, Scalar, Shape, TypeRef};
use crate::spec_path::SpecPath;

impl Types {
    /// A string, or each string of a list, as the id of the resource that `operation` is about; everything else, and what
    /// names no resource, as it is.
    pub(in crate::lower) fn identified(
        &mut self,
        ty: TypeRef,
        operation: Option<String>,
        at: &SpecPath,
    ) -> TypeRef {
        if let TypeRef::List(item) = ty {
            return TypeRef::List(Box::new(self.identified(*item, operation, at)));
        }
        operation
            .filter(|_| ty == TypeRef::Scalar(Scalar::String))
            .and_then(|operation| self.id(&operation, at))
            .unwrap_or(ty)
    }

    /// The type of a resource's ids. Operations about the same resource share it.
    fn id(&mut self, operation: &str, at: &SpecPath) -> Option<TypeRef> {
        let name = conventions::resource_name(operation)?;
        if let Some(id) = self.ids.get(&name) {
            return Some(TypeRef::Named(*id));
        }
        let id = self.reserve(Hint::Resource(name.clone()), at);
        self.defs[id].shape = Shape::Id;
        self.defs[id].docs = Docs {
            description: Some(format!("The id of an item that `{operation}` returns.")),
            ..Docs::default()
        };
        self.ids.insert(name, id);
        Some(TypeRef::Named(id))
    }
}
