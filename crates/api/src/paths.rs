//! Where everything is. A word in braces stands for a part that the caller fills in.

pub const HEALTHZ: &str = "/healthz";
pub const READYZ: &str = "/readyz";
pub const METRICS: &str = "/metrics";
/// Every error under it is a problem document.
pub const API: &str = "/api";
pub const OPENAPI: &str = "/api/v1/openapi.json";
pub const SETUP: &str = "/api/v1/setup";
pub const LOGIN: &str = "/api/v1/auth/login";
pub const REFRESH: &str = "/api/v1/auth/refresh";
pub const LOGOUT: &str = "/api/v1/auth/logout";
pub const ME: &str = "/api/v1/auth/me";
pub const PASSWORD: &str = "/api/v1/auth/password";
pub const SIGN_INS: &str = "/api/v1/auth/sign-ins";
pub const SIGN_IN: &str = "/api/v1/auth/sign-ins/{id}";
pub const USERS: &str = "/api/v1/users";
pub const USER: &str = "/api/v1/users/{id}";
pub const AUDIT: &str = "/api/v1/audit";
pub const ASSETS: &str = "/api/v1/assets";
pub const ASSET: &str = "/api/v1/assets/{id}";
pub const INGEST_ASSETS: &str = "/api/v1/ingest/assets";
pub const INGEST_SAMPLES: &str = "/api/v1/ingest/samples";
pub const INGEST_BACKUPS: &str = "/api/v1/ingest/backups";
pub const COVERAGE: &str = "/api/v1/coverage";
pub const ANALYSES: &str = "/api/v1/analyses";
pub const JOBS: &str = "/api/v1/jobs";
pub const JOB: &str = "/api/v1/jobs/{id}";
pub const REPORTS: &str = "/api/v1/reports";
pub const REPORT: &str = "/api/v1/reports/{id}";
pub const REPORT_FALLEN: &str = "/api/v1/reports/{id}/fallen";
pub const REPORT_HEADS: &str = "/api/v1/reports/{id}/heads";
pub const REPORT_EXPORT: &str = "/api/v1/reports/{id}/export";
pub const REPORT_IMPORT: &str = "/api/v1/reports/import";
pub const PRESETS: &str = "/api/v1/presets";
pub const PRESET: &str = "/api/v1/presets/{name}";
/// Loads the demo data, or removes it.
pub const DEMO: &str = "/api/v1/demo";
/// The pages that explain this interface.
pub const DOCS: &str = "/api/docs";

/// The word in braces.
pub fn parameter(path: &str) -> Option<&str> {
    let (_, rest) = path.split_once('{')?;
    rest.split_once('}').map(|(word, _)| word)
}

/// A path with its part filled in, whatever that holds.
pub fn with_id(path: &str, id: &str) -> String {
    fill(path, &encode(id))
}

/// A path with its part filled in as it stands.
pub fn fill(path: &str, part: &str) -> String {
    match parameter(path) {
        Some(word) => path.replace(&format!("{{{word}}}"), part),
        None => path.to_owned(),
    }
}

/// A text as one part of a path or a query.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_id_stays_in_its_segment() {
        assert_eq!(super::with_id("/users/{id}", "a/b?ù"), "/users/a%2Fb%3F%C3%B9");
    }
}
