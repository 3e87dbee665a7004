//! The settings: one table from which the flags, the environment, `vedetta.toml`, the defaults, `--help` and
//! `check-config` all follow. Nothing else reads the environment.

use std::{
    collections::BTreeMap,
    fmt,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use axum::http::Uri;
use chrono_tz::Tz;
use clap::ArgMatches;
use ipnet::IpNet;
use model::{ErrorBudget, ServiceType};
use scoring::defaults;
use store::{CollectionNames, DatabaseUrl};

use crate::nearest::nearest;

/// The file that is read when it is there and `--settings-file` names no other.
pub const DEFAULT_FILE: &str = "vedetta.toml";
const SHORTEST_SECRET: usize = 32;
/// More jobs at a time would only wait for each other.
const MOST_WORKERS: usize = 64;
const USUAL_WORKERS: usize = 4;
const LONGEST_ANALYSIS_SECONDS: u64 = 24 * 60 * 60;

/// One line of the table.
#[derive(Debug)]
pub struct Setting {
    /// Its name in `vedetta.toml`; the flag is the same with dashes.
    pub key: &'static str,
    pub env: &'static str,
    /// What the older system called it.
    pub older_env: Option<&'static str>,
    pub default: Option<&'static str>,
    pub secret: bool,
    pub value_name: &'static str,
    pub help: &'static str,
}

const fn setting(
    key: &'static str,
    env: &'static str,
    default: Option<&'static str>,
    value_name: &'static str,
    help: &'static str,
) -> Setting {
    Setting { key, env, older_env: None, default, secret: false, value_name, help }
}

impl Setting {
    const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    const fn older(mut self, env: &'static str) -> Self {
        self.older_env = Some(env);
        self
    }

    /// The flag without its dashes in front.
    pub fn flag(&self) -> String {
        self.key.replace('_', "-")
    }
}

/// Every setting there is.
pub const SETTINGS: &[Setting] = &[
    setting("listen", "VEDETTA_LISTEN", Some("127.0.0.1:5001"), "ADDRESS", "Where to listen"),
    setting(
        "database",
        "VEDETTA_DATABASE",
        Some("sqlite:data/vedetta.db"),
        "URL",
        "Where the data live: sqlite:PATH or mongodb://...",
    )
    .older("MONGODB_CONNECTION_STRING"),
    setting(
        "mongodb_database",
        "VEDETTA_MONGODB_DATABASE",
        None,
        "NAME",
        "The MongoDB database; unset, the one in the URL, else pmi_infrastructure",
    )
    .older("MONGODB_DATABASE_NAME"),
    setting("assets_collection", "VEDETTA_ASSETS_COLLECTION", Some("assets"), "NAME", "MongoDB's collection of assets"),
    setting(
        "metrics_collection",
        "VEDETTA_METRICS_COLLECTION",
        Some("metrics"),
        "NAME",
        "MongoDB's collection of samples",
    ),
    setting(
        "backups_collection",
        "VEDETTA_BACKUPS_COLLECTION",
        Some("backups"),
        "NAME",
        "MongoDB's collection of backup runs",
    ),
    setting(
        "public_url",
        "VEDETTA_PUBLIC_URL",
        None,
        "URL",
        "The address that people type; unset, http:// and the listen address",
    ),
    setting(
        "trusted_proxies",
        "VEDETTA_TRUSTED_PROXIES",
        None,
        "NETWORKS",
        "Proxies whose X-Forwarded-For is believed: addresses or networks, separated by commas",
    ),
    setting(
        "timezone",
        "VEDETTA_TIMEZONE",
        Some("UTC"),
        "ZONE",
        "The time zone whose days are analysed, such as Europe/Rome",
    ),
    setting(
        "workers",
        "VEDETTA_WORKERS",
        None,
        "NUMBER",
        "How many analyses run at a time in this process; 0 leaves them to `vedetta worker`; unset, one for each \
         processor, at most 4",
    ),
    setting(
        "max_analysis_seconds",
        "VEDETTA_MAX_ANALYSIS_SECONDS",
        Some("300"),
        "SECONDS",
        "How long an analysis may take",
    )
    .older("MAX_ANALYSIS_TIMEOUT"),
    setting(
        "default_error_budget",
        "VEDETTA_DEFAULT_ERROR_BUDGET",
        None,
        "NUMBER",
        "The error budget of services without a type of their own; unset, 5",
    )
    .older("DEFAULT_ERROR_BUDGET"),
    setting(
        "jwt_secret",
        "VEDETTA_JWT_SECRET",
        None,
        "SECRET",
        "Signs access tokens, at least 32 bytes; unset, one is made and kept with the data",
    )
    .secret(),
    setting(
        "metrics_token",
        "VEDETTA_METRICS_TOKEN",
        None,
        "TOKEN",
        "Lets a Prometheus on another machine read /metrics, at least 32 bytes",
    )
    .secret(),
    setting(
        "log",
        "VEDETTA_LOG",
        Some("info"),
        "FILTER",
        "What is logged: error, warn, info, debug, trace, or MODULE=LEVEL,...",
    ),
    setting(
        "log_format",
        "VEDETTA_LOG_FORMAT",
        None,
        "FORMAT",
        "How it is logged: text or json; unset, text on a terminal and JSON elsewhere",
    ),
];

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// The settings, read and checked.
#[derive(Debug, Clone)]
pub struct Settings {
    pub listen: SocketAddr,
    pub database: DatabaseUrl,
    pub public_url: Option<PublicUrl>,
    pub trusted_proxies: Vec<IpNet>,
    pub timezone: Tz,
    /// How many jobs run at a time; 0: none here.
    pub workers: usize,
    pub max_analysis: Duration,
    /// Of services of the type `default`.
    pub default_error_budget: Option<ErrorBudget>,
    pub jwt_secret: Option<String>,
    pub metrics_token: Option<String>,
    pub log: String,
    pub log_format: Option<LogFormat>,
}

/// The address that people type, in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    pub https: bool,
    pub host: String,
    text: String,
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    Flag,
    Environment(&'static str),
    File(PathBuf),
    Default,
    Unset,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("flag"),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Default => f.write_str("default"),
            Self::Unset => f.write_str("unset"),
        }
    }
}

