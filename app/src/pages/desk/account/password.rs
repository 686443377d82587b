//! Another password, by the one that holds.

use leptos::prelude::*;
use model::sign_in::PasswordChange;

use super::Account;
use super::form::{Form, disclosed};
use crate::i18n::{account, desk};
use crate::markup::{El, el};
use crate::ui::{FieldWords, hide, needed_line};

/// The form, once it is asked for.
pub fn part(of: Account) -> El {
    let lang = of.here.lang;
    let open = RwSignal::new(false);
    let form = move || {
        let [old, new] = [(); 2].map(|()| RwSignal::new(String::new()));
        let tried = RwSignal::new(false);
        let words = FieldWords::label(account::PASSWORD_OLD.say(lang));
        let old_line =
            hide(needed_line("a-old", words, old, tried, of.here.lang).make(), "a-old", "current-password", None);
        let words = FieldWords::label(account::PASSWORD_NEW.say(lang)).help(desk::PASSWORD_HELP.say(lang));
        let new_line =
            hide(needed_line("a-new", words, new, tried, of.here.lang).make(), "a-new", "new-password", None);
        Form::new([old_line, new_line], account::PASSWORD_CHANGE).make(of, move || {
            tried.set(true);
            let change = PasswordChange { old: old.get_untracked(), new: new.get_untracked() };
            let caller = of.caller().filter(|_| !change.old.is_empty() && !change.new.is_empty())?;
            Some(async move {
                caller.change_password(&change).await.map_err(|failure| of.faults(&failure))?;
                open.try_set(false);
                of.did(account::PASSWORD_CHANGED.say(lang).to_owned());
                Ok(())
            })
        })
    };
    el("section", "group").put(el("h2", "").text(desk::PASSWORD.say(lang))).put(disclosed(
        of,
        account::PASSWORD_CHANGE,
        open,
        form,
    ))
}
