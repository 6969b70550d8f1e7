//! Claims about exports, on samples of our own in each layout.

use super::*;

/// The articles of an export, which must be recognised as one of `archive`.
fn split(archive: &str, text: &str) -> Split {
    assert_eq!(Archive::recognise(text), Some(archive));
    let found = Archive::shipped(archive).unwrap().split(text, || Place::file("a.txt")).unwrap();
    for article in &found.articles {
        let body: String = text.chars().skip(article.body_start).take(article.body.chars().count()).collect();
        // Labels inside the text are blank.
        assert_eq!(body.replace("TD", "  "), article.body, "the place of a text leads to it");
        assert!(text.lines().nth(article.line - 1).is_some_and(|line| !line.trim().is_empty()), "{article:?}");
    }
    found
}

/// Title, date, outlet, byline and id of an article.
fn known(article: &Archived) -> [&str; 5] {
    [&article.title, &article.date, &article.outlet, &article.byline, &article.id].map(String::as_str)
}

const TITLE: &str = "New rules on chips divide the capital";

#[test]
fn nexis_uni_is_split() {
    let found = split("nexis", include_str!("../../../tests/data/archives/nexis.txt"));
    let known: Vec<_> = found.articles.iter().map(known).collect();
    assert_eq!(known[0], [TITLE, "2026-05-02", "The Example Daily", "Ada Nowak", "1"]);
    assert_eq!(known[1], ["Chip rules divide capital", "2026-05-03", "The Other Paper", "", "2"]);
    assert_eq!(known[2], ["A picture of the port", "2026-05-04", "The Other Paper", "", "3"]);
    assert!(found.articles[0].body.starts_with("“We oppose") && found.articles[0].body.ends_with("to anyone."));
    assert_eq!(found.articles[2].body, "", "an article without a text stays");
    assert_eq!((found.layout.as_str(), found.other_lines), ("Nexis Uni", 0));
    let mut copies = Copies::default();
    let of: Vec<_> = found.articles.iter().map(|article| copies.add(&article.id, &article.body)).collect();
    assert_eq!(of, [None, Some("1".to_owned()), None]);
}

#[test]
fn lexis_nexis_academic_is_split() {
    let found = split("nexis", include_str!("../../../tests/data/archives/nexis-academic.txt"));
    let known: Vec<_> = found.articles.iter().map(known).collect();
    assert_eq!(known[0], [TITLE, "2026-05-02", "The Example Daily", "By ADA NOWAK", "1"]);
    assert_eq!(known[1], ["Port reopens", "2026-05-04", "The Other Paper", "", "2"]);
    assert_eq!(found.articles[0].body, "“We oppose the new limits,” said Bo Lind.\n\nNothing else was said.");
    assert_eq!(found.articles[1].body, "“The port is open again,” Cy Berg said.");
}

#[test]
fn factiva_is_split() {
    let found = split("factiva", include_str!("../../../tests/data/archives/factiva.txt"));
    let known: Vec<_> = found.articles.iter().map(known).collect();
    assert_eq!(known[0], [TITLE, "2026-05-02", "The Example Daily", "By Ada Nowak", "EXDLY00020260502em52000aa"]);
    assert_eq!(known[1], ["Port reopens", "2026-05-04", "The Other Paper", "", "OTHPA00020260504em54000bb"]);
    assert!(found.articles[0].body.starts_with("“We oppose") && found.articles[0].body.ends_with("would stay."));
    assert_eq!((found.other_lines, found.first_other), (2, Some(30)));
}

#[test]
fn factiva_with_codes_is_split() {
    let found = split("factiva", include_str!("../../../tests/data/archives/factiva-codes.txt"));
    assert_eq!(
        known(&found.articles[0]),
        [TITLE, "2026-05-02", "The Example Daily", "By Ada Nowak", "EXDLY00020260502em52000aa"]
    );
    let body = &found.articles[0].body;
    assert!(body.starts_with("“We oppose") && body.ends_with("would stay.") && !body.contains("TD"), "{body}");
}

