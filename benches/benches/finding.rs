//! Finding over many documents: how fast the index is built, how large it is, how much memory that takes, and how soon a search and a
//! suggestion answer. A number says how many (`-- 1000000`; 100,000 where nothing is said). Texts are sentences of the collections
//! beside the repository in any order, so that words are as common as in them, with made codes and hosts; where the collections are
//! not there, of made words, the first ones often and most of them seldom.

use std::{
    fs,
    io::Read as _,
    path::Path,
    sync::atomic::{AtomicI64, Ordering},
    time::Instant,
};

use benches::table::{Goal, Table};
use search::{Analysed, Entry, Glossary, Question, Shelf, Wanted, Within};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const DOCUMENTS: i64 = 100_000;
/// One of so many is knowledge, and says what words weigh.
const KNOWLEDGE: i64 = 20;
const ACCOUNTS: u64 = 1_000;
const ROUNDS: usize = 300;
/// Entries are analysed and put by so many at once.
const WRITERS: u64 = 2;
/// Goals in milliseconds, of a million documents on a quiet machine.
const SEARCH: f64 = 20.0;
const SUGGESTION: f64 = 10.0;

const WORDS: [&str; 64] = [
    "録音",
    "再生",
    "停止",
    "障害",
    "切断",
    "京都",
    "応答時間",
    "ログイン",
    "接続",
    "設定",
    "画面",
    "通知",
    "転送",
    "保存",
    "削除",
    "検索",
    "更新",
    "証明書",
    "期限",
    "権限",
    "管理者",
    "パスワード",
    "サーバー",
    "ネットワーク",
    "ファイル",
    "印刷",
    "同期",
    "バックアップ",
    "復元",
    "遅延",
    "文字化け",
    "添付",
    "メール",
    "会議",
    "音声",
    "映像",
    "共有",
    "招待",
    "契約",
    "請求",
    "利用",
    "申請",
    "承認",
    "履歴",
    "一覧",
    "出力",
    "取り込み",
    "集計",
    "報告",
    "手順",
    "原因",
    "対処",
    "server",
    "timeout",
    "login",
    "certificate",
    "export",
    "import",
    "password",
    "network",
    "upgrade",
    "database",
    "replication",
    "permission",
];
const JOINS: [&str; 10] = [
    "が",
    "を",
    "の",
    "で",
    "に",
    "できません。",
    "しました。",
    "について、",
    "したところ",
    "と",
];

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }

    fn one<'a, T: ?Sized>(&mut self, of: &'a [Box<T>]) -> &'a T {
        &of[self.roll(of.len() as u64) as usize]
    }

    /// The first of so many often, most of them seldom: as often as one through their place.
    fn zipf(&mut self, among: f64) -> u64 {
        let share = self.roll(1 << 40) as f64 / (1u64 << 40) as f64;
        (among.powf(share) - 1.0) as u64
    }
}

/// Sentences of the collections, or made ones.
fn sentences() -> Vec<Box<str>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let mut sentences = Vec::new();
    for (file, columns) in [
        ("search-jaquad/passages.jsonl.gz", &["text"][..]),
        ("kb-libreoffice/articles.jsonl.gz", &["text_ja", "text_en"]),
        ("kb-debian-faq/faq.jsonl.gz", &["answer_ja", "answer_en"]),
    ] {
        let Ok(bytes) = fs::read(data.join(file)) else {
            println!("{file} is not there");
            continue;
        };
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(bytes.as_slice())
            .read_to_string(&mut text)
            .expect("a collection is text");
        for line in text.lines() {
            let value: serde_json::Value = serde_json::from_str(line).expect("a line is an object");
            let texts = columns.iter().filter_map(|column| value[*column].as_str());
            let pieces = texts.flat_map(|text| text.split_inclusive(['。', '\n']));
            let whole = pieces.map(str::trim).filter(|piece| piece.len() > 15);
            sentences.extend(whole.map(Box::from));
        }
    }
    if sentences.is_empty() {
        sentences = made();
    }
    println!("{} sentences", sentences.len());
    sentences
}

/// Sentences of 60,000 words.
fn made() -> Vec<Box<str>> {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let count = WORDS.len() as u64;
    let word = |number: u64| {
        let pick = |of: u64| WORDS[(of % count) as usize];
        match number {
            0..64 => pick(number).to_owned(),
            64..4160 => format!("{}{}", pick(number), pick(number / count)),
            _ => format!("{}{number}", pick(number * 7)),
        }
    };
    let sentence = |_| {
        let mut sentence = String::new();
        for _ in 0..4 + dice.roll(8) {
            sentence.push_str(&word(dice.zipf(60_000.0)));
            sentence.push_str(JOINS[dice.roll(JOINS.len() as u64) as usize]);
        }
        sentence.into_boxed_str()
    };
    (0..100_000).map(sentence).collect()
}

fn short(text: &str, letters: usize) -> String {
    text.chars().take(letters).collect()
}

/// Puts an entry like one of a case, or of knowledge.
fn put(shelf: &Shelf, id: i64, sentences: &[Box<str>], dice: &mut Dice) {
    let is_knowledge = id % KNOWLEDGE == 0;
    let account = dice.roll(ACCOUNTS);
    let tags: Vec<String> = match is_knowledge {
        true => vec!["in:knowledge".into(), "audience:everybody".into()],
        false => vec![
            "in:case".into(),
            "for:customers".into(),
            "for:staff".into(),
            format!("account:{account}"),
            format!("case:{id}"),
        ],
    };
    let title = short(dice.one(sentences), 30);
    let mut text = String::new();
    for _ in 0..2 + dice.roll(3) {
        text.push_str(&short(dice.one(sentences), 160));
        text.push('\n');
    }
    text.push_str(&format!(
        "E-{} host{}.example.com",
        dice.zipf(100_000.0),
        dice.zipf(20_000.0)
    ));
    let entry = Entry {
        sort: u8::from(!is_knowledge),
        id,
        title: &title,
        text: &text,
        tags: &tags,
        at: id,
        until: i64::MAX,
        weighs: is_knowledge,
        ..Entry::default()
    };
    shelf.put(&entry).expect("an entry is put");
}

