//! Files that are sent in a session (L3): offered to one, in pieces that go on after a break, held until they were looked through,
//! and had once whoever they are for has taken them. They go into the session's case.

use bytes::{Bytes, BytesMut};
use domain::{
    CaseId, FileId, PersonId, SessionId,
    case::{AttachedFile, CaseEvent},
    event::By,
    file::{self, NotTaken},
    session::{self, Command, Refused, Seat, Session, Side},
};
use futures_util::{Stream, StreamExt};
use store::{
    Statement, WriteError,
    cases::Change,
    files::{File, Part, State, forgets_place},
    sessions::{Besides, SessionFile, StoredSession, arrives, begins},
};

use super::{
    App, Fail, TRIES,
    files::{Arrived, Had},
    passwords::hex,
};
use crate::files::{self, PIECE, Shelf};

/// As many files of a session are on their way at once.
const OPEN: usize = 20;
/// Within this time what arrived whole is offered.
const OFFERED: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);
/// Files with which something is done at a time.
const BATCH: usize = 50;

/// Why an offer came to nothing.
#[derive(Debug)]
pub enum NotOffered {
    Refused(Refused),
    /// The file of this name is not taken.
    NotTaken(String, NotTaken),
}

/// A file that is offered, with its number in the session.
pub struct Offered {
    pub number: u32,
    pub file: File,
}

/// In whose name a file of this seat's lies there: their own; of a customer without an account, the host's.
fn in_name_of(session: &Session, seat: Seat) -> Option<PersonId> {
    let of = |seat: Seat| match session.participants.get(&seat)?.side {
        Side::Agent(person) | Side::Customer(Some(person)) => Some(person),
        Side::Customer(None) => None,
    };
    of(seat).or_else(|| of(session.host()?))
}

