//! The style sheet: `style/main.css` and what it imports, in one minified file with the addresses of the built site.

use std::fmt::Display;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::dependencies::{Dependency, DependencyOptions};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions};

/// Bundles the sheet. `address_of` gives the address of a file of `public/`, as in `url("/fonts/inter.woff2")`.
pub fn bundle(entry: &Path, address_of: impl Fn(&str) -> Option<String>) -> Result<String> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(entry).map_err(|error| with_place(&error))?;
    // No targets: what the browsers of today understand stays as it was written.
    sheet.minify(MinifyOptions::default()).map_err(|error| with_place(&error))?;
    let printed = sheet.to_css(PrinterOptions {
        minify: true,
        analyze_dependencies: Some(DependencyOptions { remove_imports: false }),
        ..PrinterOptions::default()
    })?;

    let mut css = printed.code;
    for dependency in printed.dependencies.unwrap_or_default() {
        let Dependency::Url(link) = dependency else {
            return Err(anyhow!("{}: only files of style/ can be imported", entry.display()));
        };
        let address = resolve(&link.url, &address_of)
            .with_context(|| format!("{}:{}: url({})", link.loc.file_path, link.loc.start.line, link.url))?;
        css = css.replace(&link.placeholder, &address);
    }
    Ok(css)
}

/// The error as text, since it borrows from the files; its line counts from 0.
fn with_place<T: Display>(error: &lightningcss::error::Error<T>) -> anyhow::Error {
    match &error.loc {
        Some(place) => anyhow!("{}:{}: {}", place.filename, place.line + 1, error.kind),
        None => anyhow!("{}", error.kind),
    }
}

fn resolve(url: &str, address_of: impl Fn(&str) -> Option<String>) -> Result<String> {
    if url.starts_with("data:") || url.starts_with('#') {
        return Ok(url.to_owned());
    }
    let (path, fragment) = url.find('#').map_or((url, ""), |at| url.split_at(at));
    let name = path.strip_prefix('/').context("a url must begin with / and name a file of public/")?;
    let address = address_of(name).context("there is no such file in public/")?;
    Ok(address + fragment)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn bundle_files(files: &[(&str, &str)]) -> Result<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        bundle(&folder.path().join("main.css"), |name| {
            (name == "fonts/inter.woff2").then(|| "/assets/inter-1.woff2".into())
        })
    }

    #[test]
    fn imports_become_one_minified_sheet() {
        let css = bundle_files(&[
            ("main.css", "@import \"tokens.css\";\n.card { color: var(--ink); }"),
            ("tokens.css", ":root { --ink: #123456; }"),
        ]);
        assert_eq!(css.unwrap(), ":root{--ink:#123456}.card{color:var(--ink)}");
    }

    #[test]
    fn what_browsers_understand_stays_as_written() {
        let css = bundle_files(&[("main.css", "a { color: light-dark(#111, #eee); &:hover { inset: 0; } }")]);
        assert_eq!(css.unwrap(), "a{color:light-dark(#111,#eee);&:hover{inset:0}}");
    }

    #[test]
    fn addresses_of_public_files_are_those_of_the_site() {
        let css = bundle_files(&[(
            "main.css",
            "a { src: url(\"/fonts/inter.woff2\"); mask: url(\"/fonts/inter.woff2#a\"); }",
        )]);
        let css = css.unwrap();
        assert!(css.contains("\"/assets/inter-1.woff2\"") && css.contains("\"/assets/inter-1.woff2#a\""), "{css}");
    }

    #[test]
    fn faults_name_the_place() {
        for (text, expected) in [
            ("\na { src: url(/missing.svg); }", "main.css:2: url(/missing.svg): there is no such file in public/"),
            ("a { src: url(https://example.org/x.svg); }", "a url must begin with /"),
            ("a { color: red }\n}", "main.css:2"),
            ("@import \"nowhere.css\";", "main.css:1: No such file"),
        ] {
            let error = format!("{:#}", bundle_files(&[("main.css", text)]).unwrap_err());
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
