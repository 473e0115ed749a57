//! Which list is asked for: parameters in, a query of the store out, or every parameter that is wrong.

use axum::{extract::Query as Parsed, http::Uri};
use domain::{
    AccountId, Actor, DeploymentId, Desk, PersonId, TeamId,
    desk::{List, StatusId},
};
use store::cases::{
    Counts, Direction, Filter, Holder, INCIDENT, Query, Sort, Span, Tally, Total, View,
};
use utoipa::IntoParams;

use super::{
    caller::Caller,
    cursor,
    problem::{Problem, What},
    wire,
    wrong::{Why, WrongField},
};
use crate::app::App;

const LIMIT: usize = 50;
const LIMIT_MAX: usize = 200;
/// Characters of a text to look for.
const TEXT: usize = 100;

/// The parameters, for the document; [`Asked`] reads them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)]
pub struct Parameters {
    /// Contacts: `own` cases or all of the `company` (the default).
    scope: Option<String>,
    /// Staff: `all` (the default), `mine`, `unowned`, `team:ID` or `account:ID`.
    holder: Option<String>,
    /// `cases` (the default) or `admin`.
    list: Option<String>,
    /// `not-closed` (the default), `support`, `customer` or `closed`.
    view: Option<String>,
    /// Id of a deployment.
    deployment: Option<String>,
    /// Id of a product.
    product: Option<String>,
    /// Id of a severity.
    severity: Option<String>,
    /// Id of a kind.
    kind: Option<String>,
    /// Id of a channel.
    channel: Option<String>,
    /// Id of a status, or of a group of statuses.
    status: Option<String>,
    /// Id of a contact.
    contact: Option<String>,
    /// Opened at or after this moment (RFC 3339).
    opened_from: Option<String>,
    /// Opened before this moment.
    opened_before: Option<String>,
    /// Changed last at or after this moment.
    modified_from: Option<String>,
    /// Changed last before this moment.
    modified_before: Option<String>,
    /// What the subject or the customer's own number holds, or the number of a case; 100 characters at most.
    text: Option<String>,
    /// `attention` (the default: the customer's turn first, then the latest change), `number`, `kind`, `channel`,
    /// `subject`, `deployment`, `status`, `severity`, `product`, `opened`, `modified`, `contact`, `due`, `environment`, `centre`, `tier`, `reference`; for staff `waiting` and `served`.
    sort: Option<String>,
    /// `asc` (the default) or `desc`.
    direction: Option<String>,
    /// `next` or `previous` of a page of the same list.
    cursor: Option<String>,
    /// 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

const NAMES: [&str; 20] = [
    "scope",
    "holder",
    "list",
    "view",
    "deployment",
    "product",
    "severity",
    "kind",
    "channel",
    "status",
    "contact",
    "opened_from",
    "opened_before",
    "modified_from",
    "modified_before",
    "text",
    "sort",
    "direction",
    "cursor",
    "limit",
];

/// A list as asked for.
pub struct Asked {
    pub list: List,
    pub query: Query,
}

/// The parameters as given, and what is wrong with them.
struct Reader {
    pairs: Vec<(String, String)>,
    errors: Vec<WrongField>,
}

impl Reader {
    fn of(uri: &Uri) -> Self {
        let pairs = Parsed::<Vec<(String, String)>>::try_from_uri(uri)
            .map(|query| query.0)
            .unwrap_or_default();
        let mut errors = Vec::new();
        for (place, (name, _)) in pairs.iter().enumerate() {
            let before = pairs[..place].iter().filter(|(n, _)| n == name).count();
            match (NAMES.contains(&name.as_str()), before) {
                (false, 0) => errors.push(WrongField::parameter(name, Why::Unknown)),
                (true, 1) => errors.push(WrongField::parameter(name, Why::GivenTwice)),
                _ => {}
            }
        }
        Self { pairs, errors }
    }

    fn given(&self, name: &str) -> Option<String> {
        self.pairs
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.clone())
    }

    fn wrong<T>(&mut self, name: &str, why: Why) -> Option<T> {
        self.errors.push(WrongField::parameter(name, why));
        None
    }

