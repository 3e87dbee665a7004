use api::{Ingested, RowFault};
use model::{Asset, AssetType, BackupOutcome, BackupRun, Sample, SampleStatus};
use proptest::prelude::*;

use super::*;

const GOOD: &str = r#"{"timestamp":"2025-09-01T10:30:00Z","service_id":"nginx_web","status":"ok","response_ms":12.5}"#;

/// Reads a whole text, handed over in pieces of a length.
fn read_in_pieces<T: FromRow>(
    format: Format,
    text: &[u8],
    length: usize,
) -> (Vec<T>, Ingested, Result<(), Unreadable>) {
    let mut rows = Rows::new(format, Source::File);
    let ended = text.chunks(length.max(1)).try_for_each(|piece| rows.feed(piece)).and_then(|()| rows.finish());
    (rows.take(), rows.into_outcome(), ended)
}

fn read<T: FromRow>(format: Format, text: impl AsRef<[u8]>) -> (Vec<T>, Ingested, Result<(), Unreadable>) {
    read_in_pieces(format, text.as_ref(), usize::MAX)
}

/// What is wrong with a row of the type, given as JSON.
fn faults<T: FromRow>(row: &str) -> String {
    let (rows, outcome, ended) = read::<T>(Format::Array, format!("[{row}]"));
    assert_eq!((ended, rows.len() + outcome.errors.len()), (Ok(()), 1), "{row}");
    outcome.errors.into_iter().map(|fault| fault.message).collect()
}

fn sample_with(field: &str, value: &str) -> String {
    let row: serde_json::Value = serde_json::from_str(GOOD).unwrap();
    let old = row[field].to_string();
    GOOD.replacen(&format!("\"{field}\":{old}"), &format!("\"{field}\":{value}"), 1)
}

