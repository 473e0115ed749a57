//! Fields that are chosen from a list, and lists that follow what another field says (C5).

use std::collections::BTreeSet;

use super::{
    problem::{Problem, What},
    read::{At, Reader, Table},
};
use crate::desk::{Choice, Depends, Entry};

impl Reader {
    pub fn choice_entry(&mut self, table: &Table, id: &str) -> Entry {
        let options = self.tables(table, "option", "field.option", &["id", "label"]);
        if options.is_empty() {
            self.wrong(
                table.place("option"),
                Problem::EmptyOptions { field: id.into() },
            );
        }
        let options = self.choices(options, What::Option);
        let depends = self.depends(table, id, &options);
        Entry::Choice { options, depends }
    }

    fn depends(&mut self, table: &Table, id: &str, options: &[Choice]) -> Option<Depends> {
        let value = table.value("depends")?;
        let depends = self.table("depends", value, "field.depends", &["on", "offers"])?;
        let on = self.text(&depends, "on");
        let offers = match depends.value("offers") {
            Some(offers) => self.table("offers", offers, "field.depends.offers", &keys_of(offers)),
            None => self.missing(&depends, "offers"),
        };
        let on = on?;
        self.reference(What::Field, &on)?;
        let Some(values) = self.known.values(&on.it).map(<[String]>::to_vec) else {
            self.wrong(
                on.at,
                Problem::DependsOnNoChoice {
                    field: id.into(),
                    on: on.it,
                },
            );
            return None;
        };
        let offers = self.offers(&offers?, &values, options);
        let offered: BTreeSet<&String> = offers.iter().flat_map(|(_, ids)| ids).collect();
        for option in options.iter().filter(|o| !offered.contains(&o.id)) {
            let problem = Problem::OptionNeverOffered {
                field: id.into(),
                option: option.id.clone(),
            };
            self.wrong(self.option_place(table, &option.id), problem);
        }
        Some(Depends { on: on.it, offers })
    }

    /// In the order of the file.
    fn offers(
        &mut self,
        table: &Table,
        values: &[String],
        options: &[Choice],
    ) -> Vec<(String, Vec<String>)> {
        let options: Vec<String> = options.iter().map(|o| o.id.clone()).collect();
        let mut entries: Vec<_> = table.entries.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut offers = Vec::new();
        for (key, value) in entries {
            let decided = At {
                at: key.span().start,
                it: key.get_ref().to_string(),
            };
            self.option_of(&decided, values);
            let ids = self.list_in(&decided.it, value);
            self.distinct(What::Option, &ids);
            ids.iter().for_each(|id| self.option_of(id, &options));
            offers.push((decided.it, ids.into_iter().map(|id| id.it).collect()));
        }
        offers
    }

    pub fn option_of(&mut self, id: &At<String>, known: &[String]) {
        if !known.contains(&id.it) {
            let problem = Problem::UnknownReference {
                what: What::Option,
                id: id.it.clone(),
                known: known.to_vec(),
            };
            self.wrong(id.at, problem);
        }
    }

    fn option_place(&self, table: &Table, option: &str) -> usize {
        let items = table
            .value("option")
            .and_then(|v| v.get_ref().as_array())
            .map(|a| a.iter());
        let ids = items
            .into_iter()
            .flatten()
            .filter_map(|item| item.get_ref().as_table()?.get("id"));
        ids.filter(|id| id.get_ref().as_str() == Some(option))
            .map(|id| id.span().start)
            .next()
            .unwrap_or(table.at)
    }
}

fn keys_of<'a>(value: &'a toml::Spanned<toml::de::DeValue<'a>>) -> Vec<&'a str> {
    value
        .get_ref()
        .as_table()
        .into_iter()
        .flat_map(|t| t.keys())
        .map(|k| k.get_ref().as_ref())
        .collect()
}