    /// The value as `parse` understands it; one that it does not is wrong.
    fn one<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.given(name)?;
        match parse(&text) {
            Some(value) => Some(value),
            None => self.wrong(name, Why::NotOffered),
        }
    }

    /// Two moments.
    fn span(&mut self, from: &str, before: &str) -> Span {
        Span {
            from: self.one(from, |text| text.parse().ok()),
            before: self.one(before, |text| text.parse().ok()),
        }
    }

    /// An id that some version of the desk has: old cases keep what a new desk no longer offers.
    fn id(&mut self, app: &App, name: &str, has: impl Fn(&Desk, &str) -> bool) -> Option<String> {
        let (_, latest) = app.desks.current();
        let known = |text: &str| {
            (1..=latest)
                .rev()
                .any(|version| has(app.desks.of(version), text))
        };
        self.one(name, |text| known(text).then(|| text.to_owned()))
    }
}

impl Asked {
    pub async fn of(app: &App, caller: &Caller, uri: &Uri) -> Result<Self, Problem> {
        let mut r = Reader::of(uri);
        let holder = holder(app, caller, &mut r).await?;
        let list = r.one("list", List::parse).unwrap_or(List::Cases);
        let view = r.one("view", View::parse).unwrap_or(View::NotClosed);
        let staff = caller.actor.is_staff();
        let sort = r.one("sort", |text| {
            Sort::parse(text).filter(|s| staff || !s.is_for_staff())
        });
        let direction = r
            .one("direction", Direction::parse)
            .unwrap_or(Direction::Ascending);
        let filter = Filter {
            queue: None,
            to_confirm: false,
            escalation_asked: false,
            suggested: false,
            reopening_asked: false,
            asked_of: None,
            escalated: false,
            deployment: deployment(app, caller, &mut r).await?,
            product: r.id(app, "product", |desk, id| desk.product(id).is_some()),
            severity: r.id(app, "severity", |desk, id| desk.severity(id).is_some()),
            kind: r.id(app, "kind", |desk, id| {
                desk.kind(id).is_some() || id == INCIDENT && desk.incident.is_some()
            }),
            channel: r.id(app, "channel", |desk, id| desk.channel(id).is_some()),
            status: r.id(app, "status", |desk, id| {
                let id = StatusId::new(id);
                desk.status(&id).is_some() || desk.main_status(&id).is_some()
            }),
            contact: r.one("contact", |text| text.parse().ok().map(PersonId)),
            opened: r.span("opened_from", "opened_before"),
            modified: r.span("modified_from", "modified_before"),
            text: r.one("text", |text| {
                let text = text.trim();
                (!text.is_empty() && text.chars().count() <= TEXT).then(|| text.to_owned())
            }),
            alert: None,
            narrow: store::cases::Narrow::default(),
        };
        let limit = match r.given("limit").map(|text| text.parse::<usize>()) {
            None => LIMIT,
            Some(Ok(limit)) if (1..=LIMIT_MAX).contains(&limit) => limit,
            Some(_) => r
                .wrong(
                    "limit",
                    Why::NotANumber {
                        min: 1,
                        max: LIMIT_MAX as i64,
                    },
                )
                .unwrap_or(LIMIT),
        };
        let query = Query {
            list: Some(list),
            holder,
            view,
            filter,
            sort: sort.unwrap_or(Sort::Attention),
            direction,
            cursor: None,
            limit,
        };
        let mut asked = Self { list, query };
        let cursor = r.given("cursor");
        asked.query.cursor = cursor
            .as_deref()
            .and_then(|text| cursor::unseal(app, &asked.query, text));
        // With another mistake in sight it may only be the cursor of the list that was meant.
        if cursor.is_some() && asked.query.cursor.is_none() && r.errors.is_empty() {
            r.errors
                .push(WrongField::parameter("cursor", Why::Malformed));
        }
        if r.errors.is_empty() {
            Ok(asked)
        } else {
            Err(What::WrongParameters.with(r.errors))
        }
    }

