//! The wire: progenitor's calls and the operation table over them, one file a resource.
//!
//! In: the [`Api`], all operations of it. Out: `crates/instantly-client/src/generated/*.rs`.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{FnArg, ImplItemFn, Pat};

use super::progenitor::{self, Calls};
use crate::ir::{Api, Base, Field, Kind, Location, Next, Operation, Parameter, Shape, Type, TypeBody, Wait, screaming, snake};
use crate::output::{self, OutputFile};

const FOLDER: &str = "crates/instantly-client/src/generated";

pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let Calls { client, methods } = progenitor::calls(api)?;
    let mut by_resource: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in &api.operations {
        let resource = operation.resource.first().with_context(|| format!("{}: no resource", operation.pointer))?;
        by_resource.entry(resource).or_default().push(operation);
    }
    let items = &client.items;
    let client = quote! {
        //! The client progenitor made; its methods stand beside their rows, one file a resource.
        #(#items)*
    };
    let mut files = vec![file("client", client)?, file("mod", index(api, &by_resource))?];
    for (resource, operations) in by_resource {
        files.push(file(resource, resource_file(api, resource, &operations, &methods)?)?);
    }
    Ok(files)
}

fn file(name: &str, tokens: TokenStream) -> Result<OutputFile> {
    Ok(OutputFile { path: format!("{FOLDER}/{name}.rs"), contents: output::rust(tokens)? })
}

