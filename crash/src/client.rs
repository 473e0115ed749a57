//! A client that writes: opens cases, adds messages and notes, closes. It keeps
//! what was acknowledged, and sends what was not again under the same key.
//!
//! Each text carries a number of its own, `mark:17;`, by which it is found
//! again; the key of its request is the same number.

use std::fs::File;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc::Sender;

use serde_json::{Value, json};

use crate::Done;
use crate::http::{Answer, Asked, Connection};
use crate::power::log;
use crate::random::Random;
use crate::world::{Pair, World};

/// How many clients write at once.
pub const CLIENTS: u64 = 8;
/// Numbers of one client's marks.
const MARKS: u64 = 10_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Open,
    Update,
    Reply,
    Note,
    Close,
}

/// A change that was acknowledged, with the case it was made to.
#[derive(Clone, Copy, Debug)]
pub struct Acknowledged {
    pub mark: u64,
    pub what: What,
    pub case: i64,
    /// By the answer to a repetition: it had been done before the kill.
    pub repeated: bool,
}

struct Request {
    mark: u64,
    what: What,
    case: Option<i64>,
    path: String,
    body: String,
    tried: bool,
}

/// The case that is worked on, and how many changes it gets yet.
struct Current {
    case: i64,
    left: u64,
}

pub struct Client {
    pair: Pair,
    random: Random,
    next: u64,
    current: Option<Current>,
    pending: Option<Request>,
    /// A second try goes without its key: the control.
    forgets_keys: bool,
    pub acknowledged: Vec<Acknowledged>,
}

/// What a client says while it writes.
pub enum Word {
    Acknowledged,
    Wrong(String),
}

/// What all clients share during one life of the server.
pub struct Round<'a> {
    pub address: SocketAddr,
    /// The server was killed, or is just about to be.
    pub over: &'a AtomicBool,
    /// Changes that may be begun yet; what was begun is always finished.
    pub budget: &'a AtomicI64,
    /// Where acknowledgements are noted among what reached the disk.
    pub log: Option<&'a Path>,
    /// Hears of each acknowledgement.
    pub heard: Option<Sender<Word>>,
}

pub fn all(world: &World, seed: u64, forgets_keys: bool) -> Vec<Client> {
    let one = |number: u64| Client {
        pair: world.pairs[number as usize % world.pairs.len()].clone(),
        random: Random::new(seed, 100 + number),
        next: (number + 1) * MARKS,
        current: None,
        pending: None,
        forgets_keys,
        acknowledged: Vec::new(),
    };
    (0..CLIENTS).map(one).collect()
}

impl Client {
    /// The token of the agent that this client speaks for.
    pub fn agent(&self) -> &str {
        &self.pair.agent
    }

    /// The mark that was sent and not yet acknowledged.
    pub fn open_mark(&self) -> Option<u64> {
        self.pending.as_ref().map(|request| request.mark)
    }

    /// Writes until the budget is used up or the server is gone.
    pub fn write(&mut self, round: &Round) -> Done {
        let mut log = match round.log {
            Some(path) => Some(log::append_to(path)?),
            None => None,
        };
        match self.write_on(round, log.as_mut()) {
            Err(Ended::Line(_)) if round.over.load(Ordering::SeqCst) => Ok(()),
            Err(Ended::Line(why)) => Err(format!("the server lives, its connection not: {why}")),
            Err(Ended::Wrong(why)) => Err(why),
            Ok(()) => Ok(()),
        }
    }

    fn write_on(&mut self, round: &Round, mut log: Option<&mut File>) -> Result<(), Ended> {
        let mut line = Connection::open(round.address)?;
        loop {
            let mut request = match self.pending.take() {
                Some(request) => request,
                None if round.budget.fetch_sub(1, Ordering::SeqCst) <= 0 => return Ok(()),
                None => self.invent(),
            };
            let sent = self.send(&mut line, &request);
            let again = std::mem::replace(&mut request.tried, true);
            match sent {
                Ok(answer) => {
                    let (log, heard) = (log.as_deref_mut(), round.heard.as_ref());
                    self.take(request, again, &answer, log, heard)?;
                }
                Err(error) => {
                    self.pending = Some(request);
                    return Err(error.into());
                }
            }
        }
    }

