//! Every route for every kind of principal and every relation to what it names, against an answer worked out here from a
//! few rules of our own; and no byte that somebody receives holds a text that they may not see.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::{
    AccountId, Actor, ArticleId, DeploymentId, FileId, ImageId, Language, Level, PersonId, Prose,
    Role,
    access::{Access, Command},
    case::{self, Answer as Given},
    desk::StatusId,
    directory::{AccountEvent, Deployment, Details, Identifier, IdentifierSort, Profile, Standing},
    event::By,
    incident::{Affected, Declaration},
    knowledge::{About, ArticleEvent, Audience, Sort},
};
use madoguchi::{
    api,
    app::joining::{Asked, Asking},
    policy::Printed,
    web,
};
use store::{directory, proofs::Purpose, sign_ins::NewToken};
use testkit::cast::*;

use crate::{
    article_images,
    browser::{Answer, House, Reader},
    hostile, planted,
};

const MINAMI: AccountId = AccountId(3);
const PORT: DeploymentId = DeploymentId(31);

const BASIC: PersonId = PersonId(104);
const ADMIN: PersonId = PersonId(105);
const SUSPENDED: PersonId = PersonId(106);
pub(crate) const KITANOS: PersonId = PersonId(202);
pub(crate) const MINAMIS: PersonId = PersonId(301);
const GUEST: PersonId = PersonId(107);
/// A contact who stands in copy of every case of their company, and may read none.
const COPIED: PersonId = PersonId(108);
/// The secret of a link by which somebody proves an address; nothing was granted to them yet.
const PROOF: &str = "mdg_unproven";
const SUPERVISOR: PersonId = PersonId(903);
const ADMINISTRATOR: PersonId = PersonId(904);

/// Whose case, or account, a route names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Of {
    Hinode,
    /// The same company's, in the customer's turn.
    Asked,
    /// The same company's, with a solution that waits for the customer's word.
    Proposed,
    /// The same company's, whose service is restored, with whatever a case can have besides messages.
    Restored,
    /// The same company's, closed.
    Closed,
    /// The same company's, kept to a team among staff.
    Kept,
    Kitano,
    Minami,
    /// There never was such a thing.
    Nobody,
}

pub(crate) const RELATIONS: [Of; 9] = [
    Of::Hinode,
    Of::Asked,
    Of::Proposed,
    Of::Restored,
    Of::Closed,
    Of::Kept,
    Of::Kitano,
    Of::Minami,
    Of::Nobody,
];

impl Of {
    /// Whose it is, in whatever state.
    pub(crate) fn company(self) -> Of {
        match self {
            Of::Asked | Of::Proposed | Of::Restored | Of::Closed | Of::Kept => Of::Hinode,
            other => other,
        }
    }
}

/// Somebody who asks, as the rules of this test know them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Principal {
    pub(crate) name: &'static str,
    pub(crate) person: Option<PersonId>,
    /// The account for which they act, where it is not their own.
    pub(crate) acting: Option<AccountId>,
    pub(crate) side: Side,
    /// Whose cases they read, if anybody's.
    pub(crate) reads: Option<Of>,
    pub(crate) writes: bool,
    pub(crate) decides: bool,
    pub(crate) administers: bool,
    /// An agent who looks at the portal as this person.
    pub(crate) proxy: bool,
    /// Without an account.
    pub(crate) guest: bool,
    /// The token changes nothing, or is over.
    pub(crate) token: Token,
    /// Staff, as themselves or as a contact, to whom what is kept to a team is kept as well.
    pub(crate) kept: bool,
}

impl Principal {
    /// The agent who looks as this person.
    fn behind(&self) -> PersonId {
        if self.kept { MORI } else { ISHIKAWA }
    }

