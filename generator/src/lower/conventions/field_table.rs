//! Prose on filters and sorters, which is the only place that lists fields and operators. The phrases that announce them
//! are those of `[service.filters]` and `[service.sorters]`.
//!
//! ```text
//! Filtering is supported for the following fields and operators:
//!
//! **id**: *eq, in*
//!
//! **source.name**: *eq, co, sw*
//!
//! Supported composite operators are *and, or*
//! ```
//!
//! ```text
//! Sorting is supported for the following fields: **id, source.name**
//! ```

use crate::config::Service;
use crate::config::service::Filters;
use crate::model::{Composite, Operator};

/// The list in the description of a parameter.
#[derive(Debug, PartialEq)]
pub(in crate::lower) enum Listed {
    Filters {
        fields: Vec<(String, Vec<Operator>)>,
        /// None where the description does not say.
        composites: Option<Vec<Composite>>,
    },
    Sorters {
        fields: Vec<String>,
    },
}

/// The fields that a description lists, and what else it says; `None` if it lists nothing.
///
/// The error says what in it can't be read.
pub(in crate::lower) fn listed(
    service: &Service,
    description: &str,
) -> Option<Result<(Listed, String), String>> {
    let lower = description.to_ascii_lowercase();
    let start = |phrase: &str| lower.find(&phrase.to_ascii_lowercase());
    if let Some(table) = &service.filters
        && start(&table.announced_by).is_some()
    {
        return Some(filters(table, description));
    }
    let phrase = &service.sorters.as_ref()?.announced_by;
    start(phrase).map(|start| sorters(description, start, start + phrase.len()))
}

fn filters(table: &Filters, description: &str) -> Result<(Listed, String), String> {
    let announced_by = table.announced_by.to_ascii_lowercase();
    let composites_by = table.composites_announced_by.as_ref();
    let composites_by = composites_by.map(|phrase| phrase.to_ascii_lowercase());
    let mut fields: Vec<(String, Vec<Operator>)> = Vec::new();
    let mut composites = None;
    let mut rest: Vec<&str> = Vec::new();
    let mut is_table = false;
    for line in description.lines() {
        let text = line.trim();
        let lower = text.to_ascii_lowercase();
        if let Some(start) = lower.find(&announced_by) {
            is_table = true;
            rest.push(text[..start].trim_end());
        } else if let Some(words) = composites_by
            .as_ref()
            .and_then(|phrase| lower.trim_matches(is_mark).strip_prefix(phrase))
        {
            composites = Some(composite_operators(words)?);
        } else if let Some((name, operators)) =
            text.strip_prefix("**").filter(|_| is_table).and_then(row)
        {
            let operators = field_operators(&name, operators)?;
            match fields.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => known.extend(operators),
                None => fields.push((name, operators)),
            }
        } else {
            rest.push(line);
        }
    }
    if fields.is_empty() {
        return Err("it announces fields and operators, but none follow".to_owned());
    }
    for (_, operators) in &mut fields {
        operators.sort_unstable();
        operators.dedup();
    }
    Ok((Listed::Filters { fields, composites }, joined(&rest)))
}

/// A field and what follows it; `None` if the bold words are not a field.
fn row(text: &str) -> Option<(String, &str)> {
    let (name, operators) = text.split_once("**")?;
    let name = name.trim_end_matches(':').trim_matches('`');
    is_field(name).then(|| (name.to_owned(), operators))
}

fn field_operators(field: &str, text: &str) -> Result<Vec<Operator>, String> {
    words(text)
        .map(|word| {
            let operator = Operator::ALL.into_iter().find(|it| it.wire() == word);
            operator.ok_or_else(|| format!("unknown operator `{word}` after the field `{field}`"))
        })
        .collect::<Result<Vec<Operator>, String>>()
        .and_then(|operators| {
            if operators.is_empty() {
                Err(format!("no operators after the field `{field}`"))
            } else {
                Ok(operators)
            }
        })
}

fn composite_operators(text: &str) -> Result<Vec<Composite>, String> {
    words(text)
        .filter(|word| *word != "are")
        .map(|word| {
            let operator = Composite::ALL.into_iter().find(|it| it.wire() == word);
            operator.ok_or_else(|| format!("unknown composite operator `{word}`"))
        })
        .collect()
}

