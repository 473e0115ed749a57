//! Everything that an installation keeps, as lines of JSON: a file for each noun, and the log with its texts. What a table
//! holds goes out as it lies there, under the names of its columns; secrets, and what is worked out from the rest, stay here.

use serde_json::{Map, Value as Json, value::RawValue};

use crate::{
    Store, chain,
    db::{DbError, Sql, Value},
    sql,
};

/// A noun: its file, its table, what its rows are named by, and its columns. `*` marks a column that holds JSON.
pub struct Noun {
    pub file: &'static str,
    pub table: &'static str,
    pub keys: &'static [&'static str],
    pub columns: &'static [&'static str],
    /// Rows that are no secret.
    only: &'static str,
}

const fn noun(
    file: &'static str,
    table: &'static str,
    keys: &'static [&'static str],
    columns: &'static [&'static str],
) -> Noun {
    Noun {
        file,
        table,
        keys,
        columns,
        only: "1 = 1",
    }
}

/// All nouns. The log is a file of its own, [`LOG`].
#[rustfmt::skip]
pub const NOUNS: [Noun; 55] = [
    noun("desks", "desks", &["version"], &["version", "source", "digest", "served_at"]),
    noun("accounts", "accounts", &["id"], &["id", "version", "head", "name", "name_en", "admin_id", "restricted", "handover_id", "success_manager_id"]),
    noun("deployments", "deployments", &["id"], &["id", "account_id", "place", "label", "label_en", "identifier", "environments"]),
    noun("entitlements", "entitlements", &["account_id", "place"], &["account_id", "place", "contract", "plan", "trial", "options", "deployment_id", "product", "from_day", "to_day"]),
    noun("grants", "grants", &["account_id", "place"], &["account_id", "place", "contact_id", "deployment_id", "level", "from_day", "until_day", "by_person"]),
    noun("partners", "partners", &["account_id", "place"], &["account_id", "place", "partner_id", "until_day", "contract"]),
    // A PIN is a secret, and so is a digest of it.
    Noun { only: "sort <> 'pin'", ..noun("identifiers", "identifiers", &["account_id", "place"], &["account_id", "place", "sort", "value", "deployment_id"]) },
    noun("teams", "teams", &["id"], &["id", "version", "head", "label", "label_en", "closed"]),
    noun("people", "people", &["id"], &["id", "version", "head", "account_id", "level", "role", "team_id", "family", "given", "family_kana", "given_kana", "email", "language", "time_zone", "signed_in", "suspended", "proxy_login", "guest_site_id"]),
    noun("details", "details", &["person_id"], &["person_id", "*body"]),
    noun("requests", "requests", &["id"], &["id", "version", "head", "state", "email_folded", "proposed_id"]),
    noun("articles", "articles", &["id"], &["id", "version", "head", "sort", "state", "audience", "until_day", "ahead", "review_asked", "writer_id", "published_at", "reviewed_at", "changed_at", "helped", "failed"]),
    noun("article-texts", "article_texts", &["article_id", "language"], &["article_id", "language", "draft_title", "draft_body", "title", "body"]),
    noun("article-products", "article_products", &["article_id", "product"], &["article_id", "product"]),
    noun("article-readers", "article_readers", &["article_id", "reader"], &["article_id", "reader"]),
    // How one gets in is a secret.
    noun("sessions", "sessions", &["id"], &["id", "version", "head", "number", "state", "case_id", "host_id", "customers", "started_at", "ended_at"]),
    noun("session-recordings", "session_recordings", &["id"], &["id", "session_id", "stretch", "seat", "kind", "place", "state", "started_at", "lasts", "bytes", "sha256", "erase_at", "erased_at", "erased_by"]),
    noun("session-recording-parts", "session_recording_parts", &["recording_id", "start"], &["recording_id", "start", "bytes", "place"]),
    noun("session-answers", "session_answers", &["session_id", "seat"], &["session_id", "seat", "at", "version", "*points"]),
    noun("acd-agents", "acd_agents", &["person_id"], &["person_id", "state", "changed_at"]),
    noun("session-choices", "session_choices", &["person_id"], &["person_id", "mode", "starts", "changed_at"]),
    noun("cases", "cases", &["id"], &[
        "id", "number", "version", "head", "public_version", "desk_version", "account_id", "deployment_id", "contact_id", "list",
        "kind", "sub_type", "product", "environment", "severity", "channel", "subject", "*answers", "status", "turn", "owner_id",
        "team_id", "reopening_asked", "handovers", "reopenings", "opened_at", "modified_at", "turn_since", "closed_at",
        "source_system", "source_id", "*promise", "*clocks", "*severity_wish", "call_owed", "call_owed_since", "tier", "*third_party",
        "*proxy_login", "*access_wish", "private", "*questions", "*silence", "*closing", "*survey", "surveyed_at", "continues", "kind_state", "escalation_asked", "*snooze", "*escalated", "escalation_number", "*call_wish", "*conferences",
        "*links", "*merged", "*carries", "*tags",
    ]),
    noun("incidents", "incidents", &["id"], &["id", "number", "version", "head", "desk_version", "state", "phase", "severity", "wide", "lead_id", "communications_id", "started_at", "declared_at", "changed_at", "promised_at", "ended_at", "cause_due_on", "cause_reported_at"]),
    noun("incident-cases", "incident_cases", &["case_id"], &["case_id", "incident_id"]),
    noun("incident-products", "incident_products", &["incident_id", "product"], &["incident_id", "product"]),
    noun("incident-deployments", "incident_deployments", &["incident_id", "deployment_id"], &["incident_id", "deployment_id"]),
    noun("incident-accounts", "incident_accounts", &["incident_id", "account_id"], &["incident_id", "account_id", "picked", "hears"]),
    noun("surges", "surges", &["id"], &["id", "product", "begun_at", "changed_at", "dismissed_at", "dismissed_by"]),
    noun("surge-cases", "surge_cases", &["case_id"], &["case_id", "surge_id"]),
    noun("proxy-logins", "proxy_logins", &["case_id", "contact_id", "agent_id", "started_at"], &["case_id", "contact_id", "agent_id", "started_at", "ended_at", "by_contact", "note"]),
    noun("mails", "mails", &["id"], &["id", "case_id", "incident_id", "reader", "person_id", "address", "*occasions", "message_id", "state", "attempts", "due_at", "made_at", "settled_at", "error"]),
    noun("letters", "letters", &["id"], &["id", "address", "name", "language", "subject", "said", "message_id", "given_up", "attempts", "due_at", "made_at", "error"]),
    noun("mail-texts", "mail_texts", &["occasion", "language"], &["occasion", "language", "subject", "body", "changed_at", "changed_by"]),
    noun("drafts", "drafts", &["person_id", "case_id", "sort"], &["person_id", "case_id", "sort", "form", "kept_at", "shared"]),
    noun("opening-drafts", "opening_drafts", &["id"], &["id", "person_id", "account_id", "kind", "form", "kept_at"]),
    noun("held", "held", &["id"], &["id", "person_id", "case_id", "form", "due_at", "refused"]),
    noun("recall-times", "recall_times", &["person_id"], &["person_id", "seconds"]),
    noun("seen", "seen", &["person_id", "case_id"], &["person_id", "case_id", "version"]),
    noun("mutes", "mutes", &["person_id", "case_id"], &["person_id", "case_id", "since_at"]),
    noun("tags", "tags", &["id"], &["id", "key", "word", "desk_key", "joined_id", "made_at"]),
    noun("macros", "macros", &["id"], &["id", "version", "person_id", "team_id", "*body", "changed_at"]),
    noun("team-views", "team_views", &["team_id"], &["team_id", "version", "*body"]),
    noun("list-settings", "list_settings", &["person_id"], &["person_id", "version", "*body"]),
    noun("files", "files", &["id"], &["id", "place", "person_id", "name", "kind", "bytes", "received", "sha256", "state", "created_at", "case_id", "account_id", "internal", "attached_at", "fetched_at", "removed_at", "cleared", "release_id", "session_id", "session_file", "not_scanned", "scanned_at", "locked"]),
    noun("images", "images", &["id"], &["id", "place", "part", "person_id", "name", "kind", "bytes", "sha256", "width", "height", "state", "created_at", "used_at", "removed_at"]),
    noun("article-images", "article_images", &["article_id", "image_id"], &["article_id", "image_id", "shown"]),
    noun("releases", "releases", &["id"], &["id", "product", "name", "version", "note", "file_id", "published_at", "published_by", "withdrawn_at", "withdrawn_by"]),
    noun("article-uses", "article_uses", &["article_id", "person_id"], &["article_id", "person_id", "account_id", "shown_at", "last_shown_at", "opened_at", "solved_at", "followed_at"]),
    noun("article-solved-words", "article_solved_words", &["article_id", "person_id", "digest"], &["article_id", "person_id", "account_id", "digest"]),
    noun("reading-lists", "reading_lists", &["id"], &["id", "version", "place", "*body", "changed_at", "changed_by"]),
    noun("missed-words", "missed_words", &["digest"], &["digest", "words", "settled_at"]),
    noun("missed-searches", "missed_searches", &["digest", "account_id"], &["digest", "account_id", "times", "unopened", "last_at"]),
    noun("file-parts", "file_parts", &["file_id", "start"], &["file_id", "start", "bytes", "place"]),
    noun("imports", "imports", &["system", "source_id"], &["system", "source_id", "case_id", "records"]),
    noun("seals", "seals", &["number"], &["number", "upto_tx", "upto", "events", "digest", "at", "mac"]),
];

