use proptest::prelude::*;

use super::*;

fn parse(source: &str, syntax: Syntax) -> Article {
    Article::parse(source.to_owned(), syntax, || Place::file("article")).unwrap()
}

fn text(source: &str, syntax: Syntax) -> String {
    parse(source, syntax).text().to_owned()
}

#[test]
fn extensions_say_how_an_article_is_written() {
    for (path, syntax) in [
        ("a.MD", Syntax::Markdown),
        ("a/b.html", Syntax::Html),
        ("b.HTM", Syntax::Html),
        ("c.txt", Syntax::Plain),
        ("-", Syntax::Plain),
    ] {
        assert_eq!(Syntax::of_path(path), syntax, "{path}");
    }
}

#[test]
fn html_keeps_the_article_and_drops_scripts_menus_and_navigation() {
    let page = r#"<!doctype html><html><head><title>T</title><style>p{}</style><script>var q = "no";</script></head>
        <body><header><a href=/>Home</a></header><nav><ul><li><a>One</a><li><a>Two</a></ul></nav>
        <main><article><header><h1>Head&shy;line &amp; more</h1></header>
        <p>First   <b>bold</b>
           words.<p>Second&nbsp;paragraph<br>goes on.</p>
        <div hidden>secret</div><div style="display: none">secret</div><div aria-hidden=true>secret</div>
        <ul class=related><li><a>Read this</a></li><li><a>And that</a></li><li><a>And more</a></li></ul>
        <ul><li>a list item with words of its own</li></ul>
        <form><label>Sign up</label><button>Go</button></form><aside>Advert</aside>
        <footer>Share</footer></article></main><footer>Imprint</footer></body></html>"#;
    assert_eq!(
        text(page, Syntax::Html),
        "Headline & more\n\nFirst bold words.\n\nSecond paragraph\ngoes on.\n\na list item with words of its own"
    );
}

#[test]
fn html_without_a_marked_article_is_read_whole() {
    assert_eq!(
        text("<p>One <q>two</q>, three</p><table><tr><td>a<td>b<tr><td>c</table>", Syntax::Html),
        "One “two”, three\n\na b\n\nc"
    );
    assert_eq!(text("no tags at all", Syntax::Html), "no tags at all");
    assert_eq!(text("", Syntax::Html), "");
}

#[test]
fn of_several_articles_the_one_with_most_words_is_read() {
    let page = "<article><p>short card</p></article><article><p>the long article that people came for</p></article>";
    assert_eq!(text(page, Syntax::Html), "the long article that people came for");
    let even = "<article><p>one</p></article><article><p>two</p></article>";
    assert_eq!(text(even, Syntax::Html), "one\n\ntwo");
}

#[test]
fn markdown_loses_its_markup_and_keeps_its_places() {
    let source = "---\ntitle: x\n---\n# Head\n\nShe said: “We *firmly* oppose\nthe [rule](http://x.y) &amp; its `code`.”\n\n```\ncode\n```\n\n![alt](i.png)\n- item é **here**\n";
    let article = parse(source, Syntax::Markdown);
    assert_eq!(article.text(), "Head\n\nShe said: “We firmly oppose the rule & its code.”\n\nitem é here");
    let offsets = article.offsets();
    let cut = |words: &str| {
        let at = article.text().find(words).unwrap();
        let (start, end) = offsets.span(ByteSpan::new(at, at + words.len()));
        source.chars().skip(start).take(end - start).collect::<String>()
    };
    assert_eq!(cut("We firmly oppose the rule & its"), "We *firmly* oppose\nthe [rule](http://x.y) &amp; its");
    assert_eq!(cut("é here"), "é **here");
    assert_eq!(cut("&"), "&amp;");
    assert_eq!(cut("Head"), "Head");
}

#[test]
fn text_around_leads_back_to_the_words() {
    let article = parse("One two — three\nfour five", Syntax::Plain);
    let at = article.text().find("three").unwrap();
    let around = article.around(ByteSpan::new(at, at + 5), 6);
    assert_eq!(around, ("two —".to_owned(), "four".to_owned()));
}

#[test]
fn an_encoding_fault_names_its_byte() {
    let message = |bytes: &[u8]| decode(bytes.to_vec(), "a.txt").unwrap_err().to_string();
    assert!(message(b"caf\xe9").starts_with("a.txt, byte 3: is not UTF-8;"));
    assert!(message(b"\xff\xfea\0").contains("byte 0: is UTF-16"));
    assert_eq!(decode("é".into(), "a.txt").unwrap(), "é");
}

proptest! {
    #[test]
    fn no_input_panics_and_markdown_places_stay_inside_the_file(source in "[ -~\n“”é]{0,200}") {
        for syntax in [Syntax::Markdown, Syntax::Html] {
            let article = parse(&source, syntax);
            let end = article.offsets().span(ByteSpan::new(0, article.text().len())).1;
            let whole = if syntax == Syntax::Html { article.text() } else { &source };
            prop_assert!(end <= whole.chars().count());
        }
    }

    #[test]
    fn words_of_markdown_text_stand_at_their_places(source in "([a-z“”]{1,8}[*_ \n#>-]{1,3}){1,30}") {
        let article = parse(&source, Syntax::Markdown);
        let offsets = article.offsets();
        let mut at = 0;
        for word in article.text().split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            let letters = bare.chars().all(|c| c.is_ascii_lowercase());
            if letters && !bare.is_empty() {
                let (start, end) = offsets.span(ByteSpan::new(at, at + bare.len()));
                let found: String = source.chars().skip(start).take(end - start).filter(char::is_ascii_lowercase).collect();
                prop_assert_eq!(found, bare);
            }
            at += word.len();
        }
    }
}
