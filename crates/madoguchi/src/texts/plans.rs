//! What goes with which plans, and whom to ask about it, in words (C2).

use domain::{
    Desk,
    desk::{Door, ForPlans},
};

use super::Texts;

impl Texts {
    /// Names of plans, one after another.
    pub fn plans(&self, desk: &Desk, ids: &[String]) -> String {
        let name = |id: &String| desk.plan(id).map_or("", |plan| self.desk(&plan.label));
        let names: Vec<&str> = ids.iter().map(name).collect();
        names.join(self.say("list-separator"))
    }

    /// Why something is not offered to a company, and whom to ask.
    pub fn lacking(&self, desk: &Desk, what: &str, with: &ForPlans) -> String {
        let plans = self.plans(desk, &with.plans);
        let args = [("what", what.into()), ("plans", plans.as_str().into())];
        self.told_whom_to_ask(desk, self.with("lacking", args), with.ask.as_ref())
    }

    /// A sentence, and behind it whom to ask.
    pub fn told_whom_to_ask(&self, desk: &Desk, told: String, ask: Option<&Door>) -> String {
        let whom = match ask {
            None => return told,
            Some(Door::Kind(id)) => {
                let kind = desk
                    .kind(id)
                    .map_or(id.as_str(), |kind| self.desk(&kind.label));
                self.one("lacking-ask-kind", "kind", kind)
            }
            Some(Door::Contact(name)) => {
                let text = desk.text(name).map_or("", |words| self.desk(words));
                let whom = self.say(contact_name(name));
                self.with(
                    "lacking-ask",
                    [("whom", whom.into()), ("text", text.into())],
                )
            }
        };
        let args = [
            ("told", told.as_str().into()),
            ("whom", whom.as_str().into()),
        ];
        self.with("lacking-told", args)
    }
}

/// Key of what a contact of the desk is called.
pub fn contact_name(name: &str) -> &'static str {
    match name {
        "phone" => "help-phone",
        "mail" => "help-mail",
        "success-manager" => "door-success-manager",
        "billing" => "door-billing",
        "sales" => "door-sales",
        _ => "door-sign-in",
    }
}
