//! Bringing data in: a file let fall or chosen, or rows pasted, of assets, samples or backup runs.

use super::{demo::DemoSection, intake_result::IntakeResult};
use crate::{
    client::{CSV, Client, ClientError, JSON, NDJSON, Payload, Rows, use_client},
    components::{Button, ButtonVariant, Drawer, DropArea, FileButton, Segmented, SendFile},
    forms::Errand,
    texts::{Texts, texts},
};
use api::Ingested;
use leptos::prelude::*;
use std::mem;

#[component]
pub fn IntakeDrawer(open: RwSignal<bool>, on_change: Callback<()>) -> impl IntoView {
    let texts = texts();
    // What is made here outlives the drawer, which may be closed while rows are typed or on their way.
    let draft = IntakeDraft::new();
    view! {
        <Drawer open id="intake-drawer" title=texts.intake_title>
            <Intake draft on_change />
            <DemoSection window=open on_done=on_change />
        </Drawer>
    }
}

/// What is brought in, and what came of the last.
#[derive(Clone, Copy)]
struct IntakeDraft {
    rows: RwSignal<Rows>,
    pasted: RwSignal<String>,
    errand: Errand,
    waiting: StoredValue<Vec<Parcel>>,
    outcomes: RwSignal<Vec<Outcome>>,
}

/// A file, with its name, or what was pasted, and what it is of.
struct Parcel {
    kind: Rows,
    file: Option<String>,
    payload: Payload,
}

impl IntakeDraft {
    fn new() -> Self {
        Self {
            rows: RwSignal::new(Rows::Assets),
            pasted: RwSignal::new(String::new()),
            errand: Errand::new(),
            waiting: StoredValue::new(Vec::new()),
            outcomes: RwSignal::new(Vec::new()),
        }
    }

    /// All of them are what was chosen when they were sent, and all are sent, even when the drawer is closed meanwhile.
    fn send(self, client: Client, parcels: Vec<(Option<String>, Payload)>, on_change: Callback<()>) {
        let kind = self.rows.get_untracked();
        let parcels = parcels.into_iter().map(|(file, payload)| Parcel { kind, file, payload });
        self.waiting.update_value(|waiting| waiting.extend(parcels));
        if self.errand.busy.get_untracked() {
            return;
        }
        self.outcomes.set(Vec::new());
        self.errand.run(async move {
            loop {
                let parcels = self.take_waiting();
                if parcels.is_empty() {
                    return Ok(());
                }
                for parcel in parcels {
                    self.send_one(&client, parcel).await;
                    on_change.try_run(());
                }
            }
        });
    }

    fn take_waiting(self) -> Vec<Parcel> {
        self.waiting.try_update_value(mem::take).unwrap_or_default()
    }

    async fn send_one(self, client: &Client, Parcel { kind, file, payload }: Parcel) {
        let result = client.ingest(kind, payload.clone()).await;
        let is_all_kept = result.as_ref().is_ok_and(|ingested| ingested.rejected == 0);
        // The next rows may have been pasted in the meantime.
        let stands_there = |pasted: &String| payload.is_text(pasted);
        if is_all_kept && self.pasted.try_with_untracked(stands_there).unwrap_or_default() {
            self.pasted.set(String::new());
        }
        self.outcomes.try_update(|outcomes| outcomes.push(Outcome { file, result }));
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
fn Intake(draft: IntakeDraft, on_change: Callback<()>) -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let IntakeDraft { rows, pasted, errand, outcomes, .. } = draft;
    let send = move |parcels: Vec<(Option<String>, Payload)>| draft.send(client.clone(), parcels, on_change);
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
