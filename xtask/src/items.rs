//! The public items of a crate's sources, parsed by `syn`: one line each, as the generator lists them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use quote::ToTokens;
use syn::ReceiverKind;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Fields, FnArg, ImplItem, Item, ItemImpl, ReturnType, Signature, UseTree, Visibility,
    WherePredicate,
};

/// The items of a crate whose root is `lib.rs` in this folder.
///
/// # Errors
/// When a file can't be read, or is not Rust.
pub fn of_crate(source: &Path) -> Result<Vec<String>> {
    let mut reader = Reader { lines: Vec::new() };
    let root = Place {
        module: String::new(),
        features: Vec::new(),
    };
    reader.file(&source.join("lib.rs"), source, &root)?;
    Ok(reader.lines)
}

/// A line in the form in which lines from data and from sources are the same: types of the crate by their last names, and no
/// blanks.
pub fn normalized(line: &str) -> String {
    let (start, rest) = line.split_once(": ").unwrap_or(("", line));
    format!("{}: {}", without_blanks(start), short(rest))
}

/// Where items are.
struct Place {
    /// As programs name it: private modules have no part in it.
    module: String,
    /// The features of a private module.
    features: Vec<String>,
}

struct Reader {
    lines: Vec<String>,
}

impl Reader {
    fn file(&mut self, file: &Path, folder: &Path, place: &Place) -> Result<()> {
        let name = file.display();
        let text = fs::read_to_string(file).with_context(|| format!("can't read `{name}`"))?;
        let parsed = syn::parse_file(&text).with_context(|| format!("`{name}` is not Rust"))?;
        for item in parsed.items {
            self.item(&item, folder, place)?;
        }
        Ok(())
    }

    /// An item that is not a member of a type.
    fn push(&mut self, place: &Place, line: &str) {
        let start = prefix(&place.module, "");
        let line = format!("{start}{line}{}", on(&place.features));
        self.lines.push(line);
    }

