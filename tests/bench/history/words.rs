//! Invented names and sentences.

/// Forenames, made up of ordinary ones.
pub const FORENAMES: &[&str] = &[
    "Amara", "Bilal", "Carys", "Daniel", "Elif", "Finn", "Grace", "Hamza", "Isla", "Jakub",
    "Kezia", "Leo", "Maja", "Noah", "Oona", "Piotr", "Qasim", "Rosa", "Samir", "Tilly",
];
/// Surnames that nobody bears as a pair with a forename on purpose.
pub const SURNAMES: &[&str] = &[
    "Example",
    "Sample",
    "Ashdown",
    "Birchley",
    "Coldharbour",
    "Dunmore",
    "Elmswell",
    "Fairoak",
    "Greenhithe",
    "Hazelgrove",
    "Ivybridge",
    "Kestrel",
    "Larkfield",
    "Meadowcroft",
    "Northgate",
    "Oakhurst",
    "Pennywell",
    "Quarrier",
    "Ravenscroft",
    "Summerhill",
];
/// What somebody noticed.
pub const ACCOUNTS: &[&str] = &[
    "She showed me threatening messages from a group chat after registration and asked me not to \
     tell anybody. I told her that I would have to pass it on to somebody who can help.",
    "He fell asleep in two lessons this week and said that there had been people at the house \
     until late. His uniform was the same as on Monday and he had no lunch with him.",
    "Two pupils told me that a video of a fight behind the sports hall is going round. I have not \
     seen it and asked them not to send it to anybody. Both were upset.",
    "She has stopped eating with her friends and wears long sleeves in PE. When I asked how she \
     was she said that she was tired and did not want to talk about it.",
    "He said that his brother took him along in a car with older boys whom he does not know and \
     that he had to wait outside a flat for an hour.",
];
/// What was written down while working on it.
pub const NOTES: &[&str] = &[
    "Spoke with the form tutor after registration. She has been quieter this week and sat on her \
     own at lunch on Monday and Tuesday. The tutor will tell me on Friday how it goes.",
    "Met with the head of year and the attendance officer. Attendance is down to 84 per cent since \
     half-term. We agreed a meeting with the family and a named adult in school.",
    "Rang children's social care for advice without naming the family. They would like us to keep \
     a chronology and to ring again if anything changes.",
    "Saw him at break. He was more open than last week and said that things at home are calmer. \
     He would like to go to the breakfast club. I will arrange it.",
];
/// Why something was decided.
pub const REASONS: &[&str] = &[
    "First worry of its kind; the tutor will watch and tell me.",
    "A pattern over three weeks; needs a plan and an owner.",
    "Explained by the family in a way that fits with what we know; no sign of harm.",
];
/// What was to be done, and what was said.
pub const ACTIONS: &[&str] = &[
    "Meet with the family and the head of year",
    "Ask the school nurse for an appointment",
    "Look at the filtering log for the last week",
];
/// Categories of the taxonomy, the frequent ones more often.
pub const CATEGORIES: &[&str] = &[
    "cyber_bullying",
    "cyber_bullying",
    "neglect",
    "neglect",
    "emotional_abuse",
    "self_harm_and_suicide",
    "domestic_abuse",
    "physical_abuse",
    "mental_health",
    "bullying",
];
