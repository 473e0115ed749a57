//! Live media: a forwarding unit for WebRTC, and a recorder.
//!
//! One [`Media`] serves all rooms over one UDP and one TCP socket on the same
//! port number. A peer of a [`Room`] has up to two connections: on one it
//! publishes (its browser offers), on the other it receives (we offer), so
//! that offers never meet. Nothing is forwarded and nothing recorded unless
//! the caller said so: who may receive what is an [`Allowed`], and a new one
//! counts from the moment on that [`Room::allow`] has come back.
//!
//! It knows nothing of sessions, people, pages or databases. Descriptions of
//! connections (SDP) come and go as text; how they reach the browser is the
//! caller's affair.
//!
//! ```text
//! let (media, mut events) = Media::bind(Settings::at(address))?;
//! let room = media.open_room().await?;
//! room.join(agent).await?;
//! room.join(customer).await?;
//! room.allow(Allowed::nobody().and(customer, Kind::Screen, agent)).await?;
//! let answer = room.publish(customer, offer, tracks).await?;   // the browser's offer
//! // Event::Offer for the agent's browser → room.answer(agent, its_answer)
//! ```

mod allowed;
mod event;
mod names;
mod record;
mod room;
mod settings;
mod unit;
mod wire;

pub use allowed::Allowed;
pub use event::{Event, Events, RoomStats, Stats};
pub use names::{Answer, Kind, PeerId, Published, RecordingId, RoomId, Shown, Side, TrackId};
pub use record::{Damage, Gap, LATEST, Mended, Summary, cut, mend};
pub use room::{Media, Refused, Room};
pub use settings::{BindError, Limits, Settings};
pub use wire::{FromBrowser, SCRIPTS, ToBrowser};
