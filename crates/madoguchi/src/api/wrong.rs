//! What is wrong with one field, parameter or header of a request: where, why, in words. Knows no status code.

use domain::{case::intake::Wrong, desk::Door, file::NotTaken, knowledge::images};

use super::wire;

/// One thing that a request has to say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongField {
    pub place: Place,
    /// Plain name, as forms and documents call it.
    pub field: String,
    pub wrong: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Member of the body, by its names from the top.
    Body(Vec<String>),
    Query,
    Header,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    Missing,
    TooLong {
        max: usize,
    },
    NotOffered,
    NotANumber {
        min: i64,
        max: i64,
    },
    NotADate,
    /// A last day that is over, or lies before the first.
    DayOver,
    NotAhead {
        days: i64,
    },
    Past,
    /// A moment that has not come yet.
    NotYet,
    /// It comes sooner than so many minutes from now.
    TooSoon {
        minutes: i64,
    },
    /// It leaves less time than so many minutes.
    TooShort {
        minutes: i64,
    },
    NotALink,
    NotAnAddress {
        given: String,
        meant: Option<String>,
    },
    Slip {
        given: String,
        meant: String,
    },
    Foreign {
        given: Vec<String>,
    },
    TooMany {
        most: usize,
    },
    NotThere,
    NoSuchCase,
    /// It goes with other plans than the company's; whom to ask, by the name that the desk has for it.
    NotInPlan {
        plans: Vec<String>,
        ask: Option<Door>,
    },
    Unknown,
    /// A file that is not taken.
    File {
        name: String,
        why: NotTaken,
    },
    /// Something that is not taken as an image.
    Image(images::NotTaken),
    /// JSON of another type; with those taken.
    WrongType {
        taken: &'static str,
    },
    GivenTwice,
    /// Not in the form that such a value has.
    Malformed,
}

/// JSON pointer (RFC 6901) to what these names lead to from the top.
pub fn pointer(names: &[String]) -> String {
    names
        .iter()
        .map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1")))
        .collect()
}

impl From<Wrong> for Why {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::Missing => Why::Missing,
            Wrong::TooLong { max } => Why::TooLong { max },
            Wrong::NotOffered => Why::NotOffered,
            Wrong::NotANumber { min, max } => Why::NotANumber { min, max },
            Wrong::NotADate => Why::NotADate,
            Wrong::NotAhead { days } => Why::NotAhead { days },
            Wrong::Past => Why::Past,
            Wrong::NotYet => Why::NotYet,
            Wrong::TooSoon { minutes } => Why::TooSoon { minutes },
            Wrong::TooShort { minutes } => Why::TooShort { minutes },
            Wrong::NotALink => Why::NotALink,
            Wrong::NotAnAddress { given, meant } => Why::NotAnAddress { given, meant },
            Wrong::Slip { given, meant } => Why::Slip { given, meant },
            Wrong::Foreign { given } => Why::Foreign { given },
            Wrong::TooMany { most } => Why::TooMany { most },
            Wrong::NotThere => Why::NotThere,
            Wrong::NoSuchCase => Why::NoSuchCase,
            Wrong::NotInPlan { plans, ask } => Why::NotInPlan { plans, ask },
            Wrong::Unknown => Why::Unknown,
        }
    }
}

