//! The files of a document, read when a reference first leads into them.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::openapi::suggest::nearest;
use crate::source::Source;
use crate::spec_path::{SpecPath, percent_decode};
use crate::syntax::{child, parse_yaml};

/// How many references the way to one node may lead through.
const MOST_DETOURS: usize = 64;

/// Gives the text of a file by its path from the root document's folder, `/` between the parts; or says in a few words
/// why it can't.
pub type Reader<'a> = dyn FnMut(&str) -> Result<Source, String> + 'a;

/// A place in one of the files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// From the root document's folder.
    pub(super) file: String,
    pub(super) steps: Vec<String>,
}

impl Place {
    pub(super) fn down(&self, step: &str) -> Self {
        let mut steps = self.steps.clone();
        steps.push(step.to_owned());
        Self {
            file: self.file.clone(),
            steps,
        }
    }
}

struct File {
    source: Source,
    tree: Result<Rc<Value>, Vec<Diagnostic>>,
}

/// The input read so far.
pub(super) struct Files<'a, 'r> {
    read: &'a mut Reader<'r>,
    /// The folders around the root document, the outermost first, as far as they are known.
    folders: Vec<String>,
    known: BTreeMap<String, Result<File, String>>,
}

/// Why a reference is unresolved.
#[derive(Debug)]
pub(super) struct Lost {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: String,
    /// The error of the referenced file, which is then the only one reported.
    pub(super) because: Vec<Diagnostic>,
}

impl Lost {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code: Code::DanglingReference,
            message: message.into(),
            help: help.into(),
            because: Vec::new(),
        }
    }

    /// As a finding at the reference, or at the file itself.
    pub(super) fn report(&self, at: &SpecPath) -> Diagnostic {
        Diagnostic::error(self.code, at, self.message.clone()).help(self.help.clone())
    }
}

impl<'a, 'r> Files<'a, 'r> {
    pub(super) fn new(folders: &[&str], read: &'a mut Reader<'r>) -> Self {
        Self {
            read,
            folders: folders.iter().map(|it| (*it).to_owned()).collect(),
            known: BTreeMap::new(),
        }
    }

    /// How many files have been read.
    pub(super) fn count(&self) -> usize {
        self.known.values().filter(|file| file.is_ok()).count()
    }

    /// The texts that were read.
    pub(super) fn sources(&self) -> impl Iterator<Item = &Source> {
        self.known.values().flatten().map(|file| &file.source)
    }

    /// The name of a place for messages.
    pub(super) fn address(&self, place: &Place) -> SpecPath {
        let name = match self.known.get(&place.file) {
            Some(Ok(file)) => &file.source.name,
            Some(Err(_)) | None => &place.file,
        };
        SpecPath::root(name).keys(place.steps.iter().map(String::as_str))
    }

    /// The tree of a file.
    pub(super) fn tree(&mut self, path: &str) -> Result<Rc<Value>, Lost> {
        let read = &mut self.read;
        let file = self.known.entry(path.to_owned()).or_insert_with(|| {
            let source = read(path)?;
            let mut diagnostics = Diagnostics::default();
            let tree = parse_yaml(&source, &mut diagnostics);
            let found = diagnostics.into_report().diagnostics().to_vec();
            Ok(File {
                tree: match tree {
                    Some(tree) if found.is_empty() => Ok(Rc::new(tree)),
                    _ => Err(found),
                },
                source,
            })
        });
        match file {
            Ok(File { tree: Ok(tree), .. }) => Ok(Rc::clone(tree)),
            Ok(File {
                tree: Err(found),
                source,
            }) => Err(Lost {
                because: found.clone(),
                ..Lost::new(
                    format!("`{}` can't be read as YAML or JSON", source.name),
                    "fix that file",
                )
            }),
            Err(reason) => Err(Lost::new(reason.clone(), "fix the reference or the file")),
        }
    }

    /// The node at a place.
    pub(super) fn node(&mut self, place: &Place) -> Result<Rc<Value>, Lost> {
        let tree = self.tree(&place.file)?;
        if place.steps.is_empty() {
            return Ok(tree);
        }
        let mut node = &*tree;
        for (n, step) in place.steps.iter().enumerate() {
            let Some(next) = child(node, step) else {
                let missing = Place {
                    file: place.file.clone(),
                    steps: place.steps[..=n].to_vec(),
                };
                let near = node.as_object().and_then(|members| {
                    let near = nearest(step, members.keys().map(String::as_str))?;
                    let (_, around) = missing.steps.split_last()?;
                    let steps = [around, &[near.to_owned()]].concat();
                    Some(self.address(&Place {
                        steps,
                        ..missing.clone()
                    }))
                });
                return Err(Lost::new(
                    format!("there is no `{}`", self.address(&missing)),
                    match near {
                        Some(near) => {
                            format!("did you mean `{near}`?")
                        }
                        None => "add it, or fix the reference".to_owned(),
                    },
                ));
            };
            node = next;
        }
        Ok(Rc::new(node.clone()))
    }

