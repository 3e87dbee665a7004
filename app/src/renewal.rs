//! Going on with a sign-in whose access token has run out: the refresh token is used once for everybody who waits for it, and
//! what was refused is sent once more.

use crate::client::{ConnectionLost, Method, Request, Response, Sending, Transport};
use api::{Code, paths};
use futures_util::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use std::sync::{Arc, Mutex, PoisonError};

/// A transport that renews the sign-in on the way. Cheap to clone; all clones share one renewal.
#[derive(Clone)]
pub struct RenewingTransport {
    inner: Arc<dyn Transport>,
    on_end: Arc<dyn Fn() + Send + Sync>,
    renewals: Arc<Mutex<Renewals>>,
}

/// How a renewal went.
#[derive(Clone)]
enum Renewal {
    Renewed,
    /// The server knows the sign-in no more.
    Ended,
    /// Nobody can tell whether it has ended.
    Failed(Result<Response, ConnectionLost>),
}

#[derive(Default)]
struct Renewals {
    /// How many have succeeded.
    count: u32,
    under_way: Option<Shared<BoxFuture<'static, Renewal>>>,
}

impl RenewingTransport {
    /// Sends through `inner`, and reports when the sign-in has ended.
    pub fn new(inner: Arc<dyn Transport>, on_end: impl Fn() + Send + Sync + 'static) -> Self {
        Self { inner, on_end: Arc::new(on_end), renewals: Arc::default() }
    }

    async fn send_signed_in(self, request: Request) -> Result<Response, ConnectionLost> {
        let renewals_before = self.count();
        let answer = self.inner.send(request.clone()).await?;
        if answer.code() != Some(Code::SignInNeeded) || !needs_sign_in(&request.path) {
            return Ok(answer);
        }
        // What was on its way during a renewal only has to be sent again.
        if self.count() == renewals_before {
            match self.renew().await {
                Renewal::Renewed => {}
                Renewal::Ended => {
                    if !request.is_quiet && request.path != paths::LOGOUT {
                        (self.on_end)();
                    }
                    return Ok(answer);
                }
                // An outage is no end: the page says that the server does not answer.
                Renewal::Failed(outcome) => return outcome,
            }
        }
        self.inner.send(request).await
    }

    fn count(&self) -> u32 {
        self.with(|renewals| renewals.count)
    }

    /// Renews the sign-in, or waits for the renewal that is under way.
    async fn renew(&self) -> Renewal {
        let started = self.clone();
        let under_way = self.with(|renewals| {
            renewals.under_way.get_or_insert_with(|| started.use_refresh_token().boxed().shared()).clone()
        });
        under_way.await
    }

    async fn use_refresh_token(self) -> Renewal {
        let request = Request { method: Method::Post, path: paths::REFRESH.into(), body: None, is_quiet: true };
        let outcome = match self.inner.send(request).await {
            Ok(answer) if (200..300).contains(&answer.status) => Renewal::Renewed,
            Ok(answer) if answer.code() == Some(Code::SignInNeeded) => Renewal::Ended,
            other => Renewal::Failed(other),
        };
        self.with(|renewals| {
            renewals.under_way = None;
            renewals.count += u32::from(matches!(outcome, Renewal::Renewed));
        });
        outcome
    }

