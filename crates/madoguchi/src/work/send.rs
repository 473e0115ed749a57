//! Sends what waits in the outbox, tries again later what did not get through, and gives up in the end.

use jiff::SignedDuration;
use store::{
    WriteError,
    mails::{Mail, State},
};

use crate::{
    app::{App, Fail, letters::later},
    mail::{Mailing, NotPosted},
};

pub use crate::app::letters::TRIES;

/// Mails sent in one round.
const STEP: usize = 50;
/// While one node sends a mail, others leave it alone for so long.
const CLAIMED: SignedDuration = SignedDuration::from_mins(5);

/// Sends what is due by now; gives how many were dealt with.
pub async fn run(app: &App, mailing: &Mailing) -> Result<usize, Fail> {
    let due = app.store.due_mails(app.now(), STEP).await?;
    let mut count = 0;
    for mail in due {
        let now = app.now();
        match app.store.claim_mail(&mail, now + CLAIMED).await {
            Ok(()) => {}
            // Another node has it.
            Err(WriteError::Conflict) => continue,
            Err(error) => return Err(error.into()),
        }
        one(app, mailing, &mail).await?;
        count += 1;
    }
    Ok(count)
}

async fn one(app: &App, mailing: &Mailing, mail: &Mail) -> Result<(), Fail> {
    let store = &app.store;
    // What was written since it was read is part of it; from the claim on it takes in nothing more.
    let Some(mail) = store.mail(mail.id).await? else {
        return Ok(());
    };
    let Some(letter) = app.letter(mailing, &mail).await? else {
        store
            .settle_mail(mail.id, State::LetGo, None, app.now())
            .await?;
        return Ok(());
    };
    let sent = mailing.post.send(letter, &mailing.from, app.now()).await;
    let now = app.now();
    match sent {
        Ok(()) => store.settle_mail(mail.id, State::Sent, None, now).await?,
        Err(NotPosted::Later(why)) if mail.attempts < TRIES => {
            tracing::warn!(mail = mail.id, %why, "a mail did not get through and is tried again");
            store
                .retry_mail(mail.id, later(now, mail.attempts), &why)
                .await?;
        }
        Err(NotPosted::Later(why) | NotPosted::Never(why)) => {
            tracing::warn!(mail = mail.id, %why, "a mail was given up");
            store
                .settle_mail(mail.id, State::GivenUp, Some(&why), now)
                .await?;
        }
    }
    Ok(())
}
