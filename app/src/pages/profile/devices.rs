//! Where one is signed in, and the end of any of it.

use crate::{
    client::{Client, ClientError, use_client},
    components::{
        Badge, Button, Cell, Changes, Column, Columns, DataTable, Loaded, Moment, Toaster, load, loading_rows, row,
    },
    content::erase,
    forms::Errand,
    pages::device,
    texts::{Texts, texts},
};
use api::{Page, SignInView};
use leptos::prelude::*;
use model::SignInId;

/// The list loads again with every change, and tells of those that it makes itself.
#[component]
pub fn DevicesSection(changes: Changes) -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let sign_ins = load(changes.source(), move || client.list_sign_ins());
    let show = move |page: Page<SignInView>| devices_table(page.items, changes);
    view! {
        <section class="profile-devices">
            <Loaded
                loader=sign_ins
                failed=texts.devices_failed
                loading=devices_loading
                show
            />
        </section>
    }
}

fn columns(texts: &Texts) -> Columns {
    [
        Column::with_class(texts.device, "cut"),
        Column::with_class(texts.audit_address, "mono"),
        Column::with_class(texts.device_since, "wide-only"),
        Column::with_class(texts.device_last_used, "wide-only"),
        Column::actions(texts.actions),
    ]
    .into()
}

fn devices_loading() -> AnyView {
    let columns = columns(texts());
    let rows = loading_rows(&columns, 1);
    section(None, columns, rows)
}

fn devices_table(sign_ins: Vec<SignInView>, changes: Changes) -> AnyView {
    let texts = texts();
    let columns = columns(texts);
    let has_others = sign_ins.iter().any(|sign_in| !sign_in.current);
    let end_others = has_others.then(|| end_button(Ending::AllOthers, None, changes));
    let rows: Vec<AnyView> =
        sign_ins.into_iter().map(|sign_in| row(&columns, device_cells(sign_in, changes, texts))).collect();
    section(end_others, columns, erase(rows))
}

fn section(action: Option<AnyView>, columns: Columns, rows: AnyView) -> AnyView {
    let title = texts().devices_title;
    erase(view! {
        <div class="section-head">
            <h2>{title}</h2>
            {action}
        </div>
        <DataTable label=title columns rows />
    })
}

fn device_cells(sign_in: SignInView, changes: Changes, texts: &'static Texts) -> Vec<Cell> {
    let device = device::describe(&sign_in.device, texts);
    let action = if sign_in.current {
        erase(view! { <Badge>{texts.device_this}</Badge> })
    } else {
        end_button(Ending::One(sign_in.id), Some(device.clone()), changes)
    };
    vec![
        Cell::text(device).with_tip(sign_in.device),
        Cell::text(sign_in.address),
        Cell::new(view! { <Moment at=sign_in.created_at /> }),
        Cell::new(view! { <Moment at=sign_in.last_used_at /> }),
        Cell::new(action),
    ]
}

/// What is to be ended.
#[derive(Clone)]
enum Ending {
    One(SignInId),
    AllOthers,
}

/// One among many names the device, for whoever cannot see where it stands.
fn end_button(ending: Ending, device: Option<String>, changes: Changes) -> AnyView {
    let texts = texts();
    let (client, toaster) = (use_client(), Toaster::take());
    let errand = Errand::new();
    let (label, done) = match ending {
        Ending::One(_) => (texts.device_end, texts.device_was_ended),
        Ending::AllOthers => (texts.devices_end_others, texts.devices_were_ended),
    };
    let end = move |()| {
        let (client, ending) = (client.clone(), ending.clone());
        errand.run(async move {
            let outcome = ending.take_place(&client).await;
            // What could not be ended has often ended already, so the list is read again either way.
            changes.add();
            outcome?;
            toaster.done(done);
            Ok(())
        });
    };
    let device = device.map(|device| view! { <span class="visually-hidden">{format!(": {device}")}</span> });
    erase(view! {
        <Button busy=errand.busy on_press=end>
            {label}
            {device}
        </Button>
    })
}

impl Ending {
    async fn take_place(&self, client: &Client) -> Result<(), ClientError> {
        match self {
            Self::One(id) => client.end_sign_in(id).await,
            Self::AllOthers => client.end_other_sign_ins().await.map(|_| ()),
        }
    }
}
