//! What a reader of the API sees: every case in the lists once, and in its
//! story exactly the texts that were acknowledged, in their order.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::SocketAddr;

use serde_json::Value;

use crate::client::{Acknowledged, Client, What};
use crate::database::{Findings, numbers};
use crate::http::{Asked, Connection};

/// Reads as an agent.
pub struct Reader<'a> {
    line: Connection,
    token: &'a str,
}

impl<'a> Reader<'a> {
    pub fn open(address: SocketAddr, token: &'a str) -> std::io::Result<Self> {
        let line = Connection::open(address)?;
        Ok(Self { line, token })
    }

    fn get(&mut self, path: &str) -> std::io::Result<Value> {
        let asked = Asked {
            path,
            token: self.token,
            key: None,
            body: None,
        };
        let answer = self.line.send(&asked)?;
        if answer.status != 200 {
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            return Err(std::io::Error::other(format!(
                "{path}: {} {text}",
                answer.status
            )));
        }
        serde_json::from_slice(&answer.body).map_err(std::io::Error::other)
    }

    /// The stories of the cases that each client wrote to, from its `since`th change on.
    pub fn stories(
        &mut self,
        client: &Client,
        since: usize,
        findings: &mut Findings,
    ) -> std::io::Result<u64> {
        let touched: HashSet<i64> = client.acknowledged[since..]
            .iter()
            .map(|one| one.case)
            .collect();
        let mut wanted: BTreeMap<i64, Vec<u64>> = BTreeMap::new();
        for Acknowledged { mark, case, .. } in client
            .acknowledged
            .iter()
            .filter(|one| touched.contains(&one.case))
        {
            wanted.entry(*case).or_default().push(*mark);
        }
        for (case, marks) in &wanted {
            let story = self.get(&format!("/api/v1/cases/{case}/timeline"))?;
            let entries = story["items"]
                .as_array()
                .map(Vec::as_slice)
                .unwrap_or_default();
            let texts = entries.iter().filter_map(|entry| entry["text"].as_str());
            let mut seen: Vec<u64> = texts.flat_map(|text| numbers(text, "mark:")).collect();
            // What was not acknowledged may be there or not.
            if seen
                .last()
                .is_some_and(|last| Some(*last) == client.open_mark())
            {
                seen.pop();
            }
            if seen == *marks {
                continue;
            }
            let told = format!("the story of case {case} has {seen:?}, acknowledged are {marks:?}");
            let once: HashSet<&u64> = seen.iter().collect();
            if once.len() < seen.len() {
                findings.doubled.push(told);
            } else {
                findings.lost.push(told);
            }
        }
        Ok(wanted.len() as u64)
    }

    /// Every case of the lists by its subject, held against those that were opened.
    pub fn lists(&mut self, clients: &[Client], findings: &mut Findings) -> std::io::Result<u64> {
        let mut listed: HashMap<u64, Vec<i64>> = HashMap::new();
        for view in ["not-closed", "closed"] {
            let mut cursor = String::new();
            loop {
                let page = self.get(&format!(
                    "/api/v1/cases?view={view}&sort=number&limit=200{cursor}"
                ))?;
                for item in page["items"].as_array().into_iter().flatten() {
                    let number = item["number"]
                        .as_str()
                        .and_then(|number| number.parse().ok());
                    for mark in numbers(item["subject"].as_str().unwrap_or_default(), "subject:") {
                        listed
                            .entry(mark)
                            .or_default()
                            .push(number.unwrap_or_default());
                    }
                }
                match page["next"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
        }
        for client in clients {
            for Acknowledged { mark, case, .. } in client
                .acknowledged
                .iter()
                .filter(|one| one.what == What::Open)
            {
                match listed.get(mark).map(Vec::as_slice) {
                    Some([number]) if number == case => {}
                    Some([_, _, ..]) => findings
                        .doubled
                        .push(format!("subject {mark} stands in the lists twice")),
                    other => findings.lost.push(format!(
                        "case {case} (subject {mark}) in the lists: {other:?}"
                    )),
                }
            }
        }
        Ok(listed.len() as u64)
    }
}
