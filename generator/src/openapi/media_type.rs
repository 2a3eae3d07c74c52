//! Names of media types.

/// The first halves of media types.
const TREES: [&str; 13] = [
    "*",
    "application",
    "audio",
    "chemical",
    "example",
    "font",
    "haptics",
    "image",
    "message",
    "model",
    "multipart",
    "text",
    "video",
];

/// Returns whether a text is the name of a media type, or of a range of them.
pub(crate) fn is_media_type(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim();
    let (tree, kind) = essence.split_once('/').unwrap_or((essence, ""));
    let tree = tree.to_ascii_lowercase();
    let is_tree = TREES.contains(&tree.as_str()) || tree.starts_with("x-");
    is_tree && !kind.is_empty() && !essence.contains(char::is_whitespace)
}
