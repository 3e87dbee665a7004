//! The rules that hold for all assets alike, open for change in a trial: how much the age of backups and their success count,
//! and how compliance falls with age.

use super::Board;
use crate::{
    components::Segmented,
    content::{changing, erase},
    figures::numbers::whole,
    pages::dashboard::trial::curve_word,
};
use leptos::prelude::*;
use model::{Curve, ResilienceWeights};

impl Board {
    pub fn rules(self) -> AnyView {
        let (film, texts) = (self.film, self.texts);
        changing(move || {
            film.trial.is_open.get().then(|| {
                let curve = Signal::derive(move || film.figures.with(|figures| figures.curve.as_str()));
                let curves = Curve::ALL.iter().map(|curve| (curve.as_str(), curve_word(*curve, texts))).collect();
                erase(view! {
                    <section class="card rules" aria-label=texts.trial_rules>
                        {self.weights_slider()}
                        <div class="rule">
                            <span class="rule-name">{texts.trial_curve}</span>
                            <Segmented
                                name="curve"
                                label=texts.trial_curve
                                options=curves
                                value=curve
                                on_choose=move |word| self.set_curve(word)
                            />
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
            let part = |label: &str, part| format!("{label} {}", numbers.whole_percent(part));
            format!("{} · {}", part(texts.dash_age, weights.rpo()), part(texts.dash_success, weights.success()))
        };
        let slide = move |event| {
            if let Ok(percent) = event_target_value(&event).parse::<f64>() {
                self.set_weights(percent / 100.0);
            }
        };
        erase(view! {
            <label class="rule">
                <span class="rule-name">{texts.trial_weights}</span>
                <input
                    type="range"
                    class="slider"
                    min="0"
                    max="100"
                    step="5"
                    prop:value=move || whole(weights().rpo() * 100.0).to_string()
                    aria-valuetext=words
                    on:input=slide
                />
                <span class="rule-words">{words}</span>
            </label>
        })
    }

    fn set_weights(self, rpo: f64) {
        let original = self.film.with_replay(|replay| replay.original().weights);
        let weights = ResilienceWeights::new(rpo, 1.0 - rpo).ok().filter(|weights| *weights != original);
        self.film.trial.change(|figures| figures.resilience_weights = weights);
    }

    fn set_curve(self, word: &str) {
        let original = self.film.with_replay(|replay| replay.original().curve);
        let curve = Curve::from_word(word).ok().filter(|curve| *curve != original);
        self.film.trial.change(|figures| figures.curve = curve);
    }
}
