//! Security schemes: as data for the runtime, and as methods of the builder.
//!
//! ```text
//! pub(crate) static API_TOKEN: Scheme =
//!     Scheme::api_key("apiToken", In::Header, "X-Token").setter("api_token");
//!
//! pub fn api_token(mut self, key: impl Into<String>) -> Self {
//!     self.settings.scheme_value(&crate::security::API_TOKEN, key);
//!     self
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::cx::EmitCx;
use super::docs::{Doc, code};
use super::print::{Head, Place, function, ident, uses};
use crate::model::{DefaultSecurity, KeyPlace, Operation, SchemeKind, Scopes, TokenUrls};
use crate::rust::{Api, Crate, Scheme, imports};

/// `security.rs`; none if no document declares a scheme.
pub(super) fn module(krate: &Crate<'_>) -> TokenStream {
    let schemes = krate.settings.schemes.iter().map(|scheme| {
        let (name, value) = (ident(scheme.constant), value(scheme));
        let docs = words(Doc::new(), scheme).outer();
        quote!(#docs pub(crate) static #name: Scheme = #value;)
    });
    let imports = uses(&imports::of_security(krate));
    quote! {
        //! The security schemes of the documents.
        #![allow(dead_code, reason = "features disable the APIs that use some of the schemes")]

        #imports

        #(#schemes)*
    }
}

/// Adds what the document says of a scheme: its description, and the URLs of its flows as a list.
fn words(doc: Doc, scheme: &Scheme<'_>) -> Doc {
    let doc = match &scheme.model.description {
        Some(text) => doc.markdown(text),
        None => doc,
    };
    let SchemeKind::OAuth2(urls) = &scheme.model.kind else {
        return doc;
    };
    let items = urls.all.iter().filter_map(|(flow, key, url)| {
        let url = code(url)?;
        Some(format!("* `{flow}`, `{key}`: {url}"))
    });
    doc.block(items)
}

fn value(scheme: &Scheme<'_>) -> TokenStream {
    let name = &scheme.model.name;
    let value = match &scheme.model.kind {
        SchemeKind::ApiKey { place, wire } => {
            let place = match place {
                KeyPlace::Header => quote!(In::Header),
                KeyPlace::Query => quote!(In::Query),
                KeyPlace::Cookie => quote!(In::Cookie),
            };
            quote!(Scheme::api_key(#name, #place, #wire))
        }
        SchemeKind::Basic => quote!(Scheme::basic(#name)),
        SchemeKind::Http(scheme) => quote!(Scheme::http(#name, #scheme)),
        SchemeKind::Bearer | SchemeKind::Unknown(_) => quote!(Scheme::bearer(#name)),
        SchemeKind::OAuth2(urls) => {
            let client = urls.client_credentials.iter();
            let password = urls.password.iter();
            let refresh = urls.refresh.iter();
            quote!(
                Scheme::oauth2(#name)
                #(.client_credentials_url(#client))*
                #(.password_url(#password))*
                #(.refresh_url(#refresh))*
            )
        }
        SchemeKind::OpenId => quote!(Scheme::open_id(#name)),
        SchemeKind::MutualTls => quote!(Scheme::mutual_tls(#name)),
    };
    let setter = scheme.method.map(|method| {
        let method = method.trim_start_matches("r#");
        quote!(.setter(#method))
    });
    quote!(#value #setter)
}

/// The methods of the builder.
pub(super) fn methods(krate: &Crate<'_>) -> TokenStream {
    let methods = krate.settings.scheme_methods().map(|(setter, scheme)| {
        let constant = ident(scheme.constant);
        let scheme_at = quote!(&crate::security::#constant);
        let call = match &scheme.model.kind {
            SchemeKind::ApiKey { .. } => quote!(scheme_value(#scheme_at, key)),
            SchemeKind::Http(_) => quote!(scheme_value(#scheme_at, value)),
            SchemeKind::Basic => quote!(scheme_basic(#scheme_at, user, password)),
            SchemeKind::Bearer
            | SchemeKind::OAuth2(_)
            | SchemeKind::OpenId
            | SchemeKind::MutualTls
            | SchemeKind::Unknown(_) => quote!(scheme_credentials(#scheme_at, credentials)),
        };
        let body = quote!(self.settings.#call; self);
        let head = Head::new(docs(scheme)).mutable();
        function(head, &setter, Place::Api, &body)
    });
    quote!(#(#methods)*)
}

fn docs(scheme: &Scheme<'_>) -> TokenStream {
    let name = code(&scheme.model.name).unwrap_or_default();
    let what = match &scheme.model.kind {
        SchemeKind::ApiKey { place, wire } => {
            let wire = code(wire).unwrap_or_default();
            let place = match place {
                KeyPlace::Header => format!("header {wire}"),
                KeyPlace::Query => format!("query, as {wire}"),
                KeyPlace::Cookie => format!("cookie {wire}"),
            };
            format!(
                "Sets the API key of the security scheme {name}, which is sent in the {place} as given."
            )
        }
        SchemeKind::Http(word) => {
            let word = code(word).unwrap_or_default();
            format!(
                "Sets the credentials of the security scheme {name}, which are sent in the header `Authorization` after {word} \
                 as given."
            )
        }
        SchemeKind::Basic => format!(
            "Sets the user name and the password of the security scheme {name}, which are sent by HTTP Basic authentication."
        ),
        SchemeKind::Bearer
        | SchemeKind::OAuth2(_)
        | SchemeKind::OpenId
        | SchemeKind::MutualTls
        | SchemeKind::Unknown(_) => format!(
            "Sets the credentials of only the security scheme {name}. They take precedence over those of \
             [`credentials`](Self::credentials)."
        ),
    };
    words(Doc::new().line(what), scheme).outer()
}

/// The default security of an API, for its `static`.
pub(super) fn of_api(cx: &EmitCx<'_>) -> Option<TokenStream> {
    let schemes: Vec<TokenStream> = cx
        .api
        .schemes
        .iter()
        .filter_map(|it| constant(cx, &it.name))
        .collect();
    let requirements = match &cx.api.security {
        DefaultSecurity::Undeclared => return None,
        DefaultSecurity::Optional => quote!(&[#(&[#schemes],)* &[]]),
        DefaultSecurity::Required(all) => requirements(cx, all),
    };
    Some(quote!(.security(&[#(#schemes),*], #requirements)))
}

/// The security of an operation, if it differs from the default of its API.
pub(super) fn of_operation(cx: &EmitCx<'_>, operation: &Operation) -> Option<TokenStream> {
    let DefaultSecurity::Required(default) = &cx.api.security else {
        return None;
    };
    let names = |all: &[Vec<Scopes>]| -> Vec<Vec<String>> {
        let all = all.iter();
        all.map(|schemes| schemes.iter().map(|it| it.scheme.clone()).collect())
            .collect()
    };
    if names(default) == names(&operation.requirements) {
        return None;
    }
    let requirements = requirements(cx, &operation.requirements);
    Some(quote!(.security(#requirements)))
}

fn requirements(cx: &EmitCx<'_>, all: &[Vec<Scopes>]) -> TokenStream {
    let all = all.iter().map(|schemes| {
        let schemes = schemes.iter().filter_map(|it| constant(cx, &it.scheme));
        quote!(&[#(#schemes),*])
    });
    quote!(&[#(#all),*])
}

fn constant(cx: &EmitCx<'_>, name: &str) -> Option<TokenStream> {
    let scheme = cx.rust.settings.scheme(cx.rust.module, name)?;
    let constant = ident(scheme.constant);
    Some(quote!(&crate::security::#constant))
}

/// The calls of the builder that set the credentials of the crate's first call, and whether they name `Credentials`.
pub(super) fn example(krate: &Crate<'_>, first: Option<(&str, &Operation)>) -> Vec<String> {
    let client = || {
        ".credentials(Credentials::client_credentials(\"client id\", \"client secret\"))".to_owned()
    };
    let token = || ".credentials(Credentials::bearer(\"the token\"))".to_owned();
    // Where the document declares no scheme, it names no token endpoint either.
    let undeclared = || match krate.service.token_url {
        Some(_) => vec![client()],
        None => vec![token()],
    };
    let Some(api) = krate.for_front().next() else {
        return undeclared();
    };
    let module = first.map_or(api.module, |(module, _)| module);
    let api = krate
        .apis
        .iter()
        .find(|it| it.module == module)
        .unwrap_or(api);
    let names: Vec<&str> = match (&api.model.security, first) {
        (DefaultSecurity::Undeclared, _) => return undeclared(),
        (DefaultSecurity::Optional, _) => {
            let mut schemes = api.model.schemes.iter();
            schemes
                .next()
                .map(|it| it.name.as_str())
                .into_iter()
                .collect()
        }
        (DefaultSecurity::Required(default), first) => {
            let all = first.map_or(default, |(_, operation)| &operation.requirements);
            let named = all.iter().find(|schemes| !schemes.is_empty());
            named
                .into_iter()
                .flatten()
                .map(|it| it.scheme.as_str())
                .collect()
        }
    };
    let schemes = names
        .iter()
        .filter_map(|name| krate.settings.scheme(module, name));
    let mut calls: Vec<String> = Vec::new();
    for scheme in schemes {
        let method = scheme.method.unwrap_or("credentials");
        let mut set = match &scheme.model.kind {
            SchemeKind::ApiKey { .. } => {
                let shown = scheme.model.description.as_deref().and_then(shown_value);
                vec![format!(".{method}({:?})", shown.unwrap_or("the key"))]
            }
            SchemeKind::Http(_) => vec![format!(".{method}(\"the credentials\")")],
            SchemeKind::Basic => vec![format!(".{method}(\"user\", \"password\")")],
            SchemeKind::MutualTls => Vec::new(),
            SchemeKind::OAuth2(urls) if urls.client_credentials.is_some() => {
                let url = urls.foreign_url(&api.model.servers);
                let url = url.filter(|_| krate.service.token_url.is_none());
                let url = url.into_iter().flat_map(|url| {
                    [
                        "// The document's token endpoint is on another host than the API: the client secret is sent there."
                            .to_owned(),
                        format!(".token_url({url:?})"),
                    ]
                });
                std::iter::once(client()).chain(url).collect()
            }
            SchemeKind::Bearer
            | SchemeKind::OAuth2(_)
            | SchemeKind::OpenId
            | SchemeKind::Unknown(_) => vec![token()],
        };
        set.retain(|call| !calls.contains(call));
        calls.extend(set);
    }
    calls
}

/// The use of the credentials of the crate's schemes, for its front page: only tokens are fetched.
pub(super) fn sentence(krate: &Crate<'_>) -> String {
    let schemes = || krate.apis.iter().flat_map(|api| &api.model.schemes);
    let is_undeclared = |api: &Api<'_>| api.model.security == DefaultSecurity::Undeclared;
    let has_url = |of: &dyn Fn(&TokenUrls) -> bool| {
        schemes().any(|it| matches!(&it.kind, SchemeKind::OAuth2(urls) if of(urls)))
    };
    let has_token =
        krate.apis.iter().any(is_undeclared) || schemes().any(|it| it.kind.takes_token());
    let has_other = schemes().any(|it| !it.kind.takes_token());
    let of_client = has_url(&|urls| urls.client_credentials.is_some())
        || has_token && krate.service.token_url.is_some();
    let fetched = "a token is fetched when the first request needs one, and renewed before it ends";
    match (of_client, has_token, has_other) {
        (true, _, false) => format!("{}. ", fetched.replacen('a', "A", 1)),
        (true, _, true) => format!(
            "Where an operation accepts OAuth, {fetched}; other credentials are sent as they are. "
        ),
        (false, true, _) => {
            // With these, the caller's own token or password is exchanged for another.
            let password = has_url(&|urls| urls.password.is_some());
            let refresh = has_url(&|urls| urls.refresh.is_some());
            let grants = [(password, "password"), (refresh, "refresh_token")];
            let grants = grants.iter().filter(|(has, _)| *has);
            let grants: Vec<String> = grants
                .map(|(_, grant)| format!("`Credentials::{grant}`"))
                .collect();
            let others = match &grants[..] {
                [] => "`Credentials::provider` fetches and renews tokens".to_owned(),
                grants => format!(
                    "{} and `Credentials::provider` fetch and renew tokens",
                    grants.join(", ")
                ),
            };
            format!("Credentials are sent as they are; {others}. ")
        }
        (false, false, true) => {
            "Credentials are sent as they are, with each operation that requires them. ".to_owned()
        }
        (false, false, false) => String::new(),
    }
}

/// The value of a key as its description shows it: a code span of a prefix and a placeholder, such as `SSWS {API token}`.
fn shown_value(description: &str) -> Option<&str> {
    let mut spans = description.split('`').skip(1).step_by(2);
    let value = spans.find_map(|span| {
        let value = span
            .rsplit_once(": ")
            .map_or(span, |(_, value)| value)
            .trim();
        let (prefix, placeholder) = value.split_once(' ')?;
        let is_prefix = prefix.chars().all(|c| c.is_ascii_alphanumeric());
        let is_placeholder = placeholder.starts_with(['{', '<', '[', '$']);
        (is_prefix && is_placeholder).then_some(value)
    })?;
    (value.chars().all(|c| !c.is_control()) && value.len() < 60).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_of_a_key_is_taken_from_its_description() {
        let of = |text| shown_value(text).unwrap_or_default();
        assert_eq!(
            of("Prefix it, as in `SSWS {API token}`."),
            "SSWS {API token}"
        );
        assert_eq!(of("`Authorization: Token <key>`"), "Token <key>");
        assert_eq!(of("The `X-Key` of `a service`."), "");
        assert_eq!(of("No span"), "");
    }
}
