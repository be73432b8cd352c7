//! The people of the stories (scenarios), all invented.

use lanyard_events::Role;

/// Which academy somebody works at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum School {
    /// Oakfield Academy, secondary.
    Oakfield,
    /// St Aldhelm's Primary.
    StAldhelms,
    /// The Beacon, special.
    Beacon,
    /// The trust's central staff.
    Trust,
}

/// Somebody with a log-in. The persona's name is the forename in lower case.
#[derive(Debug, Clone, Copy)]
pub struct Persona {
    /// Log-in: first name in lower case.
    pub name: &'static str,
    /// Forename.
    pub forename: &'static str,
    /// Surname.
    pub surname: &'static str,
    /// What they are.
    pub job: &'static str,
    /// Where they work.
    pub school: School,
    /// Roles beyond `staff`.
    pub roles: &'static [Role],
}

macro_rules! personas {
    ($($name:literal $forename:literal $surname:literal, $job:literal, $school:ident, [$($role:ident),*];)+) => {
        /// Everybody of the stories.
        pub const PERSONAS: &[Persona] = &[$(Persona {
            name: $name,
            forename: $forename,
            surname: $surname,
            job: $job,
            school: School::$school,
            roles: &[$(Role::$role),*],
        }),+];
    };
}

personas! {
    "miriam" "Miriam" "Adeyemi", "Group safeguarding lead, deputy CEO", Trust, [TrustLead];
    "esther" "Esther" "Quayle", "Chair of trustees", Trust, [Chair];
    "helen" "Helen" "Marsh", "Headteacher", Oakfield, [Head];
    "grace" "Grace" "Lamb", "Headteacher and safeguarding lead", StAldhelms, [Head, Dsl];
    "lena" "Lena" "Brandt", "Headteacher", Beacon, [Head];
    "ruth" "Ruth" "Osei", "Designated safeguarding lead", Oakfield, [Dsl];
    "callum" "Callum" "Byrne", "Deputy safeguarding lead", Oakfield, [DeputyDsl];
    "tom" "Tom" "Hale", "Head of year 8", Oakfield, [Pastoral];
    "priya" "Priya" "Nair", "Teacher of English", Oakfield, [];
    "dev" "Dev" "Patel", "Network manager", Oakfield, [It];
    "nora" "Nora" "Pike", "Deputy safeguarding lead", StAldhelms, [DeputyDsl];
    "omar" "Omar" "Siddiqui", "Designated safeguarding lead", Beacon, [Dsl];
    "faye" "Faye" "Cole", "Deputy safeguarding lead", Beacon, [DeputyDsl];
    "bea" "Bea" "Lund", "Night staff", Beacon, [];
    "jon" "Jon" "Reeve", "Central team analyst", Trust, [TrustTeam];
    "sunita" "Sunita" "Rao", "Data protection officer", Trust, [Dpo];
    "alan" "Alan" "Frost", "Safeguarding trustee", Trust, [Governor];
    "kit" "Kit" "Lowe", "Auditor", Trust, [Auditor];
    "owen" "Owen" "Hart", "Senior information risk owner", Trust, [Siro];
    "zoe" "Zoe" "Finch", "Human resources", Trust, [Hr];
    "max" "Max" "Bell", "Communications", Trust, [Comms];
    "iris" "Iris" "Penn", "Chief executive", Trust, [Elt];
}

/// The school system that sends pupils and concerns.
pub const MIS: &str = "ridgeway-mis";

/// Looks a persona up by log-in.
#[must_use]
pub fn find(name: &str) -> Option<&'static Persona> {
    PERSONAS.iter().find(|persona| persona.name == name)
}
