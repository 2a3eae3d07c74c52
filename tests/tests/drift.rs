//! `generated/` is the output of the generator for `spec/`.

use xtask::job::{ConfigArgs, Job};
use xtask::report;
use xtask::workspace::Workspace;

#[test]
fn generated_is_up_to_date() {
    let workspace = Workspace::here().expect("the workspace is where it was built");
    let job = Job::from_config(&workspace, &ConfigArgs::default())
        .expect("the configuration and its documents can be read");
    let made = job.make().expect("the documents are valid");
    assert!(made.plan.is_clean(), "\n{}", report::stale(&made, &job));
}
