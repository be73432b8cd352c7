-- Casework views. Position and rows change in the same transaction. A changed shape is a new
-- version of the file (src/file.rs), never an ALTER.

CREATE TABLE meta (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    position INTEGER NOT NULL,
    last_event BLOB
) STRICT;

CREATE TABLE parked (
    stream BLOB PRIMARY KEY,
    position INTEGER NOT NULL,
    code TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per stream. `id` is the position of its first event: every other table refers by it.
CREATE TABLE access_row (
    id INTEGER PRIMARY KEY,
    stream BLOB NOT NULL UNIQUE,
    academy BLOB,
    routed INTEGER NOT NULL,
    raised_by BLOB,
    revision INTEGER NOT NULL,
    erased INTEGER NOT NULL,
    people BLOB NOT NULL,
    linked TEXT NOT NULL,
    -- A referral or a piece of evidence: the number of the matter that it comes out of, whose people and routing are its own.
    parent INTEGER,
    -- An entry of a register: whose own it is, and the matter behind it.
    own BLOB NOT NULL,
    behind BLOB
) STRICT;
CREATE INDEX access_row_parent ON access_row (parent) WHERE parent IS NOT NULL;
CREATE INDEX access_row_behind ON access_row (behind) WHERE behind IS NOT NULL;

-- Below every stream's key, so that a search downwards always ends on a row.
INSERT INTO access_row VALUES (0, zeroblob(17), NULL, 0, NULL, 0, 0, zeroblob(0), '[]', NULL, zeroblob(0), NULL);

-- Who is linked to which matter now; a person corrected away is not.
CREATE TABLE matter_person (
    person BLOB NOT NULL,
    matter INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    PRIMARY KEY (person, matter)
) STRICT, WITHOUT ROWID;

-- Every event of a matter, as it was said.
CREATE TABLE entry (
    position INTEGER PRIMARY KEY,
    matter INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    event_type TEXT NOT NULL,
    actor BLOB NOT NULL,
    occurred_at INTEGER NOT NULL,
    proposed_at INTEGER NOT NULL,
    recorded_minute INTEGER NOT NULL,
    corrected_by INTEGER,
    people BLOB NOT NULL,
    detail TEXT,
    -- The stream of another case: only whoever sees that one too is shown the entry.
    other BLOB
) STRICT;

-- With which other cases a case is linked now; both ends have a row. `id` is the stream of the case's links.
CREATE TABLE case_link (
    matter INTEGER NOT NULL,
    other BLOB NOT NULL,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    linked_by BLOB NOT NULL,
    linked_at INTEGER NOT NULL,
    PRIMARY KEY (matter, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_link_of_stream ON case_link (id);

-- The thread of a matter: its own entries and, for a case, those of its concerns.
CREATE TABLE thread_entry (
    thread INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (thread, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE thread_member (
    thread INTEGER NOT NULL,
    member INTEGER NOT NULL,
    PRIMARY KEY (thread, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_of_member ON thread_member (member);

CREATE TABLE concern (
    id INTEGER PRIMARY KEY,
    academy BLOB,
    routed INTEGER NOT NULL,
    raised_by BLOB NOT NULL,
    state INTEGER NOT NULL,
    category TEXT NOT NULL,
    about_adult INTEGER NOT NULL,
    danger_now INTEGER NOT NULL,
    late_entry INTEGER NOT NULL,
    reference TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    raised_at INTEGER NOT NULL,
    week INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    due_rule TEXT NOT NULL,
    due_reason TEXT NOT NULL,
    triaged_at INTEGER,
    triage_minutes INTEGER,
    case_uuid BLOB,
    danger_at INTEGER,
    danger_level INTEGER NOT NULL,
    untriaged_at INTEGER,
    untriaged_level INTEGER NOT NULL,
    allegation_uuid BLOB,
    raised_at_once INTEGER,
    -- Since when its receivers have it: raised, or passed on to them.
    had_since INTEGER NOT NULL,
    -- Nobody unconflicted is left to decide on it.
    without_receiver INTEGER NOT NULL,
    -- The roles to which it went, in their order: who is let in comes behind those that had it.
    sent_to TEXT NOT NULL
) STRICT;
CREATE INDEX concern_without_receiver ON concern (id) WHERE without_receiver = 1;
CREATE INDEX concern_danger ON concern (danger_at) WHERE state = 0 AND danger_at IS NOT NULL;
CREATE INDEX concern_raised ON concern (raised_at_once) WHERE raised_at_once IS NOT NULL;
CREATE INDEX concern_reminder ON concern (untriaged_at) WHERE state = 0 AND untriaged_at IS NOT NULL;
-- Covers the overview's counts as well as the inbox.
CREATE INDEX concern_untriaged ON concern (due_at, id, academy, routed, raised_by, raised_at) WHERE state = 0;
CREATE INDEX concern_figures ON concern (week, academy, category, routed, raised_by, triage_minutes);
CREATE INDEX concern_reference ON concern (reference);
CREATE INDEX concern_raised_by ON concern (raised_by, id);

CREATE TABLE case_file (
    id INTEGER PRIMARY KEY,
    academy BLOB,
    routed INTEGER NOT NULL,
    raised_by BLOB,
    state INTEGER NOT NULL,
    category TEXT NOT NULL,
    reference TEXT NOT NULL,
    owner BLOB NOT NULL,
    opened_at INTEGER NOT NULL,
    opened_by BLOB NOT NULL,
    closed_at INTEGER,
    outcome TEXT,
    confirmed_by BLOB,
    without_owner INTEGER NOT NULL
) STRICT;
-- What somebody owns, and who owns anything.
CREATE INDEX case_file_owner ON case_file (owner) WHERE state = 0;
CREATE INDEX case_file_without_owner ON case_file (id) WHERE without_owner = 1;
CREATE INDEX case_file_reference ON case_file (reference);
CREATE INDEX case_file_open ON case_file (id, academy, routed, raised_by, owner) WHERE state = 0;

-- Matters about adults, apart from cases. `threshold` and `outcome` are JSON words.
CREATE TABLE allegation (
    id INTEGER PRIMARY KEY,
    academy BLOB,
    routed INTEGER NOT NULL,
    raised_by BLOB,
    state INTEGER NOT NULL,
    category TEXT NOT NULL,
    reference TEXT NOT NULL,
    owner BLOB NOT NULL,
    opened_at INTEGER NOT NULL,
    opened_by BLOB NOT NULL,
    closed_at INTEGER,
    threshold TEXT,
    outcome TEXT,
    in_reference INTEGER,
    without_owner INTEGER NOT NULL
) STRICT;
CREATE INDEX allegation_owner ON allegation (owner) WHERE state = 0;
CREATE INDEX allegation_without_owner ON allegation (id) WHERE without_owner = 1;

CREATE INDEX allegation_reference ON allegation (reference);

-- On which day a decision of such a matter is looked at again, by what it is about.
CREATE TABLE allegation_review (
    matter INTEGER NOT NULL,
    topic TEXT NOT NULL,
    review_on TEXT NOT NULL,
    PRIMARY KEY (matter, topic)
) STRICT, WITHOUT ROWID;

-- The cases of the children's own, and whether a name was shared in them.
CREATE TABLE allegation_child_case (
    matter INTEGER NOT NULL,
    case_stream BLOB NOT NULL,
    name_shared INTEGER NOT NULL,
    PRIMARY KEY (matter, case_stream)
) STRICT, WITHOUT ROWID;

-- What comes back on a day: planned actions, reviews of decisions not to tell or not to refer.
CREATE TABLE due_item (
    id INTEGER PRIMARY KEY,
    matter INTEGER NOT NULL,
    action BLOB,
    pupil BLOB,
    academy BLOB,
    routed INTEGER NOT NULL,
    raised_by BLOB,
    kind INTEGER NOT NULL,
    title TEXT,
    owner BLOB NOT NULL,
    due_at INTEGER NOT NULL,
    open INTEGER NOT NULL,
    done_at INTEGER,
    done_by BLOB,
    outcome TEXT,
    -- What names it to reminders; when the next one is due, the how-manieth that is, and for how long
    -- nobody may answer one until it goes further up.
    item TEXT NOT NULL,
    remind_at INTEGER,
    reminders INTEGER NOT NULL,
    patience INTEGER NOT NULL,
    -- In which figure of the trust it counts when it is overdue; 0 in none.
    counts_in INTEGER NOT NULL
) STRICT;
CREATE INDEX due_item_reminder ON due_item (remind_at) WHERE open = 1 AND remind_at IS NOT NULL;
CREATE INDEX due_item_named ON due_item (matter, item);
CREATE UNIQUE INDEX due_item_of_matter ON due_item (matter, action);
CREATE INDEX due_item_open ON due_item (due_at, id, academy, routed, raised_by, matter, kind, counts_in)
    WHERE open = 1;
CREATE INDEX due_item_owner ON due_item (owner, due_at, id) WHERE open = 1;

-- The plans that children are on, one for each child of a case. `next_at` is the end of time where no date
-- is known: such a plan stands last.
CREATE TABLE plan (
    id INTEGER PRIMARY KEY,
    matter INTEGER NOT NULL,
    pupil BLOB NOT NULL,
    academy BLOB,
    routed INTEGER NOT NULL,
    raised_by BLOB,
    open INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    since TEXT NOT NULL,
    social_worker TEXT,
    conference_on TEXT,
    core_group_on TEXT,
    review_on TEXT,
    next_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX plan_of_matter ON plan (matter, pupil);
CREATE INDEX plan_next ON plan (next_at, id, academy, routed, raised_by, matter, kind) WHERE open = 1;

-- Matters on which a legal hold stands; since when, and who placed it first.
CREATE TABLE legal_hold (
    matter INTEGER PRIMARY KEY,
    placed_at INTEGER NOT NULL,
    placed_by BLOB NOT NULL
) STRICT;

-- Reminders that people were given, one row for each of them.
CREATE TABLE notice (
    owner BLOB NOT NULL,
    id INTEGER NOT NULL,
    matter INTEGER NOT NULL,
    academy BLOB,
    routed INTEGER NOT NULL,
    raised_by BLOB,
    item TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    level INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (owner, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_of_matter ON notice (matter);

-- What the trust board or the governors are told of a matter that they never see: that there is one. `at` is when, and
-- none once they were told, or as long as somebody decided against it.
CREATE TABLE bare_notice (
    matter INTEGER NOT NULL,
    item TEXT NOT NULL,
    at INTEGER,
    refused INTEGER NOT NULL,
    PRIMARY KEY (matter, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX bare_notice_at ON bare_notice (at) WHERE at IS NOT NULL;

-- Departures from the rules, clocks that ran out before the thing was done, and what was destroyed, for the auditor.
-- `id` is the position of the event with 255 below it; of a clock the number of what was due, or of a concern the
-- position of the event that ended it with 254 below it, so that no clock is told twice.
CREATE TABLE audit_fact (
    id INTEGER PRIMARY KEY,
    matter INTEGER NOT NULL,
    -- None of a clock: when it ran out, nothing happened.
    event BLOB,
    actor BLOB,
    at INTEGER NOT NULL,
    kind INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_fact_of_matter ON audit_fact (matter);
CREATE INDEX audit_fact_newest ON audit_fact (at);

-- What has become of the emails to one person: up to which notice they are covered, and whether the
-- newest attempt failed. What is to be sent is asked of the record itself (app::mailing).
CREATE TABLE mail (
    id INTEGER PRIMARY KEY,
    staff BLOB NOT NULL UNIQUE,
    through INTEGER NOT NULL,
    sent_at INTEGER,
    failure TEXT,
    code INTEGER,
    attempt INTEGER NOT NULL,
    failed_at INTEGER,
    next_at INTEGER
) STRICT;
CREATE INDEX mail_failing ON mail (failed_at, id) WHERE failure IS NOT NULL;

-- The first reminder that was ever given: what a trust had before it is history.
CREATE TABLE first_reminder (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    position INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Whoever was told that something of a matter is theirs now, and because of which event: once each.
CREATE TABLE handed_on (
    owner BLOB NOT NULL,
    matter INTEGER NOT NULL,
    cause BLOB NOT NULL,
    PRIMARY KEY (owner, matter, cause)
) STRICT, WITHOUT ROWID;
CREATE INDEX handed_on_of_matter ON handed_on (matter);

-- What somebody had in hand until it was closed to them: they are told "reassigned", and no more.
CREATE TABLE reassigned (
    staff BLOB NOT NULL,
    matter INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (staff, matter)
) STRICT, WITHOUT ROWID;

-- Playbooks that run in cases, with their steps as their edition had them.
CREATE TABLE playbook (
    id INTEGER PRIMARY KEY,
    matter INTEGER NOT NULL,
    playbook TEXT NOT NULL,
    edition INTEGER NOT NULL,
    title TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    started_by BLOB NOT NULL,
    from_step TEXT
) STRICT;
CREATE INDEX playbook_of_matter ON playbook (matter, id);

CREATE TABLE playbook_step (
    matter INTEGER NOT NULL,
    playbook TEXT NOT NULL,
    step TEXT NOT NULL,
    place INTEGER NOT NULL,
    state INTEGER NOT NULL,
    owner BLOB NOT NULL,
    due TEXT,
    definition TEXT NOT NULL,
    detail TEXT,
    ended_at INTEGER,
    ended_by BLOB,
    PRIMARY KEY (matter, playbook, step)
) STRICT, WITHOUT ROWID;

-- Referrals by what comes next with each. `sort_at` is when that is due, or the end of time.
CREATE TABLE referral (
    id INTEGER PRIMARY KEY,
    matter INTEGER NOT NULL,
    academy BLOB,
    routed INTEGER NOT NULL,
    raised_by BLOB,
    agency TEXT NOT NULL,
    stage INTEGER NOT NULL,
    category TEXT NOT NULL,
    authority TEXT,
    reference TEXT NOT NULL,
    step TEXT,
    reason TEXT,
    owner BLOB NOT NULL,
    needed_at INTEGER NOT NULL,
    next INTEGER,
    due TEXT,
    sort_at INTEGER NOT NULL,
    told TEXT,
    their_reference TEXT,
    answer TEXT,
    missing TEXT NOT NULL,
    fields TEXT,
    dispute TEXT,
    disputed_at INTEGER
) STRICT;
CREATE INDEX referral_queue ON referral (agency, sort_at, id, stage, academy, routed, matter);
CREATE INDEX referral_all ON referral (sort_at, id, stage, academy, routed, matter);
CREATE INDEX referral_disputed ON referral (sort_at, id, stage, academy, routed, matter)
    WHERE disputed_at IS NOT NULL;
CREATE INDEX referral_owner ON referral (owner, stage, matter);
CREATE INDEX referral_of_matter ON referral (matter, id);

-- Entries of registers. `fields` and `signed` are JSON.
CREATE TABLE register_entry (
    id INTEGER PRIMARY KEY,
    register TEXT NOT NULL,
    academy BLOB,
    routed INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    added_by BLOB NOT NULL,
    fields TEXT NOT NULL,
    signed TEXT NOT NULL,
    behind BLOB,
    -- Roles that were let in besides those of the register's file.
    let_in INTEGER NOT NULL
) STRICT;
CREATE INDEX register_entry_list ON register_entry (register, id, state, academy, routed);

-- Whose own an entry is.
CREATE TABLE register_own (
    entry INTEGER NOT NULL,
    staff BLOB NOT NULL,
    PRIMARY KEY (entry, staff)
) STRICT, WITHOUT ROWID;

CREATE INDEX register_own_staff ON register_own (staff);

-- What an entry may be found by.
CREATE TABLE register_value (
    entry INTEGER NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (entry, field, value)
) STRICT, WITHOUT ROWID;

-- Clocks that run. At the end of some the system moves the entry.
CREATE TABLE register_clock (
    entry INTEGER NOT NULL,
    clock TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    due TEXT NOT NULL,
    by_itself INTEGER NOT NULL,
    PRIMARY KEY (entry, clock)
) STRICT, WITHOUT ROWID;
CREATE INDEX register_clock_by_itself ON register_clock (due_at) WHERE by_itself = 1;
-- Evidence, a file each. `captured`, `asked`, `opened`, `custody` and `released` are the payloads of the events
-- that said so last, as JSON; `stage` is whether it may be read as far as its own events say.
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    matter INTEGER NOT NULL,
    academy BLOB,
    routed INTEGER NOT NULL,
    raised_by BLOB,
    captured_at INTEGER NOT NULL,
    sent_by BLOB NOT NULL,
    captured TEXT NOT NULL,
    stage INTEGER NOT NULL,
    why TEXT,
    sealed INTEGER NOT NULL,
    asked TEXT,
    opened TEXT,
    custody TEXT,
    released TEXT
) STRICT;
CREATE INDEX evidence_of_matter ON evidence (matter, id);
-- Leave to read a case by name until a set time; `review_due` is there where the glass was broken.
CREATE TABLE case_grant (
    id INTEGER PRIMARY KEY,
    matter INTEGER NOT NULL,
    staff BLOB NOT NULL,
    given_by BLOB NOT NULL,
    given_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    ended_at INTEGER,
    ended_by BLOB,
    ended_reason TEXT,
    review_due TEXT,
    reviewed_at INTEGER,
    reviewed_by BLOB,
    finding TEXT,
    review_text TEXT
) STRICT;
CREATE INDEX case_grant_of_staff ON case_grant (staff, until_at) WHERE ended_at IS NULL;
CREATE INDEX case_grant_of_matter ON case_grant (matter, id);

-- Attempts to break the glass that opened nothing.
CREATE TABLE glass_held (
    id INTEGER PRIMARY KEY,
    tried_by BLOB NOT NULL,
    tried_at INTEGER NOT NULL,
    asked TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- Pupils and staff. `person` is the key by which matters refer to them.
CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    person BLOB NOT NULL UNIQUE,
    kind INTEGER NOT NULL,
    academy BLOB,
    surname TEXT NOT NULL,
    forename TEXT NOT NULL,
    preferred_forename TEXT,
    sort_name TEXT NOT NULL,
    ended_on TEXT,
    upn TEXT,
    date_of_birth TEXT,
    year_group INTEGER,
    mis_id TEXT,
    job_title TEXT,
    employer INTEGER,
    conflict BLOB,
    email TEXT,
    email_choice TEXT,
    -- A pupil's: how many events of the roster came after the first. Other events of the record do not count (ADR 23).
    roster INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX person_of_conflict ON person (conflict) WHERE conflict IS NOT NULL;
CREATE INDEX person_roster ON person (kind, academy, sort_name, id);

CREATE TABLE login (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    staff INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject, staff)
) STRICT, WITHOUT ROWID;
CREATE INDEX login_of_staff ON login (staff);

CREATE TABLE staff_role (
    proposal BLOB PRIMARY KEY,
    staff INTEGER NOT NULL,
    role TEXT NOT NULL,
    academy BLOB,
    state INTEGER NOT NULL,
    proposed_by BLOB NOT NULL,
    proposed_at INTEGER NOT NULL,
    confirmed_by BLOB,
    confirmed_at INTEGER,
    ended_at INTEGER,
    until INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_role_of_staff ON staff_role (staff);

CREATE TABLE relation (
    id INTEGER PRIMARY KEY,
    staff INTEGER NOT NULL,
    person TEXT NOT NULL,
    relation TEXT NOT NULL
) STRICT;
CREATE INDEX relation_of_staff ON relation (staff);

CREATE TABLE academy (
    id INTEGER PRIMARY KEY,
    academy BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    urn TEXT,
    local_authority TEXT NOT NULL,
    phase TEXT NOT NULL,
    day_ends TEXT NOT NULL,
    terms TEXT NOT NULL,
    closed TEXT NOT NULL,
    contacts TEXT NOT NULL
) STRICT;

-- Who is on duty for safeguarding, and when. A time that was taken back ends when it begins.
CREATE TABLE duty (
    duty BLOB PRIMARY KEY,
    academy INTEGER NOT NULL,
    staff BLOB NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX duty_of_academy ON duty (academy, until_at);

CREATE TABLE trust (
    id INTEGER PRIMARY KEY,
    trust BLOB NOT NULL,
    name TEXT NOT NULL,
    origin TEXT NOT NULL,
    trust_lead BLOB NOT NULL,
    second BLOB NOT NULL,
    taxonomy INTEGER NOT NULL,
    format INTEGER NOT NULL
) STRICT;

-- Figures published for governors, as they were published; `figures` is JSON.
CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    figures TEXT NOT NULL
) STRICT;

-- Texts of entries by position, and names by person. No copy of the text is kept in them.
CREATE VIRTUAL TABLE text_index USING fts5 (body, content='', columnsize=0, detail=none);
CREATE VIRTUAL TABLE name_index USING fts5 (name, content='', contentless_delete=1, detail=none);

-- Editions of playbooks, matrices and the table of user actions, proposed and published. `state` is whether it
-- stands as a proposal, is in force, or was; `changed` the position of the event that put it in or out of force.
CREATE TABLE edition (
    id INTEGER NOT NULL,
    document TEXT NOT NULL,
    proposal BLOB NOT NULL,
    edition INTEGER NOT NULL,
    text TEXT NOT NULL,
    reason TEXT NOT NULL,
    state INTEGER NOT NULL,
    proposed_by BLOB NOT NULL,
    proposed_at INTEGER NOT NULL,
    published_by BLOB,
    published_at INTEGER,
    ended_by BLOB,
    ended_at INTEGER,
    ended_reason TEXT,
    changed INTEGER,
    -- The shipped edition that stood when it was published.
    beside INTEGER,
    PRIMARY KEY (id, proposal)
) STRICT, WITHOUT ROWID;
CREATE INDEX edition_changed ON edition (changed) WHERE changed IS NOT NULL;
CREATE INDEX edition_in_force ON edition (document) WHERE state = 1;
CREATE INDEX edition_of_document ON edition (document, proposed_at);
