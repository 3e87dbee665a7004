//! The pages that explain this interface.

use app::preferences::Preferences;
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Html,
};

use crate::{
    docs::{Frame, page},
    openapi, site_files,
    state::AppState,
};

pub async fn docs(State(state): State<AppState>, headers: HeaderMap) -> Html<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let preferences = Preferences::from_headers(text(header::COOKIE), text(header::ACCEPT_LANGUAGE));
    let frame = Frame {
        base_url: &state.settings.shown_url(),
        style: site_files::path_of("main.css"),
        theme: preferences.theme.code(),
    };
    Html(page(openapi::document(), &frame))
}
