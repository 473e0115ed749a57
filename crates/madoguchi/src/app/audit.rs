//! Keeping the audit (O5). Acts of all requests are appended by one task, so that they stand in line before the chain
//! instead of meeting there; whoever hands one in waits until it is kept.

use domain::{Actor, PersonId, audit::AuditEvent, event::By};
use store::{Store, WriteError, audit::Act};
use tokio::sync::{mpsc, oneshot};

use super::{App, Fail};

/// Acts appended in one write at most.
const AT_ONCE: usize = 256;
/// How often a write is tried again that another program was faster with.
const TRIES: usize = 20;

type Handed = (Act, oneshot::Sender<Result<(), String>>);

/// Where acts are handed in; cheap to clone.
#[derive(Clone)]
pub struct Auditor(mpsc::Sender<Handed>);

impl Auditor {
    /// Begins to keep acts in this store, as long as anybody can hand one in.
    pub fn begin(store: Store) -> Self {
        let (sender, mut handed) = mpsc::channel::<Handed>(AT_ONCE);
        tokio::spawn(async move {
            let mut waiting = Vec::new();
            while handed.recv_many(&mut waiting, AT_ONCE).await > 0 {
                let (acts, told): (Vec<Act>, Vec<_>) = waiting.drain(..).unzip();
                let kept = keep(&store, &acts).await.map_err(|error| error.to_string());
                if let Err(error) = &kept {
                    tracing::error!(%error, "acts were not kept in the audit");
                }
                for one in told {
                    let _ = one.send(kept.clone());
                }
            }
        });
        Self(sender)
    }
}

/// Appends acts, also while others do.
pub(crate) async fn keep(store: &Store, acts: &[Act]) -> Result<(), WriteError> {
    for _ in 1..TRIES {
        match store.append_acts(acts).await {
            Err(WriteError::Conflict) => continue,
            done => return done,
        }
    }
    store.append_acts(acts).await
}

/// Of an address that was asked for, so many characters are kept.
const LONGEST: usize = 200;

impl App {
    /// Keeps what somebody may not do, or looked for and did not find: a method and a path.
    pub async fn note_denial(
        &self,
        person: PersonId,
        actor: &Actor,
        action: &str,
        from: Option<String>,
    ) -> Result<(), Fail> {
        let refused = AuditEvent::Refused {
            action: action.chars().take(LONGEST).collect(),
            acting_for: match actor {
                Actor::Contact { account, .. } => Some(*account),
                _ => None,
            },
            from,
        };
        self.note(By::Person(person), refused).await
    }

    /// Keeps an act. What cannot be kept does not go on: an act that nobody can look up is none to allow.
    pub async fn note(&self, by: By, event: AuditEvent) -> Result<(), Fail> {
        let act = Act {
            at: self.now(),
            by,
            event,
            origin: store::origin::current(),
        };
        let (told, kept) = oneshot::channel();
        let handed = self.auditor.0.send((act, told)).await;
        handed.map_err(|_| Fail::broken("the audit is not kept any more"))?;
        match kept.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Fail::Broken(error)),
            Err(_) => Err(Fail::broken("the audit is not kept any more")),
        }
    }
}
