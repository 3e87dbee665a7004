//! The pages that explain this interface.

use axum::{extract::State, http::HeaderMap, response::Html};

use crate::{
    docs::{Frame, page},
    openapi,
    pages::preferences_of,
    site_files,
    state::AppState,
};

pub async fn docs(State(state): State<AppState>, headers: HeaderMap) -> Html<String> {
    let frame = Frame {
        base_url: &state.settings.shown_url(),
        style: site_files::path_of("main.css"),
        theme: preferences_of(&headers).theme.code(),
    };
    Html(page(openapi::document(), &frame))
}
