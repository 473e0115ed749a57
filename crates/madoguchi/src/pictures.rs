//! Images in an article's text: those of this house are set in with their measure, those of elsewhere are links and never loaded (B4).

use std::{borrow::Cow, collections::BTreeMap};

use comrak::{
    Arena,
    nodes::{AstNode, NodeValue},
};
use domain::{ArticleId, ImageId, knowledge::images};
use store::knowledge::Image;

use crate::escape::escaped;

/// Wider ones are shown smaller than they are on most screens, and lead to themselves, in pixels.
const WIDE: u32 = 640;

/// Where a reader loads images from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// As one who writes, published or not.
    Writing,
    /// From the page of this article.
    Article(ArticleId),
    /// With a token.
    Api(ArticleId),
}

impl From {
    pub fn address(self, image: ImageId) -> String {
        match self {
            From::Writing => format!("/staff/knowledge/images/{image}"),
            From::Article(id) => format!("/knowledge/{id}/images/{image}"),
            From::Api(id) => format!("/api/v1/articles/{id}/images/{image}"),
        }
    }
}

/// The images that a text may show, and what is said of the way to the large one.
#[derive(Clone, Debug, Default)]
pub struct Images {
    all: BTreeMap<ImageId, (String, u32, u32)>,
    whole: String,
}

impl Images {
    pub fn of(all: &[Image], from: From, whole: &str) -> Self {
        let one = |image: &Image| {
            let measure = (from.address(image.id), image.width, image.height);
            (image.id, measure)
        };
        Self {
            all: all.iter().map(one).collect(),
            whole: whole.to_owned(),
        }
    }

    /// Takes the place of each image in a parsed text: its markup, a link to elsewhere, or what it would show.
    pub(crate) fn set_in<'a>(&self, arena: &'a Arena<'a>, root: &'a AstNode<'a>) {
        let found = |node: &&'a AstNode<'a>| matches!(node.data().value, NodeValue::Image(_));
        // The inner one of two comes first: what it would show is text by then.
        let all: Vec<&AstNode> = root.descendants().filter(found).collect();
        for node in all.into_iter().rev() {
            let NodeValue::Image(link) = node.data().value.clone() else {
                continue;
            };
            let alt = words(node);
            let linked = node
                .ancestors()
                .skip(1)
                .any(|above| matches!(above.data().value, NodeValue::Link(_)));
            let known = images::of_address(&link.url).and_then(|id| self.all.get(&id));
            if known.is_none() && is_elsewhere(&link.url) && !linked {
                if node.first_child().is_none() {
                    let text = NodeValue::Text(link.url.clone().into());
                    node.append(arena.alloc(text.into()));
                }
                node.data_mut().value = NodeValue::Link(link);
                continue;
            }
            let markup = match known {
                Some(image) => self.markup(image, &alt, linked),
                None => escaped(&alt),
            };
            while let Some(child) = node.first_child() {
                child.detach();
            }
            node.data_mut().value = NodeValue::Raw(markup);
        }
    }

    fn markup(
        &self,
        (address, width, height): &(String, u32, u32),
        alt: &str,
        linked: bool,
    ) -> String {
        let alt = escaped(alt);
        let image = format!(
            "<img src=\"{address}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\">"
        );
        match linked || *width <= WIDE {
            true => image,
            false => {
                let whole = escaped(&self.whole);
                format!("<a href=\"{address}\" title=\"{whole}\">{image}</a>")
            }
        }
    }
}

/// What an image would show: its words, without marks.
pub(crate) fn words<'a>(node: &'a AstNode<'a>) -> String {
    let mut words = String::new();
    for inside in node.descendants() {
        match &inside.data().value {
            NodeValue::Text(text) => words.push_str(text),
            NodeValue::Code(code) => words.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => words.push(' '),
            _ => {}
        }
    }
    words.trim().to_owned()
}

