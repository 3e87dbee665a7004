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

/// `mongodb://user:secret@host` as `mongodb://user:***@host`. A password may hold what should have been escaped, so that
/// everything before the last `@` is taken for the login, all of which is hidden where no scheme says what it is; an
/// option that carries a secret is hidden, too, and before that, since it may hold an `@` as well.
pub fn mask_password(uri: &str) -> String {
    if uri.starts_with("sqlite:") {
        return uri.into();
    }
    let masked = mask_options(uri);
    let Some((login, hosts)) = masked.rsplit_once('@') else {
        return masked;
    };
    match login.split_once("://").filter(|(scheme, _)| is_scheme(scheme)) {
        Some((scheme, login)) => match login.split_once(':') {
            Some((user, _)) => format!("{scheme}://{user}:***@{hosts}"),
            None => masked,
        },
        None => format!("***@{hosts}"),
    }
}

fn is_scheme(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn mask_options(uri: &str) -> String {
    let Some((place, options)) = uri.split_once('?') else {
        return uri.into();
    };
    let mask = |option: &str| match option.split_once('=') {
        Some((name, _)) if is_secret(name) => format!("{name}=***"),
        _ => option.to_owned(),
    };
    format!("{place}?{}", options.split('&').map(mask).collect::<Vec<_>>().join("&"))
}

/// What stands before it may be the rest of a password.
fn is_secret(option: &str) -> bool {
    let name = option.to_lowercase();
    name.contains("password") || name.ends_with("authmechanismproperties")
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
            ("mongodb://u@h/db", "mongodb://u@h/db"),
            ("mongodb://h/db?w=1&proxyPassword=x", "mongodb://h/db?w=1&proxyPassword=***"),
            ("mongodb://u:p?s@h/db?proxyPassword=x", "mongodb://u:***@h/db?proxyPassword=***"),
            ("mongodb://h/db?tlsCertificateKeyFilePassword=a@b", "mongodb://h/db?tlsCertificateKeyFilePassword=***"),
            ("mongodb://u:p@h/db?proxyPassword=a@b&w=1", "mongodb://u:***@h/db?proxyPassword=***&w=1"),
            ("mongodb:/vedetta:secret@db/x", "***@db/x"),
            ("vedetta:secret@db", "***@db"),
            ("vedetta:p://secret@db", "***@db"),
            ("db/x?proxyPassword=x", "db/x?proxyPassword=***"),
            ("sqlite:data/a@b.db", "sqlite:data/a@b.db"),
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
