//! Files on their way into a case (C13): they arrive in pieces, are looked at when they are whole, wait for their sender to send
//! them, and are had by those who may see the case.

use bytes::{Bytes, BytesMut};
use domain::{
    AccountId, Actor, FileId, PersonId,
    case::{CaseEvent, Command, Refused, attaching::Standing},
    desk::Attachments,
    file::{self, NotTaken, Ready},
};
use futures_util::{Stream, StreamExt};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use store::{
    Statement, Store, WriteError,
    cases::StoredCase,
    files::{File, State},
};
use tokio::time::timeout;

use super::{App, Fail, TRIES, passwords::hex};
use crate::files::{self, PIECE, Shelf, scan::Scanner};

/// As many files can wait for one person to send them.
const WAITING: u64 = 100;
/// What was never sent is kept so long: a form that waits for its sender keeps its files.
pub const KEPT: SignedDuration = SignedDuration::from_hours(31 * 24);
/// The most that a recording may hold for its secrets to be masked, in bytes.
const RECORDING: u64 = 64 * 1024 * 1024;
/// How long the next bytes may take.
pub const STALL: std::time::Duration = std::time::Duration::from_secs(60);

/// Where files lie, and who looks through them.
#[derive(Clone)]
pub struct Files {
    pub shelf: Shelf,
    pub scanner: Option<Scanner>,
}

/// How an arrival of bytes ended.
#[derive(Debug)]
pub enum Arrived {
    /// There is more to come.
    More(File),
    /// All of it is there, and can be sent.
    Whole(File),
    /// It is not taken, and gone.
    Not(NotTaken),
}

/// A file with its bytes, as a reader of its case has it.
pub struct Had {
    pub file: File,
    pub parts: Vec<store::files::Part>,
}

impl App {
    /// The same, with a place for files.
    pub fn with_files(mut self, files: Files) -> Self {
        self.files = Some(files);
        self
    }

    /// What the desk takes, where this installation has a place for it.
    pub fn attachments(&self) -> Option<&Attachments> {
        let limits = &self.desks.current().0.attachments;
        (self.files.is_some() && limits.per_message > 0).then_some(limits)
    }

    pub(super) fn shelf(&self) -> Result<&Shelf, Fail> {
        self.files
            .as_ref()
            .map(|files| &files.shelf)
            .ok_or(Fail::NotFound)
    }