/// A value as it was written, before it is read.
#[derive(Debug, Clone)]
pub struct Value {
    pub text: Option<String>,
    pub source: Source,
}

/// What was found for every setting, in the order of the table.
#[derive(Debug)]
pub struct Found {
    values: BTreeMap<&'static str, Value>,
    /// What is odd but does not stop the start.
    pub warnings: Vec<String>,
}

/// Where settings are looked for: given, so that tests need not touch the process.
pub struct Sources<'a> {
    pub flags: &'a ArgMatches,
    pub env: &'a dyn Fn(&str) -> Option<String>,
    /// The names of all environment variables.
    pub env_names: Vec<String>,
    pub folder: &'a Path,
}

/// Finds each setting in the first place that has it: flag, environment, file, default.
pub fn find(sources: &Sources) -> Result<Found, Vec<String>> {
    let (file, mut table) = read_file(sources)?;
    let mut values = BTreeMap::new();
    for setting in SETTINGS {
        let from_file = table.remove(setting.key);
        values.insert(setting.key, find_one(setting, sources, from_file, &file)?);
    }
    let unknown: Vec<String> = table.keys().map(|key| unknown_key(key, &file)).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    Ok(Found { values, warnings: unknown_environment(&sources.env_names) })
}

fn find_one(
    setting: &Setting,
    sources: &Sources,
    from_file: Option<String>,
    file: &Path,
) -> Result<Value, Vec<String>> {
    let from_env = |name: &'static str| {
        (sources.env)(name).map(|text| Value { text: Some(text), source: Source::Environment(name) })
    };
    let flag = sources.flags.try_get_one::<String>(setting.key).ok().flatten();
    Ok(flag
        .map(|text| Value { text: Some(text.clone()), source: Source::Flag })
        .or_else(|| from_env(setting.env))
        .or_else(|| setting.older_env.and_then(from_env))
        .or_else(|| from_file.map(|text| Value { text: Some(text), source: Source::File(file.into()) }))
        .unwrap_or_else(|| Value {
            text: setting.default.map(str::to_owned),
            source: if setting.default.is_some() { Source::Default } else { Source::Unset },
        }))
}

