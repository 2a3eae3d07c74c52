//! The crates that are published: what is in them, and the types of other crates in their interface.

#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::match_wildcard_for_single_variants,
    reason = "only public items of Rust count"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Fields, ImplItem, Item, TraitItem, UseTree, Visibility};
use tests::{snapshot, tree};

/// The files of a package, as cargo packs them.
fn packed(package: &str) -> Vec<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "package",
            "--list",
            "--offline",
            "--allow-dirty",
            "-p",
            package,
        ])
        .current_dir(tree::root())
        .output()
        .expect("cargo runs these tests, so it is there");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let list = String::from_utf8_lossy(&output.stdout).replace('\\', "/");
    let mut files: Vec<String> = list.lines().map(str::to_owned).collect();
    files.sort();
    files
}

/// The published packages and their folders, in the order in which they are published.
const PUBLISHED: [(&str, &str); 5] = [
    ("openapi-client-runtime", "runtime"),
    ("sailpoint-isc", "generated"),
    ("openapi-clientgen-core", "generator"),
    ("openapi-clientgen-commands", "xtask"),
    ("openapi-clientgen", "clientgen"),
];

fn text(path: &str) -> String {
    fs::read_to_string(tree::root().join(path)).unwrap_or_default()
}

fn manifest(folder: &str) -> toml::Table {
    let text = text(&format!("{folder}/Cargo.toml"));
    text.parse().expect("the manifest is TOML")
}

#[test]
fn packages_have_licenses_a_page_and_words_for_the_registry() {
    let root = manifest(".");
    let members = root["workspace"]["members"].as_array();
    let members = members.expect("the workspace has members").iter();
    let members = members.filter_map(toml::Value::as_str);
    let is_published = |it: &&str| manifest(it)["package"].get("publish").is_none();
    let found: BTreeSet<&str> = members.filter(is_published).collect();
    assert_eq!(found, PUBLISHED.iter().map(|it| it.1).collect());
    for (name, folder) in PUBLISHED {
        for license in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let copy = text(&format!("{folder}/{license}"));
            assert!(
                copy == text(license),
                "{folder}/{license} is not that of the root"
            );
        }
        assert!(!text(&format!("{folder}/README.md")).is_empty(), "{folder}");
        let package = &manifest(folder)["package"];
        assert_eq!(package["name"].as_str(), Some(name));
        let documentation = format!("https://docs.rs/{name}");
        assert_eq!(package["documentation"].as_str(), Some(&documentation[..]));
        for key in [
            "description",
            "license",
            "keywords",
            "categories",
            "rust-version",
        ] {
            assert!(package.get(key).is_some(), "{folder}: {key}");
        }
    }
}

#[test]
fn the_command_and_its_libraries_are_released_together() {
    let root = manifest(".");
    let toolchain: toml::Table = text("rust-toolchain.toml").parse().expect("it is TOML");
    let channel = toolchain["toolchain"]["channel"].as_str();
    let channel = channel.expect("the toolchain is pinned");
    let versions = ["generator", "xtask", "clientgen"].map(|folder| {
        let package = &manifest(folder)["package"];
        let oldest = package["rust-version"].as_str();
        assert!(
            oldest.is_some_and(|it| channel.starts_with(it)),
            "{folder}: {channel}"
        );
        package["version"]
            .as_str()
            .expect("it has a version")
            .to_owned()
    });
    for key in ["generator", "xtask"] {
        let wanted = root["workspace"]["dependencies"][key]["version"].as_str();
        let exact = versions.iter().all(|it| wanted == Some(&format!("={it}")));
        assert!(exact, "{key}: {wanted:?}, {versions:?}");
    }
}

#[test]
fn packages_have_these_files() {
    snapshot::settings("packages").bind(|| {
        for (package, _) in PUBLISHED {
            // The sources are those of the checkout.
            let (sources, others): (Vec<_>, Vec<_>) = packed(package)
                .into_iter()
                .partition(|it| it.starts_with("src/"));
            let is_root = |it: &String| it == "src/lib.rs" || it == "src/main.rs";
            assert!(sources.iter().any(is_root), "{package}");
            let is_odd = |it: &&String| {
                let extension = Path::new(it).extension();
                extension.is_none_or(|it| it != "rs") && !it.ends_with("testing.json")
            };
            let odd: Vec<&String> = sources.iter().filter(is_odd).collect();
            assert!(odd.is_empty(), "{package}: {odd:?}");
            insta::assert_snapshot!(package, others.join("\n"));
        }
    });
}

/// The crates whose types the runtime's public items name, with one of the items.
struct Dependencies<'a> {
    known: &'a BTreeSet<String>,
    found: BTreeMap<String, String>,
}

