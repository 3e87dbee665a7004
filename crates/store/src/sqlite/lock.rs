//! Keeps a second process, or a second store in this one, off the file: a lock on a file beside it.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use super::opening::beside;

/// Holds the file for this store; letting go removes the lock file.
pub struct Lock {
    path: PathBuf,
    // The system's lock lasts as long as the file is open.
    _file: File,
}

/// Why the lock was not given.
pub enum LockFault {
    /// Somebody else has it.
    Held,
    Io(io::Error),
}

impl Lock {
    /// Takes the lock on a database file, at once or not at all.
    pub fn take(database: &Path) -> Result<Self, LockFault> {
        let path = beside(database, "-lock");
        loop {
            let file = open(&path).map_err(LockFault::Io)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(LockFault::Held),
                Err(TryLockError::Error(error)) => return Err(LockFault::Io(error)),
            }
            // The one who had the lock before may have removed this very file in between.
            if is_still_there(&file, &path).map_err(LockFault::Io)? {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)
}

fn is_still_there(file: &File, path: &Path) -> io::Result<bool> {
    let held = file.metadata()?;
    match fs::metadata(path) {
        Ok(named) => Ok((held.dev(), held.ino()) == (named.dev(), named.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock file that stays behind holds nothing: the next one takes it over.
        let _ = fs::remove_file(&self.path);
    }
}
