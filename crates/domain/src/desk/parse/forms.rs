//! Whether forms, fields, sub types and products fit each other. Runs only on parts that were read without a finding,
//! so that one mistake is told once.

use std::collections::BTreeSet;

use super::{
    problem::{Problem, What},
    read::{Reader, Table},
};
use crate::desk::{Checklist, Choice, Entry, Field, Kind};

/// The built-in fields without which no case can be opened.
const NEEDED: [&str; 4] = ["deployment", "product", "subject", "description"];

impl Reader {
    pub fn check_forms(
        &mut self,
        root: &Table,
        fields: &[Field],
        kinds: &[Kind],
        products: &[Choice],
        checklists: &[Checklist],
    ) {
        let rings = self.check_cycles(fields);
        for (kind, at) in kinds.iter().zip(form_places(root)) {
            self.check_form(kind, at, fields, products);
            self.check_order(kind, at, fields.iter().filter(|f| !rings.contains(&f.id)));
            self.check_products(kind, products);
        }
        self.check_used(fields, kinds, checklists);
        for product in products {
            if !kinds.iter().any(|kind| is_for(&kind.products, &product.id)) {
                let at = self.known.place(What::Product, &product.id);
                self.wrong(
                    at,
                    Problem::ProductWithoutKind {
                        product: product.id.clone(),
                    },
                );
            }
        }
    }

    fn check_form(&mut self, kind: &Kind, at: usize, fields: &[Field], products: &[Choice]) {
        let on_form = |id: &str| kind.form.iter().position(|f| f == id);
        let sub_type = (!kind.sub_types.is_empty()).then_some("sub-type");
        for id in NEEDED
            .into_iter()
            .chain(sub_type)
            .filter(|id| on_form(id).is_none())
        {
            self.wrong(
                at,
                Problem::MissingBuiltIn {
                    kind: kind.id.clone(),
                    field: id.into(),
                },
            );
        }
        if kind.sub_types.is_empty() && on_form("sub-type").is_some() {
            self.wrong(
                at,
                Problem::NothingToAsk {
                    kind: kind.id.clone(),
                    field: "sub-type".into(),
                },
            );
        }
        for field in kind
            .form
            .iter()
            .filter_map(|id| fields.iter().find(|f| f.id == *id))
        {
            self.check_shown(kind, at, field, products);
        }
    }

    /// Who decides stands before whom it decides over.
    fn check_order<'a>(&mut self, kind: &Kind, at: usize, fields: impl Iterator<Item = &'a Field>) {
        let place = |id: &str| kind.form.iter().position(|f| f == id);
        for field in fields {
            let Entry::Choice {
                depends: Some(depends),
                ..
            } = &field.entry
            else {
                continue;
            };
            let Some(dependent) = place(&field.id) else {
                continue;
            };
            let (kind, field, on) = (kind.id.clone(), field.id.clone(), depends.on.clone());
            match place(&on) {
                None => self.wrong(at, Problem::DecidingFieldMissing { kind, field, on }),
                Some(decides) if decides > dependent => {
                    self.wrong(at, Problem::DecidingFieldLater { kind, field, on });
                }
                Some(_) => {}
            }
        }
    }

    /// A field that stands on the form must show for some sub type and product together.
    fn check_shown(&mut self, kind: &Kind, at: usize, field: &Field, products: &[Choice]) {
        let offered = || {
            products
                .iter()
                .map(|p| p.id.as_str())
                .filter(|p| is_for(&kind.products, p))
        };
        let shown = match kind.sub_types.as_slice() {
            [] => offered().any(|product| field.applies(None, Some(product))),
            sub_types => sub_types.iter().any(|s| {
                offered()
                    .filter(|p| is_for(&s.products, p))
                    .any(|p| field.applies(Some(&s.id), Some(p)))
            }),
        };
        if shown {
            return;
        }
        let (kind, required, field) = (kind.id.clone(), field.required, field.id.clone());
        self.wrong(
            at,
            match required {
                true => Problem::RequiredFieldNeverOffered { kind, field },
                false => Problem::FieldNeverOffered { kind, field },
            },
        );
    }

    fn check_products(&mut self, kind: &Kind, products: &[Choice]) {
        let offered = products.iter().filter(|p| is_for(&kind.products, &p.id));
        let bare = offered.filter(|p| !kind.sub_types.iter().any(|s| is_for(&s.products, &p.id)));
        for product in bare.filter(|_| !kind.sub_types.is_empty()) {
            let at = self.known.place(What::Kind, &kind.id);
            let problem = Problem::NoSubTypeForProduct {
                kind: kind.id.clone(),
                product: product.id.clone(),
            };
            self.wrong(at, problem);
        }
    }

    fn check_used(&mut self, fields: &[Field], kinds: &[Kind], checklists: &[Checklist]) {
        let facts = checklists.iter().flat_map(|list| &list.facts);
        let used: BTreeSet<&String> = kinds.iter().flat_map(|k| &k.form).chain(facts).collect();
        for field in fields.iter().filter(|f| !used.contains(&f.id)) {
            let at = self.known.place(What::Field, &field.id);
            self.wrong(
                at,
                Problem::FieldNeverUsed {
                    field: field.id.clone(),
                },
            );
        }
    }

    /// Follows who decides over whom; each ring is told once, at its first field in the file.
    fn check_cycles(&mut self, fields: &[Field]) -> BTreeSet<String> {
        let decides = |id: &str| match fields.iter().find(|f| f.id == id).map(|f| &f.entry) {
            Some(Entry::Choice {
                depends: Some(depends),
                ..
            }) => Some(depends.on.clone()),
            _ => None,
        };
        let mut told = BTreeSet::new();
        for field in fields {
            let mut ring = vec![field.id.clone()];
            let mut next = decides(&field.id);
            while let Some(on) = next.filter(|on| !ring.contains(on)) {
                next = decides(&on);
                ring.push(on);
            }
            let back = ring
                .last()
                .and_then(|last| decides(last))
                .is_some_and(|on| on == field.id);
            if back && !told.contains(&field.id) {
                told.extend(ring.iter().cloned());
                let at = self.known.place(What::Field, &field.id);
                self.wrong(at, Problem::DependentCycle { fields: ring });
            }
        }
        told
    }
}

/// Whether a list of products, empty for all, holds this one.
fn is_for(products: &[String], product: &str) -> bool {
    products.is_empty() || products.iter().any(|p| p == product)
}

/// Where each kind's form stands, in the order of the file.
fn form_places(root: &Table) -> Vec<usize> {
    let items = root
        .value("kind")
        .and_then(|v| v.get_ref().as_array())
        .map(|a| a.iter());
    let tables = items
        .into_iter()
        .flatten()
        .filter_map(|item| item.get_ref().as_table());
    tables
        .filter_map(|t| t.get("form"))
        .map(|form| form.span().start)
        .collect()
}
