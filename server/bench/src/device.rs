//! A member's device: joined, with a connection of its own, syncing like the app does. Promises that it goes on only if
//! every op was applied.

use crate::Measured;
use crate::client::Connection;
use crate::server::Server;
use memchr::memmem;
use uuid::Uuid;

/// A device.
pub struct Device {
    connection: Connection,
    authorization: String,
    /// The part of each request before the cursor.
    opening: String,
    /// As JSON.
    cursor: String,
}

/// What a sync brought.
#[derive(Debug, Clone, Copy)]
pub struct Synced {
    /// Bytes over the wire.
    pub wire: usize,
    /// There are more changes.
    pub more: bool,
}

impl Device {
    /// Joins the `n`th unit.
    pub async fn join(server: &Server, n: usize) -> Measured<Self> {
        let mut connection = server.connect().await?;
        let code = &server.join_codes[n % server.join_codes.len()];
        let request =
            serde_json::json!({ "code": code, "name": format!("Nguyễn Văn {n}"), "consent": true }).to_string();
        let answer = connection.post("/api/v1/join", &[], &[request.as_bytes()]).await?.expect(201)?;
        let joined: serde_json::Value = serde_json::from_slice(answer.body)?;
        let token = joined["token"].as_str().ok_or("no token")?;
        Ok(Self {
            authorization: format!("authorization: Bearer {token}"),
            opening: format!(r#"{{"device":"{}","cursor":"#, Uuid::now_v7()),
            cursor: "null".into(),
            connection,
        })
    }

    /// Another device of the same member, which knows nothing yet.
    pub async fn sibling(&self, server: &Server) -> Measured<Self> {
        Ok(Self {
            connection: server.connect().await?,
            authorization: self.authorization.clone(),
            opening: format!(r#"{{"device":"{}","cursor":"#, Uuid::now_v7()),
            cursor: "null".into(),
        })
    }

    /// Sends `count` ops; `headers` come on top of the usual ones.
    pub async fn sync(&mut self, ops: &[u8], count: usize) -> Measured<Synced> {
        let authorization = [self.authorization.as_str()];
        let pieces: [&[u8]; 5] = [self.opening.as_bytes(), self.cursor.as_bytes(), br#","ops":["#, ops, b"]}"];
        let answer = self.connection.post("/api/v1/sync", &authorization, &pieces).await?.expect(200)?;
        let changes = memmem::find(answer.body, br#","changes":"#).ok_or("no changes")?;
        let applied = memmem::find_iter(&answer.body[..changes], br#""outcome":"applied""#).count();
        if applied != count {
            return Err(format!("{applied} of {count} ops were applied").into());
        }
        let synced = Synced { wire: answer.wire, more: memmem::rfind(answer.body, br#""more":true"#).is_some() };
        self.cursor = cursor(answer.body)?;
        Ok(synced)
    }

    /// Asks for a page of changes in gzip, which isn't read: the position is where a plain page of the same changes was
    /// (see [`crate::pull`]). Gives the bytes over the wire.
    pub async fn pull_gzip(&mut self, cursor: &str) -> Measured<usize> {
        let headers = [self.authorization.as_str(), "accept-encoding: gzip"];
        let pieces: [&[u8]; 3] = [self.opening.as_bytes(), cursor.as_bytes(), br#","ops":[]}"#];
        Ok(self.connection.post("/api/v1/sync", &headers, &pieces).await?.expect(200)?.wire)
    }

    /// Where it stands, as JSON.
    pub fn cursor(&self) -> &str {
        &self.cursor
    }
}

/// The cursor in an answer, as JSON: the last member but one.
fn cursor(body: &[u8]) -> Measured<String> {
    const NAME: &[u8] = br#""cursor":"#;
    let begin = memmem::rfind(body, NAME).ok_or("no cursor")? + NAME.len();
    let length = memmem::find(&body[begin..], br#"","#).ok_or("no cursor")? + 1;
    Ok(std::str::from_utf8(&body[begin..begin + length])?.to_owned())
}
