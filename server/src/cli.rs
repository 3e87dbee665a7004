//! The command line: its verbs, flags and help. What a verb does is found in the module of its name.

use chrono::{Days, NaiveDate, NaiveTime};
use clap::{
    Arg, ArgAction, Command,
    builder::{NonEmptyStringValueParser, PossibleValuesParser},
    value_parser,
};
use model::{Role, moment};

use crate::{
    demo::{DEFAULT_DAYS, DEFAULT_SEED, MOST_DAYS},
    settings::SETTINGS,
};

/// The whole command line.
pub fn command() -> Command {
    Command::new("vedetta")
        .version(env!("CARGO_PKG_VERSION"))
        .about("A self-hosted reliability console: error budgets of services, recovery points of backups")
        .after_help("Without a verb, `serve` runs.\n\nExit codes: 0 done, 1 failed, 2 wrong usage.")
        .args(settings_args())
        .args_conflicts_with_subcommands(true)
        .subcommand(Command::new("serve").about("Run the server (the default)").args(settings_args()))
        .subcommand(
            Command::new("worker")
                .about("Run analyses without serving anybody: for more of them on one MongoDB")
                .args(settings_args()),
        )
        .subcommand(
            Command::new("check-config")
                .about("Show each setting, where it comes from, and whether it is valid")
                .args(settings_args())
                .arg(json_arg()),
        )
        .subcommand(user())
        .subcommand(audit())
        .subcommand(import())
        .subcommand(analyze())
        .subcommand(demo())
        .subcommand(Command::new("openapi").about("Print the OpenAPI document of the HTTP API"))
        .subcommand(completions())
}

fn import() -> Command {
    let kind = |name: &'static str, about: &'static str| {
        Command::new(name)
            .about(about)
            .args(settings_args())
            .arg(Arg::new("file").value_name("FILE").required(true).help("The file; - reads standard input"))
            .arg(json_arg())
    };
    Command::new("import")
        .about("Take data in from a file: a JSON array, a JSON object a line, or CSV with headings")
        .after_help(
            "Good rows are kept and bad ones listed; with a bad one, the exit code is 1. Importing a file again \
             changes nothing.",
        )
        .subcommand_required(true)
        .subcommand(kind("assets", "Add assets, or replace those of the same ids"))
        .subcommand(kind("samples", "Add status checks of services"))
        .subcommand(kind("backups", "Add runs of backups"))
}

fn analyze() -> Command {
    let kind = |name: &'static str, about: &'static str| {
        let config = Arg::new("config")
            .long("config")
            .value_name("FILE")
            .help("The configuration as JSON; left out, everything there is with the default figures");
        let out = Arg::new("out")
            .long("out")
            .value_name("FILE")
            .required(true)
            .help("Where the report goes: CSV if it ends in .csv, else JSON; - writes standard output");
        Command::new(name).about(about).args(settings_args()).arg(config).arg(out)
    };
    Command::new("analyze")
        .about("Make a report without the server")
        .subcommand_required(true)
        .subcommand(kind("availability", "How much of each error budget was burnt"))
        .subcommand(kind("resilience", "How much work would be lost, and whether backups kept their promise"))
}

fn user() -> Command {
    let name = || Arg::new("name").value_name("NAME").required(true).help("The user name");
    let role = || {
        Arg::new("role")
            .value_parser(PossibleValuesParser::new(Role::ALL.iter().map(|role| role.as_str())))
            .required(true)
            .help("What the user may do")
    };
    let password = || {
        Arg::new("password_stdin")
            .long("password-stdin")
            .action(ArgAction::SetTrue)
            .required(true)
            .help("Read the password from the first line of standard input")
    };
    let verb = |name: &'static str, about: &'static str| Command::new(name).about(about).args(settings_args());
    Command::new("user")
        .about("Manage accounts")
        .subcommand_required(true)
        .subcommand(verb("add", "Add a user").arg(name()).arg(role().long("role")).arg(password()))
        .subcommand(verb("list", "List the users").arg(json_arg()))
        .subcommand(verb("role", "Change a user's role").arg(name()).arg(role().value_name("ROLE")).arg(json_arg()))
        .subcommand(
            verb("password", "Give a user a new password; every sign-in of theirs ends")
                .arg(name())
                .arg(password())
                .arg(json_arg()),
        )
        .subcommand(verb("disable", "Lock a user out; every sign-in of theirs ends").arg(name()).arg(json_arg()))
        .subcommand(verb("enable", "Let a disabled user in again").arg(name()).arg(json_arg()))
}

fn audit() -> Command {
    Command::new("audit").about("Look after the audit trail").subcommand_required(true).subcommand(
        Command::new("verify").about("Check that no row of the trail was changed or removed").args(settings_args()),
    )
}

fn demo() -> Command {
    let number = |name: &'static str, help: String| Arg::new(name).long(name).value_name("N").help(help);
    let days = value_parser!(u32).range(1..=i64::from(MOST_DAYS));
    Command::new("demo")
        .about("Load a month of believable data to look around in; remove them with --remove")
        .args(settings_args())
        .arg(
            Arg::new("remove")
                .long("remove")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["seed", "days", "until"])
                .help("Remove the demo data, and nothing else"),
        )
        .arg(
            number("seed", format!("Which story: the same seed and day make the same data [default: {DEFAULT_SEED}]"))
                .value_parser(value_parser!(u64)),
        )
        .arg(number("days", format!("How many days [default: {DEFAULT_DAYS}]")).value_parser(days))
        .arg(
            Arg::new("until")
                .long("until")
                .value_name("DAY")
                .value_parser(plausible_day)
                .help("The day that the data end before [default: today]"),
        )
}

/// A day before which there is room for the demo in the years that data may lie in.
fn plausible_day(text: &str) -> Result<NaiveDate, String> {
    let day: NaiveDate = text.parse().map_err(|_| "must be a day such as 2025-09-01".to_owned())?;
    let is_plausible = |day: NaiveDate| moment::is_plausible(day.and_time(NaiveTime::MIN).and_utc());
    let first = day.checked_sub_days(Days::new(MOST_DAYS.into()));
    if is_plausible(day) && first.is_some_and(is_plausible) { Ok(day) } else { Err(moment::PLAUSIBLE_YEARS.into()) }
}

fn completions() -> Command {
    Command::new("completions").about("Print the completions of a shell").arg(
        Arg::new("shell")
            .required(true)
            .value_parser(value_parser!(clap_complete::Shell))
            .help("The shell to complete for"),
    )
}

fn json_arg() -> Arg {
    Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print JSON")
}

/// One flag for each setting, and one for the file that holds them.
fn settings_args() -> Vec<Arg> {
    let file = Arg::new("settings_file")
        .long("settings-file")
        .value_name("FILE")
        .value_parser(NonEmptyStringValueParser::new())
        .help("Read settings from this file instead of vedetta.toml");
    let flags = SETTINGS.iter().map(|setting| {
        let default = setting.default.map_or_else(String::new, |default| format!(" [default: {default}]"));
        Arg::new(setting.key)
            .long(setting.flag())
            .value_name(setting.value_name)
            .hide_default_value(true)
            .help(format!("{} [env: {}]{default}", setting.help, setting.env))
    });
    std::iter::once(file).chain(flags).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_sound() {
        super::command().debug_assert();
    }
}
