//! Pages for people: what they name exists.

use tests::tree;

#[test]
fn documents_name_only_existing_files() {
    let mut gone = Vec::new();
    for page in tree::PAGES {
        let path = tree::root().join(page);
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let beside = path.parent().unwrap_or(tree::root());
        for (n, line) in text.lines().enumerate() {
            for named in paths_in(line) {
                let is_there = tree::root().join(&named).exists() || beside.join(&named).exists();
                if !is_there {
                    gone.push(format!("{page}:{}: {named}", n + 1));
                }
            }
        }
    }
    assert!(
        gone.is_empty(),
        "the page names a path that does not exist:\n  {}",
        gone.join("\n  ")
    );
}

/// The paths in a line: links, and texts in backticks with a slash.
fn paths_in(line: &str) -> Vec<String> {
    let quoted = line
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|text| text.contains('/'))
        .map(str::to_owned);
    let linked = line
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(link, _)| link.split('#').next().unwrap_or_default().to_owned());
    let is_path = |text: &String| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
        let is_media_type = ["text/", "application/"]
            .iter()
            .any(|it| text.starts_with(it));
        text.chars().all(plain) && !text.starts_with(['/', '.']) && !is_media_type
    };
    quoted.chain(linked).filter(is_path).collect()
}
