//! The pages that explain the interface, for those who are signed in.

use api::Code;
use model::Role;

use crate::harness::App;

#[tokio::test]
async fn the_interface_is_explained_to_those_who_are_signed_in() {
    let app = App::start().await;
    let admin = app.admin().await;
    app.nobody().get("/api/docs").await.problem(Code::SignInNeeded);
    let viewer = app.user(&admin, "vera", Role::Viewer).await;
    let page = viewer.get("/api/docs").await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert!(page.text.contains("POST /api/v1/analyses"), "{:.500}", page.text);
}
