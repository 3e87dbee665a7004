//! The one thread that writes. It takes all that waits, runs each write so that it can be undone alone, commits once, and
//! only then answers each: what was acknowledged is on the disk.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::{closed, lock::Lock};
use crate::{Result, StoreError};

/// How many writes may wait before callers wait to be let in.
const QUEUE: usize = 1024;
/// How many writes share a commit at most, so that the first does not wait for too many others.
const GROUP: usize = 256;

/// The way to the writing thread.
#[derive(Clone)]
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
        thread::Builder::new().name("sqlite-writer".into()).spawn(move || serve(db, lock, waiting))?;
        Ok(Self { queue })
    }

    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        let write = Pending { work: Some(work), found: None, reply };
        self.queue.send(Message::Write(Box::new(write))).await.map_err(|_| closed())?;
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
            next = if group.len() < GROUP { waiting.try_recv().ok() } else { None };
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
    let outcome = run_together(db, &mut group);
    if let Err(error) = &outcome {
        tracing::error!(%error, writes = group.len(), "writes could not be committed");
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

fn run_together(db: &Connection, group: &mut [Box<dyn Write>]) -> Result<()> {
    let execute = |statement| Ok(db.execute_batch(statement)?);
    execute("BEGIN IMMEDIATE")?;
    // A savepoint keeps a copy of every page that changes after it: who is alone needs none.
    if let [write] = group {
        return match write.run(db) {
            Ok(()) => execute("COMMIT"),
            Err(error) if db.is_autocommit() => Err(error),
            Err(_) => execute("ROLLBACK"),
        };
    }
    for write in group {
        execute("SAVEPOINT one")?;
        if let Err(error) = write.run(db) {
            // A full disk makes SQLite roll everything back by itself, and the whole group has failed.
            if db.is_autocommit() {
                return Err(error);
            }
            execute("ROLLBACK TO one")?;
        }
        execute("RELEASE one")?;
    }
    execute("COMMIT")
}

/// A write that waits, whatever type it gives back.
trait Write: Send {
    /// Runs it, or says why what it did is to be undone.
    fn run(&mut self, db: &Connection) -> Result<()>;
    /// Tells the caller what it found, or why the group it was in failed.
    fn answer(self: Box<Self>, outcome: &Result<()>);
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
    fn run(&mut self, db: &Connection) -> Result<()> {
        let Some(work) = self.work.take() else { return Ok(()) };
        let found = catch_unwind(AssertUnwindSafe(|| work(db)))
            .unwrap_or_else(|_| Err(StoreError::Unavailable("a write failed unexpectedly".into())));
        let outcome = found.as_ref().map(|_| ()).map_err(Clone::clone);
        self.found = Some(found);
        outcome
    }

    fn answer(self: Box<Self>, outcome: &Result<()>) {
        // Even a refusal may rest on what a neighbour wrote in the same group, and is void with it.
        let answer = match outcome {
            Ok(()) => self.found.unwrap_or_else(|| Err(closed())),
            Err(error) => Err(error.clone()),
        };
        // The caller may have stopped waiting.
        let _ = self.reply.send(answer);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;
    use tempfile::TempDir;

    use super::*;

    /// A writer on a file with one table, and the connection's limit on pages.
    fn writer(most_pages: u32) -> (TempDir, Writer) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("writer.db");
        let Ok(lock) = Lock::take(&path) else { panic!("nobody else has it") };
        let db = Connection::open(&path).unwrap();
        db.execute_batch(&format!("CREATE TABLE t (x); PRAGMA max_page_count = {most_pages}")).unwrap();
        (folder, Writer::start(db, lock).unwrap())
    }

    async fn add(writer: &Writer, size: usize) -> Result<()> {
        writer
            .write(move |db| {
                db.execute("INSERT INTO t VALUES (?1)", ["x".repeat(size)])?;
                Ok(())
            })
            .await
    }

    async fn count(writer: &Writer) -> i64 {
        writer.write(|db| Ok(db.query_row("SELECT count(*) FROM t", [], |row| row.get(0))?)).await.unwrap()
    }

    #[tokio::test]
    async fn a_write_that_panics_or_fails_is_undone_alone() {
        let (_folder, writer) = writer(1000);
        let outcomes = join_all((0..30).map(|n| {
            writer.write(move |db| {
                db.execute("INSERT INTO t VALUES (?1)", [n])?;
                assert!(n % 10 != 1, "this panic is part of the test");
                if n % 10 == 2 { Err(StoreError::NotFound) } else { Ok(()) }
            })
        }))
        .await;
        for (n, outcome) in outcomes.iter().enumerate() {
            match n % 10 {
                1 => assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{n}: {outcome:?}"),
                2 => assert!(matches!(outcome, Err(StoreError::NotFound)), "{n}: {outcome:?}"),
                _ => assert!(outcome.is_ok(), "{n}: {outcome:?}"),
            }
        }
        assert_eq!(count(&writer).await, 24);
    }

    #[tokio::test]
    async fn a_write_that_is_alone_and_fails_leaves_nothing_and_holds_nobody_up() {
        let (_folder, writer) = writer(1000);
        let failing = |outcome: Result<()>| {
            writer.write(move |db| {
                db.execute("INSERT INTO t VALUES (1)", [])?;
                outcome
            })
        };
        assert!(matches!(failing(Err(StoreError::NotFound)).await, Err(StoreError::NotFound)));
        assert_eq!(count(&writer).await, 0);
        failing(Ok(())).await.unwrap();
        assert_eq!(count(&writer).await, 1);
    }

    #[tokio::test]
    async fn a_full_disk_loses_nothing_that_was_acknowledged() {
        let (_folder, writer) = writer(10);
        let outcomes = join_all((0..100).map(|_| add(&writer, 1000))).await;
        let kept = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let full = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
        assert!(full.clone().count() > 0);
        for error in full {
            assert_eq!(error.to_string(), "the database is unavailable: the disk is full");
        }
        assert_eq!(count(&writer).await, i64::try_from(kept).unwrap());
        // Once there is room again, writing goes on.
        writer.write(|db| Ok(db.execute_batch("PRAGMA max_page_count = 1000")?)).await.unwrap();
        add(&writer, 1000).await.unwrap();
    }

    #[tokio::test]
    async fn closing_finishes_what_waits() {
        let (folder, writer) = writer(1000);
        let adding = join_all((0..50).map(|_| add(&writer, 10)));
        let (outcomes, ()) = tokio::join!(adding, writer.close());
        assert!(outcomes.iter().all(Result::is_ok));
        assert!(add(&writer, 10).await.is_err());
        let db = Connection::open(folder.path().join("writer.db")).unwrap();
        let kept: i64 = db.query_row("SELECT count(*) FROM t", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, 50);
    }
}
