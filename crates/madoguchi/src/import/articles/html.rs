//! HTML of elsewhere as our Markdown: what carries meaning stays, what acts or only looks goes, and what went is told by line.

use std::cell::RefCell;

use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, states::RawKind,
    },
};

use super::{
    markdown::Markdown,
    pictures::{self, Wanted},
};

/// Something that could not be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Lost {
    /// From 1, in the text that was read.
    pub line: u64,
    /// What kind of thing: a tag, or `href` for a link that leads nowhere from here.
    pub what: String,
}

/// A page, its title apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Of its head, or its first heading; empty where it has neither.
    pub title: String,
    pub body: String,
    pub lost: Vec<Lost>,
    /// Images, of which the body has marks.
    pub wanted: Vec<Wanted>,
}

impl Page {
    /// Its first heading and all below, for a page whose title stands elsewhere.
    pub fn whole(&self) -> String {
        self.body.clone()
    }
}

/// Tags whose inside is no text of the page's.
const UNSEEN: [&str; 18] = [
    "applet", "audio", "button", "canvas", "embed", "frameset", "textarea", "video", "iframe",
    "math", "nav", "noscript", "object", "script", "select", "style", "svg", "template",
];

/// Tags that begin and end a paragraph.
const BLOCKS: [&str; 22] = [
    "address",
    "article",
    "aside",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "form",
    "figure",
    "footer",
    "header",
    "html",
    "main",
    "p",
    "section",
    "summary",
    "tr",
];

/// Tags whose loss nobody notices.
const SILENT: [&str; 36] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "col", "colgroup", "data", "dfn", "font",
    "head", "i", "ins", "kbd", "label", "link", "mark", "meta", "q", "rp", "rt", "ruby", "samp",
    "small", "span", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr",
];

#[derive(Default)]
struct Reading {
    markdown: Markdown,
    head: String,
    in_title: bool,
    /// Tags that are open and not seen, the outermost first.
    unseen: Vec<String>,
    /// Where the open links lead; nothing for one that leads nowhere.
    links: Vec<Option<String>>,
    heading: Option<u8>,
    /// The first heading, where it stands first of all.
    first: Option<String>,
    lost: Vec<Lost>,
    wanted: Vec<Wanted>,
}

struct Sink(RefCell<Reading>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut reading = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                let opens = tag.kind == TagKind::StartTag;
                reading.tag(&tag, &name, line);
                match name.as_str() {
                    "script" if opens => return TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" | "iframe" | "noscript" if opens => {
                        return TokenSinkResult::RawData(RawKind::Rawtext);
                    }
                    "title" | "textarea" if opens => {
                        return TokenSinkResult::RawData(RawKind::Rcdata);
                    }
                    _ => {}
                }
            }
            Token::CharacterTokens(text) => reading.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn attribute(tag: &Tag, name: &str) -> String {
    let found = tag.attrs.iter().find(|one| &*one.name.local == name);
    found.map_or(String::new(), |one| one.value.trim().to_owned())
}

/// Where a link may lead from an article.
fn leads(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    let schemes = ["http://", "https://", "mailto:", "tel:"];
    schemes.iter().any(|scheme| address.starts_with(scheme))
        && !address.contains(|sign: char| sign.is_whitespace() || sign.is_control())
}

impl Reading {
    fn lose(&mut self, line: u64, what: &str) {
        let what = what.to_owned();
        self.lost.push(Lost { line, what });
    }

    fn text(&mut self, text: &str) {
        if self.in_title {
            self.head.push_str(text);
        } else if self.unseen.is_empty() {
            self.markdown.text(text);
        }
    }

    fn tag(&mut self, tag: &Tag, name: &str, line: u64) {
        let opens = tag.kind == TagKind::StartTag;
        if UNSEEN.contains(&name) {
            match opens {
                true if tag.self_closing || name == "embed" => self.lose(line, name),
                true => {
                    if self.unseen.is_empty() {
                        self.lose(line, name);
                    }
                    self.unseen.push(name.to_owned());
                }
                false => {
                    if let Some(at) = self.unseen.iter().rposition(|open| open == name) {
                        self.unseen.truncate(at);
                    }
                }
            }
            return;
        }
        if !self.unseen.is_empty() {
            return;
        }
        let markdown = &mut self.markdown;
        match name {
            "title" => self.in_title = opens,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(name, opens),
            "strong" | "b" => markdown.around("**", opens),
            "em" | "i" | "cite" | "dfn" => markdown.around("*", opens),
            "del" | "s" | "strike" => markdown.around("~~", opens),
            "code" | "kbd" | "samp" | "tt" => markdown.code(opens),
            "pre" => markdown.fence(opens),
            "br" => markdown.line(),
            "hr" => markdown.rule(),
            "ul" | "ol" => markdown.list(name == "ol", opens),
            "li" => markdown.item(opens),
            "blockquote" => markdown.quote(opens),
            "table" => markdown.table(opens),
            "td" | "th" => markdown.cell(opens),
            "tr" => markdown.row(opens),
            "thead" | "tbody" | "tfoot" => {}
            "a" if opens => self.link(tag, line),
            "a" => {
                if let Some(Some(address)) = self.links.pop() {
                    markdown.link_end(&address);
                }
            }
            "img" => self.image(tag, line),
            _ if BLOCKS.contains(&name) => markdown.paragraph(),
            _ if SILENT.contains(&name) => {}
            _ if opens => self.lose(line, name),
            _ => {}
        }
    }

