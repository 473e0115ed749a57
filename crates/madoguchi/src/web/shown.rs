//! A case as pages show it: status, turn, facts and the story so far, in the reader's language. Shared by portal and
//! staff; what a reader may not know never comes this far.

use domain::{
    Actor, Desk, Instant, Words,
    case::{
        Answer, Case, NewCase, Refused, Side,
        intake::{FieldProblem, Wrong},
    },
    desk::{Entry, Field, Turn},
    directory::Deployment,
};

use super::listing::{Pick, pick};
pub use super::typed_number::{only_number, parse_number};
use crate::texts::Texts;
pub use crate::texts::number;

/// Where a case stands on this reader's side; `written` is its number as pages write it.
pub fn page_of(actor: &Actor, written: &str) -> String {
    match actor.is_staff() {
        true => format!("/staff/cases/{written}"),
        false => format!("/cases/{written}"),
    }
}

/// First block of every case page: whose turn it is and what happens next (C9).
pub struct Summary {
    pub turn: Turn,
    pub turn_text: &'static str,
    /// Status and sub status in words.
    pub status: String,
    pub next: String,
    pub since: String,
    pub since_at: String,
    pub owner: Option<String>,
    /// When it closes by itself; empty where it does not.
    pub closes: String,
}

/// Name of the drawing of a turn.
pub fn turn_icon(turn: Turn) -> &'static str {
    match turn {
        Turn::Customer => "turn-customer",
        Turn::Support => "turn-support",
        Turn::Nobody => "turn-nobody",
    }
}

/// First sign of a name, for the round face beside it.
pub fn initial(name: &str) -> String {
    name.chars()
        .next()
        .map(|c| c.to_uppercase().collect())
        .unwrap_or_default()
}

impl Summary {
    pub fn turn_icon(&self) -> &'static str {
        turn_icon(self.turn)
    }

    pub fn owner_initial(&self) -> String {
        self.owner.as_deref().map(initial).unwrap_or_default()
    }
}

/// When it closes by itself, and what keeps it open (C14); empty where it does not.
fn closes(t: &Texts, desk: &Desk, case: &Case, staff: bool) -> String {
    let Some(at) = case.closes_at(desk) else {
        return String::new();
    };
    let key = match (staff, case.asks_solution(desk)) {
        (true, _) => "closes-staff",
        (false, true) => "closes-solved",
        (false, false) => "closes-unanswered",
    };
    t.one(key, "at", t.long_time(at))
}

pub fn summary(
    t: &Texts,
    desk: &Desk,
    case: &Case,
    now: Instant,
    staff: bool,
    owner: Option<String>,
) -> Summary {
    let next = case.next(desk, staff);
    Summary {
        closes: closes(t, desk, case, staff),
        turn: case.turn,
        turn_text: t.turn_name(case.turn),
        status: t.status_name(desk, &case.status),
        next: match case.questions.open.len() {
            // What is asked says more than that something is.
            open @ 1.. if !staff && case.turn == Turn::Customer => {
                t.count("next-questions", i64::try_from(open).unwrap_or(0))
            }
            _ => next.map_or(String::new(), |words| t.desk(words).to_owned()),
        },
        since: t.since(case.turn_since, now),
        since_at: t.long_time(case.turn_since),
        owner,
    }
}

/// The severity of a case, and what either side can do about it (C7).
pub struct SeverityPart {
    pub label: String,
    pub rank: i64,
    /// Levels to choose from, without the one it has.
    pub others: Vec<Pick>,
    /// What the other side wants, to be answered here.
    pub asked: Option<String>,
    /// Its id; the answer says which it is to.
    pub asked_id: String,
    /// What this side wants, and waits for.
    pub waits: Option<String>,
    /// Its form is in trouble, and stands open.
    pub failed: bool,
    /// The reason as it was typed.
    pub reason: String,
}

/// For a reader on this side.
pub fn severity_part(
    t: &Texts,
    desk: &Desk,
    case: &Case,
    side: Side,
    troubles: &[Trouble],
) -> SeverityPart {
    let label = |id: &str| {
        let found = desk.severity(id).map(|s| t.desk(&s.label));
        found.unwrap_or(id).to_owned()
    };
    let wish = |own: bool| {
        let wish = case.severity_wish.as_ref();
        wish.filter(|wish| (wish.side == side) == own)
    };
    SeverityPart {
        label: label(&case.severity),
        rank: desk.severity_rank(&case.severity),
        others: desk
            .severities
            .iter()
            .filter(|s| s.id != case.severity)
            .map(|s| pick(&s.id, t.desk(&s.label), ""))
            .collect(),
        asked: wish(false).map(|wish| label(&wish.to)),
        asked_id: wish(false).map_or(String::new(), |wish| wish.to.clone()),
        waits: wish(true).map(|wish| label(&wish.to)),
        reason: String::new(),
        failed: troubles
            .iter()
            .any(|t| ["severity", "severity-reason"].contains(&t.field.as_str())),
    }
}

