use super::*;
use crate::ByteSpan;

fn statement(text: &str, article: &str, pieces: &[&str]) -> Statement {
    let span = |piece: &&str| {
        let at = article.find(piece).unwrap();
        ByteSpan::new(at, at + piece.len())
    };
    Statement { text: text.to_owned(), spans: pieces.iter().map(span).collect(), ..Statement::default() }
}

fn page(article: &str, statements: Vec<Statement>) -> String {
    let section = Section { title: "a".to_owned(), article: Some(article.to_owned()), statements };
    StatementsPage { sections: vec![section], ..StatementsPage::default() }.render().unwrap()
}

#[test]
fn of_two_statements_that_overlap_only_the_first_is_marked_and_both_are_listed() {
    let article = "She said all of it is here.";
    let html =
        page(article, vec![statement("all of it", article, &["all of it"]), statement("it is", article, &["it is"])]);
    assert_eq!((html.matches("<mark").count(), html.matches("<tr id=").count()), (1, 2));
    assert!(html.contains("href=\"#q1\"") && !html.contains("href=\"#q2\""));
}

#[test]
fn pieces_of_a_statement_are_marked_each_and_lead_to_one_row() {
    let article = "“One,” she said, “two.”\n\nThen nothing.";
    let html = page(article, vec![statement("One, two.", article, &["One,", "two."])]);
    assert_eq!(
        (html.matches("<mark").count(), html.matches("id=\"q1\"").count(), html.matches("href=\"#s1\"").count()),
        (2, 1, 1)
    );
    assert_eq!(html.matches("<p>").count(), 2 + html.matches("<footer>\n<p>").count());
}

#[test]
fn a_piece_that_runs_through_paragraphs_holds_them_together() {
    let article = "Before.\n\nHe said: all of\n\nit.\n\nAfter.";
    let html = page(article, vec![statement("all of\n\nit", article, &["all of\n\nit"])]);
    let words = html.split("<article").nth(1).unwrap().split("</article>").next().unwrap();
    assert_eq!(words.matches("<p>").count(), 3);
}

#[test]
fn places_that_are_not_in_the_article_are_not_marked() {
    let article = "Kurz é.";
    let outside = Statement { text: "x".to_owned(), spans: vec![ByteSpan::new(6, 99)], ..Statement::default() };
    let split = Statement { text: "y".to_owned(), spans: vec![ByteSpan::new(6, 7)], ..Statement::default() };
    assert!(!page(article, vec![outside, split]).contains("<mark"));
}

#[test]
fn pages_without_anything_are_still_pages() {
    assert!(StatementsPage::default().render().unwrap().contains("0 statements."));
    assert!(EvaluationPage::default().render().unwrap().contains("</html>"));
    let head = HeadEvaluation { name: "h".to_owned(), ..HeadEvaluation::default() };
    let html = EvaluationPage { heads: vec![head], ..EvaluationPage::default() }.render().unwrap();
    assert!(html.contains("<td class=\"n\">–</td>") && !html.contains("<svg"), "what is undefined is a dash, never 0");
}

proptest::proptest! {
    #[test]
    fn no_word_of_an_article_is_lost_or_doubled(text in "([A-Z]?[a-z]{1,6}|[“”\"‘’é.,:] ?| said |\n|\n\n| ){0,80}") {
        let found = crate::quotation::extract(&text, &Default::default());
        let statements: Vec<Statement> = found.statements.iter().map(|s| Statement {
            number: s.number,
            text: s.text.clone(),
            spans: s.spans.clone(),
            ..Statement::default()
        }).collect();
        let html = page(&text, statements);
        let parsed = scraper::Html::parse_document(&html);
        let article = scraper::Selector::parse("article p").unwrap();
        let mut words = Vec::new();
        for paragraph in parsed.select(&article) {
            let mut shown = String::new();
            for node in paragraph.descendants().filter(|n| n.value().is_text()) {
                let note = node.ancestors().filter_map(scraper::ElementRef::wrap).any(|e| e.attr("class") == Some("ref"));
                if let (false, Some(piece)) = (note, node.value().as_text()) {
                    shown.push_str(piece);
                }
            }
            words.extend(shown.split_whitespace().map(str::to_owned));
        }
        let given: Vec<&str> = text.split_whitespace().collect();
        proptest::prop_assert_eq!(words, given);
    }
}

#[test]
fn control_characters_of_the_data_are_shown_as_escapes() {
    let html = page("He said: keep\0 it.", vec![statement("keep\0 it", "He said: keep\0 it.", &["keep\0 it"])]);
    assert!(!html.contains('\0') && html.contains("keep\\u{0} it"));
}
