//! Weights of the speaker's confidence. Written by `cargo run --example fit_speaker_confidence`.

/// One for each value of [`EVIDENCE`](super::confidence::EVIDENCE).
pub(crate) const WEIGHTS: [f32; 31] = [
    1.53,  // bias
    0.31,  // after
    0.36,  // before
    0.67,  // clause
    -0.03, // final
    0.46,  // according
    -0.72, // noun
    -1.13, // subject
    0.20,  // inherited
    -0.12, // header
    -0.22, // pronoun
    -1.79, // pronoun without a person
    0.36,  // plain verb
    -0.32, // verb that judges
    -0.45, // fragment
    1.00,  // name
    0.35,  // description
    -1.13, // odd mention
    -0.20, // long mention
    -0.25, // words between verb and quotation
    -0.52, // words between mention and verb
    -0.74, // names between mention and quotation
    -0.11, // fragment after a bare subject
    -0.67, // unclosed or continued
    -0.35, // not English
    -1.01, // not English, inherited
    0.66,  // Romance language
    -0.85, // Romance language, pronoun
    1.34,  // name behind a pronoun
    0.38,  // name behind a description
    0.96,  // inherited, with a verb
];
