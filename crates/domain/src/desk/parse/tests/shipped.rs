//! The desks that ship are fine, and are what they are meant to be.

use super::SHIPPED;
use crate::desk::{CustomerActs, Desk, Door, Entry, Reopening, StatusId, Turn, check};

fn shipped(index: usize) -> Desk {
    check(SHIPPED[index]).unwrap_or_else(|found| panic!("{found:#?}"))
}

#[test]
fn the_default_desk_is_what_it_should_be() {
    let desk = shipped(0);
    assert_eq!(
        (
            desk.id.as_str(),
            desk.number_width,
            desk.preset_severity.as_str()
        ),
        ("default", 8, "S3")
    );
    assert_eq!(desk.time_zone.iana_name(), Some("Asia/Tokyo"));
    assert_eq!(desk.sub_statuses().count(), 14);
    let (information, responded) = (
        "awaiting-information/information-required",
        StatusId::new("open/customer-responded"),
    );
    let update = |from: &str| {
        desk.rules
            .customer_update
            .iter()
            .find(|(f, _)| f.as_str() == from)
            .map(|(_, to)| to)
    };
    assert_eq!(update(information), Some(&responded));
    assert_eq!(
        update("solution-proposed/problem-resolved"),
        Some(&responded)
    );
    assert_eq!(update("open/third-party"), None);
    assert_eq!(
        desk.rules.reopening,
        Reopening::WithinDays {
            days: 14,
            to: responded
        }
    );
    let reasons: Vec<_> = desk
        .rules
        .close_reasons
        .iter()
        .map(|r| (r.id.as_str(), r.to.as_str()))
        .collect();
    assert_eq!(
        reasons,
        [
            ("resolved", "closed/resolved"),
            ("no-longer-needed", "closed/cancelled")
        ]
    );
    assert_eq!(
        desk.status(&StatusId::new("open/third-party"))
            .map(|s| s.turn),
        Some(Turn::Support)
    );
}

#[test]
fn the_default_support_case_is_short() {
    let desk = shipped(0);
    let kind = desk.kind("support-case").expect("the kind");
    for sub_type in &kind.sub_types {
        let shown = || {
            kind.form
                .iter()
                .filter_map(|id| desk.field(id))
                .filter(|f| f.applies(Some(&sub_type.id), Some("meetings")))
        };
        assert!(shown().filter(|f| !f.folded).count() <= 13);
        assert!(shown().filter(|f| f.required).count() <= 6);
    }
    let Some(Entry::Choice {
        depends: Some(depends),
        ..
    }) = desk.field("sub-issue").map(|f| &f.entry)
    else {
        panic!("the sub issue depends");
    };
    assert_eq!(depends.on, "issue");
    assert!(depends.offered("billing").is_empty() && !depends.offered("quality").is_empty());
}

