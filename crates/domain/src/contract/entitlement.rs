//! Who may open what, where and how: one function over what an account has bought, with its reasons (C6).
//!
//! A customer is never turned away in silence, and never taken in silence: whatever is decided carries what it hangs on. An
//! emergency of a customer whose contract has run out is taken and shown to sales; nobody loses an hour over a renewal.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    DeploymentId, Instant, Language,
    calendar::second,
    desk::{Centre, Covered, Desk, NeedOfContract},
};

/// What an account has bought: a plan for its deployments and products, from a day to a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entitlement {
    /// The contract's number, as the customer knows it.
    pub contract: String,
    pub plan: String,
    /// Not bought yet: no support goes with it.
    #[serde(default)]
    pub trial: bool,
    /// All of the account's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<DeploymentId>,
    /// All products when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// What it adds to the plan, by ids of the desk's contract options (S5).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// First and last day, by the desk's clock.
    pub from: Date,
    pub to: Date,
}

impl Entitlement {
    /// It stands on this day, the first and the last among them.
    pub fn counts_on(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// What somebody wants to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish<'a> {
    pub deployment: DeploymentId,
    pub product: &'a str,
    pub severity: &'a str,
    pub channel: &'a str,
    /// The centre that was chosen; else one is found by language.
    pub centre: Option<&'a str>,
    pub language: &'a Language,
    pub at: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Allow,
    /// Allowed, with something to know before sending.
    Warn,
    /// Another centre would serve better; the customer chooses.
    Route,
    Refuse,
}

/// What was decided, and all that it hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub answer: Answer,
    /// The contract that counts.
    pub entitlement: Option<Entitlement>,
    /// The centre that answers; where [`Answer::Route`], the one that would serve better.
    pub centre: Option<String>,
    /// Sales should get in touch.
    pub for_sales: bool,
    pub reasons: Vec<Because>,
}

/// A reason, to be put into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    Covered {
        contract: String,
        to: Date,
    },
    EndsSoon {
        contract: String,
        to: Date,
    },
    /// The account has no contract at all.
    NoContract,
    /// It has one, for other deployments or products.
    NotCovered {
        contract: String,
    },
    NotYet {
        contract: String,
        from: Date,
    },
    Expired {
        contract: String,
        on: Date,
    },
    Trial {
        to: Date,
    },
    /// Taken although the contract has run out: it is an emergency.
    Emergency,
    /// The centre takes no cases by this way; these it takes.
    ChannelNotTaken {
        centre: String,
        ways: Vec<String>,
    },
    /// Such cases are not taken by this way, at any centre; by these they are (C7).
    WayNotTaken {
        ways: Vec<String>,
    },
    /// No centre takes cases by this way in this language.
    NobodyTakes,
    /// The language is covered in part only (S5).
    PartlyCovered,
    /// The language is not covered: English answers, at this centre (S5).
    AnsweredInEnglish {
        centre: String,
    },
    /// The product is not part of the plan (S5).
    NotOffered,
    /// The centre is closed until then, and another is open.
    ClosedUntil {
        centre: String,
        opens: Option<Instant>,
        other: String,
    },
    /// The centre is closed until then, and no other is open.
    Waits {
        centre: String,
        opens: Option<Instant>,
    },
}

impl Because {
    /// It tells what comes of the whole wish: another centre than the usual one, or another language (S5).
    pub fn is_about_the_wish(&self) -> bool {
        use Because::{AnsweredInEnglish, ClosedUntil, PartlyCovered};
        matches!(
            self,
            ClosedUntil { .. } | PartlyCovered | AnsweredInEnglish { .. }
        )
    }

    /// It tells what comes of choosing this centre (S5).
    pub fn is_about_the_centre(&self) -> bool {
        matches!(self, Because::Waits { .. } | Because::Emergency)
    }
}

/// Days before its end from which a contract is said to end soon.
const SOON: i64 = 30;

