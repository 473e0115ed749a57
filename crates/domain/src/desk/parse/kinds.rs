//! The kinds of case with their sub types and forms, one by one. How form and fields agree is judged in `forms`.

use super::{
    problem::{Problem, What},
    read::{Reader, Table},
};
use crate::desk::{CONTACTS, Door, ForPlans, Kind, KindState, List, Need, SubType};

const KEYS: [&str; 12] = [
    "id",
    "label",
    "description",
    "list",
    "form",
    "products",
    "plans",
    "ask",
    "environment",
    "without_contract",
    "sub_type",
    "state",
];

impl Reader {
    pub fn kinds(&mut self, root: &Table) -> Vec<Kind> {
        let mut ids = Vec::new();
        let mut kinds = Vec::new();
        for table in self.some_tables(root, "kind", "kind", &KEYS) {
            let id = self.id(&table, What::Kind);
            let kind = self.kind(&table, id.as_ref().map_or("", |id| id.it.as_str()));
            if let Some(id) = id {
                ids.push(id);
                kinds.push(kind);
            }
        }
        self.distinct(What::Kind, &ids);
        kinds
    }

    /// Which door for which need.
    pub fn needs(&mut self, root: &Table) -> Vec<Need> {
        let mut needs = Vec::new();
        for table in self.tables(root, "need", "need", &["label", "doors", "note"]) {
            self.needs_some(&table, "doors");
            let doors = self.references(&table, "doors", What::Door);
            needs.push(Need {
                label: self.label(&table, "label"),
                doors: doors.into_iter().map(door).collect(),
                note: self.maybe_words(&table, "note"),
            });
        }
        needs
    }

    fn kind(&mut self, table: &Table, id: &str) -> Kind {
        let products = self.references(table, "products", What::Product);
        if table.value("form").is_none() {
            self.missing::<()>(table, "form");
        }
        let list = self.list_of(table);
        // Access is asked for before and after there is a contract.
        let without_contract = match table.value("without_contract") {
            Some(_) => self.flag(table, "without_contract"),
            None => list == List::Admin,
        };
        Kind {
            id: id.into(),
            label: self.label(table, "label"),
            description: self.words(table, "description"),
            list,
            without_contract,
            sub_types: self.sub_types(table, id, &products),
            states: self.states(table),
            form: self.references(table, "form", What::Field),
            environment: self.maybe_reference(table, "environment", What::Environment),
            with: self.for_plans(table),
            products,
        }
    }

    /// The plans that something goes with, and whom to ask about it (C2).
    fn for_plans(&mut self, table: &Table) -> ForPlans {
        let plans = self.references(table, "plans", What::Plan);
        let ask = self.maybe_reference(table, "ask", What::Door);
        if ask.is_some() && table.value("plans").is_none() {
            self.missing::<()>(table, "plans");
        }
        ForPlans {
            plans,
            ask: ask.map(door),
        }
    }

    /// What the product can make of such cases (C4).
    fn states(&mut self, kind: &Table) -> Vec<KindState> {
        let (mut ids, mut states) = (Vec::new(), Vec::new());
        for table in self.tables(kind, "state", "kind.state", &["id", "label", "next"]) {
            let id = self.id(&table, What::KindState);
            let (label, next) = (self.label(&table, "label"), self.words(&table, "next"));
            if let Some(id) = id {
                states.push(KindState {
                    id: id.it.clone(),
                    label,
                    next,
                });
                ids.push(id);
            }
        }
        self.distinct(What::KindState, &ids);
        states
    }

    fn list_of(&mut self, table: &Table) -> List {
        let Some(word) = self.maybe_text(table, "list") else {
            return List::Cases;
        };
        self.one_of(&word, "list", &[List::Cases.as_str(), List::Admin.as_str()]);
        if word.it == List::Admin.as_str() {
            List::Admin
        } else {
            List::Cases
        }
    }

    fn sub_types(&mut self, kind: &Table, kind_id: &str, of_kind: &[String]) -> Vec<SubType> {
        let mut ids = Vec::new();
        let mut sub_types = Vec::new();
        for table in self.tables(
            kind,
            "sub_type",
            "kind.sub_type",
            &["id", "label", "description", "products", "plans", "ask"],
        ) {
            let id = self.id(&table, What::SubType);
            let label = self.label(&table, "label");
            let description = self.maybe_words(&table, "description");
            let products = self.references(&table, "products", What::Product);
            for product in products
                .iter()
                .filter(|p| !of_kind.is_empty() && !of_kind.contains(p))
            {
                let problem = Problem::ProductNotOfKind {
                    kind: kind_id.into(),
                    product: product.clone(),
                };
                self.wrong(table.place("products"), problem);
            }
            let with = self.for_plans(&table);
            if let Some(id) = id {
                sub_types.push(SubType {
                    id: id.it.clone(),
                    label,
                    description,
                    products,
                    with,
                });
                ids.push(id);
            }
        }
        self.distinct(What::SubType, &ids);
        sub_types
    }
}

fn door(id: String) -> Door {
    match CONTACTS.contains(&id.as_str()) {
        true => Door::Contact(id),
        false => Door::Kind(id),
    }
}
