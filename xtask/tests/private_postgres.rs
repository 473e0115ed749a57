//! The server of one test run: there while we hold it, gone afterwards.

use std::net::TcpStream;

use xtask::debian::postgres_binaries;
use xtask::postgres::Postgres;

#[test]
fn the_server_listens_until_it_is_dropped() {
    if postgres_binaries().is_none() {
        eprintln!("SKIPPED: no PostgreSQL server is installed");
        return;
    }
    let postgres = Postgres::start().unwrap();
    let address = postgres.address();
    let host = address.split(['@', '/']).nth(3).unwrap().to_owned();
    assert!(TcpStream::connect(&host).is_ok(), "{address}");
    drop(postgres);
    assert!(TcpStream::connect(&host).is_err(), "{address}");
}
