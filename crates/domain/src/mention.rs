//! Colleagues whom a text calls by name: an `@`, narrow or wide, and the name behind it (K1). Knows neither forms nor mails.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use crate::{PersonId, directory::Profile};

/// What may stand behind a name that is called, besides what is no letter.
const HONORIFICS: [char; 3] = ['様', '氏', '殿'];

/// Who of `people` a text calls, each once, in their order. By the whole name, with or without the space in it; by one part of it
/// where only one person is called so. Of two names the longer one counts, and people of the same name are all called.
pub fn called<'a>(
    text: &str,
    people: impl IntoIterator<Item = (PersonId, &'a Profile)>,
) -> Vec<PersonId> {
    let people: Vec<(PersonId, [Vec<char>; 2])> = people
        .into_iter()
        .map(|(id, profile)| {
            let parts = [profile.family.as_str(), profile.given.as_str()];
            (id, parts.map(folded))
        })
        .collect();
    // A text may be nothing but signs: names are made once, and for each sign only those of its letter are held against it.
    let mut by_name: BTreeMap<Vec<char>, Vec<PersonId>> = BTreeMap::new();
    for (id, parts) in &people {
        for name in names(parts, &people) {
            by_name.entry(name).or_default().push(*id);
        }
    }
    let mut by_letter: BTreeMap<char, Vec<&[char]>> = BTreeMap::new();
    for name in by_name.keys() {
        if let Some(first) = name.first() {
            by_letter.entry(*first).or_default().push(name);
        }
    }
    for names in by_letter.values_mut() {
        names.sort_by_key(|name| Reverse(name.len()));
    }
    let text: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let mut meant: BTreeSet<&[char]> = BTreeSet::new();
    for at in calls(&text) {
        let rest = &text[at..];
        let names = rest.first().and_then(|first| by_letter.get(first));
        let longest = names.and_then(|names| names.iter().find(|name| begins(rest, name)));
        meant.extend(longest.copied());
    }
    let all: BTreeSet<PersonId> = meant
        .into_iter()
        .filter_map(|name| by_name.get(name))
        .flatten()
        .copied()
        .collect();
    let each = people.iter().map(|(id, _)| *id);
    each.filter(|id| all.contains(id)).collect()
}

/// Where names that are called begin. The sign inside of an address calls nobody.
fn calls(text: &[char]) -> impl Iterator<Item = usize> {
    text.iter().enumerate().filter_map(|(at, sign)| {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        let of_address = before.is_some_and(|c| c.is_ascii_alphanumeric() || "._%+-".contains(*c));
        (matches!(sign, '@' | '＠') && !of_address).then_some(at + 1)
    })
}

