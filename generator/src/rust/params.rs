//! Parameters: where they are sent, and which of them are arguments.

use super::ty::Ty;
use super::value::{Form, Types, Value};
use crate::model::{self, ParamStyle};
use crate::name::OperationNames;

/// Something that a request takes.
#[derive(Debug)]
pub(crate) struct Input<'a, T> {
    pub(crate) model: T,
    pub(crate) name: &'a str,
    pub(crate) value: Value<'a>,
    /// Whether it is an argument of the method; otherwise it is a setter of the request.
    pub(crate) is_argument: bool,
    pub(super) is_deprecated: bool,
}

/// A parameter, and where it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Param<'a> {
    pub(crate) model: &'a model::Param,
    pub(crate) location: Location,
    /// The value of a required parameter that is sent unless the caller sets another.
    pub(crate) preset: Option<serde_json::Value>,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// Designs all parameters of an operation, those of the path first.
pub(super) fn design<'a>(
    types: &Types<'a>,
    model: &'a model::Operation,
    names: &'a OperationNames,
    request: &Ty<'a>,
) -> Vec<Input<'a, Param<'a>>> {
    let of_location = |location, list: &'a [model::Param], names: &'a [String]| {
        let params = list.iter().zip(names);
        params.map(move |(model, name)| {
            let is_of_path = location == Location::Path;
            let preset = types.api.preset(model).filter(|_| !is_of_path);
            Input {
                name: name.as_str(),
                value: param_value(types, model, request),
                is_argument: model.required && preset.is_none(),
                is_deprecated: model.docs.deprecated,
                model: Param {
                    model,
                    location,
                    preset,
                },
            }
        })
    };
    let path = of_location(Location::Path, &model.path_params, &names.path);
    let query = of_location(Location::Query, &model.query_params, &names.query);
    let header = of_location(Location::Header, &model.header_params, &names.header);
    let cookie = of_location(Location::Cookie, &model.cookie_params, &names.cookie);
    path.chain(query).chain(header).chain(cookie).collect()
}

fn param_value<'a>(types: &Types<'a>, param: &model::Param, request: &Ty<'a>) -> Value<'a> {
    let of_request = |name| Ty::runtime(name).of([request.clone()]);
    if param.style == ParamStyle::Filter {
        Value {
            ty: of_request("Filter"),
            form: Form::Into,
        }
    } else if param.style == ParamStyle::Sorters {
        let sorter = of_request("Sorter");
        Value {
            ty: sorter.clone().list(),
            form: Form::Items(sorter),
        }
    } else {
        types.value(&param.ty)
    }
}
