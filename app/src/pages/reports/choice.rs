//! The two reports that are chosen to be compared.

use crate::{
    analyses::compare_path,
    components::{Button, ButtonVariant, Glyph, Icon},
    content::{changing, erase},
    texts::texts,
};
use leptos::prelude::*;
use model::{ReportHead, ReportId, Timestamp};

/// What is chosen, in the order of choosing. Make it in the component that shows the list.
#[derive(Clone, Copy)]
pub struct Chosen(RwSignal<Vec<Choice>>);

/// A report that is chosen, with what tells the older one of two.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Choice {
    id: ReportId,
    /// Where its window starts and ends; of two reports on the same one, when it was made.
    age: [Timestamp; 3],
}

impl Chosen {
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    pub fn holds(self, id: &ReportId) -> bool {
        self.0.with(|chosen| chosen.iter().any(|one| one.id == *id))
    }

    /// Chooses a report, or takes the choice back. A third takes the place of the first.
    pub fn toggle(self, head: &ReportHead) {
        self.0.update(|chosen| toggle(chosen, Choice::of(head)));
    }

    pub fn forget(self, id: &ReportId) {
        self.0.update(|chosen| chosen.retain(|one| one.id != *id));
    }
}

impl Choice {
    fn of(head: &ReportHead) -> Self {
        Self { id: head.id.clone(), age: [head.window.start, head.window.end, head.created_at] }
    }
}

fn toggle(chosen: &mut Vec<Choice>, choice: Choice) {
    if chosen.contains(&choice) {
        chosen.retain(|one| *one != choice);
        return;
    }
    if chosen.len() == 2 {
        chosen.remove(0);
    }
    chosen.push(choice);
}

/// The older one is what the newer one is held against.
fn path_of(one: &Choice, other: &Choice) -> String {
    let (before, after) = if one.age <= other.age { (one, other) } else { (other, one) };
    compare_path(&before.id, &after.id)
}

/// Appears below the list once something is chosen.
#[component]
pub fn CompareBar(chosen: Chosen) -> impl IntoView {
    let texts = texts();
    let content = changing(move || {
        let chosen_now = chosen.0.get();
        let go = match &chosen_now[..] {
            [] => return None,
            [one, other] => erase(view! {
                <a class="button button-primary" href=path_of(one, other)>
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
    view! { <div class="choice-place" role="status">{content}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(id: &str, start: &str, end: &str, made: &str) -> Choice {
        let age = [start, end, made].map(|day| format!("2025-09-{day}T00:00:00Z").parse().unwrap());
        Choice { id: ReportId::new(id).unwrap(), age }
    }

    #[test]
    fn two_at_most_are_chosen() {
        let of = |id: &str| choice(id, "01", "02", "03");
        let mut chosen = Vec::new();
        for id in ["a", "b", "b", "b", "c"] {
            toggle(&mut chosen, of(id));
        }
        assert_eq!(chosen, [of("b"), of("c")]);
    }

    #[test]
    fn the_older_window_comes_first_in_whichever_order_it_was_chosen() {
        let monday = choice("a&b", "01", "02", "20");
        for later in [choice("c", "02", "03", "10"), choice("c", "01", "03", "10"), choice("c", "01", "02", "21")] {
            assert_eq!(path_of(&monday, &later), "/compare?a=a%26b&b=c");
            assert_eq!(path_of(&later, &monday), "/compare?a=a%26b&b=c");
        }
    }
}