    /// The same node's own place, where the way to it leads through references.
    pub(super) fn settle(&mut self, place: Place) -> Result<Place, Lost> {
        let mut place = place;
        for _ in 0..MOST_DETOURS {
            let tree = self.tree(&place.file)?;
            let mut node = &*tree;
            let mut detour = None;
            for (n, step) in place.steps.iter().enumerate() {
                let Some(next) = child(node, step) else {
                    detour = node
                        .get("$ref")
                        .and_then(Value::as_str)
                        .map(|text| (n, text));
                    break;
                };
                node = next;
            }
            let Some((n, text)) = detour else {
                break;
            };
            let mut there = self.target(&place.file, text)?;
            there.steps.extend_from_slice(&place.steps[n..]);
            place = there;
        }
        self.node(&place)?;
        Ok(place)
    }

    /// Resolves a reference relative to the file that contains it.
    pub(super) fn target(&self, from: &str, reference: &str) -> Result<Place, Lost> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if path.contains("://") || path.starts_with("//") {
            return Err(Lost::new(
                format!("`{reference}` leads to another host"),
                "put the file beside the document and refer to it there; nothing is fetched",
            ));
        }
        let path = percent_decode(path);
        if path.starts_with('/') || path.contains('\\') || path.contains(':') {
            return Err(Lost::new(
                format!("`{reference}` is not a relative path"),
                "write the path from the folder of this file, with `/` between its parts",
            ));
        }
        let file = if path.is_empty() {
            from.to_owned()
        } else {
            home(&join(from, &path), &self.folders)
        };
        let root = SpecPath::root(&file);
        let Some(place) = root.pointer(&percent_decode(fragment)) else {
            return Err(Lost::new(
                format!("`#{fragment}` is not a JSON pointer"),
                "write what follows `#` as `/components/schemas/Name`",
            ));
        };
        Ok(Place {
            steps: place.steps().into_iter().map(str::to_owned).collect(),
            file,
        })
    }
}

/// A path from the folder of a file, without `.` and, as far as it can be, without `..`.
fn join(from: &str, path: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Normalizes a path that leaves the root document's folder and returns to it: a file has one path.
fn home(path: &str, folders: &[String]) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    let up = parts.iter().take_while(|part| **part == "..").count();
    let names = parts.len().saturating_sub(1);
    // The deepest folder that both share decides how many steps up and down cancel out.
    let same = (1..=up.min(names.saturating_sub(up)).min(folders.len()))
        .take_while(|n| parts[up + n - 1] == folders[folders.len() - up.min(folders.len()) + n - 1])
        .count();
    if up > folders.len() || same == 0 {
        return path.to_owned();
    }
    [&parts[..up - same], &parts[up + same..]]
        .concat()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_path() {
        let folders = ["idn", "apis", "roles"].map(str::to_owned);
        for (path, one) in [
            ("../roles/schemas/a.yaml", "schemas/a.yaml"),
            ("../tags/schemas/a.yaml", "../tags/schemas/a.yaml"),
            ("../../apis/roles/a.yaml", "a.yaml"),
            ("../../apis/tags/a.yaml", "../tags/a.yaml"),
            ("../../other/roles/a.yaml", "../../other/roles/a.yaml"),
            ("../../../../idn/a.yaml", "../../../../idn/a.yaml"),
            ("roles/a.yaml", "roles/a.yaml"),
            ("../roles", "../roles"),
        ] {
            assert_eq!(home(path, &folders), one, "{path}");
            assert_eq!(home(path, &[]), path);
        }
    }

    #[test]
    fn paths_are_joined() {
        for (from, path, joined) in [
            ("root.yaml", "./a/b.yaml", "a/b.yaml"),
            ("a/b/c.yaml", "../d.yaml", "a/d.yaml"),
            ("a/b.yaml", "../../shared/d.yaml", "../shared/d.yaml"),
            ("../x/a.yaml", "../../d.yaml", "../../d.yaml"),
            ("../x/a.yaml", "d.yaml", "../x/d.yaml"),
        ] {
            assert_eq!(join(from, path), joined, "{from} {path}");
        }
    }

    #[test]
    fn references_are_places() {
        let mut read = |path: &str| Err(path.to_owned());
        let files = Files::new(&[], &mut read);
        let place = files.target("a/b.yaml", "../c%20d.yaml#/x~1y/0").unwrap();
        assert_eq!(place.file, "c d.yaml");
        assert_eq!(place.steps, ["x/y", "0"]);
        assert_eq!(files.target("a.yaml", "#/x").unwrap().file, "a.yaml");
        for wrong in [
            "https://example.com/a.yaml",
            "//h/a",
            "/etc/a",
            "a\\b",
            "a.yaml#x",
        ] {
            assert!(files.target("a.yaml", wrong).is_err(), "{wrong}");
        }
    }
}
