//! Stage 2: corrections to a document, as an [OpenAPI Overlay 1.0](https://spec.openapis.org/overlay/v1.0.0.html).
//!
//! Stricter than the standard in two points: every action says why (`description`), and an action that matches nothing
//! is an error, because the correction is out of date.

use serde::Deserialize;
use serde_json::Value;
use serde_json_path::JsonPath;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Move};
use crate::openapi::suggest::of_serde;
use crate::source::Source;
use crate::spec_path::SpecPath;
use crate::syntax::{Document, parse_yaml};

mod merge;

#[derive(Deserialize)]
struct Overlay {
    overlay: String,
    actions: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Action {
    target: String,
    description: Option<String>,
    update: Option<Value>,
    #[serde(default)]
    remove: bool,
}

/// Applies the actions of an overlay in their order.
pub(crate) fn apply(document: &mut Document, overlay: &Source, diagnostics: &mut Diagnostics) {
    let at = SpecPath::root(&overlay.name);
    let Some(tree) = parse_yaml(overlay, diagnostics) else {
        return;
    };
    let overlay = match Overlay::deserialize(&tree) {
        Ok(overlay) => overlay,
        Err(error) => {
            let help = "an overlay has `overlay: 1.0.0`, `info` and a list of `actions`";
            let message = of_serde(&error.to_string());
            diagnostics.push(Diagnostic::error(Code::InvalidOverlay, &at, message).help(help));
            return;
        }
    };
    if overlay.overlay != "1.0.0" {
        let message = format!("unsupported overlay version {}", overlay.overlay);
        diagnostics.push(
            Diagnostic::error(Code::InvalidOverlay, &at.key("overlay"), message)
                .help("this generator applies overlays of version 1.0.0"),
        );
        return;
    }
    for (n, action) in overlay.actions.iter().enumerate() {
        let at = at.key("actions").index(n);
        if let Err(diagnostic) = apply_action(document, action, &at, diagnostics) {
            diagnostics.push(diagnostic);
        }
    }
}

fn apply_action(
    document: &mut Document,
    action: &Value,
    at: &SpecPath,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let invalid =
        |at: &SpecPath, message: String| Diagnostic::error(Code::InvalidOverlay, at, message);
    let action =
        Action::deserialize(action).map_err(|error| invalid(at, of_serde(&error.to_string())))?;
    if action
        .description
        .is_none_or(|reason| reason.trim().is_empty())
    {
        return Err(invalid(at, "the action has no `description`".to_owned())
            .help("add a `description` with the reason for the correction"));
    }
    let target = JsonPath::parse(&action.target).map_err(|error| {
        let message = format!("`{}` is not a JSONPath: {error}", action.target);
        invalid(&at.key("target"), message)
            .help("write it as in RFC 9535: `$.components.schemas.Name`")
    })?;
    let mut places: Vec<Vec<String>> = target
        .query_located(&document.root)
        .locations()
        .map(|place| {
            place
                .iter()
                .map(|step| match (step.as_name(), step.as_index()) {
                    (Some(name), _) => name.to_owned(),
                    (None, index) => index.unwrap_or_default().to_string(),
                })
                .collect()
        })
        .collect();
    if places.is_empty() {
        return Err(Diagnostic::error(
            Code::StaleOverlayAction,
            &at.key("target"),
            format!(
                "`{}` matches nothing in {}",
                action.target,
                document.at.file()
            ),
        )
        .help("remove the action, or fix its target"));
    }
    // From the last place to the first, so that removing an item does not move the ones still to come.
    places.reverse();
    for place in places {
        let mut node_at = document.at.keys(place.iter().map(String::as_str));
        let outcome = if action.remove {
            if is_item(document, &node_at) {
                diagnostics.moved(Move::Removed { place: node_at });
            }
            merge::remove(&mut document.root, &place)
        } else if let Some(update) = &action.update {
            if let Some(Value::Array(items)) = document.get(&node_at) {
                node_at = node_at.index(items.len());
            }
            diagnostics.moved(Move::Updated {
                place: node_at,
                by: at.key("update"),
                with: update.clone(),
            });
            merge::update(&mut document.root, &place, update)
        } else {
            Err("the action has neither `update` nor `remove: true`")
        };
        outcome.map_err(|message| invalid(at, message.to_owned()))?;
    }
    Ok(())
}

fn is_item(document: &Document, at: &SpecPath) -> bool {
    at.parent()
        .and_then(|parent| document.get(&parent))
        .is_some_and(Value::is_array)
}
