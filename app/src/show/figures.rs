//! The figure on air beside the server's.

use model::calendar::Timestamp;
use model::number::{Lang, grouped};
use model::show::rules::may_be_typed;
use model::show::{ControlRoom, Item};

use super::standing::number;
use crate::i18n::control;

/// How the figure on air compares with the server's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// There is none on air.
    None,
    /// Everything is hidden.
    Hidden,
    /// Somebody typed it, and where it is from.
    Typed(String),
    /// It stands still, as a whole picture or as this item's figures, at this number of the server's.
    Still(u64),
    /// It is the server's.
    Equal,
    /// It is so much less than the server's; more if negative.
    Behind(i64),
}

impl Compared {
    /// In words.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Compared::None => control::NO_FIGURE.say(lang).to_owned(),
            Compared::Hidden => control::IS_HIDDEN.say(lang).to_owned(),
            Compared::Typed(source) => control::TYPED_FROM.fill(lang, &[source]),
            Compared::Still(seq) => control::STANDS_AT.fill(lang, &[&number(*seq, lang)]),
            Compared::Equal => control::SAME.say(lang).to_owned(),
            Compared::Behind(by) if *by < 0 => control::AHEAD_BY.fill(lang, &[&grouped(by.saturating_neg(), lang)]),
            Compared::Behind(by) => control::BEHIND_BY.fill(lang, &[&grouped(*by, lang)]),
        }
    }
}

/// The server's figure beside which the one on air stands: that of the same unit, else the nation's.
pub fn at_server(room: &ControlRoom) -> i64 {
    room.on_air_at_server.unwrap_or(room.submitted)
}

/// Compares the figure on air with the server's of the same unit.
pub fn compared(room: &ControlRoom) -> Compared {
    let show = &room.show;
    let Some(item) = show.program.and_then(|program| show.item(program.item)) else { return Compared::None };
    if show.hidden.is_some() {
        return Compared::Hidden;
    }
    let Some(figure) = room.on_air else { return Compared::None };
    if let Some(frozen) = &show.frozen {
        return Compared::Still(frozen.seq);
    }
    if let Some(typed) = item.typed.as_ref().filter(|_| may_be_typed(&item.scene)) {
        return Compared::Typed(typed.source.clone());
    }
    if let Some(held) = &item.held {
        return Compared::Still(held.seq);
    }
    match room.on_air_at_server.map(|server| server.saturating_sub(figure)) {
        None => Compared::None,
        Some(0) => Compared::Equal,
        Some(by) => Compared::Behind(by),
    }
}

/// The item whose embargo ends first, with its place from 1 and the moment.
pub fn next_embargo(room: &ControlRoom, now: Timestamp) -> Option<(usize, &Item, Timestamp)> {
    let waits = |(at, item): (usize, &'_ Item)| item.embargo.filter(|until| *until > now).map(|until| (at + 1, until));
    let (place, until) = room.show.rundown.iter().enumerate().filter_map(waits).min_by_key(|(_, until)| *until)?;
    Some((place, &room.show.rundown[place - 1], until))
}

#[cfg(test)]
mod tests {
    use super::super::standing::tests::{at, person, room};
    use super::*;
    use model::show::{ItemId, OnAir, Scene, Transition, Typed};

    #[test]
    fn a_figure_is_compared_with_the_servers_of_the_same_unit() {
        let unit = |code: &str| Scene::Number { unit: code.parse().unwrap() };
        let mut room = room(vec![unit("tld"), unit("tkv")]);
        assert_eq!(compared(&room), Compared::None, "nothing is on air");
        assert_eq!(at_server(&room), 2_043_817, "the nation's");
        let air = |item| Some(OnAir { item: ItemId(item), since: at("20:14"), transition: Transition::Cut });
        room.show.program = air(1);
        (room.on_air, room.on_air_at_server) = (Some(2_043_817), Some(2_043_817));
        assert_eq!(compared(&room), Compared::Equal);
        room.on_air = Some(2_043_805);
        assert_eq!(compared(&room).say(Lang::Vi), "kém máy chủ 12");
        room.on_air = Some(2_043_818);
        assert_eq!(compared(&room).say(Lang::En), "1 more than the server");
        room.show.program = air(2);
        (room.on_air, room.on_air_at_server) = (Some(7_080), Some(7_085));
        assert_eq!(compared(&room).say(Lang::Vi), "kém máy chủ 5", "a guest's as well");
        assert_eq!(at_server(&room), 7_085);
        let typed = Typed { figure: 7, source: "Ban tổ chức".into(), by: person("Hà Vy"), at: at("20:14") };
        room.show.rundown[1].typed = Some(typed);
        assert_eq!(compared(&room).say(Lang::Vi), "số nhập tay, nguồn: Ban tổ chức");
        room.show.hidden = Some(at("20:15"));
        (room.on_air, room.on_air_at_server) = (None, None);
        assert_eq!(compared(&room), Compared::Hidden);
    }

    #[test]
    fn the_embargo_that_ends_first_is_counted_down() {
        let mut room = room(vec![Scene::Map, Scene::Map, Scene::Map]);
        room.show.rundown[0].embargo = Some(at("21:00"));
        room.show.rundown[1].embargo = Some(at("20:10"));
        room.show.rundown[2].embargo = Some(at("20:40"));
        let next = |clock| next_embargo(&room, at(clock)).map(|(place, _, until)| (place, until));
        assert_eq!(next("20:15"), Some((3, at("20:40"))));
        assert_eq!(next("21:00"), None);
    }
}
