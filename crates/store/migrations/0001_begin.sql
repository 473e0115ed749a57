-- The log: append-only, chained within each stream; texts lie in `prose`, the chain covers their salted digests.
CREATE TABLE events (
    seq {sequence},
    tx {int} NOT NULL DEFAULT {transaction},
    stream {text} NOT NULL,
    stream_id {int} NOT NULL,
    version {int} NOT NULL,
    at {int} NOT NULL,
    by_person {int},
    kind {text} NOT NULL,
    body {text} NOT NULL,
    hash {bytes} NOT NULL
) {strict};
CREATE UNIQUE INDEX events_stream_stream_id_version_key ON events (stream, stream_id, version);

-- The order that followers read in: sequence numbers alone become visible out of order.
CREATE UNIQUE INDEX events_tx_seq_key ON events (tx, seq);

CREATE TABLE prose (
    stream {text} NOT NULL,
    stream_id {int} NOT NULL,
    version {int} NOT NULL,
    ordinal {int} NOT NULL,
    salt {bytes},
    body {text},
    PRIMARY KEY (stream, stream_id, version, ordinal)
) {strict};

-- From time to time the whole log is sealed: a digest over all events up to one, and over the seal before.
CREATE TABLE seals (
    number {int} PRIMARY KEY,
    upto_tx {int} NOT NULL,
    upto {int} NOT NULL,
    events {int} NOT NULL,
    digest {bytes} NOT NULL,
    at {int} NOT NULL
) {strict};

CREATE TABLE followers (
    name {text} PRIMARY KEY,
    tx {int} NOT NULL,
    position {int} NOT NULL
) {strict};

CREATE TABLE settings (
    name {text} PRIMARY KEY,
    value {text} NOT NULL
) {strict};

CREATE TABLE desks (
    version {int} PRIMARY KEY,
    desk {text} NOT NULL,
    source {text} NOT NULL,
    digest {bytes} NOT NULL,
    served_at {int} NOT NULL
) {strict};

CREATE TABLE accounts (
    id {int} PRIMARY KEY,
    version {int} NOT NULL,
    head {bytes} NOT NULL,
    name {text} NOT NULL,
    name_en {text} NOT NULL
) {strict};

CREATE TABLE deployments (
    id {int} PRIMARY KEY,
    account_id {int} NOT NULL REFERENCES accounts (id),
    place {int} NOT NULL,
    label {text} NOT NULL,
    label_en {text} NOT NULL,
    identifier {text} NOT NULL,
    environments {text} NOT NULL
) {strict};
CREATE INDEX deployments_account ON deployments (account_id, place);

CREATE TABLE teams (
    id {int} PRIMARY KEY,
    version {int} NOT NULL,
    head {bytes} NOT NULL,
    label {text} NOT NULL,
    label_en {text} NOT NULL
) {strict};

CREATE TABLE people (
    id {int} PRIMARY KEY,
    version {int} NOT NULL,
    head {bytes} NOT NULL,
    account_id {int} REFERENCES accounts (id),
    level {text},
    role {text},
    team_id {int} REFERENCES teams (id),
    family {text} NOT NULL,
    given {text} NOT NULL,
    family_kana {text} NOT NULL,
    given_kana {text} NOT NULL,
    email {text} NOT NULL,
    email_folded {text} NOT NULL,
    language {text} NOT NULL,
    time_zone {text} NOT NULL,
    sort_key {text} NOT NULL
) {strict};
CREATE UNIQUE INDEX people_email_folded_key ON people (email_folded);
CREATE INDEX people_account ON people (account_id, sort_key);
CREATE INDEX people_role ON people (role, sort_key);

CREATE TABLE passwords (
    person_id {int} PRIMARY KEY REFERENCES people (id),
    hash {text} NOT NULL,
    set_at {int} NOT NULL
) {strict};

CREATE TABLE sign_ins (
    digest {bytes} PRIMARY KEY,
    person_id {int} NOT NULL REFERENCES people (id),
    made_at {int} NOT NULL,
    seen_at {int} NOT NULL
) {strict};
CREATE INDEX sign_ins_person ON sign_ins (person_id);

CREATE TABLE tokens (
    digest {bytes} PRIMARY KEY,
    person_id {int} NOT NULL REFERENCES people (id),
    label {text} NOT NULL,
    made_at {int} NOT NULL,
    used_at {int}
) {strict};

-- Case numbers: taken inside the write that opens the case, so in order, without gaps or doubles.
CREATE TABLE numbering (
    name {text} PRIMARY KEY,
    next {int} NOT NULL
) {strict};
INSERT INTO numbering (name, next) VALUES ('case', 1);

