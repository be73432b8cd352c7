//! What each table for governors counts, in words, and what to ask about it (R14).

/// The words of a table.
pub(super) struct Words {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) definition: &'static str,
    pub(super) question: &'static str,
}

/// Every table that is published.
const TABLES: &[Words] = &[
    Words {
        id: "cases_by_category",
        title: "Cases about pupils, by category",
        definition: "Cases opened from the first to the last day, each once, by its category and academy. \
            A case may be about several pupils and come out of several concerns. Subtotals are the four Cs of \
            online safety; a category that is none of them stands under \"none\".",
        question: "Which category has risen since last term, and what is done before it becomes a case?",
    },
    Words {
        id: "case_outcomes",
        title: "Cases about pupils that were closed, by outcome",
        definition: "Cases closed from the first to the last day and not opened again, each once, by the outcome \
            that somebody other than its owner confirmed; all academies together. They may have been opened in an \
            earlier term. All of it is hidden where it would give away how many were opened.",
        question: "How do you know that what was done worked?",
    },
    Words {
        id: "referrals",
        title: "Referrals, by desk",
        definition: "Referrals that pupils' cases needed from the first to the last day, by the desk outside the \
            trust, whether or not they were made in the end. A case may need several.",
        question: "How soon do the desks answer, and who chases them?",
    },
    Words {
        id: "incident_log",
        title: "Incidents that did not become a case, by what was done and by kind",
        definition: "Concerns about pupils raised from the first to the last day that were not part of a case when \
            this was published, each once: whether it was decided to watch, or to do nothing further, or nobody had \
            decided yet; within each by category. Those that became a case stand in the table of cases, by the same \
            categories. Each decision has its reason on record.",
        question: "Who else looks at what was not taken further, and how often was such a decision changed?",
    },
    // Until October 2026 what was not taken further stood by itself, and what was published so stays.
    Words {
        id: "not_referred",
        title: "Concerns about pupils that were not taken further",
        definition: "Concerns raised from the first to the last day about which it was decided to watch, or to do \
            nothing further. Each decision has its reason on record.",
        question: "Who else looks at these decisions, and how often was one changed?",
    },
    Words {
        id: "adults",
        title: "Matters about staff",
        definition: "Matters about adults who work at an academy, begun from the first to the last day, by what was \
            decided about the harm threshold of statutory guidance; all academies together. Matters about \
            headteachers, trust leaders, trustees and governors are not counted.",
        question: "Do staff bring small worries about colleagues forward, and would you expect more?",
    },
    Words {
        id: "adult_patterns",
        title: "Staff about whom there was more than one low-level concern",
        definition: "Members of staff, each once, about whom a matter begun from the first to the last day was decided \
            to be a low-level concern, and another one that was begun in the twelve months before it; all academies \
            together. Not shown where fewer than about a dozen low-level concerns are, or where the number would say \
            how many there were in an earlier term.",
        question: "When a second small worry about the same person comes, who sees that it is the second?",
    },
    Words {
        id: "filter_changes",
        title: "Changes to filtering",
        definition: "Changes entered from the first to the last day, by where they stood when this was published. No \
            pupil is named in them, so nothing is hidden.",
        question: "Is what was unblocked still needed?",
    },
    Words {
        id: "training",
        title: "Reading and training of staff",
        definition: "Entries made from the first to the last day for one person and one course each, by where they \
            stood when this was published. They are of staff, so nothing is hidden.",
        question: "Who has not read Part One of the guidance yet, and until when?",
    },
];

/// The words of a table that was published.
pub(super) fn of_table(id: &str) -> Option<&'static Words> {
    TABLES.iter().find(|words| words.id == id)
}

/// Of an adults' matter, what was decided about the threshold; of a concern, what was decided.
pub(super) fn of_row(id: &str) -> Option<&'static str> {
    let label = match id {
        "allegations" => "Allegations: the harm threshold may be met",
        "low_level" => "Low-level concerns",
        "no_concern" => "Nothing to be concerned about",
        "undecided" => "Nobody has decided yet",
        "several_low_level" => "More than one within twelve months",
        "monitored" => "Watched",
        "no_further_action" => "Nothing further",
        "none" => "None of the four Cs",
        "other" => "Other",
        "total" => "All",
        _ => return None,
    };
    Some(label)
}
