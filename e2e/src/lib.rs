//! Drives the real program with a real browser.
//!
//! A journey starts a [`Server`], opens a [`Page`] on it, acts as a person
//! would (click, fill by label, press keys, compose Japanese) and reads what
//! the page says. Nothing here sleeps: every wait ends on something the
//! browser or the server said, or on a deadline with a message.
//!
//! ```ignore
//! use e2e::{Done, Options, Server};
//!
//! #[test]
//! fn c12_update_reopens_waiting_case() -> Done {
//!     let server = Server::demo()?;
//!     let page = server.page(&Options::default())?;
//!     page.goto("/portal/cases/1042")?;
//!     page.fill("返信", "再発しました")?;
//!     page.click_text("送信")?; // waits where the click leads to another page
//!     page.wait_for("[data-state=open]")?;
//!     assert_eq!(page.text("h1")?, "印刷できない");
//!     page.assert_clean()
//! }
//! ```
//!
//! It knows nothing of the trade: no page of Madoguchi, no desk, no person.

mod axe;
mod browser;
mod cdp;
mod fault;
pub mod npm;
mod page;
mod paths;
mod server;
mod turn;
mod watched;

pub use axe::{Axe, Finding, Findings};
pub use browser::Browser;
pub use fault::{Done, Fault};
pub use page::{Kind, Options, Page, Trouble};
pub use server::Server;
pub use turn::Turn;
