//! Saving a configuration under a name, from where an analysis is prepared and from a what-if.

use crate::{
    client::{Client, ClientError},
    forms::Submission,
    texts::{Texts, fill},
};
use api::{FieldFault, PresetChange};
use model::{Configuration, Preset};

/// Answers with the words that tell of it, unless it was refused. Both kinds share their names, but a list shows one kind
/// alone: nobody must replace what they do not see.
pub async fn save_preset(
    client: &Client,
    submission: Submission,
    texts: &'static Texts,
    name: &str,
    configuration: Configuration,
) -> Result<Option<String>, ClientError> {
    let known = find(client, name).await?.map(|known| known.configuration.kind());
    if known.is_some_and(|kind| kind != configuration.kind()) {
        let message = texts.preset_of_other_kind.into();
        submission.refuse(vec![FieldFault { pointer: "/name".into(), message }]);
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
