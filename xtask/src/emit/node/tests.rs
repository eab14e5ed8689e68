//! What background jobs don't have: nested resources, bodies, dates, numeric codes, jobs that are started, names that need an escape, and
//! shapes that are refused.

use serde_json::Value;

use super::emit;
use crate::ir::{
    Api, Argument, Base, BodyForm, Encoding, Field, Form, Home, Job, Limits, Location, Operation, Outcome, Pointer, Resource, Source,
    Success, Type, TypeBody, TypeDefinition, Variant, Wait,
};

fn pointer() -> Pointer {
    Pointer::root("document.json").child("here")
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

fn argument(name: &str, location: Location, r#type: Type, required: bool, nullable: bool) -> Argument {
    Argument {
        pointer: pointer(),
        name: name.to_owned(),
        identifier: name.replace('-', "_"),
        location,
        required,
        nullable,
        summary: String::new(),
        r#type,
        limits: Limits::default(),
        encoding: Encoding::Plain,
        example: None,
    }
}

fn field(name: &str, r#type: Type, required: bool, nullable: bool) -> Field {
    argument(name, Location::Body, r#type, required, nullable).as_field()
}

/// A type of the resource at this path, or a shared one.
fn definition(name: &str, path: &[&str], sent: bool, body: TypeBody) -> TypeDefinition {
    let home = if path.is_empty() { Home::Shared } else { Home::Resource(path.iter().map(ToString::to_string).collect()) };
    TypeDefinition { pointer: pointer(), name: name.to_owned(), summary: String::new(), body, home, sent, received: !sent }
}

fn operation(resource: &[&str], name: &str, arguments: Vec<Argument>, body: BodyForm, outcome: Outcome) -> Operation {
    Operation {
        pointer: pointer(),
        id: format!("{name}Thing"),
        resource: resource.iter().map(ToString::to_string).collect(),
        name: name.to_owned(),
        method: "POST".to_owned(),
        path: "/api/v2/things".to_owned(),
        summary: String::new(),
        scopes: vec![],
        arguments,
        body,
        success: Success { pointer: pointer(), status: 200, accept: "application/json".to_owned(), outcome },
        errors: vec![],
        error_field: None,
        safe: false,
        rate_group: None,
    }
}

fn resource(path: &[&str], operations: Vec<usize>) -> Resource {
    let path = path.iter().map(ToString::to_string).collect();
    Resource { pointer: pointer(), path, summary: String::new(), operations, imports: vec![], wait: None }
}

/// `things.delete`, `things.warmup.start` and, below a resource without operations, `jobs.old.get`, whose objects are waited for.
fn api() -> Api {
    let by_default = argument("default", Location::Path, Type::Text, true, false);
    let delete = operation(&["things"], "delete", vec![by_default], BodyForm::None, Outcome::Nothing);
    let arguments = vec![
        argument("lead-status", Location::Query, Type::Text, true, false),
        argument("plan", Location::Body, named("PlanInput"), true, false),
        argument("since", Location::Query, Type::Date, false, false),
        argument("note", Location::Body, Type::Text, false, true),
        argument("dates", Location::Body, list(Type::Timestamp), false, false),
    ];
    let text = |text: &str| text.to_owned();
    let started = Job {
        answer: named("Answer"),
        optional: false,
        form: Form::Object,
        id: vec![text("job"), text("id")],
        resource: vec![text("jobs"), text("old")],
    };
    let body = BodyForm::Fields { pointer: pointer(), required: true };
    let mut start = operation(&["things", "warmup"], "start", arguments, body, Outcome::Job(started));
    start.errors = vec![400, 500, 502];
    let job = Outcome::Json { r#type: named("Job"), optional: true, form: Form::Any };
    let get = operation(&["jobs", "old"], "get", vec![], BodyForm::None, job);
    let code = |value: &str, name: &str| Variant { value: value.to_owned(), name: name.to_owned(), summary: String::new() };
    let home = &["things", "warmup"];
    let states = TypeBody::Enum { base: Base::Integer, variants: vec![code("1", "OnHold"), code("-2", "Gone")] };
    let answer =
        TypeBody::Model { fields: vec![field("0", map(list(Type::Number)), false, true), field("state", named("State"), true, false)] };
    let plan =
        TypeBody::Input { fields: vec![field("first", Type::Date, true, true), field("days", named("Days"), false, false)], open: false };
    let types = [
        definition("State", home, false, states),
        definition("Answer", home, false, answer),
        definition("Days", home, true, TypeBody::Union { members: vec![list(Type::Text), map(list(Type::Text))] }),
        definition("PlanInput", home, true, plan),
        definition("Job", &[], false, TypeBody::Model { fields: vec![field("id", Type::Text, true, false)] }),
    ];
    let mut old = resource(&["jobs", "old"], vec![2]);
    old.wait = Some(Wait {
        get: text("getThing"),
        list: text("listThing"),
        ids: text("ids"),
        at_most: 10,
        id: text("id"),
        status: text("status"),
        progress: text("progress"),
        succeeded: vec![text("done")],
        failed: vec![text("failed")],
        item: named("Job"),
    });
    Api {
        source: Source { name: text("document.json"), document: Value::Null },
        title: String::new(),
        version: String::new(),
        server: String::new(),
        operations: vec![delete, start, get],
        resources: vec![resource(&["jobs"], vec![]), old, resource(&["things"], vec![0]), resource(&["things", "warmup"], vec![1])],
        types: types.into_iter().map(|definition| (definition.name.clone(), definition)).collect(),
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
    optional.operations[1].arguments.iter_mut().for_each(|argument| argument.required = false);
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
    api.operations[1].body = BodyForm::Whole { pointer: pointer(), required: true };
    api.operations[1].arguments = vec![argument("body", Location::WholeBody, list(named("PlanInput")), true, false)];
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
fn days_are_in_the_settings_and_jobs_in_the_call() {
    let settings = "  startThing: operation('startThing', {
    days: ['since', 'first'],
  }),
";
    let warmup = contents(&api(), "/thingsWarmup.ts");
    let call = "this.caller.startJob<Answer, Job>(operations.startThing, [], params, options);";
    assert_has(&warmup, &[settings, call, "APIPromise<StartedJob<Answer, Job>> {", "import type { Job } from './shared.js';"]);
    assert_has(&warmup, &["Documented errors: `BadRequestError`, `InternalServerError`.\n"]);
    assert_has(&contents(&api(), "/things.ts"), &["  deleteThing: operation('deleteThing'),\n"]);
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
    let endless = message(|api| api.resources[1].wait = None);
    assert!(endless.ends_with("document.json#/here: the job it starts can't be waited for"), "{endless}");
    let orphan = message(|api| drop(api.resources.remove(2)));
    assert!(orphan.contains("things has no typed surface to hang things.warmup on"), "{orphan}");
    let property = message(|api| api.operations[0].name = "warmup".to_owned());
    assert!(property.contains("the method name warmup is taken"), "{property}");
    let ours = message(|api| {
        let page = definition("Page", &[], false, TypeBody::Model { fields: vec![] });
        api.types.insert(page.name.clone(), page);
    });
    assert!(ours.contains("the name Page is taken by the package itself"), "{ours}");
}
