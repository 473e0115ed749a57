//! Addresses that get every answer, as they were typed (C5): put right in width, held against slips of the finger, and told
//! apart where they are none of the company's own. The same for the form, the API and a case that is open.

use crate::joining;

/// What may be wrong with an address that could be one. Its sender can be sure of it all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It looks like a slip of the finger; this was probably meant.
    Slip { given: String, meant: String },
    /// It is no address of the company's.
    Foreign { given: String },
}

/// The addresses of a list as typed: one a line, or parted by commas, semicolons or spaces of any width. Each once.
pub fn listed(text: &str) -> Vec<String> {
    let parts = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、' | '，' | '；' | '､'));
    let mut all: Vec<String> = Vec::new();
    for address in parts.map(normal).filter(|address| !address.is_empty()) {
        if !all.iter().any(|known| known.eq_ignore_ascii_case(&address)) {
            all.push(address);
        }
    }
    all
}

/// One address in the form in which it is kept: signs of full width as ASCII, nothing around it, its domain in lower case.
pub fn normal(typed: &str) -> String {
    let narrow: String = typed.chars().filter_map(narrow).collect();
    let bare = narrow.trim_matches(|c: char| matches!(c, '<' | '>' | '"' | '\'' | '(' | ')'));
    let bare = bare.strip_prefix("mailto:").unwrap_or(bare);
    match bare.rsplit_once('@') {
        Some((local, domain)) => format!("{local}@{}", domain.to_lowercase()),
        None => bare.to_owned(),
    }
}

fn narrow(c: char) -> Option<char> {
    match c {
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => None,
        '。' | '｡' => Some('.'),
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0),
        _ => Some(c),
    }
}

