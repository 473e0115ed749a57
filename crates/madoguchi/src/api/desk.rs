//! The desk as a reader sees it: what there is to choose from.

use axum::{Json, extract::State};
use domain::{
    Desk, Words,
    case::{SUBJECT_MAX, TEXT_MAX, intake},
    desk::{Attachments, Checklist, Choice, Entry, Field, Kind, Reopening, SubStatus},
};

use super::{
    caller::Caller,
    opening,
    wire::{self, FieldEntry, Labelled},
    wrong,
};
use crate::app::App;

#[utoipa::path(get, path = "/api/v1/desk", operation_id = "read_desk", tag = "desk", responses((status = 200, body = wire::Desk)))]
/// The desk that serves now: kinds with their forms, severities, statuses, reasons to close, texts.
pub async fn read(State(app): State<App>, caller: Caller) -> Json<wire::Desk> {
    let (desk, _) = app.desks.current();
    Json(
        Reader {
            desk,
            caller: &caller,
        }
        .desk(),
    )
}

fn software(limits: Attachments) -> wire::Downloads {
    wire::Downloads {
        per_version: limits.per_message,
        bytes_each: limits.largest(),
        keeps_locked: limits.keeps_locked,
        types: limits.types,
    }
}

struct Reader<'a> {
    desk: &'a Desk,
    caller: &'a Caller,
}

