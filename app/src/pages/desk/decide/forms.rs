//! What an officer writes with each decision. Promises that nothing typed is lost: it is kept letter by letter, what was kept
//! comes back into the form, and by a fault the form stays, says what is missing, and leads there.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use model::calendar::Date;
use model::desk::{Asked, Desk, Event, Form, Unfinished, Words};
use model::field::{Field as Of, MAX_NAME};
use model::id::InitiativeId;
use model::initiative::RecognitionLevel;
use model::money::{Vnd, parse_input};
use model::op::{Action, MAX_POSITION, MAX_REASON};

use super::super::Here;
use super::act_on;
use crate::i18n::{Word, desk, form, work};
use crate::markup::{El, button, el, follow, settled};
use crate::tablet::now;
use crate::ui::{
    DateField, Explained, Field, FieldWords, Look, MONEY, NumberField, Saving, error, saved, short_choice, tick,
};

pub(super) type Text = RwSignal<String>;

pub(super) fn text() -> Text {
    holding(String::new())
}

fn holding(text: String) -> Text {
    RwSignal::new(text)
}

pub(super) fn writing(id: impl Into<String>, words: FieldWords, look: Look, max: usize, value: Text) -> Field {
    let mut field = Field::new(id, words, look, max, settled(move || value.get()));
    field.typed = Box::new(move |typed| value.set(typed.now));
    field
}

/// What was written in this form before, and the line that says so and from when.
fn begun(here: Here, id: InitiativeId, form: Form) -> (Option<Words>, Option<El>) {
    let found = untrack(|| {
        let is_it = |one: &&Unfinished| one.words.form() == form;
        here.tablet.read_words(|desk| desk.unfinished(id).into_iter().find(is_it).cloned())
    });
    let Some(found) = found else { return (None, None) };
    let said = desk::BROUGHT_BACK.fill(here.lang, &[&work::moment(found.at, now(), here.lang)]);
    (Some(found.words), Some(el("p", "quiet").text(&said)))
}

/// A form that keeps what stands in it at every letter, and whose main button makes a decision of it.
fn decision(
    here: Here,
    id: InitiativeId,
    parts: impl IntoIterator<Item = El>,
    words: impl Fn() -> Words + 'static,
) -> El {
    let lang = here.lang;
    let said = RwSignal::new(None::<Word>);
    let words = settled(words);
    let (typed, is_first) = (words.clone(), Cell::new(true));
    follow(move || {
        let words = typed();
        if !is_first.replace(false) {
            here.tablet.handle(Event::Wrote { id, words });
        }
    });
    let form = untrack(|| words()).form();
    let written_at = move || {
        let is_it = |one: &&Unfinished| one.words.form() == form;
        here.tablet.read_words(|desk| desk.unfinished(id).into_iter().find(is_it).map(|one| one.at))
    };
    let saving = move || match written_at() {
        None => Saving::Nothing,
        Some(_) if here.tablet.read_words(Desk::is_unkept) => Saving::NotSaved,
        Some(_) if here.tablet.is_keeping_words() => Saving::Pending,
        Some(_) => Saving::Saved,
    };
    let unkept = settled(move || here.tablet.read_words(Desk::is_unkept));
    let cancel = button("btn", move || here.deciding.set(None)).text(desk::CANCEL.say(lang));
    let main = el("button", "btn btn--main").attr("type", "submit").text(desk::SEND.say(lang));
    el("form", "join decision")
        .attr("novalidate", "")
        .put(standing(here, id))
        .puts(parts)
        .puts(saved(lang, saving, written_at))
        .put(
            el("div", "")
                .attr("role", "alert")
                .live(move || said.get().map(|word| error(word.say(lang))))
                .when(move || unkept(), move || error(desk::NOT_KEPT.say(lang))),
        )
        .put(el("div", "sheet__acts").put(main).put(cancel))
        .on("submit", move |event| {
            event.prevent_default();
            match untrack(|| words()).decide() {
                Ok(action) => {
                    let higher = untrack(|| words()).and_higher().then_some(Action::Forward {});
                    act_on(here, id, [action].into_iter().chain(higher).collect());
                }
                Err(lacking) => said.set(Some(desk::lacking(lacking))),
            }
        })
}

/// That the initiative was changed or has left while its form is open: the decision is about what was read.
fn standing(here: Here, id: InitiativeId) -> El {
    let lang = here.lang;
    let known = settled(move || here.tablet.read(|desk| desk.row(id).map(|row| row.rev)));
    let (gone, newer) = (known.clone(), known.clone());
    let is_newer = move || {
        let read = here.reading.get().filter(|(of, _)| *of == id).map(|(_, rev)| rev);
        newer().zip(read).is_some_and(|(known, read)| known > read)
    };
    let read_on = move || {
        let known = known.clone();
        let read = move || here.reading.set(untrack(|| known()).map(|rev| (id, rev)));
        el("div", "notice notice--person")
            .attr("role", "alert")
            .put(el("p", "").text(desk::CHANGED_MEANWHILE.say(lang)))
            .put(button("btn", read).text(desk::READ_NEW.say(lang)))
    };
    let left = move || el("p", "notice notice--person").attr("role", "alert").text(desk::LEFT_MEANWHILE.say(lang));
    el("div", "").when(is_newer, read_on).when(move || gone().is_none(), left)
}

