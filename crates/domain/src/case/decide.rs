//! The rules of a case: command in, events or refusal out.

use super::{
    AccessWish, Case, CaseEvent, Cause, Command, Facts, NewCase, Opened, Refused, Side, TEXT_MAX,
    acting, agree, asking, assigning, attaching, calling, closing, conferring, copying, ending,
    escalating,
    intake::{FieldProblem, Wrong},
    offering, proxy, redacting, referring, snoozing, suggesting, survey, tagging, telling,
};
use crate::{
    Actor, Instant, Level, PersonId, Prose,
    calendar::second,
    contract::{
        Promise,
        entitlement::{self, Entitlement},
    },
    desk::{Desk, Kind, StatusId, Turn},
};

pub(super) type Decision = Result<Vec<CaseEvent>, Refused>;

/// Opens a case whose answers were checked, under what its account has bought.
pub fn open(new: NewCase, bought: &[Entitlement], facts: &Facts) -> Decision {
    if !facts.actor.may_write_on(new.account, new.deployment) {
        return Err(Refused::NotAllowed);
    }
    opened(new, bought, facts)
}

/// A request for more access, by whoever is of the company, whatever they may do so far (A4).
pub fn ask_for_access(
    new: NewCase,
    wish: AccessWish,
    bought: &[Entitlement],
    facts: &Facts,
) -> Decision {
    let of_company = matches!(
        facts.actor,
        Actor::Contact { account, person, access } if *account == new.account && *person == new.contact && !access.guest
    );
    if !of_company {
        return Err(Refused::NotAllowed);
    }
    let contact = new.contact;
    let mut events = opened(new, bought, facts)?;
    events.push(CaseEvent::AccessAsked { contact, wish });
    Ok(events)
}

fn opened(new: NewCase, bought: &[Entitlement], facts: &Facts) -> Decision {
    let (Some(kind), Some(status)) = (
        facts.desk.kind(&new.kind),
        facts.desk.status(&facts.desk.rules.opened),
    ) else {
        return Err(Refused::Fields(vec![FieldProblem {
            field: "kind".into(),
            wrong: Wrong::NotOffered,
        }]));
    };
    let promise = promised(&new, kind, bought, facts)?;
    if let Some(lacking) = offering::lacking(facts.desk, &new, bought, facts.now) {
        return Err(Refused::Fields(vec![lacking]));
    }
    let call_owed = promise.as_ref().is_some_and(|promise| {
        let (centre, plan) = (promise.centre.as_deref(), promise.plan.as_deref());
        new.channel != PHONE
            && facts
                .desk
                .needs_call(&new.severity, centre, plan, &new.product)
    });
    let allowed = facts.desk.rules.remote_access.as_ref();
    let allowed = allowed.and_then(|rule| rule.answered(&new.answers));
    let contact = new.contact;
    let opened = CaseEvent::Opened(Box::new(Opened {
        desk_version: new.desk_version,
        account: new.account,
        deployment: new.deployment,
        contact: new.contact,
        list: kind.list,
        case_kind: new.kind,
        sub_type: new.sub_type,
        product: new.product,
        environment: new.environment,
        severity: new.severity,
        channel: new.channel,
        subject: Prose::new(new.subject),
        description: Prose::new(new.description),
        answers: new.answers,
        status: status.id.clone(),
        turn: status.turn,
        source: None,
        promise,
        call_owed,
        continues: new.continues,
        kind_state: kind.states.first().map(|state| state.id.clone()),
    }));
    // What the form asked counts as the contact's word for this case (A11).
    let said = allowed.map(|allowed| CaseEvent::ProxyLoginSet { contact, allowed });
    Ok(std::iter::once(opened).chain(said).collect())
}

/// The promise that goes with an opening, or the refusal with its reasons (C6).
fn promised(
    new: &NewCase,
    kind: &Kind,
    bought: &[Entitlement],
    facts: &Facts,
) -> Result<Option<Promise>, Refused> {
    if kind.without_contract || facts.desk.plans.is_empty() {
        return Ok(None);
    }
    let verdict = entitlement::verdict(facts.desk, bought, &offering::wish(new, facts.now));
    if verdict.answer == entitlement::Answer::Refuse {
        return Err(Refused::NotEntitled(Box::new(verdict)));
    }
    let centre = verdict
        .centre
        .as_deref()
        .and_then(|id| facts.desk.centre(id));
    if facts.actor.is_guest() && !centre.is_some_and(|centre| centre.guests) {
        return Err(Refused::NoGuests);
    }
    let chosen = new.centre.is_some();
    Ok(Some(Promise::of(
        verdict,
        facts.desk,
        &new.severity,
        &new.language,
        chosen,
    )))
}

