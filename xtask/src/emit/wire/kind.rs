//! The kinds of parameters that progenitor's methods take.

use anyhow::{Result, bail};

use crate::ir::{Api, Argument, Base, Encoding, Type, TypeBody};

/// A parameter's value as progenitor's methods take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Integer,
    Number,
    Boolean,
    CommaList,
    List,
}

pub fn kind(api: &Api, argument: &Argument) -> Result<Kind> {
    match argument.encoding {
        Encoding::CommaSeparated => return Ok(Kind::CommaList),
        Encoding::Repeated => return Ok(Kind::List),
        Encoding::Plain => {}
    }
    let definition = |name: &str| api.definition(name).map(|definition| &definition.body);
    Ok(match &argument.r#type {
        Type::Text | Type::Timestamp | Type::Date => Kind::Text,
        Type::Integer => Kind::Integer,
        Type::Number => Kind::Number,
        Type::Boolean => Kind::Boolean,
        Type::Named { name } => match definition(name) {
            Some(TypeBody::Enum { base: Base::Text, .. }) => Kind::Text,
            Some(TypeBody::Enum { base: Base::Integer, .. }) => Kind::Integer,
            _ => bail!("{}: only scalars and lists of them are supported in parameters", argument.pointer),
        },
        _ => bail!("{}: only scalars and lists of them are supported in parameters", argument.pointer),
    })
}
