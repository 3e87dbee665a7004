//! The bar at the bottom of a dashboard, like that of a film player: the track on top, below it the moment, the buttons,
//! the speed and the what-if switch.

use super::{
    Bin, Mark, Replay, Speed, keys,
    track::{Track, TrackProps},
};
use crate::{
    components::{ChangingIcon, Glyph, Icon, IconButton, Switch},
    content::erase,
    document,
    effects::in_browser,
    figures::{Zone, days::day_name},
    texts::texts,
};
use leptos::prelude::*;
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// How many bars there are: for a moment two, when one dashboard follows another.
static BARS: AtomicU32 = AtomicU32::new(0);

/// The bar of a replay. It is fixed to the window; the page makes room for it.
#[component]
pub fn ReplayBar(
    replay: Replay,
    zone: Zone,
    /// Failures over the window.
    #[prop(into)]
    bins: Signal<Arc<[Bin]>>,
    /// Where a status changed.
    #[prop(into)]
    marks: Signal<Arc<[Mark]>>,
    /// How things stand at the moment, in words, for whoever cannot see the page.
    #[prop(into)]
    state: Signal<String>,
    /// Whether the page asks what would be if its figures were others.
    what_if: RwSignal<bool>,
) -> impl IntoView {
    let texts = texts();
    keys::listen(replay);
    in_browser(|| {
        BARS.fetch_add(1, Ordering::Relaxed);
        document::mark_replay(true);
        on_cleanup(|| document::mark_replay(BARS.fetch_sub(1, Ordering::Relaxed) > 1));
    });
    let track = Track(TrackProps { replay, zone: zone.clone(), bins, marks, state });
    erase(view! {
        <section
            class="replay"
            class:replay-what-if=what_if
            aria-label=texts.replay
        >
            {track}
            <div class="replay-line">
                <ReplayMoment replay zone />
                <ReplayButtons replay />
                <div class="replay-choices">
                    <SpeedChoice replay />
                    <Switch label=texts.what_if checked=what_if on_choose=move |is_on| what_if.set(is_on) />
                </div>
            </div>
        </section>
    })
}

/// The moment in large digits, with its day and zone.
#[component]
fn ReplayMoment(replay: Replay, zone: Zone) -> impl IntoView {
    let texts = texts();
    let moment = replay.moment();
    let zone = StoredValue::new(zone);
    let civil = move || zone.with_value(|zone| zone.civil(moment.get()));
    let day = Memo::new(move |_| day_name(texts, civil()));
    let year = Memo::new(move |_| format!(" {}", civil().year));
    let offset = Memo::new(move |_| zone.with_value(|zone| zone.offset_text(moment.get())));
    let name = zone.with_value(|zone| zone.name().to_owned());
    // In UTC the name says what the offset says.
    let name = (name != offset.get_untracked()).then(|| view! { <span class="replay-zone-name">{name}</span> });
    erase(view! {
        <div class="replay-moment">
            <span class="replay-time">
                <span>{move || civil().exact_time()}</span>
            </span>
            <span class="replay-day">
                <span>
                    {day} <span class="replay-year">{year}</span>
                </span>
                <span class="replay-zone">
                    {name} <span>{offset}</span>
                </span>
            </span>
        </div>
    })
}

#[component]
fn ReplayButtons(replay: Replay) -> impl IntoView {
    let texts = texts();
    let is_playing = replay.is_playing();
    let glyph = Signal::derive(move || if is_playing.get() { Glyph::Pause } else { Glyph::Play });
    let label = move || if is_playing.get() { texts.replay_pause } else { texts.replay_play };
    erase(view! {
        <div class="replay-buttons">
            <IconButton glyph=Glyph::ToStart label=texts.replay_to_start on_press=move |()| replay.reset() />
            <IconButton
                glyph=Glyph::EventBack
                label=texts.replay_event_back
                on_press=move |()| replay.go_to_previous_event()
            />
            <IconButton glyph=Glyph::StepBack label=texts.replay_step_back on_press=move |()| replay.step_back() />
            <button
                type="button"
                class="replay-play"
                aria-label=label
                on:click=move |_| replay.toggle()
            >
                <ChangingIcon glyph />
            </button>
            <IconButton glyph=Glyph::StepForth label=texts.replay_step_forth on_press=move |()| replay.step_forth() />
            <IconButton
                glyph=Glyph::EventForth
                label=texts.replay_event_forth
                on_press=move |()| replay.go_to_next_event()
            />
        </div>
    })
}

#[component]
fn SpeedChoice(replay: Replay) -> impl IntoView {
    let texts = texts();
    let speed = replay.speed();
    // A link may bring a speed that is not offered; it is one more choice then.
    let mut speeds = Speed::ALL.to_vec();
    speeds.push(speed.get_untracked());
    speeds.sort();
    speeds.dedup();
    let options = speeds
        .into_iter()
        .map(|option| {
            let is_chosen = option == speed.get_untracked();
            view! {
                <option value=option.times() selected=is_chosen>
                    {format!("{}×", option.times())}
                </option>
            }
        })
        .collect_view();
    let choose = move |event| {
        if let Some(speed) = event_target_value(&event).parse().ok().and_then(Speed::new) {
            replay.set_speed(speed);
        }
    };
    erase(view! {
        <label class="replay-speed">
            <span>{texts.replay_speed}</span>
            <div class="select">
                <select class="control" prop:value=move || speed.get().times().to_string() on:change=choose>
                    {options}
                </select>
                <Icon glyph=Glyph::ChevronDown />
            </div>
        </label>
    })
}
