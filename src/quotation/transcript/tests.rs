use super::*;
use crate::quotation::Statement;

fn turns(text: &str) -> Vec<(String, String, String)> {
    let found = transcript(text);
    let row = |s: &Statement| {
        let speaker = s.speaker.as_ref().unwrap();
        assert_eq!(s.spans[0].of(text), s.text);
        (speaker.name.clone(), speaker.role.clone().unwrap_or_default(), s.text.clone())
    };
    found.statements.iter().map(row).collect()
}

fn row(name: &str, role: &str, words: &str) -> (String, String, String) {
    (name.to_owned(), role.to_owned(), words.to_owned())
}

#[test]
fn turns_belong_to_their_speakers() {
    let text = "Hearing on chips\nDate: 4 March\n\nSEN. INES HARROWGATE (Chair): Good morning: welcome.\nWe begin.\n(Applause)\nDov Pellinore, Circuit Makers' Council: Thank you. At 10:30 we left.\nHARROWGATE: Go on.\n[00:12:03] Q: Why?\n";
    assert_eq!(
        turns(text),
        [
            row("INES HARROWGATE", "Chair", "Good morning: welcome."),
            row("INES HARROWGATE", "Chair", "We begin."),
            row("Dov Pellinore", "Circuit Makers' Council", "Thank you. At 10:30 we left."),
            row("INES HARROWGATE", "Chair", "Go on."),
            row("Q", "", "Why?"),
        ]
    );
    let found = transcript(text);
    assert_eq!(found.statements[1].flags, [Flag::Floating]);
    assert_eq!(found.statements[0].flags, [Flag::Header]);
}

#[test]
fn wrapped_lines_of_a_turn_are_one_statement() {
    let line = "and that is what the members of this committee have been asking for\n";
    let text = format!("ADA NOWAK: We heard it\n{}BO LIND: So did we\n{}", line.repeat(6), line.repeat(6));
    let found = turns(&text);
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].0, "BO LIND");
}

#[test]
fn a_surname_of_two_speakers_is_ambiguous() {
    let found = transcript("ANN LEE: Yes.\nBOB LEE: No.\nLEE: Perhaps.\n");
    assert_eq!(found.statements[2].speaker.as_ref().unwrap().name, "LEE");
    assert_eq!(found.statements[2].flags, [Flag::Ambiguous, Flag::Header]);
}

#[test]
fn a_colon_in_a_sentence_begins_no_turn() {
    assert_eq!(turns("ADA: There are two ways.\nThe first one is this: we wait. It ends. Then: go.\n").len(), 2);
    assert!(turns("No speaker here.\nNote: none\n").is_empty());
}

#[test]
fn chats_are_read_in_the_forms_in_which_they_are_exported() {
    let two = [row("Ada Nowak", "", "Hi all."), row("Bo", "", "No.")];
    for text in [
        "3/12/24, 10:15 AM - Ada Nowak: Hi all.\n3/12/24, 10:16\u{202F}PM - Bo: No.\n",
        "[12/03/2024, 10:15:22] Ada Nowak: Hi all.\n[12/03/2024, 10:16:22] Bo: No.\n",
        "2024-03-12T10:15:22Z Ada Nowak: Hi all.\n2024-03-12T10:16:22Z Bo: No.\n",
        "[10:15] <Ada Nowak> Hi all.\n[10:16] <Bo> No.\n",
        "10:15 <Ada Nowak> Hi all.\n10:16 <@Bo> No.\n",
        "Ada Nowak  10:15 AM\nHi all.\n\nBo  10:16 AM\nNo.\n",
        "Ada Nowak [10:15]\nHi all.\nBo [10:16]\nNo.\n",
        "**Ada Nowak:** Hi all.\n\n**Bo:** No.\n",
        "- Ada Nowak: Hi all.\n- Bo: No.\n",
    ] {
        assert_eq!(turns(text), two, "{text}");
    }
    assert!(turns("We met at 10:15\nand left at 11:15\n").is_empty());
    assert!(turns("<p> a tag\n").is_empty());
}

#[test]
fn captions_lose_their_numbers_times_and_notes() {
    let text = "WEBVTT - hearing\n\nNOTE made by hand\nin two lines\n\nSTYLE\n::cue { color: red }\n\nintro\n00:01.000 --> 00:02.000 align:start\n\
                <v Ada>We heard it.</v>\n\n2\n00:02.000 --> 00:03.000\n<v.loud Bo Lind>And so\n";
    assert_eq!(turns(text), [row("Ada", "", "We heard it."), row("Bo Lind", "", "And so")]);
    let text = "1\r\n00:00:01,000 --> 00:00:02,000\r\nADA: We heard it.\r\n\r\n2\r\n00:00:02,000 --> 00:00:04,000\r\nBO: No.\r\n";
    assert_eq!(turns(text), [row("ADA", "", "We heard it."), row("BO", "", "No.")]);
}

#[test]
fn a_broken_caption_is_found_by_its_line() {
    assert_eq!(broken_caption("1\n00:00:01,000 --> 00:00:02,000\nADA: at 10:15 --> we left\n"), None);
    assert_eq!(broken_caption("WEBVTT\n\n00:01.000 --> 00:02.000\na\n\n00:02.000 -> 00:03.000\nb\n"), Some(6));
    assert_eq!(broken_caption("1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:02,000 --> \nb\n"), Some(6));
    assert_eq!(broken_caption("1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:09,000 --> 00:00:03,000\nb\n"), Some(6));
    assert_eq!(broken_caption("ADA: We meet at 10:15 -> 11:15.\n00:02 -> 00:03\n"), None, "no captions");
}
