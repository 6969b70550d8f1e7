use super::*;

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

fn some(ids: &[u32]) -> Vec<Option<u32>> {
    ids.iter().copied().map(Some).collect()
}

fn plain<'a>(classes: &'a [String], truth: &'a [u32], predicted: &'a [Option<u32>]) -> Predictions<'a> {
    Predictions { classes, truth, predicted, probabilities: None, clusters: None }
}

fn close(a: Option<f64>, b: f64) {
    assert!((a.unwrap() - b).abs() < 1e-12, "{a:?} is not {b}");
}

#[test]
fn scores_are_what_a_hand_gets() {
    let classes = names(&["neutral", "Oppose", "SUPPORT"]);
    let truth = [0, 0, 0, 1, 1, 1, 1, 2, 2, 2];
    let predicted = some(&[0, 1, 1, 1, 1, 0, 2, 2, 2, 1]);
    let scores = score(&plain(&classes, &truth, &predicted), Bootstrap::Off).unwrap();
    assert_eq!((scores.n, scores.accuracy), (10, Some(0.5)));
    let oppose = scores.per_class["Oppose"];
    assert_eq!((oppose.precision, oppose.recall, oppose.support), (Some(0.4), Some(0.5), 4));
    // F1: neutral 2/(2+3) = 0.4, oppose 4/(5+4), support 4/(3+3).
    close(scores.macro_f1, (0.4 + 4.0 / 9.0 + 4.0 / 6.0) / 3.0);
    close(scores.f_avg, (4.0 / 9.0 + 4.0 / 6.0) / 2.0);
    assert_eq!(scores.confusion["SUPPORT"]["Oppose"], 1);
    assert_eq!((scores.log_loss, scores.ece), (None, None));
    assert!(scores.intervals.is_empty());
}

