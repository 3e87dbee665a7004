//! Secrets that all servers share, kept with the data.

use mongodb::bson::doc;

use super::{
    collections::Collections,
    documents,
    repeat::{self, repeat},
};
use crate::Result;

pub async fn keep(collections: &Collections, name: &str, candidate: &str) -> Result<String> {
    let secret = doc! { "_id": name, "value": candidate };
    repeat::insert_new(&collections.secrets, &secret).await?;
    // Nothing is found where somebody dropped it in this very moment.
    Ok(find(collections, name).await?.unwrap_or_else(|| candidate.to_owned()))
}

pub async fn find(collections: &Collections, name: &str) -> Result<Option<String>> {
    let kept = repeat(|| collections.secrets.find_one(doc! { "_id": name })).await?;
    kept.map(|kept| documents::text(&kept, "value")).transpose()
}

pub async fn forget(collections: &Collections, name: &str) -> Result<()> {
    repeat(|| collections.secrets.delete_one(doc! { "_id": name })).await.map(drop)
}
