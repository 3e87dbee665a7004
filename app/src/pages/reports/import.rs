//! Bringing in a report from a file: chosen with a button, or let fall on the list.

use crate::{
    analyses::{report_path, window_words},
    client::{ClientError, JSON, Payload, use_client},
    components::{Callout, CalloutTone, FileButton, Glyph, SendFile, TakeFiles, ToastLink, Toaster, fault_entry},
    content::{changing, erase},
    forms::Errand,
    texts::{Texts, fill, texts},
};
use api::FieldFault;
use leptos::prelude::*;
use model::ReportHead;

/// The files that are on their way. Make it in the component that shows the list.
#[derive(Clone, Copy)]
pub struct Importing {
    errand: Errand,
    refused: RwSignal<Vec<Refused>>,
    take: TakeFiles,
}

/// Why a file was refused.
#[derive(Clone)]
struct Refused {
    file: String,
    reason: String,
    /// What the server says of a file that it could not read at all.
    detail: Option<String>,
    faults: Vec<FieldFault>,
}

impl Importing {
    pub fn new(on_imported: Callback<()>) -> Self {
        let texts = texts();
        let (client, toaster) = (use_client(), Toaster::take());
        let (errand, refused) = (Errand::new(), RwSignal::new(Vec::new()));
        let take = move |files: Vec<SendFile>| {
            if errand.refuses() {
                return;
            }
            let client = client.clone();
            refused.set(Vec::new());
            errand.run(async move {
                for file in files {
                    let name = file.name();
                    match client.import_report(Payload::file(JSON, file.into_file().into())).await {
                        Ok(head) => {
                            tell(&head, toaster, texts);
                            on_imported.try_run(());
                        }
                        Err(error) => {
                            let refusal = Refused::of(name, &error, texts);
                            refused.try_update(|refused| refused.push(refusal));
                        }
                    }
                }
                Ok(())
            });
        };
        Self { errand, refused, take: Callback::new(take) }
    }

    pub fn take(self) -> TakeFiles {
        self.take
    }
}

fn tell(head: &ReportHead, toaster: Toaster, texts: &'static Texts) {
    let window = window_words(head, texts);
    let link = ToastLink { label: texts.report_open, href: report_path(head.kind, &head.id) };
    toaster.tell(fill(texts.report_was_imported, &window), link);
}

impl Refused {
    fn of(file: String, error: &ClientError, texts: &Texts) -> Self {
        let faults = error.faults().to_vec();
        let detail = error.detail_of_unreadable().filter(|_| faults.is_empty()).map(str::to_owned);
        let is_readable = faults.is_empty() && detail.is_none();
        let reason = if is_readable { texts.explain(error) } else { texts.report_file_wrong.into() };
        Self { file, reason, detail, faults }
    }

    fn show(self, texts: &Texts) -> AnyView {
        let heading = fill(texts.file_refused, &self.file);
        let faults: Vec<AnyView> =
            self.faults.into_iter().map(|FieldFault { pointer, message }| fault_entry(pointer, message)).collect();
        let reason = self.reason;
        let detail = self.detail.map(|detail| view! { " " <bdi lang="en">{detail}</bdi> });
        erase(view! {
            <Callout glyph=Glyph::Alert tone=CalloutTone::Bad>
                <p>
                    <strong>{heading}</strong>
                    " "
                    {reason}
                    {detail}
                </p>
                <ul class="fault-list">{faults}</ul>
            </Callout>
        })
    }
}

#[component]
pub fn ImportButton(importing: Importing) -> impl IntoView {
    let Importing { errand, take, .. } = importing;
    view! { <FileButton label=texts().report_import accept=".json,application/json" busy=errand.busy take /> }
}

/// Says what is wrong with the files that were refused last.
#[component]
pub fn ImportFaults(importing: Importing) -> impl IntoView {
    let texts = texts();
    let content = changing(move || {
        let refused = importing.refused.get();
        (!refused.is_empty()).then(|| erase(refused.into_iter().map(|refused| refused.show(texts)).collect::<Vec<_>>()))
    });
    view! { <div role="alert">{content}</div> }
}
