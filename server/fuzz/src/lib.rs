//! What strangers hand in, read from whatever bytes. Each target is run by cargo-fuzz, which looks for bytes that take new
//! ways through the code (`cargo xtask fuzz`), and by the property test below, which changes examples at random.

use std::{fs, path::Path, sync::LazyLock};

use axum::http::Uri;
use chrono_tz::Tz;
use model::{Asset, BackupRun, Configuration, ReportId, Sample, Timestamp};
use server::{
    auth::tokens::Tokens,
    body, cli, query,
    report_files::{self, FileFormat, Importer},
    routes::{
        analyses::JobQuery, assets::AssetQuery, audit::AuditQuery, report_files::ExportQuery, reports::ReportQuery,
    },
    rows::{Format, FromRow, Rows, Source},
    settings::{self, Sources},
};
use tempfile::TempDir;

/// The file of a report: what is taken can be written and read again, and is the same then.
pub fn report_file(bytes: &[u8]) {
    let id = ReportId::new("r").expect("a letter is an id");
    let importer = Importer { id, name: "ada", now: moment(), timezone: Tz::Europe__Rome };
    let Ok(report) = report_files::read(bytes, &importer) else { return };
    for format in FileFormat::ALL {
        let mut file = Vec::new();
        report_files::write(&report, format, &mut file).expect("a list takes all bytes");
        if format == FileFormat::Json {
            let again = report_files::read(&file, &importer).expect("what was written can be read");
            assert_eq!(again.body, report.body);
        }
    }
}

/// Rows that are brought in: wherever a stream is cut into pieces, the same comes out.
pub fn rows(bytes: &[u8]) {
    for format in [Format::Array, Format::Lines, Format::Csv] {
        check_rows::<Sample>(format, bytes);
        check_rows::<BackupRun>(format, bytes);
        check_rows::<Asset>(format, bytes);
    }
}

fn check_rows<T: FromRow + PartialEq + std::fmt::Debug>(format: Format, bytes: &[u8]) {
    let read = |length: usize| {
        let mut rows = Rows::<T>::new(format, Source::File);
        let fed = bytes.chunks(length).try_for_each(|piece| rows.feed(piece));
        let ended = fed.and_then(|()| rows.finish());
        (ended, rows.take(), rows.into_outcome())
    };
    assert_eq!(read(bytes.len().max(1)), read(7));
}

/// The configuration of an analysis: what is taken says the same when it is written and read again.
pub fn analysis(bytes: &[u8]) {
    let Ok(configuration) = body::read::<Configuration>(bytes) else { return };
    let text = serde_json::to_vec(&configuration).expect("a configuration can be written");
    assert_eq!(body::read::<Configuration>(&text).ok(), Some(configuration));
}

/// `vedetta.toml`: a fault names the file or a setting.
pub fn settings(bytes: &[u8]) {
    static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("there is room"));
    fs::write(FOLDER.path().join(settings::DEFAULT_FILE), bytes).expect("there is room");
    for fault in faults_of_settings(FOLDER.path()) {
        assert!(fault.contains(settings::DEFAULT_FILE), "{fault}");
    }
}

fn faults_of_settings(folder: &Path) -> Vec<String> {
    let matches = cli::command().try_get_matches_from(["vedetta", "serve"]).expect("that is how it is called");
    let (_, flags) = matches.subcommand().expect("serve is a command");
    let sources = Sources { flags, env: &|_| None, env_names: Vec::new(), folder };
    settings::find(&sources).and_then(|found| found.read()).err().unwrap_or_default()
}

/// An access token: nobody knows the secret, so none is taken.
pub fn token(bytes: &[u8]) {
    let tokens = Tokens::new(b"a secret that no example was signed with");
    assert!(tokens.read(&String::from_utf8_lossy(bytes), moment()).is_none());
}

/// The query string of each list.
pub fn query(bytes: &[u8]) {
    let Ok(uri) = [b"/?", bytes].concat().as_slice().try_into() as Result<Uri, _> else { return };
    // What is taken and what is refused are both fine; that it ends is what counts.
    let _ = query::read::<JobQuery>(&uri);
    let _ = query::read::<AssetQuery>(&uri);
    let _ = query::read::<AuditQuery>(&uri);
    let _ = query::read::<ExportQuery>(&uri);
    let _ = query::read::<ReportQuery>(&uri);
}

