//! What a file may contain, and every way it can be wrong.

use crate::process::*;

const ARTICLE: &str = "“We oppose the rule,” Ada Nowak said.\n";

#[test]
fn an_extension_says_what_a_file_holds() {
    let folder = Folder::new();
    for (name, contents) in [
        ("a.txt", ARTICLE),
        ("a.md", "“We **oppose** the rule,” Ada Nowak said.\n"),
        ("a.markdown", "“We [oppose](x) the rule,” Ada Nowak said.\n"),
        ("a.html", "<p>&ldquo;We <b>oppose</b> the rule,&rdquo; Ada Nowak said.</p>"),
        ("a.HTM", "<q>We oppose the rule,</q> Ada Nowak said."),
    ] {
        let rows = objects(&stdout(&run(&["extract", &folder.put(name, contents), "--format", "jsonl"])));
        assert_eq!(rows.len(), 1, "{name}");
        assert_eq!(rows[0]["text"], "We oppose the rule,", "{name}");
        assert_eq!(rows[0]["speaker_name"], "Ada Nowak", "{name}");
    }
    for name in ["a.tsv", "a.tab"] {
        let text = stdout(&run(&["classify", &folder.put(name, "text\tn\nKeep it.\t1\n"), "--format", "csv"]));
        assert!(text.starts_with("text,n,predicted_stance,"), "{name}");
    }
    for name in ["a.jsonl", "a.ndjson"] {
        let rows =
            objects(&stdout(&run(&["classify", &folder.put(name, "{\"text\":\"Keep it.\"}\n"), "--format", "jsonl"])));
        assert!(rows[0]["predicted_stance"].is_string(), "{name}");
    }
    refused(&run(&["classify", &folder.put("a.xyz", "x")]), 2, &["a.xyz", "--as"]);
    refused(&run(&["classify", &folder.put("plain", "x")]), 2, &["plain", "--as"]);
    refused(&run(&["extract", &folder.put("a.csv", "text\nx\n")]), 2, &["--article-column"]);
}

#[test]
fn standard_input_is_lines_for_classify_and_an_article_for_extract() {
    let lines = stdout(&piped(&["classify", "--format", "csv"], "Keep the controls.\n\nLift the ban.\n"));
    assert_eq!(lines.lines().count(), 4);
    let rows = objects(&stdout(&piped(&["extract", "-", "--format", "jsonl"], ARTICLE)));
    assert_eq!((rows.len(), rows[0]["file"].as_str()), (1, Some("-")));
    let html = "<p><q>We oppose the rule,</q> Ada Nowak said.</p>";
    let rows = objects(&stdout(&piped(&["classify", "-", "--as", "html", "--format", "jsonl"], html)));
    assert_eq!(rows[0]["before"], "“");
    let rows = objects(&stdout(&piped(
        &["classify", "-", "--as", "markdown", "--format", "jsonl"],
        "“We *oppose* it,” Ada said.",
    )));
    assert_eq!(rows[0]["text"], "We oppose it,");
    let rows = objects(&stdout(&piped(&["classify", "-", "--as", "article", "--format", "jsonl"], ARTICLE)));
    assert!(rows[0]["predicted_stance"].is_string());
}

#[test]
fn offsets_count_code_points_of_the_file_as_given() {
    let folder = Folder::new();
    let plain = "\u{FEFF}Été 限制.\r\n“We — all — oppose the rule,” Ada Nowak said.\r\n";
    let marked = "# Été\n\n*限制*.\n\n“We **all** oppose &amp; fight the rule,” [Ada Nowak](http://x) said.\n";
    for (file, source) in [(folder.put("a.txt", plain), plain), (folder.put("b.md", marked), marked)] {
        let rows = objects(&stdout(&run(&["extract", &file, "--format", "jsonl"])));
        assert_eq!(rows.len(), 1, "{file}");
        let cut = |start: &str, end: &str| {
            let (start, end) = (rows[0][start].as_u64().unwrap() as usize, rows[0][end].as_u64().unwrap() as usize);
            source.chars().skip(start).take(end - start).collect::<String>()
        };
        let words = cut("start", "end");
        assert!(words.starts_with("We ") && words.ends_with("the rule,"), "{words}");
        assert_eq!(cut("speaker_start", "speaker_end"), "Ada Nowak");
    }
}

