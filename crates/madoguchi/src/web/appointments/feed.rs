//! A person's calendar under an address of its own (H3): read by programs that know nothing but the address, made anew by its owner.

use axum::{
    extract::{Path, State},
    response::{Response, Result as Answer},
};

use super::{
    super::{Web, visitor::Visitor},
    calendar,
};
use crate::app::Fail;

/// How an address ends, for programs that go by it.
const END: &str = ".ics";

/// What stands in the calendar now. An address that leads nowhere is as one that never did, and each try counts.
pub async fn read(
    State(web): State<Web>,
    visitor: Visitor,
    Path(name): Path<String>,
) -> Answer<Response, Fail> {
    let secret = name.strip_suffix(END).unwrap_or(&name);
    let Some((person, cases)) = web.app.calendar(secret).await? else {
        web.app.count_address(visitor.address).await?;
        return Err(Fail::NotFound);
    };
    web.app
        .count_for(&format!("calendar of {}", person.id))
        .await?;
    let source = web.app.calendar_source(&person, &cases);
    Ok(calendar(source, "inline; filename=\"calendar.ics\""))
}
