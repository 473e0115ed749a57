//! Reply and note cannot be mistaken for each other (U3).

use e2e::{Done, Server};
use serde_json::Value;

use crate::cast::{SATO, sign_in, with_script};

/// What an eye, an ear or a style sheet tells them apart by.
const LOOK: &str = r##"(() => {
  const box = document.querySelector("form.composer");
  const style = getComputedStyle(box);
  const button = box.querySelector(".composer-body button, .composer-foot button");
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
        assert_eq!(agent.count("textarea")?, 0);
        assert_eq!(agent.count(".compose-mode")?, 2);

        agent.click(".compose-mode[data-mode=reply]")?;
        assert_eq!(agent.count("textarea")?, 1);
        let reply = agent.eval(LOOK)?;
        agent.click_text("入力欄を閉じる")?;
        assert_eq!(agent.count("textarea")?, 0);
        agent.click(".compose-mode[data-mode=note]")?;
        assert_eq!(agent.count("textarea")?, 1);
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
                .ends_with("様へ送信"),
            "the button names the audience"
        );
        agent.assert_clean()?;
    }
    Ok(())
}
