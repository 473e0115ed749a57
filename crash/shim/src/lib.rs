//! Stands before the C library's file functions (`LD_PRELOAD`) and appends to
//! a log what the program does to the files of one folder: opened, written,
//! cut, synced, renamed, removed, in the order in which it happened.
//!
//! The functions here make the system calls themselves, so there is nothing
//! to look up and nothing to recurse into. A write is made and noted under
//! one lock; a sync is noted before and after, for it vouches only for what
//! was written before it began. `-shm` files are left out: SQLite maps them
//! into memory and makes them anew after a power cut. What these functions
//! should miss shows when the reader holds the log against the real files.
//!
//! Once the file `CRASH_STOP` is there, the program dies by SIGKILL before its
//! next step: a signal from outside could fall between a write and its note.
//!
//! One record: kind, 3 zero bytes, length of the data (u32), handle (u64),
//! number (u64), data; numbers little-endian. `crash/src/power/log.rs` reads it.

use std::ffi::{CStr, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use libc::{
    AT_FDCWD, c_char, c_int, c_long, c_uint, c_void, iovec, mode_t, off_t, size_t, ssize_t,
};

const OPEN: u8 = 1;
const WRITE: u8 = 2;
const TRUNCATE: u8 = 3;
const SYNC_BEGIN: u8 = 4;
const SYNC_END: u8 = 5;
const UNLINK: u8 = 6;
const RENAME: u8 = 7;

const CREATED: u64 = 1;
const EMPTIED: u64 = 2;

/// Handles by descriptor; 0 is a file that is none of ours.
static HANDLES: [AtomicU32; 4096] = [const { AtomicU32::new(0) }; 4096];
static NEXT_HANDLE: AtomicU32 = AtomicU32::new(1);
static NEXT_SYNC: AtomicU64 = AtomicU64::new(1);
/// Held while something is done and noted.
static ORDER: Mutex<()> = Mutex::new(());

struct Recorder {
    root: PathBuf,
    log: c_int,
    /// Ends with a zero byte.
    stop: Vec<u8>,
}

fn recorder() -> Option<&'static Recorder> {
    static RECORDER: OnceLock<Option<Recorder>> = OnceLock::new();
    RECORDER
        .get_or_init(|| {
            let root = PathBuf::from(std::env::var_os("CRASH_ROOT")?);
            let path = c_path("CRASH_LOG")?;
            let stop = c_path("CRASH_STOP")?;
            let flags = libc::O_WRONLY | libc::O_APPEND | libc::O_CREAT | libc::O_CLOEXEC;
            // SAFETY: the path ends with a zero byte and outlives the call.
            let log =
                unsafe { libc::syscall(libc::SYS_openat, AT_FDCWD, path.as_ptr(), flags, 0o600) };
            (log >= 0).then_some(Recorder {
                root,
                log: log as c_int,
                stop,
            })
        })
        .as_ref()
}

impl Recorder {
    /// The path below the folder, if it lies there and counts.
    fn inside(&self, path: *const c_char) -> Option<Vec<u8>> {
        if path.is_null() {
            return None;
        }
        // SAFETY: the caller of a C function gives a string that ends.
        let path = unsafe { CStr::from_ptr(path) }.to_bytes();
        let path = PathBuf::from(OsStr::from_bytes(path));
        let below = path
            .strip_prefix(&self.root)
            .ok()?
            .as_os_str()
            .as_bytes()
            .to_vec();
        (!below.ends_with(b"-shm")).then_some(below)
    }

    /// One record in one call, so that it stays whole beside those of others.
    fn note(&self, kind: u8, handle: u32, number: u64, data: &[u8]) {
        // A program that is killed is started again, and its handles are others.
        let handle = u64::from(std::process::id()) << 32 | u64::from(handle);
        let mut record = Vec::with_capacity(24 + data.len());
        record.extend([kind, 0, 0, 0]);
        record.extend((data.len() as u32).to_le_bytes());
        record.extend(handle.to_le_bytes());
        record.extend(number.to_le_bytes());
        record.extend(data);
        // SAFETY: the buffer is as long as said. A short write shows as a log that cannot be read.
        unsafe { libc::syscall(libc::SYS_write, self.log, record.as_ptr(), record.len()) };
    }
}

/// The recorder and the handle, if the descriptor is one of ours.
fn ours(fd: c_int) -> Option<(&'static Recorder, u32)> {
    let handle = HANDLES
        .get(usize::try_from(fd).ok()?)?
        .load(Ordering::Acquire);
    (handle != 0).then(|| recorder().map(|recorder| (recorder, handle)))?
}

