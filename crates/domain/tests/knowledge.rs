//! Knowledge (B4): who writes, who publishes, who reads.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{
    AccountId, Actor, ArticleId, Desk, Instant, Language, Level, PersonId, Prose, Role,
    access::Access,
    desk::check,
    event::{By, Recorded},
    knowledge::{
        About, Article, ArticleEvent, Audience, Command, Facts, Reader, Refused, Sort, State,
        decide,
    },
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 20);
const BLUE: AccountId = AccountId(1);

fn now() -> Instant {
    "2026-11-20T03:00:00Z".parse().unwrap()
}

fn desk(rules: &str) -> Desk {
    let text = include_str!("../../../desks/default.toml");
    check(&text.replacen("[rules]\n", &format!("[rules]\n{rules}\n"), 1)).unwrap()
}

fn agent(id: i64, role: Role) -> Actor {
    Actor::Agent {
        person: PersonId(id),
        role,
        team: None,
    }
}

fn contact() -> Actor {
    Actor::Contact {
        person: PersonId(1),
        account: BLUE,
        access: Access::all(Level::Basic),
    }
}

fn reader() -> Reader {
    Reader::Contact {
        account: BLUE,
        plans: vec!["standard".into()],
        basic: false,
    }
}

fn about(audience: Audience) -> About {
    About {
        sort: Sort::Faq,
        products: Vec::new(),
        audience,
        until: None,
    }
}

fn write(audience: Audience, title: &str, body: &str) -> Command {
    Command::Write {
        about: about(audience),
        texts: vec![(Language::new("ja"), title.into(), body.into())],
    }
}

/// Decides and carries out.
fn does(
    article: &mut Option<Article>,
    desk: &Desk,
    actor: &Actor,
    command: &Command,
) -> Result<usize, Refused> {
    let reader = match actor.is_staff() {
        true => Reader::Staff,
        false => reader(),
    };
    let facts = Facts {
        desk,
        now: now(),
        actor,
        reader: &reader,
    };
    let events = decide(article.as_ref(), command, &facts)?;
    let made = events.len();
    let recorded = |(i, event)| Recorded {
        version: i as i64 + 1,
        at: now(),
        by: actor.by(),
        event,
    };
    let recorded: Vec<Recorded<ArticleEvent>> =
        events.into_iter().enumerate().map(recorded).collect();
    match article {
        Some(article) => recorded.iter().for_each(|one| article.apply(one)),
        None => *article = Article::replay(ArticleId(1), &recorded),
    }
    Ok(made)
}

#[test]
fn b4_somebody_else_publishes_unless_the_writer_leads_or_the_desk_says_so() {
    let writer = agent(5, Role::Tier1);
    for (rules, publisher, taken) in [
        ("", agent(5, Role::Tier1), Err(Refused::OwnWords)),
        ("", agent(6, Role::Tier1), Ok(1)),
        ("", agent(5, Role::Supervisor), Ok(1)),
        (
            "knowledge_review = \"nobody\"",
            agent(5, Role::Tier1),
            Ok(1),
        ),
        ("", contact(), Err(Refused::NotAllowed)),
    ] {
        let (desk, mut article) = (desk(rules), None);
        does(
            &mut article,
            &desk,
            &writer,
            &write(Audience::Everybody, "録音", "手順"),
        )
        .unwrap();
        does(&mut article, &desk, &writer, &Command::AskReview).unwrap();
        let published = does(&mut article, &desk, &publisher, &Command::Publish);
        assert_eq!(published, taken, "{rules} {publisher:?}");
    }
}

