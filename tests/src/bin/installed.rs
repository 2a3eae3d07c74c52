//! The installed command for the tests of it: a test can't name the program of another package.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::command::main(xtask::program::Program::Installed)
}
