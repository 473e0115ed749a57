//! Mail about one case is turned off and on again by each reader for themselves, on its page and from each of its mails (H7).

use axum::http::StatusCode;
use domain::{Actor, case::Command};
use jiff::SignedDuration;
use testkit::cast::*;

use crate::{browser::House, closings::Both};

/// Somebody does something, and what is due goes out; gives the letters to this address, the latest first.
async fn mailed(b: &Both, by: &Actor, command: Command, to: &str) -> Vec<String> {
    // One mail a minute at most.
    b.house.app.clock().advance(SignedDuration::from_mins(2));
    let number = b.number();
    let done = b.house.app.change_case(by, number, command, None, None);
    done.await.unwrap();
    let letters = b.house.mailed().await.into_iter();
    let theirs = letters.filter(|letter| letter.to.email == to);
    theirs.map(|letter| letter.said).collect()
}

fn reply(text: &str) -> Command {
    Command::Reply {
        text: text.into(),
        then: None,
    }
}

fn update(text: &str) -> Command {
    Command::PostUpdate { text: text.into() }
}

#[tokio::test]
async fn h7_a_customer_mutes_a_case_on_its_page_and_hears_of_it_again_once_they_say_so() {
    let b = Both::on(House::open().await).await;
    let to = "aoki@hinode.example";
    let before = mailed(&b, &AS_MORI, reply("一通目"), to).await;
    // Each mail leads to where it is turned.
    let at = format!("https://desk.example/cases/{:08}#mute", b.number());
    assert!(
        before[0].contains("一通目") && before[0].contains(&at),
        "{before:?}"
    );
    let page = b.page("").await.text;
    let action = format!("action=\"/cases/{:08}/mute\"", b.number());
    assert!(
        page.contains("id=\"mute\"") && page.contains(&action),
        "{page}"
    );
    assert!(!page.contains("メールを停止しています。"), "{page}");

    let muted = b.customer("/mute", &[("muted", "yes")]).await;
    assert_eq!(muted.status, StatusCode::SEE_OTHER);
    let back = format!("/cases/{:08}#mute", b.number());
    assert_eq!(muted.header("location"), back);
    assert!(b.page("").await.text.contains("メールを停止しています。"));
    // For themselves alone.
    assert!(!b.staffs_page().await.contains("メールを停止しています。"));
    let after = mailed(&b, &AS_MORI, reply("二通目"), to).await;
    assert_eq!(after.len(), before.len(), "{after:?}");

    // A press that says neither changes nothing; one that says so does.
    b.customer("/mute", &[("muted", "perhaps")]).await;
    assert!(b.page("").await.text.contains("メールを停止しています。"));
    b.customer("/mute", &[("muted", "no")]).await;
    assert!(!b.page("").await.text.contains("メールを停止しています。"));
    let again = mailed(&b, &AS_MORI, reply("三通目"), to).await;
    assert_eq!(again.len(), before.len() + 1, "{again:?}");
    assert!(
        again[0].contains("三通目") && !again[0].contains("二通目"),
        "{again:?}"
    );
    assert_eq!(b.house.faults().await, []);
}

#[tokio::test]
async fn h7_staff_mute_a_case_and_are_told_what_must_be_known_all_the_same() {
    let b = Both::on(House::open().await).await;
    let to = "mori@vendor.example";
    let assign = |owner| Command::Assign {
        owner: Some(owner),
        team: None,
    };
    let mine = mailed(&b, &AS_ISHIKAWA, assign(MORI), to).await;
    assert_eq!(mine.len(), 1, "{mine:?}");
    let at = format!("https://desk.example/staff/cases/{:08}#mute", b.number());
    assert!(mine[0].contains(&at), "{mine:?}");
    let heard = mailed(&b, &AS_AOKI, update("追記です"), to).await;
    assert_eq!(heard.len(), 2, "{heard:?}");

    let muted = b.staff("/mute?view=mine", &[("muted", "yes")]).await;
    assert_eq!(muted.status, StatusCode::SEE_OTHER);
    // The view that it was opened from stays in the address.
    let back = muted.header("location");
    assert!(
        back.contains("view=mine") && back.ends_with("#mute"),
        "{back}"
    );
    assert!(b.staffs_page().await.contains("メールを停止しています。"));
    assert!(!b.page("").await.text.contains("メールを停止しています。"));
    let silent = mailed(&b, &AS_AOKI, update("もう一つ追記です"), to).await;
    assert_eq!(silent.len(), 2, "{silent:?}");
    // It is theirs once more: nobody overlooks that.
    mailed(&b, &AS_ISHIKAWA, assign(ISHIKAWA), to).await;
    let theirs = mailed(&b, &AS_ISHIKAWA, assign(MORI), to).await;
    assert_eq!(theirs.len(), 3, "{theirs:?}");

    b.staff("/mute", &[("muted", "no")]).await;
    let again = mailed(&b, &AS_AOKI, update("最後の追記です"), to).await;
    assert_eq!(again.len(), 4, "{again:?}");
}

#[tokio::test]
async fn h7_nothing_is_muted_by_who_does_not_see_the_case() {
    let b = Both::on(House::open().await).await;
    let kitano = b.house.reader(LINDNER).await;
    let to = format!("/cases/{:08}/mute", b.number());
    let foreign = b.house.post(&kitano, &to, &[("muted", "yes")]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let case = b.house.app.case(&AS_AOKI, b.number()).await.unwrap();
    let muted = b.house.app.store.is_muted(LINDNER, case.id).await;
    assert!(!muted.unwrap());
}
