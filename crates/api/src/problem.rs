//! The one form of every error under `/api`: problem details after RFC 9457.

use serde::{Deserialize, Serialize};

use crate::whole_number;

/// The content type of an error.
pub const PROBLEM_JSON: &str = "application/problem+json";

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal, $title:literal;)+) => {
        /// What kind of error it is. Programs act on this, never on a text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Code { $($(#[$doc])* #[serde(rename = $code)] $name),+ }

        impl Code {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status),+ }
            }

            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }
        }
    };
}

codes! {
    BadRequest = "bad_request", 400, "The request cannot be read";
    /// Nobody is signed in, or no longer.
    SignInNeeded = "sign_in_needed", 401, "Sign in first";
    WrongCredentials = "wrong_credentials", 401, "The user name or the password is wrong";
    Forbidden = "forbidden", 403, "Your role does not allow this";
    CrossSite = "cross_site", 403, "The request comes from another site";
    NotFound = "not_found", 404, "There is nothing here";
    MethodNotAllowed = "method_not_allowed", 405, "This path does not take that method";
    TooSlow = "too_slow", 408, "The request took too long to arrive";
    Conflict = "conflict", 409, "It conflicts with what is there";
    AlreadySetUp = "already_set_up", 409, "The first admin has been set up already";
    NameTaken = "name_taken", 409, "The user name is taken";
    LastAdmin = "last_admin", 409, "The last admin cannot be removed, disabled or demoted";
    JobEnded = "job_ended", 409, "The job has ended already";
    TooLarge = "too_large", 413, "The request is too large";
    WrongContentType = "wrong_content_type", 415, "The content type is not understood";
    Invalid = "invalid", 422, "Some fields are not valid";
    TooManyRequests = "too_many_requests", 429, "Too many requests";
    Internal = "internal", 500, "Something went wrong here";
    Unavailable = "unavailable", 503, "The database is not available";
}

/// An error as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// A URI reference that ends in the code: `/problems/invalid`.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    #[serde(deserialize_with = "whole_number::deserialize")]
    pub status: u16,
    pub detail: String,
    pub code: Code,
    /// Every field at fault, at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldFault>,
    /// Finds the request in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// How many seconds to wait before another try.
    #[serde(default, deserialize_with = "whole_number::deserialize_some", skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

/// A field that is at fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldFault {
    /// Where it is, as a JSON pointer: `/services/0/error_budget`.
    pub pointer: String,
    /// What is wrong with it, and what would be right.
    pub message: String,
}

impl Problem {
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("/problems/{}", code.as_str()),
            title: code.title().into(),
            status: code.status(),
            detail: detail.into(),
            code,
            errors: Vec::new(),
            request_id: None,
            retry_after: None,
        }
    }
}
