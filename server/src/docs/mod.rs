//! The pages that explain the HTTP interface: its OpenAPI document, made readable. Plain HTML, so that they are there
//! without a script and before the browser half is built.

mod example;
mod html;
mod operation;
mod schema;

use std::fmt::Write as _;

use serde_json::Value;

use self::html::Text;

/// What the page is told besides the document.
pub struct Frame<'a> {
    /// Where people find this server.
    pub base_url: &'a str,
    /// Where the style sheet is; empty where this build has none.
    pub style: &'a str,
    pub theme: &'a str,
}

/// The whole page.
pub fn page(document: &Value, frame: &Frame) -> String {
    let mut html = String::with_capacity(256 << 10);
    begin(&mut html, document, frame);
    write_contents(&mut html, document);
    html.push_str("<main class=\"docs-main\">");
    write_introduction(&mut html, frame);
    for (path, operations) in entries(&document["paths"]) {
        for (method, operation) in entries(operations) {
            operation::write(&mut html, document, frame.base_url, path, method, operation);
        }
    }
    html.push_str("<h2 id=\"types\">Types</h2>");
    for (name, schema) in entries(&document["components"]["schemas"]) {
        schema::write_type(&mut html, name, schema);
    }
    html.push_str("</main></body></html>");
    html
}

fn begin(html: &mut String, document: &Value, frame: &Frame) {
    let version = document["info"]["version"].as_str().unwrap_or_default();
    let theme = Text(frame.theme);
    let _ = write!(
        html,
        "<!DOCTYPE html><html lang=\"en\" data-theme=\"{theme}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"dark light\"><title>The HTTP API of Vedetta {}</title>",
        Text(version)
    );
    if !frame.style.is_empty() {
        let _ = write!(html, "<link rel=\"stylesheet\" href=\"{}\">", Text(frame.style));
    }
    html.push_str("</head><body class=\"docs\">");
}

/// Links to every operation and to the types.
fn write_contents(html: &mut String, document: &Value) {
    html.push_str("<nav class=\"docs-contents\" aria-label=\"Operations\"><a href=\"/\">Vedetta</a><ul>");
    for (path, operations) in entries(&document["paths"]) {
        for (method, operation) in entries(operations) {
            let (id, summary) = (operation::id(operation), operation["summary"].as_str().unwrap_or_default());
            let (method, path) = (method.to_uppercase(), Text(path));
            let _ = write!(
                html,
                "<li><a href=\"#{}\" title=\"{}\"><code>{method} {path}</code></a></li>",
                Text(id),
                Text(summary)
            );
        }
    }
    html.push_str("<li><a href=\"#types\">Types</a></li></ul></nav>");
}

fn write_introduction(html: &mut String, frame: &Frame) {
    let base = Text(frame.base_url);
    let _ = write!(
        html,
        "<h1>HTTP API</h1>\
         <p>Sign in for an access token, and send it with every request. A token is good for ten minutes.</p>\
         <pre>curl {base}/api/v1/auth/login -H 'Content-Type: application/json' \\\n  \
         -d '{{\"username\": \"ada\", \"password\": \"...\"}}'</pre>\
         <p>Times are RFC 3339 in UTC. Lists come in pages: pass <code>next_cursor</code> as <code>cursor</code> for the \
         next one. Errors are problem details (RFC 9457): act on <a href=\"#type-Code\"><code>code</code></a>; \
         <code>errors</code> names every field at fault. After 429 and 503, wait as long as <code>Retry-After</code> \
         says. The whole document for machines is at <a href=\"/api/v1/openapi.json\">/api/v1/openapi.json</a>.</p>"
    );
}

/// The entries of an object, or none.
fn entries(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{openapi, routes::endpoints};

    fn whole_page() -> String {
        let frame = Frame { base_url: "https://v.example.org/<x>", style: "/assets/main.css", theme: "dark" };
        page(openapi::document(), &frame)
    }

    #[test]
    fn every_route_is_explained_with_its_access() {
        let page = whole_page();
        for endpoint in endpoints() {
            let heading = format!("{} {}", endpoint.method, endpoint.path);
            let sections = page.matches(&format!("<h2><code>{heading}</code></h2>")).count();
            assert_eq!(sections, 1, "{heading}");
        }
        let section = page.split("<h2><code>POST /api/v1/ingest/samples</code></h2>").nth(1).unwrap();
        let section = section.split("<h2>").next().unwrap();
        for part in
            ["admin", "application/x-ndjson", "#type-NewSample", "&quot;service_id&quot;", "Authorization: Bearer"]
        {
            assert!(section.contains(part), "{part} is not in {section}");
        }
    }

    #[test]
    fn every_link_leads_somewhere() {
        let page = whole_page();
        for link in page.split("href=\"#").skip(1) {
            let id = link.split('"').next().unwrap();
            assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
        }
    }

    #[test]
    fn nothing_in_it_runs_or_breaks_out() {
        let page = whole_page();
        assert!(!page.contains("<script") && !page.contains(" style=") && !page.contains("<x>"), "{page:.300}");
        assert!(page.contains("https://v.example.org/&lt;x&gt;"));
    }
}