impl Why {
    pub fn code(&self) -> &'static str {
        match self {
            Why::Missing => "missing",
            Why::TooLong { .. } => "too-long",
            Why::NotOffered => "not-offered",
            Why::NotANumber { .. } => "not-a-number",
            Why::NotADate => "not-a-date",
            Why::NotAhead { .. } => "not-ahead",
            Why::Past => "past",
            Why::NotYet => "not-yet",
            Why::TooSoon { .. } => "too-soon",
            Why::TooShort { .. } => "too-short",
            Why::NotALink => "not-a-link",
            Why::NotAnAddress { .. } => "not-an-address",
            Why::Slip { .. } => "probably-mistyped",
            Why::DayOver => "day-over",
            Why::Foreign { .. } => "outside-the-company",
            Why::TooMany { .. } => "too-many",
            Why::NotThere => "not-there",
            Why::NoSuchCase => "no-such-case",
            Why::NotInPlan { .. } => "not-in-plan",
            Why::Unknown => "unknown",
            Why::File { why, .. } => file_code(why),
            Why::Image(why) => image_code(*why),
            Why::WrongType { .. } => "wrong-type",
            Why::GivenTwice => "given-twice",
            Why::Malformed => "malformed",
        }
    }

    fn detail(&self, ja: bool) -> String {
        match (self, ja) {
            (Why::Missing, true) => "必須です。".to_owned(),
            (Why::Missing, false) => "This is required.".to_owned(),
            (Why::TooLong { max }, true) => format!("{max}文字までです。"),
            (Why::TooLong { max }, false) => format!("At most {max} characters."),
            (Why::NotOffered, true) => "選べる値ではありません。".to_owned(),
            (Why::NotOffered, false) => "Not among the values offered here.".to_owned(),
            (Why::NotANumber { min, max }, true) => {
                format!("{min}から{max}までの整数にしてください。")
            }
            (Why::NotANumber { min, max }, false) => format!("A whole number from {min} to {max}."),
            (Why::NotADate, true) => "日付をYYYY-MM-DDの形で指定してください。".to_owned(),
            (Why::NotADate, false) => "A day, written YYYY-MM-DD.".to_owned(),
            (Why::DayOver, true) => "今日以降で、開始日以降の日を指定してください。".to_owned(),
            (Why::DayOver, false) => "A day from today on, and not before the first.".to_owned(),
            (Why::NotAhead { days }, true) => {
                format!("これから{days}日以内の日時を指定してください。")
            }
            (Why::NotAhead { days }, false) => {
                format!("A moment that lies ahead, within {days} days.")
            }
            (Why::Past, true) => "現在より後の日時を指定してください。".to_owned(),
            (Why::Past, false) => "This lies in the past.".to_owned(),
            (Why::NotYet, true) => "現在までの日時を指定してください。".to_owned(),
            (Why::NotYet, false) => "This has not come yet.".to_owned(),
            (Why::TooSoon { minutes }, true) => {
                format!("今から{minutes}分後以降の日時を指定してください。")
            }
            (Why::TooSoon { minutes }, false) => {
                format!("Choose a moment {minutes} minutes from now or later.")
            }
            (Why::TooShort { minutes }, true) => {
                format!("開始から{minutes}分以上の時間を指定してください。")
            }
            (Why::TooShort { minutes }, false) => {
                format!("Leave at least {minutes} minutes from its beginning.")
            }
            (Why::NotALink, true) => "https://で始まるアドレスを指定してください。".to_owned(),
            (Why::NotALink, false) => "Give an address that begins with https://.".to_owned(),
            (Why::NotAnAddress { given, .. }, true) => {
                format!("メールアドレスではありません：{given}")
            }
            (Why::NotAnAddress { given, .. }, false) => format!("Not an e-mail address: {given}"),
            (Why::Slip { given, meant }, true) => format!(
                "入力誤りの可能性があります：{given}。正しくは「{meant}」ではありませんか。このまま送る場合は、sure_ofにも指定してください。"
            ),
            (Why::Slip { given, meant }, false) => format!(
                "This looks mistyped: {given}. Did you mean {meant}? If it is right as it is, name it in sure_of too."
            ),
            (Why::Foreign { given }, true) => format!(
                "社外のアドレスです：{}。送ってよい相手であれば、sure_ofにも指定してください。",
                given.join("、")
            ),
            (Why::Foreign { given }, false) => format!(
                "Outside the company: {}. If they may get the answers, name them in sure_of too.",
                given.join(", ")
            ),
            (Why::NoSuchCase, true) => "この番号のケースはありません。".into(),
            (Why::NoSuchCase, false) => "There is no case with this number.".into(),
            (Why::NotThere, true) => "本文にありません。".into(),
            (Why::NotThere, false) => "It does not stand in the text.".into(),
            (Why::TooMany { most }, true) => format!("{most}件までです。"),
            (Why::TooMany { most }, false) => format!("At most {most} of them."),
            (Why::NotInPlan { plans, ask }, ja) => not_in_plan(plans, ask.as_ref(), ja),
            (Why::Unknown, true) => "この名前の項目はありません。".to_owned(),
            (Why::Unknown, false) => "There is nothing of this name.".to_owned(),
            (Why::WrongType { taken }, true) => format!("JSONの型が違います（{taken}）。"),
            (Why::WrongType { taken }, false) => format!("Another JSON type is needed: {taken}."),
            (Why::GivenTwice, true) => "1回だけ指定してください。".to_owned(),
            (Why::GivenTwice, false) => "Give it once only.".to_owned(),
            (Why::File { name, why }, ja) => file_detail(name, why, ja),
            (Why::Image(why), ja) => image_detail(*why, ja),
            (Why::Malformed, true) => "値の形が正しくありません。".to_owned(),
            (Why::Malformed, false) => "The value has not the form it should have.".to_owned(),
        }
    }
}

