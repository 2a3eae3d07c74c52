//! The changelogs of the published crates: the entry that a release writes, and the error where one is missing.

use std::fmt::Write as _;

use generator::Config;
use generator::diff::{self, Diff, Rust};

use super::MOST_ITEMS;
use super::runtime::Effect;
use super::surface::Surface;
use crate::changelog;
use crate::workspace::Workspace;

/// The entry of the generated crate: the documents, then what the generator and the runtime change besides.
pub(super) fn entry(
    next: &str,
    found: &Diff,
    (surface, of_sources): (&Surface, Rust),
    runtime: &Effect,
) -> String {
    let mut text = diff::changelog(found, next);
    if of_sources > found.rust() {
        text += "\n### The generator differs\n\n";
        let items = surface.lost.iter().chain(&surface.demanded);
        for item in items.take(MOST_ITEMS) {
            let _ = writeln!(text, "- removed or changed: `{item}`");
        }
        for item in surface.gained.iter().take(MOST_ITEMS) {
            let _ = writeln!(text, "- new: `{item}`");
        }
        let count = surface.lost.len() + surface.demanded.len() + surface.gained.len();
        if count == 0 {
            text += "- The same items are written otherwise.\n";
        }
    }
    if runtime.verdict == Rust::Major {
        let _ = writeln!(
            text,
            "\n### The runtime differs\n\n- It needs {} of the runtime, whose changelog says what to change.",
            runtime.least.max(runtime.version)
        );
    }
    text
}

/// The entry of the first release.
pub(super) fn first(config: &Config) -> String {
    let modules = config.apis.iter().map(|it| format!("`{}`", it.module));
    let modules: Vec<String> = modules.collect();
    let (noun, list) = match &modules[..] {
        [one] => ("module", one.clone()),
        [others @ .., last] => ("modules", format!("{} and {last}", others.join(", "))),
        [] => ("modules", String::new()),
    };
    format!(
        "## {}\n\nThe first release, with the {noun} {list}.\n",
        config.package.version
    )
}

/// The error of a published crate whose changelog lacks the entry of its version.
pub(super) fn missing(workspace: &Workspace, file: &str, version: &str) -> String {
    let help = if file == changelog::GENERATED {
        format!("run `{} --changelog`", workspace.command("release"))
    } else {
        format!("write `## {version}` and what programs have to change")
    };
    format!("error: `{file}` has no entry of {version}\n  help: {help}")
}
