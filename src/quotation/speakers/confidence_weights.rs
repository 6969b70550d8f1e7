//! Weights of the speaker's confidence. Written by `cargo run --release --example fit_speaker_confidence`.

/// One for each value of [`EVIDENCE`](super::confidence::EVIDENCE).
pub(crate) const WEIGHTS: [f32; 22] = [
    1.87,  // bias
    0.38,  // after
    -0.05, // before
    -0.12, // clause
    0.00,  // final
    0.22,  // according
    0.17,  // noun
    -1.07, // subject
    0.23,  // inherited
    0.24,  // header
    -0.25, // pronoun
    -1.60, // pronoun without a person
    0.58,  // plain verb
    -0.29, // verb that judges
    0.42,  // fragment
    0.80,  // name
    -0.39, // description
    -0.16, // odd mention
    -0.07, // long mention
    -0.36, // words between verb and quotation
    -0.68, // words between mention and verb
    -0.80, // names between mention and quotation
];