    fn member(&mut self, place: &Place, of: &str, line: &str) {
        let of = without_blanks(of).replace(",>", ">");
        let start = prefix(&place.module, &of);
        self.lines.push(format!("{start}{line}"));
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "no other item is emitted")]
    fn item(&mut self, item: &Item, folder: &Path, place: &Place) -> Result<()> {
        match item {
            Item::Mod(it) => self.module(it, folder, place)?,
            Item::Use(it) if is_public(&it.vis) => self.exports(&it.tree, place),
            Item::Struct(it) if is_public(&it.vis) => {
                let name = text(&it.ident) + &generics(&it.generics);
                self.push(place, &declaration("struct", &name, &it.attrs)?);
                if let Fields::Named(fields) = &it.fields {
                    for field in fields.named.iter().filter(|it| is_public(&it.vis)) {
                        let name = field.ident.as_ref().map(text).unwrap_or_default();
                        let line = format!("{name}: {}", text(&field.ty));
                        self.member(place, &text(&it.ident), &line);
                    }
                }
            }
            Item::Enum(it) if is_public(&it.vis) => {
                let name = text(&it.ident);
                self.push(place, &declaration("enum", &name, &it.attrs)?);
                for variant in &it.variants {
                    let line = match &variant.fields {
                        Fields::Unit => text(&variant.ident),
                        fields => text(&variant.ident) + &text(fields),
                    };
                    self.member(place, &name, &line);
                }
            }
            Item::Type(it) if is_public(&it.vis) => {
                let name = text(&it.ident) + &generics(&it.generics);
                self.push(
                    place,
                    &format!("type {name} = {}", without_blanks(&text(&it.ty))),
                );
            }
            Item::Const(it) if is_public(&it.vis) => {
                let line = format!("const {}: {}", it.ident, text(&it.ty));
                self.push(place, &line);
            }
            Item::Static(it) if is_public(&it.vis) => {
                let line = format!("static {}: {}", it.ident, text(&it.ty));
                self.push(place, &line);
            }
            Item::Fn(it) if is_public(&it.vis) => {
                self.push(place, &signature(&it.sig, &it.attrs));
            }
            Item::Impl(it) => {
                let of = text(&it.self_ty);
                if let Some(implemented) = &it.trait_ {
                    let line = format!("impl {}", text(&implemented.0));
                    self.member(place, &of, &line);
                    return Ok(());
                }
                for member in &it.items {
                    if let ImplItem::Fn(function) = member
                        && is_public(&function.vis)
                    {
                        let line = signature(&function.sig, &function.attrs);
                        self.member(place, &complete(it, &function.sig), &line);
                    }
                }
            }
            Item::Macro(it) => self.call(&it.mac, place),
            _ => {}
        }
        Ok(())
    }

    fn module(&mut self, it: &syn::ItemMod, folder: &Path, place: &Place) -> Result<()> {
        let name = text(&it.ident);
        let features = features(&it.attrs);
        let inner = if is_public(&it.vis) {
            let start = prefix(&place.module, "");
            self.lines
                .push(format!("{start}mod {name}{}", on(&features)));
            Place {
                module: prefix(&place.module, &name)
                    .trim_end_matches(": ")
                    .to_owned(),
                features: Vec::new(),
            }
        } else {
            Place {
                module: place.module.clone(),
                features,
            }
        };
        if let Some((_, items)) = &it.content {
            return items
                .iter()
                .try_for_each(|it| self.item(it, folder, &inner));
        }
        let name = name.trim_start_matches("r#");
        let own = folder.join(name);
        let file = folder.join(format!("{name}.rs"));
        if file.exists() {
            self.file(&file, &own, &inner)
        } else {
            self.file(&own.join("mod.rs"), &own, &inner)
        }
    }

    /// Re-exports of the runtime. Items of private modules are where they are exported.
    fn exports(&mut self, tree: &UseTree, place: &Place) {
        let mut leaves = Vec::new();
        leaves_of(tree, "", &mut leaves);
        for leaf in leaves {
            let (first, rest) = leaf.split_once("::").unwrap_or((&leaf, ""));
            let is_runtime = first == "runtime" || first.ends_with("_runtime");
            let name = rest.strip_prefix("testing::").unwrap_or(rest);
            if is_runtime {
                let name = if name.is_empty() { "runtime" } else { name };
                self.push(place, &format!("use {name}"));
            }
        }
    }

    fn call(&mut self, call: &syn::Macro, place: &Place) {
        let name = call.path.segments.last().map(|it| it.ident.to_string());
        let name = name.unwrap_or_default();
        let arguments = call.tokens.to_string();
        match name.as_str() {
            "mock" => {
                let whole = without_blanks(&arguments);
                let tenants = if whole.contains("crate::testing::MockServer") {
                    "crate and API"
                } else {
                    "API"
                };
                let start = arguments.find("=>").map_or(0, |at| at + 2);
                let rows = arguments[start..].trim().trim_matches(['{', '}']);
                for row in rows.split(';').map(str::trim).filter(|it| !it.is_empty()) {
                    let row = row.rsplit('"').next().unwrap_or_default();
                    self.push(place, &format!("mock!({tenants}: {row})"));
                }
            }
            // They make only messages of the compiler.
            "build_first" | "feature_is_off" => {}
            "sendable" => {
                let (subject, _) = arguments.split_once("=>").unwrap_or((&arguments, ""));
                self.push(place, &format!("sendable!({subject})"));
            }
            "object" => {
                let subject = arguments.split(['<', ',', ';']).next().unwrap_or_default();
                self.push(place, &format!("object!({subject})"));
            }
            "composites" => {
                let (subject, all) = arguments.split_once(':').unwrap_or((&arguments, ""));
                for joined in all.split(',') {
                    self.push(place, &format!("composites!({subject}: {joined})"));
                }
            }
            _ => self.push(place, &format!("{name}!({arguments})")),
        }
    }
}

/// The type that a method is called on, with the parameters that its bounds settle: `Required<T>` a property of a builder,
/// `Sendable` the body of a request.
fn complete(block: &ItemImpl, method: &Signature) -> String {
    let mut settled: BTreeMap<String, String> = BTreeMap::new();
    let clauses = [&block.generics, &method.generics].map(|it| it.where_clause.iter());
    for predicate in clauses.into_iter().flatten().flat_map(|it| &it.predicates) {
        let WherePredicate::Type(it) = predicate else {
            continue;
        };
        for bound in &it.bounds {
            let bound = without_blanks(&text(bound));
            if bound.ends_with("::Sendable") {
                settled.insert("Body".to_owned(), "runtime::model::Given".to_owned());
            } else if let Some((_, ty)) = bound.split_once("::Required<") {
                let ty = ty.strip_suffix('>').unwrap_or(ty).trim_end_matches(',');
                settled.insert(text(&it.bounded_ty), ty.to_owned());
            }
        }
    }
    let of = text(&block.self_ty);
    if settled.is_empty() {
        return of;
    }
    let words = of.split(' ');
    let words = words.map(|word| settled.get(word).map_or(word, String::as_str));
    words.collect()
}

