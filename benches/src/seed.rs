//! Installations with many cases, made once and kept: the same cases in every run, in every state, written through the
//! store like any others.

use std::path::PathBuf;

use domain::{
    Actor, CaseId, Instant, Language, PersonId, Prose, Role,
    case::{CaseEvent, Cause, Side},
    desk::{List, SubStatus, Turn},
    directory::{Profile, Standing},
    event::By,
};
use jiff::SignedDuration;
use store::{
    Db, Store,
    cases::{Keys, Opening},
    directory,
};
use testkit::cast::{
    AS_AOKI, AS_BABA, AS_ISHIKAWA, AS_MORI, Cast, ISHIKAWA, MORI, OSAKA, TIER1, TOKYO, noon,
};

use crate::places;

/// Openings in one write.
const BATCH: usize = 500;
/// All cases were opened within this span.
const SPAN: SignedDuration = SignedDuration::from_hours(24 * 730);

pub type Happened = Vec<(Instant, By, CaseEvent)>;

/// The folder of an installation with so many cases of one company; made when it is not there yet.
pub async fn installation(cases: usize) -> PathBuf {
    let folder = places::installation(cases);
    if places::database(&folder).exists() {
        return folder;
    }
    println!(
        "making an installation with {cases} cases in {}",
        folder.display()
    );
    let draft = folder.with_extension("draft");
    let _ = std::fs::remove_dir_all(&draft);
    std::fs::create_dir_all(&draft).expect("a folder for the database");
    {
        let db = Db::sqlite(&places::database(&draft)).expect("SQLite opens");
        let store = Store::open(db).await.expect("the schema is made");
        let cast = Cast::enter(&store).await;
        administrator(&store).await;
        for batch in (0..cases).step_by(BATCH) {
            open(&store, &cast, batch..cases.min(batch + BATCH), cases).await;
        }
        store.seal(noon()).await.expect("the log is sealed");
    }
    std::fs::rename(&draft, &folder).expect("the installation takes its place");
    folder
}

/// Without one, every start makes a secret for the set-up.
async fn administrator(store: &Store) {
    let profile = Profile {
        family: Prose::new("管理"),
        given: Prose::new("一"),
        family_kana: Prose::new("カンリ"),
        given_kana: Prose::new("ハジメ"),
        email: Prose::new("admin@vendor.example"),
        language: Language::new("ja"),
        time_zone: "Asia/Tokyo".into(),
    };
    let standing = Standing::Agent {
        role: Role::Administrator,
        team: None,
    };
    let list = directory::add_person(PersonId(999), standing, profile, By::System, noon())
        .expect("a person");
    store.add(list).await.expect("the administrator enters");
}

async fn open(store: &Store, cast: &Cast, places: std::ops::Range<usize>, of: usize) {
    let first = places.start;
    let stories: Vec<(Keys, Happened)> = places.map(|place| story(cast, place, of)).collect();
    let openings: Vec<Opening> = stories
        .iter()
        .enumerate()
        .map(|(n, (keys, events))| Opening {
            id: CaseId(1_000_000 + (first + n) as i64),
            desk: &cast.desk,
            keys: keys.clone(),
            events,
        })
        .collect();
    store
        .open_cases(&openings, Vec::new())
        .await
        .expect("cases are opened");
}

const WHAT: [&str; 7] = [
    "着信",
    "録音",
    "ダッシュボード",
    "Webhook",
    "シングルサインオン",
    "会議室の映像",
    "IVRの案内",
];
const TROUBLE: [&str; 6] = [
    "が届きません",
    "が途中で切れます",
    "の数値が合いません",
    "の設定方法を教えてください",
    "が遅れます",
    "でエラーになります",
];

/// One case of `of`, the older the lower its place.
pub fn story(cast: &Cast, place: usize, of: usize) -> (Keys, Happened) {
    // Neighbours differ in everything, and a column does not follow another.
    let chance = (place as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let pick = |shift: u32, n: usize| ((chance >> shift) & 0xFFFF) as usize % n.max(1);
    let desk = &cast.desk;
    let (actor, contact): (&Actor, &str) = if pick(4, 3) == 0 {
        (&AS_BABA, "ババ レン")
    } else {
        (&AS_AOKI, "アオキ マリ")
    };
    let (deployment, label) = if pick(9, 4) == 0 {
        (OSAKA, "大阪支店")
    } else {
        (TOKYO, "東京本社")
    };
    let subject = format!(
        "{}{}（拠点{}）",
        WHAT[pick(13, WHAT.len())],
        TROUBLE[pick(21, TROUBLE.len())],
        pick(27, 400)
    );
    let mut new = cast.new_case(actor, deployment, &subject);
    let kinds: Vec<_> = desk
        .kinds
        .iter()
        .filter(|k| k.list == List::Cases)
        .collect();
    let kind = kinds[pick(31, 10).saturating_sub(7) % kinds.len()];
    new.kind.clone_from(&kind.id);
    new.sub_type = kind.sub_types.first().map(|s| s.id.clone());
    new.product
        .clone_from(&desk.products[pick(17, desk.products.len())].id);
    new.severity
        .clone_from(&desk.severities[pick(35, desk.severities.len())].id);
    new.channel
        .clone_from(&desk.channels[pick(39, desk.channels.len())].id);
    new.description =
        format!("{subject}。\n\n今朝から続いています。ご確認をお願いいたします。番号{place}。");

    let opened = noon() - SPAN
        + SPAN / i32::try_from(of + 1).unwrap_or(i32::MAX) * i32::try_from(place).unwrap_or(0);
    let at = |minutes: usize| (opened + SignedDuration::from_mins(minutes as i64)).min(noon());
    let mut events = cast.opening(actor, new, opened);
    let (agent, by) = if pick(43, 3) == 0 {
        (ISHIKAWA, AS_ISHIKAWA.by())
    } else {
        (MORI, AS_MORI.by())
    };
    // Three of ten with support, three with the customer, four closed.
    let (turn, steps) = match pick(23, 10) {
        0 => (Turn::Support, 0),
        1 | 2 => (Turn::Support, 1),
        3..6 => (Turn::Customer, 2),
        _ => (Turn::Nobody, 2),
    };
    let taken = 5 + pick(3, 300);
    if steps > 0 {
        let assigned = CaseEvent::Assigned {
            owner: Some(agent),
            team: Some(TIER1),
            handovers: 0,
        };
        events.push((at(taken), by, assigned));
    }
    if steps > 1 {
        let text = Prose::new("ログを確認しました。設定をお送りしますので、お試しください。");
        let answered = taken + 30 + pick(11, 3_000);
        events.push((
            at(answered),
            by,
            CaseEvent::MessagePosted {
                side: Side::Support,
                text,
            },
        ));
        let choices: Vec<&SubStatus> = desk.sub_statuses().filter(|s| s.turn == turn).collect();
        let to = choices[pick(29, choices.len())];
        let changed = CaseEvent::StatusChanged {
            from: desk.rules.opened.clone(),
            to: to.id.clone(),
            turn: to.turn,
            closed: to.closed,
            cause: Cause::Staff,
        };
        events.push((at(answered), by, changed));
    }
    (
        Keys {
            contact: contact.into(),
            deployment: label.into(),
        },
        events,
    )
}
