//! The formatter, for one unit of a file at a time.

use syn::{Error, File, Result};

use super::comment::with_lines;

/// What a unit is a part of, which decides how it is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    File,
    Impl,
    Struct,
    Enum,
    Body,
    Match,
    /// A struct expression.
    Literal,
}

/// A field of a struct expression that lets none of them stand on one line.
pub(super) const LONG_FIELD: &str = "        xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: xxxxx,";

impl Place {
    /// What stands around a unit so that it is a file, in lines of their own: before it, and behind it.
    fn around(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::File => (&[], &[]),
            Self::Impl => (&["impl X {"], &["}"]),
            Self::Struct => (&["struct X {"], &["}"]),
            Self::Enum => (&["enum X {"], &["}"]),
            Self::Body => (&["fn x() {"], &["}"]),
            Self::Match => (&["fn x() {", "    match x {"], &["    }", "}"]),
            Self::Literal => (
                &["fn x() {", "    X {"],
                &[
                    "        xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: xxxxx,",
                    "    }",
                    "}",
                ],
            ),
        }
    }

    /// How far to the right the formatter puts it.
    pub(super) fn indent(self) -> usize {
        4 * self.around().0.len()
    }
}

/// A unit as formatted lines, as far to the right as the place says.
pub(super) fn format(unit: &str, place: Place) -> Result<String> {
    let (before, behind) = place.around();
    let text = format!("{} {unit} {}", before.concat(), behind.concat());
    let file = syn::parse_str::<File>(&text)?;
    let text = with_lines(prettyplease::unparse(&file));
    let mut rest = text.as_str();
    for line in before {
        rest = rest
            .strip_prefix(line)
            .and_then(|it| it.strip_prefix('\n'))
            .ok_or_else(|| outside(unit))?;
    }
    for line in behind.iter().rev() {
        rest = rest
            .strip_suffix('\n')
            .and_then(|it| it.strip_suffix(line))
            .ok_or_else(|| outside(unit))?;
    }
    Ok(rest.to_owned())
}

fn outside(unit: &str) -> Error {
    let message = format!("`{unit}` is not what stands in its place");
    Error::new(proc_macro2::Span::call_site(), message)
}
