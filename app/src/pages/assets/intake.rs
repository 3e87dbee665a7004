//! Bringing data in: a file let fall or chosen, or rows pasted, of assets, samples or backup runs.

use super::{demo::DemoSection, intake_result::IntakeResult};
use crate::{
    client::{CSV, ClientError, JSON, NDJSON, Payload, Rows, use_client},
    components::{Button, ButtonVariant, Drawer, DropArea, FileButton, Segmented, SendFile},
    forms::Errand,
    texts::{Texts, texts},
};
use api::Ingested;
use leptos::prelude::*;

#[component]
pub fn IntakeDrawer(open: RwSignal<bool>, on_change: Callback<()>) -> impl IntoView {
    let texts = texts();
    // Here, so that what became of the rows is still told when the drawer was closed while they were on their way.
    let (errand, outcomes) = (Errand::new(), RwSignal::new(Vec::new()));
    view! {
        <Drawer open id="intake-drawer" title=texts.intake_title>
            <Intake errand outcomes on_change />
            <DemoSection on_done=on_change />
        </Drawer>
    }
}

/// What came of one file or of what was pasted.
#[derive(Clone)]
pub struct Outcome {
    /// The file's name; nothing for what was pasted.
    pub file: Option<String>,
    pub result: Result<Ingested, ClientError>,
}

#[component]
fn Intake(errand: Errand, outcomes: RwSignal<Vec<Outcome>>, on_change: Callback<()>) -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let rows = RwSignal::new(Rows::Assets);
    let pasted = RwSignal::new(String::new());
    let send = move |parcels: Vec<(Option<String>, Payload)>| {
        if errand.refuses() {
            return;
        }
        // All of them are what was chosen when they were sent, and all are sent, even when the drawer is closed meanwhile.
        let (client, kind) = (client.clone(), rows.get_untracked());
        outcomes.set(Vec::new());
        errand.run(async move {
            for (file, payload) in parcels {
                let result = client.ingest(kind, payload).await;
                outcomes.try_update(|outcomes| outcomes.push(Outcome { file, result }));
                on_change.try_run(());
            }
            Ok(())
        });
    };
    let send_pasted = {
        let send = send.clone();
        move |()| {
            let text = pasted.get_untracked();
            send(vec![(None, Payload::text(type_of_text(&text), text))]);
        }
    };
    let take = Callback::new(move |files: Vec<SendFile>| {
        let parcel =
            |file: SendFile| (Some(file.name()), Payload::file(type_of_file(&file.name()), file.into_file().into()));
        send(files.into_iter().map(parcel).collect());
    });
    let kinds = Rows::ALL.iter().map(|rows| (rows.word(), rows.label(texts))).collect();
    let is_nothing_pasted = Signal::derive(move || pasted.with(|text| text.trim().is_empty()));
    view! {
        <section class="drawer-section">
            <Segmented
                name="rows"
                label=texts.intake_what
                options=kinds
                value=Signal::derive(move || rows.get().word())
                on_choose=move |word| rows.set(Rows::from_word(word))
            />
            <p>{move || rows.get().meaning(texts)}</p>
            <pre class="example mono" tabindex="0" aria-label=texts.intake_example>
                {move || rows.get().example()}
            </pre>
            <DropArea hint=texts.intake_drop take>
                <div class="drop-box">
                    <p>{texts.intake_files}</p>
                    <FileButton
                        label=texts.intake_choose
                        accept=".json,.ndjson,.jsonl,.csv,application/json,text/csv"
                        busy=errand.busy
                        take
                    />
                </div>
            </DropArea>
            <div class="field">
                <label class="field-label" for="pasted-field">
                    {texts.intake_paste}
                </label>
                <textarea
                    id="pasted-field"
                    class="control paste-box mono"
                    rows="5"
                    spellcheck="false"
                    prop:value=pasted
                    on:input=move |event| pasted.set(event_target_value(&event))
                ></textarea>
            </div>
            <div class="drawer-buttons">
                <Button variant=ButtonVariant::Primary busy=errand.busy disabled=is_nothing_pasted on_press=send_pasted>
                    {texts.intake_send}
                </Button>
            </div>
            <IntakeResult outcomes />
        </section>
    }
}

/// Rows are told by how they begin: an array, objects one a line, or the headings of a sheet.
fn type_of_text(text: &str) -> &'static str {
    match text.trim_start().chars().next() {
        Some('[') => JSON,
        Some('{') => NDJSON,
        _ => CSV,
    }
}

fn type_of_file(name: &str) -> &'static str {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "csv" => CSV,
        "ndjson" | "jsonl" => NDJSON,
        _ => JSON,
    }
}

impl Rows {
    const ALL: [Self; 3] = [Self::Assets, Self::Samples, Self::Backups];

    const fn word(self) -> &'static str {
        match self {
            Self::Assets => "assets",
            Self::Samples => "samples",
            Self::Backups => "backups",
        }
    }

    fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|rows| rows.word() == word).unwrap_or(Self::Assets)
    }

    const fn label(self, texts: &Texts) -> &'static str {
        match self {
            Self::Assets => texts.assets_title,
            Self::Samples => texts.intake_samples,
            Self::Backups => texts.intake_backups,
        }
    }

    const fn meaning(self, texts: &Texts) -> &'static str {
        match self {
            Self::Assets => texts.intake_assets_meaning,
            Self::Samples => texts.intake_samples_meaning,
            Self::Backups => texts.intake_backups_meaning,
        }
    }

    const fn example(self) -> &'static str {
        match self {
            Self::Assets => {
                "[{\"asset_id\": \"nginx_web\", \"display_name\": \"Web shop\",\n  \"asset_type\": \"service\", \
                 \"service_type\": \"web_service\"}]"
            }
            Self::Samples => {
                "{\"timestamp\": \"2025-09-01T10:30:00Z\", \"service_id\": \"nginx_web\", \"status\": \
                 \"ok\"}\n{\"timestamp\": \"2025-09-01T10:31:00Z\", \"service_id\": \"nginx_web\", \"status\": \
                 \"failed\"}"
            }
            Self::Backups => {
                "timestamp,asset_id,status,started_at\n2025-09-01T02:40:00Z,vm-101,success,2025-09-01T02:00:00Z"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_rows_is_told_by_their_beginning() {
        for (text, expected) in [
            (" [{\"a\": 1}]", JSON),
            ("{\"a\": 1}\n{\"a\": 2}", NDJSON),
            ("timestamp,service_id,status\n", CSV),
            ("", CSV),
        ] {
            assert_eq!(type_of_text(text), expected, "{text:?}");
        }
        for (name, expected) in [("a.CSV", CSV), ("a.jsonl", NDJSON), ("a.json", JSON), ("a", JSON)] {
            assert_eq!(type_of_file(name), expected, "{name}");
        }
    }
}
