//! Forms that were sent when their sender's sign-in was over (U10): they go through the sign-in with their sender, so that nothing is
//! lost and nothing of it stands in an address, and wait among what their sender is writing. Files are chosen anew: nothing of
//! them is kept for who has not said who they are.

use axum::{
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Actor, PersonId, case::intake};
use serde::{Deserialize, Serialize};
use store::answers::Sort;

use super::{Web, handed_in, portal::drafts, posted::Posted, shown, sign_in, visitor::Visitor};
use crate::app::{Fail, answers::Form};

/// A form that is kept over a sign-in, as its address says.
pub struct Place<'a> {
    what: What<'a>,
    /// What stands behind the question mark.
    way: &'a str,
}

enum What<'a> {
    /// A case of this kind that is being opened.
    Opening(&'a str),
    /// What is written in a case; nothing where the form says itself what it is.
    OfCase {
        number: &'a str,
        staff: bool,
        sort: Option<Sort>,
    },
}

impl<'a> Place<'a> {
    pub fn of(address: &'a str) -> Option<Self> {
        let (path, way) = address.split_once('?').unwrap_or((address, ""));
        let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        let of_case = |number, staff, sort| What::OfCase {
            number,
            staff,
            sort,
        };
        let what = match parts[..] {
            ["cases", "new", kind] | ["cases", "new", kind, "draft"] if !kind.is_empty() => {
                What::Opening(kind)
            }
            ["cases", number, form] => of_case(
                number,
                false,
                Some(match form {
                    "messages" | "draft" => Sort::Reply,
                    "closure" => Sort::Closure,
                    "solution-answer" => Sort::MoreHelp,
                    "reopening" => Sort::Reopening,
                    "survey" => Sort::Survey,
                    _ => return None,
                }),
            ),
            ["staff", "cases", number, form] => of_case(
                number,
                true,
                match form {
                    "replies" => Some(Sort::Reply),
                    "notes" => Some(Sort::Note),
                    "draft" => None,
                    _ => return None,
                },
            ),
            _ => return None,
        };
        Some(Self { what, way })
    }

    /// The page that the form stands on.
    pub fn page(&self) -> String {
        match self.what {
            What::Opening(kind) => format!("/cases/new/{kind}"),
            What::OfCase {
                number,
                staff,
                sort,
            } => {
                let side = if staff { "/staff" } else { "" };
                let own = if sort == Some(Sort::Survey) {
                    "/survey"
                } else {
                    ""
                };
                format!("{side}/cases/{number}{own}")
            }
        }
    }

    /// Where the form stands with what was kept of it.
    fn filled_in(&self, sort: Sort) -> String {
        let page = self.page();
        let staff = matches!(self.what, What::OfCase { staff: true, .. });
        match (staff, sort) {
            (true, sort) => {
                let way = match self.way {
                    "" => String::new(),
                    way => format!("{way}&"),
                };
                format!("{page}?{way}compose={}&kept=1#text", sort.as_str())
            }
            (false, Sort::Survey) => format!("{page}?kept=1"),
            (false, Sort::Reply | Sort::Note) => format!("{page}?kept=1#text"),
            (false, sort) => format!("{page}?kept={}#now", sort.as_str()),
        }
    }
}

/// A form on its way through a sign-in.
#[derive(Deserialize, Serialize)]
struct Kept {
    draft: Option<i64>,
    entries: intake::Entries,
    /// Files were chosen in it, and are not kept.
    #[serde(default)]
    files: bool,
}

/// The page for who sent a form when their sign-in was over: it carries the form.
pub async fn page(
    visitor: &Visitor,
    address: &str,
    request: Request,
    web: &Web,
) -> Result<Response, Fail> {
    let (posted, files) = handed_in::texts(request, visitor, web).await?;
    // A script that keeps in silence learns that it did not.
    if posted.has("_quiet") {
        return Ok(StatusCode::UNAUTHORIZED.into_response());
    }
    let kept = Kept {
        draft: drafts::named(&posted),
        entries: posted.entries(),
        files,
    };
    let kept = serde_json::to_string(&kept).map_err(Fail::broken)?;
    let mut page = sign_in::with_form(visitor, address, &kept).await?;
    *page.status_mut() = StatusCode::UNAUTHORIZED;
    Ok(page)
}