/// The log's file.
pub const LOG: &str = "events";

/// Tables that stay here: secrets, what passes within days, and what is worked out from the rest.
pub const LEFT: [&str; 37] = [
    "sealed_streams",
    "limits",
    "case_tags",
    "passwords",
    "sign_ins",
    "tokens",
    "codes",
    "proofs",
    "address_wishes",
    "readings",
    "reading_marks",
    "pins",
    "second_factors",
    "recovery_codes",
    "settings",
    "idempotency",
    "followers",
    "counts",
    "numbering",
    "schema_version",
    "list_files",
    "list_file_parts",
    "left_places",
    "session_seats",
    "session_links",
    "session_unanswered",
    "session_surveys",
    "session_once",
    "session_stretches",
    "recorders",
    "incident_once",
    "retakes",
    "file_texts",
    "appointments",
    "conference_passcodes",
    "calendar_addresses",
    "news_addresses",
];

/// Columns that stay here: what lists order by, and other spellings of what is there.
pub const LEFT_COLUMNS: [(&str, &[&str]); 7] = [
    ("desks", &["desk"]),
    ("files", &["session_taken_at"]),
    ("incidents", &["tell_at"]),
    ("session_recordings", &["node"]),
    ("people", &["email_folded", "sort_key"]),
    ("sessions", &["tell_at", "passcode", "passcode_sealed"]),
    (
        "cases",
        &[
            "shelf",
            "attention",
            "kind_rank",
            "product_rank",
            "channel_rank",
            "severity_rank",
            "status_rank",
            "subject_key",
            "contact_key",
            "deployment_key",
            "standing",
            "due_order",
            "tell_at",
            "alert",
            "served_order",
            "escalation_order",
            "due_clock",
            "environment_key",
            "centre_key",
            "reference_key",
            "reference_fold",
            "plan_key",
            "cause_key",
            "call_order",
            "escalation_team",
            "confirm_order",
            "suggested",
            "expected_passed",
            "confers_until",
            "closed_order",
            "submitter_id",
            "submitter_key",
            "changer_id",
            "changer_key",
        ],
    ),
];

