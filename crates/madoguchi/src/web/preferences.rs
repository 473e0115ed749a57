//! Language and brightness of the pages, kept in the browser: no secret, no sign-in needed.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};

use super::{Web, posted::Posted, sign_in::safe_path};
use crate::app::Fail;

/// Cookie that holds the language.
pub const LANGUAGE: &str = "language";
/// Cookie that holds the brightness.
pub const THEME: &str = "theme";

pub async fn choose(State(web): State<Web>, posted: Posted) -> Result<Response, Fail> {
    let mut response = Redirect::to(safe_path(posted.get("back"))).into_response();
    let mut keep = |name: &str, value: &str| -> Result<(), Fail> {
        let secure = if web.line.is_secure() { "; Secure" } else { "" };
        let cookie =
            format!("{name}={value}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}");
        response.headers_mut().append(
            header::SET_COOKIE,
            HeaderValue::from_str(&cookie).map_err(Fail::broken)?,
        );
        Ok(())
    };
    if let Some(tag) = posted.given("language") {
        keep(
            LANGUAGE,
            web.catalogues
                .find(tag)
                .ok_or(Fail::NotFound)?
                .language()
                .as_str(),
        )?;
    }
    match posted.given("theme") {
        Some(theme @ ("auto" | "light" | "dark")) => keep(THEME, theme)?,
        Some(_) => return Err(Fail::NotFound),
        None => {}
    }
    Ok(response)
}
