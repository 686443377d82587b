//! Mỗi sáng kiến là một câu chuyện: the author's words are what is read.

use model::show::{Benefit, StoryPicture};

use super::Scene;
use super::frame::{self, When};
use crate::i18n::{desk, stage};
use crate::markup::{El, el};

/// One initiative's story. It never changes: with another word it is another scene. While the server isn't heard it isn't there.
pub(super) fn scene(scene: Scene, story: &StoryPicture) -> El {
    let lang = scene.lang;
    let top = frame::top(scene, el("b", "").text(stage::STORY.say(lang)), "", When::Clock);
    let unit = frame::unit(&story.unit_name, true, lang);
    let authors = stage::story_by(&story.authors, story.other_authors, lang);
    let authors = authors.map(|authors| el("span", "retold__who").text(&authors));
    let words = el("div", "retold__words fit")
        .attr("lang", "vi")
        .put(el("h1", "retold__title").text(&story.title))
        .put(el("blockquote", "retold__quote").text(&format!("“{}”", story.quotation.trim())))
        .put(el("p", "retold__by").puts(authors).put(unit));
    let main = el("div", "scene__main retold").put(words);
    let period = story.period;
    let benefit = story.benefit.map(|benefit| {
        let (label, sum) = match benefit {
            Benefit::Estimated(sum) => (stage::STORY_BENEFIT, sum),
            Benefit::Verified(sum) => (stage::STORY_VERIFIED, sum),
        };
        frame::fact(label.say(lang), move || stage::in_period(&sum.spoken_dong(lang), period, lang))
    });
    let level = story
        .level
        .map(|level| frame::fact(stage::RECOGNISED.say(lang), move || desk::level(level).say(lang).to_owned()));
    frame::scene("scene scene--story", top, main, frame::foot(scene, benefit.into_iter().chain(level)))
}