#[test]
fn the_contact_center_offers_what_the_product_allows() {
    let desk = shipped(1);
    assert_eq!(
        (desk.number_width, desk.preset_severity.as_str()),
        (10, "low")
    );
    let labels: Vec<_> = desk
        .severities
        .iter()
        .map(|s| s.label.in_language(&crate::words::Language::new("en")))
        .collect();
    assert_eq!(labels, ["2-High", "3-Medium", "4-Low"]);
    assert!(matches!(desk.rules.reopening, Reopening::Request { .. }));
    let request = desk.kind("service-request").expect("the kind");
    let offered = |product: &str| {
        let fits = |s: &&crate::desk::SubType| {
            s.products.is_empty() || s.products.iter().any(|p| p == product)
        };
        request
            .sub_types
            .iter()
            .filter(fits)
            .map(|s| s.id.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(offered("shared-cloud"), ["new-project"]);
    assert_eq!(offered("dedicated-cloud").len(), 4);
    assert_eq!(request.environment.as_deref(), Some("production"));
    assert_eq!(desk.kind("admin-case").map(|k| k.sub_types.len()), Some(8));
    let form = desk.kind("support-case").expect("the kind").form.join(" ");
    assert_eq!(
        form,
        "deployment product sub-type severity environment security-threat subject description business-impact \
         affected-count external-reference"
    );
}

/// What the fifth source promises, at both centres alike.
#[test]
fn s1_the_collaboration_desk_promises_what_its_source_does() {
    use crate::contract::Amount::{self, Elapsed, NextBusinessDay, Open};
    let desk = shipped(2);
    let (day, minutes) = (Some(Elapsed(86_400)), |n: i64| Some(Open(n * 60)));
    let two_days = Some(Elapsed(2 * 86_400));
    let next = Some(NextBusinessDay);
    type Row = (&'static str, [Option<Amount>; 4], [Option<Amount>; 4]);
    let wanted: [Row; 3] = [
        ("basic", [minutes(60), minutes(60), next, next], [None; 4]),
        (
            "enhanced",
            [minutes(30), minutes(30), minutes(90), minutes(120)],
            [day, day, two_days, two_days],
        ),
        (
            "premium",
            [minutes(15), minutes(15), minutes(30), minutes(90)],
            [day; 4],
        ),
    ];
    for (plan, first, updates) in wanted {
        for (place, severity) in ["S1", "S2", "S3", "S4"].into_iter().enumerate() {
            for centre in ["japan", "global", "japan-onsite"] {
                let target = desk.target(centre, plan, severity).expect("a target");
                assert_eq!(target.first_response, first[place], "{plan} {severity}");
                assert_eq!(target.next_update, updates[place], "{plan} {severity}");
            }
        }
    }
    let of = |id: &str| desk.plan(id).map(|p| (p.tier, p.precedence));
    assert_eq!(of("basic"), Some((1, 0)));
    assert!(of("enhanced") < of("premium"));
    let takes_mail = |c: &&crate::desk::Centre| c.channels.iter().any(|c| c == "mail");
    let taking: Vec<_> = desk
        .centres
        .iter()
        .filter(takes_mail)
        .map(|c| c.id.as_str())
        .collect();
    assert_eq!(taking, ["japan-onsite"]);
}

#[test]
fn b5_each_need_has_a_door() {
    for index in 0..SHIPPED.len() {
        let desk = shipped(index);
        assert!(desk.needs.len() > 5, "{}", desk.id);
        assert!(desk.needs.iter().all(|need| !need.doors.is_empty()));
    }
    // As the first source has it: a case, then a call; prices are asked of the success manager.
    let doors = |index: usize, need: usize| shipped(index).needs[need].doors.clone();
    let (kind, contact) = (
        |id: &str| Door::Kind(id.into()),
        |name: &str| Door::Contact(name.into()),
    );
    assert_eq!(doors(1, 1), [kind("support-case"), contact("phone")]);
    assert_eq!(doors(1, 2), [kind("support-case"), contact("phone")]);
    assert_eq!(doors(1, 7), [contact("success-manager")]);
    assert_eq!(doors(1, 10)[0], kind("feature-request"));
}

/// Where each need of a desk leads, in the order of the file.
fn ways(desk: &Desk) -> Vec<(String, Vec<String>)> {
    let english = crate::Language::new("en");
    let named = |door: &Door| match door {
        Door::Kind(id) => id.clone(),
        Door::Contact(name) => format!("to {name}"),
    };
    let way = |need: &crate::desk::Need| {
        let label = need.label.in_language(&english).to_owned();
        (label, need.doors.iter().map(named).collect())
    };
    desk.needs.iter().map(way).collect()
}

#[test]
fn b5_the_doors_of_the_first_source_are_those_of_its_guide() {
    let desk = shipped(1);
    let wanted: [(&str, &[&str]); 12] = [
        ("A question about how to use it", &["support-case"]),
        (
            "An outage, or grave effects on business",
            &["support-case", "to phone"],
        ),
        (
            "What comes after buying a higher support plan",
            &["support-case", "to phone"],
        ),
        ("Moves, adds, changes and deletions", &["service-request"]),
        ("This portal, and who may open cases", &["admin-case"]),
        ("You cannot sign in", &["to sign-in-help"]),
        (
            "A file cannot be uploaded or downloaded",
            &["support-case", "to mail"],
        ),
        ("Prices, quotes, further products", &["to success-manager"]),
        ("Configuration and design", &["to success-manager"]),
        ("Invoices", &["to billing", "to mail"]),
        ("New features", &["feature-request", "to success-manager"]),
        ("Following up on a case that is open", &["to mail"]),
    ];
    let ways = ways(&desk);
    let found: Vec<(&str, Vec<&str>)> = ways
        .iter()
        .map(|(label, doors)| (label.as_str(), doors.iter().map(String::as_str).collect()))
        .collect();
    let wanted: Vec<(&str, Vec<&str>)> = wanted
        .into_iter()
        .map(|(label, doors)| (label, doors.to_vec()))
        .collect();
    assert_eq!(found, wanted);
    // What belongs to a case goes there, or names it.
    let billing = desk.text("billing").unwrap();
    let billing = billing.in_language(&crate::Language::new("en"));
    assert!(billing.contains("update") && billing.contains("number of the case"));
}

#[test]
fn b7_the_fourth_source_answers_settings_and_use_and_sends_the_rest_to_whom_it_belongs() {
    let desk = shipped(3);
    let ways = ways(&desk);
    let leads = |label: &str| {
        let found = ways.iter().find(|(given, _)| given == label);
        found.map(|(_, doors)| doors.clone()).unwrap_or_default()
    };
    assert_eq!(leads("A problem with settings or use"), ["support-case"]);
    assert_eq!(
        leads("Coding, setting up and running things for you"),
        ["to sales"]
    );
    let english = crate::Language::new("en");
    for one in &desk.not_covered {
        let ask = one.ask.in_language(&english);
        assert!(ask.contains("success manager"), "{}: {ask}", one.id);
    }
    assert_eq!(desk.not_covered.len(), 3);
    // What helps is said where it is written.
    let hint = desk.field("description").map(|field| field.hint.clone());
    let hint = hint.unwrap();
    assert!(hint.in_language(&english).contains("URL and the name"));
}

#[test]
fn the_marketing_desk_seats_users_of_production_by_plan() {
    let desk = shipped(3);
    let places = |plan: &str| desk.plan(plan).and_then(|plan| plan.contacts);
    assert_eq!(
        ["online", "business", "premier"].map(places),
        [Some(4), Some(6), Some(6)]
    );
    assert_eq!(desk.rules.designated_in.as_deref(), Some("production"));
    assert_eq!(desk.rules.reopening, Reopening::Never);
    assert_eq!(desk.preset_severity, "p3");
    // Some issues have no sub issue, and the one who refuses remote access is told what that means.
    let sub_issue = desk.field("sub-issue").unwrap();
    let Entry::Choice {
        depends: Some(depends),
        ..
    } = &sub_issue.entry
    else {
        panic!("{sub_issue:?}");
    };
    assert!(depends.offered("users").is_empty() && !depends.offered("email").is_empty());
    let remote = desk.field("remote-access").unwrap();
    assert!(remote.required && !remote.hint.is_empty());
}

#[test]
fn the_experience_hub_keeps_a_history_that_nobody_reopens() {
    let desk = shipped(4);
    assert_eq!(desk.rules.reopening, Reopening::Never);
    assert_eq!(desk.rules.customer_acts, CustomerActs::SubmitterAndAdmin);
    let since = desk.rules.shown_since.map(|day| day.to_string());
    assert_eq!(since.as_deref(), Some("2019-07-15"));
    assert_eq!(desk.rules.restricted_answers.as_deref(), Some("mail"));
    let limits = &desk.attachments;
    assert_eq!((limits.per_message, limits.bytes_each), (5, 500 * 1024));
    assert_eq!(limits.types.len(), 13);
    // An escalation is seen step by step, and one step asks the customer.
    let step = |sub: &str| desk.status(&StatusId::new(format!("escalated/{sub}")));
    for (sub, turn) in [
        ("submitted", Turn::Support),
        ("evaluation", Turn::Support),
        ("engineering", Turn::Support),
        ("confirmation", Turn::Customer),
        ("resolved", Turn::Support),
    ] {
        let found = step(sub).map(|status| (status.turn, status.asks_solution));
        assert_eq!(found, Some((turn, sub == "confirmation")), "{sub}");
    }
    // What came by phone, chat or conference call says so.
    let ways: Vec<_> = desk.channels.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ways, ["web", "mail", "phone", "chat", "conference"]);
}

#[test]
fn the_remote_support_desk_has_sessions_and_queues_to_hand_them_to() {
    let desk = shipped(5);
    let rules = desk.session.as_ref().unwrap();
    assert!(rules.mode_chosen && rules.own_mail);
    let fallback = rules.fallback.as_deref().unwrap();
    assert!(desk.queue(fallback).is_some());
    assert_eq!(desk.queues.len(), 3);
}

#[test]
fn u1_no_form_of_the_default_desk_asks_for_much() {
    let desk = shipped(0);
    for kind in &desk.kinds {
        let fields = kind.form.iter().filter_map(|id| desk.field(id));
        let fields: Vec<_> = fields.filter(|field| !field.folded).collect();
        let always = |entry: &Entry| {
            let of_every_case = [
                Entry::Deployment,
                Entry::Product,
                Entry::SubType,
                Entry::Environment,
                Entry::Subject,
                Entry::Description,
            ];
            of_every_case.contains(entry)
        };
        // The severity stands chosen.
        let asked = fields.iter().filter(|field| {
            let is_required = field.required || always(&field.entry);
            is_required && field.preset.is_none() && field.entry != Entry::Severity
        });
        let (shown, asked) = (fields.len(), asked.count());
        assert!(shown <= 13, "{}: {shown} fields", kind.id);
        assert!(asked <= 6, "{}: {asked} to be filled in", kind.id);
    }
}
