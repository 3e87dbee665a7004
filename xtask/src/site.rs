//! The site folder: every file that the browser loads under a name made from its content, ready compressed, and
//! `manifest.json`, which tells the server the name of each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::browser_half::BrowserHalf;
use crate::{browser_files, places, stylesheet};

const MANIFEST: &str = "manifest.json";
const ASSETS_ADDRESS: &str = "/assets/";
/// Kinds of files that are compressed in themselves.
const COMPRESSED_KINDS: [&str; 6] = ["avif", "jpg", "png", "webp", "woff", "woff2"];

/// More rounds find nothing worth the time.
const ZOPFLI_ROUNDS: NonZeroU64 = NonZeroU64::new(5).unwrap();

/// A file of the site, and its name in the folder.
pub struct File {
    pub name: String,
    pub content: Vec<u8>,
}

impl File {
    pub fn named_by_content(path: &str, content: Vec<u8>) -> Self {
        Self { name: hashed_name(path, &content_hash(&content)), content }
    }
}

/// Writes the site of this browser half, the style sheet and `public/`.
pub fn write(folder: &Path, browser_half: BrowserHalf) -> Result<()> {
    println!("writing the site");
    let root = places::root();
    let mut files = read_tree(&root.join("public"))?;
    let address_of = |name: &str| files.get(name).map(|file| format!("{ASSETS_ADDRESS}{}", file.name));
    let css = stylesheet::bundle(&root.join("style/main.css"), address_of).context("the style sheet")?;
    files.insert("main.css".into(), File::named_by_content("main.css", css.into_bytes()));
    files.extend(browser_files::name_files(browser_half)?);
    write_files(folder, &files)
}

/// Writes what has changed, then the manifest, then removes what is no longer in it.
fn write_files(folder: &Path, files: &BTreeMap<String, File>) -> Result<()> {
    fs::create_dir_all(folder)?;
    thread::scope(|scope| {
        let writers: Vec<_> = files
            .values()
            .map(|file| scope.spawn(|| write_with_compressed(&folder.join(&file.name), &file.content)))
            .collect();
        writers.into_iter().try_for_each(|writer| writer.join().expect("a writer does not panic"))
    })?;
    let names: BTreeMap<_, _> = files.iter().map(|(name, file)| (name, &file.name)).collect();
    write_if_changed(&folder.join(MANIFEST), &serde_json::to_vec_pretty(&names)?)?;
    remove_stale(folder, names.into_values())
}

/// The content under its name, with `.br` and `.gz` beside it. The name tells the content, so what is there stays.
fn write_with_compressed(path: &Path, content: &[u8]) -> Result<()> {
    write_if_missing(path, || Ok(content.to_vec()))?;
    if is_compressible(path) {
        write_if_missing(&with_suffix(path, "br"), || brotli(content))?;
        write_if_missing(&with_suffix(path, "gz"), || gzip(content))?;
    }
    Ok(())
}

fn write_if_missing(path: &Path, content: impl FnOnce() -> Result<Vec<u8>>) -> Result<()> {
    if path.exists() { Ok(()) } else { write_whole(path, &content()?) }
}

/// Leaves an equal file alone, whose age tells cargo whether the server must be built again.
fn write_if_changed(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == content) { Ok(()) } else { write_whole(path, content) }
}

/// Nobody ever sees half of the file.
fn write_whole(path: &Path, content: &[u8]) -> Result<()> {
    let part = with_suffix(path, "part");
    fs::write(&part, content).with_context(|| format!("cannot write {}", part.display()))?;
    fs::rename(&part, path).with_context(|| format!("cannot write {}", path.display()))
}

fn remove_stale<'a>(folder: &Path, names: impl Iterator<Item = &'a String>) -> Result<()> {
    let mut kept = BTreeSet::from([MANIFEST.to_owned()]);
    for name in names {
        kept.extend([name.clone(), format!("{name}.br"), format!("{name}.gz")]);
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !kept.contains(entry.file_name().to_string_lossy().as_ref()) {
            fs::remove_file(entry.path()).with_context(|| format!("cannot remove {}", entry.path().display()))?;
        }
    }
    Ok(())
}

