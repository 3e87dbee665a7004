//! Every setting there is, with its names, its default and what it is for.

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