/// One line of the facts beside a case.
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// What the form was answered, in the order of the form.
pub fn answers(t: &Texts, desk: &Desk, case: &Case) -> Vec<Fact> {
    let Some(kind) = desk.kind(&case.kind) else {
        return Vec::new();
    };
    let fields = kind.form.iter().filter_map(|id| desk.field(id));
    fields
        // Who is in copy stands apart.
        .filter(|field| !matches!(field.entry, Entry::Emails { .. }))
        .filter_map(|field| {
            let answer = case.answers.get(&field.id)?;
            Some(Fact {
                label: t.desk(&field.label).to_owned(),
                value: answer_text(t, field, answer),
            })
        })
        .collect()
}

/// Something entered for a case to be opened.
pub struct Entered {
    /// Its field on the form; empty where it is not asked there.
    pub field: String,
    pub fact: Fact,
}

/// What was entered for a case to be opened, in words, in the order of the form.
pub fn entered(t: &Texts, desk: &Desk, new: &NewCase, sites: &[Deployment]) -> Vec<Entered> {
    let Some(kind) = desk.kind(&new.kind) else {
        return Vec::new();
    };
    let fields = kind.form.iter().filter_map(|id| desk.field(id));
    let fields = fields.chain(desk.asked_before(&kind.id, new.sub_type.as_deref()));
    let named = |words: Option<&Words>| words.map(|words| t.desk(words).to_owned());
    let value = |field: &Field| match &field.entry {
        Entry::Deployment => {
            let site = sites.iter().find(|site| site.id == new.deployment);
            site.map(|site| t.either(&[&site.label, &site.label_en]).to_owned())
        }
        Entry::Product => named(desk.product(&new.product).map(|p| &p.label)),
        Entry::SubType => {
            let sub_type = new.sub_type.as_deref().and_then(|id| kind.sub_type(id));
            named(sub_type.map(|s| &s.label))
        }
        Entry::Environment => {
            let environment = new.environment.as_deref();
            named(
                environment
                    .and_then(|id| desk.environment(id))
                    .map(|e| &e.label),
            )
        }
        Entry::Severity => named(desk.severity(&new.severity).map(|s| &s.label)),
        Entry::Subject => Some(new.subject.clone()),
        Entry::Description => Some(new.description.clone()),
        _ => new
            .answers
            .get(&field.id)
            .map(|answer| answer_text(t, field, answer)),
    };
    fields
        .filter_map(|field| {
            let fact = Fact {
                label: t.desk(&field.label).to_owned(),
                value: value(field)?,
            };
            // The kind's own environment is no question.
            let fixed = field.entry == Entry::Environment && kind.environment.is_some();
            let field = if fixed { "" } else { &field.id };
            Some(Entered {
                field: field.to_owned(),
                fact,
            })
        })
        .collect()
}

/// One answer in words; nothing where its text was erased.
pub fn told(t: &Texts, field: &Field, answer: &Answer) -> Option<Fact> {
    let erased = matches!(answer, Answer::Text(text) if text.is_erased());
    Some(Fact {
        label: t.desk(&field.label).to_owned(),
        value: match erased {
            true => t.say("text-erased").to_owned(),
            false => answer_text(t, field, answer),
        },
    })
}