fn in_order<T>(recorder: &Recorder, act: impl FnOnce() -> T) -> T {
    let _held = ORDER.lock().unwrap_or_else(PoisonError::into_inner);
    if exists(recorder.stop.as_ptr().cast()) {
        // SAFETY: numbers only.
        unsafe { libc::kill(libc::getpid(), libc::SIGKILL) };
    }
    act()
}

/// What the environment says, as the C library wants a path.
fn c_path(name: &str) -> Option<Vec<u8>> {
    let mut path = std::env::var_os(name)?.as_bytes().to_vec();
    path.push(0);
    Some(path)
}

fn exists(path: *const c_char) -> bool {
    // SAFETY: the path is that of a C caller.
    unsafe { libc::syscall(libc::SYS_faccessat, AT_FDCWD, path, libc::F_OK) == 0 }
}

/// Opens, and notes it when it is a file of ours.
unsafe fn opened(folder: c_int, path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    // SAFETY: all is handed on as the caller gave it.
    let open =
        || unsafe { libc::syscall(libc::SYS_openat, folder, path, flags, c_uint::from(mode)) }
            as c_int;
    let Some((recorder, below)) = recorder().and_then(|r| r.inside(path).map(|below| (r, below)))
    else {
        return open();
    };
    in_order(recorder, || {
        let new = flags & libc::O_CREAT != 0 && !exists(path);
        let fd = open();
        if let Some(slot) = usize::try_from(fd).ok().and_then(|fd| HANDLES.get(fd)) {
            let handle = NEXT_HANDLE.fetch_add(1, Ordering::Relaxed);
            slot.store(handle, Ordering::Release);
            let emptied = if flags & libc::O_TRUNC != 0 {
                EMPTIED
            } else {
                0
            };
            recorder.note(OPEN, handle, if new { CREATED } else { emptied }, &below);
        }
        fd
    })
}

