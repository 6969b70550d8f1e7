//! A Markdown document as blocks of code with the notes before them.

use std::fs;
use std::path::PathBuf;

/// The long options in a text, such as `--model`.
pub(super) fn flags(text: &str) -> Vec<String> {
    let starts =
        text.match_indices("--").filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '-'));
    let names = starts.map(|(at, _)| {
        let name = &text[at + 2..];
        &name[..name.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')).unwrap_or(name.len())]
    });
    names.filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase())).map(|name| format!("--{name}")).collect()
}

/// A document.
pub(super) struct Document {
    pub(super) path: PathBuf,
    pub(super) name: String,
    lines: Vec<String>,
    pub(super) blocks: Vec<Block>,
}

/// A fenced block of code.
#[derive(Clone)]
pub(super) struct Block {
    /// File and line, for messages.
    pub(super) place: String,
    language: String,
    /// The comment `<!-- … -->` on the line before the fence.
    note: Option<String>,
    pub(super) body: String,
    /// Positions of the fences among the document's lines.
    fences: (usize, usize),
}

impl Document {
    pub(super) fn read(path: PathBuf) -> Self {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let lines: Vec<String> = fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
        let mut blocks = Vec::new();
        let mut open: Option<usize> = None;
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("```")) {
            let Some(begin) = open.take() else {
                open = Some(at);
                continue;
            };
            assert_eq!(line, "```", "{name}, line {}: ends no block", at + 1);
            let before = begin.checked_sub(1).map(|before| lines[before].as_str());
            let note = before.and_then(|line| line.strip_prefix("<!-- ")?.strip_suffix(" -->"));
            blocks.push(Block {
                place: format!("{name}, line {}", begin + 1),
                language: lines[begin].trim_start_matches('`').to_owned(),
                note: note.map(str::to_owned),
                body: lines[begin + 1..at].iter().map(|line| format!("{line}\n")).collect(),
                fences: (begin, at),
            });
        }
        assert_eq!(open, None, "{name}: a block is not closed");
        Self { path, name, lines, blocks }
    }

    /// The blocks in a language.
    pub(super) fn blocks_of(&self, language: &str) -> Vec<usize> {
        (0..self.blocks.len()).filter(|at| self.blocks[*at].language == language).collect()
    }

    /// The block of text that follows a block with nothing but blank lines and comments between them.
    pub(super) fn output_of(&self, at: usize) -> Option<usize> {
        let next = self.blocks.get(at + 1).filter(|next| next.language == "text")?;
        let between = &self.lines[self.blocks[at].fences.1 + 1..next.fences.0];
        between.iter().all(|line| line.is_empty() || line.starts_with("<!-- ")).then_some(at + 1)
    }

    /// Writes the document with the blocks as they are now.
    pub(super) fn write(&self) {
        let mut lines = self.lines.clone();
        for block in self.blocks.iter().rev() {
            lines.splice(block.fences.0 + 1..block.fences.1, block.body.lines().map(str::to_owned));
        }
        fs::write(&self.path, lines.join("\n") + "\n").unwrap();
    }

    /// The options of the program that the document names: those in text, and those of commands that are run.
    pub(super) fn flags(&self) -> Vec<String> {
        let foreign = ["cargo ", "maturin ", "benches/", "git ", "STANCE_"];
        let mut found = Vec::new();
        for line in &self.lines {
            // A span of code in text, a table's cell or a command.
            let parts = line.split('`').filter(|part| !foreign.iter().any(|start| part.starts_with(start)));
            found.extend(parts.flat_map(flags));
        }
        found
    }

    /// The targets of links and pictures that are in this repository, with their places.
    pub(super) fn links(&self) -> Vec<(String, String)> {
        let inside = |at: usize| self.blocks.iter().any(|block| (block.fences.0..=block.fences.1).contains(&at));
        let mut links = Vec::new();
        for (at, line) in self.lines.iter().enumerate().filter(|(at, _)| !inside(*at)) {
            let targets = line.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
            let targets = targets.map(|(target, _)| target).filter(|target| !target.contains("://"));
            links.extend(targets.map(|target| (format!("{}, line {}", self.name, at + 1), target.to_owned())));
        }
        links
    }
}

impl Block {
    /// What the note before the block says after `start`.
    pub(super) fn note(&self, start: &str) -> Option<&str> {
        self.note.as_deref()?.strip_prefix(start)
    }

    /// The part of an output that the block shows: all, or the lines that its note names (`lines 1-8, 12`), with `…` for
    /// those between.
    pub(super) fn excerpt(&self, output: &str) -> String {
        let Some(ranges) = self.note("lines ") else { return output.to_owned() };
        let lines: Vec<&str> = output.lines().collect();
        let parts = ranges.split(", ").map(|range| {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
            let part = lines.get(first - 1..last);
            part.unwrap_or_else(|| panic!("{}: the output has {} lines", self.place, lines.len())).join("\n") + "\n"
        });
        parts.collect::<Vec<_>>().join("…\n")
    }
}
