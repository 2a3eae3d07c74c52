//! Lists of a server that keeps records.

use sailpoint_isc::beta::entitlements::fields::list_entitlements as f;
use sailpoint_isc::runtime::serde_json::json;
use sailpoint_isc::testing::MockTenant;
use sailpoint_isc::v2026::entitlement_connections::fields::list_entitlement_connections as cf;
use sailpoint_isc::{Filter, Sorter};

use super::state::{CONNECTIONS, ENTITLEMENTS, many, tenant};

#[tokio::test]
async fn lists_are_filtered_sorted_and_cut_into_pages() {
    let (tenant, client) = tenant().await;
    tenant.set_records(ENTITLEMENTS, many(30));
    let list = || client.beta().entitlements().list_entitlements();
    let all = |ids: &[usize]| ids.iter().map(|n| format!("e{n:03}")).collect::<Vec<_>>();
    let cases = [
        (list().limit(3), all(&[0, 1, 2]), 30),
        (list().limit(3).offset(28), all(&[28, 29]), 30),
        (list().limit(3).offset(30), all(&[]), 30),
        (list().limit(0), all(&[]), 30),
        (list().filters(f::ID.eq("e007")), all(&[7]), 1),
        (
            list().filters(f::ID.is_in(["e009", "e002", "x"])),
            all(&[2, 9]),
            2,
        ),
        (list().filters(f::NAME.sw("name 3")), all(&[3, 13, 23]), 3),
        (
            list()
                .filters(f::REQUESTABLE.eq(true).and(f::SOURCE_ID.eq("odd")))
                .limit(2),
            all(&[3, 9]),
            5,
        ),
        (
            list()
                .filters(f::NAME.eq("Name 1").or(f::NAME.eq("Name 2")))
                .limit(4)
                .offset(1),
            all(&[2, 11, 12, 21]),
            6,
        ),
        (
            list().filters(Filter::raw(
                "not requestable eq true and created gt 2026-01-27T00:00:00Z",
            )),
            all(&[]),
            0,
        ),
        (list().sorters([f::ID.desc()]).limit(2), all(&[29, 28]), 30),
        (
            list().sorters([f::NAME.desc(), f::ID.asc()]).limit(4),
            all(&[9, 19, 29, 8]),
            30,
        ),
        (
            list().sorters([f::SOURCE_ID.asc(), f::ID.desc()]).limit(2),
            all(&[28, 26]),
            30,
        ),
    ];
    for (n, (request, expected, total)) in cases.into_iter().enumerate() {
        let page = request.count(true).send().await.unwrap();
        let ids: Vec<_> = page.iter().filter_map(|it| it.id.clone()).collect();
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        assert_eq!(
            (ids, page.total_count()),
            (expected, Some(total)),
            "case {n}"
        );
    }
    let page = list().send().await.unwrap();
    assert_eq!(
        (page.len(), page.total_count()),
        (30, None),
        "it was not counted"
    );
}

#[tokio::test]
async fn lists_are_read_to_their_end() {
    let tenant = MockTenant::stateful().await;
    tenant.set_records(ENTITLEMENTS, many(600));
    let list = tenant.client().beta().entitlements().list_entitlements();
    let mut items = list.items();
    let mut count = 0;
    while let Some(item) = items.try_next().await.unwrap() {
        assert_eq!(item.id.unwrap().as_str(), format!("e{count:03}"));
        count += 1;
    }
    assert_eq!((count, tenant.calls().list_entitlements().len()), (600, 3));
}

#[tokio::test]
async fn lists_continue_after_a_key_and_end_at_their_window() {
    let (tenant, client) = tenant().await;
    let record = |n: usize| json!({"id": format!("c{n:05}"), "type": if n.is_multiple_of(2) { "JIT" } else { "STANDING" }});
    tenant.set_records(CONNECTIONS, (0..10_100).map(record));
    let list = || {
        client
            .v2026()
            .entitlement_connections()
            .list_entitlement_connections()
    };

    let page = list()
        .sorters([cf::TYPE.desc(), cf::ID.asc()])
        .search_after(["STANDING", "c10097"])
        .limit(3);
    let page = page.send().await.unwrap();
    let ids: Vec<String> = page
        .iter()
        .map(|it| it.id.clone().unwrap().to_string())
        .collect();
    assert_eq!(ids, ["c10099", "c00000", "c00002"]);

    for (request, expected) in [
        (
            list().offset(9_900).limit(101),
            "`offset` and `limit` together are more than 10000",
        ),
        (
            list().search_after(["a", "b"]).sorters([cf::ID.asc()]),
            "2 values for 1 sort fields",
        ),
    ] {
        let error = request.send().await.unwrap_err();
        assert_eq!(
            error.api_error().unwrap().message.as_deref(),
            Some(expected)
        );
    }

    // Past the window, and not above the rate limit, because the client keeps it.
    let mut items = tenant
        .client()
        .v2026()
        .entitlement_connections()
        .list_entitlement_connections()
        .items();
    let mut count = 0;
    while items.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 10_100);
}

#[tokio::test]
async fn sorters_in_the_service_s_syntax_work_too() {
    let (_tenant, client) = tenant().await;
    let list = client
        .beta()
        .entitlements()
        .list_entitlements()
        .sorters([Sorter::raw("-name")]);
    let names: Vec<_> = list
        .send()
        .await
        .unwrap()
        .iter()
        .filter_map(|it| it.name.clone())
        .collect();
    assert_eq!(
        names[..2],
        ["Timetable Editors", "Signal Control Operators"]
    );
}
