//! The command line: its verbs, flags and help. What a verb does is found in the module of its name.

use clap::{Arg, ArgAction, Command, builder::NonEmptyStringValueParser};

use model::Role;

use crate::settings::SETTINGS;

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
            Command::new("check-config")
                .about("Show each setting, where it comes from, and whether it is valid")
                .args(settings_args())
                .arg(json_arg()),
        )
        .subcommand(user())
        .subcommand(audit())
        .subcommand(completions())
}

fn user() -> Command {
    let name = || Arg::new("name").value_name("NAME").required(true).help("The user name");
    let role =
        || Arg::new("role").value_parser(Role::ALL.map(Role::as_str)).required(true).help("What the user may do");
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
        .subcommand(verb("role", "Change a user's role").arg(name()).arg(role().value_name("ROLE")))
        .subcommand(
            verb("password", "Give a user a new password; every sign-in of theirs ends").arg(name()).arg(password()),
        )
        .subcommand(verb("disable", "Lock a user out; every sign-in of theirs ends").arg(name()))
        .subcommand(verb("enable", "Let a disabled user in again").arg(name()))
}

fn audit() -> Command {
    Command::new("audit").about("Look after the audit trail").subcommand_required(true).subcommand(
        Command::new("verify").about("Check that no row of the trail was changed or removed").args(settings_args()),
    )
}

fn completions() -> Command {
    Command::new("completions").about("Print the completions of a shell").arg(
        Arg::new("shell")
            .required(true)
            .value_parser(clap::value_parser!(clap_complete::Shell))
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
