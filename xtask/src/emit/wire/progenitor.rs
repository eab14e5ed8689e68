//! progenitor's output, taken apart: the client itself, and one method an operation.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use progenitor_impl::{CrateVers, GenerationSettings, Generator, HooksMode};
use quote::quote;
use syn::{Attribute, Expr, ExprLit, ImplItem, ImplItemFn, Item, ItemMod, Lit, Meta, MetaNameValue, UseTree, parse_quote};

use super::lower::{TYPES_CRATE, lower};
use crate::ir::Api;

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
    settings.with_inner_type(quote! { std::sync::Arc<crate::attempt::PendingCall> });
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
    ensure!(methods.len() == api.operations.len(), "progenitor made {} methods of {} operations", methods.len(), api.operations.len());
    take_out_encode_path(&mut client)?;
    take_out_modules(&mut client)?;
    Ok(Calls { client, methods })
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
    let text = text.value();
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
