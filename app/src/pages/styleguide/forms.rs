//! Fields and choices in all their states.

use crate::components::{Card, Checkbox, PasswordField, SelectField, Switch, TextField};
use leptos::prelude::*;

#[component]
pub fn FormSamples() -> impl IntoView {
    let text = |initial: &str| RwSignal::new(initial.to_owned());
    let (off, on) = (RwSignal::new(false), RwSignal::new(true));
    view! {
        <Card title="Fields">
            <div class="sample-fields">
                <TextField name="sample-text" label="User name" value=text("") hint="As you sign in with." />
                <TextField name="sample-filled" label="Filled" value=text("nginx_web") />
                <TextField
                    name="sample-wrong"
                    label="Wrong"
                    value=text("orders db")
                    error=Some("A name has no spaces.".to_owned())
                />
                <TextField name="sample-disabled" label="Disabled" value=text("cannot be changed") disabled=true />
                <PasswordField
                    name="sample-password"
                    label="Password"
                    value=text("correct horse battery")
                    autocomplete="new-password"
                    hint="12 to 128 characters."
                />
                <SelectField
                    name="sample-select"
                    label="Role"
                    options=vec![("admin", "Admin"), ("viewer", "Viewer")]
                    value=text("viewer")
                />
            </div>
            <div class="samples samples-wide">
                {[("Unchecked", false), ("Checked", true)].map(|(words, is_chosen)| sample_checkbox(words, is_chosen))}
                <Switch label="Off" checked=off on_choose=move |is_on| off.set(is_on) />
                <Switch label="On" checked=on on_choose=move |is_on| on.set(is_on) />
                <Switch label="Disabled" checked=false on_choose=|_| () disabled=true />
            </div>
        </Card>
    }
}

fn sample_checkbox(words: &'static str, is_chosen: bool) -> impl IntoView {
    let checked = RwSignal::new(is_chosen);
    view! {
        <label class="choice">
            <Checkbox checked on_choose=move |is_chosen| checked.set(is_chosen) />
            {words}
        </label>
    }
}