#[test]
fn html_statements_come_with_the_text_around() {
    let text = stdout(&run(&["classify", &of_repository("examples/portal.html"), "--format", "jsonl"]));
    let rows = objects(&text);
    assert_eq!(rows.len(), 3, "the script, the aside and the footer say nothing");
    assert!(rows[0]["before"].as_str().unwrap().ends_with("controls on AI chips. “"));
    assert!(rows[0]["after"].as_str().unwrap().starts_with("”, said trade minister"));
    assert_eq!(rows[2]["speaker_name"], "Solveig Aandal");
    // Files that are read as they are need no help to find a statement again.
    let (header, _) = records(&stdout(&run(&["extract", &of_repository("examples/wire.txt"), "--format", "csv"])));
    assert!(!header.contains(&"before".to_owned()));
    // In one run all statements have the same columns.
    let both = run(&[
        "extract",
        &of_repository("examples/wire.txt"),
        &of_repository("examples/portal.html"),
        "--format",
        "csv",
    ]);
    let (header, rows) = records(&stdout(&both));
    assert_eq!(header[16..], ["before", "after"]);
    assert!(rows.iter().all(|r| r.len() == 18));
}

#[test]
fn transcripts_give_every_turn_to_its_speaker() {
    let file = of_repository("examples/hearing.txt");
    let rows = objects(&stdout(&run(&["classify", &file, "--as", "transcript", "--format", "jsonl"])));
    let speakers: Vec<&str> = rows.iter().map(|r| r["speaker_name"].as_str().unwrap()).collect();
    let (chair, lab, maker) = ("ODETTE LARKSPUR", "SILAS BRANDERWICK", "CORDELIA FENN");
    assert_eq!(speakers, [chair, lab, lab, chair, maker, maker, lab, chair]);
    assert!(rows.iter().all(|r| r["predicted_stance"].is_string()));
    let folder = Folder::new();
    refused(
        &run(&["extract", &folder.put("a.txt", "Nobody speaks here.\n"), "--as", "transcript"]),
        3,
        &["a.txt", "SPEAKER:"],
    );
}

