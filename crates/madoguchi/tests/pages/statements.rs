//! What is sent to the database, as it was sent: texts of statements, without their values.

use std::{
    collections::BTreeSet,
    io::{self, Write},
    sync::{Arc, Mutex},
};

use tracing::{Level, subscriber::DefaultGuard};
use tracing_subscriber::{filter::Targets, layer::SubscriberExt};

/// The lines that were heard, each once.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<BTreeSet<Vec<u8>>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().insert(bytes.to_owned());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Hears the statements of this thread for as long as it is kept.
pub struct Statements {
    lines: Lines,
    _heard: DefaultGuard,
}

impl Statements {
    pub fn hear() -> Self {
        let lines = Lines::default();
        let to = lines.clone();
        let printed = tracing_subscriber::fmt::layer()
            .without_time()
            .with_ansi(false)
            .with_writer(move || to.clone());
        let all = tracing_subscriber::registry()
            .with(Targets::new().with_target(store::db::STATEMENTS, Level::TRACE))
            .with(printed);
        Self {
            lines,
            _heard: tracing::subscriber::set_default(all),
        }
    }

    /// Fails where one of the statements holds this.
    pub fn hold_none_of(&self, data: &str) {
        let all = self.lines.0.lock().unwrap();
        println!("{} different statements", all.len());
        assert!(all.len() > 20, "{}: statements are heard", all.len());
        for line in all.iter() {
            let line = String::from_utf8_lossy(line);
            assert!(!line.contains(data), "made of data: {line}");
        }
    }
}
