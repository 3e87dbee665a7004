//! Who did what, when, from where, and with what result, for admins. The filter stands in the address.

mod csv;
mod download;
mod filter;
mod filter_form;
mod rows;

use super::check_admin;
use crate::{
    client::use_client,
    components::{Loaded, PageHeader, load},
    texts::texts,
};
use download::DownloadButton;
use filter::TrailFilter;
use filter_form::FilterForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use rows::{trail_loading, trail_table};

#[component]
pub fn AuditPage() -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let is_admin = check_admin();
    let query = use_query_map();
    let filter = Signal::derive(move || query.with(TrailFilter::from_query));
    let trail = load(
        move || filter.with(TrailFilter::address),
        move || filter.with_untracked(|filter| filter.call(&client, None, None)),
    );
    view! {
        <PageHeader title=texts.audit_title meaning=texts.audit_meaning>
            {is_admin.then(|| view! { <DownloadButton filter /> })}
        </PageHeader>
        {is_admin.then(|| view! { <FilterForm filter /> })}
        <Loaded
            loader=trail
            failed=texts.audit_failed
            loading=trail_loading
            show=move |page| trail_table(page, filter.get_untracked())
        />
    }
}
