//! The end of a case on the pages of both sides: more help, not covered, declined reopening, what goes on, and the survey (B7, C4,
//! C14, C15, C16).

use axum::http::StatusCode;
use domain::{
    case::Command,
    desk::{Reopening, StatusId},
};
use testkit::cast::*;

use crate::browser::{Answer, House, Reader};

pub(crate) struct Both {
    pub house: House,
    number: i64,
    pub aoki: Reader,
    pub mori: Reader,
}

impl Both {
    pub async fn on(house: House) -> Self {
        let number = house.open_case(&AS_AOKI, "録音").await;
        let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
        Self {
            house,
            number,
            aoki,
            mori,
        }
    }

    pub fn number(&self) -> i64 {
        self.number
    }

    pub async fn in_status(to: &str) -> Self {
        let b = Self::on(House::open().await).await;
        b.moves(to).await;
        b
    }

    pub async fn moves(&self, to: &str) {
        let to = StatusId::new(to);
        let command = Command::ChangeStatus { to };
        let done = self
            .house
            .app
            .change_case(&AS_MORI, self.number, command, None, None);
        done.await.unwrap();
    }

    pub async fn staff(&self, rest: &str, fields: &[(&str, &str)]) -> Answer {
        let to = format!("/staff/cases/{:08}{rest}", self.number);
        self.house.post(&self.mori, &to, fields).await
    }

    pub async fn customer(&self, rest: &str, fields: &[(&str, &str)]) -> Answer {
        let to = format!("/cases/{:08}{rest}", self.number);
        self.house.post(&self.aoki, &to, fields).await
    }

    pub async fn page(&self, rest: &str) -> Answer {
        let at = format!("/cases/{:08}{rest}", self.number);
        self.house.get(&self.aoki, &at).await
    }

    pub async fn staffs_page(&self) -> String {
        let at = format!("/staff/cases/{:08}", self.number);
        self.house.get(&self.mori, &at).await.text
    }
}

