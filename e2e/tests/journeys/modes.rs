//! Reply and note cannot be mistaken for each other (U3).

use e2e::{Done, Options, Server};
use serde_json::Value;

use crate::{
    cast::{SATO, focused, sign_in, with_script},
    places::first_case,
};

/// What an eye, an ear or a style sheet tells them apart by.
const LOOK: &str = r##"(() => {
  const box = document.querySelector("form.composer");
  const style = getComputedStyle(box);
  const button = box.querySelector(".composer-body button:not(.tool), .composer-foot button");
  return {
    heading: box.querySelector("h2").innerText.trim(),
    icon: box.querySelector("h2 use").getAttribute("href").split("#")[1],
    button: button.innerText.trim(),
    "button's icon": button.querySelector("use").getAttribute("href").split("#")[1],
    "button's ground": getComputedStyle(button).backgroundColor,
    "border's style": style.borderTopStyle,
    "border's width": style.borderTopWidth,
    "border's colour": style.borderTopColor,
    ground: style.backgroundColor,
    mode: box.dataset.mode,
    label: box.querySelector("label").innerText.trim(),
    recipient: box.querySelector(".to")?.innerText ?? "",
    address: box.getAttribute("action").split("/").pop(),
  };
})()"##;

#[test]
fn u3_nothing_can_be_written_before_a_mode_is_chosen() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let agent = sign_in(&server, SATO, &with_script(script))?;
        agent.goto("/staff?view=support")?;
        let subject = agent.text(".row-link")?;
        agent.click_text(&subject)?;
        assert_eq!(agent.count("#compose textarea")?, 0);
        assert_eq!(agent.count(".compose-mode")?, 2);

        agent.click(".compose-mode[data-mode=reply]")?;
        assert_eq!(agent.count("#compose textarea")?, 1);
        let reply = agent.eval(LOOK)?;
        agent.click_text("入力欄を閉じる")?;
        assert_eq!(agent.count("#compose textarea")?, 0);
        agent.click(".compose-mode[data-mode=note]")?;
        assert_eq!(agent.count("#compose textarea")?, 1);
        let note = agent.eval(LOOK)?;

        let (Value::Object(reply), Value::Object(note)) = (&reply, &note) else {
            panic!("{reply} {note}");
        };
        let same: Vec<_> = reply
            .iter()
            .filter(|(name, look)| note[*name] == **look)
            .collect();
        assert!(same.is_empty(), "reply and note share {same:?}");
        assert!(reply.len() >= 5);
        assert_eq!(note["recipient"], "", "a note goes to nobody");
        assert!(
            reply["button"]
                .as_str()
                .unwrap_or_default()
                .ends_with("へ送信"),
            "the button names the audience"
        );
        agent.assert_clean()?;
    }
    Ok(())
}

/// Whoever opens a box can write at once: it has the focus and stands in view.
#[test]
fn u3_the_box_opens_in_view() -> Done {
    let server = Server::demo()?;
    for script in [true, false] {
        for width in [1280, 390] {
            let options = Options {
                width,
                ..with_script(script)
            };
            let agent = sign_in(&server, SATO, &options)?;
            for mode in ["reply", "note"] {
                first_case(&agent, "/staff?view=support")?;
                agent.click(&format!(".compose-mode[data-mode={mode}]"))?;
                assert_eq!(focused(&agent)?, "text", "{mode} at {width}");
                // Scrolling there ends with a later frame.
                agent.wait_until(
                    "((box) => box.top > 0 && box.bottom < innerHeight)(document.activeElement.getBoundingClientRect())",
                )?;
                agent.wait_until(
                    "document.querySelector('.composer h2').getBoundingClientRect().top > 0",
                )?;
            }
            agent.assert_clean()?;
        }
    }
    Ok(())
}

/// The button that sends names the status that follows once one is chosen, and whom it goes to alone before that.
#[test]
fn u3_the_button_that_sends_names_the_next_status() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    first_case(&agent, "/staff?view=support")?;
    agent.click(".compose-mode[data-mode=reply]")?;
    let before = agent.text("send-label")?;
    assert!(before.ends_with("へ送信"), "{before}");
    let choose = |place: usize| {
        let change = format!(
            "((then) => {{ then.selectedIndex = {place}; then.dispatchEvent(new Event('change', {{ bubbles: true }})); return then.selectedOptions[0].textContent; }})(document.getElementById('then'))"
        );
        agent.eval(&change)
    };
    let status = choose(1)?;
    let status = status.as_str().unwrap_or_default();
    agent.wait_for_text(&format!("{before}して「{status}」に変更"))?;
    choose(0)?;
    agent.wait_until("document.querySelector('send-label').textContent.endsWith('へ送信')")?;
    assert_eq!(agent.text("send-label")?, before);
    agent.assert_clean()
}
