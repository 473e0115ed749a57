//! A call and a conference, from the customer's wish to their answer, seen from both sides (H2, H3).

use e2e::{Done, Server};

use crate::cast::{OYAMADA, SATO, holds, sign_in, with_script};

#[test]
fn h2_h3_a_call_and_a_conference_with_script() -> Done {
    a_call_and_a_conference(true)
}

#[test]
fn h2_h3_a_call_and_a_conference_without_script() -> Done {
    a_call_and_a_conference(false)
}

fn a_call_and_a_conference(script: bool) -> Done {
    let server = Server::demo()?;
    let customer = sign_in(&server, OYAMADA, &with_script(script))?;
    customer.goto("/cases?scope=own&view=support")?;
    let subject = customer.text(".row-link")?;
    customer.click_text(&subject)?;
    let case = customer.path()?;
    let number = case.trim_start_matches("/cases/").to_owned();

    // The conference that is wished for stands on the case, without a time.
    customer.goto(&format!("/cases/{number}/appointments"))?;
    customer.click("details:has([value=ask-conference]) > summary")?;
    customer.fill("会議の目的", "構成を一緒に確認したい。")?;
    customer.fill("第1希望", "2099-11-24T10:00")?;
    customer.submit("form:has([value=ask-conference])")?;
    assert!(
        holds(&customer, "60日")?,
        "too far ahead is refused, and said"
    );

    // Support records a call, and sets a conference.
    let agent = sign_in(&server, SATO, &with_script(script))?;
    agent.goto(&format!("/staff/cases/{number}/appointments"))?;
    agent.click("#keep-call > summary")?;
    agent.fill(
        "話した内容（お客様に表示します）",
        "手順を一緒に確認しました。",
    )?;
    agent.submit("#keep-call form")?;
    customer.goto(&case)?;
    assert!(holds(&customer, "手順を一緒に確認しました。")?);

    // Who has the page open hears of the conference, and says whether they come.
    customer.goto(&format!("{case}/appointments"))?;
    agent.goto(&format!("/staff/cases/{number}/appointments"))?;
    agent.click("details:has(#conference-at-new) > summary")?;
    agent.eval(
        "const day = new Date(Date.now() + 7 * 864e5).toISOString().slice(0, 16);
         document.querySelector('#conference-at-new').value = day;
         const form = document.querySelector('#conference-at-new').form;
         form.querySelector('[name=conference-reason]').value = '構成の確認';
         form.querySelector('[name=conference-subject]').value = '構成の打ち合わせ';",
    )?;
    agent.submit("form:has(#conference-at-new)")?;
    if script {
        customer.wait_for("[data-news] button")?;
        customer.click("[data-news] button")?;
        customer.wait_for_text("構成の打ち合わせ")?;
    } else {
        customer.goto(&format!("{case}/appointments"))?;
    }
    customer.submit("#conferences form:has([value=accept])")?;
    assert!(holds(&customer, "構成の打ち合わせ")?);
    agent.goto(&format!("/staff/cases/{number}/appointments"))?;
    assert_eq!(agent.count("[data-coming=accepted]")?, 1);

    // The list of what is owed and to come is one press away; a case is opened for whom one finds.
    agent.goto("/staff/calls")?;
    agent.fill("電話の相手", "小山田")?;
    agent.submit("form[action='/staff/calls']")?;
    agent.click(".appointments a")?;
    assert!(holds(&agent, "電話で受け付けたケース")?);
    Ok(())
}
