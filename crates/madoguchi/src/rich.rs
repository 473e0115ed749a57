//! What people wrote, as HTML that can do nothing: Markdown in, sanitised on the way out, always.

use std::sync::OnceLock;

use comrak::Options;

/// A message as HTML. What was typed as HTML shows as text.
pub fn html(text: &str) -> String {
    static OPTIONS: OnceLock<Options<'static>> = OnceLock::new();
    let options = OPTIONS.get_or_init(|| {
        let mut options = Options::default();
        options.extension.strikethrough = true;
        options.extension.autolink = true;
        options.extension.table = true;
        // A line break typed is a line break meant.
        options.render.hardbreaks = true;
        options.render.escape = true;
        options
    });
    cleaner()
        .clean(&comrak::markdown_to_html(text, options))
        .to_string()
}

/// What was written for many, as HTML: the same, with its headings below the page's own.
pub fn article(text: &str) -> String {
    // Tags come out of the cleaner without attributes, and text never holds one.
    (1..6).rev().fold(html(text), |html, level| {
        let (above, below) = (level, level + 1);
        html.replace(&format!("<h{above}>"), &format!("<h{below}>"))
            .replace(&format!("</h{above}>"), &format!("</h{below}>"))
    })
}

fn cleaner() -> &'static ammonia::Builder<'static> {
    static CLEANER: OnceLock<ammonia::Builder<'static>> = OnceLock::new();
    CLEANER.get_or_init(|| {
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
    })
}

#[cfg(test)]
mod tests {
    use super::{article, html};

    #[test]
    fn headings_of_an_article_stand_below_the_pages_own() {
        assert_eq!(
            article("# 一\n## 二\n###### 六\n`<h1>`"),
            "<h2>一</h2>\n<h3>二</h3>\n<h6>六</h6>\n<p><code>&lt;h1&gt;</code></p>\n"
        );
    }

    #[test]
    fn markdown_becomes_html_and_html_becomes_text() {
        assert_eq!(
            html("一行目\n**二行目**"),
            "<p>一行目<br>\n<strong>二行目</strong></p>\n"
        );
        assert!(!html("<script>alert(1)</script>").contains("<script"));
        assert!(!html("[x](javascript:alert(1))").contains("javascript:"));
        assert!(!html("<img src=x onerror=alert(1)>").contains("<img"));
        assert!(!html("![x](https://evil.example/p.png)").contains("<img"));
        assert!(html("https://status.example/").contains("href=\"https://status.example/\""));
    }
}
