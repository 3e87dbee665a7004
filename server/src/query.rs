//! Reads query strings so that every fault is named at once, the unknown names too.

use api::FieldFault;
use axum::{
    extract::FromRequestParts,
    http::{Uri, request::Parts},
};
use model::{MAX_PAGE, PageRequest, UserName};
use serde_json::json;

use crate::{
    body::{MOST_FAULTS, pointer},
    error::{ServiceError, ServiceResult},
    nearest,
    routes::Parameter,
    state::AppState,
};

const LONGEST_VALUE: usize = 1024;

/// The parameters of a paged list, described.
pub const PAGE: &[Parameter] = &[LIMIT, CURSOR];
pub const LIMIT: Parameter = Parameter {
    name: "limit",
    about: "How many items a page holds at most; it holds fewer where they are large",
    is_required: false,
    schema: Some(|| json!({"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 100})),
};
pub const CURSOR: Parameter =
    Parameter { name: "cursor", about: "The next_cursor of the page before", is_required: false, schema: None };

/// A query string that was read without a fault.
pub struct Query<T>(pub T);

/// What can be read from a query string.
pub trait FromQuery {
    /// Takes each field in turn; faults are remembered by `fields`.
    fn from_query(fields: &mut QueryFields) -> Self;
}

/// The names and values of a query string, taken one by one.
pub struct QueryFields {
    values: Vec<(String, String)>,
    known: Vec<&'static str>,
    faults: Vec<FieldFault>,
}

impl<T: FromQuery> FromRequestParts<AppState> for Query<T> {
    type Rejection = ServiceError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> ServiceResult<Self> {
        read(&parts.uri).map(Self)
    }
}

/// Reads the query string of an address.
pub fn read<T: FromQuery>(uri: &Uri) -> ServiceResult<T> {
    let values = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map_err(|rejection| ServiceError::refused(api::Code::BadRequest, rejection.body_text()))?;
    let mut fields = QueryFields { values: values.0, known: Vec::new(), faults: Vec::new() };
    let read = T::from_query(&mut fields);
    fields.name_unknown();
    if fields.faults.is_empty() { Ok(read) } else { Err(ServiceError::Invalid(fields.faults)) }
}

impl FromQuery for PageRequest {
    fn from_query(fields: &mut QueryFields) -> Self {
        fields.page()
    }
}

impl QueryFields {
    /// The value of a name, read; nothing where it is left out, empty or at fault.
    pub fn read<T>(&mut self, name: &'static str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        self.known.push(name);
        let (given, others) = std::mem::take(&mut self.values).into_iter().partition(|(key, _)| key == name);
        self.values = others;
        let given: Vec<(String, String)> = given;
        let result = match given.as_slice() {
            [] => return None,
            [(_, value)] if value.is_empty() => return None,
            [(_, value)] if value.len() > LONGEST_VALUE => Err("is too long".to_owned()),
            [(_, value)] if value.contains(char::is_control) => Err("must not contain control characters".to_owned()),
            [(_, value)] => read(value),
            _ => Err("is given more than once".to_owned()),
        };
        result.map_err(|wrong| self.fault(name, &wrong)).ok()
    }

    /// The value of a name that must be given, read.
    pub fn required<T>(&mut self, name: &'static str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let faults = self.faults.len();
        let value = self.read(name, read);
        if value.is_none() && self.faults.len() == faults {
            self.fault(name, "is missing");
        }
        value
    }

    /// `limit` and `cursor`.
    pub fn page(&mut self) -> PageRequest {
        let limit = self.read("limit", |text| {
            text.parse::<u32>()
                .ok()
                .filter(|limit| (1..=MAX_PAGE).contains(limit))
                .ok_or_else(|| format!("must be a whole number from 1 to {MAX_PAGE}"))
        });
        let cursor = self.read("cursor", |text| Ok::<_, String>(text.to_owned()));
        PageRequest { limit: limit.unwrap_or(PageRequest::default().limit), cursor }
    }

    /// `user`, as names are kept; what cannot be one, such as the command line, is written small in the trail.
    pub fn user(&mut self) -> Option<String> {
        let kept = |text: &str| UserName::new(text).map_or_else(|_| text.to_lowercase(), |name| name.to_string());
        self.read("user", |text| Ok(kept(text)))
    }

    fn fault(&mut self, name: &str, wrong: &str) {
        self.faults.push(FieldFault { pointer: pointer(name), message: format!("{name} {wrong}") });
    }

    fn name_unknown(&mut self) {
        // As many as a body's: an address of nothing else would be answered with megabytes.
        for (name, _) in std::mem::take(&mut self.values).into_iter().take(MOST_FAULTS) {
            let hint = nearest::hint(&name, self.known.iter().copied());
            self.fault(&nearest::shown(&name), &format!("is not a known parameter{hint}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Who(Option<String>);

    impl FromQuery for Who {
        fn from_query(fields: &mut QueryFields) -> Self {
            Self(fields.user())
        }
    }

    #[test]
    fn a_user_is_looked_for_as_names_are_kept() {
        for (query, expected) in [
            ("user=Ada", "ada"),
            // A sigma at the end of a word, and an accent that stands by itself.
            ("user=%CE%9D%CE%99%CE%9A%CE%9F%CE%A3", "νικοσ"),
            ("user=zoe%CC%88", "zoë"),
            ("user=Command%20line", "command line"),
        ] {
            let Who(user) = read(&format!("/?{query}").parse().unwrap()).unwrap();
            assert_eq!(user.as_deref(), Some(expected), "{query}");
        }
    }

    #[test]
    fn an_address_of_nothing_but_faults_is_answered_in_short() {
        let uri = format!("/?{}", "a&".repeat(20_000)).parse().unwrap();
        let Err(ServiceError::Invalid(faults)) = read::<Who>(&uri) else { panic!("nothing in it is known") };
        assert_eq!(faults.len(), MOST_FAULTS);
    }
}
