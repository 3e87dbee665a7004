//! What became of the whole since the report before this one.

use crate::{
    analyses::{compare_path, report_path, window_words},
    components::{Glyph, Icon},
    content::erase,
    figures::{Delta, numbers::shown_difference},
    texts::texts,
};
use leptos::prelude::*;
use model::ReportHead;

#[component]
pub fn SinceLast(head: ReportHead, before: Option<ReportHead>) -> impl IntoView {
    let texts = texts();
    let Some(before) = before else { return erase(view! { <p class="since">{texts.since_none}</p> }) };
    let difference = before.score.zip(head.score).map(|(from, to)| shown_difference(from, to));
    let lead = if difference.is_some() { texts.since_before } else { texts.since_other };
    let compare = compare_path(&before.id, &head.id);
    erase(view! {
        <p class="since">
            <Delta difference=Signal::stored(difference) />
            <span>
                {lead} " "
                <a class="link" href=report_path(before.kind, &before.id)>
                    {window_words(&before, texts)}
                </a>
            </span>
            <a class="since-compare" href=compare>
                <Icon glyph=Glyph::Compare />
                {texts.report_compare}
            </a>
        </p>
    })
}
