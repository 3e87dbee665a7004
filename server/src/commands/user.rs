//! `vedetta user ...`: accounts from the command line, for the first admin and for whoever locked themselves out.

use std::io::{self, BufRead, Read, Write};

use anyhow::Context;
use api::{UserPatch, UserView};
use clap::ArgMatches;
use model::{MAX_PAGE, Page, PageRequest, Role, UserName};
use serde::Serialize;

use crate::{
    services::{
        audit::Actor,
        credentials::Credentials,
        users::{self, UserDraft},
    },
    settings::Settings,
    state::AppState,
};

/// The longest password there can be, in bytes, and then some; nobody pipes a file in by mistake.
const LONGEST_INPUT: u64 = 4096;

pub async fn run(settings: Settings, matches: ArgMatches) -> anyhow::Result<()> {
    let is_addition = matches.subcommand_matches("add").is_some();
    let state = if is_addition { super::open(settings).await? } else { super::open_existing(settings).await? };
    let actor = super::actor();
    let done = match matches.subcommand() {
        Some(("add", matches)) => add(&state, matches, &actor).await,
        Some(("list", matches)) => list(&state, matches.get_flag("json")).await,
        Some((verb, matches)) => change(&state, verb, matches, &actor).await,
        None => Ok(()),
    };
    state.store.close().await;
    done
}

async fn add(state: &AppState, matches: &ArgMatches, actor: &Actor<'_>) -> anyhow::Result<()> {
    let credentials = Credentials { username: Some(name(matches).into()), password: Some(read_password()?) };
    let new = UserDraft { credentials, role: Some(role(matches)) };
    let user = users::add(state, new, Vec::new(), actor).await.map_err(super::in_words)?;
    writeln!(io::stdout(), "added {} ({})", user.username, user.role.as_str())?;
    Ok(())
}

async fn change(state: &AppState, verb: &str, matches: &ArgMatches, actor: &Actor<'_>) -> anyhow::Result<()> {
    let given = name(matches);
    let found = match UserName::new(given) {
        Ok(name) => state.store.find_user_by_name(&name).await?,
        Err(_) => None,
    };
    let user = found.with_context(|| format!("there is no user {given:?}"))?;
    let patch = match verb {
        "role" => UserPatch { role: Some(role(matches)), ..UserPatch::default() },
        "password" => UserPatch { password: Some(read_password()?), ..UserPatch::default() },
        "disable" => UserPatch { disabled: Some(true), ..UserPatch::default() },
        "enable" => UserPatch { disabled: Some(false), ..UserPatch::default() },
        _ => anyhow::bail!("there is no {verb}"),
    };
    let user = users::change(state, &user.id, patch, Vec::new(), actor).await.map_err(super::in_words)?;
    if matches.get_flag("json") { print_json(&user) } else { print_rows(&[user]) }
}

async fn list(state: &AppState, json: bool) -> anyhow::Result<()> {
    let (mut all, mut page) = (Vec::new(), PageRequest { limit: MAX_PAGE, cursor: None });
    loop {
        let Page { items, next_cursor } = users::list(state, page.clone()).await.map_err(super::in_words)?;
        all.extend(items);
        if next_cursor.is_none() {
            break;
        }
        page.cursor = next_cursor;
    }
    if json { print_json(&all) } else { print_rows(&all) }
}

fn print_json(told: &impl Serialize) -> anyhow::Result<()> {
    Ok(writeln!(io::stdout(), "{}", serde_json::to_string_pretty(told)?)?)
}

fn print_rows(users: &[UserView]) -> anyhow::Result<()> {
    let width = users.iter().map(|user| user.username.chars().count()).max().unwrap_or(0);
    let mut out = io::stdout().lock();
    for user in users {
        let state = if user.disabled { "disabled" } else { "active" };
        let created = user.created_at.format("%Y-%m-%d");
        writeln!(out, "{:width$}  {:6}  {state:8}  since {created}", user.username, user.role.as_str())?;
    }
    Ok(())
}

fn name(matches: &ArgMatches) -> &str {
    matches.get_one::<String>("name").map_or("", String::as_str)
}

fn role(matches: &ArgMatches) -> Role {
    matches.get_one::<String>("role").and_then(|word| Role::from_word(word).ok()).unwrap_or(Role::Viewer)
}

/// The first line of standard input.
fn read_password() -> anyhow::Result<String> {
    let mut text = String::new();
    io::stdin().lock().take(LONGEST_INPUT).read_line(&mut text).context("the password cannot be read")?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
