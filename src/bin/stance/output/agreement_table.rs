//! Agreement of coders for people.

use stance::coding::{Estimate, HeadAgreement};
use stance::error::{counted, excerpt, listed};

use super::text::{cells, number, table};

/// All label columns: overall, by class, and by pair of coders where there are more than two.
pub(crate) fn text<'a>(heads: impl Iterator<Item = (&'a str, &'a HeadAgreement)>) -> String {
    heads.map(|(name, found)| head(name, found)).collect()
}

fn head(name: &str, found: &HeadAgreement) -> String {
    let coders = listed(found.coders.iter().map(|coder| excerpt(coder)));
    let mut out = format!(
        "{}: {} with labels of two coders or more, of {} (coders: {coders})\n",
        excerpt(name),
        counted(found.shared, "row"),
        found.rows
    );
    let mut overall = table(["measure", "value", "95 % interval"]);
    let measures = [
        ("observed agreement", Some(found.observed)),
        ("Krippendorff's alpha, nominal", Some(found.alpha)),
        ("Krippendorff's alpha, ordinal", found.alpha_ordinal),
        ("Cohen's kappa", found.cohen_kappa),
        ("Fleiss' kappa", Some(found.fleiss_kappa)),
    ];
    for (measure, estimate) in measures {
        if let Some(estimate) = estimate {
            overall.add_row([measure.to_owned(), number(estimate.value), interval(&estimate)]);
        }
    }
    out.push_str(&format!("{overall}\n"));
    let mut classes = table(["class", "labels", "agreement on it", "alpha against all others", "95 % interval"]);
    for class in &found.classes {
        let alpha = &class.alpha;
        classes.add_row(cells([
            class.class.clone(),
            class.codes.to_string(),
            number(class.specific),
            number(alpha.value),
            interval(alpha),
        ]));
    }
    out.push_str(&format!("{classes}\n"));
    if found.coders.len() > 2 {
        let mut pairs = table(["coders", "shared rows", "observed agreement", "Cohen's kappa"]);
        for pair in &found.pairs {
            let agreement = &pair.agreement;
            let coders = pair.coders.join(", ");
            let (rows, observed) = (agreement.n.to_string(), number(agreement.observed));
            pairs.add_row(cells([coders, rows, observed, number(agreement.kappa)]));
        }
        out.push_str(&format!("{pairs}\n"));
    }
    out.push_str(&format!("{} in dispute\n\n", counted(found.disputed.len(), "row")));
    out
}

fn interval(estimate: &Estimate) -> String {
    estimate.interval.map_or_else(|| "–".to_owned(), |[low, high]| format!("{low:.3} – {high:.3}"))
}