/// What a command does to a case.
pub fn decide(case: &Case, command: Command, facts: &Facts) -> Decision {
    let mut events = carried_out(case, command, facts)?;
    closing::says_why(&events, facts)?;
    events.extend(escalating::followed(case, &events, facts));
    let closes = |event: &CaseEvent| matches!(event, CaseEvent::StatusChanged { closed: true, .. });
    if events.iter().any(closes) {
        events.extend(case.proxy_login.ended());
        events.extend(conferring::called_off(case, facts));
    }
    events.extend(snoozing::woken(case, &events, facts));
    Ok(events)
}

pub(super) fn carried_out(case: &Case, command: Command, facts: &Facts) -> Decision {
    match command {
        Command::PostUpdate { text } => post_update(case, text, facts),
        Command::TellFacts { entries } => telling::tell(case, &entries, facts),
        Command::ChangeCopies(change) => copying::change(case, &change, facts),
        Command::SetReference { text } => referring::set(case, text, facts),
        Command::Reply { text, then } => reply(case, text, then, facts),
        Command::Answer {
            text,
            answers,
            more,
        } => asking::answer(case, text, answers, more, facts),
        Command::Ask {
            text,
            then,
            questions,
        } => asking::ask(case, text, then, questions, facts),
        Command::WithdrawQuestion { id } => asking::withdraw(case, id, facts),
        Command::AddNote { text } => {
            staff(facts)?;
            Ok(vec![CaseEvent::NotePosted {
                text: written("text", text)?,
            }])
        }
        Command::Redact {
            of,
            covers,
            internal,
        } => redacting::redact(case, of, covers, internal, facts),
        Command::ChangeStatus { to } => {
            staff(facts)?;
            Ok(staff_move(case, &to, facts.desk)?.into_iter().collect())
        }
        Command::Assign { owner, team } => assigning::assign(case, owner, team, facts),
        Command::TakeUp => assigning::take_up(case, facts),
        Command::UndoAssignment { owner, team, moved } => {
            assigning::undo(case, (owner, team), moved, facts)
        }
        Command::Close { reason, comment } => closing::close(case, &reason, comment, facts),
        Command::SolutionWorked { comment } => closing::worked(case, comment, facts),
        Command::NeedMoreHelp { tried, happened } => {
            closing::need_more_help(case, tried, happened, facts)
        }
        Command::Redirect { matter, text } => closing::redirect(case, &matter, text, facts),
        Command::RequestReopening { reason } => closing::request_reopening(case, reason, facts),
        Command::DeclineReopening { reason } => closing::decline_reopening(case, reason, facts),
        Command::Reopen => closing::reopen(case, facts),
        Command::AskEscalation { to, reason } => escalating::ask(case, to, reason, facts),
        Command::AnswerEscalation { text } => escalating::answer(case, text, facts),
        Command::OpenEscalation { summary, lanes } => escalating::open(case, summary, lanes, facts),
        Command::SetLanes(lanes) => escalating::set_lanes(case, lanes, facts),
        Command::MoveEscalation { to, text } => escalating::go(case, to, text, facts),
        Command::FinishEscalation { text } => escalating::finish(case, text, facts),
        Command::ReturnEscalation { text } => escalating::give_back(case, text, facts),
        Command::ExpectSolution { on, reason } => escalating::expect(case, on, reason, facts),
        Command::CallBack { text } => escalating::call_back(case, text, facts),
        Command::DismissEscalation => escalating::dismiss(case, facts),
        Command::GiveSurvey(given) => survey::give(case, given, facts),
        Command::SetKindState { to, text } => kind_state(case, &to, text, facts),
        Command::ChangeSeverity { to, reason } => agree::change_severity(case, to, reason, facts),
        Command::AnswerSeverity { to, accept, reason } => {
            agree::answer_severity(case, to, accept, reason, facts)
        }
        Command::RecordCall { note } => agree::record_call(case, note, facts),
        Command::AskCall(wish) => calling::ask(case, wish, facts),
        Command::WithdrawCall => calling::withdraw(case, facts),
        Command::KeepCall(call) => calling::keep(case, call, facts),
        Command::AskConference(wanted) => conferring::ask(case, wanted, facts),
        Command::SetConference(date) => conferring::set(case, date, facts),
        Command::AnswerConference(reply) => conferring::answer(case, reply, facts),
        Command::CancelConference { id, text } => conferring::cancel(case, id, text, facts),
        Command::RaiseTier { reason } => agree::raise_tier(case, reason, facts),
        Command::InvolveThirdParty {
            name,
            reference,
            then,
        } => agree::involve(case, name, reference, then, facts),
        Command::ReleaseThirdParty => agree::release(case, facts),
        Command::SetProxyLogin { allowed } => proxy::set(case, allowed, facts),
        Command::StartProxyLogin(subject) => proxy::start(case, &subject, facts),
        Command::EndProxyLogin { contact, agent } => proxy::end(case, contact, agent, facts),
        Command::UseProxyLogin { subject, note } => proxy::used(case, &subject, note, facts),
        Command::SetPrivacy { private } => {
            staff(facts)?;
            let after = Case {
                private,
                ..case.clone()
            };
            // Nobody shuts themselves out.
            match facts.actor.scope().sees(&after) {
                true => Ok(privacy(case, private).into_iter().collect()),
                false => Err(Refused::NotAllowed),
            }
        }
        Command::GrantAccess { level } => grant_access(case, level, facts),
        Command::Snooze { until } => snoozing::snooze(case, until, facts),
        Command::Wake => snoozing::wake(case, facts),
        Command::Tag { add, remove } => tagging::tag(case, &add, &remove, facts),
        Command::WithActs { command, acts } => tagging::with_acts(case, *command, &acts, facts),
        Command::TellClocks => tell_clocks(case, facts),
        Command::WithCause { command, cause } => closing::with_cause(case, *command, &cause, facts),
        Command::SetCause { cause } => closing::set_cause(case, &cause, facts),
        Command::WithFiles { command, files } => attaching::attach(case, *command, files, facts),
        Command::RemoveFile(file) => attaching::remove(case, file, facts),
    }
}

