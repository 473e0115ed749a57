//! Checking what a form or a request answered against the desk's fields (C1–C5). The same check serves the page and
//! the API, so that a dependent choice holds everywhere.

use std::collections::BTreeMap;

pub use super::copies::is_address;
use super::{
    Answer, Answers, NewCase, SUBJECT_MAX, TEXT_MAX,
    copies::{self, Doubt},
};
use crate::{
    AccountId, DeploymentId, Language, PersonId, Prose,
    desk::{Desk, Door, Entry, Field, Kind},
};

/// What was entered, by field id. Flags are `true` or absent, addresses one a line.
pub type Entries = BTreeMap<String, String>;

/// A field that cannot be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    pub field: String,
    pub wrong: Wrong,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    Missing,
    TooLong {
        max: usize,
    },
    /// Not among what is offered here, now, to this person.
    NotOffered,
    NotANumber {
        min: i64,
        max: i64,
    },
    NotADate,
    /// A moment that does not lie ahead, or further than so many days.
    NotAhead {
        days: i64,
    },
    /// A day or moment that lies behind.
    Past,
    /// A moment that has not come yet.
    NotYet,
    NotAnAddress {
        given: String,
        /// What it probably should be.
        meant: Option<String>,
    },
    /// An address that looks mistyped; its sender may be sure of it (see [`SURE_OF`]).
    Slip {
        given: String,
        meant: String,
    },
    /// Addresses that are none of the company's; the same.
    Foreign {
        given: Vec<String>,
    },
    TooMany {
        most: usize,
    },
    /// None of it stands in the text that is meant.
    NotThere,
    /// No case of this number, for this person.
    NoSuchCase,
    /// The company's plan leaves it out (C2): it goes with these, and this is whom to ask.
    NotInPlan {
        plans: Vec<String>,
        ask: Option<Door>,
    },
    /// The form has no such field.
    Unknown,
}

/// Entry beside the fields: addresses, one a line, that the sender has looked at and stands by, whatever is doubted of them.
pub const SURE_OF: &str = "sure-of";

/// A deployment that the person may open a case for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    pub id: DeploymentId,
    pub account: AccountId,
    /// Ids of its environments.
    pub environments: Vec<String>,
}

/// Who opens, and what stands open to them.
#[derive(Clone, Debug)]
pub struct Opener<'a> {
    pub desk_version: i64,
    pub contact: PersonId,
    pub channel: &'a str,
    /// Language in which the contact asks.
    pub language: &'a Language,
    pub sites: &'a [Site],
    /// Domains of the company's mail, in lower case; where they are not known no address is foreign.
    pub domains: Option<&'a [String]>,
}

/// Turns what was entered into a case to open, or names every field that is wrong.
pub fn check(
    desk: &Desk,
    kind: &str,
    entries: &Entries,
    opener: &Opener,
) -> Result<NewCase, Vec<FieldProblem>> {
    let Some(kind) = desk.kind(kind) else {
        return Err(vec![problem("kind", Wrong::NotOffered)]);
    };
    let mut form = Form {
        desk,
        kind,
        entries,
        domains: opener.domains,
        problems: Vec::new(),
    };

    let site = form.site(opener.sites);
    let product = form.product();
    let sub_type = form.sub_type(product.as_deref());
    let environment = form.environment(site);
    let severity = form.severity();
    let centre = form.centre();
    let subject = form
        .text("subject", SUBJECT_MAX, true)
        .map(|s| s.replace('\n', " "));
    let description = form.text("description", TEXT_MAX, true);
    let answers = form.answers(sub_type.as_deref(), product.as_deref());
    form.refuse_unknown();

    match (site, product, severity, subject, description) {
        (Some(site), Some(product), Some(severity), Some(subject), Some(description))
            if form.problems.is_empty() =>
        {
            Ok(NewCase {
                continues: None,
                desk_version: opener.desk_version,
                account: site.account,
                deployment: site.id,
                contact: opener.contact,
                kind: kind.id.clone(),
                sub_type,
                product,
                environment,
                severity,
                channel: opener.channel.to_owned(),
                centre,
                language: opener.language.clone(),
                subject,
                description,
                answers,
            })
        }
        _ => {
            let order = |p: &FieldProblem| {
                kind.form
                    .iter()
                    .position(|id| *id == p.field)
                    .unwrap_or(usize::MAX)
            };
            form.problems.sort_by_key(order);
            Err(form.problems)
        }
    }
}

