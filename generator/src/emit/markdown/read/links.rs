//! The links that are open while a text is read, and which targets are kept at all.

use std::rc::Rc;

use super::super::clean::clean;

/// The open links.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Links and images of Markdown.
    open: Vec<Open>,
    /// The link of an HTML tag.
    html: Option<Rc<str>>,
}

/// An open link or image.
#[derive(Debug)]
struct Open {
    /// Its target; `None` if that is not kept.
    target: Option<Rc<str>>,
    /// The link that text in it is in: the outermost one with a target.
    outermost: Option<Rc<str>>,
    /// How many runs there were before it.
    before: usize,
}

impl Links {
    fn outermost(&self) -> Option<&Rc<str>> {
        self.open.last()?.outermost.as_ref()
    }

    /// The link that text is in.
    pub(super) fn current(&self) -> Option<Rc<str>> {
        self.outermost().or(self.html.as_ref()).cloned()
    }

    /// Opens a link or an image after that many runs.
    pub(super) fn open(&mut self, target: &str, runs: usize) {
        let target = kept(target);
        self.open.push(Open {
            outermost: self.outermost().or(target.as_ref()).cloned(),
            target,
            before: runs,
        });
    }

    /// Closes the innermost one.
    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    /// The target of the innermost link if nothing was shown for it yet.
    pub(super) fn unnamed(&self, runs: usize) -> Option<Rc<str>> {
        let open = self.open.last()?;
        open.target.clone().filter(|_| runs <= open.before)
    }

    pub(super) fn open_html(&mut self, target: Option<&str>) {
        self.html = target.and_then(kept);
    }

    pub(super) fn close_html(&mut self) {
        self.html = None;
    }

    /// Closes all of them, at the end of a block.
    pub(super) fn clear(&mut self) {
        self.open.clear();
        self.html = None;
    }
}

/// The target of a link if it leads somewhere from the documentation: to the web or to a mailbox. Others are relative
/// to a site that isn't known here, or are placeholders.
fn kept(target: &str) -> Option<Rc<str>> {
    let target = clean(target);
    let target = target.trim();
    let (scheme, rest) = target.split_once(':')?;
    let is_kept = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest
            .strip_prefix("//")
            .is_some_and(|host| host.starts_with(char::is_alphanumeric)),
        // Without a dot, rustdoc takes an address for the path of an item.
        "mailto" => rest.contains('@') && rest.contains('.') && !rest.contains('#'),
        _ => false,
    };
    is_kept.then(|| Rc::from(target))
}
