//! `vedetta import ...`: assets, samples and backup runs out of a file, by the same road as those that come by HTTP.

use std::io::{self, IsTerminal, Write};

use anyhow::Context;
use api::Ingested;
use clap::ArgMatches;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use model::{Asset, AuditAction, BackupRun, NewAuditEntry, Sample};
use tokio::{
    fs::File,
    io::{AsyncRead, AsyncReadExt},
};

use crate::{
    rows::{Format, Source},
    services::ingest::{Intake, Kept},
    settings::Settings,
    state::AppState,
};

/// How much is read at a time.
const PIECE: usize = 64 << 10;

/// Ends as failed when rows were rejected, so that a script notices; the good ones are kept all the same.
pub async fn run(settings: Settings, matches: ArgMatches) -> anyhow::Result<()> {
    let Some((kind, matches)) = matches.subcommand() else { return Ok(()) };
    let name = matches.get_one::<String>("file").map_or("-", String::as_str);
    let mut file = Opened::open(name).await?;
    let state = super::open(settings).await?;
    let entry = entry(&state, kind, name);
    let taken = match kind {
        "assets" => take_in::<Asset>(&state, &mut file, entry).await,
        "samples" => take_in::<Sample>(&state, &mut file, entry).await,
        _ => take_in::<BackupRun>(&state, &mut file, entry).await,
    };
    file.bar.finish_and_clear();
    state.store.close().await;
    let outcome = taken?;
    if matches.get_flag("json") {
        writeln!(io::stdout(), "{}", serde_json::to_string_pretty(&outcome)?)?;
    } else {
        print(kind, &outcome)?;
    }
    let Ingested { accepted, rejected, .. } = outcome;
    anyhow::ensure!(rejected == 0, "{rejected} of {} rows were rejected; the others are kept", accepted + rejected);
    Ok(())
}

/// A file that is being read, or what comes from standard input.
struct Opened {
    bytes: Box<dyn AsyncRead + Unpin + Send>,
    bar: ProgressBar,
}

impl Opened {
    async fn open(name: &str) -> anyhow::Result<Self> {
        if name == "-" {
            return Ok(Self { bytes: Box::new(tokio::io::stdin()), bar: ProgressBar::hidden() });
        }
        let file = File::open(name).await.with_context(|| format!("{name} cannot be opened"))?;
        let about = file.metadata().await.with_context(|| format!("{name} cannot be read"))?;
        anyhow::ensure!(!about.is_dir(), "{name} is a folder");
        let target =
            if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {eta} left")?;
        let bar = ProgressBar::with_draw_target(Some(about.len()), target).with_style(style);
        Ok(Self { bytes: Box::new(file), bar })
    }

    /// The next bytes; none at the end.
    async fn read(&mut self, piece: &mut Vec<u8>) -> io::Result<()> {
        piece.clear();
        (&mut self.bytes).take(PIECE as u64).read_to_end(piece).await?;
        self.bar.inc(piece.len() as u64);
        Ok(())
    }
}

async fn take_in<T: Kept>(state: &AppState, file: &mut Opened, entry: NewAuditEntry) -> anyhow::Result<Ingested> {
    let mut piece = Vec::with_capacity(PIECE);
    file.read(&mut piece).await?;
    let mut intake = Intake::<T>::new(state, Format::of(&piece), Source::File, entry);
    while !piece.is_empty() {
        intake.feed(&piece).await.map_err(super::in_words)?;
        file.read(&mut piece).await?;
    }
    intake.finish().await.map_err(super::in_words)
}

/// What the trail is told of the import.
fn entry(state: &AppState, kind: &str, name: &str) -> NewAuditEntry {
    let shown: String = name.chars().filter(|c| !c.is_control()).take(model::MAX_NAME).collect();
    super::actor().did(state, AuditAction::DataImported, &format!("{kind} from {shown}"))
}

fn print(kind: &str, outcome: &Ingested) -> io::Result<()> {
    let mut err = io::stderr().lock();
    for fault in &outcome.errors {
        writeln!(err, "row {}: {}", fault.index + 1, fault.message)?;
    }
    let unnamed = outcome.rejected - outcome.errors.len() as u64;
    if unnamed > 0 {
        writeln!(err, "and {unnamed} more")?;
    }
    writeln!(io::stdout(), "{kind}: {} accepted, {} rejected", outcome.accepted, outcome.rejected)
}
