//! Fields and choices in all their states.

use crate::components::{Card, Checkbox, NumberField, PasswordField, SelectField, Switch, TextField};
use leptos::prelude::*;

#[component]
pub fn FormSamples() -> impl IntoView {
    let text = |initial: &str| RwSignal::new(initial.to_owned());
    let budget = text("51");
    let budget_error = Signal::derive(move || {
        let whole = budget.with(|budget| budget.trim().parse::<u32>().ok());
        let fits = whole.is_some_and(|budget| (1..=50).contains(&budget));
        (!fits).then(|| "It must be a whole number from 1 to 50.".to_owned())
    });
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
                <NumberField
                    name="sample-number"
                    label="Error budget"
                    value=budget
                    unit="a day"
                    hint="1 to 50."
                    error=budget_error
                />
                <SelectField
                    name="sample-select"
                    label="Role"
                    options=vec![("admin", "Admin"), ("viewer", "Viewer")]
                    value=text("viewer")
                />
            </div>
            <div class="samples samples-wide">
                <Checkbox label="Unchecked" checked=RwSignal::new(false) />
                <Checkbox label="Checked" checked=RwSignal::new(true) />
                <Checkbox label="Disabled" checked=RwSignal::new(true) disabled=true />
                <Switch label="Off" checked=off on_choose=move |is_on| off.set(is_on) />
                <Switch label="On" checked=on on_choose=move |is_on| on.set(is_on) />
                <Switch label="Disabled" checked=false on_choose=|_| () disabled=true />
            </div>
        </Card>
    }
}
