//! Bytes → text. The first byte says how: even, the rest is the text; odd, the rest chooses among pieces of which articles
//! and traps for their readers are made.

use arbitrary::{Result, Unstructured};

/// Marks, spaces and words that are pieces of any text.
const COMMON: &[&str] = &[
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\u{a0}",
    ".",
    ",",
    "!",
    "?",
    ":",
    ";",
    "…",
    "-",
    " — ",
    "(",
    ")",
    "[",
    "]",
    "/",
    "'",
    "’",
    "`",
    "´",
    "\"",
    "“",
    "”",
    "‘",
    "„",
    "«",
    "»",
    "‹",
    "›",
    "「",
    "」",
    "the ",
    "not ",
    "can't ",
    "n’t",
    "isn’t ",
    "never ",
    "and ",
    "U.S. ",
    "A.I. ",
    "3.5",
    "4,800",
    "90%",
    "#LiftTheBan",
    "@port",
    "https://a.b/c",
    "🚢",
    "👩‍👩‍👧",
    "👍🏽",
    "🇩🇪",
    ":-)",
    "ü",
    "e\u{301}",
    "ﷺ",
    "規則を",
    "การควบคุม",
    "عليه",
    "\u{200b}",
    "\u{200d}",
    "\u{ad}",
    "\u{2060}",
    "\u{feff}",
    "\u{202e}",
    "\u{1b}[31m",
    "\0",
    "controls ",
    "ban ",
    "lift ",
    "keep ",
    "export ",
    "chips ",
    "against ",
    "support ",
    "İ",
    "ſ",
    "ǅ",
    "averyveryverylongword",
];

/// Pieces of articles.
const NEWS: &[&str] = &[
    "said ",
    "told ",
    "says ",
    "according to ",
    "that ",
    "who ",
    "she ",
    "he ",
    "they ",
    "Ada Nowak ",
    "Bo Lind ",
    "Mr. ",
    "Dr. ",
    "the ministry ",
    "a spokesman for ",
    "of ",
    "by ",
    "with ",
    "calling ",
    "puts it ",
    "because ",
    "would ",
    "is ",
    "what ",
    "statement ",
    "OSTERHAVEN (AP) — ",
    "Nowak: ",
    "Q: ",
    "A. ",
    "``",
    "''",
    "US' ",
    "'90s ",
    "6'2\" ",
    "sagte ",
    "erklärte ",
    "dass ",
    "laut ",
    "rulesThe ",
    "By Ada Nowak\n",
    "“We oppose it,” she said.\n\n",
    "“It must go,” Bo Lind told reporters. ",
];

/// Pieces of web pages.
const PAGE: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<a href=\"x\">",
    "</a>",
    "<b>",
    "</b>",
    "<i>",
    "<blockquote>",
    "</blockquote>",
    "<q>",
    "</q>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<article>",
    "</article>",
    "<main>",
    "<nav>",
    "</nav>",
    "<h1>",
    "</h1>",
    "<ul>",
    "<li>",
    "<br>",
    "<br/>",
    "<svg>",
    "<math>",
    "<template>",
    "<select>",
    "<pre>",
    "<textarea>",
    "<title>",
    "</title>",
    "<html>",
    "<body>",
    "<head>",
    "<meta charset=\"x\">",
    "&amp;",
    "&ldquo;",
    "&rdquo;",
    "&#8220;",
    "&#x110000;",
    "&nbsp",
    "&",
    "<",
    ">",
    "\"",
    "=",
    " hidden",
    " class=\"a\"",
    "<p hidden>",
    "<span style=\"display:none\">",
    "<cite>",
    "<figure>",
];

/// Pieces of Markdown.
const MARKDOWN: &[&str] = &[
    "# ",
    "## ",
    "> ",
    ">> ",
    "- ",
    "1. ",
    "* ",
    "*",
    "**",
    "_",
    "__",
    "`",
    "```",
    "~~~\n",
    "[",
    "](x)",
    "![",
    "[^1]",
    "[^1]: ",
    "|",
    "|---|\n",
    "---\n",
    "===\n",
    "    ",
    "\\",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "&amp;",
    "&ldquo;",
    "  \n",
    "***\n",
    "<https://a.b>",
    "~~",
    "[x]: y\n",
    "+++\n",
];

/// Pieces of transcripts and captions.
const SPOKEN: &[&str] = &[
    "ADA NOWAK: ",
    "Ada Nowak: ",
    "NOWAK: ",
    "Q. ",
    "A. ",
    "Q: ",
    "MODERATOR: ",
    "[00:01:02] ",
    "00:00:01,000 --> 00:00:02,000\n",
    "1\n",
    "WEBVTT\n\n",
    "00:01.000 --> 00:02.000\n",
    "<v Ada Nowak>",
    "</v>",
    ">> ",
    ">>> ",
    "(APPLAUSE)\n",
    "[laughter]\n",
    "MR. LIND: ",
    "SEN. A. B. NOWAK: ",
    "**Ada:** ",
    "Speaker 1: ",
    "[12.11.25, 10:01] Ada: ",
    "12/11/25, 10:01 - Ada: ",
    "Ada Nowak  0:01\n",
    "ADA NOWAK, Senator:\n",
    "--> ",
];

/// What a text is a mixture of.
#[derive(Clone, Copy)]
pub(crate) enum Of {
    News,
    Page,
    Markdown,
    Spoken,
    Words,
}

impl Of {
    fn pieces(self) -> &'static [&'static str] {
        match self {
            Of::News => NEWS,
            Of::Page => PAGE,
            Of::Markdown => MARKDOWN,
            Of::Spoken => SPOKEN,
            Of::Words => &[],
        }
    }
}

/// The text of an input.
pub(crate) fn text(data: &[u8], of: Of) -> String {
    match data.split_first() {
        Some((kind, rest)) if kind % 2 == 1 => mixed(&mut Unstructured::new(rest), of).unwrap_or_default(),
        Some((_, rest)) => String::from_utf8_lossy(rest).into_owned(),
        None => String::new(),
    }
}

/// A mixture of pieces until the input ends. Some pieces are repeated, so that long texts come from short inputs.
pub(crate) fn mixed(input: &mut Unstructured<'_>, of: Of) -> Result<String> {
    let own = of.pieces();
    let mut text = String::new();
    while !input.is_empty() && text.len() < 1 << 14 {
        let choice = usize::from(input.arbitrary::<u8>()?);
        let piece = match choice {
            0..=249 if !own.is_empty() && choice % 2 == 0 => own[choice / 2 % own.len()],
            0..=249 => COMMON[choice % COMMON.len()],
            250 => {
                text.push(input.arbitrary()?);
                continue;
            }
            _ => {
                let times = usize::from(input.arbitrary::<u8>()?);
                let all = own.len() + COMMON.len();
                let at = usize::from(input.arbitrary::<u8>()?) % all;
                let piece = own.get(at).or_else(|| COMMON.get(at - own.len())).copied().unwrap_or("");
                text.push_str(&piece.repeat(times));
                continue;
            }
        };
        text.push_str(piece);
    }
    Ok(text)
}
