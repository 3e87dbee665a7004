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
            let parsed = mongodb::options::ConnectionString::parse(url).map_err(|_| {
                "is not a MongoDB URL such as mongodb://user:password@host:27017/name?replicaSet=rs0".to_owned()
            })?;
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

/// `mongodb://user:secret@host` as `mongodb://user:***@host`.
pub fn mask_password(uri: &str) -> String {
    let Some((scheme, rest)) = uri.split_once("://") else {
        return uri.into();
    };
    let (authority, tail) = rest.find(['/', '?']).map_or((rest, ""), |end| rest.split_at(end));
    match authority.rsplit_once('@').and_then(|(login, hosts)| Some((login.split_once(':')?.0, hosts))) {
        Some((user, hosts)) => format!("{scheme}://{user}:***@{hosts}{tail}"),
        None => uri.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_never_shown() {
        for (uri, shown) in [
            ("mongodb://u:p%40ss@h1:1,h2:2/db?replicaSet=rs0", "mongodb://u:***@h1:1,h2:2/db?replicaSet=rs0"),
            ("mongodb://host:27017/db", "mongodb://host:27017/db"),
        ] {
            assert_eq!(mask_password(uri), shown);
        }
    }

    #[test]
    fn a_bad_url_is_named() {
        for url in ["", "postgres://x", "sqlite:", "mongodb://"] {
            assert!(DatabaseUrl::parse(url, None, CollectionNames::default()).is_err(), "{url:?}");
        }
    }
}
