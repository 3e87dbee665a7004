//! The two reports that are chosen to be compared.

use crate::{
    components::{Button, ButtonVariant, Glyph, Icon},
    content::{changing, erase},
    texts::texts,
};
use api::paths;
use leptos::prelude::*;
use model::ReportId;

/// What is chosen, in the order of choosing. Make it in the component that shows the list.
#[derive(Clone, Copy)]
pub struct Chosen(RwSignal<Vec<ReportId>>);

impl Chosen {
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    pub fn holds(self, id: &ReportId) -> bool {
        self.0.with(|chosen| chosen.contains(id))
    }

    /// Chooses a report, or takes the choice back. A third takes the place of the first.
    pub fn toggle(self, id: &ReportId) {
        self.0.update(|chosen| toggle(chosen, id));
    }

    pub fn forget(self, id: &ReportId) {
        self.0.update(|chosen| chosen.retain(|one| one != id));
    }
}

fn toggle(chosen: &mut Vec<ReportId>, id: &ReportId) {
    if chosen.contains(id) {
        chosen.retain(|one| one != id);
        return;
    }
    if chosen.len() == 2 {
        chosen.remove(0);
    }
    chosen.push(id.clone());
}

/// The older one is what the newer one is held against.
fn compare_path(a: &ReportId, b: &ReportId) -> String {
    format!("/compare?a={}&b={}", paths::encode(a.as_str()), paths::encode(b.as_str()))
}

/// Appears below the list once something is chosen.
#[component]
pub fn CompareBar(chosen: Chosen) -> impl IntoView {
    let texts = texts();
    let content = changing(move || {
        let chosen_now = chosen.0.get();
        let go = match &chosen_now[..] {
            [] => return None,
            [a, b] => erase(view! {
                <a class="button button-primary" href=compare_path(a, b)>
                    <Icon glyph=Glyph::Compare />
                    {texts.report_compare}
                </a>
            }),
            _ => erase(view! { <span class="choice-bar-hint">{texts.report_compare_hint}</span> }),
        };
        Some(erase(view! {
            <div class="choice-bar">
                {go}
                <Button variant=ButtonVariant::Quiet on_press=move |()| chosen.0.set(Vec::new())>
                    {texts.choice_clear}
                </Button>
            </div>
        }))
    });
    view! { <div role="status">{content}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_at_most_are_chosen() {
        let id = |text: &str| ReportId::new(text).unwrap();
        let mut chosen = Vec::new();
        for one in ["a", "b", "b", "b", "c"] {
            toggle(&mut chosen, &id(one));
        }
        assert_eq!(chosen, [id("b"), id("c")]);
        assert_eq!(compare_path(&id("a&b"), &id("c")), "/compare?a=a%26b&b=c");
    }
}
