//! Which rows of the trail are asked for: read from the address of the page, and written to it and to the API.

use crate::client::{Call, Client};
use api::{AuditRow, Page, paths};
use leptos_router::params::ParamsMap;

/// Each field as it stands in the form; an empty one asks for nothing. Moments are UTC: `2025-09-01T10:30`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrailFilter {
    pub from: String,
    pub to: String,
    pub user: String,
    pub action: String,
}

impl TrailFilter {
    pub fn from_query(query: &ParamsMap) -> Self {
        let read = |name| query.get(name).unwrap_or_default();
        Self { from: read("from"), to: read("to"), user: read("user"), action: read("action") }
    }

    pub fn is_empty(&self) -> bool {
        self.given().is_empty()
    }

    /// The address of the page that shows these rows.
    pub fn address(&self) -> String {
        let given: Vec<String> =
            self.given().into_iter().map(|(name, value)| format!("{name}={}", paths::encode(value))).collect();
        if given.is_empty() { "/audit".into() } else { format!("/audit?{}", given.join("&")) }
    }

    /// The call for one page of these rows.
    pub fn call(&self, client: &Client, cursor: Option<&str>, limit: Option<u32>) -> Call<Page<AuditRow>> {
        let limit = limit.map(|limit| limit.to_string());
        let given = self.parameters();
        let mut parameters: Vec<(&str, Option<&str>)> =
            given.iter().map(|(name, value)| (*name, Some(value.as_str()))).collect();
        parameters.extend([("cursor", cursor), ("limit", limit.as_deref())]);
        client.list_audit(&parameters)
    }

    /// The filter as the API takes it.
    fn parameters(&self) -> Vec<(&'static str, String)> {
        self.given()
            .into_iter()
            .map(|(name, value)| match name {
                "from" | "to" => (name, full_moment(value)),
                _ => (name, value.to_owned()),
            })
            .collect()
    }

    fn given(&self) -> Vec<(&'static str, &str)> {
        let fields = [("from", &self.from), ("to", &self.to), ("user", &self.user), ("action", &self.action)];
        fields.into_iter().map(|(name, value)| (name, value.trim())).filter(|(_, value)| !value.is_empty()).collect()
    }
}

/// Browsers leave seconds out where there are none.
fn full_moment(typed: &str) -> String {
    const TO_THE_MINUTE: usize = "2025-09-01T10:30".len();
    let seconds = if typed.len() == TO_THE_MINUTE { ":00Z" } else { "Z" };
    format!("{typed}{seconds}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter() -> TrailFilter {
        TrailFilter {
            from: "2025-09-01T10:30".into(),
            to: "2025-09-02T00:00:05".into(),
            user: " ada&co ".into(),
            action: String::new(),
        }
    }

    #[test]
    fn the_address_holds_what_is_given_and_nothing_else() {
        assert_eq!(TrailFilter::default().address(), "/audit");
        assert_eq!(filter().address(), "/audit?from=2025-09-01T10%3A30&to=2025-09-02T00%3A00%3A05&user=ada%26co");
    }

    #[test]
    fn the_api_is_given_whole_moments() {
        assert_eq!(
            filter().parameters(),
            [
                ("from", "2025-09-01T10:30:00Z".to_owned()),
                ("to", "2025-09-02T00:00:05Z".to_owned()),
                ("user", "ada&co".to_owned()),
            ]
        );
    }
}
