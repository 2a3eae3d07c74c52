//! Compares a request with the document: method, path, parameters by style, media type, body.

use serde_json::{Map, Value};

use super::document::{Document, list};
use super::judge::difference;
use super::parts;
use super::requests::{Param, Request};
use super::server::Received;
use super::translate::Validators;

/// Compares the received request with the expected one.
///
/// # Errors
/// The first difference.
pub fn check(
    document: &Document,
    validators: &mut Validators<'_>,
    wanted: &Request,
    received: &Received,
) -> Result<(), String> {
    if received.method != wanted.method {
        return Err(format!("the method is {}", received.method));
    }
    let (path, query) = received
        .target
        .split_once('?')
        .unwrap_or((&received.target, ""));
    let template = wanted.template.split(['?', '#']).next().unwrap_or_default();
    let fits = bases(document, wanted).into_iter().any(|base| {
        path.strip_prefix(base.as_str())
            .is_some_and(|path| is_path(path, template, &wanted.params))
    });
    if !fits {
        return Err(format!("the path is `{path}`"));
    }
    let literals = wanted.template.split_once('?').map_or("", |(_, it)| it);
    check_pairs(query.split('&'), "query", literals, wanted)?;
    // Where the document has the whole header as a parameter, that is checked as any header.
    let is_header = |it: &Param| it.location == "header" && it.name.eq_ignore_ascii_case("cookie");
    if !wanted.params.iter().any(is_header) {
        let cookies = received.header("cookie").unwrap_or_default();
        check_pairs(cookies.split("; "), "cookie", "", wanted)?;
    }
    for param in wanted.params.iter().filter(|it| it.location == "header") {
        let value = received.header(&param.name);
        let text = simple(param, &param.value);
        if value != Some(text.as_str()) {
            return Err(format!(
                "the header `{}` is {value:?} instead of {text:?}",
                param.name
            ));
        }
    }
    check_body(validators, wanted, received)
}

/// What can be before the path: nothing, or the path of a server.
fn bases(document: &Document, wanted: &Request) -> Vec<String> {
    let (item, _) = wanted.at.rsplit_once('/').unwrap_or_default();
    let owners = ["", item, &wanted.at].map(|at| document.root().pointer(at));
    let servers = owners
        .into_iter()
        .flatten()
        .flat_map(|it| list(it, "servers"));
    let urls = servers.filter_map(|it| Some(filled(it["url"].as_str()?, it)));
    let paths = urls.filter_map(|url| {
        let path = match url.split_once("://") {
            Some((_, rest)) => &rest[rest.find('/')?..],
            None => &url,
        };
        let path = path.trim_matches('/');
        (!path.is_empty()).then(|| format!("/{path}"))
    });
    let mut bases: Vec<String> = paths.collect();
    bases.push(String::new());
    bases
}

/// The URL of a server with the defaults of its variables.
fn filled(url: &str, server: &Value) -> String {
    let variables = server.get("variables").and_then(Value::as_object);
    let variables = variables.into_iter().flatten();
    variables.fold(url.to_owned(), |url, (name, variable)| {
        let default = scalar(variable.get("default").unwrap_or(&Value::Null));
        url.replace(&format!("{{{name}}}"), &default)
    })
}

/// Whether a path is a template with these parameters.
fn is_path(path: &str, template: &str, params: &[Param]) -> bool {
    let Some(start) = template.find('{') else {
        return percent_decoded(path) == template;
    };
    let Some(end) = template[start..].find('}').map(|it| it + start) else {
        return false;
    };
    let (literal, name) = (&template[..start], &template[start + 1..end]);
    let Some(rest) = path.strip_prefix(literal) else {
        return false;
    };
    let param = params
        .iter()
        .find(|it| it.location == "path" && it.name == name);
    let Some(param) = param else {
        return false;
    };
    let wanted = simple(param, &param.value);
    let after = &template[end + 1..];
    // The value ends where the rest of the template matches.
    let ends = (0..=rest.len()).filter(|at| rest.is_char_boundary(*at));
    let mut ends = ends.filter(|at| {
        percent_decoded(&rest[..*at]) == wanted && !rest[..*at].contains(['/', '?', '#'])
    });
    ends.any(|at| is_path(&rest[at..], after, params))
}

