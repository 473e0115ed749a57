//! Secrets in files whose text is unpacked: whoever finds by what stands in them finds none (B4, V-37).

use domain::{Language, case::Command};
use madoguchi::app::finding::{Asked, Results, Sort};
use testkit::cast::*;

use crate::browser::House;

async fn find(house: &House, words: &str) -> Results {
    let asked = Asked {
        words: words.to_owned(),
        most: 20,
        ..Asked::default()
    };
    let language = Language::new("ja");
    let found = house.app.search(Some(&AS_AOKI), &asked, &language).await;
    found.unwrap()
}

#[tokio::test]
async fn v37_what_opens_doors_in_an_office_file_is_neither_found_nor_shown_nor_kept() {
    use std::io::Write as _;
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "接続できない").await;
    let lines = [
        "接続手順書の写し",
        "password = persimmonCANARY1",
        "Authorization: Bearer persimmonCANARY2",
        "Cookie: sid=persimmonCANARY3",
        "api_key: persimmonCANARY4",
        "postgres://app:persimmonCANARY5@db:5432/app",
        "初期パスワード：persimmonCANARY7",
        "API key",
        "persimmonCANARY8",
        "-----BEGIN RSA PRIVATE KEY-----",
        "persimmonCANARY6",
        "-----END RSA PRIVATE KEY-----",
    ];
    let paragraphs = lines.map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"));
    let document = format!("<w:document>{}</w:document>", paragraphs.concat());
    let cells =
        lines.map(|line| format!("<row><c t=\"inlineStr\"><is><t>{line}</t></is></c></row>"));
    let sheet = format!("<worksheet>{}</worksheet>", cells.concat());
    let mut files = Vec::new();
    for (name, part, text) in [
        ("手順.docx", "word/document.xml", &document),
        ("手順.xlsx", "xl/worksheets/sheet1.xml", &sheet),
    ] {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(part, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
        let bytes = archive.finish().unwrap().into_inner();
        files.push(house.hand_in(&AS_AOKI, name, &bytes).await);
    }
    let update = Command::PostUpdate {
        text: "添付します".into(),
    };
    house
        .app
        .change_case_with(&AS_AOKI, number, update, &files, None, None)
        .await
        .unwrap();
    let found = find(&house, "接続手順書").await;
    assert_eq!(found.counts.get(&Sort::File), Some(&2));
    for secret in 1..=8 {
        let found = find(&house, &format!("persimmonCANARY{secret}")).await;
        assert!(found.hits.is_empty(), "{secret}");
    }
    for words in ["password", "Authorization", "接続手順書 Cookie"] {
        for hit in find(&house, words).await.hits {
            assert!(!hit.excerpt.text.contains("CANARY"), "{:?}", hit.excerpt);
        }
    }
    for file in files {
        let kept = house.app.store.file_text(file).await.unwrap().unwrap();
        assert!(
            kept.contains("接続手順書") && !kept.contains("CANARY"),
            "{kept}"
        );
    }
}

#[tokio::test]
async fn v37_what_stands_in_a_column_of_secrets_is_not_found() {
    use std::io::Write as _;
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "接続できない").await;
    let table =
        "利用者,パスワード,備考\n珊瑚,persimmonCANARYa,使用中\n青磁,persimmonCANARYb,停止中\n";
    let texts = [
        "利用者",
        "パスワード",
        "珊瑚",
        "persimmonCANARYc",
        "青磁",
        "persimmonCANARYd",
    ];
    let strings = texts.map(|text| format!("<si><t>{text}</t></si>")).concat();
    let strings = format!("<sst>{strings}</sst>");
    let rows = [[0, 1], [2, 3], [4, 5]].map(|[user, password]| {
        format!("<row><c r=\"A1\" t=\"s\"><v>{user}</v></c><c r=\"C1\" t=\"s\"><v>{password}</v></c></row>")
    });
    let sheet = format!("<worksheet>{}</worksheet>", rows.concat());
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (part, text) in [
        ("xl/sharedStrings.xml", &strings),
        ("xl/worksheets/sheet1.xml", &sheet),
    ] {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(part, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    let workbook = archive.finish().unwrap().into_inner();
    // Below it, behind rows that say nothing, a table with other columns.
    let lines = [
        ["利用者", "", "パスワード"],
        ["珊瑚", "", "persimmonCANARYe"],
        ["青磁", "", "persimmonCANARYf"],
        ["", "", ""],
        ["トークン", "利用者", ""],
        ["persimmonCANARYg", "琥珀", ""],
    ];
    let cell = |said: &str| match said {
        "" => "<table:table-cell/>".to_owned(),
        _ => format!("<table:table-cell><text:p>{said}</text:p></table:table-cell>"),
    };
    let lines = lines.map(|line| {
        format!(
            "<table:table-row>{}</table:table-row>",
            line.map(cell).concat()
        )
    });
    let table_of = format!(
        "<table:table table:name=\"パスワード\">{}</table:table>",
        lines.concat()
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("mimetype", options).unwrap();
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    archive.write_all(kind).unwrap();
    archive.start_file("content.xml", options).unwrap();
    archive.write_all(table_of.as_bytes()).unwrap();
    let open_sheet = archive.finish().unwrap().into_inner();
    let files = [
        house.hand_in(&AS_AOKI, "一覧.csv", table.as_bytes()).await,
        house.hand_in(&AS_AOKI, "一覧.xlsx", &workbook).await,
        house.hand_in(&AS_AOKI, "一覧.ods", &open_sheet).await,
    ];
    let update = Command::PostUpdate {
        text: "添付します".into(),
    };
    house
        .app
        .change_case_with(&AS_AOKI, number, update, &files, None, None)
        .await
        .unwrap();
    let found = find(&house, "青磁").await;
    assert_eq!(found.counts.get(&Sort::File), Some(&3));
    assert_eq!(find(&house, "琥珀").await.counts.get(&Sort::File), Some(&1));
    for hit in found.hits {
        assert!(!hit.excerpt.text.contains("CANARY"), "{:?}", hit.excerpt);
    }
    for secret in ["a", "b", "c", "d", "e", "f", "g"] {
        let found = find(&house, &format!("persimmonCANARY{secret}")).await;
        assert!(found.hits.is_empty(), "{secret}");
    }
}