impl WrongField {
    /// The member of the body that these names lead to; none is the body itself.
    pub fn at(names: &[&str], wrong: Why) -> Self {
        let field = names.last().copied().unwrap_or_default().to_owned();
        Self {
            place: Place::Body(names.iter().map(|name| (*name).to_owned()).collect()),
            field,
            wrong,
        }
    }

    pub fn parameter(name: &str, wrong: Why) -> Self {
        Self {
            place: Place::Query,
            field: name.to_owned(),
            wrong,
        }
    }

    pub fn header(name: &str, wrong: Why) -> Self {
        Self {
            place: Place::Header,
            field: name.to_owned(),
            wrong,
        }
    }

    /// JSON pointer (RFC 6901) to a member of the body.
    pub fn pointer(&self) -> Option<String> {
        let Place::Body(names) = &self.place else {
            return None;
        };
        Some(pointer(names))
    }

    pub fn shown(&self, ja: bool) -> wire::FieldError {
        wire::FieldError {
            field: self.field.clone(),
            pointer: self.pointer(),
            code: self.wrong.code().to_owned(),
            detail: self.wrong.detail(ja),
            suggestion: match &self.wrong {
                Why::NotAnAddress { meant, .. } => meant.clone(),
                Why::Slip { meant, .. } => Some(meant.clone()),
                _ => None,
            },
        }
    }
}

fn not_in_plan(plans: &[String], ask: Option<&Door>, ja: bool) -> String {
    let goes = match ja {
        true => format!("プラン{}に含まれます。", plans.join("、")),
        false => format!("Goes with the plan {}.", plans.join(", ")),
    };
    let ask = match (ask, ja) {
        (None, _) => return goes,
        (Some(Door::Contact(name)), true) => format!("相談先は/deskのtexts.{name}にあります。"),
        (Some(Door::Contact(name)), false) => format!(" Whom to ask: texts.{name} of /desk."),
        (Some(Door::Kind(id)), true) => format!("種類{id}のケースで相談してください。"),
        (Some(Door::Kind(id)), false) => format!(" Ask by a case of the kind {id}."),
    };
    goes + &ask
}

fn image_code(why: images::NotTaken) -> &'static str {
    match why {
        images::NotTaken::Empty => "file-empty",
        images::NotTaken::TooLarge { .. } => "file-too-large",
        images::NotTaken::NotAnImage => "file-kind",
        images::NotTaken::Broken => "file-content",
        images::NotTaken::TooManyPixels { .. } => "too-many-pixels",
        images::NotTaken::NoRoom => "file-no-room",
    }
}

