use proptest::{collection::vec, option, prelude::*, sample::select};

use super::*;
use crate::cli;

/// Reads settings from flags, environment and the text of a file.
fn read(flags: &[&str], env: &[(&str, &str)], file: Option<&str>) -> (Result<Settings, Vec<String>>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    if let Some(text) = file {
        std::fs::write(folder.path().join(DEFAULT_FILE), text).unwrap();
    }
    let command_line = ["vedetta", "serve"].iter().chain(flags);
    let matches = cli::command().try_get_matches_from(command_line).unwrap();
    let (_, flags) = matches.subcommand().unwrap();
    let sources = Sources {
        flags,
        env: &|name| env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()),
        env_names: env.iter().map(|(key, _)| (*key).to_owned()).collect(),
        folder: folder.path(),
    };
    match find(&sources) {
        Ok(found) => (found.read(), found.warnings),
        Err(faults) => (Err(faults), Vec::new()),
    }
}

fn port(flags: &[&str], env: &[(&str, &str)], file: Option<&str>) -> u16 {
    read(flags, env, file).0.unwrap().listen.port()
}

fn faults(flags: &[&str], env: &[(&str, &str)], file: Option<&str>) -> Vec<String> {
    read(flags, env, file).0.unwrap_err()
}

#[test]
fn flags_beat_environment_beats_file_beats_default() {
    let (flag, env, file) = (["--listen", "[::1]:1"], [("VEDETTA_LISTEN", "[::1]:2")], Some("listen = '[::1]:3'"));
    assert_eq!(port(&flag, &env, file), 1);
    assert_eq!(port(&[], &env, file), 2);
    assert_eq!(port(&[], &[], file), 3);
    assert_eq!(port(&[], &[], None), 5001);
}

#[test]
fn names_of_the_older_system_are_understood() {
    let env = [("MONGODB_CONNECTION_STRING", "mongodb://h"), ("MONGODB_DATABASE_NAME", "old")];
    let DatabaseUrl::Mongo { database, .. } = read(&[], &env, None).0.unwrap().database else { panic!("not MongoDB") };
    assert_eq!(database, "old");
    let env = [("MAX_ANALYSIS_TIMEOUT", "60"), ("DEFAULT_ERROR_BUDGET", "9")];
    let settings = read(&[], &env, None).0.unwrap();
    assert_eq!(settings.max_analysis, Duration::from_secs(60));
    assert_eq!(settings.default_error_budget.map(ErrorBudget::get), Some(9));
}

#[test]
fn a_public_url_is_kept_as_browsers_write_it() {
    for (given, expected) in [
        ("https://Vedetta.Example.org", "https://vedetta.example.org"),
        ("https://v.example:443/", "https://v.example"),
        ("HTTP://v.example:80", "http://v.example"),
        ("http://v.example:443", "http://v.example:443"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
    ] {
        let settings = read(&[], &[("VEDETTA_PUBLIC_URL", given)], None).0.unwrap();
        assert_eq!(settings.shown_url(), expected, "{given}");
    }
}

#[test]
fn an_unknown_key_names_the_nearest() {
    assert_eq!(
        faults(&[], &[], Some("lisen = '127.0.0.1:1'\ncolour = 'red'")),
        ["unknown setting colour in vedetta.toml", "unknown setting lisen in vedetta.toml; did you mean listen?"]
    );
    let (settings, warnings) = read(&[], &[("VEDETTA_LISEN", "x")], None);
    assert!(settings.is_ok());
    assert_eq!(warnings, ["the environment variable VEDETTA_LISEN is not a setting; did you mean VEDETTA_LISTEN?"]);
}

#[test]
fn every_fault_is_named_and_no_secret_shown() {
    let env = [
        ("VEDETTA_LISTEN", "5001"),
        ("VEDETTA_TIMEZONE", "Rome"),
        ("VEDETTA_JWT_SECRET", "tooshort"),
        ("VEDETTA_DATABASE", "mysql://u:hidden@h"),
        ("VEDETTA_LOG_FORMAT", "xml"),
        ("VEDETTA_PUBLIC_URL", "vedetta.example.org"),
        ("VEDETTA_TRUSTED_PROXIES", "10.0.0.0/8, nginx"),
        ("VEDETTA_LOG", "loud=verbose"),
        ("VEDETTA_WORKERS", "65"),
        ("VEDETTA_MAX_ANALYSIS_SECONDS", "0"),
        ("DEFAULT_ERROR_BUDGET", "51"),
    ];
    let faults = faults(&[], &env, None);
    assert_eq!(faults.len(), env.len(), "{faults:#?}");
    for (name, _) in env {
        assert!(faults.iter().any(|fault| fault.starts_with(name)), "{name} is not named in {faults:#?}");
    }
    assert!(!faults.concat().contains("tooshort") && !faults.concat().contains("hidden"), "{faults:#?}");
}

/// A secret that can be told from everything else.
fn hidden() -> impl Strategy<Value = String> {
    "TELLNOONE[ -~é]{0,20}"
}

/// Values of settings, sensible and not.
fn value() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,30}", any::<String>(), any::<i64>().prop_map(|number| number.to_string())]
}

#[test]
fn a_filter_of_the_log_may_have_spaces_and_foreign_letters_in_it() {
    for text in [" \u{11c0a}=", "info, \u{11c0a}=", "info , server=debug"] {
        assert!(read(&[], &[("VEDETTA_LOG", text)], None).0.is_ok(), "{text}");
    }
}

proptest! {
    #[test]
    fn whatever_the_environment_says_the_fault_is_named(values in vec(option::of(value()), SETTINGS.len())) {
        let given = SETTINGS.iter().zip(&values).filter_map(|(setting, value)| Some((setting.env, value.as_deref()?)));
        let env: Vec<(&str, &str)> = given.collect();
        for fault in read(&[], &env, None).0.err().unwrap_or_default() {
            prop_assert!(env.iter().any(|(name, _)| fault.starts_with(name)), "{fault}");
        }
    }

    #[test]
    fn whatever_the_file_says_the_fault_is_named(
        lines in vec(("[a-z_\\[\\]. ]{0,12}|listen|workers|log", value()), 0..5),
        quote in select(vec!["", "'", "\"", "\"\"\""]),
    ) {
        let text: String = lines.iter().map(|(key, value)| format!("{key} = {quote}{value}{quote}\n")).collect();
        for fault in read(&[], &[], Some(&text)).0.err().unwrap_or_default() {
            prop_assert!(fault.contains("vedetta.toml"), "{fault}");
        }
    }

    #[test]
    fn no_secret_is_told(secret in hidden(), is_sound in any::<bool>()) {
        let quoted = if is_sound { toml::Value::from(secret.clone()).to_string() } else { secret.clone() };
        let url = format!("mongodb://ada:{secret}@h:1:2/v");
        let env = [("VEDETTA_JWT_SECRET", secret.as_str()), ("VEDETTA_DATABASE", &url)];
        let file = format!("metrics_token = {quoted}\njwt_secret = {quoted}\n");
        for faults in [read(&[], &env, None).0, read(&[], &[], Some(&file)).0] {
            let said = faults.err().unwrap_or_default().concat();
            prop_assert!(!said.contains("TELLNOONE"), "{said}");
        }
    }
}

#[test]
fn a_file_that_is_no_toml_is_one_fault() {
    assert_eq!(faults(&[], &[], Some("listen =")).len(), 1);
    assert_eq!(faults(&[], &[], Some("listen = { port = 1 }")).len(), 1);
    assert_eq!(faults(&["--settings-file", "missing.toml"], &[], None).len(), 1);
}
