//! Opens a file, or refuses it before anything on the disk is changed.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Read},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, config::DbConfig};

use super::{
    fault, leases,
    lock::{Lock, LockFault},
    schema, version, wal,
};
use crate::OpenError;

/// A file up to this size is checked page by page at every start; that takes a third of a second.
const SMALL: u64 = 32 << 20;
/// How long to wait for another program, such as the sqlite3 shell, to let go of the file.
const BUSY: Duration = Duration::from_secs(5);

/// A database that is ready for use.
pub struct Opened {
    /// The file itself, whatever links led to it.
    pub path: PathBuf,
    pub writer: Connection,
    pub readers: Vec<Connection>,
    pub lock: Lock,
}

/// Opens the file at `path`, or makes it where there is none.
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    let library = rusqlite::version_number();
    if version::is_affected(library) {
        return refuse(format!("the SQLite library {} can corrupt its data; use 3.51.3 or newer", rusqlite::version()));
    }
    let path = find(path)?;
    let lock = take_lock(&path)?;
    if path.exists() {
        check(&path)?;
    } else {
        make(&path)?;
    }
    connect(&path, lock).map_err(|error| cannot_open(&path, &error))
}

/// The path of a file that belongs to a database file.
pub fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}

fn refuse<T>(line: String) -> Result<T, OpenError> {
    Err(OpenError::Refused(line))
}

fn cannot_open(path: &Path, error: &rusqlite::Error) -> OpenError {
    OpenError::Refused(format!("{} cannot be opened: {}", path.display(), fault::describe(error)))
}

fn damaged(path: &Path, what: &str) -> OpenError {
    OpenError::Refused(format!("{} is damaged: {what}; nothing was changed, restore it from a backup", path.display()))
}

/// The file that a path means, its folder made if need be.
fn find(path: &Path) -> Result<PathBuf, OpenError> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => refuse(format!("{} is a folder; name a file in it", path.display())),
        Ok(found) if !found.is_file() => refuse(format!("{} is not a regular file", path.display())),
        // Two names of one file must share one lock.
        Ok(_) => path.canonicalize().or_else(|error| refuse(format!("{} cannot be read: {error}", path.display()))),
        Err(_) if path.is_symlink() => refuse(format!("{} is a link to a file that is not there", path.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => find_new(path),
        Err(error) => refuse(format!("{} cannot be read: {error}", path.display())),
    }
}

