//! Failures as `application/problem+json` (RFC 9457). The one place where the API's own sentences stand, in Japanese
//! and English; what is inside stays in the log. Knows no route.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    Language,
    case::{Refused, intake::FieldProblem},
    contract::entitlement::Because,
    file::NotTaken,
};

use super::{
    wire,
    wrong::{Place, Why, WrongField},
};
use crate::app::Fail;

/// Why a request got no other answer.
#[derive(Clone, Debug)]
pub struct Problem {
    pub what: What,
    pub errors: Vec<WrongField>,
    /// Statuses to which a case could be moved instead.
    pub possible: Option<Vec<String>>,
    /// Why no contract covers what was asked for.
    pub reasons: Option<Vec<Because>>,
    /// Seconds until it may be tried again.
    pub wait: Option<u64>,
}

macro_rules! problems {
    ($($name:ident $slug:literal $status:ident $ja:literal / $en:literal, $ja_detail:literal / $en_detail:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum What { $($name),* }

        impl What {
            #[cfg(test)]
            const ALL: &[What] = &[$(What::$name),*];

            pub fn slug(self) -> &'static str {
                match self { $(What::$name => $slug),* }
            }

            pub fn status(self) -> StatusCode {
                match self { $(What::$name => StatusCode::$status),* }
            }

            /// Title and detail.
            fn words(self, ja: bool) -> (&'static str, &'static str) {
                match self { $(What::$name => if ja { ($ja, $ja_detail) } else { ($en, $en_detail) }),* }
            }
        }
    };
}

