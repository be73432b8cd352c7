//! One trust for all tests that need no clock of their own: Tuesday 10 November 2026, 14:05, with a
//! concern in the inbox and a case in hand.

use std::sync::{Arc, Mutex, Once, PoisonError, Weak};

use lanyard::demo::School;
use lanyard_tests::{Client, World};
use serde_json::{Value, json};

use crate::academies::duties;
use crate::registers;
use crate::steps::{self, Concern};

/// What every test may rely on and none may change.
pub struct Scene {
    /// The trust.
    pub world: World,
    /// An untriaged concern about Amara Example, raised by Priya.
    pub concern: Concern,
    /// A concern of Priya's that became a case.
    pub in_case: Concern,
    /// Address of the case, Ruth's.
    pub case: String,
    /// An action planned in it, Tom's.
    pub action: String,
    /// Address of a referral out of it: the provider of the group chat, whom step 5.4 asks to be told.
    pub referral: String,
    /// Address of a file in the case, Ruth's.
    pub evidence: String,
    /// Address of an adult's matter, Helen's, from a concern of Tom's about Priya, with a playbook.
    pub allegation: String,
    /// Address of an entry of a register: a change to the filter, added by Dev.
    pub entry: String,
    /// Address of leave for Zoe Finch to read the case.
    pub grant: String,
    /// A time on duty of Callum's at Oakfield, in the holidays of the next summer.
    pub duty: String,
    /// Reference and secret of an anonymous report to Oakfield.
    pub report: (String, String),
    /// A role proposed for Bea Lund by Miriam, not confirmed.
    pub proposal: String,
    published: Once,
}

/// The scene is made by the first test that wants it and goes with the last.
static RUNNING: Mutex<Weak<Scene>> = Mutex::new(Weak::new());

/// The scene.
pub fn scene() -> Arc<Scene> {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(scene) = running.upgrade() {
        return scene;
    }
    let scene = Arc::new(Scene::new(None));
    *running = Arc::downgrade(&scene);
    scene
}

impl Scene {
    /// A scene of its own, in which somebody is close to Amara Example before anything is said of her: her matters
    /// are there, and closed to them (S30).
    #[track_caller]
    pub fn with_relative(name: &str) -> Self {
        Self::new(Some(name))
    }

    /// A scene of its own, which a test may change.
    #[track_caller]
    pub fn alone() -> Self {
        Self::new(None)
    }

    fn new(relative: Option<&str>) -> Self {
        let world = World::at("2026-11-10T14:05");
        if let Some(name) = relative {
            let child = steps::pupil(world.oakfield().amara);
            let body = json!({"person": child, "relation": "relative"});
            let own = format!("/v1/staff/{}", world.staff(name));
            let registered = world.client(name).change(&own, "relations", &body);
            let _ = registered.expect(201);
        }
        let (priya, ruth) = (world.client("priya"), world.client("ruth"));
        let amara = world.oakfield().amara;
        let concern = steps::raise(&priya, &steps::threats(&world, amara));
        let in_case = steps::raise(&priya, &steps::threats(&world, amara));
        let case = steps::open_case(&ruth, &in_case);
        let action = steps::plan(&ruth, &case, world.staff("tom"), "Speak to her tutor group");
        let referral = steps::referral(&ruth, &case, "platform");
        let evidence = steps::attach(&ruth, &case, &steps::chat());
        let adult = Some(world.staff("priya"));
        let body = steps::about_adult(&world, School::Oakfield, world.oakfield().another, adult);
        let about_adult = steps::raise(&world.client("tom"), &body);
        let allegation = steps::open_allegation(&world.client("helen"), &about_adult);
        let start = json!({"playbook": "allegation_against_adult", "reason": "Said of a teacher."});
        let playbooks = format!("{allegation}/playbooks");
        let _ = world.client("helen").post(&playbooks, &start).expect(201);
        let entry = registers::add(
            &world.client("dev"),
            "filter_changes",
            &registers::block(&world),
        );
        let zoe = world.staff("zoe");
        let grant = crate::grants::give(&ruth, &case, zoe, "2026-11-20T17:00:00Z");
        let rota = duties::rota(&world, School::Oakfield);
        let (from, until) = ("2027-08-01T08:00:00Z", "2027-08-02T08:00:00Z");
        let duty = duties::on_duty(&ruth, &rota, &duties::duty(&world, "callum", from, until));
        let report = crate::public::report(&world, &crate::public::body());
        let bea = format!("/v1/staff/{}", world.staff("bea"));
        let role = json!({
            "role": "deputy_dsl",
            "academy": world.academy(School::Beacon),
            "reason": "Covers the nights.",
        });
        let proposal = world.client("miriam").change(&bea, "roles", &role);
        Self {
            proposal: proposal.expect(201).field("id"),
            world,
            concern,
            in_case,
            case,
            action,
            referral,
            evidence,
            allegation,
            entry,
            grant,
            duty,
            report,
            published: Once::new(),
        }
    }

    /// Somebody by first name.
    pub fn client(&self, name: &str) -> Client {
        self.world.client(name)
    }

    /// A concern of its own for a test, raised by Priya about Amara Example.
    #[track_caller]
    pub fn raise(&self) -> Concern {
        let body = self.body();
        steps::raise(&self.client("priya"), &body)
    }

    /// A case of its own for a test, opened by Ruth; its address.
    #[track_caller]
    pub fn open_case(&self) -> String {
        steps::open_case(&self.client("ruth"), &self.raise())
    }

    /// A concern of its own about an adult for a test, raised by Tom; about Priya, or about somebody
    /// whom nobody can name.
    #[track_caller]
    pub fn raise_about_adult(&self, is_named: bool) -> Concern {
        let adult = is_named.then(|| self.world.staff("priya"));
        let pupil = self.world.oakfield().amara;
        let body = steps::about_adult(&self.world, School::Oakfield, pupil, adult);
        steps::raise(&self.client("tom"), &body)
    }

    /// An adult's matter of its own for a test, opened by Helen; its address.
    #[track_caller]
    pub fn open_allegation(&self) -> String {
        steps::open_allegation(&self.client("helen"), &self.raise_about_adult(true))
    }

    /// A concern that can be raised.
    pub fn body(&self) -> Value {
        steps::threats(&self.world, self.world.oakfield().amara)
    }

    /// Has the log published as it is every night, the first time it is asked to.
    pub fn publish_once(&self) {
        self.published.call_once(|| self.world.publish());
    }

    /// The address of a member of staff.
    pub fn staff(&self, name: &str) -> String {
        format!("/v1/staff/{}", self.world.staff(name))
    }
}
