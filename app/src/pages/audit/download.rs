//! The trail as a file: every row that the filter finds, not only those on the screen.

use super::{csv, filter::TrailFilter};
use crate::{
    client::{Client, ClientError, use_client},
    components::{Button, Glyph},
    document,
    forms::Errand,
    texts::texts,
};
use api::AuditRow;
use leptos::prelude::*;

const FILE_NAME: &str = "vedetta-audit.csv";

#[component]
pub fn DownloadButton(filter: Signal<TrailFilter>) -> impl IntoView {
    let client = use_client();
    let errand = Errand::new();
    let download = move |()| {
        let (client, filter) = (client.clone(), filter.get_untracked());
        errand.run(async move {
            let rows = load_all(&client, &filter).await?;
            document::save_file(FILE_NAME, "text/csv", &csv::write(&rows));
            Ok(())
        });
    };
    view! {
        <Button glyph=Glyph::Download busy=errand.busy on_press=download>
            {texts().audit_download}
        </Button>
    }
}

async fn load_all(client: &Client, filter: &TrailFilter) -> Result<Vec<AuditRow>, ClientError> {
    let mut rows = Vec::new();
    let mut cursor = None;
    loop {
        let page = filter.call(client, cursor.as_deref(), Some(model::MAX_PAGE)).await?;
        rows.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(rows);
        }
    }
}