impl Reader<'_> {
    fn say(&self, words: &Words) -> String {
        words.in_language(&self.caller.language).to_owned()
    }

    fn choices(&self, choices: &[Choice]) -> Vec<Labelled> {
        choices
            .iter()
            .map(|c| Labelled {
                id: c.id.clone(),
                label: self.say(&c.label),
            })
            .collect()
    }

    fn desk(&self) -> wire::Desk {
        let desk = self.desk;
        let statuses = desk.statuses.iter().map(|status| wire::TopStatus {
            id: status.id.clone(),
            label: self.say(&status.label),
            subs: status.subs.iter().map(|sub| self.sub_status(sub)).collect(),
        });
        let severities = desk.severities.iter().map(|s| wire::Severity {
            id: s.id.clone(),
            label: self.say(&s.label),
            definition: self.say(&s.definition),
        });
        let reasons = desk.rules.close_reasons.iter();
        wire::Desk {
            id: desk.id.clone(),
            name: self.say(&desk.name),
            languages: desk
                .languages
                .iter()
                .map(|l| l.as_str().to_owned())
                .collect(),
            time_zone: desk.time_zone.iana_name().unwrap_or("UTC").to_owned(),
            number_width: desk.number_width,
            products: self.choices(&desk.products),
            environments: self.choices(&desk.environments),
            channels: self.choices(&desk.channels),
            severities: severities.collect(),
            preset_severity: desk.preset_severity.clone(),
            kinds: desk.kinds.iter().map(|kind| self.kind(kind)).collect(),
            statuses: statuses.collect(),
            close_reasons: reasons
                .map(|r| Labelled {
                    id: r.id.clone(),
                    label: self.say(&r.label),
                })
                .collect(),
            not_covered: desk
                .not_covered
                .iter()
                .map(|one| wire::NotCovered {
                    id: one.id.clone(),
                    label: self.say(&one.label),
                    ask: self.say(&one.ask),
                })
                .collect(),
            causes: match self.caller.actor.is_staff() {
                true => self.choices(&desk.causes),
                false => Vec::new(),
            },
            survey: desk.survey.as_ref().map(|asked| wire::SurveyAsked {
                after: asked
                    .after
                    .iter()
                    .map(|id| id.as_str().to_owned())
                    .collect(),
                days: asked.days,
                questions: self.choices(&asked.questions),
                points: asked.points.iter().map(|words| self.say(words)).collect(),
            }),
            reopening: match desk.rules.reopening {
                Reopening::Request { .. } => wire::Reopening::Request,
                Reopening::WithinDays { days, .. } => wire::Reopening::WithinDays { days },
                Reopening::Never => wire::Reopening::Never,
            },
            attachments: wire::Attachments {
                per_message: desk.attachments.per_message,
                bytes_each: desk.attachments.bytes_each,
                transfer_bytes_each: desk.attachments.transfer.as_ref().map(|t| t.bytes_each),
                bytes_per_account: desk.attachments.bytes_per_account,
                types: desk.attachments.types.clone(),
                keeps_locked: desk.attachments.keeps_locked,
            },
            downloads: software(desk.given_out()),
            texts: desk
                .texts
                .iter()
                .map(|(key, words)| (key.clone(), self.say(words)))
                .collect(),
        }
    }

    fn sub_status(&self, sub: &SubStatus) -> wire::SubStatus {
        let staff = self.caller.actor.is_staff();
        wire::SubStatus {
            id: sub.id.as_str().to_owned(),
            label: self.say(&sub.label),
            turn: sub.turn.as_str().to_owned(),
            closed: sub.closed,
            next: self.say(if staff {
                &sub.next_for_staff
            } else {
                &sub.next
            }),
            asks_solution: sub.asks_solution,
            to: staff.then(|| sub.to.iter().map(|to| to.as_str().to_owned()).collect()),
        }
    }

    fn kind(&self, kind: &Kind) -> wire::Kind {
        let sub_types = kind.sub_types.iter().map(|s| wire::SubType {
            id: s.id.clone(),
            label: self.say(&s.label),
            description: self.say(&s.description),
            products: s.products.clone(),
            plans: s.with.plans.clone(),
        });
        let products = intake::products_of(self.desk, kind);
        wire::Kind {
            id: kind.id.clone(),
            label: self.say(&kind.label),
            description: self.say(&kind.description),
            list: kind.list.as_str().to_owned(),
            products: products.into_iter().map(str::to_owned).collect(),
            plans: kind.with.plans.clone(),
            environment: kind.environment.clone(),
            sub_types: sub_types.collect(),
            states: kind
                .states
                .iter()
                .map(|state| Labelled {
                    id: state.id.clone(),
                    label: self.say(&state.label),
                })
                .collect(),
            form: kind
                .form
                .iter()
                .filter_map(|id| self.desk.field(id))
                .map(|field| self.field(kind, field))
                .collect(),
            before: self
                .desk
                .checklists
                .iter()
                .filter(|list| list.kind == kind.id)
                .map(|list| self.checklist(kind, list))
                .collect(),
        }
    }

    fn checklist(&self, kind: &Kind, list: &Checklist) -> wire::Checklist {
        let steps = list.steps.iter().map(|step| wire::Step {
            id: step.id.clone(),
            text: self.say(&step.text),
            link: step.link.clone(),
            products: step.products.clone(),
        });
        let asks = list.asks().filter_map(|id| self.desk.field(id));
        wire::Checklist {
            id: list.id.clone(),
            label: self.say(&list.label),
            description: self.say(&list.description),
            sub_type: list.sub_type.clone(),
            steps: steps.collect(),
            asks: asks.map(|field| self.field(kind, field)).collect(),
            skip: list.skip.clone(),
        }
    }

    fn field(&self, kind: &Kind, field: &Field) -> wire::Field {
        // These are facts that no case is without; an only product need not be named.
        let required = match field.entry {
            Entry::Subject | Entry::Description | Entry::Deployment => true,
            Entry::Product => intake::products_of(self.desk, kind).len() != 1,
            _ => field.required,
        };
        wire::Field {
            id: field.id.clone(),
            pointer: wrong::pointer(&opening::path_of(self.desk, &field.id)),
            label: self.say(&field.label),
            hint: self.say(&field.hint),
            required,
            preset: field.preset.clone(),
            only: wire::Only {
                sub_types: field.only.sub_types.clone(),
                products: field.only.products.clone(),
            },
            entry: self.entry(&field.entry),
        }
    }

    fn entry(&self, entry: &Entry) -> FieldEntry {
        match entry {
            Entry::Deployment => FieldEntry::Deployment,
            Entry::Product => FieldEntry::Product,
            Entry::SubType => FieldEntry::SubType,
            Entry::Environment => FieldEntry::Environment,
            Entry::Severity => FieldEntry::Severity,
            Entry::Subject => FieldEntry::Line { max: SUBJECT_MAX },
            Entry::Description => FieldEntry::Lines { max: TEXT_MAX },
            Entry::Line { max } => FieldEntry::Line { max: *max },
            Entry::Lines { max } => FieldEntry::Lines { max: *max },
            Entry::Number { min, max } => FieldEntry::Number {
                min: *min,
                max: *max,
            },
            Entry::Date => FieldEntry::Date,
            Entry::Flag => FieldEntry::Flag,
            Entry::Choice { options, depends } => FieldEntry::Choice {
                options: self.choices(options),
                depends: depends.as_ref().map(|d| wire::Depends {
                    on: d.on.clone(),
                    offers: d.offers.iter().cloned().collect(),
                }),
            },
            Entry::Emails { most } => FieldEntry::Emails { most: *most },
        }
    }
}
