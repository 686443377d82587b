//! Another PIN of this tablet, by the one that holds. It needs no link: the PIN is this tablet's alone, and the server knows
//! none. A wrong one counts as at the lock; what can't be a PIN at all costs no try.

use leptos::prelude::*;

use super::Account;
use super::form::{Form, disclosed};
use crate::i18n::{account, desk};
use crate::markup::{El, el};
use crate::pages::desk::gate::unkept;
use crate::ui::{FieldWords, hide, needed_line};
use crate::vault::{Pin, Refusal};

/// The form, once it is asked for.
pub fn part(of: Account) -> El {
    let lang = of.here.lang;
    let open = RwSignal::new(false);
    el("section", "group")
        .put(el("h2", "").text(desk::PIN.say(lang)))
        .put(el("p", "").text(account::PIN_TEXT.say(lang)))
        .put(disclosed(of, account::PIN_CHANGE, open, move || form(of, open)))
}

fn form(of: Account, open: RwSignal<bool>) -> El {
    let lang = of.here.lang;
    let [old, new, again] = [(); 3].map(|()| RwSignal::new(String::new()));
    let tried = RwSignal::new(false);
    let line = move |id, words, value, autocomplete| {
        hide(needed_line(id, words, value, tried, lang).make(), id, autocomplete, Some("numeric"))
    };
    let fields = [
        line("a-pin-old", FieldWords::label(account::PIN_OLD.say(lang)), old, "off"),
        line(
            "a-pin-new",
            FieldWords::label(account::PIN_NEW.say(lang)).help(account::PIN_HELP.say(lang)),
            new,
            "new-password",
        ),
        line("a-pin-again", FieldWords::label(account::PIN_NEW_AGAIN.say(lang)), again, "new-password"),
    ];
    Form::new(fields, account::PIN_CHANGE).make(of, move || {
        tried.set(true);
        let [old, new, again] = [old, new, again].map(|text| text.get_untracked());
        let is_whole = ![&old, &new, &again].into_iter().any(String::is_empty);
        is_whole.then_some(async move {
            let (old, new) = read(&old, &new, &again, of)?;
            change(of, &old, &new).await?;
            open.try_set(false);
            of.done.try_set(Some(account::PIN_CHANGED.say(lang).to_owned()));
            Ok(())
        })
    })
}

/// Both as PINs, or what is wrong with what was typed; nothing of that costs a try.
fn read(old: &str, new: &str, again: &str, of: Account) -> Result<(Pin, Pin), Vec<String>> {
    let lang = of.here.lang;
    let named = |label: crate::i18n::Word, said: crate::i18n::Word| {
        vec![desk::SAID.fill(lang, &[label.say(lang), said.say(lang)])]
    };
    let old = Pin::parse(old).map_err(|why| named(account::PIN_OLD, desk::never_a_pin(why)))?;
    let new = Pin::parse(new).map_err(|why| named(account::PIN_NEW, desk::not_a_pin(why)))?;
    if Pin::parse(again).as_ref() != Ok(&new) {
        return Err(vec![account::PIN_AGAIN_DIFFERS.say(lang).to_owned()]);
    }
    if old == new {
        return Err(vec![account::PIN_SAME.say(lang).to_owned()]);
    }
    Ok((old, new))
}

/// Changes it, or says why the old one still holds.
async fn change(of: Account, old: &Pin, new: &Pin) -> Result<(), Vec<String>> {
    let lang = of.here.lang;
    of.done.try_set(None);
    of.here.tablet.change_pin(old, new).await.map_err(|refusal| {
        vec![match refusal {
            Refusal::WrongPin { left, wait: 0 } => account::PIN_OLD_WRONG.fill(lang, &[&left.to_string()]),
            Refusal::Wait(wait) | Refusal::WrongPin { wait, .. } => {
                desk::PIN_WAIT.fill(lang, &[&desk::wait(wait, lang)])
            }
            Refusal::Failed(error) => unkept(&error, lang).to_owned(),
            Refusal::Empty | Refusal::WrongAccount => desk::WIPED.say(lang).to_owned(),
        }]
    })
}
