//! What the browser loads first, weighed against the budgets in `end2end/budget.json`.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;

use anyhow::{Context, Result, bail, ensure};
use flate2::read::GzDecoder;
use serde_json::Value;

use crate::http::{self, Answer};
use crate::places;
use crate::test_server::TestServer;
use crate::vedetta::Vedetta;

const BUDGET: &str = "end2end/budget.json";
/// The kinds of files that count besides the page itself, each of which a living page has.
const COUNTED_KINDS: [&str; 3] = [".css", ".js", ".wasm"];
/// The parts of a lazy page, which not every page has.
const PART: &str = ".pack";
const ACCESS_COOKIE: &str = "__Host-vedetta_access";
const MOST_REDIRECTS: usize = 3;

/// Weighs what a first visitor loads, and what somebody loads who comes back signed in; fails above the budgets.
pub fn check() -> Result<()> {
    let server = TestServer::start()?;
    let first = Load::of_first_visitor(&server).check("first_load_gzip_bytes");
    Load::of_admin(&Vedetta::on_sqlite()?).check("signed_in_load_gzip_bytes").and(first)
}

/// What a first visitor loads, in bytes.
pub fn weigh_for_first_visitor(server: &TestServer) -> Result<usize> {
    Load::of_first_visitor(server).weigh("/")
}

/// What somebody loads who is signed in and opens this page first, in bytes.
pub fn weigh_signed_in(vedetta: &Vedetta, path: &str) -> Result<usize> {
    Load::of_admin(vedetta).weigh(path)
}

/// What a browser loads that asks with these headers.
struct Load {
    port: u16,
    headers: Vec<(&'static str, String)>,
}

impl Load {
    fn of_first_visitor(server: &TestServer) -> Self {
        Self { port: server.port, headers: Vec::new() }
    }

    fn of_admin(vedetta: &Vedetta) -> Self {
        let cookie = format!("{ACCESS_COOKIE}={}", vedetta.token());
        Self { port: vedetta.server.port, headers: vec![("cookie", cookie)] }
    }

    /// Fails above the budget of this name.
    fn check(&self, budget: &str) -> Result<()> {
        let most = read_budget(budget)?;
        let total = self.weigh("/")?;
        println!("{total:>9} bytes in all, {budget} is {most}");
        ensure!(total <= most, "what is loaded first is {} bytes above {budget}, which is {most}", total - most);
        Ok(())
    }

    /// The page and everything that it names.
    fn weigh(&self, start: &str) -> Result<usize> {
        let (path, page) = self.follow(start)?;
        let mut total = weigh(&path, &page);
        for asset in counted_assets(&text(&page)?)? {
            let answer = http::get(self.port, &asset)?;
            ensure!(answer.status == 200, "{asset} answers {}", answer.status);
            total += weigh(&asset, &answer);
        }
        Ok(total)
    }

    /// The page that a visitor ends up at, and its path.
    fn follow(&self, start: &str) -> Result<(String, Answer)> {
        let mut path = start.to_owned();
        for _ in 0..=MOST_REDIRECTS {
            let answer = http::get_with(self.port, &path, &self.headers)?;
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
}

fn read_budget(name: &str) -> Result<usize> {
    let text = fs::read_to_string(places::root().join(BUDGET)).with_context(|| format!("cannot read {BUDGET}"))?;
    let budget: Value = serde_json::from_str(&text).with_context(|| format!("{BUDGET} is no JSON"))?;
    let bytes = budget[name].as_u64();
    Ok(usize::try_from(bytes.with_context(|| format!("{BUDGET} has no number {name}"))?)?)
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
    let assets: BTreeSet<_> = named
        .filter(|name| COUNTED_KINDS.iter().chain([&PART]).any(|kind| name.ends_with(kind)))
        .map(str::to_owned)
        .collect();
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
