//! The files of the demo's world.

use std::collections::BTreeMap;

use domain::Desk;
use serde::Deserialize;

/// People and stories as written.
pub struct World {
    pub people: People,
    pub stories: Vec<Story>,
}

/// What each company runs.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Site {
    /// What its deployments say.
    #[default]
    Deployments,
    /// One place, called as the company is.
    Company,
}

#[derive(Deserialize)]
pub struct People {
    pub team: Vec<Team>,
    pub agent: Vec<Agent>,
    pub account: Vec<Account>,
}

#[derive(Deserialize)]
pub struct Team {
    pub id: String,
    pub ja: String,
    pub en: String,
}

#[derive(Deserialize)]
pub struct Agent {
    pub id: String,
    pub team: Option<String>,
    pub role: String,
    #[serde(flatten)]
    pub person: Person,
}

#[derive(Deserialize)]
pub struct Person {
    pub family: String,
    pub given: String,
    #[serde(default)]
    pub family_kana: String,
    #[serde(default)]
    pub given_kana: String,
    pub email: String,
    pub language: String,
    pub time_zone: String,
}

#[derive(Deserialize)]
pub struct Account {
    pub name: String,
    pub name_en: String,
    pub domain: String,
    pub contract: Contract,
    /// Where a desk knows such accounts, its contacts read no case (A8).
    #[serde(default)]
    pub regulated: bool,
    /// Names of companies for which its first contact acts as a partner.
    #[serde(default)]
    pub acts_for: Vec<String>,
    /// Id of the agent who looks after its success.
    #[serde(default)]
    pub success_manager: Option<String>,
    pub deployment: Vec<Deployment>,
    pub contact: Vec<Contact>,
}

#[derive(Deserialize)]
pub struct Deployment {
    pub id: String,
    pub ja: String,
    pub en: String,
    pub identifier: String,
    pub environments: Vec<String>,
}

/// What a company has bought.
#[derive(Deserialize)]
pub struct Contract {
    pub number: String,
    /// Place among the desk's plans, 0 the first; the last where it has fewer.
    pub grade: usize,
    /// Days from now to its end.
    pub days_left: i64,
}

#[derive(Deserialize)]
pub struct Contact {
    #[serde(flatten)]
    pub person: Person,
}

#[derive(Deserialize)]
struct Stories {
    #[serde(default)]
    site: Site,
    story: Vec<Story>,
}

/// How one case went, from opening to end.
#[derive(Deserialize)]
pub struct Story {
    pub kind: String,
    pub sub_type: String,
    pub product: String,
    pub environment: String,
    pub severity: String,
    pub language: String,
    pub channel: String,
    pub agent: String,
    pub colleague: String,
    pub subject: String,
    pub description: String,
    #[serde(default)]
    pub answers: BTreeMap<String, toml::Value>,
    #[serde(default)]
    pub step: Vec<Step>,
}

#[derive(Deserialize)]
pub struct Step {
    pub by: String,
    pub act: String,
    pub after: String,
    pub text: Option<String>,
    pub then: Option<String>,
    pub reason: Option<String>,
    /// Of a survey, from 1; they go round where the desk asks more.
    #[serde(default)]
    pub points: Vec<u8>,
    /// Of a survey by somebody who was not content: what whoever leads notes after talking with them.
    pub answered: Option<String>,
}

/// What happens at vendors of one trade, a file each for one part of it.
const TRADES: [&[&str]; 2] = [
    &[
        include_str!("world/stories-1.toml"),
        include_str!("world/stories-2.toml"),
        include_str!("world/stories-3.toml"),
    ],
    &[include_str!("world/stories-experience.toml")],
];

/// Reads the people, and the stories about what a desk supports; those of the first trade where none is about it.
pub fn read(desk: &Desk) -> Result<World, toml::de::Error> {
    let mut people: People = toml::from_str(include_str!("world/people.toml"))?;
    let mut trades = Vec::new();
    for files in TRADES {
        let read: Result<Vec<Stories>, _> = files.iter().map(|file| toml::from_str(file)).collect();
        trades.push(read?);
    }
    let sold = |story: &Story| desk.products.iter().any(|p| p.id == story.product);
    let of_this_trade = |files: &Vec<Stories>| files.iter().flat_map(|f| &f.story).any(sold);
    let place = trades.iter().position(of_this_trade).unwrap_or(0);
    let files = trades.swap_remove(place);
    let site = files.first().map(|file| file.site).unwrap_or_default();
    if site == Site::Company {
        for account in &mut people.account {
            account.deployment.truncate(1);
            for deployment in &mut account.deployment {
                deployment.ja.clone_from(&account.name);
                deployment.en.clone_from(&account.name_en);
                deployment.identifier = format!("hub.{}", account.domain);
            }
        }
    }
    let stories = files.into_iter().flat_map(|file| file.story).collect();
    Ok(World { people, stories })
}

impl Step {
    /// Minutes since the step before.
    pub fn minutes(&self) -> i64 {
        let (number, unit) = self.after.split_at(self.after.len().saturating_sub(1));
        let number: i64 = number.parse().unwrap_or(30);
        match unit {
            "d" => number * 1440,
            "h" => number * 60,
            _ => number,
        }
    }
}
