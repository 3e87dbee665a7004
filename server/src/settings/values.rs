//! What a value has to be: the rules of each setting, and all of them read at once.

use std::{
    net::{IpAddr, SocketAddr},
    thread,
    time::Duration,
};

use axum::http::Uri;
use chrono_tz::Tz;
use ipnet::IpNet;
use model::ErrorBudget;
use store::{CollectionNames, DatabaseUrl};

use super::{Found, LogFormat, PublicUrl, SETTINGS, Settings, Source};

const SHORTEST_SECRET: usize = 32;
/// More jobs at a time would only wait for each other.
const MOST_WORKERS: usize = 64;
const USUAL_WORKERS: usize = 4;
const LONGEST_ANALYSIS_SECONDS: u64 = 24 * 60 * 60;

impl Found {
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
    // As browsers write it, who say by it where a request comes from.
    let (scheme, usual_port) = if https { ("https", 443) } else { ("http", 80) };
    let host = authority.host().to_ascii_lowercase();
    let port = authority.port_u16().filter(|port| *port != usual_port);
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Ok(PublicUrl { https, text: format!("{scheme}://{host}{port}"), host })
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
    // The reader of filters counts letters as if no part of the list began with a space, and could fall over one.
    let text = text.split(',').map(str::trim).collect::<Vec<_>>().join(",");
    tracing_subscriber::EnvFilter::try_new(&text)
        .map(|_| text)
        .map_err(|_| "must be error, warn, info, debug, trace, or a list of MODULE=LEVEL".into())
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("must be text or json".into()),
    }
}
