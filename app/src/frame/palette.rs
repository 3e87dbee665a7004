//! The command palette: pages, recent reports, deeds and assets, found by typing a part of their names.

use super::{
    intake_wish::use_intake_wish,
    keys::KeysHelp,
    preference_menus::{choose_theme, use_theme},
};
use crate::{
    analyses::{kind_glyph, new_path, place_of_latest, report_path, window_words},
    client::{Client, ClientError, use_client},
    components::{Dialog, Glyph, Icon, matches_search},
    content::{changing, erase},
    document,
    effects::{coalesced, in_browser, tell},
    lazy::lazy_palette,
    navigation::{INTAKE, NAVIGATION, PROFILE},
    preferences::{Language, Theme},
    texts::{Texts, texts},
};
use api::{AssetView, paths};
use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use model::{AnalysisKind, AssetId, AssetType, ReportHead, Role};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::Element;

const RECENT: &str = "8";
/// Enough to hold the report that ends last, unless somebody analyses but old days all the time.
const NEWEST: &str = "50";
const BEFORE_SEARCH: Duration = Duration::from_millis(120);

/// One line of the palette.
#[derive(Clone)]
struct Command {
    label: String,
    /// The id of an asset, which is found by it too, and shown only to whoever looks for it.
    id: Option<AssetId>,
    /// What kind of thing it is.
    group: &'static str,
    glyph: Glyph,
    deed: Deed,
}

/// Where in a label what was typed stands. What begins with it is meant more often than what only holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nearness {
    Whole,
    Beginning,
    /// At the beginning of a further word.
    Word,
    Part,
}

#[derive(Clone)]
enum Deed {
    Go(String),
    BringDataIn,
    ShowAsset(AssetId, AssetType),
    Theme(Theme),
    Language(Language),
    ShowKeys,
}

/// What the palette needs of the frame. It travels by context, because the palette's code comes when it is opened first.
#[derive(Clone, Copy)]
pub struct PaletteDesk {
    pub open: RwSignal<bool>,
    pub keys: KeysHelp,
    pub role: Role,
}

#[component]
pub fn Palette(desk: PaletteDesk) -> impl IntoView {
    provide_context(desk);
    view! {
        <Dialog open=desk.open id="palette" title=texts().palette_title>
            {lazy_palette()}
        </Dialog>
    }
}

