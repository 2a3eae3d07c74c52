//! Examples, and texts that hold encoded data.

use serde_json::{Map, Value};

/// The first of the examples is shown.
pub(super) fn examples(members: &mut Map<String, Value>) {
    let Some(Value::Array(examples)) = members.get("examples") else {
        return;
    };
    let first = examples.first().cloned();
    members.shift_remove("examples");
    if let Some(first) = first {
        members.entry("example".to_owned()).or_insert(first);
    }
}

/// `base64` is the format `byte`; a media type without an encoding means bytes.
pub(super) fn encoding(members: &mut Map<String, Value>) {
    let take = |members: &mut Map<String, Value>, key: &str| {
        let value = members.shift_remove(key)?;
        value.as_str().map(str::to_owned)
    };
    let encoding = take(members, "contentEncoding");
    let media = take(members, "contentMediaType");
    match encoding.as_deref() {
        Some(encoding) if encoding.eq_ignore_ascii_case("base64") => {
            set(members, "byte");
        }
        Some(encoding) => super::describe(members, &format!("Encoded as `{encoding}`.")),
        // Text in another format, such as `application/jwt`, is a text.
        None if media.as_deref() == Some("application/octet-stream") => set(members, "binary"),
        None => {}
    }
    if let Some(media) = media.filter(|it| it != "application/octet-stream") {
        super::describe(members, &format!("Holds `{media}`."));
    }
}

fn set(members: &mut Map<String, Value>, format: &str) {
    members
        .entry("type".to_owned())
        .or_insert_with(|| "string".into());
    members.insert("format".to_owned(), format.into());
}
