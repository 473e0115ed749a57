//! The statuses, one by one. Whether they make a way from opened to closed is judged in `flow`.

use super::{
    problem::{Problem, What},
    read::{At, Reader, Table},
};
use crate::desk::{Status, StatusId, SubStatus, Turn};

const SUB_KEYS: [&str; 8] = [
    "id",
    "label",
    "turn",
    "next",
    "next_for_staff",
    "closed",
    "asks_solution",
    "to",
];

impl Reader {
    pub fn statuses(&mut self, root: &Table) -> Vec<Status> {
        let mut ids = Vec::new();
        let mut statuses = Vec::new();
        for table in self.some_tables(root, "status", "status", &["id", "label", "sub"]) {
            let id = self.id(&table, What::Status);
            let label = self.label(&table, "label");
            let subs = self.subs(&table, id.as_ref().map_or("", |id| id.it.as_str()));
            if let Some(id) = id {
                statuses.push(Status {
                    id: id.it.clone(),
                    label,
                    subs,
                });
                ids.push(id);
            }
        }
        self.distinct(What::Status, &ids);
        statuses
    }

    fn subs(&mut self, status: &Table, main: &str) -> Vec<SubStatus> {
        let mut ids = Vec::new();
        let mut subs = Vec::new();
        for table in self.some_tables(status, "sub", "status.sub", &SUB_KEYS) {
            let id = self.id(&table, What::SubStatus);
            let whole = StatusId::new(format!(
                "{main}/{}",
                id.as_ref().map_or("", |id| id.it.as_str())
            ));
            let sub = self.sub(&table, whole);
            ids.extend(id);
            subs.extend(sub);
        }
        self.distinct(What::SubStatus, &ids);
        subs
    }

    fn sub(&mut self, table: &Table, id: StatusId) -> Option<SubStatus> {
        let label = self.label(table, "label");
        let next = self.words(table, "next");
        let next_for_staff = self.words(table, "next_for_staff");
        let closed = self.flag(table, "closed");
        let asks_solution = self.flag(table, "asks_solution");
        let word = self.text(table, "turn");
        let known = word
            .as_ref()
            .is_some_and(|word| self.one_of(word, "turn", &Turn::ALL.map(Turn::as_str)));
        let turn = word
            .as_ref()
            .and_then(|word| Turn::parse(&word.it))
            .filter(|_| known);
        // What is closed and still asks can go on.
        let ends = turn.and_then(|turn| agreed(turn, closed));
        let to = self.moves(table, &id, ends.filter(|closed| !closed || !asks_solution));
        let (word, turn) = (word?, turn?);
        let status = id.to_string();
        // A `closed` that is no flag has been told already.
        let readable = table.value("closed").is_none_or(|v| v.get_ref().is_bool());
        if readable && agreed(turn, closed).is_none() {
            self.wrong(
                word.at,
                Problem::TurnMismatch {
                    status: status.clone(),
                    turn,
                    closed,
                },
            );
        }
        // A proposed solution may count as closed in lists (C14).
        if asks_solution && turn == Turn::Support {
            self.wrong(
                table.place("asks_solution"),
                Problem::AskedOutOfTurn { status, turn },
            );
        }
        Some(SubStatus {
            id,
            label,
            turn,
            next,
            next_for_staff,
            closed,
            asks_solution,
            to,
        })
    }

    fn moves(&mut self, table: &Table, id: &StatusId, closed: Option<bool>) -> Vec<StatusId> {
        let given = self.list(table, "to");
        if closed == Some(true) && !given.is_empty() {
            self.wrong(
                table.place("to"),
                Problem::ClosedMovesOn {
                    status: id.to_string(),
                },
            );
        }
        if closed == Some(false) && given.is_empty() {
            let at = if table.value("to").is_some() {
                table.place("to")
            } else {
                table.place("id")
            };
            self.wrong(
                at,
                Problem::NoWayOut {
                    status: id.to_string(),
                },
            );
        }
        for own in given.iter().filter(|to| to.it == id.as_str()) {
            self.wrong(
                own.at,
                Problem::MovesToItself {
                    status: id.to_string(),
                },
            );
        }
        // `status/*` means the others of that status.
        let moves = self.expanded(&given);
        moves
            .into_iter()
            .map(|m| m.it)
            .filter(|to| to != id.as_str())
            .map(StatusId::new)
            .collect()
    }

    /// Each status named, `status/*` standing for all of its sub statuses.
    pub fn expanded(&mut self, given: &[At<String>]) -> Vec<At<String>> {
        let mut all: Vec<At<String>> = Vec::new();
        for id in given {
            match id.it.strip_suffix("/*") {
                Some(main) => {
                    let main = At {
                        at: id.at,
                        it: main.to_owned(),
                    };
                    let Some(main) = self.reference(What::Status, &main) else {
                        continue;
                    };
                    let subs = self.known.ids(What::SubStatus).iter();
                    let of_main =
                        subs.filter(|s| s.split_once('/').is_some_and(|(m, _)| m == main));
                    all.extend(of_main.map(|s| At {
                        at: id.at,
                        it: s.clone(),
                    }));
                }
                None => all.extend(
                    self.reference(What::SubStatus, id)
                        .map(|it| At { at: id.at, it }),
                ),
            }
        }
        self.distinct(What::SubStatus, &all);
        all
    }
}

/// `closed`, if the turn says the same.
pub(super) fn agreed(turn: Turn, closed: bool) -> Option<bool> {
    ((turn == Turn::Nobody) == closed).then_some(closed)
}
