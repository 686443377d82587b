//! Elements as text: what follows a signal in the browser is read once here, and what happens at events isn't there.

use std::rc::Rc;

use super::Read;

/// An element, with what is in it so far.
#[derive(Clone, Debug)]
pub struct El {
    tag: &'static str,
    attributes: String,
    inner: String,
}

impl El {
    pub(super) fn new(tag: &'static str) -> El {
        El { tag, attributes: String::new(), inner: String::new() }
    }

    /// The element as markup.
    pub fn into_html(self) -> String {
        let El { tag, attributes, inner } = self;
        match tag {
            "input" | "br" | "link" | "meta" => format!("<{tag}{attributes}>"),
            _ => format!("<{tag}{attributes}>{inner}</{tag}>"),
        }
    }

    /// Sets an attribute.
    pub fn attr(mut self, name: &str, value: &str) -> El {
        self.attributes.push(' ');
        self.attributes.push_str(name);
        self.attributes.push_str("=\"");
        escape(value, &mut self.attributes);
        self.attributes.push('"');
        self
    }

    /// An attribute that follows what `value` reads; None leaves it out.
    pub fn live_attr(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> El {
        let value = value();
        self.attr_if(name, value.as_deref())
    }

    /// Does something at a plain click, in the place of following the link. Without scripts the link leads on.
    pub fn instead(self, _act: impl Fn() + 'static) -> El {
        self
    }

    /// Adds text.
    pub fn text(mut self, text: &str) -> El {
        escape(text, &mut self.inner);
        self
    }

    /// Adds text that follows what `text` reads.
    pub fn live_text(self, text: impl Fn() -> String + 'static) -> El {
        self.text(&text())
    }

    /// Adds markup of our own: never a person's words.
    pub fn html(mut self, markup: &str) -> El {
        self.inner.push_str(markup);
        self
    }

    /// Has markup of our own in it, and nothing else, that follows what `markup` reads.
    pub fn live_html(self, markup: impl Fn() -> String + 'static) -> El {
        self.html(&markup())
    }

    /// Tells browsers that translate pages to leave this as it is: they put elements of their own in the place of text.
    pub fn untranslated(mut self) -> El {
        const CLASS: &str = " class=\"";
        match self.attributes.find(CLASS) {
            Some(at) => self.attributes.insert_str(at + CLASS.len(), "notranslate "),
            None => self.attributes.push_str(" class=\"notranslate\""),
        }
        self.attr("translate", "no")
    }

    /// Adds an element.
    pub fn put(self, child: El) -> El {
        self.html(&child.into_html())
    }

    /// Adds a part that is made anew whenever what `make` reads has changed.
    pub fn live(self, make: impl Fn() -> Option<El> + 'static) -> El {
        self.puts(make())
    }

    /// Adds one element for each key. An element stays as long as its key, wherever it moves.
    pub fn each<K>(self, keys: impl Fn() -> Vec<K> + 'static, make: impl Fn(K) -> El + 'static) -> El {
        self.puts(keys().into_iter().map(make))
    }
}

/// What `read` reads, for closures to read in turn.
pub fn settled<T>(read: impl Fn() -> T + 'static) -> Read<T> {
    Rc::new(read)
}

/// Writes a text so that no reader of the markup takes it for markup.
pub fn escape(text: &str, into: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            other => into.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::markup::{a, el};

    #[test]
    fn nobodys_words_become_markup() {
        let made = a("x", "/?a=1&b=\"2\"").text("<script>alert('1')</script>").into_html();
        assert_eq!(
            made,
            "<a class=\"x\" href=\"/?a=1&amp;b=&quot;2&quot;\">&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</a>"
        );
    }

    #[test]
    fn what_follows_a_signal_is_read_once() {
        let made = el("p", "")
            .live_text(|| "a".to_owned())
            .live(|| Some(el("b", "")))
            .live(|| None)
            .when(|| true, || el("i", ""))
            .each(|| vec![1, 2], |key| el("u", "").text(&key.to_string()))
            .live_attr("id", || Some("q".to_owned()));
        assert_eq!(made.into_html(), "<p id=\"q\">a<b></b><i></i><u>1</u><u>2</u></p>");
    }

    #[test]
    fn some_elements_never_end() {
        assert_eq!(el("input", "").attr("name", "q").into_html(), "<input name=\"q\">");
    }
}
