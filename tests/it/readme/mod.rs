//! What README.md and the documents in `docs/` say: every command is run, shows the output that is printed below it, and
//! every example of code and every link is of this repository.
#![cfg(unix)]

mod document;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use assert_cmd::Command;

use crate::process::{Folder, of_repository, program, run, stderr, stdout};
use document::{Block, Document, flags};

/// README.md and the documents.
fn documents() -> Vec<Document> {
    let folder = fs::read_dir(of_repository("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = folder.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    paths.sort();
    paths.insert(0, PathBuf::from(of_repository("README.md")));
    paths.into_iter().map(Document::read).collect()
}

/// What a line of a block that is run may begin with; the shell's own commands prepare small files.
const RUN: [&str; 5] = ["stance ", "printf ", "cat >", "gzip ", "#"];

/// The script of a block. What is typed in the repository's folder runs the program; a terminal shows tables.
fn script(block: &Block, shown: Option<&Block>) -> String {
    let mut script =
        block.body.replace("cargo run --release -- ", "stance ").replace("target/release/stance", "stance");
    let (mut continued, mut is_document) = (false, false);
    for line in script.lines().filter(|line| !line.is_empty()) {
        if is_document {
            is_document = line != "END";
            continue;
        }
        let known = continued || RUN.iter().any(|start| line.starts_with(start));
        assert!(known, "{}: `{line}` cannot be run here; say why: `<!-- not run: reason -->`", block.place);
        continued = line.ends_with('\\');
        is_document = line.ends_with("<< 'END'");
    }
    if shown.is_some_and(|shown| shown.body.starts_with('┌')) && !script.contains("--format") {
        script = format!("{} --format table\n", script.trim_end());
    }
    script
}

/// A folder with the sample articles, in which the commands of a document are run one after another.
fn folder() -> Folder {
    let folder = Folder::new();
    for part in ["examples", "examples/another-policy", "examples/another-policy/articles"] {
        let to = folder.path(part);
        fs::create_dir(&to).unwrap();
        for entry in fs::read_dir(of_repository(part)).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), Path::new(&to).join(entry.file_name())).unwrap();
            }
        }
    }
    folder
}

/// Standard output of a script whose commands all end well.
fn output(script: &str, folder: &Folder, place: &str) -> String {
    let program = program();
    let of_program = Path::new(&program).parent().unwrap();
    let path = format!("{}:{}", of_program.display(), env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", script]).current_dir(folder.path(".")).env_clear().env("PATH", path);
    let output = shell.output().unwrap();
    assert!(output.status.success(), "{place}: {script}{}", stderr(&output));
    stdout(&output)
}

#[test]
fn every_command_runs_and_prints_what_is_shown() {
    let mut run = 0;
    for mut document in documents() {
        let folder = folder();
        for at in document.blocks_of("sh") {
            let block = document.blocks[at].clone();
            if block.note("not run: ").is_some() {
                continue;
            }
            let shown = document.output_of(at);
            let script = script(&block, shown.map(|at| &document.blocks[at]));
            let printed = output(&script, &folder, &block.place);
            run += 1;
            let Some(shown) = shown else { continue };
            let printed = document.blocks[shown].excerpt(&printed);
            if env::var_os("STANCE_WRITE").is_some() {
                document.blocks[shown].body = printed;
                continue;
            }
            let block = &document.blocks[shown];
            let way_out = "write it again with STANCE_WRITE=1 cargo test --test it readme";
            assert_eq!(block.body, printed, "{}: {way_out}", block.place);
        }
        if env::var_os("STANCE_WRITE").is_some() {
            document.write();
        }
    }
    assert!(run > 10, "only {run} blocks of commands are run");
}

#[test]
fn every_example_of_code_is_one_that_is_tested() {
    // Those in Rust by the documentation tests of the crate, which include README.md; those in Python by
    // `python/tests/test_readme.py`, which runs the blocks of python/README.md.
    let python = fs::read_to_string(of_repository("python/README.md")).unwrap();
    for document in documents() {
        for block in document.blocks_of("python").into_iter().map(|at| &document.blocks[at]) {
            assert!(python.contains(&block.body), "{}: these lines are not in python/README.md", block.place);
        }
        let rust = document.blocks_of("rust");
        assert!(rust.is_empty() || document.name == "README.md", "{}: Rust that is not tested", document.name);
    }
}

#[test]
fn every_option_is_described_and_every_option_described_is_there() {
    let mut there = BTreeSet::new();
    for verb in [
        "classify",
        "extract",
        "train",
        "evaluate",
        "audit",
        "sample",
        "suggest",
        "agree",
        "summarize",
        "verify",
        "inspect",
        "completions",
        "man",
    ] {
        there.extend(flags(&stdout(&run(&[verb, "--help"]))));
    }
    let described = documents().iter().flat_map(|document| document.flags()).collect::<BTreeSet<_>>();
    let missing: Vec<&String> = there.difference(&described).filter(|flag| *flag != "--help").collect();
    assert!(missing.is_empty(), "no document describes {missing:?}; docs/guide.md is the place");
    let unknown: Vec<&String> = described.difference(&there).collect();
    assert!(unknown.is_empty(), "documents name options that no command has: {unknown:?}");
}

#[test]
fn every_link_leads_to_a_file() {
    for document in documents() {
        for (place, link) in document.links() {
            let path = document.path.parent().unwrap().join(link.split('#').next().unwrap_or_default());
            assert!(path.exists(), "{place}: nothing is at {link}");
        }
    }
}
