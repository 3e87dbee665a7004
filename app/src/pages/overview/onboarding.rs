//! From nothing to the first report, in three steps. It is gone once there is one.

use crate::{
    analyses::new_path,
    client::use_client,
    components::{Button, ButtonVariant, Callout, Changes, Glyph, Icon, Loaded, load, loading_line},
    content::erase,
    forms::Errand,
    frame::use_job_news,
    navigation::INTAKE,
    pages::{assets::LoadDemoButton, is_admin},
    texts::{Texts, texts},
};
use api::Coverage;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::{AnalysisKind, AvailabilityConfiguration, Configuration, DayChoice, ResilienceConfiguration, UntilChoice};

#[component]
pub fn Onboarding() -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let changes = Changes::none();
    let after_change = changes.note();
    // The days that may be analysed say whether there are data, and of which kind.
    let [services, backups] = [AnalysisKind::Availability, AnalysisKind::Resilience].map(|kind| {
        let client = client.clone();
        load(changes.source(), move || client.find_coverage(kind))
    });
    let loading = loading_line;
    let failed = texts.coverage_failed;
    let without_services = move |coverage: Coverage| {
        let kind = (!coverage.days.is_empty()).then_some(AnalysisKind::Resilience);
        steps(kind, after_change)
    };
    let show = move |coverage: Coverage| {
        if coverage.days.is_empty() {
            erase(view! { <Loaded loader=backups failed loading show=without_services /> })
        } else {
            steps(Some(AnalysisKind::Availability), after_change)
        }
    };
    view! {
        <section class="card onboarding">
            <h2>{texts.onboarding_title}</h2>
            <Loaded loader=services failed loading show />
        </section>
    }
}

/// The steps, where there are data for an analysis of this kind, or none at all.
fn steps(kind: Option<AnalysisKind>, on_loaded: Callback<()>) -> AnyView {
    let (texts, has_data) = (texts(), kind.is_some());
    if !is_admin() {
        return erase(view! {
            <Callout glyph=Glyph::Info>
                <p>{texts.reports_empty_for_viewers}</p>
            </Callout>
        });
    }
    let state = |is_done: bool, is_next: bool| match (is_done, is_next) {
        (true, _) => StepState::Done,
        (false, true) => StepState::Next,
        (false, false) => StepState::Ahead,
    };
    let data = step(
        1,
        state(has_data, true),
        texts.onboarding_data,
        texts.onboarding_data_meaning,
        data_ways(has_data, on_loaded, texts),
    );
    let analysis = step(
        2,
        state(false, has_data),
        texts.onboarding_start,
        texts.onboarding_start_meaning,
        erase(kind.map(|kind| view! { <StartWays kind /> })),
    );
    let look = step(3, state(false, false), texts.onboarding_look, texts.onboarding_look_meaning, erase(""));
    erase(view! { <ol class="onboarding-steps">{[data, analysis, look].into_iter().collect::<Vec<_>>()}</ol> })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum StepState {
    Done,
    Next,
    Ahead,
}

fn step(number: u8, state: StepState, title: &'static str, meaning: &'static str, ways: AnyView) -> AnyView {
    let class = match state {
        StepState::Done => "onboarding-step onboarding-done",
        StepState::Next => "onboarding-step onboarding-next",
        StepState::Ahead => "onboarding-step",
    };
    let mark = if state == StepState::Done { erase(view! { <Icon glyph=Glyph::Check /> }) } else { erase(number) };
    let is_next = (state == StepState::Next).then_some("step");
    erase(view! {
        <li class=class aria-current=is_next>
            <span class="onboarding-mark" aria-hidden="true">{mark}</span>
            <div class="onboarding-words">
                <h3>{title}</h3>
                <p>{meaning}</p>
                {ways}
            </div>
        </li>
    })
}

fn data_ways(has_data: bool, on_loaded: Callback<()>, texts: &Texts) -> AnyView {
    if has_data {
        return erase(view! { <p>{texts.onboarding_data_done}</p> });
    }
    erase(view! {
        <div class="onboarding-ways">
            <LoadDemoButton variant=ButtonVariant::Primary on_done=on_loaded />
            <a class="button" href=INTAKE>
                <Icon glyph=Glyph::Upload />
                {texts.onboarding_own}
            </a>
        </div>
    })
}

/// At once with what holds where nobody chose, or by the wizard.
#[component]
fn StartWays(kind: AnalysisKind) -> impl IntoView {
    let texts = texts();
    let (latest, choose) = match kind {
        AnalysisKind::Availability => (texts.onboarding_latest, texts.onboarding_choose),
        AnalysisKind::Resilience => (texts.onboarding_latest_week, texts.onboarding_choose_week),
    };
    let (client, news) = (use_client(), use_job_news());
    let navigate = use_navigate();
    let errand = Errand::new();
    let start = move |()| {
        let (client, navigate) = (client.clone(), navigate.clone());
        errand.run(async move { news.start(&client, latest_of(kind), navigate).await });
    };
    view! {
        <div class="onboarding-ways">
            <Button variant=ButtonVariant::Primary glyph=Glyph::Play busy=errand.busy on_press=start>
                {latest}
            </Button>
            <a class="button" href=new_path(kind)>
                {choose}
            </a>
        </div>
    }
}

fn latest_of(kind: AnalysisKind) -> Configuration {
    match kind {
        AnalysisKind::Availability => Configuration::Availability(AvailabilityConfiguration {
            day: Some(DayChoice::Latest),
            ..Default::default()
        }),
        AnalysisKind::Resilience => Configuration::Resilience(ResilienceConfiguration {
            until: Some(UntilChoice::Latest),
            ..Default::default()
        }),
    }
}