fn answer_text(t: &Texts, field: &Field, answer: &Answer) -> String {
    match answer {
        Answer::Text(text) => text.as_str().to_owned(),
        Answer::Number(n) => t.number(*n),
        Answer::Date(day) => t.civil_day(day),
        Answer::Flag(yes) => t.say(if *yes { "flag-yes" } else { "flag-no" }).to_owned(),
        Answer::Choice(id) => match &field.entry {
            Entry::Choice { options, .. } => options
                .iter()
                .find(|o| o.id == *id)
                .map(|o| t.desk(&o.label).to_owned())
                .unwrap_or_else(|| id.clone()),
            _ => id.clone(),
        },
        Answer::Emails(all) => all
            .iter()
            .map(|a| a.as_str())
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

/// Something wrong with what was entered: where, and what to do.
pub struct Trouble {
    pub field: String,
    pub text: String,
}

/// Wrong fields in the reader's words.
pub fn troubles(t: &Texts, desk: &Desk, problems: &[FieldProblem]) -> Vec<Trouble> {
    problems
        .iter()
        .map(|p| Trouble {
            field: p.field.clone(),
            text: trouble(t, desk, p),
        })
        .collect()
}

/// A sentence on what was typed and what was probably meant.
pub fn pair(t: &Texts, key: &'static str, given: &str, meant: &str) -> String {
    t.with(key, [("given", given.into()), ("meant", meant.into())])
}

fn trouble(t: &Texts, desk: &Desk, problem: &FieldProblem) -> String {
    // Each answer is called by its question's place in the form.
    let asked = problem.field.strip_prefix("answer-");
    let asked = asked.filter(|id| id.parse::<u32>().is_ok());
    let label = match desk.field(&problem.field) {
        None if asked.is_some() => t.say("field-questions").to_owned(),
        Some(field) => t.desk(&field.label).to_owned(),
        None => match t.say(&format!("field-{}", problem.field)) {
            "" => problem.field.clone(),
            label => label.to_owned(),
        },
    };
    let chooses = desk.field(&problem.field).is_some_and(|f| {
        !matches!(
            f.entry,
            Entry::Subject
                | Entry::Description
                | Entry::Line { .. }
                | Entry::Lines { .. }
                | Entry::Number { .. }
                | Entry::Emails { .. }
        )
    }) || matches!(problem.field.as_str(), "owner" | "team" | "to" | "centre");
    wrong_sentence(t, desk, &label, chooses, &problem.wrong)
}

fn counted(t: &Texts, key: &str, label: &str, of: &'static str, n: i64) -> String {
    t.with(key, [("field", label.into()), (of, n.into())])
}

/// What is wrong with a field that is called so, and what to do; `chooses` where it is chosen and not written.
pub fn wrong_sentence(t: &Texts, desk: &Desk, label: &str, chooses: bool, wrong: &Wrong) -> String {
    match wrong {
        Wrong::Missing if chooses => t.one("wrong-not-chosen", "field", label),
        Wrong::Missing => t.one("wrong-missing", "field", label),
        Wrong::TooLong { max } => {
            let max = t.number(i64::try_from(*max).unwrap_or(i64::MAX));
            t.with(
                "wrong-too-long",
                [("field", label.into()), ("max", max.as_str().into())],
            )
        }
        Wrong::NotOffered | Wrong::Unknown => t.one("wrong-not-offered", "field", label),
        Wrong::NotANumber { min, max } => {
            let (min, max) = (t.number(*min), t.number(*max));
            let args = [
                ("field", label.into()),
                ("min", min.as_str().into()),
                ("max", max.as_str().into()),
            ];
            t.with("wrong-number", args)
        }
        Wrong::NotADate => t.one("wrong-date", "field", label),
        Wrong::NotAhead { days } => counted(t, "wrong-not-ahead", label, "days", *days),
        Wrong::Past => t.one("wrong-past", "field", label),
        Wrong::NotYet => t.one("wrong-not-yet", "field", label),
        Wrong::TooSoon { minutes } => counted(t, "wrong-too-soon", label, "minutes", *minutes),
        Wrong::TooShort { minutes } => counted(t, "wrong-too-short", label, "minutes", *minutes),
        Wrong::NotALink => t.one("wrong-not-a-link", "field", label),
        Wrong::NotAnAddress { given, meant: None } => t.one("wrong-address", "given", given),
        Wrong::NotAnAddress {
            given,
            meant: Some(meant),
        } => pair(t, "wrong-address-meant", given, meant),
        Wrong::Slip { given, meant } => pair(t, "wrong-slip", given, meant),
        Wrong::Foreign { given } => t.one(
            "wrong-foreign",
            "given",
            given.join(t.say("list-separator")),
        ),
        Wrong::NotInPlan { plans, ask } => t.told_whom_to_ask(
            desk,
            t.one("wrong-not-in-plan", "plans", t.plans(desk, plans)),
            ask.as_ref(),
        ),
        Wrong::NotThere => t.say("wrong-not-there").to_owned(),
        Wrong::NoSuchCase => t.say("wrong-no-such-case").to_owned(),
        Wrong::TooMany { most } => {
            let most = most.to_string();
            t.with(
                "wrong-too-many",
                [("field", label.into()), ("most", most.as_str().into())],
            )
        }
    }
}

/// Another vendor that was asked, by name and reference; nothing where there is none (S11).
pub fn third_party(t: &Texts, case: &Case) -> Option<String> {
    let other = case.third_party.as_ref()?;
    let name = other.name.as_str();
    Some(match &other.reference {
        Some(reference) => t.with(
            "third-party-named",
            [
                ("name", name.into()),
                ("reference", reference.as_str().into()),
            ],
        ),
        None => name.to_owned(),
    })
}

/// Why something was refused, with what to do instead.
pub fn refusal(t: &Texts, refused: &Refused) -> String {
    match refused {
        Refused::NotAllowed => t.say("refused-not-allowed").to_owned(),
        Refused::Closed => t.say("refused-closed").to_owned(),
        Refused::NotClosed => t.say("refused-not-closed").to_owned(),
        Refused::Merged => t.say("refused-merged").to_owned(),
        Refused::NotMerged(why) => t.say(super::together::not_merged(*why)).to_owned(),
        Refused::NoSolutionProposed => t.say("refused-no-solution").to_owned(),
        Refused::NoSuchMove { .. } => t.say("refused-no-such-move").to_owned(),
        Refused::Fields(_) => t.say("refused-fields").to_owned(),
        Refused::NeverReopened => t.say("refused-never-reopened").to_owned(),
        Refused::ReopeningOver { days } => t.count("refused-reopening-over", i64::from(*days)),
        Refused::ReopeningAskedAlready => t.say("refused-asked-already").to_owned(),
        Refused::ReopeningDeclined => t.say("refused-reopening-declined").to_owned(),
        Refused::NoReopeningAsked => t.say("refused-no-reopening").to_owned(),
        Refused::EscalationAskedAlready => t.say("refused-escalation-already").to_owned(),
        Refused::NoEscalationAsked => t.say("refused-no-escalation").to_owned(),
        Refused::EscalatedAlready => t.say("refused-escalated-already").to_owned(),
        Refused::NoEscalation => t.say("refused-not-escalated").to_owned(),
        Refused::NotWithEngineering => t.say("refused-not-with-engineering").to_owned(),
        Refused::NoSurvey => t.say("refused-no-survey").to_owned(),
        Refused::SurveyGiven => t.say("refused-survey-given").to_owned(),
        Refused::SeverityAlready => t.say("refused-severity-already").to_owned(),
        Refused::NoSeverityProposed => t.say("refused-no-severity").to_owned(),
        Refused::OtherSeverityProposed => t.say("refused-other-severity").to_owned(),
        Refused::NoSuchQuestion => t.say("refused-no-question").to_owned(),
        Refused::NoCallOwed => t.say("refused-no-call").to_owned(),
        Refused::CallAskedAlready => t.say("refused-call-asked").to_owned(),
        Refused::NoSuchConference => t.say("refused-no-conference").to_owned(),
        Refused::ConferenceOver => t.say("refused-conference-over").to_owned(),
        Refused::HighestTier => t.say("refused-highest-tier").to_owned(),
        Refused::NotInPlan => t.say("refused-not-in-plan").to_owned(),
        Refused::NoProxyLogin(no) => t.say(super::proxy_login::no_consent(*no)).to_owned(),
        Refused::NoGuests => t.say("refused-no-guests").to_owned(),
        Refused::NoThirdParty => t.say("refused-no-third-party").to_owned(),
        Refused::NotOwner => t.say("refused-not-owner").to_owned(),
        Refused::DueSoon => t.say("refused-due-soon").to_owned(),
        Refused::NotEntitled(_) => t.say("refused-not-entitled").to_owned(),
        Refused::File { name, why } => t.not_taken(name, why),
    }
}

/// What a case is about; that it was erased, where it was.
pub fn subject<'a>(t: &Texts, case: &'a Case) -> &'a str {
    match case.subject.is_erased() {
        true => t.say("text-erased"),
        false => case.subject.as_str(),
    }
}

/// The kind of a case with its sub type, in words.
pub fn kind_name(t: &Texts, desk: &Desk, case: &Case) -> String {
    let kind = desk.kind(&case.kind);
    let sub_type = kind.and_then(|k| case.sub_type.as_ref().and_then(|s| k.sub_type(s)));
    match (kind, sub_type) {
        (Some(kind), Some(sub)) => t.with(
            "kind-name",
            [
                ("kind", t.desk(&kind.label).into()),
                ("sub", t.desk(&sub.label).into()),
            ],
        ),
        (Some(kind), None) => t.desk(&kind.label).to_owned(),
        (None, _) => case.kind.clone(),
    }
}
