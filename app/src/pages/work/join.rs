//! `/app/join`: how a device comes to belong to a member of a unit. Works before there is a link: what is entered is
//! stored, and the person writes on. Asks for no more than it needs, and for consent in plain words.

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use model::problem::ProblemKind;
use model::sync::Event;
use model::unit::UnitCode;
use model::wire::JoinRequest;

use super::desk::{BackHead, Here, here};
use super::unit_name::unit_name;
use crate::i18n::{Word, use_lang, work};
use crate::local::typing;
use crate::ui::{FieldWords, Icon, Look, TextField, Tick, Typed};

/// Where the device stands.
#[derive(Clone, PartialEq)]
enum Stage {
    /// It can ask to join; these were the last answers, if it asked before.
    Ask {
        last: Option<JoinRequest>,
        refused: Option<ProblemKind>,
        again: bool,
    },
    Waiting(JoinRequest),
    In {
        name: String,
        unit: UnitCode,
    },
}

/// The page.
#[component]
pub fn Join() -> impl IntoView {
    let lang = use_lang();
    let Here { store, .. } = here();
    let code = use_query_map().with_untracked(|query| query.get("code")).unwrap_or_default();
    let change = RwSignal::new(false);
    let stage = Memo::new(move |_| {
        let change = change.get();
        store.status(|engine| match (engine.joining(), engine.session()) {
            (Some(joining), _) if joining.refused.is_none() && !change => Stage::Waiting(joining.request.clone()),
            (Some(joining), session) => Stage::Ask {
                last: Some(joining.request.clone()),
                refused: joining.refused.as_ref().map(|problem| problem.kind),
                again: session.is_some(),
            },
            (None, Some(session)) if !session.expired => {
                Stage::In { name: session.member.name.clone(), unit: session.member.unit.clone() }
            }
            (None, session) => Stage::Ask {
                last: session.map(|session| JoinRequest {
                    code: String::new(),
                    name: session.member.name.clone(),
                    member_no: None,
                    consent: false,
                }),
                refused: None,
                again: session.is_some(),
            },
        })
    });
    view! {
        <BackHead title=work::JOIN_TITLE.say(lang) />
        {move || match stage.get() {
            Stage::Ask { last, refused, again } => {
                view! { <Ask code=code.clone() last=last refused=refused again=again change=change /> }.into_any()
            }
            Stage::Waiting(request) => view! { <Waiting request=request change=change /> }.into_any(),
            Stage::In { name, unit } => view! { <In name=name unit=unit other_code=!code.is_empty() /> }.into_any(),
        }}
    }
    .into_any()
}

/// The form.
#[component]
fn Ask(
    code: String,
    last: Option<JoinRequest>,
    refused: Option<ProblemKind>,
    again: bool,
    change: RwSignal<bool>,
) -> impl IntoView {
    let lang = use_lang();
    let Here { store, undo } = here();
    let navigate = use_navigate();
    let last_code = last.as_ref().map(|last| last.code.clone()).unwrap_or_default();
    let code = RwSignal::new(if code.is_empty() { last_code } else { code });
    let name = RwSignal::new(last.as_ref().map(|last| last.name.clone()).unwrap_or_default());
    let member_no = RwSignal::new(last.and_then(|last| last.member_no).unwrap_or_default());
    let agreed = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let code_touched = RwSignal::new(false);
    let empty = move |value: RwSignal<String>| value.with(|value| value.trim().is_empty());
    let say = move |wrong: bool, words: Word| (tried.get() && wrong).then(|| words.say(lang).to_owned());
    let code_error = Signal::derive(move || match refused {
        Some(_) if !code_touched.get() => Some(work::CODE_UNKNOWN.say(lang).to_owned()),
        _ => say(empty(code), work::CODE_MISSING),
    });
    let name_error = Signal::derive(move || say(empty(name), work::NAME_MISSING));
    let consent_error = Signal::derive(move || say(!agreed.get(), work::CONSENT_MISSING));
    let send = Callback::new(move |()| {
        tried.set(true);
        let first_wrong = [(empty(code), "j-code"), (empty(name), "j-name"), (!agreed.get_untracked(), "j-consent")];
        if let Some((_, id)) = first_wrong.into_iter().find(|(wrong, _)| *wrong) {
            return super::editor::go_to(id);
        }
        let trimmed = |value: RwSignal<String>, max| typing::line(value.get_untracked().trim(), max);
        let request = JoinRequest {
            code: trimmed(code, 100),
            name: trimmed(name, model::field::MAX_NAME),
            member_no: Some(trimmed(member_no, 50)).filter(|number| !number.is_empty()),
            consent: true,
        };
        change.set(false);
        store.handle(Event::Joins(request));
        if again {
            undo.say(work::JOIN_WAITING.say(lang).to_owned());
            navigate("/app", Default::default());
        }
    });
    let set = |value: RwSignal<String>| Callback::new(move |typed: Typed| value.set(typed.now));
    let set_code = Callback::new(move |typed: Typed| {
        code_touched.set(true);
        code.set(typed.now);
    });
    let nothing = Callback::new(|_: bool| ());
    view! {
        <main class="phone" id="noi-dung">
            <form
                class="join"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    send.run(());
                }
            >
                <p class="part__lead">{work::JOIN_ANYWAY.say(lang)}</p>
                <TextField
                    id="j-code"
                    words=FieldWords::label(work::CODE.say(lang)).help(work::JOIN_LEAD.say(lang))
                    look=Look::Line
                    max=100
                    value=code
                    typed=set_code
                    writing=nothing
                    error=code_error
                />
                <TextField
                    id="j-name"
                    words=FieldWords::label(work::NAME.say(lang))
                    look=Look::Line
                    max=model::field::MAX_NAME
                    value=name
                    typed=set(name)
                    writing=nothing
                    error=name_error
                    autocomplete="name"
                />
                <TextField
                    id="j-number"
                    words=FieldWords::label(work::MEMBER_NO.say(lang)).aside(work::MEMBER_NO_HINT.say(lang))
                    look=Look::Line
                    max=50
                    value=member_no
                    typed=set(member_no)
                    writing=nothing
                    error=Signal::derive(|| None::<String>)
                />
                <ConsentWords />
                <Tick
                    id="j-consent"
                    label=work::CONSENT_TICK.say(lang)
                    ticked=agreed
                    changed=Callback::new(move |yes| agreed.set(yes))
                    error=consent_error
                />
                <footer class="dock">
                    <div class="dock__pair">
                        <a class="btn btn--reach" href="/app">
                            {work::WRITE_FIRST_JOIN_LATER.say(lang)}
                        </a>
                        <button type="submit" class="btn btn--main btn--reach">
                            {work::JOIN.say(lang)}
                        </button>
                    </div>
                </footer>
            </form>
        </main>
    }
    .into_any()
}

