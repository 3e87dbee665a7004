//! The figures, each following the replay at the bottom of the page.

use super::sample_day::{BOUNDS, SampleDay, SampleService};
use crate::{
    components::{Card, ChangingStatusMark, Segmented, Status},
    content::erase,
    figures::{BurnLine, Delta, Donut, Gauge, GaugeSize, Ring, StatusFilter, StatusSet, numbers, numbers::NO_NUMBER},
    replay::Replay,
};
use leptos::prelude::*;
use std::sync::Arc;

const AVAILABILITY: [Status; 4] = [Status::Critical, Status::Warning, Status::Good, Status::NoData];
const RESILIENCE: [Status; 5] = [Status::Severe, Status::Critical, Status::Acceptable, Status::Good, Status::Excellent];

#[component]
pub fn FigureSamples(day: StoredValue<Arc<SampleDay>>, replay: Replay) -> impl IntoView {
    erase(view! {
        <VerdictSample day replay />
        <ServiceSamples day replay />
        <LevelSamples />
        <NumberSamples />
    })
}

/// The aggregate, as the head of a dashboard has it.
#[component]
fn VerdictSample(day: StoredValue<Arc<SampleDay>>, replay: Replay) -> impl IntoView {
    let moment = replay.moment();
    let score = Memo::new(move |_| day.with_value(|day| day.score(moment.get())));
    let end = day.with_value(|day| day.score(BOUNDS.last));
    let status = Signal::derive(move || match score.get() {
        low if low < 0.5 => Status::Critical,
        middle if middle <= 0.8 => Status::Warning,
        _ => Status::Good,
    });
    let counts = Memo::new(move |_| day.with_value(|day| day.counts(moment.get(), &AVAILABILITY)));
    let chosen = RwSignal::new(StatusSet::default());
    erase(view! {
        <Card title="Gauge, large; filter by status; difference">
            <div class="samples samples-wide">
                <Gauge label="Health score" value=Signal::derive(move || Some(score.get())) status size=GaugeSize::Large />
                <div class="sample-stack">
                    <ChangingStatusMark status />
                    <StatusFilter statuses=&AVAILABILITY counts chosen />
                    <Delta difference=Signal::derive(move || Some(score.get() - end)) />
                    <Delta difference=Signal::derive(|| Some(-0.042)) />
                </div>
            </div>
        </Card>
    })
}

#[component]
fn ServiceSamples(day: StoredValue<Arc<SampleDay>>, replay: Replay) -> impl IntoView {
    let numbers = numbers();
    let services = day.with_value(|day| day.services.len());
    let cards = (0..services)
        .map(|index| {
            let moment = replay.moment();
            let ask = move |find: fn(&SampleService, i64) -> Option<f64>| {
                Signal::derive(move || day.with_value(|day| find(&day.services[index], moment.get())))
            };
            let name = day.with_value(|day| day.services[index].name);
            let burn: Signal<_> = Signal::stored(day.with_value(|day| day.services[index].burn()));
            let status = Memo::new(move |_| day.with_value(|day| day.services[index].status(moment.get())));
            let left = ask(|service, moment| service.score(moment).map(|_| service.budget_left(moment)));
            let left = move || left.get().map_or(NO_NUMBER.into(), |left| numbers.budget_left(left));
            erase(view! {
                <div class="sample-service">
                    <Gauge label=name value=ask(SampleService::score) status />
                    <div class="sample-stack">
                        <strong>{name}</strong>
                        <ChangingStatusMark status />
                        <span class="size-12">"Budget left " {left}</span>
                    </div>
                    <BurnLine label=name points=burn until=replay.passed_roughly(index) status />
                </div>
            })
        })
        .collect_view();
    erase(view! {
        <Card title="Gauge, status and burn line on cards">
            <div class="sample-fields">{cards}</div>
        </Card>
    })
}

#[component]
fn LevelSamples() -> impl IntoView {
    let scene = RwSignal::new("week");
    let counts = Signal::derive(move || match scene.get() {
        "week" => vec![2, 3, 5, 11, 23],
        "night" => vec![9, 14, 8, 9, 4],
        "one" => vec![0, 0, 0, 12, 0],
        _ => vec![0; 5],
    });
    let total = Signal::derive(move || counts.get().iter().sum::<u32>());
    let chosen = RwSignal::new(StatusSet::default());
    let rings = [
        ("vm-101", Some(0.97), Status::Excellent),
        ("vm-102", Some(0.83), Status::Good),
        ("db-orders", Some(0.62), Status::Acceptable),
        ("pve-03", Some(0.47), Status::Critical),
        ("fileserver", Some(0.08), Status::Severe),
        ("never-ran", Some(0.0), Status::Severe),
        ("unknown", None, Status::NoData),
    ]
    .map(|(name, value, status)| {
        view! {
            <div class="sample-ring">
                <Ring label=name value=Signal::stored(value) status=Signal::stored(status) />
                <span class="size-12">{name}</span>
            </div>
        }
    });
    erase(view! {
        <Card title="Donut, rings">
            <div class="samples samples-wide">
                <Donut label="Assets by level" statuses=&RESILIENCE counts>
                    <span class="donut-number">{total}</span>
                    <span class="donut-words">"assets"</span>
                </Donut>
                <div class="sample-stack">
                    <StatusFilter statuses=&RESILIENCE counts chosen />
                    <Segmented
                        name="scene"
                        label="Moment"
                        options=vec![("week", "Good"), ("night", "Bad"), ("one", "Alike"), ("none", "None")]
                        value=scene
                        on_choose=move |value| scene.set(value)
                    />
                </div>
            </div>
            <div class="samples samples-wide">{rings.collect_view()}</div>
        </Card>
    })
}

#[component]
fn NumberSamples() -> impl IntoView {
    let numbers = numbers();
    let samples = [
        numbers.percent(0.8734),
        numbers.budget_left(-0.4),
        numbers.points(-0.032),
        numbers.count(12_480),
        numbers.hours(5.34),
        numbers.hours(76.0),
    ]
    .map(|sample| view! { <span>{sample}</span> });
    erase(view! {
        <Card title="Numbers">
            <div class="samples samples-wide">{samples.collect_view()}</div>
        </Card>
    })
}
