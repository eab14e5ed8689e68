//! Lists, maps and unions that contain themselves. An object has a name that its fields can refer to; these get one when something inside
//! of them refers to them, and become a union of one or more members under it.

use anyhow::Result;

use super::schema_view::SchemaView;
use super::types::{Direction, Name, Types, Unnamed};
use super::{Loss, Type, TypeBody, TypeDefinition};

impl Types {
    /// The type of a view that may contain itself.
    pub(super) fn recursive(&mut self, view: &SchemaView, name: &Name, direction: Direction) -> Result<Type> {
        let key = (place(view), direction);
        if let Some(known) = self.recursive.get(&key) {
            return Ok(known.clone());
        }
        let open = self.unnamed.iter().position(|open| open.place == key.0 && open.direction == direction);
        if let Some(index) = open {
            let name = self.unnamed[index].name.clone();
            let own = self.unnamed[index].given.clone().unwrap_or_else(|| self.free(&name));
            self.unnamed[index].given = Some(own.clone());
            return Ok(Type::Named { name: own });
        }
        let before = self.definitions.len();
        let own = if direction == Direction::Request { name.and("Input") } else { name.clone() };
        self.unnamed.push(Unnamed { place: key.0.clone(), direction, name: own, given: None });
        let found = self.of_kind(view, name, direction);
        let given = self.unnamed.pop().and_then(|open| open.given);
        let found = found?;
        let Some(given) = given else { return Ok(found) };
        if found != Type::Any {
            self.recursive.insert(key, found.clone());
            return Ok(found);
        }
        // It takes anything, so what inside of it refers to it does so too.
        self.losses.push(Loss {
            what: "a type that is nothing but itself".to_owned(),
            why: "It allows any JSON, and is typed so.".to_owned(),
            pointer: view.place.pointer.clone(),
        });
        self.forget_since(before, &given);
        self.recursive.insert(key, Type::Any);
        self.of_kind(view, name, direction)
    }

    /// The name that something inside of the list, map or union being read calls it by.
    pub(super) fn name_given(&self, view: &SchemaView) -> Option<String> {
        self.unnamed.last().filter(|open| open.place == place(view)).and_then(|open| open.given.clone())
    }

    /// The union that has this name already; [`Type::Any`] where its members say nothing.
    pub(super) fn containing_itself(&mut self, view: &SchemaView, own: String, mut members: Vec<Type>) -> Type {
        members.retain(|member| *member != Type::Named { name: own.clone() });
        if members.is_empty() || members.contains(&Type::Any) {
            return Type::Any;
        }
        let known = self.define(view, own.clone(), TypeBody::Union { members });
        // A type that is equal has another name, but this one is in use.
        if let Type::Named { name } = &known
            && *name != own
            && let Some(definition) = self.definitions.get(name)
        {
            self.definitions.insert(own.clone(), TypeDefinition { name: own.clone(), ..definition.clone() });
        }
        Type::Named { name: own }
    }

    /// Forgets the types that were defined on the way, since they refer to one that won't be.
    fn forget_since(&mut self, before: usize, name: &str) {
        self.definitions.truncate(before);
        let is_known = |known: &str| known != name && self.definitions.contains_key(known);
        self.known.retain(|_, known| is_known(known));
        for read in [&mut self.read, &mut self.recursive] {
            read.retain(|_, read| !matches!(read, Type::Named { name } if !is_known(name)));
        }
    }
}

fn place(view: &SchemaView) -> String {
    view.component.as_ref().unwrap_or(&view.place).pointer.path.clone()
}