/// The change to being kept to owner and team, or open to all staff; nothing where it is so already. What goes to a closed team
/// is kept to it.
pub fn privacy(case: &Case, private: bool) -> Option<CaseEvent> {
    (case.private != private).then_some(CaseEvent::PrivacySet { private })
}

/// What was asked for is given: by an administrator of the desk, or the admin of the account (A4). The grant itself is the
/// account's, in the same write.
fn grant_access(case: &Case, level: Level, facts: &Facts) -> Decision {
    let decides = facts.actor.administers()
        || matches!(facts.actor, Actor::Contact { account, access, .. } if access.admin && *account == case.account);
    if !decides || !facts.actor.scope().sees(case) {
        return Err(Refused::NotAllowed);
    }
    if case.access_wish.is_none() {
        return Err(Refused::NotAllowed);
    }
    still_open(case, facts)?;
    Ok(vec![CaseEvent::AccessGranted {
        contact: case.contact,
        level,
    }])
}

/// Who has called has called.
const PHONE: &str = "phone";

/// What is told so long after its moment is told late: the product was not there (seconds).
const LATE: i64 = 60;

/// Tells what the clocks say by now, each thing once.
fn tell_clocks(case: &Case, facts: &Facts) -> Decision {
    if !matches!(facts.actor, Actor::System) {
        return Err(Refused::NotAllowed);
    }
    let now = second(facts.now);
    let timers = case.timers(facts.desk).into_iter();
    let told = timers
        .take_while(|timer| timer.at <= now)
        .map(|timer| CaseEvent::ClockTold {
            clock: timer.clock,
            notice: timer.notice,
            due: Instant::from_second(timer.at).unwrap_or(facts.now),
            late: now - timer.at > LATE,
        });
    let told: Vec<_> = told.collect();
    let told = told.into_iter().chain(escalating::missed(case, facts));
    let told = told.chain(calling::missed(case, facts));
    let told = told.chain(suggesting::told(case, facts));
    Ok(told.chain(ending::told(case, facts)).collect())
}

fn post_update(case: &Case, text: String, facts: &Facts) -> Decision {
    customer(case, facts)?;
    still_open(case, facts)?;
    let mut events = vec![message(Side::Customer, text)?];
    events.extend(asking::turned(case, facts.desk));
    Ok(events)
}

pub(super) fn reply(case: &Case, text: String, then: Option<StatusId>, facts: &Facts) -> Decision {
    staff(facts)?;
    still_open(case, facts)?;
    // Who answers an unowned case has taken it.
    let mut events = assigning::taken_up(case, facts)?;
    events.push(message(Side::Support, text)?);
    match then.filter(|to| *to != case.status) {
        Some(to) => events.extend(staff_move(case, &to, facts.desk)?),
        None => events.extend(assigning::taken(case, facts.desk)),
    }
    Ok(events)
}

