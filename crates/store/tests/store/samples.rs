//! Status checks of services.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

use model::{Sample, SampleStatus, Timestamp, Window};
use proptest::{prelude::*, test_runner::TestRunner};
use store::{ServiceSamples, Store, Unreadable};
use tokio::runtime::Handle;

use crate::given::{asset_id, at, sample, window};
use SampleStatus::{Degraded, Failed, Ok as Up, Unknown};

async fn read(db: &dyn Store, window: Window) -> Vec<ServiceSamples> {
    let read = db.read_samples(window).await.unwrap();
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
            counts: [1, 0, 0, 0],
            first: at(10),
            last: at(10),
            failures: vec![],
        },
        ServiceSamples {
            service_id: asset_id("web"),
            counts: [2, 1, 2, 1],
            first: at(10),
            last: at(60),
            failures: vec![at(10), at(30)],
        },
    ];
    assert_eq!(read(db, window(0, 100)).await, expected);
    assert_eq!(read(db, window(100, 200)).await, []);
}

pub async fn the_same_sample_twice_is_one(db: &dyn Store) {
    let one = sample("web", 10, Failed);
    assert_eq!(db.add_samples(&[one.clone(), sample("web", 20, Up), one.clone()]).await.unwrap(), 2);
    assert_eq!(db.add_samples(&[one.clone(), sample("web", 30, Up)]).await.unwrap(), 1);
    assert_eq!(db.add_samples(&[one]).await.unwrap(), 0);
    assert_eq!(db.add_samples(&[]).await.unwrap(), 0);
    assert_eq!(read(db, window(0, 100)).await[0].counts, [2, 0, 1, 0]);
}

pub async fn two_statuses_at_one_moment_are_two_samples(db: &dyn Store) {
    let samples = [sample("web", 10, Failed), sample("web", 10, Up), sample("db", 10, Failed)];
    assert_eq!(db.add_samples(&samples).await.unwrap(), 3);
    let counts: Vec<_> = read(db, window(0, 100)).await.into_iter().map(|service| service.counts).collect();
    assert_eq!(counts, [[0, 0, 1, 0], [1, 0, 1, 0]]);
}

pub async fn a_window_includes_its_start_and_not_its_end(db: &dyn Store) {
    let samples = [9, 10, 19, 20].map(|seconds| sample("web", seconds, Failed));
    db.add_samples(&samples).await.unwrap();
    let found = read(db, window(10, 20)).await;
    assert_eq!(found[0].failures, [at(10), at(19)]);
    assert_eq!((found[0].first, found[0].last), (at(10), at(19)));
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
    let all = Window::new(Timestamp::MIN_UTC, Timestamp::MAX_UTC).unwrap();
    assert_eq!(read(db, all).await[0].failures, moments);
}

/// Service, milliseconds, status, response time and message of a sample.
type Raw = (u8, i64, usize, Option<f64>, Option<String>);

/// Whatever is written, in whatever order and however often, the window tells the same.
pub async fn what_is_written_is_read(db: &dyn Store) {
    const SPAN: i64 = 20_000;
    let one = (0..3_u8, 0..SPAN, 0..4_usize, any::<Option<f64>>(), any::<Option<String>>());
    let day = Cell::new(0);
    let run = |raw: Vec<Raw>, half: usize| {
        day.set(day.get() + 1);
        let start = at(day.get() * 86_400);
        let samples: Vec<_> = raw
            .into_iter()
            .map(|(service, millis, status, response_ms, message)| Sample {
                timestamp: start + chrono::Duration::milliseconds(millis),
                service_id: asset_id(&format!("service {service}")),
                status: SampleStatus::ALL[status],
                response_ms,
                message,
            })
            .collect();
        let window = Window::new(start, start + chrono::Duration::milliseconds(SPAN)).unwrap();
        Handle::current().block_on(async {
            let half = half.min(samples.len());
            let new = db.add_samples(&samples[half..]).await.unwrap();
            let newer = db.add_samples(&samples).await.unwrap();
            let expected = sum_up(&samples);
            let distinct: u64 = expected.iter().flat_map(|service| service.counts).sum();
            prop_assert_eq!(new + newer, distinct);
            prop_assert_eq!(read(db, window).await, expected);
            Ok(())
        })
    };
    tokio::task::block_in_place(|| {
        TestRunner::new(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })
            .run(&(prop::collection::vec(one, 0..60), 0..60_usize), |(raw, half)| run(raw, half))
            .unwrap();
    });
}

/// What the engines must find, worked out the slow way.
fn sum_up(samples: &[Sample]) -> Vec<ServiceSamples> {
    let mut services = BTreeMap::<_, BTreeSet<_>>::new();
    for sample in samples {
        services.entry(sample.service_id.clone()).or_default().insert((sample.timestamp, sample.status));
    }
    let summed = services.into_iter().map(|(service_id, samples)| {
        let of = |status| samples.iter().filter(move |(_, one)| *one == status);
        ServiceSamples {
            service_id,
            counts: SampleStatus::ALL.map(|status| of(status).count() as u64),
            first: samples.first().unwrap().0,
            last: samples.last().unwrap().0,
            failures: of(Failed).map(|(at, _)| *at).collect(),
        }
    });
    summed.collect()
}
