//! The files of the built site. They belong to the binary and not to the library, so that the
//! library compiles while the site is still being built. A release carries them inside; a debug
//! build reads them from the checkout when it starts.

use std::{borrow::Cow, io};

/// Every file of the site with its path, without a leading slash.
#[cfg(not(debug_assertions))]
pub fn files() -> io::Result<Vec<(String, Cow<'static, [u8]>)>> {
    #[derive(rust_embed::RustEmbed)]
    #[folder = "$CARGO_MANIFEST_DIR/../target/site"]
    struct Embedded;

    let files = Embedded::iter().filter_map(|path| {
        let file = Embedded::get(&path)?;
        Some((path.into_owned(), file.data))
    });
    Ok(files.collect())
}

/// Every file of the site with its path, without a leading slash. Empty if it isn't built.
#[cfg(debug_assertions)]
pub fn files() -> io::Result<Vec<(String, Cow<'static, [u8]>)>> {
    use std::{fs, path::Path};

    fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, Cow<'static, [u8]>)>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                collect(&entry.path(), &format!("{path}/"), files)?;
            } else {
                files.push((path, Cow::Owned(fs::read(entry.path())?)));
            }
        }
        Ok(())
    }

    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site-debug"));
    let mut files = Vec::new();
    if root.exists() {
        collect(root, "", &mut files)?;
    }
    Ok(files)
}
