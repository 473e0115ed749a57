//! Forms of cases that were not sent yet, on both databases (C5).

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use jiff::SignedDuration;
use store::opening_drafts::{MOST, OpeningDraft};
use testkit::{cast::*, databases};

#[tokio::test]
async fn c5_forms_are_kept_for_their_writer_alone_so_many_and_for_so_long() {
    for database in databases().await {
        let store = &database.store;
        Cast::enter(store).await;
        let at = |minutes: i64| noon() + SignedDuration::from_mins(minutes);
        let draft = |id: i64| OpeningDraft {
            id,
            person: AOKI,
            account: HINODE,
            kind: "support-case".into(),
            form: format!("{{\"subject\":\"{id}\"}}"),
            kept_at: at(id),
        };
        for id in 1..=MOST + 2 {
            store.keep_opening_draft(&draft(id)).await.unwrap();
        }
        let of = async |since| store.opening_drafts(AOKI, HINODE, since).await.unwrap();
        let all = of(noon()).await;
        assert_eq!(all.len() as i64, MOST);
        assert_eq!(all[0], draft(MOST + 2), "the latest stands first");
        assert_eq!(all.last(), Some(&draft(3)), "the oldest are gone");
        assert_eq!(of(at(MOST)).await.len(), 3);

        // Kept again it is one still, and the latest.
        let again = OpeningDraft {
            kept_at: at(99),
            ..draft(7)
        };
        store.keep_opening_draft(&again).await.unwrap();
        assert_eq!(of(noon()).await[0], again);
        // Nobody reads, changes or takes away somebody else's.
        assert_eq!(store.opening_draft(BABA, HINODE, 7).await.unwrap(), None);
        let foreign = OpeningDraft {
            person: BABA,
            form: "{}".into(),
            ..again.clone()
        };
        store.keep_opening_draft(&foreign).await.unwrap();
        store.forget_opening_draft(BABA, 7).await.unwrap();
        let kept = store.opening_draft(AOKI, HINODE, 7).await.unwrap();
        assert_eq!(kept, Some(again));

        store.forget_opening_draft(AOKI, 7).await.unwrap();
        assert_eq!(store.opening_draft(AOKI, HINODE, 7).await.unwrap(), None);
        store.forget_opening_drafts(at(MOST)).await.unwrap();
        assert_eq!(of(noon()).await.len(), 3);
    }
}
