//! The fields of a case's form as they are drawn: which, with what to choose from, and what each hangs on.

use domain::{
    DeploymentId, Desk, Instant,
    case::{
        copies,
        intake::{self, FieldProblem, Wrong},
        offering::Places,
    },
    contract::entitlement::Entitlement,
    desk::{Entry, Field, ForPlans, Kind},
    directory::Deployment,
};

use super::super::{
    listing::{Pick, pick},
    shown::pair,
};
use crate::texts::Texts;

/// A field of the form as it is drawn.
pub struct Control {
    pub id: String,
    pub label: String,
    pub hint: String,
    pub required: bool,
    pub value: String,
    pub trouble: Option<String>,
    pub look: Draw,
    /// Field on which the options or the field itself depend; empty when on none.
    pub depends_on: String,
    /// Shown only for these sub types and products; `data-` attributes for the script.
    pub only_sub_types: String,
    pub only_products: String,
    /// Not for what is chosen at present.
    pub hidden: bool,
    pub folded: bool,
    /// What is doubted of the addresses in it.
    pub doubts: Doubts,
}

/// How a field is drawn.
pub enum Draw {
    Line {
        max: usize,
    },
    Lines {
        max: usize,
    },
    Number,
    Date,
    Flag,
    /// A drop-down list.
    Select(Vec<Offer>),
    /// Few options with their meanings, side by side.
    Radios(Vec<Offer>),
    Emails,
}

/// One option.
pub struct Offer {
    pub pick: Pick,
    /// What it means, under its label.
    pub meaning: String,
    /// Values of the deciding field for which it is offered; empty for all.
    pub when: String,
    /// Offered for what is chosen at present.
    pub offered: bool,
    /// Kept out of sight until a script finds that it is offered.
    pub shut: bool,
    /// Where the company's plan leaves it out, as `deployment/product` (C2); a star stands for all.
    pub lacking: Vec<String>,
    /// Left out for what is chosen at present.
    pub lacks: bool,
    /// Why, and whom to ask.
    pub why: String,
}

impl Control {
    /// Hangs on what another field says.
    pub fn is_dependent(&self) -> bool {
        !self.depends_on.is_empty()
            || !self.only_sub_types.is_empty()
            || !self.only_products.is_empty()
    }

    /// Conditions for the script: `field=values;field=values`.
    pub fn show(&self) -> String {
        let parts = [
            ("sub-type", &self.only_sub_types),
            ("product", &self.only_products),
        ];
        let parts = parts.iter().filter(|(_, values)| !values.is_empty());
        parts
            .map(|(name, values)| format!("{name}={values}"))
            .collect::<Vec<_>>()
            .join(";")
    }

    /// A list that does not stand on one answer from the start, or whose answer may fall away with another's: it would
    /// otherwise stand on whatever comes first, or on a blank.
    pub fn needs_empty(&self) -> bool {
        let Draw::Select(offers) = &self.look else {
            return false;
        };
        let of = |o: &Offer| o.when.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let stays = |chosen: &Offer| {
            let when = of(chosen);
            let all = offers.iter().filter(|o| !o.when.is_empty()).flat_map(of);
            let stands = !chosen.shut && chosen.lacking.is_empty();
            stands && (chosen.when.is_empty() || all.into_iter().all(|v| when.contains(&v)))
        };
        !self.required || !offers.iter().any(|o| o.pick.chosen && stays(o))
    }

    /// The company's plan leaves some of it out, somewhere.
    pub fn lacks_some(&self) -> bool {
        matches!(&self.look, Draw::Select(offers) if offers.iter().any(|o| !o.lacking.is_empty()))
    }

    /// Attributes that join a control with its hint and its error; ids are the desk's own.
    pub fn described(&self) -> String {
        let id = &self.id;
        let hint = (!self.hint.is_empty()).then(|| format!("{id}-hint"));
        let error = self.trouble.is_some().then(|| format!("{id}-error"));
        let lacking = self.lacks_some().then(|| format!("{id}-lacking"));
        let ids = [hint, error, lacking]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
        let invalid = if self.trouble.is_some() {
            " aria-invalid=\"true\""
        } else {
            ""
        };
        if ids.is_empty() {
            invalid.to_owned()
        } else {
            format!(" aria-describedby=\"{ids}\"{invalid}")
        }
    }
}

