//! Passkeys of an officer, as they are told.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::sign_in::PasskeyLine;
use store::Passkey;

/// Passkeys as an officer sees them.
pub fn lines(passkeys: Vec<Passkey>) -> Vec<PasskeyLine> {
    let line = |passkey: Passkey| PasskeyLine {
        id: URL_SAFE_NO_PAD.encode(passkey.id),
        name: passkey.name,
        created_at: passkey.created_at,
    };
    passkeys.into_iter().map(line).collect()
}
