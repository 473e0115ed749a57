//! A case from its first form to its last word, with both sides watching (C9, C12, C14).

use e2e::{Done, Options, Page, Server};
use serde_json::json;

use crate::cast::{ASHDOWN, IYER, NISHIO, SATO, holds, sign_in, with_script};

/// Whose turn it is, as chips say it.
#[derive(Clone, Copy)]
enum Turn {
    Customer,
    Support,
    Nobody,
}

impl Turn {
    /// In markup, and in the addresses of lists.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Customer => ("customer", "customer"),
            Self::Support => ("support", "support"),
            Self::Nobody => ("nobody", "closed"),
        }
    }

    fn words(self, language: &str) -> &'static str {
        match (self, language) {
            (Self::Customer, "ja") => "お客様の対応待ち",
            (Self::Support, "ja") => "サポート対応中",
            (Self::Nobody, "ja") => "完了",
            (Self::Customer, _) => "Waiting for customer",
            (Self::Support, _) => "With support",
            (Self::Nobody, _) => "Done",
        }
    }
}

/// One case and the two who talk about it, both signed in all the time.
struct Story {
    customer: Page,
    agent: Page,
    language: &'static str,
    number: String,
}

impl Story {
    fn between(
        server: &Server,
        [customer, agent]: [&str; 2],
        language: &'static str,
        options: &Options,
    ) -> Done<Self> {
        Ok(Self {
            customer: sign_in(server, customer, options)?,
            agent: sign_in(server, agent, options)?,
            language,
            number: String::new(),
        })
    }

    /// The same turn and status on every page of both sides.
    #[track_caller]
    fn both_see(&self, turn: Turn, status: &str) -> Done {
        let Self {
            customer, agent, ..
        } = self;
        let (mark, list) = turn.names();
        let words = turn.words(self.language);

        customer.goto("/")?;
        match turn {
            Turn::Nobody => assert_eq!(self.chip_in(customer, ".cases li")?, ""),
            _ => assert_eq!(self.chip_in(customer, ".cases li")?, words),
        }
        customer.goto(&format!("/cases?scope=own&view={list}"))?;
        assert_eq!(self.chip_in(customer, "tbody tr")?, words);
        agent.goto(&format!("/staff?view={list}&order=modified"))?;
        assert_eq!(self.chip_in(agent, "tbody tr")?, words);

        customer.goto(&self.at("/cases"))?;
        agent.goto(&self.at("/staff/cases"))?;
        for page in [customer, agent] {
            assert_eq!(page.text(".status-head .turn")?, words);
            assert_eq!(
                page.attribute("section.status", "data-turn")?.as_deref(),
                Some(mark)
            );
            assert_eq!(page.text(".status-name")?, status);
            assert!(
                !page.text(".status-next")?.is_empty(),
                "what happens next is said"
            );
        }
        Ok(())
    }

    /// The chip in the row that tells of this case; empty where there is none.
    #[track_caller]
    fn chip_in(&self, page: &Page, rows: &str) -> Done<String> {
        let chip = page.eval(&format!(
            "[...document.querySelectorAll({})].find((row) => row.textContent.includes({}))?.querySelector('.turn').innerText ?? ''",
            json!(rows),
            json!(self.number)
        ))?;
        Ok(chip.as_str().unwrap_or_default().trim().to_owned())
    }

    fn at(&self, side: &str) -> String {
        format!("{side}/{}", self.number)
    }

    /// The customer finds these words nowhere, not even in what is not shown.
    #[track_caller]
    fn hidden_from_customer(&self, words: &str) -> Done {
        for path in ["/", "/cases", "/cases?scope=own", &self.at("/cases")] {
            self.customer.goto(path)?;
            assert!(!holds(&self.customer, words)?, "{words} stands on {path}");
        }
        Ok(())
    }

    #[track_caller]
    fn assert_clean(&self) -> Done {
        self.customer.assert_clean()?;
        self.agent.assert_clean()
    }
}

#[test]
fn c9_c12_c14_story_with_script() -> Done {
    the_whole_story(true)
}

#[test]
fn c9_c12_c14_story_without_script() -> Done {
    the_whole_story(false)
}