#[cfg(feature = "html")]
#[test]
fn factiva_as_html_is_split() {
    let page = include_str!("../../../tests/data/archives/factiva.html").to_owned();
    let article = crate::article::Article::parse(page, crate::article::Syntax::Html, || Place::file("a")).unwrap();
    let found = split("factiva", article.text());
    assert_eq!(
        known(&found.articles[0]),
        [TITLE, "2026-05-02", "The Example Daily", "By Ada Nowak", "EXDLY00020260502em52000aa"]
    );
    assert!(found.articles[0].body.starts_with("“We oppose"), "{found:?}");
}

#[test]
fn proquest_is_split() {
    let found = split("proquest", include_str!("../../../tests/data/archives/proquest.txt"));
    let known: Vec<_> = found.articles.iter().map(known).collect();
    assert_eq!(known[0], [TITLE, "2026-05-02", "The Example Daily", "Nowak, Ada", "3000000001"]);
    assert_eq!(known[1], ["Port reopens", "2026-05-04", "The Other Paper", "", "3000000002"]);
    assert!(found.articles[0].body.starts_with("“We oppose") && found.articles[0].body.ends_with("would stay."));
    assert_eq!(found.articles[1].body, "“The port is open again,” Cy Berg said.");
}

#[test]
fn files_with_any_line_ends_are_split_alike() {
    for (archive, text) in [
        ("nexis", include_str!("../../../tests/data/archives/nexis.txt")),
        ("nexis", include_str!("../../../tests/data/archives/nexis-academic.txt")),
        ("factiva", include_str!("../../../tests/data/archives/factiva.txt")),
        ("factiva", include_str!("../../../tests/data/archives/factiva-codes.txt")),
        ("proquest", include_str!("../../../tests/data/archives/proquest.txt")),
    ] {
        let found = split(archive, text);
        let facts =
            |found: &Split| found.articles.iter().map(|article| known(article).map(str::to_owned)).collect::<Vec<_>>();
        let crlf = split(archive, &text.replace('\n', "\r\n"));
        assert_eq!(facts(&crlf), facts(&found));
        assert!(
            crlf.articles
                .iter()
                .zip(&found.articles)
                .all(|(a, b)| a.body.replace('\r', "") == b.body && a.line == b.line)
        );
        let cr = Archive::shipped(archive).unwrap().split(&text.replace('\n', "\r"), || Place::file("a")).unwrap();
        assert_eq!(facts(&cr), facts(&found));
    }
}

#[test]
fn every_line_with_words_is_in_an_article_or_counted() {
    let text = "Contents\nof this file\n\nDocument 1 of 1\n\nA\n\nFull text: x\n";
    let found = split("proquest", text);
    assert_eq!((found.articles.len(), found.other_lines, found.first_other), (1, 2, Some(1)));
    let cut = "A\n\nBody\n\nx\n\nEnd of Document\n\nThe next is\n\ncut off\n";
    let found = split("nexis", cut);
    assert_eq!((found.articles.len(), found.other_lines, found.first_other), (1, 2, Some(9)));
}

/// The exports of tests with the border before their second article taken out.
#[test]
fn an_article_whose_border_is_missing_is_found_inside_another_and_its_line_is_said() {
    for (archive, text, border) in [
        ("nexis", include_str!("../../../tests/data/archives/nexis.txt"), "End of Document"),
        ("nexis", include_str!("../../../tests/data/archives/nexis-academic.txt"), "2 of 2 DOCUMENTS"),
        ("factiva", include_str!("../../../tests/data/archives/factiva.txt"), "Document EXDLY00020260502em52000aa"),
        ("factiva", &twice_factiva(), "AN  Document EXDLY00020260502em52000aa"),
        ("proquest", include_str!("../../../tests/data/archives/proquest.txt"), "Document 2 of 2"),
    ] {
        let whole = split(archive, text);
        let cut = split(archive, &text.replacen(border, "", 1));
        assert_eq!(cut.articles.len(), whole.articles.len(), "{archive}: {border}");
        let facts = |found: &Split| -> Vec<[String; 4]> {
            let of = |a: &Archived| [&a.title, &a.date, &a.outlet, &a.body].map(|text| text.trim().to_owned());
            found.articles.iter().map(of).collect()
        };
        assert_eq!(facts(&cut), facts(&whole), "{archive}: {border}");
        assert_eq!((whole.without_border.len(), cut.without_border.as_slice()), (0, [cut.articles[1].line].as_slice()));
    }
}