/// The settings file as flat texts. A file that nobody named may be missing; one that was named may not.
fn read_file(sources: &Sources) -> Result<(PathBuf, BTreeMap<String, String>), Vec<String>> {
    let named = sources.flags.try_get_one::<String>("settings_file").ok().flatten();
    let path = sources.folder.join(named.map_or(DEFAULT_FILE, String::as_str));
    let shown = named.map_or_else(|| PathBuf::from(DEFAULT_FILE), PathBuf::from);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => {
            return Ok((shown, BTreeMap::new()));
        }
        Err(error) => return Err(vec![format!("{} cannot be read: {error}", shown.display())]),
    };
    let table: toml::Table = toml::from_str(&text).map_err(|error| {
        // The error would quote its line, which may hold a secret.
        let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
        vec![format!("{} is not valid TOML: line {line}: {}", shown.display(), error.message().replace('\n', " "))]
    })?;
    let mut faults = Vec::new();
    let mut texts = BTreeMap::new();
    for (key, value) in table {
        match flatten(value) {
            Some(text) => drop(texts.insert(key, text)),
            None => faults.push(format!("{key} in {} must be a text, a number or a list of texts", shown.display())),
        }
    }
    if faults.is_empty() { Ok((shown, texts)) } else { Err(faults) }
}

fn flatten(value: toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Array(items) => {
            items.into_iter().map(flatten).collect::<Option<Vec<_>>>().map(|items| items.join(","))
        }
        _ => None,
    }
}

fn unknown_key(key: &str, file: &Path) -> String {
    let hint = nearest(key, SETTINGS.iter().map(|setting| setting.key))
        .map_or_else(String::new, |name| format!("; did you mean {name}?"));
    format!("unknown setting {key} in {}{hint}", file.display())
}

/// Unknown variables are only warned of: orchestrators set names of their own, such as `VEDETTA_PORT` for a
/// service that is called vedetta.
fn unknown_environment(names: &[String]) -> Vec<String> {
    names
        .iter()
        .filter(|name| name.starts_with("VEDETTA_") && !name.starts_with("VEDETTA_TEST_"))
        .filter(|name| !SETTINGS.iter().any(|setting| setting.env == name.as_str()))
        .map(|name| {
            let hint = nearest(name, SETTINGS.iter().map(|setting| setting.env))
                .map_or_else(String::new, |near| format!("; did you mean {near}?"));
            format!("the environment variable {name} is not a setting{hint}")
        })
        .collect()
}

impl Found {
    /// Each setting with what was found for it, secrets and passwords masked.
    pub fn rows(&self) -> impl Iterator<Item = (&'static Setting, String, &Source)> {
        SETTINGS.iter().map(|setting| {
            let value = &self.values[setting.key];
            let shown = match &value.text {
                None => String::new(),
                Some(_) if setting.secret => "***".into(),
                Some(text) if setting.key == "database" => store::mask_password(text),
                Some(text) => text.clone(),
            };
            (setting, shown, &value.source)
        })
    }

    /// Reads every value; the error holds one line for each that is wrong.
    pub fn read(&self) -> Result<Settings, Vec<String>> {
        let mut faults = Vec::new();
        let collections = CollectionNames {
            assets: self.read_one("assets_collection", &mut faults, collection_name).unwrap_or_default(),
            metrics: self.read_one("metrics_collection", &mut faults, collection_name).unwrap_or_default(),
            backups: self.read_one("backups_collection", &mut faults, collection_name).unwrap_or_default(),
        };
        let mongodb_database = self.read_one("mongodb_database", &mut faults, database_name);
        let database = self.read_one("database", &mut faults, |url| {
            DatabaseUrl::parse(url, mongodb_database.as_deref(), collections.clone())
        });
        let listen = self.read_one("listen", &mut faults, listen_address);
        let timezone = self.read_one("timezone", &mut faults, |name| {
            name.parse::<Tz>().map_err(|_| "must be the name of a time zone such as Europe/Rome".into())
        });
        let public_url = self.read_one("public_url", &mut faults, public_url);
        let trusted_proxies = self.read_one("trusted_proxies", &mut faults, networks).unwrap_or_default();
        let workers = self.read_one("workers", &mut faults, workers).unwrap_or_else(usual_workers);
        let max_analysis = self.read_one("max_analysis_seconds", &mut faults, analysis_seconds);
        let default_error_budget = self.read_one("default_error_budget", &mut faults, error_budget);
        let jwt_secret = self.read_one("jwt_secret", &mut faults, secret);
        let metrics_token = self.read_one("metrics_token", &mut faults, secret);
        let log = self.read_one("log", &mut faults, log_filter);
        let log_format = self.read_one("log_format", &mut faults, log_format);
        match (listen, database, timezone, max_analysis, log) {
            (Some(listen), Some(database), Some(timezone), Some(max_analysis), Some(log)) if faults.is_empty() => {
                Ok(Settings {
                    listen,
                    database,
                    public_url,
                    trusted_proxies,
                    timezone,
                    workers,
                    max_analysis,
                    default_error_budget,
                    jwt_secret,
                    metrics_token,
                    log,
                    log_format,
                })
            }
            _ => Err(faults),
        }
    }

