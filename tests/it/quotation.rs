//! Golden cases of the quotation module: each a short text of our own with what must come out, and why.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde::Deserialize;
use stance::quotation::{Flag, Indirect, Kind, Options, extract};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    why: String,
    text: String,
    #[serde(default)]
    indirect: bool,
    left_aside: Option<usize>,
    statements: Vec<Wanted>,
}

/// What a statement must be; what is not named is not checked, but flags named must be there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    text: String,
    kind: Option<Kind>,
    name: Option<String>,
    as_written: Option<String>,
    role: Option<String>,
    cue: Option<String>,
    context: Option<String>,
    spans: Option<usize>,
    indirect: Option<bool>,
    #[serde(default)]
    flags: Vec<Flag>,
}

fn check(case: &Case, problems: &mut Vec<String>) {
    let options = Options { indirect: if case.indirect { Indirect::Extract } else { Indirect::Count } };
    let found = extract(&case.text, &options);
    let mut wrong = |what: String| problems.push(format!("{}\n  {}\n  {what}", case.why, case.text));
    let texts: Vec<_> = found.statements.iter().map(|s| s.text.as_str()).collect();
    let wanted: Vec<_> = case.statements.iter().map(|s| s.text.as_str()).collect();
    if texts != wanted {
        return wrong(format!("statements {texts:?}"));
    }
    if case.left_aside.is_some_and(|n| n != found.indirect_left_aside) {
        wrong(format!("left aside {}", found.indirect_left_aside));
    }
    for (s, w) in found.statements.iter().zip(&case.statements) {
        let speaker = s.speaker.as_ref();
        let mut differs = |what: &str, found: Option<String>, wanted: &Option<String>| {
            if wanted.is_some() && found != *wanted {
                wrong(format!("{what} of `{}` is {found:?}, not {wanted:?}", s.text));
            }
        };
        differs("kind", Some(s.kind.to_string()), &w.kind.map(|k| k.to_string()));
        differs("name", speaker.map(|m| m.name.clone()), &w.name);
        differs("mention", speaker.map(|m| m.span.of(&case.text).to_string()), &w.as_written);
        differs("role", speaker.and_then(|m| m.role.clone()), &w.role);
        differs("cue", s.cue.map(|c| c.of(&case.text).to_string()), &w.cue);
        differs("context", Some(s.context.of(&case.text).to_string()), &w.context);
        differs("spans", Some(s.spans.len().to_string()), &w.spans.map(|n| n.to_string()));
        differs("indirect", Some(s.indirect.to_string()), &w.indirect.map(|i| i.to_string()));
        if let Some(flag) = w.flags.iter().find(|f| !s.flags.contains(f)) {
            wrong(format!("`{}` lacks the flag {flag}: {:?}", s.text, s.flags));
        }
    }
}

fn run(name: &str) {
    let path = format!("{}/tests/quotation/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let file: File = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut problems = Vec::new();
    for case in &file.case {
        check(case, &mut problems);
    }
    assert!(problems.is_empty(), "{} problems in {name}.toml\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn marks_open_and_close_where_they_should() {
    run("marks");
}

#[test]
fn pieces_belong_to_the_right_statement_and_kind() {
    run("pieces");
}

#[test]
fn speakers_are_found_and_named() {
    run("speakers");
}

#[test]
fn names_of_many_forms_survive() {
    run("names");
}

#[test]
fn indirect_statements_are_taken_only_on_request() {
    run("indirect");
}

#[test]
fn single_marks_are_told_from_apostrophes() {
    run("british");
}

#[test]
fn marks_of_other_languages_open_and_close() {
    run("foreign");
}

#[test]
fn statements_run_over_paragraphs_and_no_further() {
    run("paragraphs");
}

#[test]
fn statements_fragments_and_terms_are_told_apart() {
    run("kinds");
}

#[test]
fn every_construction_leads_to_its_speaker() {
    run("constructions");
}

#[test]
fn mentions_are_resolved_to_names() {
    run("resolution");
}

#[test]
fn articles_of_many_registers_are_read() {
    run("registers");
}

#[test]
fn reports_of_every_form_lead_to_their_speaker() {
    run("reports");
}

#[test]
fn articles_of_other_languages_are_read_with_their_own_words() {
    run("languages");
}

#[test]
fn pronouns_lead_to_the_person_they_stand_for() {
    run("pronouns");
}
