//! The audit trail, for admins.

use api::{AuditRow, Page};
use axum::{Json, extract::State};
use model::{AuditAction, AuditFilter, moment};
use serde_json::{Value, json};

use crate::{
    error::ServiceResult,
    query::{self, FromQuery, Query, QueryFields},
    routes::Parameter,
    state::AppState,
    words,
};

/// The filters, described.
pub const PARAMETERS: &[Parameter] = &[
    Parameter { name: "from", about: "Not before this moment", is_required: false, schema: Some(moment) },
    Parameter { name: "to", about: "Before this moment", is_required: false, schema: Some(moment) },
    Parameter { name: "user", about: "By this user", is_required: false, schema: None },
    Parameter { name: "action", about: "Only this action", is_required: false, schema: Some(action) },
    query::LIMIT,
    query::CURSOR,
];

fn moment() -> Value {
    json!({"type": "string", "format": "date-time"})
}

fn action() -> Value {
    words::schema(AuditAction::ALL, AuditAction::as_str)
}

/// Which rows are asked for, and which page of them.
pub struct AuditQuery {
    filter: AuditFilter,
    page: model::PageRequest,
}

impl FromQuery for AuditQuery {
    fn from_query(fields: &mut QueryFields) -> Self {
        let moment =
            |text: &str| moment::read(text).ok_or_else(|| "must be a moment such as 2025-09-01T10:30:00Z".to_owned());
        let action = |word: &str| words::one_of(AuditAction::ALL, AuditAction::as_str, word);
        let filter = AuditFilter {
            from: fields.read("from", moment),
            to: fields.read("to", moment),
            user: fields.user(),
            action: fields.read("action", action),
        };
        Self { filter, page: fields.page() }
    }
}

pub async fn list_audit(
    State(state): State<AppState>,
    Query(AuditQuery { filter, page }): Query<AuditQuery>,
) -> ServiceResult<Json<Page<AuditRow>>> {
    Ok(Json(state.store.list_audit(filter, page).await?.map(AuditRow::from)))
}
