//! What the browser loads first, weighed against the budget in `end2end/budget.json`.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;

use anyhow::{Context, Result, bail, ensure};
use flate2::read::GzDecoder;
use serde_json::Value;

use crate::http::{self, Answer};
use crate::places;
use crate::test_server::TestServer;

const BUDGET: &str = "end2end/budget.json";
/// The kinds of files that count besides the page itself, each of which a living page has.
const COUNTED_KINDS: [&str; 3] = [".css", ".js", ".wasm"];
const MOST_REDIRECTS: usize = 3;

/// Asks a running server for the first page and what it loads, and fails above the budget.
pub fn check() -> Result<()> {
    let budget = read_budget()?;
    let server = TestServer::start()?;
    let (path, page) = follow(server.port, "/")?;
    let html = text(&page)?;

    let mut total = weigh(&path, &page);
    for asset in counted_assets(&html)? {
        let answer = http::get(server.port, &asset)?;
        ensure!(answer.status == 200, "{asset} answers {}", answer.status);
        total += weigh(&asset, &answer);
    }
    println!("{total:>9} bytes in all, the budget is {budget}");
    ensure!(total <= budget, "the first load is {} bytes above its budget of {budget}", total - budget);
    Ok(())
}

fn read_budget() -> Result<usize> {
    let text = fs::read_to_string(places::root().join(BUDGET)).with_context(|| format!("cannot read {BUDGET}"))?;
    let budget: Value = serde_json::from_str(&text).with_context(|| format!("{BUDGET} is no JSON"))?;
    let bytes = budget["first_load_gzip_bytes"].as_u64();
    Ok(usize::try_from(bytes.with_context(|| format!("{BUDGET} has no number first_load_gzip_bytes"))?)?)
}

/// The page that a visitor ends up at, and its path.
fn follow(port: u16, start: &str) -> Result<(String, Answer)> {
    let mut path = start.to_owned();
    for _ in 0..=MOST_REDIRECTS {
        let answer = http::get(port, &path)?;
        match answer.header("location") {
            Some(location) if (300..400).contains(&answer.status) => path = location.to_owned(),
            _ => {
                ensure!(answer.status == 200, "{path} answers {}", answer.status);
                return Ok((path, answer));
            }
        }
    }
    bail!("{start} redirects more than {MOST_REDIRECTS} times")
}

fn weigh(path: &str, answer: &Answer) -> usize {
    let encoding = answer.header("content-encoding").unwrap_or("not compressed");
    println!("{:>9} bytes, {encoding}: {path}", answer.body.len());
    answer.body.len()
}

fn text(page: &Answer) -> Result<String> {
    let mut html = String::new();
    match page.header("content-encoding") {
        Some("gzip") => GzDecoder::new(&page.body[..]).read_to_string(&mut html)?,
        _ => (&page.body[..]).read_to_string(&mut html)?,
    };
    Ok(html)
}

/// The addresses of the style sheets, scripts and modules that the page names.
fn counted_assets(html: &str) -> Result<BTreeSet<String>> {
    let named = html.split(['"', '\'', '`', '(', ')', ' ', '\n']).filter(|word| word.starts_with("/assets/"));
    let assets: BTreeSet<_> =
        named.filter(|name| COUNTED_KINDS.iter().any(|kind| name.ends_with(kind))).map(str::to_owned).collect();
    for kind in COUNTED_KINDS {
        ensure!(assets.iter().any(|name| name.ends_with(kind)), "the first page loads no {kind} file");
    }
    Ok(assets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_page_names_is_found_once() {
        let html = r#"<link rel="preload" href="/assets/inter-1.woff2"><link rel="stylesheet" href="/assets/main-1.css">
            <link rel="modulepreload" href="/assets/vedetta-1.js"><script type="module">import init, {hydrate} from
            '/assets/vedetta-1.js';init({module_or_path:'/assets/vedetta_bg-1.wasm'}).then(hydrate)</script>"#;
        let assets: Vec<_> = counted_assets(html).unwrap().into_iter().collect();
        assert_eq!(assets, ["/assets/main-1.css", "/assets/vedetta-1.js", "/assets/vedetta_bg-1.wasm"]);
    }

    #[test]
    fn a_page_without_a_script_is_not_weighed() {
        assert!(counted_assets(r#"<link rel="stylesheet" href="/assets/main-1.css">"#).is_err());
    }
}
