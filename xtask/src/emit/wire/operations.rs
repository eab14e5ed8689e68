//! The wire: progenitor's calls and the operation table over them, one file a resource.
//!
//! In: the [`Api`], all operations of it. Out: `crates/instantly-client/src/generated/*.rs`.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{FnArg, ImplItemFn, Pat};

use super::progenitor::{self, Calls};
use crate::ir::{
    Api, Base, Field, Kind, Limits, Location, Next, Operation, Pagination, Parameter, Shape, Type, TypeBody, Wait, screaming, snake,
};
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
            use crate::operation::{
                Argument, BodyForm, Encoding, Form, Kind, Location, Next, Operation, Outcome, Pagination, RateGroup, finish,
            };

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
    let arguments = arguments(api, operation);
    let rows = arguments.iter().map(|argument| &argument.row);
    let body = body_form(operation);
    let accept = &operation.response.accept;
    let outcome = outcome(api, operation)?;
    let error_field = option(operation.response.error_field.as_ref().map(|field| quote!(#field)));
    let rate_group = operation.rate_group.as_ref().and_then(|name| api.rate_groups.iter().find(|group| group.name == *name));
    let rate_group = option(rate_group.map(|group| {
        let (name, calls, seconds) = (&group.name, group.calls as usize, u64::from(group.seconds));
        quote!(RateGroup { name: #name, calls: #calls, seconds: #seconds })
    }));
    let call = &method.sig.ident;
    let passed = passed(operation, &arguments, method)?;
    let given = if passed.is_empty() { quote!(_) } else { quote!(arguments) };
    Ok(quote! {
        #[doc = #doc]
        pub static #constant: Operation = Operation {
            id: #id,
            name: #full_name,
            method: #http_method,
            path: #path,
            arguments: &[#(#rows),*],
            body: #body,
            accept: #accept,
            outcome: #outcome,
            safe: #safe,
            rate_group: #rate_group,
            error_field: #error_field,
            run: |client, #given| Box::pin(async move { finish(client.#call(#(#passed),*).await) }),
        };
    })
}

/// An argument's row, and what decides its place among the others.
struct Argument<'a> {
    name: &'a str,
    is_path: bool,
    required: bool,
    row: TokenStream,
}

/// In the order users see: path values, then what is required, then the document's order.
fn arguments<'a>(api: &Api, operation: &'a Operation) -> Vec<Argument<'a>> {
    let mut arguments: Vec<_> = operation.parameters.iter().map(parameter).collect();
    if let Some(body) = &operation.body {
        arguments.extend(body.fields.iter().map(|field| body_field(api, field)));
        arguments.extend(body.value.iter().map(|value| whole_body(api, value, body.required)));
    }
    arguments.sort_by_key(|argument| (!argument.is_path, !argument.required));
    arguments
}

fn parameter(parameter: &Parameter) -> Argument<'_> {
    let Parameter { name, required, .. } = parameter;
    let is_path = parameter.location == Location::Path;
    let location = if is_path { quote!(Path) } else { quote!(Query) };
    let (kind, encoding) = match &parameter.kind {
        Kind::Text { .. } => (quote!(Kind::Text), quote!(Plain)),
        Kind::Integer { minimum, maximum } => (integer(*minimum, *maximum), quote!(Plain)),
        Kind::Number { minimum, maximum } => (number(*minimum, *maximum), quote!(Plain)),
        Kind::Boolean => (quote!(Kind::Boolean), quote!(Plain)),
        Kind::CommaList => (quote!(Kind::List { at_most: None }), quote!(CommaSeparated)),
        Kind::List => (quote!(Kind::List { at_most: None }), quote!(Repeated)),
    };
    let row = quote! {
        Argument {
            name: #name, location: Location::#location, kind: #kind, required: #required, nullable: false, encoding: Encoding::#encoding,
        }
    };
    Argument { name, is_path, required: *required, row }
}

fn body_field<'a>(api: &Api, field: &'a Field) -> Argument<'a> {
    let Field { name, required, nullable, .. } = field;
    let kind = kind(api, &field.r#type, &field.limits);
    let row = quote! {
        Argument {
            name: #name, location: Location::Body, kind: #kind, required: #required, nullable: #nullable, encoding: Encoding::Plain,
        }
    };
    Argument { name, is_path: false, required: *required, row }
}

/// The IR doesn't say whether such a body may be `null`, so the API judges that.
fn whole_body(api: &Api, value: &Type, required: bool) -> Argument<'static> {
    let kind = kind(api, value, &Limits::default());
    let row = quote! {
        Argument {
            name: "body", location: Location::WholeBody, kind: #kind, required: #required, nullable: true, encoding: Encoding::Plain,
        }
    };
    Argument { name: "body", is_path: false, required, row }
}

