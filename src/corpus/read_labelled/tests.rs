use crate::corpus::*;

fn read(table: &str, options: &LabelledOptions) -> crate::Result<Labelled> {
    read_labelled(table.as_bytes(), Format::Csv, "a.csv", Faults::Stop, options)
}

fn message(table: &str, options: &LabelledOptions) -> String {
    let error = read(table, options).unwrap_err();
    assert_eq!(error.class() as i32, 3, "{error}");
    error.to_string()
}

const TABLE: &str = "\
id,text,stance,sentiment,group,weight,target,register,fold
1,one,support,,g2,1,chips,speech,0
2,two,oppose,negative,g1,0.5,models,report,1
3,three,,positive,,2,chips,speech,0
4,four, support ,,,0,chips,,1
";

#[test]
fn columns_are_found_sorted_and_announced() {
    let rows = read(TABLE, &LabelledOptions::default()).unwrap();
    assert_eq!(rows.texts, ["one", "two", "three", "four"]);
    let stance = rows.head("stance").unwrap();
    assert_eq!(stance.classes, ["oppose", "support"]);
    assert_eq!(stance.labels, [Some(1), Some(0), None, Some(1)]);
    assert_eq!(rows.heads[1].classes, ["negative", "positive"]);
    let groups = rows.groups.as_ref().unwrap();
    assert_eq!(groups.names, ["g2", "g1", "", ""]);
    assert_eq!(groups.ids, [0, 1, 2, 3]);
    assert_eq!(rows.weights.as_deref(), Some(&[1.0, 0.5, 2.0, 0.0][..]));
    let targets = rows.targets.as_ref().unwrap();
    assert_eq!((targets.names.join(" "), &targets.ids[..]), ("chips models".to_owned(), &[0, 1, 0, 0][..]));
    assert_eq!(rows.folds, None);
    assert_eq!(rows.extra.column("register").unwrap(), ["speech", "report", "speech", ""]);
    assert_eq!(rows.extra.column("text"), None);
    assert_eq!(
        rows.announced.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "group: column `group` is used (4 groups)",
            "weight: column `weight` is used (rows count as it says)",
            "target: column `target` is used (2 targets)",
        ]
    );
    assert_eq!(rows.place(2).to_string(), "a.csv, record 3 (line 4)");
    let part = rows.subset(&[3, 0, 99]);
    assert_eq!(part.texts, ["four", "one"]);
    assert_eq!(part.heads[0].labels, [Some(1), Some(1)]);
    assert_eq!(part.heads[0].classes, ["oppose", "support"]);
    assert_eq!(part.groups.as_ref().unwrap().ids, [3, 0]);
    assert_eq!(part.place(0).record, Some(4));
}

#[test]
fn named_and_ignored_columns_are_not_announced() {
    let options = LabelledOptions {
        group: ColumnChoice::Named("register".to_owned()),
        weight: ColumnChoice::Ignore,
        fold: ColumnChoice::Named("fold".to_owned()),
        labels: vec!["target".to_owned()],
        ..LabelledOptions::default()
    };
    let rows = read(TABLE, &options).unwrap();
    assert!(rows.announced.is_empty());
    assert_eq!(rows.folds.as_deref(), Some(&[0, 1, 0, 1][..]));
    assert_eq!((rows.weights, rows.targets), (None, None));
    assert_eq!(rows.groups.unwrap().ids, [0, 1, 0, 2]);
}

#[test]
fn every_fault_of_labelled_data_is_named_with_its_place() {
    let default = LabelledOptions::default();
    let cases = [
        (
            "a,label\nx,y\n",
            "a.csv, column `text`: is not there, the columns are `a`, `label`; name the column of the statements with `text-column`",
        ),
        (
            "text,class\nx,y\n",
            "a.csv, column `label`: is not there, the columns are `text`, `class`; name the label columns",
        ),
        ("text,label\nx,\n", "a.csv, column `label`: has no label"),
        ("text,label\nx,a\ny,a\n", "a.csv, column `label`: has one class only, `a`"),
        ("text,label\nx,a\ny,Unsure\n", "a.csv, record 2 (line 3), column `label`: `Unsure` is reserved"),
        (
            "text,label,weight\nx,a,1\n\"y\ny\",b,1\nz,b,-1\n",
            "a.csv, record 3 (line 5), column `weight`: `-1` is not a weight",
        ),
        ("text,label,weight\nx,a,NaN\n", "a.csv, record 1 (line 2), column `weight`: `NaN` is not a weight"),
        ("text,label,weight\nx,a,inf\n", "a.csv, record 1 (line 2), column `weight`: `inf`"),
        (
            "text,label,weight\nx,a,\n",
            "a.csv, record 1 (line 2), column `weight`: `` is not a weight (a number from 0 to 1e9); correct it, or turn the column off with `ignore-column = weight`",
        ),
        ("text,label,weight\nx,a,0\ny,b,0\n", "a.csv, column `weight`: has no weight above 0"),
        ("text,label,target\nx,a,t\ny,b,\n", "a.csv, record 2 (line 3), column `target`: is empty"),
    ];
    for (table, expected) in cases {
        let found = message(table, &default);
        assert!(found.starts_with(expected), "{found}\n{expected}");
    }
    let folds = LabelledOptions { fold: ColumnChoice::Named("fold".to_owned()), ..default };
    for (table, expected) in [
        ("text,label\nx,a\n", "a.csv, column `fold`: is not there"),
        ("text,label,fold\nx,a,first\n", "a.csv, record 1 (line 2), column `fold`: `first` is not a fold"),
        ("text,label,fold\nx,a,3\ny,b,3\n", "a.csv, column `fold`: has one fold only"),
    ] {
        let found = message(table, &folds);
        assert!(found.starts_with(expected), "{found}\n{expected}");
    }
}

