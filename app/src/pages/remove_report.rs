//! Asks before a report is removed for good.

use crate::{
    client::use_client,
    components::{Removal, Toaster},
    texts::{fill, texts},
};
use leptos::prelude::*;
use model::ReportId;

/// Asks about a report, spoken of by its window. Call it at the top of a component.
pub fn ask_to_remove_report(removal: Removal, on_removed: Callback<ReportId>) -> Callback<(ReportId, String)> {
    let texts = texts();
    let (client, toaster) = (use_client(), Toaster::take());
    Callback::new(move |(id, window): (ReportId, String)| {
        let (client, title) = (client.clone(), fill(texts.report_remove_title, &window));
        removal.ask(title, texts.report_remove_meaning, move || {
            let (client, id, window) = (client.clone(), id.clone(), window.clone());
            async move {
                client.remove_report(&id).await?;
                toaster.done(fill(texts.report_removed, &window));
                on_removed.try_run(id);
                Ok(())
            }
        });
    })
}