problems! {
    Unauthenticated "unauthenticated" UNAUTHORIZED "トークンが必要です" / "A token is needed",
        "Authorizationヘッダーに、有効なトークンを「Bearer mdg_…」の形で入れてください。" /
        "Send a valid token in the Authorization header, as in \"Bearer mdg_…\".";
    NotAllowed "not-allowed" FORBIDDEN "この操作はできません" / "This is not allowed",
        "お使いのアクセス権では、この操作はできません。" / "Your access does not include this.";
    NotFound "not-found" NOT_FOUND "見つかりません" / "Not found",
        "このアドレスには何もないか、表示する権限がありません。" / "There is nothing here, or nothing that you may see.";
    MethodNotAllowed "method-not-allowed" METHOD_NOT_ALLOWED "このメソッドは使えません" / "This method is not supported",
        "使えるメソッドはAllowヘッダーにあります。" / "The Allow header names the methods there are.";
    MalformedJson "malformed-json" BAD_REQUEST "JSONとして読めません" / "The body is not JSON",
        "本文をUTF-8のJSONで送ってください。" / "Send the body as JSON in UTF-8.";
    WrongParameters "wrong-parameters" BAD_REQUEST "パラメーターに誤りがあります" / "Some parameters are wrong",
        "errorsにあるパラメーターを直してください。" / "Correct the parameters that errors names.";
    WrongHeaders "wrong-headers" BAD_REQUEST "ヘッダーに誤りがあります" / "Some headers are wrong",
        "errorsにあるヘッダーを直してください。" / "Correct the headers that errors names.";
    InvalidFields "invalid-fields" UNPROCESSABLE_ENTITY "入力に誤りがあります" / "Some fields are wrong",
        "errorsにある項目を直してください。" / "Correct the fields that errors names.";
    KeyReused "idempotency-key-reused" UNPROCESSABLE_ENTITY
        "Idempotency-Keyは別の要求に使われています" / "The Idempotency-Key was used for another request",
        "要求ごとに新しいキーを使ってください。" / "Use a new key for each new request.";
    UnsupportedMediaType "unsupported-media-type" UNSUPPORTED_MEDIA_TYPE "JSONだけを受け付けます" / "Only JSON is taken",
        "Content-Typeをapplication/jsonにしてください。" / "Set Content-Type to application/json.";
    TooLarge "too-large" PAYLOAD_TOO_LARGE "本文が大きすぎます" / "The body is too large",
        "本文は1 MiBまでです。" / "A body may have 1 MiB at most.";
    CaseClosed "case-closed" CONFLICT "ケースはクローズされています" / "The case is closed",
        "再オープンするか、新しいケースを開いてください。" / "Reopen it, or open a new case.";
    CaseMerged "case-merged" CONFLICT "別のケースに統合されています" / "The case is merged into another one",
        "linksのmerged_intoにあるケースに書いてください。" / "Write to the case in merged_into of its links.";
    CannotMerge "cannot-merge" CONFLICT "統合できません" / "It cannot be merged",
        "同じアカウントの未クローズのケースで、どちらも統合やエスカレーションの途中でないことを確認してください。" /
        "Name an open case of the same account; neither may be merged or carry others, and no escalation may run.";
    CaseNotClosed "case-not-closed" CONFLICT "ケースはクローズされていません" / "The case is not closed",
        "再オープンできるのは、クローズされたケースだけです。" / "Only a closed case can be reopened.";
    NoSolutionProposed "no-solution-proposed" CONFLICT "回答を待つ解決策がありません" / "No solution waits for an answer",
        "解決策が提示されてから回答してください。" / "Answer once a solution has been proposed.";
    NoSuchMove "no-such-move" CONFLICT "そのステータスには変更できません" / "The case cannot move to that status",
        "possibleにあるステータスから選んでください。" / "Choose one of the statuses that possible names.";
    NeverReopened "never-reopened" CONFLICT "再オープンはできません" / "Cases are not reopened",
        "新しいケースを開いてください。" / "Open a new case.";
    ReopeningOver "reopening-over" CONFLICT "再オープンできる期間を過ぎました" / "The days for reopening are over",
        "新しいケースを開いてください。" / "Open a new case.";
    ReopeningAskedAlready "reopening-asked-already" CONFLICT "再オープンは依頼済みです" / "Reopening is asked for already",
        "サポートからの返事をお待ちください。" / "Support will answer the request.";
    ReopeningDeclined "reopening-declined" CONFLICT "再オープンの依頼は見送られています" / "Reopening was declined",
        "理由を確認し、新しいケースを開いてください。" / "See the reason, and open a new case.";
    NoReopeningAsked "no-reopening-asked" CONFLICT "再オープンの依頼がありません" / "Nobody asks for reopening",
        "最新の内容を読み直してください。" / "Read the case again.";
    EscalationAskedAlready "escalation-asked-already" CONFLICT "エスカレーションは依頼済みです" / "An escalation is asked for already",
        "サポートからの返事をお待ちください。" / "Support will answer the request.";
    NoEscalationAsked "no-escalation-asked" CONFLICT "エスカレーションの依頼がありません" / "Nobody asks for an escalation",
        "最新の内容を読み直してください。" / "Read the case again.";
    EscalatedAlready "escalated-already" CONFLICT "エスカレーションが進行中です" / "An escalation runs already",
        "進行中のエスカレーションに追記してください。" / "Add to the one that runs.";
    NoEscalation "no-escalation" CONFLICT "進行中のエスカレーションがありません" / "No escalation runs",
        "最新の内容を読み直してください。" / "Read the case again.";
    NotWithEngineering "not-with-engineering" CONFLICT "開発部門の対応は終わっています" / "Engineering has nothing to do with it",
        "最新の内容を読み直してください。" / "Read the case again.";
    NoSurvey "no-survey" CONFLICT "アンケートは受け付けていません" / "No survey is open for this case",
        "クローズしたあと、期間内に1回だけ回答できます。" / "It can be answered once, within some days of the closing.";
    SurveyGiven "survey-given" CONFLICT "アンケートは回答済みです" / "The survey is answered already",
        "回答は1回だけです。" / "It is answered once.";
    SeverityAlready "severity-already" CONFLICT "すでにその重大度です" / "It has that severity already",
        "別の重大度を選んでください。" / "Choose another severity.";
    NoSeverityProposed "no-severity-proposed" CONFLICT "回答を待つ重大度の提案がありません" / "No severity waits for your answer",
        "最新の内容を読み直してください。" / "Read the case again.";
    OtherSeverityProposed "other-severity-proposed" CONFLICT "提案されている重大度が変わりました" / "Another severity is proposed by now",
        "最新の内容を読み直してから、回答してください。" / "Read the case again, and answer what is proposed now.";
    NoSuchQuestion "no-such-question" CONFLICT "この質問は残っていません" / "This question is not open",
        "回答されたか、取り下げられています。最新の内容を読み直してください。" / "It was answered or withdrawn. Read the case again.";
    NoCallOwed "no-call-owed" CONFLICT "電話の連絡は不要です" / "No call is owed",
        "すでに記録されたか、必要のないケースです。" / "It was recorded already, or is not needed.";
    CallAskedAlready "call-asked-already" CONFLICT "すでに電話を依頼しています" / "A call is asked for already",
        "時間を変えるときは、いまの依頼を取り消してから依頼してください。" / "To change the time, withdraw that request first.";
    NoSuchConference "no-such-conference" CONFLICT "該当する会議がありません" / "There is no such conference",
        "ケースのconferencesにあるidを指定してください。" / "Name an id of the case's conferences.";
    ConferenceOver "conference-over" CONFLICT "会議は終了したか、中止になりました" / "The conference is over, or cancelled",
        "ケースを読み直してください。" / "Read the case again.";
    HighestTier "highest-tier" CONFLICT "すでに最上位のティアです" / "It stands at the highest tier",
        "ほかの担当者やチームに割り当ててください。" / "Assign it to somebody else instead.";
    NotInPlan "not-in-plan" CONFLICT "契約のプランに含まれていません" / "The plan does not include this",
        "プランの内容を確認してください。" / "See what the plan includes.";
    NoThirdParty "no-third-party" CONFLICT "関与している他社がありません" / "No other vendor is involved",
        "最新の内容を読み直してください。" / "Read the case again.";
    NotOwner "not-owner" CONFLICT "担当者だけができる操作です" / "Only its owner may do this",
        "自分に割り当ててから行ってください。" / "Assign the case to yourself first.";
    DueSoon "due-soon" CONFLICT "期限が近づいています" / "A promise is due soon",
        "お客様に回答してから、もう一度行ってください。" / "Answer the customer first, then try again.";
    NoProxyLogin "no-proxy-login" CONFLICT "代理ログインは許可されていません" / "Nobody may sign in as this contact",
        "連絡先が、このケースで許可してから行ってください。" / "The contact has to allow it for this case first.";
    NeverSignedIn "never-signed-in" CONFLICT "まだサインインしていません" / "They have never signed in",
        "一度サインインした人だけを指定連絡先にできます。" / "Only who has signed in before can be designated.";
    NotInProduction "not-in-production" CONFLICT "本番環境のユーザーではありません" / "They use no production deployment",
        "指定連絡先は、deskが定める環境のユーザーから選んでください。" / "Choose users of the environment that the desk names.";
    NoSeatLeft "no-seat-left" CONFLICT "指定連絡先の人数に空きがありません" / "No place is left",
        "offに外す人を指定するか、プランの人数を確認してください。" / "Name in off who gives theirs up, or see what the plan includes.";
    NoStandIn "no-stand-in" CONFLICT "代理を立てられません" / "There is no place to stand in for",
        "awayには指定連絡先を、contactにはそれ以外の人を選んでください。" /
        "In away, name somebody who has a place, and in contact somebody who has none.";
    AddressTaken "address-taken" CONFLICT "このメールアドレスは使われています" / "Somebody has this address",
        "ほかのメールアドレスを指定してください。" / "Name another address.";
    LastAdministrator "last-administrator" CONFLICT "ほかに管理者がいません" / "Nobody else administers this",
        "先に、別の担当者を管理者にしてください。" / "Make somebody else an administrator first.";
    RequestSettled "request-settled" CONFLICT "この申請は処理済みです" / "The request is settled",
        "最新の一覧を読み直してください。" / "Read the list again.";
    NoIncidents "no-incidents" CONFLICT "インシデントは宣言できません" / "This desk declares no incidents",
        "デスクファイルの設定を確認してください。" / "See how the desk file has it.";
    IncidentOver "incident-over" CONFLICT "インシデントは終了しています" / "The incident has ended",
        "最新の内容を読み直してください。" / "Read it again.";
    IncidentRunning "incident-running" CONFLICT "インシデントは対応中です" / "The incident is still running",
        "復旧してから行ってください。" / "End it first.";
    NoSuchPhase "no-such-phase" CONFLICT "その段階には変更できません" / "It cannot go to that phase",
        "次の段階か、1つ前の段階を指定してください。" / "Name a later phase, or the one before.";
    GatheredElsewhere "gathered-elsewhere" CONFLICT "ほかのインシデントに追加されています" / "A case belongs to another incident",
        "先に、そのインシデントから外してください。" / "Release it there first.";
    CauseReported "cause-reported" CONFLICT "原因は報告済みです" / "The cause has been reported already",
        "報告は1回だけです。" / "It is reported once.";
    OwnWords "own-words" CONFLICT "自分が最後に書いた記事は公開できません" / "Who wrote it last does not publish it",
        "ほかの担当者に確認を依頼してください。" / "Ask somebody else to look at it.";
    NothingNew "nothing-new" CONFLICT "公開されている内容から変更がありません" / "It is what readers see already",
        "変更を書いてから行ってください。" / "Write a change first.";
    NotPublished "not-published" CONFLICT "公開されていない記事です" / "It is not published",
        "最新の内容を読み直してください。" / "Read it again.";
    SessionEnded "session-ended" CONFLICT "セッションは終了しています" / "The session has ended",
        "新しいセッションを開始してください。" / "Start a new one.";
    NotHost "not-host" CONFLICT "主担当だけができる操作です" / "Only its host may do this",
        "主担当に依頼してください。" / "Ask the host.";
    OneSession "one-session" CONFLICT "進行中のセッションがあります" / "You lead a session already",
        "終了してから新しく開始してください。" / "End it before you start another.";
    NotNow "not-now" CONFLICT "いまは行えません" / "This cannot be done just now",
        "最新の内容を読み直してください。" / "Read the session again.";
    NoGuests "no-guests" CONFLICT "アカウントが必要です" / "An account is needed",
        "アカウントを申請するか、ほかのセンターを選んでください。" / "Ask for an account, or choose another centre.";
    NotEntitled "not-entitled" CONFLICT "契約の対象ではありません" / "No contract covers this",
        "reasonsにある理由を確認し、契約の担当者に相談してください。" / "See reasons, and ask whoever looks after the contract.";
    Conflict "conflict" CONFLICT "ほかの変更と重なりました" / "Another change came first",
        "読み直してから、もう一度お試しください。" / "Read it again, then try once more.";
    Stale "stale" PRECONDITION_FAILED "読んだあとに変更されています" / "It has changed since you read it",
        "読み直して、新しいETagをIf-Matchに入れてください。" / "Read it again and send the new ETag in If-Match.";
    TooMany "too-many" TOO_MANY_REQUESTS "回数が多すぎます" / "Too many requests",
        "Retry-Afterの秒数だけ待ってください。" / "Wait for as many seconds as Retry-After says.";
    Broken "broken" INTERNAL_SERVER_ERROR "処理できませんでした" / "Something broke",
        "原因は記録されました。しばらくしてから、もう一度お試しください。" / "The cause has been recorded. Try again a little later.";
}