#[component]
pub fn PaletteBody() -> impl IntoView {
    let texts = texts();
    let desk: PaletteDesk = expect_context();
    let finding = Finding::new(desk.role, texts);
    find_reports(finding, texts);
    let search = asset_search(finding, texts);
    // It may come after its window has opened, which then has given the focus to something else.
    let field = NodeRef::<html::Input>::new();
    in_browser(move || {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let perform = performer(desk);
    let choose = Callback::new(move |place: usize| {
        if let Some(command) = finding.commands.with_untracked(|commands| commands.get(place).cloned()) {
            perform(command.deed);
        }
    });
    let options = move || {
        let commands = finding.commands.get_untracked();
        let found = finding.found.get().into_iter();
        found.map(|place| option(place, commands[place].clone(), finding, choose)).collect::<Vec<AnyView>>()
    };
    let type_on = move |event| {
        finding.typed.set(event_target_value(&event));
        finding.pointed.set(None);
        search();
    };
    view! {
        <div class="palette">
            <div class="search-field">
                <Icon glyph=Glyph::Search />
                <input
                    node_ref=field
                    type="text"
                    class="control"
                    role="combobox"
                    aria-label=texts.palette_title
                    aria-expanded="true"
                    aria-controls="palette-list"
                    aria-activedescendant=move || finding.marked.get().map(option_id)
                    placeholder=texts.palette_hint
                    autocomplete="off"
                    spellcheck="false"
                    on:input=type_on
                    on:keydown=move |event| finding.press(&event, choose)
                />
            </div>
            <ul id="palette-list" class="palette-list" role="listbox" aria-label=texts.palette_title>
                {changing(move || Some(erase(options())))}
            </ul>
            <p class="palette-empty" role="status">
                {move || finding.remark(texts)}
            </p>
        </div>
    }
}

/// How far the search on the server is.
#[derive(Clone, PartialEq, Eq)]
enum Search {
    Done,
    UnderWay,
    Failed(ClientError),
}

/// What was typed, and what fits it.
#[derive(Clone, Copy)]
struct Finding {
    typed: RwSignal<String>,
    search: RwSignal<Search>,
    commands: RwSignal<Vec<Command>>,
    /// The places of the commands that fit, the nearest first.
    found: Memo<Vec<usize>>,
    /// The command that somebody went to.
    pointed: RwSignal<Option<usize>>,
    /// That one, as long as it fits, or else the nearest.
    marked: Memo<Option<usize>>,
}

impl Finding {
    fn new(role: Role, texts: &'static Texts) -> Self {
        let typed = RwSignal::new(String::new());
        let commands = RwSignal::new(commands_for(role, texts));
        let found = Memo::new(move |_| {
            let typed = typed.get();
            commands.with(|commands| {
                let nearness = |place: &usize| commands[*place].nearness(&typed);
                let as_near = |wanted| (0..commands.len()).filter(move |place| nearness(place) == Some(wanted));
                Nearness::ALL.into_iter().flat_map(as_near).collect::<Vec<_>>()
            })
        });
        let pointed = RwSignal::new(None);
        let marked = Memo::new(move |_| {
            let pointed = pointed.get();
            found.with(|found| pointed.filter(|place| found.contains(place)).or_else(|| found.first().copied()))
        });
        Self { typed, search: RwSignal::new(Search::Done), commands, found, pointed, marked }
    }

    /// What is to be said of the search below what fits.
    fn remark(self, texts: &Texts) -> String {
        let is_empty = self.marked.get().is_none();
        self.search.with(|search| match search {
            Search::Failed(error) => texts.explain(error),
            Search::UnderWay if is_empty => texts.searching.into(),
            Search::Done if is_empty => texts.search_empty.into(),
            Search::UnderWay | Search::Done => String::new(),
        })
    }

    /// Takes in the answer to a search for these words. Whoever has typed on since waits for another.
    fn answer(self, words: &str, found: Result<Vec<Command>, ClientError>) {
        let Some(is_awaited) = self.typed.try_with_untracked(|typed| typed.trim() == words) else { return };
        if is_awaited {
            self.search.set(found.as_ref().err().cloned().map_or(Search::Done, Search::Failed));
        }
        let found = found.into_iter().flatten();
        self.commands.update(|commands| {
            let fresh: Vec<Command> = found.filter(|one| commands.iter().all(|known| known.id != one.id)).collect();
            commands.extend(fresh);
        });
    }

    fn press(self, event: &ev::KeyboardEvent, choose: Callback<usize>) {
        let Some(marked) = self.marked.get_untracked() else { return };
        match event.key().as_str() {
            "ArrowDown" => self.go(marked, 1),
            "ArrowUp" => self.go(marked, -1),
            "Enter" => choose.run(marked),
            _ => return,
        }
        event.prevent_default();
    }

    /// To the line after or before the one that is marked, and from either end to the other.
    fn go(self, marked: usize, by: isize) {
        let next = self.found.with_untracked(|found| {
            let line = found.iter().position(|place| *place == marked)?;
            found.get(line.checked_add_signed(by).unwrap_or(found.len() - 1)).or(found.first()).copied()
        });
        self.pointed.set(next);
        show_marked();
    }
}

impl Command {
    /// How near it is to what was typed; nothing where it does not fit.
    fn nearness(&self, typed: &str) -> Option<Nearness> {
        let Self { label, group, id, .. } = self;
        let fits = match id {
            Some(id) => !typed.trim().is_empty() && matches_search(&format!("{label} {id}"), typed),
            None => matches_search(&format!("{label} {group}"), typed),
        };
        fits.then(|| Nearness::of(label, typed))
    }
}

impl Nearness {
    const ALL: [Self; 4] = [Self::Whole, Self::Beginning, Self::Word, Self::Part];

    fn of(label: &str, typed: &str) -> Self {
        let (label, typed) = (label.to_lowercase(), typed.trim().to_lowercase());
        if label == typed {
            Self::Whole
        } else if label.starts_with(&typed) {
            Self::Beginning
        } else if label.contains(&format!(" {typed}")) {
            Self::Word
        } else {
            Self::Part
        }
    }
}

fn option_id(place: usize) -> String {
    format!("palette-{place}")
}

fn option(place: usize, command: Command, finding: Finding, choose: Callback<usize>) -> AnyView {
    let selected = Signal::derive(move || if finding.marked.get() == Some(place) { "true" } else { "false" });
    let Command { label, group, glyph, .. } = command;
    erase(view! {
        <li
            id=option_id(place)
            class="palette-option"
            role="option"
            aria-selected=selected
            on:pointermove=move |_| {
                tell(finding.pointed, Some(place));
            }
            on:click=move |_| choose.run(place)
        >
            <Icon glyph />
            <bdi class="palette-label">{label}</bdi>
            <span class="palette-group">{group}</span>
        </li>
    })
}

/// Keeps the line that is marked in view.
fn show_marked() {
    request_animation_frame(|| {
        if let Ok(Some(option)) = document().query_selector(".palette-option[aria-selected=true]") {
            option.unchecked_into::<Element>().scroll_into_view_with_bool(false);
        }
    });
}

fn performer(PaletteDesk { open, keys, .. }: PaletteDesk) -> impl Fn(Deed) + Clone + Send + Sync + 'static {
    let (client, navigate) = (use_client(), use_navigate());
    let (theme, intake) = (use_theme(), use_intake_wish());
    let go = move |address: &str| {
        if asks_page_again(address) { document::go(address) } else { navigate(address, NavigateOptions::default()) }
    };
    move |deed| {
        open.set(false);
        match deed {
            Deed::Go(address) => go(&address),
            Deed::BringDataIn if asks_page_again(INTAKE) => intake.utter(),
            Deed::BringDataIn => go(INTAKE),
            Deed::ShowAsset(id, asset_type) => {
                let (client, go) = (client.clone(), go.clone());
                spawn_local(async move { go(&find_asset(&client, &id, asset_type).await) });
            }
            Deed::Theme(chosen) => choose_theme(theme, chosen),
            Deed::Language(chosen) => document::change_language(chosen),
            Deed::ShowKeys => keys.open(),
        }
    }
}

/// Whether it asks for something of the very page that is shown. The router would leave that as it is, and it reads its
/// address but once.
fn asks_page_again(address: &str) -> bool {
    address.split_once('?').is_some_and(|(path, _)| path == document::path())
}

fn commands_for(role: Role, texts: &'static Texts) -> Vec<Command> {
    let pages = NAVIGATION.iter().filter(|entry| entry.is_listed_for(role) || entry.path == PROFILE);
    let pages = pages.map(|entry| Command {
        label: (entry.label)(texts).into(),
        id: None,
        group: texts.palette_page,
        glyph: entry.glyph,
        deed: Deed::Go(entry.path.into()),
    });
    let starts = AnalysisKind::ALL.iter().filter(|_| role == Role::Admin).map(|kind| Command {
        label: match kind {
            AnalysisKind::Availability => texts.new_availability_title.into(),
            AnalysisKind::Resilience => texts.new_resilience_title.into(),
        },
        id: None,
        group: texts.palette_deed,
        glyph: Glyph::Plus,
        deed: Deed::Go(new_path(*kind).into()),
    });
    let intake = (role == Role::Admin).then(|| Command {
        label: texts.intake_title.into(),
        id: None,
        group: texts.palette_deed,
        glyph: Glyph::Upload,
        deed: Deed::BringDataIn,
    });
    let keys = Command {
        label: texts.keys_title.into(),
        id: None,
        group: texts.palette_deed,
        glyph: Glyph::Keyboard,
        deed: Deed::ShowKeys,
    };
    let themes = Theme::ALL.into_iter().map(|theme| Command {
        label: theme.label(texts).into(),
        id: None,
        group: texts.theme,
        glyph: theme.glyph(),
        deed: Deed::Theme(theme),
    });
    let languages = Language::ALL.into_iter().map(|language| Command {
        label: language.own_name().into(),
        id: None,
        group: texts.language,
        glyph: Glyph::Languages,
        deed: Deed::Language(language),
    });
    pages.chain(starts).chain(intake).chain([keys]).chain(themes).chain(languages).collect()
}

/// The newest reports join the list when they have come. Without them it is a list of pages and deeds.
fn find_reports(Finding { search, commands, .. }: Finding, texts: &'static Texts) {
    let client = use_client();
    spawn_local(async move {
        match client.list_reports(None, Some(RECENT), None).await {
            Ok(page) => {
                let reports = page.items.iter().map(|head| report_command(head, texts));
                let _ = commands.try_update(|commands| commands.extend(reports));
            }
            Err(error) => {
                let _ = search.try_set(Search::Failed(error));
            }
        }
    });
}

/// Looks for assets a little after something was typed. What is found stays in the list, for whoever types on.
fn asset_search(finding: Finding, texts: &'static Texts) -> impl Fn() {
    let client = use_client();
    let look = coalesced(BEFORE_SEARCH, move || {
        let words = finding.typed.try_get_untracked().unwrap_or_default().trim().to_owned();
        if words.is_empty() {
            return;
        }
        let found = client.search_assets(&words);
        spawn_local(async move {
            let found =
                found.await.map(|page| page.items.into_iter().map(|asset| asset_command(asset, texts)).collect());
            finding.answer(&words, found);
        });
    });
    move || {
        let is_asked = finding.typed.with_untracked(|typed| !typed.trim().is_empty());
        tell(finding.search, if is_asked { Search::UnderWay } else { Search::Done });
        look();
    }
}

fn asset_command(asset: AssetView, texts: &'static Texts) -> Command {
    Command {
        label: asset.display_name,
        group: texts.asset_type_of(asset.asset_type),
        glyph: Glyph::Machines,
        deed: Deed::ShowAsset(asset.asset_id.clone(), asset.asset_type),
        id: Some(asset.asset_id),
    }
}

/// Where the report that ends last, of the kind that scores assets of this type, tells of one; where there is none, all
/// assets.
async fn find_asset(client: &Client, id: &AssetId, asset_type: AssetType) -> String {
    let kind = if asset_type == AssetType::Service { AnalysisKind::Availability } else { AnalysisKind::Resilience };
    let newest = client.list_reports(Some(kind), Some(NEWEST), None).await;
    let newest = newest.map_or_else(|_| Vec::new(), |page| page.items);
    let latest = place_of_latest(&newest).map(|place| &newest[place]);
    let report = latest.map(|head| report_path(head.kind, &head.id));
    report.map_or_else(|| "/assets".into(), |report| format!("{report}?open={}", paths::encode(id.as_str())))
}

fn report_command(head: &ReportHead, texts: &'static Texts) -> Command {
    let window = window_words(head, texts);
    Command {
        label: format!("{}: {window}", texts.kind_of(head.kind)),
        id: None,
        group: texts.palette_report,
        glyph: kind_glyph(head.kind),
        deed: Deed::Go(report_path(head.kind, &head.id)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_with_the_typed_words_is_nearest() {
        for (label, typed, expected) in [
            ("Orders", "orders ", Nearness::Whole),
            ("Orders", "ord", Nearness::Beginning),
            ("New orders", " Ord ", Nearness::Word),
            ("Customer records", "ord", Nearness::Part),
            ("Overview", "", Nearness::Beginning),
        ] {
            assert_eq!(Nearness::of(label, typed), expected, "{label} {typed}");
        }
    }
}
