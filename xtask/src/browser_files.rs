//! The files of the browser half under the names of the site. The scripts name what they load, so these names are written
//! into them. Pieces of the module that are needed together travel in one file.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};

use crate::browser_half::{BrowserHalf, MODULE, PARTS_SCRIPT, Piece, SCRIPT};
use crate::site::{File, content_hash, hashed_name};

/// The part that every other one goes with.
const EVERYWHERE: &str = "inside";
/// Takes a piece out of the file that it travels in.
const FETCH_PIECE: &str = include_str!("fetch_piece.js");

/// Every file by the name that the server knows it by; that of a pack tells the parts that need it.
pub fn name_files(half: BrowserHalf) -> Result<BTreeMap<String, File>> {
    let mut files = BTreeMap::new();
    let script = String::from_utf8(half.script)?;
    let mut parts_script = String::from_utf8(half.parts_script)? + FETCH_PIECE;
    for pack in packs(half.pieces) {
        let needed_by: Vec<_> =
            pack.iter().flat_map(|piece| &piece.parts).collect::<BTreeSet<_>>().into_iter().collect();
        let needed_by = needed_by.iter().map(|part| part.as_str()).collect::<Vec<_>>().join("+");
        let content: Vec<u8> = pack.iter().flat_map(|piece| &piece.module).copied().collect();
        let file = File::named_by_content("part.pack", content);
        parts_script = fetch_from_pack(&parts_script, &pack, &file.name)?;
        files.insert(format!("parts/{needed_by}/part.pack"), file);
    }
    // The two scripts import each other, so neither name can be made from a content that holds the other.
    let unnamed = link_scripts(&script, &parts_script, "0")?;
    let hash = content_hash(&unnamed.map(|(_, file)| file.content).concat());
    let linked = link_scripts(&script, &parts_script, &hash)?;
    files.extend(linked.map(|(name, file)| (name.to_owned(), file)));
    files.insert(MODULE.into(), File::named_by_content(MODULE, half.module));
    Ok(files)
}

/// Pieces that one part alone needs are a pack; so are those that go everywhere, and what is left. Each page loads three
/// files then, however many pieces there are.
fn packs(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut packs: BTreeMap<String, Vec<Piece>> = BTreeMap::new();
    for piece in pieces {
        let name = match piece.parts.first() {
            _ if piece.parts.contains(EVERYWHERE) => EVERYWHERE,
            Some(only) if piece.parts.len() == 1 => only,
            _ => "shared",
        };
        packs.entry(name.to_owned()).or_default().push(piece);
    }
    packs.into_values().collect()
}

/// Has the script take the pieces of a pack out of it.
fn fetch_from_pack(script: &str, pack: &[Piece], name: &str) -> Result<String> {
    let mut script = script.to_owned();
    let mut start = 0;
    for Piece { file, module, .. } in pack {
        let end = start + module.len();
        let alone = format!("fetch(new URL(\"./{file}\", import.meta.url))");
        ensure!(script.contains(&alone), "the script of the parts does not fetch {file}");
        script = script.replace(&alone, &format!("fetchPiece(new URL(\"./{name}\", import.meta.url), {start}, {end})"));
        start = end;
    }
    Ok(script)
}

/// Both scripts as they import each other under names with this hash.
fn link_scripts(script: &str, parts_script: &str, hash: &str) -> Result<[(&'static str, File); 2]> {
    let [name, parts_name] = [SCRIPT, PARTS_SCRIPT].map(|name| hashed_name(name, hash));
    let script = import_from(script, PARTS_SCRIPT, &parts_name)?;
    let parts_script = import_from(parts_script, SCRIPT, &name)?;
    Ok([
        (SCRIPT, File { name, content: script.into_bytes() }),
        (PARTS_SCRIPT, File { name: parts_name, content: parts_script.into_bytes() }),
    ])
}

/// Elsewhere the old name stands for what the module imports.
fn import_from(script: &str, file: &str, name: &str) -> Result<String> {
    let import = format!("from \"./{file}\"");
    ensure!(script.contains(&import), "a script of the browser half does not import {file}");
    Ok(script.replace(&import, &format!("from \"./{name}\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half(shared: &[u8]) -> BrowserHalf {
        let piece = |file: &str, parts: &[&str], module: &[u8]| Piece {
            file: file.into(),
            parts: parts.iter().map(|part| (*part).to_owned()).collect(),
            module: module.into(),
        };
        let fetches = ["split_inside", "chunk_1", "chunk_2", "split_users"]
            .map(|file| format!("() => fetch(new URL(\"./{file}.wasm\", import.meta.url));"));
        BrowserHalf {
            script: br#"import * as parts from "./vedetta_parts.js"; let imports = { "./vedetta_parts.js": parts };"#
                .into(),
            parts_script: format!("import {{ initSync }} from \"./vedetta.js\"; {}", fetches.concat()).into(),
            module: b"main".into(),
            pieces: vec![
                piece("split_inside.wasm", &["inside"], b"frame"),
                piece("chunk_1.wasm", &["inside", "users"], b"button"),
                piece("chunk_2.wasm", &["audit", "users"], shared),
                piece("split_users.wasm", &["users"], b"users"),
            ],
        }
    }

    fn text(files: &BTreeMap<String, File>, name: &str) -> String {
        String::from_utf8(files[name].content.clone()).unwrap()
    }

    #[test]
    fn scripts_import_each_other_by_the_names_of_the_site() {
        let files = name_files(half(b"table")).unwrap();
        assert!(text(&files, SCRIPT).contains(&format!("from \"./{}\"", files[PARTS_SCRIPT].name)));
        assert!(text(&files, PARTS_SCRIPT).contains(&format!("from \"./{}\"", files[SCRIPT].name)));
        // The module asks for its imports by this name.
        assert!(text(&files, SCRIPT).contains(r#"{ "./vedetta_parts.js": parts }"#));
    }

    #[test]
    fn pieces_that_are_needed_together_travel_in_one_file() {
        let files = name_files(half(b"table")).unwrap();
        let packs: Vec<_> = files.keys().filter(|name| name.starts_with("parts/")).collect();
        assert_eq!(packs, ["parts/audit+users/part.pack", "parts/inside+users/part.pack", "parts/users/part.pack"]);
        assert_eq!(text(&files, "parts/inside+users/part.pack"), "framebutton");
        let name = &files["parts/inside+users/part.pack"].name;
        let fetch = format!("fetchPiece(new URL(\"./{name}\", import.meta.url), 5, 11)");
        assert!(text(&files, PARTS_SCRIPT).contains(&fetch), "{fetch}");
    }

    #[test]
    fn another_piece_gives_other_names_to_all_that_lead_to_it() {
        let (before, after) = (name_files(half(b"a")).unwrap(), name_files(half(b"b")).unwrap());
        for name in [SCRIPT, PARTS_SCRIPT, "parts/audit+users/part.pack"] {
            assert_ne!(before[name].name, after[name].name, "{name}");
        }
        for name in [MODULE, "parts/users/part.pack"] {
            assert_eq!(before[name].name, after[name].name, "{name}");
        }
    }

    #[test]
    fn a_script_that_does_not_fetch_a_piece_is_not_served() {
        let mut half = half(b"a");
        half.parts_script = br#"import { initSync } from "./vedetta.js""#.into();
        assert!(name_files(half).is_err());
    }
}
