//! Cases that have to do with each other (K3): links, merging, tags.
#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod opening;
mod playing;

use domain::{
    AccountId, Actor, CaseId, Desk, Instant, Level, PersonId, Role, TagId, TeamId,
    access::Access,
    case::{
        self, Acts, Both, Case, CaseEvent, Command, Facts, Link, NotMerged, Refused, Relation,
        Subject,
        calling::NewCallWish,
        intake::Wrong,
        linking::{self, LINKS_MAX},
        merging,
        tagging::TAGS_MAX,
    },
    desk::{StatusId, Turn, check},
};
use opening::{OURS, bought, new_case};

const HOUR: i64 = 3_600;

fn at(seconds: i64) -> Instant {
    "2026-06-01T03:00:00Z".parse::<Instant>().unwrap() + jiff::SignedDuration::from_secs(seconds)
}

fn customer() -> Actor {
    Actor::Contact {
        person: PersonId(1),
        account: OURS,
        access: Access::all(Level::ReadWrite),
    }
}

fn agent() -> Actor {
    Actor::Agent {
        person: PersonId(50),
        role: Role::Tier1,
        team: Some(TeamId(9)),
    }
}

struct Play {
    desk: Desk,
    cases: Vec<Case>,
}

impl Play {
    /// So many cases, numbered from 1.
    fn of(many: usize) -> Self {
        let desk = check(include_str!("../../../desks/default.toml")).unwrap();
        let facts = Facts {
            now: at(0),
            actor: &customer(),
            desk: &desk,
        };
        let events = case::open(new_case(&desk), &bought(&desk, None), &facts).unwrap();
        let case = Case::opened(at(0), &events[0]).unwrap();
        let cases = vec![case; many];
        Self { desk, cases }
    }

    fn case(&self, id: usize) -> &Case {
        &self.cases[id - 1]
    }

    fn does(
        &mut self,
        id: usize,
        after: i64,
        actor: &Actor,
        command: Command,
    ) -> Result<Vec<CaseEvent>, Refused> {
        playing::does(
            &self.desk,
            &mut self.cases[id - 1],
            at(after),
            actor,
            command,
        )
    }

    fn both(
        &mut self,
        after: i64,
        actor: &Actor,
        (one, other): (usize, usize),
        rule: impl Fn(&Subject, &Subject, &Facts) -> Result<Both, Refused>,
    ) -> Result<Both, Refused> {
        let subject = |id: usize| Subject {
            id: CaseId(id as i64),
            case: &self.cases[id - 1],
        };
        let facts = Facts {
            now: at(after),
            actor,
            desk: &self.desk,
        };
        let (here, there) = rule(&subject(one), &subject(other), &facts)?;
        here.iter()
            .for_each(|event| self.cases[one - 1].apply(at(after), event));
        there
            .iter()
            .for_each(|event| self.cases[other - 1].apply(at(after), event));
        Ok((here, there))
    }

    fn links(&mut self, pair: (usize, usize), relation: Relation) -> Result<Both, Refused> {
        self.both(60, &agent(), pair, |a, b, f| {
            linking::link(a, b, relation, f)
        })
    }

    fn merges(&mut self, after: i64, pair: (usize, usize)) -> Result<Both, Refused> {
        self.both(after, &agent(), pair, merging::merge)
    }

    fn unmerges(&mut self, after: i64, pair: (usize, usize)) -> Result<Both, Refused> {
        self.both(after, &agent(), pair, merging::unmerge)
    }
}

fn linked(case: &Case) -> Vec<(Relation, i64)> {
    case.links
        .iter()
        .map(|link: &Link| (link.relation, link.to.0))
        .collect()
}

#[test]
fn k3_a_link_lies_in_both_cases_and_one_word_stands_between_two() {
    for relation in Relation::ALL {
        assert_eq!(relation.reverse().reverse(), relation);
        assert_eq!(Relation::parse(relation.as_str()), Some(relation));
        let mut play = Play::of(2);
        play.links((1, 2), relation).unwrap();
        assert_eq!(linked(play.case(1)), [(relation, 2)]);
        assert_eq!(linked(play.case(2)), [(relation.reverse(), 1)]);
        // Said twice it is said once.
        assert_eq!(play.links((1, 2), relation).unwrap(), (vec![], vec![]));
        play.links((2, 1), Relation::CausedBy).unwrap();
        assert_eq!(linked(play.case(2)), [(Relation::CausedBy, 1)]);
        assert_eq!(linked(play.case(1)), [(Relation::CauseOf, 2)]);
        play.both(90, &agent(), (1, 2), linking::unlink).unwrap();
        assert_eq!(
            (linked(play.case(1)), linked(play.case(2))),
            (vec![], vec![])
        );
    }
}

