//! Markdown as it is put together piece by piece. Knows nothing of where the pieces come from.

/// What encloses the blocks that come.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Around {
    Quote,
    /// The number of the next item, where it has numbers.
    List(Option<u32>),
    Item {
        marker: String,
        /// Its marker stands there already.
        begun: bool,
    },
}

#[derive(Default)]
pub struct Markdown {
    out: String,
    /// The paragraph that is open.
    open: String,
    around: Vec<Around>,
    /// Rows of the open table, by cells; the last cell is the open paragraph.
    rows: Option<Vec<Vec<String>>>,
    in_cell: bool,
    in_code: bool,
    in_fence: bool,
    /// Marks of emphasis that stand open, and where.
    marks: Vec<(&'static str, usize)>,
    links: Vec<usize>,
    /// The latest block stands in an item.
    follows_item: bool,
}

impl Markdown {
    /// Nothing was written and nothing is open.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty() && self.rows.is_none()
    }

    /// An image may stand here.
    pub fn takes_images(&self) -> bool {
        !self.in_code && !self.in_fence
    }

    /// The open paragraph as plain words, which it is no more.
    pub fn words(&mut self) -> String {
        self.marks.clear();
        self.links.clear();
        let open = std::mem::take(&mut self.open);
        crate::rich::plain(&open)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Text as it stands in HTML: gaps are one space.
    pub fn text(&mut self, text: &str) {
        if self.in_fence {
            self.open.push_str(text);
            return;
        }
        let mut signs = text.chars().peekable();
        while let Some(sign) = signs.next() {
            if sign.is_whitespace() && sign != '\u{3000}' {
                if !self.open.is_empty() && !self.open.ends_with([' ', '\n']) {
                    self.open.push(' ');
                }
                continue;
            }
            let acts = match sign {
                _ if self.in_code => false,
                '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
                '_' => !self.open.ends_with(char::is_alphanumeric),
                '#' | '>' | '+' | '-' | '=' => self.open.is_empty() || self.open.ends_with('\n'),
                '|' => self.in_cell,
                '&' => signs
                    .peek()
                    .is_none_or(|next| next.is_ascii_alphanumeric() || *next == '#'),
                '.' | ')' => {
                    let line = self.open.rsplit('\n').next().unwrap_or_default();
                    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
                }
                _ => false,
            };
            if acts {
                self.open.push('\\');
            }
            match sign {
                '`' if self.in_code => self.open.push('\''),
                sign => self.open.push(sign),
            }
        }
    }

    /// Emphasis begins or ends; none is left around nothing.
    pub fn around(&mut self, mark: &'static str, opens: bool) {
        if self.in_code || self.in_fence {
            return;
        }
        if opens {
            if !self.marks.iter().any(|(open, _)| *open == mark) {
                self.marks.push((mark, self.open.len()));
                self.open.push_str(mark);
            }
            return;
        }
        let Some((_, at)) = self.marks.pop_if(|(open, _)| *open == mark) else {
            return;
        };
        let inside = self.open.get(at + mark.len()..).unwrap_or_default();
        let (lead, trail) = (inside.starts_with(' '), inside.ends_with(' '));
        let inside = inside.trim().to_owned();
        self.open.truncate(at);
        let gap = |open: &mut String, is: bool| {
            if is && !open.ends_with([' ', '\n']) {
                open.push(' ');
            }
        };
        gap(&mut self.open, lead);
        if !inside.is_empty() {
            self.open.push_str(mark);
            self.open.push_str(&inside);
            self.open.push_str(mark);
        }
        gap(&mut self.open, trail);
    }

    pub fn code(&mut self, opens: bool) {
        if !self.in_fence && self.in_code != opens {
            self.in_code = opens;
            match self.open.ends_with('`') && !opens {
                // Nothing stood in it.
                true => {
                    self.open.pop();
                }
                false => self.open.push('`'),
            }
        }
    }

    pub fn link_begin(&mut self) {
        if !self.in_code && !self.in_fence {
            self.links.push(self.open.len());
            self.open.push('[');
        }
    }

    pub fn link_end(&mut self, address: &str) {
        let Some(at) = self.links.pop().filter(|at| *at < self.open.len()) else {
            return;
        };
        let inside = self.open[at + 1..].trim().to_owned();
        if inside.is_empty() {
            self.open.truncate(at);
            return;
        }
        self.open.truncate(at);
        let address = address
            .replace('(', "%28")
            .replace(')', "%29")
            .replace('<', "%3C");
        self.open.push_str(&format!("[{inside}]({address})"));
    }

    /// A line ends.
    pub fn line(&mut self) {
        match (self.in_fence, self.in_cell) {
            (true, _) => self.open.push('\n'),
            (_, true) => self.text(" "),
            _ if self.open.trim().is_empty() => {}
            _ => {
                let kept = self.open.trim_end_matches(' ').len();
                self.open.truncate(kept);
                self.open.push('\n');
            }
        }
    }

    /// A paragraph ends.
    pub fn paragraph(&mut self) {
        if self.in_fence {
            return;
        }
        if self.in_cell {
            return self.text(" ");
        }
        let text = self.closed();
        self.block(&text);
    }

    /// The open paragraph with its marks closed, which it is no more.
    fn closed(&mut self) -> String {
        self.code(false);
        // Links that were not closed are text.
        for at in std::mem::take(&mut self.links).into_iter().rev() {
            if self.open.is_char_boundary(at) && self.open[at..].starts_with('[') {
                self.open.remove(at);
            }
        }
        while let Some((mark, _)) = self.marks.last().copied() {
            self.around(mark, false);
        }
        let open = std::mem::take(&mut self.open);
        open.trim().to_owned()
    }

    pub fn heading(&mut self, level: u8) {
        let text = self.closed().replace('\n', " ");
        if !text.is_empty() && !self.in_cell {
            self.block(&format!("{} {text}", "#".repeat(level.clamp(1, 6).into())));
        }
    }

    pub fn rule(&mut self) {
        self.paragraph();
        if !self.in_cell && !self.in_fence {
            self.block("---");
        }
    }

    pub fn fence(&mut self, opens: bool) {
        if self.in_cell {
            return self.text(" ");
        }
        if opens {
            self.paragraph();
            self.in_fence = true;
            return;
        }
        if !std::mem::take(&mut self.in_fence) {
            return;
        }
        let text = std::mem::take(&mut self.open);
        let text = text.trim_matches('\n');
        let mut marks = "```".to_owned();
        while text.contains(&marks) {
            marks.push('`');
        }
        if !text.trim().is_empty() {
            self.block(&format!("{marks}\n{text}\n{marks}"));
        }
    }

    pub fn list(&mut self, numbered: bool, opens: bool) {
        self.paragraph();
        if self.in_cell {
            return;
        }
        match opens {
            true => self.around.push(Around::List(numbered.then_some(1))),
            false => self.leave(|around| matches!(around, Around::List(_))),
        }
    }

    pub fn item(&mut self, opens: bool) {
        self.paragraph();
        if self.in_cell {
            return;
        }
        // An item ends where the next one of its list begins.
        let list = self
            .around
            .iter()
            .rposition(|around| matches!(around, Around::List(_)));
        match (list, opens) {
            (Some(at), true) => {
                self.around.truncate(at + 1);
                let marker = match self.around.last_mut() {
                    Some(Around::List(Some(number))) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                let begun = false;
                self.around.push(Around::Item { marker, begun });
            }
            (Some(at), false) => self.around.truncate(at + 1),
            (None, _) => {}
        }
    }

    pub fn quote(&mut self, opens: bool) {
        self.paragraph();
        if self.in_cell {
            return;
        }
        match opens {
            true => self.around.push(Around::Quote),
            false => self.leave(|around| *around == Around::Quote),
        }
    }

    fn leave(&mut self, which: impl Fn(&Around) -> bool) {
        if let Some(at) = self.around.iter().rposition(which) {
            self.around.truncate(at);
        }
    }

    /// A table begins or ends; one inside of another is text of its cell.
    pub fn table(&mut self, opens: bool) {
        if self.in_cell {
            return self.text(" ");
        }
        self.paragraph();
        if opens {
            self.rows = Some(Vec::new());
            return;
        }
        let Some(mut rows) = self.rows.take() else {
            return;
        };
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        if columns < 2 {
            // What only looks: each row says something by itself.
            rows.into_iter()
                .flatten()
                .for_each(|cell| self.block(&cell));
            return;
        }
        let mut lines = Vec::with_capacity(rows.len() + 1);
        for (at, mut row) in rows.into_iter().enumerate() {
            row.resize(columns, String::new());
            lines.push(format!("| {} |", row.join(" | ")));
            if at == 0 {
                lines.push(format!("|{}", " --- |".repeat(columns)));
            }
        }
        self.block(&lines.join("\n"));
    }

    pub fn row(&mut self, opens: bool) {
        self.cell(false);
        match &mut self.rows {
            Some(rows) if opens => rows.push(Vec::new()),
            Some(_) => {}
            None => self.paragraph(),
        }
    }

    pub fn cell(&mut self, opens: bool) {
        if self.rows.is_none() {
            return self.paragraph();
        }
        if std::mem::take(&mut self.in_cell) {
            let text = self.closed().replace('\n', " ");
            if let Some(row) = self.rows.as_mut().and_then(|rows| rows.last_mut()) {
                row.push(text);
            }
        }
        if opens {
            self.paragraph();
            if let Some(rows) = self.rows.as_mut().filter(|rows| rows.is_empty()) {
                rows.push(Vec::new());
            }
            self.in_cell = true;
        }
    }

    /// Writes a block within what encloses it.
    fn block(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut begins = false;
        let (mut first, mut rest) = (String::new(), String::new());
        for around in &mut self.around {
            match around {
                Around::Quote => {
                    first.push_str("> ");
                    rest.push_str("> ");
                }
                Around::List(_) => {}
                Around::Item { marker, begun } => {
                    let gap = " ".repeat(marker.len());
                    match *begun {
                        true => first.push_str(&gap),
                        false => first.push_str(marker),
                    }
                    rest.push_str(&gap);
                    begins |= !*begun;
                    *begun = true;
                }
            }
        }
        // Items of a list stand close together.
        let close = begins && self.follows_item;
        if !self.out.is_empty() {
            self.out.push_str(if close { "\n" } else { "\n\n" });
        }
        for (at, line) in text.lines().enumerate() {
            match at {
                0 => self.out.push_str(&first),
                _ => {
                    self.out.push('\n');
                    self.out.push_str(&rest);
                }
            }
            self.out.push_str(line);
        }
        self.follows_item = self
            .around
            .iter()
            .any(|around| matches!(around, Around::Item { .. }));
    }

    /// All of it.
    pub fn finish(mut self) -> String {
        self.fence(false);
        self.cell(false);
        self.in_cell = false;
        self.table(false);
        self.paragraph();
        self.out
    }
}
