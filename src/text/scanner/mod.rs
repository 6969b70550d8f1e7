//! A tokenizer for plain text that classifies 64 bytes at a time and finds the same tokens as
//! [`tokens`](super::tokens).

mod boundaries;
mod byte_classes;
mod raw_token;
mod scanner;

pub(crate) use raw_token::RawToken;
pub(crate) use scanner::Scanner;
