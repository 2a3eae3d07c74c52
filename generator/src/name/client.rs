//! Names of what a client is set up with: servers and their variables, across all documents of the crate.

use std::collections::{BTreeMap, BTreeSet};

use super::pins::Pin;
use super::scope::{Candidate, Scope};
use super::{Case, case};
use crate::diagnostic::Diagnostics;
use crate::model::{Api, SchemeKind, SecurityScheme, Server, ServerVariable};
use crate::spec_path::SpecPath;

/// The methods that every builder of a client has, for all documents.
const BUILDER_METHODS: &[&str] = &[
    "add_root_certificates",
    "app_info",
    "attempt_timeout",
    "base_url",
    "build",
    "client_identity",
    "clock",
    "clone",
    "config",
    "connect_timeout",
    "credentials",
    "default",
    "default_header",
    "fmt",
    "http1_only",
    "http2_pings",
    "http_client",
    "idle_timeout",
    "limiter",
    "max_idle_connections",
    "max_requests_in_flight",
    "max_response_size",
    "middleware",
    "new",
    "no_http2_pings",
    "no_proxy",
    "proxy",
    "rate_limit",
    "read_timeout",
    "retry",
    "server",
    "settings",
    "timeout",
    "timeouts",
    "token_url",
    "user_agent",
];

/// Types at the root of the crate, besides those that it gives again of the runtime.
const TAKEN_TYPES: &[&str] = &["Client", "ClientBuilder", "Config", "Server"];

/// The names of what a client is set up with.
#[derive(Debug, Default)]
pub(crate) struct ClientNames {
    /// By the variable's name in the documents.
    pub(crate) variables: BTreeMap<String, VariableNames>,
    /// The variants of the enum of servers.
    pub(crate) servers: Vec<ServerNames>,
    /// The security schemes.
    pub(crate) schemes: Vec<SchemeNames>,
}

/// A security scheme, shared by the documents that define it alike.
#[derive(Debug)]
pub(crate) struct SchemeNames {
    /// The `static`.
    pub(crate) constant: String,
    /// The method of the builder; `None` if the general credentials are all that it needs.
    pub(crate) method: Option<String>,
    /// Its name in the documents.
    pub(crate) name: String,
    /// The modules of those documents.
    pub(crate) modules: BTreeSet<String>,
}

#[derive(Debug)]
pub(crate) struct VariableNames {
    /// The method of the builder.
    pub(crate) method: String,
    /// The enum of its values, and the variant of each; `None` if any text is a value.
    pub(crate) values: Option<(String, BTreeMap<String, String>)>,
}

/// A server that callers can choose.
#[derive(Debug)]
pub(crate) struct ServerNames {
    pub(crate) variant: String,
    /// Its URL in each document that has it.
    pub(crate) urls: BTreeSet<String>,
}

/// Names the settings of the client of all these APIs.
///
/// `pins` are the methods that the configuration names, by the addresses of their schemes; `reexports` are the types that the crate gives again of the runtime.
pub(crate) fn assign(
    apis: &[&Api],
    pins: &BTreeMap<SpecPath, Pin>,
    reexports: &[&str],
    diagnostics: &mut Diagnostics,
) -> ClientNames {
    let mut variables: BTreeMap<&str, Vec<&ServerVariable>> = BTreeMap::new();
    for api in apis {
        for variable in api.variables() {
            variables.entry(&variable.name).or_default().push(variable);
        }
    }
    let candidates: Vec<Candidate> = variables
        .values()
        .map(|all| candidate(all[0], &all[0].name))
        .collect();
    let schemes = distinct_schemes(apis, pins);
    let setters = schemes.iter().filter_map(|it| it.setter.clone());
    let all: Vec<Candidate> = candidates.iter().cloned().chain(setters).collect();
    let mut methods = Scope::reserving(BUILDER_METHODS.iter().copied())
        .assign(Case::Method, &all, diagnostics)
        .into_iter();
    let reexports = reexports
        .iter()
        .map(|it| it.rsplit("::").next().unwrap_or(it));
    let mut types = Scope::reserving(reexports.chain(TAKEN_TYPES.iter().copied()));
    let items = types.assign(Case::Type, &candidates, diagnostics);
    let names = variables.iter().zip(methods.by_ref()).zip(items);
    let variables: Vec<_> = names
        .map(|(((name, all), method), item)| {
            let first = all[0];
            // The same values wherever the variable is, or any text.
            let is_enum =
                !first.values.is_empty() && all.iter().all(|it| it.values == first.values);
            let values = is_enum.then(|| {
                let candidates: Vec<Candidate> =
                    first.values.iter().map(|it| candidate(first, it)).collect();
                let variants = Scope::default().assign(Case::Variant, &candidates, diagnostics);
                (item, first.values.iter().cloned().zip(variants).collect())
            });
            ((*name).to_owned(), VariableNames { method, values })
        })
        .collect();
    let variables = variables.into_iter().collect();
    let servers = client_servers(apis, diagnostics);
    let constants: Vec<Candidate> = schemes.iter().map(|it| it.constant.clone()).collect();
    let constants = Scope::default().assign(Case::Constant, &constants, diagnostics);
    let schemes = schemes.into_iter().zip(constants);
    let schemes = schemes.map(|(scheme, constant)| SchemeNames {
        constant,
        method: scheme.setter.and_then(|_| methods.next()),
        name: scheme.model.name.clone(),
        modules: scheme.modules,
    });
    ClientNames {
        variables,
        servers,
        schemes: schemes.collect(),
    }
}