/// Text as it is kept: line ends as LF, control characters gone, no space around it; otherwise as typed.
pub fn cleaned(text: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unix
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    kept.trim().to_owned()
}

pub(super) struct Form<'a> {
    pub(super) desk: &'a Desk,
    pub(super) kind: &'a Kind,
    pub(super) entries: &'a Entries,
    pub(super) domains: Option<&'a [String]>,
    pub(super) problems: Vec<FieldProblem>,
}

impl<'a> Form<'a> {
    fn entered(&self, id: &str) -> Option<String> {
        self.entries
            .get(id)
            .map(|t| cleaned(t))
            .filter(|t| !t.is_empty())
    }

    fn wrong<T>(&mut self, field: &str, wrong: Wrong) -> Option<T> {
        self.problems.push(problem(field, wrong));
        None
    }

    fn has(&self, id: &str) -> bool {
        self.kind.form.iter().any(|f| f == id)
    }

    /// It can be told before a case of this kind (B2).
    fn asks_before(&self, id: &str) -> bool {
        let asked = self.desk.asked_before(&self.kind.id, None);
        asked.iter().any(|field| field.id == id)
    }

    /// The deployment named, or the only one there is.
    fn site<'s>(&mut self, sites: &'s [Site]) -> Option<&'s Site> {
        match (self.entered("deployment"), sites) {
            (None, [only]) => Some(only),
            (None, _) => self.wrong("deployment", Wrong::Missing),
            (Some(id), sites) => match sites.iter().find(|s| s.id.to_string() == id) {
                Some(site) => Some(site),
                None => self.wrong("deployment", Wrong::NotOffered),
            },
        }
    }

    /// The product named, or the only one this kind is for (C1).
    fn product(&mut self) -> Option<String> {
        let offered = products_of(self.desk, self.kind);
        match (self.entered("product"), offered.as_slice()) {
            (None, [only]) => Some((*only).to_owned()),
            (None, _) => self.wrong("product", Wrong::Missing),
            (Some(id), offered) if offered.contains(&id.as_str()) => Some(id),
            _ => self.wrong("product", Wrong::NotOffered),
        }
    }

    fn sub_type(&mut self, product: Option<&str>) -> Option<String> {
        if !self.has("sub-type") {
            return match self.entered("sub-type") {
                Some(_) => self.wrong("sub-type", Wrong::Unknown),
                None => None,
            };
        }
        let required = self.desk.field("sub-type").is_some_and(|f| f.required);
        match self.entered("sub-type") {
            None if required => self.wrong("sub-type", Wrong::Missing),
            None => None,
            Some(id) if sub_types_of(self.kind, product).any(|s| s.id == id) => Some(id),
            Some(_) => self.wrong("sub-type", Wrong::NotOffered),
        }
    }

    /// The environment named, the kind's own, or the site's only one (C2, C5).
    fn environment(&mut self, site: Option<&Site>) -> Option<String> {
        let entered = self.entered("environment");
        if let Some(fixed) = &self.kind.environment {
            return match entered {
                Some(id) if id != *fixed => self.wrong("environment", Wrong::NotOffered),
                _ => Some(fixed.clone()),
            };
        }
        if !self.has("environment") {
            return match entered {
                Some(_) => self.wrong("environment", Wrong::Unknown),
                None => None,
            };
        }
        let offered = &site?.environments;
        let required = self.desk.field("environment").is_some_and(|f| f.required);
        match entered {
            Some(id) if offered.contains(&id) => Some(id),
            Some(_) => self.wrong("environment", Wrong::NotOffered),
            None if offered.len() == 1 => offered.first().cloned(),
            None if required => self.wrong("environment", Wrong::Missing),
            None => None,
        }
    }

    fn severity(&mut self) -> Option<String> {
        match self.entered("severity") {
            None => Some(self.desk.preset_severity.clone()),
            Some(id) if self.has("severity") && self.desk.severity(&id).is_some() => Some(id),
            Some(id) if !self.has("severity") && id == self.desk.preset_severity => Some(id),
            Some(_) => self.wrong("severity", Wrong::NotOffered),
        }
    }

    /// The centre chosen, of those that the desk has (S5).
    fn centre(&mut self) -> Option<String> {
        let id = self.entered("centre")?;
        match self.desk.centre(&id) {
            Some(_) => Some(id),
            None => self.wrong("centre", Wrong::NotOffered),
        }
    }

    fn text(&mut self, id: &str, max: usize, required: bool) -> Option<String> {
        match self.entered(id) {
            None if required => self.wrong(id, Wrong::Missing),
            None => None,
            Some(text) if text.chars().count() > max => self.wrong(id, Wrong::TooLong { max }),
            Some(text) => Some(text),
        }
    }

    fn answers(&mut self, sub_type: Option<&str>, product: Option<&str>) -> Answers {
        let mut answers = Answers::new();
        let form = self.kind.form.iter().filter_map(|id| self.desk.field(id));
        for field in form.chain(self.desk.asked_before(&self.kind.id, sub_type)) {
            let built_in = matches!(
                field.entry,
                Entry::Deployment
                    | Entry::Product
                    | Entry::SubType
                    | Entry::Environment
                    | Entry::Severity
                    | Entry::Subject
                    | Entry::Description
            );
            // A field hidden by an earlier answer is as good as absent: what it still holds is dropped.
            if built_in || !field.applies(sub_type, product) {
                continue;
            }
            if let Some(answer) = self.answer(field) {
                answers.insert(field.id.clone(), answer);
            }
        }
        answers
    }

    pub(super) fn answer(&mut self, field: &Field) -> Option<Answer> {
        let id = field.id.as_str();
        if let Entry::Flag = field.entry {
            return match self.entered(id).as_deref() {
                Some("true" | "on" | "yes" | "1") => Some(Answer::Flag(true)),
                _ if field.required => self.wrong(id, Wrong::Missing),
                _ => None,
            };
        }
        let offered = offered_options(field, self.entries);
        let Some(text) = self.entered(id) else {
            // Nothing to choose from is nothing to miss.
            let nothing_offered = offered.as_ref().is_some_and(Vec::is_empty);
            return if field.required && !nothing_offered {
                self.wrong(id, Wrong::Missing)
            } else {
                None
            };
        };
        match &field.entry {
            Entry::Line { max } => self
                .text(id, *max, false)
                .map(|t| Answer::Text(Prose::new(t.replace('\n', " ")))),
            Entry::Lines { max } => self
                .text(id, *max, false)
                .map(|t| Answer::Text(Prose::new(t))),
            Entry::Number { min, max } => match ascii_digits(&text).parse::<i64>() {
                Ok(n) if (*min..=*max).contains(&n) => Some(Answer::Number(n)),
                _ => self.wrong(
                    id,
                    Wrong::NotANumber {
                        min: *min,
                        max: *max,
                    },
                ),
            },
            Entry::Date => match text.parse::<jiff::civil::Date>() {
                Ok(date) => Some(Answer::Date(date.to_string())),
                Err(_) => self.wrong(id, Wrong::NotADate),
            },
            Entry::Choice { .. } => match offered.is_some_and(|o| o.contains(&text.as_str())) {
                true => Some(Answer::Choice(text)),
                false => self.wrong(id, Wrong::NotOffered),
            },
            Entry::Emails { most } => self.addresses(id, &text, *most),
            _ => None,
        }
    }

    fn addresses(&mut self, id: &str, text: &str, most: usize) -> Option<Answer> {
        let given = copies::listed(text);
        if given.len() > most {
            return self.wrong(id, Wrong::TooMany { most });
        }
        let own = self.domains.unwrap_or_default();
        let (good, bad): (Vec<_>, Vec<_>) = given.into_iter().partition(|a| is_address(a));
        let mut wrong: Vec<Wrong> = bad
            .into_iter()
            .map(|given| Wrong::NotAnAddress {
                meant: copies::meant(&given, own),
                given,
            })
            .collect();
        let sure = self.entered(SURE_OF).unwrap_or_default();
        let mut foreign = Vec::new();
        for doubt in copies::doubts(&good, self.domains, &copies::listed(&sure)) {
            match doubt {
                Doubt::Slip { given, meant } => wrong.push(Wrong::Slip { given, meant }),
                Doubt::Foreign { given } => foreign.push(given),
            }
        }
        // Of several that nothing can be made of, the first is named.
        let mut named = false;
        wrong.retain(|wrong| match wrong {
            Wrong::NotAnAddress { meant: None, .. } => !std::mem::replace(&mut named, true),
            _ => true,
        });
        if !foreign.is_empty() {
            wrong.push(Wrong::Foreign { given: foreign });
        }
        if !wrong.is_empty() {
            self.problems
                .extend(wrong.into_iter().map(|w| problem(id, w)));
            return None;
        }
        Some(Answer::Emails(good.into_iter().map(Prose::new).collect()))
    }

    /// A name that no field has is a mistake of the sender, told rather than ignored.
    fn refuse_unknown(&mut self) {
        let unknown: Vec<String> = self
            .entries
            .keys()
            .filter(|id| {
                !self.has(id)
                    && !self.asks_before(id)
                    && !matches!(
                        id.as_str(),
                        "deployment"
                            | "product"
                            | "sub-type"
                            | "environment"
                            | "severity"
                            | "centre"
                            | SURE_OF
                    )
            })
            .cloned()
            .collect();
        for id in unknown {
            self.problems.push(problem(&id, Wrong::Unknown));
        }
    }
}