/// What is done with a person's data (Luật 91/2025/QH15): purpose, what, who, how long, rights.
#[component]
fn ConsentWords() -> impl IntoView {
    let lang = use_lang();
    let lines = [
        (work::CONSENT_PURPOSE, work::CONSENT_PURPOSE_TEXT),
        (work::CONSENT_WHAT, work::CONSENT_WHAT_TEXT),
        (work::CONSENT_WHO, work::CONSENT_WHO_TEXT),
        (work::CONSENT_HOW_LONG, work::CONSENT_HOW_LONG_TEXT),
        (work::CONSENT_RIGHTS, work::CONSENT_RIGHTS_TEXT),
    ];
    let lines = lines.map(|(name, text)| {
        view! {
            <dt>{name.say(lang)}</dt>
            <dd>{text.say(lang)}</dd>
        }
    });
    view! {
        <section class="consent" aria-labelledby="j-consent-title">
            <h2 id="j-consent-title">{work::CONSENT_TITLE.say(lang)}</h2>
            <dl class="terms">{lines.into_view()}</dl>
            <p class="quiet">{work::CONSENT_LAW.say(lang)}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Waiting(request: JoinRequest, change: RwSignal<bool>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <main class="phone" id="noi-dung">
            <div class="empty" role="status">
                {Icon::Clock.draw()}
                <p>
                    <strong>{work::JOIN_WAITING.say(lang)}</strong>
                    <br />
                    {work::JOIN_WAITING_TEXT.fill(lang, &[&request.code, &request.name])}
                </p>
                <a class="btn btn--main btn--reach" href="/app">
                    {work::GO_WRITE.say(lang)}
                </a>
                <button type="button" class="btn btn--plain" on:click=move |_| change.set(true)>
                    {work::JOIN_CHANGE.say(lang)}
                </button>
            </div>
        </main>
    }
    .into_any()
}

#[component]
fn In(name: String, unit: UnitCode, other_code: bool) -> impl IntoView {
    let lang = use_lang();
    let unit = unit_name(unit);
    view! {
        <main class="phone" id="noi-dung">
            <div class="empty" role="status">
                {Icon::Check.draw()}
                <p>
                    <strong>{work::JOINED.fill(lang, &[&name])}</strong>
                    <br />
                    {move || work::JOINED_TEXT.fill(lang, &[&unit.get()])}
                </p>
                {other_code.then(|| view! { <p class="quiet">{work::JOIN_OTHER.fill(lang, &[&name])}</p> })}
                <a class="btn btn--main btn--reach" href="/app">
                    {work::GO_WRITE.say(lang)}
                </a>
            </div>
        </main>
    }
    .into_any()
}
