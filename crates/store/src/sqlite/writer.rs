//! The one thread that writes. It takes all that waits, runs each write under a savepoint of its own, commits
//! once, and only then answers each: what was acknowledged is on the disk.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::{closed, fault, lock::Lock};
use crate::{Result, StoreError};

/// How many writes may wait before callers wait to be let in.
const QUEUE: usize = 1024;
/// How many writes share a commit at most, so that the first does not wait for too many others.
const GROUP: usize = 256;

/// The way to the writing thread.
pub struct Writer {
    queue: mpsc::Sender<Message>,
}

enum Message {
    Write(Box<dyn Write>),
    Close(oneshot::Sender<()>),
}

impl Writer {
    /// Starts the thread, which keeps the lock on the file as long as it lives.
    pub fn start(db: Connection, lock: Lock) -> std::io::Result<Self> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || serve(db, lock, waiting))?;
        Ok(Self { queue })
    }

    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        let write = Pending {
            work: Some(work),
            found: None,
            reply,
        };
        self.queue
            .send(Message::Write(Box::new(write)))
            .await
            .map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }

    /// Finishes the writes that wait and closes the file; further writes are refused.
    pub async fn close(&self) {
        let (done, ended) = oneshot::channel();
        if self.queue.send(Message::Close(done)).await.is_ok() {
            // An error means that the thread has ended already, which is what was asked for.
            let _ = ended.await;
        }
    }
}

fn serve(db: Connection, lock: Lock, mut waiting: mpsc::Receiver<Message>) {
    let mut closers = Vec::new();
    while let Some(first) = waiting.blocking_recv() {
        let mut group = Vec::new();
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Write(write) => group.push(write),
                Message::Close(done) => {
                    // What is queued already still comes out; nothing new goes in.
                    waiting.close();
                    closers.push(done);
                }
            }
            next = if group.len() < GROUP {
                waiting.try_recv().ok()
            } else {
                None
            };
        }
        commit_together(&db, group);
    }
    if let Err((_, error)) = db.close() {
        tracing::error!(%error, "the database file was not closed cleanly; it will be recovered at the next start");
    }
    drop(lock);
    for done in closers {
        // Whoever asked may have gone.
        let _ = done.send(());
    }
}

/// Runs writes in one transaction and answers them once it has been committed, or has failed.
fn commit_together(db: &Connection, mut group: Vec<Box<dyn Write>>) {
    if group.is_empty() {
        return;
    }
    let outcome = run_together(db, &mut group).map_err(|error| fault::describe(&error));
    if let Err(error) = &outcome {
        tracing::error!(error, writes = group.len(), "writes could not be committed");
        if !db.is_autocommit()
            && let Err(error) = db.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "writes could not be rolled back");
        }
    }
    for write in group {
        write.answer(&outcome);
    }
}

fn run_together(db: &Connection, group: &mut [Box<dyn Write>]) -> rusqlite::Result<()> {
    db.execute_batch("BEGIN IMMEDIATE")?;
    for write in group {
        db.execute_batch("SAVEPOINT one")?;
        if !write.run(db) {
            // Where a full disk made SQLite roll everything back, this fails, and with it the whole group.
            db.execute_batch("ROLLBACK TO one")?;
        }
        db.execute_batch("RELEASE one")?;
    }
    db.execute_batch("COMMIT")
}

/// A write that waits, whatever type it gives back.
trait Write: Send {
    /// Runs it; false when what it did is to be undone.
    fn run(&mut self, db: &Connection) -> bool;
    /// Tells the caller what it found, or why the group it was in failed.
    fn answer(self: Box<Self>, outcome: &std::result::Result<(), String>);
}

struct Pending<F, T> {
    work: Option<F>,
    found: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<F, T> Write for Pending<F, T>
where
    F: FnOnce(&Connection) -> Result<T> + Send,
    T: Send,
{
    fn run(&mut self, db: &Connection) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        let found = catch_unwind(AssertUnwindSafe(|| work(db))).unwrap_or_else(|_| {
            Err(StoreError::Unavailable(
                "a write failed unexpectedly".into(),
            ))
        });
        let keep = found.is_ok();
        self.found = Some(found);
        keep
    }

    fn answer(self: Box<Self>, outcome: &std::result::Result<(), String>) {
        // Even a refusal may rest on what a neighbour wrote in the same group, and is void with it.
        let answer = match outcome {
            Ok(()) => self.found.unwrap_or_else(|| Err(closed())),
            Err(error) => Err(StoreError::Unavailable(error.clone())),
        };
        // The caller may have stopped waiting.
        let _ = self.reply.send(answer);
    }
}
