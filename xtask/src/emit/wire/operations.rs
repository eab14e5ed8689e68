//! The wire: progenitor's calls and the operation table over them, one file a resource.
//!
//! In: the [`Api`], all operations of it. Out: `crates/instantly-client/src/generated/*.rs`.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{FnArg, ImplItemFn, Pat};

use super::kind::{Kind, kind};
use super::lower;
use super::objects::{self, Objects};
use super::progenitor::{self, Calls};
use super::tokens::option;
use crate::emit::rust::names::escaped;
use crate::emit::shared::escape;
use crate::ir::{
    Api, Argument, BodyForm, Encoding, Form, Job, Location, Next, Operation, Outcome, Page, Type, TypeBody, Wait, screaming, snake,
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
    let objects = Objects::of(api);
    let mut files =
        vec![file(api, "client", client)?, file(api, "mod", index(api, &by_resource)?)?, file(api, objects::MODULE, objects.file())?];
    for (resource, operations) in by_resource {
        files.push(file(api, resource, resource_file(api, &objects, resource, &operations, &methods)?)?);
    }
    Ok(files)
}

fn file(api: &Api, name: &str, tokens: TokenStream) -> Result<OutputFile> {
    Ok(OutputFile { path: format!("{FOLDER}/{name}.rs"), contents: output::rust(&api.source, file!(), tokens)? })
}

fn index(api: &Api, by_resource: &BTreeMap<&str, Vec<&Operation>>) -> Result<TokenStream> {
    let modules: Vec<_> = by_resource.keys().map(|resource| module(resource)).collect::<Result<_>>()?;
    let mut ids: Vec<&str> = api.operations.iter().map(|operation| operation.id.as_str()).collect();
    ids.sort_unstable();
    let objects = format_ident!("{}", objects::MODULE);
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
    Ok(quote! {
        //! Every call of the API, and the table of operations over them.
        #(mod #modules;)*
        mod client;
        mod #objects;

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
    })
}

/// A resource's module, raw where its name is a keyword.
fn module(resource: &str) -> Result<proc_macro2::Ident> {
    syn::parse_str(&escaped(resource)).with_context(|| format!("{resource} is no name of a module"))
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

fn resource_file(
    api: &Api,
    objects: &Objects,
    resource: &str,
    operations: &[&Operation],
    methods: &BTreeMap<String, ImplItemFn>,
) -> Result<TokenStream> {
    let mut calls = Vec::new();
    let mut rows = Vec::new();
    for operation in operations {
        let method =
            methods.get(&snake(&operation.id)).with_context(|| format!("{}: progenitor made no method of it", operation.pointer))?;
        rows.push(row(api, objects, operation, method)?);
        calls.push(method);
    }
    let doc = format!(" `{resource}`: {} operations.", operations.len());
    let module = format_ident!("{}", objects::MODULE);
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
            use super::super::#module as objects;
            #[allow(unused_imports)]
            use crate::operation::{
                Argument, BodyForm, Element, Encoding, Form, Kind, Location, Next, Operation, Outcome, Pagination, RateGroup, finish,
            };

            #(#rows)*
        }
    })
}

