//! Every icon of the product, as inline SVG: one stroke, on a grid of 24. An icon only repeats what words beside it say,
//! so it is hidden from screen readers.

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A magnifying glass: look for something.
    Search,
    /// No network.
    Offline,
    /// This device.
    Device,
    /// A time or a wait.
    Clock,
    /// Done, sent.
    Check,
    /// Received by an officer.
    Checks,
    /// Sent back for more.
    Return,
    /// Recognised.
    Seal,
    /// Declined.
    No,
    /// Two versions.
    Split,
    /// One more.
    Plus,
    /// Write.
    Pen,
    /// Back.
    Left,
    /// The next level down.
    Right,
    /// Open, or sorted with the greatest first.
    Down,
    /// People.
    Users,
    /// Locked or confidential.
    Lock,
    /// Take it back.
    Undo,
    /// A new version, or try again.
    Refresh,
    /// Pause.
    Pause,
    /// Keep in place.
    Pin,
    /// Freeze the figures.
    Freeze,
    /// Hide.
    Hide,
    /// An attachment.
    Clip,
    /// A person is needed.
    Alert,
    /// An explanation.
    Info,
    /// The first page.
    Home,
    /// A list.
    List,
    /// The board of figures.
    Board,
    /// A copy, a possible duplicate.
    Copy,
    /// A day.
    Calendar,
    /// The menu.
    Menu,
    /// More actions.
    More,
    /// Play.
    Play,
    /// Waiting to be sent.
    Send,
    /// Filter.
    Filter,
    /// Close.
    Close,
    /// Hand on.
    Forward,
    /// A picture.
    Image,
}

impl Icon {
    /// Every icon, for the gallery.
    pub const ALL: [Icon; 39] = [
        Icon::Search,
        Icon::Offline,
        Icon::Device,
        Icon::Clock,
        Icon::Check,
        Icon::Checks,
        Icon::Return,
        Icon::Seal,
        Icon::No,
        Icon::Split,
        Icon::Plus,
        Icon::Pen,
        Icon::Left,
        Icon::Right,
        Icon::Down,
        Icon::Users,
        Icon::Lock,
        Icon::Undo,
        Icon::Refresh,
        Icon::Pause,
        Icon::Pin,
        Icon::Freeze,
        Icon::Hide,
        Icon::Clip,
        Icon::Alert,
        Icon::Info,
        Icon::Home,
        Icon::List,
        Icon::Board,
        Icon::Copy,
        Icon::Calendar,
        Icon::Menu,
        Icon::More,
        Icon::Play,
        Icon::Send,
        Icon::Filter,
        Icon::Close,
        Icon::Forward,
        Icon::Image,
    ];

