//! Folders, patterns and many files: what is read, what one bad file does, and how the run ends.

use std::fs;

use crate::process::*;

fn article(speaker: &str) -> String {
    format!("“We oppose the rule,” {speaker} said.\n")
}

/// A folder with articles, a hidden one, an ignored one and a picture.
fn news(folder: &Folder) -> String {
    fs::create_dir_all(folder.path("news/b")).unwrap();
    for (name, speaker) in [
        ("b/2.html", "Bo Lind"),
        ("a.txt", "Ada Nowak"),
        (".c.txt", "Hid Den"),
        ("draft.md", "Ig Nored"),
        ("z.md", "Zoe Orr"),
    ] {
        folder.put(&format!("news/{name}"), article(speaker));
    }
    folder.put("news/.ignore", "draft.md\n");
    folder.put("news/map.png", "x");
    folder.path("news")
}

fn speakers(output: &std::process::Output) -> Vec<String> {
    let rows = objects(&String::from_utf8(output.stdout.clone()).unwrap());
    rows.iter().map(|row| row["speaker_name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_folder_is_walked_in_order_and_what_is_left_out_is_said() {
    let folder = Folder::new();
    let news = news(&folder);
    for verb in ["classify", "extract"] {
        for threads in ["1", "3"] {
            let output = run(&[verb, &news, "--format", "jsonl", "--threads", threads]);
            ended(&output, 0, &["left out 1 .png"]);
            assert_eq!(speakers(&output), ["Ada Nowak", "Bo Lind", "Zoe Orr"]);
        }
        let output = run(&[verb, &news, "--format", "jsonl", "--as", "markdown"]);
        assert_eq!(speakers(&output), ["Zoe Orr"], "--as says which extensions are wanted");
    }
    let pattern = format!("{news}/**/*.{{txt,html}}");
    assert_eq!(speakers(&run(&["extract", &pattern, "--format", "jsonl"])), ["Ada Nowak", "Bo Lind"]);
    refused(&run(&["extract", &format!("{news}/*.csv")]), 1, &["*.csv", "no file fits"]);
    fs::create_dir(folder.path("pictures")).unwrap();
    folder.put("pictures/a.png", "x");
    refused(&run(&["classify", &folder.path("pictures")]), 3, &["is a folder without", "1 .png"]);
    refused(&run(&["classify", &folder.path("none.txt")]), 1, &["none.txt", "cannot open"]);
}

#[test]
fn one_bad_file_does_not_end_the_run_and_the_exit_code_says_that_there_was_one() {
    let folder = Folder::new();
    let news = news(&folder);
    folder.put("news/a2.txt", b"\x93Caf\xe9\x94\n");
    folder.put("news/b/1.txt", b"\xff\xff\xff");
    for threads in ["1", "4"] {
        let output = run(&["extract", &news, "--format", "jsonl", "--threads", threads]);
        ended(&output, 3, &["a2.txt, byte 0", "1.txt, byte 0", "2 of 5 files left out", "--skip-bad-files"]);
        assert_eq!(speakers(&output), ["Ada Nowak", "Bo Lind", "Zoe Orr"]);
    }
    let to = folder.path("out.jsonl");
    let output = run(&["extract", &news, "-o", &to]);
    ended(&output, 3, &["2 of 5"]);
    assert!(output.stdout.is_empty());
    assert_eq!(objects(&fs::read_to_string(&to).unwrap()).len(), 3, "the good files' rows are written to -o too");
    ended(&run(&["extract", &news, "--skip-bad-files"]), 0, &["a2.txt, byte 0", "2 of 5 files left out"]);
    let (good, missing) = (folder.path("news/a.txt"), folder.path("none.txt"));
    let output = run(&["extract", &missing, &good, "--format", "jsonl"]);
    ended(&output, 1, &["none.txt", "1 of 2 files left out"]);
    assert_eq!(speakers(&output), ["Ada Nowak"]);
    let output =
        run(&["extract", &missing, &folder.path("news/a2.txt"), "--skip-bad-files", "-o", &folder.path("none.csv")]);
    ended(&output, 1, &["2 of 2 files left out"]);
    assert!(!std::path::Path::new(&folder.path("none.csv")).exists(), "no file is good, so nothing is written");
}

#[test]
fn rows_of_a_file_with_a_fault_are_left_out_whole() {
    let folder = Folder::new();
    let good = folder.put("good.csv", "text\nKeep it.\n");
    let bad = folder.put("bad.csv", "text\nLift it.\nOne, two.\n");
    let other = folder.put("other.csv", "text,more\nx,y\n");
    let last = folder.put("last.csv", "text\nThe last.\n");
    for format in ["csv", "jsonl", "html", "table"] {
        let output = run(&["classify", &bad, &good, &other, &last, "--format", format]);
        ended(&output, 3, &["bad.csv, record 2", "other.csv", "2 of 4 files left out"]);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            text.contains("Keep it.") && text.contains("The last.") && !text.contains("Lift it."),
            "{format}: {text}"
        );
    }
    let lines =
        [folder.put("a.dat", "One.\n"), folder.put("b.dat", b"Two.\nCaf\xe9\n"), folder.put("c.dat", "Three.\n")];
    let output = run(&["classify", &lines[0], &lines[1], &lines[2], "--as", "lines", "--format", "jsonl"]);
    ended(&output, 3, &["b.dat", "1 of 3"]);
    assert_eq!(objects(&String::from_utf8(output.stdout).unwrap()).len(), 2);
}

#[test]
fn training_stops_at_bad_files_unless_they_are_to_be_skipped() {
    let folder = Folder::new();
    fs::create_dir(folder.path("rows")).unwrap();
    for k in 0..3 {
        let row = |n: usize| format!("keep the controls {n} strong {k},support\nlift the ban {n} now {k},oppose\n");
        folder.put(&format!("rows/{k}.csv"), "text,stance\n".to_owned() + &(0..6).map(row).collect::<String>());
    }
    let (rows, model) = (folder.path("rows"), folder.path("m.st"));
    let one = |files: &[&str]| stderr(&run(&[&["train"][..], files, &["-o", &model, "--no-search"]].concat()));
    assert!(one(&[&rows]).contains("stance: 36 rows"));
    let good = fs::read(&model).unwrap();
    folder.put("rows/1b.csv", "text,stance\nsome words,maybe\nmore,a,b\n");
    folder.put("rows/2b.csv", "text,label\nsome words,maybe\n");
    fs::remove_file(&model).unwrap();
    let output = run(&["train", &rows, "-o", &model, "--no-search"]);
    ended(&output, 3, &["1b.csv, record 2", "2b.csv"]);
    assert!(!std::path::Path::new(&model).exists());
    let said = one(&[&rows, "--skip-bad-files"]);
    assert!(said.contains("2 of 5 files left out") && said.contains("stance: 36 rows"), "{said}");
    assert_eq!(fs::read(&model).unwrap(), good, "a file that is left out leaves no trace, not even a class");
    let scores = stdout(&run(&["evaluate", &rows, "--model", &model, "--skip-bad-files", "--format", "json"]));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&scores).unwrap()["heads"]["stance"]["n"], 36);
    ended(&run(&["audit", &rows, "--quick"]), 3, &["1b.csv"]);
    stdout(&run(&["audit", &rows, "--quick", "--skip-bad-files"]));
}

