//! Texts that staff write once (K3).
#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{
    case::intake::Wrong,
    macros::{Macro, Piece, Placeholder, Writes, filled, pieces},
};

#[test]
fn k3_a_placeholder_is_one_word_of_a_closed_list() {
    let of = |text| pieces(text);
    assert_eq!(
        of("{contact}様 {number}"),
        [
            Piece::Of(Placeholder::Contact),
            Piece::Text("様 "),
            Piece::Of(Placeholder::Number)
        ]
    );
    assert_eq!(of("{nobody}"), [Piece::Unknown("nobody")]);
    for text in [
        "{{7*7}}",
        "${7}",
        "{ contact }",
        "{}",
        "{contact",
        "a{b c}",
        "{連絡先}",
    ] {
        assert_eq!(of(text), [Piece::Text(text)], "{text}");
    }
    // Braces around one leave the one within.
    assert_eq!(
        of("{{contact}}"),
        [
            Piece::Text("{"),
            Piece::Of(Placeholder::Contact),
            Piece::Text("}")
        ]
    );
    for one in Placeholder::ALL {
        assert_eq!(Placeholder::parse(one.as_str()), Some(one));
    }
}

#[test]
fn v16_what_a_customer_wrote_is_never_read_as_a_template_or_as_marks() {
    let subject = "{owner} [x](https://evil.example/) **b** `c` <i>\n# h";
    let text = filled("件名：{subject}。", |one| match one {
        Placeholder::Subject => subject.into(),
        other => panic!("{other:?}"),
    });
    assert_eq!(
        text,
        "件名：{owner} \\[x\\](https://evil.example/) \\*\\*b\\*\\* \\`c\\` \\<i\\> # h。"
    );
}

#[test]
fn k3_a_public_answer_offers_nothing_internal() {
    let of = |writes, text: &str| Macro {
        name: "x".into(),
        writes,
        texts: [text.into(), String::new()],
        ..Macro::default()
    };
    for one in Placeholder::ALL {
        let text = format!("a {{{}}}", one.as_str());
        assert!(of(Writes::Note, &text).problems().is_empty());
        let found = of(Writes::Answer, &text).problems();
        assert_eq!(!found.is_empty(), one.is_internal(), "{one:?}");
        assert!(found.iter().all(|p| p.wrong == Wrong::NotOffered));
    }
    assert_eq!(of(Writes::Note, "{nobody}").problems().len(), 1);
    assert_eq!(of(Writes::Note, " ").problems()[0].wrong, Wrong::Missing);
}

#[test]
fn k3_the_other_language_stands_in() {
    let both = Macro {
        texts: ["あ".into(), "a".into()],
        ..Macro::default()
    };
    assert_eq!([both.text(false), both.text(true)], ["あ", "a"]);
    let english = Macro {
        texts: [String::new(), "a".into()],
        ..Macro::default()
    };
    assert_eq!([english.text(false), english.text(true)], ["a", "a"]);
    let japanese = Macro {
        texts: ["あ".into(), String::new()],
        ..Macro::default()
    };
    assert_eq!([japanese.text(false), japanese.text(true)], ["あ", "あ"]);
}

proptest::proptest! {
    #[test]
    fn k3_any_text_is_read_and_nothing_of_it_is_lost(text in "[a-z{}\\- あ$%]{0,40}") {
        let whole: String = pieces(&text).into_iter().map(|piece| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Of(one) => format!("{{{}}}", one.as_str()),
            Piece::Unknown(word) => format!("{{{word}}}"),
        }).collect();
        assert_eq!(whole, text);
    }
}
