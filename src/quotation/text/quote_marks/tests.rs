use super::*;

fn inner(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let whole = ByteSpan::new(0, text.len());
    find(text, whole, singles_lead(text), &mut Scratch::default(), &mut out);
    out.iter().map(|s| format!("{}{}", s.inner.of(text), if s.closed { "" } else { "|" })).collect()
}

#[test]
fn straight_marks_are_paired_by_their_place() {
    assert_eq!(inner(r#"He said "one" and "two.""#), ["one", "two."]);
    assert_eq!(inner(r#"A stray" mark, then "one" and no more."#), ["one"]);
    assert_eq!(inner(r#"The 12" and 6'2" man said "yes" twice."#), ["yes"]);
    assert_eq!(inner(r#""We saw the "best" of them," she said."#), [r#"We saw the "best" of them,"#]);
}

#[test]
fn an_unclosed_stretch_ends_at_the_paragraph_or_the_next_opener() {
    assert_eq!(inner("“We go on"), ["We go on|"]);
    assert_eq!(inner(r#""We stop there. "We go," he said."#), ["We stop there.|", "We go,"]);
}

#[test]
fn apostrophes_neither_open_nor_close() {
    assert!(inner("The US' moves and the boys' club's '90s rock 'n' roll didn't end.").is_empty());
    assert!(inner("The US’ moves and the boys’ club’s ’90s rock ’n’ roll didn’t end.").is_empty());
    assert_eq!(inner("'The US' moves don't help,' he said, 'and won't.'"), ["The US' moves don't help,", "and won't."]);
    assert_eq!(inner("‘He told me “no” twice,’ she said."), ["He told me “no” twice,"]);
}

#[test]
fn other_marks_pair_within_their_family() {
    assert_eq!(inner("«Oui», dit-elle. ‹Non›. „Ja“, sagte er. 「はい」と言った。"), ["Oui", "Non", "Ja", "はい"]);
    assert_eq!(inner("``Never,'' he said. ''Twice,'' she said."), ["Never,", "Twice,"]);
    assert_eq!(inner("»Nein«, sagte sie."), ["Nein"]);
}

#[test]
fn attribute_values_of_markup_are_no_quotations() {
    assert_eq!(inner(r#"<post id="12" by="me">"Yes," it read.</post>"#), ["Yes,"]);
}

#[test]
fn a_glued_sub_head_keeps_its_marks() {
    assert_eq!(inner("'Vain attempt'Some firms object."), ["Vain attempt"]);
}