#[test]
fn macro_f1_is_the_mean_of_f1_and_not_the_f1_of_means() {
    let classes = names(&["a", "b"]);
    let truth = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
    let predicted = some(&[0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
    let scores = score(&plain(&classes, &truth, &predicted), Bootstrap::Off).unwrap();
    // a: P 1, R 1/4, F1 0.4; b: P 1/4, R 1, F1 0.4. The F1 of mean P and mean R would be 0.625.
    close(scores.macro_f1, 0.4);
}

#[test]
fn undefined_scores_are_null_in_json() {
    let classes = names(&["against", "favor", "none"]);
    let (truth, predicted) = ([0, 1], some(&[0, 0]));
    let scores = score(&plain(&classes, &truth, &predicted), Bootstrap::default()).unwrap();
    let mut report = Report::default();
    report.heads.insert("stance".to_owned(), scores);
    let json = serde_json::to_value(&report).unwrap();
    let stance = &json["heads"]["stance"];
    let favor = &stance["per_class"]["favor"];
    assert!(favor["precision"].is_null());
    assert_eq!((favor["recall"].as_f64(), favor["f1"].as_f64()), (Some(0.0), Some(0.0)));
    let none = &stance["per_class"]["none"];
    assert!(none["recall"].is_null() && none["f1"].is_null());
    assert_eq!(none["support"], 0);
    for key in ["log_loss", "brier", "ece"] {
        assert!(stance[key].is_null() && stance["intervals"][key].is_null(), "{key}");
    }
    // "none" occurs nowhere and is left out of the mean: (2/3 + 0) / 2.
    close(stance["macro_f1"].as_f64(), 1.0 / 3.0);
    assert_eq!(stance["intervals"]["accuracy"].as_array().unwrap().len(), 2);
    let contract =
        ["n", "accuracy", "macro_f1", "f_avg", "per_class", "confusion", "log_loss", "brier", "ece", "intervals"];
    assert!(contract.iter().all(|key| stance.get(key).is_some()));
    assert_eq!(serde_json::from_value::<Report>(json.clone()).unwrap(), report);
}

#[test]
fn no_rows_no_scores() {
    let scores = score(&plain(&names(&["a", "b"]), &[], &[]), Bootstrap::default()).unwrap();
    assert_eq!((scores.accuracy, scores.macro_f1, scores.coverage), (None, None, None));
    assert!(scores.intervals.values().all(Option::is_none));
}

#[test]
fn unsure_is_missed_and_counted() {
    let classes = names(&["oppose", "support"]);
    let truth = [0, 0, 1, 1];
    let predicted = [Some(0), None, Some(1), Some(0)];
    let scores = score(&plain(&classes, &truth, &predicted), Bootstrap::Off).unwrap();
    assert_eq!((scores.unsure, scores.coverage), (1, Some(0.75)));
    assert_eq!(scores.accuracy, Some(0.5));
    close(scores.accuracy_decided, 2.0 / 3.0);
    let oppose = scores.per_class["oppose"];
    assert_eq!((oppose.precision, oppose.recall), (Some(0.5), Some(0.5)));
    assert_eq!(scores.confusion["oppose"]["unsure"], 1);
}

#[test]
fn f_avg_needs_both_opposed_classes() {
    for (classes, expected) in [
        (["Against", "FAVOR"], true),
        (["oppose", "Support"], true),
        (["favor", "oppose"], false),
        (["negative", "positive"], false),
    ] {
        let predicted = some(&[0, 1]);
        let scores = score(&plain(&names(&classes), &[0, 1], &predicted), Bootstrap::Off).unwrap();
        assert_eq!(scores.f_avg.is_some(), expected, "{classes:?}");
    }
}

#[test]
fn log_loss_and_brier_are_what_a_hand_gets() {
    let classes = names(&["a", "b"]);
    let predictions =
        Predictions { probabilities: Some(&[0.8, 0.2, 0.5, 0.5]), ..plain(&classes, &[0, 1], &[Some(0), Some(0)]) };
    close(log_loss(&predictions), -(0.8f64.ln() + 0.5f64.ln()) / 2.0);
    close(brier(&predictions), (0.04 + 0.04 + 0.25 + 0.25) / 2.0);
    let wrong = Predictions { probabilities: Some(&[1.0, 0.0, 1.0, 0.0]), ..predictions };
    close(log_loss(&wrong), -(1e-15f64.ln()) / 2.0);
}

#[test]
fn ece_is_what_a_hand_gets_and_does_not_know_row_order() {
    let classes = names(&["a", "b"]);
    // Ten rows sure at 0.9, six of them right; ten at 0.6, six right: gaps 0.3 and 0.
    let p: Vec<f64> = [[0.9, 0.1]; 10].into_iter().chain([[0.6, 0.4]; 10]).flatten().collect();
    let mut truth = vec![0, 0, 0, 0, 0, 0, 1, 1, 1, 1];
    truth.extend(truth.clone());
    let predicted = vec![Some(0); 20];
    let predictions = Predictions { probabilities: Some(&p), ..plain(&classes, &truth, &predicted) };
    close(ece(&predictions), 0.15);
    let table = reliability(&predictions, 15);
    assert_eq!(table.len(), 2);
    assert_eq!((table[0].rows, table[0].accuracy, table[0].low), (10, 0.6, 0.6));
    let turned: Vec<u32> = truth.iter().rev().copied().collect();
    let p_turned: Vec<f64> = p.chunks(2).rev().flatten().copied().collect();
    let predictions = Predictions { probabilities: Some(&p_turned), ..plain(&classes, &turned, &predicted) };
    close(ece(&predictions), 0.15);
}

#[test]
fn bins_have_equal_mass() {
    let classes = names(&["a", "b"]);
    let p: Vec<f64> = (0..100).flat_map(|i| [0.6 + 0.003 * f64::from(i), 0.4 - 0.003 * f64::from(i)]).collect();
    let (truth, predicted) = (vec![0; 100], vec![Some(0); 100]);
    let predictions = Predictions { probabilities: Some(&p), ..plain(&classes, &truth, &predicted) };
    let table = reliability(&predictions, 15);
    assert_eq!(table.len(), 15);
    assert!(table.iter().all(|bin| (6..=8).contains(&bin.rows)), "{table:?}");
    assert_eq!(table.iter().map(|bin| bin.rows).sum::<u64>(), 100);
}

#[test]
fn intervals_hold_the_score_and_are_as_wide_as_theory_says() {
    let classes = names(&["a", "b"]);
    let truth = vec![0; 400];
    let predicted: Vec<Option<u32>> = (0..400).map(|row| Some(u32::from(row % 4 == 0))).collect();
    let scores = score(&plain(&classes, &truth, &predicted), Bootstrap::default()).unwrap();
    let [low, high] = scores.intervals["accuracy"].unwrap();
    // 0.75 ± 1.96 · √(0.75 · 0.25 / 400) = 0.75 ± 0.0424.
    assert!((low - 0.7076).abs() < 0.008 && (high - 0.7924).abs() < 0.008, "{low} {high}");
    let again = score(&plain(&classes, &truth, &predicted), Bootstrap::default()).unwrap();
    assert_eq!(scores, again);
}

#[test]
fn clusters_widen_intervals() {
    let classes = names(&["a", "b"]);
    let truth = vec![0; 400];
    let predicted: Vec<Option<u32>> = (0..400).map(|row| Some(u32::from(row / 20 % 4 == 0))).collect();
    let clusters: Vec<u32> = (0..400).map(|row| 7 * (row / 20)).collect();
    let rows = plain(&classes, &truth, &predicted);
    let grouped = Predictions { clusters: Some(&clusters), ..rows };
    let width = |p: &Predictions<'_>| {
        let [low, high] = score(p, Bootstrap::default()).unwrap().intervals["accuracy"].unwrap();
        high - low
    };
    assert!(width(&grouped) > 3.0 * width(&rows));
    let one = vec![5; 400];
    let single = Predictions { clusters: Some(&one), ..rows };
    assert_eq!(score(&single, Bootstrap::default()).unwrap().intervals["accuracy"], None);
}

#[test]
fn paired_differences_are_narrower_than_intervals_apart() {
    let classes = names(&["a", "b"]);
    let truth = vec![0; 300];
    let first: Vec<Option<u32>> = (0..300).map(|row| Some(u32::from(row % 3 == 0))).collect();
    let mut second = first.clone();
    for row in (0..300).step_by(15) {
        second[row] = Some(0);
    }
    let (a, b) = (plain(&classes, &truth, &first), plain(&classes, &truth, &second));
    let difference = paired(&a, &b, Bootstrap::default()).unwrap()["accuracy"];
    close(difference.difference, 20.0 / 300.0);
    let [low, high] = difference.interval.unwrap();
    assert!(low > 0.0 && high - low < 0.06, "{low} {high}");
    let same = paired(&a, &a, Bootstrap::default()).unwrap()["macro_f1"];
    assert_eq!((same.difference, same.interval), (Some(0.0), Some([0.0, 0.0])));
    assert_eq!(paired(&a, &b, Bootstrap::default()).unwrap()["ece"].interval, None);
    let other = plain(&classes, &truth[..9], &first[..9]);
    assert!(paired(&a, &other, Bootstrap::Off).is_err());
}

#[test]
fn slices_add_up_to_the_whole() {
    let classes = names(&["a", "b"]);
    let predicted = some(&[0, 1, 1, 0]);
    let predictions = Predictions {
        probabilities: Some(&[0.9, 0.1, 0.2, 0.8, 0.3, 0.7, 0.6, 0.4]),
        ..plain(&classes, &[0, 0, 1, 1], &predicted)
    };
    let slices = by_value(&["x", "", "x", "y"], &predictions, Bootstrap::Off).unwrap();
    assert_eq!(slices.keys().collect::<Vec<_>>(), ["", "x", "y"]);
    assert_eq!((slices["x"].n, slices["x"].accuracy), (2, Some(1.0)));
    close(slices["y"].log_loss, -(0.4f64.ln()));
    assert!(by_value(&["x"], &predictions, Bootstrap::Off).is_err());
}

#[test]
fn what_does_not_fit_is_named() {
    let classes = names(&["a", "b"]);
    let good = plain(&classes, &[0, 1], &[Some(0), Some(1)]);
    let cases: [(Predictions<'_>, &str); 6] = [
        (Predictions { truth: &[0], ..good }, "predicted: has 2 values, not 1"),
        (Predictions { truth: &[0, 2], ..good }, "truth: 2 is no class of 2"),
        (Predictions { predicted: &[Some(0), Some(9)], ..good }, "predicted: 9 is no class"),
        (Predictions { probabilities: Some(&[1.0]), ..good }, "probabilities: has 1 values, not 4"),
        (Predictions { probabilities: Some(&[0.5, f64::NAN, 1.0, 0.0]), ..good }, "between 0 and 1"),
        (Predictions { clusters: Some(&[]), ..good }, "clusters: has 0 values, not 2"),
    ];
    for (predictions, message) in cases {
        let error = score(&predictions, Bootstrap::Off).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}
