//! The specification's table of styles.
#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

use super::*;

/// The value of a parameter as text, `-` where nothing is written.
fn written(param: Param<'_>, json: &str) -> String {
    let value: Tree = serde_json::from_str(json).unwrap();
    param.write(&value).unwrap_or_else(|| "-".to_owned())
}

/// The values of the specification's table, in its order, and the empty string.
const VALUES: [&str; 5] = [
    "null",
    r#""""#,
    r#""blue""#,
    r#"["blue", "black", "brown"]"#,
    r#"{"R": 100, "G": 200, "B": 150}"#,
];

/// Location, style, `explode`, and what is written for each of the values: a row of the specification's table. Nothing is
/// written where it has `-`; `color=` for an undefined value is only for parameters that may be empty. The last three
/// rows are not in the table.
const TABLE: &str = "
path   matrix false | ;color | ;color | ;color=blue | ;color=blue,black,brown | ;color=R,100,G,200,B,150
path   matrix true  | ;color | ;color | ;color=blue | ;color=blue;color=black;color=brown | ;R=100;G=200;B=150
path   label  false | . | . | .blue | .blue,black,brown | .R,100,G,200,B,150
path   label  true  | . | . | .blue | .blue.black.brown | .R=100.G=200.B=150
path   simple false |  |  | blue | blue,black,brown | R,100,G,200,B,150
path   simple true  |  |  | blue | blue,black,brown | R=100,G=200,B=150
header simple false |  |  | blue | blue,black,brown | R,100,G,200,B,150
header simple true  |  |  | blue | blue,black,brown | R=100,G=200,B=150
query  form   false | - | color= | color=blue | color=blue,black,brown | color=R,100,G,200,B,150
query  form   true  | - | color= | color=blue | color=blue&color=black&color=brown | R=100&G=200&B=150
query  space  false | - | color= | color=blue | color=blue%20black%20brown | color=R%20100%20G%20200%20B%20150
query  pipe   false | - | color= | color=blue | color=blue%7Cblack%7Cbrown | color=R%7C100%7CG%7C200%7CB%7C150
query  deep   true  | - | color= | color=blue | color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown | color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150
cookie form   false | - | color= | color=blue | color=blue,black,brown | color=R,100,G,200,B,150
cookie form   true  | - | color= | color=blue | color=blue; color=black; color=brown | R=100; G=200; B=150
query  space  true  | - | color= | color=blue | color=blue&color=black&color=brown | R=100&G=200&B=150
query  pipe   true  | - | color= | color=blue | color=blue&color=black&color=brown | R=100&G=200&B=150
query  content true | - | color= | color=blue | color=blue&color=black&color=brown | color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D
";

#[test]
fn every_style_follows_the_table_of_the_specification() {
    for row in TABLE.trim().lines() {
        let (style, expected) = row.split_once('|').unwrap();
        let words: Vec<&str> = style.split_whitespace().collect();
        let [location, style, explode] = words[..] else {
            panic!("{row}")
        };
        let param = match location {
            "path" => Param::path("color"),
            "header" => Param::header("color"),
            "query" => Param::query("color"),
            _ => Param::cookie("color"),
        };
        let style = match style {
            "matrix" => Style::Matrix,
            "label" => Style::Label,
            "simple" => Style::Simple,
            "form" => Style::Form,
            "space" => Style::Space,
            "pipe" => Style::Pipe,
            "content" => Style::Content,
            _ => Style::Deep,
        };
        let param = param.style(style, explode == "true");
        let written = VALUES.map(|value| written(param, value));
        let expected: Vec<&str> = expected.split('|').map(str::trim).collect();
        assert_eq!(written[..], expected, "{row}");
    }
}