    /// The company for which they act, if any.
    pub(crate) fn home(&self) -> Option<Of> {
        match (self.side, self.person) {
            (Side::Customer, Some(LINDNER)) if self.acting.is_some() => Some(Of::Hinode),
            (Side::Customer, Some(LINDNER | KITANOS)) => Some(Of::Kitano),
            (Side::Customer, Some(MINAMIS)) => Some(Of::Minami),
            (Side::Customer, _) => Some(Of::Hinode),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Full,
    Reads,
    Over,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Not signed in, or not any more.
    Outside,
    Customer,
    Staff,
}

fn principals() -> Vec<Principal> {
    let nobody = Principal {
        name: "anonymous",
        person: None,
        acting: None,
        side: Side::Outside,
        reads: None,
        writes: false,
        decides: false,
        administers: false,
        proxy: false,
        guest: false,
        token: Token::Full,
        kept: false,
    };
    let customer = |name, person, reads, writes| Principal {
        name,
        person: Some(person),
        side: Side::Customer,
        reads,
        writes,
        ..nobody
    };
    let agent = |name, person| Principal {
        name,
        person: Some(person),
        side: Side::Staff,
        ..nobody
    };
    let hinode = Some(Of::Hinode);
    vec![
        nobody,
        Principal {
            name: "suspended",
            person: Some(SUSPENDED),
            ..nobody
        },
        // What proves an address is no sign-in and no token.
        Principal {
            name: "unverified",
            ..nobody
        },
        customer("basic", BASIC, None, false),
        customer("in copy alone", COPIED, None, false),
        customer("read-only", READER, hinode, false),
        customer("read-write", AOKI, hinode, true),
        customer("a colleague", BABA, hinode, true),
        Principal {
            token: Token::Reads,
            ..customer("a token that reads", BABA, hinode, true)
        },
        Principal {
            token: Token::Over,
            ..customer("a token that is over", BABA, hinode, true)
        },
        Principal {
            decides: true,
            ..customer("account admin", ADMIN, hinode, false)
        },
        customer("another company's", KITANOS, Some(Of::Kitano), true),
        Principal {
            decides: true,
            ..customer("a partner at home", LINDNER, Some(Of::Kitano), true)
        },
        Principal {
            acting: Some(HINODE),
            ..customer("a partner, acting", LINDNER, hinode, true)
        },
        customer("restricted", MINAMIS, None, true),
        Principal {
            guest: true,
            ..customer("a guest", GUEST, None, true)
        },
        Principal {
            kept: true,
            ..agent("agent of its team", MORI)
        },
        Principal {
            proxy: true,
            kept: true,
            ..customer("an agent as a contact", AOKI, hinode, true)
        },
        Principal {
            proxy: true,
            ..customer("an agent of no team as a contact", AOKI, hinode, true)
        },
        Principal {
            kept: true,
            ..agent("an agent who was as a contact", MORI)
        },
        agent("agent of no team", ISHIKAWA),
        Principal {
            kept: true,
            ..agent("supervisor", SUPERVISOR)
        },
        Principal {
            kept: true,
            administers: true,
            ..agent("administrator", ADMINISTRATOR)
        },
    ]
}

/// What should come of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Whatever a reader who may is told: a page, a redirect, that something is wrong with the form.
    In,
    SignIn,
    Nothing,
    Forbidden,
}

/// The digest of no secret.
const NO_SIGN_IN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

const OPEN: [&str; 22] = [
    // Everybody is led to where they belong.
    "/",
    "/help",
    "/knowledge",
    "/knowledge/suggestions",
    "/search",
    "/sign-in",
    "/sign-in/forgotten",
    "/sign-in/code",
    "/sign-in/second-factor",
    "/join",
    "/join/{secret}",
    "/guest",
    "/guest/{secret}",
    "/sign-out",
    "/preferences",
    "/address-change/{secret}",
    "/livez",
    "/readyz",
    "/api/openapi.json",
    "/caught-mail",
    "/demo",
    "/demo/sign-in",
];

/// The rules of this test: what they say is not taken from the program.
fn expected(p: &Principal, method: &str, path: &str, of: Of) -> Verdict {
    use Verdict::{Forbidden, In, Nothing, SignIn};
    if OPEN.contains(&path) || path == "/proxy-login/leave" && p.proxy {
        return In;
    }
    if p.proxy {
        // No token, nothing written, and nothing that is the person's own.
        if path.starts_with("/api/") {
            return SignIn;
        }
        if method != "get"
            || path.starts_with("/list-files")
            || path.starts_with("/sign-ins")
            || path.starts_with("/profile")
        {
            return Forbidden;
        }
    }
    // Whoever has no seat in a session is told so, whoever they are; there is nothing to follow. An agent who looks as somebody
    // else takes part in none.
    if path.starts_with("/sessions/") {
        return match path {
            _ if p.proxy && method == "post" => Forbidden,
            "/sessions/{id}/events" | "/sessions/{id}/line" => Nothing,
            _ if path.contains("/files") => Nothing,
            _ => In,
        };
    }
    // What is written for one company is there for it and for staff.
    if path == "/knowledge/{id}" || path == "/knowledge/{id}/images/{image}" {
        let theirs = p.home() == Some(of.company()) && !p.guest;
        return if of != Of::Nobody && (p.side == Side::Staff || theirs) {
            In
        } else {
            Nothing
        };
    }
    // What affects one company is told to it, and what is done about it is staff's.
    if path.ends_with("/incidents/{incident}") && !path.starts_with("/api/") {
        let theirs = p.side == Side::Customer && p.home() == Some(of.company()) && !p.guest;
        let pages = path.starts_with("/staff") == (p.side == Side::Staff);
        return match p.side {
            Side::Outside => SignIn,
            _ if of != Of::Nobody && pages && (theirs || p.side == Side::Staff) => In,
            _ => Nothing,
        };
    }
    // There is nothing of this name to do.
    if path == "/staff/incidents/{incident}/{what}" {
        return if p.side == Side::Outside {
            SignIn
        } else {
            Nothing
        };
    }
    // Set-up is over; a mail that was never caught.
    if path == "/setup" || path == "/caught-mail/{id}" {
        return Nothing;
    }
    // An address that leads nowhere.
    if path == "/calendar/{secret}" || path == "/news/{secret}" {
        return Nothing;
    }
    if p.side == Side::Outside {
        return SignIn;
    }
    let staff = p.side == Side::Staff;
    let sees = match of {
        Of::Nobody => false,
        Of::Kept if (staff || p.proxy) && !p.kept => false,
        _ => staff || p.reads == Some(of.company()),
    };
    let is_api = path.starts_with("/api/");
    let names_case = path.contains("{number}");
    let rest = path.rsplit('/').next().unwrap_or_default();
    let staffs = [
        "notes",
        "assignment",
        "status",
        "call",
        "question-withdrawal",
        "tier",
        "third-party",
        "third-party-release",
        "privacy",
        "proxy-login",
        "proxy-uses",
        "redirection",
        "reopening-decline",
        "kind-state",
        "escalation-answer",
        "cause",
        "snooze",
        "taking",
        "waking",
        "escalations",
        "escalation-lanes",
        "escalation-step",
        "escalation-expected",
        "escalation-evidence",
        "similar-cases",
        "escalation-finish",
        "escalation-return",
        "macro",
        "redactions",
        "follow-up",
        "callback",
        "escalation-dismissal",
        "surge-dismissal",
        "calls",
        "conference-dates",
        "link-removal",
        "merging",
        "merging-undo",
        "tags",
    ];
    if is_api && p.token == Token::Over {
        return SignIn;
    }
    if is_api && p.token == Token::Reads && !["get", "head"].contains(&method) {
        return Forbidden;
    }
    // There is no session of this name about the case.
    if path.starts_with("/cases/{number}/sessions/") {
        return Nothing;
    }
    // There is no session of this name; one is started by staff.
    if path.starts_with("/api/v1/sessions") {
        return match method {
            // What they agree to is for who has a customer's place in it, and so is what they say.
            "post" if path.ends_with("/consents") || path.ends_with("/chat") => Nothing,
            "post" | "delete" if !staff => Forbidden,
            "get" if path == "/api/v1/sessions" || path.ends_with("/transfer-targets") => {
                if staff {
                    In
                } else {
                    Forbidden
                }
            }
            "get" if path == "/api/v1/sessions/state" && !staff => Forbidden,
            // Of the bodies that are sent, those that are wrong are told so.
            "post" if ["/api/v1/sessions", "/api/v1/sessions/assistance"].contains(&path) => In,
            _ if path == "/api/v1/sessions/state" => In,
            "get" if path.ends_with("/files/{id}") && !staff => Forbidden,
            _ => Nothing,
        };
    }
    if path.starts_with("/api/v1/incidents") {
        let theirs = p.home() == Some(of.company()) && !p.guest;
        return match method {
            "get" if path == "/api/v1/incidents" => In,
            "get" if path.ends_with("/suggestions") || path.ends_with("/surges") => match staff {
                true => In,
                false => Forbidden,
            },
            "post" if !staff => Forbidden,
            "post" if path == "/api/v1/incidents" => In,
            _ if of != Of::Nobody && (staff || theirs) => In,
            _ => Nothing,
        };
    }
    if is_api {
        let for_staff = staffs.contains(&rest) && names_case
            || ["agents", "teams", "tags", "macros"].contains(&rest)
            || path == "/api/v1/macros/{id}"
            || rest == "links" && method == "post";
        return match rest {
            "register" if !p.administers => Forbidden,
            "agents" if method == "post" && !p.administers => Forbidden,
            "access-requests" if staff || p.guest => Forbidden,
            // There is no agent of this name.
            _ if path == "/api/v1/agents/{id}" => match p.administers {
                true => Nothing,
                false => Forbidden,
            },
            // A guest has no part in the company, staff none of their own.
            "access" if path == "/api/v1/access" && (staff || p.guest) => Forbidden,
            "access" if path == "/api/v1/access" && method == "post" && !p.decides => Forbidden,
            "access" if path != "/api/v1/access" => match method {
                _ if !staff || method == "post" && !p.administers => Forbidden,
                _ if of == Of::Nobody => Nothing,
                _ => In,
            },
            // Nobody asked for anything there.
            "access-grant" if sees => Forbidden,
            // What is written for one company is there for it and for staff.
            "images" if path == "/api/v1/articles/images" && !staff => Forbidden,
            "articles" if method == "post" && !staff => Forbidden,
            "draft" | "review-request" | "publication" | "withdrawal"
                if path.starts_with("/api/v1/articles/") =>
            {
                match of {
                    _ if !staff => Forbidden,
                    Of::Nobody => Nothing,
                    _ => In,
                }
            }
            "judgement" | "solved" if path.starts_with("/api/v1/articles/") && staff => Forbidden,
            _ if path.starts_with("/api/v1/articles/{id}") => {
                match p.home() == Some(of.company()) {
                    _ if of == Of::Nobody || p.guest => Nothing,
                    theirs if staff || theirs => In,
                    _ => Nothing,
                }
            }
            _ if path == "/api/v1/joining-requests/{id}" => Nothing,
            "deployments" if p.guest => Forbidden,
            "downloads" if method == "post" && !p.administers => Forbidden,
            _ if path == "/api/v1/downloads/{id}" && method == "delete" && !p.administers => {
                Forbidden
            }
            "downloads" if p.guest || !staff && !p.writes => Forbidden,
            _ if path == "/api/v1/downloads/{id}" => match p.guest || !staff && !p.writes {
                true => Forbidden,
                // A version that was never there.
                false => Nothing,
            },
            "promise" if staff || !p.writes => Forbidden,
            "cases" if method == "post" && (staff || !p.writes) => Forbidden,
            _ if for_staff && !staff => Forbidden,
            _ if path == "/api/v1/macros/{id}" => Nothing,
            // What is not closed goes on itself.
            "follow-up" if sees && of != Of::Closed => Forbidden,
            // What only the customer says.
            "closure" | "solution-answer" | "survey" | "escalation" if staff => Forbidden,
            "call-wish" | "call-wish-withdrawal" if staff && sees => Forbidden,
            // There is no such conference but in some cases; who is invited answers, whatever their level.
            "conference-passcode" if planted::invited(of).is_some() && sees => In,
            "conference-passcode" => Nothing,
            "conference-answers" if planted::invited(of).is_some() && sees => {
                match p.person == planted::invited(of) {
                    true => In,
                    false => Forbidden,
                }
            }
            "conference-answers" if sees => In,
            _ if path == "/api/v1/uploads/{id}" => Nothing,
            _ if !names_case => In,
            _ if !sees => Nothing,
            // Others have had the file already.
            _ if method == "delete" && !staff => Forbidden,
            _ if method == "get" || staff || p.writes => In,
            _ => Forbidden,
        };
    }
    // Those who administer staff give them their addresses; a guest is known by theirs alone.
    if path.starts_with("/profile/address") && (staff || p.guest) {
        return Nothing;
    }
    if path == "/profile/pin" && (staff || p.guest) || path == "/profile/tokens" && p.guest {
        return Nothing;
    }
    let own = ["/sign-ins", "/profile", "/proxy-login/leave"];
    if own.iter().any(|prefix| path.starts_with(prefix)) {
        return In;
    }
    // Whoever follows it by hand is led to a page.
    if path == "/events" {
        return In;
    }
    // How a text looks is nobody's secret.
    if path == "/text-preview" {
        return In;
    }
    // A list of what one sees; a file that was never made.
    if path == "/list-files" || path == "/list-columns" {
        return In;
    }
    if path.starts_with("/list-files/") || path == "/saved-views" {
        return Nothing;
    }
    if path == "/uploads" {
        return In;
    }
    if path == "/uploads/{id}" {
        return Nothing;
    }
    if path == "/find" {
        return if sees { In } else { Nothing };
    }
    // No article is named.
    if path == "/knowledge/solved" {
        return Nothing;
    }
    if path == "/knowledge/{id}/judgement" {
        return match !staff && !p.guest && of != Of::Nobody && p.home() == Some(of.company()) {
            true => In,
            false => Nothing,
        };
    }
    if path.starts_with("/staff") != staff {
        return Nothing;
    }
    // Whoever is of staff hears what sessions want of them, and that may be nothing.
    if ["/staff/sessions/events", "/staff/sessions/calls"].contains(&path) {
        return In;
    }
    // There is no session of this name, and no state was chosen.
    if path.starts_with("/staff/sessions/") && path != "/staff/sessions/assist" {
        return Nothing;
    }
    // There is nothing of this name to do.
    if ["/staff/knowledge/{id}/{what}", "/staff/team-views"].contains(&path) {
        return Nothing;
    }
    // There is no list of this name.
    if path == "/staff/knowledge/lists/{list}" {
        return Nothing;
    }
    // Words are no picture.
    if path.ends_with("/picture") {
        return Nothing;
    }
    if staff {
        if path.ends_with("/access-grant") {
            // Nobody asked for anything there.
            return match p.administers && sees {
                true => Forbidden,
                false => Nothing,
            };
        }
        if path == "/staff/requests/{id}" || path == "/staff/agents/{id}" {
            return Nothing;
        }
        if path == "/staff/downloads/{id}/withdrawal" {
            return Nothing;
        }
        let administrators = [
            "/staff/agents",
            "/staff/downloads",
            "/staff/requests",
            "/staff/register",
            "/staff/desk",
            "/staff/mails",
            "/staff/audit",
            "/staff/tags",
        ];
        let changes_account = path.ends_with("/rows") || path.ends_with("/access/{what}");
        let for_them = changes_account || administrators.iter().any(|a| path.starts_with(a));
        return match path {
            _ if for_them && !p.administers => Nothing,
            "/staff/accounts/known" => In,
            // What is not closed goes on itself.
            "/staff/cases/{number}/follow-up" if of != Of::Closed => Nothing,
            // Nobody is named who calls.
            "/staff/calls/new" if method == "get" => Nothing,
            // A mail that was never there.
            "/staff/mails" | "/staff/tags" if method == "post" => Nothing,
            _ if names_case && !sees => Nothing,
            _ if of == Of::Nobody && (path.contains("{id}") || path.contains("{image}")) => Nothing,
            _ => In,
        };
    }
    match path {
        _ if p.guest && (path.starts_with("/access") || path == "/contract") => Nothing,
        "/access/requests/{id}" => Nothing,
        "/cases/{number}/access-grant" if !p.decides || !sees => Nothing,
        "/cases/{number}/access-grant" => Forbidden,
        "/contract" if !p.decides => Nothing,
        "/cases/{number}/readers" if !p.decides => Nothing,
        _ if path.starts_with("/downloads") && !p.writes => Forbidden,
        _ if path.starts_with("/downloads") && p.guest => Nothing,
        "/downloads/{id}" => Nothing,
        "/cases/new" if !p.writes => Forbidden,
        _ if path.starts_with("/cases/new/") && !p.writes => Forbidden,
        _ if !names_case => In,
        _ if !sees => Nothing,
        // Others have had the file already.
        _ if path.ends_with("/removal") => Forbidden,
        // Whoever reads it says whether support may be them.
        _ if path.contains("proxy-login") => In,
        // What mail one gets is one's own.
        _ if path.ends_with("/mute") => In,
        // Looking with the secrets is looking.
        _ if path.ends_with("/secrets") => In,
        _ if method == "get" || p.writes => In,
        _ => Forbidden,
    }
}

/// The texts that only some may see, each with whose it is; notes are staff's alone.
pub(crate) fn canaries() -> Vec<(Option<Of>, String)> {
    let mut all: Vec<(Option<Of>, String)> = Vec::new();
    for of in RELATIONS.into_iter().filter(|of| *of != Of::Nobody) {
        for field in [
            "subject",
            "description",
            "message",
            "answer",
            "reference",
            "copy",
            "reply",
            "file",
        ] {
            all.push((Some(of), canary(of, field)));
        }
        all.push((None, canary(of, "note")));
    }
    all.push((Some(Of::Closed), canary(Of::Closed, "closing")));
    all.push((Some(Of::Closed), canary(Of::Closed, "survey")));
    all.extend(planted::texts());
    for text in [
        "canary-request-company",
        "canary-request-note",
        "canary-mine-street",
        "canary-mine-label",
    ] {
        all.push((None, text.to_owned()));
    }
    let own = |of, texts: &[&str]| {
        let texts = texts.iter().map(|text| (Some(of), (*text).to_owned()));
        texts.collect::<Vec<_>>()
    };
    all.extend(own(
        Of::Hinode,
        &[
            "日の出物流",
            "Hinode Logistics",
            "@hinode.example",
            "東京本社",
            "大阪支店",
            "ORG-11",
            "ORG-12",
            "青木",
            "アオキ",
            "馬場",
            "姓104",
            "姓105",
            "姓106",
            "姓108",
            "article-of-hinode",
            "incident-of-hinode",
        ],
    ));
    all.extend(own(
        Of::Kitano,
        &[
            "ORG-21",
            "n202@",
            "姓202",
            "article-of-kitano",
            "incident-of-kitano",
        ],
    ));
    all.extend(own(
        Of::Minami,
        &[
            "みなみ港湾",
            "第一埠頭",
            "ORG-31",
            "n301@",
            "姓301",
            "C-3003",
            "article-of-minami",
            "incident-of-minami",
        ],
    ));
    all
}

pub(crate) fn canary(of: Of, field: &str) -> String {
    format!("canary-{of:?}-{field}").to_lowercase()
}

/// Who is in copy of the case of each: somebody without an account, and for one company a contact who may read no case.
fn copied(of: Of) -> Vec<Prose> {
    let outside = format!("{}@x.example", canary(of, "copy"));
    let contact = format!("n{COPIED}@people.example");
    let own = (of.company() == Of::Hinode).then_some(contact);
    std::iter::once(outside)
        .chain(own)
        .map(Prose::new)
        .collect()
}

/// A canary as it is planted: inside markup that would act wherever it is not escaped (V-14).
pub(crate) fn planted(of: Of, field: &str) -> String {
    hostile::around(&canary(of, field))
}

/// Whether somebody may come to see this text at all.
pub(crate) fn may_see(p: &Principal, of: Option<Of>, text: &str) -> bool {
    // Who asks for an account is for those who decide; what somebody says of themselves is their own, and in the log.
    if text.starts_with("canary-request") {
        return p.administers || p.person == Some(ADMIN);
    }
    if text.starts_with("canary-mine") {
        return p.administers || p.person == Some(AOKI) && !p.proxy;
    }
    match (p.side, of) {
        (Side::Staff, _) => p.kept || !text.starts_with("canary-kept"),
        (Side::Outside, _) | (_, None) => false,
        (Side::Customer, Some(of)) => {
            let home = p.home().unwrap_or(Of::Hinode);
            if p.guest {
                return ["東京本社", "ORG-11"].contains(&text);
            }
            let of_case = text.starts_with("canary-");
            if p.proxy && !p.kept && text.starts_with("canary-kept") {
                return false;
            }
            match of_case {
                true => p.reads == Some(of.company()),
                // A partner is told for which companies they may act; who grants is told to whom one can.
                false if p.person == Some(ADMIN) && text == "姓202" => true,
                false => {
                    let acts_for = p.person == Some(LINDNER)
                        && ["日の出物流", "Hinode Logistics"].contains(&text);
                    home == of || acts_for
                }
            }
        }
    }
}

/// An article for each company, known by the company's id.
async fn write_for(house: &House) {
    for (of, account) in [
        (Of::Hinode, HINODE),
        (Of::Kitano, KITANO),
        (Of::Minami, MINAMI),
    ] {
        let text = format!("article-of-{of:?}").to_lowercase();
        let about = About {
            sort: Sort::Announcement,
            products: Vec::new(),
            audience: Audience::Accounts(vec![account]),
            until: None,
        };
        let written = [
            ArticleEvent::AboutSet {
                about: Box::new(about),
                waits: false,
            },
            ArticleEvent::TextSet {
                language: Language::new("ja"),
                title: Prose::new(hostile::around(&text)),
                body: Prose::new(format!(
                    "{}\n\n![{text}](image:{account})",
                    hostile::around(&text)
                )),
            },
            ArticleEvent::Published,
        ];
        let app = &house.app;
        let seen = app
            .see_image("drawing.png", article_images::drawing(3, 2))
            .await;
        let kept = app.keep_image(
            &AS_MORI,
            Some(ImageId(account.0)),
            seen.unwrap().unwrap(),
            false,
        );
        kept.await.unwrap();
        let id = ArticleId(account.0);
        let list = store::knowledge::happen(id, None, &written, By::Person(MORI), noon());
        house.app.store.add(list.unwrap()).await.unwrap();
    }
}

/// The incident of each company.
fn incident_of(of: Of) -> &'static str {
    match of {
        Of::Hinode | Of::Asked | Of::Proposed | Of::Restored | Of::Closed | Of::Kept => "1",
        Of::Kitano => "2",
        Of::Minami => "3",
        Of::Nobody => "999",
    }
}

