//! Saving a configuration under a name, from where an analysis is prepared and from a what-if.

use crate::{
    client::{Client, ClientError},
    forms::Submission,
    texts::{Texts, fill},
};
use api::{FieldFault, PresetChange};
use leptos::prelude::*;
use model::{Configuration, Preset};
use std::mem;

/// Whether somebody sees what they replace.
#[derive(Clone, Copy)]
pub enum Replaced {
    /// A list of all of the same kind stands beside the form.
    Seen,
    /// Nobody sees it, so that it is said first. This is the name of which it was said: saved under it again, it is replaced.
    Told(RwSignal<String>),
}

impl Replaced {
    /// Whether it is to be said first that there is one of this name. It is so once.
    fn is_to_be_told(self, name: &str) -> bool {
        match self {
            Self::Seen => false,
            // Whoever has closed the form by now was told nothing.
            Self::Told(told) => told.try_update(|told| mem::replace(told, name.to_owned()) != name).unwrap_or(true),
        }
    }
}

/// Answers with the words that tell of it, unless it was refused. Both kinds share their names, but a list shows one kind
/// alone: nobody must replace what they do not see.
pub async fn save_preset(
    client: &Client,
    submission: Submission,
    texts: &'static Texts,
    name: &str,
    configuration: Configuration,
    replaced: Replaced,
) -> Result<Option<String>, ClientError> {
    let known = find(client, name).await?.map(|known| known.configuration.kind());
    let refusal = match known {
        Some(kind) if kind != configuration.kind() => Some(texts.preset_of_other_kind),
        Some(_) if replaced.is_to_be_told(name) => Some(texts.preset_known),
        _ => None,
    };
    if let Some(message) = refusal {
        submission.refuse(vec![FieldFault { pointer: "/name".into(), message: message.into() }]);
        return Ok(None);
    }
    client.put_preset(name, &PresetChange { configuration }).await?;
    let done = if known.is_some() { texts.preset_replaced } else { texts.preset_saved };
    Ok(Some(fill(done, name)))
}

/// Among all of them: to ask for one that is not there is a fault to the browser, which writes it down.
async fn find(client: &Client, name: &str) -> Result<Option<Preset>, ClientError> {
    let mut cursor = None;
    loop {
        let page = client.list_presets(cursor.as_deref()).await?;
        let found = page.items.into_iter().find(|preset| preset.name == name);
        cursor = page.next_cursor;
        if found.is_some() || cursor.is_none() {
            return Ok(found);
        }
    }
}