impl What {
    pub fn with(self, errors: Vec<WrongField>) -> Problem {
        Problem {
            what: self,
            errors,
            possible: None,
            reasons: None,
            wait: None,
        }
    }
}

impl From<What> for Problem {
    fn from(what: What) -> Self {
        what.with(Vec::new())
    }
}

impl From<Fail> for Problem {
    fn from(fail: Fail) -> Self {
        match fail {
            Fail::Refused(refused) => Self::refused(refused),
            Fail::NotFound => What::NotFound.into(),
            Fail::Unauthenticated => What::Unauthenticated.into(),
            Fail::Conflict | Fail::Told(_) => What::Conflict.into(),
            Fail::Stale => What::Stale.into(),
            Fail::KeyReused => What::KeyReused.into(),
            Fail::TooMany { wait } => Self {
                wait: Some(wait),
                ..What::TooMany.into()
            },
            Fail::Foreign | Fail::Unsafe | Fail::OnlyReads => What::NotAllowed.into(),
            Fail::Broken(what) => {
                tracing::error!(%what, "an API request failed");
                What::Broken.into()
            }
        }
    }
}

impl From<store::DbError> for Problem {
    fn from(error: store::DbError) -> Self {
        Fail::from(error).into()
    }
}

impl Problem {
    /// One member of the body is wrong.
    pub fn of_field(field: &str, why: Why) -> Self {
        What::InvalidFields.with(vec![WrongField::at(&[field], why)])
    }

