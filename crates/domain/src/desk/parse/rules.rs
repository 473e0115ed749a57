//! The rules that move a case by themselves: each must name statuses that are open or closed as its sense demands.
//! Knows statuses as read; whether every one of them is reached is judged in `flow`.

use jiff::civil::Date;

use super::{
    problem::{Problem, What},
    read::{At, Reader, Table},
    statuses::agreed,
};
use crate::desk::{
    AccessRequest, CloseReason, CustomerActs, NeedOfContract, OwnReference, RemoteAccess,
    Reopening, Rules, SeverityChange, Status, StatusId,
};
use crate::{limit::ApiLimits, volume::Reading};

const KEYS: [&str; 25] = [
    "opened",
    "taken",
    "solution_worked",
    "solution_failed",
    "customer_update",
    "close_reason",
    "reopening",
    "unanswered",
    "redirected",
    "merged",
    "contract",
    "severity_at_once",
    "customer_acts",
    "designated_in",
    "shown_since",
    "partner_contract",
    "restricted_answers",
    "remote_access",
    "own_reference",
    "access_request",
    "goes",
    "reading",
    "api",
    "knowledge_review",
    "cause_required",
];

impl Reader {
    pub fn rules(&mut self, root: &Table, statuses: &[Status]) -> Option<Rules> {
        let Some(value) = root.value("rules") else {
            return self.missing(root, "rules");
        };
        let table = self.table("rules", value, "rules", &KEYS)?;
        let opened = self.target(&table, "opened", false, statuses);
        let taken = table
            .value("taken")
            .and_then(|_| self.target(&table, "taken", false, statuses));
        let solution_worked = self.target(&table, "solution_worked", true, statuses);
        let solution_failed = self.target(&table, "solution_failed", false, statuses);
        let customer_update = self.customer_update(&table, statuses);
        let close_reasons = self.close_reasons(&table, statuses);
        let unanswered = self.unanswered(&table, statuses);
        let redirected = table
            .value("redirected")
            .and_then(|_| self.target(&table, "redirected", true, statuses));
        let merged = table
            .value("merged")
            .and_then(|_| self.target(&table, "merged", true, statuses));
        let reopening = self.reopening(&table, statuses);
        let contract = self.word(
            &table,
            "contract",
            &[
                ("required", NeedOfContract::Required),
                ("welcome", NeedOfContract::Welcome),
            ],
        );
        let severity_at_once = self.severity_at_once(&table);
        let customer_acts = self.word(
            &table,
            "customer_acts",
            &[
                ("writers", CustomerActs::Writers),
                ("submitter-and-admin", CustomerActs::SubmitterAndAdmin),
            ],
        );
        let designated_in = self.maybe_reference(&table, "designated_in", What::Environment);
        let restricted_answers = self.maybe_reference(&table, "restricted_answers", What::Channel);
        let remote_access = self.remote_access(&table);
        let own_reference = self.own_reference(&table);
        let access_request = self.access_request(&table);
        let goes = self.goes(&table);
        let reading = self.reading(&table);
        let api = self.api(&table);
        let reviews = [("another", true), ("nobody", false)];
        let knowledge_review = self.word(&table, "knowledge_review", &reviews);
        let cause_required = self.flag(&table, "cause_required");
        let partner_contract = self.flag(&table, "partner_contract");
        let shown_since = self.day(&table, "shown_since");
        // Where there is nothing to buy, nobody needs to have bought it.
        let usual = match self.known.ids(What::Plan).is_empty() {
            true => NeedOfContract::Welcome,
            false => NeedOfContract::Required,
        };
        Some(Rules {
            opened: opened?,
            taken,
            customer_update,
            solution_worked: solution_worked?,
            solution_failed: solution_failed?,
            close_reasons,
            unanswered,
            cause_required,
            redirected,
            merged,
            reopening: reopening?,
            contract: contract.unwrap_or(usual),
            severity_at_once,
            customer_acts: customer_acts.unwrap_or(CustomerActs::Writers),
            designated_in,
            shown_since,
            partner_contract,
            restricted_answers,
            knowledge_review: knowledge_review.unwrap_or(true),
            remote_access,
            own_reference,
            goes,
            access_request,
            reading,
            api,
        })
    }

    /// The kind, and a sub type, that requests for access become.
    fn access_request(&mut self, rules: &Table) -> Option<AccessRequest> {
        let value = rules.value("access_request")?;
        let keys = ["kind", "sub_type"];
        let table = self.table("access_request", value, "rules.access_request", &keys)?;
        let kind = self.text(&table, "kind");
        let sub_type = self.maybe_reference(&table, "sub_type", What::SubType);
        let kind = self.reference(What::Kind, &kind?)?;
        Some(AccessRequest { kind, sub_type })
    }

