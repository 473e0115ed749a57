//! The tables of an OpenDocument spreadsheet, each row in a line, its cells between tabs. What lies on cells or beside them (notes,
//! shapes) stands behind its sheet, so that it is in nobody's column; what a cell said before somebody changed it is not taken.

use std::io::BufRead;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{TEXT, sign, table::Table};

/// What is open of the part that is read.
#[derive(Default)]
struct Open {
    /// How deep it lies.
    depth: usize,
    /// The cell and the paragraph of its own among it, by their depths.
    cell_at: Option<usize>,
    own_at: Option<usize>,
    /// Other paragraphs, and what is left out.
    others: u32,
    aside: u32,
    /// What the cell says, and how often it stands there.
    cell: String,
    times: usize,
    /// What the others say.
    beside: String,
}

impl Open {
    fn say(&mut self, said: &str) {
        if self.aside > 0 {
            return;
        }
        let to = match (self.others, self.own_at) {
            (0, None) => return,
            (0, Some(_)) => &mut self.cell,
            _ => &mut self.beside,
        };
        if to.len() < TEXT {
            to.push_str(said);
        }
    }

    fn begin(&mut self, tag: &BytesStart<'_>, table: &mut Table<'_>) {
        self.depth += 1;
        let is_outside = self.cell_at.is_none();
        match tag.local_name().into_inner() {
            "ruby-text" | "tracked-changes" => self.aside += 1,
            "table" if is_outside => {
                table.apart(&attribute(tag, "name").unwrap_or_default());
            }
            "table-row" if is_outside => table.row(),
            "table-cell" | "covered-table-cell" if is_outside => {
                self.cell_at = Some(self.depth);
                self.times = repeated(tag);
                self.cell.clear();
            }
            "p" | "h" => match self.cell_at {
                Some(at) if at + 1 == self.depth => {
                    self.own_at = Some(self.depth);
                    self.say(" ");
                }
                _ => self.others += 1,
            },
            _ => {}
        }
    }

