use super::*;
use crate::corpus::{Faults, Format, Labelled, LabelledOptions, Purpose, read_labelled};

/// Labelled rows of CSV text.
pub(super) fn labelled(csv: &str) -> Labelled {
    let options = LabelledOptions { purpose: Purpose::Score, ..LabelledOptions::default() };
    read_labelled(csv.as_bytes(), Format::Csv, "a.csv", Faults::Stop, &options).unwrap()
}

fn audited(csv: &str, against: Option<&str>) -> Audit {
    let other = against.map(labelled);
    audit(&labelled(csv), other.as_ref(), &AuditOptions::default()).unwrap()
}

const LONG: &str = "the limits on chips must stay in force until the allies agree";
const LIKE: &str = "the limits on chips must stay in place until the allies agree";
const OTHER: &str = "we lose every customer that this careless rule drives into foreign arms";

#[test]
fn duplicates_near_duplicates_leaks_and_conflicts_are_separate() {
    let csv = format!("id,text,stance,group\n1,{LONG},s,a\n2,{OTHER},o,a\n3,{LIKE},s,b\n4,\"{LONG}!\",o,a\n");
    let found = audited(&csv, None).overlaps;
    let pairs = |list: &[Match]| {
        let ids = |m: &Match| (m.row.id.clone().unwrap(), m.of.id.clone().unwrap());
        list.iter().map(ids).map(|(a, b)| format!("{a}~{b}")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(pairs(&found.duplicates), "4~1");
    assert_eq!(pairs(&found.near_duplicates), "3~1");
    assert_eq!(pairs(&found.group_leaks), "3~1 4~3");
    assert!(found.leaks.is_empty() && found.complete);
    let [conflict] = found.conflicts.as_slice() else { panic!("{:?}", found.conflicts) };
    assert_eq!((conflict.label.as_str(), conflict.of_label.as_str(), conflict.similarity), ("o", "s", 1.0));
}

#[test]
fn leaks_between_splits_are_rows_and_groups_with_labels_by_name() {
    // Class ids differ between the splits: `o` and `s` against `s` alone.
    let csv = format!("text,stance,group\n{LONG},s,a\n{OTHER},o,b\n");
    let other = format!("text,stance,group\nnothing of this kind at all,s,c\n{LIKE},s,b\n");
    let found = audited(&csv, Some(&other));
    assert_eq!(found.overlaps.leaks.len(), 1);
    assert_eq!((found.overlaps.leaks[0].row.record, found.overlaps.leaks[0].of.record), (1, 2));
    assert_eq!(found.overlaps.shared_groups, ["b"]);
    assert!(found.overlaps.conflicts.is_empty() && found.overlaps.duplicates.is_empty());
    let flipped = other.replace(",s,b", ",n,b");
    assert_eq!(audited(&csv, Some(&flipped)).overlaps.conflicts[0].of_label, "n");
}

#[test]
fn copies_within_the_other_split_are_ignored() {
    let other = format!("text,stance\n{LIKE},s\n{LIKE},o\n");
    let found = audited(&format!("text,stance\n{OTHER},s\n"), Some(&other)).overlaps;
    assert_eq!(found, Overlaps { threshold: 0.6, complete: true, ..Overlaps::default() });
}

#[test]
fn equal_texts_for_different_targets_do_not_conflict() {
    let csv = format!("text,stance,target\n{LONG},s,x\n{LONG},o,y\n{LONG},o,x\n");
    let found = audited(&csv, None).overlaps;
    assert_eq!((found.duplicates.len(), found.conflicts.len()), (1, 1));
    assert_eq!(found.conflicts[0].of.record, 1);
}

/// Eighty rows whose sentiment determines the stance, and one wrong label.
fn telling() -> String {
    let mut csv = "text,stance,sentiment,group\n".to_owned();
    for k in 0..80 {
        let against = k % 2 == 0;
        let text = if against { "lift the costly ban" } else { "keep the vital limits" };
        let label = if against != (k == 30) { "oppose" } else { "support" };
        let tone = if against { "negative" } else { "positive" };
        csv.push_str(&format!("{text} of the year {k},{label},{tone},g{}\n", k / 10));
    }
    csv
}

#[test]
fn a_wrong_label_is_suspected_and_a_head_that_predicts_another_is_a_shortcut() {
    let found = audited(&telling(), None);
    let checks = &found.models.as_ref().unwrap().heads["stance"];
    assert_eq!(checks.doubts.rows[0].row.record, 31);
    assert_eq!(checks.doubts.rows[0].suggested, "oppose");
    let of = |view: &str| checks.views.iter().find(|v| v.view == view).unwrap();
    assert!(of("sentiment").share_of_words.unwrap() > 0.95);
    assert!(of("names").share_of_words.unwrap() < 0.2 && of(MAJORITY).kappa.unwrap() < 0.1);
    assert!(of(WORDS).macro_f1.unwrap() > 0.95);
    let gates = Gates::default().check(&found);
    let failed: Vec<&str> = gates.iter().filter(|g| !g.passed).map(|g| g.gate).collect();
    assert_eq!(failed, ["near-duplicates", "conflicts", "group-leaks", "association"]);
}

#[test]
fn results_do_not_depend_on_threads() {
    let data = labelled(&telling());
    let run = |threads| audit(&data, None, &AuditOptions { threads, ..AuditOptions::default() }).unwrap();
    assert_eq!(run(1), run(2));
}

#[test]
fn without_enough_groups_there_are_no_models_and_the_reason_is_given() {
    let found = audited("text,stance,group\na b,s,g\nc d,o,g\n", None);
    assert!(found.models.is_none());
    assert!(found.no_models.unwrap().contains("2 groups"));
    assert!(Gates::default().check(&audited("text,stance,group\na b,s,g\nc d,o,g\n", None)).iter().all(|g| g.passed));
}

#[test]
fn options_out_of_range_and_missing_columns_are_named() {
    let data = labelled("text,stance\na,s\nb,o\n");
    let message = |options: AuditOptions| audit(&data, None, &options).unwrap_err().to_string();
    assert!(message(AuditOptions { near: 0.0, ..AuditOptions::default() }).starts_with("near: 0"));
    assert!(message(AuditOptions { max_lean: 1.5, ..AuditOptions::default() }).starts_with("max-lean: 1.5"));
    let named = AuditOptions { confounds: Some(vec!["outlet".to_owned()]), ..AuditOptions::default() };
    assert!(message(named).contains("column `outlet`: is not there"));
}

#[test]
fn the_smallest_cell_decides_its_gate() {
    let found = audited(&telling(), None);
    let gates = Gates { min_cell: Some(10), ..Gates::default() }.check(&found);
    let cell = gates.iter().find(|g| g.gate == "min-cell").unwrap();
    assert_eq!((cell.at.as_str(), cell.found, cell.passed), ("oppose × positive", 0.0, false));
}
