//! What the tests need from Debian, and how it gets here.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::Done;
use crate::shell;

/// A package, and how to tell that what it brings is already there, from
/// whatever source.
struct Need {
    package: &'static str,
    purpose: &'static str,
    present: fn() -> bool,
}

const NEEDS: [Need; 6] = [
    Need {
        package: "chromium-headless-shell",
        purpose: "the browser of the journeys",
        present: has_browser,
    },
    Need {
        package: "fonts-noto-cjk",
        purpose: "Japanese letters in the browser",
        present: has_japanese_font,
    },
    Need {
        package: "postgresql",
        purpose: "the second database",
        present: || postgres_binaries().is_some(),
    },
    Need {
        package: "clamav-daemon",
        purpose: "what looks through files for harm",
        present: || std::path::Path::new("/usr/sbin/clamd").is_file(),
    },
    Need {
        package: "coturn",
        purpose: "the relay by which media go where nothing else is let through",
        present: || on_path(&["turnserver"]),
    },
    Need {
        package: "ffmpeg",
        purpose: "what reads recordings besides our own reader",
        present: || on_path(&["ffprobe"]),
    },
];

/// Installs what is missing, and nothing else.
pub fn install_missing() -> Done {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for need in &missing {
        println!("missing: {} ({})", need.package, need.purpose);
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    let by_hand = format!("install by hand: {}", packages.join(" "));
    if !shell::succeeds(Command::new("apt-get").arg("--version")) {
        return Err(format!("this is no Debian; {by_hand}"));
    }
    shell::run(apt().arg("update")).map_err(|why| format!("{why}; {by_hand}"))?;
    shell::run(
        apt()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(&packages),
    )
    .map_err(|why| format!("{why}; {by_hand}"))?;
    match missing.iter().find(|need| !(need.present)()) {
        Some(need) => Err(format!("{} is installed but not found", need.package)),
        None => Ok(()),
    }
}

/// The folder of the newest PostgreSQL server, such as Debian lays it out.
pub fn postgres_binaries() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let number = |path: &PathBuf| -> u32 {
        let version = path.parent().and_then(|folder| folder.file_name());
        version
            .and_then(|name| name.to_str()?.parse().ok())
            .unwrap_or(0)
    };
    versions
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|bin| bin.join("initdb").is_file() && bin.join("postgres").is_file())
        .max_by_key(number)
}

fn apt() -> Command {
    let mut command = if shell::is_root() {
        Command::new("env")
    } else {
        let mut sudo = Command::new("sudo");
        if shell::on_ci() {
            sudo.arg("--non-interactive");
        }
        sudo.arg("env");
        sudo
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]);
    if shell::on_ci() {
        command.stdin(Stdio::null());
    }
    command
}

fn has_browser() -> bool {
    std::env::var_os("CHROMIUM").is_some()
        || on_path(&[
            "chromium-headless-shell",
            "chromium",
            "chromium-browser",
            "google-chrome",
        ])
}

/// One of these programs is there.
fn on_path(names: &[&str]) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |name: &&str| std::env::split_paths(&path).any(|dir| dir.join(name).is_file());
    names.iter().any(is_there)
}

fn has_japanese_font() -> bool {
    let asked = shell::output(Command::new("fc-list").arg(":lang=ja").arg("family"));
    match asked {
        Ok(families) => !families.is_empty(),
        Err(_) => shell::succeeds(Command::new("dpkg").args(["--status", "fonts-noto-cjk"])),
    }
}
