//! Settings that the documents add to the client's builder: server variables and the choice of a server.

use std::collections::BTreeSet;

use super::function::Fn;
use super::ty::Ty;
use crate::model::{Api, SchemeKind, SecurityScheme, Server, ServerVariable};
use crate::name::{ClientNames, SchemeNames, ServerNames};

/// The settings that servers and security schemes need.
#[derive(Debug)]
pub(crate) struct Settings<'a> {
    /// By name, those of operations' own servers included.
    pub(crate) variables: Vec<Variable<'a>>,
    /// The servers of the documents, if there are several.
    pub(crate) servers: Option<Choice<'a>>,
    /// By name.
    pub(crate) schemes: Vec<Scheme<'a>>,
}

/// A security scheme: a `static`, and perhaps a method of the builder.
#[derive(Debug)]
pub(crate) struct Scheme<'a> {
    /// That of the first document that has it.
    pub(crate) model: &'a SecurityScheme,
    pub(crate) constant: &'a str,
    pub(crate) method: Option<&'a str>,
    names: &'a SchemeNames,
}

/// A variable of servers: a method of the builder.
#[derive(Debug)]
pub(crate) struct Variable<'a> {
    pub(crate) model: &'a ServerVariable,
    /// The first server that has it.
    pub(crate) server: &'a Server,
    pub(crate) method: &'a str,
    /// The enum of its values.
    pub(crate) values: Option<Choice<'a>>,
    /// The first description that a server has of it.
    pub(crate) description: Option<&'a str>,
    /// The values that servers list for it, if they do not all list the same.
    pub(crate) listed: BTreeSet<&'a str>,
}

/// An enum of texts that the document lists.
#[derive(Debug)]
pub(crate) struct Choice<'a> {
    pub(crate) name: &'a str,
    pub(crate) variants: Vec<ChoiceVariant<'a>>,
}

#[derive(Debug)]
pub(crate) struct ChoiceVariant<'a> {
    pub(crate) name: &'a str,
    pub(crate) description: Option<&'a str>,
    /// Its meaning: a value, or the URLs of a server.
    pub(crate) texts: Vec<&'a str>,
}

/// Designs the settings that the servers of these APIs need.
pub(super) fn design<'a>(apis: &[&'a Api], names: &'a ClientNames) -> Settings<'a> {
    let mut variables: Vec<Variable<'a>> = Vec::new();
    for api in apis {
        let own = api.operations.iter().flat_map(|(_, it)| &it.servers);
        for server in api.servers.iter().chain(own) {
            for model in &server.variables {
                let known = variables.iter_mut().find(|it| it.model.name == model.name);
                match known {
                    Some(known) => known.add(model),
                    None => variables.push(variable(server, model, names)),
                }
            }
        }
    }
    variables.sort_by_key(|it| it.method);
    let servers: Vec<&Server> = apis.iter().flat_map(|api| &api.servers).collect();
    let variants = names.servers.iter().filter_map(|it| server(it, &servers));
    let variants: Vec<ChoiceVariant<'_>> = variants.collect();
    Settings {
        variables,
        servers: (variants.len() > 1).then_some(Choice {
            name: "Server",
            variants,
        }),
        schemes: schemes(apis, names),
    }
}

fn schemes<'a>(apis: &[&'a Api], names: &'a ClientNames) -> Vec<Scheme<'a>> {
    let schemes = names.schemes.iter().filter_map(|names| {
        let mut apis = apis
            .iter()
            .filter(|api| names.modules.contains(&api.module));
        let model = apis.find_map(|api| api.schemes.iter().find(|it| it.name == names.name))?;
        Some(Scheme {
            model,
            constant: &names.constant,
            method: names.method.as_deref(),
            names,
        })
    });
    schemes.collect()
}

