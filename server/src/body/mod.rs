//! Reads JSON bodies so that every fault is named at once: what is missing, of the wrong kind, or unknown.

mod accounts;
mod analyses;
mod assets;
mod once;

use std::{collections::HashMap, time::Duration};

use api::{Code, FieldFault};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use model::{MAX_NAME, Role, check_text};
use serde_json::{Map, Value};
use tokio::time::timeout;

use crate::{
    error::{ServiceError, ServiceResult},
    nearest,
    state::AppState,
    upload::{check_encoding, essence, has_paused, too_slow},
    words,
};

pub use analyses::OlderAnalysisDraft;

/// How many faults of a body or a file are named: a megabyte of unknown fields would be answered with ten.
pub const MOST_FAULTS: usize = 100;
/// How long a body may take to come. Less than a request may take, so that whoever sends slowly is not told that the
/// server is slow.
const SLOWEST_ARRIVAL: Duration = Duration::from_secs(25);
/// The longest value that a message repeats, in bytes.
const LONGEST_SHOWN: usize = 40;

/// A body that was read without a fault.
pub struct Body<T>(pub T);

/// A body as far as it could be read, and its faults so far: whoever knows the rest of the rules adds what breaks them,
/// so that all are named at once.
pub struct Draft<T>(pub T, pub Vec<FieldFault>);

/// What can be read from a JSON object.
pub trait FromFields: Sized {
    /// Takes each field in turn; `None` where one is at fault, which `fields` then remembers.
    fn from_fields(fields: &mut Fields) -> Option<Self>;
}

/// The fields of an object, taken one by one.
pub struct Fields {
    /// Where the object is in the body, as a JSON pointer.
    place: String,
    /// Whose fields they are, for messages: ` of nginx_web`.
    owner: String,
    object: Map<String, Value>,
    known: Vec<&'static str>,
    faults: Vec<FieldFault>,
}

impl<T: FromFields> FromRequest<AppState> for Body<T> {
    type Rejection = ServiceError;

    async fn from_request(request: Request, state: &AppState) -> ServiceResult<Self> {
        read(&take_in(request, state).await?).map(Self)
    }
}

impl<T: FromFields> FromRequest<AppState> for Draft<T> {
    type Rejection = ServiceError;

    async fn from_request(request: Request, state: &AppState) -> ServiceResult<Self> {
        read_draft(&take_in(request, state).await?)
    }
}

async fn take_in(request: Request, state: &AppState) -> ServiceResult<Bytes> {
    check_content_type(&request)?;
    let arrived = timeout(SLOWEST_ARRIVAL, Bytes::from_request(request, state)).await.map_err(|_| too_slow())?;
    arrived.map_err(|rejection| {
        let code = if rejection.status() == 413 { Code::TooLarge } else { Code::BadRequest };
        if has_paused(&rejection) { too_slow() } else { ServiceError::refused(code, rejection.body_text()) }
    })
}

fn check_content_type(request: &Request) -> ServiceResult<()> {
    check_encoding(request.headers())?;
    if essence(request.headers()) == "application/json" {
        return Ok(());
    }
    Err(ServiceError::refused(Code::WrongContentType, "the body must be sent as application/json"))
}

/// Reads a body's bytes.
pub fn read<T: FromFields>(bytes: &[u8]) -> ServiceResult<T> {
    let Draft(read, faults) = read_draft(bytes)?;
    if faults.is_empty() { Ok(read) } else { Err(ServiceError::Invalid(faults)) }
}

fn read_draft<T: FromFields>(bytes: &[u8]) -> ServiceResult<Draft<T>> {
    let (value, repeated) = once::read(bytes)
        .map_err(|error| ServiceError::refused(Code::BadRequest, format!("the body is not valid JSON: {error}")))?;
    let Value::Object(object) = value else {
        return Err(ServiceError::refused(Code::BadRequest, "the body must be a JSON object"));
    };
    let mut fields = Fields { faults: repeated, ..Fields::new(String::new(), object) };
    let read = T::from_fields(&mut fields);
    fields.name_unknown();
    fields.faults.truncate(MOST_FAULTS);
    match read {
        Some(read) => Ok(Draft(read, fields.faults)),
        None => Err(ServiceError::Invalid(fields.faults)),
    }
}

impl Fields {
    fn new(place: String, object: Map<String, Value>) -> Self {
        Self { place, owner: String::new(), object, known: Vec::new(), faults: Vec::new() }
    }