/// What is to be settled about addresses before they are taken (C5).
#[derive(Default)]
pub struct Doubts {
    /// Name and value of a button that puts one right, and what it says.
    pub corrections: Vec<(String, String)>,
    /// Addresses to be sure of, one a line; empty where there are none.
    pub sure: String,
    pub sure_text: String,
}

impl Doubts {
    /// Of one field, of what was found wrong with a form.
    pub fn of(t: &Texts, field: &str, problems: &[FieldProblem]) -> Self {
        let mut doubts = Self::default();
        let mut sure: Vec<&str> = Vec::new();
        for problem in problems.iter().filter(|p| p.field == field) {
            let (given, meant) = match &problem.wrong {
                Wrong::NotAnAddress { given, meant } => (given, meant.as_ref()),
                Wrong::Slip { given, meant } => {
                    sure.push(given);
                    (given, Some(meant))
                }
                Wrong::Foreign { given } => {
                    sure.extend(given.iter().map(String::as_str));
                    continue;
                }
                _ => continue,
            };
            if let Some(meant) = meant {
                let value = format!("{field} {given} {meant}");
                let text = pair(t, "copies-correct", given, meant);
                doubts.corrections.push((value, text));
            }
        }
        if !sure.is_empty() {
            doubts.sure = sure.join("\n");
            let named = sure.join(t.say("list-separator"));
            doubts.sure_text = t.one("copies-sure", "given", named);
        }
        doubts
    }
}

/// Puts right the one address that a button of [`Doubts`] speaks of.
pub fn correct(entries: &mut intake::Entries, button: &str) {
    let mut parts = button.splitn(3, ' ');
    let (Some(field), Some(given), Some(meant)) = (parts.next(), parts.next(), parts.next()) else {
        return;
    };
    if let Some(text) = entries.get_mut(field) {
        let right = copies::listed(text)
            .into_iter()
            .map(|address| match address == given {
                true => meant.to_owned(),
                false => address,
            });
        *text = right.collect::<Vec<_>>().join("\n");
    }
}

/// What is needed to draw the fields of one form.
pub struct Drawing<'a> {
    pub t: &'a Texts,
    pub desk: &'a Desk,
    pub kind: &'a Kind,
    pub entries: &'a intake::Entries,
    pub deployments: &'a [Deployment],
    /// What the company has bought, and the moment at which it counts; nothing where that decides over no answer.
    pub bought: Option<(&'a [Entitlement], Instant)>,
}

