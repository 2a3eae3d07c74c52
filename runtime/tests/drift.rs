//! A successful response in which nothing was recognised is an error, not an empty model.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::collections::BTreeMap;

use http::Method;
use openapi_client_runtime::Result;
use openapi_client_runtime::codegen::{
    Fields, MapAccess, Object, ObjectWriter, Operation, SerializeMap, serde_object,
};
use openapi_client_runtime::model::Extra;
use openapi_client_runtime::serde::Serialize;
use openapi_client_runtime::serde::de::DeserializeOwned;
use serde_json::Value;
use support::{Answer, Server, client};

static PUT_THING: Operation =
    Operation::new("putThing", &support::BETA, Method::PUT, "/beta/things");

/// A model whose only property is optional; `T` is what is declared of others.
macro_rules! model {
    ($model:ident, $others:ty, $declares_others:literal) => {
        #[derive(Debug, Default)]
        struct $model {
            name: Option<String>,
            extra: Extra<$others>,
        }

        impl Object<$others> for $model {
            const NAME: &'static str = stringify!($model);
            const FIELDS: &'static [&'static str] = &["name"];
            const DECLARES_OTHERS: bool = $declares_others;

            fn decode<'de, M: MapAccess<'de>>(
                fields: &mut Fields<'de, M, $others>,
            ) -> Result<Self, M::Error> {
                let mut new = Self::default();
                while fields.next()?.is_some() {
                    fields.optional(&mut new.name)?;
                }
                new.extra = fields.extra();
                Ok(new)
            }

            fn encode<S: SerializeMap>(
                &self,
                object: &mut ObjectWriter<'_, S>,
            ) -> Result<(), S::Error> {
                object.optional("name", &self.name)?;
                object.extra(&self.extra)
            }
        }

        serde_object!($model);
    };
}

model!(Thing, Value, false);
model!(Open, i64, true);

async fn decoded<T: DeserializeOwned + Serialize>(body: &str) -> Result<String> {
    let server = Server::script(vec![Answer::json(200, body)]).await;
    let response = client(&server).call(&PUT_THING).send_json::<T>().await?;
    Ok(serde_json::to_string(response.as_ref()).unwrap())
}

#[tokio::test]
async fn a_body_without_a_known_property_is_reported() {
    let body = r#"{"error":{"name":"secret"},"a\n":1}"#;
    let error = decoded::<Thing>(body).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "can't decode the 200 response: the object has none of the expected properties, only others: `a\\n`, `error`, \
         putThing: PUT /beta/things; the server accepted the request"
    );
    assert!(error.is_decode() && !error.is_retryable());
    assert_eq!(error.body().unwrap(), body);
    error.decode_body::<Thing>().unwrap_err();
    error.decode_body::<Value>().unwrap();
}

#[tokio::test]
async fn a_list_is_reported_when_no_item_is_recognised() {
    let body = r#"[{"f":1,"e":1},{"d":1,"c":1},{},{"b":1,"a":1}]"#;
    let text = decoded::<Vec<Thing>>(body).await.unwrap_err().to_string();
    assert!(
        text.contains("only others: `a`, `b`, `c`, `d`, `e`, …, putThing"),
        "{text}"
    );
    decoded::<Option<Vec<Thing>>>(body).await.unwrap_err();
    decoded::<BTreeMap<String, Thing>>(r#"{"x":{"y":1}}"#)
        .await
        .unwrap_err();
}

#[tokio::test]
async fn plausible_bodies_are_not_reported() {
    for body in ["{}", r#"{"name":null}"#, r#"{"name":"n","x":1}"#] {
        assert_eq!(decoded::<Thing>(body).await.unwrap(), body);
    }
    for body in ["[]", "[{}]", r#"[{"x":1},{"name":"n"}]"#] {
        assert_eq!(decoded::<Vec<Thing>>(body).await.unwrap(), body);
    }
    let body = r#"{"x":1}"#;
    assert_eq!(decoded::<Open>(body).await.unwrap(), body);
    assert_eq!(decoded::<Value>(body).await.unwrap(), body);
    assert_eq!(decoded::<BTreeMap<String, u8>>(body).await.unwrap(), body);
}
