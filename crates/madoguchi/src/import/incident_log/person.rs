//! A person made of a name alone, with an address that reaches nobody.

use domain::{Language, Prose, directory::Profile};
use sha2::{Digest, Sha256};

/// Addresses in here reach nobody (RFC 2606).
const DOMAIN: &str = "import.invalid";

/// A person of this name; a contact's address names the location too.
pub fn person(name: &str, location: &str, language: String, time_zone: &str) -> Profile {
    let none = || Prose::new("");
    let domain = if location.is_empty() {
        DOMAIN.to_owned()
    } else {
        format!("{}.{DOMAIN}", slug(location))
    };
    Profile {
        family: Prose::new(name),
        given: none(),
        family_kana: none(),
        given_kana: none(),
        email: Prose::new(format!("{}@{domain}", slug(name))),
        language: Language::new(&language),
        time_zone: time_zone.to_owned(),
    }
}

/// A name as part of an address: `Resolver 149` is `resolver-149`. What would be lost so comes back as a digest behind
/// it: no two names have the same.
fn slug(name: &str) -> String {
    let words = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    // A label of a domain has 63 characters at the most, the digest takes 17 of them.
    slug.truncate(46);
    let mut plain = slug.replace('-', " ");
    if let Some(first) = plain.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    if plain == name && !slug.is_empty() {
        return slug;
    }
    let digest: String = Sha256::digest(name.as_bytes())
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    if slug.is_empty() {
        digest
    } else {
        format!("{slug}-{digest}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_like_names_and_are_never_shared() {
        assert_eq!(slug("Resolver 149"), "resolver-149");
        assert_eq!(slug("Opened by 8"), "opened-by-8");
        let alike = [
            "Anna Berg",
            "anna berg",
            "Anna-berg",
            "Anna berg",
            "窓口",
            "窓",
            "",
            "x".repeat(80).as_str(),
        ]
        .map(slug);
        let different: std::collections::BTreeSet<_> = alike.iter().collect();
        assert_eq!(different.len(), alike.len(), "{alike:?}");
        assert!(
            alike.iter().all(|slug| (1..=63).contains(&slug.len())),
            "{alike:?}"
        );
    }

    #[test]
    fn a_contact_is_named_by_location_too() {
        let profile = person("Caller 2403", "Location 143", "en".into(), "UTC");
        assert_eq!(
            profile.email.as_str(),
            "caller-2403@location-143.import.invalid"
        );
        assert_eq!(
            person("Resolver 149", "", "en".into(), "UTC")
                .email
                .as_str(),
            "resolver-149@import.invalid"
        );
    }
}
