//! Windows, toasts, and what stands where data would be.

use crate::components::{
    Button, ButtonVariant, Card, Dialog, Drawer, EmptyState, ErrorState, Glyph, Skeleton, SkeletonWidth, TextField,
    Toaster, WindowActions,
};
use leptos::prelude::*;

#[component]
pub fn WindowSamples() -> impl IntoView {
    let dialog = RwSignal::new(false);
    let drawer = RwSignal::new(false);
    view! {
        <Card title="Windows">
            <div class="samples">
                <Button on:click=move |_| dialog.set(true)>"Open the dialog"</Button>
                <Button on:click=move |_| drawer.set(true)>"Open the drawer"</Button>
            </div>
        </Card>
        <Dialog open=dialog id="sample-dialog" title="Delete the report of 1 September?">
            <p>"Its figures and its replay will be gone. The samples that it was made of stay."</p>
            <WindowActions>
                <Button on:click=move |_| dialog.set(false)>"Keep it"</Button>
                <Button variant=ButtonVariant::Danger on:click=move |_| dialog.set(false)>
                    "Delete the report"
                </Button>
            </WindowActions>
        </Dialog>
        <Drawer open=drawer id="sample-drawer" title="orders-db">
            <TextField name="drawer-note" label="Note" value=RwSignal::new(String::new()) hint="Who looks after it." />
            <WindowActions>
                <Button variant=ButtonVariant::Primary on:click=move |_| drawer.set(false)>
                    "Save"
                </Button>
            </WindowActions>
        </Drawer>
    }
}

#[component]
pub fn ToastSamples() -> impl IntoView {
    let toaster = Toaster::take();
    view! {
        <Card title="Toasts and skeletons">
            <div class="samples">
                <Button on:click=move |_| toaster.done("The preset “Night shift” was saved.")>"Done"</Button>
                <Button on:click=move |_| {
                    toaster.failed("The preset was not saved: Vedetta does not answer. Try again in a moment.");
                }>"Failed"</Button>
            </div>
            <p>
                <Skeleton width=SkeletonWidth::Full />
                <Skeleton />
                <Skeleton width=SkeletonWidth::Quarter />
            </p>
        </Card>
    }
}

#[component]
pub fn PlaceholderSamples() -> impl IntoView {
    let tries = RwSignal::new(0_u32);
    view! {
        <EmptyState
            glyph=Glyph::Overview
            title="No report yet"
            meaning="Reports of availability will be listed here, the newest first."
        >
            <Button variant=ButtonVariant::Primary glyph=Glyph::Plus>
                "Start an analysis"
            </Button>
        </EmptyState>
        <ErrorState
            title="The reports could not be loaded"
            detail="The database has not answered for 3 seconds. Check that it is running."
            on_retry=move |()| tries.update(|tries| *tries += 1)
        />
        <output class="visually-hidden">{tries}</output>
    }
}
