//! The HTML pages, read with an HTML parser: structure, names, safety, and the corrections they give back.

use std::collections::BTreeSet;

use crate::process::*;
use scraper::{ElementRef, Html, Selector};

fn all<'p>(page: &'p Html, selector: &str) -> Vec<ElementRef<'p>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn classified(args: &[&str]) -> (String, Html) {
    let source = stdout(&run(&[&["classify", "--format", "html"], args].concat()));
    let page = Html::parse_document(&source);
    (source, page)
}

/// What holds for every page: one file, no network, no foreign script, landmarks, names, ids.
pub(crate) fn sound(source: &str, page: &Html) {
    assert!(source.starts_with("<!doctype html>\n<html lang=\"en\">"));
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    for (selector, wanted) in [
        ("main", 1),
        ("h1", 1),
        ("title", 3),
        ("script:not([type='application/json'])", 1),
        ("style", 1),
        ("body > footer", 1),
    ] {
        let found = all(page, selector).len();
        assert!(if selector == "title" { found >= 1 } else { found == wanted }, "{found} {selector}");
    }
    let policy = all(page, "meta[http-equiv=Content-Security-Policy]")[0].attr("content").unwrap();
    assert!(policy.starts_with("default-src 'none';") && policy.contains("script-src 'sha256-"), "{policy}");
    for outside in ["link", "img", "iframe", "object", "embed", "[src]", "[onclick]", "form"] {
        assert!(all(page, outside).is_empty(), "{outside}");
    }
    assert!(!source.contains("http://") || !source.replace("http://www.w3.org/2000/svg", "").contains("http://"));
    assert!(!source.contains("https://") && !source.contains("@import") && !source.contains("url("));
    let mut ids = BTreeSet::new();
    for element in all(page, "[id]") {
        assert!(ids.insert(element.attr("id").unwrap().to_owned()), "{:?} twice", element.attr("id"));
    }
    for link in all(page, "a[href]") {
        let target = link.attr("href").unwrap().strip_prefix('#').unwrap();
        assert!(ids.contains(target), "#{target} is not there");
        assert!(!text(link).is_empty() || link.attr("aria-label").is_some());
    }
    for element in all(page, "[aria-labelledby]") {
        assert!(element.attr("aria-labelledby").unwrap().split(' ').all(|id| ids.contains(id)));
    }
    for table in all(page, "table") {
        let inside = |selector: &str| table.select(&Selector::parse(selector).unwrap()).count();
        assert!(inside("caption") == 1 && inside("thead th[scope=col]") > 1 && inside("tbody th[scope=row]") > 0);
    }
    for svg in all(page, "svg") {
        let linked = svg.select(&Selector::parse("a[aria-label]").unwrap()).next().is_some();
        assert_eq!(svg.attr("role"), Some(if linked { "group" } else { "img" }));
        assert!(svg.attr("aria-label").is_some() || svg.select(&Selector::parse("title").unwrap()).next().is_some());
    }
    for select in all(page, "select") {
        let label = format!("label[for='{}']", select.attr("id").unwrap());
        assert_eq!(all(page, &label).len(), 1);
    }
}

#[test]
fn the_page_shows_the_article_with_every_statement_marked_and_listed() {
    let file = of_repository("examples/wire.txt");
    let (source, page) = classified(&[&file]);
    sound(&source, &page);
    let rows = objects(&stdout(&run(&["classify", &file, "--format", "jsonl"])));
    let (marks, listed) = (all(&page, "article mark[id]"), all(&page, "tr[data-row]"));
    assert_eq!((marks.len(), listed.len()), (rows.len(), rows.len()));
    for (row, (mark, listed)) in rows.iter().zip(marks.iter().zip(&listed)) {
        let label = row["predicted_stance"].as_str().unwrap();
        let probability = format!("{:.2}", row["predicted_stance_probability"].as_f64().unwrap());
        assert!(text(*listed).contains(row["speaker_name"].as_str().unwrap()));
        assert!(text(*listed).contains(row["predicted_sentiment"].as_str().unwrap()));
        let link = mark.select(&Selector::parse(".ref a").unwrap()).next().unwrap();
        assert_eq!(text(link), format!("{} {label} {probability}", row["statement"]));
        assert!(link.attr("aria-label").unwrap().starts_with(&format!("Statement {}", text(link))));
        let labels = ["support", "oppose", "neutral", "unsure"];
        let tone = labels.iter().position(|l| *l == label).map(|k| ["pro", "con", "mid", "unsure"][k]);
        assert_eq!(mark.attr("class"), tone);
    }
    // The article is all there, in its order: the words outside the marks' own notes are the file's.
    let mut shown = String::new();
    for paragraph in all(&page, "article p") {
        let notes: String = paragraph.select(&Selector::parse(".ref").unwrap()).flat_map(|r| r.text()).collect();
        let mut words: String = paragraph.text().collect();
        for note in paragraph.select(&Selector::parse(".ref").unwrap()) {
            words = words.replacen(&note.text().collect::<String>(), "", 1);
        }
        assert!(words.len() + notes.len() == paragraph.text().collect::<String>().len());
        shown.push_str(&words);
        shown.push('\n');
    }
    let plain = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(plain(&shown), plain(&std::fs::read_to_string(&file).unwrap()));
}

