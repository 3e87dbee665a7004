//! The jobs that were started in this tab, watched wherever one goes: their ends are told in a message that leads there. The
//! tab remembers them over a reload.

use crate::{
    analyses::{job_path, report_path},
    client::{Client, ClientError, JobEnd, use_client},
    components::{ToastLink, Toaster},
    document,
    effects::in_browser,
    polling::{Found, look_until_end},
    texts::{Texts, texts},
};
use api::{Code, JobView, NewAnalysis, paths};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use model::{AnalysisKind, Configuration, JobId, JobState};

const STORED: &str = "vedetta-jobs";

/// Taken from context by [`use_job_news`].
#[derive(Clone, Copy)]
pub struct JobNews {
    texts: &'static Texts,
    toaster: Toaster,
    client: StoredValue<Client>,
    /// The jobs that were started in this document.
    started: StoredValue<Vec<JobId>>,
}

pub fn use_job_news() -> JobNews {
    expect_context()
}

impl JobNews {
    /// Provides the news to all pages, and goes on with those that the tab was waiting for.
    pub fn provide() {
        let news = Self {
            texts: texts(),
            toaster: Toaster::take(),
            client: StoredValue::new(use_client().quietly()),
            started: StoredValue::new(Vec::new()),
        };
        provide_context(news);
        in_browser(move || awaited().into_iter().for_each(|id| news.watch(id)));
    }

    /// Starts an analysis, goes to where one sees how far it is, and waits for its end.
    pub async fn start(
        self,
        client: &Client,
        configuration: Configuration,
        navigate: impl Fn(&str, NavigateOptions),
    ) -> Result<(), ClientError> {
        let job = client.start_analysis(&NewAnalysis { configuration, preset: None }).await?;
        self.expect(&job);
        navigate(&job_path(job.id.as_str()), NavigateOptions::default());
        Ok(())
    }

    fn expect(self, job: &JobView) {
        self.started.update_value(|started| started.push(job.id.clone()));
        let mut ids = awaited();
        ids.push(job.id.to_string());
        keep(&ids);
        self.watch(job.id.to_string());
    }

    /// Whether the job was just started here, so that its report is what one waits for. It is so once.
    pub fn was_started_here(self, id: &JobId) -> bool {
        let was_started = self.started.with_value(|started| started.contains(id));
        self.started.update_value(|started| started.retain(|one| one != id));
        was_started
    }

    fn watch(self, id: String) {
        look_until_end(move || {
            let (id, client) = (id.clone(), self.client.get_value());
            Box::pin(async move {
                let found = client.find_job_end(&id).await;
                let is_over = match &found {
                    Ok(end) => end.state.is_end(),
                    Err(error) => error.code() == Some(Code::NotFound),
                };
                if !is_over {
                    return Found::Nothing;
                }
                keep(&awaited().into_iter().filter(|one| *one != id).collect::<Vec<_>>());
                if let Ok(end) = found {
                    self.tell(&id, end);
                }
                Found::End
            })
        });
    }

    /// Whoever looks at the job, or at its report already, needs no message.
    fn tell(self, id: &str, end: JobEnd) {
        if document::address().contains(&paths::encode(id)) {
            return;
        }
        let texts = self.texts;
        let about = job_path(id);
        match (end.state, end.report_id) {
            (JobState::Completed, Some(id)) => {
                let message = match end.kind {
                    AnalysisKind::Availability => texts.news_availability,
                    AnalysisKind::Resilience => texts.news_resilience,
                };
                self.toaster.tell(message, ToastLink { label: texts.report_open, href: report_path(end.kind, &id) });
            }
            (JobState::Error, _) => {
                self.toaster.warn(texts.news_error, ToastLink { label: texts.news_see, href: about });
            }
            _ => self.toaster.tell(texts.news_cancelled, ToastLink { label: texts.news_see, href: about }),
        }
    }
}

fn awaited() -> Vec<String> {
    let stored = document::recall(STORED).unwrap_or_default();
    stored.lines().map(str::to_owned).collect()
}

fn keep(ids: &[String]) {
    document::remember(STORED, &ids.join("\n"));
}
