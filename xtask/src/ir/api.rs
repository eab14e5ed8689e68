//! The API as a whole: its operations, its resources and its types.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Home, Operation, Pointer, Type, TypeDefinition};

/// The stem of the files with the types that several resources use.
pub const SHARED: &str = "shared";

/// The document the API was built from.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// As headers and messages name it: `openapi/instantly.json`.
    pub name: String,
    /// Its content, overlay applied: examples and schemas for the values in cases and docs.
    #[serde(skip)]
    pub document: Value,
}

/// The whole API.
#[derive(Clone, Debug, Serialize)]
pub struct Api {
    pub source: Source,
    pub title: String,
    pub version: String,
    /// The server's base URL, without a trailing slash.
    pub server: String,
    /// Every operation of the document, in its order.
    pub operations: Vec<Operation>,
    /// The resources, sorted by path; their operations refer to [`Api::operations`] by index. Each nested one has its parent here, which
    /// may have no operations of its own.
    pub resources: Vec<Resource>,
    /// The named types by their names, each before its users.
    pub types: IndexMap<String, TypeDefinition>,
    /// Lower limits than the account's own, that some operations share.
    pub rate_groups: Vec<RateGroup>,
    /// Headers the document does not have, that a client option sets.
    pub headers: Vec<Header>,
    /// What the document says and the SDK doesn't carry.
    pub losses: Vec<Loss>,
}

/// A header that the document does not have and every operation takes.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    pub name: String,
    /// The client option that sets it.
    pub option: String,
    pub summary: String,
}

/// Something the document says that has no place in the IR.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Loss {
    /// What was dropped, the same words for the same kind of thing: `not`, `a second media type`.
    pub what: String,
    /// Why, and what happens instead.
    pub why: String,
    pub pointer: Pointer,
}

/// A group of operations: `client.background_jobs`.
#[derive(Clone, Debug, Serialize)]
pub struct Resource {
    pub pointer: Pointer,
    /// In snake_case, outermost first: `["background_jobs"]`, `["accounts", "warmup"]`.
    pub path: Vec<String>,
    /// One or two sentences in our own words.
    pub summary: String,
    /// Indices into [`Api::operations`], in the order they are shown.
    pub operations: Vec<usize>,
    /// The names of the shared types that its operations or types use, sorted.
    pub imports: Vec<String>,
    /// How this resource's objects are waited for, if they can be.
    pub wait: Option<Wait>,
}

/// How long-running work is followed.
#[derive(Clone, Debug, Serialize)]
pub struct Wait {
    /// operationIds: one object, and many by a list of ids.
    pub get: String,
    pub list: String,
    /// The list parameter that takes the ids.
    pub ids: String,
    /// The most ids one list call takes, from the limit parameter's maximum.
    pub at_most: u32,
    /// The object's fields.
    pub id: String,
    pub status: String,
    pub progress: String,
    pub succeeded: Vec<String>,
    pub failed: Vec<String>,
    /// The type waited for.
    pub item: Type,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RateGroup {
    pub name: String,
    pub calls: u32,
    pub seconds: u32,
}

impl Api {
    /// The type of this name; every [`Type::Named`] has one.
    pub fn definition(&self, name: &str) -> Option<&TypeDefinition> {
        self.types.get(name)
    }

    /// The resource's operations, in the order they are shown.
    pub fn operations_of<'a>(&'a self, resource: &'a Resource) -> impl Iterator<Item = &'a Operation> {
        resource.operations.iter().map(|index| &self.operations[*index])
    }

    /// The types that only this resource uses, each before its users.
    pub fn types_of<'a>(&'a self, resource: &'a Resource) -> impl DoubleEndedIterator<Item = &'a TypeDefinition> {
        self.types.values().filter(|definition| matches!(&definition.home, Home::Resource(path) if *path == resource.path))
    }

    /// The types of the shared module, each before its users.
    pub fn shared_types(&self) -> impl DoubleEndedIterator<Item = &TypeDefinition> {
        self.types.values().filter(|definition| definition.home == Home::Shared)
    }

    /// The resource of this path.
    pub fn resource(&self, path: &[String]) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.path == path)
    }

    /// The resource, and the way, in which the job that this operation starts is waited for.
    pub fn job_of(&self, operation: &Operation) -> Option<(&Resource, &Wait)> {
        let resource = self.resource(&operation.job()?.resource)?;
        Some((resource, resource.wait.as_ref()?))
    }

    /// The stem of the file that has this type: its resource's, or `shared`.
    pub fn home(&self, name: &str) -> Option<String> {
        Some(match &self.definition(name)?.home {
            Home::Resource(path) => path.join("_"),
            Home::Shared => SHARED.to_owned(),
        })
    }
}

impl Resource {
    /// `background_jobs`, `accounts_warmup`: the name of its generated files.
    pub fn file_stem(&self) -> String {
        self.path.join("_")
    }

    /// The resources one level below this one.
    pub fn children<'a>(&'a self, api: &'a Api) -> impl Iterator<Item = &'a Self> {
        api.resources.iter().filter(|other| other.path.split_last().is_some_and(|(_, above)| above == self.path))
    }
}
