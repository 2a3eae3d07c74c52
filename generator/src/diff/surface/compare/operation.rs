//! What operations offer, compared.

use std::collections::{BTreeMap, BTreeSet};

use super::{Comparison, OperationUse, RustType, bare};

impl Comparison<'_> {
    pub(super) fn operations(&mut self) {
        let (old, new) = (self.old, self.new);
        let mut met: BTreeSet<&str> = BTreeSet::new();
        for (owner, offered) in &old.operations {
            let method = bare(&offered.method);
            if let Some(now) = new.operations.get(owner) {
                met.insert(owner);
                self.operation(owner, offered, now);
            } else if let Some(renamed) = self.renames.operations.get(owner) {
                met.insert(renamed);
                let Some(now) = new.operations.get(renamed) else {
                    continue;
                };
                let words = if offered.group == now.group {
                    format!("the method `{method}` is called `{}`", bare(&now.method))
                } else {
                    format!(
                        "the method `{method}` of `{}` is `{}` of `{}`",
                        bare(&offered.group),
                        bare(&now.method),
                        bare(&now.group)
                    )
                };
                self.breaks(owner, "", words);
                self.operation(owner, offered, now);
            } else {
                self.breaks(owner, "", format!("there is no method `{method}` any more"));
            }
        }
        for (owner, offered) in &new.operations {
            if !met.contains(owner.as_str()) {
                let words = format!("there is a method `{}`", bare(&offered.method));
                self.gains(owner, "", words);
            }
        }
    }

    fn operation(&mut self, owner: &str, old: &OperationUse, new: &OperationUse) {
        self.arguments(owner, old, new);
        self.setters(owner, old, new);
        self.body(owner, old, new);
        if !self.is_same(&old.send, &new.send) {
            let words = format!("`send` gave `{}` and gives `{}`", old.send, new.send);
            self.breaks(owner, "send", words);
        }
        self.method(owner, "items", old.items.as_ref(), new.items.as_ref());
        self.method(
            owner,
            "send_all",
            old.send_all.as_ref(),
            new.send_all.as_ref(),
        );
        if let (Some((item, was)), Some((_, is))) = (&old.outcome, &new.outcome) {
            let item = item.rsplit("::").next().unwrap_or(item);
            for (variant, held) in was {
                let member = format!("outcome.{variant}");
                match is.get(variant) {
                    None => self.breaks(owner, &member, format!("`{item}::{variant}` is gone")),
                    Some(now) if held.as_ref().map(|it| self.renamed(it)) != *now => {
                        let words = format!("`{item}::{variant}` holds another type");
                        self.breaks(owner, &member, words);
                    }
                    Some(_) => {}
                }
            }
            for variant in is.keys().filter(|it| !was.contains_key(*it)) {
                let words = format!("there is a `{item}::{variant}`");
                self.gains(owner, &format!("outcome.{variant}"), words);
            }
        }
        self.patch(owner, old, new);
        self.constants(owner, old, new);
        for joined in old.composites.difference(&new.composites) {
            let words = format!("filters can't be joined by `{joined}` any more");
            self.breaks(owner, &format!("composites.{joined}"), words);
        }
        for joined in new.composites.difference(&old.composites) {
            let words = format!("filters can be joined by `{joined}`");
            self.gains(owner, &format!("composites.{joined}"), words);
        }
    }

    /// Arguments stand by place: an argument of another name in the place of an old one takes what that took.
    fn arguments(&mut self, owner: &str, old: &OperationUse, new: &OperationUse) {
        let method = bare(&old.method);
        let (was, is) = (&old.arguments, &new.arguments);
        let has = |list: &[(String, RustType)], name: &str| list.iter().any(|(it, _)| it == name);
        let gone = was.iter().filter(|(name, _)| !has(is, name));
        let come = is.iter().filter(|(name, _)| !has(was, name));
        if was.len() == is.len() {
            let mut moved = false;
            for ((before, ty), (after, now)) in was.iter().zip(is) {
                if before != after && has(is, before) && has(was, after) {
                    moved = true;
                } else if !self.takes(now, ty) {
                    let words = format!(
                        "`{method}` took `{ty}` for `{before}` and takes `{now}` for `{after}`"
                    );
                    self.breaks(owner, before, words);
                }
            }
            if moved {
                let words = format!("the arguments of `{method}` stand in another order");
                self.breaks(owner, "order", words);
            }
            return;
        }
        for (name, _) in gone {
            self.breaks(
                owner,
                name,
                format!("`{method}` takes no `{name}` any more"),
            );
        }
        for (name, _) in come {
            self.breaks(owner, name, format!("`{method}` takes `{name}`, too"));
        }
    }

    fn setters(&mut self, owner: &str, old: &OperationUse, new: &OperationUse) {
        let method = bare(&old.method);
        for (name, was) in &old.setters {
            match new.setters.get(name) {
                None => {
                    let words = format!("the request of `{method}` has no `{name}` any more");
                    self.breaks(owner, name, words);
                }
                Some(is) if !self.takes(is, was) || !self.is_same(was, is) => {
                    let words = format!("`{name}` took `{was}` and takes `{is}`");
                    self.breaks(owner, name, words);
                }
                Some(_) => {}
            }
        }
        for name in new
            .setters
            .keys()
            .filter(|it| !old.setters.contains_key(*it))
        {
            let words = format!("the request of `{method}` has `{name}`");
            self.gains(owner, name, words);
        }
    }

    fn body(&mut self, owner: &str, old: &OperationUse, new: &OperationUse) {
        match (&old.body, &new.body) {
            (None, None) => {}
            (Some(_), None) => self.breaks(owner, "body", "there is no `body` any more".to_owned()),
            (None, Some((_, true))) => {
                let words = "`send` is not there before `body` is given".to_owned();
                self.breaks(owner, "body", words);
            }
            (None, Some((_, false))) => self.gains(owner, "body", "there is a `body`".to_owned()),
            (Some((was, needed)), Some((is, needs))) => {
                if !self.takes(is, was) {
                    self.breaks(
                        owner,
                        "body",
                        format!("`body` took `{was}` and takes `{is}`"),
                    );
                } else if *needs && !needed {
                    let words = "`send` is not there before `body` is given".to_owned();
                    self.breaks(owner, "body", words);
                } else if *needed && !needs {
                    let words = "`send` is there without a `body`".to_owned();
                    self.gains(owner, "body", words);
                }
            }
        }
        if let Some(method) = old
            .undescribed
            .filter(|_| old.undescribed != new.undescribed)
        {
            self.breaks(owner, "body", format!("there is no `{method}` any more"));
        }
    }

    fn method(&mut self, owner: &str, name: &str, old: Option<&RustType>, new: Option<&RustType>) {
        match (old, new) {
            (Some(_), None) => self.breaks(owner, name, format!("there is no `{name}` any more")),
            (None, Some(_)) => self.gains(owner, name, format!("there is a method `{name}`")),
            (Some(was), Some(is)) if !self.is_same(was, is) => {
                let words = format!("`{name}` gave `{was}` and gives `{is}`");
                self.breaks(owner, name, words);
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }

    fn patch(&mut self, owner: &str, old: &OperationUse, new: &OperationUse) {
        let Some((item, was)) = &old.patch else {
            if let Some((item, _)) = &new.patch {
                let item = item.rsplit("::").next().unwrap_or(item);
                self.gains(owner, "patch", format!("there is a `{item}`"));
            }
            return;
        };
        let name = item.rsplit("::").next().unwrap_or(item);
        let Some((now, is)) = &new.patch else {
            self.breaks(owner, "patch", format!("there is no `{name}` any more"));
            return;
        };
        if now != item {
            let now = now.rsplit("::").next().unwrap_or(now);
            self.breaks(owner, "patch", format!("`{name}` is called `{now}`"));
        }
        for (method, taken) in was {
            let member = format!("patch.{method}");
            let takes = match (taken, is.get(method)) {
                (_, None) => {
                    self.breaks(
                        owner,
                        &member,
                        format!("`{name}` has no `{method}` any more"),
                    );
                    continue;
                }
                (Some(was), Some(Some(is))) => self.takes(is, was),
                (None, Some(None)) => true,
                (Some(_), Some(None)) | (None, Some(Some(_))) => false,
            };
            if !takes {
                let words = format!("`{name}::{method}` takes another type");
                self.breaks(owner, &member, words);
            }
        }
        for method in is.keys().filter(|it| !was.contains_key(*it)) {
            let words = format!("`{name}` has `{method}`");
            self.gains(owner, &format!("patch.{method}"), words);
        }
    }

    fn constants(&mut self, owner: &str, old: &OperationUse, new: &OperationUse) {
        let none = BTreeMap::new();
        let (was, is) = (
            old.fields.as_ref().map_or(&none, |(_, it)| it),
            new.fields.as_ref().map_or(&none, |(_, it)| it),
        );
        for (constant, before) in was {
            let member = format!("fields.{constant}");
            let Some(after) = is.get(constant) else {
                let words = format!("the field `{constant}` is gone");
                self.breaks(owner, &member, words);
                continue;
            };
            if !self.takes(&after.ty, &before.ty) {
                let words = format!(
                    "`{constant}` was compared with `{}` and is compared with `{}`",
                    before.ty, after.ty
                );
                self.breaks(owner, &member, words);
            }
            for operator in before.operators.difference(&after.operators) {
                let words = format!("`{constant}` has no `{operator}` any more");
                self.breaks(owner, &format!("{member}.{operator}"), words);
            }
            for operator in after.operators.difference(&before.operators) {
                let words = format!("`{constant}` has `{operator}`");
                self.gains(owner, &format!("{member}.{operator}"), words);
            }
            if before.sorts && !after.sorts {
                let words = format!("`{constant}` does not sort any more");
                self.breaks(owner, &format!("{member}.sort"), words);
            } else if after.sorts && !before.sorts {
                let words = format!("`{constant}` sorts");
                self.gains(owner, &format!("{member}.sort"), words);
            }
        }
        for constant in is.keys().filter(|it| !was.contains_key(*it)) {
            let words = format!("there is a field `{constant}`");
            self.gains(owner, &format!("fields.{constant}"), words);
        }
    }
}
