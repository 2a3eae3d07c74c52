//! The parts of `--help` that clap does not derive: usage, examples and exit codes of each command.

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::cli::KEEP_GOING;
use crate::exit;
use crate::program::Program;
use crate::words;

/// What a command's `--help` says besides its options. `$` is the name of the program.
struct Help {
    command: &'static str,
    /// In place of the usage that clap writes.
    usage: Option<&'static str>,
    examples: &'static str,
    exit: &'static str,
}

const COMMANDS: &[Help] = &[
    Help {
        command: "new",
        usage: None,
        examples: "\
$ new --document ~/petstore.yaml
$ new --document ~/petstore.yaml --out petstore --crate-name petstore-api
$ new --document ~/petstore.yaml --runtime-path ~/sources/runtime
$ new --document petstore.yaml --runtime-git https://example.com/r.git --runtime-rev v1",
        exit: exit::NEW,
    },
    Help {
        command: "generate",
        usage: Some(
            "\
$ generate [--config FILE] [--out DIR]
       $ generate (--document FILE [--overlay FILE] [--module NAME])... --out DIR
         [--crate-name NAME] [--runtime-path DIR] [--standalone] [--keep-going]",
        ),
        examples: "\
$ generate
$ generate --document petstore.yaml --out ../petstore-client",
        exit: exit::USUAL,
    },
    Help {
        command: "check",
        usage: Some("$ check [--config FILE] [--out DIR]"),
        examples: "$ check",
        exit: exit::CHECK,
    },
    Help {
        command: "import",
        usage: None,
        examples: "$ import --root vendor/openapi.yaml --tag Pets --out spec/pets.yaml",
        exit: exit::USUAL,
    },
    Help {
        command: "diff",
        usage: None,
        examples: "\
$ diff --base main --fail-on breaking
$ diff old.yaml new.yaml --format markdown",
        exit: exit::DIFF,
    },
    Help {
        command: "conformance",
        usage: None,
        examples: "$ conformance spec/petstore.yaml --every 10",
        exit: exit::CONFORMANCE,
    },
    Help {
        command: "release",
        usage: None,
        examples: "\
$ release
$ release --changelog
$ release --base v1.2.0 --dry-run
$ release --tag v1.3.0 --dry-run",
        exit: exit::RELEASE,
    },
    Help {
        command: "update",
        usage: None,
        examples: "$ update --upstream ../vendor --dry-run",
        exit: exit::UPDATE,
    },
];

/// Adds these parts to the command line of a program.
pub(super) fn complete(line: Command, program: Program) -> Command {
    let named = |text: &str| text.replace("$ ", &format!("{} ", program.name()));
    let indented = |text: &str| text.replace('\n', "\n  ");
    let line = line
        .bin_name(program.name())
        .display_name(program.name())
        .version(env!("CARGO_PKG_VERSION"))
        .after_help(exit::ALL)
        // It compiles a program of the sources.
        .mut_subcommand("conformance", |it| it.hide(program == Program::Installed));
    COMMANDS.iter().fold(line, |line, help| {
        line.mut_subcommand(help.command, |command| {
            let after = format!(
                "Examples:\n  {}\n\n{}",
                indented(&named(help.examples)),
                help.exit
            );
            let command = command.after_help(after);
            match help.usage {
                Some(usage) => command.override_usage(named(usage)),
                None => command,
            }
        })
    })
}

/// The text of an error, or of a help that was asked for.
pub(super) fn text(mut error: clap::Error) -> String {
    let option = ContextValue::String("--keep-going".to_owned());
    let is_unknown = error.kind() == ErrorKind::UnknownArgument;
    if is_unknown && error.get(ContextKind::InvalidArg) == Some(&option) {
        let tip = format!("{KEEP_GOING}; documents that a command line names have no such key");
        let tip = ContextValue::StyledStrs(vec![tip.into()]);
        error.insert(ContextKind::Suggested, tip);
    }
    let text = error.render().to_string();
    // What an error quotes can be copied.
    if error.use_stderr() {
        text.trim_end().to_owned()
    } else {
        words::within(100, &text)
    }
}
