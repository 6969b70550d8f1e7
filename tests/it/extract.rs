//! `stance extract` as a process: the columns of a speaker, and indirect statements on request.

use crate::process::{Folder, objects, run, stderr, stdout};

const ARTICLE: &str = "Ada Nowak said that the port would close. \"We wait,\" Boris Lind said.\n\n“规则。”\n";

/// Standard output and standard error of `stance extract` on [`ARTICLE`].
fn extract(arguments: &[&str]) -> (Vec<serde_json::Value>, String) {
    let folder = Folder::new();
    let file = folder.put("article.txt", ARTICLE);
    let output = run(&[&["extract", file.as_str(), "--format", "jsonl"], arguments].concat());
    (objects(&stdout(&output)), stderr(&output))
}

#[test]
fn standard_error_says_how_many_indirect_statements_were_left_aside() {
    let (rows, talk) = extract(&[]);
    assert_eq!(rows[0]["text"], "We wait,");
    assert!(talk.contains("1 indirect statement") && talk.contains("--indirect"), "{talk}");
    let (rows, talk) = extract(&["--indirect"]);
    assert_eq!(rows[0]["text"], "the port would close");
    assert_eq!(rows[0]["flags"], "indirect");
    assert!(!talk.contains("indirect"), "{talk}");
}

#[test]
fn a_speaker_has_a_confidence_between_nothing_and_one() {
    let (rows, _) = extract(&[]);
    let confidence = rows[0]["speaker_confidence"].as_f64().unwrap();
    assert!(confidence > 0.5 && confidence <= 1.0, "{confidence}");
}

#[test]
fn a_statement_without_a_speaker_has_no_confidence() {
    let folder = Folder::new();
    let file = folder.put("article.txt", "“We have waited since May.”");
    let row = &objects(&stdout(&run(&["extract", &file, "--format", "jsonl"])))[0];
    assert_eq!(row["speaker_confidence"], serde_json::Value::Null);
    assert_eq!(row["flags"], "no_speaker");
}

/// Two articles with the same senator, and a table of actors.
fn actors(table: &str, arguments: &[&str]) -> std::process::Output {
    let folder = Folder::new();
    let first = folder.put("first.txt", "“We oppose the rule,” Elena Voss said. “It is late,” she added.");
    let second =
        folder.put("second.txt", "“We oppose it,” said Senator Voss. “We do not,” the commerce ministry said.");
    let table = folder.put("actors.csv", table);
    run(&[&["extract", &first, &second, "--actors", &table], arguments].concat())
}

#[test]
fn a_table_of_actors_gives_one_name_to_one_actor_in_all_files() {
    let table = "name,actor,actor_kind,actor_country,note\n\
        Elena Voss,Elena Voss,person,Norland,x\n\
        the commerce ministry,Ministry of Commerce,body,Norland,\n";
    let rows = objects(&stdout(&actors(table, &["--format", "jsonl"])));
    let found: Vec<_> = rows.iter().map(|r| (r["speaker_name"].as_str(), r["actor"].as_str())).collect();
    let voss = Some("Elena Voss");
    let ministry = (Some("the commerce ministry"), Some("Ministry of Commerce"));
    assert_eq!(found, [(voss, voss), (voss, voss), (Some("Voss"), voss), ministry]);
    assert_eq!(rows[3]["actor_kind"], "body");
    assert_eq!(rows[0]["actor_country"], "Norland");
    let page = stdout(&actors(table, &["--format", "html"]));
    assert!(page.contains("Ministry of Commerce"), "the page names actors");
}

#[test]
fn a_speaker_whom_no_actor_is_has_empty_columns() {
    let rows = objects(&stdout(&actors("name,actor\nJan Holt,Jan Holt\n", &["--format", "jsonl"])));
    assert!(rows.iter().all(|row| row["actor"].is_null() && row["actor_country"].is_null()), "{rows:?}");
}

#[test]
fn a_fault_in_a_table_of_actors_is_named_with_its_place() {
    let message = |table: &str| {
        let output = actors(table, &[]);
        assert_eq!(output.status.code(), Some(3));
        stderr(&output)
    };
    let twice = message("name,actor\nVoss,Elena Voss\nvoss,Jan Voss\n");
    assert!(twice.contains("actors.csv, record 2 (line 3): gives `voss` to another actor"), "{twice}");
    assert!(message("name,actor\nVoss,\n").contains("record 1 (line 2): has a blank actor"));
    assert!(message("name,person\nVoss,x\n").contains("column `actor`: is not there"));
    assert!(message("name,actor\n").contains("no rows"));
}

#[test]
fn actors_are_refused_where_no_article_is_read() {
    let folder = Folder::new();
    let lines = folder.put("a.csv", "text\nWe wait.\n");
    let table = folder.put("actors.csv", "name,actor\na,b\n");
    let output = run(&["classify", &lines, "--actors", &table]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--actors"));
    let output = run(&["classify", "--text", "x", "--actors", &table]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn captions_are_read_as_transcripts_and_a_broken_time_is_named() {
    let folder = Folder::new();
    let sound = folder.put("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada Nowak>We oppose it.</v>\n");
    let article = folder.put("b.txt", "“We wait,” said Boris Lind.");
    let rows = objects(&stdout(&run(&["extract", &sound, &article, "--format", "jsonl"])));
    let names: Vec<_> = rows.iter().map(|row| row["speaker_name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Ada Nowak", "Boris Lind"]);
    let broken = folder.put("c.srt", "1\n00:00:01,000 --> 00:00:02,000\nADA: Yes.\n\n2\n00:00:02,000 ->\nADA: No.\n");
    let output = run(&["extract", &broken]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("c.srt: line 6 is not the time of a caption"), "{}", stderr(&output));
}
