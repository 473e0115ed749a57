//! `madoguchi search`: how good finding is, over tables of documents, questions and judgements. Runs the analysis and the
//! ranking that the product finds by.

use std::path::{Path, PathBuf};

use ::search::{
    Glossary,
    measure::{Fault, Judged, Table, What},
};
use clap::{Args as Arguments, Subcommand};

use super::{Done, Outcome};

#[derive(Arguments)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure finding over judged questions: prints recall@10, ndcg@10, mrr, p50_ms and p95_ms
    Eval(Eval),
}

/// Tables of columns between tabs, in UTF-8, without a header.
#[derive(Arguments)]
struct Eval {
    /// Identifier, title and text of each document
    #[arg(long, value_name = "TSV")]
    documents: PathBuf,
    /// Identifier and text of each question
    #[arg(long, value_name = "TSV")]
    queries: PathBuf,
    /// Question, document and grade (0: no answer) of each judgement
    #[arg(long, value_name = "TSV")]
    relevant: PathBuf,
}

pub fn run(args: Args) -> Outcome {
    let Command::Eval(args) = args.command;
    let [documents, queries, relevant] =
        [&args.documents, &args.queries, &args.relevant].map(|path| read(path));
    let (documents, queries, relevant) = (documents?, queries?, relevant?);
    let (judged, faults) = Judged::read(&documents, &queries, &relevant);
    for fault in &faults {
        eprintln!("{}", told(fault, &args));
    }
    let measures = judged.measure(Glossary::embedded());
    let measures = measures.map_err(|error| error.to_string())?;
    let Some(measures) = measures else {
        eprintln!(
            "{}: no question has an answer of grade 1 or more; nothing is measured",
            args.relevant.display()
        );
        return Ok(Done::Faulty);
    };
    println!("recall@10 {:.4}", measures.recall);
    println!("ndcg@10 {:.4}", measures.ndcg);
    println!("mrr {:.4}", measures.mrr);
    println!("p50_ms {:.3}", measures.p50.as_secs_f64() * 1000.0);
    println!("p95_ms {:.3}", measures.p95.as_secs_f64() * 1000.0);
    let ill = faults.iter().any(|fault| fault.what.is_ill());
    Ok(if ill { Done::Faulty } else { Done::Well })
}

fn read(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.split(|byte| *byte == b'\n').count();
        format!("{}:{line}: the line is not UTF-8", path.display())
    })
}

fn told(fault: &Fault, args: &Eval) -> String {
    let path = match fault.table {
        Table::Documents => &args.documents,
        Table::Queries => &args.queries,
        Table::Relevant => &args.relevant,
    };
    let what = match &fault.what {
        What::Columns(found, wanted) => {
            format!("{wanted} columns are wanted between tabs, {found} found; left out")
        }
        What::Twice(id) => format!("{id} for the second time; left out"),
        What::Grade(grade) => format!("the grade is no whole number from 0 on: {grade}; left out"),
        What::NoQuery(id) => format!("no question is called {id}; left out"),
        What::NoDocument(id) => format!("no document is called {id}; counts as not found"),
    };
    format!("{}:{}: {what}", path.display(), fault.line)
}
