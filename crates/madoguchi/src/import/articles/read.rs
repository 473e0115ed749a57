//! Articles as they lie in files: Markdown and HTML, a language a file, and tables with both languages side by side.

use std::{
    collections::BTreeMap,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use comrak::{Arena, Options, nodes::NodeValue};
use domain::Language;

use super::{
    Fault, Gone, ImportError,
    html::{self, Lost},
    pictures::{self, Picture, Wanted},
};

/// A file is no larger than this, in bytes.
const MOST: u64 = 64 * 1024 * 1024;
/// Folders lie no deeper in each other.
const DEEPEST: usize = 12;

/// An article as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Title and body, which is Markdown by now.
    pub texts: BTreeMap<Language, [String; 2]>,
    pub lost: Vec<Gone>,
    pub pictures: Vec<Picture>,
}

/// All of them by their ids, and what could not be read.
#[derive(Debug, Default)]
pub struct All {
    /// Where they come from.
    source: String,
    /// The folder that is read, which images are not looked for outside of.
    within: PathBuf,
    pub articles: BTreeMap<String, Read>,
    pub faults: Vec<Fault>,
}

/// What kind of text something is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Markdown,
    Html,
    Table,
}

impl Kind {
    fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "md" | "markdown" => Some(Kind::Markdown),
            "html" | "htm" | "xhtml" => Some(Kind::Html),
            "csv" => Some(Kind::Table),
            _ => None,
        }
    }
}

/// Reads files, and all files of folders, in order of their names.
pub fn read(
    paths: &[PathBuf],
    languages: &[Language],
    usual: &Language,
    source: &str,
) -> Result<All, ImportError> {
    let mut all = All {
        source: source.to_owned(),
        ..All::default()
    };
    for root in paths {
        let mut files = Vec::new();
        gather(root, 0, &mut files)?;
        let within = match root.is_dir() {
            true => root.as_path(),
            false => root.parent().unwrap_or(Path::new("")),
        };
        all.within = within.to_owned();
        for file in files {
            let Some(kind) = Kind::of(&file) else {
                continue;
            };
            let text = match text_of(&file) {
                Ok(text) => text,
                Err(why) => {
                    all.fault(&file, 0, why);
                    continue;
                }
            };
            match kind {
                Kind::Table => all.table(&file, &text, languages),
                kind => {
                    let name = file.strip_prefix(within).unwrap_or(&file);
                    let (id, language) = named(name, languages, usual);
                    all.take(&file, id, language, kind, &text);
                }
            }
        }
    }
    Ok(all)
}

fn gather(path: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), ImportError> {
    let open = |error| ImportError::Open(path.to_owned(), error);
    if !fs::metadata(path).map_err(open)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    if depth == DEEPEST {
        return Ok(());
    }
    let mut inside = Vec::new();
    for entry in fs::read_dir(path).map_err(open)? {
        inside.push(entry.map_err(open)?.path());
    }
    inside.sort();
    inside
        .iter()
        .try_for_each(|path| gather(path, depth + 1, files))
}

fn text_of(file: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let open = fs::File::open(file).map_err(|error| error.to_string())?;
    let mut some = open.take(MOST + 1);
    some.read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    if bytes.len() as u64 > MOST {
        return Err("it is larger than 64 MB".into());
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map_or(text.clone(), str::to_owned))
}

/// Id and language by a file's name: `guide/start.ja.md` is `guide/start` in Japanese.
fn named(name: &Path, languages: &[Language], usual: &Language) -> (String, Language) {
    let name = name.with_extension("");
    let name = name.to_string_lossy().replace('\\', "/");
    let of = name.rsplit_once('.').and_then(|(id, tag)| {
        let language = languages.iter().find(|one| one.as_str() == tag)?;
        Some((id.to_owned(), language.clone()))
    });
    of.unwrap_or((name, usual.clone()))
}

impl All {
    fn fault(&mut self, file: &Path, line: u64, why: impl Into<String>) {
        self.faults.push(Fault {
            file: file.to_owned(),
            line,
            why: why.into(),
        });
    }

    fn take(&mut self, file: &Path, id: String, language: Language, kind: Kind, text: &str) {
        let (title, body, lost, wanted) = converted(kind, text);
        if title.is_empty() {
            return self.fault(file, 0, "it has no title: no heading stands first");
        }
        self.keep(file, 0, id, language, [title, body], (lost, wanted));
    }

    fn keep(
        &mut self,
        file: &Path,
        from: u64,
        id: String,
        language: Language,
        [title, mut body]: [String; 2],
        (mut lost, wanted): (Vec<Lost>, Vec<Wanted>),
    ) {
        let mut found = Vec::new();
        for (number, one) in wanted.iter().enumerate() {
            let mark = pictures::mark(number);
            match pictures::find(one, file, &self.within, &self.source, from) {
                Ok(picture) => {
                    body = body.replacen(&mark, &picture.named, 1);
                    found.push(picture);
                }
                Err(gone) => {
                    body = body.replacen(&mark, &one.instead, 1);
                    lost.push(gone);
                }
            }
        }
        lost.sort_by_key(|one| one.line);
        let text = [title, body];
        let article = self.articles.entry(id).or_default();
        article.pictures.extend(found);
        let twice = article.texts.insert(language, text).is_some();
        article.lost.extend(lost.into_iter().map(|lost| Gone {
            file: file.to_owned(),
            line: from + lost.line,
            what: lost.what,
        }));
        if twice {
            self.fault(
                file,
                from,
                "an article of this id and language was there before; this one counts",
            );
        }
    }