    fn refused(refused: Refused) -> Self {
        let what = match refused {
            Refused::NotAllowed => What::NotAllowed,
            Refused::Closed => What::CaseClosed,
            Refused::NotClosed => What::CaseNotClosed,
            Refused::Merged => What::CaseMerged,
            Refused::NotMerged(_) => What::CannotMerge,
            Refused::NoSolutionProposed => What::NoSolutionProposed,
            Refused::NeverReopened => What::NeverReopened,
            Refused::ReopeningOver { .. } => What::ReopeningOver,
            Refused::ReopeningAskedAlready => What::ReopeningAskedAlready,
            Refused::ReopeningDeclined => What::ReopeningDeclined,
            Refused::NoReopeningAsked => What::NoReopeningAsked,
            Refused::EscalationAskedAlready => What::EscalationAskedAlready,
            Refused::NoEscalationAsked => What::NoEscalationAsked,
            Refused::EscalatedAlready => What::EscalatedAlready,
            Refused::NoEscalation => What::NoEscalation,
            Refused::NotWithEngineering => What::NotWithEngineering,
            Refused::NoSurvey => What::NoSurvey,
            Refused::SurveyGiven => What::SurveyGiven,
            Refused::NoSuchMove { possible, .. } => {
                let possible = possible.iter().map(|id| id.as_str().to_owned()).collect();
                return Self {
                    possible: Some(possible),
                    ..What::NoSuchMove.into()
                };
            }
            Refused::SeverityAlready => What::SeverityAlready,
            Refused::NoSeverityProposed => What::NoSeverityProposed,
            Refused::OtherSeverityProposed => What::OtherSeverityProposed,
            Refused::NoSuchQuestion => What::NoSuchQuestion,
            Refused::NoCallOwed => What::NoCallOwed,
            Refused::CallAskedAlready => What::CallAskedAlready,
            Refused::NoSuchConference => What::NoSuchConference,
            Refused::ConferenceOver => What::ConferenceOver,
            Refused::HighestTier => What::HighestTier,
            Refused::NotInPlan => What::NotInPlan,
            Refused::NoThirdParty => What::NoThirdParty,
            Refused::NotOwner => What::NotOwner,
            Refused::DueSoon => What::DueSoon,
            Refused::NoProxyLogin(_) => What::NoProxyLogin,
            Refused::NoGuests => What::NoGuests,
            Refused::NotEntitled(verdict) => {
                return Self {
                    reasons: Some(verdict.reasons),
                    ..What::NotEntitled.into()
                };
            }
            Refused::File { name, why } => return Self::of_file(name, why),
            Refused::Fields(problems) => {
                return What::InvalidFields.with(problems.into_iter().map(member).collect());
            }
        };
        what.into()
    }

