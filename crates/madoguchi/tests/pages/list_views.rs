//! The views of a list, their counts and orders, and what its filters offer (C10, C15).

use axum::http::StatusCode;
use domain::case::Command;
use testkit::cast::*;

use crate::{browser::House, closings::Both};

/// The views of a page with their counts, in order.
fn counts(page: &str) -> Vec<String> {
    let (_, nav) = page.split_once("<nav class=\"views\"").unwrap();
    let nav = nav.split("</nav>").next().unwrap();
    let count = |part: &str| part.split('<').next().unwrap().to_owned();
    nav.split("<b>").skip(1).map(count).collect()
}

#[tokio::test]
async fn c10_the_views_of_a_narrowed_list_count_what_is_left_of_them() {
    let house = House::open().await;
    for (actor, subject) in [
        (&AS_AOKI, "録音 一"),
        (&AS_AOKI, "録音 二"),
        (&AS_AOKI, "通話"),
        (&AS_BABA, "録音 三"),
    ] {
        house.open_case(actor, subject).await;
    }
    let closed = house.open_case(&AS_BABA, "録音 四").await;
    let command = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    house
        .app
        .change_case(&AS_BABA, closed, command, None, None)
        .await
        .unwrap();
    let aoki = house.reader(AOKI).await;
    let all = house.get(&aoki, "/cases").await.text;
    assert_eq!(counts(&all), ["3", "3", "0", "0", "4", "4", "0", "1"]);
    let narrowed = "?text=%E9%8C%B2%E9%9F%B3";
    let page = house.get(&aoki, &format!("/cases{narrowed}")).await.text;
    assert_eq!(counts(&page), ["2", "2", "0", "0", "3", "3", "0", "1"]);
    // Each leads to as many as it says.
    for (address, rows) in [
        ("&scope=own", 2),
        ("&view=closed", 1),
        ("&view=customer", 0),
    ] {
        let page = house
            .get(&aoki, &format!("/cases{narrowed}{address}"))
            .await;
        assert_eq!(
            page.text.matches("class=\"row-link\"").count(),
            rows,
            "{address}"
        );
    }
    // Of who sees their own alone, nothing else counts.
    let basic = house.basic_contact().await;
    let page = house.get(&basic, &format!("/admin-cases{narrowed}")).await;
    assert!(!counts(&page.text).contains(&"3".to_owned()));
}

/// Closed cases come back when they are asked for, and staff say yes.
fn desk_that_is_asked() -> String {
    DESK.replace(
        "reopening = { way = \"within-days\", days = 14,",
        "reopening = { way = \"request\",",
    )
}

#[tokio::test]
async fn c15_reopenings_that_are_asked_for_are_a_queue_of_everybodys() {
    let b = Both::on(House::on_desk(&desk_that_is_asked()).await).await;
    let (app, number) = (&b.house.app, b.number());
    let system = domain::event::By::System;
    let standing = domain::directory::Standing::Agent {
        role: domain::Role::Administrator,
        team: None,
    };
    let word = domain::Prose::new;
    let profile = domain::directory::Profile {
        family: word("三浦"),
        given: word("朋子"),
        family_kana: word(""),
        given_kana: word(""),
        email: word("miura@vendor.example"),
        language: domain::Language::new("ja"),
        time_zone: "Asia/Tokyo".into(),
    };
    let id = domain::PersonId(990);
    let list = store::directory::add_person(id, standing, profile, system, noon());
    app.store.add(list.unwrap()).await.unwrap();
    app.change_case(&AS_MORI, number, Command::TakeUp, None, None)
        .await
        .unwrap();
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    app.change_case(&AS_AOKI, number, close, None, None)
        .await
        .unwrap();
    madoguchi::work::notify::begin(app).await.unwrap();

    let inbox = async || b.house.get(&b.mori, "/staff?view=unowned").await.text;
    assert!(!inbox().await.contains("再オープンの依頼"));
    let asked = b
        .customer("/reopening", &[("reason", "また起きました")])
        .await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    let page = inbox().await;
    let (_, rest) = page
        .split_once("view=reopening")
        .expect("a view of its own");
    assert!(
        rest.split("</li>").next().unwrap().contains(">1<"),
        "{page}"
    );
    let list = b.house.get(&b.mori, "/staff?view=reopening").await.text;
    assert!(
        list.contains(&format!("/staff/cases/{number:08}")),
        "{list}"
    );
    // Where nobody else looks after agents, the administrators hear of it, too.
    let letters = b.house.mailed().await;
    let mut to: Vec<&str> = letters.iter().map(|one| one.to.email.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["miura@vendor.example", "mori@vendor.example"]);

    assert!(b.house.faults().await.is_empty());
    let done = b.staff("/reopening", &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(!inbox().await.contains("再オープンの依頼"));
    assert!(b.house.faults().await.is_empty());
}

#[tokio::test]
async fn c11_how_far_a_long_file_is_says_no_end_that_nobody_has_counted() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    let wanted = serde_json::to_string(&crate::lists::kept_plan().wanted).unwrap();
    let store = &house.app.store;
    for (secret, total, said, bar) in [
        (
            "one",
            0,
            "いままでに40,000件",
            "<progress class=\"progress\" aria-label",
        ),
        (
            "two",
            50_000,
            "50,000件のうち40,000件",
            "max=\"50000\" value=\"40000\"",
        ),
        (
            "three",
            39_000,
            "40,000件のうち40,000件",
            "max=\"40000\" value=\"40000\"",
        ),
    ] {
        let begun = store.add_list_file(secret, AOKI, &wanted, total, noon());
        begun.await.unwrap();
        let state = store::list_files::State::Working;
        let moved = store.move_list_file(secret, state, 40_000, None, noon());
        moved.await.unwrap();
        let page = house
            .get(&aoki, &format!("/list-files/{secret}"))
            .await
            .text;
        assert!(page.contains(said) && page.contains(bar), "{page}");
    }
}

