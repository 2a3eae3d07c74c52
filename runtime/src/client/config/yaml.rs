//! Reads YAML as JSON, as far as a configuration needs it: a scalar is its text, and aliases can't make a small file large.

use std::collections::HashMap;

use serde_json::{Map, Value};
use yaml_rust2::parser::{Event, Parser};
use yaml_rust2::scanner::TScalarStyle;

/// The maximum size of the values of a file, with those that its aliases repeat: the bytes of texts, and some for each value.
const LARGEST: usize = 1 << 20;
const EACH: usize = 16;

/// The maximum depth of a value.
const DEEPEST: usize = 64;

/// The first document of a text; null if there is none.
///
/// # Errors
/// The reason why it can't be read, without any of its text.
pub(super) fn read(text: &str) -> Result<Value, String> {
    let mut parser = Parser::new_from_str(text);
    let mut reader = Reader::default();
    loop {
        let (event, mark) = parser
            .next_token()
            .map_err(|error| format!("it is not YAML (line {})", error.marker().line()))?;
        if matches!(event, Event::StreamEnd | Event::DocumentEnd) {
            return Ok(reader.root);
        }
        reader
            .take(event)
            .map_err(|fault| format!("{fault} (line {})", mark.line()))?;
    }
}

#[derive(Default)]
struct Reader {
    root: Value,
    /// The lists and mappings that have not ended.
    open: Vec<Open>,
    /// The values with an anchor, and the size of each.
    anchors: HashMap<usize, (Value, usize)>,
    size: usize,
}

/// A list or mapping that has not ended.
struct Open {
    anchor: usize,
    content: Content,
    /// The size of all values before it.
    before: usize,
}

enum Content {
    List(Vec<Value>),
    /// The entries, and the key whose value comes next.
    Mapping(Map<String, Value>, Option<Value>),
}

impl Reader {
    fn take(&mut self, event: Event) -> Result<(), String> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let is_null = style == TScalarStyle::Plain
                    && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let value = if is_null { Value::Null } else { text.into() };
                let before = self.size;
                self.count(EACH + value.as_str().map_or(0, str::len))?;
                self.keep(anchor, &value, before);
                self.add(value)
            }
            Event::SequenceStart(anchor, _) => self.open(anchor, Content::List(Vec::new())),
            Event::MappingStart(anchor, _) => self.open(anchor, Content::Mapping(Map::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(Open {
                    anchor,
                    content,
                    before,
                }) = self.open.pop()
                else {
                    return Ok(());
                };
                let value = match content {
                    Content::List(items) => Value::Array(items),
                    Content::Mapping(entries, _) => Value::Object(entries),
                };
                self.keep(anchor, &value, before);
                self.add(value)
            }
            // A value that contains itself is nothing.
            Event::Alias(anchor) => {
                let size = self.anchors.get(&anchor).map_or(EACH, |(_, size)| *size);
                self.count(size)?;
                let value = self.anchors.get(&anchor).map(|(value, _)| value.clone());
                self.add(value.unwrap_or_default())
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart
            | Event::DocumentEnd => Ok(()),
        }
    }

    fn count(&mut self, size: usize) -> Result<(), String> {
        self.size = self.size.saturating_add(size);
        if self.size > LARGEST {
            return Err(
                "it has more than 1 MiB of values, with those that its aliases repeat".to_owned(),
            );
        }
        Ok(())
    }

    /// Keeps a value for its aliases. An anchor of 0 is none.
    fn keep(&mut self, anchor: usize, value: &Value, before: usize) {
        if anchor > 0 {
            let size = self.size - before;
            self.anchors.insert(anchor, (value.clone(), size));
        }
    }

    fn open(&mut self, anchor: usize, content: Content) -> Result<(), String> {
        if self.open.len() == DEEPEST {
            return Err(format!("it is nested more than {DEEPEST} levels deep"));
        }
        let before = self.size;
        self.count(EACH)?;
        self.open.push(Open {
            anchor,
            content,
            before,
        });
        Ok(())
    }

    fn add(&mut self, value: Value) -> Result<(), String> {
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = value,
            Some(Content::List(items)) => items.push(value),
            Some(Content::Mapping(_, key @ None)) => *key = Some(value),
            Some(Content::Mapping(entries, key)) => {
                // A key that is not text is none of the configuration's.
                if let Some(Value::String(key)) = key.take()
                    && entries.insert(key, value).is_some()
                {
                    return Err("a mapping has a key twice".to_owned());
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use serde_json::json;

    use super::*;

    #[test]
    fn scalars_keep_their_text() {
        for text in [
            "007123",
            "0x1F",
            "0o17",
            "1e3",
            "1.0",
            "1_000",
            "12345678901234567890123",
            "true",
            "no",
            "2024-01-01",
            "+5",
            ".5",
            "a b",
        ] {
            for yaml in [
                format!("id: {text}"),
                format!("id: '{text}' # note"),
                format!("{{id: \"{text}\"}}"),
                format!("x: &x {text}\nid: *x"),
            ] {
                assert_eq!(read(&yaml).unwrap()["id"], text, "{yaml}");
            }
        }
        let yaml = "a: ~\nb: null\nc:\nd: '~'\n7: [x, {y: z}]\n? [k]\n: v\n---\nother: 1\n";
        let expected = json!({"a": null, "b": null, "c": null, "d": "~", "7": ["x", {"y": "z"}]});
        assert_eq!(read(yaml).unwrap(), expected);
        assert_eq!(read("").unwrap(), Value::Null);
        assert_eq!(read("&a [*a, 1]").unwrap(), json!([null, "1"]));
    }

    #[test]
    fn small_files_can_t_become_large() {
        let bomb = |first: &str, line: &dyn Fn(usize) -> String| {
            let lines: Vec<String> = (1..40).map(line).collect();
            format!("a0: &a0 {first}\n{}", lines.concat())
        };
        let lists = bomb("[x, x, x, x, x, x, x, x, x]", &|n| {
            let list = vec![format!("*a{}", n - 1); 9].join(", ");
            format!("a{n}: &a{n} [{list}]\n")
        });
        let pairs = bomb("{x: 1, y: 2}", &|n| {
            let before = n - 1;
            format!("a{n}: &a{n} {{x: *a{before}, y: *a{before}}}\n")
        });
        let deep = "[".repeat(100_000);
        let block: String = (0..2_000).map(|n| " ".repeat(n) + "a:\n").collect();
        let wide = "- x\n".repeat(200_000);
        let long = format!("a: &a {}\nb: [{}]", "x".repeat(100_000), "*a, ".repeat(50));
        for yaml in [&lists, &pairs, &deep, &block, &wide, &long] {
            let start = Instant::now();
            let fault = read(yaml).unwrap_err();
            assert!(fault.contains("more than") || yaml == &deep, "{fault}");
            assert!(
                start.elapsed() < Duration::from_secs(5),
                "{:?}",
                start.elapsed()
            );
        }
    }

    #[test]
    fn faults_show_no_text() {
        for yaml in ["a: [hush\nb", "hush: 1\nhush: 2", "a: *hush", "a: 'hush"] {
            let fault = read(yaml).unwrap_err();
            assert!(!fault.contains("hush") && fault.contains("line"), "{fault}");
        }
    }
}
