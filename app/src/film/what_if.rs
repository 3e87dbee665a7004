//! The figures that somebody tries on a dashboard, kept in the address so that a link carries them along.

use crate::{address, document};
use leptos::prelude::*;
use model::{AssetId, Configuration, Report, ReportBody};
use scoring::what_if::{Change, WhatIf};
use std::sync::Arc;

const PARAMETER: &str = "what-if";

/// What is tried on one report. Copies see the same.
#[derive(Clone, Copy)]
pub struct Trial {
    report: StoredValue<Arc<Report>>,
    pub figures: RwSignal<WhatIf>,
    /// Whether the page is open for changes.
    pub is_open: RwSignal<bool>,
}

impl Trial {
    pub fn new(report: Arc<Report>, figures: WhatIf) -> Self {
        let is_open = RwSignal::new(!figures.is_empty());
        let trial = Self { report: StoredValue::new(report), figures: RwSignal::new(figures), is_open };
        trial.keep_in_address();
        trial
    }

    /// The figures that count now: a closed trial counts for nothing, but is not forgotten.
    pub fn counted(self) -> WhatIf {
        if self.is_open.get() { self.figures.get() } else { WhatIf::default() }
    }

    /// Whether any figure counts that is not the report's.
    pub fn counts(self) -> bool {
        self.is_open.get() && self.figures.with(|figures| !figures.is_empty())
    }

    pub fn changes(self) -> Vec<Change> {
        self.report.with_value(|report| self.figures.with(|figures| figures.changes(report)))
    }

    pub fn change(self, change: impl FnOnce(&mut WhatIf)) {
        self.figures.update(change);
    }

    pub fn undo(self, change: &Change) {
        self.figures.update(|figures| figures.undo(change));
    }

    pub fn undo_all(self) {
        self.figures.set(WhatIf::default());
    }

    /// The report's question with what is tried.
    pub fn configuration(self) -> Configuration {
        self.report.with_value(|report| self.figures.with_untracked(|figures| figures.configuration(report)))
    }

    /// What people call a service or an asset of the report.
    pub fn name_of(self, id: &AssetId) -> String {
        let found = self.report.with_value(|report| match &report.body {
            ReportBody::Availability(body) => {
                body.services.iter().find(|service| service.service_id == *id).map(|service| service.name.clone())
            }
            ReportBody::Resilience(body) => {
                body.assets.iter().find(|asset| asset.asset_id == *id).map(|asset| asset.name.clone())
            }
        });
        found.unwrap_or_else(|| id.to_string())
    }

    fn keep_in_address(self) {
        address::keep(PARAMETER, move || {
            let is_open = self.is_open.get();
            self.figures.with(|figures| if is_open { figures.to_string() } else { String::new() })
        });
    }
}

/// What the address of the page asks to try; nothing where it asks for nothing that can be read.
pub fn what_if_in_address() -> WhatIf {
    // The router does not know what was written behind its back.
    document::parameter(PARAMETER).and_then(|text| text.parse().ok()).unwrap_or_default()
}
