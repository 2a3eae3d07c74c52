//! JSON pointers (RFC 6901).

use std::borrow::Cow;

/// One segment of a JSON pointer, with `~` and `/` escaped, so that it stays one segment.
///
/// ```
/// assert_eq!(openapi_client_runtime::patch::escape_segment("a/b~c"), "a~1b~0c");
/// ```
pub fn escape_segment(segment: &str) -> Cow<'_, str> {
    if segment.contains(['~', '/']) {
        segment.replace('~', "~0").replace('/', "~1").into()
    } else {
        segment.into()
    }
}

/// Returns the JSON pointer made of these property names and indices; the empty one refers to the whole document.
///
/// ```
/// assert_eq!(openapi_client_runtime::patch::pointer(["attributes", "a/b", "-"]), "/attributes/a~1b/-");
/// ```
pub fn pointer<S: AsRef<str>>(segments: impl IntoIterator<Item = S>) -> String {
    let mut pointer = String::new();
    for segment in segments {
        pointer.push('/');
        pointer.push_str(&escape_segment(segment.as_ref()));
    }
    pointer
}
