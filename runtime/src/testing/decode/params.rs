//! Decodes parameters of a request, by the table of styles that the client writes them with.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{deep, scalar};
use crate::call::template::decoded;
use crate::request::style::{Location, Style};
use crate::testing::description::{Body, Is, Operation, Param, Place, Schema, Types};

/// The values of the operation's parameters in a query, or in cookies, which have the same format. Others are
/// ignored.
pub(in crate::testing) fn of_pairs(
    operation: &Operation,
    place: Place,
    text: &str,
) -> Map<String, Value> {
    let readers = operation.params(place);
    let readers: Vec<Reader<'_>> = readers.map(|it| Reader::new(operation, it)).collect();
    read(&readers, text)
}

/// The fields of a form, which are written as parameters of a query are. Files are none.
pub(in crate::testing) fn of_form(body: &Body, types: &Types, text: &str) -> Map<String, Value> {
    let readers = body.parts.iter().filter_map(|part| {
        let (style, schema) = (part.style.style()?, part.schema.as_ref()?);
        Some(Reader {
            name: &part.name,
            place: Place::Query,
            style,
            explode: part.explode.unwrap_or_else(|| explodes(style)),
            described: schema,
            schema: schema.resolved(types),
            types,
        })
    });
    read(&readers.collect::<Vec<_>>(), text)
}

fn read(readers: &[Reader<'_>], text: &str) -> Map<String, Value> {
    let values = readers.iter().filter_map(|reader| {
        let value = reader.of_pairs(readers, text)?;
        Some((reader.name.to_owned(), value))
    });
    values.collect()
}

/// Returns whether a style is exploded unless the document says otherwise.
fn explodes(style: Style) -> bool {
    matches!(style, Style::Form | Style::Content)
}

/// The value of a parameter of the path, which is encoded, or of a header, which is not.
pub(in crate::testing) fn of_text(operation: &Operation, param: &Param, text: &str) -> Value {
    Reader::new(operation, param).of_text(text)
}

struct Reader<'a> {
    name: &'a str,
    place: Place,
    style: Style,
    explode: bool,
    /// The schema as the parameter has it, which says whether null is allowed beside a reference.
    described: &'a Schema,
    /// The same without references.
    schema: &'a Schema,
    types: &'a Types,
}

/// The type of the value, as far as styles depend on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    One,
    List,
    Object,
}

impl<'a> Reader<'a> {
    fn new(operation: &'a Operation, param: &'a Param) -> Self {
        let default = match param.place {
            Place::Path | Place::Header => Style::Simple,
            Place::Query | Place::Cookie => Style::Form,
        };
        let style = param.style.style().unwrap_or(default);
        Self {
            name: &param.name,
            place: param.place,
            style,
            explode: param.explode.unwrap_or_else(|| explodes(style)),
            described: &param.schema,
            schema: param.schema.resolved(&operation.types),
            types: &operation.types,
        }
    }

    fn shape(&self) -> Shape {
        match self.schema.is {
            Is::List => Shape::List,
            Is::Struct | Is::Map | Is::Object => Shape::Object,
            Is::Bool
            | Is::I32
            | Is::I64
            | Is::U64
            | Is::Integer
            | Is::Number
            | Is::String
            | Is::Date
            | Is::DateTime
            | Is::Base64
            | Is::Any
            | Is::Patch
            | Is::PatchOperation
            | Is::Named
            | Is::Enum
            | Is::Union => Shape::One,
        }
    }

    /// One value without a style.
    fn one(&self, text: &str) -> Value {
        let is_text = matches!(self.schema.is, Is::String | Is::Any);
        if text.is_empty() && self.described.nullable && !is_text {
            return Value::Null;
        }
        scalar(text, Some(self.described), self.types)
    }

    fn item(&self, text: &str) -> Value {
        scalar(&self.decoded(text), self.schema.of.as_deref(), self.types)
    }

    fn property(&self, name: &str, text: &str) -> (String, Value) {
        let name = self.decoded(name).into_owned();
        let of_map = || self.schema.of.as_deref().or(self.schema.others.as_deref());
        let described = self.schema.fields.get(&name).or_else(of_map);
        let value = scalar(&self.decoded(text), described, self.types);
        (name, value)
    }