fn the_whole_story(script: bool) -> Done {
    let server = Server::demo()?;
    let mut story = Story::between(&server, [NISHIO, SATO], "ja", &with_script(script))?;
    const SUBJECT: &str = "関西配車センターの録音が再生できない";
    const NOTE: &str = "保存先のキーが昨日入れ替わった疑い。口外しない";

    open_a_case(&story.customer, SUBJECT, script)?;
    story.number = received(&story.customer)?;
    assert_eq!(
        story.customer.text("h1")?,
        format!("{} {SUBJECT}", story.number)
    );
    assert!(
        story.customer.text("aside")?.contains("再生・ダウンロード"),
        "the form's answers are shown"
    );
    story.both_see(Turn::Support, "オープン：新規")?;

    story.agent.goto("/staff?view=unowned")?;
    story.agent.click_text(SUBJECT)?;
    let case = format!("{}?view=unowned", story.at("/staff/cases"));
    assert_eq!(story.agent.path()?, case);
    story.agent.click("[data-act=take]")?;
    assert_eq!(story.agent.text(".page-head .owner")?, "佐 自分");
    story.both_see(Turn::Support, "オープン：調査中")?;

    story.agent.click(".compose-mode[data-mode=note]")?;
    story.agent.fill("メモの内容", NOTE)?;
    story.agent.click_text("社内メモを保存")?;
    assert_eq!(story.agent.text(".message.note .message-body")?, NOTE);
    story.hidden_from_customer(NOTE)?;
    story.hidden_from_customer("メモ")?;
    story.both_see(Turn::Support, "オープン：調査中")?;

    let asking = "録音が始まった時刻を教えてください。";
    reply(&story.agent, asking, "情報待ち：お客様の情報が必要")?;
    story.both_see(Turn::Customer, "情報待ち：お客様の情報が必要")?;
    story.customer.goto("/")?;
    assert_eq!(
        story.customer.text("#part-1")?,
        "お客様の対応が必要なケース（1件）"
    );
    story.hidden_from_customer(NOTE)?;

    story.customer.goto(&story.at("/cases"))?;
    assert!(last_message(&story.customer)?.contains(asking));
    story.customer.fill(
        "本文",
        "昨日の14:05です。\n\n- 内線 **2041**\n- 3件とも同じ",
    )?;
    story.customer.click_text("サポートへ送信")?;
    assert_eq!(
        story.customer.texts(".message-body strong")?,
        ["2041"],
        "Markdown is set"
    );
    // By itself: nobody chose a status.
    story.both_see(Turn::Support, "オープン：お客様回答済み")?;

    reply(
        &story.agent,
        "保存先を直しました。お試しください。",
        "解決策提示：解決策を提示",
    )?;
    story.both_see(Turn::Customer, "解決策提示：解決策を提示")?;

    story.customer.click(".more-help > summary")?;
    story
        .customer
        .fill("どの手順で、何が起きましたか", "1件だけ再生できません。")?;
    story.customer.click_text("回答して対応の続きを依頼")?;
    assert!(
        story
            .customer
            .text(".story")?
            .contains("1件だけ再生できません。")
    );
    story.both_see(Turn::Support, "オープン：お客様回答済み")?;

    reply(
        &story.agent,
        "残る1件も直しました。",
        "解決策提示：解決策を提示",
    )?;
    story.both_see(Turn::Customer, "解決策提示：解決策を提示")?;
    story.customer.click_text("解決した")?;
    story.both_see(Turn::Nobody, "クローズ：解決済み")?;
    assert_eq!(story.customer.text("#no-reply-h")?, "返信できません");
    assert_eq!(story.customer.count("form.composer")?, 0);
    assert_eq!(
        story.agent.count(".compose-mode[data-mode=reply]")?,
        0,
        "what is closed takes no reply"
    );

    story
        .customer
        .fill("再オープンが必要な理由", "今朝から同じ症状です。")?;
    story.customer.click_text("再オープン")?;
    assert!(last_message(&story.customer)?.contains("今朝から同じ症状です。"));
    story.both_see(Turn::Support, "オープン：お客様回答済み")?;
    assert!(last_message(&story.agent)?.contains("今朝から同じ症状です。"));

    story.customer.click("details.closing > summary")?;
    story.customer.check("対応が不要になった")?;
    story
        .customer
        .fill("サポートへのコメント", "端末の再起動で直りました。")?;
    story.customer.click("form[action$='/closure'] button")?;
    story.both_see(Turn::Nobody, "クローズ：取り下げ")?;
    story.hidden_from_customer(NOTE)?;
    story.assert_clean()
}

/// Fills in the form of a support case, all that is required and one choice that hangs on another.
fn open_a_case(customer: &Page, subject: &str, script: bool) -> Done {
    customer.goto("/")?;
    customer.click(".page-head a.button-primary")?;
    customer.click_text("サポートケース")?;
    customer.select(
        "デプロイメント",
        "関西配車センター：shioji-kansai.contact-cloud.example",
    )?;
    customer.select("サービス", "コンタクトクラウド")?;
    customer.select("サブタイプ", "問題：動かない、遅い、期待と異なる動きをする")?;
    customer.fill("件名", subject)?;
    customer.select("カテゴリ", "録音・録画")?;
    if !script {
        customer.click("button[name=_refresh][value=issue]")?;
    }
    customer.select("サブカテゴリ", "再生・ダウンロード")?;
    customer.check("S2 重大な低下")?;
    customer.fill("説明", "今朝から、3件の録音が再生できません。")?;
    customer.click_text("内容を確認")?;
    // All of it is read once more, with what is promised.
    customer.wait_for_text("録音・録画")?;
    customer.wait_for_text("初回回答は")?;
    customer.click_text("この内容で送信")
}

