use super::*;
use crate::corpus::{Faults, Format, RowReader};
use crate::estimate::{CodedSample, Columns, Labels, Over, SampleColumns, StatementsBuilder, read_sample};

/// Reads rows, with a coded sample if there is one.
fn read(csv: &str, sample: Option<&str>, columns: Columns) -> Result<(Statements, Option<SampleCounts>)> {
    let mut coded = CodedSample::default();
    if let Some(csv) = sample {
        let rows = RowReader::new(csv.as_bytes(), Format::Csv, "coded.csv", Faults::Stop)?;
        read_sample(&mut coded, rows, &SampleColumns { text: "text".into(), ..SampleColumns::default() })?;
    }
    let mut builder = StatementsBuilder::new(columns, sample.is_some().then_some(&coded));
    builder.add(RowReader::new(csv.as_bytes(), Format::Csv, "rows.csv", Faults::Stop)?, &mut |_| None)?;
    builder.finish()
}

const HEADER: &str = "id,file,text,speaker_name,date,predicted_stance,predicted_stance_probability\n";

/// Two hundred statements in forty documents of two months; every fifth label is wrong. Returns the rows and their true
/// classes.
fn corpus() -> (String, Vec<&'static str>) {
    let mut csv = HEADER.to_owned();
    let mut truths = Vec::new();
    for n in 0..200 {
        let truth = if (n / 5 + n % 3) % 2 == 0 { "support" } else { "oppose" };
        let wrong = if truth == "support" { "oppose" } else { "support" };
        let label = if n % 5 == 4 { wrong } else { truth };
        let month = 1 + n / 100;
        let speaker = ["Ada Nowak", "Bo Lind"][n % 2];
        csv.push_str(&format!(
            "{n},d{}.txt,Statement number {n} of the corpus,{speaker},2026-0{month}-03,{label},0.9\n",
            n / 5
        ));
        truths.push(truth);
    }
    (csv, truths)
}

/// A sample of every fourth row.
fn sample(truths: &[&str]) -> String {
    let rows = truths.iter().enumerate().step_by(4);
    let rows: String = rows.map(|(n, truth)| format!("{n},{truth},0.25,random\n")).collect();
    format!("id,stance,inclusion_probability,sampled\n{rows}")
}

fn options() -> SummaryOptions {
    SummaryOptions { min_cell: 1, ..SummaryOptions::default() }
}

#[test]
fn shares_are_counted_by_group_and_period() {
    let columns = Columns { by: vec!["speaker_name".into()], over: Some(Over::Month), ..Columns::default() };
    let (statements, counts) = read(&corpus().0, None, columns).unwrap();
    let found = summarize(&statements, counts, &options()).unwrap();
    assert_eq!((found.total.statements, found.total.documents, found.total.speakers), (200, 40, 2));
    let names: Vec<(&str, Option<&str>)> =
        found.cells.iter().map(|cell| (cell.by[0].as_str(), cell.period.as_deref())).collect();
    let expected = [("Ada Nowak", "2026-01"), ("Ada Nowak", "2026-02"), ("Bo Lind", "2026-01"), ("Bo Lind", "2026-02")];
    assert_eq!(names, expected.map(|(name, period)| (name, Some(period))));
    assert!(found.cells.iter().all(|cell| cell.statements == 50));
    let sum: f64 = found.cells[0].shares.iter().map(|share| share.naive).sum();
    assert!((sum - 1.0).abs() < 1e-12);
    assert!(found.total.shares.iter().all(|share| share.corrected.is_none()) && found.notes()[0].contains("naive"));
}

#[test]
fn unsure_labels_are_counted_and_small_cells_held_back() {
    let rows = "a.txt,We reject the rule as a whole,A,oppose,0.9\na.txt,We support the rule as a whole,A,support,0.9\n\
                b.txt,We may see about the rule,B,unsure,0.4\n";
    let csv = format!("file,text,speaker_name,predicted_stance,predicted_stance_probability\n{rows}");
    let columns = Columns { by: vec!["speaker_name".into()], ..Columns::default() };
    let (statements, _) = read(&csv, None, columns).unwrap();
    let found = summarize(&statements, None, &SummaryOptions { min_cell: 2, ..options() }).unwrap();
    assert_eq!((found.total.unsure, found.held_back, found.held_back_statements, found.cells.len()), (1, 1, 1, 1));
    assert_eq!(found.total.position.unwrap().naive, Some(0.0));
}

#[test]
fn copies_are_counted_once_unless_they_are_kept() {
    let rows = "a.txt,\"We reject the rule, all of it.\",A,oppose,0.9\nb.txt,We reject the rule all of it,A,oppose,0.9\n\
                b.txt,We reject the rule all of it,B,oppose,0.9\nc.txt,,,,\n";
    let csv = format!("file,text,speaker_name,predicted_stance,predicted_stance_probability\n{rows}");
    let (once, _) = read(&csv, None, Columns::default()).unwrap();
    assert_eq!((once.len(), once.counts.copies, once.counts.without_text, once.counts.documents), (2, 1, 1, 3));
    let (all, _) = read(&csv, None, Columns { keep_copies: true, ..Columns::default() }).unwrap();
    assert_eq!(all.len(), 3);
}