#[test]
fn values_are_encoded_for_their_location() {
    let value = r#"["a,b", "c d|e", "f;g&h=i"]"#;
    let cases = [
        (Param::query("q"), "q=a%2Cb&q=c%20d%7Ce&q=f%3Bg%26h%3Di"),
        (
            Param::query("q x").style(Style::Pipe, false),
            "q%20x=a%2Cb%7Cc%20d%7Ce%7Cf%3Bg%26h%3Di",
        ),
        (
            Param::query("q").style(Style::Form, false).allow_reserved(),
            "q=a,b,c%20d%7Ce,f;g%26h=i",
        ),
        (
            Param::path("p").style(Style::Matrix, true),
            ";p=a%2Cb;p=c%20d%7Ce;p=f%3Bg%26h%3Di",
        ),
        (Param::header("h"), "a,b,c d|e,f;g&h=i"),
        (
            Param::cookie("c").style(Style::Form, false),
            "c=a%2Cb,c%20d%7Ce,f%3Bg%26h%3Di",
        ),
    ];
    for (param, expected) in cases {
        assert_eq!(written(param, value), expected, "{param:?}");
    }
}

#[test]
fn objects_omit_null_and_keep_the_order_of_their_properties() {
    let value = r#"{"z": 1.0, "b": null, "a": [true], "c": {"y": null, "x": ""}}"#;
    let cases = [
        (
            Param::query("q"),
            "z=1.0&a=%5Btrue%5D&c=%7B%22y%22%3Anull%2C%22x%22%3A%22%22%7D",
        ),
        (
            Param::query("q").style(Style::Deep, true),
            "q%5Bz%5D=1.0&q%5Ba%5D%5B0%5D=true&q%5Bc%5D%5Bx%5D=",
        ),
        (
            Param::header("h").style(Style::Json, false),
            r#"{"z":1.0,"b":null,"a":[true],"c":{"y":null,"x":""}}"#,
        ),
        (
            Param::cookie("c").style(Style::Json, false),
            "c=%7B%22z%22%3A1.0%2C%22b%22%3Anull%2C%22a%22%3A%5Btrue%5D%2C%22c%22%3A%7B%22y%22%3Anull%2C%22x%22%3A%22%22%7D%7D",
        ),
    ];
    for (param, expected) in cases {
        assert_eq!(written(param, value), expected, "{param:?}");
    }
}

#[test]
fn empty_values_are_sent_where_the_document_allows_them() {
    for value in ["null", "[]", "{}", r#"{"a": null}"#] {
        assert_eq!(written(Param::query("q"), value), "-");
        assert_eq!(written(Param::query("q").allow_empty(), value), "q=");
    }
}

#[test]
fn text_in_a_cookie_is_not_encoded() {
    let param = Param::cookie("c").style(Style::Text, false);
    assert_eq!(
        written(param, r#""a=b/c; d=\u0000é""#),
        "c=a=b/c%3B d=%00%C3%A9"
    );
    let param = Param::query("c").style(Style::Text, false);
    assert_eq!(written(param, r#""a=b/c""#), "c=a%3Db%2Fc");
}

#[test]
fn lists_of_displayed_items_follow_their_style() {
    let items = ["1", "a,b", "c d"];
    let list = |name, style: ListStyle, items: &[&str]| {
        let value = Tree::shown_list(items).unwrap();
        style.param().named(name).write(&value).unwrap_or_default()
    };
    assert_eq!(list("x", ListStyle::Multi, &items), "x=1&x=a%2Cb&x=c%20d");
    assert_eq!(list("x", ListStyle::Comma, &items), "x=1,a%2Cb,c%20d");
    assert_eq!(list("x", ListStyle::Space, &items), "x=1%20a%2Cb%20c%20d");
    assert_eq!(list("x", ListStyle::Pipe, &items), "x=1%7Ca%2Cb%7Cc%20d");
    assert_eq!(list("x", ListStyle::Comma, &[""; 2]), "x=,");
    assert_eq!(list("x", ListStyle::Comma, &[""]), "x=");
    assert_eq!(list("x", ListStyle::Comma, &[]), "");
    assert_eq!(list("x y", ListStyle::Multi, &["true"]), "x%20y=true");
}
