use model::{
    AssetId, AssetReport, AssetType, AvailabilityPoint, AvailabilityReport, AvailabilityStatus, BackupOutcome, Curve,
    ErrorBudget, FailedAsset, ReportId, ReportOrigin, ReportRun, ResilienceReport, ResilienceWeights, ServiceReport,
    ServiceType, StatusCount, StatusCounts, TargetRpo, Timeline, Timestamp, Unreadable, Weight, Window,
};
use proptest::{collection::vec, option, prelude::*};
use scoring::{availability, resilience::facts};
use serde_json::{Value, json};

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn importer() -> Importer<'static> {
    let id = ReportId::new("imported").unwrap();
    Importer { id, name: "ada", now: at("2026-01-01T00:00:00Z"), timezone: chrono_tz::UTC }
}

fn text_of(report: &Report, format: FileFormat) -> String {
    let mut text = Vec::new();
    write(report, format, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

fn read_value(file: &Value) -> Result<Report, Refused> {
    read(file.to_string().as_bytes(), &importer())
}

/// A file as other tools write it.
fn availability_file() -> Value {
    json!({
        "analysis_timestamp": "2025-09-04T10:30:00Z",
        "analysis_dates": ["2025-09-01"],
        "configuration": {"service_error_budgets": {"nginx_web": 5}, "service_weights": {"nginx_web": 8}},
        "services": {"nginx_web": {
            "service_id": "nginx_web", "error_budget": 5, "weight": 8, "final_score": 80.0,
            "final_status": "ATTENZIONE", "total_failures": 2, "detailed_metrics": [
                {"timestamp": "2025-09-01T08:00:00", "cumulative_failures": 0, "score": 1.0, "status_type": "GOOD"},
                {"timestamp": "2025-09-01T09:00:00Z", "cumulative_failures": 1, "score": 0.9, "status_type": "GOOD"},
                {"timestamp": "2025-09-01T09:01:00Z", "cumulative_failures": 1, "score": 0.9, "status_type": "GOOD"},
                {"timestamp": "2025-09-01T12:00:00+02:00", "cumulative_failures": 2, "score": 0.7, "status_type": "GOOD"},
                {"timestamp": "2025-09-01T20:00:00Z", "cumulative_failures": 2, "score": 0.7, "status_type": "GOOD"},
            ],
            "host": "of another tool",
        }},
        "summary": {"aggregated_score": 87.3, "total_services": 12,
            "services_by_status": {"GOOD": 8, "ATTENZIONE": 3, "CRITICAL": 1}},
    })
}

fn resilience_file() -> Value {
    json!({
        "analysis_timestamp": "2025-09-08T00:05:00Z",
        "analysis_dates": ["2025-09-01"],
        "configuration": {"target_rpo_hours": {"vm-101": 24}, "weights": {"rpo": 0.6, "success": 0.4}, "curve": "linear"},
        "assets": {"vm-101": {
            "asset_id": "vm-101", "asset_type": "vm", "target_rpo_hours": 24, "final_score": 70.0,
            "final_status": "ACCEPTABLE", "total_runs": 1, "successful_runs": 1, "detailed_metrics": [
                {"timestamp": "2025-09-01T01:00:00Z", "actual_rpo_hours": null, "rpo_compliance": 0, "success_rate": null,
                 "score": 0, "status_type": "SEVERE"},
                {"timestamp": "2025-09-01T02:00:00Z", "actual_rpo_hours": 12.0, "rpo_compliance": 0.5, "success_rate": 1,
                 "score": 0.7, "status_type": "ACCEPTABLE"},
            ],
        }},
        "summary": {"aggregated_score": null, "total_assets": 1, "assets_by_status": {"ACCEPTABLE": 1}},
    })
}

#[test]
fn the_file_of_another_tool_keeps_its_figures() {
    let report = read_value(&availability_file()).unwrap();
    let head = &report.head;
    assert_eq!((head.origin, head.score, head.total), (ReportOrigin::Import, Some(0.873), 12));
    assert_eq!(head.created_at, at("2025-09-04T10:30:00Z"));
    assert_eq!(head.window, Window { start: at("2025-09-01T00:00:00Z"), end: at("2025-09-02T00:00:00Z") });
    assert_eq!(head.statuses[0], StatusCount { status: "GOOD".into(), count: 8 });
    let ReportBody::Availability(body) = &report.body else { panic!("availability") };
    let (first, last) = (at("2025-09-01T08:00:00Z"), at("2025-09-01T20:00:00Z"));
    assert_eq!(body.timeline, Some(Timeline { first, last }));
    let service = &body.services[0];
    assert_eq!((service.final_score, service.final_status), (Some(0.8), AvailabilityStatus::Attenzione));
    assert_eq!((service.samples.failed, service.extent), (2, body.timeline));
    let points: Vec<_> = service.points.iter().map(|point| (point.failures, point.score, point.status)).collect();
    assert_eq!(
        points,
        [(1, 0.9, None), (2, 0.7, Some(AvailabilityStatus::Good))],
        "only where something changed, and a status that does not follow from the score"
    );
    let report = read_value(&resilience_file()).unwrap();
    let ReportBody::Resilience(body) = &report.body else { panic!("resilience") };
    assert_eq!(report.head.score, None);
    assert_eq!((body.assets[0].points.len(), body.assets[0].points[1].actual_rpo_hours), (2, Some(12.0)));
    assert_eq!((body.assets[0].no_runs, body.assets[0].final_score), (false, 0.7));
}

#[test]
fn whole_numbers_may_be_written_with_a_point() {
    let with_points = |file: Value, fields: &[&str]| {
        fields.iter().fold(file.to_string(), |text, field| {
            let (before, after) = text.split_once(&format!("\"{field}\":")).unwrap();
            let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap();
            format!("{before}\"{field}\":{}.0{}", &after[..digits], &after[digits..])
        })
    };
    let fields = ["error_budget", "weight", "total_failures", "cumulative_failures", "total_services", "GOOD"];
    let text = with_points(availability_file(), &fields);
    assert_eq!(read(text.as_bytes(), &importer()).unwrap(), read_value(&availability_file()).unwrap(), "{text}");
    let text = with_points(resilience_file(), &["total_runs", "successful_runs", "total_assets"]);
    assert_eq!(read(text.as_bytes(), &importer()).unwrap(), read_value(&resilience_file()).unwrap(), "{text}");
}

#[test]
fn what_is_not_of_the_shape_is_refused_with_its_place() {
    let check = |file: &Value, pointer: &str, value: Option<Value>, place: &str, part: &str| {
        let mut file = file.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        match (file.pointer_mut(parent).unwrap(), value) {
            (Value::Object(object), None) => drop(object.remove(name)),
            (parent, Some(value)) => match name.parse::<usize>() {
                Ok(index) => parent[index] = value,
                Err(_) => parent[name] = value,
            },
            (_, None) => panic!("only fields are removed"),
        }
        let Err(Refused::Invalid(faults)) = read_value(&file) else { panic!("{pointer} is taken") };
        assert!(
            faults.iter().any(|fault| fault.pointer == place && fault.message.contains(part)),
            "{pointer}: {faults:?}"
        );
    };
    let file = availability_file();
    let service = "/services/nginx_web";
    let metric = "/services/nginx_web/detailed_metrics/0";
    check(&file, "/services", None, "", "must hold either services or assets");
    check(&file, "/assets", Some(json!({})), "", "must hold either services or assets");
    check(&file, "/services", Some(json!([])), "/services", "expected an object");
    check(&file, "/summary", None, "", "missing field `summary`");
    check(&file, "/analysis_timestamp", Some(json!("yesterday")), "/analysis_timestamp", "must be a moment");
    check(&file, "/analysis_dates", Some(json!(["2025-13-01"])), "/analysis_dates/0", "");
    check(&file, "/configuration/service_weights", None, "/configuration/service_weights", "is missing");
    for (field, value) in [("error_budget", json!(51)), ("error_budget", json!(1.5)), ("weight", json!(0))] {
        check(&file, &format!("{service}/{field}"), Some(value), &format!("{service}/{field}"), "");
    }
    check(&file, &format!("{service}/final_score"), None, service, "missing field `final_score`");
    check(
        &file,
        &format!("{service}/final_score"),
        Some(json!(-1)),
        &format!("{service}/final_score"),
        "from 0 to 100",
    );
    check(&file, &format!("{service}/final_status"), Some(json!("FINE")), &format!("{service}/final_status"), "");
    check(&file, &format!("{service}/service_id"), Some(json!("other")), service, "says that it is other");
    check(&file, &format!("{metric}/score"), Some(json!(1.5)), &format!("{metric}/score"), "from 0 to 1");
    check(&file, &format!("{metric}/score"), Some(json!({"$gt": ""})), &format!("{metric}/score"), "");
    check(
        &file,
        &format!("{metric}/timestamp"),
        Some(json!("9999-01-01T00:00:00Z")),
        &format!("{metric}/timestamp"),
        "",
    );
    check(
        &file,
        &format!("{metric}/timestamp"),
        Some(json!("1971-01-01T00:00:00Z")),
        "/analysis_dates",
        "at most a year",
    );
    let days = Some(json!(["2100-01-01"]));
    check(&file, "/analysis_dates", days, "/analysis_dates", "must lie in the years 1970 to 2099");
    let file = resilience_file();
    let metric = "/assets/vm-101/detailed_metrics/1";
    check(&file, "/assets/vm-101/target_rpo_hours", Some(json!(0)), "/assets/vm-101/target_rpo_hours", "");
    check(&file, "/configuration/weights", Some(json!({"rpo": 1, "success": 1})), "/configuration/weights", "");
    check(&file, &format!("{metric}/actual_rpo_hours"), Some(json!(-1)), &format!("{metric}/actual_rpo_hours"), "");
    check(&file, &format!("{metric}/success_rate"), None, metric, "missing field `success_rate`");
}

#[test]
fn the_last_window_of_all_ends_with_the_years_that_are_plausible() {
    let mut report = read_value(&availability_file()).unwrap();
    report.head.timezone = "UTC".into();
    report.head.window = Window { start: at("2099-12-31T00:00:00Z"), end: at("2100-01-01T00:00:00Z") };
    let ReportBody::Availability(body) = &mut report.body else { panic!("another kind") };
    body.timeline = None;
    body.services.iter_mut().for_each(|service| (service.extent, service.points) = (None, Vec::new()));
    let mut file = Vec::new();
    write(&report, FileFormat::Json, &mut file).unwrap();
    assert_eq!(read(&file, &importer()).unwrap().head.window, report.head.window);
}

#[test]
fn a_list_of_values_is_no_object() {
    let whole = json!([
        "2025-09-04T10:30:00Z", ["2025-09-01"], {"service_error_budgets": {"n": 5}, "service_weights": {"n": 8}},
        {"n": {"service_id": "n", "error_budget": 5, "weight": 8, "final_score": 80.0, "final_status": "ATTENZIONE",
            "total_failures": 2, "detailed_metrics": []}},
        null, {"aggregated_score": 80.0, "total_services": 1, "services_by_status": {"ATTENZIONE": 1}}, null,
    ]);
    let changed = |mut file: Value, place: &str, list: Value| {
        *file.pointer_mut(place).unwrap() = list;
        file
    };
    let metric = "/services/nginx_web/detailed_metrics/0";
    for (file, place) in [
        (whole, ""),
        (changed(availability_file(), "/summary", json!([87.3, 12, null, {"GOOD": 12}, null])), "/summary"),
        (changed(availability_file(), metric, json!(["2025-09-01T08:00:00", 0, 1.0, "GOOD"])), metric),
        (changed(resilience_file(), "/configuration/weights", json!([0.6, 0.4])), "/configuration/weights"),
    ] {
        let Err(Refused::Invalid(faults)) = read_value(&file) else { panic!("{place} is a list: {file}") };
        assert_eq!(faults[0].pointer, place, "{faults:?}");
    }
}

#[test]
fn a_file_without_points_is_given_none() {
    let mut file = resilience_file();
    file["assets"]["vm-101"]["detailed_metrics"] = json!([]);
    let report = read_value(&file).unwrap();
    let again: Value = serde_json::from_str(&text_of(&report, FileFormat::Json)).unwrap();
    assert_eq!(again["assets"]["vm-101"]["detailed_metrics"], json!([]));
}

#[test]
fn a_file_that_contradicts_itself_is_refused() {
    let mut file = availability_file();
    file["configuration"] = json!({"service_error_budgets": {"nginx_web": 7}, "service_weights": {"nginx_web": 9}});
    let Err(Refused::Invalid(faults)) = read_value(&file) else { panic!("taken") };
    let said: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.message.as_str())).collect();
    assert_eq!(
        said,
        [
            ("/configuration/service_error_budgets/nginx_web", "is 7, but nginx_web itself says 5"),
            ("/configuration/service_weights/nginx_web", "is 9, but nginx_web itself says 8"),
        ]
    );
    let mut file = resilience_file();
    file["configuration"]["target_rpo_hours"]["vm-101"] = json!(12);
    let Err(Refused::Invalid(faults)) = read_value(&file) else { panic!("taken") };
    assert_eq!(faults[0].message, "is 12.0, but vm-101 itself says 24.0");
}

