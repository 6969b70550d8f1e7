//! Which encoding an input is said to have. Other encodings than UTF-8 need the feature `encodings`.

use std::str::FromStr;

/// How the bytes of an input become text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Encoding(pub(super) Choice);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Choice {
    #[default]
    Declared,
    #[cfg(feature = "encodings")]
    Auto,
    #[cfg(feature = "encodings")]
    Named(&'static encoding_rs::Encoding),
}

impl Encoding {
    /// UTF-8, unless a byte-order mark or a declaration in HTML says otherwise.
    pub const DECLARED: Self = Self(Choice::Declared);
    /// As declared, and otherwise what the bytes look like.
    #[cfg(feature = "encodings")]
    pub const AUTO: Self = Self(Choice::Auto);
}

impl FromStr for Encoding {
    type Err = String;

    /// `auto`, or a name of the WHATWG Encoding Standard in any letter case, such as `windows-1252` or `utf-16le`.
    fn from_str(name: &str) -> std::result::Result<Self, String> {
        #[cfg(feature = "encodings")]
        {
            if name.eq_ignore_ascii_case("auto") {
                return Ok(Self::AUTO);
            }
            let known = encoding_rs::Encoding::for_label_no_replacement(name.as_bytes());
            if let Some(known) = known {
                return Ok(Self(Choice::Named(known)));
            }
        }
        let known = "utf-8, windows-1252, iso-8859-2, utf-16le, shift_jis, gb18030 or another name of the WHATWG \
                     Encoding Standard";
        Err(format!("`{name}` is not the name of an encoding; use auto, {known}"))
    }
}
