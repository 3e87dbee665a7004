//! What one should know of a report besides what it says, as badges.

use crate::{components::Badge, content::erase, texts::texts};
use leptos::prelude::*;
use model::{ReportHead, ReportOrigin};

/// Whether it came from a file, and whether something could not be analysed.
pub fn report_badges(head: &ReportHead) -> AnyView {
    let texts = texts();
    let imported = (head.origin == ReportOrigin::Import).then(|| view! { <Badge>{texts.report_imported}</Badge> });
    let partial = head.partial.then(|| {
        view! { <Badge tip=texts.report_partial_meaning>{texts.report_partial}</Badge> }
    });
    erase((imported, partial))
}