    /// What a rule makes of a field that must be there.
    pub fn required<T>(&mut self, name: &'static str, rule: impl FnOnce(&Value) -> Result<T, String>) -> Option<T> {
        self.optional(name, rule)?.or_else(|| self.fault(name, "is missing"))
    }

    /// What a rule makes of a field that may be left out; null is no way to leave it out.
    pub fn optional<T>(
        &mut self,
        name: &'static str,
        rule: impl FnOnce(&Value) -> Result<T, String>,
    ) -> Option<Option<T>> {
        let Some(value) = self.take(name) else { return Some(None) };
        match rule(&value) {
            Ok(read) => Some(Some(read)),
            Err(wrong) => self.fault(name, &format!("{}{wrong}", shown(&value))),
        }
    }

    /// An object within the object, which must be there.
    pub fn object<T: FromFields>(&mut self, name: &'static str) -> Option<T> {
        match self.take(name) {
            Some(value) => self.read_inner(format!("{}{}", self.place, pointer(name)), value),
            None => self.fault(name, "is missing"),
        }
    }

    /// A list of objects, which may be left out. No two have the same `id`, and each says in its messages whose
    /// fields are at fault.
    pub fn optional_list<T: FromFields>(
        &mut self,
        name: &'static str,
        longest: usize,
        id: &'static str,
    ) -> Option<Option<Vec<T>>> {
        let items = match self.take(name) {
            None => return Some(None),
            Some(Value::Array(items)) if items.is_empty() => {
                return self.fault(name, "is empty; name at least one, or leave it out for all");
            }
            Some(Value::Array(items)) if items.len() > longest => {
                return self.fault(name, &format!("has {} elements; there may be at most {longest}", items.len()));
            }
            Some(Value::Array(items)) => items,
            Some(_) => return self.fault(name, "must be a list"),
        };
        let place = format!("{}{}", self.place, pointer(name));
        let mut seen = HashMap::new();
        let mut read = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let named = item.get(id).and_then(Value::as_str).map(str::to_owned);
            let inner_place = format!("{place}/{index}");
            if let Some(first) = named.and_then(|named| seen.insert(named, index)) {
                let message = format!("{id} is the same as in {place}/{first}");
                self.faults.push(FieldFault { pointer: format!("{inner_place}/{id}"), message });
            }
            read.push(self.read_inner(inner_place, item));
        }
        read.into_iter().collect::<Option<Vec<T>>>().map(Some)
    }

    fn read_inner<T: FromFields>(&mut self, place: String, value: Value) -> Option<T> {
        let Value::Object(object) = value else {
            let message = format!("{} must be an object", place.trim_start_matches('/'));
            self.faults.push(FieldFault { pointer: place, message });
            return None;
        };
        let mut fields = Self::new(place, object);
        let read = T::from_fields(&mut fields);
        fields.name_unknown();
        self.faults.append(&mut fields.faults);
        read
    }

    /// Says whose fields these are.
    pub fn belong_to(&mut self, owner: &str) {
        self.owner = format!(" of {owner}");
    }

    /// Whether there are fields that were not taken yet.
    pub fn has_more(&self) -> bool {
        !self.object.is_empty()
    }

    /// Passes over these fields, which are known, but of which nobody can tell what they should be.
    pub fn skip(&mut self, names: &[&'static str]) {
        for name in names {
            self.take(name);
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.object.contains_key(name)
    }

    /// A text that must be there.
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        match self.take(name) {
            Some(Value::String(text)) => Some(text),
            Some(_) => self.fault(name, "must be a text"),
            None => self.fault(name, "is missing"),
        }
    }

    /// A text that may be left out.
    pub fn optional_text(&mut self, name: &'static str) -> Option<Option<String>> {
        match self.take(name) {
            Some(Value::String(text)) => Some(Some(text)),
            Some(Value::Null) | None => Some(None),
            Some(_) => self.fault(name, "must be a text"),
        }
    }

    /// A list of texts that may name something, which may be left out. Each that may not is named by its place.
    pub fn optional_names(&mut self, list: &'static str, longest: usize) -> Option<Option<Vec<String>>> {
        let items = match self.take(list) {
            None => return Some(None),
            Some(Value::Array(items)) if items.len() > longest => {
                return self.fault(list, &format!("has {} elements; there may be at most {longest}", items.len()));
            }
            Some(Value::Array(items)) => items,
            Some(_) => return self.fault(list, "must be a list of texts"),
        };
        let place = format!("{}{}", self.place, pointer(list));
        let faults = &mut self.faults;
        let read = |(index, item)| {
            let refuse = |wrong| {
                let message = format!("{list}/{index} {wrong}");
                faults.push(FieldFault { pointer: format!("{place}/{index}"), message });
            };
            name(item).map_err(refuse).ok()
        };
        let read: Vec<Option<String>> = items.iter().enumerate().map(read).collect();
        read.into_iter().collect::<Option<_>>().map(Some)
    }

    /// Yes or no, which may be left out.
    pub fn optional_bool(&mut self, name: &'static str) -> Option<Option<bool>> {
        match self.take(name) {
            Some(Value::Bool(value)) => Some(Some(value)),
            Some(Value::Null) | None => Some(None),
            Some(_) => self.fault(name, "must be true or false"),
        }
    }

    /// A role that must be there.
    pub fn role(&mut self, name: &'static str) -> Option<Role> {
        self.optional_role(name)?.or_else(|| self.fault(name, "is missing"))
    }

    /// A role that may be left out.
    pub fn optional_role(&mut self, name: &'static str) -> Option<Option<Role>> {
        match self.take(name) {
            None | Some(Value::Null) => Some(None),
            Some(Value::String(word)) => match words::one_of(Role::ALL, Role::as_str, &word) {
                Ok(role) => Some(Some(role)),
                Err(wrong) => self.fault(name, &wrong),
            },
            Some(_) => self.fault(name, "must be a text"),
        }
    }

    fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.object.remove(name)
    }

    /// Remembers what is wrong with a field.
    pub fn fault<T>(&mut self, name: &str, wrong: &str) -> Option<T> {
        let message = format!("{name}{} {wrong}", self.owner);
        self.faults.push(FieldFault { pointer: format!("{}{}", self.place, pointer(name)), message });
        None
    }

    /// Whatever was not taken is not known.
    fn name_unknown(&mut self) {
        for (name, _) in std::mem::take(&mut self.object).into_iter().take(MOST_FAULTS) {
            let hint = nearest::hint(&name, self.known.iter().copied());
            let message = format!("{}{} is not a known field{hint}", nearest::shown(&name), self.owner);
            self.faults.push(FieldFault { pointer: format!("{}{}", self.place, pointer(&name)), message });
        }
    }
}

