//! Several cases of a list are given to somebody, moved, named or put to sleep at once (K1): a command for each, decided like any
//! other, and what was refused is said for each. Undoing gives every case back to whom it had, unless something has happened to it
//! since.

use askama::Template;
use axum::response::Response;
use domain::{
    PersonId, TeamId,
    case::{Case, Command},
    desk::StatusId,
};

use super::{
    super::{
        frame::{Frame, Here, shown},
        listing::{Pick, ViewLink, pick},
        posted::Posted,
        shown as said,
        sign_in::safe_path,
        visitor::{Me, Staff, Visitor},
    },
    snoozing, tagging,
};
use crate::{
    app::{App, Fail, TRIES, cases::seen},
    texts::Texts,
};

/// As many are assigned at once.
const MOST: usize = 100;
/// Before the number of a case, in the names of a form's fields.
const PICK: &str = "pick-";
const UNDO: &str = "undo-";

#[derive(Template)]
#[template(path = "staff/bulk.html")]
struct Page {
    f: Frame,
    views: Vec<ViewLink>,
    /// Whom the cases can be given to; empty once that was done.
    agents: Vec<Pick>,
    teams: Vec<Pick>,
    /// What else can be done with them.
    offered: Offered,
    /// What was done, in a sentence; empty before.
    done: String,
    rows: Vec<Row>,
    /// How many, in words.
    cases: String,
    /// Something can be undone.
    undoes: bool,
    back: String,
}

/// Statuses and words that cases can get, and when they can sleep until.
#[derive(Default)]
struct Offered {
    statuses: Vec<Pick>,
    tags: Vec<String>,
    earliest: String,
    zone: String,
}

struct Row {
    number: String,
    address: String,
    subject: String,
    /// What became of it; empty before.
    said: String,
    refused: bool,
    /// It is in other hands now.
    changed: bool,
    /// How it stands now and whose it was, for the way back; empty where there is none.
    undo: String,
}

impl Row {
    fn field(&self) -> String {
        match self.undo.is_empty() {
            true => format!("{PICK}{}", self.number),
            false => format!("{UNDO}{}", self.number),
        }
    }
}

/// Whose a case is: nobody's where there is nothing.
type Hands = (Option<PersonId>, Option<TeamId>);

/// How a case stood before it was given to somebody, for the way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Before {
    /// Where it stands since: with anything else happening to it there is no way back.
    pub version: i64,
    hands: Hands,
    /// Arriving had moved its status.
    moved: bool,
}

impl Before {
    pub(super) fn of(before: &Case, after: &Case) -> Self {
        Self {
            version: after.version,
            hands: (before.owner, before.team),
            moved: before.status != after.status,
        }
    }

    /// As a form carries it.
    pub(super) fn written(self) -> String {
        let owner = self.hands.0.map_or(0, |id| id.0);
        let team = self.hands.1.map_or(0, |id| id.0);
        format!("{}.{owner}.{team}.{}", self.version, u8::from(self.moved))
    }

    pub(super) fn read(kept: &str) -> Option<Self> {
        let parts = kept.split('.').map(|part| part.parse::<i64>().ok());
        let parts: Option<Vec<i64>> = parts.collect();
        let [version, owner, team, moved] = parts?[..] else {
            return None;
        };
        let some = |id: i64| Some(id).filter(|id| *id != 0);
        Some(Self {
            version,
            hands: (some(owner).map(PersonId), some(team).map(TeamId)),
            moved: moved == 1,
        })
    }

    pub(super) fn command(self) -> Command {
        Command::UndoAssignment {
            owner: self.hands.0,
            team: self.hands.1,
            moved: self.moved,
        }
    }
}

/// What is to become of a case.
#[derive(Clone)]
enum Wanted {
    Given(Wish),
    Back(Before),
    /// A change that has no way back.
    Done(Command),
}

/// To whom cases are given: what is left out stays.
#[derive(Clone, Copy, Default)]
struct Wish {
    owner: Option<Option<PersonId>>,
    team: Option<Option<TeamId>>,
    /// Where a case has no team, this one.
    own_team: Option<TeamId>,
}

/// The numbers that were ticked, in their order; more than fit are refused, and nothing is done with any.
fn picked_all(t: &Texts, posted: &Posted) -> Result<Vec<(i64, String)>, Fail> {
    let all = picked(posted, PICK);
    match all.len() > MOST {
        true => {
            let most = i64::try_from(MOST).unwrap_or(i64::MAX);
            Err(Fail::Told(t.count("bulk-too-many", most)))
        }
        false => Ok(all),
    }
}

fn picked(posted: &Posted, before: &str) -> Vec<(i64, String)> {
    let entries = posted.entries().into_iter();
    let numbers = entries.filter_map(|(name, value)| {
        let number = said::parse_number(name.strip_prefix(before)?)?;
        Some((number, value))
    });
    numbers.collect()
}

