//! Parameters of a path, and the places of its template.

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::Reporter;
use crate::model::{ParamStyle, PathPart, PathTemplate, QueryPart};
use crate::spec_path::SpecPath;

impl Reporter<'_> {
    /// A path parameter in the query of the path is a query parameter.
    pub(super) fn match_query(
        self,
        template: &PathTemplate,
        params: &mut crate::lower::operation::parameter::Params,
        at: &SpecPath,
    ) {
        for (name, value) in &template.query {
            let QueryPart::Param(param) = value else {
                continue;
            };
            let declared = params.path.iter().position(|it| it.wire == *param);
            let declared = declared.map(|n| params.path.remove(n));
            if params.query.iter().any(|it| it.wire == *name) {
                continue;
            }
            let mut of_query = declared.unwrap_or_else(|| self.not_declared(param, params, at));
            of_query.wire.clone_from(name);
            if of_query.style == ParamStyle::Simple {
                of_query.style = ParamStyle::Form;
            }
            params.query.push(of_query);
        }
    }

    /// A parameter of the path that is not declared.
    pub(super) fn not_declared(
        self,
        name: &str,
        elsewhere: &crate::lower::operation::parameter::Params,
        at: &SpecPath,
    ) -> crate::model::Param {
        let message = format!(
            "the path names `{{{name}}}`, but no path parameter of that name is declared; it is taken as a string"
        );
        let diagnostic = Diagnostic::warning(Code::PathParameterMismatch, at, message);
        let mut others = elsewhere
            .query
            .iter()
            .chain(&elsewhere.header)
            .chain(&elsewhere.cookie);
        self.report(match others.find(|param| param.wire == name) {
            Some(other) => diagnostic
                .also(&other.at)
                .help("write `in: path` and `required: true` at the parameter of that name"),
            None => diagnostic.help(format!(
                "declare it: `{{name: {name}, in: path, required: true, schema: {{type: string}}}}`"
            )),
        });
        crate::lower::operation::parameter::undeclared(name, at)
    }

    /// Sorts the path parameters in the order of the path, and fixes those that don't match it.
    pub(super) fn match_template(
        self,
        template: &PathTemplate,
        mut declared: Vec<crate::model::Param>,
        elsewhere: &crate::lower::operation::parameter::Params,
        at: &SpecPath,
    ) -> Vec<crate::model::Param> {
        self.match_names(template, &mut declared);
        let mut params: Vec<crate::model::Param> = Vec::new();
        for part in &template.parts {
            let PathPart::Param(name) = part else {
                continue;
            };
            if params.iter().any(|param| param.wire == *name) {
                continue;
            }
            let known = declared.iter().position(|param| param.wire == *name);
            params.push(if let Some(known) = known {
                declared.remove(known)
            } else {
                self.not_declared(name, elsewhere, at)
            });
        }
        for param in declared {
            let name = &param.wire;
            let message =
                format!("the path does not name the path parameter `{name}`; it is skipped");
            let help = match template.in_other_signs(name) {
                Some(signs) => format!("write `{{{name}}}` in the path instead of `{signs}`"),
                None => "name it in the path, or remove the parameter".to_owned(),
            };
            self.report(
                Diagnostic::warning(Code::PathParameterMismatch, &param.at, message).help(help),
            );
        }
        params
    }

    /// Where the path has one name that nobody declares, and one parameter is declared that the path does not have, the two
    /// are one.
    pub(super) fn match_names(self, template: &PathTemplate, declared: &mut [crate::model::Param]) {
        let named = |name: &String| {
            let mut parts = template.parts.iter();
            parts.any(|part| matches!(part, PathPart::Param(known) if known == name))
        };
        let mut open: Vec<&String> = Vec::new();
        for part in &template.parts {
            if let PathPart::Param(name) = part
                && !declared.iter().any(|param| param.wire == *name)
                && !open.contains(&name)
            {
                open.push(name);
            }
        }
        let mut left = declared.iter_mut().filter(|param| !named(&param.wire));
        if let ([name], Some(param), None) = (&open[..], left.next(), left.next()) {
            let message = format!(
                "the path names `{{{name}}}`, and its parameter is declared as `{}`; they are taken for one",
                param.wire
            );
            let help = if name.starts_with(&format!("{}:", param.wire)) {
                format!(
                    "write `{{{}}}` in the path, and what it looks like as a `pattern` in its `schema`",
                    param.wire
                )
            } else {
                format!("write `name: {name}`")
            };
            param.wire.clone_from(name);
            self.report(
                Diagnostic::warning(Code::PathParameterMismatch, &param.at, message).help(help),
            );
        }
    }
}