/// What is to happen with a wish, by what its account has bought.
pub fn verdict(desk: &Desk, bought: &[Entitlement], wish: &Wish) -> Verdict {
    let mut verdict = Verdict::allowing();
    contract(desk, bought, wish, &mut verdict);
    let language = covered(desk, wish, &mut verdict);
    if verdict.answer != Answer::Refuse {
        place(desk, wish, &language, &mut verdict);
    }
    if verdict.answer != Answer::Refuse {
        way(desk, wish, &mut verdict);
    }
    verdict
}

/// The language in which it can be answered (S5).
fn covered(desk: &Desk, wish: &Wish, verdict: &mut Verdict) -> Language {
    let bought = verdict.entitlement.as_ref();
    let options = bought.map(|e| e.options.clone()).unwrap_or_default();
    let plan = bought.map(|e| e.plan.as_str());
    let language = wish.language.clone();
    match desk.covered(&language, wish.product, plan, &options) {
        Covered::Fully => language,
        Covered::Partly => {
            verdict.because(Answer::Warn, Because::PartlyCovered);
            language
        }
        Covered::EnglishOnly | Covered::Not => {
            let english = Language::new("en");
            let speaks = |c: &&Centre| c.languages.contains(&english);
            let chosen = wish.centre.and_then(|id| desk.centre(id)).filter(speaks);
            // At a centre that speaks it anyway there is nothing to say.
            if let (None, Some(centre)) = (chosen, desk.centres.iter().find(speaks)) {
                let centre = centre.id.clone();
                verdict.because(Answer::Route, Because::AnsweredInEnglish { centre });
            }
            english
        }
        Covered::NotOffered => {
            verdict.because(Answer::Refuse, Because::NotOffered);
            language
        }
    }
}

/// Whether such a case is taken by this way at all (C7).
fn way(desk: &Desk, wish: &Wish, verdict: &mut Verdict) {
    let plan = verdict.entitlement.as_ref().map(|e| e.plan.as_str());
    let centre = verdict.centre.as_deref();
    let shut = |channel: &str| {
        desk.not_taken.iter().any(|n| {
            n.channels.iter().any(|c| c == channel)
                && n.which.fits(wish.severity, centre, plan, wish.product)
        })
    };
    // An emergency is taken by whatever way it comes.
    if !shut(wish.channel) || verdict.for_sales {
        return;
    }
    let open = |id: &&String| {
        let here = centre.and_then(|id| desk.centre(id));
        !shut(id) && here.is_none_or(|c| c.channels.is_empty() || c.channels.contains(*id))
    };
    let ways = desk.channels.iter().map(|c| &c.id).filter(open).cloned();
    let ways = ways.collect();
    verdict.because(Answer::Refuse, Because::WayNotTaken { ways });
}

impl Verdict {
    /// Nothing speaks against it so far.
    fn allowing() -> Self {
        Self {
            answer: Answer::Allow,
            entitlement: None,
            centre: None,
            for_sales: false,
            reasons: Vec::new(),
        }
    }

    fn because(&mut self, answer: Answer, reason: Because) {
        self.answer = self.answer.max(answer);
        self.reasons.push(reason);
    }
}

impl Entitlement {
    fn covers(&self, wish: &Wish) -> bool {
        self.deployment.is_none_or(|id| id == wish.deployment)
            && self.product.as_deref().is_none_or(|id| id == wish.product)
    }
}

/// The contract that counts for a wish, whatever else is said of it; `None` where none does.
pub fn counting(desk: &Desk, bought: &[Entitlement], wish: &Wish) -> Option<Entitlement> {
    let mut verdict = Verdict::allowing();
    contract(desk, bought, wish, &mut verdict);
    verdict.entitlement
}

