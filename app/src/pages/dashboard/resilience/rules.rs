//! The rules that hold for all assets alike, open for change in a trial: how much the age of backups and their success count,
//! and how compliance falls with age.

use super::Board;
use crate::{
    components::Segmented,
    content::{changing, erase},
    figures::numbers::whole,
    pages::dashboard::trial_figure::undo_button,
    texts::fill,
};
use leptos::prelude::*;
use model::{Curve, ResilienceWeights};

impl Board {
    pub fn rules(self) -> AnyView {
        let (film, texts) = (self.film, self.texts);
        changing(move || {
            film.trial.is_open.get().then(|| {
                let curve = Signal::derive(move || film.figures.with(|figures| figures.curve.as_str()));
                let original = film.with_replay(|replay| replay.original().curve);
                let is_changed = Signal::derive(move || curve.get() != original.as_str());
                let undo = Callback::new(move |()| film.trial.change(|figures| figures.curve = None));
                let curves = Curve::ALL.iter().map(|curve| (curve.as_str(), texts.curve(*curve))).collect();
                erase(view! {
                    <section class="card trial-rules" aria-label=texts.trial_rules>
                        {self.weights_slider()}
                        <div class="rule" class:trial-changed=is_changed>
                            <span class="rule-name">{texts.trial_curve}</span>
                            <Segmented
                                name="curve"
                                label=texts.trial_curve
                                options=curves
                                value=curve
                                on_choose=move |word| self.set_curve(word)
                            />
                            {undo_button(is_changed, texts.curve(original).into(), undo)}
                        </div>
                    </section>
                })
            })
        })
    }

    fn weights_slider(self) -> AnyView {
        let (film, texts, numbers) = (self.film, self.texts, self.numbers);
        let weights = move || film.figures.with(|figures| figures.weights);
        let words = move || {
            let weights = weights();
            let age = fill(texts.trial_shares, &numbers.whole_percent(weights.rpo()));
            fill(&age, &numbers.whole_percent(weights.success()))
        };
        let slide = move |event| {
            if let Ok(percent) = event_target_value(&event).parse() {
                self.set_weights(percent);
            }
        };
        let original = film.with_replay(|replay| replay.original().weights);
        let is_changed = Signal::derive(move || weights() != original);
        let undo = Callback::new(move |()| film.trial.change(|figures| figures.resilience_weights = None));
        erase(view! {
            <div class="rule" class:trial-changed=is_changed>
                <span class="rule-name">{texts.trial_weights}</span>
                <input
                    aria-label=texts.trial_weights
                    type="range"
                    class="slider"
                    min="0"
                    max="100"
                    step="1"
                    prop:value=move || whole(weights().rpo() * 100.0).to_string()
                    aria-valuetext=words
                    on:input=slide
                />
                <span class="rule-words">{words}</span>
                {undo_button(is_changed, numbers.whole_percent(original.rpo()), undo)}
            </div>
        })
    }

    fn set_weights(self, percent: u8) {
        let weights = tried_weights(percent, self.film.with_replay(|replay| replay.original().weights));
        self.film.trial.change(|figures| figures.resilience_weights = weights);
    }

    fn set_curve(self, word: &str) {
        let original = self.film.with_replay(|replay| replay.original().curve);
        let curve = Curve::from_word(word).ok().filter(|curve| *curve != original);
        self.film.trial.change(|figures| figures.curve = curve);
    }
}

/// Weights of so many percent for the age, and the rest for the success; nothing for those of the report. Whole percents are
/// compared, because 1 - 0.7 is not 0.3.
fn tried_weights(percent: u8, original: ResilienceWeights) -> Option<ResilienceWeights> {
    if i64::from(percent) == whole(original.rpo() * 100.0) {
        return None;
    }
    ResilienceWeights::of_percent(percent).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_slides_away_and_back_has_changed_nothing() {
        for (rpo, success) in [(0.7, 0.3), (0.8, 0.2), (0.85, 0.15), (0.9, 0.1), (0.6, 0.4), (0.333, 0.667), (1.0, 0.0)]
        {
            let original = ResilienceWeights::new(rpo, success).unwrap();
            let back = u8::try_from(whole(rpo * 100.0)).unwrap();
            assert_eq!(tried_weights(back, original), None, "{rpo}");
            assert!(tried_weights(55, original).is_some(), "{rpo}");
        }
        let tried = tried_weights(30, ResilienceWeights::default());
        assert_eq!(tried, ResilienceWeights::new(0.3, 0.7).ok());
        assert_eq!(tried_weights(101, ResilienceWeights::default()), None);
    }
}
