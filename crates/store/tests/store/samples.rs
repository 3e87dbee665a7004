//! Status checks of services.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
};

use model::{AssetId, Sample, SampleStatus, Timestamp, Unreadable, Window};
use proptest::{prelude::*, sample::select, test_runner::TestRunner};
use store::{HourCount, Selection, ServiceSamples, Store};
use tokio::runtime::Handle;

use crate::given::{all_in, asset_id, at, counts, sample};
use SampleStatus::{Degraded, Failed, Ok as Up, Unknown};

async fn read(db: &dyn Store, selection: Selection) -> Vec<ServiceSamples> {
    let read = db.read_samples(selection).await.unwrap();
    assert_eq!(read.unreadable, Unreadable::default());
    read.found
}

pub async fn a_window_is_summed_up_per_service(db: &dyn Store) {
    let new = db
        .add_samples(&[
            sample("web", 30, Failed),
            sample("db", 10, Up),
            sample("web", 10, Failed),
            sample("web", 20, Up),
            sample("web", 40, Unknown),
            sample("web", 50, Degraded),
            sample("web", 60, Up),
        ])
        .await
        .unwrap();
    assert_eq!(new, 7);
    let expected = [
        ServiceSamples {
            service_id: asset_id("db"),
            counts: counts([1, 0, 0, 0]),
            first: at(10),
            last: at(10),
            failures: vec![],
        },
        ServiceSamples {
            service_id: asset_id("web"),
            counts: counts([2, 1, 2, 1]),
            first: at(10),
            last: at(60),
            failures: vec![at(10), at(30)],
        },
    ];
    assert_eq!(read(db, all_in(0, 100)).await, expected);
    assert_eq!(read(db, all_in(100, 200)).await, []);
}

pub async fn the_same_sample_twice_is_one(db: &dyn Store) {
    let one = sample("web", 10, Failed);
    assert_eq!(db.add_samples(&[one.clone(), sample("web", 20, Up), one.clone()]).await.unwrap(), 2);
    assert_eq!(db.add_samples(&[one.clone(), sample("web", 30, Up)]).await.unwrap(), 1);
    assert_eq!(db.add_samples(&[one]).await.unwrap(), 0);
    assert_eq!(db.add_samples(&[]).await.unwrap(), 0);
    assert_eq!(read(db, all_in(0, 100)).await[0].counts, counts([2, 0, 1, 0]));
}

pub async fn two_statuses_at_one_moment_are_two_samples(db: &dyn Store) {
    let samples = [sample("web", 10, Failed), sample("web", 10, Up), sample("db", 10, Failed)];
    assert_eq!(db.add_samples(&samples).await.unwrap(), 3);
    let found: Vec<_> = read(db, all_in(0, 100)).await.into_iter().map(|service| service.counts).collect();
    assert_eq!(found, [[0, 0, 1, 0], [1, 0, 1, 0]].map(counts));
}

pub async fn a_window_includes_its_start_and_not_its_end(db: &dyn Store) {
    let samples = [9, 10, 19, 20].map(|seconds| sample("web", seconds, Failed));
    db.add_samples(&samples).await.unwrap();
    let found = read(db, all_in(10, 20)).await;
    assert_eq!(found[0].failures, [at(10), at(19)]);
    assert_eq!((found[0].first, found[0].last), (at(10), at(19)));
}

pub async fn a_selection_leaves_the_others_out(db: &dyn Store) {
    db.add_samples(&["a", "b", "c"].map(|service| sample(service, 10, Up))).await.unwrap();
    for (only, expected) in [(&["c", "a", "c"][..], &["a", "c"][..]), (&["b", "nothing"], &["b"]), (&[], &[])] {
        let only = only.iter().map(|id| asset_id(id)).collect();
        let found = read(db, Selection { only: Some(only), ..all_in(0, 100) }).await;
        assert_eq!(found.iter().map(|one| one.service_id.as_str()).collect::<Vec<_>>(), expected);
    }
}

pub async fn odd_numbers_and_moments_are_kept(db: &dyn Store) {
    let far = |text: &str| text.parse::<Timestamp>().unwrap();
    let moments =
        ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"].map(far);
    let responses = [Some(f64::NAN), Some(f64::INFINITY), Some(-0.0), None];
    let samples: Vec<_> = moments
        .into_iter()
        .zip(responses)
        .map(|(timestamp, response_ms)| Sample { timestamp, response_ms, message: None, ..sample("web", 0, Failed) })
        .collect();
    assert_eq!(db.add_samples(&samples).await.unwrap(), 4);
    let window = Window::new(Timestamp::MIN_UTC, Timestamp::MAX_UTC).unwrap();
    assert_eq!(read(db, Selection { window, only: None }).await[0].failures, moments);
}

