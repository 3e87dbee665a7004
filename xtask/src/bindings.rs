//! The script and the module that wasm-bindgen writes, made smaller: without what nobody calls, and with short names for
//! what only these two know of each other.

use anyhow::{Context, Result, ensure};
use walrus::Module;
use walrus::passes::gc;

/// What the module calls the script.
const IMPORTS: &str = "./vedetta_bg.js";
const CLASS: &str = "\nexport class ";

/// Changes both; they still fit each other alone.
pub fn slim(script: &str, module: &mut Module) -> Result<String> {
    let script = drop_classes(script, module)?;
    gc::run(module);
    let script = shorten_imports(&script, module)?;
    Ok(drop_comments(&script))
}

/// Crates export classes for programs in JavaScript, of which there is none here.
fn drop_classes(script: &str, module: &mut Module) -> Result<String> {
    let mut script = script.to_owned();
    while let Some(start) = script.find(CLASS) {
        let class = script[start + CLASS.len()..].split(' ').next().unwrap_or_default().to_owned();
        // Each class is followed by what makes it disposable, on a line.
        let disposable = format!("\nif (Symbol.dispose) {class}.");
        let end =
            script[start..].find(&disposable).with_context(|| format!("the end of class {class} is not found"))?;
        let line_end = start + end + 1 + script[start + end + 1..].find('\n').unwrap_or_default();
        script.replace_range(start..line_end, "");
        drop_exports(module, &class.to_lowercase());
    }
    Ok(script)
}

fn drop_exports(module: &mut Module, class: &str) {
    let prefixes = [format!("{class}_"), format!("__wbg_{class}_")];
    let is_of_class = |name: &str| prefixes.iter().any(|prefix| name.starts_with(prefix.as_str()));
    let dropped: Vec<_> =
        module.exports.iter().filter(|export| is_of_class(&export.name)).map(walrus::Export::id).collect();
    for export in dropped {
        module.exports.delete(export);
    }
}

/// Their names hold hashes, which no compression makes smaller.
fn shorten_imports(script: &str, module: &mut Module) -> Result<String> {
    let mut script = script.to_owned();
    let imports = module.imports.iter_mut().filter(|import| import.module == IMPORTS);
    for (index, import) in imports.enumerate() {
        let written = format!("{}: function(", import.name);
        ensure!(script.contains(&written), "the script does not bring {}, which the module imports", import.name);
        let short = format!("i{index}");
        script = script.replace(&written, &format!("{short}: function("));
        import.name = short;
    }
    Ok(script)
}

fn drop_comments(script: &str) -> String {
    let is_comment = |line: &&str| ["//", "/*", "*"].iter().any(|mark| line.starts_with(mark));
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}
