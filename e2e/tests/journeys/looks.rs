//! How pages stand in every language, brightness and width (U6, and reflow at 320 px).
//!
//! Each place is looked at in two of the twelve looks, in rotation, so that every look occurs; all of them with
//! `MADOGUCHI_FULL_AXE=1`.

use e2e::{Axe, Done, Fault, Server};

use crate::{
    places::{Look, Place, beginning, desk, outside, portal, visit},
    places_beside, places_rest,
};

fn looks() -> Vec<Look> {
    let mut all = Vec::new();
    for width in [1280, 768, 390] {
        for dark in [false, true] {
            for language in ["ja", "en"] {
                all.push(Look {
                    language,
                    dark,
                    width,
                });
            }
        }
    }
    all
}

/// Whether a place has its turn in a look. Its two looks differ in language and brightness both.
fn has_turn(place: usize, look: usize) -> bool {
    std::env::var_os("MADOGUCHI_FULL_AXE").is_some()
        || [place * 5 % 12, (place * 5 + 7) % 12].contains(&look)
}

fn axe_finds_nothing(server: &Server, places: &[Place]) -> Done {
    let Some(axe) = Axe::load()? else {
        return Ok(());
    };
    let mut found = String::new();
    for (at, look) in looks().into_iter().enumerate() {
        let now: Vec<&Place> = places
            .iter()
            .enumerate()
            .filter(|(place, _)| has_turn(*place, at))
            .map(|(_, place)| place)
            .collect();
        visit(server, &now, look, |page, place| {
            let findings = axe.run(page)?;
            if !findings.violations.is_empty() {
                found += &format!("{}, {look:?}:\n{findings}", place.name);
            }
            Ok(())
        })?;
    }
    none(found)
}

/// All pages of one sort in one report.
#[track_caller]
fn none(found: String) -> Done {
    if found.is_empty() {
        Ok(())
    } else {
        Err(Fault::new(found))
    }
}

#[test]
fn u6_axe_finds_nothing_outside() -> Done {
    axe_finds_nothing(&Server::demo()?, &outside())
}

#[test]
fn u6_axe_finds_nothing_in_the_portal() -> Done {
    axe_finds_nothing(&Server::demo()?, &portal())
}

#[test]
fn u6_axe_finds_nothing_at_the_desk() -> Done {
    axe_finds_nothing(&Server::demo()?, &desk())
}

#[test]
fn u6_axe_finds_nothing_beside_the_portals_lists() -> Done {
    let server = Server::demo()?;
    axe_finds_nothing(&server, &places_beside::portal())?;
    axe_finds_nothing(&server, &places_beside::thanked())?;
    axe_finds_nothing(&server, &places_beside::asking())
}

#[test]
fn u6_axe_finds_nothing_beside_the_desks_lists() -> Done {
    axe_finds_nothing(&Server::demo()?, &places_beside::desk())
}

#[test]
fn u6_axe_finds_nothing_on_what_customers_go_on_to() -> Done {
    let server = Server::demo()?;
    axe_finds_nothing(&server, &places_rest::outside())?;
    axe_finds_nothing(&server, &places_rest::portal())
}

#[test]
fn u6_axe_finds_nothing_on_what_staff_go_on_to() -> Done {
    axe_finds_nothing(&Server::demo()?, &places_rest::desk())
}

#[test]
fn u6_axe_finds_nothing_at_the_beginning() -> Done {
    let server = Server::with(&["serve", "--data", "data", "--listen", "127.0.0.1:0"], &[])?;
    axe_finds_nothing(&server, &beginning())
}

/// What is wider than the window, though tables may scroll in their own region.
const TOO_WIDE: &str = r#"(() => {
  const width = document.documentElement.clientWidth;
  const page = document.scrollingElement.scrollWidth;
  if (page <= width) return "";
  const wide = [...document.querySelectorAll("body *")]
    .filter((e) => !e.closest(".table-region") && e.getBoundingClientRect().right > width + 0.5)
    .map((e) => [e.localName, ...e.classList].join(".") + " to " + Math.round(e.getBoundingClientRect().right));
  return `${page} px wide: ${wide.slice(0, 6).join(", ")}`;
})()"#;

fn nothing_scrolls_sideways(server: &Server, places: &[Place]) -> Done {
    let mut found = String::new();
    for language in ["ja", "en"] {
        let narrow = Look {
            language,
            dark: false,
            width: 320,
        };
        let all: Vec<&Place> = places.iter().collect();
        visit(server, &all, narrow, |page, place| {
            let wide = page.eval(TOO_WIDE)?;
            if wide != "" {
                found += &format!("\n  {} in {language}: {wide}", place.name);
            }
            Ok(())
        })?;
    }
    none(found)
}

#[test]
fn u6_pages_reflow_at_320_pixels_for_customers() -> Done {
    let server = Server::demo()?;
    nothing_scrolls_sideways(&server, &outside())?;
    nothing_scrolls_sideways(&server, &portal())
}

#[test]
fn u6_pages_reflow_at_320_pixels_for_staff() -> Done {
    nothing_scrolls_sideways(&Server::demo()?, &desk())?;
    let server = Server::with(&["serve", "--data", "data", "--listen", "127.0.0.1:0"], &[])?;
    nothing_scrolls_sideways(&server, &beginning())
}

/// All places for a person to look at, in `target/e2e-pictures`; with `PLACES=word` those whose names hold it.
#[test]
#[ignore = "makes pictures, decides nothing"]
fn every_place_can_be_pictured() -> Done {
    let folder = std::path::Path::new("../target/e2e-pictures");
    let server = Server::demo()?;
    for (name, look) in [
        ("ja-light-1280", looks()[0]),
        ("en-dark-1280", looks()[3]),
        ("ja-dark-390", looks()[10]),
    ] {
        let wanted = std::env::var("PLACES").unwrap_or_default();
        let places: Vec<Place> = outside()
            .into_iter()
            .chain(portal())
            .chain(desk())
            .filter(|place| place.name.contains(&wanted))
            .collect();
        visit(
            &server,
            &places.iter().collect::<Vec<_>>(),
            look,
            |page, place| {
                page.screenshot(
                    folder
                        .join(name)
                        .join(format!("{}.png", place.name.replace([' ', ',', '\''], "-"))),
                )
            },
        )?;
    }
    Ok(())
}
