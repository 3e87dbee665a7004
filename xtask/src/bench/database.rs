//! A database that outlives the servers on it, so that a job is measured in a process that has done nothing else.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;
use tempfile::TempDir;

use crate::mongod::ReplicaSet;
use crate::product::{self, Profile};
use crate::test_server::{TestServer, sqlite_in};
use crate::vedetta::{Vedetta, add_admin};
use crate::{places, python};

pub struct Database {
    settings: Vec<(&'static str, String)>,
    admin: &'static str,
    /// Where it lies, unless another server keeps it.
    _folder: Option<TempDir>,
}

impl Database {
    /// An SQLite file of its own.
    pub fn sqlite() -> Result<Self> {
        let folder = places::scratch("bench-database")?;
        let url = sqlite_in(&folder);
        Self::with_admin(vec![("VEDETTA_DATABASE", url)], "admin", Some(folder))
    }

    /// A database of a MongoDB.
    pub fn mongodb(mongod: &ReplicaSet, name: &str) -> Result<Self> {
        Self::with_admin(Self::on(mongod, name), "admin", None)
    }

    /// A database of a MongoDB whose samples are in this collection.
    pub fn foreign(mongod: &ReplicaSet, name: &str, samples: &str) -> Result<Self> {
        let mut settings = Self::on(mongod, name);
        settings.push(("VEDETTA_METRICS_COLLECTION", samples.into()));
        Self::with_admin(settings, "stranger", None)
    }

    fn on(mongod: &ReplicaSet, name: &str) -> Vec<(&'static str, String)> {
        vec![("VEDETTA_DATABASE", mongod.url.clone()), ("MONGODB_DATABASE_NAME", name.into())]
    }

    fn with_admin(settings: Vec<(&'static str, String)>, admin: &'static str, folder: Option<TempDir>) -> Result<Self> {
        let database = Self { settings, admin, _folder: folder };
        add_admin(&database.settings(), admin)?;
        Ok(database)
    }

    /// Starts a server on it.
    pub fn serve(&self) -> Result<Vedetta> {
        self.serve_with(&[])
    }

    /// Starts a server on it with further settings.
    pub fn serve_with(&self, more: &[(&str, &str)]) -> Result<Vedetta> {
        let mut settings = self.settings();
        settings.extend(more);
        Vedetta::of(TestServer::start_in(places::scratch("bench")?, &settings)?, self.admin)
    }

    /// The most memory, in megabytes, of a process that runs this analysis and nothing else, as the older system's does.
    pub fn job_memory(&self, configuration: &Value) -> Result<f64> {
        let folder = places::scratch("analyze")?;
        let (question, report) = (folder.path().join("question.json"), folder.path().join("report.json"));
        fs::write(&question, configuration.to_string())?;
        let text = |path: &std::path::Path| path.to_str().map(str::to_owned).context("the scratch folder is no text");
        let kind = configuration["kind"].as_str().context("the analysis has no kind")?;
        let program = text(&product::program(Profile::Release))?;
        let (question, report) = (text(&question)?, text(&report)?);
        let settings: Vec<String> = self.settings.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut arguments: Vec<&str> = settings.iter().map(String::as_str).collect();
        arguments.extend([&program, "analyze", kind, "--config", &question, "--out", &report]);
        let answer = python::script("peak_memory.py", &arguments)?;
        answer["peak_rss_mb"].as_f64().context("the script gave no memory")
    }

    pub fn settings(&self) -> Vec<(&str, &str)> {
        self.settings.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }
}