#[test]
fn results_go_to_a_file_in_the_format_of_its_name() {
    let folder = Folder::new();
    for (name, begin) in [
        ("a.csv", "text,"),
        ("a.tsv", "text\t"),
        ("a.jsonl", "{\"text\""),
        ("a.html", "<!doctype html>"),
        ("a.txt", "┌"),
    ] {
        let to = folder.path(name);
        let output = run(&["classify", "--text", "Keep it.", "-o", &to]);
        assert!(stdout(&output).is_empty());
        let written = fs::read_to_string(&to).unwrap();
        assert!(written.to_lowercase().starts_with(begin), "{name}: {}", &written[..60]);
    }
    let (labelled, model) = (folder.labelled(), folder.model());
    for args in [
        vec!["evaluate", &labelled, "--model", &model],
        vec!["audit", &labelled, "--quick"],
        vec!["inspect", &model],
        vec!["completions", "bash"],
        vec!["man"],
    ] {
        let to = folder.path("out");
        let printed = stdout(&run(&args));
        assert!(stdout(&run(&[&args[..], &["-o", &to]].concat())).is_empty(), "{args:?}");
        assert_eq!(fs::read_to_string(&to).unwrap(), printed, "{args:?}");
        assert_eq!(stdout(&run(&[&args[..], &["-o", "-"]].concat())), printed, "{args:?}");
    }
    refused(&run(&["classify", "--text", "x", "-o", &folder.path("no/such/a.csv")]), 1, &["no/such"]);
    let before = folder.put("old.csv", "old");
    let faulty = folder.put("faulty.csv", "text\nx\ny,z\n");
    ended(&run(&["classify", &faulty, "-o", &before]), 3, &["record 2"]);
    assert_eq!(fs::read_to_string(&before).unwrap(), "old", "a failed run leaves the file as it was");
}
