//! The wish that a job ends.

use crate::{client::Client, focus, forms::Errand};
use api::JobView;
use leptos::prelude::*;

/// Asks for the end of a job, which shows at once that it was asked.
pub fn cancel(job: RwSignal<JobView>, client: Client, errand: Errand) {
    errand.run(async move {
        client.cancel_job(&job.with_untracked(|job| job.id.clone())).await?;
        // The button that was pressed goes, or cannot be pressed any more.
        focus::keep();
        // The next look may be seconds away, and the page may have been left.
        job.try_update(|job| job.cancel_asked = true);
        Ok(())
    });
}