#[test]
fn a_coded_sample_moves_shares_towards_the_truth() {
    let (csv, truths) = corpus();
    let (statements, counts) = read(&csv, Some(&sample(&truths)), Columns::default()).unwrap();
    let found = summarize(&statements, counts, &options()).unwrap();
    assert_eq!(found.sample.as_ref().unwrap().used, 50);
    let shares: Vec<&Corrected> = found.total.shares.iter().map(|share| share.corrected.as_ref().unwrap()).collect();
    assert!((shares.iter().map(|own| own.value).sum::<f64>() - 1.0).abs() < 1e-9);
    let truth = truths.iter().filter(|class| **class == "support").count() as f64 / 200.0;
    let [low, high] = shares[1].interval.unwrap();
    assert!(low <= truth && truth <= high, "{truth} is not within {low} and {high}");
    assert!(found.total.code_more.unwrap() > 0);
}

#[test]
fn samples_that_say_nothing_are_refused_by_name() {
    let (csv, truths) = corpus();
    let good = sample(&truths);
    let cases = [
        (good.replace(",inclusion_probability", ",p"), "inclusion_probability"),
        (good.replace(",0.25,", ",,"), "not a probability"),
        (good.replace(",0.25,", ",1.5,"), "not a probability"),
        (good.replace("id,", "number,"), "none of the columns"),
        (good.replace(",0.25,", "x,0.25,").replace("\n", "\nx").trim_end_matches('x').to_owned(), "none of its"),
        (good.replace(",support,", ",,").replace(",oppose,", ",,"), "has a code"),
        (
            good.replace("sampled", "stratum")
                .replacen(",random", ",late", 2)
                .replacen("0,support,0.25,late", "0,,0.25,late", 1)
                .replacen("4,oppose,0.25,late", "4,,0.25,late", 1),
            "`late` (2 rows drawn)",
        ),
        (format!("{good}0,support,0.25,random\n"), "again"),
    ];
    for (sample, wanted) in cases {
        let found = read(&csv, Some(&sample), Columns::default()).map(|_| ()).unwrap_err();
        assert!(found.to_string().contains(wanted), "`{wanted}` is not in: {found}");
    }
}

#[test]
fn what_is_left_out_of_a_sample_is_counted_and_named() {
    let (csv, truths) = corpus();
    let sample = sample(&truths).replacen("0,support", "x9,support", 1).replacen("0.25,random", "0.25,chosen", 3);
    let (statements, counts) = read(&csv, Some(&sample), Columns::default()).unwrap();
    let found = counts.as_ref().unwrap();
    assert_eq!((found.chosen, found.used + found.not_found), (3, 47));
    let notes = summarize(&statements, counts, &options()).unwrap().notes().join("\n");
    assert!(notes.contains("3 rows of the sample were chosen"), "{notes}");
}

#[test]
fn a_statement_with_copies_is_represented_once_however_many_of_them_are_drawn() {
    let (csv, truths) = corpus();
    // Every statement of the first document is printed in three more, and drawn each time.
    let more: String = (0..15)
        .map(|n| {
            let row = csv.lines().nth(1 + n % 5).unwrap();
            format!("c{n},{}\n", row.split_once(',').unwrap().1)
        })
        .collect();
    let drawn: String = (0..15).map(|n| format!("c{n},{},0.25,random\n", truths[n % 5])).collect();
    let sample = sample(&truths) + &drawn;
    let (statements, counts) = read(&(csv + &more), Some(&sample), Columns::default()).unwrap();
    assert_eq!(statements.len(), 200);
    let of_copies: f64 = statements.coded.iter().filter(|row| row.row < 5).map(|row| row.weight).sum();
    // 17 drawn copies of five statements with four copies each: 17 · 4 / 4.
    assert!(counts.unwrap().copies_drawn && (of_copies - 17.0).abs() < 1e-9, "{of_copies}");
}

#[test]
fn before_and_after_a_day_are_compared_with_an_interval() {
    let (csv, truths) = corpus();
    let columns = Columns { days: true, ..Columns::default() };
    let (statements, counts) = read(&csv, Some(&sample(&truths)), columns).unwrap();
    let options = SummaryOptions { before_after: crate::estimate::Date::new(2026, 2, 1), ..options() };
    let found = summarize(&statements, counts, &options).unwrap();
    let names: Vec<&str> = found.comparisons.iter().map(|own| own.what.as_str()).collect();
    assert_eq!(names, ["oppose", "support", "position"]);
    assert!(found.comparisons.iter().all(|own| own.interval.is_some_and(|[low, high]| low < high)));
}

#[test]
fn dates_that_cannot_be_read_are_counted_named_and_not_guessed() {
    let (csv, _) = corpus();
    let csv = csv.replacen("2026-01-03", "04/03/2026", 2).replacen("2026-01-03", "", 1);
    let columns = Columns { over: Some(Over::Month), ..Columns::default() };
    let (statements, _) = read(&csv, None, columns).unwrap();
    let counts = &statements.counts;
    assert_eq!((counts.unreadable_dates, counts.without_date), (2, 1));
    assert!(counts.unreadable_examples[0].contains("04/03/2026") && counts.unreadable_examples[0].contains("record 1"));
    let columns = Columns { labels: Labels::Column("predicted_stance".into()), ..Columns::default() };
    assert!(read(&csv, None, columns).is_ok());
}

#[test]
fn classes_without_positions_have_no_mean() {
    let classes = ["left".to_owned(), "right".to_owned()];
    assert!(positions(&classes).is_empty());
    assert_eq!(positions(&["Against".to_owned(), "FAVOR".to_owned()]).len(), 2);
}
