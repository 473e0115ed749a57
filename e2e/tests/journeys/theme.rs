//! Light and dark: chosen in the menu, kept in the browser.

use e2e::{Done, Page, Server};

use crate::cast::{OYAMADA, sign_in, with_script};

#[track_caller]
fn ground(page: &Page) -> Done<String> {
    let colour = page.eval("getComputedStyle(document.documentElement).backgroundColor")?;
    Ok(colour.as_str().unwrap_or_default().to_owned())
}

#[track_caller]
fn choose(page: &Page, brightness: &str) -> Done {
    page.click("details.menu:has([name=theme]) > summary")?;
    page.click_text(brightness)
}

#[test]
fn d4_the_brightness_chosen_stays() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, OYAMADA, &with_script(script))?;
        page.goto("/cases?view=closed")?;
        let light = ground(&page)?;
        choose(&page, "ダーク")?;
        assert_eq!(
            page.path()?,
            "/cases?view=closed",
            "one stays where one was"
        );
        let dark = ground(&page)?;
        assert_ne!(dark, light);
        for path in ["/", "/cases/new", "/help"] {
            page.goto(path)?;
            assert_eq!(ground(&page)?, dark, "{path}");
        }
        page.reload()?;
        assert_eq!(ground(&page)?, dark);
        choose(&page, "ライト")?;
        assert_eq!(ground(&page)?, light);
        choose(&page, "端末の設定に合わせる")?;
        assert_eq!(page.attribute("html", "data-theme")?, None);
        page.assert_clean()?;
    }
    Ok(())
}
