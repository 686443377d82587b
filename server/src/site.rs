//! The files of the built site. They belong to the binary and not to the library, so that the
//! library compiles while the site is still being built. A release carries them inside; a debug
//! build reads them from the checkout when it starts.

use std::{borrow::Cow, io};

/// A path without a leading slash, and what is there.
pub type File = (String, Cow<'static, [u8]>);

/// Every file of the site.
#[cfg(not(debug_assertions))]
pub fn files() -> io::Result<Vec<File>> {
    #[derive(rust_embed::RustEmbed)]
    #[folder = "$CARGO_MANIFEST_DIR/../target/site"]
    struct Embedded;

    let files = Embedded::iter().filter_map(|path| {
        let file = Embedded::get(&path)?;
        Some((path.into_owned(), file.data))
    });
    Ok(files.collect())
}

/// Every file of the site: what `cargo leptos watch` built if it started us, else what `make dev`
/// built. Empty if nothing is built.
#[cfg(debug_assertions)]
pub fn files() -> io::Result<Vec<File>> {
    debug::files()
}

#[cfg(debug_assertions)]
mod debug {
    use std::{
        borrow::Cow,
        env, fs,
        hash::{DefaultHasher, Hash, Hasher},
        io,
        path::Path,
    };

    use super::File;

    const CHECKOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

    pub fn files() -> io::Result<Vec<File>> {
        let mut files = Vec::new();
        match env::var_os("LEPTOS_SITE_ROOT") {
            Some(root) => watched(Path::new(&root), &mut files)?,
            None => {
                let built = Path::new(CHECKOUT).join("target/site-debug");
                if built.exists() {
                    collect(&built, "", &mut files)?;
                }
            }
        }
        Ok(files)
    }

    fn collect(folder: &Path, prefix: &str, files: &mut Vec<File>) -> io::Result<()> {
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

    /// Names what cargo-leptos built by its content, as `site.mjs` does.
    fn watched(root: &Path, files: &mut Vec<File>) -> io::Result<()> {
        collect(&Path::new(CHECKOUT).join("app/public"), "", files)?;
        let arriving = fs::read_to_string(Path::new(CHECKOUT).join("app/arriving.js"))?;
        for (_, worker) in files.iter_mut().filter(|(path, _)| path == "sw.js") {
            // The worker is no module: it has the text in front of its own.
            let text = arriving.lines().map(|line| line.strip_prefix("export ").unwrap_or(line));
            let text = text.collect::<Vec<_>>().join("\n") + "\n";
            *worker = Cow::Owned([text.as_bytes(), worker.as_ref()].concat());
        }
        let mut named = |name: &str, ending: &str, data: Vec<u8>| {
            let mut hasher = DefaultHasher::new();
            data.hash(&mut hasher);
            let path = format!("pkg/{name}.{:016x}.{ending}", hasher.finish());
            let address = format!("/{path}");
            files.push((path, Cow::Owned(data)));
            address
        };
        let glue = named("app", "js", fs::read(root.join("pkg/sangkien.js"))?);
        let wasm = named("app", "wasm", fs::read(root.join("pkg/sangkien.wasm"))?);
        let style = named("style", "css", stylesheet()?.into_bytes());
        let desk_style = ["desk", "administration"]
            .map(|file| fs::read(Path::new(CHECKOUT).join(format!("style/{file}.css"))))
            .into_iter()
            .collect::<io::Result<Vec<_>>>()?
            .concat();
        let desk_style = named("desk", "css", desk_style);
        // Its letters are the system's here: only `site.mjs` puts the files beside it.
        let stage_style = named("stage", "css", fs::read(Path::new(CHECKOUT).join("style/stage.css"))?);
        let control_style = named("control", "css", fs::read(Path::new(CHECKOUT).join("style/control.css"))?);
        let up_to_date = named("up-to-date", "js", fs::read(Path::new(CHECKOUT).join("app/up-to-date.js"))?);
        let arriving = named("arriving", "js", arriving.into_bytes());
        let from_arriving = format!("from '{arriving}'");
        let from_glue = format!("from '{glue}'");
        let run = fs::read_to_string(Path::new(CHECKOUT).join("app/run.js"))?.replace("from 'glue'", &from_glue);
        let run = run.replace("from './arriving.js'", &from_arriving);
        let run = named("run", "js", run.into_bytes());
        // One wasm with every part in it.
        let mut bundle = |name: &str| -> io::Result<serde_json::Value> {
            let boot = fs::read_to_string(Path::new(CHECKOUT).join(format!("app/{name}.js")))?;
            let boot = boot.replace("from 'glue'", &from_glue);
            let boot = boot.replace("from './run.js'", &format!("from '{run}'"));
            let boot = boot.replace("from './arriving.js'", &from_arriving);
            let boot = boot.replace("from './up-to-date.js'", &format!("from '{up_to_date}'"));
            Ok(serde_json::json!({ "script": named(name, "js", boot.into_bytes()), "wasm": wasm }))
        };
        let (board, worksite, desk) = (bundle("boot-board")?, bundle("boot-worksite")?, bundle("boot-desk")?);
        let (stage, control) = (bundle("boot-stage")?, bundle("boot-control")?);
        let precache = [&glue, &run, &arriving, &up_to_date, &wasm];
        let assets = serde_json::json!({
            "style": style, "desk_style": desk_style, "stage_style": stage_style, "control_style": control_style,
            "icon": "/favicon.svg", "precache": precache,
            "board": board, "worksite": worksite, "desk": desk, "stage": stage, "control": control,
        });
        files.push(("assets.json".to_owned(), Cow::Owned(assets.to_string().into_bytes())));
        Ok(())
    }

    /// The files that `style/all.css` imports, in its order.
    fn stylesheet() -> io::Result<String> {
        let folder = Path::new(CHECKOUT).join("style");
        fs::read_to_string(folder.join("all.css"))?
            .lines()
            .filter_map(|line| line.strip_prefix("@import \"")?.strip_suffix("\";"))
            .map(|file| fs::read_to_string(folder.join(file)))
            .collect()
    }
}