/// Rows read at once.
const STEP: i64 = 500;

/// Where in a table, or in the log, the reading is.
#[derive(Clone, Debug, Default)]
pub struct At(Option<Vec<Value>>);

fn moment(name: &str) -> bool {
    name.ends_with("_at") || matches!(name, "at" | "turn_since")
}

fn told(name: &str, is_json: bool, value: Value) -> Result<Json, DbError> {
    let shape = |what: String| DbError::Shape(format!("{name}: {what}"));
    Ok(match value {
        Value::Null => Json::Null,
        Value::Int(at) if moment(name) => {
            let at = domain::Instant::from_millisecond(at).map_err(|e| shape(e.to_string()))?;
            Json::String(at.to_string())
        }
        Value::Int(v) => v.into(),
        Value::Bytes(v) => Json::String(chain::hex(&v)),
        // Whatever is no JSON goes out as the text that it is: nothing is held back by it.
        Value::Text(v) if is_json => serde_json::from_str(&v).unwrap_or(Json::String(v)),
        Value::Text(v) => Json::String(v),
    })
}

/// The part of a `WHERE` that begins behind a place, with arguments from `$1` on.
fn behind(keys: &[&'static str], at: &At) -> (Sql, Vec<Value>) {
    let Some(values) = &at.0 else {
        return ("1 = 1".into(), Vec::new());
    };
    let places = Sql::places(1, values.len());
    let condition = match keys {
        [one] => sql!("{} > $1", *one),
        _ => sql!("({}) > ({})", Sql::join(keys.iter().copied(), ", "), places),
    };
    (condition, values.clone())
}

impl Store {
    /// Some lines of a noun from a place on, which moves along; none when all were read.
    pub async fn export_rows(&self, noun: &Noun, at: &mut At) -> Result<Vec<String>, DbError> {
        let names = noun.columns.iter().map(|name| name.trim_start_matches('*'));
        let names: Vec<&str> = names.collect();
        let keys = Sql::join(noun.keys.iter().copied(), ", ");
        let (behind, mut args) = behind(noun.keys, at);
        args.push(STEP.into());
        let sql = sql!(
            "SELECT {keys}, {} FROM {} WHERE {behind} AND {} ORDER BY {keys} LIMIT ${}",
            Sql::join(names.iter().copied(), ", "),
            noun.table,
            noun.only,
            args.len()
        );
        let mut lines = Vec::new();
        for row in self.db.read(&sql, &args).await? {
            let mut values = row.values().into_iter();
            at.0 = Some(values.by_ref().take(noun.keys.len()).collect());
            let mut object = Map::new();
            for ((marked, name), value) in noun.columns.iter().zip(&names).zip(values) {
                object.insert(
                    (*name).to_owned(),
                    told(name, marked.starts_with('*'), value)?,
                );
            }
            lines.push(Json::Object(object).to_string());
        }
        Ok(lines)
    }

    /// Some lines of the log, stream by stream, each event with the texts that lie beside it.
    pub async fn export_events(&self, at: &mut At) -> Result<Vec<String>, DbError> {
        const KEYS: [&str; 3] = ["e.stream", "e.stream_id", "e.version"];
        let (behind, mut args) = behind(&KEYS, at);
        args.push(STEP.into());
        let sql = sql!(
            "SELECT e.stream, e.stream_id, e.version, e.seq, e.at, e.by_person, e.kind, e.body, e.hash, e.from_address, e.on_behalf FROM events e
             WHERE {behind} ORDER BY e.stream, e.stream_id, e.version LIMIT ${}",
            args.len()
        );
        let rows = self.db.read(&sql, &args).await?;
        let mut lines = Vec::with_capacity(rows.len());
        let Some(last) = rows.last() else {
            return Ok(lines);
        };
        // Texts lie in the same order as the events they belong to.
        let mut bounds = args;
        bounds.pop();
        let upto: Vec<Value> = last.values().into_iter().take(KEYS.len()).collect();
        let from = match &at.0 {
            Some(_) => "(p.stream, p.stream_id, p.version) > ($1, $2, $3) AND ",
            None => "",
        };
        let n = bounds.len();
        bounds.extend(upto.iter().cloned());
        let sql = sql!(
            "SELECT p.stream, p.stream_id, p.version, p.salt, p.body FROM prose p
             WHERE {from}(p.stream, p.stream_id, p.version) <= (${}, ${}, ${})
             ORDER BY p.stream, p.stream_id, p.version, p.ordinal",
            n + 1,
            n + 2,
            n + 3
        );
        let mut texts = self.db.read(&sql, &bounds).await?.into_iter().peekable();
        for row in rows {
            let key: Vec<Value> = row.values().into_iter().take(KEYS.len()).collect();
            let mut c = row.columns();
            let (stream, id, version, seq) = (c.text()?, c.int()?, c.int()?, c.int()?);
            let (at, by, kind) = (c.int()?, c.maybe_int()?, c.text()?);
            let (body, hash) = (c.text()?, c.bytes()?);
            let (from, on_behalf) = (c.maybe_text()?, c.maybe_int()?);
            let mut beside = Vec::new();
            while let Some(text) = texts.next_if(|text| text.values().starts_with(&key)) {
                let mut c = text.columns();
                for _ in &KEYS {
                    c.skip();
                }
                let salt = c.maybe_bytes()?.map(|salt| chain::hex(&salt));
                beside.push(serde_json::json!({ "salt": salt, "text": c.maybe_text()? }));
            }
            lines.push(event(&Event {
                seq,
                stream,
                stream_id: id,
                version,
                at,
                by_person: by,
                kind,
                body: RawValue::from_string(body).map_err(|e| DbError::Shape(e.to_string()))?,
                texts: beside,
                hash: chain::hex(&hash),
                from,
                on_behalf,
            })?);
        }
        at.0 = Some(upto);
        Ok(lines)
    }
}

/// An event as a line. Its moment is in milliseconds and its body is byte for byte as it lies in the log: the hash covers both.
#[derive(serde::Serialize, serde::Deserialize)]
struct Event {
    seq: i64,
    stream: String,
    stream_id: i64,
    version: i64,
    at: i64,
    by_person: Option<i64>,
    kind: String,
    body: Box<RawValue>,
    texts: Vec<Json>,
    hash: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on_behalf: Option<i64>,
}

fn event(event: &Event) -> Result<String, DbError> {
    serde_json::to_string(event).map_err(|e| DbError::Shape(e.to_string()))
}

/// Looks at exported events one by one: whether each fits the one before it, and its texts are those that were written.
#[derive(Default)]
pub struct ChainCheck {
    stream: Option<(String, i64)>,
    version: i64,
    before: Vec<u8>,
}

impl ChainCheck {
    /// What is wrong with this line, if anything.
    pub fn look(&mut self, line: &str) -> Option<String> {
        let event: Event = match serde_json::from_str(line) {
            Ok(event) => event,
            Err(error) => return Some(error.to_string()),
        };
        let stream = (event.stream.clone(), event.stream_id);
        if self.stream.as_ref() != Some(&stream) {
            (self.stream, self.version) = (Some(stream), 0);
            self.before = chain::BEGINNING.to_vec();
        }
        self.version += 1;
        let link = chain::Link {
            stream: &event.stream,
            stream_id: event.stream_id,
            version: event.version,
            at: event.at,
            by_person: event.by_person,
            kind: &event.kind,
            body: event.body.get(),
            from: event.from.as_deref(),
            on_behalf: event.on_behalf,
        };
        let hash = chain::hash(&self.before, &link);
        self.before = hash.to_vec();
        let name = format!(
            "{} {}, event {}",
            event.stream, event.stream_id, event.version
        );
        if event.version != self.version || chain::hex(&hash) != event.hash {
            return Some(format!("{name}: does not fit the one before it"));
        }
        self.texts(&event)
            .then(|| format!("{name}: a text was altered"))
    }

    /// Whether a text is not the one that the body has a digest of.
    fn texts(&self, event: &Event) -> bool {
        event.texts.iter().any(|beside| {
            let (Some(salt), Some(text)) = (beside["salt"].as_str(), beside["text"].as_str())
            else {
                // It was erased.
                return false;
            };
            let salt: Option<Vec<u8>> = (0..salt.len() / 2)
                .map(|n| u8::from_str_radix(salt.get(2 * n..2 * n + 2)?, 16).ok())
                .collect();
            let digest = salt.map(|salt| chain::hex(&chain::text_digest(&salt, text)));
            digest.is_none_or(|digest| !event.body.get().contains(&digest))
        })
    }
}
