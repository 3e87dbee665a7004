//! The OpenAPI 3.1 document, made from the table of routes and the wire types themselves.

use std::sync::LazyLock;

use api::{Code, PROBLEM_JSON, Problem, paths};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::routes::{Access, Endpoint, endpoints};

/// The whole document. It is made once, and the same until the program is another.
pub fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(make);
    &DOCUMENT
}

fn make() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut schemas = settings.into_generator();
    let problem = schemas.subschema_for::<Problem>();
    let mut paths = Map::new();
    for endpoint in endpoints() {
        let operation = operation(&endpoint, &mut schemas);
        let path = paths.entry(endpoint.path).or_insert_with(|| json!({}));
        path[endpoint.method.as_str().to_lowercase()] = operation;
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Vedetta",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A self-hosted reliability console. Errors are problem details (RFC 9457).",
            "license": {"name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas.take_definitions(true),
            "responses": {
                "problem": {
                    "description": "It was not done; the body says why, and names every field at fault.",
                    "content": {PROBLEM_JSON: {"schema": problem}},
                },
            },
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            },
        },
    })
}

fn operation(endpoint: &Endpoint, schemas: &mut SchemaGenerator) -> Value {
    let mut operation = json!({
        "summary": endpoint.about,
        "operationId": operation_id(endpoint),
        "parameters": parameters(endpoint),
        "responses": responses(endpoint, schemas),
        // Who may call it, in words that the standard has none for.
        "x-access": endpoint.access.as_str(),
    });
    if let Some(body) = endpoint.body {
        let mut content = json!({"application/json": {"schema": body(schemas)}});
        for other in endpoint.other_types {
            content[*other] = json!({"schema": {"type": "string"}});
        }
        operation["requestBody"] = json!({"required": true, "content": content});
    }
    if matches!(endpoint.access, Access::SignedIn | Access::Admin) {
        operation["security"] = json!([{"bearer": []}]);
    }
    operation
}

/// What it may answer: all that can go well, and each way in which it may not be done.
fn responses(endpoint: &Endpoint, schemas: &mut SchemaGenerator) -> Value {
    let done = answer(endpoint, schemas);
    let mut responses = json!({endpoint.answer.status.to_string(): done.clone()});
    for status in refusals(endpoint) {
        responses[status.to_string()] = json!({"$ref": "#/components/responses/problem"});
    }
    match (endpoint.method.as_str(), endpoint.path) {
        // What is put in its place for the first time is made.
        ("PUT", paths::ASSET | paths::PRESET) => responses["201"] = done,
        ("DELETE", paths::JOB) => responses["200"] = done,
        ("GET", paths::REPORT) => responses["304"] = json!({"description": "The copy at hand is whole and right."}),
        _ => {}
    }
    responses
}

/// The statuses of the problems that an endpoint may answer, as its line in the table of routes implies.
fn refusals(endpoint: &Endpoint) -> Vec<u16> {
    let is_write = !endpoint.method.is_safe();
    let is_named = paths::parameter(endpoint.path).is_some();
    let has_input = endpoint.body.is_some() || !endpoint.query.is_empty();
    let has_access = !matches!(endpoint.access, Access::Anyone);
    let is_paced = matches!(endpoint.access, Access::SignedIn | Access::Admin) || endpoint.body.is_some();
    let may = [
        (has_input || is_named, Code::BadRequest),
        (has_access || endpoint.path == paths::LOGIN, Code::SignInNeeded),
        (is_write || endpoint.access == Access::Admin, Code::Forbidden),
        (is_named, Code::NotFound),
        (may_conflict(endpoint), Code::Conflict),
        (endpoint.body.is_some(), Code::TooSlow),
        (endpoint.body.is_some(), Code::TooLarge),
        (endpoint.body.is_some(), Code::WrongContentType),
        (has_input || is_named, Code::Invalid),
        (is_paced, Code::TooManyRequests),
        (endpoint.path != paths::HEALTHZ, Code::Unavailable),
    ];
    may.into_iter().filter(|(may, _)| *may).map(|(_, code)| code.status()).collect()
}

