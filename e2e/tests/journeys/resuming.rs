//! A large file from a program of others' making, cut off again and again (C13).

use std::path::Path;

use e2e::{Done, Fault, Server};

/// The protocol's own client.
const CLIENT: &str = "tus-js-client@4.3.1";
/// Bytes of the file, more than a message may carry without transfer.
const BYTES: &str = "48000000";
const CUTS: &str = "10";

#[test]
fn c13_a_large_file_from_another_client_arrives_whole_after_ten_cuts() -> Done {
    let server = Server::with(&["demo", "--listen", "127.0.0.1:0", "--data", "data"], &[])?;
    let token = server.command(&[
        "token",
        "create",
        "--data",
        "data",
        "--for",
        "oyamada.t@kitaou-emcs.example",
    ])?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journeys/resuming.cjs");
    let args = [server.address(), token.trim(), BYTES, CUTS];
    let Some(told) = e2e::npm::run(&script, CLIENT, &args)? else {
        return Ok(());
    };
    let told: serde_json::Value =
        serde_json::from_str(&told).map_err(|error| Fault::new(format!("{error}: {told}")))?;
    assert_eq!(told["cuts"], 10, "{told}");
    // What was cut off in the middle went on where it was, not from the beginning.
    assert!(
        told["resumedAt"]
            .as_array()
            .is_some_and(|at| at.iter().all(|at| at.as_i64() > Some(0))),
        "{told}"
    );
    assert_eq!(
        told["listed"], told["sent"],
        "the case names the same content"
    );
    assert_eq!(told["had"], told["sent"], "and gives it back");
    Ok(())
}
