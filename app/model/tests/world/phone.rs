//! One device with one tab that leads, and a server: for stories that are told step by step, without chance.

use super::chance::Chance;
use super::device::{Device, Outside, Sent};
use super::ledger::Ledger;
use super::server::Server;
use super::{initiative, moment};
use model::content::Content;
use model::draft::{Draft, Standing};
use model::field::{Field, Value};
use model::id::InitiativeId;
use model::op::{Action, Op};
use model::sync::{Answer, Engine, Event, Failure};
use model::wire::SyncRequest;

pub struct Phone {
    pub device: Device,
    pub outside: Outside,
}

impl Phone {
    /// A phone whose browser is open and that has a link.
    pub fn new(number: usize) -> Self {
        let (chance, ledger, on_the_way) = (Chance::new(7), Ledger::default(), Vec::new());
        let mut phone =
            Phone { device: Device::new(number), outside: Outside { chance, ledger, on_the_way, trace: false } };
        phone.restart();
        phone
    }

    /// The browser is killed and opened again.
    pub fn restart(&mut self) {
        self.device.tabs.clear();
        self.outside.on_the_way.clear();
        self.device.open_tab();
        self.device.elect(&mut self.outside);
    }

    pub fn tell(&mut self, event: Event) {
        self.device.handle(0, event, &mut self.outside);
    }

    pub fn engine(&self) -> &Engine {
        &self.device.tabs[0].engine
    }

    pub fn draft(&self, id: InitiativeId) -> &Draft {
        self.engine().draft(id).expect("the draft is on the phone")
    }

    pub fn standing(&self, id: InitiativeId) -> Standing {
        self.draft(id).standing()
    }

    pub fn content(&self, id: InitiativeId) -> &Content {
        self.draft(id).written.content()
    }

    pub fn write(&mut self, id: InitiativeId, field: Field, text: &str) {
        self.tell(Event::Edited { id, field, value: Value::Text(text.into()) });
    }

    pub fn agree_to_be_public(&mut self, id: InitiativeId, agreed: bool) {
        self.tell(Event::Edited { id, field: Field::PublicStory, value: Value::Flag(agreed) });
    }

    pub fn ask(&mut self, id: InitiativeId, action: Action) {
        self.tell(Event::Asked { id, action });
    }

    /// The timer that the engine set rings.
    pub fn timer(&mut self) {
        self.tell(Event::Timer);
    }

    /// The request that is on its way, taken off it.
    pub fn sent(&mut self) -> Option<(Sent, SyncRequest<Op>)> {
        let sent = self.outside.on_the_way.pop()?;
        let request = serde_json::from_str(&sent.body).expect("a request is JSON");
        Some((sent, request))
    }

    /// Answers a request.
    pub fn answer(&mut self, sent: &Sent, answer: Result<Answer, Failure>) {
        self.tell(Event::Answered { number: sent.number, answer });
    }

    /// The request that is on its way comes to nothing.
    pub fn lose(&mut self) {
        if let Some((sent, _)) = self.sent() {
            self.answer(&sent, Err(Failure::Unreachable));
        }
    }

    /// Everything that is on its way arrives and is answered, and what waits for a few more words goes as well.
    pub fn sync(&mut self, server: &mut Server) {
        for _ in 0..2 {
            self.timer();
            while let Some((sent, _)) = self.sent() {
                let (status, body) = server.sync(&sent.body, moment(self.device.here.millis));
                self.answer(&sent, Answer::read(status, None, &body));
            }
        }
    }
}

/// One phone and a server that has a draft of it.
pub fn with_a_draft(text: &str) -> (Phone, Server, InitiativeId) {
    let (mut phone, mut server, id) = (Phone::new(1), Server::default(), initiative(1));
    phone.write(id, Field::Title, text);
    phone.sync(&mut server);
    assert_eq!(phone.standing(id), Standing::BackedUp);
    (phone, server, id)
}