fn sorters(description: &str, start: usize, end: usize) -> Result<(Listed, String), String> {
    let list = description[end..]
        .trim_start_matches(':')
        .trim_start()
        .strip_prefix("**")
        .and_then(|list| list.split_once("**"));
    let Some((list, after)) = list else {
        return Err("it announces fields to sort by, but none follow in bold".to_owned());
    };
    let mut fields: Vec<String> = Vec::new();
    for field in words(list).map(|field| field.trim_matches('`')) {
        if !is_field(field) {
            return Err(format!("`{field}` is not a sortable field"));
        }
        if !fields.iter().any(|known| known == field) {
            fields.push(field.to_owned());
        }
    }
    let rest = [description[..start].trim_end(), "", after.trim()];
    Ok((Listed::Sorters { fields }, joined(&rest)))
}

/// The words between commas, colons, spaces and the marks of emphasis.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| word.trim_matches(is_mark))
        .filter(|word| !word.is_empty())
}

fn is_mark(c: char) -> bool {
    matches!(c, '*' | '_' | ':' | '.')
}

/// Returns whether a text is a field in an expression, and nothing else.
fn is_field(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']');
    text.chars().all(is_sign) && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// Lines with one empty line at most between them.
fn joined(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let is_gap = line.trim().is_empty() && (text.is_empty() || text.ends_with("\n\n"));
        if !is_gap {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::Listed;
    use crate::config::Service;
    use crate::config::service::{Filters, Sorters};
    use crate::model::{Composite, Operator};

    fn listed(text: &str) -> Option<Result<(Listed, String), String>> {
        let filters = "Filtering is supported for the following fields and operators";
        let service = Service {
            filters: Some(Filters {
                announced_by: filters.to_owned(),
                composites_announced_by: Some("Supported composite operators".to_owned()),
            }),
            sorters: Some(Sorters {
                announced_by: "sorting is supported for the following fields".to_owned(),
            }),
            ..Service::default()
        };
        super::listed(&service, text)
    }

    #[test]
    fn an_unknown_service_lists_nothing() {
        let text = "Filtering is supported for the following fields and operators:\n\n**id**: *eq*";
        assert!(listed(text).is_some());
        assert_eq!(super::listed(&Service::default(), text), None);
    }

    #[test]
    fn a_table_of_filters() {
        let text = "Which ones.\n\nFiltering is supported for the following fields and operators:\n\n\
                    **id**: *eq, in*\n\n**`source.name`**: _eq, co_\n\n**id** *sw*\n\nSupported composite operators are *and, or*\n\nCase counts.";
        let (table, rest) = listed(text).expect("a table").expect("a sound table");
        assert_eq!(rest, "Which ones.\n\nCase counts.");
        assert_eq!(
            table,
            Listed::Filters {
                fields: vec![
                    (
                        "id".to_owned(),
                        vec![Operator::Eq, Operator::In, Operator::Sw]
                    ),
                    ("source.name".to_owned(), vec![Operator::Eq, Operator::Co]),
                ],
                composites: Some(vec![Composite::And, Composite::Or]),
            }
        );
    }

    #[test]
    fn bold_words_that_are_no_field_stay_prose() {
        let text = "Filtering is supported for the following fields and operators:\n**type**: *eq*\n\
                    **Possible Values:** A, B\n**Supported composite operators**: *not*";
        let (table, rest) = listed(text).expect("a table").expect("a sound table");
        assert_eq!(rest, "**Possible Values:** A, B");
        assert_eq!(
            table,
            Listed::Filters {
                fields: vec![("type".to_owned(), vec![Operator::Eq])],
                composites: Some(vec![Composite::Not]),
            }
        );
    }

    #[test]
    fn a_list_of_sorters() {
        let text = "The order.\n\nSorting is supported for the following fields: **id, source.name, start_time, id**\n\nBy id if not given.";
        let (table, rest) = listed(text).expect("a list").expect("a sound list");
        assert_eq!(rest, "The order.\n\nBy id if not given.");
        let fields = ["id", "source.name", "start_time"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(table, Listed::Sorters { fields });
    }

    #[test]
    fn unreadable_fields_are_reported() {
        const FILTERS: &str = "Filtering is supported for the following fields and operators:";
        const SORTERS: &str = "Sorting is supported for the following fields:";
        for (text, problem) in [
            (
                format!("{FILTERS}\n**id**: *eq, like*"),
                "unknown operator `like` after the field `id`",
            ),
            (
                format!("{FILTERS}\n**id**:"),
                "no operators after the field `id`",
            ),
            (
                format!("{FILTERS}\nall"),
                "it announces fields and operators, but none follow",
            ),
            (
                format!("{SORTERS} id"),
                "it announces fields to sort by, but none follow in bold",
            ),
            (
                format!("{SORTERS} **id, ä**"),
                "`ä` is not a sortable field",
            ),
        ] {
            assert_eq!(listed(&text), Some(Err(problem.to_owned())), "{text}");
        }
        assert_eq!(listed("Which ones, and in which order."), None);
    }
}