    fn read_one<T>(
        &self,
        key: &'static str,
        faults: &mut Vec<String>,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let setting = SETTINGS.iter().find(|setting| setting.key == key)?;
        let value = &self.values[key];
        let text = value.text.as_deref()?;
        read(text)
            .map_err(|fault| {
                let shown = match key {
                    _ if setting.secret => String::new(),
                    "database" => format!(" {:?}", store::mask_password(text)),
                    _ => format!(" {text:?}"),
                };
                let source = match &value.source {
                    Source::Flag => format!("--{}", setting.flag()),
                    Source::Environment(name) => (*name).to_owned(),
                    source => format!("{key} ({source})"),
                };
                faults.push(format!("{source}{shown} {fault}"));
            })
            .ok()
    }
}

fn listen_address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "must be an address and a port such as 127.0.0.1:5001".into())
}

fn public_url(text: &str) -> Result<PublicUrl, String> {
    let wrong = || "must be a URL such as https://vedetta.example.org, without a path".to_owned();
    let uri: Uri = text.parse().map_err(|_| wrong())?;
    let https = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => false,
        _ => return Err(wrong()),
    };
    let authority = uri.authority().filter(|authority| !authority.as_str().contains('@')).ok_or_else(wrong)?;
    if uri.path() != "/" || uri.query().is_some() {
        return Err(wrong());
    }
    Ok(PublicUrl { https, host: authority.host().into(), text: text.trim_end_matches('/').into() })
}

fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            part.parse::<IpNet>().or_else(|_| part.parse::<IpAddr>().map(IpNet::from)).map_err(|_| {
                format!("must list addresses such as 10.0.0.7 or networks such as 10.0.0.0/8; {part:?} is neither")
            })
        })
        .collect()
}

fn workers(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|workers| *workers <= MOST_WORKERS)
        .ok_or_else(|| format!("must be a whole number from 0 to {MOST_WORKERS}"))
}

fn usual_workers() -> usize {
    thread::available_parallelism().map_or(1, |processors| processors.get().min(USUAL_WORKERS))
}

fn analysis_seconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .ok()
        .filter(|seconds| (1..=LONGEST_ANALYSIS_SECONDS).contains(seconds))
        .map(Duration::from_secs)
        .ok_or_else(|| format!("must be a whole number of seconds from 1 to {LONGEST_ANALYSIS_SECONDS}"))
}

fn error_budget(text: &str) -> Result<ErrorBudget, String> {
    text.parse()
        .ok()
        .and_then(|number| ErrorBudget::new(number).ok())
        .ok_or_else(|| format!("must be a whole number from {} to {}", ErrorBudget::MIN, ErrorBudget::MAX))
}

fn secret(text: &str) -> Result<String, String> {
    if text.len() < SHORTEST_SECRET {
        return Err(format!("must be at least {SHORTEST_SECRET} bytes long; it has {}", text.len()));
    }
    Ok(text.into())
}

fn collection_name(text: &str) -> Result<String, String> {
    let fine = !text.is_empty()
        && text.len() <= 120
        && !text.starts_with("system.")
        && !text.contains(['$', '\0'])
        && !text.starts_with('.')
        && !text.ends_with('.');
    if fine { Ok(text.into()) } else { Err("must be the name of a MongoDB collection".into()) }
}

