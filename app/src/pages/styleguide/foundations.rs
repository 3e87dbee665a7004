//! Type, colours, statuses.

use crate::components::{Card, Status, StatusMark};
use leptos::prelude::*;

const SIZES: [(&str, &str); 7] = [
    ("size-44", "87.3%"),
    ("size-28", "3 of 40 services overspent"),
    ("size-20", "Worst: orders-db since 02:14"),
    ("size-16", "No backup has ever succeeded"),
    ("size-14", "The health score of your services"),
    ("size-13", "Budget left −40%, failures 7"),
    ("size-12", "2025-09-01 02:14:07 Europe/Rome"),
];

const COLOURS: [&str; 14] = [
    "canvas",
    "sunken",
    "surface",
    "raised",
    "hover",
    "line",
    "line-strong",
    "text-faint",
    "text-muted",
    "text",
    "accent",
    "accent-fill",
    "accent-soft",
    "danger",
];

#[component]
pub fn TypeSamples() -> impl IntoView {
    let rows = SIZES
        .into_iter()
        .map(|(size, words)| {
            view! {
                <div class="type-sample">
                    <span class="mono">{size}</span>
                    <span class=size>{words}</span>
                </div>
            }
        })
        .collect_view();
    view! {
        <Card title="Type">
            {rows}
            <div class="type-sample">
                <span class="mono">"figures"</span>
                <span>"0123456789 · 1111111111 "<strong>"0123456789 · 1111111111"</strong></span>
            </div>
            <div class="type-sample">
                <span class="mono">"mono"</span>
                <span class="mono">"vm-101 · 02:14:07.250 · 0Ool1I"</span>
            </div>
        </Card>
    }
}

#[component]
pub fn ColourSamples() -> impl IntoView {
    let swatches = COLOURS
        .into_iter()
        .map(|name| {
            view! {
                <div class="swatch">
                    <span class=format!("swatch-colour swatch-{name}")></span>
                    <span class="mono">{name}</span>
                </div>
            }
        })
        .collect_view();
    view! {
        <Card title="Colours">
            <div class="swatches">{swatches}</div>
        </Card>
    }
}

#[component]
pub fn StatusSamples() -> impl IntoView {
    let marks = Status::ALL.into_iter().map(|status| view! { <StatusMark status /> }).collect_view();
    view! {
        <Card title="Status">
            <div class="samples samples-wide">{marks}</div>
        </Card>
    }
}