#[tokio::test]
async fn c14_need_more_help_asks_what_happened_and_keeps_the_words() {
    let b = Both::in_status("solution-proposed/proposed").await;
    let page = b.page("").await.text;
    for wanted in [
        "解決した</button>",
        "まだ解決していない</summary>",
        "name=\"happened\"",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    let fields = [("worked", "no"), ("happened", ""), ("tried", "再起動")];
    let refused = b.customer("/solution-answer", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("再起動") && refused.text.contains("href=\"#happened\""));
    assert!(
        refused.text.contains("<details class=\"more-help\" open>"),
        "{}",
        refused.text
    );
    let fields = [
        ("worked", "no"),
        ("happened", "手順2で <b>E-204</b>"),
        ("tried", "再起動"),
    ];
    let done = b.customer("/solution-answer", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = b.staffs_page().await;
    for wanted in [
        "引き続きの対応を依頼しました",
        "起きたこと",
        "試したこと",
        "E-204",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    assert!(!page.contains("<b>E-204</b>"));
    assert!(b.house.faults().await.is_empty());
}

#[tokio::test]
async fn b7_what_is_not_covered_says_whom_to_ask_on_the_page_and_by_mail() {
    let b = Both::in_status("open/investigating").await;
    let page = b.staffs_page().await;
    assert!(page.contains("name=\"matter\""), "{page}");
    assert!(
        !page.contains("<option value=\"closed/redirected\">"),
        "not without a matter"
    );
    let refused = b.staff("/redirection", &[("matter", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("matter", "other-vendors"),
        ("redirect-text", "型番は資料をご覧ください。"),
    ];
    assert_eq!(
        b.staff("/redirection", &fields).await.status,
        StatusCode::SEE_OTHER
    );
    let page = b.page("").await.text;
    for wanted in [
        "その製品の提供元のサポートにご相談ください",
        "他社製品の設定",
        "型番は資料をご覧ください。",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    let help = b.house.get(&Reader::default(), "/help").await.text;
    assert!(help.contains("サポートの対象外と相談先") && help.contains("他社製品の設定"));
    let letters = b.house.mailed().await;
    let told = letters
        .iter()
        .any(|letter| letter.said.contains("その製品の提供元のサポート"));
    assert!(told, "{letters:?}");
}

#[tokio::test]
async fn c15_a_declined_request_says_why_and_leads_to_a_linked_case() {
    let desk = DESK.replace(
        "reopening = { way = \"within-days\", days = 14,",
        "reopening = { way = \"request\",",
    );
    let b = Both::on(House::on_desk(&desk).await).await;
    let (desk, _) = b.house.app.desks.current();
    assert!(matches!(desk.rules.reopening, Reopening::Request { .. }));
    b.moves("closed/cancelled").await;
    let asked = b
        .customer("/reopening", &[("reason", "再発しました")])
        .await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    assert!(b.staffs_page().await.contains("再オープンを見送る"));
    let declined = b
        .staff("/reopening-decline", &[("reason", "別の問題です")])
        .await;
    assert_eq!(declined.status, StatusCode::SEE_OTHER);
    let again = b
        .staff("/reopening-decline", &[("reason", "別の問題です")])
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let page = b.page("").await.text;
    assert!(
        page.contains("別の問題です") && page.contains("再オープンの依頼は見送りました"),
        "{page}"
    );
    assert!(
        !page.contains("/reopening\""),
        "it cannot be asked again\n{page}"
    );
    // The new case is filled in, and each says the other.
    let at = page
        .split("href=\"/cases/new/")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let at = format!(
        "/cases/new/{}",
        at.unwrap().replace("&#38;", "&").replace("&amp;", "&")
    );
    let form = b.house.get(&b.aoki, &at).await.text;
    assert!(
        form.contains("name=\"continues\" value=\"00000001\""),
        "{form}"
    );
    assert!(
        form.contains("ケース00000001の続きとして開きます"),
        "{form}"
    );
    let fields = [
        ("_checked", "1"),
        ("continues", "00000001"),
        ("deployment", "11"),
        ("product", "contact-cloud"),
        ("sub-type", "problem"),
        ("environment", "production"),
        ("severity", "S3"),
        ("issue", "recording"),
        ("sub-issue", "playback"),
        ("subject", "録音の続き"),
        ("description", "続きです"),
    ];
    let opened = b
        .house
        .post(&b.aoki, "/cases/new/support-case", &fields)
        .await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let old = b.page("").await.text;
    assert!(old.contains("続きのケース：00000002"), "{old}");
    let new = b.house.get(&b.aoki, "/cases/00000002").await.text;
    assert!(new.contains("ケース00000001の続きです"), "{new}");
    let staffs = b.house.get(&b.mori, "/staff/cases/00000002").await.text;
    assert!(
        staffs.contains("href=\"/staff/cases/00000001\""),
        "{staffs}"
    );
    // Nobody goes on with what they do not see.
    let lindner = b.house.reader(LINDNER).await;
    let foreign = b.house.get(&lindner, &at).await.text;
    assert!(!foreign.contains("name=\"continues\""), "{foreign}");
    assert!(b.house.faults().await.is_empty());
}

#[tokio::test]
async fn c16_v46_a_link_chooses_and_only_a_press_answers_once() {
    let b = Both::in_status("closed/resolved").await;
    assert!(b.page("").await.text.contains("/cases/00000001/survey"));
    for _ in 0..2 {
        let page = b.page("/survey?overall=4&contact=yes&comment=x").await.text;
        assert!(
            page.contains("name=\"overall\" value=\"4\" checked"),
            "{page}"
        );
    }
    let stored = b.house.app.case(&AS_MORI, b.number).await.unwrap();
    assert_eq!(stored.case.survey, None, "looking answers nothing");
    let missing = b.customer("/survey", &[("overall", "4")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        missing.text.contains("href=\"#speed\"") && missing.text.contains("value=\"4\" checked")
    );
    let fields = [
        ("overall", "4"),
        ("speed", "2"),
        ("understanding", "5"),
        ("comment", "次は早めに <i>連絡</i> を"),
        ("contact", "yes"),
    ];
    let done = b.customer("/survey", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let thanks = b.page("/survey").await.text;
    for wanted in ["回答ありがとうございました", "満足", "次は早めに"] {
        assert!(thanks.contains(wanted), "{wanted}\n{thanks}");
    }
    assert!(!thanks.contains("<form class=\"survey"), "{thanks}");
    let again = b.customer("/survey", &fields).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    // Staff read it on the case and among all of them; colleagues only that it was answered.
    assert!(b.staffs_page().await.contains("次は早めに"));
    let all = b.house.get(&b.mori, "/staff/surveys").await.text;
    for wanted in [
        "次は早めに",
        "00000001",
        "サポートからの連絡を希望しています",
        "回答1件",
    ] {
        assert!(all.contains(wanted), "{wanted}\n{all}");
    }
    let colleague = b.house.reader(BABA).await;
    for path in ["/cases/00000001", "/cases/00000001/survey"] {
        let page = b.house.get(&colleague, path).await.text;
        assert!(!page.contains("次は早めに"), "{page}");
    }
    let foreign = b.house.reader(LINDNER).await;
    let page = b.house.get(&foreign, "/cases/00000001/survey").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(b.house.faults().await.is_empty());
}

#[tokio::test]
async fn c16_the_mail_after_a_closing_asks_and_none_asks_what_was_answered() {
    let b = Both::in_status("closed/resolved").await;
    let letters = b.house.mailed().await;
    let letter = letters
        .iter()
        .find(|l| l.subject.contains("00000001"))
        .unwrap();
    assert!(letter.subject.contains("完了"), "{}", letter.subject);
    assert!(
        letter.said.contains("/cases/00000001/survey?overall=5"),
        "{}",
        letter.said
    );
    assert!(letter.said.contains("とても満足"));
    // Who closes it themselves is asked and told nothing else; once it is answered, not even that.
    for (number, answers) in [(2, false), (3, true)] {
        let number = {
            assert_eq!(b.house.open_case(&AS_AOKI, "録音").await, number);
            format!("/cases/{number:08}")
        };
        let reason = [("reason", "resolved")];
        b.house
            .post(&b.aoki, &format!("{number}/closure"), &reason)
            .await;
        if answers {
            let points = [("overall", "5"), ("speed", "5"), ("understanding", "5")];
            b.house
                .post(&b.aoki, &format!("{number}/survey"), &points)
                .await;
        }
        let about = |letter: &&madoguchi::mail::Letter| letter.subject.contains(&number[7..]);
        let letters = b.house.mailed().await;
        let asked = letters.iter().filter(about);
        let asked = asked
            .filter(|letter| letter.subject.contains("アンケート"))
            .count();
        assert_eq!(asked, usize::from(!answers), "{letters:?}");
        assert!(
            !letters
                .iter()
                .filter(about)
                .any(|l| l.subject.contains("【完了】"))
        );
    }
}

#[tokio::test]
async fn c4_the_state_of_a_wish_stands_on_the_page_and_goes_by_mail() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    let fields = [
        ("_checked", "1"),
        ("deployment", "11"),
        ("product", "contact-cloud"),
        ("sub-type", "new-feature"),
        ("subject", "話者を分けて表示"),
        ("description", "左右に"),
    ];
    let opened = house
        .post(&aoki, "/cases/new/feature-request", &fields)
        .await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let mori = house.reader(MORI).await;
    let page = house.get(&aoki, "/cases/00000001").await.text;
    assert!(
        page.contains("検討状況") && page.contains("受付済み"),
        "{page}"
    );
    let set = [
        ("kind-state", "planned"),
        ("kind-state-text", "来春の予定です"),
    ];
    let done = house
        .post(&mori, "/staff/cases/00000001/kind-state", &set)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = house.get(&aoki, "/cases/00000001").await.text;
    for wanted in [
        "対応予定",
        "検討状況が「対応予定」になりました",
        "来春の予定です",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    let letters = house.mailed().await;
    assert!(
        letters.iter().any(|l| l.subject.contains("対応予定")),
        "{letters:?}"
    );
}

/// Somebody who leads, signed in.
pub(crate) async fn supervisor(house: &House) -> Reader {
    let id = domain::PersonId(905);
    let standing = domain::directory::Standing::Agent {
        role: domain::Role::Supervisor,
        team: None,
    };
    let word = domain::Prose::new;
    let profile = domain::directory::Profile {
        family: word("堀"),
        given: word("薫"),
        family_kana: word(""),
        given_kana: word(""),
        email: word("hori@desk.example"),
        language: domain::Language::new("ja"),
        time_zone: "Asia/Tokyo".into(),
    };
    let by = domain::event::By::System;
    let list = store::directory::add_person(id, standing, profile, by, noon());
    house.app.store.add(list.unwrap()).await.unwrap();
    house.reader(id).await
}

#[tokio::test]
async fn e2_an_escalation_is_asked_for_reaches_the_supervisor_and_is_answered() {
    let b = Both::in_status("open/investigating").await;
    let page = b.page("").await.text;
    for wanted in [
        "エスカレーションを依頼",
        "サポート責任者",
        "カスタマーサクセスマネージャー",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    let empty = [("addressee", "success-manager"), ("escalation-reason", "")];
    let refused = b.customer("/escalation", &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = [
        ("addressee", "success-manager"),
        ("escalation-reason", "3日間連絡がありません <b>"),
    ];
    let done = b.customer("/escalation", &asked).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(
        b.customer("/escalation", &asked).await.status,
        StatusCode::CONFLICT
    );
    let page = b.page("").await.text;
    assert!(page.contains("エスカレーションを依頼済みです"), "{page}");
    // Whoever leads finds it in a view of its own; others do not have that view.
    let lead = supervisor(&b.house).await;
    let inbox = b.house.get(&lead, "/staff?view=escalation").await.text;
    assert!(
        inbox.contains("エスカレーションの依頼") && inbox.contains("00000001"),
        "{inbox}"
    );
    let others = b.house.get(&b.mori, "/staff").await.text;
    assert!(!others.contains("view=escalation"), "{others}");
    let page = b.staffs_page().await;
    assert!(
        page.contains("3日間連絡がありません &#60;b&#62;")
            || page.contains("3日間連絡がありません &lt;b&gt;"),
        "{page}"
    );
    let answered = b
        .staff(
            "/escalation-answer",
            &[("escalation-text", "本日中にお電話します")],
        )
        .await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    let page = b.page("").await.text;
    assert!(
        page.contains("本日中にお電話します") && !page.contains("依頼済みです"),
        "{page}"
    );
    let inbox = b.house.get(&lead, "/staff?view=escalation").await.text;
    assert!(!inbox.contains("/staff/cases/00000001"), "{inbox}");
    assert!(b.house.faults().await.is_empty());
}

#[tokio::test]
async fn a2_why_support_closed_it_is_said_shown_and_narrowed_by_and_no_customer_reads_it() {
    let b = Both::in_status("open/investigating").await;
    let page = b.staffs_page().await;
    assert!(
        page.contains("<option value=\"configuration\">設定の誤り"),
        "{page}"
    );
    let fields = [("to", "closed/resolved"), ("cause", "configuration")];
    let path = "/staff/cases/00000001/status";
    let done = b.house.post(&b.mori, path, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = b.staffs_page().await;
    for wanted in [
        "クローズの原因を「設定の誤り」にしました",
        "/staff/cases/00000001/cause",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    let list = async |q: &str| {
        let mut address = form_urlencoded::Serializer::new(String::new());
        address.append_pair("view", "closed").append_pair("q", q);
        let path = format!("/staff?{}", address.finish());
        b.house.get(&b.mori, &path).await.text
    };
    let row = "data-row href=\"/staff/cases/00000001";
    assert!(list("原因:設定").await.contains(row));
    assert!(list("cause:configuration").await.contains(row));
    assert!(!list("原因:不具合").await.contains(row));
    assert!(list("原因:月").await.contains("という原因がないため"));
    let theirs = b.house.get(&b.aoki, "/cases/00000001").await.text;
    assert!(!theirs.contains("設定の誤り"), "{theirs}");
    // Said otherwise later.
    let other = [("cause", "usage")];
    b.house
        .post(&b.mori, "/staff/cases/00000001/cause", &other)
        .await;
    assert!(list("原因:使い方").await.contains(row));
    assert!(!list("原因:設定").await.contains(row));
    assert_eq!(b.house.faults().await, []);
}

#[tokio::test]
async fn k3_staff_open_the_case_that_goes_on_with_a_closed_one_for_its_contact() {
    let b = Both::in_status("open/investigating").await;
    let form = "/follow-up";
    let open = b
        .house
        .get(&b.mori, "/staff/cases/00000001/follow-up")
        .await;
    assert_eq!(open.status, StatusCode::NOT_FOUND);
    assert!(!b.staffs_page().await.contains("/follow-up"));
    b.moves("closed/resolved").await;
    assert!(
        b.staffs_page()
            .await
            .contains("/staff/cases/00000001/follow-up")
    );
    let page = b
        .house
        .get(&b.mori, "/staff/cases/00000001/follow-up")
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    // Filled in with what that case said.
    for wanted in ["value=\"録音\"", "00000001"] {
        assert!(page.text.contains(wanted), "{wanted}\n{}", page.text);
    }
    let without = [("kind", "support-case"), ("subject", "")];
    let refused = b.staff(form, &without).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("kind", "support-case"),
        ("deployment", "11"),
        ("sub-type", "problem"),
        ("product", "contact-cloud"),
        ("environment", "production"),
        ("severity", "S3"),
        ("subject", "録音の続き"),
        ("description", "また起きました"),
    ];
    let done = b.staff(form, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(done.header("location"), "/staff/cases/00000002");
    // It is the contact's own, linked, under their contract.
    let theirs = b.house.get(&b.aoki, "/cases/00000002").await.text;
    assert!(
        theirs.contains("録音の続き") && theirs.contains("/cases/00000001"),
        "{theirs}"
    );
    let before = b.page("").await.text;
    assert!(before.contains("/cases/00000002"), "{before}");
    // Nobody else opens one like this.
    let by_customer = b
        .house
        .post(&b.aoki, "/staff/cases/00000001/follow-up", &fields)
        .await;
    assert_ne!(by_customer.status, StatusCode::SEE_OTHER);
    assert_eq!(b.house.faults().await, []);
}
