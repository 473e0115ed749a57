//! Bodies of events as every release wrote them: they are read for ever, and written the same.
#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use domain::{
    audit::AuditEvent,
    case::CaseEvent,
    directory::{AccountEvent, PersonEvent, TeamEvent},
    incident::IncidentEvent,
    joining::RequestEvent,
    session::SessionEvent,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

fn same<E: DeserializeOwned + Serialize>(line: &str) {
    let recorded: Value = serde_json::from_str(line).unwrap();
    let event: E =
        serde_json::from_value(recorded.clone()).unwrap_or_else(|error| panic!("{line}: {error}"));
    assert_eq!(serde_json::to_value(event).unwrap(), recorded);
}

#[test]
fn every_recorded_body_is_read_and_written_as_it_was() {
    let mut read = 0;
    for release in
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded")).unwrap()
    {
        for file in fs::read_dir(release.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let check = match path.file_stem().unwrap().to_str().unwrap() {
                "case" => same::<CaseEvent>,
                "account" => same::<AccountEvent>,
                "person" => same::<PersonEvent>,
                "team" => same::<TeamEvent>,
                "audit" => same::<AuditEvent>,
                "request" => same::<RequestEvent>,
                "session" => same::<SessionEvent>,
                "incident" => same::<IncidentEvent>,
                other => panic!("no such stream: {other}"),
            };
            for line in fs::read_to_string(&path).unwrap().lines() {
                check(line);
                read += 1;
            }
        }
    }
    assert!(read >= 17, "one of each at least");
}

