//! The same by hand.

use reqwest::Client;
use serde::Deserialize;

const HOST: &str = "https://acme.api.identitynow.com";

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

#[derive(Deserialize)]
struct Entitlement {
    name: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> reqwest::Result<()> {
    let client = Client::new();
    let grant = [
        ("grant_type", "client_credentials"),
        ("client_id", "client id"),
        ("client_secret", "client secret"),
    ];
    let request = client.post(format!("{HOST}/oauth/token")).form(&grant);
    let token: Token = request.send().await?.error_for_status()?.json().await?;
    let get = |path: &str| {
        let request = client.get(format!("{HOST}/beta/entitlements{path}"));
        request.bearer_auth(&token.access_token)
    };
    let request = get("").query(&[("limit", "50"), ("filters", "name sw \"Admin\"")]);
    let page: Vec<Entitlement> = request.send().await?.error_for_status()?.json().await?;
    for entitlement in &page {
        println!("{:?}", entitlement.name);
    }
    let request = get("/2c91808874ff91550175097daaec161c");
    let one: Entitlement = request.send().await?.error_for_status()?.json().await?;
    println!("{:?}", one.name);
    Ok(())
}
