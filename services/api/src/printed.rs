//! What is read on paper: one page to print, with no script, nothing from elsewhere, readable without colours.

use std::fmt::Write as _;

use crate::answers::escaped;

const STYLE: &str = "body{font-family:sans-serif;max-width:46rem;margin:2rem auto;color:#000}\
table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}caption{text-align:left;font-weight:bold;padding:.3rem 0}\
th,td{border-bottom:1px solid #777;padding:.25rem .5rem;text-align:left;vertical-align:top}\
@media print{body{margin:0}table{break-inside:avoid}}";

/// A page while it is written. Whatever is put into it is text, never markup.
pub(crate) struct Page(String);

impl Page {
    pub(crate) fn new(title: &str) -> Self {
        let title = escaped(title);
        Self(format!(
            "<!doctype html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>{title}</title>\
             <style>{STYLE}</style></head><body><h1>{title}</h1>"
        ))
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        self.push(format_args!("<p>{}</p>", escaped(text)));
    }

    pub(crate) fn heading(&mut self, text: &str) {
        self.push(format_args!("<h2>{}</h2>", escaped(text)));
    }

    /// A table whose first column says what the row is.
    pub(crate) fn table(
        &mut self,
        caption: &str,
        columns: &[&str],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) {
        self.push(format_args!(
            "<table><caption>{}</caption><thead><tr>",
            escaped(caption)
        ));
        for column in columns {
            self.push(format_args!("<th scope=\"col\">{}</th>", escaped(column)));
        }
        self.0.push_str("</tr></thead><tbody>");
        for cells in rows {
            self.0.push_str("<tr>");
            for (place, cell) in cells.iter().enumerate() {
                let cell = escaped(cell);
                if place == 0 {
                    self.push(format_args!("<th scope=\"row\">{cell}</th>"));
                } else {
                    self.push(format_args!("<td>{cell}</td>"));
                }
            }
            self.0.push_str("</tr>");
        }
        self.0.push_str("</tbody></table>");
    }

    pub(crate) fn finish(mut self) -> String {
        self.0.push_str("</body></html>");
        self.0
    }

    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        // Memory takes whatever it is given.
        let _ = self.0.write_fmt(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_into_a_page_is_text() {
        let mut page = Page::new("St \"A\" & <b>");
        page.table("<i>", &["&"], [vec!["<script>".to_owned()]]);
        let page = page.finish();
        assert!(page.contains("St &quot;A&quot; &amp; &lt;b&gt;"));
        assert!(!page.contains("<script>") && !page.contains("<i>"));
    }
}
