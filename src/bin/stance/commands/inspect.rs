//! `stance inspect`: a model's labels, settings, origin and strongest terms.

use stance::Result;
use stance::features::Vocabulary;
use stance::model::{Head, Model};

use super::outcome::Outcome;
use crate::flags::InspectArgs;
use crate::input::model;
use crate::output::text::{cannot_write, print};

pub(crate) fn run(args: &InspectArgs) -> Result<Outcome> {
    // Loading verifies the digest and every part.
    let model = model::load(args.model.as_deref())?;
    print(&describe(&model, args.terms).map_err(cannot_write)?)?;
    Ok(Outcome::Done)
}

fn describe(model: &Model, terms: usize) -> serde_json::Result<String> {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line("digest     verified".to_owned());
    line(format!("program    {}", model.provenance.program));
    line(format!("stemmer    {}", model.provenance.stemmer));
    for data in &model.provenance.data {
        line(format!("data       sha256 {} ({} rows)", data.sha256, data.rows));
    }
    line(format!("options    {}", serde_json::to_string(&model.provenance.options)?));
    line(format!("terms      {}", model.vocabulary.len()));
    for head in &model.heads {
        line(String::new());
        line(format!("{}: {}", head.name, head.classes.join(", ")));
        if !head.targets.is_empty() {
            line(format!("  targets      {}", head.targets.join(", ")));
        }
        line(format!("  penalty      {}", head.penalty));
        line(format!("  calibration  {}", serde_json::to_string(&head.calibration)?));
        for (k, class) in head.classes.iter().enumerate() {
            line(format!("  {class:<12} {}", strongest(model, head, k, terms).join(", ")));
        }
    }
    Ok(out)
}

/// The word n-grams with the largest coefficients for a class, over all targets summed.
fn strongest(model: &Model, head: &Head, class: usize, terms: usize) -> Vec<String> {
    let columns = model.vocabulary.len();
    let (row, sign) = if head.n_outputs() == 1 { (0, if class == 1 { 1.0 } else { -1.0 }) } else { (class, 1.0) };
    let of = |column: usize| -> f32 {
        head.weights.iter().filter_map(|w| w.coefficients.get(row * columns + column)).sum::<f32>() * sign
    };
    let words = model
        .vocabulary
        .iter()
        .enumerate()
        .filter(|(_, key)| !matches!(Vocabulary::kind(key), stance::features::FeatureKind::Chars));
    let mut scored: Vec<(f32, &str)> = words.map(|(column, key)| (of(column), key)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.into_iter().take(terms).map(|(weight, key)| format!("{key} {weight:.2}")).collect()
}
