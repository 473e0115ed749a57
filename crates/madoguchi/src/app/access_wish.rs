//! What case a wish for more access becomes (A4): the desk names its kind; the wish itself says in its own words what the fields of that
//! kind would ask, so that pages and API ask the rest, and no more.

use domain::{
    Desk,
    case::intake::{self, Entries},
    desk::{Entry, Kind},
};

/// Longest that is taken for other accounts and for known contacts, in characters.
pub const NAMES: usize = 500;

/// The kind of case that wishes become on this desk, and its sub type; nothing where the desk takes none.
pub fn kept_as(desk: &Desk) -> Option<(&Kind, Option<&str>)> {
    let rule = desk.rules.access_request.as_ref()?;
    Some((desk.kind(&rule.kind)?, rule.sub_type.as_deref()))
}

/// What the wish itself says, and no field of the desk.
pub fn is_ours(entry: &Entry) -> bool {
    matches!(
        entry,
        Entry::Product | Entry::SubType | Entry::Environment | Entry::Severity | Entry::Subject
    )
}

/// The form of the case: of what was given, what the desk asks besides the wish; and what the wish says, under this subject.
pub fn filled(
    desk: &Desk,
    (kind, sub_type): (&Kind, Option<&str>),
    mut given: Entries,
    subject: &str,
    products: &[String],
) -> Entries {
    given.retain(|id, _| {
        let asked = kind.form.contains(id);
        asked && desk.field(id).is_some_and(|field| !is_ours(&field.entry))
    });
    let first = products.first().map(String::as_str);
    let product = first.or(intake::products_of(desk, kind).first().copied());
    let ours = [
        ("subject", Some(subject)),
        ("product", product),
        ("sub-type", sub_type),
    ];
    for (id, said) in ours {
        if let Some(said) = said {
            given.insert(id.to_owned(), said.to_owned());
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use domain::desk::check;

    use super::*;

    #[test]
    fn a4_a_wish_says_in_its_own_words_what_it_asks_and_takes_nothing_else_along() {
        let desk = check(include_str!("../../../../desks/default.toml")).unwrap();
        let kept = kept_as(&desk).expect("this desk takes wishes");
        let given = |all: &[(&str, &str)]| -> Entries {
            let all = all.iter();
            all.map(|(id, text)| ((*id).to_owned(), (*text).to_owned()))
                .collect()
        };
        let typed = given(&[
            ("description", "x"),
            ("subject", "another"),
            ("severity", "S1"),
            ("environment", "production"),
            ("nonsense", "x"),
        ]);
        let offered = intake::products_of(&desk, kept.0);
        let wished: Vec<String> = offered
            .last()
            .map(|id| (*id).to_owned())
            .into_iter()
            .collect();
        let form = filled(&desk, kept, typed, "subject", &wished);
        assert_eq!(form["subject"], "subject");
        assert_eq!(form.get("product"), wished.first());
        assert_eq!(form.get("sub-type").map(String::as_str), kept.1);
        assert_eq!(form["description"], "x");
        for id in ["severity", "environment", "nonsense"] {
            assert!(!form.contains_key(id), "{id}");
        }
    }
}
