//! Secrets that all servers share, kept with the data.

use mongodb::bson::doc;

use super::{collections::Collections, documents, fault, repeat::repeat};
use crate::Result;

pub async fn keep(collections: &Collections, name: &str, candidate: &str) -> Result<String> {
    let secret = doc! { "_id": name, "value": candidate };
    repeat(|| async {
        match collections.secrets.insert_one(&secret).await {
            Err(error) if !fault::is_duplicate(&error) => Err(error),
            _ => Ok(()),
        }
    })
    .await?;
    match repeat(|| collections.secrets.find_one(doc! { "_id": name })).await? {
        Some(kept) => documents::text(&kept, "value"),
        // Somebody dropped it in this very moment.
        None => Ok(candidate.to_owned()),
    }
}

pub async fn forget(collections: &Collections, name: &str) -> Result<()> {
    repeat(|| collections.secrets.delete_one(doc! { "_id": name })).await.map(drop)
}