/// A security scheme, and its preferred names.
struct DistinctScheme<'a> {
    model: &'a SecurityScheme,
    modules: BTreeSet<String>,
    constant: Candidate,
    setter: Option<Candidate>,
}

/// The schemes of all documents: those of one name and one kind are one. If kinds differ, names are qualified by the module.
fn distinct_schemes<'a>(
    apis: &[&'a Api],
    pins: &BTreeMap<SpecPath, Pin>,
) -> Vec<DistinctScheme<'a>> {
    let mut all: BTreeMap<(&str, &SchemeKind), (&'a SecurityScheme, BTreeSet<String>)> =
        BTreeMap::new();
    let mut pinned: BTreeMap<(&str, &SchemeKind), &Pin> = BTreeMap::new();
    for api in apis {
        for scheme in &api.schemes {
            let (_, modules) = all
                .entry((&scheme.name, &scheme.kind))
                .or_insert_with(|| (scheme, BTreeSet::new()));
            modules.insert(api.module.clone());
            if let Some(pin) = pins.get(&scheme.at) {
                pinned.insert((&scheme.name, &scheme.kind), pin);
            }
        }
    }
    let tokens = all.keys().filter(|(_, kind)| kind.takes_token()).count();
    let names: Vec<&str> = all.keys().map(|(name, _)| *name).collect();
    let schemes = all.iter().map(|((name, kind), (model, modules))| {
        let is_shared = names.iter().filter(|it| *it == name).count() == 1;
        let text = if is_shared {
            (*name).to_owned()
        } else {
            let modules: Vec<&str> = modules.iter().map(String::as_str).collect();
            format!("{} {name}", modules.join(" "))
        };
        let candidate = |text: String| Candidate {
            wire: (*name).to_owned(),
            text,
            role: role(kind),
            pin: None,
            at: model.at.clone(),
        };
        let setter = match kind {
            kind if pinned.contains_key(&(*name, *kind)) && **kind != SchemeKind::MutualTls => {
                Some(Candidate {
                    pin: pinned.get(&(*name, *kind)).map(|it| (*it).clone()),
                    ..candidate(text.clone())
                })
            }
            // The general credentials satisfy the only one.
            kind if kind.takes_token() && tokens < 2 => None,
            kind if kind.takes_token() => Some(candidate(format!("{text} credentials"))),
            kind => (**kind != SchemeKind::MutualTls).then(|| candidate(text.clone())),
        };
        DistinctScheme {
            model,
            modules: modules.clone(),
            constant: candidate(text),
            setter,
        }
    });
    schemes.collect()
}

/// The word that qualifies the name of a scheme's method.
fn role(kind: &SchemeKind) -> &'static str {
    match kind {
        SchemeKind::ApiKey { .. } => "key",
        SchemeKind::Basic => "login",
        SchemeKind::Http(_) => "authorization",
        SchemeKind::MutualTls => "certificate",
        SchemeKind::Bearer
        | SchemeKind::OAuth2(_)
        | SchemeKind::OpenId
        | SchemeKind::Unknown(_) => "token",
    }
}

