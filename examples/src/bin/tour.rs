//! Calls every operation of the client.
//!
//! `cargo run -p examples --bin tour` needs no account. With `SAIL_BASE_URL`, `SAIL_CLIENT_ID` and `SAIL_CLIENT_SECRET` set it
//! calls that tenant, and only reads.

#![allow(clippy::print_stdout, reason = "an example prints its steps")]

use examples::{Session, isc_operations, or_dash, table, v2026_connections, v2026_entitlements};
use sailpoint_isc::beta::entitlements::EntitlementPatch;
use sailpoint_isc::beta::entitlements::fields::list_entitlements as f;
use sailpoint_isc::beta::models::{
    AccessDuration, AccessDurationUnit, Entitlement, EntitlementAccessRequestConfig,
    EntitlementBulkUpdateRequest, EntitlementId, EntitlementRequestConfig,
    EntitlementRevocationRequestConfig, SourceId,
};
use sailpoint_isc::{File, JsonPatch, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let session = Session::start().await?;
    let found = list_entitlements(&session).await?;
    match found.first().and_then(|it| it.id.clone()) {
        Some(id) => one_entitlement(&session, id).await?,
        None => println!("The tenant has no entitlement to look at."),
    }
    many_entitlements(&session, &found).await?;
    sources(&session, found.first()).await?;
    v2026_connections::walk(&session).await?;
    v2026_entitlements::walk(&session).await?;
    isc_operations::walk(&session).await?;
    errors(&session).await;
    if let Some(tenant) = session.tenant() {
        let mut operations: Vec<String> = tenant
            .received()
            .iter()
            .filter_map(|it| {
                // Two versions of the API have operations of one name.
                let api = it.url_path().split('/').nth(1)?;
                Some(format!("{api} {}", it.operation()?))
            })
            .collect();
        let calls = operations.len();
        operations.sort();
        operations.dedup();
        println!(
            "\nAll {} operations were called, by {calls} requests.",
            operations.len()
        );
    }
    Ok(())
}

fn step(title: &str) {
    println!("\n== {title}\n");
}

/// `list_entitlements`, a page and all pages.
async fn list_entitlements(session: &Session) -> Result<Vec<Entitlement>> {
    let entitlements = session.client.beta().entitlements();
    step("list_entitlements: a page, filtered and sorted");
    let page = entitlements
        .list_entitlements()
        .filters(f::REQUESTABLE.eq(true))
        .sorters([f::CREATED.asc(), f::NAME.asc()])
        .limit(5)
        .count(true)
        .send()
        .await?;
    table(
        ["id", "name", "source", "privileged"],
        page.iter().map(|it| {
            let source = it.source.as_ref().and_then(|it| it.name.as_ref());
            [
                or_dash(it.id.as_ref()),
                or_dash(it.name.as_ref()),
                or_dash(source),
                or_dash(it.privileged.as_ref()),
            ]
        }),
    );
    println!(
        "\n{} of {} that may be requested.",
        page.len(),
        or_dash(page.total_count().as_ref())
    );

    step("list_entitlements: every page, as a stream");
    let mut pages = entitlements.list_entitlements().pages();
    let (mut count, mut records) = (0, 0);
    while let Some(page) = pages.try_next().await? {
        count += 1;
        records += page.len();
    }
    println!("{records} entitlements in {count} pages.");
    Ok(page.into_inner())
}

/// Everything about one entitlement.
async fn one_entitlement(session: &Session, id: EntitlementId) -> Result<()> {
    let entitlements = session.client.beta().entitlements();
    step("get_entitlement");
    let before = entitlements.get_entitlement(id.clone()).send().await?;
    println!(
        "{}: {}",
        or_dash(before.name.as_ref()),
        or_dash(before.description.as_ref())
    );

    step("list_entitlement_parents, list_entitlement_children");
    let parents = entitlements
        .list_entitlement_parents(id.clone())
        .send()
        .await?;
    let children = entitlements
        .list_entitlement_children(id.clone())
        .send()
        .await?;
    let named = |role: &str, list: &[Entitlement]| -> Vec<[String; 2]> {
        let row = |it: &Entitlement| [role.to_owned(), or_dash(it.name.as_ref())];
        list.iter().map(row).collect()
    };
    let rows = [named("parent", &parents), named("child", &children)].concat();
    table(["relation", "name"], rows);

    step("patch_entitlement: before and after");
    if session.may_write() {
        let patch = EntitlementPatch::new()
            .requestable(false)
            .description("Not for everybody.");
        let after = entitlements
            .patch_entitlement(id.clone())
            .body(patch)
            .send()
            .await?;
        let shown = |it: &Entitlement| {
            (
                or_dash(it.requestable.as_ref()),
                or_dash(it.description.as_ref()),
            )
        };
        let (old, new) = (shown(&before), shown(&after));
        println!("  requestable    {}    {}", old.0, new.0);
        println!("  description    {}    {}", old.1, new.1);
    }
    configure(session, id).await
}

