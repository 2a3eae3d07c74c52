//! A document several times over, as one document: to see how time grows with size.

/// The text of a document with its paths and components `times` over, each copy under names of its own.
///
/// Works on lines, as documents are written: blocks two spaces deep. Tags and security schemes stay as they are.
pub(crate) fn multiply(text: &str, times: usize) -> String {
    let mut out = String::new();
    for section in blocks(text, 0) {
        match section.lines().next().map(str::trim_end) {
            Some("paths:") => repeat(&mut out, section, times, 2),
            Some("components:") => {
                let (head, kinds) = section.split_once('\n').unwrap_or((section, ""));
                out.push_str(head);
                out.push('\n');
                for kind in blocks(kinds, 2) {
                    let is_security = kind.trim_start().starts_with("securitySchemes:");
                    repeat(&mut out, kind, if is_security { 1 } else { times }, 4);
                }
            }
            _ => out.push_str(section),
        }
    }
    out
}

/// The block, then its members under other names, whose keys have this indentation.
fn repeat(out: &mut String, block: &str, times: usize, indent: usize) {
    out.push_str(block);
    if !block.ends_with('\n') {
        out.push('\n');
    }
    let members = block.split_once('\n').map_or("", |(_, members)| members);
    for n in 1..times {
        for line in members.lines() {
            out.push_str(&renamed(line, n, indent));
            out.push('\n');
        }
    }
}

fn renamed(line: &str, n: usize, indent: usize) -> String {
    let suffix = format!("Copy{n}");
    let trimmed = line.trim_start();
    if is_key(line, indent) {
        if let Some(slash) = line.find('/') {
            return format!("{}/copy{n}{}", &line[..slash], &line[slash..]);
        }
        if let Some(colon) = line.rfind(':') {
            return insert(
                line,
                line[..colon].trim_end_matches(['\'', '"']).len(),
                &suffix,
            );
        }
    }
    if trimmed.starts_with("operationId:") {
        return insert(line, line.trim_end_matches(['\'', '"', ' ']).len(), &suffix);
    }
    let mut parts = line.split("#/components/");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("#/components/");
        let name = part.find('/').map_or(part.len(), |slash| slash + 1);
        let end = part[name..]
            .find(['/', '\'', '"', ' '])
            .map_or(part.len(), |end| name + end);
        out.push_str(&insert(part, end, &suffix));
    }
    out
}

fn insert(line: &str, at: usize, what: &str) -> String {
    format!("{}{what}{}", &line[..at], &line[at..])
}

/// Parts of a text that begin with a key of this indentation.
fn blocks(text: &str, indent: usize) -> Vec<&str> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_key(line, indent) || at == 0 {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| &text[*start..end])
        .collect()
}

fn is_key(line: &str, indent: usize) -> bool {
    let rest = line.trim_start_matches(' ');
    line.len() - rest.len() == indent
        && !rest.trim_end().is_empty()
        && !rest.starts_with(['-', '#'])
}
