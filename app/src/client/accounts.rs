//! Set-up, sign-in, users and the audit trail.

use super::{Call, Client, ClientError, Method, with_query};
use api::{
    AuditRow, EndedSignIns, NewPassword, NewSetup, NewSignIn, NewUser, Page, SignInView, SignedIn, UserPatch, UserView,
    paths,
};
use model::{SignInId, UserId};

impl Client {
    /// Makes the first admin.
    pub async fn set_up(&self, new: &NewSetup) -> Result<(), ClientError> {
        self.send(Method::Post, paths::SETUP, new).await
    }

    /// Signs in; the browser keeps the tokens in cookies that script cannot read.
    pub async fn sign_in(&self, new: &NewSignIn) -> Result<SignedIn, ClientError> {
        self.send(Method::Post, paths::LOGIN, new).await
    }

    /// Signs out here.
    pub async fn sign_out(&self) -> Result<(), ClientError> {
        self.command(Method::Post, paths::LOGOUT).await
    }

    /// Who is signed in.
    pub fn find_me(&self) -> Call<UserView> {
        self.get(paths::ME)
    }

    /// Changes one's own password; every other sign-in ends.
    pub async fn change_password(&self, new: &NewPassword) -> Result<(), ClientError> {
        self.send(Method::Put, paths::PASSWORD, new).await
    }

    /// One's own sign-ins, the newest first.
    pub fn list_sign_ins(&self) -> Call<Page<SignInView>> {
        self.get(paths::SIGN_INS)
    }

    /// Ends one of one's own sign-ins.
    pub async fn end_sign_in(&self, id: &SignInId) -> Result<(), ClientError> {
        self.command(Method::Delete, &paths::with_id(paths::SIGN_IN, id.as_str())).await
    }

    /// Ends all of one's own sign-ins but this one.
    pub async fn end_other_sign_ins(&self) -> Result<EndedSignIns, ClientError> {
        self.command(Method::Delete, paths::SIGN_INS).await
    }

    /// A page of the users, by name.
    pub fn list_users(&self, cursor: Option<&str>) -> Call<Page<UserView>> {
        self.get(with_query(paths::USERS, &[("cursor", cursor)]))
    }

    /// Adds a user.
    pub async fn add_user(&self, new: &NewUser) -> Result<UserView, ClientError> {
        self.send(Method::Post, paths::USERS, new).await
    }

    /// Changes a user's role, access or password.
    pub async fn change_user(&self, id: &UserId, patch: &UserPatch) -> Result<UserView, ClientError> {
        self.send(Method::Patch, &paths::with_id(paths::USER, id.as_str()), patch).await
    }

    /// Removes a user.
    pub async fn remove_user(&self, id: &UserId) -> Result<(), ClientError> {
        self.command(Method::Delete, &paths::with_id(paths::USER, id.as_str())).await
    }

    /// A page of the audit trail, the newest first. The filter holds names and values of its query.
    pub fn list_audit(&self, filter: &[(&str, Option<&str>)]) -> Call<Page<AuditRow>> {
        self.get(with_query(paths::AUDIT, filter))
    }
}
