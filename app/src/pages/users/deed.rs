//! What an admin can do to an account, with the words for it.

use crate::{
    client::{Client, ClientError},
    components::Glyph,
    texts::Texts,
};
use api::{UserPatch, UserView};
use model::Role;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    MakeAdmin,
    MakeViewer,
    Disable,
    Enable,
    ResetPassword,
    Remove,
}

/// How a deed is spoken of. The title and the outcome have a blank for the user's name.
pub struct DeedWords {
    pub label: &'static str,
    pub title: &'static str,
    pub meaning: &'static str,
    pub done: &'static str,
}

impl Deed {
    /// The deeds that make sense for an account as it stands. One's own password is changed on the profile page, with the
    /// old one.
    pub fn offered_for(user: &UserView, is_you: bool) -> Vec<Self> {
        let role = match user.role {
            Role::Admin => Self::MakeViewer,
            Role::Viewer => Self::MakeAdmin,
        };
        let access = if user.disabled { Self::Enable } else { Self::Disable };
        let reset = (!is_you).then_some(Self::ResetPassword);
        [Some(role), reset, Some(access), Some(Self::Remove)].into_iter().flatten().collect()
    }

    pub async fn perform(self, client: &Client, user: &UserView, password: String) -> Result<(), ClientError> {
        let patch = match self {
            Self::Remove => return client.remove_user(&user.id).await,
            Self::MakeAdmin => UserPatch { role: Some(Role::Admin), ..UserPatch::default() },
            Self::MakeViewer => UserPatch { role: Some(Role::Viewer), ..UserPatch::default() },
            Self::Disable => UserPatch { disabled: Some(true), ..UserPatch::default() },
            Self::Enable => UserPatch { disabled: Some(false), ..UserPatch::default() },
            Self::ResetPassword => UserPatch { password: Some(password), ..UserPatch::default() },
        };
        client.change_user(&user.id, &patch).await?;
        Ok(())
    }

    /// Whether it takes something away from the person.
    pub fn is_grave(self) -> bool {
        matches!(self, Self::Disable | Self::Remove)
    }

    pub fn glyph(self) -> Glyph {
        match self {
            Self::MakeAdmin => Glyph::Shield,
            Self::MakeViewer => Glyph::Eye,
            Self::Disable => Glyph::Ban,
            Self::Enable => Glyph::Success,
            Self::ResetPassword => Glyph::Key,
            Self::Remove => Glyph::Remove,
        }
    }

    pub fn words(self, texts: &Texts) -> DeedWords {
        match self {
            Self::MakeAdmin => DeedWords {
                label: texts.user_make_admin,
                title: texts.user_make_admin_title,
                meaning: texts.user_make_admin_meaning,
                done: texts.user_made_admin,
            },
            Self::MakeViewer => DeedWords {
                label: texts.user_make_viewer,
                title: texts.user_make_viewer_title,
                meaning: texts.user_make_viewer_meaning,
                done: texts.user_made_viewer,
            },
            Self::Disable => DeedWords {
                label: texts.user_disable,
                title: texts.user_disable_title,
                meaning: texts.user_disable_meaning,
                done: texts.user_was_disabled,
            },
            Self::Enable => DeedWords {
                label: texts.user_enable,
                title: texts.user_enable_title,
                meaning: texts.user_enable_meaning,
                done: texts.user_was_enabled,
            },
            Self::ResetPassword => DeedWords {
                label: texts.user_reset,
                title: texts.user_reset_title,
                meaning: texts.user_reset_meaning,
                done: texts.user_was_reset,
            },
            Self::Remove => DeedWords {
                label: texts.user_remove,
                title: texts.user_remove_title,
                meaning: texts.user_remove_meaning,
                done: texts.user_was_removed,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::UserId;

    fn check(role: Role, disabled: bool, is_you: bool, expected: &[Deed]) {
        let user = UserView {
            id: UserId::new("u1").unwrap(),
            username: "ada".into(),
            role,
            disabled,
            created_at: "2025-09-01T00:00:00Z".parse().unwrap(),
        };
        assert_eq!(Deed::offered_for(&user, is_you), expected);
    }

    #[test]
    fn only_what_would_change_something_is_offered() {
        use Deed::{Disable, Enable, MakeAdmin, MakeViewer, Remove, ResetPassword};
        check(Role::Viewer, false, false, &[MakeAdmin, ResetPassword, Disable, Remove]);
        check(Role::Admin, true, false, &[MakeViewer, ResetPassword, Enable, Remove]);
        check(Role::Admin, false, true, &[MakeViewer, Disable, Remove]);
    }
}
