//! Who may do what in an account (A2, A3, A7–A9): grants, places, partners, restriction.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{
    AccountId, Actor, DeploymentId, Desk, Instant, Language, Level, PersonId, Prose, Role,
    access::{
        Access, Command, Facts, Grant, Membership, Only, Partner, Refused, Scope, decide,
        seats::{self, Member},
    },
    contract::entitlement::Entitlement,
    desk::check,
    directory::{Account, AccountEvent, Person, PersonEvent, Profile, Standing},
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const HOME: AccountId = AccountId(1);
const PARTNER: AccountId = AccountId(2);
const ADMIN: PersonId = PersonId(1);
const TODAY: Date = date(2026, 11, 20);

fn desk(rules: &str) -> Desk {
    let text = include_str!("../../../desks/default.toml");
    check(&text.replacen("[rules]\n", &format!("[rules]\n{rules}\n"), 1)).unwrap()
}

fn now() -> Instant {
    "2026-11-20T03:00:00Z".parse().unwrap()
}

/// An account with a plan for four designated contacts, and the first of them as its admin.
fn account(environments: &[&str]) -> Account {
    let events = [
        AccountEvent::Added {
            name: "日の出物流".into(),
            name_en: String::new(),
        },
        AccountEvent::DeploymentAdded {
            id: DeploymentId(11),
            label: "本社".into(),
            label_en: String::new(),
            identifier: "site-11".into(),
            environments: environments.iter().map(|e| (*e).to_owned()).collect(),
        },
        AccountEvent::EntitlementGranted {
            entitlement: Entitlement {
                contract: "C-1".into(),
                plan: "standard".into(),
                trial: false,
                deployment: None,
                product: None,
                options: Vec::new(),
                from: date(2026, 4, 1),
                to: date(2027, 3, 31),
            },
        },
        AccountEvent::AdminNamed { contact: ADMIN },
    ];
    Account::replay(HOME, &events).unwrap()
}

fn members(count: i64) -> Vec<Member> {
    let member = |id| Member {
        person: PersonId(id),
        standing: Level::ReadOnly,
        signed_in: true,
    };
    (1..=count).map(member).collect()
}

fn contact(person: PersonId, of: AccountId, admin: bool) -> Actor {
    let access = Access {
        admin,
        ..Access::all(Level::ReadOnly)
    };
    Actor::Contact {
        person,
        account: of,
        access,
    }
}

fn administrator() -> Actor {
    Actor::Agent {
        person: PersonId(90),
        role: Role::Administrator,
        team: None,
    }
}

/// Partners' people there are, each with their company.
const PARTNERS_PEOPLE: [(PersonId, AccountId); 1] = [(PersonId(50), PARTNER)];

fn with_partners(members: &[Member]) -> seats::Parties<'_> {
    seats::Parties {
        members,
        partners: &PARTNERS_PEOPLE,
    }
}

/// Decides and carries out.
fn does(
    account: &mut Account,
    members: &mut [Member],
    desk: &Desk,
    actor: &Actor,
    command: &Command,
) -> Result<(), Refused> {
    does_at(now(), account, members, desk, actor, command)
}

fn does_at(
    now: Instant,
    account: &mut Account,
    members: &mut [Member],
    desk: &Desk,
    actor: &Actor,
    command: &Command,
) -> Result<(), Refused> {
    let facts = Facts {
        desk,
        now,
        actor,
        members,
        partners_people: match account.partners.is_empty() {
            true => &[],
            false => &PARTNERS_PEOPLE,
        },
    };
    let decided = decide(account, command, &facts)?;
    for event in &decided.account {
        account.apply(event);
    }
    for (person, event) in &decided.people {
        let PersonEvent::LevelSet { level } = event else {
            panic!("{event:?}");
        };
        let member = members.iter_mut().find(|m| m.person == *person).unwrap();
        member.standing = Level::parse(level).unwrap();
    }
    Ok(())
}

fn tick(on: &[i64], off: &[i64]) -> Command {
    let ids = |all: &[i64]| all.iter().copied().map(PersonId).collect();
    Command::Tick {
        on: ids(on),
        off: ids(off),
    }
}

