//! The files of the demo's world.

use std::collections::BTreeMap;

use serde::Deserialize;

/// People and stories as written.
pub struct World {
    pub people: People,
    pub stories: Vec<Story>,
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
    pub contract: Contract,
    /// Names of companies for which its first contact acts as a partner.
    #[serde(default)]
    pub acts_for: Vec<String>,
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
}

/// Reads the files that are part of the program.
pub fn read() -> Result<World, toml::de::Error> {
    let people = toml::from_str(include_str!("world/people.toml"))?;
    let mut stories = Vec::new();
    for file in [
        include_str!("world/stories-1.toml"),
        include_str!("world/stories-2.toml"),
        include_str!("world/stories-3.toml"),
    ] {
        let more: Stories = toml::from_str(file)?;
        stories.extend(more.story);
    }
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
