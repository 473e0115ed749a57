//! A table as text: each row in a line, its cells between tabs, so that what stands in a column is known to. Knows nothing of files.

use super::TEXT;

/// So many cells of a row stand in columns.
const COLUMNS: usize = 256;

/// Where rows are written to.
pub(super) struct Table<'t> {
    text: &'t mut String,
    /// In which column the next cell stands, and how many there are in the row so far.
    column: usize,
    parted: usize,
    /// Where the row begins in the text.
    begins: usize,
    /// Whether a row of this sheet said something, and whether one that said nothing came behind it.
    is_begun: bool,
    is_gap: bool,
}

impl<'t> Table<'t> {
    pub(super) fn on(text: &'t mut String) -> Self {
        Self {
            begins: text.len(),
            text,
            column: 0,
            parted: 0,
            is_begun: false,
            is_gap: false,
        }
    }

    /// There is as much text as is taken.
    pub(super) fn is_full(&self) -> bool {
        self.text.len() >= TEXT
    }

    /// What stands apart from rows, in lines between empty ones: an empty line is the end of a sheet.
    pub(super) fn apart(&mut self, said: &str) {
        self.part();
        let lines = said.lines().map(str::trim);
        for line in lines.filter(|line| !line.is_empty()) {
            self.take(line);
            self.text.push('\n');
        }
        self.part();
        (self.is_begun, self.is_gap) = (false, false);
    }

    fn part(&mut self) {
        while !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A row begins.
    pub(super) fn row(&mut self) {
        (self.column, self.parted, self.begins) = (0, 0, self.text.len());
    }

    /// Rows that say nothing lie before what comes.
    pub(super) fn gap(&mut self) {
        self.is_gap = true;
    }

    /// The next cell stands in this column.
    pub(super) fn at(&mut self, column: usize) {
        self.column = column;
    }

    /// So many cells say nothing.
    pub(super) fn skip(&mut self, cells: usize) {
        self.column = self.column.saturating_add(cells);
    }

    /// A cell; it stays in its line and in its column.
    pub(super) fn cell(&mut self, said: &str) {
        while self.parted < self.column.min(COLUMNS) {
            self.text.push('\t');
            self.parted += 1;
        }
        if self.column > COLUMNS {
            self.text.push(' ');
        }
        self.take(said.trim());
        self.skip(1);
    }

    /// The same cell several times, as far as it stands in columns.
    pub(super) fn cells(&mut self, said: &str, times: usize) {
        let within = COLUMNS.saturating_sub(self.column).max(1);
        let taken = match said.trim().is_empty() {
            true => 0,
            false => times.min(within),
        };
        for _ in 0..taken {
            if self.is_full() {
                return;
            }
            self.cell(said);
        }
        self.skip(times - taken);
    }

    /// The row ends. One that says nothing makes no empty line; it makes a line of empty cells where others stand on both sides of it,
    /// as another table may begin behind it.
    pub(super) fn end(&mut self) {
        if self.text[self.begins..].trim().is_empty() {
            self.text.truncate(self.begins);
            self.is_gap = true;
            return;
        }
        if self.is_begun && self.is_gap {
            self.text.insert_str(self.begins, "\t\n");
        }
        self.text.push('\n');
        (self.is_begun, self.is_gap) = (true, false);
    }

    fn take(&mut self, said: &str) {
        let signs = said.chars();
        self.text
            .extend(signs.map(|sign| if sign.is_control() { ' ' } else { sign }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b4_rows_that_say_nothing_part_tables_and_end_no_sheet() {
        let mut text = String::from("before");
        let mut table = Table::on(&mut text);
        table.apart("名\u{7}前\n\n");
        for row in ["", "a", "", "", "b", "c", ""] {
            table.row();
            table.skip(1);
            table.cells(row, 2);
            table.end();
        }
        table.apart("");
        table.apart("後");
        assert_eq!(
            text,
            "before\n\n名 前\n\n\ta\ta\n\t\n\tb\tb\n\tc\tc\n\n後\n\n"
        );
    }

    #[test]
    fn v16_a_cell_that_is_said_to_stand_there_often_takes_a_bounded_room() {
        let mut text = String::new();
        let mut table = Table::on(&mut text);
        table.row();
        table.skip(usize::MAX - 1);
        table.cells("far", usize::MAX);
        table.row();
        table.cells("a", usize::MAX);
        table.cells("b", usize::MAX);
        table.end();
        assert!(text.len() < 2000, "{}", text.len());
        assert!(text.contains("far") && text.contains('b'), "{text}");
        let long = "あ".repeat(TEXT / 6);
        let mut table = Table::on(&mut text);
        table.cells(&long, 99);
        assert!(text.len() < 2 * TEXT, "{}", text.len());
    }
}
