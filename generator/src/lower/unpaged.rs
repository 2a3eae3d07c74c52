//! Lists with parameters for pages that the client does not read page after page.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, Method, Operation, Outcome, Param, Scalar, Shape, TypeRef};

/// Names of parameters that select a page, without case and separators. `limit` and `offset` are none of them: they also bound
/// results that have no pages. Neither is `page`, which may be the name of one, unless it is an optional whole number.
const OF_PAGES: [&str; 8] = [
    "continuationtoken",
    "cursor",
    "nextpagetoken",
    "pagenum",
    "pagenumber",
    "pagesize",
    "pagetoken",
    "perpage",
];

/// Reports each operation that returns a page, where nothing says how the next one is requested.
pub(super) fn report(api: &Api, diagnostics: &mut Diagnostics) {
    for (_, operation) in api.operations.iter() {
        let is_page = operation.paging.is_none() && returns_list(api, operation);
        let mut params = operation.query_params.iter();
        if let Some(param) = params.find(|it| is_page && is_of_pages(api, it)) {
            let message = format!(
                "`{}` is not read page after page, although it has the parameter `{}`",
                operation.id, param.wire
            );
            let help = "call it in a loop; `items()` and `pages()` are for lists with an offset, whose parameters `[service.lists]` names";
            let found = Diagnostic::warning(Code::UnpagedList, &param.at, message);
            diagnostics.push(found.help(help));
        }
    }
}

/// Returns whether the success is a list, or an object that may hold one.
fn returns_list(api: &Api, operation: &Operation) -> bool {
    let Outcome::Json(success) = &operation.outcome else {
        return false;
    };
    let holds_list = || {
        let TypeRef::Named(id) = api.resolved(success) else {
            return false;
        };
        let Shape::Struct(shape) = &api.types[*id].shape else {
            return false;
        };
        let mut fields = shape.fields.iter();
        fields.any(|field| matches!(api.resolved(&field.ty), TypeRef::List(_)))
    };
    matches!(operation.method, Method::Get | Method::Post)
        && (matches!(api.resolved(success), TypeRef::List(_)) || holds_list())
}

fn is_of_pages(api: &Api, param: &Param) -> bool {
    let letters = param.wire.chars().filter(|it| it.is_alphanumeric());
    let name: String = letters.map(|it| it.to_ascii_lowercase()).collect();
    let is_whole = || {
        matches!(
            api.resolved(&param.ty),
            TypeRef::Scalar(Scalar::I32 | Scalar::I64 | Scalar::U64 | Scalar::Integer)
        )
    };
    OF_PAGES.contains(&name.as_str()) || (name == "page" && !param.required && is_whole())
}
