//! The lists and quotes that are open while a text is read.

use super::super::tree::{Block, Marks, Run, What};

/// The deepest nesting; deeper content is shown at this depth.
const DEEPEST: usize = 8;

/// The blocks read so far, in the containers that they are in.
#[derive(Debug, Default)]
pub(super) struct Frames {
    done: Vec<Block>,
    open: Vec<Frame>,
    /// How many containers of Markdown are open below the deepest level.
    flattened: usize,
}

/// An open container.
#[derive(Debug)]
struct Frame {
    content: Content,
    origin: Origin,
}

#[derive(Debug)]
enum Content {
    List {
        first: Option<u64>,
        loose: bool,
        items: Vec<Vec<Block>>,
    },
    Item(Vec<Block>),
    Quote(Vec<Block>),
}

/// A kind of container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// A list with the number of its first item, if it has numbers.
    List(Option<u64>),
    Item,
    Quote,
}

/// The opening of a container, which decides what closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Markdown,
    Html,
}

impl Frame {
    fn is(&self, container: Container) -> bool {
        match container {
            Container::List(_) => matches!(self.content, Content::List { .. }),
            Container::Item => matches!(self.content, Content::Item(_)),
            Container::Quote => matches!(self.content, Content::Quote(_)),
        }
    }
}

impl Frames {
    /// Adds a block to the innermost container.
    pub(super) fn push(&mut self, block: Block) {
        match self.open.last_mut().map(|frame| &mut frame.content) {
            None => self.done.push(block),
            Some(Content::Item(blocks) | Content::Quote(blocks)) => blocks.push(block),
            Some(Content::List { items, .. }) => items.push(vec![block]),
        }
    }

    /// Returns whether no container is open.
    pub(super) fn is_outside(&self) -> bool {
        self.open.is_empty()
    }

    pub(super) fn open(&mut self, container: Container, origin: Origin) {
        let in_list = self
            .open
            .last()
            .is_some_and(|frame| frame.is(Container::List(None)));
        if in_list && container != Container::Item {
            self.open(Container::Item, Origin::Html);
        }
        if self.open.len() >= DEEPEST || self.flattened > 0 {
            self.flattened += usize::from(origin == Origin::Markdown);
            return;
        }
        let content = match container {
            Container::List(first) => Content::List {
                first,
                loose: false,
                items: Vec::new(),
            },
            Container::Item => Content::Item(Vec::new()),
            Container::Quote => Content::Quote(Vec::new()),
        };
        self.open.push(Frame { content, origin });
    }

    /// Opens an item of HTML, which ends the one before; without a list around it makes one.
    pub(super) fn open_html_item(&mut self) {
        if self
            .open
            .last()
            .is_none_or(|frame| !frame.is(Container::List(None)))
        {
            self.close_html(Container::Item);
        }
        let in_list = self
            .open
            .last()
            .is_some_and(|frame| frame.is(Container::List(None)) && frame.origin == Origin::Html);
        if !in_list {
            self.open(Container::List(None), Origin::Html);
        }
        self.open(Container::Item, Origin::Html);
    }

    /// Closes the innermost container of Markdown, with the ones of HTML that were left open in it.
    pub(super) fn close_markdown(&mut self) {
        if self.flattened > 0 {
            self.flattened -= 1;
            return;
        }
        while let Some(frame) = self.open.pop() {
            let is_last = frame.origin == Origin::Markdown;
            self.settle(frame);
            if is_last {
                return;
            }
        }
    }

    /// Closes the innermost container of a kind that HTML opened; with none open in this place the tag is a stray one.
    pub(super) fn close_html(&mut self, container: Container) {
        let matching = self
            .open
            .iter()
            .rev()
            .take_while(|frame| frame.origin == Origin::Html)
            .position(|frame| frame.is(container));
        let Some(matching) = matching.filter(|_| self.flattened == 0) else {
            return;
        };
        for _ in 0..=matching {
            if let Some(frame) = self.open.pop() {
                self.settle(frame);
            }
        }
    }

    /// Marks the list of the innermost item as loose.
    pub(super) fn loosen(&mut self) {
        if self.flattened == 0
            && let [.., list, item] = &mut self.open[..]
            && item.origin == Origin::Markdown
            && let (Content::List { loose, .. }, Content::Item(_)) =
                (&mut list.content, &item.content)
        {
            *loose = true;
        }
    }

    /// All the blocks; what is still open is closed.
    pub(super) fn finish(mut self) -> Vec<Block> {
        while let Some(frame) = self.open.pop() {
            self.settle(frame);
        }
        self.done
    }

    /// Adds what a closed container holds to the one around it. Nothing is left of an empty one.
    fn settle(&mut self, frame: Frame) {
        match frame.content {
            // A number with nothing after it is not a list.
            Content::List { first, items, .. } if items.is_empty() => {
                if let Some(number) = first {
                    self.push(Block::Text(vec![Run {
                        what: What::Text(format!("{number}.")),
                        marks: Marks::default(),
                        link: None,
                    }]));
                }
            }
            Content::Item(blocks) | Content::Quote(blocks) if blocks.is_empty() => {}
            Content::List {
                first,
                loose,
                items,
            } => self.push(Block::List {
                first,
                loose,
                items,
            }),
            Content::Quote(blocks) => self.push(Block::Quote(blocks)),
            Content::Item(blocks) => match self.open.last_mut().map(|frame| &mut frame.content) {
                Some(Content::List { items, .. }) => items.push(blocks),
                _ => blocks.into_iter().for_each(|block| self.push(block)),
            },
        }
    }
}
