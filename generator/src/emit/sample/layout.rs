//! Rust expressions and how they are broken into lines.

/// An expression that can be written on one line or on several.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::emit) enum Expr {
    /// Code that is never broken.
    Atom(String),
    /// Items between an opening and a closing text: a list, a call with its arguments.
    Group {
        open: String,
        items: Vec<Expr>,
        close: &'static str,
    },
    /// An expression and the method calls behind it.
    Chain { head: Box<Expr>, calls: Vec<Expr> },
}

/// How far a nested line is indented.
const INDENT: usize = 4;

impl Expr {
    pub(in crate::emit) fn atom(text: impl Into<String>) -> Self {
        Self::Atom(text.into())
    }

    /// `open(item, item)`
    pub(in crate::emit) fn call(name: &str, arguments: Vec<Self>) -> Self {
        Self::group(&format!("{name}("), arguments, ")")
    }

    pub(in crate::emit) fn group(open: &str, items: Vec<Self>, close: &'static str) -> Self {
        Self::Group {
            open: open.to_owned(),
            items,
            close,
        }
    }

    /// The expression with a method call behind it.
    pub(in crate::emit) fn then(self, method: &str, arguments: Vec<Self>) -> Self {
        let call = Self::call(&format!(".{method}"), arguments);
        match self {
            Self::Chain { head, mut calls } => {
                calls.push(call);
                Self::Chain { head, calls }
            }
            head @ (Self::Atom(_) | Self::Group { .. }) => Self::Chain {
                head: Box::new(head),
                calls: vec![call],
            },
        }
    }

    /// The expression on one line.
    pub(in crate::emit) fn line(&self) -> String {
        let joined = |items: &[Self], separator: &str| {
            let items: Vec<String> = items.iter().map(Self::line).collect();
            items.join(separator)
        };
        match self {
            Self::Atom(text) => text.clone(),
            Self::Group { open, items, close } => format!("{open}{}{close}", joined(items, ", ")),
            Self::Chain { head, calls } => head.line() + &joined(calls, ""),
        }
    }

    /// The expression on lines of at most that width, as far as its parts allow.
    pub(in crate::emit) fn lines(&self, width: usize) -> Vec<String> {
        let line = self.line();
        if line.len() <= width {
            return vec![line];
        }
        self.broken(width)
    }

    /// The expression on as many lines as it can have.
    pub(in crate::emit) fn broken(&self, width: usize) -> Vec<String> {
        match self {
            Self::Atom(text) => vec![text.clone()],
            Self::Group { open, items, close } => match items.as_slice() {
                [] => vec![self.line()],
                [only @ Self::Group { items, .. }] if !items.is_empty() => {
                    hugged(open, only.broken(width), close)
                }
                items => {
                    let mut lines = vec![open.clone()];
                    lines.extend(items.iter().flat_map(|item| item_lines(item, width)));
                    lines.push((*close).to_owned());
                    lines
                }
            },
            Self::Chain { head, calls } => {
                let mut lines = head.lines(width);
                for call in calls {
                    lines.extend(indented(call.lines(width.saturating_sub(INDENT))));
                }
                lines
            }
        }
    }
}

/// A lone group inside of another one, whose brackets are on the same lines.
fn hugged(open: &str, mut lines: Vec<String>, close: &str) -> Vec<String> {
    if let Some(first) = lines.first_mut() {
        first.insert_str(0, open);
    }
    if let Some(last) = lines.last_mut() {
        last.push_str(close);
    }
    lines
}

/// An item of a group with the comma behind it.
fn item_lines(item: &Expr, width: usize) -> Vec<String> {
    let mut lines = item.lines(width.saturating_sub(INDENT + 1));
    if let Some(last) = lines.last_mut() {
        last.push(',');
    }
    indented(lines)
}

/// The lines, each below the margin.
fn indented(lines: Vec<String>) -> Vec<String> {
    let indent = " ".repeat(INDENT);
    lines
        .into_iter()
        .map(|line| indent.clone() + &line)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Expr;

    fn chain() -> Expr {
        let list = Expr::group("[", vec![Expr::atom("1"), Expr::atom("2")], "]");
        Expr::atom("Item::builder()")
            .then("numbers", vec![list])
            .then("build", Vec::new())
    }

    #[test]
    fn keeps_one_line_if_it_fits() {
        let line = "Item::builder().numbers([1, 2]).build()";
        assert_eq!(chain().lines(80), [line]);
    }

    #[test]
    fn breaks_chains_before_lists() {
        let lines = ["Item::builder()", "    .numbers([1, 2])", "    .build()"];
        assert_eq!(chain().lines(30), lines);
    }

    #[test]
    fn hugs_a_lone_list() {
        let list = Expr::group("[", vec![Expr::atom("1"), Expr::atom("2")], "]");
        let call = Expr::call("numbers", vec![list]);
        assert_eq!(call.lines(8), ["numbers([", "    1,", "    2,", "])"]);
    }

    #[test]
    fn breaks_lists_with_a_trailing_comma() {
        let list = Expr::group("vec![", vec![chain()], "]");
        let lines = [
            "vec![",
            "    Item::builder()",
            "        .numbers([1, 2])",
            "        .build(),",
            "]",
        ];
        assert_eq!(list.lines(30), lines);
    }
}
