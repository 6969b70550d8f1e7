//! Weights of the speaker's confidence. Written by `cargo run --example fit_speaker_confidence`.

/// One for each value of [`EVIDENCE`](super::confidence::EVIDENCE).
pub(crate) const WEIGHTS: [f32; 35] = [
    1.78,  // bias
    0.43,  // after
    0.29,  // before
    0.61,  // clause
    -0.25, // final
    0.45,  // according
    -0.75, // noun
    -1.20, // subject
    0.47,  // inherited
    -0.04, // header
    -0.08, // pronoun
    -0.92, // pronoun without a person
    0.85,  // plain verb
    -0.22, // verb that judges
    -0.43, // fragment
    0.63,  // name
    0.47,  // description
    -1.02, // odd mention
    -0.29, // long mention
    -0.28, // words between verb and quotation
    -0.61, // words between mention and verb
    -0.76, // names between mention and quotation
    -0.11, // fragment after a bare subject
    -0.52, // unclosed or continued
    -0.34, // not English
    -1.36, // not English, inherited
    0.29,  // Romance language
    -0.18, // Romance language, pronoun
    0.93,  // name behind a pronoun
    -0.15, // name behind a description
    0.60,  // inherited, with a verb
    1.09,  // pronoun and verb right after the words
    0.63,  // inherited pronoun
    -0.26, // Romance language, inherited
    0.68,  // Romance language, subject
];
