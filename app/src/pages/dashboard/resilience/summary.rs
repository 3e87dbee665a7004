//! How the assets stand at the moment, and what would be lost if one of them died now.

use super::Board;
use crate::{
    analyses::{self, LEVELS},
    components::{ChangingStatusMark, Status},
    content::erase,
    effects::a_frame_later,
    figures::StatusFilter,
    pages::dashboard::{
        verdict::{Verdict, VerdictProps, score_donut, tried},
        whole_score::why_button,
    },
    texts::fill,
};
use leptos::{children::ToChildren, prelude::*};
use model::AnalysisKind;
use std::sync::Arc;

/// How many of the largest losses are named.
const NAMED: usize = 6;

/// What all of them would lose, as far as it is known.
#[derive(Clone, Default, PartialEq)]
struct Losses {
    known: usize,
    /// How many are older than their target.
    missed: usize,
    largest: Arc<[Loss]>,
}

/// What one asset would lose.
#[derive(Clone, Copy, PartialEq)]
struct Loss {
    index: usize,
    /// Nothing where no backup ever succeeded.
    hours: Option<f64>,
    status: Status,
}

#[component]
pub fn Summary(board: Board, since: AnyView) -> impl IntoView {
    let Board { film, browse, texts, numbers, .. } = board;
    let whole = film.whole();
    let counts = Memo::new(move |_| whole.get().counts.to_vec());
    let score = Signal::derive(move || numbers.percent_or_dash(whole.get().score));
    let total = browse.total();
    let donut = score_donut(counts.into(), score, total as u32);
    let status = Memo::new(move |_| {
        whole.get().score.map_or(Status::NoData, |score| analyses::standing_at(AnalysisKind::Resilience, score))
    });
    let tried = tried(film.difference());
    let losses = Memo::new(move |_| board.losses());
    // With an hour of the film all of this changes at once: while it plays, the names come a frame after the numbers.
    let (is_playing, losses_later) = (film.clock.is_playing(), a_frame_later(losses));
    let losses_listed = Memo::new(move |_| if is_playing.get() { losses_later.get() } else { losses.get() });
    let line = move || match losses.with(|losses| (losses.known, losses.missed)) {
        (0, _) => texts.dash_nothing_scored.to_owned(),
        (_, 0) => texts.dash_all_kept.to_owned(),
        (_, missed) => fill(&fill(texts.dash_missed, &numbers.count(missed as u64)), &numbers.count(total as u64)),
    };
    let verdict = Verdict(VerdictProps {
        score: donut,
        children: ToChildren::to_children(move || {
            view! {
                <p class="verdict-standing"><ChangingStatusMark status /> {why_button(browse)} {tried}</p>
                <p class="verdict-line">{line}</p>
                {since}
                <StatusFilter statuses=&LEVELS counts chosen=browse.shown />
            }
        }),
    });
    erase(view! {
        <div class="resilience-head">
            {verdict}
            <section class="card">
                <h2 class="card-title">{texts.loss_title}</h2>
                {board.loss_list(losses_listed)}
            </section>
        </div>
    })
}

impl Board {
    fn losses(self) -> Losses {
        let film = self.film;
        film.track_states();
        film.figures.track();
        let count = self.browse.total();
        let (mut missed, mut losses) = (0, Vec::new());
        for index in 0..count {
            let Some(state) = film.state(index).get_untracked() else { continue };
            missed += usize::from(state.is_target_missed);
            let (hours, status) = (state.facts.actual_rpo_hours, analyses::resilience(state.status));
            losses.push(Loss { index, hours, status });
        }
        let hours = |loss: &Loss| loss.hours.unwrap_or(f64::INFINITY);
        losses.sort_by(|one, other| hours(other).total_cmp(&hours(one)));
        let known = losses.len();
        losses.truncate(NAMED);
        Losses { known, missed, largest: losses.into() }
    }

    /// Its lines stay, and are filled anew: to make one takes the browser far longer.
    fn loss_list(self, losses: Memo<Losses>) -> AnyView {
        let longest = Memo::new(move |_| {
            losses.with(|losses| losses.largest.iter().filter_map(|loss| loss.hours).fold(1.0, f64::max))
        });
        let line = |place: usize| {
            self.loss_line(Memo::new(move |_| losses.with(|losses| losses.largest.get(place).copied())), longest)
        };
        let lines: Vec<AnyView> = (0..NAMED.min(self.browse.total())).map(line).collect();
        let is_any_known = Memo::new(move |_| losses.with(|losses| losses.known > 0));
        erase(view! {
            <ol class="loss-list">{lines}</ol>
            <p hidden=is_any_known>{self.texts.status_no_data}</p>
        })
    }

    fn loss_line(self, loss: Memo<Option<Loss>>, longest: Memo<f64>) -> AnyView {
        let (texts, numbers, browse) = (self.texts, self.numbers, self.browse);
        let name = move || loss.get().map(|loss| browse.name(loss.index));
        let words = move || {
            let hours = loss.get().and_then(|loss| loss.hours);
            hours.map_or_else(|| texts.loss_all.to_owned(), |hours| numbers.hours(hours))
        };
        let share = move || {
            let hours = loss.get().and_then(|loss| loss.hours);
            hours.map_or(100.0, |hours| 100.0 * hours / longest.get()).to_string()
        };
        let open = move |_| {
            if let Some(loss) = loss.get_untracked() {
                browse.open_subject(loss.index);
            }
        };
        erase(view! {
            <li hidden=move || loss.get().is_none()>
                <button type="button" class="loss" on:click=open>
                    <bdi class="loss-name">{name}</bdi>
                    <span>{words}</span>
                    <svg class="loss-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                        <rect class=move || loss.get().map(|loss| loss.status.tone()) width=share height="4" />
                    </svg>
                </button>
            </li>
        })
    }
}
