//! Kill and power-cut runs against the program that is delivered.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Done, shell};

/// What the caller may choose.
pub struct Wanted {
    pub rounds: u32,
    pub images: u32,
    pub seed: Option<u64>,
}

/// Builds the program, the control and the harness, and runs both kinds.
pub fn run(wanted: &Wanted) -> Done {
    let target = target()?;
    let apart = target.join("unsafe-control");
    build(&target, &["--package", "madoguchi"])?;
    build(&target, &["--package", "crash", "--package", "crash-shim"])?;
    // In a folder of its own: the unsafe program must never lie where the
    // delivered one is looked for.
    build(
        &apart,
        &["--package", "madoguchi", "--features", "unsafe-control"],
    )?;
    let program = target.join("release/madoguchi");
    let mut kill = crash(&target, "kill", &program, wanted.seed);
    kill.args(["--rounds", &wanted.rounds.to_string()]);
    let mut power = crash(&target, "power", &program, wanted.seed);
    power.args(["--images", &wanted.images.to_string()]);
    power
        .arg("--control")
        .arg(apart.join("release/madoguchi"))
        .arg("--shim")
        .arg(target.join("release/libcrash_shim.so"));
    // The second says something even when the first has failed.
    let killed = shell::run(&mut kill);
    shell::run(&mut power).and(killed)
}

fn build(target: &Path, words: &[&str]) -> Done {
    let mut command = shell::cargo();
    command.args(["build", "--release"]).args(words);
    command.arg("--target-dir").arg(target);
    if shell::on_ci() {
        command.arg("--locked");
    }
    shell::run(&mut command)
}

fn crash(target: &Path, word: &str, program: &Path, seed: Option<u64>) -> Command {
    let mut command = Command::new(target.join("release/crash"));
    command.arg(word).arg("--program").arg(program);
    if let Some(seed) = seed {
        command.args(["--seed", &seed.to_string()]);
    }
    command
}

/// The target folder that cargo put us into.
fn target() -> Done<PathBuf> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let folder = own.parent().and_then(Path::parent);
    Ok(folder.ok_or("xtask lies nowhere")?.to_path_buf())
}
