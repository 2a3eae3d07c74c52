//! The facts about the service that no document states, and the crate's configuration.
//!
//! ```text
//! pub(crate) static SERVICE: Service = Service::new().total_count_header("X-Total-Count");
//!
//! pub type Config = runtime::Config<Places>;
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::print::{ident, uses};
use crate::config::service::{ConfigPlace, Errors, Lists, PlaceKind, Service, TokenAuthentication};
use crate::rust::{Crate, imports};

/// `service_facts.rs`.
pub(super) fn facts(krate: &Crate<'_>) -> TokenStream {
    let service = krate.service;
    let setters = setters(service);
    let config = (!service.places.is_empty()).then(|| config(krate));
    let imports = uses(&imports::of_service_facts(krate));
    quote! {
        //! Facts about the service that no OpenAPI document states.

        #imports

        /// The facts that the client and the mock server use.
        pub(crate) static SERVICE: codegen::Service = codegen::Service::new() #setters;

        #config
    }
}

/// `.total_count_header("X-Total-Count")` and so on.
fn setters(service: &Service) -> TokenStream {
    let texts = [
        ("total_count_header", &service.total_count_header),
        ("deprecation_header", &service.deprecation_header),
        ("token_path", &service.token_url),
        ("event_end", &service.event_end),
    ];
    let texts = texts.iter().filter_map(|(setter, text)| {
        let (setter, text) = (ident(setter), text.as_ref()?);
        Some(quote!(.#setter(#text)))
    });
    let status = service.feature_disabled_status;
    let status = status.map(|status| {
        let status = proc_macro2::Literal::u16_unsuffixed(status);
        quote!(.feature_disabled(#status))
    });
    let basic = (service.token_authentication == TokenAuthentication::Basic)
        .then(|| quote!(.token_basic()));
    let limit = service.rate_limit.as_ref().map(|limit| {
        let requests = usize::try_from(limit.requests).unwrap_or(usize::MAX);
        let requests = proc_macro2::Literal::usize_unsuffixed(requests);
        let seconds = proc_macro2::Literal::u64_unsuffixed(limit.seconds);
        let lanes = limit.lanes.iter().map(
            |(lane, modules)| quote!(codegen::RateLane { name: #lane, apis: &[#(#modules),*] }),
        );
        let lanes = (!limit.lanes.is_empty()).then(|| quote!(.rate_lanes(&[#(#lanes),*])));
        quote!(.rate_limit(#requests, #seconds) #lanes)
    });
    let variables = (!service.variables.is_empty()).then(|| {
        let variables = service.variables.iter().map(|(name, variable)| {
            let hosts = &variable.hosts;
            quote!(codegen::Spellings { name: #name, hosts: &[#(#hosts),*] })
        });
        quote!(.spellings(&[#(#variables),*]))
    });
    let lists = service.lists.as_ref().map(lists);
    let errors = errors(&service.errors);
    quote!(#(#texts)* #status #basic #limit #variables #lists #errors)
}

/// How raw calls read lists. What else is known of a list, its operation says.
fn lists(lists: &Lists) -> TokenStream {
    let Lists {
        limit,
        offset,
        count,
        page_size,
        largest_page,
        keyset: _,
    } = lists;
    let number = |number: &u64| proc_macro2::Literal::u64_unsuffixed(*number);
    let page_size = number(page_size);
    let largest = largest_page.as_ref().map(number);
    let largest = largest.map(|number| quote!(.largest_page(#number)));
    let count = count.as_ref().map(|name| quote!(.count(#name)));
    quote!(.lists(codegen::Paging::offset(#offset, #limit, #page_size) #largest #count))
}

fn errors(errors: &Errors) -> TokenStream {
    let lists = [
        ("code", &errors.code),
        ("request_id", &errors.request_id),
        ("message", &errors.message),
        ("text", &errors.text),
    ];
    let lists = lists.iter().filter(|(_, names)| !names.is_empty());
    let mut fields: Vec<TokenStream> = lists
        .map(|(field, names)| {
            let field = ident(field);
            quote!(#field: &[#(#names),*])
        })
        .collect();
    let names = [
        ("messages", &errors.messages),
        ("causes", &errors.causes),
        ("locale", &errors.locale),
        ("locale_origin", &errors.locale_origin),
    ];
    fields.extend(names.iter().filter_map(|(field, name)| {
        let (field, name) = (ident(field), name.as_ref()?);
        Some(quote!(#field: Some(#name)))
    }));
    let fields = (!fields.is_empty()).then(|| {
        let rest = (fields.len() < 8).then(|| quote!(..codegen::ErrorFields::NONE));
        quote!(.errors(codegen::ErrorFields { #(#fields,)* #rest }))
    });
    let by_status = errors.bodies.iter().filter_map(|(status, body)| {
        let status = proc_macro2::Literal::u16_unsuffixed(status.parse().ok()?);
        Some(quote!((#status, #body)))
    });
    let other = option(errors.bodies.get("other"));
    let bodies = (!errors.bodies.is_empty()).then(|| {
        quote!(.error_bodies(codegen::ErrorBodies { by_status: &[#(#by_status),*], other: #other }))
    });
    quote!(#fields #bodies)
}

/// The type of the crate's configuration, and where it comes from.
fn config(krate: &Crate<'_>) -> TokenStream {
    let service = krate.service;
    let docs = Doc::new()
        .line("Base URL and credentials, all from one place.")
        .line(
            "`Config::load` tries these places and takes the first that names a base URL as a whole, so that a secret of one \
             place is never sent to the address of another:",
        )
        .block(service.places.iter().enumerate().map(|(n, place)| {
            format!("{}. {}", n + 1, described(place))
        }))
        .outer();
    let places = service.places.iter().map(place);
    let kinds = krate.place_traits();
    let kinds = kinds
        .iter()
        .map(|name| ident(name.trim_start_matches("codegen::")));
    quote! {
        #docs
        pub type Config = runtime::Config<Places>;

        /// The places of a [`Config`].
        #[doc(hidden)]
        #[derive(Debug)]
        pub struct Places(());

        impl runtime::codegen::ConfigFacts for Places {
            const PLACES: &'static [codegen::Place] = &[#(#places),*];
        }

        #(impl runtime::codegen::#kinds for Places {})*
    }
}

fn place(place: &ConfigPlace) -> TokenStream {
    let (base_url, id, secret) = (&place.base_url, &place.client_id, &place.client_secret);
    let variant = match place.kind {
        PlaceKind::Environment => {
            return quote! {
                codegen::Place::Environment(codegen::ConfigVariables {
                    base_url: #base_url,
                    client_id: #id,
                    client_secret: #secret,
                })
            };
        }
        PlaceKind::Json => ident("JsonFile"),
        PlaceKind::Yaml => ident("YamlFile"),
    };
    let path = place.path.as_deref().unwrap_or_default();
    let requires = place
        .requires
        .iter()
        .map(|(pointer, value)| quote!((#pointer, #value)));
    let (active, note) = (option(place.active.as_ref()), option(place.note.as_ref()));
    quote! {
        codegen::Place::#variant(codegen::ConfigFile {
            path: #path,
            requires: &[#(#requires),*],
            active: #active,
            base_url: #base_url,
            client_id: #id,
            client_secret: #secret,
            note: #note,
        })
    }
}

fn option(text: Option<&String>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

/// A place in words.
fn described(place: &ConfigPlace) -> String {
    let named = |text: &str| text.trim_start_matches('/').replace('/', ".");
    let keys = [&place.base_url, &place.client_id, &place.client_secret];
    let [base_url, id, secret] = keys.map(|key| named(key));
    match (place.kind, &place.path) {
        (PlaceKind::Json | PlaceKind::Yaml, Some(path)) => match &place.active {
            Some(active) => format!(
                "the file `{path}`, with `{base_url}`, `{id}` and `{secret}`, where `{{}}` is its `{}`",
                named(active)
            ),
            None => format!("the file `{path}`, with `{base_url}`, `{id}` and `{secret}`"),
        },
        _ => format!("the environment variables `{base_url}`, `{id}` and `{secret}`"),
    }
}