fn row(api: &Api, objects: &Objects, operation: &Operation, method: &ImplItemFn) -> Result<TokenStream> {
    let Operation { id, path, safe, .. } = operation;
    let http_method = &operation.method;
    let full_name = operation.full_name();
    let constant = row_name(id);
    let doc = escape::prose(&format!(" `{http_method} {path}`")).replace('\n', " ");
    let arguments = operation.arguments.iter().map(|argument| argument_row(objects, argument));
    let body = match &operation.body {
        BodyForm::None => quote!(BodyForm::None),
        BodyForm::Fields { required, .. } => quote!(BodyForm::Fields { required: #required }),
        BodyForm::Whole { required, .. } => quote!(BodyForm::Whole { required: #required }),
    };
    let accept = &operation.success.accept;
    let outcome = outcome(api, &operation.success.outcome);
    let error_field = option(operation.error_field.as_ref().map(|field| quote!(#field)));
    let rate_group = operation.rate_group.as_ref().and_then(|name| api.rate_groups.iter().find(|group| group.name == *name));
    let rate_group = option(rate_group.map(|group| {
        let (name, calls, seconds) = (&group.name, group.calls as usize, u64::from(group.seconds));
        quote!(RateGroup { name: #name, calls: #calls, seconds: #seconds })
    }));
    let call = &method.sig.ident;
    let passed = passed(api, operation, method)?;
    let given = if passed.is_empty() { quote!(_) } else { quote!(arguments) };
    Ok(quote! {
        #[doc = #doc]
        pub static #constant: Operation = Operation {
            id: #id,
            name: #full_name,
            method: #http_method,
            path: #path,
            arguments: &[#(#arguments),*],
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

fn argument_row(objects: &Objects, argument: &Argument) -> TokenStream {
    let Argument { name, required, .. } = argument;
    let location = match argument.location {
        Location::Path => quote!(Path),
        Location::Query => quote!(Query),
        Location::Header => quote!(Header),
        Location::Cookie => quote!(Cookie),
        Location::Body => quote!(Body),
        Location::WholeBody => quote!(WholeBody),
    };
    let encoding = match argument.encoding {
        Encoding::Plain => quote!(Plain),
        Encoding::CommaSeparated => quote!(CommaSeparated),
        Encoding::Repeated => quote!(Repeated),
    };
    // The IR doesn't say whether a whole body may be `null`, so the API judges that.
    let nullable = argument.nullable || argument.location == Location::WholeBody;
    let kind = objects.kind(argument);
    quote! {
        Argument {
            name: #name, location: Location::#location, kind: #kind, required: #required, nullable: #nullable, encoding: Encoding::#encoding,
        }
    }
}

fn outcome(api: &Api, outcome: &Outcome) -> TokenStream {
    match outcome {
        Outcome::Nothing => quote!(Outcome::Nothing),
        Outcome::Text { .. } => quote!(Outcome::Text),
        Outcome::Json { r#type, optional, form } => {
            let form = form_row(api, r#type, *form);
            quote!(Outcome::Json { form: #form, optional: #optional })
        }
        Outcome::Page(page) => page_row(api, page),
        Outcome::Job(Job { answer, optional, form, id, resource }) => {
            let (form, resource) = (form_row(api, answer, *form), resource.join("."));
            quote!(Outcome::Job { form: #form, optional: #optional, id: &[#(#id),*], resource: #resource })
        }
    }
}

fn page_row(api: &Api, page: &Page) -> TokenStream {
    let Page { item, items, cursor, next } = page;
    let next = match next {
        Next::Cursor { field } => quote!(Next::Cursor(#field)),
        Next::Offset { total } => quote!(Next::Offset(#total)),
    };
    let of_objects = is_object(api, item);
    quote!(Outcome::Page(Pagination { cursor: #cursor, items: #items, of_objects: #of_objects, next: #next }))
}

/// Items are checked too, where they must be objects.
fn form_row(api: &Api, r#type: &Type, form: Form) -> TokenStream {
    match form {
        Form::Object => quote!(Form::Object),
        Form::Array => {
            let of_objects = matches!(r#type, Type::List { items } if is_object(api, items));
            quote!(Form::Array { of_objects: #of_objects })
        }
        Form::Any => quote!(Form::Any),
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
fn passed(api: &Api, operation: &Operation, method: &ImplItemFn) -> Result<Vec<TokenStream>> {
    let parameters = operation.arguments.iter().enumerate();
    let mut order: Vec<_> = parameters.filter(|(_, argument)| matches!(argument.location, Location::Path | Location::Query)).collect();
    order.sort_by_cached_key(|(index, argument)| match argument.location {
        Location::Path => (0, *index, String::new()),
        _ => (1, 0, lower::name(operation, argument)),
    });
    let mut expected = order.into_iter();
    let mut passed = Vec::new();
    for input in &method.sig.inputs {
        let FnArg::Typed(input) = input else { continue };
        let Pat::Ident(name) = &*input.pat else { bail!("{}: progenitor's signature has a pattern", operation.pointer) };
        let name = name.ident.to_string();
        let Some((index, parameter)) = expected.next() else {
            ensure!(name == "body" && operation.has_body(), "{}: progenitor takes {name}, the IR does not know it", operation.pointer);
            passed.push(quote!(&arguments.body()));
            continue;
        };
        let known = snake(&lower::name(operation, parameter));
        ensure!(name.trim_end_matches('_') == known, "{}: progenitor takes {name} where the IR has {known}", parameter.pointer);
        let read = match (kind(api, parameter)?, parameter.location) {
            (Kind::Text, Location::Path) => quote!(path),
            (_, Location::Path) => bail!("{}: only strings are supported in a path", parameter.pointer),
            (Kind::Text, _) => quote!(text),
            (Kind::Integer, _) => quote!(integer),
            (Kind::Number, _) => quote!(number),
            (Kind::Boolean, _) => quote!(boolean),
            (Kind::CommaList, _) => quote!(comma_list),
            (Kind::List, _) => quote!(list),
        };
        passed.push(quote!(arguments.#read(#index)));
    }
    ensure!(expected.next().is_none(), "{}: progenitor takes fewer parameters than the IR has", operation.pointer);
    Ok(passed)
}

fn row_name(id: &str) -> proc_macro2::Ident {
    format_ident!("{}", screaming(id))
}