#[test]
fn words_that_moved_the_label_are_marked_with_what_they_added() {
    let (_, page) = classified(&["--text", "x", "--text", "We must close the loopholes in the controls."]);
    assert!(all(&page, "details").iter().any(|d| text(*d).contains("“loopholes” +")), "reasons are listed");
    let (_, page) = classified(&[&of_repository("examples/wire.txt")]);
    let marked = all(&page, "mark .w");
    assert!(marked.len() > 20);
    for word in marked {
        let toward = word.attr("class").unwrap().starts_with("w f");
        assert_eq!(word.attr("title").unwrap().starts_with('+'), toward, "{}", word.html());
    }
}

#[test]
fn the_picture_puts_every_known_speaker_where_the_probabilities_do() {
    let file = of_repository("examples/wire.txt");
    let (_, page) = classified(&[&file]);
    let rows = objects(&stdout(&run(&["classify", &file, "--probabilities", "--format", "jsonl"])));
    let speakers: BTreeSet<&str> = rows.iter().filter_map(|r| r["speaker_name"].as_str()).collect();
    let drawn: BTreeSet<String> = all(&page, "svg g > text").into_iter().map(text).collect();
    assert_eq!(drawn, speakers.iter().map(|s| (*s).to_owned()).collect());
    let dots = all(&page, "svg a.at");
    assert_eq!(dots.len(), rows.iter().filter(|r| r["speaker_name"].is_string()).count());
    let x = |index: usize| -> f64 {
        let dot = all(&page, &format!("svg a[data-statement='{index}'] [class^=dot]"))[0];
        match dot.attr("cx") {
            Some(x) => x.parse().unwrap(),
            None => dot.attr("x").unwrap().parse::<f64>().unwrap() + 4.5,
        }
    };
    for (k, row) in rows.iter().enumerate() {
        let p = |class: &str| row[format!("predicted_stance_p_{class}")].as_f64().unwrap();
        let place = 270.0 + 240.0 * (1.0 + p("support") - p("oppose"));
        assert!((x(k + 1) - place).abs() < 0.2, "statement {k}");
    }
    let table: usize =
        all(&page, "details table td.n:nth-child(2)").iter().map(|c| text(*c).parse::<usize>().unwrap()).sum();
    assert_eq!(table, dots.len());
}

#[test]
fn markup_in_an_article_is_text_on_the_page() {
    let folder = Folder::new();
    let evil = "“We oppose <script>alert(1)</script> & \"all\" of it' <b>,” Ada <img src=x onerror=y> said.\n</article></script>\n";
    let (source, page) = classified(&[&folder.put("a<b>&\".txt", evil)]);
    sound(&source, &page);
    assert!(all(&page, "article b").is_empty());
    let shown: String = all(&page, "article")[0].text().collect();
    assert!(shown.contains("<script>alert(1)</script> & \"all\" of it' <b>,"), "{shown}");
    let row: Vec<String> = serde_json::from_str(all(&page, "tr[data-row]")[0].attr("data-row").unwrap()).unwrap();
    assert!(row[0].starts_with("We oppose <script>"));
    assert!(all(&page, "h2").iter().any(|h| text(*h).ends_with("a<b>&\".txt")));
}

