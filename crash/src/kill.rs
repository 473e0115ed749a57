//! `crash kill`: SIGKILL at a random moment of a burst of writes, start again,
//! and so on; then everything that was acknowledged is looked for.
//!
//! A killed process loses nothing that the system holds for it, so this says
//! nothing about power cuts. It tries our own order of things: acknowledged only
//! when committed, all of a change in one write, and a repetition known by its
//! key. The control repeats without the key, and must find doubles.

use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crate::Done;
use crate::client::{self, Client, Round, Word};
use crate::database;
use crate::power::log;
use crate::program::Program;
use crate::random::Random;
use crate::stories::Reader;
use crate::world::World;

/// Acknowledgements before the kill. A count and not a time, for a busy machine tries as much as an idle one.
const AFTER: Range<u64> = 3..40;
/// Microseconds from the last of them to the kill.
const LATER: Range<u64> = 0..15_000;
/// Longer than any acknowledgement may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Rounds between two looks at everything.
const LOOK: u32 = 50;
/// Acknowledgements that a round must bring on average; with fewer the run has tried nothing.
const FEWEST: u64 = 10;
/// Rounds in which the control must have found a double.
const CONTROL: u32 = 60;

struct Run<'a> {
    program: &'a Program,
    data: &'a Path,
    clients: Vec<Client>,
    random: Random,
    /// How many changes of each client the looks have seen.
    seen: Vec<usize>,
}

pub fn run(program: &Path, rounds: u32, seed: u64) -> Done {
    println!(
        "kill: seed {seed}, {rounds} rounds, {} clients",
        client::CLIENTS
    );
    let program = Program::at(program);
    let world = World::make(&program)?;
    control(&program, &world, seed)?;

    let data = world.copy("kill")?;
    let mut run = Run::new(&program, &data, &world, seed, false);
    let begun = Instant::now();
    for round in 1..=rounds {
        run.round()?;
        if round % LOOK == 0 || round == rounds {
            run.look(false)?;
            println!(
                "  {round} rounds, {} acknowledged, {} of them on repetition, {} s",
                run.acknowledged(),
                run.replayed(),
                begun.elapsed().as_secs()
            );
        }
    }
    run.finish()?;
    run.look(true)?;
    let (acknowledged, replayed) = (run.acknowledged(), run.replayed());
    println!(
        "kill: {rounds} rounds of kill -9 in {} s, {acknowledged} acknowledged changes ({replayed} of them had been \
         committed and were acknowledged on repetition), 0 lost, 0 doubled, 0 half applied; seed {seed}",
        begun.elapsed().as_secs()
    );
    if acknowledged < FEWEST * u64::from(rounds) {
        return Err(format!(
            "only {acknowledged} changes in {rounds} rounds: too few to say anything"
        ));
    }
    if rounds >= LOOK && replayed == 0 {
        return Err("no kill fell between commit and acknowledgement: nothing was tried".into());
    }
    Ok(())
}

/// Clients that forget their keys must leave doubles, and these must be found.
fn control(program: &Program, world: &World, seed: u64) -> Done {
    let data = world.copy("kill-control")?;
    let mut run = Run::new(program, &data, world, seed, true);
    for round in 1..=CONTROL {
        run.round()?;
        if round % 5 != 0 {
            continue;
        }
        let findings = database::check(&data, run.ledger(), false);
        if !findings.doubled.is_empty() {
            let doubles = findings.doubled.len();
            println!("kill: control without keys caught, {doubles} doubles after {round} rounds");
            return Ok(());
        }
    }
    Err(format!(
        "the control passed: no doubles in {CONTROL} rounds without keys"
    ))
}

impl<'a> Run<'a> {
    fn new(
        program: &'a Program,
        data: &'a Path,
        world: &World,
        seed: u64,
        forgets_keys: bool,
    ) -> Self {
        let clients = client::all(world, seed, forgets_keys);
        Self {
            program,
            data,
            seen: vec![0; clients.len()],
            clients,
            random: Random::new(seed, u64::from(forgets_keys)),
        }
    }

    fn ledger(&self) -> impl Iterator<Item = &client::Acknowledged> {
        self.clients.iter().flat_map(|client| &client.acknowledged)
    }

