//! A child process that cannot outlive us.
//!
//! The child runs under a small shell that holds the other end of our pipe:
//! when we drop it, or die in whatever way, the pipe closes and the shell ends
//! the child and removes its folder. So a test killed by its runner leaves
//! neither a browser nor a server behind.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Ends the child when standard input closes, whoever closed it.
const KILLED_WITH_US: &str = r#"
folder=$1; shift
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
(cat <&3; kill -KILL "$child"; rm -rf "$folder") >/dev/null 2>&1 &
wait "$child"
"#;

/// For a child that ends by itself when its own pipe closes: Chromium, which
/// reads the debugging protocol from descriptor 3 and answers on 4.
const PIPED: &str = r#"
folder=$1; shift
"$@" 3<&0 4>&1 </dev/null >/dev/null 2>"$folder/chromium.log" && rm -rf "$folder"
"#;

/// How the child hears that we are gone.
#[derive(Clone, Copy)]
pub(crate) enum Ending {
    Killed,
    OwnPipe,
}

/// Starts `program` in a process group of its own, with both pipes ours.
pub(crate) fn start<A: AsRef<OsStr>>(
    ending: Ending,
    folder: &Path,
    program: &Path,
    args: impl IntoIterator<Item = A>,
    dress: impl FnOnce(&mut Command),
) -> std::io::Result<Child> {
    let script = match ending {
        Ending::Killed => KILLED_WITH_US,
        Ending::OwnPipe => PIPED,
    };
    let mut command = Command::new("/bin/sh");
    command.arg("-c").arg(script).arg("sh");
    command.arg(folder).arg(program).args(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command.stderr(Stdio::null()).process_group(0);
    dress(&mut command);
    command.spawn()
}

/// Ends the whole group at once, for one that did not go when asked.
pub(crate) fn kill_group(child: &mut Child) {
    let group = format!("-{}", child.id());
    let _ = Command::new("kill")
        .args(["-KILL", "--", &group])
        .stderr(Stdio::null())
        .status();
    let _ = child.wait();
}
