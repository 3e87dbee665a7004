//! The page of a dashboard, and whatever else those of both kinds have in common.

use super::{
    browse::{Browse, Figure, Ranking},
    notes::{Notes, Recheck, moment_on_paper},
    panel::{SidePanel, SidePanelProps},
    since::SinceLast,
    subjects::{Heading, Show, ShowCells, Subjects, SubjectsProps, Which},
    tools::{Tools, ToolsProps},
    trial::{TrialBar, TrialBarProps},
    trial_figure::{TrialFigure, TrialFigureProps, Tried, difference},
    whole_score::why_whole,
};
use crate::{
    content::erase,
    figures::{Numbers, Zone, numbers, numbers::whole},
    film::{Film, Played},
    replay::ReplayBar,
    sight::watch_sight,
    texts::{Texts, texts},
};
use leptos::prelude::*;
use model::{ReportHead, Weight};
use std::sync::Arc;

/// What every part of a dashboard works with. Copies see the same.
pub struct Board<R: Played> {
    pub film: Film<R>,
    pub browse: Browse,
    pub zone: StoredValue<Zone>,
    pub texts: &'static Texts,
    pub numbers: Numbers,
}

/// What the dashboards of one kind have for themselves.
pub struct DashParts {
    pub class: &'static str,
    /// What the score of the whole is called, and what all services or assets are.
    pub whole: &'static str,
    pub subjects: &'static str,
    pub summary: AnyView,
    pub pictures: AnyView,
    pub headings: Arc<[Heading]>,
    pub figure: Figure,
    pub card: Show,
    pub cells: ShowCells,
    pub detail: Show,
    /// Hands over a file of those at these places.
    pub save: Callback<Arc<[usize]>>,
}

impl<R: Played> Clone for Board<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Played> Copy for Board<R> {}

impl<R: Played> Board<R> {
    pub fn new(film: Film<R>, zone: Zone, headings: &[Heading]) -> Self {
        let browse = film.report.with_value(|report| Browse::new(report, headings));
        Self { film, browse, zone: StoredValue::new(zone), texts: texts(), numbers: numbers() }
    }

    /// The whole page.
    pub fn dash(self, parts: DashParts) -> AnyView {
        let Self { film, browse, numbers, .. } = self;
        let DashParts { class, whole, subjects, summary, pictures, headings, figure, card, cells, detail, save } =
            parts;
        let (zone, report) = (self.zone.get_value(), film.report.get_value());
        let list_section = NodeRef::new();
        browse.rest_unseen(film.clock, watch_sight(list_section));
        let order = browse.order(film.clock, self.ranking(figure));
        let list = Subjects(SubjectsProps { label: subjects, browse, order, card, headings: headings.clone(), cells });
        let on_save = Callback::new(move |()| save.run(order.all.get_untracked()));
        let tools = Tools(ToolsProps { title: subjects, browse, order: order.all, headings, on_save });
        let explain: Arc<dyn Fn() -> AnyView + Send + Sync> = Arc::new(move || why_whole(browse, film.why(), numbers));
        erase(view! {
            <div class=class class:dash-trial=film.trial.is_open class:dash-playing=film.clock.is_playing()>
                {moment_on_paper(film.clock, zone.clone())}
                <Notes report=report.clone() missing=browse.missing() />
                {summary}
                {TrialBar(TrialBarProps { trial: film.trial, difference: film.difference() })}
                {pictures}
                <section
                    node_ref=list_section
                    class="dash-subjects"
                    aria-label=subjects
                    on:focusout=move |_| browse.note_focus_left()
                >
                    {tools}
                    {list}
                </section>
                <Recheck report zone=zone.clone() />
            </div>
            {SidePanel(SidePanelProps { browse, show: detail, whole: (whole, explain) })}
            <ReplayBar
                replay=film.clock
                zone
                bins=film.bins()
                marks=film.marks()
                state=self.spoken(whole)
                what_if=film.trial.is_open
            />
        })
    }

    fn ranking(self, figure: Figure) -> Ranking {
        let film = self.film;
        Ranking {
            status: Box::new(move |index| R::status(film.state(index).get())),
            figure,
            track: Box::new(move || {
                film.track_states();
                film.figures.track();
            }),
        }
    }

    /// For whoever cannot see the page.
    fn spoken(self, name: &'static str) -> Signal<String> {
        let whole = self.film.whole();
        Signal::derive(move || {
            let score = whole.get().score;
            score.map_or_else(String::new, |score| format!("{name} {}", self.numbers.percent(score)))
        })
    }

    pub fn since(self, before: Option<ReportHead>) -> AnyView {
        let head = self.film.report.with_value(|report| report.head.clone());
        erase(view! { <SinceLast head before /> })
    }

    /// How a service or an asset stands at the moment.
    pub fn state(self, which: Which) -> Memo<R::State> {
        Memo::new(move |_| self.film.state(which.get()).get())
    }

    /// The same for the list.
    pub fn listed_state(self, which: Which) -> Memo<R::State> {
        self.browse.listed(move || self.film.state(which.get()).get())
    }

    /// What the trial does to a service or an asset; nothing while it does nothing.
    pub fn difference(self, which: Which) -> AnyView {
        let film = self.film;
        difference(film.trial, move || {
            let index = which.get();
            Some((R::score(film.state(index).get())?, R::score(film.original_state(index).get())?))
        })
    }

    pub fn weight_figure(self, which: Which) -> AnyView {
        let (film, browse, label) = (self.film, self.browse, self.texts.trial_weight_of);
        let tried = Tried {
            value: Signal::derive(move || R::weight(film.figures_of(which.get()).get()).get().into()),
            original: Signal::derive(move || R::weight(film.original_figures_of(which.get())).get().into()),
            bounds: (Weight::MIN.into(), Weight::MAX.into()),
            is_whole: true,
            set: Callback::new(move |weight: Option<f64>| {
                let weight = weight.and_then(|weight| Weight::new(whole(weight)).ok());
                let id = browse.id(which.get_untracked());
                film.trial.change(|figures| match weight {
                    Some(weight) => drop(figures.weights.insert(id, weight)),
                    None => drop(figures.weights.remove(&id)),
                });
            }),
        };
        erase(TrialFigure(TrialFigureProps { trial: film.trial, tried, label, browse, which, unit: "" }))
    }
}