#[test]
fn a3_the_plan_bounds_the_places_and_a_swap_needs_none_free() {
    let (desk, admin) = (desk(""), contact(ADMIN, HOME, true));
    let (mut account, mut people) = (account(&["production"]), members(7));
    let on = tick(&[2, 3, 4, 5], &[]);
    does(&mut account, &mut people, &desk, &admin, &on).unwrap();
    let one_more = tick(&[6], &[]);
    let full = does(&mut account, &mut people, &desk, &admin, &one_more);
    assert_eq!(full, Err(Refused::Full { most: 4 }));
    does(&mut account, &mut people, &desk, &admin, &tick(&[6], &[2])).unwrap();
    let seated = seats::designated(&account, with_partners(&people), TODAY);
    assert_eq!(seated, [3, 4, 5, 6].map(PersonId));
    // Who gave a place up still reads.
    let facts = Grant {
        contact: PersonId(2),
        deployment: None,
        level: Level::ReadOnly,
        from: None,
        until: None,
        by: Some(ADMIN),
    };
    assert!(account.grants.contains(&facts));
}

#[test]
fn a3_a_place_of_old_counts_and_can_be_given_up() {
    let (desk, admin) = (desk(""), contact(ADMIN, HOME, true));
    let (mut account, mut people) = (account(&["production"]), members(6));
    for member in &mut people[1..5] {
        member.standing = Level::ReadWrite;
    }
    let full = does(&mut account, &mut people, &desk, &admin, &tick(&[6], &[]));
    assert_eq!(full, Err(Refused::Full { most: 4 }));
    does(&mut account, &mut people, &desk, &admin, &tick(&[6], &[2])).unwrap();
    assert_eq!(people[1].standing, Level::ReadOnly);
}

#[test]
fn a3_only_who_has_signed_in_and_uses_the_environment_of_the_desk_is_designated() {
    let admin = contact(ADMIN, HOME, true);
    let strict = desk("designated_in = \"production\"");
    let mut people = members(3);
    people[1].signed_in = false;
    let on = |n| tick(&[n], &[]);
    let mut testing = account(&["uat"]);
    let never = does(&mut testing, &mut people, &strict, &admin, &on(2));
    assert_eq!(never, Err(Refused::NeverSignedIn(PersonId(2))));
    let elsewhere = does(&mut testing, &mut people, &strict, &admin, &on(3));
    assert_eq!(elsewhere, Err(Refused::NotInProduction(PersonId(3))));
    does(&mut testing, &mut people, &desk(""), &admin, &on(3)).unwrap();
    let mut producing = account(&["production", "uat"]);
    does(&mut producing, &mut people, &strict, &admin, &on(3)).unwrap();
    let unknown = does(&mut producing, &mut people, &strict, &admin, &on(99));
    assert_eq!(unknown, Err(Refused::Unknown));
}

#[test]
fn a3_a_stand_in_takes_a_place_until_a_day_and_all_is_as_before_by_itself() {
    let (desk, admin) = (desk(""), contact(ADMIN, HOME, true));
    let (mut account, mut people) = (account(&["production"]), members(8));
    let on = tick(&[2, 3, 4, 5], &[]);
    does(&mut account, &mut people, &desk, &admin, &on).unwrap();
    let until = date(2026, 12, 4);
    let stand_in = |away, by, until| Command::StandIn {
        away: PersonId(away),
        by: PersonId(by),
        until,
    };
    for (wrong, why) in [
        (stand_in(6, 7, until), Refused::NoStandIn),
        (stand_in(2, 3, until), Refused::NoStandIn),
        (stand_in(2, 6, date(2026, 11, 19)), Refused::DayOver),
    ] {
        let refused = does(&mut account, &mut people, &desk, &admin, &wrong);
        assert_eq!(refused, Err(why), "{wrong:?}");
    }
    let take = stand_in(2, 6, until);
    does(&mut account, &mut people, &desk, &admin, &take).unwrap();
    let on = |day| seats::designated(&account, with_partners(&people), day);
    assert_eq!(on(TODAY), [3, 4, 5, 6].map(PersonId));
    assert_eq!(on(until), [3, 4, 5, 6].map(PersonId));
    assert_eq!(on(date(2026, 12, 5)), [2, 3, 4, 5].map(PersonId));
    // The place that comes back is not free meanwhile.
    let full = does(&mut account, &mut people, &desk, &admin, &tick(&[7], &[]));
    assert_eq!(full, Err(Refused::Full { most: 4 }));
}

