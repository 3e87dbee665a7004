//! Assets, read for a decision about all of them.

use model::Asset;
use store::AssetFilter;

use crate::{error::ServiceResult, services::pages::all_pages, state::AppState};

/// All that fit a filter.
pub async fn list_all(state: &AppState, filter: AssetFilter) -> ServiceResult<Vec<Asset>> {
    all_pages(|page| {
        let filter = filter.clone();
        async move { Ok(state.store.list_assets(filter, page).await?.found) }
    })
    .await
}
