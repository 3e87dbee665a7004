//! Whoever sends a request to a route that needs a sign-in, as the handlers of changes take them.

use axum::{extract::FromRequestParts, http::request::Parts};
use model::User;

use crate::{
    auth::identity::{Identity, Origin},
    error::{ServiceError, ServiceResult},
    services::audit::Actor,
    state::AppState,
};

/// Who sent a request, and from where.
pub struct Caller {
    pub user: User,
    origin: Origin,
}

impl Caller {
    /// As the trail tells of them.
    pub fn actor(&self) -> Actor<'_> {
        Actor { name: self.user.name.as_str(), origin: &self.origin }
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ServiceError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> ServiceResult<Self> {
        let Identity { user, .. } = Identity::from_request_parts(parts, state).await?;
        Ok(Self { user, origin: Origin::of(parts, state) })
    }
}
