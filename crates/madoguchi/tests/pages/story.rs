//! The story of a case, as much of it as its reader wants and from which end (C17).

use testkit::cast::*;

use crate::closings::Both;

/// The anchors of what stands in the story, in order.
fn anchors(page: &str) -> Vec<String> {
    let (_, story) = page.split_once("id=\"story-h\"").unwrap();
    let story = story.split("</section>\n<").next().unwrap();
    let items = story.split("data-item id=\"").skip(1);
    items
        .map(|item| item.split('"').next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn c17_a_story_is_narrowed_and_turned_by_its_address() {
    let b = Both::in_status("open/investigating").await;
    b.customer("/messages", &[("text", "先に書きました")]).await;
    b.staff("/notes", &[("text", "社内だけ")]).await;
    let file = b.house.hand_in(&AS_AOKI, "log.txt", b"2026-11-20").await;
    let field = format!("file-{file}");
    b.customer(
        "/messages",
        &[("text", "ログです"), (field.as_str(), "yes")],
    )
    .await;

    let all = anchors(&b.page("").await.text);
    let latest = anchors(&b.page("?latest=1").await.text);
    assert!(all.len() > 3, "{all:?}");
    assert_eq!(latest, all.iter().rev().cloned().collect::<Vec<_>>());
    let page = b.page("?story=messages").await.text;
    assert!(
        page.contains("先に書きました") && page.contains("ログです"),
        "{page}"
    );
    assert!(anchors(&page).len() < all.len());
    assert!(
        page.contains("story=messages#story-h\" aria-current=\"true\""),
        "{page}"
    );
    let page = b.page("?story=files").await.text;
    assert_eq!(anchors(&page).len(), 1, "{page}");
    let page = b.page("?story=sessions").await.text;
    assert!(
        anchors(&page).is_empty() && page.contains("該当する内容はありません"),
        "{page}"
    );
    // What is no part of it is as if it were not asked for.
    assert_eq!(anchors(&b.page("?story=x").await.text), all);
    // Nothing of staff's own comes in by it, and staff's page keeps its view.
    for part in ["", "messages", "files"] {
        let page = b.page(&format!("?story={part}&latest=1")).await.text;
        assert!(!page.contains("社内だけ"));
    }
    let at = format!("/staff/cases/{:08}?view=mine&story=messages", b.number());
    let page = b.house.get(&b.mori, &at).await.text;
    assert!(page.contains("社内だけ"), "{page}");
    assert!(
        page.contains("?view=mine&#38;at=") && page.contains("&amp;story=files#story-h"),
        "{page}"
    );
}