#[test]
fn a3_one_admin_hands_over_by_two_sides_or_is_replaced_by_staff() {
    let desk = desk("");
    let (mut account, mut people) = (account(&["production"]), members(4));
    let (admin, second, third) = (
        contact(ADMIN, HOME, true),
        contact(PersonId(2), HOME, false),
        contact(PersonId(3), HOME, false),
    );
    let offer = Command::OfferAdmin { to: PersonId(2) };
    let answer = |accept| Command::AnswerAdmin { accept };
    let not = Err(Refused::NotAllowed);
    let mut tries = |account: &mut Account, actor: &Actor, command: &Command| {
        does(account, &mut people, &desk, actor, command)
    };
    assert_eq!(tries(&mut account, &second, &offer), not);
    assert_eq!(tries(&mut account, &second, &answer(true)), not);
    tries(&mut account, &admin, &offer).unwrap();
    assert_eq!(
        (account.admin, account.handover),
        (Some(ADMIN), Some(PersonId(2)))
    );
    assert_eq!(tries(&mut account, &third, &answer(true)), not);
    assert_eq!(tries(&mut account, &admin, &answer(true)), not);
    tries(&mut account, &second, &answer(false)).unwrap();
    assert_eq!((account.admin, account.handover), (Some(ADMIN), None));
    assert_eq!(
        tries(&mut account, &second, &answer(true)),
        not,
        "it was declined"
    );
    // Whoever offered it takes it back, and nobody else does.
    assert_eq!(tries(&mut account, &admin, &answer(false)), not);
    tries(&mut account, &admin, &offer).unwrap();
    assert_eq!(tries(&mut account, &third, &answer(false)), not);
    tries(&mut account, &admin, &answer(false)).unwrap();
    assert_eq!((account.admin, account.handover), (Some(ADMIN), None));
    assert_eq!(tries(&mut account, &second, &answer(true)), not);
    tries(&mut account, &admin, &offer).unwrap();
    tries(&mut account, &second, &answer(true)).unwrap();
    assert_eq!((account.admin, account.handover), (Some(PersonId(2)), None));
    let name = Command::NameAdmin {
        contact: PersonId(3),
    };
    assert_eq!(tries(&mut account, &admin, &name), not);
    tries(&mut account, &administrator(), &name).unwrap();
    assert_eq!(account.admin, Some(PersonId(3)));
    let stranger = Command::NameAdmin {
        contact: PersonId(77),
    };
    let unknown = tries(&mut account, &administrator(), &stranger);
    assert_eq!(unknown, Err(Refused::Unknown));
}

#[test]
fn a2_a3_a8_nobody_else_changes_access() {
    let desk = desk("");
    let (mut account, mut people) = (account(&["production"]), members(4));
    let agent = |role| Actor::Agent {
        person: PersonId(91),
        role,
        team: None,
    };
    let others = [
        contact(PersonId(2), HOME, false),
        contact(ADMIN, PARTNER, true),
        agent(Role::Tier1),
        agent(Role::Supervisor),
        Actor::System,
    ];
    let give = Command::Give {
        contact: PersonId(2),
        deployment: None,
        level: Level::ReadOnly,
        from: None,
        until: None,
    };
    let partner = Command::SetPartner {
        partner: PARTNER,
        until: None,
        contract: None,
    };
    let restrict = Command::Restrict { restricted: true };
    for actor in others {
        for command in [&give, &partner, &restrict, &tick(&[2], &[])] {
            let refused = does(&mut account, &mut people, &desk, &actor, command);
            assert_eq!(refused, Err(Refused::NotAllowed), "{actor:?} {command:?}");
        }
    }
    let admin = contact(ADMIN, HOME, true);
    let refused = does(&mut account, &mut people, &desk, &admin, &restrict);
    assert_eq!(refused, Err(Refused::NotAllowed));
    does(
        &mut account,
        &mut people,
        &desk,
        &administrator(),
        &restrict,
    )
    .unwrap();
    assert!(account.restricted);
}

fn person(id: i64, of: AccountId, level: Level) -> Person {
    let nobody = || Prose::new("");
    Person {
        id: PersonId(id),
        version: 1,
        standing: Standing::Contact { account: of, level },
        profile: Profile {
            family: nobody(),
            given: nobody(),
            family_kana: nobody(),
            given_kana: nobody(),
            email: nobody(),
            language: Language::new("ja"),
            time_zone: "Asia/Tokyo".into(),
        },
        signed_in: true,
        suspended: false,
        proxy_login: false,
    }
}

