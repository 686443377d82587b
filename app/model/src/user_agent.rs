//! What a browser calls itself, as a person would say it: "Chrome, Android". Promises no more than a name to tell one's
//! devices apart: browsers pretend to be each other, and anybody may write anything.

/// The browser and the system, as far as they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// "Chrome".
    pub browser: Option<&'static str>,
    /// "Android".
    pub system: Option<&'static str>,
}

/// In this order: those that pretend to be another come before it.
const BROWSERS: [(&str, &str); 10] = [
    ("Zalo", "Zalo"),
    ("coc_coc_browser", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("UCBrowser/", "UC Browser"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
];

/// What this `User-Agent` names.
pub fn named(agent: &str) -> Named {
    let first = |of: &[(&str, &'static str)]| of.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    let safari = || agent.contains("Safari/").then_some("Safari");
    Named { browser: first(&BROWSERS).or_else(safari), system: first(&SYSTEMS) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_told_apart_by_what_people_call_them() {
        const KHTML: &str = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (agent, browser, system) in [
            (
                format!("Mozilla/5.0 (Linux; Android 10; K) {KHTML} Chrome/120.0.0.0 Mobile Safari/537.36"),
                "Chrome",
                "Android",
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64) {KHTML} Chrome/120.0 Safari/537.36 Edg/120.0"),
                "Edge",
                "Windows",
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 12) {KHTML} SamsungBrowser/23.0 Chrome/115.0 Safari/537.36"),
                "Samsung Internet",
                "Android",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Safari/604.1".into(),
                "Safari",
                "iPad",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0".into(), "Firefox", "Linux"),
        ] {
            assert_eq!(named(&agent), Named { browser: Some(browser), system: Some(system) }, "{agent}");
        }
        assert_eq!(named("curl/8.0"), Named { browser: None, system: None });
    }
}
