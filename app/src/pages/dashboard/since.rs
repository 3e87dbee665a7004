//! What became of the whole since the report before this one.

use crate::{
    analyses::{compare_path, report_path},
    components::{Glyph, Icon},
    content::erase,
    figures::Delta,
    texts::texts,
    zone::write_window,
};
use leptos::prelude::*;
use model::ReportHead;

#[component]
pub fn SinceLast(head: ReportHead, before: Option<ReportHead>) -> impl IntoView {
    let texts = texts();
    let Some(before) = before else { return erase(view! { <p class="since">{texts.since_none}</p> }) };
    let difference = head.score.zip(before.score).map(|(now, then)| now - then);
    let compare = compare_path(&before.id, &head.id);
    erase(view! {
        <p class="since">
            <Delta difference=Signal::stored(difference) />
            <span>
                {texts.since_before} " "
                <a class="link" href=report_path(before.kind, &before.id)>
                    {write_window(before.window, &before.timezone)}
                </a>
            </span>
            <a class="since-compare" href=compare>
                <Icon glyph=Glyph::Compare />
                {texts.report_compare}
            </a>
        </p>
    })
}
