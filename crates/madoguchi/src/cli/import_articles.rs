//! `madoguchi import articles`.

use std::path::PathBuf;

use clap::{Args as Arguments, ValueEnum};
use domain::{
    Actor, Language,
    directory::Standing,
    knowledge::{About, Audience, Sort},
};

use super::{Done, Outcome, Place};
use crate::{
    app::{App, Clock, Desks, files::Files},
    files::Shelf,
    import::articles::{self, Options},
    texts,
};

/// Files are named like guide/start.ja.md and guide/start.en.html: what stands before the language is the article's id. A table
/// has the columns id, title_ja, body_ja, title_en, body_en and, where it is not Markdown, format. It can be run again: what
/// came over is not written twice, what changed there becomes a new version, what was changed here stays. Images that lie in the
/// folder come along; nothing is fetched.
#[derive(Arguments)]
pub struct Args {
    /// Files of Markdown, HTML or CSV, or folders of them
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    place: Place,
    /// E-mail address of the agent in whose name it is done
    #[arg(long = "as", value_name = "EMAIL")]
    agent: String,
    /// A name for where they come from; ids count within it
    #[arg(long, value_name = "NAME", default_value = "articles")]
    source: String,
    /// Who may read them; an article can be opened to others later
    #[arg(long, value_enum, default_value = "staff")]
    audience: Meant,
    /// article, faq, document, announcement, advisory or defect
    #[arg(long, value_name = "SORT", default_value = "article", value_parser = sort)]
    sort: Sort,
    /// A product of the desk's that they are about; of all where none is named
    #[arg(long = "product", value_name = "ID")]
    products: Vec<String>,
    /// Language of files that do not name theirs
    #[arg(long, value_name = "TAG", default_value = "ja")]
    language: String,
    /// Publish them; where the desk wants somebody else to look at them first, they wait for that
    #[arg(long)]
    publish: bool,
    /// Where files lie, for their images; the folder of the installation has them in itself
    #[arg(long, value_name = "DIR")]
    files: Option<PathBuf>,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Meant {
    Everybody,
    SignedIn,
    Staff,
}

fn sort(name: &str) -> Result<Sort, String> {
    Sort::parse(name).ok_or_else(|| "there is no such sort of article".to_owned())
}

pub async fn run(args: Args) -> Outcome {
    let store = args.place.open().await?;
    let desks = Desks::stored(&store).await?;
    let mut app = App::new(store, desks, Clock::Machine).await?;
    if let Some(folder) = args.files.or_else(|| args.place.files()) {
        app = app.with_files(Files {
            shelf: Shelf::folder(&folder)?,
            scanner: None,
        });
    }
    let person = app.store.person_by_email(&args.agent).await?;
    let actor = match person.map(|person| (person.id, person.standing)) {
        Some((person, Standing::Agent { role, team })) => Actor::Agent { person, role, team },
        _ => return Err(format!("no agent here has the address {}", args.agent).into()),
    };
    let options = Options {
        paths: args.paths,
        source: args.source,
        about: About {
            sort: args.sort,
            products: args.products,
            audience: match args.audience {
                Meant::Everybody => Audience::Everybody,
                Meant::SignedIn => Audience::SignedIn,
                Meant::Staff => Audience::Staff,
            },
            until: None,
        },
        languages: texts::load().languages().cloned().collect(),
        usual: Language::new(&args.language),
        publish: args.publish,
        dry_run: args.dry_run,
    };
    let report = articles::run(&app, &actor, &options).await?;
    match args.json {
        true => println!("{}", serde_json::to_string_pretty(&report)?),
        false => print!("{report}"),
    }
    Ok(match report.faults.is_empty() {
        true => Done::Well,
        false => Done::Faulty,
    })
}
