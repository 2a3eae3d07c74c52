//! The program of `docs/migrating-from-beta.md` does the same before and after.

use examples::migrating::{after, before};
use sailpoint_isc::testing::MockTenant;

#[tokio::test]
async fn both_close_the_same_entitlements() {
    let tenant = MockTenant::stateful().await;
    let mut before = before::close(&tenant.client()).await.expect("it is closed");
    let again = before::close(&tenant.client()).await.expect("it is closed");
    assert_eq!((before.len(), again.len()), (2, 0));

    let tenant = MockTenant::stateful().await;
    let mut after = after::close(&tenant.client()).await.expect("it is closed");
    let again = after::close(&tenant.client()).await.expect("it is closed");
    // Lists are sorted by id in v2026, and by the service in beta.
    before.sort();
    after.sort();
    assert_eq!(after, before);
    assert!(again.is_empty(), "{again:?}");
}

#[test]
fn the_page_shows_both() {
    let page = include_str!("../../docs/migrating-from-beta.md");
    for program in [
        include_str!("../src/migrating/before.rs"),
        include_str!("../src/migrating/after.rs"),
    ] {
        assert!(page.contains(program), "the page does not show\n{program}");
    }
}