#[test]
fn few_documents_that_could_not_be_read_are_named() {
    let body = AvailabilityReport { timeline: None, services: Vec::new() };
    let text = text_of(&report_of(ReportBody::Availability(body), None), FileFormat::Json);
    let mut file: Value = serde_json::from_str(&text).unwrap();
    file["vedetta"]["unreadable"]["examples"] = json!(vec!["a document"; 5]);
    read_value(&file).unwrap();
    file["vedetta"]["unreadable"]["examples"] = json!(vec!["a document"; 6]);
    let Err(Refused::Invalid(faults)) = read_value(&file) else { panic!("taken") };
    assert_eq!(faults[0].pointer, "/vedetta/unreadable/examples");
}

#[test]
fn the_weights_of_a_configuration_are_kept() {
    let mut file = resilience_file();
    file["configuration"]["asset_weights"] = json!({"vm-101": 7});
    let ReportBody::Resilience(body) = read_value(&file).unwrap().body else { panic!("resilience") };
    assert_eq!(body.assets[0].weight, Weight::known(7));
}

#[test]
fn numbers_without_bounds_overflow_nothing() {
    let mut file = availability_file();
    file["services"]["nginx_web"]["total_failures"] = json!(u64::MAX);
    file["services"]["nginx_web"]["vedetta"] = json!({
        "name": "x", "samples": {"ok": u64::MAX, "degraded": 1, "failed": 0, "unknown": 0}, "extent": null,
        "final_score": null,
    });
    let ReportBody::Availability(body) = read_value(&file).unwrap().body else { panic!("availability") };
    assert_eq!(body.services[0].samples.total(), u64::MAX);
}

