//! The last look, and the start.

use super::{draft::Draft, window::zone_of_page};
use crate::{
    client::use_client,
    components::{Button, ButtonKind, ButtonVariant, Card, FormMessage, Glyph},
    figures::numbers,
    forms::Submission,
    frame::use_job_news,
    texts::{fill, texts},
};
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_navigate;
use model::AnalysisKind;

#[component]
pub fn StartCard(draft: Draft, submission: Submission) -> impl IntoView {
    let (texts, numbers) = (texts(), numbers());
    let (client, news) = (use_client(), use_job_news());
    let navigate = use_navigate();
    let zone = zone_of_page();
    let (zone_of_words, zone_of_beginning) = (zone.clone(), zone.clone());
    let start = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let configuration = match untrack(|| draft.configuration(&zone, texts)) {
            Ok(configuration) => configuration,
            Err(faults) => {
                submission.refuse(faults);
                return;
            }
        };
        draft.note_sent(&configuration);
        let (client, navigate) = (client.clone(), navigate.clone());
        submission.send(async move { news.start(&client, configuration, navigate).await });
    };
    let window = move || draft.window.words(texts, &zone_of_words);
    let choice = move || {
        if draft.is_untouched() {
            return match draft.kind {
                AnalysisKind::Availability => texts.start_all_services.to_owned(),
                AnalysisKind::Resilience => texts.start_all_assets.to_owned(),
            };
        }
        let (chosen, changed) = draft.rows.with(|rows| {
            let chosen = rows.iter().filter(|row| row.chosen.get());
            (chosen.clone().count(), chosen.filter(|row| row.is_changed()).count())
        });
        let chosen = numbers.count(chosen as u64);
        if changed == 0 { chosen } else { fill(&fill(texts.start_chosen, &chosen), &numbers.count(changed as u64)) }
    };
    // What is wrong stands where it is wrong; here it is only said that something is.
    let faults = submission.faults();
    let is_nothing_wrong = Signal::derive(move || faults.with(Vec::is_empty));
    view! {
        <Card title=texts.start_title>
            <form class="start" novalidate on:submit=start>
                <dl class="start-facts">
                    <div>
                        <dt>{texts.report_window}</dt>
                        <dd>{window}</dd>
                    </div>
                    <div>
                        <dt>{texts.job_chosen}</dt>
                        <dd>{choice}</dd>
                    </div>
                </dl>
                <p class="field-error start-fault" role="alert" hidden=is_nothing_wrong>
                    {texts.start_faulty}
                </p>
                <FormMessage submission />
                <Button
                    variant=ButtonVariant::Primary
                    kind=ButtonKind::Submit
                    glyph=Glyph::Play
                    busy=submission.busy
                    disabled=submission.blocked()
                >
                    {texts.start}
                </Button>
                <Button
                    variant=ButtonVariant::Quiet
                    disabled=Signal::derive(move || draft.is_as_in_the_beginning())
                    on_press=move |()| draft.begin_anew(&zone_of_beginning)
                >
                    {texts.start_anew}
                </Button>
            </form>
        </Card>
    }
}
