//! Asks before a report is removed for good.

use crate::{
    components::{AskToRemove, Removal, RemovalWords},
    texts::texts,
};
use leptos::prelude::*;
use model::ReportId;

/// Asks about a report, spoken of by its window. Call it at the top of a component.
pub fn ask_to_remove_report(removal: Removal, on_removed: Callback<ReportId>) -> AskToRemove<ReportId> {
    let texts = texts();
    let words = RemovalWords {
        title: texts.report_remove_title,
        meaning: texts.report_remove_meaning,
        done: texts.report_removed,
    };
    removal.asking(words, |client, id| async move { client.remove_report(&id).await }, on_removed)
}
