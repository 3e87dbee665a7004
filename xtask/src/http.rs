//! A plain HTTP GET to a loopback port: enough to ask a server that was just started.

use std::time::Duration;

use anyhow::{Context, Result};
use ureq::Agent;
use ureq::http::HeaderMap;

const WITHIN: Duration = Duration::from_secs(30);

pub struct Answer {
    pub status: u16,
    headers: HeaderMap,
    /// As it was sent, compressed or not: ureq is built without what would unpack it.
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Asks for this path as a browser does that understands gzip.
pub fn get(port: u16, path: &str) -> Result<Answer> {
    get_with(port, path, &[])
}

/// The same with further headers. No redirect is followed.
pub fn get_with(port: u16, path: &str, headers: &[(&str, String)]) -> Result<Answer> {
    // A new one each time: no connection stays open that the server would have to remember.
    let agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).timeout_global(Some(WITHIN));
    // No proxy leads to a loopback port.
    let agent: Agent = agent.proxy(None).build().into();
    let request = agent.get(format!("http://127.0.0.1:{port}{path}"));
    let request = request.header("accept", "text/html, */*").header("accept-encoding", "gzip");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
    let (head, mut body) = request.call()?.into_parts();
    let body = body.read_to_vec().with_context(|| format!("the answer to GET {path}"))?;
    Ok(Answer { status: head.status.as_u16(), headers: head.headers, body })
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// What a server says, whatever it is asked, as it is understood.
    fn understood(said: &str) -> Result<Answer> {
        let server = TcpListener::bind("127.0.0.1:0")?;
        let port = server.local_addr()?.port();
        thread::scope(|scope| {
            scope.spawn(move || {
                let (mut stream, _) = server.accept().unwrap();
                let _ = stream.read(&mut [0; 1024]);
                stream.write_all(said.as_bytes())
            });
            get(port, "/")
        })
    }

    #[test]
    fn an_answer_is_as_it_was_sent() {
        let packed = "HTTP/1.1 303 See Other\r\nLocation: /x\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc";
        let answer = understood(packed).unwrap();
        assert_eq!((answer.status, answer.header("location")), (303, Some("/x")));
        assert_eq!((answer.header("content-encoding"), answer.body.as_slice()), (Some("gzip"), &b"abc"[..]));
    }

    #[test]
    fn half_an_answer_is_an_error() {
        for half in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc"] {
            assert!(understood(half).is_err(), "{half}");
        }
    }
}
