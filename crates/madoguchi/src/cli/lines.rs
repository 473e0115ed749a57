//! Commands that answer a JSON object a line with one: reading, writing, and what a bad line gives. A bad line gives its
//! id, as far as it can be read, and an error; the rest goes on.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::Path,
};

use serde::Deserialize;
use serde_json::value::RawValue;

/// Answers every line of the file, or of standard input. Empty lines are passed over.
pub fn answer_all(
    file: Option<&Path>,
    mut answer: impl FnMut(&str, &mut Vec<u8>) -> Result<(), String>,
) -> io::Result<()> {
    let mut input: Box<dyn BufRead> = match file {
        Some(path) => Box::new(BufReader::with_capacity(1 << 16, File::open(path)?)),
        None => Box::new(io::stdin().lock()),
    };
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let (mut line, mut said) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return output.flush();
        }
        let text = line.trim_ascii();
        if text.is_empty() {
            continue;
        }
        said.clear();
        let result = match std::str::from_utf8(text) {
            Ok(text) => answer(text, &mut said).map_err(|error| (id_of(text), error)),
            Err(_) => Err(("null".to_owned(), "the line is not UTF-8".to_owned())),
        };
        if let Err((id, error)) = result {
            said.clear();
            let error = serde_json::Value::from(error);
            write!(said, "{{\"id\":{id},\"error\":{error}}}")?;
        }
        said.push(b'\n');
        output.write_all(&said)?;
    }
}

/// The id of a line that could not be answered, as it stands there; else `null`.
fn id_of(line: &str) -> String {
    #[derive(Deserialize)]
    struct Named<'a> {
        #[serde(borrow)]
        id: Option<&'a RawValue>,
    }
    let named: Result<Named, _> = serde_json::from_str(line);
    let id = named.ok().and_then(|named| named.id).map(RawValue::get);
    id.unwrap_or("null").to_owned()
}

/// The words of a problem with a line's shape, without the place in it, which says nothing to who reads one line.
pub fn misshapen(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((what, _)) => what.to_owned(),
        None => text,
    }
}