/// Every kind of event, with the fields its bodies have had; in the repository, so that a change is seen in review.
/// Refresh with `REFRESH=1 cargo test -p domain --test recorded_events`.
#[test]
fn the_catalogue_of_events_is_as_committed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut kinds: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for release in fs::read_dir(root.join("tests/recorded")).unwrap() {
        for file in fs::read_dir(release.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let stream = path.file_stem().unwrap().to_str().unwrap().to_owned();
            for line in fs::read_to_string(&path).unwrap().lines() {
                let event: Value = serde_json::from_str(line).unwrap();
                let name = format!("{stream} {}", event["kind"].as_str().unwrap());
                let fields = kinds.entry(name).or_default();
                if let Some(body) = event["body"].as_object() {
                    fields.extend(body.keys().cloned());
                }
            }
        }
    }
    let line = |(name, fields): (&String, &BTreeSet<String>)| {
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        format!("{name}: {}", fields.join(", "))
            .trim_end()
            .to_owned()
            + "\n"
    };
    let catalogue: String = kinds.iter().map(line).collect();
    let path = root.join("tests/snapshots/events.txt");
    if std::env::var_os("REFRESH").is_some() {
        fs::write(&path, &catalogue).unwrap();
    }
    assert_eq!(
        catalogue,
        fs::read_to_string(&path).unwrap_or_default(),
        "if it is meant so: REFRESH=1 cargo test -p domain --test recorded_events"
    );
    // One of each, or the catalogue says less than there is.
    let all = |stream: &str| kinds.keys().filter(|name| name.starts_with(stream)).count();
    let of_cases = |event: &CaseEvent| match event {
        CaseEvent::Opened(_)
        | CaseEvent::MessagePosted { .. }
        | CaseEvent::FactsTold { .. }
        | CaseEvent::CopiesChanged { .. }
        | CaseEvent::ReferenceSet { .. }
        | CaseEvent::NotePosted { .. }
        | CaseEvent::StatusChanged { .. }
        | CaseEvent::Assigned { .. }
        | CaseEvent::ReopeningRequested { .. }
        | CaseEvent::ReopeningDeclined { .. }
        | CaseEvent::MoreHelpAsked { .. }
        | CaseEvent::SurveyGiven(_)
        | CaseEvent::KindStateSet { .. }
        | CaseEvent::EscalationAsked { .. }
        | CaseEvent::EscalationAnswered { .. }
        | CaseEvent::EscalationOpened { .. }
        | CaseEvent::EscalationManaged { .. }
        | CaseEvent::EscalationBriefed { .. }
        | CaseEvent::EscalationQueued { .. }
        | CaseEvent::EscalationFinished { .. }
        | CaseEvent::EscalationMoved { .. }
        | CaseEvent::EscalationExpected { .. }
        | CaseEvent::EscalationEnded { .. }
        | CaseEvent::CalledBack { .. }
        | CaseEvent::CallbackMissed { .. }
        | CaseEvent::EscalationDismissed { .. }
        | CaseEvent::EscalationSuggested { .. }
        | CaseEvent::ExpectedDayPassed { .. }
        | CaseEvent::IncidentSuggested { .. }
        | CaseEvent::SeverityProposed { .. }
        | CaseEvent::SeverityChanged { .. }
        | CaseEvent::SeverityDeclined { .. }
        | CaseEvent::CallRecorded { .. }
        | CaseEvent::TierRaised { .. }
        | CaseEvent::DeskMoved { .. }
        | CaseEvent::ThirdPartyInvolved { .. }
        | CaseEvent::ThirdPartyReleased { .. }
        | CaseEvent::ProxyLoginSet { .. }
        | CaseEvent::ProxyLoginStarted { .. }
        | CaseEvent::ProxyLoginEnded { .. }
        | CaseEvent::ProxyLoginUsed { .. }
        | CaseEvent::AccessAsked { .. }
        | CaseEvent::AccessGranted { .. }
        | CaseEvent::PrivacySet { .. }
        | CaseEvent::QuestionsAsked { .. }
        | CaseEvent::QuestionsAnswered { .. }
        | CaseEvent::QuestionWithdrawn { .. }
        | CaseEvent::MoreToFollow
        | CaseEvent::Reminded { .. }
        | CaseEvent::FilesAttached { .. }
        | CaseEvent::FileRemoved { .. }
        | CaseEvent::Linked { .. }
        | CaseEvent::Unlinked { .. }
        | CaseEvent::Merged { .. }
        | CaseEvent::Unmerged { .. }
        | CaseEvent::TookIn { .. }
        | CaseEvent::LetGo { .. }
        | CaseEvent::Tagged { .. }
        | CaseEvent::Redacted { .. }
        | CaseEvent::CauseSet { .. }
        | CaseEvent::Snoozed { .. }
        | CaseEvent::Woken { .. }
        | CaseEvent::CallAsked(_)
        | CaseEvent::CallWithdrawn
        | CaseEvent::CallMissed { .. }
        | CaseEvent::CallMade(_)
        | CaseEvent::ConferenceAsked(_)
        | CaseEvent::ConferenceSet(_)
        | CaseEvent::ConferenceAnswered(_)
        | CaseEvent::ConferenceCancelled { .. }
        | CaseEvent::ClockTold { .. } => 71,
    };
    let of_accounts = |event: &AccountEvent| match event {
        AccountEvent::Added { .. }
        | AccountEvent::DeploymentAdded { .. }
        | AccountEvent::EntitlementGranted { .. }
        | AccountEvent::ContractEnded { .. }
        | AccountEvent::Renamed { .. }
        | AccountEvent::DeploymentChanged { .. }
        | AccountEvent::AdminNamed { .. }
        | AccountEvent::IdentifierGiven { .. }
        | AccountEvent::IdentifierTaken { .. }
        | AccountEvent::HandoverOffered { .. }
        | AccountEvent::HandoverDeclined
        | AccountEvent::AccessSet { .. }
        | AccountEvent::PartnerSet { .. }
        | AccountEvent::PartnerLeft { .. }
        | AccountEvent::RestrictionSet { .. }
        | AccountEvent::SuccessManagerNamed { .. }
        | AccountEvent::AdminLeft
        | AccountEvent::OpeningRefused { .. } => 18,
    };
    let of_people = |event: &PersonEvent| match event {
        PersonEvent::ContactAdded { .. }
        | PersonEvent::AgentAdded { .. }
        | PersonEvent::PasswordSet
        | PersonEvent::ProfileChanged { .. }
        | PersonEvent::LevelSet { .. }
        | PersonEvent::FirstSignedIn
        | PersonEvent::Suspended
        | PersonEvent::Resumed
        | PersonEvent::SecondFactorSet
        | PersonEvent::SecondFactorRemoved
        | PersonEvent::RecoveryCodeUsed
        | PersonEvent::ProxyLoginSet { .. }
        | PersonEvent::GuestAdded { .. }
        | PersonEvent::LetIn { .. }
        | PersonEvent::DetailsSet { .. }
        | PersonEvent::PinSet
        | PersonEvent::TokenTaken { .. }
        | PersonEvent::Moved { .. }
        | PersonEvent::RoleSet { .. }
        | PersonEvent::AddressAsked { .. }
        | PersonEvent::AddressShown { .. }
        | PersonEvent::AddressStopped { .. }
        | PersonEvent::TokenMade { .. } => 23,
    };
    let of_audit = |event: &AuditEvent| match event {
        AuditEvent::SignedIn { .. }
        | AuditEvent::SignInRefused { .. }
        | AuditEvent::SignedOut { .. }
        | AuditEvent::SignInsEnded { .. }
        | AuditEvent::Refused { .. }
        | AuditEvent::Looked { .. }
        | AuditEvent::ActsFor { .. }
        | AuditEvent::ProxyLoginStarted { .. }
        | AuditEvent::ProxyLoginLeft { .. }
        | AuditEvent::MailTextChanged { .. }
        | AuditEvent::TagChanged { .. }
        | AuditEvent::TokenElsewhere { .. }
        | AuditEvent::ReadMany { .. }
        | AuditEvent::ReleasePublished { .. }
        | AuditEvent::ReleaseWithdrawn { .. }
        | AuditEvent::ReleaseFetched { .. }
        | AuditEvent::SessionEntered { .. }
        | AuditEvent::SessionMissed { .. }
        | AuditEvent::RecordingRead { .. }
        | AuditEvent::RecordingErased { .. }
        | AuditEvent::SecretsShown { .. }
        | AuditEvent::SealsKeyed { .. }
        | AuditEvent::Exported { .. } => 23,
    };
    let note = CaseEvent::NotePosted {
        text: domain::Prose::new(String::new()),
    };
    let added = AccountEvent::Added {
        name: String::new(),
        name_en: String::new(),
    };
    assert_eq!(all("case "), of_cases(&note));
    assert_eq!(all("account "), of_accounts(&added));
    assert_eq!(all("person "), of_people(&PersonEvent::PasswordSet));
    let of_requests = |event: &RequestEvent| match event {
        RequestEvent::Asked { .. }
        | RequestEvent::Granted { .. }
        | RequestEvent::Declined { .. } => 3,
    };
    let declined = RequestEvent::Declined {
        reason: domain::Prose::new(String::new()),
    };
    assert_eq!(all("request "), of_requests(&declined));
    let of_incidents = |event: &IncidentEvent| match event {
        IncidentEvent::Declared { .. }
        | IncidentEvent::Updated { .. }
        | IncidentEvent::Noted { .. }
        | IncidentEvent::Gathered { .. }
        | IncidentEvent::Released { .. }
        | IncidentEvent::DescriptionSet { .. }
        | IncidentEvent::OwnersSet { .. }
        | IncidentEvent::HearingSet { .. }
        | IncidentEvent::Ended { .. }
        | IncidentEvent::CauseReported { .. }
        | IncidentEvent::Cancelled { .. }
        | IncidentEvent::CauseTold { .. }
        | IncidentEvent::UpdateTold { .. } => 13,
    };
    let cancelled = IncidentEvent::Cancelled {
        reason: domain::Prose::new(String::new()),
    };
    assert_eq!(all("incident "), of_incidents(&cancelled));
    let out = AuditEvent::SignedOut { from: None };
    assert_eq!(all("audit "), of_audit(&out));
}