/// What the page's button does: the rows with a label chosen, labels in their columns, as CSV.
fn saved(page: &Html, choose: impl Fn(usize, usize) -> &'static str) -> String {
    let table = all(page, "#statements")[0];
    let columns: Vec<String> = serde_json::from_str(table.attr("data-columns").unwrap()).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&columns).unwrap();
    for (k, tr) in all(page, "tr[data-row]").into_iter().enumerate() {
        let mut row: Vec<String> = serde_json::from_str(tr.attr("data-row").unwrap()).unwrap();
        assert_eq!(row.len(), columns.len());
        let selects: Vec<ElementRef<'_>> = tr.select(&Selector::parse("select").unwrap()).collect();
        let mut chosen = false;
        for (h, select) in selects.iter().enumerate() {
            let column: usize = select.attr("data-column").unwrap().parse().unwrap();
            let value = choose(k, h);
            row[column] = value.to_owned();
            chosen |= !value.is_empty();
        }
        if chosen {
            writer.write_record(&row).unwrap();
        }
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn corrections_saved_as_csv_are_read_back_by_evaluate_and_train() {
    let folder = Folder::new();
    let names = ["wire.txt", "newspaper.txt"].map(|n| of_repository(&format!("examples/{n}")));
    let (_, page) = classified(&[&names[0], &names[1]]);
    let stance = ["support", "oppose", "neutral"];
    let csv = saved(&page, |k, h| if h == 0 { stance[k % 3] } else { ["", "positive", "negative"][k % 3] });
    let file = folder.put("corrected.csv", &csv);
    let output = run(&["evaluate", &file, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    let rows = all(&page, "tr[data-row]").len() as u64;
    assert_eq!(report["heads"]["stance"]["n"], rows);
    assert_eq!(
        report["heads"]["sentiment"]["n"],
        rows - rows.div_ceil(3),
        "statements without a choice are not labelled"
    );
    assert!(stderr(&output).contains("`group` is used (2 groups)"), "{}", stderr(&output));
    let model = folder.path("m.safetensors");
    stdout(&run(&["train", &file, "-o", &model]));
    assert!(stdout(&run(&["inspect", &model])).contains("stance: neutral, oppose, support"));
}

#[test]
fn rows_keep_their_columns_and_the_labels_they_had() {
    let folder = Folder::new();
    let file = folder.put("rows.csv", "id,stance,text,note\n7,oppose,Lift the ban.,\"a, b\"\n8,odd,Keep it.,\n9,,,\n");
    let (source, page) = classified(&[&file]);
    sound(&source, &page);
    let columns: Vec<String> =
        serde_json::from_str(all(&page, "#statements")[0].attr("data-columns").unwrap()).unwrap();
    assert_eq!(columns, ["id", "stance", "text", "note", "sentiment"]);
    let chosen: Vec<String> =
        all(&page, "option[selected]").into_iter().map(|o| o.attr("value").unwrap().to_owned()).collect();
    assert_eq!(chosen, ["oppose", "odd"], "labels that are there are chosen, unknown ones too");
    assert_eq!(all(&page, "tr[data-row]").len(), 2, "an empty text is not a statement");
    assert!(all(&page, "article").is_empty() && all(&page, "svg").is_empty());
}

#[test]
fn several_files_articles_in_rows_transcripts_and_lines_make_one_page() {
    let examples = ["hearing.txt", "newsletter.md", "portal.html"].map(|n| of_repository(&format!("examples/{n}")));
    let (source, page) = classified(&[&examples[0], &examples[1], &examples[2]]);
    sound(&source, &page);
    assert_eq!((all(&page, "article").len(), all(&page, "nav a").len()), (3, 3));
    let (source, page) = classified(&[&examples[0], "--as", "transcript", "--min-confidence", "0.9", "--bom"]);
    sound(&source, &page);
    assert_eq!(all(&page, "tr[data-row]").len(), 8);
    assert!(source.contains("data-bom=\"yes\"") && !all(&page, "mark.unsure").is_empty());
    let folder = Folder::new();
    let rows = "id,stance,body\n1,left,\"“We oppose it,” Ada Nowak said.\"\n2,right,Nothing.\n";
    let (source, page) = classified(&[&folder.put("a.csv", rows), "--article-column", "body"]);
    sound(&source, &page);
    let columns: Vec<String> =
        serde_json::from_str(all(&page, "#statements")[0].attr("data-columns").unwrap()).unwrap();
    assert_eq!(columns[..3], ["text", "stance", "sentiment"]);
    assert_eq!(columns[columns.len() - 2..], ["id", "article_stance"]);
    assert_eq!((all(&page, "article").len(), all(&page, "tr[data-row]").len()), (2, 1));
    let source = stdout(&piped(&["classify", "--format", "html"], "Keep it.\n\nLift it.\n"));
    sound(&source, &Html::parse_document(&source));
    let source = stdout(&run(&["extract", &examples[2], "--format", "html"]));
    let page = Html::parse_document(&source);
    sound(&source, &page);
    assert!(all(&page, "select[data-column]").is_empty() && all(&page, "mark[id]").len() == 3);
}

#[test]
fn the_page_of_shares_lists_the_statements_behind_every_mark() {
    let folder = Folder::new();
    let rows: String = (0..60)
        .map(|n| {
            let (speaker, label) = (["Ada <b>", "Bo", ""][n % 3], ["support", "oppose", "unsure"][n % 5 % 3]);
            format!(
                "a{}.txt,{n},Number {n} \"<script>\",{speaker},2026-0{}-01,{label},0.{}\n",
                n / 4,
                1 + n / 20,
                40 + n
            )
        })
        .collect();
    let header = "file,statement,text,speaker_name,date,predicted_stance,predicted_stance_probability\n";
    let file = folder.put("rows.csv", header.to_owned() + &rows.replace("\"<script>\"", "<script>"));
    let page = |more: &[&str]| {
        let source = stdout(&run(&[&["summarize", &file, "--min-cell", "3", "--format", "html"], more].concat()));
        let page = Html::parse_document(&source);
        sound(&source, &page);
        page
    };
    let over = page(&["--by", "speaker_name", "--over", "month"]);
    let items = all(&over, "li[data-item]");
    assert_eq!(items.len(), 60);
    assert!(text(items[7]).contains("Number 7 <script>") && text(items[7]).contains("2026-01-01, a1.txt, statement 7"));
    let marks = all(&over, "svg a[data-open]");
    assert_eq!((marks.len(), all(&over, ".panels li").len()), (9, 3));
    for mark in marks.into_iter().chain(all(&over, "tbody a[data-open]").into_iter().skip(1)) {
        let data = |of: ElementRef<'_>, name: &str| of.attr(name).unwrap().to_owned();
        let wanted = ["data-by0", "data-period"].map(|name| data(mark, name));
        let behind = items.iter().filter(|item| ["data-by0", "data-period"].map(|name| data(**item, name)) == wanted);
        let words = mark.attr("aria-label").map_or_else(|| text(mark), str::to_owned);
        assert!(words.contains(&format!("{} statements", behind.count())), "{words}");
    }
    let lines = page(&["--by", "speaker_name", "--compare"]);
    assert_eq!(all(&lines, ".lines li").len(), 5, "a scale, all, and three groups");
    assert_eq!(all(&page(&[]), "figure").len(), 0);
    let shares = page(&["--label", "file", "--by", "speaker_name"]);
    assert!(all(&shares, ".lines svg rect.bar").len() > 30, "without sides the shares are bars");
}

#[test]
fn a_page_of_too_many_statements_is_refused() {
    let folder = Folder::new();
    let file = folder.put("many.txt", "Lift it.\n".repeat(5001));
    refused(&run(&["classify", &file, "--as", "lines", "--format", "html"]), 2, &["--format", "5000", "csv"]);
}

#[test]
fn labels_of_any_names_are_shown() {
    let folder = Folder::new();
    let rows =
        (0..18).map(|k| format!("{} thing {k},{}\n", ["red", "green", "blue"][k % 3], ["a<b", "c&d", "e"][k % 3]));
    let file = folder.put("train.csv", "text,label\n".to_owned() + &rows.collect::<String>());
    let model = folder.path("m.st");
    stdout(&run(&["train", &file, "-o", &model]));
    let article =
        folder.put("a.txt", "“The red thing is here,” Ada Nowak said. “The blue thing is there,” Bo Lind said.\n");
    let (source, page) = classified(&[&article, "--model", &model]);
    sound(&source, &page);
    assert_eq!(all(&page, "svg rect").len(), 6, "without opposed labels the mean probabilities are bars");
    assert!(all(&page, "option").iter().any(|o| o.attr("value") == Some("a<b")));
}

#[test]
fn the_page_of_scores_says_what_the_json_says() {
    let file = of_repository("training-data/export-controls.test.csv");
    let source = stdout(&run(&["evaluate", &file, "--format", "html", "--by", "register"]));
    let page = Html::parse_document(&source);
    sound(&source, &page);
    let json = stdout(&run(&["evaluate", &file, "--format", "json", "--by", "register"]));
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let words = text(page.root_element());
    for head in ["stance", "sentiment"] {
        let scores = &report["heads"][head];
        for metric in ["accuracy", "macro_f1", "log_loss", "brier", "ece"] {
            let interval = &scores["intervals"][metric];
            let shown = format!(
                "{:.3} {:.3} to {:.3}",
                scores[metric].as_f64().unwrap(),
                interval[0].as_f64().unwrap(),
                interval[1].as_f64().unwrap()
            );
            assert!(words.contains(&shown), "{head} {metric} {shown}");
        }
        let slices = report["slices"][head]["register"].as_object().unwrap();
        let rows: u64 = slices.values().map(|s| s["n"].as_u64().unwrap()).sum();
        assert!(slices.len() > 1 && rows == scores["n"].as_u64().unwrap());
    }
    let headings: Vec<String> = all(&page, "h3").into_iter().map(text).collect();
    for heading in ["By class", "Calibration", "By sentiment", "By stance", "By register"] {
        assert!(headings.iter().any(|h| h == heading), "{headings:?}");
    }
    let circles = all(&page, "svg.square circle");
    assert!((20..=30).contains(&circles.len()), "at most 15 bins per head: {}", circles.len());
    refused(&run(&["evaluate", &file, "--by", "nothing"]), 3, &["`nothing`", "--by", "register"]);
}
