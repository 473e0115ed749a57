//! placeholder while the importer is being written; overwrite this file.
#[derive(clap::Args)]
pub struct Args {}
pub async fn run(_: Args) -> super::Outcome {
    Ok(super::Done::Faulty)
}