fn is_elsewhere(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    ["http://", "https://"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}

/// Of the addresses within this house only those of images stand in an article.
pub(crate) fn within(address: &str) -> Option<Cow<'_, str>> {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let rest = address.strip_prefix("/staff/knowledge/images/");
    let is_image = match rest {
        Some(rest) => number(rest),
        None => ["/knowledge/", "/api/v1/articles/"].iter().any(|prefix| {
            let rest = address.strip_prefix(prefix).unwrap_or_default();
            let ids = rest.split_once("/images/");
            ids.is_some_and(|(article, image)| number(article) && number(image))
        }),
    };
    is_image.then_some(Cow::Borrowed(address))
}

/// The images of this house that a text names, each with what is said of it.
pub fn named(text: &str) -> Vec<(ImageId, String)> {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, text, crate::rich::options());
    let mut all = Vec::new();
    for node in root.descendants() {
        let address = match &node.data().value {
            NodeValue::Image(link) => images::of_address(&link.url),
            _ => None,
        };
        all.extend(address.map(|id| (id, words(node))));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rich;

    fn images() -> Images {
        let one = |id, width| {
            (
                ImageId(id),
                (From::Article(ArticleId(3)).address(ImageId(id)), width, 20),
            )
        };
        Images {
            all: [one(1, 40), one(2, 1_280)].into(),
            whole: "原寸".into(),
        }
    }

    fn shown(text: &str) -> String {
        rich::article(text, &images())
    }

    #[test]
    fn b4_images_stand_with_their_measure_and_a_large_one_leads_to_itself() {
        assert_eq!(
            shown("前![設定の`画面` **図**](image:1)後"),
            "<p>前<img src=\"/knowledge/3/images/1\" alt=\"設定の画面 図\" width=\"40\" height=\"20\" loading=\"lazy\">後</p>\n"
        );
        let large = shown("![図](image:2)");
        assert!(
            large.contains("<a href=\"/knowledge/3/images/2\" title=\"原寸\" rel=")
                && large.contains("><img src=\"/knowledge/3/images/2\" alt=\"図\" width=\"1280\""),
            "{large}"
        );
        let linked = shown("[![図](image:2)](https://x.example/)");
        assert_eq!(linked.matches("<a ").count(), 1, "{linked}");
        assert!(shown("![a][b]\n\n[b]: image:1").contains("<img src=\"/knowledge/3/images/1\""));
    }

    #[test]
    fn m24_images_of_elsewhere_are_links_and_what_is_not_there_is_its_words() {
        let shown = |text| shown(text);
        let link = shown("![図](https://x.example/p.png)");
        assert!(
            link.contains("<a href=\"https://x.example/p.png\"") && link.contains(">図</a>"),
            "{link}"
        );
        assert!(shown("![](https://x.example/p.png)").contains(">https://x.example/p.png</a>"));
        for text in [
            "![図](image:9)",
            "![図](p.png)",
            "![図](data:image/png;base64,AAAA)",
            "![図](javascript:alert(1))",
            "![図](/staff/knowledge)",
            "![図](//x.example/p.png)",
            "[![図](https://x.example/p.png)](https://y.example/)",
        ] {
            let html = shown(text);
            assert!(
                html.contains('図') && !html.contains("<img"),
                "{text}: {html}"
            );
        }
        let html = shown("![\"><script>x</script>](image:1) <img src=\"https://x.example/p.png\">");
        assert_eq!(html.matches("<img").count(), 1, "{html}");
        assert!(!html.contains("<script"), "{html}");
        assert!(
            !shown("[x](/cases/new)").contains("href"),
            "within this house only images are led to"
        );
        assert_eq!(within("/knowledge/3/images/1/../../x"), None);
        assert_eq!(within("/knowledge//images/1"), None);
    }

    #[test]
    fn b4_words_of_images_are_found_and_their_addresses_are_not() {
        assert_eq!(rich::plain("前![設定の画面](image:1)後"), "前 設定の画面後");
        let named = named("![](image:1) ![ ](image:2)\n\n![図](image:2) `![x](image:3)`");
        let named: Vec<(i64, &str)> = named.iter().map(|(id, alt)| (id.0, alt.as_str())).collect();
        assert_eq!(named, [(1, ""), (2, ""), (2, "図")]);
    }
}