#[test]
fn k3_links_are_staffs_and_neither_to_oneself_nor_without_end() {
    let mut play = Play::of(LINKS_MAX + 2);
    let rule = |a: &Subject, b: &Subject, f: &Facts| linking::link(a, b, Relation::Related, f);
    assert_eq!(
        play.both(0, &customer(), (1, 2), rule),
        Err(Refused::NotAllowed)
    );
    assert!(matches!(
        play.links((1, 1), Relation::Related),
        Err(Refused::Fields(_))
    ));
    for other in 2..LINKS_MAX + 2 {
        play.links((1, other), Relation::Related).unwrap();
    }
    let full = play.links((LINKS_MAX + 2, 1), Relation::Related);
    let Err(Refused::Fields(problems)) = full else {
        panic!("{full:?}")
    };
    assert_eq!(problems[0].wrong, Wrong::TooMany { most: LINKS_MAX });
    // Another word for the same two needs no room.
    play.links((1, 2), Relation::DuplicateOf).unwrap();
    let before = play.case(1).public_version;
    assert_eq!(before, 1, "no customer's copy is stale for it");
}

#[test]
fn k3_a_merged_case_is_closed_says_so_and_stands_as_it_stood_when_that_is_taken_back() {
    let mut play = Play::of(2);
    let ask = Command::Ask {
        text: "x".into(),
        then: None,
        questions: vec!["版は？".into()],
    };
    play.does(1, 60, &agent(), ask).unwrap();
    play.does(1, 70, &agent(), Command::Snooze { until: None })
        .unwrap();
    let stood = play.case(1).clone();
    let (here, there) = play.merges(HOUR, (1, 2)).unwrap();
    assert_eq!(here[0], CaseEvent::Merged { into: CaseId(2) });
    assert_eq!(there, [CaseEvent::TookIn { case: CaseId(1) }]);
    let merged = play.case(1);
    assert!(merged.is_closed() && merged.is_over(&play.desk));
    assert_eq!(merged.turn, Turn::Nobody);
    assert_eq!(merged.status, StatusId::new("closed/merged"));
    assert!(play.case(2).carries.contains(&CaseId(1)));
    assert_eq!(
        (merged.account, merged.contact, merged.owner),
        (stood.account, stood.contact, stood.owner)
    );
    assert_eq!(play.case(1).survey_asked(&play.desk, at(HOUR)), None);
    for (actor, command) in [
        (customer(), Command::PostUpdate { text: "x".into() }),
        (
            agent(),
            Command::Reply {
                text: "x".into(),
                then: None,
            },
        ),
        (agent(), Command::Reopen),
        (customer(), Command::RequestReopening { reason: "x".into() }),
        (customer(), Command::SolutionWorked { comment: None }),
    ] {
        let done = play.does(1, HOUR + 1, &actor, command.clone());
        assert_eq!(done, Err(Refused::Merged), "{command:?}");
    }
    play.unmerges(3 * HOUR, (1, 2)).unwrap();
    let back = play.case(1).clone();
    assert!(play.case(2).carries.is_empty());
    assert_eq!(
        (
            &back.status,
            back.turn,
            back.turn_since,
            &back.questions,
            &back.snoozed,
            back.closed_at,
            &back.merged
        ),
        (
            &stood.status,
            stood.turn,
            stood.turn_since,
            &stood.questions,
            &stood.snoozed,
            None,
            &None
        )
    );
    assert_eq!(
        (back.reopenings, &back.closing),
        (stood.reopenings, &stood.closing)
    );
}

#[test]
fn k3_h2_a_customer_who_waits_for_a_call_waits_for_it_again_when_a_merging_is_taken_back() {
    let mut play = Play::of(2);
    let wish = Command::AskCall(NewCallWish {
        from: None,
        until: at(4 * HOUR),
        phone: String::new(),
        reason: "相談したい".into(),
    });
    play.does(1, 60, &customer(), wish).unwrap();
    let waits = play.case(1).call_wish.clone();
    assert!(waits.is_some());
    play.merges(HOUR, (1, 2)).unwrap();
    assert_eq!(play.case(1).call_wish, None);
    play.unmerges(2 * HOUR, (1, 2)).unwrap();
    assert_eq!(play.case(1).call_wish, waits);
    assert!(play.case(1).owes_call());
}

#[test]
fn k3_the_clocks_of_a_merged_case_stand_still() {
    let mut play = Play::of(2);
    let text = "確認します。".to_owned();
    play.does(1, 60, &agent(), Command::Reply { text, then: None })
        .unwrap();
    let due = |play: &Play| play.case(1).due(&play.desk);
    let domain::contract::Due::At(clock, before) = due(&play) else {
        panic!()
    };
    play.merges(HOUR, (1, 2)).unwrap();
    assert_eq!(due(&play), domain::contract::Due::Nothing);
    assert!(play.case(1).timers(&play.desk).is_empty());
    play.unmerges(3 * HOUR, (1, 2)).unwrap();
    // Two hours were no time of support's; the default calendar is open then, or the plan counts all hours.
    let domain::contract::Due::At(again, after) = due(&play) else {
        panic!()
    };
    assert_eq!(again, clock);
    assert_eq!(after - before, 2 * HOUR);
}

