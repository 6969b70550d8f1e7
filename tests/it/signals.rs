//! A program that is ended while it writes leaves the old file or the new one, whole, and nothing else.

use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::process::*;

/// The names in a folder, sorted.
fn entries(folder: &Folder) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Whether an unfinished output is in the folder.
fn unfinished(folder: &Folder) -> bool {
    entries(folder).iter().any(|name| name.ends_with(".part"))
}

/// A training that waits for rows on standard input, with its output begun.
fn training(folder: &Folder, before: &str) -> Child {
    let line = format!("{before} exec \"$0\" train - -o \"$1\" --no-search");
    let child = Command::new("sh")
        .args(["-c", &line])
        .arg(program())
        .arg(folder.path("m.model"))
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    while !unfinished(folder) && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(unfinished(folder));
    child
}

fn send(signal: &str, child: &Child) {
    let done = Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status();
    assert!(done.unwrap().success());
}

#[test]
fn signals_that_end_the_program_leave_the_old_file_and_nothing_else() {
    for (signal, number) in [("TERM", 15), ("INT", 2), ("HUP", 1)] {
        let folder = Folder::new();
        let old = std::fs::read(folder.model()).unwrap();
        std::fs::rename(folder.path("model.safetensors"), folder.path("m.model")).unwrap();
        let mut child = training(&folder, "");
        // Held open, so that the run does not end by itself.
        let rows = child.stdin.take();
        send(signal, &child);
        assert_eq!(child.wait().unwrap().signal(), Some(number), "{signal}");
        assert_eq!(entries(&folder), ["labelled.csv", "m.model"], "{signal}");
        assert_eq!(std::fs::read(folder.path("m.model")).unwrap(), old);
        drop(rows);
    }
}

#[test]
fn what_a_killed_run_leaves_the_next_one_removes() {
    let folder = Folder::new();
    let rows = folder.labelled();
    let mut child = training(&folder, "");
    send("KILL", &child);
    child.wait().unwrap();
    assert!(unfinished(&folder), "nobody can tidy up after KILL");
    stdout(&run(&["train", &rows, "-o", &folder.path("m.model"), "--no-search"]));
    assert_eq!(entries(&folder), ["labelled.csv", "m.model"]);
}

#[test]
fn a_signal_that_is_ignored_from_the_beginning_stays_ignored() {
    let folder = Folder::new();
    let rows = std::fs::read(folder.labelled()).unwrap();
    let mut child = training(&folder, "trap '' HUP;");
    send("HUP", &child);
    std::thread::sleep(Duration::from_millis(100));
    child.stdin.take().unwrap().write_all(&rows).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(entries(&folder), ["labelled.csv", "m.model"]);
}