/// Keeps bytes in pieces under a place; nothing where they are too many.
async fn kept_apart<E>(
    shelf: &Shelf,
    place: &str,
    most: u64,
    bytes: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Option<Vec<Part>>, Fail> {
    let mut bytes = std::pin::pin!(bytes);
    let (mut parts, mut piece, mut start) = (Vec::new(), BytesMut::new(), 0u64);
    loop {
        let next = bytes.next().await;
        let ended = next.is_none();
        if let Some(next) = next {
            let next = next.map_err(|_| Fail::broken("the form broke off"))?;
            if start + (piece.len() + next.len()) as u64 > most {
                return Ok(None);
            }
            piece.extend_from_slice(&next);
        }
        while piece.len() >= PIECE || ended && !piece.is_empty() {
            let one = piece.split_to(piece.len().min(PIECE)).freeze();
            let part = shelf.keep(place, start, one).await.map_err(Fail::broken)?;
            start += part.bytes;
            parts.push(part);
        }
        if ended {
            return Ok(Some(parts));
        }
    }
}

impl App {
    /// Offers a file of so many bytes and begins it.
    pub async fn offer_session_file(
        &self,
        id: SessionId,
        by: (session::Actor, Seat),
        to: Seat,
        given: &str,
        bytes: Option<u64>,
    ) -> Result<Result<Offered, NotOffered>, Fail> {
        let place = hex(&store::random::<16>());
        let more = Vec::new();
        self.offer_at(&place, id, by, to, given, bytes, more).await
    }

    #[allow(clippy::too_many_arguments)] // of one offer, each by its own name
    async fn offer_at(
        &self,
        place: &str,
        id: SessionId,
        (by, from): (session::Actor, Seat),
        to: Seat,
        given: &str,
        bytes: Option<u64>,
        more: Vec<Statement>,
    ) -> Result<Result<Offered, NotOffered>, Fail> {
        self.shelf()?;
        let limits = &self.desks.current().0.attachments;
        let name = files::shown(given);
        let sized = match bytes {
            Some(0) => Err(NotTaken::Empty),
            Some(bytes) => limits.sized(bytes),
            None => Ok(()),
        };
        if let Err(why) = limits.named(&name).and(sized) {
            return Ok(Err(NotOffered::NotTaken(name, why)));
        }
        if self.store.session_files_open(id).await? >= OPEN {
            return Ok(Err(NotOffered::NotTaken(name, NotTaken::NoRoom)));
        }
        for _ in 0..TRIES {
            let stored = self.store.session(id).await?.ok_or(Fail::NotFound)?;
            let session = &stored.session;
            let Some(person) = in_name_of(session, from) else {
                return Ok(Err(NotOffered::Refused(Refused::NoHost)));
            };
            let number = session.files_offered + 1;
            let now = self.now();
            let begun = File {
                id: FileId(store::fresh_id(now)),
                place: place.to_owned(),
                person,
                kind: file::extension(&name),
                name: name.clone(),
                bytes: bytes.unwrap_or(limits.largest()),
                received: 0,
                sha256: None,
                state: State::Arriving,
                created_at: now,
                case: None,
                internal: false,
                attached_at: None,
                fetched_at: None,
                removed_at: None,
                not_scanned: None,
                scanned_at: None,
                locked: false,
            };
            let mut more = more.clone();
            more.push(begins(id, number, &begun));
            more.push(forgets_place(place));
            let besides = Besides {
                on: Some(session.version),
                more,
                ..Besides::default()
            };
            let (name, bytes) = (name.clone(), begun.bytes);
            let offer = Command::OfferFile { to, name, bytes };
            match self.change_session(id, by, &offer, &besides).await {
                Ok(Ok(_)) => {
                    let file = begun;
                    return Ok(Ok(Offered { number, file }));
                }
                Ok(Err(refused)) => return Ok(Err(NotOffered::Refused(refused))),
                // Something else happened meanwhile: the number may be another.
                Err(Fail::Stale | Fail::Conflict) => continue,
                Err(fail) => return Err(fail),
            }
        }
        Err(Fail::Conflict)
    }

    /// Offers a file of which all bytes come with the request: they lie there before it is offered, so that its size is known.
    /// `more` is written with the offer.
    pub async fn offer_whole_session_file<E>(
        &self,
        id: SessionId,
        by: (session::Actor, Seat),
        to: Seat,
        given: &str,
        bytes: impl Stream<Item = Result<Bytes, E>>,
        more: Vec<Statement>,
    ) -> Result<Result<(), NotOffered>, Fail> {
        let shelf = self.shelf()?.clone();
        let most = self.desks.current().0.attachments.largest();
        let place = hex(&store::random::<16>());
        // Until it is offered nothing else knows of these bytes.
        self.store.leave_place(&place, self.now() + OFFERED).await?;
        let kept = kept_apart(&shelf, &place, most, bytes).await?;
        let name = files::shown(given);
        let refused = |why| Ok(Err(NotOffered::NotTaken(name.clone(), why)));
        let Some(parts) = kept else {
            self.clear_place(&place).await?;
            return refused(NotTaken::TooLarge { max: most });
        };
        let size = parts.iter().map(|part| part.bytes).sum();
        let offered = self.offer_at(&place, id, by, to, given, Some(size), more);
        let offered = offered.await?;
        let Offered { number, mut file } = match offered {
            Ok(offered) => offered,
            Err(why) => {
                self.clear_place(&place).await?;
                return Ok(Err(why));
            }
        };
        for part in &parts {
            self.store.keep_file_part(file.id, part).await?;
            file.received += part.bytes;
        }
        let nothing = futures_util::stream::empty::<Result<Bytes, std::convert::Infallible>>();
        if let Arrived::Not(why) = self.append_file(file, nothing, true).await? {
            let (stop, besides) = (Command::StopFile(number), Besides::default());
            let _ = self.change_session(id, by.0, &stop, &besides).await?;
            return refused(why);
        }
        Ok(Ok(()))
    }

    /// A file that this seat sends and that has not arrived.
    pub async fn sending_file(
        &self,
        stored: &StoredSession,
        seat: Seat,
        number: u32,
    ) -> Result<File, Fail> {
        let sending = stored.session.files.get(&number);
        if sending.is_none_or(|sending| sending.from != seat) {
            return Err(Fail::NotFound);
        }
        let file = self.store.session_file(stored.id, number).await?;
        file.filter(|file| file.attached_at.is_none())
            .ok_or(Fail::NotFound)
    }

    /// A file of a session that has arrived, for the two whom it concerns, and for agents who may know of the session.
    pub async fn session_file(
        &self,
        stored: &StoredSession,
        seat: Option<Seat>,
        number: u32,
    ) -> Result<Had, Fail> {
        self.shelf()?;
        if let Some(seat) = seat {
            let events = self.store.session_events(stored.id).await?;
            let sent = session::sent_files(&events);
            let theirs = sent.iter().find(|sent| sent.file == number);
            if theirs.is_none_or(|sent| sent.from != seat && sent.to != seat) {
                return Err(Fail::NotFound);
            }
        }
        let file = self.store.session_file(stored.id, number).await?;
        let file = file.filter(|file| file.attached_at.is_some() && file.state == State::Ready);
        let file = file.ok_or(Fail::NotFound)?;
        let parts = self.store.file_parts(file.id).await?;
        Ok(Had { file, parts })
    }

    /// Goes on with what is whole: gives it out where it was taken, ends it where it is harmful, puts it into the case.
    pub async fn settle_session_files(&self) -> Result<usize, Fail> {
        let mut settled = 0;
        for one in self.store.session_files_due(BATCH).await? {
            settled += usize::from(self.settle_session_file(&one).await?);
        }
        Ok(settled)
    }

    async fn settle_session_file(&self, one: &SessionFile) -> Result<bool, Fail> {
        let Some(stored) = self.store.session(one.session).await? else {
            return Ok(false);
        };
        let file = one.number;
        if one.file.attached_at.is_some() {
            return match stored.session.case {
                Some(case) => self.put_into_case(case, &one.file).await,
                None => Ok(false),
            };
        }
        let taken = stored.session.files.get(&file).is_some_and(|f| f.accepted);
        let digest = one.file.sha256.clone();
        let (command, more) = match (one.file.state, digest) {
            (State::Threat, _) => (Command::RefuseFile(file), Vec::new()),
            (State::Ready, Some(digest)) if taken => {
                let more = vec![arrives(one.file.id, self.now())];
                (Command::FinishFile { file, digest }, more)
            }
            _ => return Ok(false),
        };
        let besides = Besides {
            more,
            ..Besides::default()
        };
        let by = session::Actor::System;
        match self
            .change_session(one.session, by, &command, &besides)
            .await
        {
            Ok(done) => Ok(done.is_ok()),
            // Another node was faster.
            Err(Fail::Conflict) => Ok(false),
            Err(fail) => Err(fail),
        }
    }

    /// The file stands in the case from now on, like any other of its files.
    async fn put_into_case(&self, case: CaseId, file: &File) -> Result<bool, Fail> {
        let Some(before) = self.store.case_by_id(case).await? else {
            return Ok(false);
        };
        let Some(ready) = file.ready() else {
            return Ok(false);
        };
        let at = self.now().max(before.case.modified_at);
        let attached = CaseEvent::FilesAttached {
            files: vec![AttachedFile::from(ready)],
            internal: false,
            alone: true,
        };
        let events = [(at, By::Person(file.person), attached)];
        let change = Change {
            before: &before,
            desk: self.desks.of(before.case.desk_version),
            moved: None,
            events: &events,
        };
        match self.store.change_case(&change, Vec::new()).await {
            Ok(_) => {
                self.bell.notify_waiters();
                Ok(true)
            }
            // The next round tries again.
            Err(WriteError::Conflict) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}
