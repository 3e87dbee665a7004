//! Every component in every state, for whoever builds the next page. Only development builds have it, so its words are
//! not translated.

mod charts;
mod feedback;
mod figures;
mod forms;
mod foundations;
mod sample_day;
mod tables;

use crate::{
    components::{Badge, Button, ButtonVariant, Card, Glyph, IconButton, PageHeader, Segmented},
    content::erase,
    figures::{Zone, numbers},
    replay::{Place, Replay, ReplayBar},
    texts::texts,
};
use charts::ChartSamples;
use feedback::{PlaceholderSamples, ToastSamples, WindowSamples};
use figures::FigureSamples;
use forms::FormSamples;
use foundations::{ColourSamples, StatusSamples, TypeSamples};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use sample_day::{BOUNDS, SampleDay};
use std::sync::Arc;
use tables::TableSamples;

#[component]
pub fn StyleguidePage() -> impl IntoView {
    let texts = texts();
    view! {
        <PageHeader title=texts.styleguide_title meaning=texts.styleguide_meaning>
            <Button variant=ButtonVariant::Primary glyph=Glyph::Plus>
                "Primary action"
            </Button>
        </PageHeader>
        <div class="styleguide" lang="en">
            <TypeSamples />
            <ColourSamples />
            <StatusSamples />
            <ReplaySamples />
            <ButtonSamples />
            <FormSamples />
            <TableSamples />
            <WindowSamples />
            <ToastSamples />
            <PlaceholderSamples />
        </div>
    }
}

/// What follows the replay, and the replay bar itself.
#[component]
fn ReplaySamples() -> impl IntoView {
    let numbers = numbers();
    let day = Arc::new(SampleDay::make());
    let place = use_location().search.with_untracked(|query| Place::read(query));
    let replay = Replay::new(BOUNDS, 60_000, Signal::stored(Arc::clone(&day.events)), place);
    replay.keep_in_address();
    let bins = Signal::stored(day.bins());
    let marks = Signal::stored(day.marks());
    let day = StoredValue::new(day);
    let state = move || numbers.percent(day.with_value(|day| day.score(replay.moment().get())));
    erase(view! {
        <FigureSamples day replay />
        <ChartSamples day replay />
        <ReplayBar
            replay
            zone=Zone::find("Europe/Rome", BOUNDS.first, BOUNDS.last)
            bins
            marks
            state=Signal::derive(state)
            what_if=RwSignal::new(false)
        />
    })
}

#[component]
fn ButtonSamples() -> impl IntoView {
    let presses = RwSignal::new(0_u32);
    let busy = RwSignal::new(false);
    let layout = RwSignal::new("cards");
    let press = move |_| presses.update(|presses| *presses += 1);
    view! {
        <Card title="Buttons, badges, segments">
            <div class="samples">
                <Button variant=ButtonVariant::Primary on:click=press>
                    "Primary"
                </Button>
                <Button on:click=press>"Secondary"</Button>
                <Button variant=ButtonVariant::Quiet on:click=press>
                    "Quiet"
                </Button>
                <Button variant=ButtonVariant::Danger on:click=press>
                    "Delete"
                </Button>
                <Button disabled=true>"Disabled"</Button>
                <IconButton glyph=Glyph::More label="More" />
            </div>
            <div class="samples">
                <Button variant=ButtonVariant::Primary busy=busy on:click=press>
                    "Can be busy"
                </Button>
                <Button on:click=move |_| busy.update(|busy| *busy = !*busy)>"Toggle busy"</Button>
                <output class="mono" id="presses">
                    {presses}
                </output>
            </div>
            <div class="samples">
                <Badge>"admin"</Badge>
                <Badge>"web_service"</Badge>
                <Badge>"12"</Badge>
                <Segmented
                    name="layout"
                    label="Layout"
                    options=vec![("cards", "Cards"), ("table", "Table"), ("chart", "Chart")]
                    value=layout
                    on_choose=move |chosen| layout.set(chosen)
                />
            </div>
        </Card>
    }
}