/// Whether it looks like an e-mail address: one @, a local part, a domain with a dot, nothing odd.
pub fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let odd = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | ',' | ';' | ':' | '(' | ')')
    };
    let labels: Vec<&str> = domain.split('.').collect();
    !local.is_empty()
        && local.len() <= 64
        && text.len() <= 254
        && !text.contains(odd)
        && !local.contains('@')
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && labels.len() >= 2
        && labels.iter().all(|l| {
            !l.is_empty()
                && l.len() <= 63
                && !l.starts_with('-')
                && !l.ends_with('-')
                && l.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
}

/// What was probably meant by something that is no address, or by one whose domain is nearly a known one. `own` are the
/// company's domains, in lower case.
pub fn meant(address: &str, own: &[String]) -> Option<String> {
    let found = match address.rsplit_once('@') {
        Some((local, domain)) => {
            let local = local.trim_end_matches(['@', '.']);
            format!("{local}@{}", likely(domain, own)?)
        }
        None => {
            // The sign itself is missing.
            let parted = own.iter().find_map(|domain| {
                let local = address.strip_suffix(domain.as_str())?;
                Some((local.strip_suffix('.').unwrap_or(local), domain))
            });
            let (local, domain) = parted?;
            format!("{local}@{domain}")
        }
    };
    (is_address(&found) && found != address).then_some(found)
}

/// Endings that nobody has, and what they are a slip of.
const ENDINGS: [(&str, &str); 16] = [
    (".con", ".com"),
    (".cmo", ".com"),
    (".ocm", ".com"),
    (".vom", ".com"),
    (".xom", ".com"),
    (".comm", ".com"),
    (".coom", ".com"),
    (".ner", ".net"),
    (".nrt", ".net"),
    (".cojp", ".co.jp"),
    (".co.jo", ".co.jp"),
    (".co.jpp", ".co.jp"),
    (".co.pj", ".co.jp"),
    (".co.j", ".co.jp"),
    (".nejp", ".ne.jp"),
    (".orjp", ".or.jp"),
];
/// Endings before which a dot may be missing, the longest first.
const DOTTED: [&str; 6] = [".co.jp", ".ne.jp", ".or.jp", ".com", ".net", ".jp"];
/// Names that are near a provider's and exist.
const REAL: [&str; 4] = ["email.com", "mail.com", "ymail.com", "gmx.at"];
/// A shorter name is near too many others, in characters.
const SHORTEST: usize = 8;
/// A company's own name of so many characters may be off by two.
const LONG: usize = 12;

/// The domain that was probably meant; nothing where nothing speaks against the one given.
fn likely(domain: &str, own: &[String]) -> Option<String> {
    if is_of(domain, own) || REAL.contains(&domain) {
        return None;
    }
    let tidy = tidied(domain);
    let undotted = |text: &str| text.replace('.', "");
    let near_own = own.iter().find(|known| {
        let far = if known.len() >= LONG { 2 } else { 1 };
        tidy == known.as_str()
            || undotted(&tidy) == undotted(known)
            || (known.len() >= 5 && steps(&tidy, known) <= far)
    });
    if let Some(known) = near_own {
        return Some(known.clone());
    }
    let free = || joining::FREE.iter().copied();
    if free().any(|known| known == domain) {
        return None;
    }
    let near_free = free().find(|known| {
        tidy == *known
            || undotted(&tidy) == undotted(known)
            || (known.len() >= SHORTEST && steps(&tidy, known) == 1)
    });
    if let Some(known) = near_free {
        return Some(known.to_owned());
    }
    (tidy != domain).then_some(tidy)
}

/// Without doubled dots and dots at the ends, with an ending that exists, and with the dot before it.
fn tidied(domain: &str) -> String {
    let labels: Vec<&str> = domain
        .split('.')
        .filter(|label| !label.is_empty())
        .collect();
    let mut tidy = labels.join(".");
    if let Some((wrong, right)) = ENDINGS.iter().find(|(wrong, _)| tidy.ends_with(wrong)) {
        tidy.truncate(tidy.len() - wrong.len());
        tidy.push_str(right);
    }
    if !tidy.contains('.') {
        let ending = DOTTED.iter().find_map(|ending| {
            let plain = ending.replace('.', "");
            let name = tidy.strip_suffix(&plain)?;
            (!name.is_empty()).then(|| format!("{name}{ending}"))
        });
        tidy = ending.unwrap_or(tidy);
    }
    tidy
}

/// Whether a domain is one of these, or below one.
pub fn is_of(domain: &str, own: &[String]) -> bool {
    own.iter().any(|known| {
        let above = domain.strip_suffix(known.as_str());
        above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
    })
}

/// What to ask before a list is taken. `sure` are addresses that its sender has looked at and stands by; without `own`
/// nothing is known of the company, and no address is foreign.
pub fn doubts(all: &[String], own: Option<&[String]>, sure: &[String]) -> Vec<Doubt> {
    let known = own.unwrap_or_default();
    let unsure = all
        .iter()
        .filter(|given| !sure.iter().any(|sure| sure.eq_ignore_ascii_case(given)));
    let doubt = |given: &String| {
        if let Some(meant) = meant(given, known) {
            let given = given.clone();
            return Some(Doubt::Slip { given, meant });
        }
        let domain = given.rsplit_once('@')?.1;
        let foreign = own.is_some() && !is_of(domain, known);
        foreign.then(|| Doubt::Foreign {
            given: given.clone(),
        })
    };
    unsure.filter_map(doubt).collect()
}

/// Steps from one word to the other: a sign more, less, other, or two changed about.
fn steps(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let other = usize::from(x != y);
            let mut least = (last[j] + other).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> Vec<String> {
        vec!["hinode.example".into(), "hinode-logistics.co.jp".into()]
    }

    #[test]
    fn c5_what_was_typed_wide_is_kept_narrow() {
        for (typed, kept) in [
            ("ａｂｃ＠ｈｉｎｏｄｅ．ｅｘａｍｐｌｅ", "abc@hinode.example"),
            ("abc@hinode。example", "abc@hinode.example"),
            ("<abc@Hinode.Example>", "abc@hinode.example"),
            ("mailto:Abc@hinode.example", "Abc@hinode.example"),
            ("\u{200b}abc@hinode.example\u{feff}", "abc@hinode.example"),
        ] {
            assert_eq!(normal(typed), kept, "{typed}");
        }
        let typed = "a@x.example、b@x.example　c@x.example；A@X.example\nb@x.example,";
        assert_eq!(listed(typed), ["a@x.example", "b@x.example", "c@x.example"]);
    }

    #[test]
    fn c5_slips_are_told_with_what_was_meant() {
        for (given, wanted) in [
            ("a@gmial.com", Some("a@gmail.com")),
            ("a@gamil.com", Some("a@gmail.com")),
            ("a@gmail.con", Some("a@gmail.com")),
            ("a@gmailcom", Some("a@gmail.com")),
            ("a@yahoo.cojp", Some("a@yahoo.co.jp")),
            ("a@yahooo.co.jp", Some("a@yahoo.co.jp")),
            ("a@docomo.nejp", Some("a@docomo.ne.jp")),
            ("a@hinode.exmple", Some("a@hinode.example")),
            ("a@hinodeexample", Some("a@hinode.example")),
            ("a@hinode..example", Some("a@hinode.example")),
            ("a@hinode.example.", Some("a@hinode.example")),
            ("a@@hinode.exampel", Some("a@hinode.example")),
            ("a@hinode-logistcs.cojp", Some("a@hinode-logistics.co.jp")),
            ("a.hinode.example", Some("a@hinode.example")),
            ("a@somewhere.con", Some("a@somewhere.com")),
            ("a@somewherecojp", Some("a@somewhere.co.jp")),
            ("a@hinode.example", None),
            ("a@mail.hinode.example", None),
            ("a@gmail.com", None),
            ("a@mail.com", None),
            ("a@ymail.com", None),
            ("a@aqua.com", None),
            ("a@somewhere.example", None),
            ("nonsense", None),
            ("@", None),
            ("", None),
        ] {
            assert_eq!(meant(given, &own()).as_deref(), wanted, "{given}");
        }
    }

    #[test]
    fn c5_addresses_of_others_want_a_second_look() {
        let all = |text: &str| listed(text);
        let foreign = |given: &str| Doubt::Foreign {
            given: given.into(),
        };
        let given = all("a@hinode.example b@elsewhere.example c@gmail.com");
        let found = doubts(&given, Some(&own()), &[]);
        assert_eq!(
            found,
            [foreign("b@elsewhere.example"), foreign("c@gmail.com")]
        );
        let sure = all("B@elsewhere.example");
        assert_eq!(
            doubts(&given, Some(&own()), &sure),
            [foreign("c@gmail.com")]
        );
        assert_eq!(doubts(&given, None, &[]), []);
        let slip = all("c@gmial.com");
        assert!(matches!(doubts(&slip, None, &[])[..], [Doubt::Slip { .. }]));
        assert_eq!(doubts(&slip, Some(&own()), &slip), []);
    }

    proptest::proptest! {
        #[test]
        fn c5_a_correction_is_an_address_and_no_slip_itself(text in "[a-z@.]{0,24}") {
            if let Some(right) = meant(&text, &own()) {
                proptest::prop_assert!(is_address(&right), "{right}");
            }
            let once = normal(&text);
            proptest::prop_assert_eq!(normal(&once), once.clone());
        }
    }
}
