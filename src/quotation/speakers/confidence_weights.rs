//! Weights of the speaker's confidence. Written by `cargo run --example fit_speaker_confidence`.

/// One for each value of [`EVIDENCE`](super::confidence::EVIDENCE).
pub(crate) const WEIGHTS: [f32; 26] = [
    1.89,  // bias
    0.53,  // after
    0.21,  // before
    0.54,  // clause
    -0.23, // final
    0.34,  // according
    -0.32, // noun
    -1.22, // subject
    0.31,  // inherited
    -0.17, // header
    0.43,  // pronoun
    -1.40, // pronoun without a person
    0.57,  // plain verb
    -0.32, // verb that judges
    -0.43, // fragment
    0.67,  // name
    0.19,  // description
    -1.29, // odd mention
    -0.22, // long mention
    -0.19, // words between verb and quotation
    -0.71, // words between mention and verb
    -0.64, // names between mention and quotation
    -0.34, // fragment after a bare subject
    -1.12, // unclosed or continued
    -0.42, // not English
    -1.34, // not English, inherited
];
