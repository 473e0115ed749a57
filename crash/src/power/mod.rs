//! `crash power`: records all that a run of writes does to the disk, together
//! with what the clients were told, builds the disks that a power cut at random
//! moments could have left, and opens each.
//!
//! During the recording the program is killed and started again some times, so
//! that cuts fall into its recovery too. The control is the same with
//! `synchronous=OFF`, and must lose or break something.

mod disk;
pub mod log;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64};
use std::time::{Duration, Instant};

use crate::Done;
use crate::client::{self, Acknowledged, Round};
use crate::database::{self, Findings};
use crate::kill::{self, Moment};
use crate::program::Program;
use crate::random::Random;
use crate::world::World;
use disk::Disk;
use log::{Log, What};

/// Microseconds from the last acknowledgement of a life to its kill.
const LATER: std::ops::Range<u64> = 0..15_000;
/// Every so many images the program itself looks too.
const VERIFIED: usize = 50;
/// The control: enough to fail, and quick. Nothing is ever safe there, so each image is long work.
const CONTROL_IMAGES: usize = 100;
const CONTROL_CHANGES: u64 = 200;
/// Images whose findings are told at length.
const TOLD: usize = 5;

pub struct Wanted {
    pub program: PathBuf,
    pub control: PathBuf,
    pub shim: PathBuf,
    pub images: usize,
    pub changes: u64,
    pub restarts: u32,
    pub seed: u64,
}

/// A recorded run: the disk before it, and all that was done.
struct Recording {
    before: PathBuf,
    log: Log,
    /// Acknowledgements with their place in the log.
    acknowledged: Vec<(usize, Acknowledged)>,
}

/// How many images were how.
#[derive(Default)]
struct Tally {
    images: usize,
    in_air: usize,
    corrupt: usize,
    lost: usize,
    doubled: usize,
    half: usize,
    verified: usize,
    refused: usize,
    bad: usize,
}

pub fn run(wanted: &Wanted) -> Done {
    let Wanted {
        images,
        changes,
        restarts,
        seed,
        ..
    } = wanted;
    println!("power: seed {seed}, {images} images, {changes} changes, {restarts} restarts");
    let world = World::make(&Program::at(&wanted.program))?;

    let off = Program::at(&wanted.control).with("MADOGUCHI_UNSAFE_CONTROL", "1");
    let few = CONTROL_CHANGES.min(*changes);
    let recording = record(&off, &wanted.shim, &world, "control", few, 0, *seed)?;
    let tally = judge(&recording, &off, CONTROL_IMAGES.min(*images), *seed, false)?;
    println!("power: control with synchronous=OFF: {tally}");
    if tally.bad == 0 {
        return Err("the control passed: with synchronous=OFF nothing was lost".into());
    }
    drop(recording);

    let program = Program::at(&wanted.program);
    let begun = Instant::now();
    let recording = record(
        &program,
        &wanted.shim,
        &world,
        "recorded",
        *changes,
        *restarts,
        *seed,
    )?;
    println!("  recorded in {} s", begun.elapsed().as_secs());
    if (recording.acknowledged.len() as u64) < *changes {
        return Err(format!(
            "only {} changes were recorded",
            recording.acknowledged.len()
        ));
    }
    let tally = judge(&recording, &program, *images, *seed, true)?;
    println!(
        "power: {tally}; {} s; seed {seed}",
        begun.elapsed().as_secs()
    );
    if tally.in_air * 2 < tally.images {
        return Err("most cuts fell where nothing was in the air: nothing was tried".into());
    }
    if tally.bad > 0 {
        return Err(format!(
            "{} of {} images are wrong",
            tally.bad, tally.images
        ));
    }
    Ok(())
}

/// Lets the clients write to a recorded program, to the end.
fn record(
    program: &Program,
    shim: &Path,
    world: &World,
    name: &str,
    changes: u64,
    restarts: u32,
    seed: u64,
) -> Done<Recording> {
    let before = world.copy(&format!("{name}-before"))?;
    let data = world.copy(name)?;
    let path = world.beside(&format!("{name}.log"));
    let recorded = program
        .clone()
        .with("LD_PRELOAD", shim)
        .with("CRASH_ROOT", &data)
        .with("CRASH_LOG", &path)
        .with("CRASH_STOP", log::stop_beside(&path));
    let mut random = Random::new(seed, 2);
    let mut clients = client::all(world, seed, false);
    let share = changes / u64::from(restarts + 1);
    for _ in 0..restarts {
        let moment = Moment {
            after: random.within(share / 2..share),
            later: Duration::from_micros(random.within(LATER)),
        };
        kill::live(&recorded, &data, &mut clients, &moment, Some(&path))?;
    }
    let server = recorded.start("serve", &data)?;
    let so_far: usize = clients.iter().map(|client| client.acknowledged.len()).sum();
    let budget = AtomicI64::new(changes as i64 - so_far as i64);
    let over = AtomicBool::new(false);
    let round = Round {
        address: server.address,
        over: &over,
        budget: &budget,
        log: Some(&path),
        heard: None,
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = clients
            .iter_mut()
            .map(|client| scope.spawn(|| client.write(&round)))
            .collect();
        all.into_iter()
            .try_for_each(|one| one.join().map_err(|_| "a client panicked".to_owned())?)
    })?;
    server.stop()?;
    let told: usize = clients.iter().map(|client| client.acknowledged.len()).sum();
    let log = Log::read(&path)?;
    let _ = fs::remove_file(&path);
    let acknowledged: Vec<_> = log
        .records
        .iter()
        .enumerate()
        .filter_map(|(at, what)| match what {
            What::Acknowledged { mark, case } => {
                let mut all = clients.iter().flat_map(|client| &client.acknowledged);
                let one = all.find(|one| one.mark == *mark && one.case == *case)?;
                Some((at, *one))
            }
            _ => None,
        })
        .collect();
    if acknowledged.len() != told {
        return Err(format!(
            "{told} acknowledged, {} in the log",
            acknowledged.len()
        ));
    }
    is_whole(&before, &data, &log)?;
    let repeated = acknowledged.iter().filter(|(_, one)| one.repeated).count();
    let count = |wanted: fn(&What) -> bool| log.records.iter().filter(|what| wanted(what)).count();
    println!(
        "  {name}: {told} acknowledged ({repeated} on repetition), {} writes, {} syncs, {} MB; the record is whole",
        count(|what| matches!(what, What::Write { .. })),
        count(|what| matches!(what, What::SyncEnd { .. })),
        log.bytes.len() >> 20
    );
    Ok(Recording {
        before,
        log,
        acknowledged,
    })
}