/// A name as it is compared: without spaces, and without regard to capitals.
fn folded(name: &str) -> Vec<char> {
    let letters = name.chars().filter(|c| !c.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}

/// What somebody may be called by.
fn names(parts: &[Vec<char>; 2], people: &[(PersonId, [Vec<char>; 2])]) -> Vec<Vec<char>> {
    let [family, given] = parts;
    let whole = [
        [family.as_slice(), given.as_slice()].concat(),
        [given.as_slice(), family.as_slice()].concat(),
    ];
    let alone = parts.iter().enumerate().filter(|(which, part)| {
        let same = people.iter().filter(|(_, other)| other[*which] == **part);
        same.count() == 1
    });
    let alone = alone.map(|(_, part)| part.clone());
    let all = whole.into_iter().chain(alone);
    all.filter(|name| !name.is_empty()).collect()
}

/// Whether a text begins with this name, and not with a longer word.
fn begins(text: &[char], name: &[char]) -> bool {
    let mut rest = text;
    for (n, letter) in name.iter().enumerate() {
        while n > 0
            && rest
                .first()
                .is_some_and(|c| c.is_whitespace() && *c != '\n')
        {
            rest = &rest[1..];
        }
        match rest.split_first() {
            Some((first, behind)) if first == letter => rest = behind,
            _ => return false,
        }
    }
    rest.first()
        .is_none_or(|c| !c.is_alphanumeric() || is_hiragana(*c) || HONORIFICS.contains(c))
}

/// Words that follow a name in Japanese begin so.
fn is_hiragana(c: char) -> bool {
    ('\u{3041}'..='\u{309f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, Prose};

    fn person(family: &str, given: &str) -> Profile {
        Profile {
            family: Prose::new(family),
            given: Prose::new(given),
            family_kana: Prose::new(""),
            given_kana: Prose::new(""),
            email: Prose::new("x@vendor.example"),
            language: Language::new("ja"),
            time_zone: "Asia/Tokyo".into(),
        }
    }

    #[test]
    fn k1_colleagues_are_called_by_their_names_and_nobody_by_an_address() {
        let people = [
            person("森", "佳奈"),
            person("石川", "拓"),
            person("佐藤", "健"),
            person("佐藤", "美香"),
            person("Lind", "Eva"),
            person("森田", "健"),
        ];
        let ids = [1, 2, 3, 4, 5, 6].map(PersonId);
        for (text, wanted) in [
            ("確認しました。", vec![]),
            ("@森 佳奈 確認をお願いします。", vec![1]),
            ("@森佳奈さん、確認をお願いします。", vec![1]),
            ("確認をお願いします＠森さん", vec![1]),
            ("@森様", vec![1]),
            // A longer name is another one, whoever has it.
            ("@森田さん", vec![6]),
            ("@森本さん", vec![]),
            ("@森林", vec![]),
            // Of two with one name, neither is meant by it alone.
            ("@佐藤さん", vec![]),
            ("@佐藤　美香さんと@石川", vec![2, 4]),
            ("@eva lind, @Lind and @EVA", vec![5]),
            ("@evan", vec![]),
            ("mori@森.example と eva@lind.example", vec![]),
            ("@\n森", vec![]),
            ("@", vec![]),
        ] {
            let found = called(text, ids.into_iter().zip(&people));
            let wanted: Vec<PersonId> = wanted.into_iter().map(PersonId).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn k1_people_of_the_same_name_are_all_called_and_who_has_none_never() {
        let people = [person("森", "佳奈"), person("森", "佳奈"), person("", "")];
        let ids = [1, 2, 3].map(PersonId);
        let found = called("@森佳奈 @", ids.into_iter().zip(&people));
        assert_eq!(found, [PersonId(1), PersonId(2)]);
    }

    /// The rule as it reads, for each sign and person anew.
    fn called_simply(text: &str, people: &[(PersonId, Profile)]) -> Vec<PersonId> {
        let folds = people.iter().map(|(id, p)| {
            let parts = [p.family.as_str(), p.given.as_str()];
            (*id, parts.map(folded))
        });
        let folds: Vec<(PersonId, [Vec<char>; 2])> = folds.collect();
        let text: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
        let mut all = Vec::new();
        for at in calls(&text) {
            let found = folds.iter().filter_map(|(id, parts)| {
                let names = names(parts, &folds).into_iter();
                let those = names.filter(|name| begins(&text[at..], name));
                Some((*id, those.map(|name| name.len()).max()?))
            });
            let found: Vec<(PersonId, usize)> = found.collect();
            let longest = found.iter().map(|(_, length)| *length).max();
            let those = found.iter().filter(|(_, length)| Some(*length) == longest);
            all.extend(those.map(|(id, _)| *id));
        }
        let each = people.iter().map(|(id, _)| *id);
        each.filter(|id| all.contains(id)).collect()
    }

    proptest::proptest! {
        #[test]
        fn k1_whoever_is_called_is_who_the_rule_says(
            text in "[@＠森田A a\\n本さ様]{0,40}",
            names in proptest::collection::vec(("[森田Aa ]{0,3}", "[森本a]{0,2}"), 0..8),
        ) {
            let ids = (1..).map(PersonId);
            let people = names.iter().map(|(family, given)| person(family, given));
            let people: Vec<(PersonId, Profile)> = ids.zip(people).collect();
            let found = called(&text, people.iter().map(|(id, profile)| (*id, profile)));
            proptest::prop_assert_eq!(found, called_simply(&text, &people));
        }
    }

    #[test]
    fn k1_a_text_of_nothing_but_signs_calls_whom_it_names() {
        let people: Vec<Profile> = (0..200)
            .map(|n| person(&format!("森{n}"), "佳奈"))
            .collect();
        let text = format!("{}森7", "@森 ".repeat(20_000) + "@");
        let found = called(&text, (1..).map(PersonId).zip(&people));
        assert_eq!(found, [PersonId(8)]);
    }
}