impl Drawing<'_> {
    fn entered(&self, id: &str) -> &str {
        self.entries.get(id).map_or("", String::as_str)
    }

    /// The product chosen, or the only one.
    fn product(&self) -> String {
        let offered = intake::products_of(self.desk, self.kind);
        match (self.entered("product"), offered.as_slice()) {
            ("", [only]) => (*only).to_owned(),
            (entered, _) => entered.to_owned(),
        }
    }

    /// The deployment chosen, or the only one.
    fn deployment(&self) -> String {
        match (self.entered("deployment"), self.deployments) {
            ("", [only]) => only.id.to_string(),
            (entered, _) => entered.to_owned(),
        }
    }

    /// Where the company's plan leaves something out, and whether it does for what is chosen.
    pub fn lacking(&self, with: &ForPlans, products: &[String]) -> (Vec<String>, bool) {
        let Some((bought, at)) = self.bought else {
            return (Vec::new(), false);
        };
        let deployments: Vec<DeploymentId> = self.deployments.iter().map(|d| d.id).collect();
        let places = Places {
            desk: self.desk,
            kind: self.kind,
            bought,
            deployments: &deployments,
            at,
        };
        let products: Vec<&str> = intake::products_of(self.desk, self.kind)
            .into_iter()
            .filter(|id| products.is_empty() || products.iter().any(|product| product == id))
            .collect();
        let lacking = places.lacking(with, &products);
        if lacking.len() == deployments.len() * products.len() && !lacking.is_empty() {
            return (vec!["*".to_owned()], true);
        }
        let mut all = Vec::new();
        for id in &deployments {
            let here = lacking.iter().filter(|(deployment, _)| deployment == id);
            let here: Vec<&str> = here.map(|(_, product)| *product).collect();
            match here.len() == products.len() {
                true => all.push(format!("{id}/*")),
                false => all.extend(here.iter().map(|product| format!("{id}/{product}"))),
            }
        }
        let (deployment, product) = (self.deployment(), self.product());
        let chosen = [format!("{deployment}/*"), format!("{deployment}/{product}")];
        let lacks = all.iter().any(|place| chosen.contains(place));
        (all, lacks)
    }

    pub fn control(&self, field: &Field, trouble: Option<String>) -> Option<Control> {
        let (t, preset) = (self.t, field.preset.clone().unwrap_or_default());
        let entered = self.entries.get(&field.id).cloned();
        let mut value = entered.unwrap_or(preset);
        let mut depends_on = String::new();
        let plain = |id: &str, label: &str, value: &str, meaning: &str| Offer {
            pick: pick(id, label, value),
            meaning: meaning.to_owned(),
            when: String::new(),
            offered: true,
            shut: false,
            lacking: Vec::new(),
            lacks: false,
            why: String::new(),
        };
        let look = match &field.entry {
            Entry::Deployment => {
                if let [only] = self.deployments {
                    value = only.id.to_string();
                }
                let offers = self.deployments.iter().map(|d| {
                    let label = [d.label.clone(), d.label_en.clone()];
                    plain(&d.id.to_string(), t.either(&label), &value, &d.identifier)
                });
                Draw::Select(offers.collect())
            }
            Entry::Product => {
                value = self.product();
                let offered = intake::products_of(self.desk, self.kind);
                let products = offered.iter().filter_map(|id| self.desk.product(id));
                Draw::Select(
                    products
                        .map(|p| plain(&p.id, t.desk(&p.label), &value, ""))
                        .collect(),
                )
            }
            Entry::SubType => {
                if self.kind.sub_types.iter().any(|s| !s.products.is_empty()) {
                    depends_on = "product".into();
                }
                let product = self.product();
                let offers = self.kind.sub_types.iter().map(|s| {
                    let (lacking, lacks) = self.lacking(&s.with, &s.products);
                    if !lacking.is_empty() {
                        depends_on = "product".into();
                    }
                    let label = t.desk(&s.label);
                    Offer {
                        pick: pick(&s.id, label, &value),
                        meaning: t.desk(&s.description).to_owned(),
                        when: s.products.join(" "),
                        offered: s.products.is_empty() || s.products.contains(&product),
                        shut: false,
                        why: match lacking.is_empty() {
                            true => String::new(),
                            false => t.lacking(self.desk, label, &s.with),
                        },
                        lacking,
                        lacks,
                    }
                });
                Draw::Select(offers.collect())
            }
            Entry::Environment => {
                // The kind's own environment is no question.
                if self.kind.environment.is_some() {
                    return None;
                }
                depends_on = "deployment".into();
                let at = |d: &&Deployment| {
                    self.deployments.len() == 1 || d.id.to_string() == self.entered("deployment")
                };
                let chosen = self.deployments.iter().find(at);
                let offers = self.desk.environments.iter().filter_map(|e| {
                    let at = self.deployments.iter();
                    let at = at.filter(|d| d.environments.contains(&e.id));
                    let at: Vec<String> = at.map(|d| d.id.to_string()).collect();
                    // What none of their places has is nothing to choose.
                    (!at.is_empty()).then(|| Offer {
                        when: at.join(" "),
                        offered: chosen.is_none_or(|d| d.environments.contains(&e.id)),
                        ..plain(&e.id, t.desk(&e.label), &value, "")
                    })
                });
                Draw::Select(offers.collect())
            }
            Entry::Severity => {
                if value.is_empty() {
                    value.clone_from(&self.desk.preset_severity);
                }
                let offers = self.desk.severities.iter();
                Draw::Radios(
                    offers
                        .map(|s| plain(&s.id, t.desk(&s.label), &value, t.desk(&s.definition)))
                        .collect(),
                )
            }
            Entry::Subject => Draw::Line {
                max: domain::case::SUBJECT_MAX,
            },
            Entry::Description => Draw::Lines {
                max: domain::case::TEXT_MAX,
            },
            Entry::Line { max } => Draw::Line { max: *max },
            Entry::Lines { max } => Draw::Lines { max: *max },
            Entry::Number { .. } => Draw::Number,
            Entry::Date => Draw::Date,
            Entry::Flag => Draw::Flag,
            Entry::Emails { .. } => Draw::Emails,
            Entry::Choice { options, depends } => {
                if let Some(depends) = depends {
                    depends_on.clone_from(&depends.on);
                }
                let offered = intake::offered_options(field, self.entries).unwrap_or_default();
                let offers = options.iter().map(|o| {
                    let when = depends
                        .iter()
                        .flat_map(|d| d.offers.iter())
                        .filter(|(_, ids)| ids.contains(&o.id));
                    Offer {
                        when: when.map(|(v, _)| v.as_str()).collect::<Vec<_>>().join(" "),
                        offered: offered.contains(&o.id.as_str()),
                        ..plain(&o.id, t.desk(&o.label), &value, "")
                    }
                });
                Draw::Select(offers.collect())
            }
        };
        let product = self.product();
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let hidden = !field.applies(
            given(self.entered("sub-type")).as_deref(),
            given(&product).as_deref(),
        );
        Some(Control {
            id: field.id.clone(),
            label: t.desk(&field.label).to_owned(),
            hint: t.desk(&field.hint).to_owned(),
            required: field.required,
            value,
            trouble,
            look,
            depends_on,
            only_sub_types: field.only.sub_types.join(" "),
            only_products: field.only.products.join(" "),
            hidden,
            folded: field.folded,
            doubts: Doubts::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(id: &str, chosen: bool, when: &str, shut: bool) -> Offer {
        let value = if chosen { id } else { "" };
        Offer {
            pick: pick(id, id, value),
            meaning: String::new(),
            when: when.to_owned(),
            offered: !shut,
            shut,
            lacking: Vec::new(),
            lacks: false,
            why: String::new(),
        }
    }

    #[test]
    fn c5_a_list_begins_empty_where_its_answer_may_not_stay() {
        for (offers, required, empty) in [
            // An answer that is offered wherever anything is.
            (
                vec![
                    offer("a", true, "1 2", false),
                    offer("b", false, "2", false),
                ],
                true,
                false,
            ),
            (
                vec![offer("a", true, "", false), offer("b", false, "", false)],
                true,
                false,
            ),
            // One place does not have it.
            (
                vec![
                    offer("a", true, "1", false),
                    offer("b", false, "1 2", false),
                ],
                true,
                true,
            ),
            // The place that is chosen does not have it.
            (
                vec![offer("a", true, "", true), offer("b", false, "", false)],
                true,
                true,
            ),
            (vec![offer("a", false, "", false)], true, true),
            (vec![offer("a", true, "", false)], false, true),
        ] {
            let told = format!("{:?}", offers.iter().map(|o| &o.when).collect::<Vec<_>>());
            let control = Control {
                id: "environment".into(),
                label: String::new(),
                hint: String::new(),
                required,
                value: String::new(),
                trouble: None,
                look: Draw::Select(offers),
                depends_on: "deployment".into(),
                only_sub_types: String::new(),
                only_products: String::new(),
                hidden: false,
                folded: false,
                doubts: Doubts::default(),
            };
            assert_eq!(control.needs_empty(), empty, "{told}");
        }
    }
}