#[test]
fn b4_readers_see_what_was_published_while_the_next_version_is_written() {
    let (desk, lead) = (desk(""), agent(5, Role::Supervisor));
    let mut article = None;
    let mut act = |command: &Command| does(&mut article, &desk, &lead, command);
    assert_eq!(
        act(&Command::Publish),
        Err(Refused::NotAllowed),
        "not there"
    );
    let empty = write(Audience::Everybody, "", "本文");
    assert_eq!(act(&empty), Err(Refused::NoText));
    act(&write(Audience::Everybody, "録音", "")).unwrap();
    assert_eq!(act(&Command::Publish), Err(Refused::NoText));
    let whole = write(Audience::Everybody, "録音", "手順");
    assert_eq!(act(&whole), Ok(1));
    assert_eq!(act(&whole), Ok(0), "the same is no change");
    act(&Command::Publish).unwrap();
    assert_eq!(act(&Command::Publish), Err(Refused::NothingNew));
    assert_eq!(act(&Command::AskReview), Err(Refused::NothingNew));
    act(&write(Audience::Everybody, "録音", "新しい手順")).unwrap();
    let back = Command::SendBack {
        reason: "誤字".into(),
    };
    assert_eq!(act(&back), Err(Refused::NoReviewAsked));
    act(&Command::AskReview).unwrap();
    let silent = Command::SendBack { reason: " ".into() };
    assert_eq!(act(&silent), Err(Refused::NoReason));
    act(&back).unwrap();
    let japanese = Language::new("ja");
    let body = |texts: &std::collections::BTreeMap<Language, domain::knowledge::Text>| {
        texts[&japanese].body.as_str().to_owned()
    };
    let now = article.as_ref().unwrap();
    assert_eq!(
        (body(&now.shown), body(&now.drafts)),
        ("手順".into(), "新しい手順".into())
    );
    assert!(now.is_ahead());
    let mut act = |command: &Command| does(&mut article, &desk, &lead, command);
    act(&Command::Withdraw {
        reason: "古い".into(),
    })
    .unwrap();
    assert_eq!(act(&Command::Review), Err(Refused::NotPublished));
    act(&Command::Publish).unwrap();
    let now = article.unwrap();
    assert_eq!(
        (now.state, body(&now.shown)),
        (State::Published, "新しい手順".into())
    );
}

#[test]
fn b4_products_and_plans_are_the_desks() {
    let (desk, lead) = (desk(""), agent(5, Role::Supervisor));
    let mut unknown = about(Audience::Everybody);
    unknown.products = vec!["nonsense".into()];
    let texts = vec![(Language::new("ja"), "録音".to_owned(), "手順".to_owned())];
    let command = Command::Write {
        about: unknown,
        texts,
    };
    let refused = does(&mut None, &desk, &lead, &command);
    assert_eq!(refused, Err(Refused::Unknown("nonsense".into())));
    for (audience, why) in [
        (Audience::Plans(vec![]), Refused::NobodyMeant),
        (Audience::Accounts(vec![]), Refused::NobodyMeant),
        (
            Audience::Plans(vec!["gold".into()]),
            Refused::Unknown("gold".into()),
        ),
    ] {
        let refused = does(&mut None, &desk, &lead, &write(audience, "録音", "手順"));
        assert_eq!(refused, Err(why));
    }
}

#[test]
fn b4_who_reads_it_says_once_whether_it_helped() {
    let (desk, lead) = (desk(""), agent(5, Role::Supervisor));
    let mut article = None;
    does(
        &mut article,
        &desk,
        &lead,
        &write(Audience::SignedIn, "録音", "手順"),
    )
    .unwrap();
    let judge = |helpful, why: &str| Command::Judge {
        helpful,
        why: why.into(),
    };
    let early = does(&mut article, &desk, &contact(), &judge(true, ""));
    assert_eq!(early, Err(Refused::NotAllowed), "it is a draft");
    does(&mut article, &desk, &lead, &Command::Publish).unwrap();
    assert_eq!(
        does(&mut article, &desk, &contact(), &judge(false, "")),
        Ok(1)
    );
    assert_eq!(
        does(&mut article, &desk, &contact(), &judge(false, "")),
        Ok(0)
    );
    assert_eq!(
        does(&mut article, &desk, &contact(), &judge(false, "図がない")),
        Ok(1)
    );
    assert_eq!(
        does(&mut article, &desk, &contact(), &judge(true, "")),
        Ok(1)
    );
    assert_eq!(article.as_ref().unwrap().judged.len(), 1);
    let staff = does(&mut article, &desk, &lead, &judge(true, ""));
    assert_eq!(staff, Err(Refused::NotAllowed));
}

