//! One operation: who may call it, what it takes, what it answers, and how to try it.

use std::fmt::Write as _;

use api::paths;
use serde_json::Value;

use super::{entries, example::example, html::Text, schema::type_of};

/// The anchor of an operation.
pub fn id(operation: &Value) -> &str {
    operation["operationId"].as_str().unwrap_or_default()
}

pub fn write(html: &mut String, document: &Value, base_url: &str, path: &str, method: &str, operation: &Value) {
    let text = |field: &str| operation[field].as_str().unwrap_or_default();
    let _ = write!(
        html,
        "<section id=\"{}\"><h2><code>{} {}</code></h2><p>{}.</p><p>Who may call it: <strong>{}</strong>.</p>",
        Text(id(operation)),
        method.to_uppercase(),
        Text(path),
        Text(text("summary")),
        Text(text("x-access")),
    );
    write_parameters(html, &operation["parameters"]);
    write_content(html, "Body", &operation["requestBody"]["content"]);
    // Problems are explained once for all.
    for (status, answer) in entries(&operation["responses"]).filter(|(_, answer)| answer.get("$ref").is_none()) {
        match answer["content"].as_object() {
            None => {
                let _ = write!(html, "<h3>Answer {}</h3><p>Without a body.</p>", Text(status));
            }
            Some(_) => write_content(html, &format!("Answer {status}"), &answer["content"]),
        }
    }
    html.push_str("<h3>Example</h3><pre>");
    let _ = write!(html, "{}", Text(&command(document, base_url, path, method, operation)));
    html.push_str("</pre></section>");
}

fn write_parameters(html: &mut String, parameters: &Value) {
    let Some(parameters) = parameters.as_array().filter(|parameters| !parameters.is_empty()) else { return };
    html.push_str(
        "<h3>Parameters</h3><div class=\"table-frame\"><table class=\"table\"><thead><tr><th>Name</th><th>In</th>\
         <th>Type</th><th>About</th></tr></thead><tbody>",
    );
    for parameter in parameters {
        let text = |field: &str| parameter[field].as_str().unwrap_or_default();
        let _ = write!(
            html,
            "<tr><th><code>{}</code></th><td>{}</td><td>{}</td><td>{}</td></tr>",
            Text(text("name")),
            Text(text("in")),
            type_of(&parameter["schema"]),
            Text(text("description")),
        );
    }
    html.push_str("</tbody></table></div>");
}

/// What a body is, in each of its forms.
fn write_content(html: &mut String, heading: &str, content: &Value) {
    if entries(content).next().is_none() {
        return;
    }
    let _ = write!(html, "<h3>{}</h3><ul>", Text(heading));
    for (kind, about) in entries(content) {
        let _ = write!(html, "<li><code>{}</code>: {}</li>", Text(kind), type_of(&about["schema"]));
    }
    html.push_str("</ul>");
}

/// How to call it with curl.
fn command(document: &Value, base_url: &str, path: &str, method: &str, operation: &Value) -> String {
    let mut command = String::from("curl");
    if method != "get" {
        let _ = write!(command, " -X {}", method.to_uppercase());
    }
    let part = paths::parameter(path).unwrap_or_default().to_uppercase();
    let _ = write!(command, " {base_url}{}", paths::fill(path, &part));
    if operation.get("security").is_some() {
        command.push_str(" \\\n  -H 'Authorization: Bearer TOKEN'");
    }
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    if !schema.is_null() {
        let body = example(document, schema).to_string().replace('\'', "'\\''");
        let _ = write!(command, " \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'");
    }
    command
}