#[test]
fn every_fault_of_a_sample_is_named() {
    assert_eq!(faults::<Sample>(GOOD), "");
    for (field, value, part) in [
        ("timestamp", "null", "timestamp is missing"),
        ("timestamp", "\"yesterday\"", "timestamp must be a moment such as 2025-09-01T10:30:00Z; it is \"yesterday\""),
        ("timestamp", "1756722600", "timestamp must be a moment such as"),
        ("timestamp", "\"9999-01-01T00:00:00Z\"", "timestamp must lie in the years 1970 to 2099"),
        ("timestamp", "\"1969-12-31T23:59:59Z\"", "timestamp must lie in the years 1970 to 2099"),
        ("service_id", "{\"$gt\": \"\"}", "service_id must be a text"),
        ("service_id", "7", "service_id must be a text"),
        ("service_id", "\"\"", "service_id must not be empty"),
        ("service_id", "\"a\\u0000b\"", "service_id must not contain control characters"),
        ("service_id", "\"\\ud800\"", "the row is not valid JSON: unexpected end of hex escape at column"),
        ("service_id", &format!("\"{}\"", "x".repeat(257)), "service_id must be at most 256 characters long"),
        ("status", "\"mabye\"", "status must be ok, degraded, failed or unknown"),
        ("status", "[\"ok\"]", "status must be ok, degraded, failed or unknown"),
        ("response_ms", "-1", "response_ms must be a number that is not negative"),
        ("response_ms", "\"12\"", "response_ms must be a number that is not negative"),
        ("response_ms", "1e999", "the row is not valid JSON: number out of range at column"),
        ("response_ms", "NaN", "the row is not valid JSON: expected value at column"),
    ] {
        let said = faults::<Sample>(&sample_with(field, value));
        assert!(said.starts_with(part), "{field} {value}: {said}");
    }
    assert_eq!(
        faults::<Sample>(r#"{"timestmp": "x", "status": "down", "status": "up", "status": "ok", "mesage": "m"}"#),
        "timestmp is not a known field; did you mean timestamp?; status is given twice; \
         mesage is not a known field; did you mean message?; timestamp is missing; service_id is missing"
    );
    for row in ["7", "\"text\"", "[]", "null"] {
        assert_eq!(faults::<Sample>(row), "the row must be a JSON object", "{row}");
    }
    assert!(faults::<Sample>(&format!("{GOOD} {GOOD}")).contains("trailing characters"));
    assert!(
        faults::<Sample>(&sample_with("message", "").replace("ok\"", "ok\",\"message\":\"a\nb\"")).contains("control")
    );
}

#[test]
fn words_of_other_systems_are_statuses() {
    for (value, status) in [
        ("\"UP\"", SampleStatus::Ok),
        ("\"Degraded\"", SampleStatus::Degraded),
        ("\"unreachable\"", SampleStatus::Failed),
        ("0", SampleStatus::Failed),
        ("true", SampleStatus::Ok),
        ("\"unknown\"", SampleStatus::Unknown),
    ] {
        let (rows, _, _) = read::<Sample>(Format::Lines, sample_with("status", value));
        assert_eq!(rows[0].status, status, "{value}");
    }
}

#[test]
fn backup_runs_are_read() {
    let run = r#"{"timestamp":"2025-09-01T02:00:00.5+02:00","asset_id":"vm-101","status":"OK","size_bytes":5e3}"#;
    let (rows, _, _) = read::<BackupRun>(Format::Lines, run);
    assert_eq!((rows[0].outcome, rows[0].size_bytes), (BackupOutcome::Success, Some(5000)));
    assert_eq!(rows[0].timestamp.timestamp_millis() % 3_600_000, 500);
    for (from, to, part) in [
        ("\"OK\"", "\"running\"", "status must be success, warning or failed"),
        ("5e3", "-1", "size_bytes must be a whole number from 0"),
        ("5e3", "1.5", "size_bytes must be a whole number from 0"),
        ("5e3", "9223372036854775808", "size_bytes must be a whole number from 0"),
        ("5e3", "1,\"started_at\":\"2025-09-02T00:00:00Z\"", "started_at must not be after timestamp"),
    ] {
        let said = faults::<BackupRun>(&run.replace(from, to));
        assert!(said.starts_with(part), "{said}");
    }
}

#[test]
fn assets_are_read_in_the_words_of_the_existing_collections() {
    let text = r#"
        {"asset_id": "vm-101", "display_name": "Files", "asset_type": "vm", "tags": ["rome", "2"]}
        {"service_id": "nginx_web", "name": "Shop", "service_type": "web_service"}
        {"_id": "n1", "asset_type": "Proxmox_Node"}
    "#;
    let (assets, outcome, _) = read::<Asset>(Format::Lines, text);
    assert_eq!(outcome.errors, []);
    let seen: Vec<_> = assets.iter().map(|asset| (asset.id.as_str(), asset.name.as_str(), asset.asset_type)).collect();
    assert_eq!(
        seen,
        [
            ("vm-101", "Files", AssetType::Vm),
            ("nginx_web", "Shop", AssetType::Service),
            ("n1", "n1", AssetType::ProxmoxNode)
        ]
    );
    for (row, said) in [
        (r#"{"asset_id": "a"}"#, "asset_type is missing"),
        (r#"{"asset_type": "vm"}"#, "asset_id is missing"),
        (
            r#"{"tags": 5}"#,
            "tags must be a list of texts, each of 1 to 256 characters; asset_id is missing; asset_type is missing",
        ),
        ("{}", "asset_id is missing; asset_type is missing"),
        (r#"{"asset_id": "a", "asset_type": "vm", "service_type": "mail"}"#, "service_type is for services alone"),
        (
            r#"{"asset_id": "a", "asset_type": "vm", "tags": [1]}"#,
            "tags must be a list of texts, each of 1 to 256 characters",
        ),
    ] {
        assert_eq!(faults::<Asset>(row), said);
    }
}

#[test]
fn sheets_are_read() {
    let text = "\u{feff}Service_ID;timestamp;status;response_ms;message\r\n\
                nginx;2025-09-01T10:30:00Z;up;12.5;\"down; again \"\"soon\"\"\"\r\n\
                \r\n\
                nginx;2025-09-01T10:31:00Z;nope;x;\n\
                nginx;2025-09-01T10:32:00Z\n\
                nginx;2025-09-01T10:33:00Z;0;;last";
    for length in [1, 2, 7, 1000] {
        let (rows, outcome, ended) = read_in_pieces::<Sample>(Format::Csv, text.as_bytes(), length);
        assert_eq!(ended, Ok(()));
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].message.as_deref(), Some("down; again \"soon\""));
        assert_eq!((rows[0].response_ms, rows[1].status), (Some(12.5), SampleStatus::Failed));
        let named: Vec<(u64, &str)> =
            outcome.errors.iter().map(|fault| (fault.index, fault.message.as_str())).collect();
        assert_eq!((named[0].0, named[1]), (1, (2, "the row has 2 cells, but there are 5 headings")));
        assert!(named[0].1.contains("response_ms must be a number"), "{named:?}");
    }
    let (assets, _, _) = read::<Asset>(Format::Csv, "asset_id,asset_type,tags\nvm-1,vm,a;b\n");
    assert_eq!(assets[0].tags, ["a", "b"]);
}

#[test]
fn what_is_no_sheet_is_refused() {
    for (text, part) in [
        ("", "it is empty"),
        ("service_id,stats\n", "the heading stats is not a known field; did you mean status?"),
        ("status,status\n", "the heading status is given twice"),
        ("stats,status,status\n", "did you mean status?; the heading status is given twice"),
        ("\u{0}PK\n", "is not a known field"),
    ] {
        let (_, _, ended) = read::<Sample>(Format::Csv, text);
        assert!(ended.clone().is_err_and(|fault| fault.to_string().contains(part)), "{text:?}: {ended:?}");
    }
    let long = format!("service_id,status,timestamp\na,ok,2025-09-01T10:30:00Z\n{},ok,x\n\"a", "x".repeat(70_000));
    let (rows, outcome, _) = read::<Sample>(Format::Csv, long);
    assert_eq!((rows.len(), outcome.rejected), (1, 2));
    assert!(outcome.errors[0].message.starts_with("the row is longer than 65536 bytes"), "{outcome:?}");
    let (rows, outcome, _) = read::<Sample>(Format::Csv, b"service_id,status,timestamp\n\xff,ok,x\n");
    assert_eq!((rows.len(), outcome.errors[0].message.as_str()), (0, "the row is not valid UTF-8"));
}

#[test]
fn arrays_are_kept_up_to_where_they_break() {
    let check = |text: String, good: usize, fault: Option<(u64, &str)>| {
        for length in [1, 5, 1 << 20] {
            let (rows, outcome, _) = read_in_pieces::<Sample>(Format::Array, text.as_bytes(), length);
            assert_eq!(rows.len(), good, "{text:.80}");
            let named: Vec<(u64, &str)> =
                outcome.errors.iter().map(|RowFault { index, message }| (*index, message.as_str())).collect();
            match fault {
                None => assert_eq!(named, [], "{text:.80}"),
                Some((index, part)) => {
                    assert_eq!((named.len(), named[0].0), (1, index), "{text:.80}: {named:?}");
                    assert!(named[0].1.contains(part), "{named:?}");
                }
            }
        }
    };
    check(format!(" [ {GOOD} , {GOOD} ] "), 2, None);
    check("[]".into(), 0, None);
    check(format!("[{GOOD},{GOOD}"), 1, Some((1, "the row is cut off")));
    check(format!("[{GOOD},"), 1, Some((1, "its closing bracket is missing")));
    check(format!("[{GOOD}] x, {{}}"), 1, Some((1, "something follows the end")));
    check(format!("[{GOOD},]"), 1, Some((1, "the row is empty")));
    check(format!("[,{GOOD}]"), 1, Some((0, "the row is empty")));
    check(format!("[{GOOD},{{\"a\":[}}],{GOOD}]"), 2, Some((1, "is not valid JSON")));
    check(format!("[{GOOD},{},{GOOD}]", "[".repeat(200_000) + &"]".repeat(200_000)), 2, Some((1, "longer than")));
    check(format!("[{GOOD},{}{},{GOOD}]", "[".repeat(300), "]".repeat(300)), 2, Some((1, "must be a JSON object")));
    check(format!("[{GOOD},\"{}\",{GOOD}]", "x,]".repeat(30_000)), 2, Some((1, "longer than")));
}

#[test]
fn what_is_no_array_is_refused() {
    for (text, part) in [
        (String::new(), "it is empty"),
        ("{}".into(), "it does not begin with ["),
        ("\0\0".into(), "it does not begin with ["),
        ("[] x".into(), "something follows the end"),
        ("[".into(), "its closing bracket is missing"),
    ] {
        let (_, _, ended) = read::<Sample>(Format::Array, &text);
        assert!(ended.clone().is_err_and(|fault| fault.to_string().contains(part)), "{text:?}: {ended:?}");
    }
}

#[test]
fn a_byte_order_mark_is_taken_from_files_alone() {
    let text = format!("\u{feff}{GOOD}");
    for (source, is_fine) in [(Source::File, true), (Source::Request, false)] {
        for length in [1, 2, 1000] {
            let mut rows = Rows::<Sample>::new(Format::Lines, source);
            let ended = text.as_bytes().chunks(length).try_for_each(|piece| rows.feed(piece));
            assert_eq!(ended.and_then(|()| rows.finish()).is_ok(), is_fine, "{source:?}");
        }
    }
}

#[test]
fn a_file_is_known_by_how_it_begins() {
    for (beginning, format) in [
        ("\u{feff} \n[{", Format::Array),
        ("\n{\"a\"", Format::Lines),
        ("service_id,status", Format::Csv),
        ("", Format::Csv),
    ] {
        assert_eq!(Format::of(beginning.as_bytes()), format, "{beginning:?}");
    }
}

#[test]
fn of_many_faults_a_thousand_are_named() {
    let (_, outcome, _) = read::<Sample>(Format::Lines, "7\n".repeat(5000));
    assert_eq!((outcome.rejected, outcome.errors.len()), (5000, 1000));
}

/// Any JSON value, not too deep.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        "[\\PC\"\\\\\\[\\]{},\n]{0,12}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            proptest::collection::btree_map("[a-z\"\\]}]{0,6}", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn an_array_has_as_many_rows_as_elements(values in proptest::collection::vec(json(), 0..8), length in 1_usize..40) {
        for text in [serde_json::to_vec(&values).unwrap(), serde_json::to_vec_pretty(&values).unwrap()] {
            let (rows, outcome, ended) = read_in_pieces::<Sample>(Format::Array, &text, length);
            prop_assert_eq!(ended, Ok(()));
            prop_assert_eq!(rows.len() + outcome.errors.len(), values.len());
            prop_assert!(outcome.errors.iter().all(|fault| !fault.message.contains("valid JSON")), "{:?}", outcome);
        }
    }

    #[test]
    fn pieces_make_no_difference(
        parts in proptest::collection::vec(prop_oneof![
            Just(GOOD.to_owned()), Just("[".into()), Just("]".into()), Just(",".into()), Just("\n".into()),
            Just("\"".into()), Just("service_id,status\n".into()), Just("\\".into()), "\\PC{0,8}",
        ], 0..20),
        length in 1_usize..50,
    ) {
        let text = parts.concat();
        for format in [Format::Array, Format::Lines, Format::Csv] {
            let whole = read::<Sample>(format, &text);
            let in_pieces = read_in_pieces::<Sample>(format, text.as_bytes(), length);
            prop_assert_eq!(whole, in_pieces);
        }
    }
}