#[test]
fn every_fault_of_the_shape_is_named() {
    let mut file = availability_file();
    file["analysis_timestamp"] = json!("yesterday");
    file["analysis_dates"] = json!(["2025-09-01", 7]);
    file["configuration"]["service_weights"]["nginx_web"] = json!(0);
    file["summary"].as_object_mut().unwrap().remove("aggregated_score");
    file["summary"]["services_by_status"]["FINE"] = json!(1);
    let service = &mut file["services"]["nginx_web"];
    service["error_budget"] = json!(51);
    service.as_object_mut().unwrap().remove("weight");
    service["detailed_metrics"][0]["score"] = json!(1.5);
    service["detailed_metrics"][1] = json!([]);
    let Err(Refused::Invalid(faults)) = read_value(&file) else { panic!("taken") };
    let mut places: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "/analysis_dates/1",
            "/analysis_timestamp",
            "/configuration/service_weights/nginx_web",
            "/services/nginx_web",
            "/services/nginx_web/detailed_metrics/0/score",
            "/services/nginx_web/detailed_metrics/1",
            "/services/nginx_web/error_budget",
            "/summary",
            "/summary/services_by_status/FINE",
        ],
        "{faults:#?}"
    );
    let mut file = resilience_file();
    file["configuration"]["curve"] = json!("steep");
    file["assets"]["vm-101"]["total_runs"] = json!(-1);
    file["assets"]["vm-101"]["detailed_metrics"][1].as_object_mut().unwrap().remove("success_rate");
    let Err(Refused::Invalid(faults)) = read_value(&file) else { panic!("taken") };
    assert_eq!(faults.len(), 3, "{faults:#?}");
}