    fn with<R>(&self, act: impl FnOnce(&mut Renewals) -> R) -> R {
        act(&mut self.renewals.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Transport for RenewingTransport {
    fn send(&self, request: Request) -> Sending {
        Box::pin(self.clone().send_signed_in(request))
    }
}

/// Whether a request is made with the access token, so that its refusal can be about that.
fn needs_sign_in(path: &str) -> bool {
    ![paths::LOGIN, paths::REFRESH, paths::SETUP].contains(&path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::future::join_all;
    use std::{
        collections::VecDeque,
        sync::atomic::{AtomicU32, Ordering},
        task::{Context, Poll, Waker},
    };

    /// A server that knows the access token only after a refresh, and answers refreshes as told.
    #[derive(Default)]
    struct FakeServer {
        is_signed_in: bool,
        refreshes: VecDeque<Result<Response, ConnectionLost>>,
        asked: Vec<String>,
    }

    struct FakeTransport(Mutex<FakeServer>);

    impl Transport for FakeTransport {
        fn send(&self, request: Request) -> Sending {
            let mut server = self.0.lock().unwrap();
            server.asked.push(request.path.clone());
            let answer = if request.path == paths::REFRESH {
                let answer = server.refreshes.pop_front().unwrap();
                server.is_signed_in = answer.as_ref().is_ok_and(|answer| answer.status == 200);
                answer
            } else if server.is_signed_in {
                Ok(ok())
            } else {
                Ok(refusal(Code::SignInNeeded))
            };
            // Answers take a while, so that requests can overlap.
            Box::pin(async move {
                yield_once().await;
                answer
            })
        }
    }

    async fn yield_once() {
        let mut is_first = true;
        std::future::poll_fn(|_| if std::mem::take(&mut is_first) { Poll::Pending } else { Poll::Ready(()) }).await;
    }

    fn ok() -> Response {
        Response { status: 200, body: "null".into() }
    }

    fn refusal(code: Code) -> Response {
        let body = serde_json::to_string(&api::Problem::new(code, "")).unwrap();
        Response { status: code.status(), body }
    }

    struct Fixture {
        server: Arc<FakeTransport>,
        transport: RenewingTransport,
        ends: Arc<AtomicU32>,
    }

    fn given(refreshes: impl IntoIterator<Item = Result<Response, ConnectionLost>>) -> Fixture {
        let server = FakeServer { refreshes: refreshes.into_iter().collect(), ..FakeServer::default() };
        let server = Arc::new(FakeTransport(Mutex::new(server)));
        let ends = Arc::new(AtomicU32::new(0));
        let counted = ends.clone();
        let transport = RenewingTransport::new(server.clone(), move || {
            counted.fetch_add(1, Ordering::Relaxed);
        });
        Fixture { server, transport, ends }
    }

    impl Fixture {
        /// Sends all of these at once.
        fn send(&self, sent: &[&str]) -> Vec<Result<Response, ConnectionLost>> {
            self.send_all(sent, false)
        }

        fn send_all(&self, sent: &[&str], is_quiet: bool) -> Vec<Result<Response, ConnectionLost>> {
            let requests =
                sent.iter().map(|path| Request { method: Method::Get, path: (*path).into(), body: None, is_quiet });
            let mut all = join_all(requests.map(|request| self.transport.send(request))).boxed();
            let mut context = Context::from_waker(Waker::noop());
            loop {
                if let Poll::Ready(answers) = all.poll_unpin(&mut context) {
                    return answers;
                }
            }
        }

        fn asked(&self, path: &str) -> usize {
            self.server.0.lock().unwrap().asked.iter().filter(|asked| *asked == path).count()
        }

        fn ends(&self) -> u32 {
            self.ends.load(Ordering::Relaxed)
        }
    }

    #[test]
    fn requests_that_are_refused_together_share_one_renewal() {
        let fixture = given([Ok(ok())]);
        let answers = fixture.send(&[paths::ME, paths::USERS, paths::AUDIT]);
        assert_eq!(answers, [Ok(ok()), Ok(ok()), Ok(ok())]);
        assert_eq!(fixture.asked(paths::REFRESH), 1);
        assert_eq!(fixture.ends(), 0);
    }

    #[test]
    fn a_later_end_of_the_token_is_renewed_again() {
        let fixture = given([Ok(ok()), Ok(ok())]);
        fixture.send(&[paths::ME]);
        fixture.server.0.lock().unwrap().is_signed_in = false;
        assert_eq!(fixture.send(&[paths::ME]), [Ok(ok())]);
        assert_eq!(fixture.asked(paths::REFRESH), 2);
    }

    #[test]
    fn an_ended_sign_in_is_reported_and_the_refusal_handed_on() {
        let fixture = given([Ok(refusal(Code::SignInNeeded))]);
        assert_eq!(fixture.send(&[paths::USERS]), [Ok(refusal(Code::SignInNeeded))]);
        assert_eq!(fixture.asked(paths::USERS), 1);
        assert_eq!(fixture.ends(), 1);
    }

    #[test]
    fn what_nobody_waits_for_finds_the_end_quietly() {
        let fixture = given([Ok(refusal(Code::SignInNeeded))]);
        assert_eq!(fixture.send_all(&[paths::JOBS], true), [Ok(refusal(Code::SignInNeeded))]);
        assert_eq!(fixture.ends(), 0);
    }

    #[test]
    fn an_outage_is_no_end() {
        for outcome in [Err(ConnectionLost), Ok(refusal(Code::Unavailable))] {
            let fixture = given([outcome.clone()]);
            assert_eq!(fixture.send(&[paths::USERS]), [outcome]);
            assert_eq!(fixture.ends(), 0);
        }
    }

    #[test]
    fn signing_out_of_what_has_ended_asks_for_no_sign_in() {
        let fixture = given([Ok(refusal(Code::SignInNeeded))]);
        fixture.send(&[paths::LOGOUT]);
        assert_eq!(fixture.ends(), 0);
    }

    #[test]
    fn a_wrong_sign_in_is_not_renewed() {
        let fixture = given([]);
        fixture.send(&[paths::LOGIN, paths::SETUP]);
        assert_eq!(fixture.asked(paths::REFRESH), 0);
        assert_eq!(fixture.ends(), 0);
    }
}
