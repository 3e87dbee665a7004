//! Asks the database again when it is away for a moment.

use std::time::Duration;

use model::{JobError, JobFailure};
use store::StoreError;
use tokio::time::Instant;

use super::{JobResult, internal};

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// For how long one question is repeated since it failed first: a long scan may fail late. A database that is away takes the
/// lease with it, which ends the job sooner; this is for one that renews leases and still cannot answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Asks until there is an answer, with longer and longer pauses.
pub async fn retry<T, A: Future<Output = store::Result<T>>>(mut ask: impl FnMut() -> A) -> JobResult<T> {
    let (mut failing_since, mut pause) = (None, FIRST_PAUSE);
    loop {
        match ask().await {
            Ok(answer) => return Ok(answer),
            Err(StoreError::Unavailable(cause))
                if failing_since.get_or_insert_with(Instant::now).elapsed() < PATIENCE =>
            {
                tracing::warn!(cause, "the database does not answer a job; it asks again");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            Err(StoreError::Unavailable(cause)) => {
                tracing::error!(cause, "a job gave the database up");
                let message = "the database did not answer; try again later".into();
                return Err(JobError { code: JobFailure::Unavailable, message });
            }
            Err(error) => return Err(internal(&error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, future::ready};

    use super::*;

    /// What becomes of a question that is answered with an error so many times.
    async fn ask(times: u32, error: fn() -> StoreError) -> (JobResult<&'static str>, u32) {
        let asked = Cell::new(0);
        let answer = retry(|| {
            asked.set(asked.get() + 1);
            ready(if asked.get() <= times { Err(error()) } else { Ok("an answer") })
        });
        (answer.await, asked.get())
    }

    #[tokio::test(start_paused = true)]
    async fn a_question_that_took_long_before_it_failed_is_asked_again() {
        let asked = Cell::new(0);
        let answer = retry(async || {
            asked.set(asked.get() + 1);
            tokio::time::sleep(PATIENCE * 2).await;
            if asked.get() == 1 { Err(StoreError::Unavailable("away".into())) } else { Ok("an answer") }
        });
        assert_eq!((answer.await, asked.get()), (Ok("an answer"), 2));
    }

    #[tokio::test]
    async fn a_database_that_is_away_is_asked_again_and_what_stays_as_it_is_is_not() {
        assert_eq!(ask(2, || StoreError::Unavailable("away".into())).await, (Ok("an answer"), 3));
        for error in [|| StoreError::Invalid("never".into()), || StoreError::Damaged("gone".into())] {
            let (refused, asked) = ask(1, error).await;
            assert_eq!((refused.unwrap_err().code, asked), (JobFailure::Internal, 1));
        }
    }
}