/// An incident for each company, which is told of it by name.
async fn declare_for(house: &House) {
    for (of, account) in [
        (Of::Hinode, HINODE),
        (Of::Kitano, KITANO),
        (Of::Minami, MINAMI),
    ] {
        let text = format!("incident-of-{of:?}").to_lowercase();
        let both = || {
            ["ja", "en"]
                .map(|tag| (Language::new(tag), hostile::around(&text)))
                .to_vec()
        };
        let declaration = Declaration {
            title: both(),
            affected: Affected {
                severity: "S1".into(),
                accounts: [account].into(),
                ..Affected::default()
            },
            texts: both(),
            ..Declaration::default()
        };
        let command = domain::incident::Command::Declare(Box::new(declaration));
        let done = house.app.change_incident(&AS_MORI, None, None, command);
        let declared = done.await.unwrap().unwrap();
        assert_eq!(declared.incident.number.to_string(), incident_of(of));
    }
}

pub(crate) struct World {
    pub(crate) house: House,
    /// A case of its own, for which its contact lets support be them.
    proxies: i64,
    /// The number of a case of each.
    pub(crate) numbers: BTreeMap<Of, i64>,
    /// A file of each.
    pub(crate) files: BTreeMap<Of, FileId>,
    pub(crate) readers: Vec<(Principal, Reader, String)>,
}