/// All that the log tells, done, must give the very files that are there: so nothing was missed.
fn is_whole(before: &Path, data: &Path, log: &Log) -> Done {
    let failed = |error: std::io::Error| error.to_string();
    let mut disk = Disk::with(before, log).map_err(failed)?;
    disk.go_to(log.records.len())?;
    let (seen, real) = (disk.seen(), disk::contents(data).map_err(failed)?);
    if seen == real {
        return Ok(());
    }
    let names = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
        let each = files
            .iter()
            .map(|(name, bytes)| format!("{name} ({} bytes)", bytes.len()));
        each.collect::<Vec<_>>().join(", ")
    };
    Err(format!(
        "the record misses something: it gives {}, there are {}",
        names(&seen),
        names(&real)
    ))
}

/// Builds the images and looks at each.
fn judge(
    recording: &Recording,
    program: &Program,
    images: usize,
    seed: u64,
    tell: bool,
) -> Done<Tally> {
    let Recording {
        before,
        log,
        acknowledged,
    } = recording;
    let failed = |error: std::io::Error| error.to_string();
    let mut random = Random::new(seed, 3);
    let behind = |all: &[&(usize, Acknowledged)], random: &mut Random| match all.len() {
        0 => random.index(log.records.len()),
        length => all[random.index(length)].0 + 1,
    };
    let any: Vec<_> = acknowledged.iter().collect();
    let repeated: Vec<_> = acknowledged
        .iter()
        .filter(|(_, one)| one.repeated)
        .collect();
    // Of ten cuts three anywhere, six right behind an acknowledgement, one behind one of those that were repeated.
    let mut cuts: Vec<usize> = (0..images)
        .map(|image| match image % 10 {
            0..3 => random.index(log.records.len()),
            3 => behind(&repeated, &mut random),
            _ => behind(&any, &mut random),
        })
        .collect();
    cuts.sort_unstable();
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    };
    let mut disk = Disk::with(before, log).map_err(failed)?;
    let mut tally = Tally::default();
    for cut in cuts {
        disk.go_to(cut)?;
        let folder = tempfile::Builder::new()
            .prefix("madoguchi-cut-")
            .tempdir_in(&place)
            .map_err(failed)?;
        for (name, bytes) in disk.after_cut(&mut random) {
            fs::write(folder.path().join(name), bytes).map_err(failed)?;
        }
        tally.images += 1;
        tally.in_air += usize::from(disk.in_air() > 0);
        let told = acknowledged.partition_point(|(at, _)| *at < cut);
        let findings = database::check(
            folder.path(),
            acknowledged[..told].iter().map(|(_, one)| one),
            true,
        );
        tally.add(&findings);
        let mut bad = !findings.is_empty();
        if bad && tell && tally.bad < TOLD {
            println!(
                "cut at record {cut} of {}:\n{}",
                log.records.len(),
                findings.told()
            );
        }
        if tally.images.is_multiple_of(VERIFIED) {
            tally.verified += 1;
            if let Err(why) = program.verify(folder.path()) {
                tally.refused += 1;
                if tell && !bad {
                    println!("cut at record {cut} of {}: {why}", log.records.len());
                }
                bad = true;
            }
        }
        tally.bad += usize::from(bad);
        if tell && tally.images.is_multiple_of(250) {
            println!("  {} images", tally.images);
        }
    }
    Ok(tally)
}

impl Tally {
    fn add(&mut self, findings: &Findings) {
        self.corrupt += usize::from(!findings.corrupt.is_empty());
        self.lost += usize::from(!findings.lost.is_empty());
        self.doubled += usize::from(!findings.doubled.is_empty());
        self.half += usize::from(!findings.half.is_empty());
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            images,
            in_air,
            corrupt,
            lost,
            doubled,
            half,
            verified,
            refused,
            bad,
        } = self;
        write!(
            f,
            "{images} power-cut images ({in_air} with something in the air): acknowledged changes lost in {lost}, \
             doubled in {doubled}, half applied in {half}, damaged {corrupt}; `madoguchi verify` on {verified}, \
             refused {refused}; wrong in all: {bad}"
        )
    }
}
