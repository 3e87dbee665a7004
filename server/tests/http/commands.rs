//! The verbs that bring data in and reports out, on the real program.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::program::run_with_input;

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    run_with_input(folder, args, "")
}

/// Runs a verb that has to succeed.
fn done(folder: &Path, args: &[&str]) -> String {
    let (code, said) = run(folder, args);
    assert_eq!(code, Some(0), "{args:?}: {said}");
    said
}

fn report(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&fs::read(folder.join(name)).unwrap()).unwrap()
}

#[test]
fn files_are_imported_and_analyzed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    write(
        "assets.csv",
        "\u{feff}asset_id;asset_type;service_type;name\nnginx;service;web_service;Shop\nvm-1;vm;;Files\n",
    );
    write(
        "samples.json",
        r#"[{"timestamp":"2025-09-01T08:00:00Z","service_id":"nginx","status":"up"},
            {"timestamp":"2025-09-01T09:00:00Z","service_id":"nginx","status":"DOWN"},
            {"timestamp":"soon","service_id":"nginx","status":"up"},
            {"timestamp":"2025-09-01T10:00:00Z","service_id":"nginx","status":"up"}]"#,
    );
    write("runs.ndjson", r#"{"timestamp":"2025-09-01T02:30:00Z","asset_id":"vm-1","status":"success"}"#);
    assert_eq!(done(folder, &["import", "assets", "assets.csv"]), "assets: 2 accepted, 0 rejected\n");
    assert_eq!(done(folder, &["import", "backups", "runs.ndjson"]), "backups: 1 accepted, 0 rejected\n");
    let (code, said) = run(folder, &["import", "samples", "samples.json"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("row 3: timestamp must be a moment such as 2025-09-01T10:30:00Z; it is \"soon\""), "{said}");
    assert!(said.contains("1 of 4 rows were rejected; the others are kept"), "{said}");
    let (code, said) = run_with_input(folder, &["import", "samples", "-", "--json"], "[]");
    assert_eq!(
        (code, serde_json::from_str(&said).unwrap()),
        (Some(0), json!({"accepted": 0, "rejected": 0, "errors": []}))
    );

    write("availability.json", r#"{"day": "2025-09-01", "services": [{"service_id": "nginx", "error_budget": 2}]}"#);
    done(folder, &["analyze", "availability", "--config", "availability.json", "--out", "a.json"]);
    let file = report(folder, "a.json");
    assert_eq!(file["services"]["nginx"]["final_score"], 75.0);
    assert_eq!(file["services"]["nginx"]["detailed_metrics"][0]["timestamp"], "2025-09-01T09:00:00Z");
    assert_eq!(file["analysis_dates"], json!(["2025-09-01"]));
    assert_eq!(file["summary"]["services_by_status"], json!({"GOOD": 0, "ATTENZIONE": 1, "CRITICAL": 0, "NO_DATA": 0}));
    done(folder, &["analyze", "resilience", "--out", "r.csv"]);
    let sheet = fs::read_to_string(folder.join("r.csv")).unwrap();
    assert_eq!(sheet.lines().count(), 169, "headings and a week of hours");
    assert!(sheet.contains("vm-1,Files,vm,24,1,2025-09-01T03:00:00Z,0.5,"), "{sheet}");
    assert!(!folder.join("r.csv.part").exists());
    assert!(done(folder, &["audit", "verify"]).contains("is whole: 5 rows"), "three imports and two analyses");
}

#[test]
fn wrong_files_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("empty"), "").unwrap();
    fs::write(folder.join("binary"), [0xff, 0, 1, 2]).unwrap();
    fs::write(folder.join("wrong.json"), r#"{"services": [{"service_id": "a", "weight": 11}], "dayy": "latest"}"#)
        .unwrap();
    for (args, code, part) in [
        (&["import", "samples", "nowhere.csv"][..], 1, "nowhere.csv cannot be opened"),
        (&["import", "samples", "."], 1, ". is a folder"),
        (&["import", "samples", "empty"], 1, "a line of headings is expected"),
        (&["import", "samples", "binary"], 1, "the rows cannot be read"),
        (&["import", "weather", "empty"], 2, "weather"),
        (&["analyze", "availability", "--config", "wrong.json", "--out", "x"], 1, "weight of a is 11"),
        (&["analyze", "availability", "--config", "wrong.json", "--out", "x"], 1, "did you mean day?"),
        (&["analyze", "availability", "--config", "binary", "--out", "x"], 1, "binary is not JSON"),
        (&["analyze", "availability", "--out", "x"], 1, "no_data"),
        (&["analyze", "availability"], 2, "--out"),
        (&["demo", "--days", "0"], 2, "--days"),
    ] {
        let (status, said) = run(folder, args);
        assert_eq!(status, Some(code), "{args:?}: {said}");
        assert!(said.contains(part), "{args:?}: {said}");
    }
    assert!(!folder.join("x").exists());
}

#[test]
fn a_verb_that_needs_data_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    for args in [
        &["audit", "verify"][..],
        &["user", "list"],
        &["user", "role", "ada", "admin"],
        &["user", "password", "ada", "--password-stdin"],
        &["user", "disable", "ada"],
        &["user", "enable", "ada"],
        &["analyze", "availability", "--out", "a.json"],
    ] {
        let (code, said) = run(folder.path(), args);
        assert_eq!(code, Some(1), "{args:?}: {said}");
        assert!(said.contains("there is no database at data/vedetta.db"), "{args:?}: {said}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left on disk");
}

#[test]
fn a_row_of_the_trail_that_was_changed_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for name in ["ada", "eve"] {
        let add = ["user", "add", name, "--role", "admin", "--password-stdin"];
        assert_eq!(run_with_input(folder, &add, "correct horse battery\n").0, Some(0));
    }
    assert!(done(folder, &["audit", "verify"]).contains("is whole: 2 rows"));
    // As somebody would who has the file: the first row is another's deed now.
    let path = folder.join("data/vedetta.db");
    let mut bytes = fs::read(&path).unwrap();
    let (actor, and_address) = (b"command line", b"command linecommand line");
    let places: Vec<usize> =
        (0..bytes.len() - and_address.len()).filter(|at| bytes[*at..].starts_with(and_address)).collect();
    // Rows are put into a page from its end.
    let first = *places.last().unwrap();
    bytes[first..first + actor.len()].copy_from_slice(b"somebody new");
    fs::write(&path, bytes).unwrap();
    let (code, said) = run(folder, &["audit", "verify"]);
    assert_eq!((code, said.contains("one of the two was changed")), (Some(1), true), "{said}");
}

