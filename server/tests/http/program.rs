//! The program itself: how it starts, what it says when it cannot, how it ends.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Output, Stdio},
    thread,
    time::Duration,
};

pub fn vedetta(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vedetta"));
    command.current_dir(folder).env_clear().stdin(Stdio::null());
    command
}

/// Runs to the end; says its exit code and what it wrote to standard error.
fn fails(folder: &Path, args: &[&str], env: &[(&str, &str)]) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = vedetta(folder).args(args).envs(env.iter().copied()).output().unwrap();
    let lines: Vec<String> = String::from_utf8(stderr).unwrap().lines().map(str::to_owned).collect();
    let said: Vec<&str> = lines.iter().map(String::as_str).filter(|line| !line.starts_with('{')).collect();
    (status.code(), said.join("\n"))
}

fn check_refused(args: &[&str], env: &[(&str, &str)], code: i32, part: &str) {
    let folder = tempfile::tempdir().unwrap();
    let (status, said) = fails(folder.path(), args, env);
    assert_eq!(status, Some(code), "{said}");
    assert_eq!(said.lines().count(), 1, "one clear line: {said}");
    assert!(said.contains(part), "{said:?} does not say {part:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left on disk");
}

#[test]
fn wrong_settings_stop_the_start_with_one_line() {
    check_refused(&["serve", "--listen", "5001"], &[], 2, "--listen \"5001\" must be an address and a port");
    check_refused(&[], &[("VEDETTA_TIMEZONE", "Rome")], 2, "VEDETTA_TIMEZONE \"Rome\"");
    check_refused(&[], &[("VEDETTA_DATABASE", "mysql://x")], 2, "must begin with sqlite: or mongodb://");
    check_refused(&["serve", "--settings-file", "nope.toml"], &[], 2, "nope.toml cannot be read");
    check_refused(&["worker"], &[("VEDETTA_WORKERS", "0")], 2, "VEDETTA_WORKERS=0 would do nothing");
}

#[test]
fn wrong_usage_ends_with_two() {
    let folder = tempfile::tempdir().unwrap();
    for args in
        [&["dance"][..], &["serve", "--port", "1"], &["completions", "basic"], &["demo", "--until", "9999-12-31"]]
    {
        assert_eq!(fails(folder.path(), args, &[]).0, Some(2), "{args:?}");
    }
}

#[test]
fn a_port_in_use_is_said() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    check_refused(
        &["--listen", &address],
        &[],
        1,
        &format!("cannot listen on {address}: another program uses this port"),
    );
}

#[test]
fn a_database_that_cannot_be_used_is_said() {
    check_refused(
        &["--listen", "127.0.0.1:0"],
        &[("VEDETTA_DATABASE", "sqlite:/proc/vedetta/v.db")],
        1,
        "/proc/vedetta",
    );
    let nowhere = "mongodb://ada:hidden@127.0.0.1:1/v?serverSelectionTimeoutMS=300";
    let folder = tempfile::tempdir().unwrap();
    let (status, said) = fails(folder.path(), &["--listen", "127.0.0.1:0"], &[("VEDETTA_DATABASE", nowhere)]);
    assert_eq!((status, said.lines().count()), (Some(1), 1), "{said}");
    assert!(!said.contains("hidden"), "{said}");
}

#[test]
fn check_config_shows_each_value_and_its_source() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("vedetta.toml"), "timezone = 'Europe/Rome'").unwrap();
    let env =
        [("VEDETTA_JWT_SECRET", "0123456789abcdef0123456789abcdef"), ("VEDETTA_DATABASE", "mongodb://ada:hidden@h/v")];
    let output = vedetta(folder.path()).arg("check-config").arg("--json").envs(env).output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("hidden") && !text.contains("0123456789"), "{text}");
    let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let row = |name: &str| rows.iter().find(|row| row["setting"] == name).unwrap();
    assert_eq!(
        (row("timezone")["value"].as_str(), row("timezone")["source"].as_str()),
        (Some("Europe/Rome"), Some("vedetta.toml"))
    );
    assert_eq!(row("database")["value"], "mongodb://ada:***@h/v");
    assert_eq!(row("jwt_secret")["value"], "***");
    assert_eq!(row("listen")["source"], "default");
}

#[test]
fn help_version_and_completions_print() {
    let folder = tempfile::tempdir().unwrap();
    for (args, part) in [
        (&["--version"][..], env!("CARGO_PKG_VERSION")),
        (&["serve", "--help"], "[env: VEDETTA_PUBLIC_URL]"),
        (&["completions", "bash"], "complete -F _vedetta"),
    ] {
        let output = vedetta(folder.path()).args(args).output().unwrap();
        assert!(output.status.success(), "{args:?}");
        assert!(String::from_utf8(output.stdout).unwrap().contains(part), "{args:?} does not print {part}");
    }
}

