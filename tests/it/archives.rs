//! Exports of news archives: every article, what is known of it, and nothing left out without a count.

use super::process::*;

fn archive(name: &str) -> String {
    of_repository(&format!("tests/data/archives/{name}"))
}

#[test]
fn an_export_is_split_into_articles_whose_facts_go_with_every_statement() {
    let output = run(&["classify", &archive("nexis.txt"), "--format", "jsonl"]);
    let rows = objects(&stdout(&output));
    let of = |row: usize, key: &str| rows[row][key].as_str().unwrap_or("").to_owned();
    assert_eq!(rows.len(), 3, "an article without statements keeps a row");
    assert_eq!(of(0, "title"), "New rules on chips divide the capital");
    assert_eq!([of(0, "date"), of(1, "date")], ["2026-05-02", "2026-05-03"]);
    assert_eq!([of(0, "outlet"), of(0, "byline"), of(0, "article_id")], ["The Example Daily", "Ada Nowak", "1"]);
    assert_eq!([of(0, "copy_of"), of(1, "copy_of"), of(2, "copy_of")], ["", "1", ""]);
    assert!(!of(0, "predicted_stance").is_empty());
    let export: Vec<char> = std::fs::read_to_string(archive("nexis.txt")).unwrap().chars().collect();
    let at = |key: &str| rows[0][key].as_u64().unwrap() as usize;
    let place = at("article_start") + at("start")..at("article_start") + at("end");
    assert_eq!(export[place].iter().collect::<String>(), of(0, "text"), "both places lead to the words in the export");
    let said = stderr(&output);
    assert!(said.contains("nexis: recognised as the archive of the files"), "{said}");
    assert!(said.contains("3 articles (Nexis Uni); 1 has no text (line 44); 1 is a copy of another"), "{said}");
}

#[test]
fn a_table_whose_fields_hold_exports_is_read_as_a_table() {
    let export = std::fs::read_to_string(archive("nexis.txt")).unwrap().replace('"', "\"\"");
    let folder = Folder::new();
    let output = run(&["classify", &folder.put("a.csv", format!("id,text\n7,\"{export}\"\n")), "--format", "csv"]);
    let (header, rows) = records(&stdout(&output));
    assert_eq!((&header[..2], rows.len(), &rows[0][0]), (&["id".to_owned(), "text".to_owned()][..], 1, "7"));
    assert!(!stderr(&output).contains("recognised"), "{}", stderr(&output));
}

#[test]
fn several_exports_know_the_copies_of_each_other() {
    let (first, second) = (archive("factiva.txt"), archive("factiva-codes.txt"));
    let output = run(&["extract", &first, &second, "--archive", "factiva", "--format", "jsonl"]);
    let rows = objects(&stdout(&output));
    assert_eq!(rows.last().unwrap()["copy_of"], "EXDLY00020260502em52000aa");
    assert!(stderr(&output).contains("2 lines belong to no article (line 30)"), "{}", stderr(&output));
    let html = stdout(&run(&["extract", &archive("factiva.html"), "--format", "jsonl"]));
    assert_eq!(objects(&html)[0]["speaker_name"], "Bo Lind");
    let csv = stdout(&run(&["extract", &archive("proquest.txt"), "--format", "csv"]));
    let (header, records) = records(&csv);
    assert!(header.iter().any(|name| name == "article_id") && records.len() == 2, "{csv}");
}

#[test]
fn layouts_of_other_archives_are_read_from_a_file() {
    let folder = Folder::new();
    let own = "[[layout]]\nname = 'own'\nrecognise = '^##$'\nend = '^##$'\ntitle = ['\\A\\s*(.+)$']\nbody-begin = '^--$'\nbody-end = '^##$'\n";
    let layouts = folder.put("own.toml", own);
    let export = folder.put("a.txt", "Title\r\n--\r\n“We oppose it,” Ada Nowak said.\r\n##\r\n");
    let rows = objects(&stdout(&run(&["extract", &export, "--archive", &layouts, "--format", "jsonl"])));
    assert_eq!((rows[0]["title"].as_str(), rows[0]["text"].as_str()), (Some("Title"), Some("We oppose it,")));
    let plain = folder.put("b.txt", "An article.\n");
    refused(&run(&["extract", &plain, "--archive", "nexis"]), 3, &["b.txt: has none of the layouts `Nexis Uni`"]);
    refused(&run(&["extract", &export, "--archive", "lexis"]), 2, &["nexis, factiva, proquest"]);
    refused(&run(&["extract", &export, "--archive", "nexis", "--as", "lines"]), 2, &["--archive"]);
    refused(&run(&["extract", &export, "--archive", &folder.put("bad.toml", "x = 1")]), 3, &["bad.toml"]);
    refused(&run(&["extract", &export, "--archive", &folder.path("none.toml")]), 1, &["none.toml"]);
    // Asked for, it is one article.
    let whole = stdout(&run(&["extract", &archive("nexis.txt"), "--as", "article", "--format", "jsonl"]));
    assert!(objects(&whole)[0].get("article_id").is_none());
}
