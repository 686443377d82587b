//! A QR code as the server has drawn it.

use model::sign_in::QrCode;

use crate::markup::{El, el};

/// The code as a picture: dark on light, whatever the theme, or cameras don't find it. `None` if it isn't drawn of strokes alone.
pub fn qr_picture(qr: &QrCode, label: &str) -> Option<El> {
    // It goes into the page as markup, so it holds nothing but strokes.
    let is_path = qr.path.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'M' | b'h' | b'v' | b'z' | b' ' | b'-'));
    let (side, path) = (qr.side, &qr.path);
    let markup =
        format!("<svg viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>");
    is_path.then(|| el("div", "qr").attr("role", "img").attr("aria-label", label).html(&markup))
}