    /// Begins a file of this name. Its size is known from most senders; of the others it is what their bytes come to.
    pub async fn begin_file(
        &self,
        actor: &Actor,
        given: &str,
        bytes: Option<u64>,
    ) -> Result<Result<File, NotTaken>, Fail> {
        self.shelf()?;
        let person = actor.person().ok_or(Fail::NotFound)?;
        let desk = self.desks.current().0;
        let limits = &desk.attachments;
        let name = files::shown(given);
        let judged = |limits: &Attachments| {
            limits.named(&name).and(match bytes {
                Some(0) => Err(NotTaken::Empty),
                Some(bytes) => limits.sized(bytes),
                None => Ok(()),
            })
        };
        // What an administrator brings may be software (B6): where it is to go, it is judged once more.
        let software = desk.downloads.as_ref().filter(|_| actor.administers());
        let software = software.filter(|limits| judged(limits).is_ok());
        if let Err(why) = judged(limits)
            && software.is_none()
        {
            return Ok(Err(why));
        }
        let largest = software.map_or(0, Attachments::largest);
        let largest = largest.max(limits.largest());
        let (waiting, waiting_bytes) = self.store.waiting_files(person).await?;
        let more = bytes.unwrap_or(0);
        // Two messages' worth, and two of the largest.
        let message = limits
            .bytes_each
            .saturating_mul(u64::from(limits.per_message));
        let most = message.saturating_add(largest).saturating_mul(2);
        if waiting >= WAITING || waiting_bytes.saturating_add(more) > most {
            return Ok(Err(NotTaken::NoRoom));
        }
        if let Some(account) = actor.account() {
            let (_, kept) = self.store.files_of_account(account).await?;
            if let Err(why) = limits.room(kept.saturating_add(waiting_bytes), more) {
                return Ok(Err(why));
            }
        }
        let now = self.now();
        let mut begun = File {
            id: FileId(store::fresh_id(now)),
            place: hex(&store::random::<16>()),
            person,
            kind: file::extension(&name),
            name,
            bytes: bytes.unwrap_or(largest),
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
        for _ in 0..TRIES {
            match self.store.begin_file(&begun).await {
                // Another one began in the same millisecond, under the same name.
                Err(WriteError::Conflict) => begun.id = FileId(store::fresh_id(now)),
                Err(error) => return Err(error.into()),
                Ok(()) => return Ok(Ok(begun)),
            }
        }
        Err(Fail::Conflict)
    }

    /// One's own file that was not sent yet.
    pub async fn waiting_file(&self, actor: &Actor, id: FileId) -> Result<File, Fail> {
        let person = actor.person().ok_or(Fail::NotFound)?;
        self.store
            .waiting_file(person, id)
            .await?
            .ok_or(Fail::NotFound)
    }

    /// Goes on with a file. What arrived before the line broke is kept. `whole` says that nothing follows these bytes.
    pub async fn append_file<E>(
        &self,
        mut file: File,
        bytes: impl Stream<Item = Result<Bytes, E>>,
        whole: bool,
    ) -> Result<Arrived, Fail> {
        let shelf = self.shelf()?;
        let mut bytes = std::pin::pin!(bytes);
        let mut piece = BytesMut::new();
        let mut cut = false;
        loop {
            let next = match timeout(STALL, bytes.next()).await {
                Ok(Some(Ok(next))) => Some(next),
                Ok(None) => None,
                // The line broke, or went silent.
                Ok(Some(Err(_))) | Err(_) => {
                    cut = true;
                    None
                }
            };
            let ended = next.is_none();
            let mut rest = next.unwrap_or_default();
            if file.received + (piece.len() + rest.len()) as u64 > file.bytes {
                self.discard(&file).await?;
                return Ok(Arrived::Not(NotTaken::TooLarge { max: file.bytes }));
            }
            // However the bytes arrive, no piece is larger than one is to be.
            while piece.len() + rest.len() >= PIECE {
                let fitting = rest.split_to(PIECE - piece.len());
                piece.extend_from_slice(&fitting);
                file = self.keep_piece(shelf, file, piece.split().freeze()).await?;
            }
            piece.extend_from_slice(&rest);
            if ended {
                break;
            }
        }
        if !piece.is_empty() {
            file = self.keep_piece(shelf, file, piece.freeze()).await?;
        }
        match file.received == file.bytes || (whole && !cut) {
            true => self.complete(file).await,
            false => Ok(Arrived::More(file)),
        }
    }

    async fn keep_piece(&self, shelf: &Shelf, file: File, piece: Bytes) -> Result<File, Fail> {
        let part = shelf
            .keep(&file.place, file.received, piece)
            .await
            .map_err(Fail::broken)?;
        self.store.keep_file_part(file.id, &part).await?;
        Ok(File {
            received: file.received + part.bytes,
            ..file
        })
    }

    /// A file whose bytes are all there and at which nobody has looked, because whoever did was stopped: looks at it now.
    pub async fn finished(&self, file: File) -> Result<Arrived, Fail> {
        let id = file.id;
        match self.complete(file).await {
            // Somebody else was faster.
            Err(Fail::Conflict) => {
                let there = self.store.file(id).await?;
                Ok(Arrived::Whole(there.ok_or(Fail::NotFound)?))
            }
            other => other,
        }
    }

    /// Looks at a file that is whole, one after the other: whoever comes while somebody looks at it waits for that.
    async fn complete(&self, file: File) -> Result<Arrived, Fail> {
        let turn = super::locked::turn(&file.place);
        let mut refused = turn.lock().await;
        if let Some(why) = refused.as_ref() {
            return Ok(Arrived::Not(why.clone()));
        }
        let there = self.store.file(file.id).await?;
        if there.is_none_or(|there| there.state != State::Arriving) {
            return Err(Fail::Conflict);
        }
        let arrived = self.looked_at(file).await?;
        if let Arrived::Not(why) = &arrived {
            *refused = Some(why.clone());
        }
        Ok(arrived)
    }

    /// At what it holds, and whether its secrets are to be masked.
    async fn looked_at(&self, mut file: File) -> Result<Arrived, Fail> {
        let shelf = self.shelf()?;
        let limits = &self.desks.current().0.attachments;
        let parts = self.store.file_parts(file.id).await?;
        file.bytes = file.received;
        let (mut digest, mut head, mut tail) = (Sha256::new(), Vec::new(), Vec::new());
        {
            let mut pieces = std::pin::pin!(shelf.read(&file.place, parts.clone(), 0, u64::MAX));
            while let Some(piece) = pieces.next().await {
                let piece = piece.map_err(Fail::broken)?;
                digest.update(&piece);
                let room = files::HEAD.saturating_sub(head.len());
                head.extend_from_slice(&piece[..room.min(piece.len())]);
                tail.extend_from_slice(&piece[piece.len().saturating_sub(files::HEAD)..]);
                tail.drain(..tail.len().saturating_sub(files::HEAD));
            }
        }
        let mut content = files::seen(&head);
        content.is_locked |= self.needs_password(&file, &parts, [&head, &tail]).await?;
        // A recording is one by what it holds, whatever it is called.
        let named = file.kind == "har";
        let recording = named || content.is_text && files::may_be_recording(&head);
        let looked_at = match recording && file.bytes > RECORDING {
            true => Err(NotTaken::TooLarge { max: RECORDING }),
            false => limits.take(&file.name, file.bytes, &content),
        };
        if let Err(why) = looked_at
            && (recording || !self.may_be_software(&file, &content).await?)
        {
            self.discard(&file).await?;
            return Ok(Arrived::Not(why));
        }
        file.locked = content.is_locked;
        file.sha256 = Some(hex(&digest.finalize()));
        file.state = match self
            .files
            .as_ref()
            .is_some_and(|files| files.scanner.is_some())
        {
            true => State::Held,
            false => State::Ready,
        };
        let mut instead = None;
        if recording {
            match self.masked(&file, parts).await? {
                Some(masked) => {
                    file.bytes = masked.len() as u64;
                    file.sha256 = Some(hex(&Sha256::digest(&masked)));
                    // Elsewhere: nothing of what arrived is left where the file is.
                    let place = hex(&store::random::<16>());
                    let kept = shelf.keep(&place, 0, masked.into()).await;
                    instead = Some((place, kept.map_err(Fail::broken)?));
                }
                None if named => {
                    self.discard(&file).await?;
                    let named = file.kind;
                    return Ok(Arrived::Not(NotTaken::OtherContent { named }));
                }
                None => {}
            }
        }
        let kept = instead.as_ref().map(|(place, part)| (place.as_str(), part));
        let completed = self.store.complete_file(&file, kept).await;
        if let Some((place, _)) = instead {
            let left = match completed {
                Ok(()) => std::mem::replace(&mut file.place, place),
                Err(_) => place,
            };
            // What cannot be cleared now, the keeper of files clears later.
            if let Err(error) = self.clear_place(&left).await {
                tracing::warn!(%error, file = file.id.0, "what a masked file arrived as waits to be cleared");
            }
        }
        completed?;
        Ok(Arrived::Whole(file))
    }

    /// A recording without its secrets; nothing where it is none.
    async fn masked(
        &self,
        file: &File,
        parts: Vec<store::files::Part>,
    ) -> Result<Option<Vec<u8>>, Fail> {
        let bytes = self.shelf()?.whole(&file.place, parts).await;
        let bytes = bytes.map_err(Fail::broken)?;
        let masked = tokio::task::spawn_blocking(move || files::masked(&bytes)).await;
        masked.map_err(Fail::broken)
    }

    /// Takes away whatever lies under a place that nothing needs any more.
    pub async fn clear_place(&self, place: &str) -> Result<(), Fail> {
        self.shelf()?.clear(place).await.map_err(Fail::broken)?;
        Ok(self.store.forget_place(place).await?)
    }

    /// Takes one's own file away that was not sent yet.
    pub async fn discard_file(&self, actor: &Actor, id: FileId) -> Result<(), Fail> {
        let file = self.waiting_file(actor, id).await?;
        self.discard(&file).await
    }

    async fn discard(&self, file: &File) -> Result<(), Fail> {
        self.store.let_file_go(file.id, self.now()).await?;
        Ok(())
    }

    /// These files of one's own as they lie ready, in this order; a field's trouble where one does not.
    pub async fn ready_files(&self, person: PersonId, ids: &[FileId]) -> Result<Vec<Ready>, Fail> {
        let mut all = Vec::with_capacity(ids.len());
        for id in ids {
            let mut file = self.store.waiting_file(person, *id).await?;
            if let Some(unfinished) = file.take_if(|file| file.is_unfinished()) {
                file = match self.finished(unfinished).await? {
                    Arrived::More(file) | Arrived::Whole(file) => Some(file),
                    Arrived::Not(_) => None,
                };
            }
            let Some(ready) = file.as_ref().and_then(File::ready) else {
                let why = match file.as_ref().map(|file| file.state) {
                    Some(State::Threat) => NotTaken::Threat,
                    _ => NotTaken::Gone,
                };
                let name = file.map_or(String::new(), |file| file.name);
                return Err(Refused::File { name, why }.into());
            };
            all.push(ready);
        }
        Ok(all)
    }

    /// What keeps the files that go with these events within what the account may hold, whoever sends them; a refusal where there
    /// is no room.
    pub(super) async fn room_for<'a>(
        &self,
        account: AccountId,
        events: impl IntoIterator<Item = &'a CaseEvent>,
    ) -> Result<Vec<Statement>, Fail> {
        let limits = &self.desks.current().0.attachments;
        let Some(most) = limits.bytes_per_account else {
            return Ok(Vec::new());
        };
        let attached: Vec<_> = events
            .into_iter()
            .filter_map(|event| match event {
                CaseEvent::FilesAttached { files, .. } => Some(files),
                _ => None,
            })
            .flatten()
            .collect();
        if attached.is_empty() {
            return Ok(Vec::new());
        }
        let (_, mut kept) = self.store.files_of_account(account).await?;
        for file in attached {
            if let Err(why) = limits.room(kept, file.bytes) {
                let name = file.name.as_str().to_owned();
                return Err(Refused::File { name, why }.into());
            }
            kept += file.bytes;
        }
        Ok(Store::within_room(account, most).into())
    }

