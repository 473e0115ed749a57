//! Mail over the wire: a small server takes what the program sends, says no now and then, and what it took is read by a
//! parser of others' making.

use std::sync::{Arc, Mutex};

use jiff::SignedDuration;
use madoguchi::{
    mail::{Address, Mailing, Post},
    work,
};
use mail_parser::MessageParser;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::world::World;

/// What came in: who from, who to, and the mail as it was sent.
#[derive(Clone, Debug, Default)]
struct Taken {
    from: String,
    to: Vec<String>,
    data: String,
}

#[derive(Clone, Default)]
struct Server {
    taken: Arc<Mutex<Vec<Taken>>>,
    /// Answers to the ends of mails, the next one last; `250` when there is none.
    answers: Arc<Mutex<Vec<&'static str>>>,
    /// What it says to some words instead of taking them; whoever is to sign in is asked to.
    refuses: Arc<Mutex<Vec<(&'static str, &'static str)>>>,
}

impl Server {
    /// Listens; gives the address for the program.
    async fn listen(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = server.clone();
                tokio::spawn(async move { server.talk(stream).await });
            }
        });
        format!("smtp://127.0.0.1:{port}")
    }

    async fn talk(&self, stream: TcpStream) {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write
            .write_all(b"220 mail.example ESMTP\r\n")
            .await
            .unwrap();
        let mut mail = Taken::default();
        while let Ok(Some(line)) = lines.next_line().await {
            let word = line.split(' ').next().unwrap_or_default().to_uppercase();
            let refuses = self.refuses.lock().unwrap().clone();
            let refused = refuses.iter().find(|(what, _)| *what == word);
            let answer = match word.as_str() {
                "EHLO" if refuses.iter().any(|(what, _)| *what == "AUTH") => {
                    "250-mail.example\r\n250-AUTH PLAIN\r\n250 8BITMIME"
                }
                _ if refused.is_some() => refused.unwrap().1,
                "EHLO" => "250-mail.example\r\n250 8BITMIME",
                "MAIL" => {
                    mail.from = line;
                    "250 ok"
                }
                "RCPT" => {
                    mail.to.push(line);
                    "250 ok"
                }
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await.unwrap();
                    while let Ok(Some(line)) = lines.next_line().await
                        && line != "."
                    {
                        mail.data.push_str(line.strip_prefix('.').unwrap_or(&line));
                        mail.data.push_str("\r\n");
                    }
                    let answer = self.answers.lock().unwrap().pop().unwrap_or("250 taken");
                    self.taken.lock().unwrap().push(std::mem::take(&mut mail));
                    answer
                }
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            write
                .write_all(format!("{answer}\r\n").as_bytes())
                .await
                .unwrap();
        }
    }
}

fn mailing(url: &str) -> Mailing {
    Mailing {
        base: "https://desk.example".into(),
        from: Address::parse("サポート窓口 <desk@desk.example>").unwrap(),
        post: Post::smtp(url).unwrap(),
        calm: SignedDuration::ZERO,
    }
}

#[tokio::test]
async fn h7_a_mail_arrives_through_a_real_server_as_text_and_html() {
    let w = World::new().await;
    work::notify::begin(&w.app).await.unwrap();
    let server = Server::default();
    let mailing = mailing(&server.listen().await);
    let number = w.open().await;
    work::mail(&w.app, &mailing).await.unwrap();
    let taken = server.taken.lock().unwrap().clone();
    assert_eq!(taken.len(), 2);
    let to_hanako = |mail: &&Taken| mail.to[0].contains("<hanako@mail.example>");
    let mail = taken.iter().find(to_hanako).unwrap();
    assert!(mail.from.contains("<desk@desk.example>"), "{mail:?}");
    assert_eq!(mail.to.len(), 1, "one recipient each");
    let parsed = MessageParser::default()
        .parse(mail.data.as_bytes())
        .unwrap();
    let subject = parsed.subject().unwrap();
    assert!(
        subject.starts_with("【受付】") && subject.contains(&number),
        "{subject}"
    );
    let from = parsed.from().unwrap().first().unwrap();
    assert_eq!(from.name(), Some("サポート窓口"));
    let text = parsed.body_text(0).unwrap();
    let html = parsed.body_html(0).unwrap();
    for part in [
        "青木 花子様",
        "朝から録音が残りません。",
        &format!("https://desk.example/cases/{number}"),
    ] {
        assert!(text.contains(part), "{text}");
        assert!(html.contains(part), "{html}");
    }
    assert_eq!(
        parsed.header_raw("Auto-Submitted").map(str::trim),
        Some("auto-generated")
    );
    assert!(parsed.reply_to().is_none(), "no mail invites a reply");
}

