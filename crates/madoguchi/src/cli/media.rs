//! Where live media come and go, as the command line says it.

use std::{fs, net::SocketAddr, path::PathBuf, str::FromStr};

use clap::Args;

use crate::app::live_media::{LiveMedia, MediaPlace, PublicAddress, Relay};

/// The port of `serve`, where nothing else was said.
pub const PORT: u16 = 40_000;

#[derive(Clone, Copy, Debug)]
enum Wanted {
    Off,
    At(SocketAddr),
}

impl FromStr for Wanted {
    type Err = std::net::AddrParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "off" => Ok(Self::Off),
            text => text.parse().map(Self::At),
        }
    }
}

#[derive(Args)]
pub struct MediaPort {
    /// Address and port for screens, pictures and voices of live sessions, one number for UDP and TCP, or “off”; else port 40000 at the address of the pages (demo: any free port)
    #[arg(long, value_name = "ADDR", env = "MADOGUCHI_MEDIA")]
    media: Option<Wanted>,
    /// The address that browsers are told for it, with its port where a gateway maps it; several with commas
    #[arg(
        long,
        value_name = "IP[:PORT]",
        value_delimiter = ',',
        env = "MADOGUCHI_MEDIA_PUBLIC"
    )]
    media_public: Vec<PublicAddress>,
    /// Relay (TURN) for browsers whose network lets nothing else through, such as turns:relay.example.com:443?transport=tcp; several with commas
    #[arg(
        long,
        value_name = "URL",
        value_delimiter = ',',
        requires = "relay_secret_file",
        env = "MADOGUCHI_RELAY"
    )]
    relay: Vec<String>,
    /// The secret that the relay shares with us (static-auth-secret of coturn)
    #[arg(
        long,
        value_name = "FILE",
        requires = "relay",
        env = "MADOGUCHI_RELAY_SECRET_FILE"
    )]
    relay_secret_file: Option<PathBuf>,
}

impl MediaPort {
    /// Opens the port beside the pages. Where it cannot be had this is told, and sessions go on without media.
    pub fn open(&self, pages: SocketAddr, port: u16) -> Result<Option<LiveMedia>, String> {
        let relay = self.relay()?;
        let bind = match self.media {
            Some(Wanted::Off) => return Ok(None),
            Some(Wanted::At(address)) => address,
            None => SocketAddr::new(pages.ip(), port),
        };
        let public = self.media_public.clone();
        match LiveMedia::open(&MediaPlace {
            bind,
            public,
            relay,
        }) {
            Ok(media) => Ok(Some(media)),
            Err(error) => {
                eprintln!(
                    "madoguchi: live sessions go on without screens, pictures and voices: {error}"
                );
                eprintln!(
                    "madoguchi: give another address with --media, what browsers are told with --media-public"
                );
                Ok(None)
            }
        }
    }

    fn relay(&self) -> Result<Option<Relay>, String> {
        let Some(file) = &self.relay_secret_file else {
            return Ok(None);
        };
        let named = |error| format!("--relay-secret-file {}: {error}", file.display());
        let secret = fs::read_to_string(file).map_err(named)?;
        Relay::new(self.relay.clone(), &secret).map(Some)
    }
}