    fn image(&mut self, tag: &Tag, line: u64) {
        let (alt, src) = (attribute(tag, "alt"), attribute(tag, "src"));
        // A title is words alone, and so is code.
        let is_title = self.heading.is_some() && self.first.is_none() && self.markdown.is_empty();
        if src.is_empty() || is_title || !self.markdown.takes_images() {
            self.markdown.text(&alt);
            return self.lose(line, "img");
        }
        self.markdown.text(&pictures::mark(self.wanted.len()));
        self.wanted.push(Wanted {
            line,
            src,
            instead: pictures::alt(&alt),
            alt,
        });
    }

    fn link(&mut self, tag: &Tag, line: u64) {
        let address = attribute(tag, "href");
        let kept = leads(&address);
        if kept {
            self.markdown.link_begin();
        } else if !address.is_empty() && !address.starts_with('#') {
            self.lose(line, "href");
        }
        self.links.push(kept.then_some(address));
    }

    fn heading(&mut self, name: &str, opens: bool) {
        let level = name.as_bytes().get(1).map_or(1, |digit| digit - b'0');
        if opens {
            self.markdown.paragraph();
            self.heading = Some(level);
            return;
        }
        if self.heading.take().is_none() {
            return;
        }
        match self.first.is_none() && self.markdown.is_empty() {
            true => self.first = Some(self.markdown.words()),
            false => self.markdown.heading(level),
        }
    }
}

/// Reads a page or a piece of one.
pub fn read(html: &str) -> Page {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let sink = Sink(RefCell::default());
    let tokenizer = Tokenizer::new(sink, Default::default());
    // There are no scripts to wait for.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut reading = tokenizer.sink.0.into_inner();
    let head = reading
        .head
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    Page {
        title: reading
            .first
            .take()
            .filter(|first| !first.is_empty())
            .unwrap_or(head),
        body: reading.markdown.finish(),
        lost: reading.lost,
        wanted: reading.wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b4_what_carries_meaning_stays() {
        let page = read(
            "<html><head><title>x</title></head><body><h1>録音の<b>手順</b></h1>\n<p>次の <strong>順</strong>に\n 行う。<br>二行目</p>
<h3>準備</h3><ol><li>一<ul><li>細目</li></ul></li><li><p>二</p></li></ol><pre>a *b*\n  c</pre>
<p><a href=\"https://example.com/\">ここ</a>と<a href=\"/x\">そこ</a> <code>x_y</code></p>
<blockquote><p>引用</p></blockquote><hr>
<table><tr><th>項目</th><th>値</th></tr><tr><td>a|b</td><td><p>1</p><p>2</p></td></tr></table></body></html>",
        );
        assert_eq!(page.title, "録音の手順");
        assert_eq!(
            page.body,
            "次の **順**に 行う。\n二行目\n\n### 準備\n\n1. 一\n   - 細目\n2. 二\n\n```\na *b*\n  c\n```\n\n\
             [ここ](https://example.com/)とそこ `x_y`\n\n> 引用\n\n---\n\n| 項目 | 値 |\n| --- | --- |\n| a\\|b | 1 2 |"
        );
        let lost: Vec<&str> = page.lost.iter().map(|lost| lost.what.as_str()).collect();
        assert_eq!(lost, ["href"]);
    }

    #[test]
    fn v14_nothing_that_acts_comes_over_and_what_went_is_told_by_line() {
        let page = read(
            "<p>a</p>\n<script>alert('<p>b</p>')</script>\n<iframe src=x>c</iframe><svg><p>d</p></svg>\n\
             <img src=x onerror=alert(1) alt=\"図\"><a href=\"javascript:alert(1)\">e</a>\n<marquee>f</marquee>&lt;b&gt;",
        );
        assert_eq!(page.body, "a\n\n\u{e000}0\u{e001}e f\\<b>");
        let wanted = &page.wanted[0];
        assert_eq!(
            (wanted.line, wanted.src.as_str(), wanted.alt.as_str()),
            (4, "x", "図")
        );
        let lost: Vec<(u64, &str)> = page
            .lost
            .iter()
            .map(|lost| (lost.line, lost.what.as_str()))
            .collect();
        assert_eq!(
            lost,
            [
                (2, "script"),
                (3, "iframe"),
                (3, "svg"),
                (4, "href"),
                (5, "marquee")
            ]
        );
        assert!(!crate::rich::article(&page.body, &Default::default()).contains("<b>"));
        for odd in [
            "</p></li></a></table></h1>",
            "<table><tr><td><table>x",
            "<li>x<ol>",
            "<a href=https://x.example/>y",
            "<pre>```\n</pre>",
        ] {
            read(odd);
        }
    }
}