fn variable<'a>(
    server: &'a Server,
    model: &'a ServerVariable,
    names: &'a ClientNames,
) -> Variable<'a> {
    let names = &names.variables[&model.name];
    let values = names.values.as_ref().map(|(name, variants)| Choice {
        name,
        variants: model
            .values
            .iter()
            .map(|value| ChoiceVariant {
                name: &variants[value],
                description: None,
                texts: vec![value],
            })
            .collect(),
    });
    let mut variable = Variable {
        model,
        server,
        method: &names.method,
        values,
        description: None,
        listed: BTreeSet::new(),
    };
    variable.add(model);
    variable
}

fn server<'a>(names: &'a ServerNames, servers: &[&'a Server]) -> Option<ChoiceVariant<'a>> {
    let first = servers.iter().find(|it| names.urls.contains(&it.url))?;
    Some(ChoiceVariant {
        name: &names.variant,
        description: first.description.as_deref(),
        texts: names.urls.iter().map(String::as_str).collect(),
    })
}

impl<'a> Choice<'a> {
    /// The servers of an operation.
    pub(super) fn of_servers(
        name: &'a str,
        variants: &'a [String],
        servers: &'a [Server],
    ) -> Option<Self> {
        let variants = variants.iter().zip(servers);
        let variants: Vec<_> = variants
            .map(|(name, server)| ChoiceVariant {
                name,
                description: server.description.as_deref(),
                texts: vec![&server.url],
            })
            .collect();
        (variants.len() > 1).then_some(Self { name, variants })
    }

    /// The method that takes it; `of` is where its type is declared.
    pub(crate) fn setter(&self, of: impl FnOnce(&'a str) -> Ty<'a>) -> Fn<'a> {
        Fn::new("server", Ty::SELF).argument("server", of(self.name))
    }
}

impl<'a> Variable<'a> {
    /// Adds what another server says of the variable.
    fn add(&mut self, model: &'a ServerVariable) {
        self.description = self.description.or(model.description.as_deref());
        if self.values.is_none() {
            self.listed.extend(model.values.iter().map(String::as_str));
        }
    }

    /// The method of the builder.
    pub(crate) fn setter(&self) -> Fn<'a> {
        let ty = match &self.values {
            Some(choice) => Ty::in_crate(choice.name),
            None => Ty::STRING.into_self(),
        };
        Fn::new(self.method, Ty::SELF).argument(self.method, ty)
    }
}

impl<'a> Scheme<'a> {
    /// The method of the builder.
    pub(crate) fn setter(&self) -> Option<Fn<'a>> {
        let method = Fn::new(self.method?, Ty::SELF);
        let text = || Ty::STRING.into_self();
        Some(match &self.model.kind {
            SchemeKind::ApiKey { .. } => method.argument("key", text()),
            SchemeKind::Http(_) => method.argument("value", text()),
            SchemeKind::Basic => method.argument("user", text()).argument("password", text()),
            SchemeKind::Bearer
            | SchemeKind::OAuth2(_)
            | SchemeKind::OpenId
            | SchemeKind::MutualTls
            | SchemeKind::Unknown(_) => method.argument("credentials", Ty::runtime("Credentials")),
        })
    }
}

impl<'a> Settings<'a> {
    /// The scheme that a document has under that name.
    pub(crate) fn scheme(&self, module: &str, name: &str) -> Option<&Scheme<'a>> {
        let is = |it: &&Scheme<'a>| it.names.name == name && it.names.modules.contains(module);
        self.schemes.iter().find(is)
    }

    /// The methods of the builder for security schemes.
    pub(crate) fn scheme_methods(&self) -> impl Iterator<Item = (Fn<'a>, &Scheme<'a>)> {
        self.schemes
            .iter()
            .filter_map(|it| Some((it.setter()?, it)))
    }

    /// The methods of the builder.
    pub(crate) fn methods(&self) -> impl Iterator<Item = (Fn<'a>, &Variable<'a>)> {
        self.variables.iter().map(|it| (it.setter(), it))
    }

    /// The enums, each with the place in the document that it comes from.
    pub(crate) fn choices(&self) -> impl Iterator<Item = &Choice<'a>> {
        let values = self.variables.iter().filter_map(|it| it.values.as_ref());
        self.servers.iter().chain(values)
    }
}
