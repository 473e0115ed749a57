//! A disk as the log fills it, and what a power cut may leave of it.
//!
//! Safe is what a sync has vouched for. All else is in the air: of each write
//! any 512-byte sectors may have arrived, in any order; a file may have its old
//! length; names made, changed or removed since the last sync of their folder
//! may be so or not.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::log::{Log, What};
use crate::random::Random;

const SECTOR: u64 = 512;

type Number = usize;

#[derive(Clone)]
enum Change {
    Write {
        at: u64,
        data: std::ops::Range<usize>,
    },
    Length(u64),
}

#[derive(Clone)]
enum Naming {
    Made(String, Number),
    Removed(String),
    Renamed(String, String),
}

#[derive(Default)]
struct File {
    safe: Vec<u8>,
    /// With the place in the log.
    in_air: Vec<(usize, Change)>,
}

/// Names and files; `seen` is what the program sees, `safe` what is on the platter.
pub struct Disk<'a> {
    log: &'a Log,
    files: Vec<File>,
    safe: BTreeMap<String, Number>,
    seen: BTreeMap<String, Number>,
    naming: Vec<(usize, Naming)>,
    handles: HashMap<u64, Target>,
    syncs: HashMap<(u64, u64), usize>,
    done: usize,
}

#[derive(Clone)]
enum Target {
    File(Number),
    Folder(String),
}

/// How much of what is in the air arrives.
#[derive(Clone, Copy)]
enum Fate {
    Nothing,
    Everything,
    /// The oldest so many of all changes, the last of them torn.
    UpTo(usize),
    /// Each change and each sector by itself, so many of a hundred.
    Each(u64),
}

impl<'a> Disk<'a> {
    /// A disk with a folder's files on it, safe.
    pub fn with(folder: &Path, log: &'a Log) -> std::io::Result<Self> {
        let mut disk = Self {
            log,
            files: Vec::new(),
            safe: BTreeMap::new(),
            seen: BTreeMap::new(),
            naming: Vec::new(),
            handles: HashMap::new(),
            syncs: HashMap::new(),
            done: 0,
        };
        for (name, safe) in contents(folder)? {
            disk.safe.insert(name, disk.files.len());
            disk.files.push(File {
                safe,
                in_air: Vec::new(),
            });
        }
        disk.seen = disk.safe.clone();
        Ok(disk)
    }

    /// Lets happen what the log has up to here.
    pub fn go_to(&mut self, cut: usize) -> Result<(), String> {
        while self.done < cut.min(self.log.records.len()) {
            let what = self.log.records[self.done].clone();
            self.happen(what)
                .map_err(|why| format!("record {}: {why}", self.done))?;
            self.done += 1;
        }
        Ok(())
    }

    fn happen(&mut self, what: What) -> Result<(), String> {
        let now = self.done;
        match what {
            What::Open {
                handle,
                path,
                created,
                emptied,
            } => {
                let target = match self.seen.get(&path) {
                    Some(number) => Target::File(*number),
                    None if created => {
                        let number = self.files.len();
                        self.files.push(File::default());
                        self.seen.insert(path.clone(), number);
                        self.naming.push((now, Naming::Made(path, number)));
                        Target::File(number)
                    }
                    None => Target::Folder(path),
                };
                if let (true, Target::File(number)) = (emptied, &target) {
                    self.files[*number].in_air.push((now, Change::Length(0)));
                }
                self.handles.insert(handle, target);
            }
            What::Write { handle, at, data } => self.change(handle, Change::Write { at, data })?,
            What::Truncate { handle, length } => self.change(handle, Change::Length(length))?,
            What::SyncBegin { handle, number } => {
                self.syncs.insert((handle, number), now);
            }
            What::SyncEnd { handle, number } => {
                let begun = self
                    .syncs
                    .remove(&(handle, number))
                    .ok_or("a sync that never began")?;
                match self
                    .handles
                    .get(&handle)
                    .cloned()
                    .ok_or("an unknown handle")?
                {
                    Target::File(number) => self.make_safe(number, begun),
                    Target::Folder(path) => self.make_names_safe(&path, begun),
                }
            }
            What::Unlink { path } => {
                self.seen.remove(&path);
                self.naming.push((now, Naming::Removed(path)));
            }
            What::Rename { from, to } => {
                if let Some(number) = self.seen.remove(&from) {
                    self.seen.insert(to.clone(), number);
                }
                self.naming.push((now, Naming::Renamed(from, to)));
            }
            What::Acknowledged { .. } => {}
        }
        Ok(())
    }

