//! Finds records: type-checked filters and sorters, one page or all of them.

#![allow(clippy::print_stdout, reason = "an example prints its steps")]

use examples::{Session, or_dash, table};
use sailpoint_isc::Result;
use sailpoint_isc::isc::entitlements::fields::list_entitlements_v1 as f;

#[tokio::main]
async fn main() -> Result<()> {
    let session = Session::start().await?;
    let entitlements = session.client.isc().entitlements();

    // A field has the operators that the service documents for it, and no other: `f::REQUESTABLE.gt(1)` does not compile.
    let filter = f::REQUESTABLE.eq(true).and(f::NAME.sw("Harbour"));
    println!("Entitlements with the filter `{filter}`, ten of them:");
    let page = entitlements
        .list_entitlements_v1()
        .filters(filter.clone())
        .sorters([f::NAME.desc()])
        .limit(10)
        .count(true)
        .send()
        .await?;
    table(
        ["name", "source", "created"],
        page.iter().map(|it| {
            let source = it.source.as_ref().and_then(|it| it.name.as_ref());
            [
                or_dash(it.name.as_ref()),
                or_dash(source),
                or_dash(it.created.as_ref()),
            ]
        }),
    );
    println!(
        "{} of {}\n",
        page.len(),
        or_dash(page.total_count().as_ref())
    );

    let mut all = entitlements.list_entitlements_v1().filters(filter).items();
    let mut count = 0;
    while all.try_next().await?.is_some() {
        count += 1;
    }
    println!("All pages together have {count}.");
    Ok(())
}
