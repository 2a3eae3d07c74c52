//! A small program on the client.

use sailpoint_isc::beta::entitlements::fields::list_entitlements as f;
use sailpoint_isc::{Client, Credentials, Result};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let client = Client::builder()
        .tenant("acme")
        .credentials(Credentials::client_credentials("client id", "client secret"))
        .build()?;
    let entitlements = client.beta().entitlements();
    let page = entitlements
        .list_entitlements()
        .limit(50)
        .filters(f::NAME.sw("Admin"))
        .send()
        .await?;
    for entitlement in &*page {
        println!("{:?}", entitlement.name);
    }
    let one = entitlements
        .get_entitlement("2c91808874ff91550175097daaec161c")
        .send()
        .await?;
    println!("{:?}", one.name);
    Ok(())
}
