//! Options as Rust writes them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

pub fn some<T: ToTokens>(value: Option<T>) -> TokenStream {
    option(value.map(|value| quote!(#value)))
}

pub fn option(tokens: Option<TokenStream>) -> TokenStream {
    tokens.map_or_else(|| quote!(None), |tokens| quote!(Some(#tokens)))
}
