//! From a list with too much in it to the file with just what is wanted: filter, choose columns, sort, save, export (C10, C11).

use std::io::Cursor;

use base64::{Engine, prelude::BASE64_STANDARD};
use calamine::{Reader, Xlsx};
use e2e::{Done, Page, Server};

use crate::cast::{ASHDOWN, sign_in, speak, with_script};

/// The file that the button asks for, as the browser gets it.
const FILE: &str = r#"(async () => {
  const form = document.querySelector("form[action='/list-files']");
  const fields = new URLSearchParams(new FormData(form, form.querySelector("[value=xlsx]")));
  const answer = await fetch("/list-files", { method: "POST", body: fields });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
})()"#;

fn rows_of_file(page: &Page) -> Done<Vec<Vec<String>>> {
    let text = page.eval(FILE)?;
    let bytes = BASE64_STANDARD
        .decode(text.as_str().unwrap_or_default())
        .expect("bytes");
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("rows");
    let row = |cells: &[calamine::Data]| cells.iter().map(ToString::to_string).collect();
    Ok(range.rows().map(row).collect())
}

#[test]
fn c11_from_a_list_to_the_file_that_holds_just_that() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, ASHDOWN, &with_script(script))?;
        speak(&page, "ja")?;
        page.goto("/cases?view=closed")?;
        let all = page.count("tbody tr")?;
        let severity = page.texts("tbody .sev")?.remove(0);
        page.select("重大度", &severity)?;
        page.click_text("絞り込む")?;
        assert_eq!(page.texts(".chip b")?, [severity.as_str()]);
        let filtered = page.count("tbody tr")?;
        assert!(filtered > 0 && filtered < all, "{filtered} of {all}");

        page.click_text("表示する列")?;
        page.check("起票者")?;
        page.uncheck("チャネル")?;
        page.click_text("この列で表示")?;
        let heads = page.texts("thead th")?;
        assert!(heads.contains(&"起票者".to_owned()) && !heads.contains(&"チャネル".to_owned()));
        page.click_text("件名")?;

        page.click_text("表示の保存")?;
        page.fill("表示の名前", "重いもの")?;
        page.click_text("いまの表示を保存")?;
        let tab = page.texts(".views [aria-current=page]")?;
        assert!(tab.iter().any(|tab| tab.starts_with("重いもの")), "{tab:?}");

        let subjects = page.texts(".row-link")?;
        assert_eq!(subjects.len(), filtered);
        let rows = rows_of_file(&page)?;
        assert_eq!(rows.len(), filtered + 1);
        let column = |name: &str| -> Vec<&str> {
            let place = rows[0].iter().position(|head| head == name);
            let place = place.unwrap_or_else(|| panic!("no {name} in {:?}", rows[0]));
            rows[1..].iter().map(|row| row[place].as_str()).collect()
        };
        // One by one, in the order of the page.
        assert_eq!(column("件名"), subjects);
        assert_eq!(column("起票者"), page.texts("tbody [data-label=起票者]")?);
        // A number in the file, with zeros before it on the page.
        let number = |text: &str| text.parse::<i64>().expect("a number");
        let shown: Vec<i64> = page
            .texts("tbody th.number")?
            .iter()
            .map(|text| number(text))
            .collect();
        let said: Vec<i64> = column("ケース番号").into_iter().map(number).collect();
        assert_eq!(said, shown);
        assert!(!rows[0].contains(&"チャネル".to_owned()));

        // Without the one filter the whole list is back.
        page.click(".chip")?;
        assert_eq!(page.count("tbody tr")?, all);
        page.assert_clean()?;
    }
    Ok(())
}