/// 2025-09-03T00:00:00Z.
fn moment() -> Timestamp {
    Timestamp::from_timestamp(1_756_857_600, 0).expect("a moment of our time")
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use proptest::{collection::vec, prelude::*, sample::Index};

    use super::*;

    type Target = (&'static str, fn(&[u8]));

    /// The targets by their names in `fuzz_targets/` and `examples/`.
    const TARGETS: [Target; 6] = [
        ("analysis", analysis),
        ("query", query),
        ("report_file", report_file),
        ("rows", rows),
        ("settings", settings),
        ("token", token),
    ];

    /// The files of a folder, in one order.
    fn files(folder: &str) -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        files
    }

    /// What the fuzzer starts from, too.
    fn examples(name: &str) -> Vec<Vec<u8>> {
        files(&format!("examples/{name}")).iter().map(|file| fs::read(file).unwrap()).collect()
    }

    /// One change to some bytes: so many are cut out at a place, and these put in.
    type Change = (Index, usize, Vec<u8>);

    fn change() -> impl Strategy<Value = Change> {
        let telling = prop_oneof![
            Just(b"\"".to_vec()),
            Just(b"{".to_vec()),
            Just(b"[".to_vec()),
            Just(b",".to_vec()),
            Just(b":".to_vec()),
            Just(b"null".to_vec()),
            Just(b"-1".to_vec()),
            Just(b"1e999".to_vec()),
            Just(b"\\u0000".to_vec()),
            Just(b"2025-03-30T02:30:00".to_vec()),
            Just(b"9999-12-31T23:59:59Z".to_vec()),
            Just(Vec::new()),
        ];
        (any::<Index>(), 0_usize..12, prop_oneof![3 => telling, 1 => vec(any::<u8>(), 0..12)])
    }

    fn changed(example: &[u8], changes: &[Change]) -> Vec<u8> {
        let mut bytes = example.to_vec();
        for (place, cut, put) in changes {
            let place = place.index(bytes.len() + 1);
            let end = (place + cut).min(bytes.len());
            bytes.splice(place..end, put.iter().copied());
        }
        bytes
    }

    proptest! {
        #[test]
        fn no_change_to_an_example_breaks_a_target(which in any::<Index>(), changes in vec(change(), 0..4)) {
            for (name, read) in TARGETS {
                let examples = examples(name);
                read(&changed(&examples[which.index(examples.len())], &changes));
            }
        }
    }

    #[test]
    fn every_fuzz_target_is_tried_here() {
        let names: Vec<_> = files("fuzz_targets").iter().map(|file| file.file_stem().unwrap().to_owned()).collect();
        assert_eq!(names, TARGETS.map(|(name, _)| name));
    }

    #[test]
    fn examples_are_taken() {
        let importer =
            Importer { id: ReportId::new("r").unwrap(), name: "ada", now: moment(), timezone: Tz::Europe__Rome };
        for example in examples("report_file") {
            report_files::read(example.as_slice(), &importer).unwrap();
        }
        for example in examples("analysis") {
            body::read::<Configuration>(&example).unwrap();
        }
        for example in examples("settings") {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(settings::DEFAULT_FILE), example).unwrap();
            assert_eq!(faults_of_settings(folder.path()), Vec::<String>::new());
        }
        assert_eq!(taken::<Sample>(Format::Array, "samples.json"), 1);
        assert_eq!(taken::<BackupRun>(Format::Lines, "backups.ndjson"), 1);
        assert_eq!(taken::<Asset>(Format::Csv, "assets.csv"), 1);
    }

    /// How many rows of an example are taken; none may be refused.
    fn taken<T: FromRow>(format: Format, file: &str) -> usize {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rows").join(file);
        let mut rows = Rows::<T>::new(format, Source::File);
        rows.feed(&fs::read(example).unwrap()).unwrap();
        rows.finish().unwrap();
        let taken = rows.take().len();
        assert_eq!(rows.into_outcome().rejected, 0, "{file}");
        taken
    }
}
