//! The two ways to start the command line, and what differs between them.

/// How the command line was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// `cargo xtask`, in a checkout of the sources.
    Xtask,
    /// The installed command, in any folder.
    Installed,
}

impl Program {
    /// What people type.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xtask => "cargo xtask",
            Self::Installed => INSTALLED,
        }
    }
}

/// The name of the installed command, and of its package.
pub const INSTALLED: &str = "openapi-clientgen";
