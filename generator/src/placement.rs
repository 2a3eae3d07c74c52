//! Where the emitted crate is, seen from cargo.

/// The location of the emitted crate, which decides a few lines of its `Cargo.toml`.
#[derive(Clone, Debug)]
pub struct Placement {
    /// The version of the runtime crate to depend on.
    pub runtime_version: String,
    /// Where cargo finds it.
    pub runtime: RuntimeSource,
    /// How the crate relates to cargo workspaces.
    pub workspace: WorkspaceRole,
    /// The command that regenerates the crate, for the head of every file.
    pub command: String,
}

/// Where cargo finds the runtime crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimeSource {
    /// In the registry, by its version.
    Registry,
    /// In a folder, by its path from the crate.
    Path(String),
    /// In a git repository, by its URL and a commit or a tag of it.
    Git {
        /// The URL.
        url: String,
        /// The commit or tag; absent for the last commit of the default branch.
        rev: Option<String>,
    },
}

/// How the emitted crate relates to cargo workspaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkspaceRole {
    /// A member of the workspace around it, whose lints it inherits.
    Member,
    /// Inherits nothing and has no `[workspace]` table: it builds outside any workspace, or as a member of one.
    Unattached,
    /// The root of its own workspace: it builds in any folder, even below a workspace that does not list it.
    Root,
}