/// Buttons that put a ready phrase into a text, to be edited there.
fn phrases(phrases: &'static [Word], into: Text, here: Here) -> El {
    let lang = here.lang;
    let phrase = move |word: &'static Word| {
        let add = move || {
            into.update(|text| {
                if !text.trim().is_empty() {
                    text.push('\n');
                }
                text.push_str(word.say(lang));
            })
        };
        button("btn", add).text(word.say(lang))
    };
    el("div", "starts").puts(phrases.iter().map(phrase))
}

/// Asking the author for more: for single fields with ready phrases to edit, and with a word on the whole.
pub fn send_back(here: Here, id: InitiativeId) -> El {
    const FIELDS: [Of; 6] = [Of::FirstAppliedOn, Of::Solution, Of::Novelty, Of::Effect, Of::BenefitVnd, Of::Authors];
    let lang = here.lang;
    let (before, since) = begun(here, id, Form::Return);
    let (whole, before) = match before {
        Some(Words::Return { whole, asked }) => (whole, asked),
        _ => Default::default(),
    };
    let whole = holding(whole);
    let asked = FIELDS.map(|field| {
        let known = before.iter().find(|asked| asked.field == field);
        let reason = known.map(|asked| asked.reason.clone()).unwrap_or_default();
        (field, RwSignal::new(known.is_some_and(|asked| asked.on)), holding(reason))
    });
    let parts = asked.iter().map(|&(field, on, reason)| {
        let toggle = button("btn missing__field", move || {
            on.update(|on| *on = !*on);
            if reason.get_untracked().is_empty() {
                reason.set(desk::phrase(field).map_or("", |phrase| phrase.say(lang)).to_owned());
            }
        });
        let toggle =
            toggle.live_attr("aria-pressed", move || Some(on.get().to_string())).text(desk::field(field).say(lang));
        let box_of = move || {
            let words = FieldWords::label(desk::field(field).say(lang)).hidden();
            writing(format!("d-{}", field.name()), words, Look::Line, MAX_REASON, reason).make()
        };
        el("div", "missing").put(toggle).when(move || on.get(), box_of)
    });
    let missing =
        el("fieldset", "missings").put(el("legend", "field__label").text(desk::WHAT_IS_MISSING.say(lang))).puts(parts);
    let words = FieldWords::label(desk::WHOLE.say(lang)).help(desk::REASON_HELP.say(lang));
    let whole_box = writing("d-reason", words, Look::Lines, MAX_REASON, whole).make();
    decision(here, id, since.into_iter().chain([missing, whole_box]), move || {
        let asked = asked.iter().map(|(field, on, reason)| Asked { field: *field, reason: reason.get(), on: on.get() });
        let asked = asked.filter(|asked| asked.on || !asked.reason.is_empty());
        Words::Return { whole: whole.get(), asked: asked.collect() }
    })
}

/// Recognising it: the level, what was verified and how, and who of the employer's stands behind it.
pub fn recognise(here: Here, id: InitiativeId) -> El {
    let lang = here.lang;
    let (before, since) = begun(here, id, Form::Recognise);
    let offered = untrack(|| here.tablet.read(|desk| desk.levels(id)));
    let lowest = offered.first().copied().unwrap_or(RecognitionLevel::Grassroots);
    let (chosen, texts) = match before {
        Some(Words::Recognise { level, benefit, how_checked, name, position, signed_on, and_higher }) => {
            let level = Some(level).filter(|level| offered.contains(level));
            ((level, and_higher), [benefit, how_checked, name, position, signed_on])
        }
        _ => Default::default(),
    };
    let (chosen, and_higher) = chosen;
    let and_higher = RwSignal::new(and_higher);
    let level = RwSignal::new(chosen.unwrap_or(lowest));
    let [benefit, how, name, position, signed] = texts;
    let [how, name, position, signed] = [how, name, position, signed].map(holding);
    let (money, benefit) = verified(here, &benefit);
    let how_box = writing(
        "d-how",
        FieldWords::label(desk::HOW_CHECKED.say(lang)).aside(form::IF_ANY.say(lang)),
        Look::Line,
        MAX_REASON,
        how,
    );
    let is_endorsed = [name, position, signed].iter().any(|text| !text.get_untracked().is_empty());
    let name_box = writing("d-name", FieldWords::label(form::AUTHOR_NAME.say(lang)), Look::Line, MAX_NAME, name);
    let position_box =
        writing("d-position", FieldWords::label(desk::POSITION.say(lang)), Look::Line, MAX_POSITION, position);
    let endorsement = el("details", "endorsement")
        .attr_if("open", is_endorsed.then_some(""))
        .put(el("summary", "").text(desk::ENDORSEMENT.say(lang)))
        .put(el("div", "join").put(name_box.make()).put(position_box.make()).put(day(here, signed)));
    let may_forward = untrack(|| here.tablet.read(|desk| desk.row(id))).is_some_and(|row| row.share.may_forward);
    let higher = may_forward.then(|| {
        let ticked = settled(move || and_higher.get());
        tick("d-higher", desk::AND_HIGHER.say(lang), ticked, move |on| and_higher.set(on), settled(|| None))
    });
    let parts = [levels(here, &offered, level), money, how_box.make(), endorsement];
    decision(here, id, since.into_iter().chain(parts).chain(higher), move || Words::Recognise {
        level: level.get(),
        benefit: benefit(),
        how_checked: how.get(),
        name: name.get(),
        position: position.get(),
        signed_on: signed.get(),
        and_higher: and_higher.get(),
    })
}

