//! Packages of others that tests run, fetched with npm when first needed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::fault::{Done, Tried, told};
use crate::paths;

/// The `node_modules` in which this package, as `name@version`, lies with what it needs.
pub(crate) fn package(named: &str) -> Tried<PathBuf> {
    let home = paths::target().join("e2e-node").join(named);
    let modules = home.join("node_modules");
    if !modules.is_dir() {
        install(named, &home)?;
    }
    Ok(modules)
}

/// Runs a script with node, which finds the package by `require` from the folder named by its first argument, and gives what it
/// printed. None, said aloud, where there is no npm and nobody demands it; with `CI=true` that is a failure.
#[track_caller]
pub fn run(script: &Path, named: &str, args: &[&str]) -> Done<Option<String>> {
    let modules = match package(named) {
        Ok(modules) => modules,
        Err(why) if paths::on_ci() => return told(Err(why)),
        Err(why) => {
            eprintln!("SKIPPED: {why}");
            return Ok(None);
        }
    };
    let ran = Command::new("node")
        .arg(script)
        .arg(modules)
        .args(args)
        .stdin(Stdio::null())
        .output();
    told(match ran {
        Ok(ran) if ran.status.success() => Ok(Some(String::from_utf8_lossy(&ran.stdout).into())),
        Ok(ran) => Err(format!(
            "{}: {}{}",
            script.display(),
            String::from_utf8_lossy(&ran.stdout),
            String::from_utf8_lossy(&ran.stderr)
        )),
        Err(error) => Err(format!("node is needed: {error}")),
    })
}

/// Installs beside the goal and moves it there whole, since several test
/// processes may come here at once: the first to finish wins.
fn install(named: &str, home: &Path) -> Tried {
    let folder = home.parent().unwrap_or(home);
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let own = tempfile::Builder::new()
        .prefix("installing-")
        .tempdir_in(folder)
        .map_err(|error| error.to_string())?;
    let npm = Command::new("npm")
        .args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
        ])
        .args(["--loglevel=error", "--prefix"])
        .arg(own.path())
        .arg(named)
        .current_dir(own.path())
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("npm is needed to fetch {named}: {error}"))?;
    if !npm.status.success() {
        let said = String::from_utf8_lossy(&npm.stderr);
        return Err(format!("npm could not install {named}: {said}"));
    }
    // Where another was faster the folder is there, which is all we want.
    let _ = std::fs::rename(own.path(), home);
    Ok(())
}