/// The text of a parameter in a path or header, not encoded.
fn simple(param: &Param, value: &Value) -> String {
    if param.node.get("content").is_some() {
        return value.to_string();
    }
    let style = param.node.get("style").and_then(Value::as_str);
    let explodes = param.node.get("explode") == Some(&Value::Bool(true));
    let name = &param.name;
    let items: Vec<String> = match value {
        Value::Array(items) => items.iter().map(scalar).collect(),
        Value::Object(members) if explodes => members
            .iter()
            .map(|(key, value)| format!("{key}={}", scalar(value)))
            .collect(),
        Value::Object(members) => members
            .iter()
            .flat_map(|(key, value)| [key.clone(), scalar(value)])
            .collect(),
        other => vec![scalar(other)],
    };
    match style {
        Some("label") if explodes => format!(".{}", items.join(".")),
        Some("label") => format!(".{}", items.join(",")),
        Some("matrix") if explodes && value.is_array() => {
            let items = items.iter().map(|item| format!(";{name}={item}"));
            items.collect()
        }
        Some("matrix") if explodes && value.is_object() => {
            format!(";{}", items.join(";"))
        }
        Some("matrix") => format!(";{name}={}", items.join(",")),
        _ => items.join(","),
    }
}

/// The text of a scalar.
pub(super) fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The expected contents of a query or a form.
pub(super) enum Expected {
    Pair(String, String),
    /// A text whose reserved characters are not encoded.
    Reserved(String, String),
    /// Items in one value, with a separator that is one of these.
    Joined(String, Vec<String>, &'static [&'static str]),
    /// Names and values in one value, in any order.
    Members(String, Vec<[String; 2]>, &'static [&'static str]),
    /// A list in an object, for which there are two readings: `a[b]=` and `a[b][0]=`.
    Item(String, usize, String),
    Json(String, Value),
}

/// Compares the pairs of a query or of a `Cookie` header with the parameters. `literals` are those of the path's template.
fn check_pairs<'a>(
    pairs: impl Iterator<Item = &'a str> + Clone,
    location: &str,
    literals: &str,
    wanted: &Request,
) -> Result<(), String> {
    let all = pairs.clone().collect::<Vec<_>>().join(" ");
    let mut pairs: Vec<(String, &str)> = pairs
        .filter(|it| !it.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (form_decoded(name), value)
        })
        .collect();
    for param in wanted.params.iter().filter(|it| it.location == location) {
        for expected in expected(param) {
            if !take(&mut pairs, &expected) {
                return Err(format!(
                    "the {location} parameter `{}` with the value {} is not in `{all}`",
                    param.name, param.value
                ));
            }
        }
    }
    pairs.retain(|(name, _)| !literals.contains(name.as_str()));
    match pairs.first() {
        Some((name, _)) => Err(format!("the {location} has `{name}`, which was not given")),
        None => Ok(()),
    }
}

/// Removes the pair that is expected, and returns whether it was there. Values are still encoded.
pub(super) fn take(pairs: &mut Vec<(String, &str)>, expected: &Expected) -> bool {
    let found = pairs.iter().position(|(name, value)| match expected {
        Expected::Pair(key, text) => name == key && form_decoded(value) == *text,
        Expected::Reserved(key, text) => {
            let is_kept = |c: char| value.matches(c).count() == text.matches(c).count();
            name == key && form_decoded(value) == *text && ":/?@!$'()*,;".chars().all(is_kept)
        }
        Expected::Json(key, json) => {
            let sent = serde_json::from_str(&form_decoded(value));
            name == key && sent.is_ok_and(|it| difference(json, &it, "").is_none())
        }
        Expected::Item(key, n, text) => {
            (name == key || *name == format!("{key}[{n}]")) && form_decoded(value) == *text
        }
        Expected::Members(key, members, separators) => {
            let is_split = |separator: &&str| {
                let parts: Vec<String> = value.split(separator).map(form_decoded).collect();
                let has = |member: &[String; 2]| parts.chunks(2).any(|it| it == member);
                parts.len() == 2 * members.len() && members.iter().all(has)
            };
            name == key && separators.iter().any(is_split)
        }
        Expected::Joined(key, items, separators) => {
            let is_split = |separator: &&str| {
                let parts = value.split(separator).map(form_decoded);
                parts.collect::<Vec<_>>() == *items
            };
            name == key && separators.iter().any(is_split)
        }
    });
    found.map(|n| pairs.remove(n)).is_some()
}

fn expected(param: &Param) -> Vec<Expected> {
    if param.node.get("content").is_some() {
        return vec![Expected::Json(param.name.clone(), param.value.clone())];
    }
    styled(&param.name, &param.value, &param.node)
}

