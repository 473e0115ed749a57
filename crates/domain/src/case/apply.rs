//! Folding events into the state. Total: any event applies to any state that its stream can have.

use super::{
    Answer, Case, CaseEvent, Cause, Closing, Link, ProxyLogin, SeverityWish, Side, Silence, Snooze,
    ThirdParty, calling::Owed, conference, copying, redacting,
};
use crate::{
    Instant,
    calendar::second,
    contract::{Clocks, Mark, Targets},
    desk::Turn,
    event::Recorded,
};

impl Case {
    /// The state that a stream's events give; `None` when they do not begin with an opening.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Recorded<CaseEvent>>) -> Option<Case> {
        let mut events = events.into_iter();
        let first = events.next()?;
        let mut case = Case::opened(first.at, &first.event)?;
        for recorded in events {
            case.apply(recorded.at, &recorded.event);
        }
        Some(case)
    }

    /// The state after the first event; `None` when that is not an opening.
    pub fn opened(at: Instant, event: &CaseEvent) -> Option<Case> {
        let CaseEvent::Opened(o) = event else {
            return None;
        };
        let mut case = Case {
            version: 1,
            public_version: 1,
            desk_version: o.desk_version,
            account: o.account,
            deployment: o.deployment,
            contact: o.contact,
            list: o.list,
            kind: o.case_kind.clone(),
            sub_type: o.sub_type.clone(),
            product: o.product.clone(),
            environment: o.environment.clone(),
            severity: o.severity.clone(),
            channel: o.channel.clone(),
            subject: o.subject.clone(),
            answers: o.answers.clone(),
            status: o.status.clone(),
            turn: o.turn,
            owner: None,
            team: None,
            reopening_asked: false,
            handovers: 0,
            reopenings: 0,
            opened_at: at,
            modified_at: at,
            turn_since: at,
            closed_at: (o.turn == Turn::Nobody).then_some(at),
            source: o.source.clone(),
            promise: o.promise.clone(),
            clocks: None,
            third_party: None,
            proxy_login: ProxyLogin::default(),
            access_wish: None,
            private: false,
            questions: Default::default(),
            silence: None,
            closing: Closing::default(),
            survey: None,
            continues: o.continues,
            kind_state: o.kind_state.clone(),
            escalation_asked: None,
            snoozed: None,
            escalated: Default::default(),
            call_wish: None,
            conferences: Vec::new(),
            links: Default::default(),
            merged: None,
            carries: Default::default(),
            tags: Default::default(),
            severity_wish: None,
            call_owed: o.call_owed,
            call_owed_since: o.call_owed.then_some(at),
            tier: o.promise.as_ref().map_or(1, |promise| promise.tier),
        };
        if let Some(promise) = &o.promise {
            case.start_clocks(at, &promise.targets);
        }
        Some(case)
    }

    /// What is promised counts from here on.
    fn start_clocks(&mut self, at: Instant, targets: &Targets) {
        if targets.is_nothing() {
            return;
        }
        self.clocks = Some(Clocks::start(targets.clone(), second(at)));
        self.clock(at, Mark::Entered(self.status.clone()));
        match self.turn {
            Turn::Customer => self.clock(at, Mark::AwaitingCustomer),
            Turn::Nobody => self.clock(at, Mark::Closed),
            Turn::Support => {}
        }
    }

    pub fn apply(&mut self, at: Instant, event: &CaseEvent) {
        self.version += 1;
        // What is covered is nothing new: it neither breaks the silence nor moves the case in a list.
        if let CaseEvent::Redacted {
            internal: false, ..
        } = event
        {
            self.public_version += 1;
        } else if event.is_public() {
            self.silence = match event {
                CaseEvent::Reminded { reminded, .. } => Some(Silence {
                    since: self.silence.as_ref().map_or(self.modified_at, |s| s.since),
                    reminded: *reminded,
                }),
                // Whatever happens, the count begins anew.
                _ => None,
            };
            self.public_version += 1;
            self.modified_at = at;
        }
        match event {
            // A second opening says nothing new.
            CaseEvent::Opened(_)
            | CaseEvent::MessagePosted {
                side: Side::Customer,
                ..
            }
            | CaseEvent::NotePosted { .. }
            | CaseEvent::MoreHelpAsked { .. }
            | CaseEvent::FilesAttached { .. }
            | CaseEvent::FileRemoved { .. }
            | CaseEvent::IncidentSuggested { .. }
            | CaseEvent::MoreToFollow => {}
            CaseEvent::Redacted { also, text, .. } => redacting::apply(self, also, text),
            CaseEvent::QuestionsAsked { questions } => self.questions.ask(questions),
            CaseEvent::QuestionsAnswered { answers } => {
                for answer in answers {
                    self.questions.settle(answer.id);
                }
            }
            CaseEvent::QuestionWithdrawn { id } => self.questions.settle(*id),
            CaseEvent::MessagePosted {
                side: Side::Support,
                ..
            } => self.clock(at, Mark::SupportReplied),
            CaseEvent::CopiesChanged {
                field,
                added,
                places,
                ..
            } => {
                let list = match self.answers.remove(field) {
                    Some(Answer::Emails(list)) => list,
                    _ => Vec::new(),
                };
                let list = copying::changed(list, added, places);
                if !list.is_empty() {
                    self.answers.insert(field.clone(), Answer::Emails(list));
                }
            }
            CaseEvent::ReferenceSet { field, to, .. } => match to {
                Some(to) => {
                    let to = Answer::Text(to.clone());
                    self.answers.insert(field.clone(), to);
                }
                None => {
                    self.answers.remove(field);
                }
            },
            CaseEvent::FactsTold { answers, .. } => self.answers.extend(answers.clone()),
            CaseEvent::ClockTold { clock, notice, .. } => {
                self.clock(at, Mark::Told(*clock, *notice))
            }
            CaseEvent::StatusChanged {
                to,
                turn,
                closed,
                cause,
                ..
            } => {
                if self.status != *to {
                    self.status = to.clone();
                    self.clock(at, Mark::Entered(to.clone()));
                }
                self.turn_to(at, *turn, *closed);
                if self.turn != *turn {
                    self.turn = *turn;
                    self.turn_since = at;
                }
                if *closed {
                    self.questions.open.clear();
                    self.snoozed = None;
                    self.call_wish = None;
                }
                self.closed_at = closed.then(|| self.closed_at.unwrap_or(at));
                self.reopening_asked = false;
                self.closing = Closing {
                    redirected: match cause {
                        Cause::Redirected { matter } if *closed => Some(matter.clone()),
                        _ => None,
                    },
                    cause: None,
                    declined: false,
                };
                self.reopenings += match cause {
                    Cause::Reopened => 1,
                    Cause::Imported { reopenings } => *reopenings,
                    _ => 0,
                };
            }
            CaseEvent::Assigned {
                owner,
                team,
                handovers,
            } => {
                // The customer sees who takes care of the case, not how work is shared out inside.
                if self.owner != *owner {
                    self.public_version += 1;
                    // Whoever has it now has not put it to sleep.
                    self.snoozed = None;
                }
                self.owner = *owner;
                self.team = *team;
                self.handovers += handovers;
            }
            CaseEvent::CauseSet { cause } => self.closing.cause = Some(cause.clone()),
            CaseEvent::ReopeningRequested { .. } => self.reopening_asked = true,
            CaseEvent::ReopeningDeclined { .. } => {
                self.reopening_asked = false;
                self.closing.declined = true;
            }
            CaseEvent::SurveyGiven(survey) => self.survey = Some((at, survey.clone())),
            CaseEvent::EscalationAsked { to, .. } => self.escalation_asked = Some(*to),
            CaseEvent::EscalationAnswered { .. } => {
                self.escalation_asked = None;
                self.clock(at, Mark::SupportReplied);
            }
            CaseEvent::EscalationOpened { .. } => {
                self.escalation_asked = None;
                self.escalated.apply(at, event);
                self.clock(at, Mark::SupportReplied);
            }
            CaseEvent::CalledBack { .. }
            | CaseEvent::EscalationMoved { text: Some(_), .. }
            | CaseEvent::EscalationEnded { text: Some(_), .. } => {
                self.escalated.apply(at, event);
                self.clock(at, Mark::SupportReplied);
            }
            CaseEvent::EscalationManaged { .. }
            | CaseEvent::EscalationBriefed { .. }
            | CaseEvent::EscalationQueued { .. }
            | CaseEvent::EscalationFinished { .. }
            | CaseEvent::EscalationMoved { .. }
            | CaseEvent::EscalationExpected { .. }
            | CaseEvent::EscalationEnded { .. }
            | CaseEvent::CallbackMissed { .. }
            | CaseEvent::EscalationDismissed { .. }
            | CaseEvent::EscalationSuggested { .. }
            | CaseEvent::ExpectedDayPassed { .. } => self.escalated.apply(at, event),
            CaseEvent::KindStateSet { to } => self.kind_state = Some(to.clone()),
            CaseEvent::Snoozed { until } => self.snoozed = Some(Snooze { until: *until }),
            CaseEvent::Woken { .. } => self.snoozed = None,
            CaseEvent::Reminded { .. } => {}
            CaseEvent::SeverityProposed { side, to, .. } => {
                self.severity_wish = Some(SeverityWish {
                    side: *side,
                    to: to.clone(),
                });
            }
            CaseEvent::SeverityDeclined { .. } => self.severity_wish = None,
            CaseEvent::SeverityChanged {
                to,
                raised,
                targets,
                call_owed,
                ..
            } => {
                self.severity = to.clone();
                self.severity_wish = None;
                if *call_owed {
                    self.call_owed = true;
                    self.call_owed_since = Some(at);
                }
                match (targets, &self.clocks) {
                    (Some(targets), Some(_)) => {
                        let (targets, raised) = (targets.clone(), *raised);
                        self.clock(at, Mark::Retargeted { targets, raised });
                    }
                    // Nothing was promised before; what is now counts from now.
                    (Some(targets), None) => self.start_clocks(at, targets),
                    (None, _) => {}
                }
            }
            CaseEvent::DeskMoved {
                to,
                targets,
                first_due,
                reached_due,
                ..
            } => {
                self.desk_version = *to;
                let reached_due = reached_due.iter();
                let mark = Mark::Moved {
                    targets: targets.clone(),
                    first_due: first_due.map(second),
                    reached_due: reached_due.map(|(id, at)| (*id, second(*at))).collect(),
                    status: self.status.clone(),
                };
                match &self.clocks {
                    Some(_) => self.clock(at, mark),
                    None => self.start_clocks(at, targets),
                }
            }
            CaseEvent::CallRecorded { .. } => {
                self.call_owed = false;
                self.call_owed_since = None;
            }
            CaseEvent::CallAsked(wish) => self.call_wish = Some(wish.clone()),
            CaseEvent::CallWithdrawn => self.call_wish = None,
            CaseEvent::CallMissed { .. } => {
                if let Some(wish) = &mut self.call_wish {
                    wish.missed = true;
                }
            }
            CaseEvent::CallMade(call) if !call.reached => {}
            CaseEvent::CallMade(call) => {
                if call.settles(Owed::Severity) {
                    self.call_owed = false;
                    self.call_owed_since = None;
                }
                if call.settles(Owed::Wish) {
                    self.call_wish = None;
                }
                self.escalated.apply(at, event);
                self.clock(at, Mark::SupportReplied);
            }
            CaseEvent::ConferenceAsked(_)
            | CaseEvent::ConferenceSet(_)
            | CaseEvent::ConferenceAnswered(_)
            | CaseEvent::ConferenceCancelled { .. } => {
                conference::apply(&mut self.conferences, at, event);
            }
            CaseEvent::TierRaised { to, .. } => self.tier = *to,
            CaseEvent::ThirdPartyInvolved { name, reference } => {
                self.third_party = Some(ThirdParty {
                    name: name.clone(),
                    reference: reference.clone(),
                });
            }
            CaseEvent::ThirdPartyReleased { .. } => self.third_party = None,
            CaseEvent::Linked { relation, to } => {
                self.links.insert(Link::of(*relation, *to));
            }
            CaseEvent::Unlinked { relation, to } => {
                self.links.remove(&Link::of(*relation, *to));
            }
            CaseEvent::Merged { into } => self.set_aside(at, *into),
            CaseEvent::Unmerged { .. } => self.go_on(at),
            CaseEvent::TookIn { case } => {
                self.carries.insert(*case);
            }
            CaseEvent::LetGo { case } => {
                self.carries.remove(case);
            }
            CaseEvent::Tagged { added, removed } => {
                self.tags.retain(|tag| !removed.contains(tag));
                self.tags.extend(added);
            }
            CaseEvent::PrivacySet { private } => self.private = *private,
            CaseEvent::AccessAsked { wish, .. } => self.access_wish = Some(wish.clone()),
            CaseEvent::AccessGranted { level, .. } => {
                if let Some(wish) = &mut self.access_wish {
                    wish.granted = Some(*level);
                }
            }
            CaseEvent::ProxyLoginSet { .. }
            | CaseEvent::ProxyLoginStarted { .. }
            | CaseEvent::ProxyLoginEnded { .. }
            | CaseEvent::ProxyLoginUsed { .. } => self.proxy_login.apply(event),
        }
    }

    /// The clocks follow the turn.
    fn turn_to(&mut self, at: Instant, turn: Turn, closed: bool) {
        match (self.is_closed(), closed) {
            (false, true) => self.clock(at, Mark::Closed),
            (true, false) => self.clock(at, Mark::Reopened),
            _ => {}
        }
        match turn {
            Turn::Customer => self.clock(at, Mark::AwaitingCustomer),
            Turn::Support => self.clock(at, Mark::CustomerResponded),
            Turn::Nobody => {}
        }
    }

    /// What moves a clock. Histories of other systems are taken as they are: what lies out of order moves nothing.
    fn clock(&mut self, at: Instant, mark: Mark) {
        if let Some(clocks) = &mut self.clocks {
            let _ = clocks.take(second(at), mark);
        }
    }
}