/// `get_entitlement_request_config` and what follows it.
async fn configure(session: &Session, id: EntitlementId) -> Result<()> {
    let entitlements = session.client.beta().entitlements();
    step("get_entitlement_request_config, put_entitlement_request_config");
    let config = entitlements
        .get_entitlement_request_config(id.clone())
        .send()
        .await?;
    println!("now:  {}", json(&*config));
    if session.may_write() {
        let access = EntitlementAccessRequestConfig::builder()
            .request_comment_required(true)
            .denial_comment_required(true)
            .max_permitted_access_duration(
                AccessDuration::builder()
                    .value(3)
                    .time_unit(AccessDurationUnit::Months)
                    .build(),
            )
            .build();
        let config = EntitlementRequestConfig::builder()
            .access_request_config(access)
            .revocation_request_config(EntitlementRevocationRequestConfig::default())
            .build();
        entitlements
            .put_entitlement_request_config(id.clone())
            .body(config)
            .send()
            .await?;
        let config = entitlements
            .get_entitlement_request_config(id.clone())
            .send()
            .await?;
        println!("then: {}", json(&*config));
    }

    step(
        "create_access_model_metadata_for_entitlement, delete_access_model_metadata_from_entitlement",
    );
    if session.may_write() {
        let (key, value) = ("safetyClass", "vital");
        let tagged =
            entitlements.create_access_model_metadata_for_entitlement(id.clone(), key, value);
        println!("tagged:   status {}", tagged.send().await?.status());
        let untagged = entitlements.delete_access_model_metadata_from_entitlement(id, key, value);
        println!("untagged: status {}", untagged.send().await?.status());
    }
    Ok(())
}

/// `update_entitlements_in_bulk`
async fn many_entitlements(session: &Session, found: &[Entitlement]) -> Result<()> {
    step("update_entitlements_in_bulk");
    let ids: Vec<EntitlementId> = found.iter().filter_map(|it| it.id.clone()).collect();
    println!("{} entitlements are to be privileged.", ids.len());
    if session.may_write() {
        let body = EntitlementBulkUpdateRequest::builder()
            .entitlement_ids(ids)
            .json_patch(JsonPatch::new().replace("/privileged", true))
            .build();
        let entitlements = session.client.beta().entitlements();
        let outcome = entitlements
            .update_entitlements_in_bulk()
            .body(body)
            .send_all()
            .await?;
        println!(
            "{} request(s), all well: {}",
            outcome.requests(),
            outcome.is_success()
        );
    }
    Ok(())
}

/// `import_entitlement_csv`, `get_task_status` and `reset_source_entitlements`
async fn sources(session: &Session, found: Option<&Entitlement>) -> Result<()> {
    let entitlements = session.client.beta().entitlements();
    let source = found.and_then(|it| it.source.as_ref()?.id.clone());
    let source = source.unwrap_or_else(|| SourceId::from("7d1c40e2b9584f0aa6c3e85f21907b64"));
    step(
        "import_entitlement_csv: with a file, and without one for a source that is asked directly",
    );
    if session.may_write() {
        let file = File::from_bytes("crews.csv", "id,name\n1,Night crew\n");
        #[allow(
            deprecated,
            reason = "the service has no other way to send a file of entitlements"
        )]
        let import = || entitlements.import_entitlement_csv(source.clone());
        let task = import().csv_file(file).send().await?;
        println!(
            "with a file: status {}, task {}",
            task.status(),
            or_dash(task.id.as_ref())
        );
        let task = import().send().await?;
        println!(
            "without:     status {}, task {}",
            task.status(),
            or_dash(task.id.as_ref())
        );
        step("get_task_status");
        if let Some(id) = &task.id {
            let tasks = session.client.beta().task_management();
            let task = tasks.get_task_status(id).send().await?;
            println!(
                "{} percent, {}",
                task.percent_complete,
                or_dash(task.completion_status.as_ref())
            );
        }
    }
    step("reset_source_entitlements");
    if session.may_write() {
        let task = entitlements
            .reset_source_entitlements(source)
            .send()
            .await?;
        println!(
            "status {}, task {}",
            task.status(),
            or_dash(task.id.as_ref())
        );
    }
    Ok(())
}

/// Prints an error.
async fn errors(session: &Session) {
    step("an error");
    let entitlements = session.client.beta().entitlements();
    if let Err(error) = entitlements.get_entitlement("no-such-id").send().await {
        println!(
            "{error}\nnot found: {}, attempts: {}",
            error.is_not_found(),
            error.attempts()
        );
    }
}

fn json(value: &impl sailpoint_isc::runtime::serde::Serialize) -> String {
    serde_json::to_string(value).expect("a model can be JSON")
}