/// # Safety
/// As the function of the C library; so for all below.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn open(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    unsafe { opened(AT_FDCWD, path, flags, mode) }
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn open64(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    unsafe { opened(AT_FDCWD, path, flags, mode) }
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openat(
    folder: c_int,
    path: *const c_char,
    flags: c_int,
    mode: mode_t,
) -> c_int {
    unsafe { opened(folder, path, flags, mode) }
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openat64(
    folder: c_int,
    path: *const c_char,
    flags: c_int,
    mode: mode_t,
) -> c_int {
    unsafe { opened(folder, path, flags, mode) }
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn creat(path: *const c_char, mode: mode_t) -> c_int {
    unsafe {
        opened(
            AT_FDCWD,
            path,
            libc::O_CREAT | libc::O_WRONLY | libc::O_TRUNC,
            mode,
        )
    }
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn close(fd: c_int) -> c_int {
    if let Some(slot) = usize::try_from(fd).ok().and_then(|fd| HANDLES.get(fd)) {
        slot.store(0, Ordering::Release);
    }
    unsafe { libc::syscall(libc::SYS_close, fd) as c_int }
}

/// Where a write without a place of its own goes: to the end or to where the file stands.
fn place(fd: c_int) -> u64 {
    // SAFETY: numbers only.
    let at = unsafe {
        let flags = libc::syscall(libc::SYS_fcntl, fd, libc::F_GETFL);
        let from = if flags & c_long::from(libc::O_APPEND) != 0 {
            libc::SEEK_END
        } else {
            libc::SEEK_CUR
        };
        libc::syscall(libc::SYS_lseek, fd, 0, from)
    };
    u64::try_from(at).unwrap_or(0)
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn write(fd: c_int, data: *const c_void, length: size_t) -> ssize_t {
    let write = || unsafe { libc::syscall(libc::SYS_write, fd, data, length) } as ssize_t;
    let Some((recorder, handle)) = ours(fd) else {
        return write();
    };
    in_order(recorder, || {
        let at = place(fd);
        let written = write();
        if written > 0 {
            // SAFETY: so much was just taken from there.
            let data = unsafe { std::slice::from_raw_parts(data.cast::<u8>(), written as usize) };
            recorder.note(WRITE, handle, at, data);
        }
        written
    })
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn writev(fd: c_int, parts: *const iovec, count: c_int) -> ssize_t {
    let Some((recorder, handle)) = ours(fd) else {
        return unsafe { libc::syscall(libc::SYS_writev, fd, parts, count) as ssize_t };
    };
    in_order(recorder, || {
        let at = place(fd);
        let written = unsafe { libc::syscall(libc::SYS_writev, fd, parts, count) as ssize_t };
        if written > 0 {
            // SAFETY: the system has just read these very parts.
            let parts = unsafe { std::slice::from_raw_parts(parts, count as usize) };
            let all = parts.iter().flat_map(|part| unsafe {
                std::slice::from_raw_parts(part.iov_base.cast::<u8>(), part.iov_len)
            });
            let data: Vec<u8> = all.copied().take(written as usize).collect();
            recorder.note(WRITE, handle, at, &data);
        }
        written
    })
}

unsafe fn written_at(fd: c_int, data: *const c_void, length: size_t, at: off_t) -> ssize_t {
    let write = || unsafe { libc::syscall(libc::SYS_pwrite64, fd, data, length, at) } as ssize_t;
    let Some((recorder, handle)) = ours(fd) else {
        return write();
    };
    in_order(recorder, || {
        let written = write();
        if written > 0 {
            // SAFETY: so much was just taken from there.
            let data = unsafe { std::slice::from_raw_parts(data.cast::<u8>(), written as usize) };
            recorder.note(WRITE, handle, at as u64, data);
        }
        written
    })
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite(
    fd: c_int,
    data: *const c_void,
    length: size_t,
    at: off_t,
) -> ssize_t {
    unsafe { written_at(fd, data, length, at) }
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite64(
    fd: c_int,
    data: *const c_void,
    length: size_t,
    at: off_t,
) -> ssize_t {
    unsafe { written_at(fd, data, length, at) }
}

unsafe fn cut(fd: c_int, length: off_t) -> c_int {
    let cut = || unsafe { libc::syscall(libc::SYS_ftruncate, fd, length) } as c_int;
    let Some((recorder, handle)) = ours(fd) else {
        return cut();
    };
    in_order(recorder, || {
        let done = cut();
        if done == 0 {
            recorder.note(TRUNCATE, handle, length as u64, &[]);
        }
        done
    })
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ftruncate(fd: c_int, length: off_t) -> c_int {
    unsafe { cut(fd, length) }
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ftruncate64(fd: c_int, length: off_t) -> c_int {
    unsafe { cut(fd, length) }
}

unsafe fn synced(call: c_long, fd: c_int) -> c_int {
    let sync = || unsafe { libc::syscall(call, fd) } as c_int;
    let Some((recorder, handle)) = ours(fd) else {
        return sync();
    };
    let number = NEXT_SYNC.fetch_add(1, Ordering::Relaxed);
    in_order(recorder, || recorder.note(SYNC_BEGIN, handle, number, &[]));
    let done = sync();
    if done == 0 {
        in_order(recorder, || recorder.note(SYNC_END, handle, number, &[]));
    }
    done
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fsync(fd: c_int) -> c_int {
    unsafe { synced(libc::SYS_fsync, fd) }
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fdatasync(fd: c_int) -> c_int {
    unsafe { synced(libc::SYS_fdatasync, fd) }
}

unsafe fn removed(folder: c_int, path: *const c_char, flags: c_int) -> c_int {
    let remove = || unsafe { libc::syscall(libc::SYS_unlinkat, folder, path, flags) } as c_int;
    let Some((recorder, below)) = recorder().and_then(|r| r.inside(path).map(|below| (r, below)))
    else {
        return remove();
    };
    in_order(recorder, || {
        let done = remove();
        if done == 0 {
            recorder.note(UNLINK, 0, 0, &below);
        }
        done
    })
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlink(path: *const c_char) -> c_int {
    unsafe { removed(AT_FDCWD, path, 0) }
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlinkat(folder: c_int, path: *const c_char, flags: c_int) -> c_int {
    unsafe { removed(folder, path, flags) }
}

/// # Safety
/// See [`open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    let rename =
        || unsafe { libc::syscall(libc::SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0) } as c_int;
    let both = recorder().and_then(|r| Some((r, r.inside(from)?, r.inside(to)?)));
    let Some((recorder, mut names, to_name)) = both else {
        return rename();
    };
    in_order(recorder, || {
        let done = rename();
        if done == 0 {
            names.push(0);
            names.extend(to_name);
            recorder.note(RENAME, 0, 0, &names);
        }
        done
    })
}
