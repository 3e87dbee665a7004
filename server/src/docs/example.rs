//! Values that are of a schema, to show what a body looks like.

use serde_json::{Map, Value, json};

/// How deep an example goes before it is cut.
const DEEPEST: usize = 6;

/// A value of a schema.
pub fn example(document: &Value, schema: &Value) -> Value {
    of_schema(document, schema, DEEPEST)
}

fn of_schema(document: &Value, schema: &Value, depth: usize) -> Value {
    if depth == 0 {
        return Value::Null;
    }
    let within = |schema| of_schema(document, schema, depth - 1);
    if let Some(reference) = schema["$ref"].as_str() {
        let found = document.pointer(reference.trim_start_matches('#'));
        let own = found.map_or(Value::Null, within);
        return merge(own, of_fields(document, schema, depth));
    }
    for known in ["const", "default"] {
        if let Some(value) = schema.get(known) {
            return value.clone();
        }
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    let fields = of_fields(document, schema, depth);
    for choice in ["oneOf", "anyOf"] {
        let first = schema[choice].as_array().into_iter().flatten().find(|one| one["type"] != "null");
        if let Some(first) = first {
            return merge(within(first), fields);
        }
    }
    match kind_of(schema) {
        "object" => fields,
        "array" => json!([within(&schema["items"])]),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
        "boolean" => json!(true),
        "string" => text_of(schema),
        _ => json!({}),
    }
}

/// The first type that is something.
fn kind_of(schema: &Value) -> &str {
    let among = schema["type"].as_array().into_iter().flatten().filter_map(Value::as_str);
    schema["type"].as_str().into_iter().chain(among).find(|kind| *kind != "null").unwrap_or_default()
}

fn of_fields(document: &Value, schema: &Value, depth: usize) -> Value {
    let fields = super::entries(&schema["properties"]);
    let fields = fields.map(|(name, field)| (name.clone(), named(document, name, field, depth)));
    Value::Object(fields.collect::<Map<_, _>>())
}

/// Fields that have the same meaning everywhere get values that look like it.
fn named(document: &Value, name: &str, field: &Value, depth: usize) -> Value {
    match name {
        "service_id" => json!("nginx_web"),
        "asset_id" => json!("vm-101"),
        "username" => json!("ada"),
        "day" => json!("latest"),
        "until" => json!("latest"),
        _ => of_schema(document, field, depth - 1),
    }
}

fn text_of(schema: &Value) -> Value {
    match schema["format"].as_str() {
        Some("date-time") => json!("2025-09-01T10:30:00Z"),
        _ => json!("text"),
    }
}

/// The fields of both, where both are objects.
fn merge(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            one.extend(other);
            Value::Object(one)
        }
        (one, _) => one,
    }
}
