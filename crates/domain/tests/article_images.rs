//! Images in articles (B4): which a text names, what is taken as one, and that versions keep theirs.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::collections::BTreeSet;

use domain::{
    ArticleId, ImageId, Language, Prose,
    event::{By, Recorded},
    knowledge::{
        About, Article, ArticleEvent, Audience, Sort,
        images::{
            Format, LONGEST_SIDE, MOST_BYTES, MOST_MOVING, MOST_PIXELS, NotTaken, markdown,
            measured, moving, named, of_address, sized,
        },
    },
};

fn ids(all: &[i64]) -> BTreeSet<ImageId> {
    all.iter().map(|id| ImageId(*id)).collect()
}

#[test]
fn b4_a_text_names_images_where_an_address_may_stand() {
    for (text, wanted) in [
        ("![図](image:7)", &[7][..]),
        ("![](image:7) と ![b](<image:8> \"題\")", &[7, 8]),
        ("![a](\n image:9)", &[9]),
        ("[![a](image:3)](https://x.example/)", &[3]),
        ("![a][b]\n\n[b]: image:12", &[12]),
        ("[b]: <image:13>", &[13]),
        (
            "![a](image:2305843009213693952)",
            &[2_305_843_009_213_693_952],
        ),
        ("nginx image:18 と `image:5`", &[]),
        ("![a](image:)", &[]),
        ("![a](image:7x)", &[]),
        ("![a](image:-7)", &[]),
        ("![a](image:0)", &[]),
        ("![a](image:99999999999999999999)", &[]),
        ("![a](https://x.example/image:7)", &[]),
        ("", &[]),
    ] {
        assert_eq!(named(text), ids(wanted), "{text}");
    }
    assert_eq!(named(&markdown("図", ImageId(5))), ids(&[5]));
    assert_eq!(of_address("image:5"), Some(ImageId(5)));
    for other in ["image:+5", "image: 5", "Image:5", "5", "image:5/../6"] {
        assert_eq!(of_address(other), None, "{other}");
    }
}

#[test]
fn c24_an_image_is_measured_before_it_is_unpacked() {
    assert_eq!(sized(0), Err(NotTaken::Empty));
    assert_eq!(sized(MOST_BYTES), Ok(()));
    assert_eq!(
        sized(MOST_BYTES + 1),
        Err(NotTaken::TooLarge { max: MOST_BYTES })
    );
    let many = Err(NotTaken::TooManyPixels { max: MOST_PIXELS });
    for (size, wanted) in [
        ((1, 1), Ok(())),
        ((5_000, 5_000), Ok(())),
        ((5_000, 5_001), many),
        ((65_535, 65_535), many),
        ((u32::MAX, u32::MAX), many),
        ((LONGEST_SIDE, 1), Ok(())),
        ((LONGEST_SIDE + 1, 1), many),
        ((0, 5), Err(NotTaken::Broken)),
    ] {
        assert_eq!(measured(size.0, size.1), wanted, "{size:?}");
    }
    assert_eq!(moving(5_000, 5_000, 10), Ok(()));
    assert_eq!(
        moving(5_000, 5_000, 11),
        Err(NotTaken::TooManyPixels { max: MOST_MOVING })
    );
    assert_eq!(moving(5_000, 5_001, 1), many);
    for format in Format::ALL {
        assert_eq!(Format::parse(format.extension()), Some(format));
        assert!(format.media_type().starts_with("image/"));
    }
    assert_eq!(Format::parse("svg"), None);
}

#[test]
fn b4_versions_keep_their_images_and_readers_see_those_of_what_is_published() {
    let text = |language: &str, body: &str| ArticleEvent::TextSet {
        language: Language::new(language),
        title: Prose::new("図の記事"),
        body: Prose::new(body),
    };
    let about = About {
        sort: Sort::Faq,
        products: Vec::new(),
        audience: Audience::Everybody,
        until: None,
    };
    let happened = [
        ArticleEvent::AboutSet {
            about: Box::new(about),
            waits: false,
        },
        text("ja", "![a](image:1)"),
        text("en", "![a](image:2)"),
        ArticleEvent::Published,
        text("ja", "![a](image:3)"),
        text("en", ""),
    ];
    let at = "2026-11-20T03:00:00Z".parse().unwrap();
    let events: Vec<Recorded<ArticleEvent>> = (1..)
        .zip(happened)
        .map(|(version, event)| Recorded {
            version,
            at,
            by: By::System,
            event,
        })
        .collect();
    let mut article = Article::replay(ArticleId(1), &events).unwrap();
    assert_eq!(article.images, ids(&[1, 2, 3]));
    assert_eq!(article.shown_images(), ids(&[1, 2]));
    article.apply(&Recorded {
        version: 7,
        at,
        by: By::System,
        event: ArticleEvent::Published,
    });
    assert_eq!(article.images, ids(&[1, 2, 3]), "versions keep theirs");
    assert_eq!(article.shown_images(), ids(&[3]));
}
