//! No file names one that leads back to it from another folder.

use tests::imports::{Cycle, cycles};

/// Files that lead to each other inside a folder, since what they describe does; and why.
const CYCLES: &[(&str, &[&str], &str)] = &[
    (
        "generator/src",
        &[
            "diff/walk/kind",
            "diff/walk/objects",
            "diff/walk/unions",
            "diff/walk/values",
        ],
        "a value is an object or a union, whose parts are values",
    ),
    (
        "generator/src",
        &["import/reference", "import/walk"],
        "a reference leads to a tree, which has references",
    ),
    (
        "generator/src",
        &["rust/bodies", "rust/operations"],
        "an operation has a body, and a form's parts need the operation",
    ),
    (
        "runtime/src",
        &["model/fields", "model/object"],
        "an object is read field by field, and a field may hold an object",
    ),
    (
        "runtime/src",
        &["paging/items", "paging/pages"],
        "a page has records, and each of the two streams can become the other",
    ),
    (
        "runtime/src",
        &["request/body", "request/multipart"],
        "a body may have parts, each of which has a body",
    ),
    (
        "runtime/src",
        &[
            "testing/access",
            "testing/decode",
            "testing/decode/params",
            "testing/description",
            "testing/received",
        ],
        "a call is read as its operation describes it, and holds that operation",
    ),
    (
        "runtime/src",
        &["testing/handle", "testing/server"],
        "a server handles what it receives with its state",
    ),
];

#[test]
fn cycles_of_files_stay_in_their_folder() {
    let mut found = Vec::new();
    for source in ["generator/src", "runtime/src"] {
        for Cycle { files, folders } in cycles(source) {
            let is_listed = CYCLES
                .iter()
                .any(|(folder, known, _)| *folder == source && files == *known);
            if folders.len() > 1 {
                found.push(format!("{source} across folders: {}", files.join(", ")));
            } else if !is_listed {
                found.push(format!("{source}: {}", files.join(", ")));
            }
        }
    }
    for (source, files, _) in CYCLES {
        if !cycles(source).iter().any(|cycle| cycle.files == *files) {
            found.push(format!(
                "no longer a cycle of {source}: {}",
                files.join(", ")
            ));
        }
    }
    assert!(
        found.is_empty(),
        "files that name each other belong in one file, or one of them names too much:\n  {}",
        found.join("\n  ")
    );
}
