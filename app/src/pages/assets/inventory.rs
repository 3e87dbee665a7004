//! All assets: those that came with the page, and in the browser those that did not fit into it.

use crate::{client::Client, effects::in_browser, forms::Errand};
use api::{AssetView, Page};
use leptos::prelude::*;

/// Make it in the component that shows them.
#[derive(Clone, Copy)]
pub struct Inventory(pub RwSignal<Vec<AssetView>>);

impl Inventory {
    pub fn begin(first: Page<AssetView>, client: Client) -> Self {
        let inventory = Self(RwSignal::new(first.items));
        if let Some(cursor) = first.next_cursor {
            inventory.load_rest(client, cursor);
        }
        inventory
    }

    fn load_rest(self, client: Client, first: String) {
        let errand = Errand::new();
        in_browser(move || {
            let (client, first) = (client.clone(), first.clone());
            errand.run(async move {
                let mut cursor = Some(first);
                while let Some(at) = cursor {
                    let page = client.list_assets(Some(&at)).await?;
                    if self.0.try_update(|assets| assets.extend(page.items)).is_none() {
                        return Ok(());
                    }
                    cursor = page.next_cursor;
                }
                Ok(())
            });
        });
    }
}