    fn send(&self, line: &mut Connection, request: &Request) -> std::io::Result<Answer> {
        let key = format!("crash-{}", request.mark);
        let keyless = self.forgets_keys && request.tried;
        let token = match request.what {
            What::Reply | What::Note => &self.pair.agent,
            What::Open | What::Update | What::Close => &self.pair.contact,
        };
        line.send(&Asked {
            path: &request.path,
            token,
            key: (!keyless).then_some(&key),
            body: Some(&request.body),
        })
    }

    /// An answer came whole: the change is acknowledged, or something is wrong.
    fn take(
        &mut self,
        request: Request,
        again: bool,
        answer: &Answer,
        log: Option<&mut File>,
        heard: Option<&Sender<Word>>,
    ) -> Result<(), Ended> {
        let Request {
            mark,
            what,
            case,
            path,
            ..
        } = request;
        let told: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        // Without its key the second closing finds the case closed.
        let closed_before =
            self.forgets_keys && again && what == What::Close && answer.status == 409;
        if !(200..300).contains(&answer.status) && !closed_before {
            return Err(Ended::Wrong(format!("{path}: {} {told}", answer.status)));
        }
        let number = told["number"]
            .as_str()
            .and_then(|number| number.parse::<i64>().ok());
        let number = if closed_before { case } else { number };
        let Some(number) = number.filter(|number| case.is_none_or(|case| case == *number)) else {
            return Err(Ended::Wrong(format!("{path}: another case: {told}")));
        };
        if let Some(log) = log {
            log.write_all(&log::acknowledged(mark, number))?;
        }
        if let Some(heard) = heard {
            let _ = heard.send(Word::Acknowledged);
        }
        self.acknowledged.push(Acknowledged {
            mark,
            what,
            case: number,
            repeated: answer.replayed,
        });
        self.current = match (what, self.current.take()) {
            (What::Open, _) => Some(Current {
                case: number,
                left: self.random.within(0..7),
            }),
            (What::Close, _) => None,
            (_, Some(Current { case, left })) if left > 0 => Some(Current {
                case,
                left: left - 1,
            }),
            _ => None,
        };
        Ok(())
    }

    fn invent(&mut self) -> Request {
        self.next += 1;
        let mark = self.next;
        let filler = "録音が残りません。 ".repeat(self.random.index(40));
        let text = format!("mark:{mark}; {filler}");
        let (what, case) = match &self.current {
            None => (What::Open, None),
            Some(Current { case, left: 0 }) if self.random.chance(60) => (What::Close, Some(*case)),
            Some(Current { case, .. }) => {
                let what = [What::Update, What::Reply, What::Note][self.random.index(3)];
                (what, Some(*case))
            }
        };
        let (place, body) = match what {
            What::Open => (
                String::new(),
                json!({
                    "kind": "support-case", "deployment": self.pair.deployment, "product": "contact-cloud",
                    "environment": self.pair.environment, "sub_type": "problem", "severity": "S3",
                    "subject": format!("subject:{mark};"), "description": text,
                    "answers": { "issue": "recording", "sub-issue": "not-recorded", "affected-count": 3 },
                }),
            ),
            What::Update | What::Reply => ("messages".to_owned(), json!({ "text": text })),
            What::Note => ("notes".to_owned(), json!({ "text": text })),
            What::Close => (
                "closure".to_owned(),
                json!({ "reason": "resolved", "comment": text }),
            ),
        };
        let path = match case {
            None => "/api/v1/cases".to_owned(),
            Some(case) => format!("/api/v1/cases/{case}/{place}"),
        };
        Request {
            mark,
            what,
            case,
            path,
            body: body.to_string(),
            tried: false,
        }
    }
}

enum Ended {
    /// The connection broke.
    Line(std::io::Error),
    Wrong(String),
}

impl From<std::io::Error> for Ended {
    fn from(error: std::io::Error) -> Self {
        Self::Line(error)
    }
}
