//! Who may do what: one table for the API, the UI and mail alike.

use crate::agent::Role;

/// Something that a signed-in person may want to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Read conversations and held mail.
    Read,
    /// Answer, note, assign and change conversations; retry held mail.
    Work,
    /// Read the settings of mailboxes.
    ReadSettings,
    /// Change mailboxes and the desk's settings.
    ChangeSettings,
}

/// True when somebody of this role may do this.
#[must_use]
pub fn permits(role: Role, action: Action) -> bool {
    match action {
        Action::Read | Action::Work | Action::ReadSettings => true,
        Action::ChangeSettings => role == Role::Admin,
    }
}
