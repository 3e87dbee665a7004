//! Where each setting is found: in a flag, the environment, the file, or its default.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use clap::ArgMatches;

use super::table::{SETTINGS, Setting};
use crate::nearest;

/// The file that is read when it is there and `--settings-file` names no other.
pub const DEFAULT_FILE: &str = "vedetta.toml";
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

/// What was found for every setting.
#[derive(Debug)]
pub struct Found {
    pub(super) values: BTreeMap<&'static str, Value>,
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
        values.insert(setting.key, find_one(setting, sources, from_file, &file));
    }
    let unknown: Vec<String> = table.keys().map(|key| unknown_key(key, &file)).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    Ok(Found { values, warnings: unknown_environment(&sources.env_names) })
}

fn find_one(setting: &Setting, sources: &Sources, from_file: Option<String>, file: &Path) -> Value {
    let from_env = |name: &'static str| {
        (sources.env)(name).map(|text| Value { text: Some(text), source: Source::Environment(name) })
    };
    let flag = sources.flags.try_get_one::<String>(setting.key).ok().flatten();
    flag.map(|text| Value { text: Some(text.clone()), source: Source::Flag })
        .or_else(|| from_env(setting.env))
        .or_else(|| setting.older_env.and_then(from_env))
        .or_else(|| from_file.map(|text| Value { text: Some(text), source: Source::File(file.into()) }))
        .unwrap_or_else(|| Value {
            text: setting.default.map(str::to_owned),
            source: if setting.default.is_some() { Source::Default } else { Source::Unset },
        })
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
    let hint = nearest::hint(key, SETTINGS.iter().map(|setting| setting.key));
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
            let hint = nearest::hint(name, SETTINGS.iter().map(|setting| setting.env));
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
}