fn kind(api: &Api, r#type: &Type, limits: &Limits) -> TokenStream {
    #[expect(clippy::cast_possible_truncation, reason = "a limit beyond 64 bits limits nothing that can be passed")]
    let whole = |limit: Option<f64>| limit.map(|limit| limit as i64);
    let codes = || integer(whole(limits.minimum), whole(limits.maximum));
    match r#type {
        Type::Text | Type::Timestamp | Type::Date => quote!(Kind::Text),
        Type::Integer => codes(),
        Type::Number => number(limits.minimum, limits.maximum),
        Type::Boolean => quote!(Kind::Boolean),
        Type::List { .. } => {
            let at_most = option(limits.max_items.and_then(|items| usize::try_from(items).ok()).map(|items| quote!(#items)));
            quote!(Kind::List { at_most: #at_most })
        }
        Type::Map { .. } => quote!(Kind::Object),
        Type::Any => quote!(Kind::Any),
        Type::Named { name } => match api.definition(name).map(|definition| &definition.body) {
            Some(TypeBody::Model { .. } | TypeBody::Input { .. }) => quote!(Kind::Object),
            Some(TypeBody::Enum { base: Base::Text, .. }) => quote!(Kind::Text),
            Some(TypeBody::Enum { base: Base::Integer, .. }) => codes(),
            Some(TypeBody::Union { .. }) | None => quote!(Kind::Any),
        },
    }
}

fn integer(minimum: Option<i64>, maximum: Option<i64>) -> TokenStream {
    let [minimum, maximum] = [minimum, maximum].map(|limit| option(limit.map(|limit| quote!(#limit))));
    quote!(Kind::Integer { minimum: #minimum, maximum: #maximum })
}

fn number(minimum: Option<f64>, maximum: Option<f64>) -> TokenStream {
    let [minimum, maximum] = [minimum, maximum].map(|limit| option(limit.map(|limit| quote!(#limit))));
    quote!(Kind::Number { minimum: #minimum, maximum: #maximum })
}

fn body_form(operation: &Operation) -> TokenStream {
    match &operation.body {
        None => quote!(BodyForm::None),
        Some(body) => {
            let required = body.required;
            if body.value.is_some() {
                quote!(BodyForm::Whole { required: #required })
            } else {
                quote!(BodyForm::Fields { required: #required })
            }
        }
    }
}

fn outcome(api: &Api, operation: &Operation) -> Result<TokenStream> {
    let response = &operation.response;
    if let Some(pagination) = &operation.pagination {
        return Ok(page(api, pagination));
    }
    let optional = response.may_be_empty;
    let form = match response.shape {
        Shape::Empty => return Ok(quote!(Outcome::Nothing)),
        Shape::Text => return Ok(quote!(Outcome::Text)),
        Shape::Page => bail!("{}: a page without pagination", response.pointer),
        Shape::Object => quote!(Form::Object),
        Shape::Array => form_of(api, response.r#type.as_ref()),
        // A body that may be missing has a form all the same when it is there.
        Shape::Any if optional => form_of(api, response.r#type.as_ref()),
        Shape::Any => quote!(Form::Any),
    };
    let Some(job) = &operation.starts_job else { return Ok(quote!(Outcome::Json { form: #form, optional: #optional })) };
    let (id, resource) = (&job.id, job.resource.join("."));
    Ok(quote!(Outcome::Job { form: #form, optional: #optional, id: &[#(#id),*], resource: #resource }))
}

fn page(api: &Api, pagination: &Pagination) -> TokenStream {
    let Pagination { cursor, items, next, .. } = pagination;
    let next = match next {
        Next::Cursor { field } => quote!(Next::Cursor(#field)),
        Next::Offset { total } => quote!(Next::Offset(#total)),
    };
    let of_objects = pagination.item.as_ref().is_some_and(|item| is_object(api, item));
    quote!(Outcome::Page(Pagination { cursor: #cursor, items: #items, of_objects: #of_objects, next: #next }))
}

fn form_of(api: &Api, r#type: Option<&Type>) -> TokenStream {
    match r#type {
        Some(Type::List { items }) => {
            let of_objects = is_object(api, items);
            quote!(Form::Array { of_objects: #of_objects })
        }
        Some(other) if is_object(api, other) => quote!(Form::Object),
        _ => quote!(Form::Any),
    }
}

fn is_object(api: &Api, r#type: &Type) -> bool {
    match r#type {
        Type::Map { .. } => true,
        Type::Named { name } => matches!(api.definition(name).map(|definition| &definition.body), Some(TypeBody::Model { .. })),
        _ => false,
    }
}

/// The values for progenitor's method, in the order of its signature: path values in path order, query values by name, the body.
fn passed(operation: &Operation, arguments: &[Argument], method: &ImplItemFn) -> Result<Vec<TokenStream>> {
    let mut order: Vec<(usize, &Parameter)> = operation.parameters.iter().enumerate().collect();
    order.sort_by_key(|(index, parameter)| match parameter.location {
        Location::Path => (0, *index, ""),
        Location::Query => (1, 0, parameter.name.as_str()),
    });
    let mut expected = order.into_iter().map(|(_, parameter)| parameter);
    let mut passed = Vec::new();
    for input in &method.sig.inputs {
        let FnArg::Typed(input) = input else { continue };
        let Pat::Ident(name) = &*input.pat else { bail!("{}: progenitor's signature has a pattern", operation.pointer) };
        let name = name.ident.to_string();
        let Some(parameter) = expected.next() else {
            ensure!(name == "body" && operation.body.is_some(), "{}: progenitor takes {name}, the IR does not know it", operation.pointer);
            passed.push(quote!(&arguments.body()));
            continue;
        };
        let same = name.trim_end_matches('_') == parameter.identifier;
        ensure!(same, "{}: progenitor takes {name} where the IR has {}", parameter.pointer, parameter.identifier);
        let index = arguments.iter().position(|argument| argument.name == parameter.name);
        let index = index.with_context(|| format!("{}: it has no row", parameter.pointer))?;
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
        passed.push(quote!(arguments.#read(#index)));
    }
    ensure!(expected.next().is_none(), "{}: progenitor takes fewer parameters than the IR has", operation.pointer);
    Ok(passed)
}

fn option(tokens: Option<TokenStream>) -> TokenStream {
    tokens.map_or_else(|| quote!(None), |tokens| quote!(Some(#tokens)))
}

fn row_name(id: &str) -> proc_macro2::Ident {
    format_ident!("{}", screaming(id))
}
