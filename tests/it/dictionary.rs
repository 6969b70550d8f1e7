//! `stance dictionary`, and dictionaries of every format in training.

use crate::process::{Folder, objects, records, refused, run, sample, stdout};

const LIWC: &str = "%\n1\tloosen\n\t2\tsoft\n3\tkeep\n%\nlift*\t1\nroll back\t1\t2\nkeep*\t3\n";

#[test]
fn rows_keep_their_columns_and_get_counts_and_matches() {
    let folder = Folder::new();
    let dictionary = folder.put("d.dic", LIWC);
    let rows = folder.put("rows.csv", "id,text\n7,Lift it and roll back the rest; keep nothing.\n8,\n");
    let (header, found) = records(&stdout(&run(&["dictionary", &dictionary, &rows])));
    let expected = "id,text,dictionary_words,key_loosen,key_loosen.soft,key_keep,dictionary_matched,dictionary_matches";
    assert_eq!(header.join(","), expected);
    let cells: Vec<&str> = found[0].iter().skip(2).take(5).collect();
    assert_eq!(cells, ["9", "2", "1", "1", "loosen: Lift, roll back; loosen.soft: roll back; keep: keep"]);
    assert!(found[1].iter().skip(1).all(str::is_empty));
    let json = stdout(&run(&["dictionary", &dictionary, &rows, "--format", "jsonl"]));
    let first = &objects(&json)[0];
    assert_eq!((&first["id"], &first["dictionary_matches"][1]["start"]), (&"7".into(), &12.into()));
    assert_eq!(first["key_keep"], 1);
}

#[test]
fn articles_give_their_statements_and_a_table_the_words_that_matched() {
    let folder = Folder::new();
    let dictionary = folder.put("d.lc3", "+safety+\nsecurity\nnational security\n");
    let csv = stdout(&run(&["dictionary", &dictionary, &sample("wire.txt"), "--format", "csv"]));
    let (header, rows) = records(&csv);
    let at = |name: &str| header.iter().position(|h| h == name).unwrap();
    assert!(rows.iter().any(|row| &row[at("speaker_name")] == "Marla Quillfeather" && &row[at("key_safety")] == "1"));
    let table = stdout(&run(&["dictionary", &dictionary, "--text", "Our national security.", "--format", "table"]));
    assert!(table.contains("safety: national security"), "{table}");
}

#[test]
fn every_format_trains_the_same_model() {
    let folder = Folder::new();
    let rows = folder.labelled();
    let train = |name: &str, text: &str| {
        let (dictionary, model) = (folder.put(name, text), folder.path(&format!("{name}.safetensors")));
        stdout(&run(&["train", &rows, "-o", &model, "--no-search", "--dictionary", &dictionary]));
        std::fs::read(model).unwrap()
    };
    let yaml = train("d.yml", "keep: [keep*]\nloosen: [lift*, roll back]\n");
    assert_eq!(train("d.dic", "%\n1 keep\n2 loosen\n%\nkeep* 1\nlift* 2\nroll back 2\n"), yaml);
    assert_eq!(train("d.csv", "entry,key\nkeep*,keep\nlift*,loosen\nroll back,loosen\n"), yaml);
}

#[test]
fn what_cannot_be_read_or_written_is_refused() {
    let folder = Folder::new();
    let bad = folder.put("d.dic", "%\n1 a\n%\nx\t9\n");
    refused(&run(&["dictionary", &bad, "--text", "x"]), 3, &["d.dic", "line 4", "`9`"]);
    refused(&run(&["dictionary", &folder.path("none.dic"), "--text", "x"]), 1, &["none.dic"]);
    let good = folder.put("e.dic", LIWC);
    refused(&run(&["dictionary", &good, "--text", "x", "--format", "html"]), 2, &["--format", "csv"]);
    let taken = folder.put("rows.csv", "text,key_keep\nx,1\n");
    refused(&run(&["dictionary", &good, &taken]), 3, &["key_keep"]);
}