    fn change(&mut self, handle: u64, change: Change) -> Result<(), String> {
        match self.handles.get(&handle) {
            Some(Target::File(number)) => {
                self.files[*number].in_air.push((self.done, change));
                Ok(())
            }
            _ => Err("a write to no file".into()),
        }
    }

    fn make_safe(&mut self, number: Number, before: usize) {
        let file = &mut self.files[number];
        let settled = file.in_air.partition_point(|(at, _)| *at < before);
        for (_, change) in file.in_air.drain(..settled) {
            apply(&mut file.safe, &change, &self.log.bytes, |_| true);
        }
    }

    fn make_names_safe(&mut self, folder: &str, before: usize) {
        let mut rest = Vec::new();
        for (at, naming) in self.naming.drain(..) {
            let (Naming::Made(name, _) | Naming::Removed(name) | Naming::Renamed(_, name)) =
                &naming;
            let parent = name.rsplit_once('/').map_or("", |(parent, _)| parent);
            if at < before && parent == folder {
                rename(&mut self.safe, naming);
            } else {
                rest.push((at, naming));
            }
        }
        self.naming = rest;
    }

    /// How many changes are in the air.
    pub fn in_air(&self) -> usize {
        self.files
            .iter()
            .map(|file| file.in_air.len())
            .sum::<usize>()
            + self.naming.len()
    }

    /// What may be found after a power cut now.
    pub fn after_cut(&self, random: &mut Random) -> Vec<(String, Vec<u8>)> {
        let mut order: Vec<usize> = self.naming.iter().map(|(at, _)| *at).collect();
        order.extend(
            self.files
                .iter()
                .flat_map(|file| file.in_air.iter().map(|(at, _)| *at)),
        );
        order.sort_unstable();
        let fate = match random.within(0..20) {
            0 | 1 => Fate::Nothing,
            2 => Fate::Everything,
            3..8 if !order.is_empty() => Fate::UpTo(order[random.index(order.len())]),
            _ => Fate::Each([5, 30, 50, 80, 97][random.index(5)]),
        };
        let mut names = self.safe.clone();
        for (at, naming) in &self.naming {
            if arrives(fate, *at, random) {
                rename(&mut names, naming.clone());
            }
        }
        let found = names.into_iter().map(|(name, number)| {
            let file = &self.files[number];
            let mut bytes = file.safe.clone();
            for (at, change) in &file.in_air {
                if arrives(fate, *at, random) {
                    let torn = match fate {
                        Fate::UpTo(last) => (last == *at).then_some(50),
                        // Some writes whole, others torn.
                        Fate::Each(many) => random.chance(50).then_some(many),
                        Fate::Nothing | Fate::Everything => None,
                    };
                    apply(&mut bytes, change, &self.log.bytes, |_| {
                        torn.is_none_or(|many| random.chance(many))
                    });
                }
            }
            if matches!(fate, Fate::Each(_)) && bytes.len() > file.safe.len() && random.chance(20) {
                bytes.truncate(file.safe.len());
            }
            (name, bytes)
        });
        found.collect()
    }

    /// What the program sees, to be held against the real files.
    pub fn seen(&self) -> BTreeMap<String, Vec<u8>> {
        let file = |number: &Number| {
            let mut bytes = self.files[*number].safe.clone();
            for (_, change) in &self.files[*number].in_air {
                apply(&mut bytes, change, &self.log.bytes, |_| true);
            }
            bytes
        };
        self.seen
            .iter()
            .map(|(name, number)| (name.clone(), file(number)))
            .collect()
    }
}

/// The files of a folder, but for those that are only memory.
pub fn contents(folder: &Path) -> std::io::Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with("-shm") {
            found.insert(name, std::fs::read(entry.path())?);
        }
    }
    Ok(found)
}