impl World {
    pub(crate) async fn build() -> Self {
        let house = House::on_desk(&hostile::desk()).await;
        let (app, store, system) = (&house.app, &house.app.store, By::System);
        let port = Deployment {
            id: PORT,
            label: hostile::around("第一埠頭"),
            label_en: String::new(),
            identifier: "ORG-31".into(),
            environments: vec!["production".into()],
        };
        let mut contract = bought();
        contract[0].contract = "C-3003".into();
        let name = hostile::around("みなみ港湾");
        let names = [name.as_str(), ""];
        let mut list =
            directory::add_account(MINAMI, names, &[port], &contract, system, noon()).unwrap();
        let contact = |account, level| Standing::Contact { account, level };
        let agent = |role| Standing::Agent { role, team: None };
        for (id, standing) in [
            (BASIC, contact(HINODE, Level::Basic)),
            (COPIED, contact(HINODE, Level::Basic)),
            (ADMIN, contact(HINODE, Level::ReadOnly)),
            (SUSPENDED, contact(HINODE, Level::ReadWrite)),
            (KITANOS, contact(KITANO, Level::ReadWrite)),
            (MINAMIS, contact(MINAMI, Level::ReadWrite)),
            (
                GUEST,
                Standing::Guest {
                    account: HINODE,
                    deployment: TOKYO,
                },
            ),
            (SUPERVISOR, agent(Role::Supervisor)),
            (ADMINISTRATOR, agent(Role::Administrator)),
        ] {
            let profile = Profile {
                family: Prose::new(format!("姓{id}{}", hostile::MARKUP)),
                given: Prose::new(hostile::around("名")),
                family_kana: Prose::new(""),
                given_kana: Prose::new(""),
                email: Prose::new(format!("n{id}@people.example")),
                language: Language::new("ja"),
                time_zone: "Asia/Tokyo".into(),
            };
            list.extend(directory::add_person(id, standing, profile, system, noon()).unwrap());
        }
        store.add(list).await.unwrap();
        let administrator = Actor::Agent {
            person: ADMINISTRATOR,
            role: Role::Administrator,
            team: None,
        };
        for (of, command) in [
            (HINODE, Command::NameAdmin { contact: ADMIN }),
            (KITANO, Command::NameAdmin { contact: LINDNER }),
            (
                HINODE,
                Command::SetPartner {
                    partner: KITANO,
                    until: None,
                    contract: None,
                },
            ),
            (
                HINODE,
                Command::Tick {
                    on: vec![LINDNER],
                    off: Vec::new(),
                },
            ),
            (MINAMI, Command::Restrict { restricted: true }),
        ] {
            let done = app.change_access(&administrator, of, &command).await;
            assert_eq!(done.unwrap(), Ok(()));
        }
        speak_of_themselves(&house).await;
        write_for(&house).await;
        declare_for(&house).await;
        let (mut numbers, mut files) = (BTreeMap::new(), BTreeMap::new());
        for (of, person, account, site) in [
            (Of::Hinode, AOKI, HINODE, TOKYO),
            (Of::Asked, BABA, HINODE, OSAKA),
            (Of::Proposed, AOKI, HINODE, TOKYO),
            (Of::Restored, AOKI, HINODE, TOKYO),
            (Of::Closed, AOKI, HINODE, TOKYO),
            (Of::Kept, BABA, HINODE, OSAKA),
            (Of::Kitano, KITANOS, KITANO, BERLIN),
            (Of::Minami, MINAMIS, MINAMI, PORT),
        ] {
            let actor = Actor::Contact {
                person,
                account,
                access: Access::all(Level::ReadWrite),
            };
            let mut new = house.cast.new_case(&actor, site, &planted(of, "subject"));
            new.description = planted(of, "description");
            let answers = [
                (
                    "error-message",
                    Given::Text(Prose::new(planted(of, "answer"))),
                ),
                (
                    "external-reference",
                    Given::Text(Prose::new(canary(of, "reference"))),
                ),
                ("copy-to", Given::Emails(copied(of))),
            ];
            new.answers
                .extend(answers.map(|(id, answer)| (id.to_owned(), answer)));
            let events = house.cast.opening(&actor, new, noon());
            let opening = store::cases::Opening {
                id: domain::CaseId(7000 + of as i64),
                desk: &house.cast.desk,
                keys: store::cases::Keys::default(),
                events: &events,
            };
            let number = store.open_cases(&[opening], Vec::new()).await.unwrap()[0];
            let says = async |actor: &Actor, command| {
                app.change_case(actor, number, command, None, None)
                    .await
                    .unwrap();
            };
            let text = |field| planted(of, field);
            says(
                &actor,
                case::Command::PostUpdate {
                    text: text("message"),
                },
            )
            .await;
            says(&AS_MORI, case::Command::AddNote { text: text("note") }).await;
            // A file of the customer's, and one among staff.
            for (by, field, command) in [
                (
                    &actor,
                    "file",
                    case::Command::PostUpdate { text: "x".into() },
                ),
                (
                    &AS_MORI,
                    "note",
                    case::Command::AddNote { text: "x".into() },
                ),
            ] {
                let name = format!("{}.txt", canary(of, field));
                let id = house
                    .hand_in(by, &name, planted(of, field).as_bytes())
                    .await;
                let ids = [id];
                let done = app.change_case_with(by, number, command, &ids, None, None);
                done.await.unwrap();
                files.entry(of).or_insert(id);
            }
            if planted::invited(of).is_some() {
                planted::plant(&house, of, number, &actor).await;
            }
            says(
                &AS_MORI,
                case::Command::Reply {
                    text: text("reply"),
                    then: match of {
                        Of::Asked => Some("awaiting-information/information-required"),
                        Of::Proposed => Some("solution-proposed/proposed"),
                        Of::Restored => Some("service-restored/permanent-solution"),
                        _ => None,
                    }
                    .map(StatusId::new),
                },
            )
            .await;
            if of == Of::Closed {
                let reason = "resolved".to_owned();
                says(
                    &actor,
                    case::Command::Close {
                        reason,
                        comment: Some(text("closing")),
                    },
                )
                .await;
                says(&actor, planted::served(of)).await;
            }
            if of == Of::Kept {
                says(
                    &AS_MORI,
                    case::Command::Assign {
                        owner: None,
                        team: Some(TIER1),
                    },
                )
                .await;
                says(&AS_MORI, case::Command::SetPrivacy { private: true }).await;
            }
            numbers.insert(of, number);
        }
        numbers.insert(Of::Nobody, 99_999);
        let proxies = house.open_case(&AS_AOKI, "for proxies").await;
        let allow = case::Command::SetProxyLogin { allowed: true };
        app.change_case(&AS_AOKI, proxies, allow, None, None)
            .await
            .unwrap();
        let mut readers = Vec::new();
        for principal in principals() {
            if principal.proxy {
                let bearer = "Bearer mdg_nobody".to_owned();
                let reader = proxied(&house, proxies, principal.behind()).await;
                readers.push((principal, reader, bearer));
                continue;
            }
            let (mut reader, mut bearer) = (Reader::default(), "Bearer mdg_nobody".to_owned());
            if principal.name == "unverified" {
                let email = "unproven@asks.example";
                let proof = store.add_proof(Purpose::Join, email, PROOF, noon());
                assert!(proof.await.unwrap());
                reader.cookies.insert("sign-in".into(), PROOF.into());
                bearer = format!("Bearer {PROOF}");
            }
            if let Some(person) = principal.person {
                reader = house.reader(person).await;
                if principal.name == "an agent who was as a contact" {
                    reader = proxied(&house, proxies, MORI).await;
                }
                let email = store.person(person).await.unwrap().unwrap().profile.email;
                let new = NewToken {
                    label: "test".into(),
                    reads_only: principal.token == Token::Reads,
                    until: (principal.token == Token::Over).then(noon),
                    ..NewToken::default()
                };
                let token = app.make_token_of(email.as_str(), &new);
                bearer = format!("Bearer {}", token.await.unwrap());
            }
            if let Some(account) = principal.acting {
                let fields = [("account", account.to_string())];
                let fields = fields
                    .each_ref()
                    .map(|(name, value)| (*name, value.as_str()));
                let switched = house.post(&reader, "/access/acting", &fields).await;
                assert_eq!(switched.status, StatusCode::SEE_OTHER);
            }
            readers.push((principal, reader, bearer));
        }
        app.suspend(&administrator, HINODE, SUSPENDED, true)
            .await
            .unwrap();
        // Ended under their eyes; the other agent goes on.
        let aoki = house.reader(AOKI).await;
        let path = format!("/cases/{proxies:08}/proxy-login/end");
        let done = house.post(&aoki, &path, &[("agent", "901")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        for (principal, reader, _) in &mut readers {
            if principal.proxy && principal.behind() == MORI {
                *reader = proxied(&house, proxies, MORI).await;
            }
        }
        Self {
            proxies,
            house,
            numbers,
            files,
            readers,
        }
    }

    /// What was changed so far: everything in the log but acts.
    pub(crate) async fn changes(&self) -> i64 {
        const COUNT: &str = "SELECT count(*) FROM events WHERE stream <> 'audit'";
        let row = self
            .house
            .app
            .store
            .db()
            .read_one(COUNT, &[])
            .await
            .unwrap();
        row.unwrap().columns().int().unwrap()
    }

    /// A file of the case of each, that nobody has had yet.
    async fn another_file(&self, of: Of) -> FileId {
        let (house, number) = (&self.house, self.numbers[&of]);
        let id = house.hand_in(&AS_MORI, "one-more.txt", b"x").await;
        let note = case::Command::AddNote { text: "x".into() };
        let ids = [id];
        let done = house
            .app
            .change_case_with(&AS_MORI, number, note, &ids, None, None);
        done.await.unwrap();
        id
    }

    /// By another agent: the sign-ins of the others go on.
    async fn proxied(&self) -> Reader {
        proxied(&self.house, self.proxies, SUPERVISOR).await
    }

    /// The address of a route for what this company has.
    pub(crate) fn address(&self, path: &str, of: Of, file: FileId) -> String {
        let account = match of {
            Of::Hinode | Of::Asked | Of::Proposed | Of::Restored | Of::Closed | Of::Kept => {
                HINODE.0
            }
            Of::Kitano => KITANO.0,
            Of::Minami => MINAMI.0,
            Of::Nobody => 999,
        };
        let named = match () {
            _ if path.contains("/files/{id}") => file.0,
            _ if path.contains("/uploads/") || path.contains("/caught-mail/") => 999,
            _ => account,
        };
        path.replace("{number}", &format!("{:08}", self.numbers[&of]))
            .replace("{id}", &named.to_string())
            .replace("{kind}", "support-case")
            .replace("{secret}", "nonsense")
            .replace("{occasion}", "answered")
            .replace("{language}", "ja")
            .replace("{what}", "nonsense")
            .replace("{list}", "problem")
            .replace("{version}", "1")
            .replace("{entry}", "1")
            .replace("{incident}", incident_of(of))
            .replace("{session}", "1")
            .replace("{file}", "1")
            .replace("{recording}", "1")
            .replace("{image}", &account.to_string())
    }

    /// What this reader is answered, beside the address that was asked.
    /// The closed case is closed and no other one, whatever was asked for before.
    async fn stand_as_meant(&self) {
        let app = &self.house.app;
        for (of, number) in &self.numbers {
            let Ok(stored) = app.case(&AS_MORI, *number).await else {
                continue;
            };
            let close = case::Command::Close {
                reason: "resolved".to_owned(),
                comment: None,
            };
            let (by, command) = match (*of == Of::Closed, stored.case.is_closed()) {
                (true, false) => (&AS_AOKI, close),
                (false, true) => (&AS_MORI, case::Command::Reopen),
                _ => continue,
            };
            let done = app.change_case(by, *number, command, None, None).await;
            done.unwrap();
        }
    }

    pub(crate) async fn ask(
        &self,
        (p, reader, bearer): &(Principal, Reader, String),
        route: &Printed,
        of: Of,
    ) -> (String, Answer) {
        let number = format!("{:08}", self.numbers[&of]);
        let mut file = self.files.get(&of).copied().unwrap_or(FileId(999));
        // What staff take away is theirs to take: there is one more for each.
        let removes = route.path.ends_with("/removal")
            || route.method == "delete" && route.path.contains("/files/");
        if removes && expected(p, route.method, route.path, of) == Verdict::In {
            file = self.another_file(of).await;
        }
        let mut path = self.address(route.path, of, file);
        if route.path == "/api/v1/cases/{number}/proxy-login" {
            path.push_str("?contact=101");
        }
        if route.path == "/find" {
            path = format!("/find?number={number}");
        }
        // Leaving would take the reader out of the rest of the test.
        let leaves = [
            "/sign-out",
            "/sign-in",
            "/sign-in/code",
            "/proxy-login/leave",
        ];
        let fresh = match p.person {
            Some(_) if p.proxy && leaves.contains(&route.path) => Some(self.proxied().await),
            Some(_) if p.proxy => None,
            Some(person) if route.path.starts_with("/sign-") && p.side != Side::Outside => {
                Some(self.house.reader(person).await)
            }
            _ => None,
        };
        let reader = fresh.as_ref().unwrap_or(reader);
        let acting = p.acting.map(|account| account.to_string());
        let answer = match (path.starts_with("/api/"), route.method) {
            (false, "get") => self.house.get(reader, &path).await,
            // A script of ours, as the browser says.
            (false, method)
                if path.starts_with("/uploads") || path == "/staff/knowledge/images" =>
            {
                let method = method.to_uppercase();
                let own = [("sec-fetch-site", "same-origin")];
                self.house.send(reader, &method, &path, None, &own).await
            }
            (false, _) => {
                let fields: &[(&str, &str)] = match route.path {
                    "/staff/accounts/{id}/rows" => &[("_form", "contract")],
                    "/staff/mails" => &[("mail", "999")],
                    "/profile/pin" => &[("do", "renew")],
                    "/profile/calendar" | "/profile/news" => &[("do", "make")],
                    path if path.ends_with("/appointments") => &[("do", "ask-conference")],
                    "/sign-ins" => &[("one", NO_SIGN_IN)],
                    "/sign-ins/second-factor" => &[("do", "confirm"), ("code", "x")],
                    _ => &[
                        ("text", "x"),
                        ("comment", "x"),
                        ("agent", "901"),
                        ("contact", "101"),
                        ("level", "basic"),
                        ("team", "91"),
                        // As it is: the rest of the test goes on with it.
                        ("private", if of == Of::Kept { "yes" } else { "no" }),
                        ("email", "nobody@nowhere.example"),
                    ],
                };
                self.house.post(reader, &path, fields).await
            }
            (true, method) => {
                let mut headers = vec![("authorization", bearer.as_str())];
                headers.extend(
                    acting
                        .iter()
                        .map(|account| ("acting-for", account.as_str())),
                );
                let body = (method == "post")
                    .then(|| body(route.path, p.side == Side::Staff, of).to_owned());
                if body.is_some() {
                    headers.push(("content-type", "application/json"));
                }
                let method = method.to_uppercase();
                let nobody = Reader::default();
                self.house
                    .send(&nobody, &method, &path, body, &headers)
                    .await
            }
        };
        (path, answer)
    }
}

/// What 青木 says of herself, and somebody who asks to be let into her company.
async fn speak_of_themselves(house: &House) {
    let (app, store) = (&house.app, &house.app.store);
    let details = Details {
        street: Prose::new(hostile::around("canary-mine-street")),
        ..Details::default()
    };
    app.change_details(AOKI, |_| details.clone()).await.unwrap();
    let label = NewToken {
        label: hostile::around("canary-mine-label"),
        ..NewToken::default()
    };
    app.make_own_token(AOKI, &label, By::Person(AOKI))
        .await
        .unwrap();
    let identifier = Identifier {
        sort: IdentifierSort::MailDomain,
        value: "asks.example".into(),
        deployment: None,
    };
    let known = AccountEvent::IdentifierGiven { identifier };
    store
        .change_account(HINODE, &[known], By::System, noon())
        .await
        .unwrap();
    let email = "somebody@asks.example";
    store
        .add_proof(Purpose::Join, email, "proof", noon())
        .await
        .unwrap();
    let asking = Asking {
        family: hostile::around("canary-request-family"),
        given: String::new(),
        family_kana: String::new(),
        given_kana: String::new(),
        company: hostile::around("canary-request-company"),
        note: hostile::around("canary-request-note"),
        level: Level::ReadOnly,
        language: Language::new("ja"),
    };
    let asked = app.ask_to_join("proof", asking).await.unwrap();
    assert_eq!(asked, Asked::Waits);
}

/// An agent who looks at the portal as 青木.
async fn proxied(house: &House, number: i64, agent: PersonId) -> Reader {
    let mut reader = house.reader(agent).await;
    let path = format!("/staff/cases/{number:08}/proxy-login");
    let contact = AOKI.to_string();
    let begun = house.post(&reader, &path, &[("contact", &contact)]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    reader.take_cookies(&begun);
    reader
}

/// What the API takes at a route, so that nothing but the rules of access can stand in its way.
pub(crate) fn body(path: &str, staff: bool, of: Of) -> &'static str {
    match path.rsplit('/').next().unwrap_or_default() {
        "messages" | "notes" | "chat" => r#"{"text": "x"}"#,
        "files" => r#"{"file": "1"}"#,
        "assistance" => r#"{"number": "1"}"#,
        "state" if path.starts_with("/api/v1/sessions/") => r#"{"state": "x"}"#,
        "control" | "selection" | "admission" => r#"{"seat": 2}"#,
        "removal" if path.starts_with("/api/v1/sessions/") => r#"{"seat": 2}"#,
        "questions" => r#"{"seat": 2, "thing": "screen", "purpose": "x"}"#,
        "closure" => r#"{"reason": "no-longer-needed"}"#,
        "solution-answer" => r#"{"worked": true}"#,
        "severity" => r#"{"severity": "S2", "reason": "x"}"#,
        "severity-answer" => r#"{"accept": true, "reason": "x"}"#,
        "reopening" if !staff => r#"{"reason": "x"}"#,
        "tier" | "reopening-decline" => r#"{"reason": "x"}"#,
        "redirection" => r#"{"matter": "own-programs"}"#,
        "cause" => r#"{"cause": "usage"}"#,
        "kind-state" => r#"{"to": "planned"}"#,
        "escalation" => r#"{"to": "support-manager", "reason": "x"}"#,
        "escalation-answer" | "callback" | "escalation-finish" | "escalation-return" => {
            r#"{"text": "x"}"#
        }
        "escalations" => r#"{"summary": "x", "lanes": {"defect": "x"}}"#,
        "escalation-lanes" => r#"{"outcome": "x"}"#,
        "escalation-step" => r#"{"to": "evaluation", "text": "x"}"#,
        "escalation-expected" => r#"{"on": "2099-01-01", "reason": "x"}"#,
        "survey" => r#"{"points": {"overall": 5, "speed": 5, "understanding": 5}}"#,
        "question-withdrawal" => r#"{"question": 1}"#,
        "assignment" => r#"{"team": "91"}"#,
        "facts" => r#"{"answers": {}}"#,
        "reference" => r#"{"reference": "x"}"#,
        "copies" => r#"{"remove": ["nobody@hinode.example"]}"#,
        "status" => r#"{"to": "open/investigating"}"#,
        "call" => r#"{"note": "x"}"#,
        "calls" => r#"{"began_at": "2026-11-20T03:00:00Z"}"#,
        "call-wish" => r#"{"until": "2026-11-20T09:00:00Z", "reason": "x"}"#,
        "conferences" => r#"{"reason": "x", "wished": []}"#,
        "conference-dates" => r#"{"reason": "x", "at": "2026-11-24T03:00:00Z", "people": []}"#,
        "conference-answers" => r#"{"conference": 1, "accept": true}"#,
        "conference-cancellations" | "conference-passcode" => r#"{"conference": 1}"#,
        "access" => r#"{"change": "tick"}"#,
        "access-grant" => r#"{"level": "read-only"}"#,
        id if path.contains("/joining-requests/") && !id.is_empty() => {
            r#"{"grant": false, "reason": "x"}"#
        }
        "third-party" => r#"{"name": "x"}"#,
        "updates" => {
            r#"{"phase": "investigating", "texts": {"ja": "x", "en": "x"}, "next_update_at": "2026-11-20T04:00:00Z"}"#
        }
        "gathering" | "release" => r#"{"cases": []}"#,
        // The incident goes on: the rest of the test reads it.
        "end" => r#"{"texts": {"ja": "x"}, "solution": {}}"#,
        "privacy" if of == Of::Kept => r#"{"private": true}"#,
        "privacy" => r#"{"private": false}"#,
        "links" => r#"{"relation": "related", "other": "99999"}"#,
        "link-removal" | "merging" | "merging-undo" => r#"{"other": "99999"}"#,
        "tags" => r#"{"add": ["x"]}"#,
        // There is none of this name, and no such word.
        "macro" => r#"{"macro": "1"}"#,
        "redactions" => r#"{"place": 1, "words": ["nowhere"]}"#,
        "follow-up" => r#"{"subject": "x", "description": "x"}"#,
        "proxy-uses" => r#"{"contact": "101", "note": "x"}"#,
        "judgement" => r#"{"helpful": true}"#,
        _ => "{}",
    }
}

fn verdict(path: &str, answer: &Answer) -> Verdict {
    let to_sign_in = answer.header("location").starts_with("/sign-in?");
    match answer.status {
        StatusCode::UNAUTHORIZED => Verdict::SignIn,
        StatusCode::SEE_OTHER if to_sign_in && !path.starts_with("/api/") => Verdict::SignIn,
        StatusCode::NOT_FOUND => Verdict::Nothing,
        // Whoever guesses on is slowed down, and finds as little.
        StatusCode::TOO_MANY_REQUESTS
            if path.starts_with("/calendar/") || path.starts_with("/news/") =>
        {
            Verdict::Nothing
        }
        StatusCode::FORBIDDEN => Verdict::Forbidden,
        status => {
            assert!(!status.is_server_error(), "{path}: {status}");
            Verdict::In
        }
    }
}

#[tokio::test]
async fn a2_o5_every_route_answers_every_principal_as_the_rules_of_this_test_say() {
    let world = World::build().await;
    let mut routes = web::printed();
    routes.extend(api::printed());
    let texts = canaries();
    let (mut cells, mut bytes) = (0, 0);
    let mut wrong: Vec<String> = Vec::new();
    for route in &routes {
        // Signing in as somebody with one press is what the demo's page is for.
        if route.path == "/demo" || route.path == "/demo/sign-in" || route.path == "/caught-mail" {
            continue;
        }
        for reader in &world.readers {
            let p = &reader.0;
            let mut nothing: Option<String> = None;
            for of in RELATIONS.into_iter().rev() {
                let named = ["{number}", "{id}"]
                    .iter()
                    .any(|name| route.path.contains(name));
                if !named && route.path != "/find" && of != Of::Hinode {
                    continue;
                }
                let wanted = expected(p, route.method, route.path, of);
                if route.path.ends_with("/follow-up") {
                    world.stand_as_meant().await;
                }
                let before = world.changes().await;
                let (path, answer) = world.ask(reader, route, of).await;
                cells += 1;
                bytes += answer.text.len();
                let what = format!("{} {path} by {}, of {of:?}", route.method, p.name);
                let given = verdict(&path, &answer);
                if given != wanted {
                    wrong.push(format!(
                        "{what}: {given:?} ({}) instead of {wanted:?}",
                        answer.status
                    ));
                }
                if wanted != Verdict::In && world.changes().await != before {
                    wrong.push(format!("{what}: refused, and changed something"));
                }
                for acting in hostile::found(&answer) {
                    wrong.push(format!("{what}: {acting}"));
                }
                for (of, text) in &texts {
                    let headers = format!("{:?}", answer.headers);
                    let held =
                        answer.text.contains(text.as_str()) || headers.contains(text.as_str());
                    if held && !may_see(p, *of, text) {
                        wrong.push(format!("{what}: holds {text}"));
                    }
                }
                // What is refused looks like what never was, to the byte.
                if wanted == Verdict::Nothing {
                    let number = format!("{:08}", world.numbers[&of]);
                    let face = answer
                        .text
                        .replace(path.as_str(), "PATH")
                        .replace(&number, "NUMBER");
                    let face = face.replace(
                        &form_urlencoded::byte_serialize(path.as_bytes()).collect::<String>(),
                        "PATH",
                    );
                    match &nothing {
                        None => nothing = Some(face),
                        Some(other) if *other != face => {
                            wrong.push(format!("{what}: another face than for what never was"))
                        }
                        Some(_) => {}
                    }
                }
            }
        }
    }
    println!(
        "{cells} requests of {} routes by {} principals, {bytes} bytes",
        routes.len(),
        world.readers.len()
    );
    assert!(cells > 2_000, "{cells}");
    assert!(
        wrong.is_empty(),
        "{} of {cells}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(world.house.faults().await, []);
}

/// Every route with its policy, in the repository: a change of it is seen in review. Refresh with
/// `REFRESH=1 cargo test -p madoguchi --test pages routes`.
#[test]
fn the_table_of_routes_is_as_committed() {
    let mut routes = web::printed();
    routes.extend(api::printed());
    routes.sort_by_key(|route| (route.path, route.method));
    let line = |route: &Printed| {
        let policy = serde_json::to_value(route.policy).unwrap();
        let word = |name: &str| policy[name].as_str().unwrap().to_owned();
        let (who, action, object) = (word("who"), word("action"), word("object"));
        format!("{} {}: {who} {action} {object}\n", route.method, route.path)
    };
    let table: String = routes.iter().map(line).collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/routes.txt");
    if std::env::var_os("REFRESH").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        table, committed,
        "if it is meant so: REFRESH=1 cargo test -p madoguchi --test pages routes"
    );
}
