//! The contract between the server and everything that talks to it: paths, wire types, error codes.
//! No behaviour lives here.

mod accounts;
mod analyses;
mod health;
pub mod paths;
mod problem;
mod whole_number;

pub use accounts::{
    AuditRow, EndedSignIns, NewPassword, NewSetup, NewSignIn, NewUser, Setup, SignInView, SignedIn, UserPatch, UserView,
};
pub use analyses::{
    AssetChange, AssetView, Coverage, CoveredDay, CoveredHour, DemoLoaded, FallenScore, FallenScores, Ingested,
    JobView, NewAnalysis, NewBackupRun, NewSample, PresetChange, ReportHeads, RowFault,
};
pub use health::{Health, Readiness};
pub use problem::{Code, FieldFault, PROBLEM_JSON, Problem};

/// One page of a list, as it is sent.
pub use model::Page;