#[tokio::test]
async fn c10_the_filter_for_contacts_offers_the_accounts_people_and_names_who_is_chosen() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "録音").await;
    let aoki = house.reader(AOKI).await;
    let offered = |page: &str, id: domain::PersonId, name: &str| {
        page.contains(&format!("<option value=\"{id}\">{name}</option>"))
    };
    let page = house.get(&aoki, "/cases").await.text;
    assert!(
        offered(&page, AOKI, "青木 真理") && offered(&page, BABA, "馬場 蓮"),
        "{page}"
    );
    assert!(!page.contains("Lindner"), "of other companies nobody");
    // Nothing is left of the list, and the chip still says whose cases were asked for.
    let page = house
        .get(&aoki, &format!("/cases?contact={BABA}"))
        .await
        .text;
    assert!(
        page.contains(&format!(
            "<option value=\"{BABA}\" selected>馬場 蓮</option>"
        )),
        "{page}"
    );
    let (_, chips) = page.split_once("class=\"chips\"").unwrap();
    assert!(
        chips.split("</ul>").next().unwrap().contains("馬場 蓮"),
        "{chips}"
    );
    // Somebody else's name cannot be asked out of it.
    let page = house
        .get(&aoki, &format!("/cases?contact={LINDNER}"))
        .await
        .text;
    assert!(!page.contains("Lindner") && !page.contains("Eva"), "{page}");
    // Who sees their own cases alone is told no names.
    let basic = house.basic_contact().await;
    let page = house.get(&basic, "/admin-cases").await.text;
    assert!(!page.contains("馬場"), "{page}");
}

#[tokio::test]
async fn c10_every_column_of_a_companys_list_sorts_and_staffs_heads_lead_to_the_orders_there_are() {
    use madoguchi::lists::columns::{Column, Side};
    let house = House::open().await;
    for n in 0..60 {
        let actor = if n % 2 == 0 { &AS_AOKI } else { &AS_BABA };
        house.open_case(actor, &format!("録音 {n}")).await;
    }
    let aoki = house.reader(AOKI).await;
    let numbers = |page: &str| {
        let links = page.split("class=\"row-link\" href=\"").skip(1);
        let links = links.map(|link| link.split('"').next().unwrap().to_owned());
        links.collect::<Vec<_>>()
    };
    for column in Column::all_for(Side::Customer) {
        let sort = column
            .sort()
            .unwrap_or_else(|| panic!("{column:?} has no order"));
        for direction in ["asc", "desc"] {
            let of = format!(
                "/cases?columns={}&sort={}&direction={direction}",
                column.id(),
                sort.as_str()
            );
            let first = house.get(&aoki, &of).await.text;
            assert!(first.contains("aria-sort="), "{of}");
            let (_, next) = first
                .split_once("rel=\"next\"")
                .unwrap_or_else(|| panic!("{of}: {first}"));
            let next = next
                .split("href=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap();
            let next = next.replace("&#38;", "&");
            let second = house.get(&aoki, &next).await.text;
            let mut all = numbers(&first);
            all.extend(numbers(&second));
            all.sort();
            all.dedup();
            assert_eq!(all.len(), 60, "{of}");
        }
    }
    let mori = house.reader(MORI).await;
    let list = house
        .get(&mori, "/staff?view=support&order=severity")
        .await
        .text;
    let (_, head) = list.split_once("<thead>").unwrap();
    let head = head.split("</thead>").next().unwrap();
    assert!(head.contains("aria-sort=\"ascending\""), "{head}");
    for order in ["order=severity", "order=waiting", "order=due"] {
        assert!(head.contains(order), "{order}: {head}");
    }
}