    /// A table: `id`, and `title_ja`, `body_ja` and so on for each language; `format` is markdown or html.
    fn table(&mut self, file: &Path, text: &str, languages: &[Language]) {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        let heading = match reader.headers() {
            Ok(heading) => heading.clone(),
            Err(error) => return self.fault(file, 1, error.to_string()),
        };
        let column = |name: &str| heading.iter().position(|one| one.trim() == name);
        let Some(id) = column("id") else {
            return self.fault(file, 1, "the heading lacks id");
        };
        let columns: Vec<(Language, usize, usize)> = languages
            .iter()
            .filter_map(|language| {
                let title = column(&format!("title_{}", language.as_str()))?;
                let body = column(&format!("body_{}", language.as_str()))?;
                Some((language.clone(), title, body))
            })
            .collect();
        if columns.is_empty() {
            return self.fault(
                file,
                1,
                "the heading lacks title_ja and body_ja, or those of another language",
            );
        }
        let format = column("format");
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    self.fault(file, line, error.to_string());
                    continue;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |at: usize| record.get(at).unwrap_or_default().trim();
            let id = cell(id).to_owned();
            if id.is_empty() {
                self.fault(file, line, "it has no id");
                continue;
            }
            let kind = match format.map(cell).unwrap_or_default() {
                "" | "markdown" => Kind::Markdown,
                "html" => Kind::Html,
                _ => {
                    self.fault(file, line, "the format is neither markdown nor html");
                    continue;
                }
            };
            let mut any = false;
            for (language, title, body) in &columns {
                if cell(*title).is_empty() {
                    continue;
                }
                any = true;
                let (body, kept) = match kind {
                    Kind::Html => {
                        let page = html::read(cell(*body));
                        (page.whole(), (page.lost, page.wanted))
                    }
                    _ => {
                        let (body, wanted, lost) = of_markdown(cell(*body));
                        (body, (lost, wanted))
                    }
                };
                let title = cell(*title).to_owned();
                // Lines of a cell are counted from its row's on.
                self.keep(
                    file,
                    line.saturating_sub(1),
                    id.clone(),
                    language.clone(),
                    [title, body],
                    kept,
                );
            }
            if !any {
                self.fault(file, line, "it has no title in any language");
            }
        }
    }
}

fn converted(kind: Kind, text: &str) -> (String, String, Vec<Lost>, Vec<Wanted>) {
    if kind == Kind::Html {
        let page = html::read(text);
        return (page.title, page.body, page.lost, page.wanted);
    }
    let (mut title, mut lost, mut from) = (String::new(), Vec::new(), 0);
    let lines: Vec<&str> = text.lines().collect();
    if lines.first() == Some(&"---")
        && let Some(end) = lines.iter().skip(1).position(|line| *line == "---")
    {
        for (at, line) in lines[1..=end].iter().enumerate() {
            match line.split_once(':') {
                Some(("title", value)) => title = value.trim().trim_matches('"').to_owned(),
                _ => lost.push(Lost {
                    line: at as u64 + 2,
                    what: "front matter".into(),
                }),
            }
        }
        from = end + 2;
    }
    from += lines[from..]
        .iter()
        .take_while(|line| line.trim().is_empty())
        .count();
    if title.is_empty()
        && let Some(heading) = lines.get(from).and_then(|line| line.strip_prefix("# "))
    {
        title = crate::rich::plain(heading);
        from += 1;
    }
    let body = lines.get(from..).unwrap_or_default().join("\n");
    let (body, mut wanted, more) = of_markdown(&body);
    lost.extend(more.into_iter().map(|lost| Lost {
        line: lost.line + from as u64,
        ..lost
    }));
    for one in &mut wanted {
        one.line += from as u64;
    }
    (title, body.trim().to_owned(), lost, wanted)
}

/// Markdown with marks in place of its images, and what of it is not shown: images of elsewhere, and HTML, which stands as text.
fn of_markdown(text: &str) -> (String, Vec<Wanted>, Vec<Lost>) {
    let (marked, wanted, mut lost) = pictures::marked(text);
    let mut options = Options::default();
    options.extension.table = true;
    let arena = Arena::new();
    for node in comrak::parse_document(&arena, text, &options).descendants() {
        let data = node.data();
        let what = match &data.value {
            NodeValue::HtmlInline(_) | NodeValue::HtmlBlock(_) => "html",
            _ => continue,
        };
        lost.push(Lost {
            line: data.sourcepos.start.line as u64,
            what: what.to_owned(),
        });
    }
    (marked, wanted, lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b4_names_say_id_and_language() {
        let [ja, en] = ["ja", "en"].map(Language::new);
        let languages = [ja.clone(), en.clone()];
        for (name, id, language) in [
            ("guide/start.ja.md", "guide/start", &ja),
            ("start.en.html", "start", &en),
            ("v1.2.md", "v1.2", &ja),
        ] {
            let (found, of) = named(Path::new(name), &languages, &ja);
            assert_eq!((found.as_str(), &of), (id, language));
        }
    }

    #[test]
    fn b4_markdown_says_its_title_and_what_is_not_shown() {
        let (title, body, lost, wanted) = converted(
            Kind::Markdown,
            "---\ntitle: \"始め方\"\ntags: a\n---\n\n本文\n\n![図](a.png)\n\n<b>x</b>\n",
        );
        assert_eq!((title.as_str(), body.starts_with("本文")), ("始め方", true));
        let lost: Vec<(u64, &str)> = lost
            .iter()
            .map(|one| (one.line, one.what.as_str()))
            .collect();
        assert_eq!(lost, [(3, "front matter"), (10, "html"), (10, "html")]);
        assert_eq!((wanted[0].line, wanted[0].src.as_str()), (8, "a.png"));
        let (title, body, _, _) = converted(Kind::Markdown, "\n# 一\\_\n\n二");
        assert_eq!((title.as_str(), body.as_str()), ("一_", "二"));
    }
}
