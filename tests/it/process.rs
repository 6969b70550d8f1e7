//! The program as a process: a clean environment, whole output, fresh folders.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Output, Stdio};

use assert_cmd::Command;
use tempfile::TempDir;

/// The path of the program: `STANCE_PROGRAM`, absolute, or the one that was built with these tests. An optimised one makes
/// them four times as fast.
pub(crate) fn program() -> OsString {
    std::env::var_os("STANCE_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_stance").into())
}

/// The program with an empty environment.
pub(crate) fn stance() -> Command {
    let mut command = Command::new(program());
    command.env_clear();
    command
}

/// Runs the program.
pub(crate) fn run(args: &[&str]) -> Output {
    stance().args(args).output().unwrap()
}

/// Runs the program with `input` on standard input.
pub(crate) fn piped(args: &[&str], input: &str) -> Output {
    stance().args(args).write_stdin(input).output().unwrap()
}

/// Standard output of a run that ended well.
pub(crate) fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", stderr(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Standard error.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Asserts the exit code, that the message names all of `names`, and that nothing was written.
pub(crate) fn refused(output: &Output, code: i32, names: &[&str]) {
    ended(output, code, names);
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// Asserts the exit code and that the message names all of `names`.
pub(crate) fn ended(output: &Output, code: i32, names: &[&str]) {
    let message = stderr(output);
    assert_eq!(output.status.code(), Some(code), "{message}");
    for name in names {
        assert!(message.contains(name), "`{name}` is not in: {message}");
    }
    assert!(!message.contains("panicked"), "{message}");
}

/// A file of the repository.
pub(crate) fn of_repository(path: &str) -> String {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path).display().to_string()
}

/// A sample article.
pub(crate) fn sample(name: &str) -> String {
    of_repository(&format!("examples/{name}"))
}

/// A file of the training data.
pub(crate) fn data(name: &str) -> String {
    of_repository(&format!("training-data/{name}"))
}

/// Rows of JSONL.
pub(crate) fn objects(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Header and records of CSV.
pub(crate) fn records(text: &str) -> (Vec<String>, Vec<csv::StringRecord>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
    (header, reader.records().map(Result::unwrap).collect())
}

/// Runs the program for a reader of its output that goes away at once.
pub(crate) fn run_for_nobody(args: &[&str]) -> Output {
    let mut child =
        std::process::Command::new(program()).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    child.wait_with_output().unwrap()
}

/// A folder for one test.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }

    /// A small labelled file: two classes, twelve rows, six groups.
    pub(crate) fn labelled(&self) -> String {
        let row = |k: usize| {
            format!("keep the controls number {k} strong,support,g{k}\nlift the ban number {k} now,oppose,g{k}\n")
        };
        self.put("labelled.csv", "text,stance,group\n".to_owned() + &(0..6).map(row).collect::<String>())
    }

    /// A model trained on [`Folder::labelled`].
    pub(crate) fn model(&self) -> String {
        let model = self.path("model.safetensors");
        stdout(&run(&["train", &self.labelled(), "-o", &model]));
        model
    }
}
