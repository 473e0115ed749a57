//! What people wrote, as HTML that can do nothing: Markdown in, sanitised on the way out, always.

use std::sync::{Mutex, OnceLock, PoisonError};

use comrak::{Arena, Options, nodes::NodeValue};
use lru::LruCache;

use crate::pictures::{self, Images};

pub(crate) fn options() -> &'static Options<'static> {
    static OPTIONS: OnceLock<Options<'static>> = OnceLock::new();
    OPTIONS.get_or_init(|| {
        let mut options = Options::default();
        options.extension.strikethrough = true;
        options.extension.autolink = true;
        options.extension.table = true;
        // Marks count beside Japanese as well, where no space stands between words.
        options.extension.cjk_friendly_emphasis = true;
        // A line break typed is a line break meant.
        options.render.hardbreaks = true;
        options.render.escape = true;
        options
    })
}

/// A message as HTML. What was typed as HTML shows as text. What was shown lately need not be worked out again: a page of a case
/// that goes on shows the same messages each time.
pub fn html(text: &str) -> String {
    static KEPT: OnceLock<Mutex<Kept>> = OnceLock::new();
    let kept = || {
        let kept = KEPT.get_or_init(Mutex::default);
        kept.lock().unwrap_or_else(PoisonError::into_inner)
    };
    if let Some(html) = kept().get(text) {
        return html.to_owned();
    }
    let html = made(text);
    kept().put(text, &html);
    html
}

/// Texts as they came out, those shown last.
struct Kept {
    all: LruCache<Box<str>, Box<str>>,
    /// Bytes of both sides.
    bytes: usize,
}

/// Most bytes of what is kept, and of one text with what it came to.
const MOST: usize = 16 << 20;
const ONE: usize = 32 << 10;

impl Default for Kept {
    fn default() -> Self {
        Self {
            all: LruCache::unbounded(),
            bytes: 0,
        }
    }
}

impl Kept {
    fn get(&mut self, text: &str) -> Option<&str> {
        self.all.get(text).map(|html| &**html)
    }

    fn put(&mut self, text: &str, html: &str) {
        let size = |text: &str, html: &str| text.len() + html.len();
        if size(text, html) > ONE {
            return;
        }
        self.bytes += size(text, html);
        if let Some((text, html)) = self.all.push(text.into(), html.into()) {
            self.bytes -= size(&text, &html);
        }
        while self.bytes > MOST
            && let Some((text, html)) = self.all.pop_lru()
        {
            self.bytes -= size(&text, &html);
        }
    }
}

fn made(text: &str) -> String {
    cleaner()
        .clean(&comrak::markdown_to_html(text, options()))
        .to_string()
}

/// The links in a message, with their words: pages of the web, and of this house.
pub fn links(text: &str) -> Vec<(String, String)> {
    match ["[", "://", "www."].iter().any(|sign| text.contains(sign)) {
        true => read_links(text),
        // None is written in any other way, and most messages have none.
        false => Vec::new(),
    }
}

fn read_links(text: &str) -> Vec<(String, String)> {
    let arena = Arena::new();
    let mut all = Vec::new();
    for node in comrak::parse_document(&arena, text, options()).descendants() {
        let data = node.data();
        let NodeValue::Link(link) = &data.value else {
            continue;
        };
        let own = link.url.starts_with('/') && !link.url.starts_with("//");
        if !own && !link.url.starts_with("https://") && !link.url.starts_with("http://") {
            continue;
        }
        let mut label = String::new();
        for inner in node.descendants() {
            match &inner.data().value {
                NodeValue::Text(text) => label.push_str(text),
                NodeValue::Code(code) => label.push_str(&code.literal),
                _ => {}
            }
        }
        let label = match label.trim() {
            "" => link.url.clone(),
            label => label.to_owned(),
        };
        all.push((link.url.clone(), label));
    }
    all
}

/// What was written for many, as plain text on one line, as words are looked for in it.
pub fn plain(text: &str) -> String {
    let arena = Arena::new();
    let mut plain = String::with_capacity(text.len());
    for node in comrak::parse_document(&arena, text, options()).descendants() {
        let data = node.data();
        match &data.value {
            NodeValue::Text(text) => plain.push_str(text),
            NodeValue::Code(code) => plain.push_str(&code.literal),
            // What was typed as HTML shows as text.
            NodeValue::HtmlInline(text) => plain.push_str(text),
            NodeValue::HtmlBlock(block) => plain.push_str(&block.literal),
            NodeValue::CodeBlock(code) => {
                plain.push(' ');
                plain.extend(
                    code.literal
                        .chars()
                        .map(|c| if c == '\n' { ' ' } else { c }),
                );
            }
            NodeValue::Strong | NodeValue::Emph | NodeValue::Link(_) | NodeValue::Strikethrough => {
            }
            _ => plain.push(' '),
        }
    }
    plain.trim().to_owned()
}

