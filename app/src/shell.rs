//! The whole HTML document. Only the server renders it; the browser takes over its body.

use crate::{App, assets::AssetPaths, page_context::PageContext, preferences::Preferences};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{MetaTags, provide_meta_context};
use std::iter;

/// Renders the document that carries the app. The nonce of the content security policy is taken from context.
pub fn shell(assets: AssetPaths, preferences: Preferences, page: PageContext) -> impl IntoView {
    provide_meta_context();
    let language = preferences.language.code();
    // Facts of the server always serialise; without them the page would still show.
    let facts = serde_json::to_string(&page).unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html
            lang=language
            data-theme=preferences.theme.code()
            data-rail=preferences.rail.code()
            data-keys=preferences.keys.code()
            data-page=facts
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="dark light" />
                <link rel="stylesheet" href=assets.style.to_string() />
                // Painted when it is there as a whole, so that no part of it moves another one.
                <link rel="expect" href="#content" blocking="render" />
                <link
                    rel="preload"
                    href=assets.inter_font.to_string()
                    r#as="font"
                    r#type="font/woff2"
                    crossorigin="anonymous"
                />
                <HydrationScript assets=assets.clone() />
                <link rel="icon" href=assets.favicon.to_string() r#type="image/svg+xml" />
                <link rel="apple-touch-icon" href=assets.touch_icon.to_string() />
                <link rel="manifest" href=assets.manifest.to_string() />
                <MetaTags />
            </head>
            <body>
                <App preferences page />
            </body>
        </html>
    }
}

/// Starts the browser half, and has its files fetched before the scripts ask for them.
#[component]
fn HydrationScript(assets: AssetPaths) -> impl IntoView {
    let AssetPaths { script, parts_script, wasm, parts, .. } = assets;
    let start = format!(
        "import init, {{ hydrate }} from {script:?};\
         init({{ module_or_path: {wasm:?} }}).then(hydrate);"
    );
    let scripts = [script, parts_script].map(|script| {
        view! { <link rel="modulepreload" href=script.to_string() nonce=use_nonce() /> }
    });
    let modules = iter::once(wasm).chain(parts).map(|module| {
        view! {
            <link
                rel="preload"
                href=module.to_string()
                r#as="fetch"
                crossorigin="anonymous"
            />
        }
    });
    view! {
        {scripts}
        {modules.collect_view()}
        <script type="module" nonce=use_nonce() inner_html=start></script>
    }
}