/// A move by staff, along the desk's transitions only.
pub(super) fn staff_move(
    case: &Case,
    to: &StatusId,
    desk: &Desk,
) -> Result<Option<CaseEvent>, Refused> {
    if *to == case.status {
        return Ok(None);
    }
    if desk.redirects_to(to) {
        // Whoever is sent elsewhere is told where (B7).
        return Err(missing("matter"));
    }
    allowed_move(case, to, desk)?;
    Ok(step(case, to, Cause::Staff, desk))
}

/// Whether the desk lets staff move the case there.
pub(super) fn allowed_move(case: &Case, to: &StatusId, desk: &Desk) -> Result<(), Refused> {
    let possible = desk
        .status(&case.status)
        .map(|s| s.to.as_slice())
        .unwrap_or_default();
    if !possible.contains(to) {
        return Err(Refused::NoSuchMove {
            from: case.status.clone(),
            to: to.clone(),
            possible: possible.to_vec(),
        });
    }
    Ok(())
}

/// What the product makes of the case is told (C4), with words where there are any.
fn kind_state(case: &Case, to: &str, text: String, facts: &Facts) -> Decision {
    staff(facts)?;
    let kind = facts.desk.kind(&case.kind);
    if kind.and_then(|kind| kind.state(to)).is_none() {
        return Err(wrong("to", Wrong::NotOffered));
    }
    if case.kind_state.as_deref() == Some(to) {
        return Ok(Vec::new());
    }
    let mut events = comment_of(Side::Support, Some(text))?;
    events.push(CaseEvent::KindStateSet { to: to.to_owned() });
    Ok(events)
}

/// The change to `to`; nothing when it stands there already or the desk has no such status.
pub(super) fn step(case: &Case, to: &StatusId, cause: Cause, desk: &Desk) -> Option<CaseEvent> {
    let status = desk.status(to).filter(|s| s.id != case.status)?;
    Some(CaseEvent::StatusChanged {
        from: case.status.clone(),
        to: status.id.clone(),
        turn: status.turn,
        closed: status.turn == Turn::Nobody,
        cause,
    })
}

pub(super) fn message(side: Side, text: String) -> Result<CaseEvent, Refused> {
    Ok(CaseEvent::MessagePosted {
        side,
        text: written("text", text)?,
    })
}

/// Words that go with a decision, if there are any.
pub(super) fn comment_of(side: Side, comment: Option<String>) -> Decision {
    match comment.filter(|c| !c.trim().is_empty()) {
        Some(text) => Ok(vec![message(side, text)?]),
        None => Ok(Vec::new()),
    }
}

/// A field cannot be taken as it is.
pub(super) fn wrong(field: &str, wrong: Wrong) -> Refused {
    let field = field.into();
    Refused::Fields(vec![FieldProblem { field, wrong }])
}

/// What was given for a choice is none of those offered: nothing, or something else.
pub(super) fn not_offered(field: &str, given: &str) -> Refused {
    match given {
        "" => missing(field),
        _ => wrong(field, Wrong::NotOffered),
    }
}

/// A text that may be left out.
pub(super) fn maybe_written(field: &str, text: String) -> Result<Option<Prose>, Refused> {
    let text = Some(text).filter(|text| !text.trim().is_empty());
    text.map(|text| written(field, text)).transpose()
}

/// A field that was left empty.
pub(super) fn missing(field: &str) -> Refused {
    wrong(field, Wrong::Missing)
}

pub(super) fn written(field: &str, text: String) -> Result<Prose, Refused> {
    let text = super::intake::cleaned(&text);
    let wrong = if text.is_empty() {
        Wrong::Missing
    } else if text.chars().count() > TEXT_MAX {
        Wrong::TooLong { max: TEXT_MAX }
    } else {
        return Ok(Prose::new(text));
    };
    Err(Refused::Fields(vec![FieldProblem {
        field: field.into(),
        wrong,
    }]))
}

pub(super) fn staff(facts: &Facts) -> Result<PersonId, Refused> {
    match facts.actor {
        Actor::Agent { person, .. } => Ok(*person),
        Actor::Contact { .. } | Actor::System => Err(Refused::NotAllowed),
    }
}

pub(super) fn customer(case: &Case, facts: &Facts) -> Result<(), Refused> {
    match acting::as_customer(case, facts.actor, facts.desk) {
        Ok(()) => Ok(()),
        Err(_) => Err(Refused::NotAllowed),
    }
}

/// Something can still be done about it.
pub(super) fn still_open(case: &Case, facts: &Facts) -> Result<(), Refused> {
    match case.is_over(facts.desk) {
        true if case.merged.is_some() => Err(Refused::Merged),
        true => Err(Refused::Closed),
        false => Ok(()),
    }
}