#[tokio::test]
async fn r10_a_server_that_says_later_gets_the_same_mail_again_and_one_that_says_never_does_not() {
    let w = World::new().await;
    work::notify::begin(&w.app).await.unwrap();
    let server = Server::default();
    let mailing = mailing(&server.listen().await);
    *server.answers.lock().unwrap() = vec!["550 no such reader", "451 try again later"];
    w.open().await;
    work::mail(&w.app, &mailing).await.unwrap();
    let [waiting, given_up] = w.app.store.unsent_mails(10).await.unwrap();
    assert_eq!((waiting.len(), given_up.len()), (1, 1));
    assert!(
        given_up[0]
            .error
            .as_deref()
            .unwrap()
            .contains("no such reader")
    );
    w.pass(2);
    work::mail(&w.app, &mailing).await.unwrap();
    let [waiting, given_up] = w.app.store.unsent_mails(10).await.unwrap();
    assert_eq!((waiting.len(), given_up.len()), (0, 1));
    let taken = server.taken.lock().unwrap().clone();
    let ids: Vec<String> = taken
        .iter()
        .map(|mail| {
            let parsed = MessageParser::default()
                .parse(mail.data.as_bytes())
                .unwrap();
            parsed.message_id().unwrap().to_owned()
        })
        .collect();
    assert_eq!(ids.len(), 3);
    assert_eq!(ids[0], ids[2], "the one that was to come later");
}

#[tokio::test]
async fn r24_a_password_that_counts_no_more_loses_no_mail_and_a_refused_reader_does() {
    let w = World::new().await;
    work::notify::begin(&w.app).await.unwrap();
    let server = Server::default();
    let url = server.listen().await;
    let with_password = url.replace("smtp://", "smtp://desk:old-password@");
    let unsent = async || {
        let [waiting, given_up] = w.app.store.unsent_mails(10).await.unwrap();
        (waiting.len(), given_up.len())
    };
    w.open().await;
    for (word, answer) in [
        ("AUTH", "535 5.7.8 authentication failed"),
        ("EHLO", "554 5.7.1 not from there"),
        ("MAIL", "550 5.1.8 sender address rejected"),
    ] {
        *server.refuses.lock().unwrap() = vec![(word, answer)];
        let mailing = mailing(if word == "AUTH" { &with_password } else { &url });
        w.pass(8 * 60);
        work::mail(&w.app, &mailing).await.unwrap();
        assert_eq!(unsent().await, (2, 0), "{answer}");
    }
    // What the server says of a reader is about that mail alone, and is no password's fault.
    *server.refuses.lock().unwrap() = vec![("RCPT", "550 5.1.1 no such mailbox")];
    let plain = mailing(&url);
    w.pass(8 * 60);
    work::mail(&w.app, &plain).await.unwrap();
    assert_eq!(unsent().await, (0, 2));
    // The reason is gone: all of it goes out together.
    server.refuses.lock().unwrap().clear();
    assert_eq!(w.app.store.revive_mails(w.app.now()).await.unwrap(), 2);
    work::mail(&w.app, &plain).await.unwrap();
    assert_eq!(unsent().await, (0, 0));
    assert_eq!(server.taken.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn r24_letters_that_are_about_no_case_wait_for_the_server_as_well() {
    let w = World::new().await;
    let server = Server::default();
    let url = server.listen().await;
    *server.refuses.lock().unwrap() = vec![("MAIL", "451 4.3.0 try again")];
    let app = w.app.clone().with_mailing(mailing(&url));
    let by = domain::event::By::Person(domain::PersonId(1));
    let new = store::sign_ins::NewToken::default();
    app.make_own_token(domain::PersonId(1), &new, by)
        .await
        .unwrap();
    let tried = async || {
        loop {
            let [waiting, _] = app.store.unsent_letters(10).await.unwrap();
            if waiting.iter().all(|letter| letter.error.is_some()) {
                return waiting;
            }
            tokio::task::yield_now().await;
        }
    };
    let waiting = tried().await;
    assert_eq!((waiting.len(), waiting[0].attempts), (1, 1));
    server.refuses.lock().unwrap().clear();
    w.pass(2);
    assert_eq!(app.send_letters(&mailing(&url)).await.unwrap(), 1);
    let taken = server.taken.lock().unwrap().clone();
    assert_eq!(taken.len(), 1);
    assert!(taken[0].data.contains(&waiting[0].draft.message_id));
    let [waiting, given_up] = app.store.unsent_letters(10).await.unwrap();
    assert!(waiting.is_empty() && given_up.is_empty());
}