fn candidate(variable: &ServerVariable, text: &str) -> Candidate {
    Candidate {
        wire: text.to_owned(),
        text: text.to_owned(),
        role: "variable",
        pin: None,
        at: variable.at.clone(),
    }
}

/// The servers of all documents, unless the variables that callers set select one. Those of one origin are one server, where no document has two of that origin.
fn client_servers(apis: &[&Api], diagnostics: &mut Diagnostics) -> Vec<ServerNames> {
    let count = |origin: &str| {
        let counts = apis.iter().map(|api| {
            let same = api.servers.iter().filter(|it| it.origin() == origin);
            same.count()
        });
        counts.max().unwrap_or_default()
    };
    let mut servers: BTreeMap<&str, (usize, &Server, BTreeSet<String>)> = BTreeMap::new();
    for server in apis.iter().flat_map(|api| &api.servers) {
        let key = match server.origin() {
            origin if count(origin) > 1 => server.url.as_str(),
            origin => origin,
        };
        let place = servers.len();
        let (_, _, urls) = servers
            .entry(key)
            .or_insert_with(|| (place, server, BTreeSet::new()));
        urls.insert(server.url.clone());
    }
    let are_distinct = |api: &&&Api| {
        let mut rest = api.servers.iter().skip(1);
        rest.all(|it| is_known_by_variables(it, &api.servers))
    };
    if servers.len() < 2 || apis.iter().filter(are_distinct).count() == apis.len() {
        return Vec::new();
    }
    let mut servers: Vec<_> = servers.into_values().collect();
    servers.sort_by_key(|(place, _, _)| *place);
    let firsts: Vec<&Server> = servers.iter().map(|(_, server, _)| *server).collect();
    let variants = variants(&firsts, diagnostics);
    let named = servers.into_iter().zip(variants);
    named
        .map(|((_, _, urls), variant)| ServerNames { variant, urls })
        .collect()
}

/// Returns whether a server is selected by a variable that the caller must set, and no other server has.
fn is_known_by_variables(server: &Server, all: &[Server]) -> bool {
    let mut required = server.variables.iter().filter(|it| it.is_required);
    required.any(|variable| {
        let has = |it: &&Server| it.variables.iter().any(|other| other.name == variable.name);
        all.iter().filter(has).count() == 1
    })
}

/// The longest description that is a name rather than a sentence, in words.
const LONGEST_NAME: usize = 3;

/// The variants of an enum of servers: their descriptions if these are short, or else the parts in which their URLs differ.
pub(super) fn variants(servers: &[&Server], diagnostics: &mut Diagnostics) -> Vec<String> {
    let described: Vec<&str> = servers
        .iter()
        .filter_map(|it| it.description.as_deref())
        .map(|it| it.trim().trim_end_matches('.'))
        .filter(|it| it.split_whitespace().count() <= LONGEST_NAME)
        .filter(|it| case::name(Case::Variant, it).is_some())
        .collect();
    let distinct: BTreeSet<_> = described.iter().map(|it| it.to_lowercase()).collect();
    let texts: Vec<String> = if distinct.len() == servers.len() {
        described.into_iter().map(str::to_owned).collect()
    } else {
        differences(servers)
    };
    let candidates: Vec<Candidate> = servers
        .iter()
        .zip(texts)
        .map(|(server, text)| Candidate {
            wire: server.url.clone(),
            text,
            role: "server",
            pin: None,
            at: server.at.clone(),
        })
        .collect();
    Scope::default().assign(Case::Variant, &candidates, diagnostics)
}

/// For each URL the words that are not in all of them; the words of the whole URL where nothing is left.
fn differences(servers: &[&Server]) -> Vec<String> {
    let words = |server: &Server| -> Vec<String> {
        let (_, rest) = server.url.split_once("://").unwrap_or(("", &server.url));
        let words = rest.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let all: Vec<Vec<String>> = servers.iter().map(|it| words(it)).collect();
    let is_shared = |word: &String| all.iter().all(|words| words.contains(word));
    let texts = all.iter().map(|words| {
        let own: Vec<&str> = words
            .iter()
            .filter(|it| !is_shared(it))
            .map(String::as_str)
            .collect();
        if own.is_empty() {
            words.join(" ")
        } else {
            own.join(" ")
        }
    });
    texts.collect()
}
