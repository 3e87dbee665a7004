//! Who may enter and what they may do, for admins.

mod add;
mod deed;
mod deed_dialog;

use super::check_admin;
use crate::{
    client::use_client,
    components::{
        Badge, Button, ButtonVariant, Cell, Column, Columns, DataTable, Glyph, Loaded, Menu, MenuItem, Moment,
        PageHeader, load, loading_rows, paged_rows,
    },
    content::erase,
    page_context::use_visitor,
    texts::{Texts, fill, texts},
};
use add::AddUserDialog;
use api::{Page, UserView};
use deed::Deed;
use deed_dialog::{DeedDialog, DeedQuestion};
use leptos::prelude::*;

#[component]
pub fn UsersPage() -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let changes = RwSignal::new(0_u32);
    let users = load(move || changes.get().to_string(), move || client.list_users(None));
    let adding = RwSignal::new(false);
    let question = DeedQuestion::new();
    let after_change = Callback::new(move |()| changes.update(|changes| *changes += 1));
    let add = check_admin().then(|| {
        view! {
            <Button variant=ButtonVariant::Primary glyph=Glyph::Plus on_press=move |()| adding.set(true)>
                {texts.user_add}
            </Button>
        }
    });
    view! {
        <PageHeader title=texts.users_title meaning=texts.users_meaning>
            {add}
        </PageHeader>
        <Loaded
            loader=users
            failed=texts.users_failed
            loading=users_loading
            show=move |page| users_table(page, question)
        />
        <AddUserDialog open=adding on_added=after_change />
        <DeedDialog question on_done=after_change />
    }
}

fn columns(texts: &Texts) -> Columns {
    [
        Column::with_class(texts.user_name, "cut"),
        Column::new(texts.role),
        Column::new(texts.state),
        Column::with_class(texts.created_utc, "wide-only"),
        Column::actions(texts.actions),
    ]
    .into()
}

fn users_loading() -> AnyView {
    let texts = texts();
    let columns = columns(texts);
    let rows = loading_rows(&columns, 4);
    erase(view! { <DataTable label=texts.users_title columns rows /> })
}

fn users_table(page: Page<UserView>, question: DeedQuestion) -> AnyView {
    let texts = texts();
    let client = use_client();
    let you = use_visitor().user().map(|user| user.id.clone());
    let columns = columns(texts);
    let next = move |cursor: &str| client.list_users(Some(cursor));
    let cells = move |user: UserView| {
        let is_you = you.as_ref() == Some(&user.id);
        user_cells(user, is_you, question, texts)
    };
    let rows = paged_rows(columns.clone(), "", page, next, cells);
    erase(view! { <DataTable label=texts.users_title columns rows /> })
}

fn user_cells(user: UserView, is_you: bool, question: DeedQuestion, texts: &'static Texts) -> Vec<Cell> {
    let state =
        if user.disabled { erase(view! { <Badge>{texts.state_disabled}</Badge> }) } else { erase(texts.state_active) };
    let you = is_you.then(|| view! { <Badge>{texts.user_you}</Badge> });
    let name = user.username.clone();
    vec![
        Cell::new(view! {
            <span class="user-name">
                <bdi>{name}</bdi>
                {you}
            </span>
        })
        .with_tip(user.username.clone()),
        Cell::new(texts.role_of(user.role)),
        Cell::new(state),
        Cell::new(view! { <Moment at=user.created_at /> }),
        Cell::new(view! { <UserMenu user is_you question /> }),
    ]
}

#[component]
fn UserMenu(user: UserView, is_you: bool, question: DeedQuestion) -> impl IntoView {
    let texts = texts();
    let items: Vec<AnyView> = Deed::offered_for(&user, is_you)
        .into_iter()
        .map(|deed| {
            let user = user.clone();
            let ask = move |()| question.ask(deed, user.clone(), is_you);
            erase(view! { <MenuItem label=deed.words(texts).label glyph=deed.glyph() on_choose=ask /> })
        })
        .collect();
    view! {
        <Menu id=format!("user-menu-{}", user.id) label=fill(texts.user_actions, &user.username) glyph=Glyph::More>
            {items}
        </Menu>
    }
}