#[test]
fn who_has_heard_enough_of_a_document_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    for args in [&["completions", "bash"][..], &["openapi"]] {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let output = vedetta(folder.path()).args(args).stdout(writer).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

/// A running server; killed at the end, whatever happens.
pub struct Running {
    pub child: Child,
    pub address: String,
    said: Vec<String>,
}

impl Running {
    /// A first start, which says two lines.
    fn start(folder: &Path) -> Self {
        Self::start_with(&mut vedetta(folder), 2)
    }

    /// Starts, and waits until it has said so many lines.
    pub fn start_with(command: &mut Command, lines: usize) -> Self {
        let mut child =
            command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let said: Vec<String> =
            BufReader::new(child.stdout.take().unwrap()).lines().take(lines).map(Result::unwrap).collect();
        let address = said[0].strip_prefix("Vedetta is ready at http://").unwrap().to_owned();
        Self { child, address, said }
    }

    pub fn request(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    }

    pub fn terminate(&mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_serves_says_where_and_ends_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(folder.path());
    assert!(!running.address.ends_with(":0"), "{}", running.address);
    assert!(running.said[1].contains("/setup with the code "), "{:?}", running.said);
    let mut answer = String::new();
    running
        .request("GET /readyz HTTP/1.1\r\nhost: v\r\nconnection: close\r\n\r\n")
        .read_to_string(&mut answer)
        .unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"sqlite\""), "{answer}");
    assert_eq!(running.terminate(), Some(0));
    let again = Running::start(folder.path());
    assert_eq!(again.said[1], running.said[1].replace(&running.address, &again.address), "the code stays the same");
}

#[test]
fn a_request_in_flight_is_finished_before_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(folder.path());
    let body = r#"{"username": "ada", "password": "x"}"#;
    // The server says "continue" once the request has reached its handler.
    let head = format!(
        "POST /api/v1/auth/login HTTP/1.1\r\nhost: v\r\nconnection: close\r\nexpect: 100-continue\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = running.request(&head);
    let mut said = [0; 25];
    stream.read_exact(&mut said).unwrap();
    assert_eq!(&said, b"HTTP/1.1 100 Continue\r\n\r\n");
    let id = running.child.id().to_string();
    Command::new("kill").args(["-TERM", &id]).status().unwrap();
    // The listener closes first; then the rest of the request arrives and is answered.
    while TcpStream::connect(&running.address).is_ok() {
        thread::yield_now();
    }
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert_eq!(running.child.wait().unwrap().code(), Some(0));
}

#[test]
fn with_its_descriptors_used_up_it_serves_whom_it_has_and_later_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut limited = Command::new("sh");
    limited.args(["-c", r#"ulimit -n 128 && exec "$0" "$@""#]).arg(vedetta(folder.path()).get_program());
    limited.current_dir(folder.path()).env_clear().env("PATH", std::env::var_os("PATH").unwrap());
    let mut running = Running::start_with(&mut limited, 2);
    let is_ready = |mut stream: &TcpStream| {
        stream.write_all(b"GET /readyz HTTP/1.0\r\nhost: v\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.starts_with("HTTP/1.1 200") || answer.starts_with("HTTP/1.0 200")
    };
    let crowd: Vec<_> = (0..200).map(|_| TcpStream::connect(&running.address).unwrap()).collect();
    assert!(is_ready(&crowd[0]));
    drop(crowd);
    assert!(is_ready(&TcpStream::connect(&running.address).unwrap()));
    assert_eq!(running.terminate(), Some(0));
}

#[test]
fn a_second_server_on_the_same_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let _running = Running::start(folder.path());
    let (status, said) = fails(folder.path(), &["--listen", "127.0.0.1:0"], &[]);
    assert_eq!((status, said.lines().count()), (Some(1), 1), "{said}");
}

#[test]
fn a_slow_client_is_cut_off_and_disturbs_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path());
    let mut slow = running.request("GET /readyz HTTP/1.1\r\nhos");
    let mut answer = String::new();
    running
        .request("GET /readyz HTTP/1.1\r\nhost: v\r\nconnection: close\r\n\r\n")
        .read_to_string(&mut answer)
        .unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"));
    let mut rest = String::new();
    slow.read_to_string(&mut rest).unwrap();
    assert!(!rest.starts_with("HTTP/1.1 200"), "{rest}");
}