fn find_new(path: &Path) -> Result<PathBuf, OpenError> {
    let Some(name) = path.file_name() else {
        return refuse(format!("{} does not name a file", path.display()));
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    match made.and_then(|()| folder.canonicalize()) {
        Ok(folder) => Ok(folder.join(name)),
        Err(error) => refuse(format!("the folder {} cannot be made: {error}", folder.display())),
    }
}

fn take_lock(path: &Path) -> Result<Lock, OpenError> {
    Lock::take(path).map_err(|fault| {
        OpenError::Refused(match fault {
            LockFault::Held => format!("{} is in use by another Vedetta; stop that one first", path.display()),
            LockFault::Io(error) => {
                let folder = path.parent().unwrap_or(path);
                format!("the folder {} cannot be written to: {error}", folder.display())
            }
        })
    })
}

/// Makes a new database under another name first, so that a file with the right name is always a whole one.
fn make(path: &Path) -> Result<(), OpenError> {
    if beside(path, "-wal").exists() {
        return Err(damaged(path, "the file is gone, but its log (-wal) is still there"));
    }
    let unfinished = beside(path, "-new");
    let made = remove_unfinished(&unfinished).map_err(|error| error.to_string()).and_then(|()| {
        build(&unfinished).map_err(|error| fault::describe(&error))?;
        put_in_place(&unfinished, path).map_err(|error| error.to_string())
    });
    made.or_else(|error| {
        // What could not be finished would only be in the way; the reason why is the better message.
        let _ = remove_unfinished(&unfinished);
        refuse(format!("{} cannot be made: {error}", path.display()))
    })
}

fn remove_unfinished(unfinished: &Path) -> io::Result<()> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        match fs::remove_file(beside(unfinished, suffix)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn build(path: &Path) -> rusqlite::Result<()> {
    // SQLite gives its other files the mode of this one. If this fails, so does SQLite, and says why.
    let _ = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let db = Connection::open_with_flags(path, WRITING)?;
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", "full")?;
    schema::migrate(&db)?;
    db.close().map_err(|(_, error)| error)
}

fn put_in_place(unfinished: &Path, path: &Path) -> io::Result<()> {
    File::open(unfinished)?.sync_all()?;
    fs::rename(unfinished, path)?;
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// Refuses a file that is not ours, is damaged, is newer than this program or cannot be written to.
fn check(path: &Path) -> Result<(), OpenError> {
    check_header(path)?;
    let log = beside(path, "-wal");
    match wal::is_damaged(&log) {
        Ok(false) => {}
        Ok(true) => {
            return Err(damaged(&log, "it holds frames that do not match their checksums"));
        }
        Err(error) => return refuse(format!("{} cannot be read: {error}", log.display())),
    }
    check_content(path, log.exists())
}

/// What the first bytes say, read without SQLite, which would replace a file that is empty.
fn check_header(path: &Path) -> Result<(), OpenError> {
    let mut header = Vec::new();
    let read = File::open(path).and_then(|file| file.take(100).read_to_end(&mut header));
    if let Err(error) = read {
        return refuse(format!("{} cannot be read: {error}", path.display()));
    }
    if header.len() < 100 || !header.starts_with(b"SQLite format 3\0") {
        return refuse(format!(
            "{} is not a SQLite database, or its header is damaged; nothing was changed, name another file",
            path.display()
        ));
    }
    if header[68..72] != schema::APPLICATION_ID.to_be_bytes() {
        return refuse(format!(
            "{} is a database of another program; nothing was changed, name another file",
            path.display()
        ));
    }
    Ok(())
}

/// What SQLite finds, asked in a way that leaves the file and its log as they are.
fn check_content(path: &Path, has_log: bool) -> Result<(), OpenError> {
    let db = Connection::open_with_flags(path, WRITING).map_err(|error| cannot_open(path, &error))?;
    let answer = check_connection(&db, path, has_log);
    // Nothing was written, so closing can lose nothing.
    drop(db);
    answer
}

fn check_connection(db: &Connection, path: &Path, has_log: bool) -> Result<(), OpenError> {
    let failed = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => damaged(path, &error.to_string()),
        _ => cannot_open(path, &error),
    };
    if db.is_readonly(MAIN_DB).map_err(failed)? {
        return refuse(format!("{} cannot be written to", path.display()));
    }
    // Closing must not move the log into the file.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log).map_err(failed)?;
    db.busy_timeout(BUSY).map_err(failed)?;
    // In this mode the index of the log is kept in memory instead of in a new file.
    db.pragma_update(None, "locking_mode", "exclusive").map_err(failed)?;

    let found = schema::version(db).map_err(failed)?;
    if found > schema::newest_version() {
        return refuse(format!(
            "{} was written by a newer Vedetta (its schema is {found}, this one knows {}); nothing was changed, \
             start the newer one",
            path.display(),
            schema::newest_version()
        ));
    }
    match find_damage(db, path).map_err(failed)? {
        Some(what) => Err(damaged(path, &what)),
        None => Ok(()),
    }
}

/// All of a small file is checked; of a large one that its pages are there and that people can sign in.
fn find_damage(db: &Connection, path: &Path) -> rusqlite::Result<Option<String>> {
    let size = fs::metadata(path).map_or(0, |found| found.len());
    let checks: &[&str] = if size <= SMALL {
        &["PRAGMA quick_check(1)"]
    } else {
        &["PRAGMA quick_check('sqlite_schema')", "PRAGMA quick_check('users')", "PRAGMA quick_check('secrets')"]
    };
    for check in checks {
        let answer: String = db.query_row(check, [], |row| row.get(0))?;
        if answer != "ok" {
            return Ok(Some(answer.replace('\n', " ")));
        }
    }
    Ok(None)
}

/// No URI: a path is a path, whatever it begins with.
const WRITING: OpenFlags = OpenFlags::SQLITE_OPEN_READ_WRITE.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);
const READING: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

fn connect(path: &Path, lock: Lock) -> rusqlite::Result<Opened> {
    let writer = Connection::open_with_flags(path, WRITING)?;
    // Room for what a few hundred services send within an hour: what is not there is read back at the next batch.
    prepare(&writer, 4096)?;
    writer.pragma_update(None, "journal_mode", "wal")?;
    writer.pragma_update(None, "synchronous", "full")?;
    writer.pragma_update(None, "foreign_keys", true)?;
    // Pages that many writes change go from the log into the file once, not after every few writes.
    writer.pragma_update(None, "wal_autocheckpoint", 4096)?;
    // A log that one large import blew up shrinks again.
    writer.pragma_update(None, "journal_size_limit", 16 << 20)?;
    schema::migrate(&writer)?;
    // The pages that a savepoint copies; by default these go through a file. Not before the migration, which sorts.
    writer.pragma_update(None, "temp_store", "memory")?;
    leases::end_all(&writer)?;

    // Two for scans at the least, and one that these leave free; each takes a megabyte when it has read much.
    let count = thread::available_parallelism().map_or(3, usize::from).clamp(3, 4);
    let readers = (0..count).map(|_| connect_reader(path)).collect::<rusqlite::Result<_>>()?;
    Ok(Opened { path: path.to_owned(), writer, readers, lock })
}

fn connect_reader(path: &Path) -> rusqlite::Result<Connection> {
    let reader = Connection::open_with_flags(path, READING)?;
    prepare(&reader, 1024)?;
    reader.pragma_update(None, "query_only", true)?;
    Ok(reader)
}

fn prepare(db: &Connection, cache_kib: i32) -> rusqlite::Result<()> {
    db.busy_timeout(BUSY)?;
    // Plans do not look at the values that are bound: else a kept statement with a range is planned anew each time.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.pragma_update(None, "cache_size", -cache_kib)?;
    db.pragma_update(None, "cell_size_check", true)?;
    db.pragma_update(None, "trusted_schema", false)
}
