//! A small workspace of its own, and commands run in it.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "every file of tests needs another part of it"
)]

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

pub const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1.0'}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [Pets]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: The pet.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string, description: What it answers to.}
";

pub const CONFIG: &str = "\
[crate]
name = \"pets\"

[[api]]
module = \"pets\"
document = \"pets.yaml\"
";

/// A workspace of this kind with a document of its own, away from the real one.
pub struct Checkout {
    dir: TempDir,
}

#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Checkout {
    pub fn new() -> Self {
        let checkout = Self {
            dir: tempfile::tempdir().expect("a temporary folder can be made"),
        };
        checkout.put("Cargo.toml", "[workspace]\n");
        checkout.put(
            "runtime/Cargo.toml",
            "[package]\nname = \"openapi-client-runtime\"\nversion = \"0.3.1\"\n",
        );
        checkout.put("spec/apis.toml", CONFIG);
        checkout.put("spec/pets.yaml", DOCUMENT);
        checkout
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        let folder = path.parent().expect("it is in the checkout");
        fs::create_dir_all(folder).expect("the checkout can be written");
        fs::write(path, text).expect("the checkout can be written");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).expect("the file is there")
    }

    pub fn exists(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    pub fn run(&self, command_line: &str) -> Ran {
        self.run_words(command_line.split(' '))
    }

    /// Runs a command line whose words need not be text.
    pub fn run_words(&self, words: impl IntoIterator<Item: AsRef<OsStr>>) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(words)
            .args(["--manifest", "Cargo.toml"])
            .current_dir(self.path())
            .output()
            .expect("the program starts");
        Ran {
            code: output.status.code().expect("no signal ended it"),
            out: String::from_utf8(output.stdout).expect("it prints text"),
            err: String::from_utf8(output.stderr).expect("it prints text"),
        }
    }

    /// A command line that has to fail with one message, leaving nothing behind.
    pub fn refused(&self, command_line: &str) -> String {
        let ran = self.run(command_line);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
        assert!(!self.exists("generated") && !self.exists("out"), "{ran:?}");
        ran.err
    }
}