/// Whether what is there already may stand in the way.
fn may_conflict(endpoint: &Endpoint) -> bool {
    matches!(
        (endpoint.method.as_str(), endpoint.path),
        ("POST", paths::SETUP | paths::USERS | paths::REPORT_IMPORT | paths::DEMO)
            | ("PATCH" | "DELETE", paths::USER)
            | ("DELETE", paths::JOB)
    )
}

fn answer(endpoint: &Endpoint, schemas: &mut SchemaGenerator) -> Value {
    match endpoint.answer.body {
        Some(schema) => {
            let schema = schema(schemas);
            let types = endpoint.answer.content_types.iter();
            let content: Map<String, Value> =
                types.map(|content_type| ((*content_type).to_owned(), json!({"schema": schema}))).collect();
            json!({"description": "Done.", "content": content})
        }
        None => json!({"description": "Done."}),
    }
}

/// `get_users_id` for `GET /api/v1/users/{id}`.
fn operation_id(endpoint: &Endpoint) -> String {
    let path = endpoint.path.trim_start_matches("/api/v1");
    let words: Vec<&str> = path.split(['/', '{', '}', '-']).filter(|word| !word.is_empty()).collect();
    format!("{}_{}", endpoint.method.as_str().to_lowercase(), words.join("_"))
}

fn parameters(endpoint: &Endpoint) -> Vec<Value> {
    let text = json!({"type": "string"});
    let about = |word| if word == "id" { "Its id" } else { "Its name" };
    let in_path = paths::parameter(endpoint.path).map(|word| (word, "path", true, text.clone(), about(word)));
    let placed = endpoint.query.iter().map(|parameter| (parameter, "query"));
    let placed = placed.chain(endpoint.headers.iter().map(|parameter| (parameter, "header")));
    let others = placed.map(|(parameter, place)| {
        let schema = parameter.schema.map_or_else(|| text.clone(), |schema| schema());
        (parameter.name, place, parameter.is_required, schema, parameter.about)
    });
    let parameter = |(name, place, is_required, schema, about)| json!({"name": name, "in": place, "required": is_required, "schema": schema, "description": about});
    in_path.into_iter().chain(others).map(parameter).collect()
}

#[cfg(test)]
mod tests {
    use api::{AssetChange, PresetChange, UserPatch};
    use model::{BackupRun, Configuration, Sample};

    use super::*;
    use crate::{
        body::{self, FromFields, OlderAnalysisDraft},
        rows::{Format, FromRow, Rows, Source},
        services::{analyses::AnalysisDraft, users::UserDraft},
    };