/// An audience, and whether everybody, a contact of BLUE with the plan `standard`, and staff are meant.
#[test]
fn b4_an_audience_is_who_reads() {
    let table = [
        (Audience::Everybody, [true, true, true]),
        (Audience::SignedIn, [false, true, true]),
        (
            Audience::Plans(vec!["standard".into()]),
            [false, true, true],
        ),
        (
            Audience::Plans(vec!["premium".into()]),
            [false, false, true],
        ),
        (Audience::Accounts(vec![BLUE]), [false, true, true]),
        (Audience::Accounts(vec![AccountId(2)]), [false, false, true]),
        (Audience::Staff, [false, false, true]),
    ];
    for (audience, wanted) in table {
        let article = published(audience.clone(), Some(TODAY));
        let readers = [Reader::Anybody, reader(), Reader::Staff];
        let reads = |day| readers.each_ref().map(|one| one.may_read(&article, day));
        assert_eq!(reads(TODAY), wanted, "{audience:?}");
        let after = TODAY.tomorrow().unwrap();
        assert_eq!(reads(after), [false; 3], "its last day is over");
    }
}

#[test]
fn a2_basic_access_reads_documents_and_news_and_not_the_knowledge_base() {
    let basic = Reader::Contact {
        account: BLUE,
        plans: Vec::new(),
        basic: true,
    };
    for sort in Sort::ALL {
        let mut article = published(Audience::SignedIn, None);
        article.about.sort = sort;
        let reads = [Sort::Document, Sort::Announcement, Sort::Advisory].contains(&sort);
        assert_eq!(basic.may_read(&article, TODAY), reads, "{sort:?}");
        article.about.audience = Audience::Everybody;
        assert!(basic.may_read(&article, TODAY), "as without signing in");
    }
}

fn published(audience: Audience, until: Option<Date>) -> Article {
    let about = About {
        until,
        ..about(audience)
    };
    let text = ArticleEvent::TextSet {
        language: Language::new("ja"),
        title: Prose::new("録音"),
        body: Prose::new("手順"),
    };
    let about = ArticleEvent::AboutSet {
        about: Box::new(about),
        waits: false,
    };
    let events: Vec<Recorded<ArticleEvent>> = [about, text, ArticleEvent::Published]
        .into_iter()
        .enumerate()
        .map(|(i, event)| Recorded {
            version: i as i64 + 1,
            at: now(),
            by: By::System,
            event,
        })
        .collect();
    Article::replay(ArticleId(1), &events).unwrap()
}

fn commands() -> impl Strategy<Value = Command> {
    let text = || prop_oneof![Just(""), Just("甲"), Just("乙")];
    prop_oneof![
        4 => (text(), text()).prop_map(|(t, b)| write(Audience::Everybody, t, b)),
        1 => Just(Command::AskReview),
        1 => text().prop_map(|t| Command::SendBack { reason: t.into() }),
        2 => Just(Command::Publish),
        1 => text().prop_map(|t| Command::Withdraw { reason: t.into() }),
        1 => Just(Command::Review),
        1 => text().prop_map(|t| Command::Judge { helpful: true, why: t.into() }),
    ]
}

proptest! {
    /// Whatever is done in whatever order: what readers see has a title, was a draft when it was published, and was
    /// published by somebody other than its writer.
    #[test]
    fn b4_nothing_is_shown_that_nobody_else_has_seen(
        acts in prop::collection::vec((commands(), 5..8_i64), 1..30),
    ) {
        static DESK: std::sync::LazyLock<Desk> = std::sync::LazyLock::new(|| desk(""));
        let desk = &*DESK;
        let mut article: Option<Article> = None;
        for (command, who) in acts {
            let actor = match who {
                7 => contact(),
                id => agent(id, Role::Tier1),
            };
            let before = article.clone();
            if does(&mut article, desk, &actor, &command).is_err() {
                prop_assert_eq!(&article, &before);
                continue;
            }
            let Some(now) = &article else { continue };
            prop_assert!(now.shown.values().all(|text| !text.title.as_str().is_empty()));
            if command == Command::Publish {
                prop_assert_ne!(now.writer, actor.by());
                prop_assert!(!now.is_ahead());
            } else if let Some(before) = before {
                prop_assert_eq!(&now.shown, &before.shown);
            }
        }
    }
}