#[test]
fn what_is_no_json_is_refused_with_its_line() {
    for (text, part) in [
        (String::new(), "EOF while parsing a value at line 1"),
        ("\0\u{1}binary".into(), "expected value at line 1 column 1"),
        (availability_file().to_string().split_at(300).0.to_owned(), "EOF while parsing"),
        (format!("{} x", availability_file()), "trailing characters at line 1"),
        (format!("{{\"x\": {}", "[".repeat(200_000)), "EOF while parsing a list"),
        (availability_file().to_string().replace("87.3", "1e999"), "number out of range"),
        (availability_file().to_string().replace("87.3", "NaN"), "expected"),
    ] {
        match read(text.as_bytes(), &importer()) {
            Err(Refused::NotJson(said)) => assert!(said.contains(part), "{said}"),
            Err(Refused::Invalid(faults)) => panic!("{faults:?}"),
            Ok(_) => panic!("{text:.60} is taken"),
        }
    }
    let twice = availability_file().to_string().replacen(
        "\"nginx_web\":{",
        "\"nginx_web\":{\"service_id\":\"nginx_web\",\"error_budget\":5,\"weight\":8,\"final_score\":null,\
         \"final_status\":\"NO_DATA\",\"total_failures\":0,\"detailed_metrics\":[]},\"nginx_web\":{",
        1,
    );
    let Err(Refused::Invalid(faults)) = read(twice.as_bytes(), &importer()) else { panic!("taken") };
    assert_eq!((faults[0].pointer.as_str(), faults[0].message.as_str()), ("/services/nginx_web", "is there twice"));
}

