//! Where the data lives: one URL that also chooses the engine.

use std::{fmt, path::PathBuf};

/// The kinds of database that Vedetta can live on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Mongo,
}

impl Engine {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Mongo => "mongodb",
        }
    }
}

/// What the collections of an existing MongoDB are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionNames {
    pub assets: String,
    pub metrics: String,
    pub backups: String,
}

impl Default for CollectionNames {
    fn default() -> Self {
        Self { assets: "assets".into(), metrics: "metrics".into(), backups: "backups".into() }
    }
}

/// A database URL that was understood.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    Sqlite { path: PathBuf },
    Mongo { uri: String, database: String, collections: CollectionNames },
}

/// The database that the older system used, for a URL that names none.
const DEFAULT_MONGO_DATABASE: &str = "pmi_infrastructure";

impl DatabaseUrl {
    /// Reads `sqlite:PATH` or `mongodb://...`; the error is one line that names what is wrong, never a password.
    pub fn parse(url: &str, database: Option<&str>, collections: CollectionNames) -> Result<Self, String> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            if path.is_empty() || path.contains('\0') {
                return Err("sqlite: must be followed by the path of a file".into());
            }
            return Ok(Self::Sqlite { path: path.into() });
        }
        if url.starts_with("mongodb://") || url.starts_with("mongodb+srv://") {
            let wrong = "is not a MongoDB URL such as mongodb://user:password@host:27017/name?replicaSet=rs0";
            if has_loose_percent(url) {
                return Err(wrong.into());
            }
            let parsed = mongodb::options::ConnectionString::parse(url).map_err(|_| wrong.to_owned())?;
            let database = database
                .map(str::to_owned)
                .or(parsed.default_database)
                .unwrap_or_else(|| DEFAULT_MONGO_DATABASE.into());
            return Ok(Self::Mongo { uri: url.into(), database, collections });
        }
        Err("must begin with sqlite: or mongodb://".into())
    }

    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Mongo { .. } => Engine::Mongo,
        }
    }
}

/// Whether a percent sign begins no escaped byte. The driver panics at some of those.
fn has_loose_percent(url: &str) -> bool {
    let is_byte = |rest: &str| rest.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    url.split('%').skip(1).any(|rest| !is_byte(rest))
}

/// Shows the URL with its password hidden.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { path } => write!(f, "sqlite:{}", path.display()),
            Self::Mongo { uri, .. } => f.write_str(&mask_password(uri)),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `mongodb://user:secret@host` as `mongodb://user:***@host`. A password may hold what should have been escaped, so that everything before
/// the last `@` is taken for the login; an option that carries a secret is hidden, too.
pub fn mask_password(uri: &str) -> String {
    let Some((scheme, rest)) = uri.split_once("://") else {
        return uri.into();
    };
    let Some((login, hosts)) = rest.rsplit_once('@') else {
        return format!("{scheme}://{}", mask_options(rest));
    };
    let login = login.split_once(':').map_or_else(|| login.to_owned(), |(user, _)| format!("{user}:***"));
    format!("{scheme}://{login}@{}", mask_options(hosts))
}

fn mask_options(hosts: &str) -> String {
    let Some((hosts, options)) = hosts.split_once('?') else {
        return hosts.into();
    };
    let mask = |option: &str| match option.split_once('=') {
        Some((name, _)) if is_secret(name) => format!("{name}=***"),
        _ => option.to_owned(),
    };
    format!("{hosts}?{}", options.split('&').map(mask).collect::<Vec<_>>().join("&"))
}

fn is_secret(option: &str) -> bool {
    let name = option.to_lowercase();
    name.contains("password") || name == "authmechanismproperties"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_never_shown() {
        for (uri, shown) in [
            ("mongodb://u:p%40ss@h1:1,h2:2/db?replicaSet=rs0", "mongodb://u:***@h1:1,h2:2/db?replicaSet=rs0"),
            ("mongodb://host:27017/db", "mongodb://host:27017/db"),
            ("mongodb://u:p/s?s@h/db", "mongodb://u:***@h/db"),
            ("mongodb://u:p@ss@h/db", "mongodb://u:***@h/db"),
            ("mongodb://h/db?w=1&proxyPassword=x", "mongodb://h/db?w=1&proxyPassword=***"),
        ] {
            assert_eq!(mask_password(uri), shown);
        }
    }

    #[test]
    fn a_bad_url_is_named() {
        for url in ["", "postgres://x", "sqlite:", "mongodb://", "mongodb://u:%aé@h", "mongodb://u:%@h"] {
            assert!(DatabaseUrl::parse(url, None, CollectionNames::default()).is_err(), "{url:?}");
        }
    }
}
