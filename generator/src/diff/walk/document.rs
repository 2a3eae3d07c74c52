//! The document as a whole: where it is served, what it says of itself.

use super::{Place, Walk, Ways, words};
use crate::diff::change::Subject;
use crate::model::{Api, Group};

impl Walk<'_> {
    pub(super) fn document(&mut self) {
        let (was, is) = (&self.old.plan.api, &self.new.plan.api);
        // What is compared elsewhere is named here, so that a new fact can't be overlooked.
        let Api {
            // Given by whoever compares.
            module: _,
            title,
            version,
            description,
            prefix,
            servers,
            groups: _,
            operations: _,
            types: _,
            schemes: _,
            extensions: _,
            file: _,
        } = was;
        let root = (self.old.tree.at.clone(), self.new.tree.at.clone());
        let place = Place::new(Subject::Document, Ways::BOTH).at(Some(&root.0), Some(&root.1));
        let info = place.inside("info");
        for (what, was, is) in [
            ("title", Some(title), Some(&is.title)),
            ("version", Some(version), Some(&is.version)),
            ("description", description.as_ref(), is.description.as_ref()),
        ] {
            if was != is {
                self.found(&info.inside(what), "documentation-changed", None, None);
            }
        }
        let servers_place = place.inside("servers");
        if *prefix != is.prefix {
            self.found(
                &servers_place,
                "base-path-changed",
                words::code(prefix),
                words::code(&is.prefix),
            );
        } else if *servers != is.servers {
            let has_all = |list: &[String], of: &[String]| of.iter().all(|it| list.contains(it));
            let rule = if servers.first() != is.servers.first() {
                "server-changed"
            } else if has_all(&is.servers, servers) {
                "server-added"
            } else if has_all(servers, &is.servers) {
                "server-removed"
            } else {
                "server-changed"
            };
            self.found(
                &servers_place,
                rule,
                servers.join(", "),
                is.servers.join(", "),
            );
        }
        self.group_docs(&place);
        self.schemes();
        self.document_residue(&place);
        self.patch_operations();
    }

    fn group_docs(&mut self, place: &Place) {
        let (was, is) = (&self.old.plan.api.groups, &self.new.plan.api.groups);
        for (_, group) in was.iter() {
            let Group {
                tag,
                description,
                operations: _,
                at,
            } = group;
            let other = is.iter().find(|(_, it)| it.tag == *tag);
            if let Some((_, other)) = other
                && other.description != *description
            {
                let name = tag.as_deref().unwrap_or("none");
                let here = place.inside("tags").inside(name);
                let here = here.at(Some(at), Some(&other.at));
                self.found(&here, "documentation-changed", None, None);
            }
        }
    }
}
