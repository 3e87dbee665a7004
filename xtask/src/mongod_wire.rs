//! Just enough of MongoDB's wire protocol to start a replica set: one command, one answer.
//!
//! The real driver belongs to `store`; here it would cost every first `cargo xtask` a minute of building.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use bson::Document;

const OP_MSG: i32 = 2013;
/// Length, request id, response id and operation: four integers.
const HEADER_BYTES: usize = 16;
/// The flags of an `OP_MSG` and the kind of its only section.
const PREFIX_BYTES: usize = 5;
/// A transaction that a killed server left open holds its locks for a minute, and who drops its database waits for them.
const PATIENCE: Duration = Duration::from_secs(90);

/// Runs a command on a database of the server at this loopback port and gives its answer, `ok` or not.
pub fn run_command(port: u16, database: &str, mut command: Document) -> Result<Document> {
    command.insert("$db", database);
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(&encode(&command)?)?;

    let mut header = [0; HEADER_BYTES];
    stream.read_exact(&mut header)?;
    let length = i32::from_le_bytes([header[0], header[1], header[2], header[3]]);
    let rest = usize::try_from(length)?.checked_sub(HEADER_BYTES).context("an answer shorter than its header")?;
    let mut body = vec![0; rest];
    stream.read_exact(&mut body)?;
    decode(&body)
}

/// Whether the answer says that the command succeeded.
pub fn succeeded(answer: &Document) -> bool {
    answer.get_f64("ok").is_ok_and(|ok| ok > 0.0)
}

fn encode(command: &Document) -> Result<Vec<u8>> {
    let document = command.to_vec()?;
    let length = i32::try_from(HEADER_BYTES + PREFIX_BYTES + document.len())?;
    let mut message = Vec::new();
    for number in [length, 1, 0, OP_MSG, 0] {
        message.extend(number.to_le_bytes());
    }
    message.push(0);
    message.extend(document);
    Ok(message)
}

fn decode(body: &[u8]) -> Result<Document> {
    ensure!(body.len() > PREFIX_BYTES && body[PREFIX_BYTES - 1] == 0, "an answer that is no document");
    Ok(Document::from_reader(&body[PREFIX_BYTES..])?)
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    #[test]
    fn a_message_is_read_back_as_it_was_written() {
        let command = doc! {"hello": 1, "$db": "admin"};
        let message = encode(&command).unwrap();
        let length = i32::from_le_bytes(message[..4].try_into().unwrap());
        assert_eq!(usize::try_from(length).unwrap(), message.len());
        assert_eq!(decode(&message[HEADER_BYTES..]).unwrap(), command);
    }

    #[test]
    fn an_empty_answer_is_an_error() {
        assert!(decode(&[]).is_err());
        assert!(decode(&[0; PREFIX_BYTES]).is_err());
    }
}