    /// The strokes, as the inside of an `<svg>`.
    pub const fn strokes(self) -> &'static str {
        match self {
            Icon::Search => r#"<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>"#,
            Icon::Offline => {
                r#"<path d="M3 3l18 18M8.5 16a5 5 0 0 1 6.8-.2M5 12.4a10 10 0 0 1 4.6-2.5M2 8.8a15 15 0 0 1 4.3-2.6M11 5a15 15 0 0 1 11 3.8M15.2 10a10 10 0 0 1 3.8 2.4"/><path d="M12 19.6h.01"/>"#
            }
            Icon::Device => r#"<rect x="6.5" y="2.5" width="11" height="19" rx="2"/><path d="M10.5 18.5h3"/>"#,
            Icon::Clock => r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.2 2"/>"#,
            Icon::Check => r#"<path d="m4.5 12.5 5 5 10-11"/>"#,
            Icon::Checks => r#"<path d="m2 12.5 4.5 4.5L15 7.5M11.5 16.5l.5.5L21.5 7.5"/>"#,
            Icon::Return => {
                r#"<path d="M8 5 3.5 9.5 8 14"/><path d="M4 9.5h10a6 6 0 0 1 0 12h-3" transform="translate(0 -1.5)"/>"#
            }
            Icon::Seal => {
                r#"<circle cx="12" cy="9" r="5.5"/><path d="m8.5 13.5-1.5 8 5-2.6 5 2.6-1.5-8"/><path d="m9.8 9.2 1.6 1.6 2.9-3.2"/>"#
            }
            Icon::No => r#"<circle cx="12" cy="12" r="8.5"/><path d="M7.5 12h9"/>"#,
            Icon::Split => r#"<path d="M12 21v-7M12 14 5.5 7.5M12 14l6.5-6.5M5 12V7h5M14 7h5v5"/>"#,
            Icon::Plus => r#"<path d="M12 5v14M5 12h14"/>"#,
            Icon::Pen => {
                r#"<path d="m4 20 1-4.5L16 4.5a1.8 1.8 0 0 1 2.6 0l.9.9a1.8 1.8 0 0 1 0 2.6L8.5 19z"/><path d="m14 6.5 3.5 3.5"/>"#
            }
            Icon::Left => r#"<path d="M19.5 12h-15M11 5.5 4.5 12l6.5 6.5"/>"#,
            Icon::Right => r#"<path d="m9 5 7 7-7 7"/>"#,
            Icon::Down => r#"<path d="m5 9 7 7 7-7"/>"#,
            Icon::Users => {
                r#"<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.4-4 3-6 6.5-6s6.1 2 6.5 6M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.6c2 .8 3.2 2.6 3.5 5.4"/>"#
            }
            Icon::Lock => {
                r#"<rect x="5" y="10.5" width="14" height="10" rx="1.5"/><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3"/>"#
            }
            Icon::Undo => r#"<path d="M8 5 3.5 9.5 8 14M4 9.5h10a5.5 5.5 0 0 1 0 11h-3"/>"#,
            Icon::Refresh => {
                r#"<path d="M20 5v5h-5M4 19v-5h5"/><path d="M19.5 10a8 8 0 0 0-14-3M4.5 14a8 8 0 0 0 14 3"/>"#
            }
            Icon::Pause => r#"<path d="M8 5v14M16 5v14"/>"#,
            Icon::Pin => r#"<path d="M9 3.5h6M10 3.5v6l-3.5 4.5h11L14 9.5v-6M12 14v7"/>"#,
            Icon::Freeze => {
                r#"<path d="M12 2.5v19M3.8 7.2l16.4 9.6M20.2 7.2 3.8 16.8M9.5 4 12 6.5 14.5 4M9.5 20l2.5-2.5 2.5 2.5"/>"#
            }
            Icon::Hide => {
                r#"<path d="M3 3l18 18M10.5 5.7A9.5 9.5 0 0 1 22 12a14 14 0 0 1-2.7 3.6M6.5 7A13.5 13.5 0 0 0 2 12a10.5 10.5 0 0 0 14.5 5.2M10 10a2.9 2.9 0 0 0 4 4"/>"#
            }
            Icon::Clip => {
                r#"<path d="m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.5 8.5a1.8 1.8 0 0 1-2.5-2.5L14.5 7.5"/>"#
            }
            Icon::Alert => r#"<path d="M12 3.5 21.5 20h-19z"/><path d="M12 10v4.5M12 17.3h.01"/>"#,
            Icon::Info => r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 7.8h.01"/>"#,
            Icon::Home => r#"<path d="m3.5 11 8.5-7 8.5 7M6 9.5V20h12V9.5"/>"#,
            Icon::List => r#"<path d="M8.5 6h12M8.5 12h12M8.5 18h12M4 6h.01M4 12h.01M4 18h.01"/>"#,
            Icon::Board => r#"<path d="M4 20V11M10 20V4M16 20v-7M21.5 20h-19"/>"#,
            Icon::Copy => {
                r#"<rect x="8.5" y="8.5" width="12" height="12" rx="1.5"/><path d="M15.5 8.5v-4a1 1 0 0 0-1-1h-10a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h4"/>"#
            }
            Icon::Calendar => {
                r#"<rect x="3.5" y="5" width="17" height="15.5" rx="1.5"/><path d="M3.5 10h17M8 2.5v4M16 2.5v4"/>"#
            }
            Icon::Menu => r#"<path d="M4 7h16M4 12h16M4 17h16"/>"#,
            Icon::More => r#"<path d="M5.5 12h.01M12 12h.01M18.5 12h.01" stroke-width="3"/>"#,
            Icon::Play => r#"<path d="M7 4.5v15l12-7.5z"/>"#,
            Icon::Send => r#"<path d="M12 20V5M5.5 11 12 4.5 18.5 11"/>"#,
            Icon::Filter => r#"<path d="M3.5 6h17M7 12h10M10.5 18h3"/>"#,
            Icon::Close => r#"<path d="m6 6 12 12M18 6 6 18"/>"#,
            Icon::Forward => r#"<path d="M4.5 20v-5a5 5 0 0 1 5-5h10M14.5 5l5 5-5 5"/>"#,
            Icon::Image => {
                r#"<rect x="3.5" y="4.5" width="17" height="15" rx="1.5"/><path d="m4 17 5-5 4 4 2.5-2.5 4.5 4.5M15.5 9h.01"/>"#
            }
        }
    }
}