fn index(api: &Api, by_resource: &BTreeMap<&str, Vec<&Operation>>) -> TokenStream {
    let modules: Vec<_> = by_resource.keys().map(|resource| format_ident!("{resource}")).collect();
    let mut ids: Vec<&str> = api.operations.iter().map(|operation| operation.id.as_str()).collect();
    ids.sort_unstable();
    let rows = ids.iter().map(|id| row_name(id));
    let count = ids.len();
    let server = &api.server;
    let workspace = api.headers.iter().find(|header| header.option == "workspace").map_or("", |header| header.name.as_str());
    let waits: Vec<(String, &Wait)> =
        api.resources.iter().filter_map(|resource| Some((resource.path.join("."), resource.wait.as_ref()?))).collect();
    let wait_names: Vec<_> = waits.iter().map(|(name, _)| format_ident!("WAIT_{}", screaming(name))).collect();
    let wait_plans = waits.iter().zip(&wait_names).map(|((name, wait), constant)| wait_plan(name, constant, wait));
    let wait_keys = waits.iter().map(|(name, _)| name);
    let wait_count = waits.len();
    quote! {
        //! Every call of the API, and the table of operations over them.
        #(mod #modules;)*
        mod client;

        pub(crate) use client::Client;

        /// The document's server.
        pub(crate) const SERVER: &str = #server;
        /// The header that the workspace option sets.
        pub(crate) const WORKSPACE_HEADER: &str = #workspace;

        /// The rows of all operations, each named after its operationId.
        pub mod operations {
            use crate::{Operation, WaitPlan};

            #(pub use super::#modules::rows::*;)*

            /// Every operation, sorted by id.
            pub static ALL: [&Operation; #count] = [#(&#rows),*];

            #(#wait_plans)*

            /// How the objects of a resource are waited for, by the resource's name.
            pub static WAIT_PLANS: [(&str, &WaitPlan); #wait_count] = [#((#wait_keys, &#wait_names)),*];
        }
    }
}

fn wait_plan(resource: &str, constant: &proc_macro2::Ident, wait: &Wait) -> TokenStream {
    let doc = format!(" How the objects of `{resource}` are waited for.");
    let (get, list) = (row_name(&wait.get), row_name(&wait.list));
    let Wait { ids, id, status, progress, succeeded, failed, .. } = wait;
    let at_most = wait.at_most as usize;
    quote! {
        #[doc = #doc]
        pub static #constant: WaitPlan = WaitPlan {
            get: &#get, list: &#list, ids: #ids, id: #id, status: #status, progress: #progress,
            at_most: #at_most, succeeded: &[#(#succeeded),*], failed: &[#(#failed),*],
        };
    }
}

fn resource_file(api: &Api, resource: &str, operations: &[&Operation], methods: &BTreeMap<String, ImplItemFn>) -> Result<TokenStream> {
    let mut calls = Vec::new();
    let mut rows = Vec::new();
    for operation in operations {
        let method =
            methods.get(&snake(&operation.id)).with_context(|| format!("{}: progenitor made no method of it", operation.pointer))?;
        rows.push(row(api, operation, method)?);
        calls.push(method);
    }
    let doc = format!(" `{resource}`: {} operations.", operations.len());
    Ok(quote! {
        #![doc = #doc]

        #[allow(unused_imports)]
        use progenitor_client::{ByteStream, ClientHooks, ClientInfo, Error, OperationInfo, RequestBuilderExt, ResponseValue};

        use super::client::Client;
        #[allow(unused_imports)]
        use crate::encode::encode_path;

        #[allow(clippy::all)]
        impl Client {
            #(#calls)*
        }

        pub(super) mod rows {
            #[allow(unused_imports)]
            use crate::operation::{BodyField, BodyKind, FieldKind, Kind, Location, Next, Operation, Pagination, Parameter, RateGroup, Shape, finish};

            #(#rows)*
        }
    })
}

fn row(api: &Api, operation: &Operation, method: &ImplItemFn) -> Result<TokenStream> {
    let Operation { id, path, safe, .. } = operation;
    let http_method = &operation.method;
    let full_name = operation.full_name();
    let constant = row_name(id);
    let doc = format!(" `{http_method} {path}`");
    let parameters = operation.parameters.iter().map(parameter);
    let body = match &operation.body {
        None => quote!(None),
        Some(body) if body.required => quote!(Required),
        Some(_) => quote!(Optional),
    };
    let fields = operation.body.iter().flat_map(|body| &body.fields).map(|field| body_field(api, field));
    let accept = &operation.response.accept;
    let shape = shape(operation.response.shape);
    let error_field = option(operation.response.error_field.as_ref().map(|field| quote!(#field)));
    let rate_group = operation.rate_group.as_ref().and_then(|name| api.rate_groups.iter().find(|group| group.name == *name));
    let rate_group = option(rate_group.map(|group| {
        let (name, calls, seconds) = (&group.name, group.calls as usize, u64::from(group.seconds));
        quote!(RateGroup { name: #name, calls: #calls, seconds: #seconds })
    }));
    let pagination = option(operation.pagination.as_ref().map(|pagination| {
        let crate::ir::Pagination { cursor, in_body, items, next, .. } = pagination;
        let next = match next {
            Next::Cursor { field } => quote!(Next::Cursor(#field)),
            Next::Offset { total } => quote!(Next::Offset(#total)),
        };
        quote!(Pagination { cursor: #cursor, in_body: #in_body, items: #items, next: #next })
    }));
    let call = &method.sig.ident;
    let arguments = arguments(operation, method)?;
    let given = if arguments.is_empty() { quote!(_) } else { quote!(arguments) };
    Ok(quote! {
        #[doc = #doc]
        pub static #constant: Operation = Operation {
            id: #id,
            name: #full_name,
            method: #http_method,
            path: #path,
            parameters: &[#(#parameters),*],
            body: BodyKind::#body,
            fields: &[#(#fields),*],
            accept: #accept,
            shape: Shape::#shape,
            safe: #safe,
            rate_group: #rate_group,
            pagination: #pagination,
            error_field: #error_field,
            run: |client, #given| Box::pin(async move { finish(client.#call(#(#arguments),*).await) }),
        };
    })
}

fn body_field(api: &Api, field: &Field) -> TokenStream {
    let Field { name, required, nullable, .. } = field;
    let kind = field_kind(api, field);
    quote!(BodyField { name: #name, kind: FieldKind::#kind, required: #required, nullable: #nullable })
}

fn field_kind(api: &Api, field: &Field) -> TokenStream {
    let (minimum, maximum) = (field.limits.minimum, field.limits.maximum);
    #[expect(clippy::cast_possible_truncation, reason = "a limit beyond 64 bits limits nothing that can be passed")]
    let whole = |limit: Option<f64>| {
        let limit = limit.map(|limit| limit as i64);
        option(limit.map(|limit| quote!(#limit)))
    };
    let number = |limit: Option<f64>| option(limit.map(|limit| quote!(#limit)));
    let integer = || {
        let (minimum, maximum) = (whole(minimum), whole(maximum));
        quote!(Integer { minimum: #minimum, maximum: #maximum })
    };
    match &field.r#type {
        Type::Text | Type::Timestamp | Type::Date => quote!(Text),
        Type::Integer => integer(),
        Type::Number => {
            let (minimum, maximum) = (number(minimum), number(maximum));
            quote!(Number { minimum: #minimum, maximum: #maximum })
        }
        Type::Boolean => quote!(Boolean),
        Type::List { .. } => {
            let at_most = option(field.limits.max_items.and_then(|items| usize::try_from(items).ok()).map(|items| quote!(#items)));
            quote!(List { at_most: #at_most })
        }
        Type::Map { .. } => quote!(Object),
        Type::Any => quote!(Any),
        Type::Named { name } => match api.definition(name).map(|definition| &definition.body) {
            Some(TypeBody::Model { .. } | TypeBody::Input { .. }) => quote!(Object),
            Some(TypeBody::Enum { base: Base::Text, .. }) => quote!(Text),
            Some(TypeBody::Enum { base: Base::Integer, .. }) => integer(),
            Some(TypeBody::Union { .. }) | None => quote!(Any),
        },
    }
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let Parameter { name, required, .. } = parameter;
    let location = match parameter.location {
        Location::Path => quote!(Path),
        Location::Query => quote!(Query),
    };
    let kind = match &parameter.kind {
        Kind::Text { .. } => quote!(Text),
        Kind::Integer { minimum, maximum } => {
            let (minimum, maximum) = (option(minimum.map(|value| quote!(#value))), option(maximum.map(|value| quote!(#value))));
            quote!(Integer { minimum: #minimum, maximum: #maximum })
        }
        Kind::Number { minimum, maximum } => {
            let (minimum, maximum) = (option(minimum.map(|value| quote!(#value))), option(maximum.map(|value| quote!(#value))));
            quote!(Number { minimum: #minimum, maximum: #maximum })
        }
        Kind::Boolean => quote!(Boolean),
        Kind::CommaList => quote!(CommaList),
        Kind::List => quote!(List),
    };
    quote!(Parameter { name: #name, location: Location::#location, kind: Kind::#kind, required: #required })
}

/// What the row passes to progenitor's method, in the order of its signature: path values in path order, query values by name, the body.
fn arguments(operation: &Operation, method: &ImplItemFn) -> Result<Vec<TokenStream>> {
    let mut order: Vec<(usize, &Parameter)> = operation.parameters.iter().enumerate().collect();
    order.sort_by_key(|(index, parameter)| match parameter.location {
        Location::Path => (0, *index, ""),
        Location::Query => (1, 0, parameter.name.as_str()),
    });
    let mut expected = order.into_iter();
    let mut arguments = Vec::new();
    for input in &method.sig.inputs {
        let FnArg::Typed(input) = input else { continue };
        let Pat::Ident(name) = &*input.pat else { bail!("{}: progenitor's signature has a pattern", operation.pointer) };
        let name = name.ident.to_string();
        let Some((index, parameter)) = expected.next() else {
            ensure!(name == "body" && operation.body.is_some(), "{}: progenitor takes {name}, the IR does not know it", operation.pointer);
            arguments.push(quote!(&arguments.body()));
            continue;
        };
        let same = name.trim_end_matches('_') == parameter.identifier;
        ensure!(same, "{}: progenitor takes {name} where the IR has {}", parameter.pointer, parameter.identifier);
        let read = match (&parameter.kind, parameter.location) {
            (Kind::Text { .. }, Location::Path) => quote!(path),
            (_, Location::Path) => bail!("{}: only strings are supported in a path", parameter.pointer),
            (Kind::Text { .. }, _) => quote!(text),
            (Kind::Integer { .. }, _) => quote!(integer),
            (Kind::Number { .. }, _) => quote!(number),
            (Kind::Boolean, _) => quote!(boolean),
            (Kind::CommaList, _) => quote!(comma_list),
            (Kind::List, _) => quote!(list),
        };
        arguments.push(quote!(arguments.#read(#index)));
    }
    ensure!(expected.next().is_none(), "{}: progenitor takes fewer parameters than the IR has", operation.pointer);
    Ok(arguments)
}

fn shape(shape: Shape) -> TokenStream {
    match shape {
        Shape::Object => quote!(Object),
        Shape::Array => quote!(Array),
        Shape::Page => quote!(Page),
        Shape::Text => quote!(Text),
        Shape::Empty => quote!(Empty),
        Shape::Any => quote!(Any),
    }
}

fn option(tokens: Option<TokenStream>) -> TokenStream {
    tokens.map_or_else(|| quote!(None), |tokens| quote!(Some(#tokens)))
}

fn row_name(id: &str) -> proc_macro2::Ident {
    format_ident!("{}", screaming(id))
}
