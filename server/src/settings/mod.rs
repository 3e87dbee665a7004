//! The settings: one table from which the flags, the environment, `vedetta.toml`, the defaults, `--help` and
//! `check-config` all follow. Nothing else reads the environment.

mod finding;
mod table;
#[cfg(test)]
mod tests;
mod values;

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use chrono_tz::Tz;
use ipnet::IpNet;
use model::{ErrorBudget, ServiceType};
use scoring::defaults;
use store::DatabaseUrl;

pub use self::{
    finding::{DEFAULT_FILE, Found, Source, Sources, find},
    table::{SETTINGS, Setting},
};

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
