//! Training options of the program: searched for, given by flags, given by a file.

#![allow(clippy::unwrap_used)]

use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    fn put(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Trains on 40 rows; `options` are added to the command line.
    fn train(&self, options: &[&str]) -> Output {
        let row = |k: usize| {
            format!("{} number {k},{}\n", ["keep the rule", "lift the ban"][k % 2], ["for", "against"][k % 2])
        };
        let file = self.put("rows.csv", &("text,label\n".to_owned() + &(0..40).map(row).collect::<String>()));
        let model = self.0.path().join("m.st").display().to_string();
        let mut command = Command::new(env!("CARGO_BIN_EXE_stance"));
        command.env_clear().args(["train", &file, "-o", &model]).args(options).output().unwrap()
    }

    /// What the model says of its making.
    fn inspected(&self) -> String {
        let model = self.0.path().join("m.st").display().to_string();
        let output = Command::new(env!("CARGO_BIN_EXE_stance")).env_clear().args(["inspect", &model]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }
}

fn folder() -> Folder {
    Folder(TempDir::new().unwrap())
}

fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_search_shows_what_it_tried_and_no_search_shows_nothing() {
    let folder = folder();
    let searched = talk(&folder.train(&[]));
    assert!(searched.contains("taken") && searched.contains("95 % interval"), "{searched}");
    let once = folder.train(&["--no-search"]);
    assert!(once.status.success() && !talk(&once).contains("taken"));
}

#[test]
fn a_file_of_options_stands_and_flags_win_over_it() {
    let folder = folder();
    let file =
        folder.put("o.toml", "penalty = 0.4\nsearch = \"off\"\n[text]\nlanguage = \"english\"\nword-ngrams = 1\n");
    assert!(folder.train(&["--config", &file]).status.success());
    let inspected = folder.inspected();
    assert!(inspected.contains("0.4") && inspected.contains("english"), "{inspected}");
    assert!(folder.train(&["--config", &file, "--penalty", "0.7"]).status.success());
    let inspected = folder.inspected();
    assert!(inspected.contains("0.7") && inspected.contains("english"), "{inspected}");
}

#[test]
fn an_option_that_is_not_known_is_named_with_its_file() {
    let folder = folder();
    for text in ["penalti = 1", "[text]\nlanguag = \"english\"", "penalty = \"high\"", "penalty = "] {
        let output = folder.train(&["--config", &folder.put("o.toml", text)]);
        assert_eq!(output.status.code(), Some(3), "{text}: {}", talk(&output));
        assert!(talk(&output).contains("o.toml"), "{}", talk(&output));
    }
    assert_eq!(folder.train(&["--config", "/no/such.toml"]).status.code(), Some(1));
}
