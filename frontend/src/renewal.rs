//! Going on with a sign-in by its refresh token, once for everybody who waits for it.

use crate::transport::fetch;
use api::{Code, paths};
use app::client::{ConnectionLost, Method, Request, Response};
use futures_util::{
    FutureExt,
    future::{LocalBoxFuture, Shared},
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// How a renewal went.
#[derive(Clone)]
pub enum Renewal {
    Renewed,
    /// The server knows the sign-in no more.
    Ended,
    /// Nobody can tell whether it has ended.
    Failed(Result<Response, ConnectionLost>),
}

/// The renewals of one document.
#[derive(Clone, Default)]
pub struct Renewals {
    count: Rc<Cell<u32>>,
    under_way: Rc<RefCell<Option<Shared<LocalBoxFuture<'static, Renewal>>>>>,
}

impl Renewals {
    /// How many have succeeded.
    pub fn count(&self) -> u32 {
        self.count.get()
    }

    /// Renews the sign-in, or waits for the renewal that is under way.
    pub async fn renew(&self) -> Renewal {
        let under_way =
            self.under_way.borrow_mut().get_or_insert_with(|| self.clone().run().boxed_local().shared()).clone();
        under_way.await
    }

    async fn run(self) -> Renewal {
        let outcome = refresh().await;
        if matches!(outcome, Renewal::Renewed) {
            self.count.set(self.count.get().wrapping_add(1));
        }
        self.under_way.take();
        outcome
    }
}

async fn refresh() -> Renewal {
    let request = Request { method: Method::Post, path: paths::REFRESH.into(), body: None };
    match fetch(request).await {
        Ok(answer) if (200..300).contains(&answer.status) => Renewal::Renewed,
        Ok(answer) if answer.code() == Some(Code::SignInNeeded) => Renewal::Ended,
        other => Renewal::Failed(other),
    }
}