    #[test]
    fn every_route_is_described_once() {
        let document = document();
        let described: usize =
            document["paths"].as_object().unwrap().values().map(|path| path.as_object().unwrap().len()).sum();
        assert_eq!(described, endpoints().len());
        let mut ids: Vec<String> = endpoints().iter().map(operation_id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), endpoints().len(), "operation ids are unique");
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document();
        let text = document.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1) {
            let pointer = reference.split('"').next().unwrap();
            assert!(document.pointer(pointer).is_some(), "{pointer} leads nowhere");
        }
        assert!(document.pointer("/components/schemas/SignedIn/properties/access_token").is_some());
    }

    #[test]
    fn every_refusal_has_its_status() {
        let document = document();
        let statuses = |pointer: &str| {
            let responses = document.pointer(&format!("/paths/{pointer}/responses")).unwrap();
            responses.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(statuses("~1healthz/get"), "200");
        assert_eq!(statuses("~1api~1v1~1reports~1{id}/get"), "200 304 400 401 404 422 429 503");
        assert_eq!(statuses("~1api~1v1~1users/post"), "201 400 401 403 408 409 413 415 422 429 503");
        assert_eq!(statuses("~1api~1v1~1analyses/post"), "202 400 401 403 408 413 415 422 429 503");
        assert_eq!(statuses("~1start_analysis/post"), "200 400 401 403 408 413 415 422 429 503");
    }

    fn takes_body<T: FromFields>(body: &Value) -> bool {
        body::read::<T>(body.to_string().as_bytes()).is_ok()
    }

    fn takes_row<T: FromRow>(row: &Value) -> bool {
        let mut rows = Rows::<T>::new(Format::Array, Source::Request);
        rows.feed(json!([row]).to_string().as_bytes()).and_then(|()| rows.finish()).unwrap();
        rows.waiting() == 1
    }

    /// Puts null into each field that a schema has, of the object at a place in a body.
    fn check_null(schema: &str, takes: fn(&Value) -> bool, body: &Value, place: &str) {
        assert!(takes(body), "{body}");
        let document = document();
        let fields = document.pointer(&format!("/components/schemas/{schema}/properties")).unwrap();
        for (name, field) in fields.as_object().unwrap() {
            let mut body = body.clone();
            body.pointer_mut(place).unwrap()[name] = Value::Null;
            assert_eq!(field.to_string().contains("\"null\""), takes(&body), "{name} of {schema} is {field}");
        }
    }

    #[test]
    fn null_is_allowed_where_it_is_taken() {
        let availability = json!({"kind": "availability", "services": [{"service_id": "a"}]});
        let resilience = json!({"kind": "resilience", "assets": [{"asset_id": "a"}]});
        let older = json!({"analysis_type": "availability"});
        let preset = json!({"configuration": availability});
        let asset = json!({"display_name": "A", "asset_type": "service"});
        let user = json!({"username": "ada", "password": "p", "role": "viewer"});
        check_null("NewAnalysis", takes_body::<AnalysisDraft>, &availability, "");
        check_null("OlderBody/anyOf/0", takes_body::<OlderAnalysisDraft>, &older, "");
        check_null("PresetChange", takes_body::<PresetChange>, &preset, "");
        check_null("AvailabilityConfiguration", takes_body::<Configuration>, &availability, "");
        check_null("ServiceChoice", takes_body::<Configuration>, &availability, "/services/0");
        check_null("ResilienceConfiguration", takes_body::<Configuration>, &resilience, "");
        check_null("AssetChoice", takes_body::<Configuration>, &resilience, "/assets/0");
        check_null("AssetChange", takes_body::<AssetChange>, &asset, "");
        check_null("NewUser", takes_body::<UserDraft>, &user, "");
        check_null("UserPatch", takes_body::<UserPatch>, &json!({}), "");
        let sample = json!({"timestamp": "2025-09-01T00:00:00Z", "service_id": "a", "status": "ok"});
        let run = json!({"timestamp": "2025-09-01T00:00:00Z", "asset_id": "a", "status": "success"});
        check_null("NewSample", takes_row::<Sample>, &sample, "");
        check_null("NewBackupRun", takes_row::<BackupRun>, &run, "");
    }

    #[test]
    fn access_is_told() {
        let document = document();
        assert_eq!(document.pointer("/paths/~1api~1v1~1users/get/x-access"), Some(&json!("admin")));
        assert!(document.pointer("/paths/~1api~1v1~1users/get/security").is_some());
        assert!(document.pointer("/paths/~1healthz/get/security").is_none());
    }

    #[test]
    fn a_preset_alone_is_a_wish_in_both_dialects() {
        let document = document();
        let [body, older] =
            ["AnalysisBody", "OlderBody"].map(|body| document["components"]["schemas"][body]["anyOf"].to_string());
        assert!(body.contains("NewAnalysis") && body.contains("PresetAlone"), "{body}");
        assert!(older.contains("analysis_type") && older.contains("PresetAlone"), "{older}");
    }
}