/// Ids of the products that a kind is offered for.
pub fn products_of<'a>(desk: &'a Desk, kind: &'a Kind) -> Vec<&'a str> {
    desk.products
        .iter()
        .map(|p| p.id.as_str())
        .filter(|id| kind.products.is_empty() || kind.products.iter().any(|p| p == id))
        .collect()
}

/// Sub types offered for a product: what its customers may not use is not offered (C2).
pub fn sub_types_of<'a>(
    kind: &'a Kind,
    product: Option<&'a str>,
) -> impl Iterator<Item = &'a crate::desk::SubType> {
    kind.sub_types.iter().filter(move |s| {
        s.products.is_empty() || product.is_some_and(|p| s.products.iter().any(|q| q == p))
    })
}

/// Ids of the options that a choice offers, given the other answers; `None` when the field is no choice.
pub fn offered_options<'a>(field: &'a Field, entries: &Entries) -> Option<Vec<&'a str>> {
    let Entry::Choice { options, depends } = &field.entry else {
        return None;
    };
    Some(match depends {
        None => options.iter().map(|o| o.id.as_str()).collect(),
        Some(depends) => {
            let value = entries
                .get(&depends.on)
                .map(String::as_str)
                .unwrap_or_default();
            depends.offered(value).iter().map(String::as_str).collect()
        }
    })
}

/// Full-width digits and signs as ASCII.
fn ascii_digits(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, ',' | '，'))
        .map(|c| match c {
            '０'..='９' => {
                char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
            }
            '－' | '−' => '-',
            _ => c,
        })
        .collect()
}

pub(super) fn problem(field: &str, wrong: Wrong) -> FieldProblem {
    FieldProblem {
        field: field.to_owned(),
        wrong,
    }
}
