//! A small pool of connections that only read. Long scans wait for each other here, never for the writer, and leave a
//! connection to everybody else.

use std::{
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, InterruptHandle};
use tokio::{sync::Semaphore, time::timeout};

use super::closed;
use crate::{Pool, Result, StoreError};

/// Connections that only read, lent one at a time.
pub struct Readers {
    free: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
    /// One less than there are connections: scans take a turn before they take a connection.
    scans: Arc<Semaphore>,
    interrupts: Vec<InterruptHandle>,
}

impl Readers {
    pub fn new(connections: Vec<Connection>) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(connections.len())),
            scans: Arc::new(Semaphore::new(connections.len().saturating_sub(1).max(1))),
            interrupts: connections.iter().map(Connection::get_interrupt_handle).collect(),
            free: Arc::new(Mutex::new(connections)),
        }
    }

    pub fn pool(&self) -> Pool {
        let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
        let (most, free) = (self.interrupts.len(), self.permits.available_permits());
        Pool { open: count(most), in_use: count(most.saturating_sub(free)), most: count(most) }
    }

    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| closed())?;
        let free = Arc::clone(&self.free);
        let reading = tokio::task::spawn_blocking(move || {
            // Declared first, so that the permit goes back after the connection.
            let _permit = permit;
            let lent = Lent::take(&free)?;
            on_one_snapshot(lent.connection()?, work)
        });
        reading.await.map_err(|_| StoreError::Unavailable("a query failed unexpectedly".into()))?
    }

    /// Runs queries that may take a while, in turn with others of the kind.
    pub async fn scan<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let turn = Arc::clone(&self.scans).acquire_owned().await.map_err(|_| closed())?;
        self.read(move |db| {
            // As long as the work lasts, whether or not somebody still waits for it.
            let _turn = turn;
            work(db)
        })
        .await
    }

    /// Interrupts what is being read and closes all connections; further reads are refused.
    pub async fn close(&self) {
        let all = u32::try_from(self.interrupts.len()).unwrap_or(u32::MAX);
        // Holding every permit means that every connection is back. An error means that this was done before.
        let mut acquiring = pin!(self.permits.acquire_many(all));
        let held = loop {
            for interrupt in &self.interrupts {
                interrupt.interrupt();
            }
            // Asked again, because a statement that had not quite begun was not interrupted.
            if let Ok(held) = timeout(Duration::from_millis(20), &mut acquiring).await {
                break held;
            }
        };
        self.permits.close();
        drop(held);
        self.free.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Several queries of one read see the same moment.
fn on_one_snapshot<T>(db: &Connection, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
    let snapshot = db.unchecked_transaction()?;
    work(&snapshot)
}

/// A connection that goes back into the pool however its use ends.
struct Lent<'a> {
    connection: Option<Connection>,
    home: &'a Mutex<Vec<Connection>>,
}

impl<'a> Lent<'a> {
    fn take(home: &'a Mutex<Vec<Connection>>) -> Result<Self> {
        let connection = home.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Ok(Self { connection: Some(connection.ok_or_else(closed)?), home })
    }

    fn connection(&self) -> Result<&Connection> {
        self.connection.as_ref().ok_or_else(closed)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.home.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use futures_util::future::{join, join_all};

    use super::*;

    #[tokio::test]
    async fn scans_run_beside_each_other_and_leave_a_connection_free() {
        let connections = (0..3).map(|_| Connection::open_in_memory().unwrap()).collect();
        let readers = Readers::new(connections);
        let (begun, begins) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        let released = Arc::new(Mutex::new(released));
        let scans = (0..4).map(|_| {
            let (begun, released) = (begun.clone(), released.clone());
            readers.scan(move |_| {
                begun.send(()).unwrap();
                // Held until the test lets go of the other end.
                let _ = released.lock().unwrap().recv();
                Ok(())
            })
        });
        let short = async {
            readers.read(|db| Ok(db.query_row("SELECT 1", [], |row| row.get::<_, i64>(0))?)).await.unwrap();
            // Answered while two are under way and two wait.
            begins.recv().unwrap();
            begins.recv().unwrap();
            // As long as a third one would need to begin.
            tokio::time::sleep(Duration::from_millis(50)).await;
            assert!(begins.try_recv().is_err(), "a third one takes the last connection");
            drop(release);
        };
        let (scanned, ()) = join(join_all(scans), short).await;
        assert!(scanned.iter().all(Result::is_ok));
        assert_eq!(readers.pool().in_use, 0);
    }
}