fn image_detail(why: images::NotTaken, ja: bool) -> String {
    match (why, ja) {
        (images::NotTaken::Empty, true) => "ファイルが空です。".to_owned(),
        (images::NotTaken::Empty, false) => "The file is empty.".to_owned(),
        (images::NotTaken::TooLarge { max }, true) => format!("{max}バイトまでです。"),
        (images::NotTaken::TooLarge { max }, false) => format!("At most {max} bytes."),
        (images::NotTaken::NotAnImage, true) => {
            "PNG、JPEG、GIF、WebPのいずれかの画像を送ってください。".to_owned()
        }
        (images::NotTaken::NotAnImage, false) => "Send a PNG, JPEG, GIF or WebP image.".to_owned(),
        (images::NotTaken::Broken, true) => "画像を読み取れません。".to_owned(),
        (images::NotTaken::Broken, false) => "The image cannot be read.".to_owned(),
        (images::NotTaken::TooManyPixels { max }, true) => format!("{max}画素までです。"),
        (images::NotTaken::TooManyPixels { max }, false) => format!("At most {max} pixels."),
        (images::NotTaken::NoRoom, true) => {
            "記事で使われていない画像が多すぎます。先に記事で使うか、削除してください。".to_owned()
        }
        (images::NotTaken::NoRoom, false) => {
            "Too many images wait for an article. Use or remove some first.".to_owned()
        }
    }
}

fn file_code(why: &NotTaken) -> &'static str {
    match why {
        NotTaken::Empty => "file-empty",
        NotTaken::TooLarge { .. } => "file-too-large",
        NotTaken::TooMany { .. } => "too-many",
        NotTaken::Kind { .. } => "file-kind",
        NotTaken::OtherContent { .. } => "file-content",
        NotTaken::Locked => "file-locked",
        NotTaken::Threat => "file-threat",
        NotTaken::Gone => "file-gone",
        NotTaken::NoRoom => "file-no-room",
        NotTaken::Crumbs { .. } => "file-crumbs",
    }
}

fn file_detail(name: &str, why: &NotTaken, ja: bool) -> String {
    let told = match (why, ja) {
        (NotTaken::Empty, true) => "ファイルが空です。".to_owned(),
        (NotTaken::Empty, false) => "The file is empty.".to_owned(),
        (NotTaken::TooLarge { max }, true) => format!("1件{max}バイトまでです。"),
        (NotTaken::TooLarge { max }, false) => format!("At most {max} bytes each."),
        (NotTaken::TooMany { most }, true) => format!("1回に{most}件までです。"),
        (NotTaken::TooMany { most }, false) => format!("At most {most} at a time."),
        (NotTaken::Kind { taken, .. }, true) => format!(
            "この形式は添付できません。使用できる形式：{}",
            taken.join("、")
        ),
        (NotTaken::Kind { taken, .. }, false) => {
            format!("This type is not accepted. Accepted: {}.", taken.join(", "))
        }
        (NotTaken::OtherContent { named }, true) => format!("中身が{named}ではありません。"),
        (NotTaken::OtherContent { named }, false) => format!("The content is not {named}."),
        (NotTaken::Locked, true) => {
            "パスワード付きのファイルは検査できないため、添付できません。".to_owned()
        }
        (NotTaken::Locked, false) => {
            "A file with a password cannot be scanned, so it is not accepted.".to_owned()
        }
        (NotTaken::Threat, true) => "脅威を検出しました。".to_owned(),
        (NotTaken::Threat, false) => "A threat was found in it.".to_owned(),
        (NotTaken::Gone, true) => {
            "アップロードされたファイルが見つかりません。もう一度送ってください。".to_owned()
        }
        (NotTaken::Gone, false) => "There is no such uploaded file. Send it again.".to_owned(),
        (NotTaken::Crumbs { least }, true) => {
            format!("{least}バイトより小さい単位で送られています。1回に送る量を増やしてください。")
        }
        (NotTaken::Crumbs { least }, false) => {
            format!("It comes in pieces of less than {least} bytes. Send more at a time.")
        }
        (NotTaken::NoRoom, true) => "保存できる容量を超えています。".to_owned(),
        (NotTaken::NoRoom, false) => "There is no room for it.".to_owned(),
    };
    match name {
        "" => told,
        name => format!("{name}: {told}"),
    }
}
