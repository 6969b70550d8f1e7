//! Reading articles costs time and output in proportion to their length, on texts made to be slow too.

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;
use stance::article::{Article, Syntax};
use stance::columns::StatementRow;
use stance::corpus::Cell;
use stance::error::Place;
use stance::quotation::{self, Options};

use crate::growth::{Piece, grows_linearly};

fn page(source: &str, syntax: Syntax) -> stance::Result<Article> {
    Article::parse(source.to_owned(), syntax, || Place::file("page"))
}

#[test]
fn transcripts_of_any_shape_cost_time_in_proportion_to_their_length() {
    let shapes: [(&str, Piece); 7] = [
        ("turns of two", |i| format!("{}: We heard it.\n", if i.is_multiple_of(2) { "ADA NOWAK" } else { "LIND" })),
        ("a speaker per turn", |i| format!("Ada{i} Nowak{i}: We heard it.\n")),
        ("namesakes", |i| format!("Ada{i} Nowak: We heard it.\nNOWAK: So did we.\n")),
        ("namesakes with roles", |i| format!("Ada{i} Nowak (Chair): We heard it.\nNowak (Clerk): So did we.\n")),
        ("one turn of many lines", |i| {
            format!("{} and that is what we have heard\n", if i == 0 { "ADA NOWAK:" } else { "" })
        }),
        ("one long line", |i| format!("{} (a) [b] c: <v ", if i == 0 { "ADA NOWAK:" } else { "" })),
        ("captions", |i| format!("{i}\n00:00:01.000 --> 00:00:02.000\n<v Ada{i}>We heard it</v>\n\n")),
    ];
    for (name, shape) in shapes {
        grows_linearly(
            name,
            |n| (0..n).map(shape).collect(),
            |text| {
                black_box(quotation::transcript(text));
            },
        );
    }
}

#[test]
fn html_of_any_shape_costs_time_in_proportion_to_its_length() {
    let shapes: [(&str, &str, &str); 12] = [
        ("paragraphs", "", "<p>“We oppose it,” said Ada Nowak.</p>"),
        ("paragraphs left open", "", "<p>a"),
        ("closed without being open", "", "</p></b>"),
        ("deep in other elements", &"<div>".repeat(500), "<p>a</p>"),
        ("headers deep in others", &"<header>".repeat(500), "<header>a</header>"),
        ("formatting that is opened again", "<p><b>", "<p>a</p>"),
        ("links in links", "", "<a href=x><div><a>"),
        ("tables in tables", "", "<table><tr><td></table>"),
        ("text moved out of a table", "<table>", "<tr>a<b>b</b>"),
        ("attributes", "", "<p a b=c d='e' f=\"g\">h"),
        ("raw text", "", "<script>a<b='</script><style></style><!-- a > -->"),
        ("block quotations", "", "<blockquote>a<q>b</q><cite>c</cite></blockquote>"),
    ];
    for (name, before, unit) in shapes {
        grows_linearly(
            name,
            |n| format!("{before}{}", unit.repeat(n)),
            |source| {
                drop(black_box(page(source, Syntax::Html)));
            },
        );
    }
}

#[test]
fn html_beyond_a_limit_is_refused_at_once() {
    let shapes: [(&str, Piece); 4] = [
        ("nested elements", |n| "<div>".repeat(n)),
        ("attributes of one tag", |n| format!("<p{}>", (0..n).map(|i| format!(" a{i}")).collect::<String>())),
        ("attributes that are equal", |n| format!("<p{}", " a=b".repeat(n))),
        ("open formatting", |n| format!("{}{}", "<b>".repeat(n), "<i><p>".repeat(n))),
    ];
    for (name, shape) in shapes {
        let source = shape(100_000);
        let start = ThreadTime::now();
        let problem = page(&source, Syntax::Html).map(|_| ()).unwrap_err().to_string();
        assert!(start.elapsed() < Duration::from_secs(2), "{name}: {:?}", start.elapsed());
        assert!(problem.starts_with("page, byte ") && problem.contains("512"), "{name}: {problem}");
        grows_linearly(name, shape, |source| {
            drop(black_box(page(source, Syntax::Html)));
        });
    }
}

#[test]
fn markdown_of_any_shape_costs_time_in_proportion_to_its_length() {
    for unit in ["> ", "- ", "* a **b ", "[a](", "![", "`a", "a  \n", "> a\n\n", "1. a\n", "<b ", "&amp;", "|a|b|\n"] {
        grows_linearly(
            unit,
            |n| unit.repeat(n),
            |source| {
                drop(black_box(page(source, Syntax::Markdown)));
            },
        );
    }
}

#[test]
fn rows_do_not_repeat_a_long_sentence_for_each_of_its_statements() {
    let article = |n: usize| format!("Ada Nowak said {} and left.", "“we oppose it all the way”, then ".repeat(n));
    let document = |n: usize| "We oppose it. ".repeat(n);
    let bytes = |text: &str, found: quotation::Extraction| -> usize {
        let rows = found.statements.iter().map(|s| StatementRow::new(s, text, |span| (span.start(), span.end())));
        rows.map(|row| match row.cell("context") {
            Cell::Text(context) => context.len(),
            _ => 0,
        })
        .sum()
    };
    for n in [1_000, 4_000] {
        let text = article(n);
        let written = bytes(&text, quotation::extract(&text, &Options::default()));
        assert!(written > n && written < n * 1_200, "article: {written} bytes");
        let text = document(n);
        let written = bytes(&text, quotation::document(&text, "Ada Nowak"));
        assert!(written > n && written < n * 1_200, "document: {written} bytes");
    }
}
