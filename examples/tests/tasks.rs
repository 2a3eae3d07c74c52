//! The task does the same in every module, and the page about moving over shows its programs.

use examples::tasks::{Closed, beta, isc, v2026};
use sailpoint_isc::Client;
use sailpoint_isc::testing::MockTenant;

/// The result in any order: `v2026` and `isc` sort lists by id, the service those of `beta`.
fn sorted(closed: Closed) -> Vec<String> {
    let mut names = closed.found;
    names.sort();
    names
}

/// A client of a new tenant, which has the records of the documents.
async fn client() -> (MockTenant, Client) {
    let tenant = MockTenant::stateful().await;
    let client = tenant.client();
    (tenant, client)
}

#[tokio::test]
async fn every_module_closes_the_same_entitlements() {
    let (_tenant, beta_client) = client().await;
    let (_tenant, v2026_client) = client().await;
    let (_tenant, isc_client) = client().await;
    let mut all = Vec::new();
    for _ in 0..2 {
        let closed = [
            beta::close(&beta_client).await,
            v2026::close(&v2026_client).await,
            isc::close(&isc_client).await,
        ];
        all.push(closed.map(|it| it.expect("it is closed")));
    }
    let [first, again] = all.try_into().expect("there are two rounds");
    for closed in &first {
        assert_eq!(closed.found.len(), 2, "{closed:?}");
        assert_eq!(closed.failures, [""; 0]);
    }
    let [beta, v2026, isc] = first.map(sorted);
    assert_eq!(v2026, beta);
    assert_eq!(isc, beta);
    assert_eq!(again, [(); 3].map(|()| Closed::default()));
}

#[test]
fn the_page_shows_every_program() {
    let page = include_str!("../../docs/migrating-to-the-present-api.md");
    for program in [
        include_str!("../src/tasks/beta.rs"),
        include_str!("../src/tasks/v2026.rs"),
        include_str!("../src/tasks/isc.rs"),
    ] {
        assert!(page.contains(program), "the page does not show\n{program}");
    }
}