#[test]
fn a_document_is_its_speakers_sentence_by_sentence() {
    let folder = Folder::new();
    let file = folder.put("letter.txt", "We oppose the rule. It costs us a billion.\n\nLift it!\n");
    let named = ["--as", "document", "--speaker", "Ada Nowak", "--format", "jsonl"];
    let rows = objects(&stdout(&run(&[&["classify", &file][..], &named].concat())));
    let texts: Vec<&str> = rows.iter().map(|r| r["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["We oppose the rule.", "It costs us a billion.", "Lift it!"]);
    for row in &rows {
        assert_eq!(row["speaker_name"], "Ada Nowak");
        assert!(row["speaker_start"].is_null(), "the name is not in the file");
    }
    refused(&run(&["classify", &file, "--as", "document"]), 2, &["--speaker"]);
    refused(&run(&["classify", &file, "--as", "document", "--speaker", " "]), 2, &["--speaker"]);
    refused(&run(&["classify", &file, "--speaker", "Ada"]), 2, &["--speaker", "--as document"]);
}

#[test]
fn an_encoding_fault_names_its_byte_in_every_kind_of_file() {
    let folder = Folder::new();
    let latin = b"Keep it. Caf\xe9\n";
    for name in ["a.txt", "a.md", "a.html"] {
        refused(&run(&["classify", &folder.put(name, latin)]), 3, &[name, "byte 12", "UTF-8"]);
        refused(&run(&["extract", &folder.put(name, latin)]), 3, &[name, "byte 12", "UTF-8"]);
    }
    refused(&run(&["classify", &folder.put("a.txt", b"K\0e\0e\0p\0")]), 3, &["a.txt", "byte 0", "UTF-16"]);
    let row = |bytes: &[u8]| [b"text\nok\n".as_slice(), bytes].concat();
    let output = run(&["classify", &folder.put("a.csv", row(latin))]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("byte 20"), "{}", stderr(&output));
    let output = run(&["classify", &folder.put("a.dat", latin), "--as", "lines", "--format", "html"]);
    refused(&output, 3, &["a.dat", "byte 12"]);
}

#[test]
fn articles_in_a_column_give_a_row_a_statement_with_the_other_columns() {
    let folder = Folder::new();
    let table = "id,body,speaker,note\n1,\"“We oppose the rule,” Ada Nowak said. “Lift it!” she said.\",x,\"a, b\"\n2,Nothing was said.,y,c\n";
    let file = folder.put("a.csv", table);
    for verb in ["extract", "classify"] {
        let output = run(&[verb, &file, "--article-column", "body", "--format", "csv"]);
        let (header, rows) = records(&stdout(&output));
        let at = |name: &str| header.iter().position(|h| h == name).unwrap();
        assert!(!header.contains(&"body".to_owned()), "the article itself is not carried");
        assert_eq!(header[..4], ["id", "article_speaker", "note", "file"]);
        assert!(stderr(&output).contains("`speaker` is carried as `article_speaker`"), "{}", stderr(&output));
        assert_eq!(rows.len(), 3);
        assert_eq!(rows.iter().map(|r| &r[0]).collect::<Vec<_>>(), ["1", "1", "2"]);
        assert_eq!((&rows[0][1], &rows[0][2], &rows[0][at("speaker_name")]), ("x", "a, b", "Ada Nowak"));
        assert_eq!(
            (&rows[2][at("text")], &rows[2][at("statement")]),
            ("", ""),
            "an article without statements keeps one row"
        );
    }
    let lines =
        folder.put("a.jsonl", "{\"id\":1,\"text\":\"“We oppose the rule,” Ada Nowak said.\",\"tags\":[\"a\"]}\n");
    let rows = objects(&stdout(&run(&["classify", &lines, "--article-column", "text", "--format", "jsonl"])));
    assert_eq!(
        (&rows[0]["id"], &rows[0]["tags"][0], &rows[0]["text"]),
        (&1.into(), &"a".into(), &"We oppose the rule,".into())
    );
    refused(&run(&["extract", &file, "--article-column", "none"]), 3, &["a.csv", "none", "`id`, `body`"]);
    let predicted = folder.put("p.csv", "body,predicted_stance\nx,y\n");
    refused(&run(&["classify", &predicted, "--article-column", "body"]), 3, &["p.csv", "predicted_stance"]);
    let taken = folder.put("t.csv", "body,cue,article_cue\nx,y,z\n");
    refused(&run(&["extract", &taken, "--article-column", "body"]), 3, &["t.csv", "cue", "article_cue"]);
    let later = folder.put("l.jsonl", "{\"body\":\"x\"}\n{\"body\":\"y\",\"more\":1}\n");
    let output = run(&["extract", &later, "--article-column", "body", "--format", "csv"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("`more`"), "{}", stderr(&output));
}

#[test]
fn files_of_different_kinds_or_columns_are_refused_together() {
    let folder = Folder::new();
    let (rows, article) = (folder.put("a.csv", "text\nx\n"), folder.put("a.txt", ARTICLE));
    refused(&run(&["classify", &rows, &article]), 2, &["one kind at a time"]);
    refused(&run(&["classify", &article, "--text", "x"]), 2, &["--text"]);
    let other = folder.put("b.csv", "text,more\nx,y\n");
    for format in ["csv", "html"] {
        let output = run(&["classify", &rows, &other, "--format", format]);
        assert_eq!(output.status.code(), Some(3), "{format}");
        assert!(stderr(&output).contains("b.csv"), "{}", stderr(&output));
    }
}

#[test]
fn articles_in_rows_may_be_transcripts_documents_or_html() {
    let folder = Folder::new();
    let turns = "id,body\n1,\"ADA NOWAK: We oppose the rule.\nBO LIND: Keep it.\"\n2,\n";
    let turns = folder.put("turns.csv", turns);
    let speakers = |verb: &str, args: &[&str]| {
        let rows = objects(&stdout(&run(&[&[verb, "--article-column", "body", "--format", "jsonl"], args].concat())));
        rows.iter().map(|r| r["speaker_name"].as_str().unwrap_or("").to_owned()).collect::<Vec<_>>()
    };
    let letters = folder.put("letters.csv", "id,body\n1,We oppose the rule. It must go.\n");
    for verb in ["extract", "classify"] {
        assert_eq!(speakers(verb, &[&turns, "--as", "transcript"]), ["ADA NOWAK", "BO LIND", ""]);
        assert_eq!(speakers(verb, &[&letters, "--as", "document", "--speaker", "Ada Nowak"]), ["Ada Nowak"; 2]);
    }
    let output = run(&["extract", &letters, "--article-column", "body", "--as", "transcript"]);
    ended(&output, 3, &["letters.csv, record 1", "SPEAKER:"]);
    let pages = folder.put("pages.csv", "body\n\"<q>We <b>oppose</b> it,</q> Ada Nowak said.\"\n");
    let rows =
        objects(&stdout(&run(&["extract", &pages, "--article-column", "body", "--as", "html", "--format", "jsonl"])));
    assert_eq!((&rows[0]["text"], &rows[0]["before"]), (&"We oppose it,".into(), &"“".into()));
    refused(&run(&["extract", &pages, "--article-column", "body", "--as", "lines"]), 2, &["--as lines"]);
}

#[test]
fn statements_on_the_command_line_take_no_flags_of_files() {
    for flags in [&["--as", "transcript"][..], &["--as", "lines"], &["--article-column", "body"]] {
        refused(&run(&[&["classify", "--text", "x"], flags].concat()), 2, &["--text", flags[0]]);
    }
}

#[test]
fn articles_in_rows_are_judged_for_the_target_of_their_row() {
    let folder = Folder::new();
    // The words say nothing: all that tells the sides apart is the target.
    let rows = (0..24).map(|k| {
        let word = ["good", "bad", "new"][k / 2 % 3];
        format!("a {word} thing,{},t{}\n", ["for", "against"][k % 2], k % 2)
    });
    let file = folder.put("train.csv", "text,stance,target\n".to_owned() + &rows.collect::<String>());
    let model = folder.path("m.st");
    stdout(&run(&["train", &file, "-o", &model, "--no-search"]));
    let row = |target: &str| format!("\"“It is a good thing,” Ada Nowak said.\",{target}\n");
    let articles = folder.put("articles.csv", "body,about\n".to_owned() + &["t0", "t1"].map(row).concat());
    let labels = |args: &[&str]| {
        let common = ["classify", &articles, "--article-column", "body", "--model", &model, "--format", "jsonl"];
        let rows = objects(&stdout(&run(&[&common[..], args].concat())));
        rows.iter().map(|r| r["predicted_stance"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(labels(&["--target-column", "about"]), ["for", "against"]);
    assert_eq!(labels(&["--target", "t1"]), ["against", "against"]);
    let common = ["classify", &articles, "--article-column", "body", "--model", &model];
    ended(&run(&common), 3, &["`target`", "--target-column"]);
    let other = ["classify", &articles, "--article-column", "body", "--model", &model, "--target-column", "body"];
    ended(&run(&other), 3, &["articles.csv, record 1", "t0, t1"]);
}

#[cfg(target_os = "linux")]
#[test]
fn articles_are_read_by_as_many_threads_as_are_given() {
    use std::process::{Command, Stdio};
    for verb in ["extract", "classify"] {
        let mut child = Command::new(program())
            .args([verb, "-", "--as", "csv", "--article-column", "body", "--format", "csv", "--threads", "5"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::io::Write::write_all(child.stdin.as_mut().unwrap(), b"body\n").unwrap();
        let tasks = format!("/proc/{}/task", child.id());
        let threads = || std::fs::read_dir(&tasks).unwrap().count();
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while threads() < 5 && std::time::Instant::now() < deadline {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        assert_eq!(threads(), 5, "{verb}");
        std::io::Write::write_all(child.stdin.as_mut().unwrap(), b"x\n").unwrap();
        drop(child.stdin.take());
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn articles_give_the_same_bytes_with_any_number_of_threads() {
    let folder = Folder::new();
    let wire = std::fs::read_to_string(sample("wire.txt")).unwrap().replace('"', "\"\"");
    let rows: String = (0..60).map(|k| format!("{k},\"{wire}\"\n")).collect();
    let table = folder.put("articles.csv", "id,body\n".to_owned() + &rows);
    let files = ["wire.txt", "newspaper.txt", "trade-press.txt", "newsletter.md"].map(sample);
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    for format in ["csv", "jsonl", "table", "html"] {
        for input in [&files[..], &[table.as_str(), "--article-column", "body"]] {
            let of = |threads| run(&[&["classify", "--format", format, "--threads", threads], input].concat());
            let (one, many) = (of("1"), of("7"));
            assert!(!stdout(&one).is_empty());
            assert_eq!((one.stdout, one.stderr), (many.stdout, many.stderr), "{format}");
        }
    }
}
