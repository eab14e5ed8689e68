//! What background jobs don't have: nested resources, bodies, dates, numeric codes, jobs that are started, names that need an escape, and
//! shapes that are refused.

use super::emit;
use crate::ir::{
    Api, Base, Body, Field, Kind, Limits, Location, Operation, Parameter, Pointer, Resource, Response, Shape, StartsJob, Type, TypeBody,
    TypeDefinition, Variant, Wait,
};

fn pointer() -> Pointer {
    Pointer("#/here".to_owned())
}

fn named(name: &str) -> Type {
    Type::Named { name: name.to_owned() }
}

fn list(items: Type) -> Type {
    Type::List { items: Box::new(items) }
}

fn map(values: Type) -> Type {
    Type::Map { values: Box::new(values) }
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

fn field(name: &str, r#type: Type, required: bool, nullable: bool) -> Field {
    let (pointer, name, identifier) = (pointer(), name.to_owned(), name.to_owned());
    Field { pointer, name, identifier, r#type, required, nullable, summary: String::new(), limits: Limits::default() }
}

fn definition(name: &str, body: TypeBody) -> TypeDefinition {
    TypeDefinition { pointer: pointer(), name: name.to_owned(), summary: String::new(), body }
}

fn operation(resource: &[&str], name: &str, parameters: Vec<Parameter>, shape: Shape) -> Operation {
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
        response: Response {
            pointer: pointer(),
            accept: "application/json".to_owned(),
            shape,
            r#type: None,
            may_be_empty: false,
            status: 200,
            errors: vec![],
            error_field: None,
        },
        pagination: None,
        starts_job: None,
        safe: false,
        rate_group: None,
    }
}

fn resource(path: &[&str], operations: Vec<usize>, types: Vec<TypeDefinition>) -> Resource {
    let path = path.iter().map(ToString::to_string).collect();
    Resource { pointer: pointer(), path, summary: String::new(), operations, types, imports: vec![], wait: None }
}

/// `things.delete`, `things.warmup.start` and, below a resource without operations, `jobs.old.get`, whose objects are waited for.
fn api() -> Api {
    let mut delete = operation(&["things"], "delete", vec![parameter("default", Location::Path, true)], Shape::Empty);
    delete.response.may_be_empty = true;
    let mut since = parameter("since", Location::Query, false);
    since.kind = Kind::Text { format: Some("date".to_owned()) };
    let mut start = operation(&["things", "warmup"], "start", vec![parameter("lead-status", Location::Query, true), since], Shape::Object);
    let fields = vec![
        field("note", Type::Text, false, true),
        field("plan", named("PlanInput"), true, false),
        field("dates", list(Type::Timestamp), false, false),
    ];
    start.body = Some(Body { pointer: pointer(), required: true, fields, value: None });
    start.response.r#type = Some(named("Answer"));
    start.response.errors = vec![400, 500, 502];
    start.starts_job = Some(StartsJob { id: vec!["job".to_owned(), "id".to_owned()], resource: vec!["jobs".to_owned(), "old".to_owned()] });
    let mut get = operation(&["jobs", "old"], "get", vec![], Shape::Object);
    get.response.r#type = Some(named("Job"));
    let code = |value: &str, name: &str| Variant { value: value.to_owned(), name: name.to_owned(), summary: String::new() };
    let warmup = vec![
        definition("State", TypeBody::Enum { base: Base::Integer, variants: vec![code("1", "OnHold"), code("-2", "Gone")] }),
        definition(
            "Answer",
            TypeBody::Model { fields: vec![field("0", map(list(Type::Number)), false, true), field("state", named("State"), true, false)] },
        ),
        definition("Days", TypeBody::Union { members: vec![list(Type::Text), map(list(Type::Text))] }),
        definition(
            "PlanInput",
            TypeBody::Input {
                fields: vec![field("first", Type::Date, true, true), field("days", named("Days"), false, false)],
                open: false,
            },
        ),
    ];
    let mut old = resource(&["jobs", "old"], vec![2], vec![]);
    let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
    old.wait = Some(Wait {
        get: "getThing".to_owned(),
        list: "listThing".to_owned(),
        ids: "ids".to_owned(),
        at_most: 10,
        id: "id".to_owned(),
        status: "status".to_owned(),
        progress: "progress".to_owned(),
        succeeded: texts(&["done"]),
        failed: texts(&["failed"]),
        item: named("Job"),
    });
    Api {
        title: String::new(),
        version: String::new(),
        server: String::new(),
        operations: vec![delete, start, get],
        resources: vec![
            resource(&["jobs"], vec![], vec![]),
            old,
            resource(&["things"], vec![0], vec![]),
            resource(&["things", "warmup"], vec![1], warmup),
        ],
        shared: vec![definition("Job", TypeBody::Model { fields: vec![field("id", Type::Text, true, false)] })],
        rate_groups: vec![],
        headers: vec![],
        losses: vec![],
    }
}

fn contents(api: &Api, name: &str) -> String {
    let files = emit(api).expect("it is emitted");
    files.into_iter().find(|file| file.path.ends_with(name)).expect("the file is there").contents
}

#[track_caller]
fn assert_has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\nis not in\n{text}");
    }
}