/// Takes what was ticked, asks to whom it is to go, or gives it to them.
pub async fn assign(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let numbers = picked_all(&visitor.texts, &posted)?;
    let own_team = match me.actor {
        domain::Actor::Agent { team, .. } => team,
        _ => None,
    };
    // Empty is "as it is", a dash is nobody.
    let given = |name: &str| match posted.given(name) {
        None => None,
        Some("-") => Some(None),
        Some(id) => id.parse::<i64>().ok().map(Some),
    };
    let wish = match posted.get("do") {
        "take" => Wish {
            owner: Some(Some(me.person.id)),
            own_team,
            ..Wish::default()
        },
        "assign" => Wish {
            owner: given("owner").map(|id| id.map(PersonId)),
            team: given("team").map(|id| id.map(TeamId)),
            own_team: None,
        },
        _ => {
            let Some(command) = command(&visitor, &me, &posted).await? else {
                return asked(&visitor, &me, &posted, numbers).await;
            };
            let mut rows = Vec::with_capacity(numbers.len());
            for (number, _) in numbers {
                let wanted = Wanted::Done(command.clone());
                rows.push(given_or_told(&visitor, &me, number, &wanted).await);
            }
            return told(&visitor, &me, &posted, rows, "bulk-changed").await;
        }
    };
    let mut rows = Vec::with_capacity(numbers.len());
    for (number, _) in numbers {
        rows.push(given_or_told(&visitor, &me, number, &Wanted::Given(wish)).await);
    }
    told(&visitor, &me, &posted, rows, "bulk-done").await
}

/// Gives back what can be given back.
pub async fn undo(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let mut rows = Vec::new();
    for (number, kept) in picked(&posted, UNDO).into_iter().take(MOST) {
        let Some(before) = Before::read(&kept) else {
            continue;
        };
        rows.push(given_or_told(&visitor, &me, number, &Wanted::Back(before)).await);
    }
    for row in &mut rows {
        row.undo.clear();
    }
    told(&visitor, &me, &posted, rows, "bulk-undone").await
}

/// One case; what goes wrong with it is told of it alone, and the others go on.
async fn given_or_told(visitor: &Visitor, me: &Me, number: i64, wanted: &Wanted) -> Row {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    match give(visitor, me, number, wanted).await {
        Ok(row) => row,
        Err(fail) => {
            tracing::error!(%fail, number, "a case could not be assigned with others");
            Row::unknown(app, t, number).with(t.say("bulk-failed").to_owned(), true)
        }
    }
}

/// One case; back only if nothing has happened to it since.
async fn give(visitor: &Visitor, me: &Me, number: i64, wanted: &Wanted) -> Result<Row, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    for _ in 0..TRIES {
        let before = match app.case(&me.actor, number).await {
            Ok(before) => before,
            Err(Fail::NotFound) => return Ok(Row::unknown(app, t, number)),
            Err(fail) => return Err(fail),
        };
        let mut row = Row::of(app, t, &before);
        let had: Hands = (before.case.owner, before.case.team);
        let command = match wanted {
            Wanted::Back(was) if was.version != before.case.version => {
                return Ok(row.with(t.say("bulk-changed-since").to_owned(), true));
            }
            Wanted::Back(was) => was.command(),
            Wanted::Given(wish) => Command::Assign {
                owner: wish.owner.unwrap_or(had.0),
                team: wish.team.unwrap_or(had.1.or(wish.own_team)),
            },
            Wanted::Done(command) => command.clone(),
        };
        let on = Some(seen(&me.actor, &before));
        match app.change_case(&me.actor, number, command, on, None).await {
            Ok(done) => {
                let after = done.case();
                if after.case.version == before.case.version {
                    return Ok(row.with(t.say("bulk-as-it-was").to_owned(), false));
                }
                row.changed = true;
                if let Wanted::Done(command) = wanted {
                    let said = done_to(visitor, command, &after.case);
                    return Ok(row.with(said, false));
                }
                row.undo = Before::of(&before.case, &after.case).written();
                let hands = (after.case.owner, after.case.team);
                let said = in_hands(visitor, hands).await?;
                return Ok(row.with(said, false));
            }
            Err(Fail::Stale | Fail::Conflict) => continue,
            Err(Fail::Refused(refused)) => return Ok(row.with(said::refusal(t, &refused), true)),
            Err(fail) => return Err(fail),
        }
    }
    Ok(Row::unknown(app, t, number).with(t.say("bulk-changed-since").to_owned(), true))
}

/// What a form asks for besides other hands; nothing where it is not said, and the form stands there again.
async fn command(visitor: &Visitor, me: &Me, posted: &Posted) -> Result<Option<Command>, Fail> {
    Ok(match posted.get("do") {
        "status" => posted.given("to").map(|to| Command::ChangeStatus {
            to: StatusId::new(to),
        }),
        "tag" => match posted.given("tag") {
            Some(word) => Some(Command::Tag {
                add: vec![visitor.web.app.tag_named(&me.actor, word).await?],
                remove: Vec::new(),
            }),
            None => None,
        },
        "snooze" => snoozing::asked(&visitor.texts, posted)
            .ok()
            .map(|until| Command::Snooze { until }),
        _ => None,
    })
}

