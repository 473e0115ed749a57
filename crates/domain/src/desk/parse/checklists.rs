//! The ways in before a case is opened, one by one (B2). Steps that are answered become fields here, so that nothing else has to
//! know of them.

use super::{
    problem::{Problem, What},
    read::{At, Reader, Table},
};
use crate::desk::{Checklist, Choice, Entry, Field, Kind, Only, Step};

const KEYS: [&str; 9] = [
    "id",
    "label",
    "description",
    "kind",
    "sub_type",
    "facts",
    "skip",
    "answer",
    "step",
];

impl Reader {
    /// The checklists; what their steps ask is added to the fields.
    pub fn checklists(
        &mut self,
        root: &Table,
        fields: &mut Vec<Field>,
        kinds: &[Kind],
    ) -> Vec<Checklist> {
        let (mut ids, mut steps) = (Vec::new(), Vec::new());
        let mut lists = Vec::new();
        for table in self.tables(root, "checklist", "checklist", &KEYS) {
            let id = self.id(&table, What::Checklist);
            let list = self.checklist(&table, &mut steps, fields);
            if let Some(list) = &list {
                self.check_facts(&table, list, fields, kinds);
            }
            if let (Some(id), Some(list)) = (id, list) {
                lists.push(Checklist {
                    id: id.it.clone(),
                    ..list
                });
                ids.push(id);
            }
        }
        self.distinct(What::Checklist, &ids);
        self.distinct(What::Step, &steps);
        lists
    }

    fn checklist(
        &mut self,
        table: &Table,
        ids: &mut Vec<At<String>>,
        fields: &mut Vec<Field>,
    ) -> Option<Checklist> {
        let label = self.label(table, "label");
        let description = self.maybe_words(table, "description");
        let kind = self.text(table, "kind");
        let kind = kind.and_then(|id| self.reference(What::Kind, &id));
        let sub_type = self.maybe_reference(table, "sub_type", What::SubType);
        let answers = self.tables(table, "answer", "checklist.answer", &["id", "label"]);
        let answers = self.choices(answers, What::Option);
        let keys = ["id", "text", "link", "products"];
        let mut steps = Vec::new();
        for step in self.tables(table, "step", "checklist.step", &keys) {
            let id = self.id(&step, What::Step);
            let text = self.label(&step, "text");
            let link = self.link(&step);
            let products = self.references(&step, "products", What::Product);
            let Some(id) = id else { continue };
            if self.known.has(What::Field, &id.it) {
                self.wrong(
                    id.at,
                    Problem::Duplicate {
                        what: What::Field,
                        id: id.it.clone(),
                    },
                );
            }
            steps.push(Step {
                id: id.it.clone(),
                text,
                link,
                products,
            });
            ids.push(id);
        }
        if !answers.is_empty() {
            let new = |step: &&Step| fields.iter().all(|f| f.id != step.id);
            let asked: Vec<Field> = steps
                .iter()
                .filter(new)
                .map(|s| asked(s, &answers))
                .collect();
            fields.extend(asked);
        }
        Some(Checklist {
            id: String::new(),
            label,
            description,
            kind: kind?,
            sub_type,
            steps,
            answered: !answers.is_empty(),
            facts: self.references(table, "facts", What::Field),
            skip: self.references(table, "skip", What::Severity),
        })
    }

    /// An address of the web, or a page of the portal.
    pub(super) fn link(&mut self, step: &Table) -> Option<String> {
        let link = self.maybe_text(step, "link")?;
        let of_portal = link.it.starts_with('/') && !link.it.starts_with("//");
        let whole = !link
            .it
            .contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\');
        if whole && (of_portal || link.it.starts_with("https://")) {
            return Some(link.it);
        }
        self.wrong(link.at, Problem::BadLink { given: link.it });
        None
    }

    /// Facts can be left out, are asked once, and stand behind what decides over them.
    fn check_facts(&mut self, table: &Table, list: &Checklist, fields: &[Field], kinds: &[Kind]) {
        let Some(kind) = kinds.iter().find(|kind| kind.id == list.kind) else {
            return;
        };
        if let Some(sub_type) = list
            .sub_type
            .as_ref()
            .filter(|id| kind.sub_type(id).is_none())
        {
            self.wrong(
                table.place("sub_type"),
                Problem::UnknownReference {
                    what: What::SubType,
                    id: sub_type.clone(),
                    known: kind.sub_types.iter().map(|s| s.id.clone()).collect(),
                },
            );
        }
        let at = table.place("facts");
        for (place, id) in list.facts.iter().enumerate() {
            let Some(field) = fields.iter().find(|f| f.id == *id) else {
                continue;
            };
            if field.required {
                self.wrong(at, Problem::FactRequired { field: id.clone() });
            }
            if kind.form.contains(id) {
                let (kind, field) = (kind.id.clone(), id.clone());
                self.wrong(at, Problem::AskedTwice { kind, field });
            }
            let Entry::Choice {
                depends: Some(depends),
                ..
            } = &field.entry
            else {
                continue;
            };
            let before = list.facts.iter().take(place).chain(&kind.form);
            if before.into_iter().all(|id| *id != depends.on) {
                let (kind, field, on) = (kind.id.clone(), id.clone(), depends.on.clone());
                self.wrong(at, Problem::DecidingFieldLater { kind, field, on });
            }
        }
    }
}

/// The question that a step puts.
fn asked(step: &Step, answers: &[Choice]) -> Field {
    Field {
        id: step.id.clone(),
        label: step.text.clone(),
        hint: Default::default(),
        entry: Entry::Choice {
            options: answers.to_vec(),
            depends: None,
        },
        required: false,
        folded: false,
        only: Only {
            sub_types: Vec::new(),
            products: step.products.clone(),
        },
        preset: None,
    }
}