    fn pass(&mut self, tag: &BytesStart<'_>, table: &mut Table<'_>) {
        let is_outside = self.cell_at.is_none();
        match tag.local_name().into_inner() {
            "table-cell" | "covered-table-cell" if is_outside => table.skip(repeated(tag)),
            "table-row" if is_outside => table.gap(),
            "s" | "tab" | "line-break" => self.say(" "),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, table: &mut Table<'_>) {
        match name {
            "ruby-text" | "tracked-changes" => self.aside = self.aside.saturating_sub(1),
            _ if self.own_at == Some(self.depth) => self.own_at = None,
            _ if self.cell_at == Some(self.depth) => {
                self.cell_at = None;
                table.cells(&self.cell, self.times);
            }
            "table" if self.cell_at.is_none() => table.apart(&std::mem::take(&mut self.beside)),
            "table-row" if self.cell_at.is_none() => table.end(),
            "p" | "h" => {
                self.say("\n");
                self.others = self.others.saturating_sub(1);
            }
            _ => {}
        }
        self.depth = self.depth.saturating_sub(1);
    }
}

/// Takes the tables.
pub(super) fn tables(part: impl BufRead, text: &mut String) {
    let mut reader = Reader::from_reader(part);
    let (mut buffer, mut open, mut table) = (Vec::new(), Open::default(), Table::on(text));
    while !table.is_full() {
        buffer.clear();
        let Ok(event) = reader.read_event_into(&mut buffer) else {
            break;
        };
        match event {
            Event::Start(tag) => open.begin(&tag, &mut table),
            Event::Empty(tag) => open.pass(&tag, &mut table),
            Event::End(tag) => open.end(tag.local_name().into_inner(), &mut table),
            Event::Text(piece) => open.say(&piece),
            Event::GeneralRef(name) => {
                if let Some(sign) = sign(&name) {
                    open.say(sign.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    // Of what is cut off, what it said so far.
    if open.cell_at.is_some() {
        table.cells(&open.cell, 1);
    }
    table.apart(&open.beside);
}

/// What an attribute says; which letters stand before its name is up to the file.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes().flatten();
    let own = all.find(|one| one.key.local_name().into_inner() == name);
    own.map(|one| one.value.into_owned())
}

/// How often a cell stands there.
fn repeated(tag: &BytesStart<'_>) -> usize {
    let times = attribute(tag, "number-columns-repeated");
    let times = times.and_then(|times| times.trim().parse::<usize>().ok());
    times.unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(part: &str) -> String {
        let mut text = String::new();
        tables(part.as_bytes(), &mut text);
        text
    }

    #[test]
    fn b4_an_open_sheet_is_read_row_by_row_and_cells_stay_in_their_columns() {
        let sheet = "<office:spreadsheet><table:tracked-changes><text:p>以前の値</text:p></table:tracked-changes>\
            <table:table table:name=\"一覧\"><table:table-column table:number-columns-repeated=\"3\"/>\
            <table:table-header-rows><table:table-row>\
            <table:table-cell><office:annotation><dc:creator>森</dc:creator><text:p>注意書き</text:p></office:annotation><text:p>利用者</text:p></table:table-cell>\
            <table:table-cell table:number-columns-repeated=\"2\"/>\
            <table:table-cell><text:p><text:ruby><text:ruby-base>鍵</text:ruby-base><text:ruby-text>かぎ</text:ruby-text></text:ruby></text:p></table:table-cell>\
            <table:table-cell table:number-columns-repeated=\"16380\"/>\
            </table:table-row></table:table-header-rows>\
            <table:table-row><table:table-cell><text:p>a&amp;b\nc</text:p><text:p>d</text:p></table:table-cell>\
            <table:covered-table-cell/>\
            <table:table-cell table:number-columns-repeated=\"2\"><text:p>x<text:s/>y</text:p></table:table-cell></table:table-row>\
            <table:table-row table:number-rows-repeated=\"9\"><table:table-cell table:number-columns-repeated=\"4\"/></table:table-row>\
            <table:table-row><table:table-cell><draw:frame><draw:text-box><text:p>図の中</text:p></draw:text-box></draw:frame></table:table-cell>\
            <table:table-cell><text:p>1</text:p></table:table-cell></table:table-row></table:table>\
            <table:table table:name=\"次\"><table:table-row><table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>";
        assert_eq!(
            read(sheet),
            "一覧\n\n利用者\t\t\t鍵\na&b c d\t\tx y\tx y\n\t\n\t1\n\n注意書き\n図の中\n\n次\n\n2\n\n"
        );
    }

    #[test]
    fn v16_an_open_sheet_that_is_cut_off_or_no_sheet_says_what_it_said_so_far() {
        let whole = "<t:table t:name=\"一覧\"><t:table-row><t:table-cell><x:p>1</x:p></t:table-cell><t:table-cell><x:p>途中</x:p></t:table-cell></t:table-row></t:table>";
        for (end, _) in whole.char_indices() {
            read(&whole[..end]);
        }
        let cut = &whole[..whole.rfind("</t:table-cell>").unwrap()];
        assert_eq!(read(cut), "一覧\n\n1\t途中\n\n");
        assert_eq!(read("<x:p>外</x:p>"), "外\n\n");
        // Nothing that it says of how often something stands there takes room.
        let often = "<t:table><t:table-row><t:table-cell t:number-columns-repeated=\"18446744073709551615\"><x:p>v</x:p></t:table-cell><t:table-cell t:number-columns-repeated=\"x\"><x:p>w</x:p></t:table-cell></t:table-row></t:table>";
        let often = read(often);
        assert!(often.len() < 1000 && often.contains('w'), "{often}");
        // A table within a cell stands in that cell's column.
        let within = "<t:table><t:table-row><t:table-cell><t:table><t:table-row><t:table-cell><x:p>内</x:p></t:table-cell></t:table-row></t:table></t:table-cell><t:table-cell><x:p>外</x:p></t:table-cell></t:table-row></t:table>";
        assert_eq!(read(within), "\t外\n\n内\n\n");
    }
}