    fn decoded<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.place == Place::Header {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(decoded(text))
        }
    }

    /// The value among the pairs, of which others belong to the other readers.
    fn of_pairs(&self, all: &[Reader<'_>], text: &str) -> Option<Value> {
        let name = self.name;
        let raw: Vec<&str> = text
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .filter(|(known, _)| decoded(known) == *name)
            .map(|(_, value)| value)
            .collect();
        match (self.shape(), self.style) {
            (Shape::List | Shape::Object, Style::Deep) => deep(name, self.schema, text, self.types),
            (Shape::Object, Style::Form | Style::Space | Style::Pipe) if self.explode => {
                let members = text.split('&').filter_map(|pair| pair.split_once('='));
                let members = members.map(|(name, value)| self.property(name, value));
                let is_closed = self.schema.is == Is::Struct && self.schema.others.is_none();
                let is_other = |name: &String| all.iter().any(|it| it.name == name);
                let members: Map<String, Value> = members
                    .filter(|(name, _)| {
                        self.schema.fields.contains_key(name) || !is_closed && !is_other(name)
                    })
                    .collect();
                (!members.is_empty()).then_some(Value::Object(members))
            }
            (Shape::List, Style::Form | Style::Space | Style::Pipe | Style::Content)
                if self.explode =>
            {
                let is_empty = self.described.nullable && raw == [""];
                let items = raw.iter().filter(|_| !is_empty).map(|it| self.item(it));
                (!raw.is_empty()).then(|| items.collect())
            }
            // A list repeats its name.
            (Shape::One, _) if self.schema.is == Is::Any && raw.len() > 1 => {
                Some(raw.iter().map(|it| decoded(it)).collect())
            }
            _ => Some(self.joined(raw.last()?)),
        }
    }

    /// A value without a name.
    fn joined(&self, text: &str) -> Value {
        let syntax = self.style.syntax(match self.place {
            Place::Path => Location::Path,
            Place::Query => Location::Query,
            Place::Header => Location::Header,
            Place::Cookie => Location::Cookie,
        });
        // A client may leave a delimiter unencoded.
        let text = match self.style {
            Style::Space => text.replace('+', syntax.joined),
            Style::Pipe => text.replace('|', syntax.joined),
            Style::Simple
            | Style::Label
            | Style::Matrix
            | Style::Form
            | Style::Deep
            | Style::Json
            | Style::Content
            | Style::Text => text.to_owned(),
        };
        let split = || text.split(syntax.joined);
        match (self.style, self.shape()) {
            (Style::Json, _) => {
                let text = self.decoded(&text);
                serde_json::from_str(&text).unwrap_or_else(|_| text.into())
            }
            (Style::Text, _) | (Style::Content, Shape::Object) | (_, Shape::One) => {
                self.one(&self.decoded(&text))
            }
            (_, Shape::List) => split().map(|it| self.item(it)).collect(),
            (_, Shape::Object) => {
                let pieces: Vec<&str> = split().collect();
                // A name without a value is kept as text, which the schema then rejects.
                match pieces.as_chunks::<2>() {
                    (pairs, []) => {
                        let members = pairs.iter().map(|[name, value]| self.property(name, value));
                        Value::Object(members.collect())
                    }
                    _ => Value::String(self.decoded(&text).into_owned()),
                }
            }
        }
    }

    fn of_text(&self, text: &str) -> Value {
        let location = if self.place == Place::Header {
            Location::Header
        } else {
            Location::Path
        };
        let syntax = self.style.syntax(location);
        let text = text.strip_prefix(syntax.first).unwrap_or(text);
        let unnamed = |text: &'_ str| -> String {
            let named = text.split_once('=').filter(|_| syntax.is_named);
            let named = named.filter(|(name, _)| decoded(name) == self.name);
            named.map_or(text, |(_, value)| value).to_owned()
        };
        match self.shape() {
            Shape::List if self.explode && !matches!(self.style, Style::Json | Style::Text) => {
                let items = text.split(syntax.exploded);
                items.map(|it| self.item(&unnamed(it))).collect()
            }
            Shape::Object if self.explode && !matches!(self.style, Style::Json | Style::Text) => {
                let members = text.split(syntax.exploded);
                let members = members.filter_map(|it| it.split_once('='));
                let members = members.map(|(name, value)| self.property(name, value));
                Value::Object(members.collect())
            }
            Shape::One | Shape::List | Shape::Object => self.joined(&unnamed(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::style;
    use serde_json::json;

    fn operation(params: &Value) -> Operation {
        let operation = json!({"method": "GET", "path": "/", "params": params});
        serde_json::from_value(operation).unwrap()
    }

    #[test]
    fn every_style_is_read_as_the_client_writes_it() {
        let object = json!({"is": "struct", "fields": {"R": {"is": "i64"}, "G": {"is": "string"}}});
        let shapes = [
            (json!({"is": "string"}), json!("b,l;ue&=|% +")),
            (json!({"is": "list", "of": {"is": "i64"}}), json!([1, 2, 3])),
            (
                json!({"is": "list", "of": {"is": "string"}}),
                json!(["a,b", "c d|e.", "f;g&h=i"]),
            ),
            (object.clone(), json!({"R": 100, "G": "x,y z|;&="})),
            (object, json!({"R": 1, "G": "x,y;&="})),
            (
                json!({"is": "map", "of": {"is": "bool"}}),
                json!({"a b": true, "c": false}),
            ),
        ];
        let path = style::Param::path("color");
        let query = style::Param::query("color");
        let header = style::Param::header("color");
        let cookie = style::Param::cookie("color");
        let places = [
            (path, "path", vec!["simple", "label", "matrix", "json"]),
            (
                query,
                "query",
                vec!["form", "space", "pipe", "deep", "json", "content"],
            ),
            (header, "header", vec!["json"]),
            (cookie, "cookie", vec!["form", "json"]),
        ];
        for (param, place, styles) in places {
            for name in styles {
                let style: Style = serde_json::from_value(json!(name)).unwrap();
                for explode in [false, true] {
                    for (schema, value) in &shapes {
                        let described = json!([{
                            "in": place, "name": "color", "style": name, "explode": explode, "schema": schema
                        }]);
                        let operation = operation(&described);
                        let tree = style::Tree::of(value).unwrap();
                        let written = param.style(style, explode).write(&tree).unwrap();
                        let read = match place {
                            "path" | "header" => {
                                of_text(&operation, &operation.params[0], &written)
                            }
                            "query" => {
                                of_pairs(&operation, Place::Query, &written)["color"].clone()
                            }
                            _ => {
                                let query = crate::call::template::as_query(&written);
                                of_pairs(&operation, Place::Cookie, &query)["color"].clone()
                            }
                        };
                        // These styles don't encode their delimiter inside a value.
                        let is_ambiguous = match (name, explode) {
                            ("label", true) => value.to_string().contains('.'),
                            ("space", false) => value.to_string().contains(' '),
                            ("pipe", false) => value.to_string().contains('|'),
                            _ => false,
                        };
                        if value.is_string() || !is_ambiguous {
                            assert_eq!(read, *value, "{place} {name} {explode}: {written}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn headers_are_read_in_the_style_simple() {
        let described = json!([
            {"in": "header", "name": "list", "schema": {"is": "list", "of": {"is": "i32"}}},
            {"in": "header", "name": "object", "explode": true,
             "schema": {"is": "struct", "fields": {"R": {"is": "i64"}}}},
            {"in": "query", "name": "flag", "schema": {"is": "bool", "nullable": true}}
        ]);
        let operation = operation(&described);
        let read = |n: usize, text: &str| of_text(&operation, &operation.params[n], text);
        assert_eq!(read(0, "1,2"), json!([1, 2]));
        assert_eq!(read(1, "R=1,G=%20"), json!({"R": 1, "G": "%20"}));
        assert_eq!(
            of_pairs(&operation, Place::Query, "flag="),
            *json!({"flag": null}).as_object().unwrap()
        );
        assert_eq!(
            of_pairs(&operation, Place::Query, "flag=true"),
            *json!({"flag": true}).as_object().unwrap()
        );
    }

    #[test]
    fn an_object_without_a_last_value_stays_text() {
        let described =
            json!([{"in": "query", "name": "x", "explode": false, "schema": {"is": "struct"}}]);
        let operation = operation(&described);
        let read = of_pairs(&operation, Place::Query, "x=a,1,b");
        assert_eq!(read["x"], json!("a,1,b"));
        assert!(of_pairs(&operation, Place::Query, "y=1").is_empty());
    }
}
