//! Weights of the speaker's confidence. Written by `STANCE_WRITE=1 cargo test --release --test speaker_confidence`.

use super::confidence::EVIDENCE;

/// One for each value of [`EVIDENCE`].
pub(super) const WEIGHTS: [f32; EVIDENCE.len()] = [
    2.43, // bias
    0.40, // after
    0.43, // before
    0.62, // clause
    0.00, // final
    0.18, // according
    0.36, // noun
    -2.29, // subject
    0.01, // inherited
    0.27, // header
    -0.53, // pronoun
    -1.17, // pronoun without a person
    0.17, // plain verb
    -0.09, // verb that judges
    -0.02, // fragment
    1.06, // name
    0.04, // description
    -0.57, // odd mention
    -0.13, // long mention
    0.31, // words between verb and quotation
    -1.61, // words between mention and verb
    -1.40, // names between mention and quotation
];