#[test]
fn a9_partners_people_act_while_the_arrangement_stands_and_never_without_a_grant() {
    let (desk, admin) = (desk(""), contact(ADMIN, HOME, true));
    let (mut account, mut people) = (account(&["production"]), members(4));
    let (theirs, colleague) = (
        person(50, PARTNER, Level::ReadWrite),
        person(51, PARTNER, Level::ReadWrite),
    );
    let on = |account: &Account, who: &Person, day| account.membership(who).access(day, None);
    let ticked = tick(&[50], &[]);
    let unknown = does(&mut account, &mut people, &desk, &admin, &ticked);
    assert_eq!(unknown, Err(Refused::Unknown), "no partner yet");
    let until = date(2026, 12, 31);
    let partner = Command::SetPartner {
        partner: PARTNER,
        until: Some(until),
        contract: None,
    };
    does(&mut account, &mut people, &desk, &admin, &partner).unwrap();
    assert_eq!(on(&account, &theirs, TODAY), None, "not granted yet");
    does(&mut account, &mut people, &desk, &admin, &ticked).unwrap();
    let access = on(&account, &theirs, until).unwrap();
    assert_eq!(access, Access::all(Level::ReadWrite));
    assert_eq!(on(&account, &colleague, TODAY), None);
    let after = until.tomorrow().unwrap();
    assert_eq!(
        on(&account, &theirs, after),
        None,
        "the arrangement is over"
    );
    let end = Command::EndPartner { partner: PARTNER };
    does(&mut account, &mut people, &desk, &admin, &end).unwrap();
    assert!(account.grants.is_empty(), "places are free again");
    does(&mut account, &mut people, &desk, &admin, &partner).unwrap();
    assert_eq!(
        on(&account, &theirs, TODAY),
        None,
        "nothing comes back by itself"
    );
}

#[test]
fn a9_where_the_desk_asks_for_it_a_partner_is_named_by_a_contract_that_counts() {
    let admin = contact(ADMIN, HOME, true);
    let named = |contract: Option<&str>| Command::SetPartner {
        partner: PARTNER,
        until: None,
        contract: contract.map(str::to_owned),
    };
    let strict = desk("partner_contract = true");
    let after: Instant = "2027-05-01T03:00:00Z".parse().unwrap();
    for (desk, at, given, wanted) in [
        (&strict, now(), None, Err(Refused::NoContract)),
        (&strict, now(), Some(" "), Err(Refused::NoContract)),
        (&strict, now(), Some("C-2"), Err(Refused::NotTheirContract)),
        (&strict, after, Some("C-1"), Err(Refused::NotTheirContract)),
        (&strict, now(), Some(" C-1 "), Ok(Some("C-1"))),
        (&desk(""), now(), None, Ok(None)),
        (&desk(""), now(), Some("C-1"), Ok(Some("C-1"))),
        (
            &desk(""),
            now(),
            Some("C-2"),
            Err(Refused::NotTheirContract),
        ),
    ] {
        let (mut account, mut people) = (account(&["production"]), members(2));
        let done = does_at(at, &mut account, &mut people, desk, &admin, &named(given));
        let partner = done.map(|()| account.partners[0].contract.as_deref());
        assert_eq!(partner, wanted, "{given:?}");
    }
}

#[test]
fn a9_a_partners_place_is_free_after_the_last_day_of_the_arrangement() {
    let (desk, admin) = (desk(""), contact(ADMIN, HOME, true));
    let (mut account, mut people) = (account(&["production"]), members(6));
    let until = date(2026, 12, 31);
    let arranged = |until| Command::SetPartner {
        partner: PARTNER,
        until: Some(until),
        contract: None,
    };
    does(&mut account, &mut people, &desk, &admin, &arranged(until)).unwrap();
    let ticked = tick(&[50, 2, 3, 4], &[]);
    does(&mut account, &mut people, &desk, &admin, &ticked).unwrap();
    let full = does(&mut account, &mut people, &desk, &admin, &tick(&[5], &[]));
    assert_eq!(full, Err(Refused::Full { most: 4 }));
    let after: Instant = "2027-01-01T03:00:00Z".parse().unwrap();
    let mut later =
        |command: &Command| does_at(after, &mut account, &mut people, &desk, &admin, command);
    assert_eq!(later(&tick(&[5], &[])), Ok(()), "the place is free");
    // What was given to somebody else meanwhile does not come twice when the arrangement begins again.
    let again = later(&arranged(date(2027, 12, 31)));
    assert_eq!(again, Err(Refused::Full { most: 4 }));
    assert_eq!(later(&tick(&[], &[5])), Ok(()));
    assert_eq!(later(&arranged(date(2027, 12, 31))), Ok(()));
}