#[test]
fn files_are_named_after_their_report() {
    let report = read_value(&availability_file()).unwrap();
    assert_eq!(file_name(&report.head, FileFormat::Json), "cumulative_availability_analysis_20250904_103000.json");
    let report = read_value(&resilience_file()).unwrap();
    assert_eq!(file_name(&report.head, FileFormat::Csv), "resilience_analysis_20250908_000500.csv");
}

#[test]
fn no_cell_of_a_sheet_is_a_formula() {
    let mut report = read_value(&availability_file()).unwrap();
    let ReportBody::Availability(body) = &mut report.body else { panic!("availability") };
    for (name, cell) in [
        ("=1+1", "\"'=1+1\""),
        ("+39", "\"'+39\""),
        ("-1+1", "\"'-1+1\""),
        ("@x", "\"'@x\""),
        ("\tx", "\"'\tx\""),
        ("a,b", "\"a,b\""),
        ("say \"hi\"", "\"say \"\"hi\"\"\""),
    ] {
        body.services[0].name = name.into();
        let mut text = Vec::new();
        csv::write_availability(body, &mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(text.lines().nth(1).unwrap().starts_with(&format!("nginx_web,{cell},,5,8,")), "{text}");
    }
    let rows: Vec<String> = text_of(&report, FileFormat::Csv).lines().map(str::to_owned).collect();
    assert_eq!(rows.len(), 4, "headings, the start, two change points");
    assert!(rows[1].ends_with(",2025-09-01T08:00:00Z,0,1,GOOD"), "{rows:?}");
    assert!(rows[3].ends_with(",2025-09-01T10:00:00Z,2,0.7,GOOD"), "{rows:?}");
    let rows = text_of(&read_value(&resilience_file()).unwrap(), FileFormat::Csv);
    assert!(rows.ends_with("vm-101,vm-101,vm,24,1,2025-09-01T02:00:00Z,12,0.5,1,0.7,ACCEPTABLE\r\n"), "{rows}");
}

fn moment() -> impl Strategy<Value = Timestamp> {
    (0_i64..7 * 86_400_000).prop_map(|at| Timestamp::from_timestamp_millis(1_756_684_800_000 + at).unwrap())
}

fn head(kind: AnalysisKind, score: Option<f64>, total: usize, statuses: Vec<StatusCount>) -> ReportHead {
    let start = at("2025-08-31T22:00:00Z");
    ReportHead {
        id: ReportId::new("job").unwrap(),
        kind,
        origin: ReportOrigin::Analysis,
        job_id: None,
        created_at: at("2025-09-09T10:30:00.123Z"),
        created_by: "ada".into(),
        window: Window { start, end: start + chrono::TimeDelta::days(7) },
        timezone: "Europe/Rome".into(),
        score,
        total: u32::try_from(total).unwrap(),
        statuses,
        partial: total > 2,
    }
}

fn service() -> impl Strategy<Value = ServiceReport> {
    let figures = (1_i64..51, 1_i64..11, option::of(Just(ServiceType::Mail)));
    ("[a-zà\"/~ =]{1,12}", figures, vec(moment(), 0..20), any::<u16>()).prop_map(|(name, figures, mut failures, ok)| {
        failures.sort();
        let error_budget = ErrorBudget::new(figures.0).unwrap();
        let points = availability::points(&failures, error_budget);
        let score = points.last().map_or(1.0, |point: &AvailabilityPoint| point.score);
        let extent = failures.first().zip(failures.last()).map(|(first, last)| Timeline { first: *first, last: *last });
        ServiceReport {
            service_id: AssetId::new(name.clone()).unwrap(),
            name: format!("The {name}"),
            service_type: figures.2,
            error_budget,
            weight: Weight::new(figures.1).unwrap(),
            samples: StatusCounts { ok: ok.into(), degraded: 1, failed: failures.len() as u64, unknown: 0 },
            extent,
            final_score: extent.map(|_| score),
            final_status: extent.map_or(AvailabilityStatus::NoData, |_| availability::status(score)),
            points,
        }
    })
}

fn asset() -> impl Strategy<Value = AssetReport> {
    let run = (moment(), option::of(0_i64..90_000_000), 0_u8..3);
    ("[a-z/]{1,12}", 1.0_f64..168.0, vec(run, 0..20)).prop_map(|(name, target, runs)| {
        let mut runs: Vec<ReportRun> = runs
            .into_iter()
            .map(|(ended_at, length, outcome)| ReportRun {
                ended_at,
                started_at: length.map(|length| ended_at - chrono::TimeDelta::milliseconds(length)),
                outcome: [BackupOutcome::Success, BackupOutcome::Warning, BackupOutcome::Failed][usize::from(outcome)],
            })
            .collect();
        runs.sort_by_key(|run| run.ended_at);
        AssetReport {
            asset_id: AssetId::new(name.clone()).unwrap(),
            name,
            asset_type: AssetType::Vm,
            target_rpo_hours: TargetRpo::new(target).unwrap(),
            weight: Weight::known(3),
            total_runs: u32::try_from(runs.len()).unwrap(),
            successful_runs: 0,
            no_runs: runs.is_empty(),
            final_score: 1.0 / 3.0,
            final_status: model::ResilienceStatus::Severe,
            runs,
            points: Vec::new(),
        }
    })
}

fn report_of(body: ReportBody, score: Option<f64>) -> Report {
    let (kind, total, status) = match &body {
        ReportBody::Availability(body) => (AnalysisKind::Availability, body.services.len(), "ATTENZIONE"),
        ReportBody::Resilience(body) => (AnalysisKind::Resilience, body.assets.len(), "EXCELLENT"),
    };
    Report {
        head: head(kind, score, total, vec![StatusCount { status: status.into(), count: 2 }]),
        failed: vec![FailedAsset { asset_id: AssetId::new("gone").unwrap(), message: "has no samples".into() }],
        unreadable: Unreadable { count: 3, examples: vec!["a document without a timestamp".into()] },
        body,
    }
}

/// Writes a report, reads it back and writes that; gives what was read.
fn round(report: &Report) -> Report {
    let text = text_of(report, FileFormat::Json);
    let back = read(text.as_bytes(), &importer()).unwrap();
    let again = text_of(&back, FileFormat::Json);
    assert_eq!(again.replace("\"imported\"", "\"job\""), text, "the second file says what the first says");
    assert_eq!(text_of(&back, FileFormat::Csv), text_of(report, FileFormat::Csv));
    back
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_availability_report_comes_back_whole(
        services in vec(service(), 0..5),
        score in option::of(0.0_f64..=1.0),
        timeline in option::of(Just(Timeline { first: at("2025-09-01T00:00:00Z"), last: at("2025-09-07T00:00:00Z") })),
    ) {
        let mut services = services;
        services.sort_by(|a, b| a.service_id.cmp(&b.service_id));
        services.dedup_by(|a, b| a.service_id == b.service_id);
        let report = report_of(ReportBody::Availability(AvailabilityReport { timeline, services }), score);
        let back = round(&report);
        let head = ReportHead { id: back.head.id.clone(), origin: ReportOrigin::Import, ..report.head.clone() };
        prop_assert_eq!(back, Report { head, ..report });
    }

    #[test]
    fn a_resilience_report_comes_back_whole(assets in vec(asset(), 0..3), rpo in 0.0_f64..=1.0, score in 0.0_f64..=1.0) {
        let mut assets = assets;
        assets.sort_by(|a, b| a.asset_id.cmp(&b.asset_id));
        assets.dedup_by(|a, b| a.asset_id == b.asset_id);
        let weights = ResilienceWeights::new(rpo, 1.0 - rpo).unwrap();
        let body = ResilienceReport { weights, curve: Curve::Threshold, assets };
        let report = report_of(ReportBody::Resilience(body.clone()), Some(score));
        let back = round(&report);
        let ReportBody::Resilience(read) = back.body else { panic!("resilience") };
        for (asset, original) in read.assets.into_iter().zip(body.assets) {
            let ages: Vec<_> = asset.points.iter().map(|point| point.actual_rpo_hours).collect();
            let facts = facts(&original.runs, report.head.window.end);
            prop_assert_eq!(ages, facts.iter().map(|facts| facts.actual_rpo_hours).collect::<Vec<_>>());
            prop_assert_eq!(AssetReport { points: Vec::new(), ..asset }, original);
        }
    }
}
