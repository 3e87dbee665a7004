//! The form above the trail. Sending it is a navigation, so that a filtered trail can be linked to and gone back from.

use super::filter::TrailFilter;
use crate::{
    components::{Button, ButtonKind, MomentField, SelectField, TextField, choices},
    effects::in_browser,
    texts::texts,
};
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use model::AuditAction;

#[component]
pub fn FilterForm(filter: Signal<TrailFilter>) -> impl IntoView {
    let texts = texts();
    let field = |read: fn(TrailFilter) -> String| RwSignal::new(read(filter.get_untracked()));
    let from = field(|filter| filter.from);
    let to = field(|filter| filter.to);
    let user = field(|filter| filter.user);
    let action = field(|filter| filter.action);
    // Going back changes the address under the form, which must not go on showing what was typed last.
    in_browser(move || {
        let shown = filter.get();
        from.set(shown.from);
        to.set(shown.to);
        user.set(shown.user);
        action.set(shown.action);
    });
    let navigate = use_navigate();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let filter = TrailFilter {
            from: from.get_untracked(),
            to: to.get_untracked(),
            user: user.get_untracked(),
            action: action.get_untracked(),
        };
        navigate(&filter.address(), NavigateOptions::default());
    };
    let actions = AuditAction::ALL.iter().map(|action| (action.as_str(), texts.action_of(*action)));
    let actions = choices(texts.audit_any_action, actions);
    view! {
        <form class="filter" on:submit=send>
            <MomentField name="from" label=texts.audit_from value=from />
            <MomentField name="to" label=texts.audit_to value=to />
            <TextField name="user" label=texts.audit_user value=user />
            <SelectField name="action" label=texts.audit_action options=actions value=action />
            <div class="filter-actions">
                <Button kind=ButtonKind::Submit>{texts.audit_filter}</Button>
                <a class="button button-quiet" href="/audit" hidden=Signal::derive(move || filter.with(TrailFilter::is_empty))>
                    {texts.audit_clear}
                </a>
            </div>
        </form>
    }
}