    /// From how many different cases within an hour reading is unusual, and from how many it is stopped (V-38).
    fn reading(&mut self, rules: &Table) -> Reading {
        const MOST: i64 = 10_000;
        let usual = Reading::default();
        let Some(value) = rules.value("reading") else {
            return usual;
        };
        let keys = ["alarm", "step_up"];
        let Some(table) = self.table("reading", value, "rules.reading", &keys) else {
            return usual;
        };
        let alarm = self.number(&table, "alarm", 1, MOST);
        let step_up = self.number(&table, "step_up", alarm.unwrap_or(1), MOST);
        let kept = |given: Option<i64>, usual| {
            given.and_then(|n| usize::try_from(n).ok()).unwrap_or(usual)
        };
        let (alarm, step_up) = (kept(alarm, usual.alarm), kept(step_up, usual.step_up));
        Reading { alarm, step_up }
    }

    /// How many requests the API takes in a minute.
    fn api(&mut self, rules: &Table) -> ApiLimits {
        const MOST: i64 = 1_000_000;
        let mut api = ApiLimits::default();
        let Some(value) = rules.value("api") else {
            return api;
        };
        let keys = ["token", "account", "address", "wrong"];
        let Some(table) = self.table("api", value, "rules.api", &keys) else {
            return api;
        };
        for (key, of) in [
            ("token", &mut api.token),
            ("account", &mut api.account),
            ("address", &mut api.address),
            ("wrong", &mut api.wrong),
        ] {
            let given = table
                .value(key)
                .and_then(|_| self.number(&table, key, 1, MOST));
            *of = given.and_then(|n| i32::try_from(n).ok()).unwrap_or(*of);
        }
        api
    }

    /// The field that asks for consent, which must be a choice with that option.
    fn remote_access(&mut self, rules: &Table) -> Option<RemoteAccess> {
        let value = rules.value("remote_access")?;
        let keys = ["field", "allowed"];
        let table = self.table("remote_access", value, "rules.remote_access", &keys)?;
        let field = self.text(&table, "field");
        let allowed = self.text(&table, "allowed");
        let field = self.reference(What::Field, &field?)?;
        let options = self.known.values(&field).unwrap_or_default().to_vec();
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        let allowed = allowed.filter(|given| self.one_of(given, "allowed", &options))?;
        Some(RemoteAccess {
            field,
            allowed: allowed.it,
        })
    }

    /// The field of one line that holds the customer's own number, and who may change it later.
    fn own_reference(&mut self, rules: &Table) -> Option<OwnReference> {
        let value = rules.value("own_reference")?;
        let keys = ["field", "by"];
        let table = self.table("own_reference", value, "rules.own_reference", &keys)?;
        let field = self.text(&table, "field");
        let given = self.some_list(&table, "by");
        let by: Vec<String> = given
            .into_iter()
            .filter(|who| self.one_of(who, "by", &["customer", "support"]))
            .map(|who| who.it)
            .collect();
        let field = self.reference(What::Field, &field?)?;
        if !self.known.takes(&field, "line") {
            let known = self.known.taking("line");
            let key = "field".to_owned();
            let given = field;
            self.wrong(
                table.place("field"),
                Problem::NotOneOf { key, given, known },
            );
            return None;
        }
        let has = |who: &str| by.iter().any(|one| one == who);
        Some(OwnReference {
            field,
            customer: has("customer"),
            support: has("support"),
        })
    }

    /// An id of something that the desk has, if the key is there.
    pub fn maybe_reference(&mut self, table: &Table, key: &str, what: What) -> Option<String> {
        let given = self.maybe_text(table, key)?;
        self.reference(what, &given)
    }

    /// A single day, as `2026-11-21`.
    fn day(&mut self, table: &Table, key: &str) -> Option<Date> {
        let given = self.maybe_text(table, key)?;
        let day = given.it.parse().ok();
        if day.is_none() {
            self.wrong(given.at, Problem::BadDays { given: given.it });
        }
        day
    }

    /// Which changes of severity need nobody else's word; usually all but staff's lowering.
    fn severity_at_once(&mut self, rules: &Table) -> Vec<SeverityChange> {
        const WORDS: [(&str, SeverityChange); 4] = [
            ("customer-raises", SeverityChange::CustomerRaises),
            ("customer-lowers", SeverityChange::CustomerLowers),
            ("staff-raises", SeverityChange::StaffRaises),
            ("staff-lowers", SeverityChange::StaffLowers),
        ];
        if rules.value("severity_at_once").is_none() {
            return WORDS[..3].iter().map(|(_, change)| *change).collect();
        }
        let known = WORDS.map(|(word, _)| word);
        let mut all = Vec::new();
        for given in self.list(rules, "severity_at_once") {
            if self.one_of(&given, "severity_at_once", &known) {
                let meant = WORDS.iter().find(|(word, _)| *word == given.it);
                all.extend(meant.map(|(_, change)| *change));
            }
        }
        all
    }

