//! Templates: formatted forms, which take the names of a unit.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use syn::Result;

use super::comment::spaces;
use super::form::{Form, is_letter};
use super::formatter::{Place, format};

/// How long a line of the formatter is at most.
const WIDEST: usize = 89;

/// How long a struct expression on one line is at most.
const WIDEST_STRUCT: usize = 34;

/// A longer form is hardly ever met twice, so nothing is made of it the first time.
const LONG: usize = 500;

/// And a form of this length is never.
const LONGEST: usize = 4_000;

/// What is known of the forms that were met, by all threads.
#[derive(Default)]
pub(super) struct Templates {
    /// By place.
    known: [Known; 7],
}

/// What is known of forms, by their text.
type Known = RwLock<BTreeMap<String, State>>;

enum State {
    MetOnce,
    /// A unit of this form has to be taken as it comes.
    Useless,
    Made(Arc<Template>),
}

impl Templates {
    /// Writes a unit.
    pub(super) fn write(&self, form: &Form, place: Place, out: &mut String) -> Result<()> {
        if !self.write_short(form, place, place.indent(), out) {
            let text = format(&form.own_text(), place)?;
            out.push_str(without_block(&text, form));
        }
        Ok(())
    }

    /// Writes a unit that fits on its lines as its form does, as far to the right as said. Nothing is written of any other.
    ///
    /// Most do with letters of one length. Where a line is too long so, letters as long as the names, by and large, tell
    /// where it is broken.
    pub(super) fn write_short(
        &self,
        form: &Form,
        place: Place,
        indent: usize,
        out: &mut String,
    ) -> bool {
        if form.is_unclear || form.text.len() > LONGEST {
            return false;
        }
        let start = out.len();
        let mut fill = |template: Option<Arc<Template>>| {
            let is_moved = indent != place.indent();
            let fits = template.is_some_and(|it| it.fill(form, indent, is_moved, out));
            if !fits {
                out.truncate(start);
            }
            fits
        };
        fill(self.get(&form.text, place, || {
            Template::new(&form.text, &form.letters(), form, place)
        })) || {
            let letters = form.long_letters();
            let text = form.text_with(&letters);
            fill(self.get(&text, place, || Template::new(&text, &letters, form, place)))
        }
    }

    fn get(
        &self,
        text: &str,
        place: Place,
        make: impl FnOnce() -> Option<Template>,
    ) -> Option<Arc<Template>> {
        let known = &self.known[place as usize];
        let read = || known.read().expect("nothing panics under the lock");
        let is_new = match read().get(text) {
            Some(State::Made(template)) => return Some(Arc::clone(template)),
            Some(State::Useless) => return None,
            Some(State::MetOnce) => false,
            None => true,
        };
        let (state, template) = if is_new && text.len() > LONG {
            (State::MetOnce, None)
        } else if let Some(template) = make().map(Arc::new) {
            (State::Made(Arc::clone(&template)), Some(template))
        } else {
            (State::Useless, None)
        };
        let mut known = known.write().expect("nothing panics under the lock");
        known.insert(text.to_owned(), state);
        template
    }
}

/// The lines before a block that is written by itself.
fn without_block<'t>(text: &'t str, form: &Form) -> &'t str {
    if !form.is_open() {
        return text;
    }
    let ends = text.rmatch_indices('\n').nth(2);
    ends.map_or("", |(end, _)| &text[..=end])
}

struct Template {
    /// Without the letters, without the ends of lines, and without what stands to the left of all lines.
    text: String,
    parts: Vec<Part>,
}

struct Part {
    /// Where it ends in the text.
    end: usize,
    then: Then,
}

#[derive(Clone, Copy)]
enum Then {
    Name,
    LineEnd {
        has_names: bool,
        /// Whether there is nothing on the line but one name, so that it can't be broken.
        is_name: bool,
        /// Whether there is a struct expression on the line.
        has_struct: bool,
    },
}

impl Template {
    /// None where the form is no Rust by itself, or can't be found again in what the formatter makes of it.
    fn new(text: &str, letters: &[String], form: &Form, place: Place) -> Option<Self> {
        let formatted = format(text, place).ok()?;
        let formatted = without_block(&formatted, form);
        let mut template = Self {
            text: String::with_capacity(formatted.len()),
            parts: Vec::new(),
        };
        let indent = place.indent();
        let mut letters = letters.iter();
        for line in formatted.lines() {
            template.line(line.get(indent..)?, &mut letters)?;
        }
        letters.next().is_none().then_some(template)
    }

    fn line(&mut self, line: &str, letters: &mut std::slice::Iter<'_, String>) -> Option<()> {
        let start = self.text.len();
        let mut names = 0;
        let mut rest = line;
        while let Some(at) = rest.bytes().position(is_letter) {
            let letter = letters.next()?.as_str();
            let at = at - usize::from(letter.starts_with('"') && at > 0);
            let behind = rest[at..].strip_prefix(letter)?;
            self.text.push_str(&rest[..at]);
            self.part(Then::Name);
            names += 1;
            rest = behind;
        }
        self.text.push_str(rest);
        self.part(Then::LineEnd {
            has_names: names > 0,
            is_name: names == 1 && matches!(&self.text[start..], "" | "," | ";"),
            has_struct: line.contains(" { "),
        });
        Some(())
    }

    fn part(&mut self, then: Then) {
        let end = self.text.len();
        self.parts.push(Part { end, then });
    }

    /// Gives up at a line that becomes too long.
    fn fill(&self, form: &Form, indent: usize, is_moved: bool, out: &mut String) -> bool {
        let mut names = form.names();
        let mut start = 0;
        let mut line = out.len();
        spaces(indent, out);
        for (n, part) in self.parts.iter().enumerate() {
            out.push_str(&self.text[start..part.end]);
            start = part.end;
            match part.then {
                Then::Name => out.push_str(names.next().unwrap_or_default()),
                Then::LineEnd {
                    has_names,
                    is_name,
                    has_struct,
                } => {
                    if (has_names || is_moved) && !is_name && out.len() - line > WIDEST {
                        return false;
                    }
                    if has_struct {
                        let line = out[line..].trim_start();
                        if line.rfind('}').is_none_or(|end| end >= WIDEST_STRUCT) {
                            return false;
                        }
                    }
                    out.push('\n');
                    line = out.len();
                    if n + 1 < self.parts.len() {
                        spaces(indent, out);
                    }
                }
            }
        }
        true
    }
}
