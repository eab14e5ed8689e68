//! How a type is written in an annotation.

use std::collections::BTreeSet;

use crate::ir::{Api, Base, Type, TypeBody};

/// Names that a field or a method may take in its class, where annotations below it would then mean that.
const BUILTINS: [&str; 6] = ["bool", "dict", "float", "int", "list", "str"];
const DATES: [&str; 2] = ["date", "datetime"];

/// Which way a value goes: what comes is exactly of its type, what is sent may be anything that stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Read,
    Send,
}

/// Writes annotations for one place.
pub struct Speller<'a> {
    api: &'a Api,
    direction: Direction,
    /// What the names mean something else at this place.
    shadowed: BTreeSet<String>,
}

impl<'a> Speller<'a> {
    /// Where the class has members of these names.
    pub fn new(api: &'a Api, direction: Direction, members: impl IntoIterator<Item = String>) -> Self {
        let known = |name: &String| BUILTINS.contains(&name.as_str()) || DATES.contains(&name.as_str());
        Self { api, direction, shadowed: members.into_iter().filter(known).collect() }
    }

    /// The type, or `None` too.
    pub fn annotation(&self, r#type: &Type, nullable: bool) -> String {
        joined(self.members(r#type), nullable)
    }

    /// One of several.
    pub fn union(&self, members: &[Type]) -> String {
        joined(members.iter().flat_map(|member| self.members(member)).collect(), false)
    }

    fn members(&self, r#type: &Type) -> Vec<String> {
        let sends = self.direction == Direction::Send;
        let (list, map) = if sends { ("Sequence".to_owned(), "Mapping".to_owned()) } else { (self.word("list"), self.word("dict")) };
        let one = match r#type {
            Type::Text => self.word("str"),
            Type::Timestamp if sends => return vec![self.word("str"), self.word("datetime")],
            Type::Date if sends => return vec![self.word("str"), self.word("date")],
            Type::Timestamp => self.word("datetime"),
            Type::Date => self.word("str"),
            Type::Integer => self.word("int"),
            Type::Number => self.word("float"),
            Type::Boolean => self.word("bool"),
            Type::Any => "Any".to_owned(),
            Type::List { items } => format!("{list}[{}]", self.annotation(items, false)),
            Type::Map { values } => format!("{map}[{}, {}]", self.word("str"), self.annotation(values, false)),
            Type::Nullable { of } => return [self.members(of), vec!["None".to_owned()]].concat(),
            Type::Named { name } => return self.named(name),
        };
        vec![one]
    }

    /// A code is an `int` too, since others than the known ones come; an object of the API may be sent as a mapping.
    fn named(&self, name: &str) -> Vec<String> {
        let body = self.api.definition(name).map(|definition| &definition.body);
        match body {
            Some(TypeBody::Enum { base: Base::Integer, .. }) => vec![name.to_owned(), self.word("int")],
            Some(TypeBody::Model { .. }) if self.direction == Direction::Send => {
                vec![name.to_owned(), format!("Mapping[{}, Any]", self.word("str"))]
            }
            _ => vec![name.to_owned()],
        }
    }

    fn word(&self, name: &str) -> String {
        let module = if DATES.contains(&name) { "dt" } else { "builtins" };
        if self.shadowed.contains(name) { format!("{module}.{name}") } else { name.to_owned() }
    }
}

/// Each member once; what takes anything needs no others.
fn joined(members: Vec<String>, nullable: bool) -> String {
    if members.iter().any(|member| member == "Any") {
        return "Any".to_owned();
    }
    let mut seen = BTreeSet::new();
    let members = members.into_iter().chain(nullable.then(|| "None".to_owned()));
    members.filter(|member| seen.insert(member.clone())).collect::<Vec<_>>().join(" | ")
}