    /// A command with these files of this person's own.
    pub(super) async fn command_with(
        &self,
        person: PersonId,
        command: Command,
        ids: &[FileId],
    ) -> Result<Command, Fail> {
        Ok(command.with_files(self.ready_files(person, ids).await?))
    }

    /// A file of a case that the actor sees, with its pieces. Files of notes are for staff, what was taken away for nobody.
    pub async fn file(&self, actor: &Actor, number: i64, id: FileId) -> Result<Had, Fail> {
        self.shelf()?;
        let case = self.case(actor, number).await?;
        let file = self
            .store
            .file_of_case(case.id, id, actor.is_staff())
            .await?;
        let file = file.filter(|file| file.removed_at.is_none() && file.state == State::Ready);
        let file = file.ok_or(Fail::NotFound)?;
        let parts = self.store.file_parts(file.id).await?;
        Ok(Had { file, parts })
    }

    /// Notes that somebody has had it.
    pub async fn note_fetched(&self, actor: &Actor, file: &File) -> Result<(), Fail> {
        if actor.person() != Some(file.person) && file.fetched_at.is_none() {
            self.store.note_file_fetched(file.id, self.now()).await?;
        }
        Ok(())
    }

    /// The bytes of a file, from one offset up to before another.
    pub fn file_bytes(
        &self,
        had: Had,
        from: u64,
        to: u64,
    ) -> Result<impl Stream<Item = Result<Bytes, files::NotKept>> + Send + use<>, Fail> {
        Ok(self.shelf()?.read(&had.file.place, had.parts, from, to))
    }

    /// All files of a case that the actor sees, those taken away too.
    pub async fn files_of(&self, actor: &Actor, case: &StoredCase) -> Result<Vec<File>, Fail> {
        Ok(self.store.files_of_case(case.id, actor.is_staff()).await?)
    }

    /// Takes a file of a case away.
    pub async fn remove_file(
        &self,
        actor: &Actor,
        number: i64,
        id: FileId,
    ) -> Result<StoredCase, Fail> {
        for _ in 0..TRIES {
            let case = self.case(actor, number).await?;
            let file = self
                .store
                .file_of_case(case.id, id, actor.is_staff())
                .await?;
            let file = file
                .filter(|file| file.removed_at.is_none())
                .ok_or(Fail::NotFound)?;
            let command = Command::RemoveFile(Standing {
                id,
                name: file.name,
                internal: file.internal,
                by: file.person,
                fetched: file.fetched_at.is_some(),
            });
            match self.carried_out(actor, &case, command, Vec::new()).await? {
                Ok(after) => return Ok(after),
                Err(WriteError::Conflict) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Fail::Conflict)
    }
}
