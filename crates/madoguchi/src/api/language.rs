//! In which language an answer speaks: `Accept-Language`, else the person's own, else the desk's. Knows no text.

use axum::http::{HeaderMap, header};
use domain::{Desk, Language};

/// The reader's language among those that the desk serves.
pub fn of_reader(desk: &Desk, headers: &HeaderMap, own: Option<&Language>) -> Language {
    let served = |tag: &str| {
        let (tag, first) = (
            tag.to_ascii_lowercase(),
            tag.split('-').next().unwrap_or(tag).to_ascii_lowercase(),
        );
        let found = |wanted: &str| desk.languages.iter().find(|l| l.as_str() == wanted);
        found(&tag).or_else(|| found(&first)).cloned()
    };
    wanted(headers)
        .iter()
        .find_map(|tag| served(tag))
        .or_else(|| own.and_then(|own| served(own.as_str())))
        .or_else(|| desk.languages.first().cloned())
        .unwrap_or_else(|| Language::new("ja"))
}

/// The tags of `Accept-Language`, the most wanted first; what cannot be read counts as not said.
fn wanted(headers: &HeaderMap) -> Vec<String> {
    let mut tags: Vec<(u16, String)> = headers
        .get_all(header::ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|all| all.split(','))
        .filter_map(|part| {
            let mut pieces = part.split(';').map(str::trim);
            let tag = pieces.next().filter(|tag| !tag.is_empty() && *tag != "*")?;
            let weight = match pieces.find_map(|piece| piece.strip_prefix("q=")) {
                Some(weight) => weight
                    .parse::<f32>()
                    .ok()
                    .filter(|w| (0.0..=1.0).contains(w))?,
                None => 1.0,
            };
            // Three digits at most, by the standard: whole thousandths sort as they should.
            (weight > 0.0).then(|| ((weight * 1000.0) as u16, tag.to_owned()))
        })
        .collect();
    tags.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    tags.into_iter().map(|(_, tag)| tag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_wanted_tag_comes_first_and_refused_ones_not_at_all() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::ACCEPT_LANGUAGE,
            "fr;q=0.5, en-GB;q=0.9, ja, de;q=0, *;q=0.1, x;q=nonsense"
                .parse()
                .unwrap(),
        );
        assert_eq!(wanted(&headers), ["ja", "en-GB", "fr"]);
    }
}