/// What somebody types.
#[derive(Clone, Copy)]
enum Typed {
    Words(usize),
    Question,
    Code,
}

impl Typed {
    fn text(self, sentences: &[Box<str>], dice: &mut Dice) -> String {
        match self {
            Typed::Question => short(dice.one(sentences), 10 + dice.roll(30) as usize),
            Typed::Code => format!("E-{}", dice.zipf(100_000.0)),
            Typed::Words(count) => {
                let mut words = Vec::new();
                while words.len() < count {
                    let analysed = Analysed::of(dice.one(sentences));
                    let units = analysed.units.len() as u64;
                    if units > 0 {
                        let unit = &analysed.units[dice.roll(units) as usize];
                        words.push(analysed.typed(unit).to_owned());
                    }
                }
                words.join(" ")
            }
        }
    }
}

fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse().ok());
    let documents: i64 = numbers.next().unwrap_or(DOCUMENTS);
    let sentences = sentences();
    let folder = tempfile::tempdir().expect("a folder");
    let shelf = Shelf::open(folder.path()).expect("an index");
    let begun = Instant::now();
    let next = AtomicI64::new(0);
    std::thread::scope(|scope| {
        for writer in 1..=WRITERS {
            let (next, shelf, sentences) = (&next, &shelf, &sentences);
            scope.spawn(move || {
                let mut dice = Dice(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(writer));
                loop {
                    let id = next.fetch_add(1, Ordering::Relaxed);
                    if id >= documents {
                        break;
                    }
                    put(shelf, id, sentences, &mut dice);
                    if id % 100_000 == 0 && id > 0 {
                        println!("{id} after {:.0} s", begun.elapsed().as_secs_f64());
                    }
                }
            });
        }
    });
    shelf.commit("all").expect("the index is kept");
    shelf.settle().expect("segments are joined");
    let built = begun.elapsed().as_secs_f64();
    let opened = Instant::now();
    let shelf = Shelf::open(folder.path()).expect("the index");
    let opened = opened.elapsed().as_secs_f64();

    let mut table = Table::new();
    table.note(
        "built",
        format!("{:.0} documents/s", documents as f64 / built),
        format!("{documents} in {built:.1} s"),
    );
    table.note(
        "size",
        format!("{:.0} MB", size(folder.path()) / 1e6),
        String::new(),
    );
    table.note(
        "opened and checked",
        format!("{opened:.1} s"),
        String::new(),
    );
    table.note(
        "most memory",
        format!("{:.0} MB", peak()),
        "of the process".to_owned(),
    );
    let tag = |text: &str| Within::Tag(text.to_owned());
    let knowledge = Within::All(vec![tag("in:knowledge"), Within::Until(20_000)]);
    let customer = Within::Any(vec![
        knowledge.clone(),
        Within::All(vec![tag("in:case"), tag("for:customers"), tag("account:7")]),
    ]);
    let staff = Within::Any(vec![
        knowledge.clone(),
        Within::All(vec![tag("in:case"), tag("for:staff")]),
    ]);
    let begun = Instant::now();
    shelf.vocabulary().expect("words");
    let words = begun.elapsed().as_secs_f64() * 1000.0;
    table.note(
        "words that are written",
        format!("{words:.0} ms"),
        "once after knowledge changed".to_owned(),
    );
    let show: fn(f64) -> String = |ms| format!("{ms:.2} ms");
    let mut dice = Dice(0x1234_5678_9abc_def1);
    for (what, within, goal, typed) in [
        ("a customer, 3 words", &customer, SEARCH, Typed::Words(3)),
        ("staff, 1 word", &staff, SEARCH, Typed::Words(1)),
        ("staff, 3 words", &staff, SEARCH, Typed::Words(3)),
        ("staff, a question", &staff, SEARCH, Typed::Question),
        ("staff, a code", &staff, SEARCH, Typed::Code),
        ("staff, all of it", &staff, SEARCH, Typed::Words(0)),
        ("suggestion", &knowledge, SUGGESTION, Typed::Question),
    ] {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let asked = typed.text(&sentences, &mut dice);
            let begun = Instant::now();
            let mut question = Question::of(&asked, Glossary::embedded());
            question.mend(&shelf.vocabulary().expect("words"));
            let wanted = Wanted {
                most: 20,
                ..Wanted::default()
            };
            shelf.find(&question, within, &wanted).expect("an answer");
            times.push((begun.elapsed().as_secs_f64() * 1000.0, asked));
        }
        times.sort_by(|one, other| one.0.total_cmp(&other.0));
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].0;
        table.note(format!("{what}, p50"), show(at(0.5)), String::new());
        let slowest = times.last().map_or("", |(_, asked)| asked.as_str());
        table.goal(
            format!("{what}, p95"),
            at(0.95),
            Goal::Under(goal),
            show,
            format!("at most {}: {slowest}", show(at(1.0))),
        );
    }
    table.print("Finding");
}

fn size(folder: &Path) -> f64 {
    let files = fs::read_dir(folder).expect("the index lies there");
    let each = files.filter_map(|file| Some(file.ok()?.metadata().ok()?.len() as f64));
    each.sum()
}

/// Most memory that this process had, in megabytes.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1000.0
}
