//! Flags and inputs that are refused before any work, and what they leave alone.

use crate::process::*;

#[test]
fn an_output_of_a_format_that_is_not_written_is_refused_by_every_verb() {
    let folder = Folder::new();
    let (rows, texts) = (folder.labelled(), folder.put("texts.csv", "text\nKeep it.\n"));
    let article = sample("wire.txt");
    let keys = folder.put("keys.yml", "a: [keep]\nb: [lift]\n");
    let verbs: [&[&str]; 12] = [
        &["classify", &texts],
        &["extract", &article],
        &["dictionary", &keys, &texts],
        &["train", &rows],
        &["seed", "--seeds", &keys, "--pool", &texts],
        &["evaluate", &rows],
        &["audit", &rows],
        &["sample", &texts, "-n", "1"],
        &["suggest", &texts, "-n", "1"],
        &["agree", &rows, &rows],
        &["summarize", &rows],
        &["inspect"],
    ];
    for verb in verbs {
        for extension in ["xlsx", "parquet", "PDF", "yml"] {
            let out = folder.path(&format!("out.{extension}"));
            refused(&run(&[verb, &["-o", &out]].concat()), 2, &["out.", "is not written here; name a file with ."]);
            assert!(!std::path::Path::new(&out).exists());
        }
        refused(&run(&[verb, &["-o", &folder.path("out.csv.gz")]].concat()), 2, &["packed files are not written"]);
    }
    for (verb, extension) in [("evaluate", "csv"), ("agree", "html"), ("train", "csv")] {
        let out = folder.path(&format!("out.{extension}"));
        refused(&run(&[verb, &rows, "-o", &out]), 2, &["is not written here"]);
    }
    // Extensions that stand for no format are taken where a flag says the format.
    refused(&run(&["classify", &texts, "-o", &folder.path("out.dat")]), 2, &["out.dat", "name a file with .csv"]);
    stdout(&run(&["classify", &texts, "--format", "csv", "-o", &folder.path("out.dat")]));
}

#[test]
fn scores_are_written_in_the_format_of_the_files_name() {
    let folder = Folder::new();
    let (rows, model) = (folder.labelled(), folder.path("m.safetensors"));
    stdout(&run(&["train", &rows, "--no-search", "-o", &model]));
    let out = folder.path("scores.json");
    stdout(&run(&["evaluate", &rows, "--model", &model, "-o", &out]));
    assert!(serde_json::from_str::<serde_json::Value>(&std::fs::read_to_string(&out).unwrap()).is_ok());
}

#[test]
fn a_file_named_dash_is_not_standard_input_and_does_not_swallow_it() {
    let folder = Folder::new();
    folder.put("-", "From the file.\n");
    let here = |args: &[&str]| {
        let mut command = stance();
        command.current_dir(folder.path("")).args(args).write_stdin("From standard input.\n").output().unwrap()
    };
    let text = |output: &std::process::Output| objects(&stdout(output))[0]["text"].clone();
    for args in [&["classify", "--format", "jsonl"][..], &["classify", "-", "--format", "jsonl"]] {
        assert_eq!(text(&here(args)), "From standard input.");
    }
    assert_eq!(text(&here(&["classify", "./-", "--as", "lines", "--format", "jsonl"])), "From the file.");
}

#[test]
fn a_table_of_actors_may_be_standard_output_where_the_summary_is_not() {
    let folder = Folder::new();
    let rows = folder.put("l.csv", "text,speaker_name,stance\na,Ada,support\nb,Bo,oppose\n");
    let line = ["summarize", &rows, "--label", "stance", "--actors-table", "-"];
    let output = stance().current_dir(folder.path("")).args(line).output().unwrap();
    refused(&output, 2, &["--actors-table -", "both be on standard output"]);
    let out = folder.path("summary.json");
    let actors = stdout(&run(&[&line[..], &["-o", &out]].concat()));
    assert!(actors.starts_with("name,actor,"), "{actors}");
    assert!(!std::path::Path::new(&folder.path("-")).exists());
}

#[test]
fn names_that_no_model_can_have_are_refused_where_they_are_given() {
    let folder = Folder::new();
    let texts = folder.put("texts.csv", "text\nKeep it.\nLift it.\n");
    let sample = |more: &[&str]| run(&[&["sample", &texts, "-n", "1"], more].concat());
    refused(&sample(&["--classes", "support,unsure"]), 2, &["--classes", "`unsure` is reserved"]);
    refused(&sample(&["--label", " "]), 2, &["--label", "is blank"]);
    let pool: String = (0..200).map(|k| format!("{} it {}\n", ["keep", "lift"][k % 2], k % 7)).collect();
    let pool = folder.put("pool.txt", pool);
    let seeds = folder.put("seeds.yml", "unsure: [keep]\noppose: [lift]\n");
    let out = folder.path("m.safetensors");
    let line = ["seed", "--pool", &pool, "--pool-as", "lines", "-o", &out, "--seeds"];
    refused(&run(&[&line[..], &[&seeds]].concat()), 3, &["`unsure` is reserved"]);
    let seeds = folder.put("good.yml", "support: [keep]\noppose: [lift]\n");
    refused(&run(&[&line[..], &[&seeds, "--label", " "]].concat()), 2, &["label", "is blank"]);
}

#[test]
fn numbers_and_columns_that_make_no_sense_are_refused_with_the_reason() {
    let folder = Folder::new();
    let rows = folder.labelled();
    let far = ["summarize", &rows, "--label", "stance", "--position", "support=1e308", "--position", "oppose=-1"];
    refused(&run(&far), 2, &["position", "-1e9 to 1e9"]);
    refused(&run(&["evaluate", &rows, "--predicted", "stance"]), 2, &["is the label column `stance` itself"]);
    refused(&run(&["agree", &rows, &rows, "--order", "oppose,support,oppose"]), 2, &["order", "`oppose` twice"]);
}

#[test]
fn one_of_anything_is_in_the_singular() {
    let folder = Folder::new();
    let rows = folder.put("l.csv", "text,speaker_name,stance\na,Ada,support\n");
    let summary = stdout(&run(&["summarize", &rows, "--label", "stance", "--min-cell", "1"]));
    assert!(summary.contains("1 statement, 1 document, 1 speaker"), "{summary}");
    let other = folder.put("o.csv", "text,stance\na,oppose\n");
    let output = run(&["agree", &rows, &other]);
    assert!(stdout(&output).contains("1 row in dispute"), "{output:?}");
}