    fn acknowledged(&self) -> u64 {
        self.ledger().count() as u64
    }

    fn replayed(&self) -> u64 {
        self.ledger().filter(|one| one.repeated).count() as u64
    }

    /// Start, write, kill.
    fn round(&mut self) -> Done {
        let moment = Moment {
            after: self.random.within(AFTER),
            later: Duration::from_micros(self.random.within(LATER)),
        };
        live(self.program, self.data, &mut self.clients, &moment, None)
    }

    /// Lets every client bring its last change to an end.
    fn finish(&mut self) -> Done {
        let server = self.program.start("serve", self.data)?;
        let (over, budget) = (AtomicBool::new(false), AtomicI64::new(0));
        let round = Round {
            address: server.address,
            over: &over,
            budget: &budget,
            log: None,
            heard: None,
        };
        for client in &mut self.clients {
            client.write(&round)?;
        }
        Ok(())
    }

    /// Looks at everything that was acknowledged: in the database, through the API, and by `madoguchi verify`.
    fn look(&mut self, whole: bool) -> Done {
        let mut findings = database::check(self.data, self.ledger(), true);
        let server = self.program.start("serve", self.data)?;
        let token = self.clients[0].agent();
        let mut read = || -> std::io::Result<()> {
            let mut reader = Reader::open(server.address, token)?;
            let mut stories = 0;
            for (client, seen) in self.clients.iter().zip(&mut self.seen) {
                let since = if whole { 0 } else { *seen };
                stories += reader.stories(client, since, &mut findings)?;
                *seen = client.acknowledged.len();
            }
            if whole {
                let listed = reader.lists(&self.clients, &mut findings)?;
                println!("  read through the API: {stories} stories, {listed} cases in the lists");
            }
            Ok(())
        };
        read().map_err(|error| format!("the API does not tell: {error}"))?;
        drop(server);
        let verified = self.program.verify(self.data);
        if findings.is_empty() {
            return verified;
        }
        Err(format!(
            "what was acknowledged is not what is there:\n{}",
            findings.told()
        ))
    }
}

/// When the kill comes: after so many acknowledgements, and so much later.
pub struct Moment {
    pub after: u64,
    pub later: Duration,
}

/// One life of the server: started, written to, killed.
pub fn live(
    program: &Program,
    data: &Path,
    clients: &mut [Client],
    moment: &Moment,
    log: Option<&Path>,
) -> Done {
    let mut server = program.start("serve", data)?;
    let (over, budget) = (AtomicBool::new(false), AtomicI64::new(i64::MAX));
    let (tell, hear) = mpsc::channel();
    let round = Round {
        address: server.address,
        over: &over,
        budget: &budget,
        log,
        heard: Some(tell.clone()),
    };
    std::thread::scope(|scope| {
        for client in clients {
            let (tell, round) = (tell.clone(), &round);
            scope.spawn(move || {
                if let Err(why) = client.write(round) {
                    let _ = tell.send(Word::Wrong(why));
                }
            });
        }
        let waited = wait(&hear, moment);
        // First the word, then the deed: whose connection breaks now knows why.
        over.store(true, Ordering::SeqCst);
        match log {
            Some(log) if waited.is_ok() => server.kill_between(&log::stop_beside(log))?,
            _ => server.kill(),
        }
        waited
    })?;
    // What a client found wrong in the very last moment.
    hear.try_iter().try_for_each(|word| match word {
        Word::Wrong(why) => Err(why),
        Word::Acknowledged => Ok(()),
    })
}

/// Waits until the moment has come, or a client finds something wrong.
fn wait(hear: &Receiver<Word>, moment: &Moment) -> Done {
    for heard in 0..moment.after {
        match hear.recv_timeout(PATIENCE) {
            Ok(Word::Acknowledged) => {}
            Ok(Word::Wrong(why)) => return Err(why),
            Err(_) => return Err(format!("only {heard} acknowledgements in {PATIENCE:?}")),
        }
    }
    let end = Instant::now() + moment.later;
    loop {
        match hear.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(Word::Acknowledged) => {}
            Ok(Word::Wrong(why)) => return Err(why),
            Err(_) => return Ok(()),
        }
    }
}
