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

/// One way in.
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]),
    /// Bytes that are taken, to start from.
    pub examples: &'static [&'static str],
}

pub const TARGETS: [Target; 6] = [
    Target {
        name: "report_file",
        run: report_file,
        examples: &[include_str!("../examples/availability.json"), include_str!("../examples/resilience.json")],
    },
    Target {
        name: "rows",
        run: rows,
        examples: &[
            r#"[{"timestamp":"2025-09-01T10:30:00Z","service_id":"web","status":"up","response_ms":1.5,"message":"m"}]"#,
            "{\"timestamp\":\"2025-09-01T10:30:00+02:00\",\"asset_id\":\"vm\",\"status\":1,\"size_bytes\":7}\n",
            "asset_id,display_name,asset_type,tags\nvm,\"A \"\"VM\"\"\",vm,a;b\n",
        ],
    },
    Target {
        name: "analysis",
        run: analysis,
        examples: &[
            r#"{"kind":"availability","day":"2025-09-01","services":[{"service_id":"web","error_budget":5,"weight":8}]}"#,
            r#"{"kind":"availability","from":"2025-09-01T00:00:00Z","to":"2025-09-02T00:00:00Z"}"#,
            r#"{"kind":"resilience","until":"latest","weights":{"rpo":0.6,"success":0.4},"curve":"threshold",
                "assets":[{"asset_id":"vm","target_rpo_hours":24,"weight":1}]}"#,
        ],
    },
    Target {
        name: "settings",
        run: settings,
        examples: &[
            "listen = \"127.0.0.1:1\"\nworkers = 2\ntimezone = \"Europe/Rome\"\ntrusted_proxies = [\"10.0.0.0/8\"]\n",
            "database = \"mongodb://a:b@h:1,i:2/d?replicaSet=rs0\"\npublic_url = \"https://v.example.org\"\n",
        ],
    },
    Target {
        name: "token",
        run: token,
        examples: &[
            "eyJhbGciOiJIUzI1NiIsInR5cCI6InZlZGV0dGEtYWNjZXNzIn0.eyJzdWIiOiJ1IiwiZXhwIjo5OTk5OTk5OTk5fQ.c2lnbmF0dXJl",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1In0.",
        ],
    },
    Target {
        name: "query",
        run: query,
        examples: &[
            "kind=availability&limit=1&cursor=x",
            "asset_type=vm&service_type=database&q=web%20shop",
            "from=2025-09-01T00:00:00Z&to=2025-09-02T00:00:00Z&user=ada&action=report.imported",
            "format=csv",
        ],
    },
];

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
    use proptest::{collection::vec, prelude::*, sample::Index};

    use super::*;

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

    fn changed(example: &str, changes: &[Change]) -> Vec<u8> {
        let mut bytes = example.as_bytes().to_vec();
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
            for target in &TARGETS {
                (target.run)(&changed(target.examples[which.index(target.examples.len())], &changes));
            }
        }
    }

    #[test]
    fn examples_are_taken() {
        let importer =
            Importer { id: ReportId::new("r").unwrap(), name: "ada", now: moment(), timezone: Tz::Europe__Rome };
        let examples = |name: &str| TARGETS.iter().find(|target| target.name == name).unwrap().examples;
        for example in examples("report_file") {
            report_files::read(example.as_bytes(), &importer).unwrap();
        }
        for example in examples("analysis") {
            assert!(body::read::<Configuration>(example.as_bytes()).is_ok(), "{example}");
        }
        for example in examples("settings") {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(settings::DEFAULT_FILE), example).unwrap();
            assert_eq!(faults_of_settings(folder.path()), Vec::<String>::new(), "{example}");
        }
    }
}