/// What has become of a case, in words.
fn done_to(visitor: &Visitor, command: &Command, after: &Case) -> String {
    let t = &visitor.texts;
    let desk = visitor.web.app.desks.of(after.desk_version);
    match command {
        Command::ChangeStatus { .. } => t.status_name(desk, &after.status),
        Command::Snooze { .. } => snoozing::lasts(t, after.snoozed.as_ref()),
        _ => t.say("bulk-tagged").to_owned(),
    }
}

/// Whose it is now, in words.
async fn in_hands(visitor: &Visitor, (owner, team): Hands) -> Result<String, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let owner = match owner {
        Some(id) => app
            .store
            .person(id)
            .await?
            .map(|person| person.profile.name()),
        None => None,
    };
    let teams = app.store.teams().await?;
    let team = teams.into_iter().find(|one| Some(one.id) == team);
    let team = team.map(|team| t.either(&[team.label, team.label_en]).to_owned());
    let owner = owner.unwrap_or_else(|| t.say("owner-none").to_owned());
    Ok(match team {
        Some(team) => t.with(
            "bulk-now-both",
            [
                ("owner", owner.as_str().into()),
                ("team", team.as_str().into()),
            ],
        ),
        None => t.one("bulk-now", "owner", owner),
    })
}

impl Row {
    fn of(app: &App, t: &Texts, stored: &store::cases::StoredCase) -> Self {
        let number = said::number(app.desks.of(stored.case.desk_version), stored.number);
        Self {
            address: format!("/staff/cases/{number}"),
            number,
            subject: match stored.case.subject.is_erased() {
                true => t.say("text-erased").to_owned(),
                false => stored.case.subject.as_str().to_owned(),
            },
            said: String::new(),
            refused: false,
            changed: false,
            undo: String::new(),
        }
    }

    /// Unknown, or not for this reader: the same.
    fn unknown(app: &App, t: &Texts, number: i64) -> Self {
        Self {
            number: said::number(app.desks.current().0, number),
            address: String::new(),
            subject: String::new(),
            said: t.say("bulk-unknown").to_owned(),
            refused: true,
            changed: false,
            undo: String::new(),
        }
    }

    fn with(self, said: String, refused: bool) -> Self {
        Self {
            said,
            refused,
            ..self
        }
    }
}

/// The page that asks to whom the cases are to go.
async fn asked(
    visitor: &Visitor,
    me: &Me,
    posted: &Posted,
    numbers: Vec<(i64, String)>,
) -> Result<Response, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let mut rows = Vec::with_capacity(numbers.len());
    for (number, _) in numbers {
        if let Some(stored) = app.store.case(&me.actor.scope(), number).await? {
            rows.push(Row::of(app, t, &stored));
        }
    }
    let agents = app.owners().await?;
    let agents = agents
        .iter()
        .map(|a| pick(&a.id.to_string(), &a.profile.name(), ""));
    let agents = agents.collect();
    let teams = app.store.teams().await?;
    let teams = teams.iter().map(|team| {
        let label = t.either(&[&team.label, &team.label_en]).to_owned();
        pick(&team.id.to_string(), &label, "")
    });
    let teams = teams.collect();
    let desk = app.desks.current().0;
    let statuses = desk.sub_statuses();
    let tags = app.tags().await?;
    let tags = tags.all().filter(|tag| tag.joined.is_none());
    let offered = Offered {
        statuses: statuses
            .map(|status| pick(status.id.as_str(), &t.status_name(desk, &status.id), ""))
            .collect(),
        tags: tags.map(|tag| tagging::label(t, tag)).collect(),
        earliest: t.local_time(app.now()),
        zone: t.zone_name(),
    };
    let asks = (agents, teams, offered);
    page(visitor, me, posted, rows, String::new(), asks).await
}

/// What became of each.
async fn told(
    visitor: &Visitor,
    me: &Me,
    posted: &Posted,
    rows: Vec<Row>,
    key: &str,
) -> Result<Response, Fail> {
    let done = rows.iter().filter(|row| row.changed).count();
    let done = match done {
        0 => visitor.texts.say("bulk-nothing").to_owned(),
        n => visitor.texts.count(key, i64::try_from(n).unwrap_or(0)),
    };
    let nothing = (Vec::new(), Vec::new(), Offered::default());
    page(visitor, me, posted, rows, done, nothing).await
}

async fn page(
    visitor: &Visitor,
    me: &Me,
    posted: &Posted,
    rows: Vec<Row>,
    done: String,
    (agents, teams, offered): (Vec<Pick>, Vec<Pick>, Offered),
) -> Result<Response, Fail> {
    let t = &visitor.texts;
    shown(&Page {
        views: super::rail_for(visitor, me).await?,
        f: Frame::new(visitor, Here::Inbox, t.say("bulk-title")).await?,
        cases: t.count("bulk-cases", i64::try_from(rows.len()).unwrap_or(0)),
        undoes: rows.iter().any(|row| !row.undo.is_empty()),
        agents,
        teams,
        offered,
        done,
        rows,
        back: safe_path(posted.get("back")).to_owned(),
    })
}
