//! `import articles` over small samples of our own, again and changed, and over two collections beside the repository (B4).

use std::{
    collections::BTreeMap,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use domain::{
    Actor, ArticleId, ImageId, Language, Role,
    knowledge::{About, Audience, Command, Sort, State},
};
use madoguchi::{
    app::{App, Clock, Desks, files::Files},
    files::Shelf,
    import::articles::{self, Options, Report},
};
use store::knowledge::WrittenOf;
use testkit::cast::*;

/// Who leads answers for what they bring.
const LEAD: Actor = Actor::Agent {
    person: ISHIKAWA,
    role: Role::Supervisor,
    team: None,
};

const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/import/articles");

fn options(paths: Vec<PathBuf>) -> Options {
    let [ja, en] = ["ja", "en"].map(Language::new);
    Options {
        paths,
        source: "old".into(),
        about: About {
            sort: Sort::Faq,
            products: Vec::new(),
            audience: Audience::SignedIn,
            until: None,
        },
        languages: vec![ja.clone(), en],
        usual: ja,
        publish: true,
        dry_run: false,
    }
}

async fn house() -> (App, testkit::Database) {
    let kept = testkit::databases::sqlite().await;
    Cast::enter(&kept.store).await;
    let desks = Desks::stored(&kept.store).await.unwrap();
    let app = App::new(kept.store.clone(), desks, Clock::Machine)
        .await
        .unwrap();
    (app, kept)
}

fn counts(report: &Report) -> [usize; 6] {
    [
        report.read,
        report.added,
        report.changed,
        report.unchanged,
        report.kept,
        report.published,
    ]
}

/// Articles by their Japanese title: id and body.
async fn written(app: &App) -> BTreeMap<String, (ArticleId, String)> {
    let of = WrittenOf {
        limit: 10_000,
        ..WrittenOf::default()
    };
    let mut all = BTreeMap::new();
    for one in app.store.written_articles(&of).await.unwrap() {
        let stored = app.store.article(one.id).await.unwrap().unwrap();
        assert_eq!(stored.article.state, State::Published);
        let text = &stored.article.shown[&Language::new("ja")];
        all.insert(
            text.title.as_str().to_owned(),
            (one.id, text.body.as_str().to_owned()),
        );
    }
    all
}

/// A folder with what the samples hold, to be changed.
fn copied() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("guide")).unwrap();
    for file in [
        "guide/start.ja.md",
        "guide/start.en.md",
        "disk.ja.html",
        "faq.csv",
    ] {
        fs::copy(Path::new(OWN).join(file), folder.path().join(file)).unwrap();
    }
    folder
}

#[tokio::test]
async fn b4_articles_come_over_once_and_what_was_changed_here_stays() {
    let ((app, _kept), folder) = (house().await, copied());
    let options = options(vec![folder.path().to_owned()]);
    let dry = Options {
        dry_run: true,
        ..options.clone()
    };
    let said = articles::run(&app, &LEAD, &dry).await.unwrap();
    assert_eq!(counts(&said), [4, 4, 0, 0, 0, 0]);
    assert!(written(&app).await.is_empty());
    let said = articles::run(&app, &LEAD, &options).await.unwrap();
    assert_eq!(counts(&said), [4, 4, 0, 0, 0, 4], "{said}");
    let faults: Vec<(u64, &str)> = said
        .faults
        .iter()
        .map(|one| (one.line, one.why.as_str()))
        .collect();
    assert_eq!(
        faults,
        [
            (4, "it has no id"),
            (5, "the format is neither markdown nor html")
        ]
    );
    let lost: Vec<(u64, &str)> = said
        .lost
        .iter()
        .map(|one| (one.line, one.what.split(' ').next().unwrap()))
        .collect();
    assert_eq!(lost, [(2, "script"), (4, "img"), (6, "img")]);
    let all = written(&app).await;
    let (id, body) = &all["ディスクがいっぱいになったとき"];
    assert_eq!(
        body,
        "古い録音を[別の場所](https://example.com/move)へ移します。ディスクの画面\n\n| 容量 | 対応 |\n| --- | --- |\n| 90% | 通知 |"
    );
    assert_eq!(all["音が小さい"].1, "入力の**音量**を上げます。");
    let start = app
        .store
        .article(all["録音を始める"].0)
        .await
        .unwrap()
        .unwrap();
    let english = &start.article.shown[&Language::new("en")];
    assert_eq!(english.title.as_str(), "Begin recording");

    let again = articles::run(&app, &LEAD, &options).await.unwrap();
    assert_eq!(counts(&again), [4, 0, 0, 4, 0, 0], "nothing comes twice");
    // Changed here: it stays. Changed there: a new version.
    let ours = Command::Write {
        about: options.about.clone(),
        texts: vec![(
            Language::new("ja"),
            "ディスクがいっぱいになったとき".into(),
            "ここで直した".into(),
        )],
    };
    app.change_article(&LEAD, Some(*id), None, &ours)
        .await
        .unwrap()
        .unwrap();
    app.change_article(&LEAD, Some(*id), None, &Command::Publish)
        .await
        .unwrap()
        .unwrap();
    fs::write(
        folder.path().join("guide/start.ja.md"),
        "# 録音を始める\n\n新しい手順\n",
    )
    .unwrap();
    let again = articles::run(&app, &LEAD, &options).await.unwrap();
    assert_eq!(counts(&again), [4, 0, 1, 2, 1, 1], "{again}");
    let all = written(&app).await;
    assert_eq!(all["ディスクがいっぱいになったとき"].1, "ここで直した");
    assert_eq!(all["録音を始める"].1, "新しい手順");
}

