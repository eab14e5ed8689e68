//! What background jobs don't have: nested resources, bodies, names that need an escape, and shapes that are refused.

use super::emit;
use crate::ir::{
    Api, Body, Field, Kind, Location, Operation, Parameter, Pointer, Resource, Response, Shape, Type, TypeBody, TypeDefinition,
};

fn pointer() -> Pointer {
    Pointer("#/here".to_owned())
}

fn parameter(name: &str, location: Location, required: bool) -> Parameter {
    Parameter {
        pointer: pointer(),
        name: name.to_owned(),
        identifier: name.replace('-', "_"),
        location,
        required,
        summary: String::new(),
        kind: Kind::Text { format: None },
        enumeration: None,
        example: None,
    }
}

fn operation(resource: &[&str], name: &str, parameters: Vec<Parameter>, shape: Shape) -> Operation {
    let response =
        Response { pointer: pointer(), accept: "application/json".to_owned(), shape, r#type: None, errors: vec![], error_field: None };
    Operation {
        pointer: pointer(),
        id: format!("{name}Thing"),
        resource: resource.iter().map(ToString::to_string).collect(),
        name: name.to_owned(),
        method: "POST".to_owned(),
        path: "/api/v2/things".to_owned(),
        summary: String::new(),
        scopes: vec![],
        parameters,
        body: None,
        response,
        pagination: None,
        safe: false,
        rate_group: None,
    }
}

fn resource(path: &[&str], operations: Vec<usize>, types: Vec<TypeDefinition>) -> Resource {
    let path = path.iter().map(ToString::to_string).collect();
    Resource { pointer: pointer(), path, summary: String::new(), operations, types, wait: None }
}

fn api() -> Api {
    let delete = operation(&["things"], "delete", vec![parameter("default", Location::Path, true)], Shape::Empty);
    let mut start = operation(&["things", "warmup"], "start", vec![parameter("lead-status", Location::Query, true)], Shape::Text);
    start.body = Some(Body { pointer: pointer(), required: true, r#type: Some(Type::Named { name: "StartBody".to_owned() }) });
    let value = Type::Map { values: Box::new(Type::List { items: Box::new(Type::Number) }) };
    let field = Field {
        pointer: pointer(),
        name: "0".to_owned(),
        identifier: "_0".to_owned(),
        r#type: value,
        required: false,
        nullable: true,
        summary: String::new(),
    };
    let body = TypeDefinition {
        pointer: pointer(),
        name: "StartBody".to_owned(),
        summary: String::new(),
        body: TypeBody::Model { fields: vec![field] },
    };
    Api {
        title: String::new(),
        version: String::new(),
        server: String::new(),
        operations: vec![delete, start],
        resources: vec![resource(&["things"], vec![0], vec![]), resource(&["things", "warmup"], vec![1], vec![body])],
        rate_groups: vec![],
        headers: vec![],
    }
}

fn contents(api: &Api, name: &str) -> String {
    let files = emit(api).expect("it is emitted");
    files.into_iter().find(|file| file.path.ends_with(name)).expect("the file is there").contents
}

#[test]
fn a_nested_resource_hangs_on_its_parent() {
    let things = contents(&api(), "/things.ts");
    assert!(things.contains("import { ThingsWarmup } from './thingsWarmup.js';\n"), "{things}");
    assert!(things.contains("  readonly warmup: ThingsWarmup;\n\n  /** @internal */\n  constructor(transport: Transport) {\n    super(transport);\n    this.warmup = new ThingsWarmup(transport);\n  }\n\n"));
    let index = contents(&api(), "/index.ts");
    assert!(index.contains("export * from './thingsWarmup.js';") && !index.contains("readonly warmup"), "{index}");
}

#[test]
fn names_that_typescript_has_no_room_for_are_escaped() {
    assert!(contents(&api(), "/things.ts").contains("  delete(default_: string, options: RequestOptions = {}): APIPromise<void> {\n"));
    let warmup = contents(&api(), "/thingsWarmup.ts");
    assert!(warmup.contains("  'lead-status': string;\n"), "{warmup}");
    assert!(warmup.contains("  '0'?: Record<string, number[]> | null;\n"), "{warmup}");
}

#[test]
fn a_body_and_what_is_required_are_parameters_without_a_default() {
    let warmup = contents(&api(), "/thingsWarmup.ts");
    assert!(warmup.contains("  start(params: ThingsWarmupStartParams, options: RequestOptions = {}): APIPromise<string> {\n"), "{warmup}");
    assert!(warmup.contains("export interface ThingsWarmupStartParams extends StartBody {\n"), "{warmup}");
}

#[test]
fn what_is_not_supported_stops_at_its_place_in_the_document() {
    let message = |change: fn(&mut Api)| {
        let mut api = api();
        change(&mut api);
        emit(&api).expect_err("it is refused").to_string()
    };
    let untyped = message(|api| api.operations[0].response.shape = Shape::Object);
    assert_eq!(untyped, "openapi/instantly.json#/here: a success without a type can't be returned");
    let body = message(|api| api.operations[1].body.as_mut().expect("a body").r#type = Some(Type::Any));
    assert!(body.contains("only a body that is an object"), "{body}");
    let orphan = message(|api| drop(api.resources.remove(0)));
    assert!(orphan.contains("things has no typed surface to hang things.warmup on"), "{orphan}");
    let taken = message(|api| api.operations[0].name = "constructor".to_owned());
    assert!(taken.contains("the method name constructor is taken"), "{taken}");
}
