//! Reads JSON bodies so that every fault is named at once: what is missing, of the wrong kind, or unknown.

use api::{Code, FieldFault};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::header,
};
use model::Role;
use serde_json::{Map, Value};

use crate::{
    error::{ServiceError, ServiceResult},
    nearest::nearest,
    state::AppState,
};

/// A body that was read without a fault.
pub struct Body<T>(pub T);

/// What can be read from a JSON object.
pub trait FromFields: Sized {
    /// Takes each field in turn; `None` where one is at fault, which `fields` then remembers.
    fn from_fields(fields: &mut Fields) -> Option<Self>;
}

/// The fields of an object, taken one by one.
pub struct Fields {
    object: Map<String, Value>,
    known: Vec<&'static str>,
    faults: Vec<FieldFault>,
}

impl<T: FromFields> FromRequest<AppState> for Body<T> {
    type Rejection = ServiceError;

    async fn from_request(request: Request, state: &AppState) -> ServiceResult<Self> {
        check_content_type(&request)?;
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            let code = if rejection.status() == 413 { Code::TooLarge } else { Code::BadRequest };
            ServiceError::refused(code, rejection.body_text())
        })?;
        read(&bytes).map(Self)
    }
}

fn check_content_type(request: &Request) -> ServiceResult<()> {
    let given = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(ServiceError::refused(Code::WrongContentType, "the body must be sent as application/json"))
}

/// Reads a body's bytes.
pub fn read<T: FromFields>(bytes: &[u8]) -> ServiceResult<T> {
    let value: Value = serde_json::from_slice(bytes)
        .map_err(|error| ServiceError::refused(Code::BadRequest, format!("the body is not valid JSON: {error}")))?;
    let Value::Object(object) = value else {
        return Err(ServiceError::refused(Code::BadRequest, "the body must be a JSON object"));
    };
    let mut fields = Fields { object, known: Vec::new(), faults: Vec::new() };
    let read = T::from_fields(&mut fields);
    fields.name_unknown();
    match read {
        Some(read) if fields.faults.is_empty() => Ok(read),
        _ => Err(ServiceError::Invalid(fields.faults)),
    }
}

impl Fields {
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
            Some(Value::String(word)) if Role::from_word(&word).is_some() => Some(Role::from_word(&word)),
            Some(_) => self.fault(name, "must be admin or viewer"),
        }
    }

    fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.object.remove(name)
    }

    fn fault<T>(&mut self, name: &str, wrong: &str) -> Option<T> {
        self.faults.push(FieldFault { pointer: pointer(name), message: format!("{name} {wrong}") });
        None
    }

    /// Whatever was not taken is not known.
    fn name_unknown(&mut self) {
        for (name, _) in std::mem::take(&mut self.object) {
            let shown: String = name.chars().take(64).collect();
            let hint = nearest(&name, self.known.iter().copied())
                .map_or_else(String::new, |near| format!("; did you mean {near}?"));
            self.faults
                .push(FieldFault { pointer: pointer(&shown), message: format!("{shown} is not a known field{hint}") });
        }
    }
}

/// A JSON pointer to a field of the body.
pub fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

impl FromFields for api::NewSetup {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let (username, password) = (fields.text("username"), fields.text("password"));
        let setup_token = fields.text("setup_token");
        Some(Self { username: username?, password: password?, setup_token: setup_token? })
    }
}

impl FromFields for api::NewSignIn {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let (username, password) = (fields.text("username"), fields.text("password"));
        Some(Self { username: username?, password: password? })
    }
}

impl FromFields for api::NewPassword {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let (old_password, new_password) = (fields.text("old_password"), fields.text("new_password"));
        Some(Self { old_password: old_password?, new_password: new_password? })
    }
}

impl FromFields for api::NewUser {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let (username, password) = (fields.text("username"), fields.text("password"));
        let role = fields.role("role");
        Some(Self { username: username?, password: password?, role: role? })
    }
}

impl FromFields for api::UserPatch {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let (role, disabled) = (fields.optional_role("role"), fields.optional_bool("disabled"));
        let password = fields.optional_text("password");
        Some(Self { role: role?, disabled: disabled?, password: password? })
    }
}

#[cfg(test)]
mod tests {
    use api::NewSetup;

    use super::*;

    fn faults(body: &str) -> Vec<String> {
        match read::<NewSetup>(body.as_bytes()) {
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
        assert_eq!(faults(r#"{"username": "ada", "password": "p", "setup_token": "t"}"#), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for body in ["", "[", "[]", "null", "\u{feff}{}", "{\"a\":1e999}", &"[".repeat(200_000)] {
            assert_eq!(faults(body).len(), 1, "{body:.20}");
        }
    }
}