fn database_name(text: &str) -> Result<String, String> {
    let fine = !text.is_empty() && text.len() < 64 && !text.contains(['/', '\\', '.', ' ', '"', '$', '\0']);
    if fine { Ok(text.into()) } else { Err("must be the name of a MongoDB database".into()) }
}

fn log_filter(text: &str) -> Result<String, String> {
    tracing_subscriber::EnvFilter::try_new(text)
        .map(|_| text.into())
        .map_err(|_| "must be error, warn, info, debug, trace, or a list of MODULE=LEVEL".into())
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("must be text or json".into()),
    }
}

impl Settings {
    /// Where people find Vedetta.
    pub fn shown_url(&self) -> String {
        self.public_url.as_ref().map_or_else(|| format!("http://{}", self.listen), ToString::to_string)
    }

    /// The error budget of services of this type that nobody gave one.
    pub fn error_budget_of(&self, service_type: ServiceType) -> ErrorBudget {
        let chosen = self.default_error_budget.filter(|_| service_type == ServiceType::Default);
        chosen.unwrap_or_else(|| defaults::error_budget(service_type))
    }

    /// Whether browsers reach us by https.
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.https)
    }

    /// Whether a browser will accept `Secure` cookies: by https, and by http from the same machine.
    pub fn takes_secure_cookies(&self) -> bool {
        self.is_https()
            || self.public_url.as_ref().map_or_else(|| self.listen.ip().is_loopback(), |url| is_loopback(&url.host))
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*, sample::select};

    use super::*;
    use crate::cli;

    /// Reads settings from flags, environment and the text of a file.
    fn read(flags: &[&str], env: &[(&str, &str)], file: Option<&str>) -> (Result<Settings, Vec<String>>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        if let Some(text) = file {
            std::fs::write(folder.path().join(DEFAULT_FILE), text).unwrap();
        }
        let command_line = ["vedetta", "serve"].iter().chain(flags);
        let matches = cli::command().try_get_matches_from(command_line).unwrap();
        let (_, flags) = matches.subcommand().unwrap();
        let sources = Sources {
            flags,
            env: &|name| env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()),
            env_names: env.iter().map(|(key, _)| (*key).to_owned()).collect(),
            folder: folder.path(),
        };
        match find(&sources) {
            Ok(found) => (found.read(), found.warnings),
            Err(faults) => (Err(faults), Vec::new()),
        }
    }

    fn port(flags: &[&str], env: &[(&str, &str)], file: Option<&str>) -> u16 {
        read(flags, env, file).0.unwrap().listen.port()
    }

    fn faults(flags: &[&str], env: &[(&str, &str)], file: Option<&str>) -> Vec<String> {
        read(flags, env, file).0.unwrap_err()
    }

    #[test]
    fn flags_beat_environment_beats_file_beats_default() {
        let (flag, env, file) = (["--listen", "[::1]:1"], [("VEDETTA_LISTEN", "[::1]:2")], Some("listen = '[::1]:3'"));
        assert_eq!(port(&flag, &env, file), 1);
        assert_eq!(port(&[], &env, file), 2);
        assert_eq!(port(&[], &[], file), 3);
        assert_eq!(port(&[], &[], None), 5001);
    }

    #[test]
    fn names_of_the_older_system_are_understood() {
        let env = [("MONGODB_CONNECTION_STRING", "mongodb://h"), ("MONGODB_DATABASE_NAME", "old")];
        let DatabaseUrl::Mongo { database, .. } = read(&[], &env, None).0.unwrap().database else {
            panic!("not MongoDB")
        };
        assert_eq!(database, "old");
        let env = [("MAX_ANALYSIS_TIMEOUT", "60"), ("DEFAULT_ERROR_BUDGET", "9")];
        let settings = read(&[], &env, None).0.unwrap();
        assert_eq!(settings.max_analysis, Duration::from_secs(60));
        assert_eq!(settings.default_error_budget.map(ErrorBudget::get), Some(9));
    }

    #[test]
    fn an_unknown_key_names_the_nearest() {
        assert_eq!(
            faults(&[], &[], Some("lisen = '127.0.0.1:1'\ncolour = 'red'")),
            ["unknown setting colour in vedetta.toml", "unknown setting lisen in vedetta.toml; did you mean listen?"]
        );
        let (settings, warnings) = read(&[], &[("VEDETTA_LISEN", "x")], None);
        assert!(settings.is_ok());
        assert_eq!(warnings, ["the environment variable VEDETTA_LISEN is not a setting; did you mean VEDETTA_LISTEN?"]);
    }

    #[test]
    fn every_fault_is_named_and_no_secret_shown() {
        let env = [
            ("VEDETTA_LISTEN", "5001"),
            ("VEDETTA_TIMEZONE", "Rome"),
            ("VEDETTA_JWT_SECRET", "tooshort"),
            ("VEDETTA_DATABASE", "mysql://u:hidden@h"),
            ("VEDETTA_LOG_FORMAT", "xml"),
            ("VEDETTA_PUBLIC_URL", "vedetta.example.org"),
            ("VEDETTA_TRUSTED_PROXIES", "10.0.0.0/8, nginx"),
            ("VEDETTA_LOG", "loud=verbose"),
            ("VEDETTA_WORKERS", "65"),
            ("VEDETTA_MAX_ANALYSIS_SECONDS", "0"),
            ("DEFAULT_ERROR_BUDGET", "51"),
        ];
        let faults = faults(&[], &env, None);
        assert_eq!(faults.len(), env.len(), "{faults:#?}");
        for (name, _) in env {
            assert!(faults.iter().any(|fault| fault.starts_with(name)), "{name} is not named in {faults:#?}");
        }
        assert!(!faults.concat().contains("tooshort") && !faults.concat().contains("hidden"), "{faults:#?}");
    }

    /// A secret that can be told from everything else.
    fn hidden() -> impl Strategy<Value = String> {
        "TELLNOONE[ -~é]{0,20}"
    }

    /// Values of settings, sensible and not.
    fn value() -> impl Strategy<Value = String> {
        prop_oneof!["[ -~]{0,30}", any::<String>(), any::<i64>().prop_map(|number| number.to_string())]
    }

    proptest! {
        #[test]
        fn whatever_the_environment_says_the_fault_is_named(values in vec(option::of(value()), SETTINGS.len())) {
            let given = SETTINGS.iter().zip(&values).filter_map(|(setting, value)| Some((setting.env, value.as_deref()?)));
            let env: Vec<(&str, &str)> = given.collect();
            for fault in read(&[], &env, None).0.err().unwrap_or_default() {
                prop_assert!(env.iter().any(|(name, _)| fault.starts_with(name)), "{fault}");
            }
        }

        #[test]
        fn whatever_the_file_says_the_fault_is_named(
            lines in vec(("[a-z_\\[\\]. ]{0,12}|listen|workers|log", value()), 0..5),
            quote in select(vec!["", "'", "\"", "\"\"\""]),
        ) {
            let text: String = lines.iter().map(|(key, value)| format!("{key} = {quote}{value}{quote}\n")).collect();
            for fault in read(&[], &[], Some(&text)).0.err().unwrap_or_default() {
                prop_assert!(fault.contains("vedetta.toml"), "{fault}");
            }
        }

        #[test]
        fn no_secret_is_told(secret in hidden(), is_sound in any::<bool>()) {
            let quoted = if is_sound { toml::Value::from(secret.clone()).to_string() } else { secret.clone() };
            let url = format!("mongodb://ada:{secret}@h:1:2/v");
            let env = [("VEDETTA_JWT_SECRET", secret.as_str()), ("VEDETTA_DATABASE", &url)];
            let file = format!("metrics_token = {quoted}\njwt_secret = {quoted}\n");
            for faults in [read(&[], &env, None).0, read(&[], &[], Some(&file)).0] {
                let said = faults.err().unwrap_or_default().concat();
                prop_assert!(!said.contains("TELLNOONE"), "{said}");
            }
        }
    }

    #[test]
    fn a_file_that_is_no_toml_is_one_fault() {
        assert_eq!(faults(&[], &[], Some("listen =")).len(), 1);
        assert_eq!(faults(&[], &[], Some("listen = { port = 1 }")).len(), 1);
        assert_eq!(faults(&["--settings-file", "missing.toml"], &[], None).len(), 1);
    }
}
