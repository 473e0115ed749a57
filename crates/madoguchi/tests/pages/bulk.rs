//! Several cases assigned at once, and given back (K1).

use axum::http::StatusCode;
use domain::case::Command;
use testkit::cast::*;

use crate::browser::House;

#[tokio::test]
async fn k3_ticked_cases_are_taken_at_once_and_given_back() {
    let house = House::open().await;
    for subject in ["録音", "通話", "会議"] {
        house.open_case(&AS_AOKI, subject).await;
    }
    let mori = house.reader(MORI).await;
    let list = house.get(&mori, "/staff?view=unowned").await.text;
    assert!(list.contains("name=\"pick-00000002\"") && list.contains("action=\"/staff/bulk\""));
    let fields = [
        ("do", "take"),
        ("pick-00000001", "1"),
        ("pick-00000003", "1"),
        ("pick-00099999", "1"),
        ("back", "/staff?view=unowned"),
    ];
    let done = house.post(&mori, "/staff/bulk", &fields).await;
    assert_eq!(done.status, StatusCode::OK);
    for wanted in [
        "2件の割り当てが完了しました",
        "このケースは見つかりません",
        "href=\"/staff?view=unowned\"",
    ] {
        assert!(done.text.contains(wanted), "{wanted}\n{}", done.text);
    }
    let owner = async |number| house.app.case(&AS_MORI, number).await.unwrap().case.owner;
    assert_eq!(
        [owner(1).await, owner(2).await, owner(3).await],
        [Some(MORI), None, Some(MORI)]
    );
    // Something happens to one of them: it is not given back any more.
    let note = Command::AddNote {
        text: "見ています".into(),
    };
    house
        .app
        .change_case(&AS_MORI, 3, note, None, None)
        .await
        .unwrap();
    let kept = |number: &str| {
        let name = format!("name=\"undo-{number}\" value=\"");
        let rest = done.text.split(&name).nth(1).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let (first, third) = (kept("00000001"), kept("00000003"));
    let fields = [
        ("undo-00000001", first.as_str()),
        ("undo-00000003", third.as_str()),
        ("back", "//elsewhere.example"),
    ];
    let undone = house.post(&mori, "/staff/bulk-undo", &fields).await;
    for wanted in ["1件を元の担当に戻しました", "ほかの変更があったため"] {
        assert!(undone.text.contains(wanted), "{wanted}\n{}", undone.text);
    }
    assert!(!undone.text.contains("elsewhere.example"));
    assert_eq!([owner(1).await, owner(3).await], [None, Some(MORI)]);
    // What taking had moved is where it was as well.
    let status = async |number| house.app.case(&AS_MORI, number).await.unwrap().case.status;
    assert_eq!(status(1).await, status(2).await);
    assert_ne!(status(3).await, status(2).await);
    // Forged ways back change nothing that staff may not.
    let forged = [("undo-00000001", "x.y"), ("undo-00000002", "1.777.0.1")];
    let refused = house.post(&mori, "/staff/bulk-undo", &forged).await;
    assert_eq!(refused.status, StatusCode::OK);
    assert_eq!([owner(1).await, owner(2).await], [None, None]);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn k3_ticked_cases_go_to_a_colleague_and_a_team() {
    let house = House::open().await;
    for subject in ["録音", "通話"] {
        house.open_case(&AS_AOKI, subject).await;
    }
    let mori = house.reader(MORI).await;
    let ticked = [("pick-00000001", "1"), ("pick-00000002", "1")];
    let mut fields = vec![("do", "choose")];
    fields.extend(ticked);
    let asked = house.post(&mori, "/staff/bulk", &fields).await;
    let ishikawa = ISHIKAWA.to_string();
    assert!(
        asked
            .text
            .contains(&format!("<option value=\"{ishikawa}\">")),
        "{}",
        asked.text
    );
    assert!(asked.text.contains("ケース2件"), "{}", asked.text);
    let team = TIER1.to_string();
    let mut fields = vec![
        ("do", "assign"),
        ("owner", ishikawa.as_str()),
        ("team", team.as_str()),
    ];
    fields.extend(ticked);
    let done = house.post(&mori, "/staff/bulk", &fields).await;
    assert!(
        done.text.contains("2件の割り当てが完了しました"),
        "{}",
        done.text
    );
    for number in [1, 2] {
        let case = house.app.case(&AS_MORI, number).await.unwrap().case;
        assert_eq!((case.owner, case.team), (Some(ISHIKAWA), Some(TIER1)));
    }
    // Again it is so already, and who is no agent gets none.
    let again = house.post(&mori, "/staff/bulk", &fields).await;
    for wanted in ["すでにこの状態です", "変更したケースはありません"] {
        assert!(again.text.contains(wanted), "{wanted}\n{}", again.text);
    }
    let aoki = AOKI.to_string();
    let mut wrong = vec![("do", "assign"), ("owner", aoki.as_str())];
    wrong.extend(ticked);
    let refused = house.post(&mori, "/staff/bulk", &wrong).await;
    assert!(refused.text.contains("data-refused"), "{}", refused.text);
    let none = house.post(&mori, "/staff/bulk", &[("do", "take")]).await;
    assert!(
        none.text.contains("ケースが選択されていません"),
        "{}",
        none.text
    );
}

#[tokio::test]
async fn k3_more_than_fit_are_refused_aloud_and_none_is_assigned() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "録音").await;
    let mori = house.reader(MORI).await;
    let names: Vec<String> = (1..=101).map(|n| format!("pick-{n:08}")).collect();
    let mut fields = vec![("do", "take")];
    fields.extend(names.iter().map(|name| (name.as_str(), "1")));
    let refused = house.post(&mori, "/staff/bulk", &fields).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    let told = "一度に変更できるケースは100件まで";
    assert!(refused.text.contains(told), "{}", refused.text);
    let case = house.app.case(&AS_MORI, 1).await.unwrap().case;
    assert_eq!(case.owner, None);
    fields.pop();
    let done = house.post(&mori, "/staff/bulk", &fields).await;
    assert_eq!(done.status, StatusCode::OK);
    let case = house.app.case(&AS_MORI, 1).await.unwrap().case;
    assert_eq!(case.owner, Some(MORI));
}

