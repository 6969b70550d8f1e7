//! Weights of the speaker's confidence. Written by `cargo run --example fit_speaker_confidence`.

/// One for each value of [`EVIDENCE`](super::confidence::EVIDENCE).
pub(crate) const WEIGHTS: [f32; 35] = [
    1.80,  // bias
    0.44,  // after
    0.26,  // before
    0.64,  // clause
    -0.31, // final
    0.40,  // according
    -0.80, // noun
    -1.10, // subject
    0.51,  // inherited
    -0.04, // header
    0.08,  // pronoun
    -0.67, // pronoun without a person
    0.82,  // plain verb
    -0.28, // verb that judges
    -0.41, // fragment
    0.57,  // name
    0.41,  // description
    -1.07, // odd mention
    -0.24, // long mention
    -0.27, // words between verb and quotation
    -0.59, // words between mention and verb
    -0.83, // names between mention and quotation
    -0.25, // fragment after a bare subject
    -0.52, // unclosed or continued
    -0.20, // not English
    -1.44, // not English, inherited
    0.19,  // Romance language
    -0.29, // Romance language, pronoun
    0.74,  // name behind a pronoun
    -0.16, // name behind a description
    0.73,  // inherited, with a verb
    1.12,  // pronoun and verb right after the words
    0.50,  // inherited pronoun
    -0.19, // Romance language, inherited
    0.67,  // Romance language, subject
];
