//! The small set of pieces that every page is built from. They hold looks and keyboard behaviour, never product decisions.

mod badge;
mod button;
mod card;
mod choice;
mod dialog;
mod field;
mod icon;
mod menu;
mod page_header;
mod placeholder;
mod segmented;
mod skeleton;
mod status;
mod table;
mod text_field;
mod toast;

pub use badge::Badge;
pub use button::{Button, ButtonKind, ButtonVariant, IconButton};
pub use card::Card;
pub use choice::{Checkbox, Switch};
pub use dialog::{Dialog, Drawer, WindowActions};
pub use field::{Field, FieldIds, SelectField};
pub use icon::{Glyph, Icon};
pub use menu::{Menu, MenuChoice};
pub use page_header::PageHeader;
pub use placeholder::{EmptyState, ErrorState};
pub use segmented::Segmented;
pub use skeleton::{Skeleton, SkeletonWidth};
pub use status::{Status, StatusMark};
pub use table::{EmptyRow, SortHeader, SortOrder, Table, TableSort};
pub use text_field::{NumberField, PasswordField, TextField};
pub use toast::{Toaster, Toasts};
