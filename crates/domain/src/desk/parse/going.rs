//! Teams that rules name, where new cases go by themselves, and words of the wrong door.

use super::{
    problem::{Problem, What},
    read::{Reader, Table},
};
use crate::desk::{Destination, Goes, Team, WrongDoor};

impl Reader {
    pub fn teams(&mut self, root: &Table) -> Vec<Team> {
        let (mut ids, mut teams) = (Vec::new(), Vec::new());
        for table in self.tables(root, "team", "team", &["id", "label", "centre"]) {
            let centre = self.maybe_reference(&table, "centre", What::Centre);
            let (id, label) = (self.id(&table, What::Team), self.label(&table, "label"));
            if let Some(id) = id {
                teams.push(Team {
                    id: id.it.clone(),
                    label,
                    centre,
                });
                ids.push(id);
            }
        }
        self.distinct(What::Team, &ids);
        teams
    }

    /// Where new cases go: to a team of the desk's, or to the account's success manager.
    pub fn goes(&mut self, rules: &Table) -> Vec<Goes> {
        const KEYS: [&str; 6] = [
            "kinds",
            "sub_types",
            "flag",
            "team",
            "success_manager",
            "private",
        ];
        let mut all = Vec::new();
        for table in self.tables(rules, "goes", "rules.goes", &KEYS) {
            let kinds = self.references(&table, "kinds", What::Kind);
            let sub_types = self.references(&table, "sub_types", What::SubType);
            let flag = self.maybe_reference(&table, "flag", What::Field);
            if let Some(field) = flag
                .as_ref()
                .filter(|field| !self.known.takes(field, "flag"))
            {
                let problem = Problem::NotOneOf {
                    key: "flag".into(),
                    given: field.clone(),
                    known: self.known.taking("flag"),
                };
                self.wrong(table.place("flag"), problem);
            }
            let private = self.flag(&table, "private");
            let to = match self.flag(&table, "success_manager") {
                true => Some(Destination::SuccessManager),
                false => match self.text(&table, "team") {
                    Some(team) => self.reference(What::Team, &team).map(Destination::Team),
                    None => None,
                },
            };
            if let Some(to) = to {
                all.push(Goes {
                    kinds,
                    sub_types,
                    flag,
                    to,
                    private,
                });
            }
        }
        all
    }

    pub fn wrong_doors(&mut self, root: &Table) -> Vec<WrongDoor> {
        let keys = ["kinds", "sub_types", "words", "unless", "door"];
        let mut all = Vec::new();
        for table in self.tables(root, "wrong_door", "wrong_door", &keys) {
            self.needs_some(&table, "kinds");
            self.needs_some(&table, "words");
            let kinds = self.references(&table, "kinds", What::Kind);
            let sub_types = self.references(&table, "sub_types", What::SubType);
            let words = self.list(&table, "words").into_iter().map(|word| word.it);
            let words = words.collect();
            let unless = self.list(&table, "unless").into_iter().map(|word| word.it);
            let unless = unless.collect();
            let door = self.text(&table, "door");
            if let Some(door) = door.and_then(|door| self.reference(What::Kind, &door)) {
                all.push(WrongDoor {
                    kinds,
                    sub_types,
                    words,
                    unless,
                    door,
                });
            }
        }
        all
    }
}
