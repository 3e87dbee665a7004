//! What became of the whole since the report before this one.

use crate::{
    analyses::report_path,
    client::use_client,
    components::{Glyph, Icon},
    content::{changing, erase},
    figures::Delta,
    polling::{Found, keep_looking},
    texts::texts,
    zone::write_window,
};
use api::paths;
use leptos::prelude::*;
use model::ReportHead;

/// How far back the report before is looked for.
const LOOKED_THROUGH: &str = "100";

#[component]
pub fn SinceLast(head: ReportHead) -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let before = RwSignal::new(None::<ReportHead>);
    let (id, kind, score) = (head.id, head.kind, head.score);
    let own = id.clone();
    // Without it the line stays away, until an answer has come.
    keep_looking(move || {
        let (listing, own) = (client.list_reports(Some(kind), Some(LOOKED_THROUGH), None), own.clone());
        Box::pin(async move {
            let Ok(page) = listing.await else { return Found::Nothing };
            let found = page.items.into_iter().skip_while(|head| head.id != own).nth(1);
            let _ = before.try_set(found);
            Found::End
        })
    });
    changing(move || {
        // Its place is kept, so that nothing moves when it comes.
        let Some(before) = before.get() else { return Some(erase(view! { <p class="since"></p> })) };
        let difference = score.zip(before.score).map(|(now, then)| now - then);
        let compare = format!("/compare?a={}&b={}", paths::encode(before.id.as_str()), paths::encode(id.as_str()));
        Some(erase(view! {
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
        }))
    })
}