/// What was written for many, as HTML: the same, with its headings below the page's own and none left out between, and with its
/// images.
pub fn article(text: &str, images: &Images) -> String {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, text, options());
    let mut above: Vec<u8> = Vec::new();
    for node in root.descendants() {
        if let NodeValue::Heading(heading) = &mut node.data_mut().value {
            above.retain(|level| *level < heading.level);
            above.push(heading.level);
            heading.level = u8::try_from(above.len() + 1).unwrap_or(6).min(6);
        }
    }
    images.set_in(&arena, root);
    let mut html = String::with_capacity(text.len() * 2);
    match comrak::format_html(root, options(), &mut html) {
        Ok(()) => article_cleaner().clean(&html).to_string(),
        // A text in memory takes what is written.
        Err(_) => self::html(text),
    }
}

fn cleaner() -> &'static ammonia::Builder<'static> {
    static CLEANER: OnceLock<ammonia::Builder<'static>> = OnceLock::new();
    CLEANER.get_or_init(plain_cleaner)
}

/// The same, with images of this house.
fn article_cleaner() -> &'static ammonia::Builder<'static> {
    const IMAGE: [&str; 5] = ["src", "alt", "width", "height", "loading"];
    static CLEANER: OnceLock<ammonia::Builder<'static>> = OnceLock::new();
    CLEANER.get_or_init(|| {
        let mut builder = plain_cleaner();
        builder
            .add_tags(["img"])
            .add_tag_attributes("img", IMAGE)
            .add_tag_attributes("a", ["title"])
            .url_relative(ammonia::UrlRelative::Custom(Box::new(pictures::within)))
            .attribute_filter(|tag, attribute, value| match (tag, attribute) {
                ("img", "src") => pictures::within(value),
                _ => Some(value.into()),
            });
        builder
    })
}

fn plain_cleaner() -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(
            [
                "p",
                "br",
                "strong",
                "em",
                "del",
                "a",
                "ul",
                "ol",
                "li",
                "blockquote",
                "code",
                "pre",
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
                "hr",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
            ]
            .into(),
        )
        .tag_attributes([("a", ["href"].into()), ("ol", ["start"].into())].into())
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"));
    builder
}

#[cfg(test)]
mod tests {
    use super::{Images, article, html, plain};

    #[test]
    fn plain_text_of_an_article_holds_its_words_and_no_marks() {
        let text = "# 一\n**二**の`三`\n- [四](https://x.example/)\n\n```\n五\n六\n```";
        let words: Vec<String> = plain(text).split_whitespace().map(str::to_owned).collect();
        assert_eq!(words, ["一", "二の三", "四", "五", "六"]);
        assert_eq!(plain("<script>x</script>").trim(), "<script>x</script>");
    }

    #[test]
    fn headings_of_an_article_stand_below_the_pages_own() {
        assert_eq!(
            article(
                "## 一\n#### 二\n###### 三\n## 四\n`<h1>`",
                &Images::default()
            ),
            "<h2>一</h2>\n<h3>二</h3>\n<h4>三</h4>\n<h2>四</h2>\n<p><code>&lt;h1&gt;</code></p>\n"
        );
    }

    proptest::proptest! {
        /// C17: no link is missed for being written in some other way.
        #[test]
        fn c17_links_are_found_wherever_there_are_any(
            parts in proptest::collection::vec(
                proptest::sample::select(vec![
                    "[", "]", "](", "(", ")", "<", ">", "https://x.example/a", "http:", "//x.example",
                    "HTTP://X.EXAMPLE", "www.", "WWW.x.example", "x.example/a", "/a", "a@x.example",
                    "mailto:", ": ", "\n", "\n\n", "`", "**", "録音", "&#91;", "&lt;", "\\",
                ]),
                0..14,
            ),
        ) {
            let text = parts.concat();
            proptest::prop_assert_eq!(super::links(&text), super::read_links(&text));
        }

        /// V-13: what was cleaned is clean; a second look finds nothing that the first one left or made.
        #[test]
        fn v13_what_was_cleaned_once_stays_as_it_is(
            text in "(</?(svg|math|style|noscript|template|title|a href=|p|!--)|>|\\]|\\[|\\(|\\)|`|\\||&(lt|amp|#60);|javascript:|http://a\\.example/|\"|'|\n|\\PC){0,40}",
        ) {
            let once = html(&text);
            proptest::prop_assert_eq!(super::cleaner().clean(&once).to_string(), once);
        }
    }

    #[test]
    fn markdown_becomes_html_and_html_becomes_text() {
        assert_eq!(
            html("一行目\n**二行目**"),
            "<p>一行目<br>\n<strong>二行目</strong></p>\n"
        );
        assert_eq!(
            html("**「強調」**の後"),
            "<p><strong>「強調」</strong>の後</p>\n"
        );
        assert!(!html("<script>alert(1)</script>").contains("<script"));
        assert!(!html("[x](javascript:alert(1))").contains("javascript:"));
        assert!(!html("<img src=x onerror=alert(1)>").contains("<img"));
        assert!(!html("![x](https://evil.example/p.png)").contains("<img"));
        assert!(html("https://status.example/").contains("href=\"https://status.example/\""));
    }
}
