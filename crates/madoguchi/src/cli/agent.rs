//! `madoguchi agent`.

use clap::{Args as Arguments, Subcommand};
use domain::{Language, Role, TeamId, event::By};

use super::{Done, Outcome, Place};
use crate::app::{
    App, Clock, Desks, Fail,
    agents::{NewAgent, NotSo},
};

#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Let an agent in; give them a password with `password set`
    Add(Add),
    /// Change what an agent is
    Change(Change),
    /// An agent leaves: sign-ins end, tokens are taken away
    Suspend(Who),
    /// An agent may sign in again
    Resume(Who),
}

#[derive(Arguments)]
struct Who {
    #[command(flatten)]
    place: Place,
    /// E-mail address of the agent
    #[arg(long = "for", value_name = "EMAIL")]
    email: String,
}

#[derive(Arguments)]
struct Kind {
    /// tier1, tier2, engineering, technical-expert, success-manager, supervisor or administrator
    #[arg(long, value_parser = role)]
    role: Role,
    /// Name of a team; in none where it is left out
    #[arg(long)]
    team: Option<String>,
}

#[derive(Arguments)]
struct Add {
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    kind: Kind,
    #[arg(long)]
    family: String,
    #[arg(long, default_value = "")]
    given: String,
    #[arg(long, default_value = "ja")]
    language: String,
}

#[derive(Arguments)]
struct Change {
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    kind: Kind,
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| {
        let all: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("one of {}", all.join(", "))
    })
}

async fn team(
    app: &App,
    name: Option<&str>,
) -> Result<Option<TeamId>, Box<dyn std::error::Error + Send + Sync>> {
    let Some(name) = name else {
        return Ok(None);
    };
    let teams = app.store.teams().await?;
    let team = teams
        .iter()
        .find(|team| team.label == name || team.label_en == name);
    let team = team.ok_or_else(|| format!("there is no team {name}"))?;
    Ok(Some(team.id))
}

async fn opened(who: &Who) -> Result<App, Box<dyn std::error::Error + Send + Sync>> {
    let store = who.place.open().await?;
    let desks = Desks::stored(&store).await?;
    Ok(App::new(store, desks, Clock::Machine).await?)
}

pub async fn run(args: Args) -> Outcome {
    let by = By::System;
    let (email, done) = match args.command {
        Command::Add(add) => {
            let app = opened(&add.who).await?;
            let new = NewAgent {
                family: add.family,
                given: add.given,
                family_kana: String::new(),
                given_kana: String::new(),
                email: add.who.email.clone(),
                role: add.kind.role,
                team: team(&app, add.kind.team.as_deref()).await?,
                language: Language::new(&add.language),
            };
            (
                add.who.email,
                app.add_agent(by, new).await.map(|done| done.map(|_| ())),
            )
        }
        Command::Change(change) => {
            let app = opened(&change.who).await?;
            let team = team(&app, change.kind.team.as_deref()).await?;
            let done = match app.store.person_by_email(&change.who.email).await? {
                Some(person) => app.set_role(by, person.id, change.kind.role, team).await,
                None => Err(Fail::NotFound),
            };
            (change.who.email, done)
        }
        Command::Suspend(who) => suspend(who, true).await?,
        Command::Resume(who) => suspend(who, false).await?,
    };
    match done {
        Ok(Ok(())) => Ok(Done::Well),
        Ok(Err(NotSo::Taken)) => Err(format!("somebody here has the address {email}").into()),
        Ok(Err(NotSo::NoSuchTeam)) => Err("there is no such team".into()),
        Ok(Err(NotSo::LastAdministrator)) => Err(
            "nobody else administers this installation; make somebody else an administrator first"
                .into(),
        ),
        Err(Fail::NotFound) => Err(format!("no agent here has the address {email}").into()),
        Err(fail) => Err(fail.into()),
    }
}

type Said = (String, Result<Result<(), NotSo>, Fail>);

async fn suspend(
    who: Who,
    suspended: bool,
) -> Result<Said, Box<dyn std::error::Error + Send + Sync>> {
    let app = opened(&who).await?;
    let done = match app.store.person_by_email(&who.email).await? {
        Some(person) => app.suspend_agent(By::System, person.id, suspended).await,
        None => Err(Fail::NotFound),
    };
    Ok((who.email, done))
}
