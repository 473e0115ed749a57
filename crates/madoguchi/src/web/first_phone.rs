//! A missing phone number is asked for from the first page after signing in, wherever that leads, for as long as the browser is open or
//! until somebody says "not now"; the home page goes on asking (A5).

use axum::response::{IntoResponse, Redirect, Response};
use domain::PersonId;

use super::{
    Web,
    frame::Here,
    posted::Posted,
    sign_in::{give, safe_path},
    visitor::{Me, Visitor, cookie},
};
use crate::app::Fail;

/// Cookie of a browser in which somebody has signed in who has no number: who that is. It goes with the browser.
const ASKS: &str = "asks-phone";

/// Has the browser know that whoever signs in there now is to be asked, if they are a contact without a number.
pub(super) async fn at_sign_in(
    web: &Web,
    person: PersonId,
    response: &mut Response,
) -> Result<(), Fail> {
    let store = &web.app.store;
    let known = store.person(person).await?;
    if known.is_some_and(|known| known.home().is_some())
        && !store.details(person).await?.has_phone()
    {
        give(response, web, ASKS, &person.to_string(), "")?;
    }
    Ok(())
}

/// Whether this page asks. Home has a place of its own for it, and so has the profile.
pub(super) async fn asks(visitor: &Visitor, here: Here) -> Result<bool, Fail> {
    let Some(me) = visitor.me.as_ref().filter(|me| is_meant(visitor, me)) else {
        return Ok(false);
    };
    if here == Here::Home || visitor.path.starts_with("/profile") {
        return Ok(false);
    }
    let details = visitor.web.app.store.details(me.person.id).await?;
    Ok(!details.has_phone())
}

fn is_meant(visitor: &Visitor, me: &Me) -> bool {
    let asked = cookie(visitor.headers(), ASKS);
    let themselves = me.proxy.is_none() && !me.actor.is_staff();
    themselves && asked == Some(me.person.id.to_string().as_str())
}

/// Back to the page where they were asked, which asks no more.
pub(super) fn answered(web: &Web, posted: &Posted) -> Result<Response, Fail> {
    let mut response = Redirect::to(safe_path(posted.get("back"))).into_response();
    give(&mut response, web, ASKS, "", "; Max-Age=0")?;
    Ok(response)
}
