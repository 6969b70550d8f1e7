//! The weights of a model as the mean of a prior.

use crate::Result;
use crate::learn::Weights;
use crate::model::Head;

/// The weights of a model in the columns of the solver: the inverse of what is stored of a fit. `columns` holds for each
/// stored column its place among `width` columns. Targets' own copies hold all of the weights, and the
/// shared copy holds zeros.
pub(super) fn solver_weights(head: &Head, columns: &[u32], width: usize) -> Result<Weights> {
    let (outputs, n_targets) = (head.n_outputs(), head.targets.len());
    let all = if n_targets == 0 { width } else { width * (n_targets + 1) + n_targets };
    let mut coefficients = vec![0.0; outputs * all];
    let mut intercepts = vec![0.0; outputs];
    let mut put = |output: usize, column: usize, weight: f64| {
        if let Some(slot) = coefficients.get_mut(output * all + column) {
            *slot = weight;
        }
    };
    for (target, weights) in head.weights.iter().enumerate() {
        let first = if n_targets == 0 { 0 } else { width * (1 + target) };
        for (output, own) in weights.coefficients.chunks_exact(columns.len().max(1)).enumerate() {
            own.iter().zip(columns).for_each(|(w, column)| put(output, first + *column as usize, f64::from(*w)));
        }
        match n_targets {
            0 => intercepts.clone_from(&weights.intercepts),
            n => {
                let biases = weights.intercepts.iter().enumerate();
                biases.for_each(|(output, b)| put(output, width * (n + 1) + target, *b));
            }
        }
    }
    Weights::new(head.classes.len(), all, coefficients, intercepts)
}
