CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    head BLOB NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL
, admin_id INTEGER REFERENCES people (id), restricted INTEGER NOT NULL DEFAULT 0, handover_id INTEGER, success_manager_id INTEGER REFERENCES people (id)) STRICT;

CREATE TABLE acd_agents (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    state TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE address_wishes (
    person_id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    proof BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    stop BLOB,
    due_at INTEGER
) STRICT;

CREATE TABLE appointments (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    -- call, or the number of a conference.
    what TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (id),
    until INTEGER NOT NULL,
    PRIMARY KEY (case_id, what, person_id)
) STRICT;

CREATE TABLE article_images (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    image_id INTEGER NOT NULL,
    shown INTEGER NOT NULL,
    PRIMARY KEY (article_id, image_id)
) STRICT;

CREATE TABLE article_products (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    product TEXT NOT NULL,
    PRIMARY KEY (article_id, product)
) STRICT;

CREATE TABLE article_readers (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    reader TEXT NOT NULL,
    PRIMARY KEY (article_id, reader)
) STRICT;

CREATE TABLE article_solved_words (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    digest TEXT NOT NULL,
    PRIMARY KEY (article_id, person_id, digest)
) STRICT;

CREATE TABLE article_texts (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    language TEXT NOT NULL,
    draft_title TEXT NOT NULL,
    draft_body TEXT NOT NULL,
    title TEXT,
    body TEXT,
    PRIMARY KEY (article_id, language)
) STRICT;

CREATE TABLE article_uses (
    article_id INTEGER NOT NULL REFERENCES articles (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    shown_at INTEGER,
    opened_at INTEGER,
    solved_at INTEGER,
    -- When they opened a case although it had been shown.
    followed_at INTEGER, last_shown_at INTEGER,
    PRIMARY KEY (article_id, person_id)
) STRICT;

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    head BLOB NOT NULL,
    sort TEXT NOT NULL,
    -- draft, published, withdrawn.
    state TEXT NOT NULL,
    audience TEXT NOT NULL,
    until_day TEXT,
    -- What is worked on is not what readers see.
    ahead INTEGER NOT NULL,
    review_asked INTEGER NOT NULL,
    writer_id INTEGER REFERENCES people (id),
    published_at INTEGER,
    reviewed_at INTEGER,
    changed_at INTEGER NOT NULL,
    -- Readers whom it helped, and whom it did not.
    helped INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE calendar_addresses (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    digest BLOB NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE case_tags (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    tag_id INTEGER NOT NULL REFERENCES tags (id),
    PRIMARY KEY (case_id, tag_id)
) STRICT;

CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    head BLOB NOT NULL,
    public_version INTEGER NOT NULL,
    desk_version INTEGER NOT NULL REFERENCES desks (version),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    deployment_id INTEGER NOT NULL REFERENCES deployments (id),
    contact_id INTEGER NOT NULL REFERENCES people (id),
    list TEXT NOT NULL,
    kind TEXT NOT NULL,
    sub_type TEXT,
    product TEXT NOT NULL,
    environment TEXT,
    severity TEXT NOT NULL,
    channel TEXT NOT NULL,
    subject TEXT NOT NULL,
    answers TEXT NOT NULL,
    status TEXT NOT NULL,
    turn INTEGER NOT NULL,
    owner_id INTEGER REFERENCES people (id),
    team_id INTEGER REFERENCES teams (id),
    reopening_asked INTEGER NOT NULL,
    handovers INTEGER NOT NULL,
    reopenings INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    turn_since INTEGER NOT NULL,
    closed_at INTEGER,
    source_system TEXT,
    source_id TEXT,
    -- What lists order by.
    shelf INTEGER NOT NULL,
    attention INTEGER NOT NULL,
    kind_rank INTEGER NOT NULL,
    product_rank INTEGER NOT NULL,
    channel_rank INTEGER NOT NULL,
    severity_rank INTEGER NOT NULL,
    status_rank INTEGER NOT NULL,
    subject_key TEXT NOT NULL,
    contact_key TEXT NOT NULL,
    deployment_key TEXT NOT NULL
, promise TEXT, clocks TEXT, severity_wish TEXT, call_owed INTEGER NOT NULL DEFAULT 0, tier INTEGER NOT NULL DEFAULT 1, standing INTEGER NOT NULL DEFAULT 0, due_order INTEGER NOT NULL DEFAULT 1152921504606846977, tell_at INTEGER, alert INTEGER NOT NULL DEFAULT 0, third_party TEXT, due_clock TEXT, served_order INTEGER NOT NULL DEFAULT 7107243161944063, proxy_login TEXT, access_wish TEXT, private INTEGER NOT NULL DEFAULT 0, silence TEXT, environment_key TEXT NOT NULL DEFAULT '', centre_key TEXT NOT NULL DEFAULT '', reference_key TEXT NOT NULL DEFAULT '', questions TEXT, closing TEXT, survey TEXT, surveyed_at INTEGER, continues INTEGER, kind_state TEXT, escalation_asked TEXT, snooze TEXT, plan_key TEXT NOT NULL DEFAULT '', cause_key TEXT NOT NULL DEFAULT '', escalated TEXT, escalation_number INTEGER, escalation_order INTEGER NOT NULL DEFAULT 9, call_wish TEXT, conferences TEXT, call_order INTEGER, confers_until INTEGER, links TEXT, merged TEXT, carries TEXT, tags TEXT, escalation_team INTEGER, confirm_order INTEGER, closed_order INTEGER NOT NULL DEFAULT 1152921504606846977, submitter_id INTEGER, submitter_key TEXT NOT NULL DEFAULT '', changer_id INTEGER, changer_key TEXT NOT NULL DEFAULT '', call_owed_since INTEGER, suggested INTEGER NOT NULL DEFAULT 0, expected_passed INTEGER NOT NULL DEFAULT 0, reference_fold TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE codes (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    digest BLOB NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE conference_passcodes (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    conference INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (case_id, conference)
) STRICT;

CREATE TABLE counts (
    dimension TEXT NOT NULL,
    id INTEGER NOT NULL,
    list TEXT NOT NULL,
    turn INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (dimension, id, list, turn)
) STRICT;

CREATE TABLE deployments (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    place INTEGER NOT NULL,
    label TEXT NOT NULL,
    label_en TEXT NOT NULL,
    identifier TEXT NOT NULL,
    environments TEXT NOT NULL
) STRICT;

CREATE TABLE desks (
    version INTEGER PRIMARY KEY,
    desk TEXT NOT NULL,
    source TEXT NOT NULL,
    digest BLOB NOT NULL,
    served_at INTEGER NOT NULL
) STRICT;

CREATE TABLE details (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    body TEXT NOT NULL
) STRICT;

CREATE TABLE drafts (
    person_id INTEGER NOT NULL REFERENCES people (id),
    case_id INTEGER NOT NULL REFERENCES cases (id),
    -- reply or note.
    sort TEXT NOT NULL,
    form TEXT NOT NULL,
    kept_at INTEGER NOT NULL, shared INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (person_id, case_id, sort)
) STRICT;

CREATE TABLE entitlements (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    place INTEGER NOT NULL,
    contract TEXT NOT NULL,
    plan TEXT NOT NULL,
    trial INTEGER NOT NULL,
    options TEXT NOT NULL,
    deployment_id INTEGER REFERENCES deployments (id),
    product TEXT,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    PRIMARY KEY (account_id, place)
) STRICT;

CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    tx INTEGER NOT NULL DEFAULT 0,
    stream TEXT NOT NULL,
    stream_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    by_person INTEGER,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL
, from_address TEXT, on_behalf INTEGER) STRICT;

CREATE TABLE file_parts (
    file_id INTEGER NOT NULL REFERENCES files (id),
    -- Offset of its first byte.
    start INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    -- Its own name under the file's place.
    place TEXT NOT NULL,
    PRIMARY KEY (file_id, start)
) STRICT;

CREATE TABLE file_texts (
    file_id INTEGER PRIMARY KEY REFERENCES files (id),
    body TEXT NOT NULL
) STRICT;

CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    -- Where the bytes lie; says nothing of what they are.
    place TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    -- Its extension.
    kind TEXT NOT NULL,
    -- As many as were announced, then as many as are kept.
    bytes INTEGER NOT NULL,
    received INTEGER NOT NULL DEFAULT 0,
    sha256 TEXT,
    -- arriving, ready, held (not looked through for harm yet), threat.
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    case_id INTEGER REFERENCES cases (id),
    account_id INTEGER REFERENCES accounts (id),
    -- It goes with a note.
    internal INTEGER NOT NULL DEFAULT 0,
    attached_at INTEGER,
    -- When somebody other than its sender had it first.
    fetched_at INTEGER,
    removed_at INTEGER,
    -- Its bytes are gone.
    cleared INTEGER NOT NULL DEFAULT 0
, release_id INTEGER, session_id INTEGER REFERENCES sessions (id), session_file INTEGER, session_taken_at INTEGER, not_scanned TEXT, scanned_at INTEGER, locked INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE followers (
    name TEXT PRIMARY KEY,
    tx INTEGER NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE grants (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    place INTEGER NOT NULL,
    contact_id INTEGER NOT NULL,
    deployment_id INTEGER,
    level TEXT NOT NULL,
    from_day TEXT,
    until_day TEXT,
    by_person INTEGER,
    PRIMARY KEY (account_id, place)
) STRICT;

CREATE TABLE held (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES people (id),
    case_id INTEGER NOT NULL REFERENCES cases (id),
    form TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    -- Why it could not go out: it waits for its writer then.
    refused INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE idempotency (
    person_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    request BLOB NOT NULL,
    case_id INTEGER NOT NULL,
    status INTEGER NOT NULL,
    body TEXT,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE identifiers (
    sort TEXT NOT NULL,
    value TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    place INTEGER NOT NULL,
    deployment_id INTEGER REFERENCES deployments (id),
    PRIMARY KEY (account_id, place)
) STRICT;

CREATE TABLE images (
    id INTEGER PRIMARY KEY,
    -- Where the bytes lie, and the name of the piece there; says nothing of what they are.
    place TEXT NOT NULL,
    part TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    -- png, jpg, gif, webp: what it holds.
    kind TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    -- ready, held (not looked through for harm yet), threat.
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- When an article first named it; from then on it stays.
    used_at INTEGER,
    removed_at INTEGER
) STRICT;

CREATE TABLE imports (
    system TEXT NOT NULL,
    source_id TEXT NOT NULL,
    case_id INTEGER NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (system, source_id)
) STRICT;

CREATE TABLE incident_accounts (
    incident_id INTEGER NOT NULL REFERENCES incidents (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    picked INTEGER NOT NULL,
    hears INTEGER NOT NULL,
    PRIMARY KEY (incident_id, account_id)
) STRICT;

CREATE TABLE incident_cases (
    case_id INTEGER PRIMARY KEY REFERENCES cases (id),
    incident_id INTEGER NOT NULL REFERENCES incidents (id)
) STRICT;

CREATE TABLE incident_deployments (
    incident_id INTEGER NOT NULL REFERENCES incidents (id),
    deployment_id INTEGER NOT NULL REFERENCES deployments (id),
    PRIMARY KEY (incident_id, deployment_id)
) STRICT;

CREATE TABLE incident_once (
    person_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    request BLOB NOT NULL,
    incident_id INTEGER NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE incident_products (
    incident_id INTEGER NOT NULL REFERENCES incidents (id),
    product TEXT NOT NULL,
    PRIMARY KEY (incident_id, product)
) STRICT;

CREATE TABLE incidents (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    head BLOB NOT NULL,
    desk_version INTEGER NOT NULL,
    -- running, restored, cancelled.
    state TEXT NOT NULL,
    phase TEXT NOT NULL,
    severity TEXT NOT NULL,
    -- Shown to every company that has one of its products.
    wide INTEGER NOT NULL,
    lead_id INTEGER NOT NULL REFERENCES people (id),
    communications_id INTEGER NOT NULL REFERENCES people (id),
    started_at INTEGER NOT NULL,
    declared_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    -- When customers were promised to hear more, and when staff are told of that.
    promised_at INTEGER,
    tell_at INTEGER,
    ended_at INTEGER,
    cause_due_on TEXT,
    cause_reported_at INTEGER
) STRICT;

CREATE TABLE left_places (
    place TEXT PRIMARY KEY,
    due_at INTEGER NOT NULL
) STRICT;

CREATE TABLE letters (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    said TEXT NOT NULL,
    message_id TEXT NOT NULL,
    given_up INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    error TEXT
) STRICT;

CREATE TABLE limits (
    key TEXT PRIMARY KEY,
    full_at INTEGER NOT NULL
) STRICT;

CREATE TABLE list_file_parts (
    digest BLOB NOT NULL REFERENCES list_files (digest),
    place INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (digest, place)
) STRICT;

CREATE TABLE list_files (
    digest BLOB PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES people (id),
    wanted TEXT NOT NULL,
    state TEXT NOT NULL,
    counted INTEGER NOT NULL,
    total INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    -- The last sign of whoever makes it.
    seen_at INTEGER NOT NULL,
    -- The rights that it was made under.
    scope TEXT
) STRICT;

CREATE TABLE list_settings (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    version INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE macros (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (id),
    team_id INTEGER REFERENCES teams (id),
    body TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE mail_texts (
    occasion TEXT NOT NULL,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER NOT NULL,
    PRIMARY KEY (occasion, language)
) STRICT;

CREATE TABLE "mails" (
    id INTEGER PRIMARY KEY,
    case_id INTEGER REFERENCES cases (id),
    incident_id INTEGER REFERENCES incidents (id),
    -- Who reads it: a person, or an address alone.
    reader TEXT NOT NULL,
    person_id INTEGER REFERENCES people (id),
    address TEXT NOT NULL,
    -- Versions of the case or incident with what each is an occasion of.
    occasions TEXT NOT NULL,
    message_id TEXT NOT NULL,
    -- 0 waits, 1 went, 2 was given up, 3 was not to go any more.
    state INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    settled_at INTEGER,
    error TEXT
) STRICT;

CREATE TABLE missed_searches (
    digest TEXT NOT NULL REFERENCES missed_words (digest),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    times INTEGER NOT NULL,
    -- Of those, how often something was found that nobody opened.
    unopened INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (digest, account_id)
) STRICT;

CREATE TABLE missed_words (
    digest TEXT PRIMARY KEY,
    words TEXT,
    -- Writers have seen to it, or do not want to see it.
    settled_at INTEGER
) STRICT;

CREATE TABLE mutes (
    person_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    since_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, case_id)
) STRICT;

CREATE TABLE news_addresses (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    digest BLOB NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE numbering (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT;

CREATE TABLE opening_drafts (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES people (id),
    -- The company it is for.
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    form TEXT NOT NULL,
    kept_at INTEGER NOT NULL
) STRICT;

CREATE TABLE partners (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    place INTEGER NOT NULL,
    partner_id INTEGER NOT NULL,
    until_day TEXT, contract TEXT,
    PRIMARY KEY (account_id, place)
) STRICT;

CREATE TABLE passwords (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    hash TEXT NOT NULL,
    set_at INTEGER NOT NULL
) STRICT;

CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    head BLOB NOT NULL,
    account_id INTEGER REFERENCES accounts (id),
    level TEXT,
    role TEXT,
    team_id INTEGER REFERENCES teams (id),
    family TEXT NOT NULL,
    given TEXT NOT NULL,
    family_kana TEXT NOT NULL,
    given_kana TEXT NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    sort_key TEXT NOT NULL
, signed_in INTEGER NOT NULL DEFAULT 0, suspended INTEGER NOT NULL DEFAULT 0, proxy_login INTEGER NOT NULL DEFAULT 0, guest_site_id INTEGER) STRICT;

CREATE TABLE pins (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    digest TEXT NOT NULL,
    sealed BLOB NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE proofs (
    digest BLOB PRIMARY KEY,
    purpose TEXT NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE prose (
    stream TEXT NOT NULL,
    stream_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    salt BLOB,
    body TEXT,
    PRIMARY KEY (stream, stream_id, version, ordinal)
) STRICT;

CREATE TABLE proxy_logins (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    contact_id INTEGER NOT NULL,
    agent_id INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    by_contact INTEGER NOT NULL DEFAULT 0,
    note TEXT
) STRICT;

CREATE TABLE reading_lists (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    -- Lists stand in this order.
    place INTEGER NOT NULL,
    body TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER NOT NULL REFERENCES people (id)
) STRICT;

CREATE TABLE reading_marks (
    reader TEXT PRIMARY KEY,
    alarmed_at INTEGER,
    confirmed_at INTEGER
) STRICT;

CREATE TABLE readings (
    reader TEXT NOT NULL,
    number INTEGER NOT NULL,
    read_at INTEGER NOT NULL,
    PRIMARY KEY (reader, number)
) STRICT;

CREATE TABLE recall_times (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    seconds INTEGER NOT NULL
) STRICT;

CREATE TABLE recorders (
    node TEXT PRIMARY KEY,
    seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_codes (
    person_id INTEGER NOT NULL REFERENCES people (id),
    digest BLOB NOT NULL,
    PRIMARY KEY (person_id, digest)
) STRICT;

CREATE TABLE releases (
    id INTEGER PRIMARY KEY,
    product TEXT NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    note TEXT NOT NULL,
    file_id INTEGER NOT NULL REFERENCES files (id),
    published_at INTEGER NOT NULL,
    published_by INTEGER NOT NULL REFERENCES people (id),
    withdrawn_at INTEGER,
    withdrawn_by INTEGER REFERENCES people (id)
) STRICT;

CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    head BLOB NOT NULL,
    state TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    proposed_id INTEGER
) STRICT;

CREATE TABLE retakes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    tx INTEGER NOT NULL DEFAULT 0,
    stream TEXT NOT NULL,
    stream_id INTEGER NOT NULL
) STRICT;

CREATE TABLE schema_version (version INTEGER NOT NULL) STRICT;

CREATE TABLE sealed_streams (
    number INTEGER NOT NULL,
    stream TEXT NOT NULL,
    stream_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (number, stream, stream_id)
) STRICT;

CREATE TABLE seals (
    number INTEGER PRIMARY KEY,
    upto_tx INTEGER NOT NULL,
    upto INTEGER NOT NULL,
    events INTEGER NOT NULL,
    digest BLOB NOT NULL,
    at INTEGER NOT NULL
, mac BLOB) STRICT;

CREATE TABLE second_factors (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    secret BLOB,
    pending BLOB,
    -- The latest step of time whose code was used: none is good twice.
    last_step INTEGER NOT NULL
) STRICT;

CREATE TABLE seen (
    person_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    version INTEGER NOT NULL,
    PRIMARY KEY (person_id, case_id)
) STRICT;

CREATE TABLE session_answers (
    session_id INTEGER NOT NULL REFERENCES sessions (id),
    seat INTEGER NOT NULL,
    at INTEGER NOT NULL,
    -- The event's.
    version INTEGER NOT NULL,
    -- Points by question, as JSON.
    points TEXT NOT NULL,
    PRIMARY KEY (session_id, seat)
) STRICT;

CREATE TABLE session_choices (
    person_id INTEGER PRIMARY KEY REFERENCES people (id),
    mode TEXT,
    starts INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session_links (
    digest BLOB PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES sessions (id),
    seat INTEGER,
    made_at INTEGER NOT NULL
, said INTEGER) STRICT;

CREATE TABLE session_once (
    person_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    request BLOB NOT NULL,
    session_id INTEGER NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session_recording_parts (
    recording_id INTEGER NOT NULL REFERENCES session_recordings (id),
    start INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    place TEXT NOT NULL,
    PRIMARY KEY (recording_id, start)
) STRICT;

CREATE TABLE session_recordings (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES sessions (id),
    stretch INTEGER NOT NULL,
    seat INTEGER NOT NULL,
    -- screen, screen-sound, camera, voice.
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    -- recording, ready, damaged.
    state TEXT NOT NULL,
    -- The moment of its time zero.
    started_at INTEGER NOT NULL,
    -- In milliseconds.
    lasts INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT,
    -- The node that writes it.
    node TEXT,
    erase_at INTEGER,
    erased_at INTEGER,
    erased_by INTEGER REFERENCES people (id)
) STRICT;

CREATE TABLE session_seats (
    session_id INTEGER NOT NULL REFERENCES sessions (id),
    seat INTEGER NOT NULL,
    person_id INTEGER,
    digest BLOB,
    seen_at INTEGER NOT NULL,
    lost INTEGER NOT NULL, looked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (session_id, seat)
) STRICT;

CREATE TABLE session_stretches (
    session_id INTEGER NOT NULL REFERENCES sessions (id),
    stretch INTEGER NOT NULL,
    node TEXT NOT NULL,
    PRIMARY KEY (session_id, stretch)
) STRICT;

CREATE TABLE session_surveys (
    digest BLOB PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES sessions (id),
    seat INTEGER NOT NULL,
    left_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session_unanswered (
    session_id INTEGER NOT NULL REFERENCES sessions (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (session_id, person_id)
) STRICT;

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    head BLOB NOT NULL,
    number INTEGER NOT NULL,
    -- open, transferring, host-lost, ended.
    state TEXT NOT NULL,
    case_id INTEGER REFERENCES cases (id),
    -- Who leads.
    host_id INTEGER REFERENCES people (id),
    customers INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    -- When something is to be done about it.
    tell_at INTEGER,
    passcode BLOB,
    passcode_sealed BLOB
) STRICT;

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE sign_ins (
    digest BLOB PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES people (id),
    made_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
, agent TEXT, address TEXT, acting_for INTEGER, strength INTEGER NOT NULL DEFAULT 2, proxy_contact INTEGER, proxy_case INTEGER) STRICT;

CREATE TABLE sqlite_sequence(name,seq);

CREATE TABLE surge_cases (
    case_id INTEGER PRIMARY KEY REFERENCES cases (id),
    surge_id INTEGER NOT NULL REFERENCES surges (id)
) STRICT;

CREATE TABLE surges (
    id INTEGER PRIMARY KEY,
    product TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    -- When the latest of its cases came.
    changed_at INTEGER NOT NULL,
    dismissed_at INTEGER,
    dismissed_by INTEGER REFERENCES people (id)
) STRICT;

CREATE TABLE tags (
    id INTEGER PRIMARY KEY,
    -- `desk:` and the id there, or `own:` and the word as it is told apart from others.
    key TEXT NOT NULL,
    -- As it is shown; of the desk's, its id there.
    word TEXT NOT NULL,
    desk_key TEXT,
    joined_id INTEGER REFERENCES tags (id),
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE team_views (
    team_id INTEGER PRIMARY KEY REFERENCES teams (id),
    version INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE teams (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    head BLOB NOT NULL,
    label TEXT NOT NULL,
    label_en TEXT NOT NULL
, closed INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE tokens (
    digest BLOB PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES people (id),
    label TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    used_at INTEGER
, reads_only INTEGER NOT NULL DEFAULT 0, until INTEGER, networks TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX accounts_name ON accounts (name);

CREATE INDEX address_wishes_due ON address_wishes (due_at);

CREATE INDEX address_wishes_stop ON address_wishes (stop);

CREATE INDEX appointments_person ON appointments (person_id, until);

CREATE INDEX article_images_image ON article_images (image_id);

CREATE INDEX article_uses_opened ON article_uses (opened_at, article_id) WHERE opened_at IS NOT NULL;

CREATE INDEX article_uses_shown ON article_uses (person_id, last_shown_at);

CREATE INDEX articles_changed ON articles (changed_at, id);

CREATE INDEX articles_shown ON articles (published_at, id) WHERE state = 'published';

CREATE UNIQUE INDEX calendar_addresses_digest_key ON calendar_addresses (digest);

CREATE INDEX case_tags_tag ON case_tags (tag_id, case_id);

CREATE INDEX cases_account_attention ON cases (account_id, list, attention, number);

CREATE INDEX cases_account_centre ON cases (account_id, shelf, centre_key, number);

CREATE INDEX cases_account_changer ON cases (account_id, shelf, changer_key, number);

CREATE INDEX cases_account_channel ON cases (account_id, shelf, channel_rank, number);

CREATE INDEX cases_account_closed ON cases (account_id, shelf, closed_order, number);

CREATE INDEX cases_account_contact ON cases (account_id, shelf, contact_key, number);

CREATE INDEX cases_account_deployment ON cases (account_id, shelf, deployment_key, number);

CREATE INDEX cases_account_due ON cases (account_id, shelf, due_order, number);

CREATE INDEX cases_account_environment ON cases (account_id, shelf, environment_key, number);

CREATE INDEX cases_account_escalation ON cases (account_id, shelf, escalation_order, number);

CREATE INDEX cases_account_kind ON cases (account_id, shelf, kind_rank, number);

CREATE INDEX cases_account_modified ON cases (account_id, shelf, modified_at, number);

CREATE INDEX cases_account_number ON cases (account_id, shelf, number);

CREATE INDEX cases_account_opened ON cases (account_id, shelf, opened_at, number);

CREATE INDEX cases_account_product ON cases (account_id, shelf, product_rank, number);

CREATE INDEX cases_account_reference ON cases (account_id, shelf, reference_key, number);

CREATE INDEX cases_account_severity ON cases (account_id, shelf, severity_rank, number);

CREATE INDEX cases_account_status ON cases (account_id, shelf, status_rank, number);

CREATE INDEX cases_account_subject ON cases (account_id, shelf, subject_key, number);

CREATE INDEX cases_account_submitter ON cases (account_id, shelf, submitter_key, number);

CREATE INDEX cases_account_tier ON cases (account_id, shelf, tier, number);

CREATE INDEX cases_alert ON cases (due_order, number) WHERE alert >= 2;

CREATE INDEX cases_calls ON cases (call_order, number) WHERE call_order IS NOT NULL;

CREATE INDEX cases_cause ON cases (cause_key, turn_since, number) WHERE cause_key <> '';

CREATE INDEX cases_changer_id ON cases (changer_id);

CREATE INDEX cases_confer ON cases (confers_until, number) WHERE confers_until IS NOT NULL;

CREATE INDEX cases_confirm ON cases (owner_id, confirm_order, number) WHERE confirm_order IS NOT NULL;

CREATE INDEX cases_contact_attention ON cases (contact_id, list, attention, number);

CREATE INDEX cases_contact_opened ON cases (contact_id, opened_at);

CREATE INDEX cases_contact_surveyed ON cases (contact_id, surveyed_at) WHERE surveyed_at IS NOT NULL;

CREATE INDEX cases_continues ON cases (continues, number) WHERE continues IS NOT NULL;

CREATE INDEX cases_deployment_attention ON cases (deployment_id, list, attention, number);

CREATE INDEX cases_escalated ON cases (escalation_order, number) WHERE escalation_order < 5;

CREATE INDEX cases_escalation_asked ON cases (due_order, number) WHERE escalation_asked IS NOT NULL;

CREATE UNIQUE INDEX cases_escalation_number_key ON cases (escalation_number);

CREATE INDEX cases_escalation_team ON cases (escalation_team, escalation_order, number) WHERE escalation_team IS NOT NULL;

CREATE INDEX cases_list_attention ON cases (list, attention, number);

CREATE UNIQUE INDEX cases_number_key ON cases (number);

CREATE INDEX cases_owner_alert ON cases (owner_id, due_order, number) WHERE alert >= 1;

CREATE INDEX cases_owner_turn_due ON cases (owner_id, turn, due_order, number);

CREATE INDEX cases_owner_turn_since ON cases (owner_id, turn, turn_since, number);

CREATE INDEX cases_plan ON cases (plan_key, turn, due_order, number) WHERE plan_key <> '';

CREATE INDEX cases_private ON cases (private, number) WHERE private = 1;

CREATE INDEX cases_reopening_asked ON cases (modified_at, number) WHERE reopening_asked = 1;

CREATE INDEX cases_snoozed ON cases (owner_id, number) WHERE snooze IS NOT NULL;

CREATE UNIQUE INDEX cases_source_system_source_id_key ON cases (source_system, source_id);

CREATE INDEX cases_submitter_id ON cases (submitter_id);

CREATE INDEX cases_suggested ON cases (due_order, number) WHERE suggested = 1;

CREATE INDEX cases_surveyed ON cases (surveyed_at, number) WHERE surveyed_at IS NOT NULL;

CREATE INDEX cases_team_turn_due ON cases (team_id, turn, due_order, number);

CREATE INDEX cases_team_turn_since ON cases (team_id, turn, turn_since, number);

CREATE INDEX cases_tell_at ON cases (tell_at) WHERE tell_at IS NOT NULL;

CREATE INDEX cases_turn_due ON cases (turn, due_order, number);

CREATE INDEX cases_turn_escalation ON cases (turn, escalation_order, number);

CREATE INDEX cases_turn_modified ON cases (turn, modified_at, number);

CREATE INDEX cases_turn_served ON cases (turn, served_order, number);

CREATE INDEX cases_turn_severity ON cases (turn, severity_rank, number);

CREATE INDEX cases_turn_since ON cases (turn, turn_since, number);

CREATE INDEX cases_unowned_served ON cases (turn, served_order, number) WHERE owner_id IS NULL;

CREATE INDEX deployments_account ON deployments (account_id, place);

CREATE INDEX deployments_identifier ON deployments (identifier);

CREATE INDEX drafts_shared ON drafts (case_id) WHERE shared = 1;

CREATE INDEX entitlements_contract ON entitlements (contract);

CREATE INDEX events_audit ON events (seq) WHERE stream <> 'case' OR kind IN ('proxy-login-set', 'proxy-login-started', 'proxy-login-ended', 'proxy-login-used');

CREATE INDEX events_audit_by ON events (by_person, seq) WHERE stream <> 'case' OR kind IN ('proxy-login-set', 'proxy-login-started', 'proxy-login-ended', 'proxy-login-used');

CREATE INDEX events_audit_kind ON events (kind, seq) WHERE stream <> 'case' OR kind IN ('proxy-login-set', 'proxy-login-started', 'proxy-login-ended', 'proxy-login-used');

CREATE UNIQUE INDEX events_stream_stream_id_version_key ON events (stream, stream_id, version);

CREATE UNIQUE INDEX events_tx_seq_key ON events (tx, seq);

CREATE INDEX files_account ON files (account_id, bytes) WHERE removed_at IS NULL;

CREATE INDEX files_case ON files (case_id, id) WHERE case_id IS NOT NULL;

CREATE INDEX files_held ON files (id) WHERE state = 'held';

CREATE UNIQUE INDEX files_place_key ON files (place);

CREATE INDEX files_removed ON files (id) WHERE removed_at IS NOT NULL AND cleared = 0;

CREATE UNIQUE INDEX files_session_key ON files (session_id, session_file);

CREATE INDEX files_stale ON files (created_at) WHERE case_id IS NULL AND removed_at IS NULL;

CREATE INDEX files_waiting ON files (person_id, created_at) WHERE case_id IS NULL AND removed_at IS NULL;

CREATE INDEX grants_contact ON grants (contact_id, account_id, place);

CREATE INDEX held_due ON held (due_at, id) WHERE refused = 0;

CREATE UNIQUE INDEX held_person_id_case_id_key ON held (person_id, case_id);

CREATE UNIQUE INDEX idempotency_person_id_name_key ON idempotency (person_id, name);

CREATE INDEX identifiers_value ON identifiers (value);

CREATE INDEX images_held ON images (id) WHERE state = 'held' AND removed_at IS NULL;

CREATE UNIQUE INDEX images_place_key ON images (place);

CREATE INDEX images_removed ON images (id) WHERE removed_at IS NOT NULL;

CREATE INDEX images_stale ON images (created_at) WHERE used_at IS NULL AND removed_at IS NULL;

CREATE INDEX images_waiting ON images (person_id, id) WHERE used_at IS NULL AND removed_at IS NULL;

CREATE INDEX incident_cases_incident ON incident_cases (incident_id, case_id);

CREATE UNIQUE INDEX incident_once_person_id_name_key ON incident_once (person_id, name);

CREATE INDEX incidents_cause ON incidents (cause_due_on, id) WHERE cause_due_on IS NOT NULL AND cause_reported_at IS NULL;

CREATE UNIQUE INDEX incidents_number_key ON incidents (number);

CREATE INDEX incidents_state ON incidents (state, declared_at, id);

CREATE INDEX incidents_tell_at ON incidents (tell_at) WHERE tell_at IS NOT NULL;

CREATE INDEX letters_due ON letters (due_at) WHERE given_up = 0;

CREATE INDEX limits_full_at ON limits (full_at);

CREATE INDEX list_files_made ON list_files (made_at);

CREATE INDEX list_files_person ON list_files (person_id, made_at);

CREATE INDEX macros_person ON macros (person_id, id) WHERE team_id IS NULL;

CREATE INDEX macros_team ON macros (team_id, id) WHERE team_id IS NOT NULL;

CREATE INDEX mails_due ON mails (due_at, id) WHERE state = 0;

CREATE INDEX mails_given_up ON mails (id) WHERE state = 2;

CREATE INDEX mails_of_incident ON mails (incident_id, reader, id) WHERE incident_id IS NOT NULL;

CREATE INDEX mails_reader ON mails (case_id, reader, id);

CREATE INDEX missed_searches_last ON missed_searches (last_at);

CREATE UNIQUE INDEX news_addresses_digest_key ON news_addresses (digest);

CREATE INDEX opening_drafts_kept_at ON opening_drafts (kept_at);

CREATE INDEX opening_drafts_person_id_account_id_kept_at ON opening_drafts (person_id, account_id, kept_at);

CREATE INDEX partners_partner ON partners (partner_id, account_id);

CREATE INDEX people_account ON people (account_id, sort_key);

CREATE UNIQUE INDEX people_email_folded_key ON people (email_folded);

CREATE INDEX people_role ON people (role, sort_key);

CREATE UNIQUE INDEX pins_digest_key ON pins (digest);

CREATE INDEX proofs_email ON proofs (email_folded, purpose, made_at);

CREATE INDEX proofs_made ON proofs (made_at);

CREATE INDEX prose_gone_idx ON prose (stream, stream_id) WHERE body IS NULL;

CREATE INDEX proxy_logins_contact ON proxy_logins (contact_id, started_at);

CREATE INDEX proxy_logins_running ON proxy_logins (case_id, ended_at);

CREATE INDEX readings_read_at ON readings (read_at);

CREATE UNIQUE INDEX releases_product_name_version_key ON releases (product, name, version) WHERE withdrawn_at IS NULL;

CREATE UNIQUE INDEX requests_email_key ON requests (email_folded) WHERE state = 'waiting';

CREATE INDEX requests_waiting ON requests (state, proposed_id, id);

CREATE UNIQUE INDEX retakes_tx_seq_key ON retakes (tx, seq);

CREATE INDEX session_answers_at ON session_answers (at, session_id, seat);

CREATE INDEX session_links_session ON session_links (session_id);

CREATE UNIQUE INDEX session_once_person_id_name_key ON session_once (person_id, name);

CREATE INDEX session_recordings_erase ON session_recordings (erase_at) WHERE erase_at IS NOT NULL AND erased_at IS NULL;

CREATE INDEX session_recordings_open ON session_recordings (id) WHERE state = 'recording';

CREATE UNIQUE INDEX session_recordings_place_key ON session_recordings (place);

CREATE INDEX session_recordings_session ON session_recordings (session_id, stretch, started_at);

CREATE UNIQUE INDEX session_seats_digest_key ON session_seats (digest);

CREATE INDEX session_seats_person ON session_seats (person_id);

CREATE INDEX session_seats_seen ON session_seats (seen_at) WHERE lost = 0;

CREATE INDEX session_surveys_left ON session_surveys (left_at);

CREATE INDEX session_unanswered_person ON session_unanswered (person_id, at);

CREATE INDEX sessions_case ON sessions (case_id, started_at) WHERE case_id IS NOT NULL;

CREATE INDEX sessions_live ON sessions (started_at, id) WHERE ended_at IS NULL;

CREATE UNIQUE INDEX sessions_number_key ON sessions (number) WHERE ended_at IS NULL;

CREATE INDEX sessions_tell ON sessions (tell_at) WHERE tell_at IS NOT NULL;

CREATE INDEX sign_ins_person ON sign_ins (person_id);

CREATE INDEX surge_cases_surge ON surge_cases (surge_id, case_id);

CREATE INDEX surges_open ON surges (changed_at, id) WHERE dismissed_at IS NULL;

CREATE UNIQUE INDEX tags_key_key ON tags (key);

