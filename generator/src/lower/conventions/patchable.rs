//! The vendor's prose on what a patch can change, in its several forms.
//!
//! ```text
//! The following fields are patchable: **name**, **description** and **owner**
//! ```
//!
//! ```text
//! The following fields can be modified:
//!
//! * `name`
//! * `description`
//! ```

/// The words before the list, always followed by a colon.
const MARKS: [&str; 4] = [
    "patchable",
    "can patch",
    "can be modified",
    "to modify these fields",
];

/// How far the colon may be.
const REACH: usize = 60;

/// The properties that a description lists as those that a patch can change: names, or paths with slashes.
pub(in crate::lower) fn listed(description: &str) -> Vec<String> {
    let lower = description.to_ascii_lowercase();
    let starts = MARKS.iter().filter_map(|mark| {
        let start = lower.find(mark)?;
        let end = start + mark.len();
        let colon = lower.get(end..)?.find(':').filter(|far| *far <= REACH)?;
        Some((start, end + colon + 1))
    });
    let Some((_, start)) = starts.min() else {
        return Vec::new();
    };
    let list = block(&description[start..]);
    let mut names: Vec<String> = Vec::new();
    for name in items(&list) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The rest of the paragraph, or the list that follows.
fn block(text: &str) -> String {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let is_item = |line: &str| line.starts_with(['*', '-', '`']);
    let lines: Vec<&str> = if first.trim().is_empty() {
        let lines = rest.lines().map(str::trim);
        lines
            .take_while(|line| line.is_empty() || is_item(line))
            .collect()
    } else {
        let lines = text.lines().map(str::trim);
        lines.take_while(|line| !line.is_empty()).collect()
    };
    lines.join("\n")
}

/// Returns the bold words, else the code, else the one-word items of the list.
fn items(list: &str) -> Vec<String> {
    for mark in ["**", "`"] {
        let marked: Vec<String> = list
            .split(mark)
            .skip(1)
            .step_by(2)
            .flat_map(|text| text.split([',', ' ']))
            .map(|text| text.trim_matches(['`', '*', ':', '.']).to_owned())
            .filter(|text| is_property(text))
            .collect();
        if !marked.is_empty() {
            return marked;
        }
    }
    let words = list.split(['*', '\n', ',']).map(|text| {
        let text = text.trim().trim_start_matches("- ");
        text.trim_end_matches('.').to_owned()
    });
    words.filter(|text| is_property(text)).collect()
}

fn is_property(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '/'))
        && !text.ends_with('/')
        && !matches!(text, "and" | "or")
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn forms() {
        for (text, names) in [
            (
                "Changes it.\n\nThe following fields are patchable: **a**, **bC**\nand **d/e**.\n\nThe caller **must** be.",
                &["a", "bC", "d/e"][..],
            ),
            (
                "The following fields are patchable:\n\n**a**\n\n**b** (with others)\n\nMore **c**.",
                &["a", "b"],
            ),
            (
                "The following fields and objects are patchable:\n* name\n* owner\n\nNot: x",
                &["name", "owner"],
            ),
            (
                "You can patch these fields:\n* name  * displayName * two words",
                &["name", "displayName"],
            ),
            (
                "The following fields can be modified:\n\n* `a`\n\n* `b`\n\n> NOTE",
                &["a", "b"],
            ),
            (
                "Patchable field: **name, description** Requires `x`.",
                &["name", "description"],
            ),
            ("Patchable fields include: `a`, `b`.", &["a", "b"]),
            (
                "The following schema fields are immutable and cannot be updated:\n- id",
                &[],
            ),
            (
                "Fields are patchable, see below. And much later, in another sentence of this text, there is a colon: **a**",
                &[],
            ),
            ("Nothing of that.", &[]),
        ] {
            assert_eq!(listed(text), names, "{text}");
        }
    }
}
