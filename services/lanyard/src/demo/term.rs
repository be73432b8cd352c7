//! A term of invented work: what was raised on which day, and what became of it.

use jiff::civil::Date;

use super::people::School;

/// What triage makes of an invented concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Still in the inbox.
    Untriaged,
    /// Nothing further.
    NoFurtherAction,
    /// Watched.
    Monitor,
    /// A case, still open.
    Case,
    /// A case, closed again.
    ClosedCase,
}

/// One invented concern.
#[derive(Debug, Clone, Copy)]
pub struct Invented {
    /// At which academy.
    pub school: School,
    /// Which pupil of the academy, counted through.
    pub pupil: usize,
    /// Minutes after midnight, London.
    pub minute: i64,
    /// Category.
    pub category: &'static str,
    /// The reporter's words.
    pub account: &'static str,
    /// What was done.
    pub action: &'static str,
    /// Online platform, where it was online.
    pub platform: Option<&'static str>,
    /// What becomes of it.
    pub fate: Fate,
}

/// Category, account, action, platform. All invented.
const STORIES: [(&str, &str, &str, Option<&str>); 12] = [
    (
        "neglect",
        "Has come without a coat every day this week and says the heating at home is off. Hungry before break again.",
        "Gave breakfast from the kitchen and a coat from the spare rail.",
        None,
    ),
    (
        "cyber_bullying",
        "Showed me messages in a group chat calling them names and telling them not to come in tomorrow.",
        "Told them not to reply and not to delete anything.",
        Some("Chatterbox"),
    ),
    (
        "bullying",
        "Pushed in the corridor by the same two pupils, third time this half-term.",
        "Walked them to the office and stayed until calm.",
        None,
    ),
    (
        "mental_health",
        "Said in tutor time that everything feels pointless and they do not sleep.",
        "Stayed with them, listened, said whom I would tell.",
        None,
    ),
    (
        "domestic_abuse",
        "Said that mum and her partner were shouting all night and something was thrown.",
        "Wrote the words down at once. Did not ask further questions.",
        None,
    ),
    (
        "self_harm_and_suicide",
        "Long sleeves in PE; when asked, said they scratch themselves when it gets too much.",
        "Took them to the medical room. Not left alone.",
        None,
    ),
    (
        "emotional_abuse",
        "Cried before home time and said they are always told they are stupid.",
        "Stayed with them and wrote down the words.",
        None,
    ),
    (
        "missing_from_home_or_education",
        "Not in school for three days, nobody answers the telephone.",
        "Rang both contacts, left a message, told the attendance lead.",
        None,
    ),
    (
        "harmful_online_content",
        "Classmates say a video with violence goes round; this pupil saw it and is upset.",
        "Asked them to put the phone away. Did not look at it.",
        Some("ClipTrail"),
    ),
    (
        "young_carer",
        "Late again because they take a brother to nursery; mum is ill in bed.",
        "Agreed a quiet start with the form tutor.",
        None,
    ),
    (
        "age_inappropriate_games",
        "Talks every day about playing a game rated 18 with strangers at night.",
        "Spoke about it in general with the class.",
        Some("BlockRaiders"),
    ),
    (
        "child_on_child_abuse",
        "Says that an older pupil takes money from them at the bus stop.",
        "Told them it was right to say so; walked with them to the gate.",
        None,
    ),
];

/// How the fates are spread: more is watched or closed than opened.
const FATES: [Fate; 10] = [
    Fate::NoFurtherAction,
    Fate::Monitor,
    Fate::Case,
    Fate::ClosedCase,
    Fate::Monitor,
    Fate::NoFurtherAction,
    Fate::ClosedCase,
    Fate::Case,
    Fate::NoFurtherAction,
    Fate::Monitor,
];

/// Schools of the day's concerns: Oakfield is the largest.
const SCHOOLS: [School; 4] = [
    School::Oakfield,
    School::Oakfield,
    School::StAldhelms,
    School::Beacon,
];

/// The concerns of one school day; the last days' are still untriaged.
#[must_use]
pub fn day(number: usize, is_recent: bool) -> Vec<Invented> {
    SCHOOLS
        .iter()
        .enumerate()
        .map(|(i, school)| {
            let n = number * SCHOOLS.len() + i;
            let (category, account, action, platform) = STORIES[(n * 5 + number) % STORIES.len()];
            let minute = i64::try_from(8 * 60 + 40 + (n * 37) % 380).unwrap_or(0);
            Invented {
                school: *school,
                pupil: n * 13 + i * 7,
                minute,
                category,
                account,
                action,
                platform,
                fate: if is_recent && i % 2 == 1 {
                    Fate::Untriaged
                } else {
                    FATES[(n + number / 3) % FATES.len()]
                },
            }
        })
        .collect()
}

/// The last weekdays before a day, oldest first.
#[must_use]
pub fn weekdays_before(today: Date, number: usize) -> Vec<Date> {
    let mut days = Vec::with_capacity(number);
    let mut day = today;
    while days.len() < number {
        let Ok(before) = day.yesterday() else { break };
        day = before;
        if !matches!(
            day.weekday(),
            jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday
        ) {
            days.push(day);
        }
    }
    days.reverse();
    days
}