/// (standing, grants as (deployment, level), admin, restricted) and what it comes to.
#[test]
fn a2_levels_and_what_they_let_one_read() {
    let grant = |(deployment, level): (Option<i64>, Level)| Grant {
        contact: PersonId(5),
        deployment: deployment.map(DeploymentId),
        level,
        from: None,
        until: None,
        by: None,
    };
    let (basic, reads, writes) = (Level::Basic, Level::ReadOnly, Level::ReadWrite);
    let all = |sites: Option<&[i64]>| Scope::Account {
        person: PersonId(5),
        account: HOME,
        sites: sites.map(|ids| ids.iter().copied().map(DeploymentId).collect()),
        since: None,
        only: Only::All,
        behind: None,
    };
    let own = Scope::Account {
        person: PersonId(5),
        account: HOME,
        sites: None,
        since: None,
        only: Only::OwnAdmin,
        behind: None,
    };
    type Row<'a> = (
        Level,
        &'a [(Option<i64>, Level)],
        bool,
        bool,
        Scope,
        [bool; 2],
    );
    // The last two: writes on deployment 11, on 12.
    let table: &[Row] = &[
        (basic, &[], false, false, own, [false, false]),
        (reads, &[], false, false, all(None), [false, false]),
        (writes, &[], false, false, all(None), [true, true]),
        (
            basic,
            &[(Some(11), reads)],
            false,
            false,
            all(Some(&[11])),
            [false, false],
        ),
        (
            basic,
            &[(Some(12), writes), (Some(11), reads)],
            false,
            false,
            all(Some(&[11, 12])),
            [false, true],
        ),
        (
            reads,
            &[(Some(12), writes)],
            false,
            false,
            all(None),
            [false, true],
        ),
        (basic, &[], true, false, all(None), [false, false]),
        (writes, &[], true, true, Scope::Nothing, [true, true]),
        (
            basic,
            &[(None, writes)],
            false,
            false,
            all(None),
            [true, true],
        ),
    ];
    for (standing, grants, admin, restricted, scope, may_write) in table {
        let membership = Membership {
            standing: Some(*standing),
            grants: grants.iter().copied().map(grant).collect(),
            partner: None,
            admin: *admin,
            restricted: *restricted,
            guest: None,
        };
        let access = membership.access(TODAY, None).unwrap();
        let actor = Actor::Contact {
            person: PersonId(5),
            account: HOME,
            access,
        };
        assert_eq!(actor.scope(), *scope, "{membership:?}");
        let on = |site| actor.may_write_on(HOME, DeploymentId(site));
        assert_eq!([on(11), on(12)], *may_write, "{membership:?}");
        assert!(!actor.may_write_on(PARTNER, DeploymentId(11)));
    }
}

fn commands() -> impl Strategy<Value = Command> {
    let ids = || prop::collection::vec(1..9i64, 0..4);
    let day = || (0..40i64).prop_map(|n| TODAY + jiff::Span::new().days(n));
    let who = || (1..9i64).prop_map(PersonId);
    prop_oneof![
        4 => (ids(), ids()).prop_map(|(on, off)| tick(&on, &off)),
        2 => (who(), who(), day()).prop_map(|(away, by, until)| Command::StandIn { away, by, until }),
        1 => (who(), prop::option::of(day()), prop::option::of(day())).prop_map(|(contact, from, until)| Command::Give {
            contact, deployment: None, level: Level::ReadOnly, from, until
        }),
        1 => who().prop_map(|contact| Command::Take { contact }),
    ]
}

proptest! {
    /// Whatever is asked in whatever order: never more places than the plan has, on no day; and nobody loses reading by it.
    #[test]
    fn a3_no_sequence_of_changes_seats_more_than_the_plan_has(all in prop::collection::vec(commands(), 1..25)) {
        let (desk, admin) = (desk(""), contact(ADMIN, HOME, true));
        let (mut account, mut people) = (account(&["production"]), members(8));
        people[0].standing = Level::ReadWrite;
        for command in &all {
            let before = account.clone();
            if does(&mut account, &mut people, &desk, &admin, command).is_err() {
                prop_assert_eq!(&before, &account);
            }
            for n in 0..45 {
                let day = TODAY + jiff::Span::new().days(n);
                prop_assert!(seats::designated(&account, with_partners(&people), day).len() <= 4, "{}", day);
            }
            prop_assert!(seats::taken(&account, with_partners(&people), TODAY) <= 4);
            prop_assert!(people.iter().all(|m| m.standing >= Level::ReadOnly));
        }
    }
}

#[test]
fn a9_an_arrangement_that_ended_gives_nothing() {
    let membership = |until| Membership {
        standing: None,
        grants: vec![Grant {
            contact: PersonId(50),
            deployment: None,
            level: Level::ReadWrite,
            from: None,
            until: None,
            by: None,
        }],
        partner: Some(Partner {
            account: PARTNER,
            until,
            contract: None,
        }),
        admin: false,
        restricted: false,
        guest: None,
    };
    let yesterday = TODAY.yesterday().unwrap();
    assert!(membership(None).access(TODAY, None).is_some());
    assert!(membership(Some(TODAY)).access(TODAY, None).is_some());
    assert!(membership(Some(yesterday)).access(TODAY, None).is_none());
}