    /// Whose cases the four counts are of.
    pub fn tally(&self, caller: &Caller) -> Tally {
        match (self.query.holder, &caller.actor) {
            (Holder::All, Actor::Contact { account, .. }) => Tally::Account(*account),
            (Holder::Contact(id), Actor::Contact { account, .. }) => Tally::Contact(id, *account),
            // Staff ask for nobody's own.
            (Holder::All | Holder::Contact(_), _) => Tally::Desk,
            (Holder::Account(id), _) => Tally::Account(id),
            (Holder::Owner(id), _) => Tally::Owner(id),
            (Holder::Unowned, _) => Tally::Unowned,
            (Holder::Team(id), _) => Tally::Team(id),
        }
    }
}

async fn holder(app: &App, caller: &Caller, r: &mut Reader) -> Result<Holder, Problem> {
    let &Actor::Agent { person, .. } = &caller.actor else {
        if r.given("holder").is_some() {
            r.wrong::<()>("holder", Why::Unknown);
        }
        let own = r.one("scope", |text| {
            ["company", "own"].iter().position(|known| *known == text)
        }) == Some(1);
        return Ok(if own {
            Holder::Contact(caller.person.id)
        } else {
            Holder::All
        });
    };
    if r.given("scope").is_some() {
        r.wrong::<()>("scope", Why::Unknown);
    }
    let parsed = r.one("holder", |text| match text.split_once(':') {
        None if text == "all" => Some(Holder::All),
        None if text == "mine" => Some(Holder::Owner(person)),
        None if text == "unowned" => Some(Holder::Unowned),
        Some(("team", id)) => Some(Holder::Team(TeamId(id.parse().ok()?))),
        Some(("account", id)) => Some(Holder::Account(AccountId(id.parse().ok()?))),
        _ => None,
    });
    let there = match parsed {
        Some(Holder::Team(id)) => app.store.teams().await?.iter().any(|team| team.id == id),
        Some(Holder::Account(id)) => app.store.account_name(id).await?.is_some(),
        _ => true,
    };
    if !there {
        r.wrong::<()>("holder", Why::NotOffered);
    }
    Ok(parsed.unwrap_or(Holder::All))
}

/// Contacts know the deployments of their own company; any other is as if it were not there.
async fn deployment(
    app: &App,
    caller: &Caller,
    r: &mut Reader,
) -> Result<Option<DeploymentId>, Problem> {
    let Some(id) = r.one("deployment", |text| text.parse().ok().map(DeploymentId)) else {
        return Ok(None);
    };
    if let &Actor::Contact { account, .. } = &caller.actor
        && !app
            .store
            .deployments(account)
            .await?
            .iter()
            .any(|d| d.id == id && caller.actor.may_read_on(account, d.id))
    {
        return Ok(r.wrong("deployment", Why::NotOffered));
    }
    Ok(Some(id))
}

/// The `Link` header: the same address with another cursor.
pub fn link(path: &str, query: &str, next: Option<&str>, previous: Option<&str>) -> Option<String> {
    let kept: Vec<&str> = query
        .split('&')
        .filter(|p| !p.is_empty() && !p.starts_with("cursor="))
        .collect();
    let to = |cursor: &str, rel: &str| {
        let cursor = format!("cursor={cursor}");
        let query = kept
            .iter()
            .copied()
            .chain([cursor.as_str()])
            .collect::<Vec<_>>()
            .join("&");
        format!("<{path}?{query}>; rel=\"{rel}\"")
    };
    let links: Vec<String> = next
        .map(|c| to(c, "next"))
        .into_iter()
        .chain(previous.map(|c| to(c, "prev")))
        .collect();
    (!links.is_empty()).then(|| links.join(", "))
}

pub fn total(total: Total) -> wire::Total {
    match total {
        Total::Exactly(count) => wire::Total { count, exact: true },
        Total::MoreThan(count) => wire::Total {
            count,
            exact: false,
        },
    }
}

pub fn counts(counts: Counts) -> wire::Counts {
    wire::Counts {
        not_closed: counts.not_closed(),
        support: counts.support,
        customer: counts.customer,
        closed: counts.closed,
    }
}