impl Dependencies<'_> {
    fn file(&mut self, name: &str, text: &str) {
        let parsed = syn::parse_file(text).expect("the runtime is Rust");
        let mut imported = BTreeMap::new();
        for item in &parsed.items {
            if let Item::Use(it) = item {
                self.imports(&it.tree, None, &mut imported);
            }
        }
        let private: BTreeSet<String> = parsed.items.iter().filter_map(private_type).collect();
        for item in &parsed.items {
            if let Item::Impl(it) = item
                && private.contains(&it.self_ty.to_token_stream().to_string())
            {
                continue;
            }
            for tokens in interface(item) {
                self.tokens(name, tokens, &imported);
            }
        }
    }

    /// Local names of what comes from a dependency.
    fn imports(&self, tree: &UseTree, of: Option<&str>, imported: &mut BTreeMap<String, String>) {
        match tree {
            UseTree::Path(it) => {
                let first = it.ident.to_string();
                let known = self.known.get(&first).map(String::as_str);
                self.imports(&it.tree, of.or(known).or(Some("")), imported);
            }
            UseTree::Group(it) => it
                .items
                .iter()
                .for_each(|it| self.imports(it, of, imported)),
            UseTree::Name(it) => {
                imported.insert(it.ident.to_string(), of.unwrap_or_default().to_owned());
            }
            UseTree::Rename(it) => {
                imported.insert(it.rename.to_string(), of.unwrap_or_default().to_owned());
            }
            UseTree::Glob(_) => {}
        }
    }

    fn tokens(&mut self, name: &str, tokens: TokenStream, imported: &BTreeMap<String, String>) {
        let text = tokens.to_string();
        let mut colons = 0;
        let mut waiting: Vec<TokenTree> = tokens.into_iter().collect();
        waiting.reverse();
        while let Some(token) = waiting.pop() {
            match token {
                TokenTree::Group(group) => {
                    let mut inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    inner.reverse();
                    waiting.extend(inner);
                    colons = 0;
                }
                TokenTree::Ident(ident) => {
                    let ident = ident.to_string();
                    let is_path =
                        matches!(waiting.last(), Some(TokenTree::Punct(it)) if it.as_char() == ':');
                    let of = match imported.get(&ident) {
                        Some(of) => of.clone(),
                        None if is_path && self.known.contains(&ident) => ident,
                        None => String::new(),
                    };
                    if colons != 2 && !of.is_empty() {
                        self.found
                            .entry(of)
                            .or_insert_with(|| format!("{name}: {text}"));
                    }
                    colons = 0;
                }
                // Only the first name of a path says which crate it is of.
                TokenTree::Punct(it) if it.as_char() == ':' => colons += 1,
                TokenTree::Punct(_) => colons = 0,
                TokenTree::Literal(_) => {}
            }
        }
    }
}

/// The name of a type that only its module knows.
fn private_type(item: &Item) -> Option<String> {
    let (visibility, name) = match item {
        Item::Struct(it) => (&it.vis, &it.ident),
        Item::Enum(it) => (&it.vis, &it.ident),
        _ => return None,
    };
    (!matches!(visibility, Visibility::Public(_))).then(|| name.to_string())
}

/// What others see of an item: signatures, fields, implemented traits.
fn interface(item: &Item) -> Vec<TokenStream> {
    let is_public = |it: &Visibility| matches!(it, Visibility::Public(_));
    match item {
        Item::Fn(it) if is_public(&it.vis) => vec![it.sig.to_token_stream()],
        Item::Struct(it) if is_public(&it.vis) => match &it.fields {
            Fields::Unit => Vec::new(),
            fields => {
                let fields = fields.iter().filter(|field| is_public(&field.vis));
                fields.map(|field| field.ty.to_token_stream()).collect()
            }
        },
        Item::Enum(it) if is_public(&it.vis) => it
            .variants
            .iter()
            .map(|it| it.fields.to_token_stream())
            .collect(),
        Item::Type(it) if is_public(&it.vis) => vec![it.ty.to_token_stream()],
        Item::Trait(it) if is_public(&it.vis) => {
            let methods = it.items.iter().filter_map(|it| {
                let TraitItem::Fn(it) = it else {
                    return None;
                };
                Some(it.sig.to_token_stream())
            });
            methods.chain([it.supertraits.to_token_stream()]).collect()
        }
        Item::Impl(it) => {
            if let Some((implemented, _)) = &it.trait_ {
                return vec![implemented.to_token_stream()];
            }
            let methods = it.items.iter().filter_map(|it| {
                let ImplItem::Fn(it) = it else {
                    return None;
                };
                is_public(&it.vis).then(|| it.sig.to_token_stream())
            });
            methods.collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn the_runtime_exports_the_crates_whose_types_it_shows() {
    let manifest = tree::root().join("runtime/Cargo.toml");
    let manifest = std::fs::read_to_string(manifest).expect("the runtime has a manifest");
    let (_, table) = manifest
        .split_once("[dependencies]\n")
        .expect("it has dependencies");
    let (table, _) = table.split_once("\n[").expect("more tables follow");
    let names = table
        .lines()
        .filter_map(|line| line.split([' ', '.']).next());
    let known = names.filter(|it| !it.is_empty() && !it.starts_with('#'));
    let known: BTreeSet<String> = known.map(|it| it.replace('-', "_")).collect();

    let mut dependencies = Dependencies {
        known: &known,
        found: BTreeMap::new(),
    };
    let mut exported = BTreeSet::new();
    for file in tree::files("runtime/src")
        .iter()
        .filter(|file| file.is("rs"))
    {
        let text = file.text();
        if file.name == "runtime/src/lib.rs" {
            let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
            exported.extend(words.filter(|it| known.contains(*it)).map(str::to_owned));
        }
        if !file.name.ends_with("/tests.rs") && !file.name.contains("/tests/") {
            dependencies.file(&file.name, &text);
        }
    }
    assert!(
        dependencies.found.contains_key("reqwest"),
        "the search finds something"
    );
    dependencies
        .found
        .retain(|name, _| !exported.contains(name));
    assert_eq!(dependencies.found, BTreeMap::new());
}
