//! Follows the log and puts mails into the outbox: who is to be written to about what happened (H7, S4).

use std::collections::BTreeMap;

use domain::{
    CaseId, IncidentId, Instant, PersonId, Role,
    case::{Case, CaseEvent, conference::Guest},
    directory::{Person, Standing},
    event::{By, Recorded},
    incident::{Hears, heard},
    notice::{Occasion, Reader, notices},
};
use jiff::SignedDuration;
use store::{
    WriteError,
    cases::StoredCase,
    events::StreamKind,
    mails::{self, About, Draft},
};

use crate::{
    app::{App, Fail},
    mail::Mailing,
};

/// Its name among the followers.
pub const NAME: &str = "mail";
/// Events taken at a time.
const STEP: usize = 200;
/// What lies back further is told to nobody any more: imports, and outages of days.
const STALE: SignedDuration = SignedDuration::from_hours(72);

/// Takes what has happened; gives how many events.
pub async fn run(app: &App, mailing: &Mailing) -> Result<usize, Fail> {
    let from = app.store.position(NAME).await?;
    let events = app.store.settled_after(from, STEP).await?;
    let Some(to) = events.last().map(|event| event.place()) else {
        return Ok(0);
    };
    let now = app.now();
    let mut versions: BTreeMap<CaseId, Vec<i64>> = BTreeMap::new();
    let mut incidents: BTreeMap<IncidentId, Vec<i64>> = BTreeMap::new();
    for event in &events {
        if event.stream.kind == StreamKind::Case && now.duration_since(event.at) <= STALE {
            let case = CaseId(event.stream.id);
            versions.entry(case).or_default().push(event.version);
        }
        if event.stream.kind == StreamKind::Incident && now.duration_since(event.at) <= STALE {
            let incident = IncidentId(event.stream.id);
            incidents.entry(incident).or_default().push(event.version);
        }
    }
    let mut drafts = Vec::new();
    for (incident, versions) in incidents {
        drafts.extend(of_incident(app, mailing, incident, &versions).await?);
    }
    for (case, versions) in versions {
        if let Some(stored) = app.store.case_by_id(case).await? {
            drafts.extend(of_case(app, mailing, &stored, &versions).await?);
        }
    }
    match app.store.draft_mails(NAME, from, to, drafts, now).await {
        // Another node was faster, or a mail went meanwhile: the next round looks again.
        Ok(()) | Err(WriteError::Conflict) => Ok(events.len()),
        Err(error) => Err(error.into()),
    }
}

