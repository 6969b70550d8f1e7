//! Claims about every format.

use super::*;

/// Names of the keys, each with its entries.
fn keys(text: &str, format: DictionaryFormat) -> Vec<(String, String)> {
    let found = read(text, "d", format).unwrap();
    found.dictionary.keys().iter().map(|key| (key.name.clone(), key.entries.join("|"))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn a_dic_has_tabs_or_spaces_phrases_globs_and_several_categories() {
    for text in [
        "%\n01\tharm\n02\tcare (Care and help)\n%\nkill*\t01\nkind of\t1\t02\nhelp\t2\n",
        "%\r\n1 harm\r\n2 care\r\n%\r\nkill* 1\r\nkind of 1 2\r\nhelp 2\r\n",
    ] {
        assert_eq!(keys(text, DictionaryFormat::Liwc), pairs(&[("harm", "kill*|kind of"), ("care", "kind of|help")]));
    }
}

#[test]
fn categories_of_a_dic_that_are_indented_are_nested() {
    let text = "%\n1\tfunction (Function Words)\n\t2\tpronoun\n\t\t3\tppron (Personal)\n\t4\tarticle\n5\taffect\n%\nI\t1\t2\t3\na\t4\n";
    let expected = [
        ("function", "I"),
        ("function.pronoun", "I"),
        ("function.pronoun.ppron", "I"),
        ("function.article", "a"),
        ("affect", ""),
    ];
    assert_eq!(keys(text, DictionaryFormat::Liwc), pairs(&expected));
}

#[test]
fn what_only_liwc_can_apply_is_left_out_and_said() {
    let text = "%\n2 a\n125 b\n464 c\n%\nlike\t(02 134)125/464\t2\nkind\t<of>131/125 464\n:)\t2\n";
    let found = read(text, "d.dic", DictionaryFormat::Liwc).unwrap();
    let entries: Vec<String> = found.dictionary.keys().iter().map(|key| key.entries.join("|")).collect();
    assert_eq!(entries, ["like", "", "kind"]);
    assert!(found.remarks.iter().any(|r| r.contains("2 categories with a condition")), "{:?}", found.remarks);
    assert!(found.remarks.iter().any(|r| r.contains(":)")), "{:?}", found.remarks);
}

#[test]
fn lexicoder_yoshikoder_and_tables_give_the_same_dictionary() {
    let expected = pairs(&[("keep", "retain*|hold on"), ("loosen", "scrap*")]);
    let xml = "<?xml version=\"1.0\"?>\n<dictionary>\n<cnode name=\"Policy\">\n<cnode name=\"keep\"><pnode name=\"retain*\"></pnode>\
               <pnode name=\"hold on\"/></cnode>\n<cnode name=\"loosen\"><pnode name=\"scrap*\"/></cnode></cnode></dictionary>";
    for (text, format) in [
        ("+keep+\nretain*\nhold on \n\n+loosen+\nscrap*\n", DictionaryFormat::Lexicoder),
        (xml, DictionaryFormat::Yoshikoder),
        ("word,category\nretain*,keep\nhold on,keep\nscrap*,loosen\n", DictionaryFormat::Csv),
        ("DicTerm;keep;loosen\nretain*;X;\nhold on;1;0\nscrap*;;X\n", DictionaryFormat::Csv),
        ("keep\tloosen\nretain*\tscrap*\nhold on\t\n", DictionaryFormat::Tsv),
        ("keep: [retain*, hold on]\nloosen: scrap*\n", DictionaryFormat::Yaml),
    ] {
        assert_eq!(keys(text, format), expected, "{format:?}");
    }
}

#[test]
fn names_of_several_words_are_joined() {
    let xml = "<dictionary><cnode name=\"All\"><cnode name=\"State in Economy\"><cnode name=\"+\"><pnode name=\"tax*\"/></cnode></cnode></cnode></dictionary>";
    let expected = [("State_in_Economy", ""), ("State_in_Economy.+", "tax*")];
    assert_eq!(keys(xml, DictionaryFormat::Yoshikoder), pairs(&expected));
    assert_eq!(keys("two words: a\n", DictionaryFormat::Yaml), pairs(&[("two_words", "a")]));
}

#[test]
fn the_extension_says_the_format_and_else_the_first_line() {
    for (path, text, format) in [
        ("a.DIC", "", DictionaryFormat::Liwc),
        ("a.txt", "\n%\n1 a\n%\n", DictionaryFormat::Liwc),
        ("a.txt", "+a+\nb\n", DictionaryFormat::Lexicoder),
        ("a", "<dictionary/>", DictionaryFormat::Yoshikoder),
        ("a", "a: [b]", DictionaryFormat::Yaml),
        ("a.tab", "%", DictionaryFormat::Tsv),
    ] {
        assert_eq!(DictionaryFormat::of(Path::new(path), text), format, "{path}");
    }
}

#[test]
fn faults_name_file_line_what_was_found_and_what_is_wanted() {
    use DictionaryFormat::{Csv, Lexicoder, Liwc, Yoshikoder};
    for (text, format, line, found, wanted) in [
        ("1 a\n", Liwc, 1, "`1 a`", "`%`"),
        ("%\n1 a\n", Liwc, 2, "ends", "`%`"),
        ("%\n1 a\nb\n%\n", Liwc, 3, "`b`", "a number"),
        ("%\n1 a\n1 b\n%\n", Liwc, 3, "1 occurs twice", "apart"),
        ("%\n1 a\n%\nx\t2\n", Liwc, 4, "`2`", "between the two"),
        ("%\n1 a\n%\nx\n", Liwc, 4, "`x`", "numbers"),
        ("b\n+a+\n", Lexicoder, 1, "`b`", "+key+"),
        ("+a+\nb\n+a+\n", Lexicoder, 3, "twice", "merge"),
        ("+a+\n!\n", Lexicoder, 2, "`!`", "words"),
        (
            "<dictionary>\n<cnode name=\"a\">\n<pnode/>\n</cnode></dictionary>",
            Yoshikoder,
            3,
            "without a `name`",
            "give",
        ),
        ("<dictionary>\n<cnode name=\"a\">", Yoshikoder, 2, "ends", "not complete"),
        ("<dictionary>\n</cnode>", Yoshikoder, 2, "not XML", "save"),
        ("word,a\nx,1\ny,maybe\n", Csv, 3, "`maybe`", "1 or X"),
        ("word,key\nx,a\n?!,a\n", Csv, 3, "`?!`", "words"),
    ] {
        let error = read(text, "d.x", format).unwrap_err().to_string();
        let has = [format!("line {line}"), "d.x".to_owned(), found.to_owned(), wanted.to_owned()];
        assert!(has.iter().all(|part| error.contains(part)), "{has:?} {error}");
    }
}
