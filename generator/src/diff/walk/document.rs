//! The document as a whole: where it is served, and its title and description.

use std::collections::BTreeSet;

use super::{Place, Side, Walk, Ways, words};
use crate::diff::change::Subject;
use crate::model::{Api, Group, Server};
use crate::rule_id::RuleId;
use crate::rust::surface::Spot;

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
            servers,
            groups: _,
            operations: _,
            types: _,
            // Their payload is a type that is received.
            webhooks: _,
            schemes: _,
            // Compared operation by operation.
            security: _,
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
                self.found(&info.inside(what), RuleId::DocumentationChanged, None, None);
            }
        }
        let path = |api: &Api| api.servers.first().map_or_else(String::new, Server::path);
        let servers_place = place.inside("servers").spots(self.settings());
        let first = was.servers.first();
        let same = |a: &str, b: &str| a.trim_end_matches('/') == b.trim_end_matches('/');
        let is_left =
            first.is_some_and(|first| is.servers.iter().any(|it| same(&it.url, &first.url)));
        if path(was) == path(is) || is_left {
            self.servers(&servers_place, RuleId::ServerChanged, servers, &is.servers);
        } else {
            self.found(
                &servers_place,
                RuleId::BasePathChanged,
                words::code(&path(was)),
                words::code(&path(is)),
            );
        }
        self.group_docs(&place);
        self.webhooks(&place);
        self.schemes();
        self.document_residue(&place);
        self.patch_operations();
    }

    /// The settings of the client, in both crates.
    fn settings(&self) -> Vec<Spot> {
        let sides = [self.old.api, self.new.api];
        let items = sides.iter().flat_map(|api| api.settings.items());
        items.map(|item| item.spot).collect()
    }

    /// Compares the servers of the document or of an operation.
    pub(super) fn servers(
        &mut self,
        place: &Place,
        changed: RuleId,
        was: &[Server],
        is: &[Server],
    ) {
        // A slash at the end makes no difference to the calls.
        let urls = |servers: &[Server]| -> Vec<String> {
            let urls = servers.iter().map(|it| it.url.trim_end_matches('/'));
            urls.map(str::to_owned).collect()
        };
        let (old, new) = (urls(was), urls(is));
        if old == new {
            for (was, is) in was.iter().zip(is) {
                self.variables(place, was, is);
            }
            if servers_words(was) != servers_words(is) {
                self.found(place, RuleId::DocumentationChanged, None, None);
            }
            return;
        }
        // A server that is named again is the same one.
        let once = |list: &[String]| -> Vec<String> {
            let (mut once, mut met) = (list.to_vec(), BTreeSet::new());
            once.retain(|url| met.insert(url.clone()));
            once
        };
        if once(&old) == once(&new) {
            self.found(place, RuleId::DocumentationChanged, None, None);
            return;
        }
        let has_all = |list: &[String], of: &[String]| of.iter().all(|it| list.contains(it));
        // Without servers, the host of the document is called.
        let had_any = !old.is_empty();
        let rule = match (had_any && has_all(&new, &old), has_all(&old, &new)) {
            (true, true) => RuleId::ServersReordered,
            (true, false) => RuleId::ServerAdded,
            (false, true) if old.first() == new.first() => RuleId::ServerRemoved,
            (false, _) => changed,
        };
        let words = |urls: Vec<String>| (!urls.is_empty()).then(|| urls.join(", "));
        self.found(place, rule, words(old), words(new));
    }

    /// The variables of a server whose URL both documents have.
    fn variables(&mut self, place: &Place, was: &Server, is: &Server) {
        let (mut old, mut new) = (was.variables.clone(), is.variables.clone());
        for variable in &mut old {
            let same = new.iter_mut().find(|it| it.name == variable.name);
            let Some(other) =
                same.filter(|it| !(it.values.is_empty() || variable.values.is_empty()))
            else {
                continue;
            };
            let here = place.inside(&variable.name).ways(Ways::REQUEST);
            let (values, now) = (
                std::mem::take(&mut variable.values),
                std::mem::take(&mut other.values),
            );
            for value in values.iter().filter(|it| !now.contains(it)) {
                let here = super::values::value_place(&here, value);
                self.found(&here, RuleId::EnumValueRemoved, None, None);
            }
            for value in now.iter().filter(|it| !values.contains(it)) {
                let here = super::values::value_place(&here, value);
                self.found(&here, RuleId::EnumValueAdded, None, None);
            }
        }
        if old != new {
            self.found(place, RuleId::ServerVariableChanged, None, None);
        }
    }

    /// Webhooks that only one document has; what they send is compared as a type.
    fn webhooks(&mut self, place: &Place) {
        let names = |side: Side<'_>| -> BTreeSet<String> {
            let webhooks = side
                .tree
                .root
                .get("webhooks")
                .and_then(serde_json::Value::as_object);
            webhooks
                .into_iter()
                .flatten()
                .map(|(name, _)| name.clone())
                .collect()
        };
        let (old, new) = (names(self.old), names(self.new));
        let at = |side: Side<'_>, name: &str| side.tree.at.keys(["webhooks", name]);
        for name in old.difference(&new) {
            let here = place.inside("webhooks").inside(name).ways(Ways::RESPONSE);
            let here = here.at(Some(&at(self.old, name)), None);
            self.found(&here, RuleId::CallbackRemoved, None, None);
        }
        for name in new.difference(&old) {
            let here = place.inside("webhooks").inside(name).ways(Ways::RESPONSE);
            let here = here.at(None, Some(&at(self.new, name)));
            self.found(&here, RuleId::CallbackAdded, None, None);
        }
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
                self.found(&here, RuleId::DocumentationChanged, None, None);
            }
        }
    }
}

/// The words of servers and their variables, and a slash at the end of a URL, which makes no difference.
fn servers_words(servers: &[Server]) -> Vec<Option<&str>> {
    let mut all = Vec::new();
    for server in servers {
        all.push(Some(server.url.as_str()));
        all.push(server.description.as_deref());
        all.extend(server.variables.iter().map(|it| it.description.as_deref()));
    }
    all
}