/// Every file under this folder with its path from there, written with `/`.
fn read_tree(folder: &Path) -> Result<BTreeMap<String, File>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![(folder.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push((entry.path(), format!("{name}/")));
            } else {
                let file = File::named_by_content(&name, fs::read(entry.path())?);
                files.insert(name, file);
            }
        }
    }
    Ok(files)
}

/// The beginning of its SHA-256: enough to tell any two contents apart.
pub fn content_hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// `fonts/inter.woff2` becomes `inter-0123456789abcdef.woff2`.
pub fn hashed_name(path: &str, hash: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    match file.rsplit_once('.') {
        Some((stem, kind)) => format!("{stem}-{hash}.{kind}"),
        None => format!("{file}-{hash}"),
    }
}

fn is_compressible(path: &Path) -> bool {
    let kind = path.extension().unwrap_or_default().to_string_lossy();
    !COMPRESSED_KINDS.contains(&kind.as_ref())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

/// Zopfli takes a second for the module and saves a twentieth of what gzip's own best level gives.
fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let options = zopfli::Options { iteration_count: ZOPFLI_ROUNDS, ..Default::default() };
    let mut compressed = Vec::new();
    zopfli::compress(options, zopfli::Format::Gzip, content, &mut compressed)?;
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn files(entries: &[(&str, &str)]) -> BTreeMap<String, File> {
        let file = |(name, content): &(&str, &str)| {
            ((*name).to_owned(), File::named_by_content(name, content.as_bytes().to_vec()))
        };
        entries.iter().map(file).collect()
    }

    fn names_in(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_name_holds_the_hash_of_the_content() {
        let name = |path, content: &str| File::named_by_content(path, content.into()).name;
        assert_eq!(name("fonts/inter.woff2", "abc"), "inter-ba7816bf8f01cfea.woff2");
        assert_eq!(name("LICENSE", "abc"), "LICENSE-ba7816bf8f01cfea");
        assert_ne!(name("main.css", "a"), name("main.css", "b"));
    }

    #[test]
    fn text_is_compressed_and_fonts_are_not() {
        let folder = tempfile::tempdir().unwrap();
        write_files(folder.path(), &files(&[("main.css", "abc"), ("fonts/inter.woff2", "abc")])).unwrap();
        assert_eq!(
            names_in(folder.path()),
            [
                "inter-ba7816bf8f01cfea.woff2",
                "main-ba7816bf8f01cfea.css",
                "main-ba7816bf8f01cfea.css.br",
                "main-ba7816bf8f01cfea.css.gz",
                "manifest.json",
            ]
        );
        let manifest = fs::read(folder.path().join(MANIFEST)).unwrap();
        let names: BTreeMap<String, String> = serde_json::from_slice(&manifest).unwrap();
        assert_eq!(names["fonts/inter.woff2"], "inter-ba7816bf8f01cfea.woff2");
    }

    #[test]
    fn the_compressed_files_hold_the_content() {
        let content = "a line that repeats\n".repeat(500).into_bytes();
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&gzip(&content).unwrap()[..]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, content);
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &brotli(&content).unwrap()[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, content);
    }

    #[test]
    fn an_unchanged_site_is_not_written_again_and_a_stale_file_goes() {
        let folder = tempfile::tempdir().unwrap();
        let age = |name: &str| fs::metadata(folder.path().join(name)).unwrap().modified().unwrap();
        write_files(folder.path(), &files(&[("a.js", "one")])).unwrap();
        let before = (names_in(folder.path()), age(MANIFEST));
        write_files(folder.path(), &files(&[("a.js", "one")])).unwrap();
        assert_eq!((names_in(folder.path()), age(MANIFEST)), before);

        write_files(folder.path(), &files(&[("a.js", "two")])).unwrap();
        assert_eq!(names_in(folder.path()).len(), before.0.len());
        assert!(before.0.iter().filter(|name| names_in(folder.path()).contains(name)).eq(&[MANIFEST]));
    }

    #[test]
    fn files_are_found_in_folders_within_folders() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("a/b")).unwrap();
        fs::write(folder.path().join("a/b/c.svg"), "x").unwrap();
        fs::write(folder.path().join("robots.txt"), "y").unwrap();
        let tree = read_tree(folder.path()).unwrap();
        assert_eq!(tree.keys().collect::<Vec<_>>(), ["a/b/c.svg", "robots.txt"]);
    }
}
