//! What acts in no test without a browser acts in none with one either: texts that are made to run are said in a case, and read by the
//! other side in a real browser (V-13, V-14).

use e2e::{Done, Server};

use crate::cast::{OYAMADA, SATO, sign_in, with_script};

/// Each would run in a page that takes it for its own.
const TEXTS: [&str; 34] = [
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    "<svg onload='window.ran = 1'>",
    "<svg><script>window.ran = 1</script></svg>",
    "<svg><animate onbegin='window.ran = 1' attributeName=x dur=1s>",
    "<svg><a><animate attributeName=href values='javascript:window.ran=1'/><text y=20>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=window.ran=1&gt;'>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=window.ran=1>",
    "<noscript><p title='</noscript><img src=x onerror=window.ran=1>'>",
    "<template><img src=x onerror='window.ran = 1'></template>",
    "<iframe srcdoc='<script>top.ran = 1</script>'></iframe>",
    "<iframe src='javascript:top.ran=1'></iframe>",
    "<object data='data:text/html,<script>top.ran=1</script>'></object>",
    "<embed src='javascript:window.ran=1'>",
    "<base href='//evil.example/'>",
    "<link rel=stylesheet href='//evil.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<style>@import '//evil.example/x.css'; body { background: url(//evil.example/x.png) }</style>",
    "<form action='javascript:window.ran=1'><button autofocus onfocus='window.ran=1'>x</button></form>",
    "<details open ontoggle='window.ran = 1'>x</details>",
    "<video poster='//evil.example/x.png' onloadstart='window.ran = 1' src=x></video>",
    "<input autofocus onfocus='window.ran = 1'>",
    "<a href='javascript:window.ran=1'>x</a>",
    "<b id=forms><b id=cookie><b name=body>x",
    "[x](javascript:window.ran=1)",
    "[x](JaVaScRiPt&colon;window.ran=1)",
    "[x](<java\tscript:window.ran=1>)",
    "[x](data:text/html,<script>top.ran=1</script>)",
    "![x](//evil.example/x.png)",
    "![x](x\" onerror=\"window.ran=1)",
    "<http://a.example/\"onmouseover=\"window.ran=1>",
    "http://a.example/\"onmouseover=\"window.ran=1",
    "```\"><img src=x onerror=window.ran=1>\nx\n```",
    "|<img src=x onerror=window.ran=1>|\n|-|\n|</td><script>window.ran=1</script>|",
];

#[test]
fn v13_v14_what_is_made_to_run_is_read_and_runs_in_no_browser() -> Done {
    let args = ["demo", "--listen", "127.0.0.1:0"];
    let server = Server::with(&args, &[("MADOGUCHI_RECALL", "0")])?;
    let customer = sign_in(&server, OYAMADA, &with_script(true))?;
    customer.goto("/cases?scope=own&view=support")?;
    let subject = customer.text(".row-link")?;
    customer.click_text(&subject)?;
    let case = customer.path()?;
    customer.fill("本文", &TEXTS.join("\n\n"))?;
    customer.click_text("サポートへ送信")?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    for (page, path) in [
        (&customer, case.clone()),
        (&agent, format!("/staff{case}")),
        (&agent, format!("/staff{case}?compose=reply")),
        (&agent, format!("/staff{case}/peek")),
        (&agent, "/staff/search?q=window.ran".to_owned()),
    ] {
        page.goto(&path)?;
        let acting = page.eval(
            "[...document.querySelectorAll('main *')].filter((e) => ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'STYLE', 'BASE', 'META', 'LINK'].includes(e.tagName) || [...e.attributes].some((a) => a.name.startsWith('on')) || /^(javascript|data):/i.test(e.getAttribute('href') ?? '')).map((e) => e.outerHTML.slice(0, 200)).join('\\n')",
        )?;
        assert_eq!(acting, "", "{path}");
        assert_eq!(page.eval("String(window.ran)")?, "undefined", "{path}");
    }
    agent.goto(&format!("/staff{case}"))?;
    let said = agent.eval("document.body.textContent.includes('window.ran = 1')")?;
    assert_eq!(said, true, "what was said is there to be read");
    // Pressing what looks like a link goes nowhere either.
    agent.eval("document.querySelectorAll('main a:not([href])').forEach((e) => e.click())")?;
    assert_eq!(agent.eval("String(window.ran)")?, "undefined");
    agent.assert_clean()?;
    customer.assert_clean()
}
