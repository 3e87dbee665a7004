//! Password hashing with argon2id, on a thread or two of its own, each with one buffer that it keeps
//! while there is work. Anything else (a pool that grows, a buffer per call) holds hundreds of megabytes.

use std::{thread, time::Duration};

use anyhow::Context;
use argon2::{
    Algorithm, Argon2, Block, Params, PasswordHash, Version,
    password_hash::phc::{Output, ParamsString, Salt},
};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use subtle::ConstantTimeEq;
use tokio::sync::oneshot;

use crate::error::{ServiceError, ServiceResult};

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const HASH_BYTES: usize = 32;
const SALT_BYTES: usize = 16;
/// However many processors there are: each thread's buffer is as large as the memory that a hash takes.
const MOST_THREADS: usize = 2;
/// How many sign-ins may wait: at 24 ms each, the last of them waits less than half a second on two cores.
const LONGEST_QUEUE: usize = 32;
/// A buffer that nobody has used for this long is given back.
const KEEP_BUFFER: Duration = Duration::from_secs(10);

/// Hashes and checks passwords.
pub struct Passwords {
    queue: Sender<Task>,
    dummy_hash: String,
}

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    Wrong,
    Right,
    /// Right, but hashed with weaker parameters than today's.
    RightButWeak,
}

enum Task {
    Hash { password: String, answer: oneshot::Sender<anyhow::Result<String>> },
    Check { password: String, hash: String, answer: oneshot::Sender<anyhow::Result<Checked>> },
}

impl Passwords {
    /// Starts the threads.
    pub fn start() -> anyhow::Result<Self> {
        let (queue, tasks) = bounded(LONGEST_QUEUE);
        for number in 0..thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS) {
            let tasks = tasks.clone();
            thread::Builder::new().name(format!("passwords-{number}")).spawn(move || work(&tasks))?;
        }
        Ok(Self { queue, dummy_hash: dummy_hash()? })
    }

    /// The hash to keep for a new password, in PHC form.
    pub async fn hash(&self, password: String) -> ServiceResult<String> {
        let (answer, answered) = oneshot::channel();
        self.put(Task::Hash { password, answer })?;
        Ok(answered.await.context("a hashing thread ended")??)
    }

    /// Checks a password. Where there is no account, a dummy takes just as long.
    pub async fn check(&self, password: String, hash: Option<String>) -> ServiceResult<Checked> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.dummy_hash.clone());
        let (answer, answered) = oneshot::channel();
        self.put(Task::Check { password, hash, answer })?;
        let checked = answered.await.context("a hashing thread ended")??;
        Ok(if known { checked } else { Checked::Wrong })
    }

    fn put(&self, task: Task) -> ServiceResult<()> {
        self.queue.try_send(task).map_err(|_| ServiceError::TooMany {
            retry_after: 1,
            detail: "too many people are signing in at this moment; try again in a second".into(),
        })
    }
}

/// One thread: takes a task, does it, gives its buffer back when nothing comes for a while.
fn work(tasks: &Receiver<Task>) {
    let mut buffer: Vec<Block> = Vec::new();
    loop {
        let next = if buffer.is_empty() {
            tasks.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            tasks.recv_timeout(KEEP_BUFFER)
        };
        match next {
            Ok(Task::Hash { password, answer }) => drop(answer.send(hash(&password, &mut buffer))),
            Ok(Task::Check { password, hash, answer }) => drop(answer.send(check(&password, &hash, &mut buffer))),
            Err(RecvTimeoutError::Timeout) => buffer = Vec::new(),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn todays_params() -> anyhow::Result<Params> {
    Params::new(MEMORY_KIB, PASSES, LANES, Some(HASH_BYTES)).map_err(|error| anyhow::anyhow!("argon2: {error}"))
}

fn hash(password: &str, buffer: &mut Vec<Block>) -> anyhow::Result<String> {
    let params = todays_params()?;
    let salt: [u8; SALT_BYTES] = super::random_bytes()?;
    let output = derive(password, &salt, &params, buffer)?;
    encode(&params, &salt, &output)
}

fn check(password: &str, hash: &str, buffer: &mut Vec<Block>) -> anyhow::Result<Checked> {
    let kept = PasswordHash::new(hash).map_err(|error| anyhow::anyhow!("a kept hash cannot be read: {error}"))?;
    let params = Params::try_from(&kept).map_err(|error| anyhow::anyhow!("a kept hash cannot be used: {error}"))?;
    let (Some(salt), Some(expected)) = (&kept.salt, &kept.hash) else {
        anyhow::bail!("a kept hash has no salt or no output");
    };
    let output = derive(password, salt.as_ref(), &params, buffer)?;
    if !bool::from(output.as_slice().ct_eq(expected.as_bytes())) {
        return Ok(Checked::Wrong);
    }
    let weak = params.m_cost() < MEMORY_KIB || params.t_cost() < PASSES;
    Ok(if weak { Checked::RightButWeak } else { Checked::Right })
}

fn derive(password: &str, salt: &[u8], params: &Params, buffer: &mut Vec<Block>) -> anyhow::Result<[u8; HASH_BYTES]> {
    let needed = params.block_count();
    if buffer.len() < needed {
        buffer.resize(needed, Block::default());
    }
    let mut output = [0; HASH_BYTES];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_into_with_memory(password.as_bytes(), salt, &mut output, &mut buffer[..needed])
        .map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
    Ok(output)
}

fn encode(params: &Params, salt: &[u8], output: &[u8]) -> anyhow::Result<String> {
    let wrong = |error| anyhow::anyhow!("argon2: {error}");
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).map_err(wrong)?,
        salt: Some(Salt::new(salt).map_err(|error| anyhow::anyhow!("argon2: {error}"))?),
        hash: Some(Output::new(output).map_err(|error| anyhow::anyhow!("argon2: {error}"))?),
    };
    Ok(hash.to_string())
}

/// A hash that no password has, with today's parameters.
fn dummy_hash() -> anyhow::Result<String> {
    encode(&todays_params()?, &[0; SALT_BYTES], &[0; HASH_BYTES])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_checked_against_its_hash() {
        let passwords = Passwords::start().unwrap();
        let hash = passwords.hash("correct horse battery".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        for (password, hash, expected) in [
            ("correct horse battery", Some(hash.clone()), Checked::Right),
            ("correct horse batterx", Some(hash), Checked::Wrong),
            ("anything at all", None, Checked::Wrong),
        ] {
            assert_eq!(passwords.check(password.into(), hash).await.unwrap(), expected, "{password}");
        }
    }

    #[tokio::test]
    async fn a_storm_is_turned_away_instead_of_piling_up() {
        let passwords = Passwords::start().unwrap();
        let storm = (0..200).map(|_| passwords.check("anything at all".into(), None));
        let answers = futures_util::future::join_all(storm).await;
        let (checked, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert!(checked.len() >= LONGEST_QUEUE, "{}", checked.len());
        assert!(refused.len() >= 100, "{}", refused.len());
        for answer in refused {
            assert!(matches!(answer, Err(ServiceError::TooMany { retry_after: 1, .. })));
        }
    }

    #[test]
    fn a_weaker_hash_is_noticed() {
        let params = Params::new(8192, 1, 1, Some(HASH_BYTES)).unwrap();
        let salt = [7; SALT_BYTES];
        let output = derive("correct horse battery", &salt, &params, &mut Vec::new()).unwrap();
        let weak = encode(&params, &salt, &output).unwrap();
        assert_eq!(check("correct horse battery", &weak, &mut Vec::new()).unwrap(), Checked::RightButWeak);
    }
}
