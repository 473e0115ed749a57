//! The few words that the two databases spell differently.

use super::Sql;

/// Which database speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// A migration's text in this dialect.
    pub(crate) fn schema(self, text: &'static str) -> Sql {
        let words: [(&'static str, &'static str); 7] = match self {
            Dialect::Sqlite => [
                ("{int}", "INTEGER"),
                ("{text}", "TEXT"),
                ("{bytes}", "BLOB"),
                ("{sequence}", "INTEGER PRIMARY KEY AUTOINCREMENT"),
                ("{transaction}", "0"),
                ("{strict}", "STRICT"),
                ("{json}", ""),
            ],
            // Byte order for text, as SQLite has it: both give the same lists.
            Dialect::Postgres => [
                ("{int}", "BIGINT"),
                ("{text}", "TEXT COLLATE \"C\""),
                ("{bytes}", "BYTEA"),
                (
                    "{sequence}",
                    "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
                ),
                ("{transaction}", "(pg_current_xact_id()::text::bigint)"),
                ("{strict}", ""),
                ("{json}", "::json"),
            ],
        };
        words
            .into_iter()
            .fold(Sql::from(text), |text, (word, spelt)| text.at(word, spelt))
    }

    /// Condition on `events.tx` that holds for events whose predecessors are all visible. PostgreSQL hands out sequence
    /// numbers before commit: a follower that read past a running transaction would lose what that one adds.
    pub(crate) fn settled(self) -> &'static str {
        match self {
            Dialect::Sqlite => "tx = 0",
            Dialect::Postgres => "tx < (pg_snapshot_xmin(pg_current_snapshot())::text::bigint)",
        }
    }
}

/// `$1` as `?1`: to SQLite `$1` is a name, numbered by where it first appears.
pub(crate) fn numbered(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut quoted = false;
    for c in sql.chars() {
        quoted ^= c == '\'';
        out.push(if c == '$' && !quoted { '?' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn arguments_are_numbered_and_quotes_left_alone() {
        assert_eq!(numbered("SELECT $2, '$1', $1"), "SELECT ?2, '$1', ?1");
    }
}
