//! Ids as newtypes, so that a user's id is never taken for an asset's.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::{MAX_NAME, TextFault, check_text};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name(String);

        impl $name {
            /// Takes an id as it is written; any text of a name's length will do.
            pub fn new(text: impl Into<String>) -> Result<Self, TextFault> {
                let text = text.into();
                check_text(&text, MAX_NAME)?;
                Ok(Self(text))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextFault;

            fn try_from(text: String) -> Result<Self, TextFault> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

id!(
    /// Names anything that is scored: a service as well as what has backups.
    AssetId
);
id!(
    /// Names a person's account; it outlives a change of the user name.
    UserId
);
id!(
    /// Names one sign-in on one device.
    SignInId
);
id!(
    /// Names the work of one analysis.
    JobId
);
id!(
    /// Names a report; that of an analysis has the id of its job, so that no job leaves two.
    ReportId
);
