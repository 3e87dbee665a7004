//! The server half: the program `vedetta`, its HTTP API and the pages it renders.

pub mod assets;
pub mod auth;
pub mod body;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod error;
pub mod logging;
pub mod metrics;
pub mod nearest;
pub mod observe;
pub mod openapi;
pub mod pages;
pub mod query;
pub mod router;
pub mod routes;
pub mod security;
pub mod serve;
pub mod services;
pub mod settings;
pub mod state;