const HOUR: i64 = 3_600_000;

/// Some milliseconds around six hours, often at their edges.
fn millis() -> impl Strategy<Value = i64> {
    prop_oneof![-HOUR..7 * HOUR, (-1..7_i64, -1..2_i64).prop_map(|(hour, off)| hour * HOUR + off)]
}

/// Service, milliseconds and status of a sample.
type Raw = (&'static str, i64, SampleStatus);

fn sample_of() -> impl Strategy<Value = Raw> {
    (select(vec!["a", "b", "c"]), millis(), select(&SampleStatus::ALL))
}

/// Whatever is written, in whatever order, however often and in whatever batches, every window tells what a plain
/// count of it does.
pub async fn whatever_is_written_every_window_tells_the_truth(db: &dyn Store) {
    let kept = write_and_read(db);
    assert_eq!(db.sample_hours().await.unwrap(), hours(&kept));
}

/// What makes a sample what it is.
type Kept = BTreeSet<(AssetId, Timestamp, SampleStatus)>;

/// Writes and reads at random; gives all that was kept.
fn write_and_read(db: &dyn Store) -> Kept {
    let batches = prop::collection::vec(prop::collection::vec(sample_of(), 0..40), 1..4);
    let windows = prop::collection::vec((millis(), 1..8 * HOUR), 1..5);
    let only = prop::option::of(prop::collection::vec(select(vec!["a", "b", "c", "nothing"]), 0..3));
    let case = Cell::new(0);
    let kept = RefCell::new(Kept::new());
    let check = |batches: Vec<Vec<Raw>>, windows: Vec<(i64, i64)>, only: Option<Vec<&str>>| {
        // Each case has its own services; the moments lie on both sides of 1970.
        case.set(case.get() + 1);
        let name = |service: &str| asset_id(&format!("{service} of {:02}", case.get()));
        let moment = |millis| Timestamp::from_timestamp_millis(millis - 3 * HOUR).unwrap();
        let only: Option<Vec<AssetId>> = only.map(|only| only.into_iter().map(name).collect());
        Handle::current().block_on(async {
            for batch in &batches {
                let samples: Vec<_> = batch
                    .iter()
                    .map(|(service, millis, status)| Sample {
                        timestamp: moment(*millis),
                        service_id: name(service),
                        ..sample("x", 0, *status)
                    })
                    .collect();
                let before = kept.borrow().len();
                kept.borrow_mut().extend(samples.iter().map(|one| (one.service_id.clone(), one.timestamp, one.status)));
                let new = db.add_samples(&samples).await.unwrap();
                prop_assert_eq!(new, (kept.borrow().len() - before) as u64);
            }
            for (start, length) in windows {
                let window = Window { start: moment(start), end: moment(start + length) };
                let expected = sum_up(&kept.borrow(), window, only.as_deref());
                prop_assert_eq!(read(db, Selection { window, only: only.clone() }).await, expected);
            }
            Ok(())
        })
    };
    tokio::task::block_in_place(|| {
        TestRunner::new(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })
            .run(&(batches, windows, only), |(batches, windows, only)| check(batches, windows, only))
            .unwrap();
    });
    kept.into_inner()
}

/// What the engines must find, worked out the slow way.
fn sum_up(kept: &Kept, window: Window, only: Option<&[AssetId]>) -> Vec<ServiceSamples> {
    let mut services = BTreeMap::<_, Vec<_>>::new();
    for (service_id, at, status) in kept {
        if window.contains(*at) && only.is_none_or(|only| only.contains(service_id)) {
            services.entry(service_id.clone()).or_default().push((*at, *status));
        }
    }
    let summed = services.into_iter().map(|(service_id, samples)| {
        let of = |status| samples.iter().filter(move |(_, one)| *one == status);
        ServiceSamples {
            service_id,
            counts: counts(SampleStatus::ALL.map(|status| of(status).count() as u64)),
            first: samples[0].0,
            last: samples[samples.len() - 1].0,
            failures: of(Failed).map(|(at, _)| *at).collect(),
        }
    });
    summed.collect()
}

fn hours(kept: &Kept) -> Vec<HourCount> {
    let mut hours: BTreeMap<Timestamp, HourCount> = BTreeMap::new();
    for (_, at, _) in kept {
        let at = *at;
        let hour = Timestamp::from_timestamp(at.timestamp().div_euclid(3600) * 3600, 0).unwrap();
        let found = hours.entry(hour).or_insert(HourCount { hour, count: 0, first: at, last: at });
        *found = HourCount { count: found.count + 1, first: found.first.min(at), last: found.last.max(at), ..*found };
    }
    hours.into_values().collect()
}