#[test]
fn the_document_of_the_api_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let document: Value = serde_json::from_str(&done(folder.path(), &["openapi"])).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left on disk");
}

#[test]
fn the_demo_comes_and_goes() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let load = ["demo", "--until", "2025-11-21", "--days", "8"];
    let said = done(folder, &load);
    assert!(said.starts_with("loaded 68 assets, 9"), "{said}");
    assert_eq!(done(folder, &load), said, "loading again replaces what was there");
    done(folder, &["analyze", "availability", "--out", "a.json"]);
    let file = report(folder, "a.json");
    assert_eq!(file["analysis_dates"], json!(["2025-11-20"]));
    assert_eq!(file["services"]["shop-web"]["final_status"], "CRITICAL");
    assert_eq!(file["services"]["print-server"]["final_status"], "NO_DATA");
    done(folder, &["analyze", "resilience", "--out", "r.json"]);
    let file = report(folder, "r.json");
    assert_eq!(file["assets"]["vm-103-archive"]["final_status"], "CRITICAL");
    assert_eq!(file["assets"]["ct-205-playground"]["vedetta"]["no_runs"], true);
    assert_eq!(done(folder, &["demo", "--remove"]), "removed 68 assets of the demo with their data\n");
    assert_eq!(done(folder, &["demo", "--remove"]), "removed 0 assets of the demo with their data\n");
    let (code, said) = run(folder, &["analyze", "availability", "--out", "x"]);
    assert_eq!((code, said.contains("no_data")), (Some(1), true), "{said}");
}