#[test]
fn a_nested_resource_hangs_on_its_parent_and_is_made_when_it_is_used() {
    let things = contents(&api(), "/things.ts");
    let getter = "  get warmup(): ThingsWarmup {\n    return (this.#warmup ??= new ThingsWarmup(this.caller));\n  }\n";
    assert_has(&things, &["import { ThingsWarmup } from './thingsWarmup.js';\n", "  #warmup: ThingsWarmup | undefined;\n", getter]);
    let index = contents(&api(), "/index.ts");
    let loaded = "      const loaded = require('./things.js') as typeof import('./things.js');\n      this.#things = new loaded.Things(this.#caller);\n";
    assert_has(&index, &["export type * from './thingsWarmup.js';", "export * from './codes.js';", loaded]);
    assert!(!index.contains("warmup("), "{index}");
}

#[test]
fn a_resource_without_operations_only_leads_on() {
    let jobs = contents(&api(), "/jobs.ts");
    assert!(!jobs.contains("operations.") && !jobs.contains("RequestOptions"), "{jobs}");
    let start = "import { Resource } from '../resource.js';\nimport { JobsOld } from './jobsOld.js';\n\n/** The operations of `jobs`. */\nexport class Jobs";
    assert_has(&jobs, &[start]);
}

#[test]
fn names_that_typescript_has_no_room_for_are_escaped() {
    assert_has(&contents(&api(), "/things.ts"), &["  delete(default_: string, options: RequestOptions = {}): APIPromise<void> {\n"]);
    let mut odd = api();
    odd.operations[0].name = "constructor".to_owned();
    assert_has(&contents(&odd, "/things.ts"), &["  constructor_(default_: string,"]);
    let warmup = contents(&api(), "/thingsWarmup.ts");
    assert_has(&warmup, &["  'lead-status': string;\n", "  '0'?: Record<string, number[]> | null;\n"]);
}

#[test]
fn parameters_are_the_query_and_the_body_with_what_is_required_first() {
    let warmup = contents(&api(), "/thingsWarmup.ts");
    let interface = "/** Parameters of `things.warmup.start`; what is left out is not sent, and `null` is sent as `null`. */
export interface ThingsWarmupStartParams {
  'lead-status': string;
  plan: PlanInput;
  /** A `Date` stands for its day in UTC. */
  since?: string | Date | undefined;
  note?: string | null | undefined;
  dates?: readonly (string | Date)[] | undefined;
}
";
    assert_has(&warmup, &[interface, "(params: ThingsWarmupStartParams, options: RequestOptions = {}): APIPromise<"]);
    let mut optional = api();
    optional.operations[1].parameters[0].required = false;
    optional.operations[1].body.as_mut().expect("a body").fields[1].required = false;
    assert_has(&contents(&optional, "/thingsWarmup.ts"), &["params: ThingsWarmupStartParams = {}"]);
}

