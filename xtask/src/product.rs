//! The whole product as one file: the browser half, the site made of it, and the server that carries the site.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::processes::run;
use crate::{browser_half, places, site};

/// How the server is built. The browser half is the small one in both, but a development build has the style guide too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Dev,
    Release,
}

impl Profile {
    /// What cargo is told to build either half.
    pub fn features(self) -> &'static [&'static str] {
        match self {
            Self::Dev => &["--features", "styleguide"],
            Self::Release => &[],
        }
    }

    /// The name of the folder that the site is written to, within the target folder.
    fn site(self) -> &'static str {
        match self {
            Self::Dev => "site-dev",
            Self::Release => "site",
        }
    }
}

/// Builds everything and gives the program's path.
pub fn build(profile: Profile) -> Result<PathBuf> {
    let site = places::target().join(profile.site());
    site::write(&site, browser_half::build(profile)?)?;
    println!("building the server");
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--package", "server", "--bin", "vedetta"]).args(profile.features()).env("VEDETTA_SITE", site);
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    run(cargo.current_dir(places::root()))?;
    let program = program(profile);
    println!("built {}", program.display());
    Ok(program)
}

/// Where the built program is.
pub fn program(profile: Profile) -> PathBuf {
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Release => "release",
    };
    places::target().join(folder).join("vedetta")
}

/// Builds everything and becomes `vedetta serve`, so that signals reach it.
pub fn serve(profile: Profile, with_demo: bool, arguments: &[String]) -> Result<()> {
    let program = build(profile)?;
    if with_demo {
        // The same settings, so that the data come where the server looks for them.
        run(Command::new(&program).arg("demo").args(arguments).current_dir(places::root()))?;
    }
    let error = Command::new(&program).arg("serve").args(arguments).current_dir(places::root()).exec();
    Err(error).with_context(|| format!("cannot start {}", program.display()))
}