fn prefix(module: &str, of: &str) -> String {
    match (module.is_empty(), of.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!("{of}: "),
        (false, true) => format!("{module}: "),
        (false, false) => format!("{module}::{of}: "),
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn text(node: &impl ToTokens) -> String {
    node.to_token_stream().to_string()
}

/// `<A, B>`, without defaults.
fn generics(generics: &syn::Generics) -> String {
    let names: Vec<String> = generics.type_params().map(|it| text(&it.ident)).collect();
    if names.is_empty() {
        String::new()
    } else {
        format!("<{}>", names.join(", "))
    }
}

fn declaration(kind: &str, name: &str, attributes: &[Attribute]) -> Result<String> {
    let mut derives: Vec<String> = Vec::new();
    let mut is_non_exhaustive = "";
    for attribute in attributes {
        if attribute.path().is_ident("derive") {
            let parse = Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
            let list = attribute.parse_args_with(parse);
            let list = list.context("a derive is not a list of traits")?;
            derives.extend(list.iter().map(text));
        } else if attribute.path().is_ident("non_exhaustive") {
            is_non_exhaustive = "; non_exhaustive";
        }
    }
    let derives = derives.join(", ");
    Ok(format!("{kind} {name}: {derives}{is_non_exhaustive}"))
}

fn signature(signature: &Signature, attributes: &[Attribute]) -> String {
    let arguments: Vec<String> = signature
        .inputs
        .iter()
        .map(|input| match input {
            FnArg::Receiver(it) if matches!(it.kind, ReceiverKind::Reference(..)) => {
                "&self".to_owned()
            }
            FnArg::Receiver(_) => "self".to_owned(),
            FnArg::Typed(it) => format!("{}: {}", text(&it.pat), text(&it.ty)),
        })
        .collect();
    let start = if signature.asyncness.is_some() {
        "async fn"
    } else {
        "fn"
    };
    let output = match &signature.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => format!(" -> {}", text(ty)),
    };
    let is_deprecated = attributes.iter().any(|it| it.path().is_ident("deprecated"));
    format!(
        "{start} {}({}){output}{}{}",
        signature.ident,
        arguments.join(", "),
        on(&features(attributes)),
        if is_deprecated { " [deprecated]" } else { "" }
    )
}

/// The features that `#[cfg(…)]` names.
fn features(attributes: &[Attribute]) -> Vec<String> {
    let conditions = attributes.iter().filter(|it| it.path().is_ident("cfg"));
    let texts = conditions.map(|it| text(&it.meta));
    let quoted = |text: String| -> Vec<String> {
        let parts = text.split('"').skip(1).step_by(2);
        parts.map(str::to_owned).collect()
    };
    texts.flat_map(quoted).collect()
}

fn on(features: &[String]) -> String {
    if features.is_empty() {
        String::new()
    } else {
        format!(" [{}]", features.join(", "))
    }
}

fn leaves_of(tree: &UseTree, before: &str, leaves: &mut Vec<String>) {
    match tree {
        UseTree::Path(it) => leaves_of(&it.tree, &format!("{before}{}::", it.ident), leaves),
        UseTree::Name(it) => leaves.push(format!("{before}{}", it.ident)),
        UseTree::Rename(it) => leaves.push(text(&it.rename)),
        UseTree::Group(it) => it.items.iter().for_each(|it| leaves_of(it, before, leaves)),
        UseTree::Glob(_) => leaves.push(format!("{before}*")),
    }
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Types of the crate by their last names, without blanks and trailing commas.
fn short(text: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '#';
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let mut path: Vec<&str> = Vec::new();
        loop {
            let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            path.push(&rest[..end]);
            rest = &rest[end..];
            let after = rest.trim_start();
            let next = after.strip_prefix("::").map(str::trim_start);
            match next.filter(|it| it.starts_with(is_part)) {
                Some(next) => rest = next,
                None => break,
            }
        }
        let is_foreign = matches!(path[0], "runtime" | "std");
        let last = path.last().copied().unwrap_or_default();
        out += &if is_foreign {
            path.join("::")
        } else {
            last.to_owned()
        };
    }
    let text = without_blanks(&(out + rest));
    text.replace(",>", ">").replace(",)", ")")
}
