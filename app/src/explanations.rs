//! The codes of the API in the words of the page's language: roles, and what went wrong. No text of the server is looked
//! at for that.

use crate::{
    client::ClientError,
    texts::{Texts, fill},
};
use api::{Code, FieldFault, Problem};
use model::{AuditAction, ErrorBudget, Role, TargetRpo, Weight};

impl Texts {
    /// What happened and what to do, for a call that failed.
    pub fn explain(&self, error: &ClientError) -> String {
        match error {
            ClientError::ConnectionLost => self.connection_lost.into(),
            ClientError::Refused(problem) => self.explain_code(problem).into(),
            ClientError::Garbled => self.answer_garbled.into(),
        }
    }

    /// The same fault in the words of this language, where the field is a known one.
    pub fn explain_fault(&self, fault: &FieldFault) -> FieldFault {
        let words = match fault.pointer.as_str() {
            "/username" => self.user_name_rules,
            // Forms check the length themselves, so what the server minds is that it is a common one.
            "/password" | "/new_password" => self.password_common,
            "/old_password" => self.old_password_wrong,
            "/setup_token" => self.setup_code_wrong,
            // Which of them it minds depends on the others.
            "/day" | "/from" | "/to" | "/until" => self.window_refused,
            pointer => {
                let message = self.bounds_of(pointer).unwrap_or_else(|| fault.message.clone());
                return FieldFault { pointer: pointer.into(), message };
            }
        };
        FieldFault { pointer: fault.pointer.clone(), message: words.into() }
    }

    /// The bounds of the figure that stands at this place of a configuration.
    fn bounds_of(&self, pointer: &str) -> Option<String> {
        match pointer.rsplit('/').next()? {
            "error_budget" => Some(self.bounds(ErrorBudget::MIN.into(), ErrorBudget::MAX.into())),
            "target_rpo_hours" => Some(self.bounds(TargetRpo::MIN, TargetRpo::MAX)),
            "weight" => Some(self.bounds(Weight::MIN.into(), Weight::MAX.into())),
            _ => None,
        }
    }

    /// Where a figure has to lie.
    pub fn bounds(&self, from: f64, to: f64) -> String {
        fill(&fill(self.bounds, &from.to_string()), &to.to_string())
    }

    /// A role in words.
    pub fn role_of(&self, role: Role) -> &'static str {
        match role {
            Role::Admin => self.role_admin,
            Role::Viewer => self.role_viewer,
        }
    }

    /// What a role may do.
    pub fn meaning_of(&self, role: Role) -> &'static str {
        match role {
            Role::Admin => self.role_admin_meaning,
            Role::Viewer => self.role_viewer_meaning,
        }
    }

    /// A recorded action in words.
    pub fn action_of(&self, action: AuditAction) -> &'static str {
        match action {
            AuditAction::Setup => self.action_setup,
            AuditAction::SignIn => self.action_sign_in,
            AuditAction::SignOut => self.action_sign_out,
            AuditAction::RefreshReuse => self.action_refresh_reuse,
            AuditAction::SignInEnded => self.action_sign_in_ended,
            AuditAction::PasswordChanged => self.action_password_changed,
            AuditAction::PasswordReset => self.action_password_reset,
            AuditAction::UserAdded => self.action_user_added,
            AuditAction::UserChanged => self.action_user_changed,
            AuditAction::UserRemoved => self.action_user_removed,
            AuditAction::AccessDenied => self.action_access_denied,
            AuditAction::AssetChanged => self.action_asset_changed,
            AuditAction::AssetRemoved => self.action_asset_removed,
            AuditAction::DataImported => self.action_data_imported,
            AuditAction::DataRemoved => self.action_data_removed,
            AuditAction::AnalysisStarted => self.action_analysis_started,
            AuditAction::AnalysisCancelled => self.action_analysis_cancelled,
            AuditAction::ReportImported => self.action_report_imported,
            AuditAction::ReportExported => self.action_report_exported,
            AuditAction::ReportRemoved => self.action_report_removed,
            AuditAction::PresetChanged => self.action_preset_changed,
            AuditAction::PresetRemoved => self.action_preset_removed,
        }
    }

    fn explain_code(&self, problem: &Problem) -> &'static str {
        match problem.code {
            Code::SignInNeeded => self.problem_sign_in_needed,
            Code::WrongCredentials => self.problem_wrong_credentials,
            Code::Forbidden => self.forbidden_meaning,
            Code::CrossSite => self.problem_cross_site,
            Code::NotFound => self.problem_not_found,
            Code::Conflict => self.problem_conflict,
            Code::AlreadySetUp => self.problem_already_set_up,
            Code::NameTaken => self.problem_name_taken,
            Code::LastAdmin => self.problem_last_admin,
            Code::JobEnded => self.problem_job_ended,
            Code::TooLarge => self.problem_too_large,
            Code::Invalid => self.problem_invalid,
            Code::TooManyRequests => self.problem_too_many_requests,
            Code::TooSlow => self.problem_too_slow,
            Code::Unavailable => self.problem_unavailable,
            Code::Internal => self.problem_internal,
            // These blame the request, which this app wrote: another version may get it right.
            Code::BadRequest | Code::MethodNotAllowed | Code::WrongContentType => self.problem_request,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preferences::Language;

    #[test]
    fn every_code_is_explained_in_both_languages() {
        for code in Code::ALL {
            let error = ClientError::Refused(Box::new(Problem::new(*code, "only for programs")));
            let english = Texts::of(Language::English).explain(&error);
            let italian = Texts::of(Language::Italian).explain(&error);
            assert_ne!(english, italian, "{code:?}");
            assert!(english.ends_with('.') && !english.contains("only for programs"));
        }
    }

    #[test]
    fn a_fault_at_an_unknown_field_keeps_the_words_of_the_server() {
        let fault = FieldFault { pointer: "/services/0/service_id".into(), message: "it is missing".into() };
        assert_eq!(Texts::of(Language::Italian).explain_fault(&fault), fault);
    }

    #[test]
    fn figures_out_of_bounds_are_told_theirs() {
        for (pointer, expected) in [
            ("/services/0/weight", "Da 1 a 10"),
            ("/services/7/error_budget", "Da 1 a 50"),
            ("/assets/3/target_rpo_hours", "Da 1 a 168"),
        ] {
            let fault = FieldFault { pointer: pointer.into(), message: "only in English".into() };
            assert_eq!(Texts::of(Language::Italian).explain_fault(&fault).message, expected);
        }
    }
}