#[test]
fn a_client_that_reads_nothing_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path());
    let mut client = running.request("");
    client.set_write_timeout(Some(Duration::from_secs(5))).unwrap();
    // More and more, until the answers that nobody takes have stopped the server from reading.
    let requests = "GET /healthz HTTP/1.1\r\nhost: v\r\n\r\n".repeat(1000);
    while client.write_all(requests.as_bytes()).is_ok() {}
    // What ends the connection is the system's own clock, which nothing here can see.
    thread::sleep(Duration::from_secs(32));
    client.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let end = io::copy(&mut client, &mut io::sink());
    assert!(!matches!(&end, Err(error) if error.kind() == io::ErrorKind::WouldBlock), "it is still served: {end:?}");
}

#[test]
fn a_token_of_a_megabyte_is_wrong_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path());
    let head = "GET /api/v1/auth/me HTTP/1.1\r\nhost: v\r\nconnection: close\r\nauthorization: Bearer ";
    let mut answer = String::new();
    running.request(&format!("{head}{}\r\n\r\n", "x".repeat(1 << 20))).read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401") && answer.contains("application/problem+json"), "{answer}");
}

#[test]
fn heads_that_do_not_end_are_few_and_keep_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path());
    let head = format!("GET /healthz HTTP/1.1\r\nx: {}", "x".repeat(200 << 10));
    // Those that are cut off may be so before they were sent whole.
    let crowd: Vec<TcpStream> = (0..20).map(|_| TcpStream::connect(&running.address).unwrap()).collect();
    crowd.iter().for_each(|mut stream| drop(stream.write_all(head.as_bytes())));
    let mut answer = String::new();
    running.request("GET /healthz HTTP/1.0\r\nhost: v\r\n\r\n").read_to_string(&mut answer).unwrap();
    assert!(answer.contains(" 200 "), "{answer}");
    let is_cut_off = |mut stream: &TcpStream| {
        stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        !matches!(stream.read(&mut [0]), Err(error) if error.kind() == io::ErrorKind::WouldBlock)
    };
    assert_eq!(crowd.iter().filter(|stream| is_cut_off(stream)).count(), 4);
}

/// Runs a verb with something on its standard input; says its exit code and what it wrote.
pub fn run_with_input(folder: &Path, args: &[&str], input: &str) -> (Option<i32>, String) {
    run_to_end(vedetta(folder).args(args), input)
}

pub fn run_to_end(command: &mut Command, input: &str) -> (Option<i32>, String) {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout) + &text(output.stderr))
}

#[test]
fn accounts_are_managed_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str], input: &str| run_with_input(folder.path(), args, input);
    let add = ["user", "add", "Ada", "--role", "admin", "--password-stdin"];
    let (status, said) = run(&add, "short\n");
    assert_eq!(status, Some(1));
    assert!(said.contains("password must have 12 to 128 characters; it has 5"), "{said}");
    assert_eq!(run(&add, "correct horse battery\n"), (Some(0), "added ada (admin)\n".into()));
    let (status, said) = run(&add, "correct horse battery\n");
    assert_eq!((status, said.contains("the user name is taken")), (Some(1), true), "{said}");
    let (status, said) = run(&["user", "disable", "ada"], "");
    assert_eq!((status, said.contains("the last admin cannot be")), (Some(1), true), "{said}");
    assert_eq!(run(&["user", "role", "eve", "admin"], "").0, Some(1));
    assert_eq!(run(&["user", "role", "ada", "owner"], "").0, Some(2));
    run(&["user", "add", "vera", "--role", "viewer", "--password-stdin"], "correct horse battery\n");
    assert_eq!(run(&["user", "role", "VERA", "admin"], "").0, Some(0));
    let json = |args: &[&str], input: &str| -> serde_json::Value {
        let (status, said) = run(&[args, &["--json"]].concat(), input);
        assert_eq!(status, Some(0), "{said}");
        serde_json::from_str(&said).unwrap()
    };
    assert_eq!(json(&["user", "role", "vera", "admin"], "")["role"], "admin");
    assert_eq!(json(&["user", "password", "vera", "--password-stdin"], "a new horse battery\n")["username"], "vera");
    assert_eq!(json(&["user", "enable", "ada"], "")["disabled"], false);
    assert_eq!(json(&["user", "disable", "ada"], "")["disabled"], true);
    let (_, listed) = run(&["user", "list", "--json"], "");
    let users: Vec<serde_json::Value> = serde_json::from_str(&listed).unwrap();
    assert_eq!((&users[0]["username"], &users[0]["disabled"]), (&"ada".into(), &true.into()));
    assert_eq!((&users[1]["username"], &users[1]["role"]), (&"vera".into(), &"admin".into()));
    assert!(!listed.contains("argon2"), "{listed}");
    let (status, said) = run(&["audit", "verify"], "");
    assert_eq!((status, said.contains("is whole: 7 rows")), (Some(0), true), "{said}");
}
