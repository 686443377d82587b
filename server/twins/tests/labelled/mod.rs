//! The labelled set: invented pairs of initiatives in Vietnamese, each of a class that says whether an officer would want
//! to be told. The tests and the benchmark read it through this.

use serde::Deserialize;

/// What an initiative says, as far as it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Text {
    #[serde(default)]
    pub title: String,
    pub problem: String,
    pub solution: String,
}

impl Text {
    /// Its parts, in the order of the form.
    pub fn parts(&self) -> [&str; 3] {
        [&self.title, &self.problem, &self.solution]
    }

    fn typed(&self, typing: fn(&str) -> String) -> Text {
        Text { title: typing(&self.title), problem: typing(&self.problem), solution: typing(&self.solution) }
    }
}

/// What the two of a pair are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The same words, typed or pasted anew: without diacritics, in capitals, decomposed, with other punctuation.
    Copy,
    /// Most sentences stand, some words are exchanged, added or left out.
    Reworded,
    /// Sentences turned around, most of the words still there.
    Rewritten,
    /// The same idea, written by somebody else from scratch.
    OtherWords,
    /// Different ideas under the same title.
    SameTitle,
    /// Different ideas between the same standing sentences.
    Boilerplate,
}

impl Class {
    /// Every class.
    pub const ALL: [Class; 6] =
        [Class::Copy, Class::Reworded, Class::Rewritten, Class::OtherWords, Class::SameTitle, Class::Boilerplate];

    /// Whether an officer would want to be told.
    pub const fn is_duplicate(self) -> bool {
        matches!(self, Class::Copy | Class::Reworded | Class::Rewritten | Class::OtherWords)
    }

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Class::Copy => "exact copies, typed differently",
            Class::Reworded => "light rewordings",
            Class::Rewritten => "heavier rewordings, sentences turned around",
            Class::OtherWords => "the same idea in other words",
            Class::SameTitle => "different ideas, the same title",
            Class::Boilerplate => "different ideas, the same standing sentences",
        }
    }
}

/// One labelled pair.
#[derive(Debug, Clone)]
pub struct Pair {
    pub class: Class,
    pub first: Text,
    pub second: Text,
}

#[derive(Deserialize)]
struct Set {
    ideas: Vec<Idea>,
    same_title: Vec<Titled>,
    boilerplate: Vec<Two>,
}

#[derive(Deserialize)]
struct Idea {
    #[serde(flatten)]
    text: Text,
    reworded: Vec<Text>,
    rewritten: Vec<Text>,
    other_words: Text,
}

#[derive(Deserialize)]
struct Titled {
    title: String,
    a: Text,
    b: Text,
}

#[derive(Deserialize)]
struct Two {
    a: Text,
    b: Text,
}

/// The ways in which copies are typed.
const TYPINGS: [fn(&str) -> String; 5] = [
    str::to_owned,
    // The search key has no diacritics, and is what a hurried hand types.
    model::text::search_key,
    str::to_uppercase,
    |text| format!("  - {}", text.replace(". ", " ;\n  - ").replace(' ', "  ")),
    decomposed,
];

/// As some keyboards send it: each tone mark behind its letter.
fn decomposed(text: &str) -> String {
    text.replace('ấ', "a\u{302}\u{301}").replace('ệ', "e\u{302}\u{323}").replace('ố', "o\u{302}\u{301}")
}

/// All pairs.
pub fn pairs() -> Vec<Pair> {
    let set: Set = serde_json::from_str(include_str!("pairs.json")).expect("the labelled set is what its types say");
    let mut pairs = Vec::new();
    let mut add = |class, first: &Text, second: Text| pairs.push(Pair { class, first: first.clone(), second });
    for (Idea { text, reworded, rewritten, other_words }, typing) in set.ideas.iter().zip(TYPINGS.into_iter().cycle()) {
        add(Class::Copy, text, text.typed(typing));
        reworded.iter().for_each(|other| add(Class::Reworded, text, other.clone()));
        rewritten.iter().for_each(|other| add(Class::Rewritten, text, other.clone()));
        add(Class::OtherWords, text, other_words.clone());
    }
    for Titled { title, a, b } in set.same_title {
        let [a, b] = [a, b].map(|text| Text { title: title.clone(), ..text });
        add(Class::SameTitle, &a, b);
    }
    for Two { a, b } in set.boilerplate {
        add(Class::Boilerplate, &a, b);
    }
    pairs
}

/// What is in both problems and in both solutions, sentence by sentence.
pub fn standing_sentences(pair: &Pair) -> Text {
    let both = |one: &str, other: &str| {
        let shared: Vec<&str> = one.split_inclusive(". ").filter(|sentence| other.contains(sentence.trim())).collect();
        shared.concat()
    };
    Text {
        title: String::new(),
        problem: both(&pair.first.problem, &pair.second.problem),
        solution: both(&pair.first.solution, &pair.second.solution),
    }
}
