//! Use cases: load through the scope, ask the domain, commit. The only place that joins rules and I/O; it knows neither
//! pages nor requests.

pub mod access;
pub mod access_wish;
pub mod agents;
mod alike;
pub mod answers;
pub mod api_limits;
pub mod appointments;
mod assigning;
pub mod audit;
pub mod callers;
pub mod cases;
pub mod clock;
mod copies;
pub mod day_files;
pub mod desk_plan;
pub mod desks;
pub mod fail;
pub mod files;
pub mod finding;
mod first_guesses;
pub mod glossary_file;
mod going;
pub mod guests;
mod handover;
pub mod images;
pub mod incidents;
pub mod invitations;
pub mod inward;
pub mod joining;
pub mod knowledge;
pub mod letters;
pub mod limits;
pub mod links;
pub mod list_files;
mod list_totals;
pub mod live;
pub mod live_media;
mod locked;
mod look;
pub mod lost_passwords;
pub mod macros;
pub mod mails;
mod moving;
pub mod new_address;
mod news;
pub mod offers;
pub mod openings;
pub mod passwords;
pub mod people;
pub mod pointing;
pub mod profile;
pub mod proxy_login;
pub mod reading;
pub mod recall;
pub mod recordings;
pub mod recovery;
mod redacting;
pub mod register;
pub mod releases;
mod sealed;
pub mod second_factor;
pub mod session_archive;
pub mod session_calls;
pub mod session_doors;
pub mod session_files;
pub mod session_news;
pub mod session_tending;
mod session_writing;
pub mod sessions;
pub mod shared_drafts;
pub mod surges;
pub mod tags;
mod tape_ends;
mod teams;
pub mod together;
pub mod uses;
pub mod volume;
mod wishes;

use std::sync::Arc;

use domain::Instant;
use store::Store;

pub use clock::Clock;
pub use desks::Desks;
pub use fail::Fail;

use crate::mail::Mailing;
use lost_passwords::LostPasswords;
use sealed::SealKey;

/// How often a change is decided anew when somebody else was faster.
pub const TRIES: usize = 5;

/// What every use case has at hand.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub desks: Arc<Desks>,
    clock: Clock,
    /// A secret of this installation alone, for tokens in forms.
    secret: Arc<[u8; 32]>,
    seal_key: SealKey,
    /// Passwords that others have lost, where the operator has a list of them.
    lost: Option<Arc<LostPasswords>>,
    /// Told when something was committed, so that followers need not wait; the log is what they follow.
    pub bell: Arc<tokio::sync::Notify>,
    auditor: audit::Auditor,
    list_totals: list_totals::Kept,
    /// What is published, as words find it.
    found: finding::Kept,
    /// Who tried too often, and until when; the counts are in the database.
    refused: Arc<limits::Refused>,
    /// Requests of the API that this node took ahead.
    leases: Arc<api_limits::Leases>,
    /// Who reads how much, as far as this node knows.
    watch: Arc<volume::Watch>,
    /// What readers make of knowledge, not kept yet.
    uses: Arc<uses::Gathered>,
    /// How mails go out; nothing where this installation sends none.
    pub mailing: Option<Arc<Mailing>>,
    /// How long answers are held where their writer chose nothing, in seconds; as the desk says where absent (K1).
    recall: Option<i64>,
    /// Pages that follow, and who looks at what.
    pub live: Arc<live::Live>,
    /// What live sessions want of agents, as it was read.
    calls: Arc<session_calls::Calls>,
    /// Media of live sessions; nothing where their port is not open.
    pub live_media: Option<Arc<live_media::LiveMedia>>,
    /// Where files lie; nothing where this installation takes none.
    pub files: Option<files::Files>,
    /// The program that reads PDF files (`finding::pdf`); nothing where their names alone are found.
    pdf_reader: Option<std::path::PathBuf>,
    /// Where this node writes what it records; nothing where it records nothing.
    tapes: Option<Arc<recordings::Tapes>>,
}

impl App {
    pub async fn new(store: Store, desks: Desks, clock: Clock) -> Result<Self, Fail> {
        let secret = store
            .setting_or("form-secret", || passwords::hex(&store::random::<32>()))
            .await?;
        let secret = passwords::unhex(&secret)
            .ok_or_else(|| Fail::broken("the form secret cannot be read"))?;
        Ok(Self {
            auditor: audit::Auditor::begin(store.clone()),
            list_totals: Default::default(),
            found: Default::default(),
            store,
            desks: Arc::new(desks),
            clock,
            seal_key: SealKey::of(&secret, b""),
            lost: None,
            secret: Arc::new(secret),
            bell: Arc::default(),
            refused: Arc::default(),
            leases: Arc::default(),
            watch: Arc::default(),
            uses: Arc::default(),
            mailing: None,
            recall: None,
            live: Arc::default(),
            calls: Arc::default(),
            live_media: None,
            files: None,
            pdf_reader: None,
            tapes: None,
        })
    }

    /// The same, with a key that the operator keeps apart from the database.
    pub fn with_key(mut self, apart: &[u8]) -> Self {
        self.seal_key = SealKey::of(&self.secret, apart);
        self.store = self.store.with_seal_key(apart);
        self
    }

    /// The same, with a list of passwords that others have lost.
    pub fn with_lost_passwords(mut self, lost: LostPasswords) -> Self {
        self.lost = Some(Arc::new(lost));
        self
    }

    fn seal_key(&self) -> &SealKey {
        &self.seal_key
    }

    /// The same, with answers held as this installation says, if it says anything.
    pub fn with_recall_of(mut self, seconds: Option<i64>) -> Self {
        self.recall = seconds;
        self
    }

    /// The same, with answers held so long where their writer chose nothing.
    pub fn with_recall(mut self, seconds: i64) -> Self {
        self.recall = Some(seconds);
        self
    }

    /// The same, with the words of PDF files, read by this program.
    pub fn with_pdf_reader(mut self, program: std::path::PathBuf) -> Self {
        self.pdf_reader = Some(program);
        self
    }

    /// The same, with media of live sessions.
    pub fn with_live_media(mut self, media: live_media::LiveMedia) -> Self {
        self.live_media = Some(Arc::new(media));
        self
    }

    /// The same, with a way for mails.
    pub fn with_mailing(mut self, mailing: Mailing) -> Self {
        self.mailing = Some(Arc::new(mailing));
        self
    }

    /// Whether the desk that serves promises anything at all.
    pub fn promises(&self) -> bool {
        !self.desks.current().0.targets.is_empty()
    }

    /// Whether the desk that serves puts one plan before another (S6).
    pub fn ranks_plans(&self) -> bool {
        let desk = &self.desks.current().0;
        let mut ranks = desk.plans.iter().map(|plan| plan.precedence);
        let first = ranks.next();
        ranks.any(|rank| Some(rank) != first)
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    pub fn secret(&self) -> &[u8; 32] {
        &self.secret
    }
}