#[test]
fn k3_what_cannot_be_merged() {
    let no = |why| Err(Refused::NotMerged(why));
    let mut play = Play::of(4);
    assert_eq!(
        play.both(1, &customer(), (1, 2), merging::merge),
        Err(Refused::NotAllowed)
    );
    assert_eq!(play.merges(1, (1, 1)), no(NotMerged::SameCase));
    play.merges(1, (1, 2)).unwrap();
    assert_eq!(play.merges(2, (1, 3)), no(NotMerged::Already));
    assert_eq!(play.merges(2, (3, 1)), no(NotMerged::OtherMerged));
    assert_eq!(play.merges(2, (2, 3)), no(NotMerged::Carries));
    assert_eq!(
        play.merges(2, (2, 1)),
        no(NotMerged::OtherMerged),
        "no cycle"
    );
    assert_eq!(play.unmerges(2, (1, 3)), no(NotMerged::NotAtAll));
    assert_eq!(play.unmerges(2, (2, 1)), no(NotMerged::NotAtAll));
    play.cases[3].account = AccountId(OURS.0 + 1);
    assert_eq!(play.merges(2, (3, 4)), no(NotMerged::OtherCompany));
    play.cases[3].account = OURS;
    let reason = play.desk.rules.close_reasons[0].id.clone();
    let comment = None;
    play.does(4, 3, &customer(), Command::Close { reason, comment })
        .unwrap();
    assert_eq!(play.merges(4, (3, 4)), no(NotMerged::OtherClosed));
    // What is closed already only points on, and stays closed when that is taken back.
    let stood = play.case(4).clone();
    let (here, _) = play.merges(5, (4, 3)).unwrap();
    assert_eq!(here, [CaseEvent::Merged { into: CaseId(3) }]);
    play.unmerges(6, (4, 3)).unwrap();
    assert_eq!(
        (&play.case(4).status, play.case(4).closed_at),
        (&stood.status, stood.closed_at)
    );
    play.desk.rules.merged = None;
    assert_eq!(play.merges(7, (3, 2)), no(NotMerged::NotOffered));
}

#[test]
fn k3_nobody_moves_a_case_by_hand_to_where_merged_ones_stand() {
    let mut play = Play::of(1);
    let to = StatusId::new("closed/merged");
    let subs = play.desk.statuses.iter().flat_map(|status| &status.subs);
    assert!(subs.clone().all(|sub| !sub.to.contains(&to)));
    let moved = play.does(1, 1, &agent(), Command::ChangeStatus { to });
    assert!(matches!(moved, Err(Refused::NoSuchMove { .. })));
}

#[test]
fn k3_tags_are_staffs_each_once_and_not_without_end() {
    let mut play = Play::of(1);
    let tag = |add: Vec<i64>, remove: Vec<i64>| Command::Tag {
        add: add.into_iter().map(TagId).collect(),
        remove: remove.into_iter().map(TagId).collect(),
    };
    assert_eq!(
        play.does(1, 1, &customer(), tag(vec![1], vec![])),
        Err(Refused::NotAllowed)
    );
    play.does(1, 1, &agent(), tag(vec![2, 1, 2], vec![]))
        .unwrap();
    assert_eq!(
        play.does(1, 2, &agent(), tag(vec![1], vec![7])).unwrap(),
        []
    );
    assert_eq!(play.case(1).public_version, 1);
    play.does(1, 3, &agent(), tag(vec![3], vec![1])).unwrap();
    assert_eq!(play.case(1).tags, [TagId(2), TagId(3)].into());
    let many = (10..10 + TAGS_MAX as i64).collect();
    assert!(matches!(
        play.does(1, 4, &agent(), tag(many, vec![])),
        Err(Refused::Fields(_))
    ));
}

#[test]
fn k3_what_a_macro_does_is_one_decision() {
    let mut play = Play::of(1);
    let acts = Acts {
        take: true,
        team: Some(TeamId(12)),
        tags: vec![TagId(5)],
    };
    let to = StatusId::new("awaiting-information/information-required");
    let command = |text: &str| Command::WithActs {
        command: Box::new(Command::Reply {
            text: text.into(),
            then: Some(to.clone()),
        }),
        acts: acts.clone(),
    };
    // One part that cannot be done leaves all of it undone.
    let stood = play.case(1).clone();
    assert!(play.does(1, 1, &agent(), command(" ")).is_err());
    assert_eq!(play.case(1), &stood);
    play.does(1, 1, &agent(), command("x")).unwrap();
    let case = play.case(1);
    assert_eq!(
        (case.owner, case.team),
        (Some(PersonId(50)), Some(TeamId(12)))
    );
    assert_eq!((&case.status, &case.tags), (&to, &[TagId(5)].into()));
    assert_eq!(
        play.does(1, 2, &customer(), command("x")),
        Err(Refused::NotAllowed)
    );
}