#[tokio::test]
async fn k3_ticked_cases_are_moved_tagged_and_put_to_sleep_at_once() {
    let house = House::open().await;
    for subject in ["録音", "通話"] {
        house.open_case(&AS_AOKI, subject).await;
    }
    let mori = house.reader(MORI).await;
    let both = [("pick-00000001", "1"), ("pick-00000002", "1")];
    let with = |more: &[(&'static str, &'static str)]| [&both[..], more].concat();
    let choice = house
        .post(&mori, "/staff/bulk", &with(&[("do", "choose")]))
        .await;
    for part in ["value=\"status\"", "value=\"tag\"", "value=\"snooze\""] {
        assert!(choice.text.contains(part), "{part}: {}", choice.text);
    }
    // What is not said is asked for again, and nothing has happened.
    for incomplete in [
        [("do", "status"), ("to", "")],
        [("do", "snooze"), ("until", "x")],
    ] {
        let again = house.post(&mori, "/staff/bulk", &with(&incomplete)).await;
        assert!(again.text.contains("value=\"snooze\""), "{}", again.text);
    }
    let moved = [("do", "status"), ("to", "open/investigating")];
    let moved = house.post(&mori, "/staff/bulk", &with(&moved)).await;
    assert!(moved.text.contains("2件を変更しました"), "{}", moved.text);
    let tagged = house
        .post(
            &mori,
            "/staff/bulk",
            &with(&[("do", "tag"), ("tag", "年末")]),
        )
        .await;
    assert!(tagged.text.contains("2件を変更しました"), "{}", tagged.text);
    let take = with(&[("do", "take")]);
    house.post(&mori, "/staff/bulk", &take).await;
    // What somebody else has taken does not sleep: it is told why.
    let asleep = with(&[("do", "snooze"), ("answer", "1")]);
    house
        .post(&mori, "/staff/bulk", &with(&[("do", "take")]))
        .await;
    let other = house.reader(ISHIKAWA).await;
    let refused = house.post(&other, "/staff/bulk", &asleep).await;
    assert!(
        refused.text.contains("変更したケースはありません"),
        "{}",
        refused.text
    );
    let done = house.post(&mori, "/staff/bulk", &asleep).await;
    assert!(done.text.contains("2件を変更しました"), "{}", done.text);
    for number in [1, 2] {
        let case = house.app.case(&AS_MORI, number).await.unwrap().case;
        assert_eq!(case.status.as_str(), "open/investigating");
        assert!(case.snoozed.is_some() && case.tags.len() == 1);
    }
    assert_eq!(house.faults().await, []);
}
