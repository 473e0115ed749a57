//! Images in articles (B4): handed in by those who write, had by whom the article is for, by nobody else, and never run.

use std::io::Cursor;

use axum::http::StatusCode;
use bytes::Bytes;
use domain::{ArticleId, ImageId, event::By};
use image::{ImageFormat, Rgba, RgbaImage};
use jiff::SignedDuration;
use madoguchi::work;
use serde_json::Value;
use store::sign_ins::NewToken;
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    knowledge::{fields, published},
    scanning,
};

const NEW: &str = "/staff/knowledge";

/// A PNG of so many pixels.
pub(crate) fn drawing(width: u32, height: u32) -> Bytes {
    let drawn = RgbaImage::from_pixel(width, height, Rgba([20, 80, 127, 255]));
    let mut out = Cursor::new(Vec::new());
    drawn.write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner().into()
}

/// Takes an image in as an agent does; its id.
async fn taken(house: &House, width: u32) -> ImageId {
    let taken = house
        .app
        .take_image(&AS_MORI, "図.png", drawing(width, 20))
        .await;
    taken.unwrap().unwrap().id
}

async fn had(house: &House, reader: &Reader, id: &str, image: ImageId) -> bool {
    let answer = house
        .get(reader, &format!("/knowledge/{id}/images/{image}"))
        .await;
    match answer.status {
        StatusCode::OK => true,
        StatusCode::NOT_FOUND => {
            let never = house
                .get(reader, &format!("/knowledge/{id}/images/999"))
                .await;
            assert_eq!(
                answer.text,
                never.text.replace("/999", &format!("/{image}"))
            );
            false
        }
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn b4_a02_who_may_read_the_article_has_its_image_and_nobody_else() {
    let house = House::open().await;
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let readers = [
        &Reader::default(),
        &house.reader(AOKI).await,
        &house.reader(LINDNER).await,
        &mori,
    ];
    let image = taken(&house, 40).await;
    let body = format!("![図](image:{image})");
    let mut of_hinode = fields("accounts", "日の出だけの図", &body);
    of_hinode.push(("accounts", "日の出物流株式会社"));
    let mut with_plan = fields("plans", "プランの図", &body);
    let plan = house
        .app
        .desks
        .current()
        .0
        .plans
        .first()
        .unwrap()
        .id
        .clone();
    let plan = format!("plan-{plan}");
    with_plan.push((&plan, "1"));
    for form in [
        fields("everybody", "みなの図", &body),
        fields("signed-in", "お客様の図", &body),
        of_hinode,
        with_plan,
        fields("staff", "内輪の図", &body),
    ] {
        let id = published(&house, &form).await;
        for reader in readers {
            let page = house.get(reader, &format!("/knowledge/{id}")).await;
            let reads = page.status == StatusCode::OK;
            assert_eq!(
                had(&house, reader, &id, image).await,
                reads,
                "{:?}",
                form[1]
            );
            if reads {
                let shown = format!(
                    "<img src=\"/knowledge/{id}/images/{image}\" alt=\"図\" width=\"40\" height=\"20\" loading=\"lazy\">"
                );
                assert!(page.text.contains(&shown), "{}", page.text);
            }
        }
        let answer = house
            .get(&mori, &format!("/knowledge/{id}/images/{image}"))
            .await;
        let kept = match form[1].1 {
            "everybody" => "public, max-age=86400, immutable",
            _ => "private, no-store",
        };
        for (name, wanted) in [
            ("content-type", "image/png"),
            ("cache-control", kept),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
            (
                "content-disposition",
                "inline; filename*=UTF-8''%E5%9B%B3.png",
            ),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), wanted, "{name}");
        }
        // What is withdrawn has no images any more.
        let at = format!("{NEW}/{id}/withdraw");
        house.post(&ishikawa, &at, &[("reason", "古い")]).await;
        for reader in readers {
            assert!(!had(&house, reader, &id, image).await);
        }
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn b4_images_of_a_draft_are_for_staff_alone() {
    let house = House::open().await;
    let (mori, aoki, nobody) = (
        house.reader(MORI).await,
        house.reader(AOKI).await,
        Reader::default(),
    );
    let (first, second, never) = (
        taken(&house, 40).await,
        taken(&house, 41).await,
        taken(&house, 42).await,
    );
    let id = published(
        &house,
        &fields("everybody", "図", &format!("![一](image:{first})")),
    )
    .await;
    let version = house
        .app
        .store
        .article(ArticleId(id.parse().unwrap()))
        .await;
    let version = version.unwrap().unwrap().article.version.to_string();
    let body = format!("![二](image:{second})");
    let mut next = fields("everybody", "図", &body);
    next.push(("version", &version));
    house.post(&mori, &format!("{NEW}/{id}"), &next).await;
    for reader in [&nobody, &aoki, &mori] {
        assert!(had(&house, reader, &id, first).await);
        assert!(!had(&house, reader, &id, second).await, "a draft");
        assert!(!had(&house, reader, &id, never).await, "in no version");
    }
    for image in [first, second, never] {
        let at = format!("{NEW}/images/{image}");
        assert_eq!(house.get(&mori, &at).await.status, StatusCode::OK);
        assert_eq!(house.get(&aoki, &at).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.get(&nobody, &at).await.status, StatusCode::SEE_OTHER);
    }
    // The form shows both what is written and what waits, each with its line.
    let form = house.get(&mori, &format!("{NEW}/{id}")).await.text;
    assert!(form.contains(&format!("<img src=\"{NEW}/images/{second}\" alt=\"二\"")));
    for image in [first, second, never] {
        assert!(form.contains(&format!("<code class=\"breaks\">![](image:{image})</code>")));
    }
    // The next version takes the old image from readers, and keeps it.
    let other = house.reader(ISHIKAWA).await;
    house
        .post(&other, &format!("{NEW}/{id}/publish"), &[])
        .await;
    assert!(!had(&house, &aoki, &id, first).await);
    assert!(had(&house, &aoki, &id, second).await);
    assert_eq!(
        house
            .get(&mori, &format!("{NEW}/images/{first}"))
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn b4_a_form_brings_images_without_script_and_loses_nothing_typed() {
    let house = House::open().await;
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let mut form = fields("everybody", "書きかけ", "本文です");
    form.push(("do", "images"));
    let wide = drawing(900, 20);
    let files: [(&str, &[u8]); 3] = [
        ("画面 1.JPG", &wide),
        (
            "evil.png",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
        ),
        ("", b""),
    ];
    let shown = house.post_files(&mori, NEW, &form, &files).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "本文です</textarea>",
        "画面 1.png",
        "900 × 20",
        "「evil.png」はPNG、JPEG、GIF、WebPの画像ではありません",
    ] {
        assert!(shown.text.contains(said), "{said}: {}", shown.text);
    }
    let waiting = house
        .app
        .store
        .images_for_writing(None, MORI)
        .await
        .unwrap();
    let [image] = waiting.as_slice() else {
        panic!("{waiting:?}")
    };
    let id = image.id;
    // What one writer brings waits for them alone.
    let theirs = house.get(&ishikawa, &format!("{NEW}/new")).await.text;
    assert!(!theirs.contains(&format!("image:{id}")));
    let body = format!("![](image:{id})\n\n![図](image:77)");
    let written = house
        .post(&mori, NEW, &fields("everybody", "書きかけ", &body))
        .await;
    let at = written.header("location").to_owned();
    let form = house.get(&mori, &at).await.text;
    for said in [
        "確認を依頼する前に",
        "画像の説明を書いてください：画面 1.png",
        "次の画像は見つかりません：image:77",
        // A large one leads to itself.
        &format!("<a href=\"{NEW}/images/{id}\" title=\"元の大きさで見る\""),
    ] {
        assert!(form.contains(said), "{said}: {form}");
    }
    // Two writers, one stale: adding an image does not make the older text win.
    let mut stale = fields("everybody", "古い", "古い");
    stale.extend([("version", "1"), ("do", "images")]);
    let shown = house
        .post_files(&mori, &at, &stale, &[("b.png", &wide)])
        .await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    assert!(
        shown.text.contains("name=\"version\" value=\"1\"")
            && shown.text.contains("画像を追加しました")
    );
    // One's own that nothing names is taken away; what a version names stays.
    let waiting = house
        .app
        .store
        .images_for_writing(None, MORI)
        .await
        .unwrap();
    let unused = waiting
        .iter()
        .map(|one| one.id)
        .find(|one| *one != id)
        .unwrap();
    for (image, there) in [(unused, false), (id, true)] {
        let drop = image.to_string();
        let mut form = fields("everybody", "書きかけ", &body);
        form.push(("drop", &drop));
        house.post(&mori, &at, &form).await;
        assert_eq!(house.app.store.image(image).await.unwrap().is_some(), there);
    }
    work::files::clear(&house.app).await.unwrap();
    assert_eq!(house.app.store.images_to_clear(9).await.unwrap(), []);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn v11_c24_nothing_hostile_is_taken_as_an_image() {
    let house = House::open().await;
    let (mori, aoki) = (house.reader(MORI).await, house.reader(AOKI).await);
    let mut bomb = drawing(8, 8).to_vec();
    bomb[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    let mut crc = flate2::Crc::new();
    crc.update(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    let html = [b"GIF89a".as_slice(), b"<script>alert(1)</script>"].concat();
    let large = vec![0; 10 * 1024 * 1024 + 1];
    let send = async |reader: &Reader, name: &str, bytes: &[u8]| {
        let at = format!("{NEW}/images?name={name}");
        let own = [
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/octet-stream"),
        ];
        house
            .send_bytes(reader, "POST", &at, bytes.to_vec(), &own)
            .await
    };
    for (name, bytes, status) in [
        (
            "a.png",
            b"<svg onload=alert(1)/>".as_slice(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            "a.png",
            b"<html><script>alert(1)</script>",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        ("a.gif", &html, StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("a.png", &bomb, StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("a.png", b"", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("a.png", &large, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let began = std::time::Instant::now();
        let answer = send(&mori, name, bytes).await;
        assert_eq!(answer.status, status, "{}", answer.text);
        assert!(answer.header("content-type").starts_with("text/plain"));
        assert!(began.elapsed() < std::time::Duration::from_secs(5));
    }
    let none = house
        .app
        .store
        .images_for_writing(None, MORI)
        .await
        .unwrap();
    assert_eq!(none, []);
    // A polyglot is an image and nothing besides; a name is a name.
    let polyglot = [&drawing(8, 8), b"<script>alert(1)</script>".as_slice()].concat();
    let name = "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E..%2F..%2Fetc%2Fpasswd%00.html";
    let answer = send(&mori, name, &polyglot).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(!answer.text.contains("<img src=x"), "{}", answer.text);
    let waiting = house
        .app
        .store
        .images_for_writing(None, MORI)
        .await
        .unwrap();
    let image = &waiting[0];
    assert!(
        image.name.ends_with(".png") && !image.name.contains('/'),
        "{}",
        image.name
    );
    let had = house
        .get(&mori, &format!("{NEW}/images/{}", image.id))
        .await;
    assert_eq!(had.header("content-type"), "image/png");
    assert!(!had.text.contains("script"));
    // Customers, and other sites, bring none.
    assert_eq!(
        send(&aoki, "a.png", &drawing(8, 8)).await.status,
        StatusCode::NOT_FOUND
    );
    let foreign = [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
    ];
    let at = format!("{NEW}/images?name=a.png");
    let answer = house
        .send_bytes(&mori, "POST", &at, drawing(8, 8).to_vec(), &foreign)
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(
        house
            .app
            .store
            .images_for_writing(None, MORI)
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn c13_an_image_waits_until_it_was_looked_through_and_goes_when_nothing_needs_it() {
    let house = House::open().await;
    let nowhere = tempfile::tempdir().unwrap().path().join("none.sock");
    let app = scanning::scanned(&house, madoguchi::files::scan::Scanner::Unix(nowhere));
    let image = app
        .take_image(&AS_MORI, "a.png", drawing(40, 20))
        .await
        .unwrap()
        .unwrap()
        .id;
    let id = published(
        &house,
        &fields(
            "everybody",
            "待つ図",
            &format!("前![図の説明](image:{image})後"),
        ),
    )
    .await;
    work::images::scan(&app, &mut Default::default())
        .await
        .unwrap();
    let aoki = house.reader(AOKI).await;
    assert!(!had(&house, &aoki, &id, image).await);
    let page = house.get(&aoki, &format!("/knowledge/{id}")).await.text;
    assert!(
        page.contains("前図の説明後") && !page.contains("<img src=\"/knowledge"),
        "{page}"
    );
    let mori = house.reader(MORI).await;
    let form = house.get(&mori, &format!("{NEW}/{id}")).await.text;
    assert!(form.contains("検査中"), "{form}");
    // Where nobody looks any more, nothing is held back.
    work::images::scan(&house.app, &mut Default::default())
        .await
        .unwrap();
    assert!(had(&house, &aoki, &id, image).await);
    // What no text names goes with its bytes after a month, what one names does not.
    let lone = taken(&house, 50).await;
    let place = house.app.store.image(lone).await.unwrap().unwrap().place;
    let shelf = house.app.files.clone().unwrap().shelf;
    let month = house.app.now() + SignedDuration::from_hours(32 * 24);
    for stale in house.app.store.stale_images(month, 9).await.unwrap() {
        assert_eq!(stale, lone);
        assert!(
            house
                .app
                .store
                .let_image_go(stale, None, month)
                .await
                .unwrap()
        );
    }
    let parts = vec![store::files::Part {
        start: 0,
        bytes: 1,
        place: "none".into(),
    }];
    work::files::clear(&house.app).await.unwrap();
    assert_eq!(house.app.store.image(lone).await.unwrap(), None);
    assert!(shelf.whole(&place, parts).await.is_err());
    assert!(had(&house, &aoki, &id, image).await);
}

#[tokio::test]
async fn o2_the_api_takes_images_and_gives_those_of_an_article() {
    let house = House::open().await;
    let token = async |person| {
        let new = NewToken {
            label: "test".into(),
            ..NewToken::default()
        };
        let token = house
            .app
            .make_own_token(person, &new, By::Person(person))
            .await;
        format!("Bearer {}", token.unwrap())
    };
    let (mori, aoki) = (token(MORI).await, token(AOKI).await);
    let nobody = Reader::default();
    let add = "/api/v1/articles/images?name=%E5%9B%B3.png";
    let send = async |bearer: &str, bytes: &[u8]| {
        let headers = [
            ("authorization", bearer),
            ("content-type", "application/octet-stream"),
        ];
        house
            .send_bytes(&nobody, "POST", add, bytes.to_vec(), &headers)
            .await
    };
    assert_eq!(
        send(&aoki, &drawing(40, 20)).await.status,
        StatusCode::FORBIDDEN
    );
    let refused = send(&mori, b"<svg/>").await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        refused.text
    );
    assert!(refused.text.contains("file-kind"), "{}", refused.text);
    let added = send(&mori, &drawing(900, 20)).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text);
    let added: Value = serde_json::from_str(&added.text).unwrap();
    assert_eq!(
        (&added["name"], &added["width"], &added["type"]),
        (&"図.png".into(), &900.into(), &"image/png".into())
    );
    let markdown = added["markdown"]
        .as_str()
        .unwrap()
        .replace("![]", "![図の説明]");
    let id = published(
        &house,
        &fields("signed-in", "APIの図", &format!("前 {markdown}")),
    )
    .await;
    let get = async |path: &str, bearer: &str| {
        house
            .send_bytes(
                &nobody,
                "GET",
                path,
                Vec::new(),
                &[("authorization", bearer)],
            )
            .await
    };
    let read = get(&format!("/api/v1/articles/{id}"), &aoki).await;
    let read: Value = serde_json::from_str(&read.text).unwrap();
    let address = read["images"][0]["address"].as_str().unwrap();
    assert!(read["body"].as_str().unwrap().contains(&markdown));
    assert!(
        read["html"]
            .as_str()
            .unwrap()
            .contains(&format!("src=\"{address}\"")),
        "{read}"
    );
    let had = get(address, &aoki).await;
    assert_eq!(
        (had.status, had.header("content-type")),
        (StatusCode::OK, "image/png")
    );
    assert_eq!(
        house.get(&nobody, address).await.status,
        StatusCode::UNAUTHORIZED
    );
    let other = address.replace(&format!("articles/{id}"), "articles/999");
    assert_eq!(get(&other, &aoki).await.status, StatusCode::NOT_FOUND);
    // What is found of it are its words.
    let aoki = house.reader(AOKI).await;
    let list = house.get(&aoki, "/knowledge?q=図の説明").await.text;
    assert!(
        list.contains("<mark>説明</mark>") && !list.contains("image:"),
        "{list}"
    );
}