fn levels(here: Here, offered: &[RecognitionLevel], level: RwSignal<RecognitionLevel>) -> El {
    let lang = here.lang;
    let name_of = |level: RecognitionLevel| match level {
        RecognitionLevel::Grassroots => "grassroots",
        RecognitionLevel::Upper => "upper",
        RecognitionLevel::National => "national",
    };
    let option =
        |level: &RecognitionLevel| Explained { value: name_of(*level), label: desk::level(*level).say(lang), text: "" };
    let options: Vec<Explained> = offered.iter().map(option).collect();
    let choose = Rc::new(move |value: &'static str| {
        if let Some(chosen) = RecognitionLevel::ALL.into_iter().find(|level| name_of(*level) == value) {
            level.set(chosen);
        }
    });
    short_choice("d-level", desk::LEVEL.say(lang), &options, settled(move || Some(name_of(level.get()))), choose)
}

/// The verified benefit, and what stands in its box.
fn verified(here: Here, typed: &str) -> (El, impl Fn() -> String + Copy + 'static) {
    let lang = here.lang;
    let (sum, unread) = match parse_input(typed) {
        Ok(sum) => (sum, None),
        Err(_) => (None, Some(typed.to_owned())),
    };
    let (benefit, unread) = (RwSignal::new(sum), RwSignal::new(unread));
    let money = NumberField {
        id: "d-benefit".to_owned(),
        words: FieldWords::label(desk::VERIFIED_BENEFIT.say(lang)).help(desk::VERIFIED_HELP.say(lang)),
        kind: &MONEY,
        value: settled(move || benefit.get().map(Vnd::dong)),
        typed: settled(move || unread.get()),
        keep: Rc::new(move |text| unread.set(text)),
        changed: Rc::new(move |dong| benefit.set(dong.and_then(|dong| Vnd::for_initiative(dong).ok()))),
        writing: Box::new(|_| ()),
        wrong: settled(|| None),
        unit: form::DONG.say(lang),
        beside: Some(el("span", "")),
    };
    let text = move || {
        let plain = |sum: Vnd| sum.dong().to_string();
        unread.get().or_else(|| benefit.get().map(plain)).unwrap_or_default()
    };
    (money.make(lang), text)
}

/// The day of the signature.
fn day(here: Here, signed: Text) -> El {
    let field = DateField {
        id: "d-date".to_owned(),
        words: FieldWords::label(desk::SIGNED_ON.say(here.lang)),
        value: settled(move || signed.with(|day| Date::parse(day).ok())),
        changed: Box::new(move |day| signed.set(day.map(|day| day.to_string()).unwrap_or_default())),
        writing: Box::new(|_| ()),
        wrong: settled(|| None),
        ask: Box::new(|_| None),
    };
    field.make(here.lang)
}

/// Refusing it; the law asks for reasons in writing (Nghị định 13/2012/NĐ-CP).
pub fn decline(here: Here, id: InitiativeId) -> El {
    let lang = here.lang;
    let (before, since) = begun(here, id, Form::Decline);
    let reason = match before {
        Some(Words::Decline { reason }) => holding(reason),
        _ => text(),
    };
    let words = FieldWords::label(desk::REASON.say(lang)).help(desk::REASON_HELP.say(lang));
    let written = writing("d-reason", words, Look::Lines, MAX_REASON, reason).make();
    let parts = [phrases(&desk::PHRASES_DECLINE, reason, here), written];
    decision(here, id, since.into_iter().chain(parts), move || Words::Decline { reason: reason.get() })
}

/// What a member of the council says and scores; one concludes by recognising or refusing.
pub fn comment(here: Here, id: InitiativeId) -> El {
    let lang = here.lang;
    let (before, since) = begun(here, id, Form::Comment);
    let [score, remark] = match before {
        Some(Words::Comment { score, text }) => [score, text].map(holding),
        _ => [(); 2].map(|()| text()),
    };
    let mut score_box = writing(
        "d-score",
        FieldWords::label(desk::SCORE.say(lang)).aside(form::IF_ANY.say(lang)),
        Look::Line,
        3,
        score,
    );
    score_box.inputmode = Some("numeric");
    let remark_box = writing("d-remark", FieldWords::label(desk::REMARK.say(lang)), Look::Lines, MAX_REASON, remark);
    decision(here, id, since.into_iter().chain([score_box.make(), remark_box.make()]), move || Words::Comment {
        score: score.get(),
        text: remark.get(),
    })
}
