//! QR codes as pictures to draw. Promises one path with every dark module and the quiet zone around it. Knows no HTTP.

use qrcode::types::QrError;
use qrcode::{Color, EcLevel};
use std::fmt::Write as _;

/// Unpainted modules around a QR code, so that cameras find it (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// A text as a QR code: how many modules it is wide and high, and the dark ones as the `d` of an SVG path.
///
/// # Errors
/// If the text is too long for one.
pub fn draw(text: &str, level: EcLevel) -> Result<(usize, String), QrError> {
    let qr = qrcode::QrCode::with_error_correction_level(text, level)?;
    let (width, colors) = (qr.width(), qr.to_colors());
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            // A rectangle for each run of dark modules in a row.
            let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                // Writing to a string can't fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    Ok((width + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcode::QrCode;

    #[test]
    fn the_picture_has_every_dark_module_and_a_quiet_zone() {
        let text = "https://sangkien.example/app/join?code=2847-3916-5073";
        let (side, path) = draw(text, EcLevel::Q).unwrap();
        let qr = QrCode::with_error_correction_level(text, EcLevel::Q).unwrap();
        let runs = path.split('h').skip(1).filter_map(|rest| rest.split('v').next()?.parse::<usize>().ok());
        let dark = qr.to_colors().into_iter().filter(|color| *color == Color::Dark).count();
        assert_eq!(runs.sum::<usize>(), dark);
        assert_eq!(side, qr.width() + 8);
    }
}
