//! What the README shows is what the program prints.

use std::{env, fs};

use crate::process::{run, stdout};

/// The block of text that follows the command in the README.
const COMMAND: &str = "cargo run --release -- classify examples/wire.txt\n```\n\n```text\n";

#[test]
fn the_readme_shows_what_the_first_command_prints() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(path).unwrap();
    let (before, rest) = readme.split_once(COMMAND).expect("README.md has the first command and its output");
    let (shown, after) = rest.split_once("```").unwrap();
    let article = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/wire.txt");
    let printed = stdout(&run(&["classify", article, "--format", "table"]));
    if env::var_os("STANCE_WRITE").is_some() {
        fs::write(path, format!("{before}{COMMAND}{printed}```{after}")).unwrap();
    } else {
        assert_eq!(shown, printed, "write it again with STANCE_WRITE=1 cargo test --test it readme");
    }
}