    /// The status that `key` names, which must be closed or open as `closed` says.
    pub fn target(
        &mut self,
        table: &Table,
        key: &str,
        closed: bool,
        statuses: &[Status],
    ) -> Option<StatusId> {
        let given = self.text(table, key)?;
        let id = StatusId::new(self.reference(What::SubStatus, &given)?);
        let is_closed = is_closed(statuses, &id);
        let (rule, to) = (path_of(table, key), given.it);
        match (closed, is_closed) {
            (true, Some(false)) => self.wrong(given.at, Problem::RuleTargetNotClosed { rule, to }),
            (false, Some(true)) => self.wrong(given.at, Problem::RuleTargetClosed { rule, to }),
            _ => {}
        }
        Some(id)
    }

    fn customer_update(&mut self, rules: &Table, statuses: &[Status]) -> Vec<(StatusId, StatusId)> {
        let mut from_all: Vec<At<String>> = Vec::new();
        let mut moves = Vec::new();
        for table in self.tables(
            rules,
            "customer_update",
            "rules.customer_update",
            &["from", "to"],
        ) {
            let to = self.target(&table, "to", false, statuses);
            let given = self.some_list(&table, "from");
            let from = self.expanded(&given);
            for id in &from {
                if is_over(statuses, &StatusId::new(id.it.as_str())) {
                    let rule = path_of(&table, "from");
                    self.wrong(
                        id.at,
                        Problem::RuleFromClosed {
                            rule,
                            from: id.it.clone(),
                        },
                    );
                }
                moves.extend(to.clone().map(|to| (StatusId::new(id.it.as_str()), to)));
            }
            // Twice in one list has been told already.
            let mut once = from;
            once.dedup_by(|a, b| a.it == b.it);
            from_all.extend(once);
        }
        self.distinct(What::CustomerUpdate, &from_all);
        moves
    }

    fn close_reasons(&mut self, rules: &Table, statuses: &[Status]) -> Vec<CloseReason> {
        let mut ids = Vec::new();
        let mut reasons = Vec::new();
        for table in self.some_tables(
            rules,
            "close_reason",
            "rules.close_reason",
            &["id", "label", "to"],
        ) {
            let id = self.id(&table, What::CloseReason);
            let label = self.label(&table, "label");
            let to = self.target(&table, "to", true, statuses);
            if let (Some(id), Some(to)) = (&id, to) {
                reasons.push(CloseReason {
                    id: id.it.clone(),
                    label,
                    to,
                });
            }
            ids.extend(id);
        }
        self.distinct(What::CloseReason, &ids);
        reasons
    }

    fn reopening(&mut self, rules: &Table, statuses: &[Status]) -> Option<Reopening> {
        let Some(value) = rules.value("reopening") else {
            return self.missing(rules, "reopening");
        };
        let every = ["way", "days", "to"];
        let table = self.table("reopening", value, "rules.reopening", &every)?;
        let way = self.text(&table, "way")?;
        if !self.one_of(&way, "way", &["request", "within-days", "never"]) {
            return None;
        }
        match way.it.as_str() {
            "request" => {
                self.keep_to(&table, &every, &["way", "to"]);
                Some(Reopening::Request {
                    to: self.target(&table, "to", false, statuses)?,
                })
            }
            "within-days" => {
                let days = self.number(&table, "days", 1, 3_650);
                let to = self.target(&table, "to", false, statuses);
                Some(Reopening::WithinDays {
                    days: u16::try_from(days?).ok()?,
                    to: to?,
                })
            }
            _ => {
                self.keep_to(&table, &every, &["way"]);
                Some(Reopening::Never)
            }
        }
    }

    /// Of the keys judged already, only `allowed` have a meaning here.
    fn keep_to(&mut self, table: &Table, judged: &[&str], allowed: &[&str]) {
        let idle = judged.iter().filter(|key| !allowed.contains(key));
        for key in idle
            .filter_map(|key| table.entries.get_key_value(*key))
            .map(|(key, _)| key)
        {
            let expected = allowed.iter().map(|k| (*k).to_owned()).collect();
            self.wrong(
                key.span().start,
                Problem::UnknownKey {
                    key: key.get_ref().to_string(),
                    expected,
                },
            );
        }
    }
}

fn path_of(table: &Table, key: &str) -> String {
    match table.path {
        "rules" => key.to_owned(),
        path => format!("{}.{key}", path.trim_start_matches("rules.")),
    }
}

/// The status is closed, and asks nothing more.
fn is_over(statuses: &[Status], id: &StatusId) -> bool {
    let mut subs = statuses.iter().flat_map(|status| &status.subs);
    let asks = subs.any(|sub| sub.id == *id && sub.asks_solution);
    !asks && is_closed(statuses, id) == Some(true)
}

/// Whether the status is closed; nothing when it could not be read, or says one thing and its opposite.
pub(super) fn is_closed(statuses: &[Status], id: &StatusId) -> Option<bool> {
    let sub = statuses
        .iter()
        .flat_map(|s| &s.subs)
        .find(|s| s.id == *id)?;
    agreed(sub.turn, sub.closed)
}
