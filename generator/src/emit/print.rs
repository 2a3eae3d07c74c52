//! The crate as data to tokens: types, signatures, and the values that setters make of their arguments.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::rust::{Argument, Fn, Form, Import, Path, Receiver, Ty};

/// The module in which something is written, which decides how it names the crate's own types.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The root of the crate, or the module of an API.
    Api,
    /// A module of `models`, which imports its neighbours.
    Models,
    /// A group's module.
    Group,
    /// The module of an operation, which imports `models`.
    Operation,
    /// A module below a group's, which imports `models`.
    Below,
    /// A module of a group's `fields`, which imports `models` and `operators`.
    Fields,
}

/// A name as a token.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A type.
pub(super) fn ty(ty: &Ty<'_>, place: Place) -> TokenStream {
    let inner = |it: &Ty<'_>| self::ty(it, place);
    match ty {
        Ty::Path(path, arguments) => {
            let path = self::path(path, place);
            if arguments.is_empty() {
                return path;
            }
            let arguments = arguments.iter().map(inner);
            quote!(#path<#(#arguments),*>)
        }
        Ty::Tuple(items) => {
            let items = items.iter().map(inner);
            quote!((#(#items),*))
        }
        Ty::Str => quote!(&str),
        Ty::ByteSlice => quote!(&[u8]),
        Ty::Into(ty) => {
            let (name, parameter) = ty.conversion();
            let (name, parameter) = (path(&name, place), inner(parameter));
            quote!(impl #name<#parameter>)
        }
        Ty::Items(item) => {
            if let Some((name, parameter)) = item.items_conversion() {
                let (name, parameter) = (path(&name, place), inner(parameter));
                return quote!(impl #name<#parameter>);
            }
            let (name, parameter) = item.conversion();
            let (name, parameter) = (path(&name, place), inner(parameter));
            quote!(impl IntoIterator<Item: #name<#parameter>>)
        }
        Ty::Iterator(item) => {
            let item = inner(item);
            quote!(impl IntoIterator<Item = #item>)
        }
    }
}

fn path(path: &Path<'_>, place: Place) -> TokenStream {
    match path {
        Path::Std(name) => segments(name),
        Path::Runtime(name) => {
            let name = segments(name);
            quote!(runtime::#name)
        }
        Path::Model(name) | Path::Id(name) => {
            let name = ident(name);
            match place {
                Place::Models => quote!(#name),
                Place::Group => quote!(super::models::#name),
                Place::Api | Place::Operation | Place::Below | Place::Fields => {
                    quote!(models::#name)
                }
            }
        }
        Path::Group(module, name) => {
            let (module, name) = (ident(module), ident(name));
            match place {
                Place::Api => quote!(#module::#name),
                Place::Below => quote!(super::#name),
                Place::Fields => quote!(super::super::#name),
                Place::Models | Place::Group | Place::Operation => quote!(#name),
            }
        }
        Path::Operators(name) => {
            let name = ident(name);
            quote!(operators::#name)
        }
        Path::Crate(path) => {
            let path = segments(path);
            quote!(crate::#path)
        }
        Path::Builder(name) | Path::Local(name) => {
            let name = ident(name);
            quote!(#name)
        }
    }
}

fn segments(path: &str) -> TokenStream {
    let names = path.split("::").map(ident);
    quote!(#(#names)::*)
}

/// The `use` declarations of a module.
pub(super) fn uses(imports: &[Import<'_>]) -> TokenStream {
    let imports = imports.iter().map(|import| {
        let path = segments(&import.path);
        let names = import.names.iter().map(|name| ident(name));
        quote!(use #path::{#(#names),*};)
    });
    quote!(#(#imports)*)
}

/// The arguments of a function.
pub(super) fn arguments(arguments: &[Argument<'_>], place: Place) -> Vec<TokenStream> {
    let arguments = arguments.iter().map(|argument| {
        let (name, ty) = (ident(argument.name), ty(&argument.ty, place));
        quote!(#name: #ty)
    });
    arguments.collect()
}

/// The attributes of a public function, and its form of `self`.
pub(super) struct Head {
    docs: TokenStream,
    /// Lints that the function would break.
    allow: TokenStream,
    /// Whether the body changes `self`.
    is_mut: bool,
    /// The `where` clause.
    bounds: TokenStream,
}

impl Head {
    pub(super) fn new(docs: TokenStream) -> Self {
        Self {
            docs,
            allow: TokenStream::new(),
            is_mut: false,
            bounds: TokenStream::new(),
        }
    }

    pub(super) fn allow(mut self, allow: Option<TokenStream>) -> Self {
        self.allow.extend(allow);
        self
    }

    pub(super) fn bounds(mut self, bounds: Option<TokenStream>) -> Self {
        self.bounds.extend(bounds);
        self
    }

    pub(super) fn mutable(mut self) -> Self {
        self.is_mut = true;
        self
    }
}

/// A public function with its body.
pub(super) fn function(
    head: Head,
    function: &Fn<'_>,
    place: Place,
    body: &TokenStream,
) -> TokenStream {
    let Head {
        docs,
        allow,
        is_mut,
        bounds,
    } = head;
    let deprecated = function.is_deprecated.then_some(DEPRECATED).map(attribute);
    let gate = function.feature.as_deref();
    let gate = gate.map(|feature| quote!(#[cfg(feature = #feature)]));
    let called = allow_name(&function.name);
    let name = ident(&function.name);
    let receiver = match function.receiver {
        Receiver::None => None,
        Receiver::Ref => Some(quote!(&self,)),
        Receiver::Value if is_mut => Some(quote!(mut self,)),
        Receiver::Value => Some(quote!(self,)),
    };
    let arguments = arguments(&function.arguments, place);
    let is_async = function.is_async.then(|| quote!(async));
    let output = ty(&function.output, place);
    quote! {
        #docs
        #deprecated
        #gate
        #allow
        #called
        pub #is_async fn #name(#receiver #(#arguments),*) -> #output #bounds {
            #body
        }
    }
}

const DEPRECATED: &str = "the API deprecates it; see its documentation";

fn attribute(note: &str) -> TokenStream {
    quote!(#[deprecated(note = #note)])
}

/// The value of the argument `name`.
pub(super) fn value(name: &Ident, form: &Form<'_>) -> TokenStream {
    match form {
        Form::Exact => quote!(#name),
        Form::Into => quote!(#name.into()),
        Form::Items(_) => quote!(#name.into_iter().map(Into::into).collect()),
        Form::ExactItems(_) => quote!(#name.into_iter().collect()),
        Form::Pairs(_) => {
            quote!(#name.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
        }
    }
}

/// Methods that clippy takes for those of a trait. The document's names are what they are.
const OF_TRAITS: &[&str] = &[
    "add",
    "as_mut",
    "as_ref",
    "bitand",
    "bitor",
    "bitxor",
    "borrow",
    "borrow_mut",
    "clone",
    "cmp",
    "default",
    "deref",
    "deref_mut",
    "div",
    "drop",
    "eq",
    "from_iter",
    "from_str",
    "hash",
    "index",
    "index_mut",
    "into_iter",
    "mul",
    "neg",
    "next",
    "not",
    "rem",
    "shl",
    "shr",
    "sub",
];

/// The `allow` for a method name that clippy reserves.
fn allow_name(name: &str) -> Option<TokenStream> {
    if name == "new" {
        return Some(
            quote!(#[allow(clippy::new_ret_no_self, reason = "the document calls it so")]),
        );
    }
    OF_TRAITS.contains(&name).then(
        || quote!(#[allow(clippy::should_implement_trait, reason = "the document calls it so")]),
    )
}

/// Names by the modules of the runtime that have them: `{Client, model::{Extra, Nullable}}`.
pub(super) fn reexports(names: &[&'static str]) -> TokenStream {
    let mut groups: Vec<(Option<&str>, Vec<_>)> = Vec::new();
    for name in names {
        let (module, name) = match name.rsplit_once("::") {
            Some((module, name)) => (Some(module), ident(name)),
            None => (None, ident(name)),
        };
        match groups.last_mut() {
            Some((last, names)) if *last == module => names.push(name),
            _ => groups.push((module, vec![name])),
        }
    }
    let groups = groups.iter().map(|(module, names)| {
        let module = module.map(ident);
        match (module, names.as_slice()) {
            (None, names) => quote!(#(#names),*),
            (Some(module), [name]) => quote!(#module::#name),
            (Some(module), names) => quote!(#module::{#(#names),*}),
        }
    });
    quote!({#(#groups),*})
}
