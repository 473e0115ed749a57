//! The kinds of events that the audit shows, each with the stream that it lies in; a test holds them against all that are recorded.

use crate::texts::Texts;

pub(super) const KINDS: &[(&str, &str)] = &[
    ("audit", "signed-in"),
    ("audit", "sign-in-refused"),
    ("audit", "signed-out"),
    ("audit", "sign-ins-ended"),
    ("audit", "refused"),
    ("audit", "looked"),
    ("audit", "acts-for"),
    ("audit", "proxy-login-started"),
    ("audit", "proxy-login-left"),
    ("audit", "exported"),
    ("audit", "mail-text-changed"),
    ("audit", "tag-changed"),
    ("audit", "release-published"),
    ("audit", "release-withdrawn"),
    ("audit", "release-fetched"),
    ("audit", "session-entered"),
    ("audit", "session-missed"),
    ("audit", "recording-read"),
    ("audit", "recording-erased"),
    ("audit", "secrets-shown"),
    ("audit", "token-elsewhere"),
    ("audit", "read-many"),
    ("audit", "seals-keyed"),
    ("account", "added"),
    ("account", "renamed"),
    ("account", "deployment-added"),
    ("account", "deployment-changed"),
    ("account", "admin-named"),
    ("account", "admin-left"),
    ("account", "success-manager-named"),
    ("account", "handover-offered"),
    ("account", "handover-declined"),
    ("account", "access-set"),
    ("account", "partner-set"),
    ("account", "partner-left"),
    ("account", "restriction-set"),
    ("account", "entitlement-granted"),
    ("account", "contract-ended"),
    ("account", "identifier-given"),
    ("account", "identifier-taken"),
    ("account", "opening-refused"),
    ("person", "contact-added"),
    ("person", "agent-added"),
    ("person", "guest-added"),
    ("person", "let-in"),
    ("person", "password-set"),
    ("person", "token-made"),
    ("person", "token-taken"),
    ("person", "details-set"),
    ("person", "pin-set"),
    ("person", "profile-changed"),
    ("person", "address-asked"),
    ("person", "address-shown"),
    ("person", "address-stopped"),
    ("person", "level-set"),
    ("person", "moved"),
    ("person", "role-set"),
    ("person", "first-signed-in"),
    ("person", "suspended"),
    ("person", "resumed"),
    ("person", "second-factor-set"),
    ("person", "second-factor-removed"),
    ("person", "recovery-code-used"),
    ("person", "proxy-login-set"),
    ("request", "asked"),
    ("request", "granted"),
    ("request", "declined"),
    ("team", "added"),
    ("team", "renamed"),
    ("team", "closedness-set"),
    ("case", "proxy-login-set"),
    ("case", "proxy-login-started"),
    ("case", "proxy-login-ended"),
    ("case", "proxy-login-used"),
    ("session", "started"),
    ("session", "invited"),
    ("session", "agent-invited"),
    ("session", "passcode-missed"),
    ("session", "passcode-renewed"),
    ("session", "joined"),
    ("session", "left"),
    ("session", "granted"),
    ("session", "denied"),
    ("session", "withdrawn"),
    ("session", "share-started"),
    ("session", "pointer-started"),
    ("session", "file-offered"),
    ("session", "file-arrived"),
    ("session", "recording-started"),
    ("session", "recording-ended"),
    ("session", "control-passed"),
    ("session", "transferred"),
    ("session", "ended"),
    ("session", "admitted"),
    ("session", "asked"),
    ("session", "call-ended"),
    ("session", "call-joined"),
    ("session", "call-left"),
    ("session", "call-started"),
    ("session", "camera-ended"),
    ("session", "camera-started"),
    ("session", "chat-ended"),
    ("session", "chat-started"),
    ("session", "file-accepted"),
    ("session", "file-ended"),
    ("session", "host-lost"),
    ("session", "offer-declined"),
    ("session", "offer-passed-on"),
    ("session", "pointer-ended"),
    ("session", "said"),
    ("session", "seat-lost"),
    ("session", "seat-taken"),
    ("session", "selected"),
    ("session", "share-ended"),
    ("session", "survey-given"),
    ("incident", "cancelled"),
    ("incident", "cause-reported"),
    ("incident", "cause-told"),
    ("incident", "declared"),
    ("incident", "description-set"),
    ("incident", "ended"),
    ("incident", "gathered"),
    ("incident", "hearing-set"),
    ("incident", "noted"),
    ("incident", "owners-set"),
    ("incident", "released"),
    ("incident", "update-told"),
    ("incident", "updated"),
    ("article", "about-set"),
    ("article", "text-set"),
    ("article", "review-asked"),
    ("article", "sent-back"),
    ("article", "published"),
    ("article", "withdrawn"),
    ("article", "reviewed"),
    ("article", "judged"),
];

/// What a kind is called. One that nobody has named yet is told as it lies in the log, for a line never says nothing.
pub(super) fn name(t: &Texts, stream: &str, kind: &str) -> String {
    let known = KINDS.iter().find(|known| **known == (stream, kind));
    match known {
        Some((stream, kind)) => t.say(&format!("audit-{stream}-{kind}")).to_owned(),
        None => format!("{stream} {kind}"),
    }
}

#[cfg(test)]
mod tests {
    use domain::knowledge::ArticleEvent;

    use super::KINDS;

    /// All kinds of articles, which the catalogue of recorded bodies does not hold: one more breaks this match.
    fn of_article(event: &ArticleEvent) -> &'static str {
        match event {
            ArticleEvent::AboutSet { .. } => "about-set",
            ArticleEvent::TextSet { .. } => "text-set",
            ArticleEvent::ReviewAsked => "review-asked",
            ArticleEvent::SentBack { .. } => "sent-back",
            ArticleEvent::Published => "published",
            ArticleEvent::Withdrawn { .. } => "withdrawn",
            ArticleEvent::Reviewed => "reviewed",
            ArticleEvent::Judged { .. } => "judged",
        }
    }

    #[test]
    fn o5_every_kind_that_is_recorded_has_a_name_in_every_language() {
        const CATALOGUE: &str = include_str!("../../../../domain/tests/snapshots/events.txt");
        let recorded = CATALOGUE.lines().filter_map(|line| {
            let (name, _) = line.split_once(':')?;
            name.split_once(' ')
        });
        let kept = |(stream, kind): &(&str, &str)| {
            *stream != "case" || store::audit::OF_CASES.contains(kind)
        };
        for kind in recorded.filter(kept) {
            assert!(KINDS.contains(&kind), "{kind:?} is not among the kinds");
        }
        assert!(KINDS.contains(&("article", of_article(&ArticleEvent::Published))));
        for kind in store::audit::OF_CASES {
            assert!(KINDS.contains(&("case", kind)));
        }
        for tag in ["ja", "en"] {
            let catalogue = crate::texts::load().find(tag).unwrap();
            for (stream, kind) in KINDS {
                let key = format!("audit-{stream}-{kind}");
                assert!(catalogue.keys().any(|known| known == key), "{key} in {tag}");
            }
        }
    }
}
