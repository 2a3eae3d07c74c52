//! Bodies of the form `a=1&b=2`.

use serde::Serialize;
use serde_json::Value;

use crate::request::style::{Param, Style, Tree};

/// The media type of such bodies.
pub(crate) const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// Encodes a struct, a map or a list of pairs. A field that is not among `styles` is written by its content.
pub(crate) fn encode(
    fields: &(impl Serialize + ?Sized),
    styles: &[Param<'_>],
) -> Result<String, String> {
    let mut pairs = Vec::new();
    for (name, value) in members(Tree::of(fields).map_err(|error| error.to_string())?)? {
        let style = styles.iter().find(|it| it.name() == name);
        let by_content = Param::query(&name).style(Style::Content, true);
        pairs.extend(style.unwrap_or(&by_content).write(&value));
    }
    Ok(pairs.join("&"))
}

fn members(fields: Tree) -> Result<Vec<(String, Tree)>, String> {
    let pairs = match fields {
        Tree::Object(members) => return Ok(members),
        Tree::List(pairs) => pairs,
        Tree::Scalar(_) => return Err("it has no fields".to_owned()),
    };
    let pair = |pair| match pair {
        Tree::List(pair) => match <[Tree; 2]>::try_from(pair) {
            Ok([Tree::Scalar(Value::String(name)), value]) => Ok((name, value)),
            Ok(_) | Err(_) => Err(()),
        },
        Tree::Scalar(_) | Tree::Object(_) => Err(()),
    };
    let pairs: Result<_, ()> = pairs.into_iter().map(pair).collect();
    pairs.map_err(|()| "a list of fields holds something that is not a pair".to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_encoded() {
        let fields = json!({"a": "x y&", "b": [1, true, null], "c": null, "d": {"e": 1}});
        assert_eq!(
            encode(&fields, &[]).unwrap(),
            "a=x%20y%26&b=1&b=true&d=%7B%22e%22%3A1%7D"
        );
        assert_eq!(encode(&[("a", "1"), ("a", "2")], &[]).unwrap(), "a=1&a=2");
        assert!(encode(&7, &[]).is_err());
        assert!(encode(&[7], &[]).is_err());
    }

    #[test]
    fn fields_follow_their_style() {
        let fields = json!({
            "a": ["x y", "b,c"],
            "b": {"k": true},
            "c": {"k": {"l": [1, 2]}},
            "d": [1, 2],
            "e": "https://x.example/p?q=1&r#s+t 50% %2F",
        });
        let styles = [
            Param::query("a").style(Style::Pipe, false),
            Param::query("b"),
            Param::query("c").style(Style::Deep, true),
            Param::query("d").style(Style::Json, false),
            Param::query("e").allow_reserved(),
        ];
        assert_eq!(
            encode(&fields, &styles).unwrap(),
            "a=x%20y%7Cb%2Cc&k=true&c%5Bk%5D%5Bl%5D%5B0%5D=1&c%5Bk%5D%5Bl%5D%5B1%5D=2&d=%5B1%2C2%5D\
             &e=https://x.example/p?q=1%26r%23s%2Bt%2050%25%20%2F"
        );
    }
}
