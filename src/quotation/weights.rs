//! Weights of the speaker's confidence. Written by `STANCE_WRITE=1 cargo test --release --test speaker_confidence`.

use super::confidence::EVIDENCE;

/// One for each value of [`EVIDENCE`].
pub(super) const WEIGHTS: [f32; EVIDENCE.len()] = [
    2.66,  // bias
    0.61,  // after
    -0.27, // before
    0.14,  // clause
    0.00,  // final
    0.06,  // according
    0.13,  // noun
    -0.94, // subject
    0.14,  // inherited
    0.14,  // header
    -0.44, // pronoun
    -1.14, // pronoun without a person
    0.39,  // plain verb
    -0.35, // verb that judges
    -0.01, // fragment
    0.72,  // name
    -0.01, // description
    -0.28, // odd mention
    -0.06, // long mention
    0.18,  // words between verb and quotation
    -0.84, // words between mention and verb
    -0.47, // names between mention and quotation
];