#[tokio::test]
async fn b4_v10_images_of_the_folder_come_along_and_nothing_else_does() {
    let ((app, _kept), files) = (house().await, tempfile::tempdir().unwrap());
    let app = app.with_files(Files {
        shelf: Shelf::folder(files.path()).unwrap(),
        scanner: None,
    });
    // The folder lies beside something that is not its own.
    let around = tempfile::tempdir().unwrap();
    let folder = around.path().join("in");
    for file in [
        "guide/panel.ja.md",
        "guide/panel.en.html",
        "images/panel.png",
        "images/drawing.svg",
        "images/broken.png",
    ] {
        let to = folder.join(file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(Path::new(OWN).join("../pictures").join(file), to).unwrap();
    }
    fs::copy(
        folder.join("images/panel.png"),
        around.path().join("secret.png"),
    )
    .unwrap();
    let options = options(vec![folder.clone()]);
    let dry = Options {
        dry_run: true,
        ..options.clone()
    };
    let said = articles::run(&app, &LEAD, &dry).await.unwrap();
    assert_eq!((said.added, said.images), (1, 2), "{said}");
    assert!(
        app.store
            .images_after(ImageId(0), 9)
            .await
            .unwrap()
            .is_empty()
    );
    let said = articles::run(&app, &LEAD, &options).await.unwrap();
    assert_eq!(
        (said.added, said.images, said.published),
        (1, 2, 1),
        "{said}"
    );
    assert_eq!(said.faults, []);
    let mut lost: Vec<(String, u64, &str)> = said
        .lost
        .iter()
        .map(|one| {
            let file = one.file.file_name().unwrap().to_string_lossy().into_owned();
            (file, one.line, one.what.as_str())
        })
        .collect();
    lost.sort();
    let none = "it is not PNG, JPEG, GIF or WebP of up to 10 MB";
    let elsewhere = "it lies elsewhere, and nothing is fetched";
    let wanted = [
        (
            "panel.en.html",
            5,
            format!("img http://images.example/a.png: {elsewhere}"),
        ),
        (
            "panel.en.html",
            6,
            "img ../images/none.png: it is not there".to_owned(),
        ),
        (
            "panel.en.html",
            6,
            format!("img data:image/svg+xml;base64,PHN2Zy8+: {none}"),
        ),
        (
            "panel.ja.md",
            11,
            "img ../../secret.png: it lies outside of the folder".to_owned(),
        ),
        (
            "panel.ja.md",
            11,
            "img ../images/broken.png: it cannot be read".to_owned(),
        ),
        (
            "panel.ja.md",
            11,
            format!("img ../images/drawing.svg: {none}"),
        ),
        (
            "panel.ja.md",
            13,
            format!("img https://images.example/panel.png: {elsewhere}"),
        ),
    ];
    let wanted: Vec<(String, u64, &str)> = wanted
        .iter()
        .map(|(file, line, what)| ((*file).to_owned(), *line, what.as_str()))
        .collect();
    assert_eq!(lost, wanted);
    let kept = app.store.images_after(ImageId(0), 9).await.unwrap();
    let panel = kept.iter().find(|image| image.name == "panel.png").unwrap();
    let dot = kept.iter().find(|image| image.name == "image.png").unwrap();
    assert_eq!((panel.width, panel.height, dot.width), (64, 40, 4));
    let all = written(&app).await;
    let (id, body) = &all["操作パネルの見方"];
    let named = format!("(image:{})", panel.id);
    assert_eq!(body.matches(&named).count(), 2, "{body}");
    for said in [
        format!("![操作パネルの全体]{named}"),
        format!("| 帯 | ![帯]{named} |"),
        "![図面](../images/drawing.svg)と![壊れた図](../images/broken.png)と![外の図](../../secret.png)".to_owned(),
        "![よその図](https://images.example/panel.png)".to_owned(),
    ] {
        assert!(body.contains(&said), "{said}: {body}");
    }
    let article = app.store.article(*id).await.unwrap().unwrap().article;
    let english = article.shown[&Language::new("en")].body.as_str();
    assert_eq!(
        english,
        format!(
            "The bar on top tells the state. ![The whole \\[panel\\]]{named}\n\n![A dot](image:{}) elsewhere\n\nA drawingnone",
            dot.id
        )
    );
    assert_eq!(article.shown_images(), [panel.id, dot.id].into());
    // Again, nothing comes twice.
    let again = articles::run(&app, &LEAD, &options).await.unwrap();
    assert_eq!((again.unchanged, again.images), (1, 0), "{again}");
    // Where there is no place for files, the words come over and it is told.
    let (bare, _kept) = house().await;
    let said = articles::run(&bare, &LEAD, &options).await.unwrap();
    assert_eq!((said.added, said.images), (1, 0), "{said}");
    assert!(said.to_string().contains("--files"), "{said}");
}

#[tokio::test]
async fn b4_what_an_agent_brings_is_looked_at_by_somebody_else() {
    let (app, _kept) = house().await;
    let options = options(vec![Path::new(OWN).join("faq.csv")]);
    let said = articles::run(&app, &AS_MORI, &options).await.unwrap();
    assert_eq!(
        (said.added, said.published, said.in_review),
        (2, 0, 2),
        "{said}"
    );
}

/// The lines of a collection beside the repository, if it is there.
fn lines(name: &str) -> Option<Vec<serde_json::Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(name);
    let Ok(bytes) = fs::read(path) else {
        println!("NOT MEASURED: ../shared/data/{name} is not there");
        return None;
    };
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

#[tokio::test]
async fn b4_real_help_pages_and_questions_come_over() {
    let (app, _kept) = house().await;
    let folder = tempfile::tempdir().unwrap();
    if let Some(pages) = lines("kb-libreoffice/articles-html.jsonl.gz") {
        let pages: Vec<_> = pages.iter().step_by(12).collect();
        for page in &pages {
            let id = page["id"].as_str().unwrap();
            for language in ["ja", "en"] {
                let path = folder.path().join(format!("{id}.{language}.html"));
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, page[format!("html_{language}")].as_str().unwrap()).unwrap();
            }
        }
        let said = articles::run(&app, &LEAD, &options(vec![folder.path().to_owned()]))
            .await
            .unwrap();
        println!("{} pages, {} things not kept", said.read, said.lost.len());
        assert_eq!((said.read, said.added), (pages.len(), pages.len()));
        assert_eq!(said.faults, []);
        for (title, (_, body)) in written(&app).await {
            assert!(!body.is_empty() && !body.contains("<img"), "{title}");
        }
    }
    if let Some(questions) = lines("kb-debian-faq/faq.jsonl.gz") {
        let table = folder.path().join("faq.csv");
        let mut rows = csv::Writer::from_path(&table).unwrap();
        rows.write_record(["id", "title_ja", "body_ja", "title_en", "body_en"])
            .unwrap();
        for one in &questions {
            let cell = |name: &str| one[name].as_str().unwrap();
            let row = ["id", "question_ja", "answer_ja", "question_en", "answer_en"];
            rows.write_record(row.map(cell)).unwrap();
        }
        rows.flush().unwrap();
        let said = articles::run(&app, &LEAD, &options(vec![table]))
            .await
            .unwrap();
        println!("{} questions, {} faults", said.read, said.faults.len());
        assert_eq!(said.added, said.read);
        assert!(said.read > 140, "{said}");
    }
}
