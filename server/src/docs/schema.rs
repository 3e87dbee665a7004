//! Types in words: in a table where they have fields, in a line where they have none.

use std::fmt::Write as _;

use serde_json::Value;

use super::{entries, html::Text};

/// A type that has a name of its own.
pub fn write_type(html: &mut String, name: &str, schema: &Value) {
    let _ = write!(html, "<section id=\"type-{0}\"><h3>{0}</h3>", Text(name));
    write_description(html, schema);
    write_fields(html, schema);
    if schema["properties"].is_null() {
        let _ = write!(html, "<p>{}</p>", type_of(schema));
    }
    for choice in ["oneOf", "anyOf"] {
        for one in schema[choice].as_array().into_iter().flatten().filter(|one| !one["properties"].is_null()) {
            write_description(html, one);
            write_fields(html, one);
        }
    }
    html.push_str("</section>");
}

fn write_description(html: &mut String, schema: &Value) {
    if let Some(description) = schema["description"].as_str() {
        let _ = write!(html, "<p>{}</p>", Text(description));
    }
}

fn write_fields(html: &mut String, schema: &Value) {
    if schema["properties"].is_null() {
        return;
    }
    html.push_str(
        "<div class=\"table-frame\"><table class=\"table\"><thead><tr><th>Field</th><th>Type</th><th>Needed</th>\
         <th>About</th></tr></thead><tbody>",
    );
    for (name, field) in entries(&schema["properties"]) {
        let is_needed = schema["required"].as_array().is_some_and(|names| names.iter().any(|one| one == name));
        let needed = if is_needed { "yes" } else { "no" };
        let about = field["description"].as_str().unwrap_or_default();
        let _ = write!(
            html,
            "<tr><th><code>{}</code></th><td>{}</td><td>{needed}</td><td>{}</td></tr>",
            Text(name),
            type_of(field),
            Text(about)
        );
    }
    html.push_str("</tbody></table></div>");
}

/// A type in a few words, with links to those that have a name.
pub fn type_of(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return format!("<a href=\"#type-{0}\">{0}</a>", Text(name));
    }
    if let Some(value) = schema.get("const") {
        return format!("<code>{}</code>", Text(&value.to_string()));
    }
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<String> = words.iter().map(|word| format!("<code>{}</code>", Text(&word.to_string()))).collect();
        return words.join(", ");
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[choice].as_array() {
            let choices: Vec<String> = choices.iter().map(type_of).collect();
            return choices.join(" or ");
        }
    }
    match &schema["type"] {
        Value::String(kind) => in_words(kind, schema),
        Value::Array(kinds) => {
            let kinds: Vec<String> =
                kinds.iter().filter_map(Value::as_str).map(|kind| in_words(kind, schema)).collect();
            kinds.join(" or ")
        }
        _ => "anything".into(),
    }
}

fn in_words(kind: &str, schema: &Value) -> String {
    let kind = match kind {
        "array" => format!("list of {}", type_of(&schema["items"])),
        "string" if schema["format"] == "date-time" => "moment".into(),
        "string" => "text".into(),
        "integer" => "whole number".into(),
        "boolean" => "true or false".into(),
        "null" => "nothing".into(),
        other => other.to_owned(),
    };
    match (schema["minimum"].as_f64(), schema["maximum"].as_f64()) {
        (Some(least), Some(most)) => format!("{kind} from {least} to {most}"),
        _ => kind,
    }
}