/// Whether files were chosen in a form that waits for its sender to sign in.
pub fn had_files(kept: &str) -> bool {
    serde_json::from_str::<Kept>(kept).is_ok_and(|kept| kept.files)
}

/// Puts a form that came through the sign-in among what its sender is writing; where to go on.
pub async fn restored(
    web: &Web,
    person: PersonId,
    secret: &str,
    posted: &Posted,
) -> Result<Option<String>, Fail> {
    let Some(kept) = posted.given("kept") else {
        return Ok(None);
    };
    let Some(place) = Place::of(posted.get("next")) else {
        return Ok(None);
    };
    let at = match serde_json::from_str::<Kept>(kept) {
        Ok(kept) => match actor(web, person, secret).await? {
            Some(actor) => keep(web, &actor, &place, kept).await,
            None => Err(Fail::NotFound),
        },
        Err(_) => Err(Fail::NotFound),
    };
    match at {
        Ok(at) => Ok(Some(at)),
        // It is not theirs to write, or nothing was kept: its page says the rest.
        Err(Fail::NotFound | Fail::Refused(_)) => Ok(Some(place.page())),
        Err(fail) => Err(fail),
    }
}

/// As whom somebody acts who has just signed in, or still has to show a second factor.
async fn actor(web: &Web, person: PersonId, secret: &str) -> Result<Option<Actor>, Fail> {
    if let Some(found) = web.app.signed_in(secret).await? {
        return Ok(Some(found.acting.actor));
    }
    let Some(person) = web.app.store.person(person).await? else {
        return Ok(None);
    };
    let acting = web.app.acting(&person, None).await?;
    Ok(acting.map(|acting| acting.actor))
}

async fn keep(web: &Web, actor: &Actor, place: &Place<'_>, kept: Kept) -> Result<String, Fail> {
    let app = &web.app;
    match place.what {
        What::Opening(kind) => {
            let id = kept.draft.unwrap_or_else(|| app.fresh_opening());
            let entries = drafts::worth(app.desks.current().0, kind, kept.entries);
            app.keep_opening(actor, kind, id, &entries).await?;
            Ok(format!("/cases/new/{kind}?draft={id}"))
        }
        What::OfCase { number, sort, .. } => {
            let number = shown::parse_number(number).ok_or(Fail::NotFound)?;
            let said = || kept.entries.get("sort").and_then(|sort| Sort::parse(sort));
            let sort = sort.or_else(said).unwrap_or(Sort::Reply);
            let form = match sort {
                Sort::Reply | Sort::Note => Form::of(kept.entries),
                _ => Form::filled(kept.entries),
            };
            app.keep_draft(actor, number, sort, &form).await?;
            Ok(place.filled_in(sort))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u10_what_somebody_writes_is_kept_and_nothing_else() {
        for (address, page) in [
            ("/cases/new/support-case", "/cases/new/support-case"),
            ("/cases/new/support-case/draft", "/cases/new/support-case"),
            ("/cases/00000001/messages", "/cases/00000001"),
            ("/cases/00000001/draft", "/cases/00000001"),
            ("/cases/00000001/closure", "/cases/00000001"),
            ("/cases/00000001/survey", "/cases/00000001/survey"),
            (
                "/staff/cases/00000001/replies?view=mine",
                "/staff/cases/00000001",
            ),
            ("/staff/cases/00000001/notes", "/staff/cases/00000001"),
        ] {
            assert_eq!(Place::of(address).unwrap().page(), page, "{address}");
        }
        for other in [
            "/",
            "/cases",
            "/cases/new/",
            "/cases/1/proxy-login",
            "/staff/cases/1/owner",
        ] {
            assert!(Place::of(other).is_none(), "{other}");
        }
    }
}
