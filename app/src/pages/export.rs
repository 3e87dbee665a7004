//! A report as a file, from the menus that offer it.

use crate::{
    client::{export_address, use_client},
    components::{Glyph, MenuItem},
    content::erase,
    document,
    forms::Errand,
    texts::texts,
};
use leptos::prelude::*;
use model::ReportId;

/// An item of the menu for each form of the file.
#[component]
pub fn ExportItems(id: ReportId) -> impl IntoView {
    let texts = texts();
    let (client, errand) = (use_client(), Errand::new());
    let download = |format: &'static str| {
        let (client, address) = (client.clone(), export_address(&id, format));
        move |()| {
            let (client, address) = (client.clone(), address.clone());
            errand.run(async move {
                // A link is followed with the cookies as they are: a call before it renews them where they ran out.
                client.find_me().await?;
                document::download(&address);
                Ok(())
            });
        }
    };
    let (json, csv) = (download("json"), download("csv"));
    erase(view! {
        <MenuItem label=texts.report_export_json glyph=Glyph::Download on_choose=json />
        <MenuItem label=texts.report_export_csv glyph=Glyph::Download on_choose=csv />
    })
}