/// A value at the beginning of what is wrong with it: `is 51; it `. What is long is not repeated.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.len() <= LONGEST_SHOWN { format!("is {text}; it ") } else { String::new() }
}

/// A rule: a text.
fn text(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| "must be a text".to_owned())
}

/// A rule: a text that may name something.
fn name(value: &Value) -> Result<String, String> {
    let text = text(value)?;
    check_text(text, MAX_NAME).map_err(|fault| fault.to_string())?;
    Ok(text.to_owned())
}

/// A JSON pointer to a field of the body.
pub fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::setup::SetupDraft;

    fn faults(body: &str) -> Vec<String> {
        match read::<SetupDraft>(body.as_bytes()) {
            Err(ServiceError::Invalid(faults)) => faults.into_iter().map(|fault| fault.message).collect(),
            Err(error) => vec![error.to_string()],
            Ok(_) => Vec::new(),
        }
    }

    #[test]
    fn every_fault_is_named_at_once() {
        assert_eq!(
            faults(r#"{"usernme": "ada", "password": 7}"#),
            [
                "username is missing",
                "password must be a text",
                "setup_token is missing",
                "usernme is not a known field; did you mean username?"
            ]
        );
        assert_eq!(
            faults(r#"{"username": "ada", "password": "p", "setup_token": "t", "a\u0007b": 1}"#),
            ["ab is not a known field"]
        );
        let many: Vec<String> = (0..1000).map(|n| format!("\"f{n}\": 1")).collect();
        assert_eq!(faults(&format!("{{{}}}", many.join(","))).len(), MOST_FAULTS);
        assert_eq!(faults(r#"{"username": "ada", "password": "p", "setup_token": "t"}"#), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for body in ["", "[", "[]", "null", "\u{feff}{}", "{\"a\":1e999}", &"[".repeat(200_000)] {
            assert_eq!(faults(body).len(), 1, "{body:.20}");
        }
    }
}
