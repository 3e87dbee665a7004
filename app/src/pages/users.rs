//! Who may enter and what they may do, for admins.

mod add;
mod deed;
mod deed_dialog;

use super::check_admin;
use crate::{
    client::use_client,
    components::{
        Badge, Button, ButtonVariant, Cell, Changes, Column, Columns, Finder, FinderTable, Glyph, Loaded, Menu,
        MenuItem, Moment, PageHeader, SortKey, TableSort, WholeList, load, loading_table, matches_search,
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
    let changes = Changes::none();
    let users = load(changes.source(), move || client.list_users(None));
    let adding = RwSignal::new(false);
    let (finder, question) = (Finder::new(TableSort::ascending(NAME), &columns(texts)), DeedQuestion::new());
    let after_change = changes.note();
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
            show=move |page| users_table(page, finder, question)
        />
        <AddUserDialog open=adding on_added=after_change />
        <DeedDialog question on_done=after_change />
    }
}

const NAME: &str = "name";
const ROLE: &str = "role";
const STATE: &str = "state";
const CREATED: &str = "created";

fn columns(texts: &Texts) -> Columns {
    [
        Column::with_class(texts.user_name, "cut").sorted_by(NAME),
        Column::new(texts.role).sorted_by(ROLE),
        Column::new(texts.state).sorted_by(STATE),
        Column::with_class(texts.created_utc, "wide-only").sorted_by(CREATED),
        Column::actions(texts.actions),
    ]
    .into()
}

fn users_loading() -> AnyView {
    let texts = texts();
    loading_table(texts.users_title, columns(texts), 4)
}

fn users_table(page: Page<UserView>, finder: Finder, question: DeedQuestion) -> AnyView {
    let texts = texts();
    let client = use_client();
    let you = use_visitor().user().map(|user| user.id.clone());
    let users = WholeList::load(page, move |cursor| client.list_users(Some(cursor)));
    let found = finder.find(
        users,
        |user, search| matches_search(&format!("{} {}", user.username, texts.role_of(user.role)), search),
        |user, column| sort_key(user, column, texts),
        move |user| user_cells(user.clone(), you.as_ref() == Some(&user.id), question, texts),
    );
    erase(view! {
        <FinderTable label=texts.users_title columns=columns(texts) finder found file="vedetta-users.csv" />
    })
}

fn sort_key(user: &UserView, column: &str, texts: &Texts) -> SortKey {
    match column {
        ROLE => SortKey::text(texts.role_of(user.role)),
        STATE => SortKey::text(if user.disabled { texts.state_disabled } else { texts.state_active }),
        CREATED => SortKey::moment(user.created_at),
        _ => SortKey::text(&user.username),
    }
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