fn arrives(fate: Fate, at: usize, random: &mut Random) -> bool {
    match fate {
        Fate::Nothing => false,
        Fate::Everything => true,
        Fate::UpTo(last) => at <= last,
        Fate::Each(many) => random.chance(many),
    }
}

fn rename(names: &mut BTreeMap<String, Number>, naming: Naming) {
    match naming {
        Naming::Made(name, number) => drop(names.insert(name, number)),
        Naming::Removed(name) => drop(names.remove(&name)),
        Naming::Renamed(from, to) => {
            if let Some(number) = names.remove(&from) {
                names.insert(to, number);
            }
        }
    }
}

/// Carries out a change, sector by sector; `keep` says which sectors arrive.
fn apply(bytes: &mut Vec<u8>, change: &Change, log: &[u8], mut keep: impl FnMut(u64) -> bool) {
    match change {
        Change::Length(length) => bytes.resize(*length as usize, 0),
        Change::Write { at, data } => {
            let (mut from, mut place, end) = (data.start, *at, *at + data.len() as u64);
            while place < end {
                let stop = end.min((place / SECTOR + 1) * SECTOR);
                let length = (stop - place) as usize;
                if keep(place / SECTOR) {
                    if bytes.len() < stop as usize {
                        bytes.resize(stop as usize, 0);
                    }
                    bytes[place as usize..stop as usize].copy_from_slice(&log[from..from + length]);
                }
                from += length;
                place = stop;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(records: Vec<What>) -> Log {
        let bytes = (0..4096u32).map(|n| (n / 512 + 1) as u8).collect();
        Log { bytes, records }
    }

    fn write(at: u64, length: usize) -> What {
        What::Write {
            handle: 1,
            at,
            data: 0..length,
        }
    }

    fn images(records: Vec<What>) -> Vec<Vec<(String, Vec<u8>)>> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a"), [0; 1024]).unwrap();
        let log = log(records);
        let mut disk = Disk::with(folder.path(), &log).unwrap();
        disk.go_to(usize::MAX).unwrap();
        let mut random = Random::new(1, 1);
        (0..500).map(|_| disk.after_cut(&mut random)).collect()
    }

    fn open(path: &str, created: bool) -> What {
        What::Open {
            handle: 1,
            path: path.into(),
            created,
            emptied: false,
        }
    }

    #[test]
    fn what_was_synced_is_always_there_and_the_rest_sometimes() {
        let begin = What::SyncBegin {
            handle: 1,
            number: 1,
        };
        let end = What::SyncEnd {
            handle: 1,
            number: 1,
        };
        let all = images(vec![
            open("a", false),
            write(0, 512),
            begin,
            write(512, 512),
            end,
        ]);
        assert!(all.iter().all(|image| image[0].1[0] == 1));
        let arrived = all.iter().filter(|image| image[0].1[512] == 1).count();
        assert!((50..450).contains(&arrived), "{arrived}");
    }

    #[test]
    fn writes_tear_at_sectors_and_nowhere_else() {
        let all = images(vec![open("a", false), write(0, 1024)]);
        let torn = |image: &&Vec<(String, Vec<u8>)>| image[0].1[0] != 1 && image[0].1[512] == 2;
        assert!(all.iter().filter(torn).count() > 10);
        for image in &all {
            for sector in image[0].1.chunks(512) {
                assert!(sector.iter().all(|byte| *byte == sector[0]));
            }
        }
    }

    #[test]
    fn a_name_is_safe_once_its_folder_was_synced() {
        let folder = What::Open {
            handle: 2,
            path: String::new(),
            created: false,
            emptied: false,
        };
        let sync = [
            What::SyncBegin {
                handle: 2,
                number: 1,
            },
            What::SyncEnd {
                handle: 2,
                number: 1,
            },
        ];
        let without = images(vec![open("b", true), folder.clone()]);
        let there = without
            .iter()
            .filter(|image| image.iter().any(|(name, _)| name == "b"))
            .count();
        assert!((50..450).contains(&there), "{there}");
        let with = images(vec![
            open("b", true),
            folder,
            sync[0].clone(),
            sync[1].clone(),
        ]);
        assert!(
            with.iter()
                .all(|image| image.iter().any(|(name, _)| name == "b"))
        );
    }
}
