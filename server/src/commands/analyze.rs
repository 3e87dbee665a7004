//! `vedetta analyze ...`: the job without the server. The report goes into a file and nowhere else.

use std::{
    fs,
    io::{self, BufWriter, IsTerminal, Write},
    path::Path,
    sync::Arc,
    time::Duration,
};

use anyhow::Context;
use clap::ArgMatches;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use model::{AuditAction, Configuration, Report, ReportId};
use serde_json::Value;
use tokio::time::timeout;

use crate::{
    auth, body,
    jobs::{self, Asked, JobContext, Progress},
    report_files::{self, FileFormat},
    services::analyses::{self, AnalysisDraft},
    settings::Settings,
    state::AppState,
};

/// How often the bar looks how far the job is.
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

pub async fn run(settings: Settings, matches: ArgMatches) -> anyhow::Result<()> {
    let Some((kind, matches)) = matches.subcommand() else { return Ok(()) };
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let draft = read_draft(kind, text("config"))?;
    let state = super::open_existing(settings).await?;
    let analyzed = analyze(&state, draft).await;
    state.store.close().await;
    let report = analyzed?;
    let out = text("out").unwrap_or("-");
    save(&report, out).with_context(|| format!("the report cannot be written to {out}"))?;
    let mut err = io::stderr().lock();
    for failed in &report.failed {
        writeln!(err, "{}: {}", failed.asset_id, failed.message)?;
    }
    Ok(())
}

/// The configuration of a file; without a file, that of the latest data.
fn read_draft(kind: &str, file: Option<&str>) -> anyhow::Result<AnalysisDraft> {
    let text = match file {
        Some(file) => fs::read(file).with_context(|| format!("{file} cannot be read"))?,
        None => b"{}".to_vec(),
    };
    let shown = file.unwrap_or("the configuration");
    let mut configuration: Value = serde_json::from_slice(&text).with_context(|| format!("{shown} is not JSON"))?;
    let fields = configuration.as_object_mut().with_context(|| format!("{shown} is not a JSON object"))?;
    let named = fields.entry("kind").or_insert_with(|| kind.into());
    anyhow::ensure!(named.as_str() == Some(kind), "{shown} is of the kind {named}, not {kind}");
    body::read(configuration.to_string().as_bytes()).map_err(super::in_words).context(shown.to_owned())
}

/// Makes the report that is asked for, in the time that an analysis may take.
pub async fn analyze(state: &AppState, draft: AnalysisDraft) -> anyhow::Result<Report> {
    let configuration = analyses::fill(state, draft).await.map_err(super::in_words)?;
    let progress = Arc::new(Progress::default());
    let ctx = JobContext::new(state, progress.clone());
    let asked = Asked { id: ReportId::new(auth::random_id())?, job_id: None, by: super::NAME.into() };
    let object = format!("{} {}", configuration.kind().as_str(), asked.id);
    state.store.append_audit(super::actor().did(state, AuditAction::AnalysisStarted, &object)).await?;
    tokio::select! {
        report = run_job(&ctx, asked, configuration) => report,
        never = show(&progress) => never,
    }
}

async fn run_job(ctx: &JobContext, asked: Asked, configuration: Configuration) -> anyhow::Result<Report> {
    let limit = ctx.settings.max_analysis;
    let done = timeout(limit, jobs::analyze(ctx, asked, configuration)).await;
    done.unwrap_or_else(|_| Err(jobs::timed_out(limit)))
        .map_err(|error| anyhow::anyhow!("{}: {}", error.code.as_str(), error.message))
}

/// Shows how far the job is, on a terminal alone.
async fn show(progress: &Progress) -> anyhow::Result<Report> {
    if !io::stderr().is_terminal() {
        return std::future::pending().await;
    }
    let style = ProgressStyle::with_template("{bar:40} {percent} % {msg}")?;
    let bar = ProgressBar::with_draw_target(Some(100), ProgressDrawTarget::stderr()).with_style(style);
    loop {
        let at = progress.get();
        bar.set_position(at.percent.into());
        bar.set_message(at.step.as_str());
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

/// Writes beside the file first, so that a disk that is full leaves no half of a report under its name.
fn save(report: &Report, out: &str) -> anyhow::Result<()> {
    if out == "-" {
        return Ok(report_files::write(report, FileFormat::Json, BufWriter::new(io::stdout().lock()))?);
    }
    let ending = Path::new(out).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let format = FileFormat::from_word(&ending.to_ascii_lowercase()).unwrap_or(FileFormat::Json);
    // A device or a pipe is written into; a file in its place would be something else.
    if fs::metadata(out).is_ok_and(|there| !there.is_file()) {
        return Ok(report_files::write(report, format, BufWriter::new(fs::File::create(out)?))?);
    }
    let beside = format!("{out}.{}.part", auth::random_id());
    let written = fs::File::create_new(&beside)
        .and_then(|file| report_files::write(report, format, BufWriter::new(file)))
        .and_then(|()| fs::rename(&beside, out));
    if written.is_err() {
        // Nothing may be there to remove.
        let _ = fs::remove_file(&beside);
    }
    Ok(written?)
}
