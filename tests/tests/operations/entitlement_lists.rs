//! The lists of beta: entitlements, parents, children.

use sailpoint_isc::beta::entitlements::ListEntitlements;
use sailpoint_isc::beta::entitlements::fields::{
    list_entitlement_children as children, list_entitlement_parents as parents,
    list_entitlements as f,
};
use sailpoint_isc::beta::models::{AdditionalOwnerType, AttributeValueType};
use sailpoint_isc::runtime::serde_json::json;
use sailpoint_isc::{Filter, Sorter};

use crate::support::{Answer, answering, blank, example};

#[tokio::test]
async fn list_entitlements() {
    let reply = Answer::json(200, example("listEntitlements", 200)).header("X-Total-Count", "1284");
    let (server, client) = answering([reply]).await;
    let beta = client.beta().entitlements();
    let page = beta
        .list_entitlements()
        .segmented_for_identity("me")
        .for_segment_ids(["2f9e-a", "c4,83", "é"])
        .include_unsegmented(false)
        .offset(500)
        .limit(250)
        .count(true)
        .sorters([f::CREATED.desc(), f::ID.asc()])
        .filters(
            f::NAME
                .sw(r#"Signal "A" & B+C=D#?%"#)
                .and(f::SOURCE_ID.is_in(["1", "2"])),
        )
        .send()
        .await
        .unwrap();

    let target = "/beta/entitlements?segmented-for-identity=me&for-segment-ids=2f9e-a,c4%2C83,%C3%A9\
        &include-unsegmented=false&offset=500&limit=250&count=true&sorters=-created,id\
        &filters=name%20sw%20%22Signal%20%5C%22A%5C%22%20%26%20B%2BC%3DD%23%3F%25%22%20and%20\
        source.id%20in%20%28%221%22%2C%222%22%29";
    assert_eq!(server.only().wire(), blank("GET", target));
    assert_eq!(page.status(), 200);
    assert_eq!(page.total_count(), Some(1284));
    assert_eq!(page.headers()["x-total-count"], "1284");
    assert_eq!(page.len(), 2);
    let owners = page[0].additional_owners.as_deref().unwrap();
    assert_eq!(owners[1].r#type, Some(AdditionalOwnerType::GovernanceGroup));
    assert_eq!(owners[1].name, None);
    let metadata = page[0].access_model_metadata.as_ref().unwrap();
    let attribute = &metadata.attributes.as_deref().unwrap()[0];
    assert_eq!(attribute.is_adhoc, None);
    let values = attribute.values.as_deref().unwrap();
    assert_eq!(values[0].r#type, Some(AttributeValueType::Static));
    assert_eq!(page[1].source.as_ref().unwrap().name, None);
    assert_eq!(page[1].attributes.as_ref().unwrap().len(), 0);
}

#[tokio::test]
async fn sends_only_parameters_that_were_set() {
    let reply = Answer::json(200, &json!([]));
    let (server, client) = answering([reply.clone(), reply.clone(), reply]).await;
    let beta = client.beta().entitlements();
    let wire = blank("GET", "/beta/entitlements");

    let page = beta.list_entitlements().send().await.unwrap();
    assert!(page.is_empty());
    assert_eq!(page.total_count(), None);
    assert_eq!(server.last().wire(), wire);
    #[allow(deprecated, reason = "deprecated operations must keep working")]
    let request = beta.list_entitlements().maybe_account_id(None);
    request
        .maybe_segmented_for_identity(None)
        .maybe_for_segment_ids(None)
        .maybe_include_unsegmented(None)
        .maybe_offset(None)
        .maybe_limit(None)
        .maybe_count(None)
        .maybe_sorters(None)
        .maybe_filters(None)
        .send()
        .await
        .unwrap();
    assert_eq!(server.last().wire(), wire);
    let nobody: [&str; 0] = [];
    let request = beta
        .list_entitlements()
        .for_segment_ids(nobody)
        .sorters(Vec::<Sorter<_>>::new());
    request.send().await.unwrap();
    assert_eq!(
        server.last().wire(),
        wire,
        "an empty list sends no parameter"
    );
}

#[tokio::test]
async fn a_second_filter_narrows_and_a_second_sorter_adds() {
    let (_server, client) = answering([]).await;
    let request = client
        .beta()
        .entitlements()
        .list_entitlements()
        .filters(Filter::raw(" "))
        .filters(f::SOURCE_ID.eq("s").or(f::SOURCE_ID.eq("t")))
        .filters(Filter::raw(""))
        .sorters(f::CREATED.desc())
        .filters(f::NAME.sw("A"))
        .filters(Filter::raw("a or b"))
        .sorters([f::NAME.asc(), f::ID.asc()]);
    let query = |request: &ListEntitlements| {
        let request = request.build().unwrap();
        let (_, query) = request.url().split_once('?').unwrap();
        query.replace("%20", " ").replace("%22", "'")
    };
    let both = "filters=%28source.id eq 's' or source.id eq 't'%29 and name sw 'A' and %28a or b%29\
        &sorters=-created,name,id";
    assert_eq!(query(&request), both);

    // Text of the caller replaces both, and is replaced.
    let request = request
        .query_param("filters", "x")
        .query_param("sorters", "y");
    assert_eq!(query(&request), "filters=x&sorters=y");
    let request = request.filters(f::NAME.sw("B")).sorters(f::ID.asc());
    assert_eq!(query(&request), "filters=name sw 'B'&sorters=id");
}

#[tokio::test]
async fn a_comparison_with_an_empty_list_is_an_error_before_sending() {
    let (server, client) = answering([]).await;
    let nothing: [&str; 0] = [];
    let filter = f::NAME.sw("a").and(f::ID.is_in(nothing).not());
    let request = client.beta().entitlements().list_entitlements();
    let error = request.filters(filter).send().await.unwrap_err();
    assert!(error.is_request());
    let message = error.to_string();
    assert!(
        message.contains("`id` is compared by `in` with an empty list"),
        "{message}"
    );
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn optional_setters_send_only_values() {
    let (server, client) = answering([Answer::json(200, &json!([]))]).await;
    #[allow(deprecated, reason = "deprecated operations must keep working")]
    let request = client
        .beta()
        .entitlements()
        .list_entitlements()
        .maybe_account_id(Some("0e7b/35".into()));
    request
        .maybe_segmented_for_identity(Some("".into()))
        .maybe_for_segment_ids(Some(vec!["a".into()]))
        .maybe_include_unsegmented(Some(true))
        .maybe_offset(Some(0))
        .maybe_limit(Some(0))
        .maybe_count(Some(false))
        .maybe_sorters(Some(vec![f::NAME.asc()]))
        .maybe_filters(Some(Filter::raw("created gt 2023-09-01T00:00:00Z")))
        .send()
        .await
        .unwrap();
    let target = "/beta/entitlements?account-id=0e7b%2F35&segmented-for-identity=&for-segment-ids=a\
        &include-unsegmented=true&offset=0&limit=0&count=false&sorters=name\
        &filters=created%20gt%202023-09-01T00%3A00%3A00Z";
    assert_eq!(server.only().wire(), blank("GET", target));
}

#[tokio::test]
async fn the_last_value_of_a_parameter_counts() {
    let (server, client) = answering([Answer::json(200, &json!([]))]).await;
    #[allow(deprecated, reason = "deprecated operations must keep working")]
    let request = client
        .beta()
        .entitlements()
        .list_entitlements()
        .account_id("old");
    #[allow(deprecated, reason = "deprecated operations must keep working")]
    let request = request.limit(1).account_id("new");
    request
        .limit(2)
        .sorters([f::NAME.asc(), f::ID.asc()])
        .sorters([Sorter::raw("c")])
        .query_param("limit", 3)
        .query_param("new & untold", "x=y")
        .send()
        .await
        .unwrap();
    let target =
        "/beta/entitlements?account-id=new&limit=3&sorters=name,id,c&new%20%26%20untold=x%3Dy";
    assert_eq!(server.only().wire(), blank("GET", target));
}

#[tokio::test]
async fn list_entitlement_parents() {
    let reply =
        Answer::json(200, example("listEntitlementParents", 200)).header("X-Total-Count", "2");
    let (server, client) = answering([reply]).await;
    let beta = client.beta().entitlements();
    let page = beta
        .list_entitlement_parents("e07a")
        .limit(100)
        .offset(0)
        .count(true)
        .sorters([parents::NAME.asc(), parents::ID.asc()])
        .filters(parents::REQUESTABLE.eq(true))
        .send()
        .await
        .unwrap();

    let target = "/beta/entitlements/e07a/parents?limit=100&offset=0&count=true&sorters=name,id\
        &filters=requestable%20eq%20true";
    assert_eq!(server.only().wire(), blank("GET", target));
    assert_eq!(page.total_count(), Some(2));
    let names: Vec<_> = page.iter().map(|it| it.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["Rail Operations", "Control Room Staff"]);
}

#[tokio::test]
async fn list_entitlement_children() {
    let reply = Answer::json(200, example("listEntitlementChildren", 200));
    let (server, client) = answering([reply]).await;
    let beta = client.beta().entitlements();
    let page = beta
        .list_entitlement_children("58f2")
        .limit(1)
        .offset(2_147_483_647)
        .count(false)
        .sorters([children::ATTRIBUTE.asc(), children::MODIFIED.desc()])
        .filters(children::ATTRIBUTE.is_in(["memberOf", "groups"]))
        .send()
        .await
        .unwrap();

    let target = "/beta/entitlements/58f2/children?limit=1&offset=2147483647&count=false\
        &sorters=attribute,-modified\
        &filters=attribute%20in%20%28%22memberOf%22%2C%22groups%22%29";
    assert_eq!(server.only().wire(), blank("GET", target));
    assert_eq!(page.total_count(), None);
    assert_eq!(page.len(), 2);
    assert_eq!(page[1].source_schema_object_type.as_deref(), Some("team"));
}