/// Where nobody has followed yet, what happened so far is told to nobody.
pub async fn begin(app: &App) -> Result<(), Fail> {
    let unset = store::followers::Place::default();
    if app.store.position(NAME).await? != unset {
        return Ok(());
    }
    let end = app.store.end_of_log().await?;
    match app.store.advance(NAME, unset, end, Vec::new()).await {
        Ok(()) | Err(WriteError::Conflict) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

async fn of_case(
    app: &App,
    mailing: &Mailing,
    stored: &StoredCase,
    versions: &[i64],
) -> Result<Vec<Draft>, Fail> {
    let case = &stored.case;
    let desk = app.desks.of(case.desk_version);
    let mut drafts: BTreeMap<mails::Reader, Draft> = BTreeMap::new();
    for recorded in app.store.history(stored).await? {
        if !versions.contains(&recorded.version) {
            continue;
        }
        let mut told = called(app, &recorded).await?;
        for (reader, occasion) in notices(&recorded.event, recorded.by, case, desk) {
            let of_team = matches!(reader, Reader::Team(_));
            for (reader, address) in readers(app, case, reader).await? {
                // Of a team, whoever has done it knows.
                if of_team && by_themselves(&reader, recorded.by) {
                    continue;
                }
                told.push((reader, address, occasion));
            }
        }
        for (reader, address, occasion) in told {
            let due_at = due(recorded.at, occasion, mailing);
            let draft = drafts.entry(reader.clone()).or_insert_with(|| Draft {
                about: About::Case(stored.id),
                reader,
                address,
                occasions: Vec::new(),
                due_at,
                message_id: mailing.fresh_id(),
            });
            draft.due_at = draft.due_at.min(due_at);
            draft.occasions.push((recorded.version, occasion));
        }
    }
    Ok(drafts.into_values().collect())
}

/// The colleagues whom a note calls, but who wrote it (K1). Whether they may see the case is looked at when the mail goes.
async fn called(
    app: &App,
    recorded: &Recorded<CaseEvent>,
) -> Result<Vec<(mails::Reader, String, Occasion)>, Fail> {
    let CaseEvent::NotePosted { text } = &recorded.event else {
        return Ok(Vec::new());
    };
    let colleagues = app.called(text.as_str()).await?.into_iter().map(known);
    let others = colleagues.filter(|(reader, _)| !by_themselves(reader, recorded.by));
    let told = others.map(|(reader, address)| (reader, address, Occasion::Mentioned));
    Ok(told.collect())
}

/// An update is one mail for each of its readers, however many of their cases the incident has gathered (E3).
async fn of_incident(
    app: &App,
    mailing: &Mailing,
    id: IncidentId,
    versions: &[i64],
) -> Result<Vec<Draft>, Fail> {
    let Some(stored) = app.store.incident_by_id(id).await? else {
        return Ok(Vec::new());
    };
    let incident = &stored.incident;
    let mut drafts: BTreeMap<mails::Reader, Draft> = BTreeMap::new();
    for recorded in app.store.incident_events(id).await? {
        if !versions.contains(&recorded.version) {
            continue;
        }
        for (hears, occasion) in heard(&recorded.event) {
            let readers = match hears {
                Hears::Customers if incident.is_cancelled() => BTreeMap::new(),
                Hears::Customers => app.incident_readers(incident).await?,
                Hears::Told => told_of(app, id).await?,
                Hears::Newcomers if incident.is_cancelled() => BTreeMap::new(),
                Hears::Newcomers => {
                    let mut readers = app.incident_readers(incident).await?;
                    for (told, _) in app.store.told_of(id).await? {
                        readers.remove(&told);
                    }
                    // Whoever hears of an update just now knows how it stands.
                    readers.retain(|reader, _| !drafts.contains_key(reader));
                    readers
                }
                Hears::Owners => of_staff(app, &[incident.lead, incident.communications]).await?,
                Hears::Supervisors => supervisors(app).await?.into_iter().collect(),
            };
            for (reader, address) in readers {
                let due_at = due(recorded.at, occasion, mailing);
                let draft = drafts.entry(reader.clone()).or_insert_with(|| Draft {
                    about: About::Incident(id),
                    reader,
                    address,
                    occasions: Vec::new(),
                    due_at,
                    message_id: mailing.fresh_id(),
                });
                draft.due_at = draft.due_at.min(due_at);
                draft.occasions.push((recorded.version, occasion));
            }
        }
    }
    Ok(drafts.into_values().collect())
}

/// Customers who were told of an incident.
async fn told_of(app: &App, id: IncidentId) -> Result<BTreeMap<mails::Reader, String>, Fail> {
    let mut told: BTreeMap<_, _> = app.store.told_of(id).await?.into_iter().collect();
    let people = told.keys().filter_map(|reader| match reader {
        mails::Reader::Person(id) => Some(*id),
        mails::Reader::Address(_) => None,
    });
    let people = app.store.people(people.collect::<Vec<_>>()).await?;
    let is_staff = |id: &PersonId| {
        let person = people.get(id);
        person.is_none_or(|person| person.home().is_none())
    };
    told.retain(|reader, _| !matches!(reader, mails::Reader::Person(id) if is_staff(id)));
    Ok(told)
}

/// Addresses of people of staff.
async fn of_staff(app: &App, ids: &[PersonId]) -> Result<BTreeMap<mails::Reader, String>, Fail> {
    let people = app.store.people(ids.to_vec()).await?;
    Ok(people.into_values().map(known).collect())
}

fn known(person: Person) -> (mails::Reader, String) {
    let address = person.profile.email.as_str().to_owned();
    (mails::Reader::Person(person.id), address)
}

/// Everyone who looks after agents; where nobody does, the administrators: what is told to them reaches somebody.
async fn supervisors(app: &App) -> Result<Vec<(mails::Reader, String)>, Fail> {
    let mut agents = app.store.agents().await?;
    agents.retain(|person| !person.suspended);
    let is = |person: &Person, wanted| matches!(person.standing, Standing::Agent { role, .. } if role == wanted);
    let leads = match agents.iter().any(|person| is(person, Role::Supervisor)) {
        true => Role::Supervisor,
        false => Role::Administrator,
    };
    agents.retain(|person| is(person, leads));
    Ok(agents.into_iter().map(known).collect())
}

/// The success manager of the case's account; where it has none, everyone who administers.
async fn success_manager(app: &App, case: &Case) -> Result<Vec<(mails::Reader, String)>, Fail> {
    let account = app.store.account(case.account).await?;
    let named = account.and_then(|account| account.success_manager);
    let agents = app.store.agents().await?;
    let mut theirs: Vec<Person> = agents.clone();
    theirs.retain(|person| Some(person.id) == named);
    if theirs.is_empty() {
        theirs = agents;
        theirs.retain(|person| {
            matches!(
                person.standing,
                Standing::Agent {
                    role: Role::Administrator,
                    ..
                }
            )
        });
    }
    Ok(theirs.into_iter().map(known).collect())
}

fn by_themselves(reader: &mails::Reader, by: By) -> bool {
    matches!((reader, by), (mails::Reader::Person(one), By::Person(other)) if *one == other)
}

fn due(at: Instant, occasion: Occasion, mailing: &Mailing) -> Instant {
    match occasion.is_urgent() {
        true => at,
        false => at + mailing.calm,
    }
}

/// Those who are invited: who is known reads as who they are, anybody else by the address.
async fn guests_of(
    app: &App,
    case: &Case,
    guests: impl Iterator<Item = &Guest>,
) -> Result<Vec<(mails::Reader, String)>, Fail> {
    let mut all = Vec::new();
    for guest in guests {
        let person = match guest.person {
            Some(id) => app.store.person(id).await?,
            // Who submitted the case, by the address.
            None => app
                .store
                .person_by_email(guest.email.as_str())
                .await?
                .filter(|person| person.id == case.contact),
        };
        all.push(match person {
            Some(person) => known(person),
            None => {
                let address = guest.email.as_str().to_owned();
                (mails::Reader::Address(address.clone()), address)
            }
        });
    }
    Ok(all)
}

/// Addresses of those concerned.
async fn readers(
    app: &App,
    case: &Case,
    reader: Reader,
) -> Result<Vec<(mails::Reader, String)>, Fail> {
    let one = async |id| {
        let person = app.store.person(id).await?;
        Ok::<_, Fail>(person.map(known).into_iter().collect())
    };
    match reader {
        Reader::Contact => one(case.contact).await,
        Reader::Owner(person) | Reader::Asker(person) => one(person).await,
        Reader::Invited(id) => {
            let people = case.conference(id).map(|one| one.people.as_slice());
            let guests = people.unwrap_or_default().iter().map(|one| &one.guest);
            guests_of(app, case, guests).await
        }
        Reader::Dropped(id) => {
            let dropped = case.conference(id).map(|one| one.dropped.as_slice());
            guests_of(app, case, dropped.unwrap_or_default().iter()).await
        }
        Reader::Supervisors => supervisors(app).await,
        Reader::SuccessManager => success_manager(app, case).await,
        Reader::Team(id) => {
            let of_team = |person: &Person| matches!(person.standing, Standing::Agent { team: Some(team), .. } if team == id);
            let agents = app.store.agents().await?;
            Ok(agents.into_iter().filter(of_team).map(known).collect())
        }
        Reader::Copied => {
            let mut all = Vec::new();
            for address in case.copied() {
                let address = address.as_str();
                let person = app.store.person_by_email(address).await?;
                // A colleague reads as who they are, and so does who submitted it, of whatever company; anybody else gets what the
                // address in copy was given for.
                let colleague = person.filter(|person| {
                    let own = matches!(person.standing, Standing::Contact { account, .. } if account == case.account);
                    own || person.id == case.contact
                });
                all.push(match colleague {
                    Some(colleague) => known(colleague),
                    None => {
                        let address = address.to_owned();
                        (mails::Reader::Address(address.clone()), address)
                    }
                });
            }
            Ok(all)
        }
    }
}