#[test]
fn one_column_cannot_do_two_jobs() {
    let options = LabelledOptions {
        labels: vec!["stance".to_owned()],
        group: ColumnChoice::Named("stance".to_owned()),
        ..LabelledOptions::default()
    };
    let error = read(TABLE, &options).unwrap_err();
    assert_eq!(error.class() as i32, 2);
    assert!(error.to_string().starts_with("group: column `stance`"), "{error}");
}

#[test]
fn one_class_is_enough_to_score() {
    let options = LabelledOptions { purpose: Purpose::Score, ..LabelledOptions::default() };
    assert_eq!(read("text,label\nx,a\n", &options).unwrap().heads[0].classes, ["a"]);
    assert!(message("text,label\nx,\n", &options).contains("no label at all"));
}

#[test]
fn files_with_the_same_columns_are_one_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("a.csv"), "text,label,group\nx,b,g\n").unwrap();
    std::fs::write(
        path("b.jsonl"),
        "{\"label\": 1, \"group\": \"g\", \"text\": \"y\"}\n{\"label\": null, \"text\": \"z\"}\n",
    )
    .unwrap();
    std::fs::write(path("c.csv"), "text,label\nx,b\n").unwrap();
    std::fs::write(path("d.csv"), "text,label,group,more\nx,b,g,m\n").unwrap();
    let options = LabelledOptions::default();
    let rows = read_all(&[path("a.csv"), path("b.jsonl")], Faults::Stop, &options).unwrap();
    assert_eq!(rows.texts, ["x", "y", "z"]);
    assert_eq!(rows.heads[0].classes, ["1", "b"]);
    assert_eq!(rows.heads[0].labels, [Some(1), Some(0), None]);
    assert_eq!(rows.groups.as_ref().unwrap().ids, [0, 0, 1]);
    assert!(rows.place(2).to_string().ends_with("b.jsonl, record 2 (line 2)"));
    for (first, other) in [("a.csv", "c.csv"), ("c.csv", "a.csv")] {
        let error = read_all(&[path(first), path(other)], Faults::Stop, &options).unwrap_err();
        assert_eq!(error.class() as i32, 3);
        let message = error.to_string();
        assert!(message.contains(&format!("{other}, column `group`")), "{message}");
        assert!(message.contains("ignore-column"), "{message}");
    }
    let error = read_all(&[path("none.csv")], Faults::Stop, &options).unwrap_err();
    assert_eq!(error.class() as i32, 1);
    assert!(read_all::<&str>(&[], Faults::Stop, &options).is_err());
}

#[test]
fn further_columns_may_differ_and_are_empty_where_they_lack() {
    let mut builder = LabelledBuilder::new(LabelledOptions::default());
    let mut add = |table: &str, file: &str| {
        builder.add(RowReader::new(table.as_bytes(), Format::Csv, file, Faults::Stop).unwrap(), Faults::Stop)
    };
    add("text,label,source\nx,a,s\n", "a.csv").unwrap();
    // A faulty table leaves neither rows nor columns behind.
    add("text,label,lost\ny,b,l\nz,unsure,l\n", "b.csv").unwrap_err();
    add("more,label,text\nm,b,y\n", "c.csv").unwrap();
    add("text,label\nz,a\n", "d.csv").unwrap();
    let rows = builder.finish().unwrap();
    assert_eq!(rows.texts, ["x", "y", "z"]);
    assert_eq!(rows.extra.header.names(), ["source", "more"]);
    assert_eq!(rows.extra.columns, [["s", "", ""], ["", "m", ""]]);
}

#[test]
fn json_labels_that_only_later_objects_have_are_not_lost_unsaid() {
    let json = "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\",\"label\":\"y\",\"stance\":\"z\"}\n";
    let read = |json: &str| {
        read_labelled(json.as_bytes(), Format::Jsonl, "f", Faults::Stop, &LabelledOptions::default())
            .unwrap_err()
            .to_string()
    };
    assert!(read(json).starts_with("f, record 2 (line 2), column `stance`: is a key"));
    assert!(
        read("{\"text\":[\"a\"],\"label\":\"x\"}")
            .starts_with("f, record 1 (line 1), column `text`: holds a JSON array")
    );
}

#[test]
fn rows_left_out_leave_no_class_behind() {
    let table = "text,label,weight\na,x,1\nb,y,1\nc,z,-1\nd\n";
    let rows =
        read_labelled(table.as_bytes(), Format::Csv, "f", Faults::SkipAndCount, &LabelledOptions::default()).unwrap();
    assert_eq!((rows.len(), rows.skipped), (2, 2));
    assert_eq!(rows.heads[0].classes, ["x", "y"]);
}