/// The number of the case that was just opened; on to its page.
pub fn received(customer: &Page) -> Done<String> {
    customer.wait_for(".opened-number")?;
    let number = customer.text(".opened-number")?;
    customer.click(&format!("main a.button-primary[href='/cases/{number}']"))?;
    assert_eq!(customer.text("h1 .number")?, number);
    Ok(number)
}

/// Answers the customer and moves the case with the same press.
#[track_caller]
pub fn reply(agent: &Page, text: &str, then: &str) -> Done {
    agent.click(".compose-mode[data-mode=reply]")?;
    agent.fill("本文", text)?;
    agent.select("送信後のステータス", then)?;
    agent.click("form.composer[data-mode=reply] .button-primary")
}

#[track_caller]
fn last_message(page: &Page) -> Done<String> {
    Ok(page.texts(".message-body")?.pop().unwrap_or_default())
}

/// The same story at another desk: only its file differs, and the words are its own.
#[test]
fn d2_c15_a_desk_where_reopening_is_asked_for() -> Done {
    let server = Server::with(
        &[
            "demo",
            "--desk",
            "contact-center",
            "--listen",
            "127.0.0.1:0",
        ],
        &[],
    )?;
    let english = Options {
        language: "en".into(),
        ..Options::default()
    };
    let mut story = Story::between(&server, [ASHDOWN, IYER], "en", &english)?;
    assert_eq!(
        story.customer.text(".brand-desk")?,
        "Suzukaze Support Portal"
    );

    story.customer.goto("/cases/new/support-case")?;
    assert_eq!(story.customer.count("#issue")?, 0, "this desk has no issue");
    for label in ["Cloud deployment", "Cloud service"] {
        let first = story.customer.eval(&format!(
            "[...[...document.querySelectorAll('label')].find((l) => l.textContent.startsWith({})).control.options].find((o) => o.value).label",
            json!(label)
        ))?;
        story
            .customer
            .select(label, first.as_str().unwrap_or_default())?;
    }
    story.customer.select(
        "Case sub-type",
        "Problem: Something went wrong while using the cloud",
    )?;
    story
        .customer
        .select("Implementation stage", "Production")?;
    assert_eq!(
        story.customer.texts("#severity b")?,
        ["2-High", "3-Medium", "4-Low"]
    );
    story.customer.check("3-Medium")?;
    story.customer.fill("Subject", "Agents hear nothing")?;
    story
        .customer
        .fill("Description", "Since 9:00 no agent hears the caller.")?;
    story.customer.click_text("Check what you entered")?;
    story.customer.click_text("Send this")?;
    story.number = received(&story.customer)?;
    assert_eq!(story.number.len(), 10, "the desk's own width");
    story.both_see(Turn::Support, "Open: New")?;

    story.agent.goto("/staff?view=unowned")?;
    story.agent.click_text("Agents hear nothing")?;
    story.agent.click("[data-act=take]")?;
    story.both_see(Turn::Support, "Open: Investigating")?;
    story.agent.click(".compose-mode[data-mode=reply]")?;
    story
        .agent
        .fill("Message", "Please update the headset driver.")?;
    story
        .agent
        .select("Status after sending", "Solution proposed")?;
    story
        .agent
        .click_text("Send to Eleanor Ashdown and change to “Solution proposed”")?;
    story.both_see(Turn::Customer, "Solution proposed")?;

    story.customer.click_text("It worked")?;
    story.both_see(Turn::Nobody, "Closed: Resolved")?;

    // Here a customer asks, and support decides.
    story
        .customer
        .fill("Why it needs to be reopened", "It is back.")?;
    story.customer.click_text("Request to reopen")?;
    story.both_see(Turn::Nobody, "Closed: Resolved")?;
    assert!(
        story
            .customer
            .text("main")?
            .contains("You have requested to reopen this case.")
    );
    story.agent.goto("/staff?view=closed&order=modified")?;
    story.agent.wait_for_text("Reopening requested")?;
    story.agent.goto(&story.at("/staff/cases"))?;
    story.agent.click_text("Reopen case")?;
    story.both_see(Turn::Support, "Open: Customer responded")?;
    story.assert_clean()
}
