//! `cargo xtask` for the scripts that tests run: a test can't name the program of another package.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::command::main(xtask::program::Program::Xtask)
}