/// What a value becomes in the style of a parameter or of an encoding.
pub(super) fn styled(name: &str, value: &Value, node: &Value) -> Vec<Expected> {
    let name = name.to_owned();
    let style = node.get("style").and_then(Value::as_str);
    let style = style.unwrap_or("form");
    let explodes = node.get("explode").and_then(Value::as_bool);
    let explodes = explodes.unwrap_or(style == "form");
    let separators: &[&str] = match style {
        "spaceDelimited" => &["%20", "+"],
        "pipeDelimited" => &["|", "%7C"],
        _ => &[","],
    };
    match value {
        Value::Array(items) if explodes && style != "deepObject" => items
            .iter()
            .map(|item| Expected::Pair(name.clone(), scalar(item)))
            .collect(),
        Value::Array(items) => {
            let items = items.iter().map(scalar).collect();
            vec![Expected::Joined(name.clone(), items, separators)]
        }
        Value::Object(members) if style == "deepObject" => {
            let mut found = Vec::new();
            deep(&name, members, &mut found);
            found
        }
        Value::Object(members) if explodes => members
            .iter()
            .map(|(key, value)| Expected::Pair(key.clone(), scalar(value)))
            .collect(),
        Value::Object(members) => {
            let members = members.iter();
            let members = members.map(|(key, value)| [key.clone(), scalar(value)]);
            vec![Expected::Members(
                name.clone(),
                members.collect(),
                separators,
            )]
        }
        other if node.get("allowReserved") == Some(&Value::Bool(true)) => {
            vec![Expected::Reserved(name, scalar(other))]
        }
        other => vec![Expected::Pair(name, scalar(other))],
    }
}

/// The specification leaves nested objects undefined; `a[b][c]` is the common reading.
fn deep(name: &str, members: &Map<String, Value>, found: &mut Vec<Expected>) {
    for (key, value) in members {
        let name = format!("{name}[{key}]");
        match value {
            Value::Object(inner) => deep(&name, inner, found),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let items = items.map(|(n, item)| Expected::Item(name.clone(), n, scalar(item)));
                found.extend(items);
            }
            other => found.push(Expected::Pair(name, scalar(other))),
        }
    }
}

fn check_body(
    validators: &mut Validators<'_>,
    wanted: &Request,
    received: &Received,
) -> Result<(), String> {
    let Some(body) = &wanted.body else {
        return if received.body.is_empty() {
            Ok(())
        } else {
            Err("the request has a body, which was not given".to_owned())
        };
    };
    let sent = received.header("content-type").unwrap_or_default();
    let essence = |media: &str| {
        let media = media.split(';').next().unwrap_or_default();
        media.trim().to_ascii_lowercase()
    };
    let tree = essence(&body.media);
    let is_range = tree.strip_suffix('*').is_some_and(|tree| {
        let is_any = tree == "*/" && !sent.is_empty();
        (is_any || essence(sent).starts_with(tree)) && !sent.contains('*')
    });
    if essence(sent) != essence(&body.media) && !is_range {
        return Err(format!(
            "the content type is `{sent}` instead of `{}`",
            body.media
        ));
    }
    if body.is_json() {
        let json: Value = serde_json::from_slice(&received.body)
            .map_err(|error| format!("the body is not JSON: {error}"))?;
        if let Some(found) = difference(&body.value, &json, "") {
            return Err(format!("the body differs: {found}"));
        }
        let schema = body.node.get("schema").cloned().unwrap_or_default();
        // An invalid sample does not test the client.
        let is_valid = validators.check(&schema, &body.value).is_ok();
        return match validators.check(&schema, &json) {
            Err(error) if is_valid => Err(error),
            Ok(()) | Err(_) => Ok(()),
        };
    }
    let empty = Map::new();
    let members = body.value.as_object().unwrap_or(&empty);
    if essence(&body.media) == "application/x-www-form-urlencoded" {
        let text = String::from_utf8_lossy(&received.body);
        return parts::check_form(&text, members, &body.node);
    }
    if body.has_parts() {
        let encoding = body.is_by_part.then(|| body.node.get("encoding")).flatten();
        return parts::check_multipart(&received.body, sent, members, encoding);
    }
    let is_same = received.body == scalar(&body.value).as_bytes();
    is_same
        .then_some(())
        .ok_or_else(|| "the body differs".to_owned())
}

/// A text without percent-encoding.
pub(super) fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::new();
    let mut n = 0;
    while n < bytes.len() {
        let code = text.get(n + 1..n + 3);
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        if let Some(byte) = code.filter(|_| bytes[n] == b'%') {
            decoded.push(byte);
            n += 3;
        } else {
            decoded.push(bytes[n]);
            n += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// A text of a query or a form.
pub(super) fn form_decoded(text: &str) -> String {
    percent_decoded(&text.replace('+', " "))
}
