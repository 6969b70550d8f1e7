//! A codebook in Markdown as HTML that can do nothing: text is escaped, tags in it are shown as text, links are plain text.

use askama::filters::{Html, escape};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The HTML of a codebook. Its headings begin below the page's second level.
pub(super) fn html(markdown: &str) -> String {
    let mut out = String::new();
    let mut in_head = false;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::TableHead) => in_head = true,
            Event::End(TagEnd::TableHead) => in_head = false,
            _ => {}
        }
        match event {
            Event::Start(tag) => out.push_str(&opening(&tag, in_head)),
            Event::End(tag) => out.push_str(&closing(tag, in_head)),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => out.push_str(&escaped(&text)),
            Event::Code(text) => out.push_str(&format!("<code>{}</code>", escaped(&text))),
            Event::SoftBreak => out.push('\n'),
            Event::HardBreak => out.push_str("<br>"),
            Event::Rule => out.push_str("<hr>\n"),
            _ => {}
        }
    }
    out
}

fn escaped(text: &str) -> String {
    escape(text, Html).map_or_else(|_| String::new(), |text| text.to_string())
}

/// The name of a heading's element.
fn heading(level: HeadingLevel) -> &'static str {
    if level <= HeadingLevel::H2 { "h3" } else { "h4" }
}

fn opening(tag: &Tag<'_>, in_head: bool) -> String {
    let plain = match tag {
        Tag::Paragraph | Tag::HtmlBlock => "<p>",
        Tag::Heading { level, .. } => return format!("<{}>", heading(*level)),
        Tag::BlockQuote(_) => "<blockquote>",
        Tag::CodeBlock(_) => "<pre>",
        Tag::List(Some(first)) => return format!("<ol start=\"{first}\">"),
        Tag::List(None) => "<ul>",
        Tag::Item => "<li>",
        Tag::Table(_) => {
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of the codebook\"><table><caption>Codebook</caption>"
        }
        Tag::TableHead => "<thead><tr>",
        Tag::TableRow => "<tr>",
        Tag::TableCell if in_head => "<th scope=\"col\">",
        Tag::TableCell => "<td>",
        Tag::Emphasis => "<em>",
        Tag::Strong => "<strong>",
        Tag::Strikethrough => "<s>",
        _ => "",
    };
    plain.to_owned()
}

fn closing(tag: TagEnd, in_head: bool) -> String {
    let plain = match tag {
        TagEnd::Paragraph | TagEnd::HtmlBlock => "</p>\n",
        TagEnd::Heading(level) => return format!("</{}>\n", heading(level)),
        TagEnd::BlockQuote(_) => "</blockquote>\n",
        TagEnd::CodeBlock => "</pre>\n",
        TagEnd::List(true) => "</ol>\n",
        TagEnd::List(false) => "</ul>\n",
        TagEnd::Item => "</li>\n",
        TagEnd::Table => "</tbody></table></div>\n",
        TagEnd::TableHead => "</tr></thead><tbody>\n",
        TagEnd::TableRow => "</tr>\n",
        TagEnd::TableCell if in_head => "</th>",
        TagEnd::TableCell => "</td>",
        TagEnd::Emphasis => "</em>",
        TagEnd::Strong => "</strong>",
        TagEnd::Strikethrough => "</s>",
        _ => "",
    };
    plain.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_markdown_becomes_html() {
        let found = html("# Toll\n\n- **support**: wants *it*\n- `oppose`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
        for part in [
            "<h3>Toll</h3>",
            "<ul><li><strong>support</strong>: wants <em>it</em></li>",
            "<li><code>oppose</code></li>",
            "<thead><tr><th scope=\"col\">a</th>",
            "<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody></table></div>",
        ] {
            assert!(found.contains(part), "{part} in {found}");
        }
    }

    #[test]
    fn nothing_in_a_codebook_can_run_or_load() {
        let found = html(
            "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](http://a.b/c.png)\n\n`<b>`",
        );
        let opened = |name: &str| found.contains(&format!("<{name}"));
        assert!(!opened("script") && !opened("img") && !opened("a") && !opened("b>"), "{found}");
        assert!(!found.contains("javascript:") && !found.contains("http:"), "{found}");
        assert!(found.contains("script&#62;") || found.contains("script&gt;"), "{found}");
    }
}
