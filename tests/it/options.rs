//! Training options of the program: searched for, given by flags, given by a file.

use std::process::Output;

use crate::process::{Folder, run, stderr, stdout};

/// Trains on 40 rows; `options` are added to the command line.
fn train(folder: &Folder, options: &[&str]) -> Output {
    let row =
        |k: usize| format!("{} number {k},{}\n", ["keep the rule", "lift the ban"][k % 2], ["for", "against"][k % 2]);
    let file = folder.put("rows.csv", "text,label\n".to_owned() + &(0..40).map(row).collect::<String>());
    run(&[&["train", &file, "-o", &folder.path("m.st")], options].concat())
}

/// What the model says of its making.
fn inspected(folder: &Folder) -> String {
    stdout(&run(&["inspect", &folder.path("m.st")]))
}

#[test]
fn a_search_shows_what_it_tried_and_no_search_shows_nothing() {
    let folder = Folder::new();
    let searched = stderr(&train(&folder, &[]));
    assert!(searched.contains("taken") && searched.contains("95 % interval"), "{searched}");
    let once = train(&folder, &["--no-search"]);
    assert!(once.status.success() && !stderr(&once).contains("taken"));
}

#[test]
fn a_file_of_options_stands_and_flags_win_over_it() {
    let folder = Folder::new();
    let file =
        folder.put("o.toml", "penalty = 0.4\nsearch = \"off\"\n[text]\nlanguage = \"english\"\nword-ngrams = 1\n");
    assert!(train(&folder, &["--config", &file]).status.success());
    let model = inspected(&folder);
    assert!(model.contains("0.4") && model.contains("english"), "{model}");
    assert!(train(&folder, &["--config", &file, "--penalty", "0.7"]).status.success());
    let model = inspected(&folder);
    assert!(model.contains("0.7") && model.contains("english"), "{model}");
}

#[test]
fn an_option_that_is_not_known_is_named_with_its_file() {
    let folder = Folder::new();
    for text in ["penalti = 1", "[text]\nlanguag = \"english\"", "penalty = \"high\"", "penalty = "] {
        let output = train(&folder, &["--config", &folder.put("o.toml", text)]);
        assert_eq!(output.status.code(), Some(3), "{text}: {}", stderr(&output));
        assert!(stderr(&output).contains("o.toml"), "{}", stderr(&output));
    }
    assert_eq!(train(&folder, &["--config", "/no/such.toml"]).status.code(), Some(1));
}

#[test]
fn removed_values_are_refused_with_what_to_use_instead() {
    let folder = Folder::new();
    for (flag, value, way_out) in [
        ("--repeats", "count", "other values than once are no longer supported"),
        ("--local", "log-count", "other values than count are no longer supported"),
        ("--norm", "l2", "sqrt-words, sqrt-squares"),
    ] {
        let output = train(&folder, &["--no-search", flag, value]);
        assert_eq!(output.status.code(), Some(2), "{flag} {value}");
        assert!(stderr(&output).contains(way_out), "{}", stderr(&output));
    }
    assert!(train(&folder, &["--no-search", "--repeats", "once", "--local", "count"]).status.success());
    for (text, way_out) in [
        ("[text]\nrepeats = \"count\"", "use `once`"),
        ("[weighting]\nlocal = \"binary\"", "no longer supported"),
        ("[weighting]\nnorm = \"l2\"", "use `sqrt-squares` or `sqrt-words`"),
    ] {
        let output = train(&folder, &["--config", &folder.put("o.toml", text)]);
        assert_eq!(output.status.code(), Some(3), "{text}");
        assert!(stderr(&output).contains(way_out), "{}", stderr(&output));
    }
}