#[test]
fn a_last_article_without_its_end_is_kept_and_said() {
    for (archive, text, last) in [
        ("nexis", include_str!("../../../tests/data/archives/nexis.txt"), "End of Document"),
        ("factiva", include_str!("../../../tests/data/archives/factiva.txt"), "Document OTHPA00020260504em54000bb"),
    ] {
        // The first two articles, which have a text.
        let end = text.match_indices(last).nth(usize::from(archive == "nexis")).unwrap().0;
        let whole = split(archive, &text[..end + last.len()]);
        let cut = split(archive, &text[..end]);
        let bodies = |found: &Split| found.articles.iter().map(|a| a.body.trim().to_owned()).collect::<Vec<_>>();
        assert_eq!(bodies(&cut), bodies(&whole), "{archive}");
        assert_eq!(
            (whole.without_end, cut.without_end),
            (None, Some(whole.articles.last().unwrap().line)),
            "{archive}"
        );
    }
}

/// An export of two articles with codes.
fn twice_factiva() -> String {
    let one = include_str!("../../../tests/data/archives/factiva-codes.txt");
    let other = one.replace("EXDLY00020260502em52000aa", "OTHPA00020260504em54000bb").replace("divide", "unite");
    format!("{one}\n{other}")
}

#[test]
fn a_text_that_goes_on_after_a_line_like_its_beginning_is_one_article() {
    let text = "A\nThe Daily\nMay 2, 2026\nBody\n\nThe\nBody\nof it.\n\nLoad-Date: x\n\nEnd of Document\n";
    let found = split("nexis", text);
    assert_eq!((found.articles.len(), found.articles[0].body.as_str()), (1, "The\nBody\nof it."));
}

#[test]
fn layouts_of_others_are_read_and_wrong_ones_refused() {
    let own =
        "[[layout]]\nname = 'own'\nrecognise = '^##$'\nend = '^##$'\ntitle = ['\\A\\s*(.+)$']\nbody-begin = '^--$'\n";
    let archive = Archive::read(own, "own.toml").unwrap();
    let found = archive.split("T\n--\nwords\n##\n", || Place::file("a")).unwrap();
    assert_eq!(known(&found.articles[0]), ["T", "", "", "", "1"]);
    assert_eq!(found.articles[0].body, "words\n##", "the text ends with the article where nothing else ends it");
    let error = archive.split("plain", || Place::file("a.txt")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.txt: has none of the layouts `own`; name the archive it comes from, or leave it out"
    );
    for (wrong, said) in [
        ("", "layout"),
        ("[[layout]]\nname = 'x'\n", "recognise"),
        (&own.replace("end =", "ends ="), "ends"),
        (&own.replace("end = '^##$'\n", ""), "one of `begin` and `end`"),
        (&own.replace("(.+)", ".+"), "without a group"),
        (&own.replace("^--$", "("), "body-begin"),
        (&own.replace("^--$", "(a{1000}){1000}"), "body-begin"),
    ] {
        let error = Archive::read(wrong, "own.toml").unwrap_err();
        assert_eq!(error.class() as i32, 3);
        assert!(error.to_string().contains(said) && error.to_string().starts_with("own.toml: "), "{error}");
    }
    assert_eq!(Archive::shipped("lexis").unwrap_err().class() as i32, 2);
    assert_eq!(Archive::recognise("An article.\n"), None);
}