    /// A file is not taken.
    pub fn of_file(name: String, why: NotTaken) -> Self {
        What::InvalidFields.with(vec![WrongField::at(&["files"], Why::File { name, why })])
    }

    /// The same, where the command has another name for a member than the body that was sent.
    pub fn renamed(mut self, from: &str, to: &str) -> Self {
        for error in &mut self.errors {
            if error.field == from {
                *error = WrongField::at(&[to], error.wrong.clone());
            }
        }
        self
    }

    /// The same, where the fields stand under `answers` in the body that was sent.
    pub fn within_answers(mut self) -> Self {
        for error in &mut self.errors {
            let field = error.field.clone();
            *error = WrongField::at(&["answers", &field], error.wrong.clone());
        }
        self
    }

    /// The caller may not do it, or it is not there for them: which of both, nobody is told; or a contact did not allow it.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self.what,
            What::NotAllowed | What::NotFound | What::NoProxyLogin
        )
    }

    /// The face of a failure in the reader's language.
    pub fn shown(&self, language: &Language) -> Response {
        let ja = language.as_str() == "ja";
        let (title, detail) = self.what.words(ja);
        let status = self.what.status();
        let body = wire::Problem {
            kind: format!("/problems/{}", self.what.slug()),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.to_owned(),
            errors: self.errors.iter().map(|error| error.shown(ja)).collect(),
            possible: self.possible.clone(),
            reasons: self
                .reasons
                .as_ref()
                .map(|reasons| reasons.iter().map(wire::reason).collect()),
        };
        let text = serde_json::to_string(&body).unwrap_or_else(|_| "{}".to_owned());
        let mut response = (status, text).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if self.what == What::Unauthenticated {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(wait) = self.wait {
            headers.insert(header::RETRY_AFTER, wait.into());
        }
        response
    }
}

/// A field of a request's own, which carries its plain name.
fn member(problem: FieldProblem) -> WrongField {
    WrongField {
        place: Place::Body(vec![problem.field.clone()]),
        field: problem.field,
        wrong: problem.wrong.into(),
    }
}

/// The failure travels with the answer until it is given a face in the reader's language.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.what.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_a_name_of_its_own_and_speaks_both_languages() {
        let mut slugs: Vec<_> = What::ALL.iter().map(|what| what.slug()).collect();
        slugs.sort_unstable();
        slugs.dedup();
        assert_eq!(slugs.len(), What::ALL.len());
        for what in What::ALL {
            assert!(
                what.words(false).1.is_ascii() || what.words(false).1.contains('…'),
                "{what:?}"
            );
            assert!(!what.words(true).0.is_ascii(), "{what:?}");
        }
    }
}
