//! A form: its fields, what is wrong with the whole, and the buttons that end it.

use super::{Button, ButtonKind, ButtonVariant, FormMessage, WindowActions};
use crate::{content::Content, forms::Submission};
use leptos::{ev, prelude::*};

/// The way out of a form without sending it.
#[derive(Clone)]
pub struct WayOut {
    pub label: &'static str,
    pub on_leave: Callback<()>,
}

/// The fields are its children. Each is a real control with a name, so that password managers understand them.
#[component]
pub fn Form(
    submission: Submission,
    send_label: &'static str,
    #[prop(default = ButtonVariant::Primary)] send_variant: ButtonVariant,
    #[prop(optional)] way_out: Option<WayOut>,
    #[prop(into)] on_send: Callback<ev::SubmitEvent>,
    children: Content,
) -> impl IntoView {
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        on_send.run(event);
    };
    view! {
        <form class="form" method="post" novalidate on:submit=send>
            {children.view()}
            <FormMessage submission />
            <WindowActions>
                {way_out
                    .map(|WayOut { label, on_leave }| {
                        view! {
                            <Button variant=ButtonVariant::Quiet on_press=on_leave>
                                {label}
                            </Button>
                        }
                    })}
                <Button
                    variant=send_variant
                    kind=ButtonKind::Submit
                    busy=submission.busy
                    disabled=submission.blocked()
                >
                    {send_label}
                </Button>
            </WindowActions>
        </form>
    }
}
