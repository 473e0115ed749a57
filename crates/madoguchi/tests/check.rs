//! `madoguchi check` as it is called: what it prints, in both languages, and how it ends.

use std::{
    fs,
    process::{Command, Output},
};

const DEFAULT: &str = include_str!("../../../desks/default.toml");

/// Runs it in an empty folder with this text as `my.toml`, in no locale.
fn check(text: &str, args: &[&str], environment: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("my.toml"), text).expect("a desk file");
    Command::new(env!("CARGO_BIN_EXE_madoguchi"))
        .arg("check")
        .args(args)
        .current_dir(folder.path())
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env_remove("LANG")
        .envs(environment.iter().copied())
        .output()
        .expect("the program runs")
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

/// The default desk with one thing changed, and the line in which it stands.
fn broken(right: &str, wrong: &str) -> (String, usize) {
    let at = DEFAULT.find(right).expect("it stands in the default desk");
    (
        DEFAULT.replacen(right, wrong, 1),
        DEFAULT[..at].lines().count(),
    )
}

#[test]
fn a_wrong_value_in_english() {
    let (text, line) = broken(
        "time_zone = \"Asia/Tokyo\"      # for those who have set none",
        "\ntime_zone = \"Asia/東京\"",
    );
    let line = line + 2;
    let output = check(&text, &["my.toml"], &[]);
    assert_eq!(
        out(&output),
        format!(
            "\
my.toml:{line}:13: There is no time zone of the name “Asia/東京”.
    time_zone = \"Asia/東京\"
                ^
    Write a name from the IANA time zone database, such as Asia/Tokyo or Europe/London.

1 finding in my.toml.
"
        )
    );
    assert_eq!((output.status.code(), err(&output)), (Some(3), ""));
}

#[test]
fn wrong_values_in_japanese() {
    let (text, _) = broken("id = \"web\"", "id = \"web-site\"");
    let text = format!("colour = \"青\"\n{text}").replacen("\"S3\" ", "\"S33\" ", 1);
    let output = check(&text, &["my.toml", "--language", "ja"], &[]);
    let place = |of: &str| {
        let before = &text[..text.find(of).expect("it stands there")];
        let line = before.lines().count();
        (
            line,
            before.lines().last().map_or(0, |l| l.chars().count()) + 1,
        )
    };
    let (severity, column) = place("\"S33\"");
    let (channel, _) = place("\n[[channel]]");
    let channel = channel + 1;
    let expected = format!(
        "\
my.toml:1:1: 「colour」は、ここでは使えないキーです。
    colour = \"青\"
    ^
    つづりを直すか、削除してください。ここに書けるキーは次のとおりです：id、name、languages、time_zone、number_width、preset_severity、recall、attachments、downloads、texts、product、environment、channel、severity、field、kind、checklist、need、resource、wrong_door、team、status、rules、not_covered、cause、survey、escalation、session、queue、incident、phone、conference、tags、synonyms、glossary、calendar、centre、plan、milestone、target、warnings、call、not_taken、contract_option、coverage、imported、imported_glossary

my.toml:{severity}:{column}: 重大度「S33」は、このデスクファイルにありません。
    preset_severity = \"S33\"        # what a form offers first
                      ^
    つづりを直すか、追加してください。いまあるものは次のとおりです：S1、S2、S3、S4

my.toml:{channel}:1: ポータルで開いたケースの受付経路「web」がありません。
    [[channel]]
    ^
    id = \"web\" の [[channel]] を追加してください。

my.tomlに誤りが3件あります。
"
    );
    assert_eq!(out(&output), expected);
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn what_is_no_toml_is_told_too() {
    let output = check(
        "id = \"x\"\nname = { ja = \"窓口\" en = \"x\" }\n",
        &["my.toml"],
        &[],
    );
    let said = out(&output);
    assert!(said.starts_with("my.toml:2:"), "{said}");
    assert!(said.contains("This is not valid TOML: "), "{said}");
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn the_shipped_desks_are_right() {
    for name in [
        "default",
        "contact-center",
        "collaboration",
        "marketing",
        "experience-hub",
        "remote-support",
    ] {
        for (language, start) in [
            ("en", "nothing is wrong. The desk holds "),
            ("ja", "誤りはありません。このデスクには、"),
        ] {
            let output = check("", &[name, "--language", language], &[]);
            let said = out(&output);
            assert!(said.starts_with(name) && said.contains(start), "{said}");
            assert_eq!(said.lines().count(), 3, "{said}");
            assert!(!said.contains("{$"), "{said}");
            assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
        }
    }
}

/// Whoever writes a desk file reads what it comes to, as the pages that take files say it.
#[test]
fn c13_b6_limits_of_files_and_of_software_are_told() {
    let own = "[downloads]\nsize_each = \"2 GB\"";
    assert!(DEFAULT.contains(own), "it has limits of its own");
    let none = DEFAULT.replacen(own, "", 1);
    let at = none
        .find("types = [\"zip\"")
        .expect("the kinds of software");
    let end = none[at..].find('\n').expect("the end of the line");
    let none = [&none[..at], &none[at + end..]].concat();
    for (text, software) in [
        (
            DEFAULT,
            ["1件のみ、2 GBまで", "msi", "One file, up to 2 GB"],
        ),
        (
            none.as_str(),
            ["1件のみ、25 MBまで", "har", "One file, up to 25 MB"],
        ),
    ] {
        let [ja, kind, en] = software;
        let output = check(text, &["my.toml", "--language", "ja"], &[]);
        let said: Vec<&str> = out(&output).lines().collect();
        let [_, attached, given_out] = said[..] else {
            panic!("{said:?}");
        };
        assert!(attached.contains("10件まで、1件25 MBまで"), "{attached}");
        assert!(given_out.contains(ja), "{given_out}");
        assert!(given_out.contains(kind), "{given_out}");
        let output = check(text, &["my.toml", "--language", "en"], &[]);
        assert!(out(&output).contains(en), "{}", out(&output));
    }
}

#[test]
fn the_environment_names_the_language() {
    for (environment, japanese) in [
        (&[("LANG", "ja_JP.UTF-8")][..], true),
        (&[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "C")], false),
        (&[("LANG", "ja_JP.UTF-8"), ("LC_MESSAGES", "")], true),
        (&[("LANG", "fr_FR.UTF-8")], false),
        (&[], false),
    ] {
        let output = check(DEFAULT, &["my.toml"], environment);
        assert_eq!(
            out(&output).contains("誤りはありません"),
            japanese,
            "{environment:?}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let output = check("", &["other.toml"], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        err(&output),
        "madoguchi: “other.toml” is neither a shipped desk nor a file that can be read. Give the path of a desk file, \
         or the name of a shipped desk: collaboration, contact-center, default, experience-hub, marketing, remote-support.\n"
    );
    assert_eq!(out(&output), "");
}

#[test]
fn a_language_that_is_not_spoken_is_wrong_usage() {
    assert_eq!(
        check("", &["default", "--language", "xx"], &[])
            .status
            .code(),
        Some(2)
    );
}