#[test]
fn words_name_methods_as_typescript_spells_them() {
    let mut api = api();
    api.operations[1].name = "start_now".to_owned();
    api.resources[0].summary = "See `things.warmup.start_now`; not `start_now`, and not things.warmup.start_now.".to_owned();
    let words = "/** See `things.warmup.startNow`; not `start_now`, and not things.warmup.start_now. */\n";
    assert_has(&contents(&api, "/jobs.ts"), &[words]);
}

#[test]
fn a_body_that_is_one_value_is_one_argument() {
    let mut api = api();
    api.operations[1].body = Some(Body { pointer: pointer(), required: true, fields: vec![], value: Some(list(named("PlanInput"))) });
    assert_has(&contents(&api, "/thingsWarmup.ts"), &["  /** The whole body. */\n  body: readonly PlanInput[];\n"]);
}

#[test]
fn what_is_sent_takes_more_than_what_comes() {
    let warmup = contents(&api(), "/thingsWarmup.ts");
    let input = "export interface PlanInput {\n  /** A `Date` stands for its day in UTC. */\n  first: string | Date | null;\n  days?: Days | undefined;\n}\n";
    let union = "export type Days = readonly string[] | Readonly<Record<string, readonly string[]>>;\n";
    assert_has(&warmup, &[input, union, "  state: State;\n  /** Whatever else the API sends is kept. */\n  [unknown: string]: unknown;\n"]);
}

#[test]
fn days_and_jobs_are_in_the_settings() {
    let settings = "  startThing: operation('startThing', {
    days: ['since', 'first'],
    job: { resource: 'jobs.old', id: ['job', 'id'] },
  }),
";
    let warmup = contents(&api(), "/thingsWarmup.ts");
    let call = "this.caller.startJob<Answer, Job>(operations.startThing, [], params, options);";
    assert_has(&warmup, &[settings, call, "APIPromise<StartedJob<Answer, Job>> {", "import type { Job } from './shared.js';"]);
    assert_has(&warmup, &["Documented errors: `BadRequestError`, `InternalServerError`.\n"]);
    assert_has(&contents(&api(), "/things.ts"), &["  deleteThing: operation('deleteThing', {\n    mayBeEmpty: true,\n  }),\n"]);
}

#[test]
fn numeric_codes_are_types_and_values() {
    let codes = contents(&api(), "/codes.ts");
    let both = "export type State = 1 | -2 | (number & {});

/**
 * `State`, as the API has it.
 *
 * The known values of `State`, by name.
 */
export const State = {
  ON_HOLD: 1,
  GONE: -2,
} as const;
";
    assert_has(&codes, &[both]);
    let warmup = contents(&api(), "/thingsWarmup.ts");
    assert!(!warmup.contains("export type State") && warmup.contains("import type { State } from './codes.js';"), "{warmup}");
}

#[test]
fn what_is_not_supported_stops_at_its_place_in_the_document() {
    let message = |change: fn(&mut Api)| {
        let mut api = api();
        change(&mut api);
        emit(&api).expect_err("it is refused").to_string()
    };
    let untyped = message(|api| api.operations[1].response.r#type = None);
    assert!(untyped.ends_with("#/here: a success without a type can't be returned"), "{untyped}");
    let orphan = message(|api| drop(api.resources.remove(2)));
    assert!(orphan.contains("things has no typed surface to hang things.warmup on"), "{orphan}");
    let property = message(|api| api.operations[0].name = "warmup".to_owned());
    assert!(property.contains("the method name warmup is taken"), "{property}");
    let ours = message(|api| api.shared.push(definition("Page", TypeBody::Model { fields: vec![] })));
    assert!(ours.contains("the name Page is taken by the package itself"), "{ours}");
}
