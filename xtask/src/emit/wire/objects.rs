//! The kinds of arguments, down to the objects inside of bodies: a table of objects that the operations' rows refer to.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::tokens::some;
use crate::ir::{Api, Argument, Base, Field, Limits, Location, Type, TypeBody, screaming};

/// The module of the table, beside those of resources.
pub const MODULE: &str = "nested_objects";

/// The objects that requests carry inside of their bodies.
pub struct Objects<'a> {
    api: &'a Api,
    /// The constants' names, by the types' names.
    names: BTreeMap<&'a str, Ident>,
}

impl<'a> Objects<'a> {
    pub fn of(api: &'a Api) -> Self {
        let mut found = BTreeSet::new();
        let arguments = api.operations.iter().flat_map(|operation| &operation.arguments);
        for argument in arguments.filter(|argument| is_in_body(argument)) {
            collect(api, &argument.r#type, &mut found);
        }
        let mut taken = BTreeSet::new();
        let mut free = |name: &str| {
            let plain = screaming(name);
            let numbered = (2..).map(|number| format!("{plain}_{number}"));
            let free = std::iter::once(plain.clone()).chain(numbered).find(|name| taken.insert(name.clone()));
            free.unwrap_or(plain)
        };
        let names = found.into_iter().map(|name| (name, format_ident!("{}", free(name)))).collect();
        Self { api, names }
    }

    /// The table.
    pub fn file(&self) -> TokenStream {
        let objects = self.names.iter().filter_map(|(name, constant)| {
            let TypeBody::Input { fields, open } = &self.api.definition(name)?.body else { return None };
            let doc = format!(" `{name}`");
            let fields = fields.iter().map(|field| self.field(field));
            Some(quote! {
                #[doc = #doc]
                pub(super) static #constant: Object = Object { fields: &[#(#fields),*], open: #open };
            })
        });
        quote! {
            //! The objects inside of bodies, as far as they are checked before sending.
            #[allow(unused_imports)]
            use crate::operation::{Element, Field, Kind, Object};

            #(#objects)*
        }
    }

    /// The kind of an argument's value, seen from a resource's rows.
    pub fn kind(&self, argument: &Argument) -> TokenStream {
        if is_in_body(argument) {
            return self.kind_of(&argument.r#type, &argument.limits, &quote!(objects::));
        }
        match &argument.r#type {
            Type::List { .. } => {
                let at_most = at_most(&argument.limits);
                quote!(Kind::List { at_most: #at_most, items: None })
            }
            r#type => self.kind_of(r#type, &argument.limits, &quote!(objects::)),
        }
    }

    fn field(&self, field: &Field) -> TokenStream {
        let Field { name, required, nullable, .. } = field;
        let kind = self.kind_of(&field.r#type, &field.limits, &TokenStream::new());
        quote!(Field { name: #name, kind: #kind, required: #required, nullable: #nullable })
    }

    fn kind_of(&self, r#type: &Type, limits: &Limits, module: &TokenStream) -> TokenStream {
        match r#type {
            Type::Text | Type::Timestamp | Type::Date => quote!(Kind::Text),
            Type::Integer => integer(limits),
            Type::Number => {
                let [minimum, maximum] = [limits.minimum, limits.maximum].map(some);
                quote!(Kind::Number { minimum: #minimum, maximum: #maximum })
            }
            Type::Boolean => quote!(Kind::Boolean),
            Type::List { items } => {
                let at_most = at_most(limits);
                let items = self.element(items, module).map_or_else(|| quote!(None), |items| quote!(Some(&#items)));
                quote!(Kind::List { at_most: #at_most, items: #items })
            }
            Type::Map { values } => match self.element(values, module) {
                Some(values) => quote!(Kind::Map(&#values)),
                None => quote!(Kind::Object(None)),
            },
            Type::Any => quote!(Kind::Any),
            Type::Nullable { of } => self.kind_of(of, limits, module),
            Type::Named { name } => match self.api.definition(name).map(|definition| &definition.body) {
                Some(TypeBody::Input { .. }) => match self.names.get(name.as_str()) {
                    Some(constant) => quote!(Kind::Object(Some(&#module #constant))),
                    None => quote!(Kind::Object(None)),
                },
                Some(TypeBody::Model { .. }) => quote!(Kind::Object(None)),
                Some(TypeBody::Enum { base: Base::Text, .. }) => quote!(Kind::Text),
                Some(TypeBody::Enum { base: Base::Integer, .. }) => integer(limits),
                Some(TypeBody::Union { members }) => self.union(members),
                None => quote!(Kind::Any),
            },
        }
    }

    /// `None` where items and values are not checked.
    fn element(&self, r#type: &Type, module: &TokenStream) -> Option<TokenStream> {
        let nullable = matches!(r#type, Type::Nullable { .. });
        let kind = self.kind_of(r#type, &Limits::default(), module);
        (*r#type != Type::Any).then(|| quote!(Element { kind: #kind, nullable: #nullable }))
    }

    /// Members are told apart by their kinds only, so that a value the API would take is never refused.
    fn union(&self, members: &[Type]) -> TokenStream {
        let mut kinds: Vec<TokenStream> = Vec::new();
        let mut known = BTreeSet::new();
        for member in members {
            let kind = match member {
                Type::List { .. } => quote!(Kind::List { at_most: None, items: None }),
                Type::Map { .. } => quote!(Kind::Object(None)),
                Type::Named { name } => match self.api.definition(name).map(|definition| &definition.body) {
                    Some(TypeBody::Model { .. } | TypeBody::Input { .. }) => quote!(Kind::Object(None)),
                    Some(TypeBody::Enum { base: Base::Text, .. }) => quote!(Kind::Text),
                    Some(TypeBody::Enum { base: Base::Integer, .. }) => integer(&Limits::default()),
                    Some(TypeBody::Union { .. }) | None => quote!(Kind::Any),
                },
                scalar => self.kind_of(scalar, &Limits::default(), &TokenStream::new()),
            };
            if known.insert(kind.to_string()) {
                kinds.push(kind);
            }
        }
        quote!(Kind::OneOf(&[#(#kinds),*]))
    }
}

fn is_in_body(argument: &Argument) -> bool {
    matches!(argument.location, Location::Body | Location::WholeBody)
}

fn collect<'a>(api: &'a Api, r#type: &'a Type, found: &mut BTreeSet<&'a str>) {
    match r#type {
        Type::List { items: inner } | Type::Map { values: inner } | Type::Nullable { of: inner } => collect(api, inner, found),
        Type::Named { name } => {
            if let Some(TypeBody::Input { fields, .. }) = api.definition(name).map(|definition| &definition.body)
                && found.insert(name)
            {
                fields.iter().for_each(|field| collect(api, &field.r#type, found));
            }
        }
        _ => {}
    }
}

fn integer(limits: &Limits) -> TokenStream {
    #[expect(clippy::cast_possible_truncation, reason = "a limit beyond 64 bits limits nothing that can be passed")]
    let [minimum, maximum] = [limits.minimum, limits.maximum].map(|limit| limit.map(|limit| limit as i64)).map(some);
    quote!(Kind::Integer { minimum: #minimum, maximum: #maximum })
}

fn at_most(limits: &Limits) -> TokenStream {
    some(limits.max_items.and_then(|items| usize::try_from(items).ok()))
}