CREATE TABLE cases (
    id {int} PRIMARY KEY,
    number {int} NOT NULL,
    version {int} NOT NULL,
    head {bytes} NOT NULL,
    public_version {int} NOT NULL,
    desk_version {int} NOT NULL REFERENCES desks (version),
    account_id {int} NOT NULL REFERENCES accounts (id),
    deployment_id {int} NOT NULL REFERENCES deployments (id),
    contact_id {int} NOT NULL REFERENCES people (id),
    list {text} NOT NULL,
    kind {text} NOT NULL,
    sub_type {text},
    product {text} NOT NULL,
    environment {text},
    severity {text} NOT NULL,
    channel {text} NOT NULL,
    subject {text} NOT NULL,
    answers {text} NOT NULL,
    status {text} NOT NULL,
    turn {int} NOT NULL,
    owner_id {int} REFERENCES people (id),
    team_id {int} REFERENCES teams (id),
    reopening_asked {int} NOT NULL,
    handovers {int} NOT NULL,
    reopenings {int} NOT NULL,
    opened_at {int} NOT NULL,
    modified_at {int} NOT NULL,
    turn_since {int} NOT NULL,
    closed_at {int},
    source_system {text},
    source_id {text},
    -- What lists order by.
    shelf {int} NOT NULL,
    attention {int} NOT NULL,
    kind_rank {int} NOT NULL,
    product_rank {int} NOT NULL,
    channel_rank {int} NOT NULL,
    severity_rank {int} NOT NULL,
    status_rank {int} NOT NULL,
    subject_key {text} NOT NULL,
    contact_key {text} NOT NULL,
    deployment_key {text} NOT NULL
) {strict};
CREATE UNIQUE INDEX cases_number_key ON cases (number);
CREATE UNIQUE INDEX cases_source_system_source_id_key ON cases (source_system, source_id);
-- The eight views in their own order.
CREATE INDEX cases_account_attention ON cases (account_id, list, attention, number);
CREATE INDEX cases_contact_attention ON cases (contact_id, list, attention, number);
CREATE INDEX cases_deployment_attention ON cases (deployment_id, list, attention, number);
CREATE INDEX cases_list_attention ON cases (list, attention, number);
-- Every other column that a company's list sorts by.
CREATE INDEX cases_account_number ON cases (account_id, shelf, number);
CREATE INDEX cases_account_kind ON cases (account_id, shelf, kind_rank, number);
CREATE INDEX cases_account_channel ON cases (account_id, shelf, channel_rank, number);
CREATE INDEX cases_account_subject ON cases (account_id, shelf, subject_key, number);
CREATE INDEX cases_account_deployment ON cases (account_id, shelf, deployment_key, number);
CREATE INDEX cases_account_status ON cases (account_id, shelf, status_rank, number);
CREATE INDEX cases_account_severity ON cases (account_id, shelf, severity_rank, number);
CREATE INDEX cases_account_product ON cases (account_id, shelf, product_rank, number);
CREATE INDEX cases_account_opened ON cases (account_id, shelf, opened_at, number);
CREATE INDEX cases_account_modified ON cases (account_id, shelf, modified_at, number);
CREATE INDEX cases_account_contact ON cases (account_id, shelf, contact_key, number);
-- The staff's inbox: what waits longest first.
CREATE INDEX cases_turn_since ON cases (turn, turn_since, number);
CREATE INDEX cases_owner_turn_since ON cases (owner_id, turn, turn_since, number);
CREATE INDEX cases_team_turn_since ON cases (team_id, turn, turn_since, number);
CREATE INDEX cases_turn_severity ON cases (turn, severity_rank, number);
CREATE INDEX cases_turn_modified ON cases (turn, modified_at, number);

-- How many cases stand where, kept with every event.
CREATE TABLE counts (
    dimension {text} NOT NULL,
    id {int} NOT NULL,
    list {text} NOT NULL,
    turn {int} NOT NULL,
    cases {int} NOT NULL,
    PRIMARY KEY (dimension, id, list, turn)
) {strict};

CREATE TABLE idempotency (
    person_id {int} NOT NULL,
    name {text} NOT NULL,
    request {bytes} NOT NULL,
    case_id {int} NOT NULL,
    status {int} NOT NULL,
    body {text},
    made_at {int} NOT NULL
) {strict};
CREATE UNIQUE INDEX idempotency_person_id_name_key ON idempotency (person_id, name);

-- How far each record of another system has been taken over.
CREATE TABLE imports (
    system {text} NOT NULL,
    source_id {text} NOT NULL,
    case_id {int} NOT NULL,
    records {int} NOT NULL,
    PRIMARY KEY (system, source_id)
) {strict}
