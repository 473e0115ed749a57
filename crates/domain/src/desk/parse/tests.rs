//! Broken desk files, each with what is found and where; the shipped desks; and damage at random.

mod appointment;
mod checklists;
mod damage;
mod escalation;
mod expected;
mod going;
mod incident;
mod milestones;
mod resources;
mod sense;
mod session;
mod shipped;
mod values;
mod whole;

/// The desks of the binary.
const SHIPPED: [&str; 6] = [
    include_str!("../../../../../desks/default.toml"),
    include_str!("../../../../../desks/contact-center.toml"),
    include_str!("../../../../../desks/collaboration.toml"),
    include_str!("../../../../../desks/marketing.toml"),
    include_str!("../../../../../desks/experience-hub.toml"),
    include_str!("../../../../../desks/remote-support.toml"),
];

/// A whole desk of the smallest kind, to break.
const SMALL: &str = include_str!("tests/small.toml");