/// Finds the contract that counts: of the valid ones the highest plan, and of these the one that lasts longest.
fn contract(desk: &Desk, bought: &[Entitlement], wish: &Wish, verdict: &mut Verdict) {
    let today = wish.at.to_zoned(desk.time_zone.clone()).date();
    let rank = |e: &&Entitlement| (desk.plan(&e.plan).map(|p| p.precedence), e.to);
    let covering: Vec<&Entitlement> = bought.iter().filter(|e| e.covers(wish)).collect();
    let valid = |e: &&&Entitlement| !e.trial && e.counts_on(today);
    if let Some(best) = covering.iter().filter(valid).copied().max_by_key(rank) {
        verdict.entitlement = Some(best.clone());
        let (contract, to) = (best.contract.clone(), best.to);
        let renewed = covering
            .iter()
            .any(|e| !e.trial && e.to > best.to && e.from <= days_on(best.to, 1));
        match days_on(today, SOON) > to && !renewed {
            true => verdict.because(Answer::Warn, Because::EndsSoon { contract, to }),
            false => verdict.because(Answer::Allow, Because::Covered { contract, to }),
        }
        return;
    }
    let bought_once = covering.iter().copied().filter(|e| !e.trial);
    if let Some(expired) = bought_once
        .clone()
        .filter(|e| e.to < today)
        .max_by_key(|e| e.to)
    {
        let (contract, on) = (expired.contract.clone(), expired.to);
        if desk.rules.contract == NeedOfContract::Welcome {
            verdict.because(Answer::Allow, Because::Expired { contract, on });
        } else if desk.severity_rank(wish.severity) == 0 {
            verdict.entitlement = Some(expired.clone());
            verdict.for_sales = true;
            verdict.because(Answer::Warn, Because::Expired { contract, on });
            verdict.because(Answer::Warn, Because::Emergency);
        } else {
            verdict.because(Answer::Refuse, Because::Expired { contract, on });
        }
        return;
    }
    let trial = covering
        .iter()
        .filter(|e| e.trial && today <= e.to)
        .max_by_key(|e| e.to);
    let reason = match (bought_once.min_by_key(|e| e.from), trial, bought.first()) {
        (Some(coming), ..) => Because::NotYet {
            contract: coming.contract.clone(),
            from: coming.from,
        },
        (_, Some(trial), _) => Because::Trial { to: trial.to },
        (.., Some(other)) if covering.is_empty() => Because::NotCovered {
            contract: other.contract.clone(),
        },
        _ => Because::NoContract,
    };
    let answer = match desk.rules.contract {
        NeedOfContract::Required => Answer::Refuse,
        NeedOfContract::Welcome => Answer::Allow,
    };
    verdict.because(answer, reason);
}

fn days_on(day: Date, days: i64) -> Date {
    day.checked_add(jiff::Span::new().days(days)).unwrap_or(day)
}

/// Finds the centre: the one chosen, else the first that speaks the language and takes the way; and whether it is open.
fn place(desk: &Desk, wish: &Wish, language: &Language, verdict: &mut Verdict) {
    if desk.centres.is_empty() {
        return;
    }
    let takes =
        |c: &&Centre| c.channels.is_empty() || c.channels.iter().any(|id| id == wish.channel);
    let centre = match wish.centre.and_then(|id| desk.centre(id)) {
        Some(chosen) if takes(&chosen) => chosen,
        Some(chosen) => {
            let (centre, ways) = (chosen.id.clone(), chosen.channels.clone());
            return verdict.because(Answer::Refuse, Because::ChannelNotTaken { centre, ways });
        }
        None => {
            let speaks = |c: &&Centre| c.languages.contains(language);
            let found = desk.centres.iter().filter(takes).find(speaks);
            let Some(found) = found.or_else(|| desk.centres.iter().find(takes)) else {
                return verdict.because(Answer::Refuse, Because::NobodyTakes);
            };
            found
        }
    };
    verdict.centre = Some(centre.id.clone());
    let now = second(wish.at);
    if centre.calendar.is_open(now) {
        return;
    }
    let opens = centre.calendar.next_open(now);
    let opens = opens.and_then(|at| Instant::from_second(at).ok());
    let other = desk
        .centres
        .iter()
        .filter(takes)
        .find(|c| c.calendar.is_open(now));
    let centre = centre.id.clone();
    match other {
        // Who chose a closed centre knows why.
        Some(other) if wish.centre.is_none() => {
            let other = other.id.clone();
            verdict.centre = Some(other.clone());
            verdict.because(
                Answer::Route,
                Because::ClosedUntil {
                    centre,
                    opens,
                    other,
                },
            );
        }
        _ => verdict.because(Answer::Warn, Because::Waits { centre, opens }),
    }
}
