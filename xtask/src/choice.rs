//! What is chosen by name on the command line.

use anyhow::{Result, bail};

/// Those of the known names that are asked for, in the known order; all of them when none is.
pub fn choose<'a>(what: &str, known: &[&'a str], asked: &[String]) -> Result<Vec<&'a str>> {
    if let Some(unknown) = asked.iter().find(|name| !known.contains(&name.as_str())) {
        bail!("there is no {what} {unknown}; there are {}", known.join(", "));
    }
    let is_asked = |name: &&str| asked.is_empty() || asked.iter().any(|one| one == name);
    Ok(known.iter().copied().filter(is_asked).collect())
}
