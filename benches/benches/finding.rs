//! Finding over many documents: how fast the index is built, how large it is, how much memory that takes, and how soon a search and a
//! suggestion answer. `--documents N` says how many (100,000 where nothing is said).

use std::{fs, path::Path, time::Instant};

use benches::table::{Goal, Table};
use search::{Entry, Glossary, Question, Shelf, Wanted, Within};

const DOCUMENTS: u64 = 100_000;
/// One of so many is knowledge, and says what words weigh.
const KNOWLEDGE: u64 = 20;
const ACCOUNTS: u64 = 1_000;
const ROUNDS: usize = 300;
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

    /// Few words often, most of them seldom.
    fn word(&mut self) -> String {
        let all = WORDS.len() as u64;
        match self.roll(10) {
            0 => format!("E-{}", self.roll(100_000)),
            1 => format!("host{}.example.com", self.roll(20_000)),
            _ => WORDS[self.roll(all).min(self.roll(all)) as usize].to_owned(),
        }
    }

    fn text(&mut self, letters: usize) -> String {
        let mut text = String::new();
        while text.chars().count() < letters {
            text.push_str(&self.word());
            text.push_str(JOINS[self.roll(JOINS.len() as u64) as usize]);
        }
        text
    }
}

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--documents");
    let documents = arguments
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(DOCUMENTS);
    let folder = tempfile::tempdir().expect("a folder");
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let shelf = Shelf::open(folder.path()).expect("an index");
    let begun = Instant::now();
    for id in 0..documents {
        let is_knowledge = id % KNOWLEDGE == 0;
        let tags = match is_knowledge {
            true => vec!["in:knowledge".to_owned(), "audience:everybody".to_owned()],
            false => vec![
                "in:case".to_owned(),
                "for:customers".to_owned(),
                "for:staff".to_owned(),
                format!("account:{}", dice.roll(ACCOUNTS)),
            ],
        };
        let (title, text) = (dice.text(20), dice.text(100));
        let entry = Entry {
            sort: u8::from(!is_knowledge),
            id: id as i64,
            title: &title,
            text: &text,
            tags: &tags,
            at: id as i64,
            until: i64::MAX,
            weighs: is_knowledge,
            ..Entry::default()
        };
        shelf.put(&entry).expect("an entry is put");
    }
    shelf.commit("all").expect("the index is kept");
    let built = begun.elapsed().as_secs_f64();
    shelf.settle().expect("segments are joined");
    let shelf = Shelf::open(folder.path()).expect("the index");

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
        "most memory",
        format!("{:.0} MB", peak()),
        "of the process".to_owned(),
    );
    let tag = |text: &str| Within::Tag(text.to_owned());
    let knowledge = tag("in:knowledge");
    let customer = Within::Any(vec![
        knowledge.clone(),
        Within::All(vec![tag("in:case"), tag("for:customers"), tag("account:7")]),
    ]);
    let staff = Within::Any(vec![
        knowledge.clone(),
        Within::All(vec![tag("in:case"), tag("for:staff")]),
    ]);
    let show: fn(f64) -> String = |ms| format!("{ms:.2} ms");
    for (what, within, goal, words) in [
        ("search, a customer", &customer, SEARCH, 3),
        ("search, staff", &staff, SEARCH, 3),
        ("suggestion", &knowledge, SUGGESTION, 2),
    ] {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let asked: Vec<String> = (0..words).map(|_| dice.word()).collect();
            let begun = Instant::now();
            let question = Question::of(&asked.join(" "), Glossary::embedded());
            let wanted = Wanted {
                most: 20,
                ..Wanted::default()
            };
            shelf.find(&question, within, &wanted).expect("an answer");
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        table.note(format!("{what}, p50"), show(at(0.5)), String::new());
        table.goal(
            format!("{what}, p95"),
            at(0.95),
            Goal::Under(goal),
            show,
            String::new(),
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
