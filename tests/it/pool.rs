//! Unlabelled statements and seed words: `stance seed`, and training with a pool.

use crate::process::{Folder, data, objects, refused, run, stderr, stdout};

const SEEDS: &str =
    "support: [security, militar*, 'national security', unheardofword]\noppose: [customer*, jobs, market*]\n";

#[test]
fn seeds_and_a_pool_make_a_model_that_says_it_has_seen_no_label() {
    let folder = Folder::new();
    let (seeds, model) = (folder.put("seeds.yml", SEEDS), folder.path("m.st"));
    let pool = data("export-controls.test.csv");
    let args = ["seed", "--pool", &pool, "--seeds", &seeds, "-o", &model];
    let output = run(&args);
    let said = stderr(&output);
    assert!(said.contains("unheardofword") && said.contains("no labels") && said.contains("customer*"), "{said}");
    assert!(stdout(&output).is_empty());
    let shown = stdout(&run(&["inspect", &model]));
    assert!(shown.contains("no labels") && shown.contains("\"labels\":\"none\""), "{shown}");
    let first = std::fs::read(&model).unwrap();
    let again = run(&[&args[..], &["--threads", "2", "--format", "json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&stdout(&again)).unwrap();
    assert_eq!(report["absent"]["support"][0], "unheardofword");
    assert!(report["seeds"]["oppose"][0]["without_it"].is_f64());
    assert_eq!(std::fs::read(&model).unwrap(), first);
    let text = stdout(&run(&[
        "classify",
        "--model",
        &model,
        "--text",
        "Our national security and our military come first.",
        "--text",
        "They cost us customers, jobs and markets.",
        "--format",
        "jsonl",
    ]));
    let labels: Vec<String> = objects(&text).iter().map(|o| o["predicted_stance"].to_string()).collect();
    assert_eq!(labels, ["\"support\"", "\"oppose\""]);
}

#[test]
fn a_pool_or_seeds_that_say_nothing_are_refused_with_what_would_do() {
    let folder = Folder::new();
    let (seeds, model) = (folder.put("seeds.yml", SEEDS), folder.path("m.st"));
    let few = folder.put("few.csv", "text\nkeep it\nlift it\n");
    refused(&run(&["seed", "--pool", &few, "--seeds", &seeds, "-o", &model]), 3, &["2 statements", "2000"]);
    let pool = data("export-controls.test.csv");
    let absent = folder.put("absent.yml", "support: [security]\noppose: [xyzzy, plugh]\n");
    refused(&run(&["seed", "--pool", &pool, "--seeds", &absent, "-o", &model]), 3, &["`oppose`", "xyzzy"]);
    let one = folder.put("one.yml", "support: [security]\n");
    refused(&run(&["seed", "--pool", &pool, "--seeds", &one, "-o", &model]), 3, &["one class only"]);
    refused(&run(&["seed", "--seeds", &seeds, "-o", &model]), 2, &["--pool"]);
    refused(&run(&["train", &pool, "-o", &model, "--seeds", &seeds]), 2, &["--pool"]);
}

#[test]
fn training_takes_a_pool_seeds_and_vectors_from_a_file() {
    let folder = Folder::new();
    let (seeds, rows) = (folder.put("seeds.yml", SEEDS), folder.labelled());
    let vectors = folder.put("v.txt", "3 2\nsecurity 1 0\njobs 0 1\nmarkets 0 0.9\n");
    let pool = data("export-controls.test.csv");
    let train = |more: &[&str]| {
        let model = folder.path("m.st");
        let args =
            [&["train", &rows, "-o", &model, "--no-search", "--label", "stance", "--pool", &pool], more].concat();
        stdout(&run(&args));
        stdout(&run(&["inspect", &model]))
    };
    assert!(train(&["--seeds", &seeds, "--dimensions", "20"]).contains("\"seeds\":[\"oppose\",\"support\"]"));
    assert!(train(&["--vectors", &vectors, "--vector-weight", "2"]).contains("\"dimensions\":2"));
    let bad = folder.put("bad.txt", "security 1 0\njobs 1\n");
    let args = ["train", &rows, "-o", &folder.path("n.st"), "--pool", &pool, "--vectors", &bad];
    refused(&run(&args), 3, &["bad.txt", "line 2", "2 numbers"]);
}
