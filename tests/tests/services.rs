//! Documents of a vendor with many services: a small root for each, with paths and schemas in separate files
//! and some that all share. Imported one by one, they become the modules of one crate, which compiles.

use std::path::{Path, PathBuf};
use std::{env, fs};

use tests::{nested, tree};
use xtask::generate;
use xtask::import::{self, ImportArgs};
use xtask::job::{ConfigArgs, Job};
use xtask::workspace::Workspace;

const SERVICES: [&str; 2] = ["entitlements", "roles"];

fn scratch() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("services")
}

/// Imports the files of both services, next to a copy of their configuration.
fn imported(workspace: &Workspace) -> Vec<String> {
    let fixtures = tree::root().join("tests/fixtures/services");
    let spec = scratch().join("spec");
    fs::create_dir_all(&spec).expect("the scratch folder can be written");
    fs::copy(fixtures.join("apis.toml"), spec.join("apis.toml")).expect("it can be copied");
    let texts = SERVICES.map(|service| {
        let args = ImportArgs {
            root: fixtures.join(service).join("openapi.yaml"),
            out: spec.join(format!("{service}.yaml")),
            ..ImportArgs::default()
        };
        let imported = import::make(workspace, &args).expect("the files are in order");
        import::write(workspace, &imported, &args.out).expect("the scratch folder can be written");
        imported.text
    });
    texts.to_vec()
}

#[test]
fn services_become_modules_of_one_crate() {
    let workspace = Workspace::here().expect("the workspace is where it was built");
    let texts = imported(&workspace);
    // Shared types have one name in both; types that only look alike have different names.
    for text in &texts {
        assert!(text.contains("\n    ErrorResponseDto:\n"), "{text}");
    }
    assert!(texts[0].contains("\n    owner:\n") && texts[0].contains("\n    rolesOwner:\n"));

    let folder = scratch().join("crate");
    let job = Job::from_config(
        &workspace,
        &ConfigArgs {
            config: Some(scratch().join("spec/apis.toml")),
            out: Some(folder.clone()),
        },
    )
    .expect("the configuration is in order");
    let made = job.make().expect("the documents are in order");
    let summary: Vec<(&str, usize)> = made
        .output
        .summary
        .iter()
        .map(|api| (api.module.as_str(), api.operations))
        .collect();
    assert_eq!(summary, [("entitlements_v1", 4), ("roles_v1", 4)]);
    assert_eq!(made.output.warnings.to_string(), "");
    generate::apply(&made.plan, &folder).expect("the scratch folder can be written");
    let program = "\
//! Both services through one client.

use services_client::Client;

/// Names that both services have are in separate modules.
pub async fn both(client: &Client) -> services_client::Result<()> {
    let rights = client.entitlements_v1();
    let roles = client.roles_v1();
    rights.metadata().list_metadata_v1().send().await?;
    roles.metadata().list_metadata_v1().send().await?;
    let page = roles.roles().list_roles_v1().limit(50).send().await?;
    for role in page {
        roles.roles().get_role_v1(role.id).send().await?;
    }
    Ok(())
}
";
    fs::create_dir_all(folder.join("examples")).expect("the scratch folder can be written");
    let program = format!("{program}\nfn main() {{}}\n");
    fs::write(folder.join("examples/both.rs"), program).expect("the scratch folder can be written");
    let features = [
        "--no-default-features",
        "--features",
        "entitlements_v1,roles_v1,blocking,test-util",
    ];
    // As a user adds the crate to a workspace.
    let workspace = "[workspace]\nresolver = \"3\"\nmembers = [\"crate\"]\n";
    fs::write(scratch().join("Cargo.toml"), workspace).expect("the scratch folder can be written");
    let of_crate = [&features[..], &["--package", "services-client"]].concat();
    nested::check(env!("CARGO_TARGET_TMPDIR"), &scratch(), &of_crate);
}