#[test]
fn b4_more_readers_wait_for_a_review_and_fewer_do_not() {
    let (desk, writer) = (desk(""), agent(5, Role::Tier1));
    let other = agent(6, Role::Tier1);
    let plans = |plans: &[&str]| Audience::Plans(plans.iter().map(|p| (*p).to_owned()).collect());
    let mut article = None;
    let write = |audience: Audience| write(audience, "録音", "手順");
    does(&mut article, &desk, &writer, &write(plans(&["standard"]))).unwrap();
    does(&mut article, &desk, &other, &Command::Publish).unwrap();
    // Others than those it was meant for: nobody of them reads it yet, and the writer does not decide it alone.
    for audience in [
        plans(&["standard", "advanced"]),
        Audience::Accounts(vec![BLUE]),
        Audience::SignedIn,
        Audience::Everybody,
    ] {
        does(&mut article, &desk, &writer, &write(audience.clone())).unwrap();
        let stands = article.as_ref().unwrap();
        assert_eq!(stands.about.audience, plans(&["standard"]));
        assert_eq!(stands.about_worked_on().audience, audience);
        assert!(stands.is_ahead() && !Reader::Anybody.may_read(stands, TODAY));
        let own = does(&mut article, &desk, &writer, &Command::Publish);
        assert_eq!(own, Err(Refused::OwnWords));
    }
    does(&mut article, &desk, &other, &Command::Publish).unwrap();
    let stands = article.as_ref().unwrap();
    assert!(!stands.is_ahead() && Reader::Anybody.may_read(stands, TODAY));
    for audience in [Audience::SignedIn, plans(&["standard"]), Audience::Staff] {
        does(&mut article, &desk, &writer, &write(audience.clone())).unwrap();
        let stands = article.as_ref().unwrap();
        assert_eq!(stands.about.audience, audience, "at once");
        assert!(!stands.is_ahead());
    }
    // What waits is let go where fewer are meant again.
    does(&mut article, &desk, &writer, &write(Audience::Everybody)).unwrap();
    does(&mut article, &desk, &writer, &write(Audience::Staff)).unwrap();
    assert_eq!(article.as_ref().unwrap().about_ahead, None);
}

#[test]
fn b4_a_sort_that_those_with_basic_access_read_waits_too() {
    let of = |sort: Sort, audience: Audience| About {
        sort,
        ..about(audience)
    };
    let (faq, document) = (Sort::Faq, Sort::Document);
    assert!(of(document, Audience::SignedIn).widens(&of(faq, Audience::SignedIn)));
    assert!(!of(faq, Audience::SignedIn).widens(&of(document, Audience::SignedIn)));
    assert!(!of(document, Audience::Everybody).widens(&of(faq, Audience::Everybody)));
    assert!(!of(document, Audience::Staff).widens(&of(faq, Audience::Staff)));
}

#[test]
fn b4_a_readers_word_is_no_change_of_what_is_written() {
    let (desk, lead) = (desk(""), agent(5, Role::Supervisor));
    let mut article = None;
    does(
        &mut article,
        &desk,
        &lead,
        &write(Audience::Everybody, "録音", "手順"),
    )
    .unwrap();
    does(&mut article, &desk, &lead, &Command::Publish).unwrap();
    let seen = article.as_ref().unwrap().version;
    let judge = Command::Judge {
        helpful: true,
        why: String::new(),
    };
    does(&mut article, &desk, &contact(), &judge).unwrap();
    let stands = article.as_ref().unwrap();
    assert_eq!((stands.version, stands.changed), (seen + 1, seen));
}
