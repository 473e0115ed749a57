//! Judged collections that lie beside the repository; whoever has them not is told so aloud.

use std::io::Read as _;
use std::path::Path;

use serde_json::Value;

/// A document, and a question that it alone answers.
pub struct Known {
    pub title: String,
    pub text: String,
    pub asked: String,
}

/// The lines of a file, if it is there.
pub fn lines(name: &str) -> Option<Vec<Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(name);
    let bytes = std::fs::read(path).ok()?;
    let mut text = String::new();
    if name.ends_with(".gz") {
        flate2::read::MultiGzDecoder::new(bytes.as_slice())
            .read_to_string(&mut text)
            .unwrap();
    } else {
        text = String::from_utf8(bytes).unwrap();
    }
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

pub fn absent(name: &str) {
    println!("NOT MEASURED: ../shared/data/{name} is not there");
}

/// A value as text, whether it is one or a number.
pub fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Rows of columns between tabs.
pub fn table(values: &[Value], columns: &[&str]) -> String {
    let mut table = String::new();
    for value in values {
        let row: Vec<String> = columns
            .iter()
            .map(|column| text(&value[*column]).replace(['\t', '\n', '\r'], " "))
            .collect();
        table += &row.join("\t");
        table.push('\n');
    }
    table
}
