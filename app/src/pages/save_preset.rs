//! Saving a configuration under a name, from where an analysis is prepared and from a what-if.

use crate::{
    client::{Client, ClientError, find_in_pages},
    forms::Submission,
    texts::{Texts, fill},
};
use api::{FieldFault, PresetChange};
use leptos::prelude::*;
use model::Configuration;
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
    // Among all of them: to ask for one that is not there is a fault to the browser, which writes it down.
    let known = find_in_pages(|cursor| client.list_presets(cursor), |preset| preset.name == name).await?;
    let known = known.map(|known| known.configuration.kind());
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
