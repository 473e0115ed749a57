//! Knowledge: written, looked at by somebody else, found by a question and while a case is opened, and judged (B3, B4).

use std::path::Path;

use e2e::{Done, Server};

use crate::cast::{MIURA, NISHIO, SATO, sign_in, with_script};

#[test]
fn b4_staff_write_and_publish_and_a_customer_finds_and_judges() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, SATO, &with_script(script))?;
        page.goto("/staff/knowledge")?;
        page.click_text("記事を書く")?;
        page.eval("document.getElementById('title-0').value = '通話録音の保存期間'; document.getElementById('body-0').value = '## 変え方\\n管理画面の**録音**から変えます。'; null")?;
        page.click_text("下書きを保存")?;
        page.wait_for_text("プレビュー")?;
        page.click_text("公開する")?;
        page.wait_for_text("自分が最後に書いた記事は公開できません")?;
        page.click_text("確認を依頼")?;
        page.wait_for_text("確認待ち")?;
        page.assert_clean()?;
        let path = page.path()?;
        let other = sign_in(&server, MIURA, &with_script(script))?;
        other.goto(&path)?;
        other.click_text("公開する")?;
        other.wait_for_text("内容を確認した")?;
        let customer = sign_in(&server, NISHIO, &with_script(script))?;
        customer.goto("/knowledge")?;
        customer.fill("語句、質問", "録音はいつまで残りますか")?;
        customer.click_text("探す")?;
        customer.wait_for("mark")?;
        customer.click_text("通話録音の保存期間")?;
        customer.wait_for(".article-body h2")?;
        customer.fill("理由、足りない点", "画面の図がほしい")?;
        customer.click_text("役に立たなかった")?;
        customer.wait_for_text("ご回答ありがとうございます")?;
        customer.assert_clean()?;
        page.goto(&path)?;
        page.wait_for_text("画面の図がほしい")?;
    }
    Ok(())
}

#[test]
fn b3_what_was_written_stands_beneath_the_subject_and_once_more_before_sending() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, NISHIO, &with_script(script))?;
        page.goto("/cases/new/support-case")?;
        page.fill("件名", "長いファイルの書き出しが途中で止まる")?;
        if script {
            page.wait_for("article-hints .notice a mark")?;
            assert!(
                page.text("article-hints p[role=status]")?
                    .contains("関連する記事")
            );
            assert_eq!(page.value("件名")?, "長いファイルの書き出しが途中で止まる");
        }
        page.select(
            "デプロイメント",
            "関西配車センター：shioji-kansai.contact-cloud.example",
        )?;
        page.select("サービス", "コンタクトクラウド")?;
        page.select("サブタイプ", "問題：動かない、遅い、期待と異なる動きをする")?;
        page.check("S3 一部の支障")?;
        page.fill("説明", "20件目で止まります。")?;
        page.click_text("内容を確認")?;
        page.wait_for_text("関連する記事")?;
        page.assert_clean()?;
    }
    Ok(())
}

/// Pastes a drawing into the text that has the focus, as a browser does with one from the clipboard.
const PASTED: &str = r##"
  new Promise((done) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [900, 60];
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#17507f";
    pen.fillRect(10, 10, 880, 40);
    canvas.toBlob((drawn) => {
      const pasted = new DataTransfer();
      pasted.items.add(new File([drawn], "画面.png", { type: "image/png" }));
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, cancelable: true }));
      done(null);
    });
  })
"##;

#[test]
fn b4_an_image_is_pasted_or_carried_by_the_form_and_a_customer_sees_it() -> Done {
    // A browser sends no file by a way that leads back.
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let drawing = "crates/madoguchi/src/demo/world/images/severity.ja.png";
    let drawing = house.unwrap_or(Path::new("")).join(drawing);
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, MIURA, &with_script(script))?;
        page.goto("/staff/knowledge/new")?;
        page.eval("document.getElementById('title-0').value = '画面の見方'; document.getElementById('body-0').value = 'ここを見ます。'; null")?;
        if script {
            // What takes pasted images has come.
            page.wait_for("[data-insert]:not([hidden])")?;
            page.eval("document.getElementById('body-0').focus(); document.getElementById('body-0').setSelectionRange(99, 99); null")?;
            page.eval(PASTED)?;
            page.wait_for(".article-image img")?;
            page.wait_until("/ここを見ます。\\n\\n!\\[\\]\\(image:\\d+\\)\\n/.test(document.getElementById('body-0').value)")?;
            page.wait_for_text("を追加しました。角かっこの間に")?;
            // The cursor stands where the words belong.
            page.type_keys("設定の画面")?;
            // What is no image is told, and nothing of the text goes.
            page.attach_files("#files", &[Path::new(program)])?;
            page.wait_for_text("PNG、JPEG、GIF、WebPの画像ではありません")?;
        } else {
            page.attach_files("#files", &[&drawing, Path::new(program)])?;
            page.click_text("画像を追加")?;
            page.wait_for(".article-image img")?;
            page.wait_for_text("PNG、JPEG、GIF、WebPの画像ではありません")?;
            page.wait_until("document.getElementById('body-0').value === 'ここを見ます。'")?;
            page.eval("document.getElementById('body-0').value += '\\n\\n' + document.querySelector('.article-image code').textContent; null")?;
        }
        page.click_text("下書きを保存")?;
        page.wait_for(".article-body img")?;
        if !script {
            page.wait_for_text("画像の説明を書いてください")?;
            page.eval("const body = document.getElementById('body-0'); body.value = body.value.replace('![]', '![設定の画面]'); null")?;
            page.click_text("下書きを保存")?;
            page.wait_for(".article-body img[alt='設定の画面']")?;
        }
        assert_eq!(page.count(".notice[data-kind=warn]")?, 0);
        page.assert_clean_but(|trouble| {
            let told = format!("{trouble:?}");
            told.contains("415") || told.contains("422")
        })?;
        page.eval("document.getElementById('audience').value = 'signed-in'; null")?;
        page.click_text("下書きを保存")?;
        page.wait_for_text("プレビュー")?;
        page.click_text("公開する")?;
        page.wait_for_text("内容を確認した")?;
        let customer = sign_in(&server, NISHIO, &with_script(script))?;
        customer.goto("/knowledge?q=画面の見方")?;
        customer.click_text("画面の見方")?;
        customer.wait_for(".article-body img[alt='設定の画面']")?;
        customer.wait_until("(() => { const image = document.querySelector('.article-body img'); return image.complete && image.naturalWidth > 0 })()")?;
        // It leads to itself, as an image and nothing else.
        customer.click(".article-body a > img")?;
        customer.wait_until("document.contentType === 'image/png'")?;
        // The browser's own page around an image wants styles; it has nothing to style, and is refused like all else.
        customer.assert_clean_but(|trouble| format!("{trouble:?}").contains("style-src-attr"))?;
    }
    Ok(())
}

#[test]
fn k1_b4_articles_come_beside_a_case_by_themselves_and_by_a_link_without_script() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, SATO, &with_script(script))?;
        page.goto("/staff?view=support")?;
        let to = page.attribute(".row-link", "href")?.unwrap_or_default();
        page.goto(&to)?;
        if script {
            // What answers the subject, or that nothing does.
            page.wait_for("late-part [data-part] > :not(:has(a[href*='/articles']))")?;
        } else {
            page.click_text("推奨記事を見る")?;
            page.wait_for_text("の推奨記事")?;
        }
        page.assert_clean()?;
    }
    Ok(())
}
