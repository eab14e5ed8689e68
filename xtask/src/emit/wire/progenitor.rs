//! progenitor's output, taken apart: the client itself, and one method an operation.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use proc_macro2::{Group, Literal, TokenStream, TokenTree};
use progenitor_impl::{CrateVers, GenerationSettings, Generator, HooksMode};
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, ExprLit, ImplItem, ImplItemFn, Item, ItemMod, Lit, Meta, MetaNameValue, UseTree, parse_quote};

use super::lower::{TYPES_CRATE, lower, name};
use crate::emit::shared::escape;
use crate::ir::{Api, Operation, snake};

/// What progenitor made of the lowered document.
pub struct Calls {
    /// The client, and all that its methods share.
    pub client: syn::File,
    /// By name.
    pub methods: BTreeMap<String, ImplItemFn>,
}

pub fn calls(api: &Api) -> Result<Calls> {
    let mut settings = GenerationSettings::default();
    settings.with_crate(TYPES_CRATE, CrateVers::Any, None);
    settings.with_inner_type(quote! { std::sync::Arc<dyn crate::exec::Exec> });
    settings.with_hooks(HooksMode::Expected);
    let tokens = Generator::new(&settings).generate_tokens(&lower(api)?).context("progenitor refused the lowered document")?;
    let mut client: syn::File = syn::parse2(tokens).context("progenitor's output doesn't parse")?;

    let mut methods = BTreeMap::new();
    for item in &mut client.items {
        let Item::Impl(block) = item else { continue };
        block.items.retain(|item| match item {
            ImplItem::Fn(method) if method.sig.asyncness.is_some() => {
                let mut method = method.clone();
                method.attrs = method.attrs.iter().flat_map(line_comments).collect();
                // A name that is a word of Rust has an underscore behind it, or `r#` before.
                let name = method.sig.ident.to_string();
                methods.insert(name.trim_start_matches("r#").trim_end_matches('_').to_owned(), method);
                false
            }
            // It brings time limits of its own; ours is made around a client that has none.
            ImplItem::Fn(method) => method.sig.ident != "new",
            _ => true,
        });
    }
    client.items.retain(|item| !matches!(item, Item::Impl(block) if block.items.is_empty() && block.trait_.is_none()));
    for operation in &api.operations {
        if let Some(method) = methods.get_mut(&snake(&operation.id)) {
            put_wire_names(operation, method)?;
        }
    }
    ensure!(methods.len() == api.operations.len(), "progenitor made {} methods of {} operations", methods.len(), api.operations.len());
    take_out_encode_path(&mut client)?;
    take_out_modules(&mut client)?;
    Ok(Calls { client, methods })
}

/// Puts wire names in the place of the names that progenitor knows arguments by.
fn put_wire_names(operation: &Operation, method: &mut ImplItemFn) -> Result<()> {
    let others = operation.query_arguments().map(|argument| (literal(&name(operation, argument)), literal(&argument.name)));
    let others: BTreeMap<String, String> = others.filter(|(known, wire)| known != wire).collect();
    if !others.is_empty() {
        *method = syn::parse2(replaced(method.to_token_stream(), &others)).context("a call with its wire names doesn't parse")?;
    }
    Ok(())
}

fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}

/// The tokens with these literals in the place of others.
fn replaced(tokens: TokenStream, others: &BTreeMap<String, String>) -> TokenStream {
    let token = |token| match token {
        TokenTree::Group(group) => {
            let mut copy = Group::new(group.delimiter(), replaced(group.stream(), others));
            copy.set_span(group.span());
            TokenTree::Group(copy)
        }
        TokenTree::Literal(literal) => match others.get(&literal.to_string()).and_then(|other| other.parse::<Literal>().ok()) {
            Some(other) => TokenTree::Literal(other),
            None => TokenTree::Literal(literal),
        },
        other => other,
    };
    tokens.into_iter().map(token).collect()
}

/// Every type in the lowered document is ours, so what progenitor adds is only support for types of its own, and a prelude.
fn take_out_modules(client: &mut syn::File) -> Result<()> {
    for item in &client.items {
        let Item::Mod(ItemMod { ident, content: Some((_, items)), .. }) = item else { continue };
        let own: Vec<_> = items.iter().filter(|item| matches!(item, Item::Struct(_) | Item::Enum(_) | Item::Type(_))).collect();
        ensure!(ident != "types" || own.is_empty(), "progenitor made {} types of its own: the lowered document must name ours", own.len());
    }
    client.items.retain(|item| !matches!(item, Item::Mod(_)));
    Ok(())
}

/// A doc comment of several lines as one attribute a line, which prints as `///`.
fn line_comments(attribute: &Attribute) -> Vec<Attribute> {
    let Meta::NameValue(MetaNameValue { path, value: Expr::Lit(ExprLit { lit: Lit::Str(text), .. }), .. }) = &attribute.meta else {
        return vec![attribute.clone()];
    };
    if !path.is_ident("doc") {
        return vec![attribute.clone()];
    }
    let text = escape::prose(&text.value());
    let lines = text.trim().lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    lines.map(|line| parse_quote!(#[doc = #line])).collect()
}

/// progenitor's `encode_path` leaves `\` as it is, which a URL parser reads as `/`; the calls use ours instead.
fn take_out_encode_path(client: &mut syn::File) -> Result<()> {
    let mut taken = 0;
    for item in &mut client.items {
        let Item::Use(item) = item else { continue };
        let UseTree::Path(path) = &mut item.tree else { continue };
        let UseTree::Group(group) = &mut *path.tree else { continue };
        let before = group.items.len();
        group.items =
            group.items.clone().into_iter().filter(|tree| !matches!(tree, UseTree::Name(name) if name.ident == "encode_path")).collect();
        taken += before - group.items.len();
    }
    if taken != 1 {
        bail!("progenitor imports encode_path {taken} times, not once: look at its output before trusting it with path values");
    }
    Ok(())
}
