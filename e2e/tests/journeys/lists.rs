//! Lists: counts that are true, columns that sort, pages that turn (C10).

use std::collections::BTreeSet;

use e2e::{Done, Page, Server};

use crate::cast::{ASHDOWN, SATO, sign_in, speak, with_script};

/// Case numbers on the page, in their order.
#[track_caller]
fn numbers(page: &Page) -> Done<Vec<String>> {
    page.texts("tbody th.number")
}

/// The numbers of this page of the list and of all that follow.
#[track_caller]
fn all_numbers(page: &Page) -> Done<Vec<String>> {
    let mut all = numbers(page)?;
    while page.count("a[rel=next]")? > 0 {
        page.click("a[rel=next]")?;
        all.extend(numbers(page)?);
    }
    Ok(all)
}

#[track_caller]
fn no_number_twice(numbers: &[String]) {
    let different: BTreeSet<_> = numbers.iter().collect();
    assert_eq!(different.len(), numbers.len(), "{numbers:?}");
}

#[test]
fn c10_eight_views_counts_equal_rows() -> Done {
    let server = Server::demo()?;
    for list in ["/cases", "/admin-cases"] {
        let page = sign_in(&server, ASHDOWN, &with_script(true))?;
        speak(&page, "ja")?;
        page.goto(list)?;
        let links = page.count(".views a")?;
        assert_eq!(links, 8);
        let mut rows = 0;
        for at in 0..links {
            page.goto(list)?;
            page.eval(&format!(
                "document.querySelectorAll('.views a')[{at}].id = 'this-one'"
            ))?;
            page.click("#this-one")?;
            let current = page.texts(".views [aria-current=page]")?;
            let [current] = current.as_slice() else {
                panic!("one view is current, not {current:?}");
            };
            let found = all_numbers(&page)?;
            let said = current.rsplit(' ').next().unwrap_or_default();
            assert_eq!(found.len().to_string(), said, "{current}");
            no_number_twice(&found);
            rows += found.len();
        }
        assert!(rows > 0, "{list} shows cases at all");
        page.assert_clean()?;
    }
    Ok(())
}

#[test]
fn c10_every_column_sorts_the_same_cases() -> Done {
    let server = Server::demo()?;
    let page = sign_in(&server, ASHDOWN, &with_script(false))?;
    speak(&page, "ja")?;
    page.goto("/cases?view=closed")?;
    let before: BTreeSet<String> = numbers(&page)?.into_iter().collect();
    assert!(before.len() > 10, "enough to sort");
    let columns = page.texts("thead th")?;
    assert_eq!(
        columns,
        [
            "ケース番号",
            "ケースタイプ",
            "件名",
            "デプロイメント",
            "ステータス",
            "重大度",
            "サービス",
            "チャネル",
            "作成日時",
            "最終更新日時",
            "連絡先",
        ]
    );
    for (at, column) in columns.iter().enumerate() {
        let head = format!("thead th:nth-child({})", at + 1);
        let mut orders = Vec::new();
        for _ in 0..2 {
            page.click(&format!("{head} a"))?;
            let now = numbers(&page)?;
            assert_eq!(now.iter().cloned().collect::<BTreeSet<_>>(), before);
            assert_eq!(page.count("thead [aria-sort]")?, 1);
            orders.push((page.attribute(&head, "aria-sort")?, now));
        }
        let words: BTreeSet<_> = orders.iter().map(|(word, _)| word.as_deref()).collect();
        assert_eq!(
            words,
            BTreeSet::from([Some("ascending"), Some("descending")]),
            "{column}"
        );
        assert!(page.path()?.contains("view=closed"), "the view stays");
        if column == "ケース番号" {
            assert!(orders[0].1.iter().eq(orders[1].1.iter().rev()));
            assert!(orders[1].1.is_sorted());
        }
    }
    page.assert_clean()
}

#[test]
fn c10_pages_turn_forth_and_back() -> Done {
    let server = Server::demo()?;
    for order in ["", "&order=severity", "&order=modified"] {
        let page = sign_in(&server, SATO, &with_script(false))?;
        page.goto(&format!("/staff?view=closed{order}"))?;
        let count = page.text(".rail [aria-current] .badge")?;
        let first = numbers(&page)?;
        assert_eq!(first.len(), 50);
        assert_eq!(page.count("a[rel=prev]")?, 0);
        let said = page.text(".pager p")?;
        assert_eq!(said, format!("全{count}件のうち1〜50件を表示"));

        let all = all_numbers(&page)?;
        assert_eq!(all.len().to_string(), count);
        no_number_twice(&all);
        assert_eq!(
            page.text(".pager p")?,
            format!(
                "全{count}件のうち{}〜{count}件を表示",
                (all.len() - 1) / 50 * 50 + 1
            )
        );

        while page.count("a[rel=prev]")? > 0 {
            page.click("a[rel=prev]")?;
        }
        assert_eq!(numbers(&page)?, first);
        assert_eq!(page.text(".pager p")?, said);
        page.assert_clean()?;
    }
    Ok(())
}

#[test]
fn c10_filters_keep_to_the_view_and_can_be_lifted() -> Done {
    let server = Server::demo()?;
    let page = sign_in(&server, ASHDOWN, &with_script(false))?;
    speak(&page, "ja")?;
    page.goto("/cases?view=closed")?;
    let all = numbers(&page)?.len();
    page.select("重大度", "S4 質問・要望")?;
    page.click_text("絞り込む")?;
    let some = numbers(&page)?.len();
    assert!(0 < some && some < all, "{some} of {all}");
    assert!(
        page.texts("tbody .sev")?
            .iter()
            .all(|s| s.starts_with("S4"))
    );
    assert!(
        page.text(".views [aria-current]")?
            .starts_with("クローズ済み")
    );
    page.click_text("条件を解除")?;
    assert_eq!(numbers(&page)?.len(), all);
    page.goto("/cases?kind=feature-request&severity=S1")?;
    page.wait_for_text("条件に合うケースはありません")?;
    page.assert_clean()
}

/// C8: a number finds its case however it was typed.
#[test]
fn c8_a_number_finds_its_case() -> Done {
    let server = Server::demo()?;
    let page = sign_in(&server, ASHDOWN, &with_script(true))?;
    page.goto("/cases?view=closed")?;
    let number = numbers(&page)?.remove(0);
    let wide: String = number
        .trim_start_matches('0')
        .chars()
        .filter_map(|c| char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')))
        .collect();
    for typed in [number.as_str(), number.trim_start_matches('0'), &wide] {
        page.goto("/")?;
        page.focus("Search cases and knowledge")?;
        page.ime_compose(typed)?;
        page.press("Enter")?;
        assert_eq!(page.path()?, format!("/cases/{number}"), "{typed}");
    }
    page.goto("/find?number=99999999")?;
    assert_eq!(page.status(), Some(404));
    page.assert_clean()
}
