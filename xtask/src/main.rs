//! The program of `cargo xtask`.

use std::process::ExitCode;

/// More than a third of the time of generation went into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    xtask::command::main(xtask::program::Program::Xtask)
}
