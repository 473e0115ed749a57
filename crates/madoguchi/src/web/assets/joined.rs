//! Scripts as they go out: what a script imports goes before it in the same file, so that a page asks for few files, however many
//! parts its scripts are written in (U7). Knows the few forms of import and export that ours have, each on a line of its own, and
//! nothing of where scripts lie. What a script fetches later by itself (`import(…)`) stays as it is.

use std::{collections::BTreeSet, fmt::Write};

/// What gives the text of a script by its name, without the ending.
pub type Read<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The script of this name behind all that it imports; of several names with `+` between them all of these. Each part stands in it
/// once. Nothing where one of them is not there.
pub fn joined(names: &str, read: Read<'_>) -> Option<String> {
    let mut out = Joined {
        read,
        taken: BTreeSet::new(),
        text: String::new(),
    };
    match names.contains('+') {
        // Whoever fetches one by itself gets what it gives away.
        false => {
            let (body, _) = out.body(names, true)?;
            out.text.push_str(&body);
        }
        true => {
            for name in names.split('+') {
                out.take(name)?;
            }
        }
    }
    Some(out.text)
}

struct Joined<'a> {
    read: Read<'a>,
    taken: BTreeSet<String>,
    text: String,
}

impl Joined<'_> {
    /// Puts a script into the text, in a scope of its own, unless it is there.
    fn take(&mut self, name: &str) -> Option<()> {
        if !self.taken.insert(name.to_owned()) {
            return Some(());
        }
        let (body, given) = self.body(name, false)?;
        let begin = match given.is_empty() {
            true => String::new(),
            false => format!("const {} = ", scope(name)),
        };
        // Without it the line before would call what follows.
        let _ = writeln!(self.text, ";{begin}(() => {{");
        self.text.push_str(&body);
        if !given.is_empty() {
            let _ = writeln!(self.text, "return {{ {} }};", given.join(", "));
        }
        self.text.push_str("})();\n");
        Some(())
    }

    /// The text of a script with what it imports taken from where that is by now, and the names that it gives away.
    fn body(&mut self, name: &str, gives: bool) -> Option<(String, Vec<String>)> {
        let text = (self.read)(name)?;
        let (mut body, mut given) = (String::with_capacity(text.len()), Vec::new());
        for line in text.lines() {
            match Line::of(line) {
                Line::Imports { names, from } => {
                    self.take(from)?;
                    if let Some(names) = names {
                        let _ = writeln!(body, "const {{ {names} }} = {};", scope(from));
                    }
                }
                Line::Passes { names, from } => {
                    self.take(from)?;
                    let _ = writeln!(body, "const {{ {names} }} = {};", scope(from));
                    match gives {
                        true => {
                            let _ = writeln!(body, "export {{ {names} }};");
                        }
                        false => given.extend(names.split(", ").map(str::to_owned)),
                    }
                }
                Line::Exports { name, declared } => {
                    body.push_str(if gives { line } else { declared });
                    body.push('\n');
                    given.push(name.to_owned());
                }
                Line::Other => {
                    body.push_str(line);
                    body.push('\n');
                }
            }
        }
        Some((body, given))
    }
}

/// What a script's names are kept under.
fn scope(name: &str) -> String {
    format!("of_{}", name.replace('-', "_"))
}

enum Line<'a> {
    /// `import "./a.js";` or `import { b } from "./a.js";`
    Imports {
        names: Option<&'a str>,
        from: &'a str,
    },
    /// `export { b } from "./a.js";`
    Passes {
        names: &'a str,
        from: &'a str,
    },
    /// `export class A …`
    Exports {
        name: &'a str,
        declared: &'a str,
    },
    Other,
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Self {
        Self::imports(line)
            .or_else(|| Self::exports(line))
            .unwrap_or(Self::Other)
    }

    fn imports(line: &'a str) -> Option<Self> {
        let rest = line.strip_prefix("import ")?;
        if let Some(from) = address(rest) {
            return Some(Self::Imports { names: None, from });
        }
        let (names, from) = named(rest)?;
        Some(Self::Imports {
            names: Some(names),
            from,
        })
    }

    fn exports(line: &'a str) -> Option<Self> {
        let declared = line.strip_prefix("export ")?;
        if let Some((names, from)) = named(declared) {
            return Some(Self::Passes { names, from });
        }
        let plain = declared.strip_prefix("async ").unwrap_or(declared);
        let sorts = ["function ", "class ", "const "];
        let rest = sorts.iter().find_map(|sort| plain.strip_prefix(sort))?;
        let ends = |c: char| !c.is_ascii_alphanumeric() && c != '_';
        let name = rest.split(ends).next().filter(|name| !name.is_empty())?;
        Some(Self::Exports { name, declared })
    }
}

/// `{ a, b } from "./c.js";`: the names, and the script.
fn named(text: &str) -> Option<(&str, &str)> {
    let (names, from) = text.strip_prefix("{ ")?.split_once(" } from ")?;
    Some((names, address(from)?))
}

/// `"./c.js";`: the script.
fn address(text: &str) -> Option<&str> {
    text.strip_prefix("\"./")?.strip_suffix(".js\";")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> Option<String> {
        let text = match name {
            "page" => "// The page.\nimport \"./one.js\";\nimport \"./two.js\";\nconst a = 3;\n",
            "one" => "import { a, B } from \"./both.js\";\nnew B(a());\n",
            "two" => "import { a } from \"./again.js\";\nconst b = a();",
            "both" => "const b = 1;\nexport function a() {\n  return b;\n}\nexport class B {}\n",
            "again" => "export { a } from \"./both.js\";\nexport const c = 2;\n",
            "alone" => "import { c } from \"./again.js\";\nexport async function d() {}\n",
            "lost" => "import \"./nowhere.js\";\n",
            _ => return None,
        };
        Some(text.to_owned())
    }

    #[test]
    fn u7_what_a_script_imports_goes_before_it_once_and_in_its_own_scope() {
        let page = "\
;const of_both = (() => {
const b = 1;
function a() {
  return b;
}
class B {}
return { a, B };
})();
;(() => {
const { a, B } = of_both;
new B(a());
})();
;const of_again = (() => {
const { a } = of_both;
const c = 2;
return { a, c };
})();
;(() => {
const { a } = of_again;
const b = a();
})();
// The page.
const a = 3;
";
        assert_eq!(joined("page", &read).as_deref(), Some(page));
        // What is fetched by itself gives away what it gave.
        let alone = joined("alone", &read).unwrap();
        assert!(alone.ends_with("const { c } = of_again;\nexport async function d() {}\n"));
        let again = joined("again", &read).unwrap();
        assert!(again.ends_with("const { a } = of_both;\nexport { a };\nexport const c = 2;\n"));
    }

    #[test]
    fn u7_several_scripts_go_in_one_file_and_none_without_the_others() {
        let both = joined("one+two+one", &read).unwrap();
        assert_eq!(both.matches("new B(a());").count(), 1);
        assert_eq!(both.matches("class B {}").count(), 1);
        assert!(!both.contains("import ") && !both.contains("export "));
        for names in ["", "nowhere", "one+nowhere", "one+", "lost"] {
            assert_eq!(joined(names, &read), None, "{names}");
        }
    }
}
