//! Every word of the app, English and Italian side by side. A key that is missing in one language does not compile.

use crate::{client::ClientError, preferences::Language};
use leptos::prelude::*;

macro_rules! texts {
    ($($key:ident: $english:literal, $italian:literal;)+) => {
        /// The words of the app in one language.
        pub struct Texts { $(pub $key: &'static str,)+ }

        static ENGLISH: Texts = Texts { $($key: $english,)+ };
        static ITALIAN: Texts = Texts { $($key: $italian,)+ };

        #[cfg(test)]
        const TABLE: &[(&str, &str, &str)] = &[$((stringify!($key), $english, $italian),)+];
    };
}

texts! {
    product_name: "Vedetta", "Vedetta";
    product_meaning: "Reliability console", "Console di affidabilità";

    skip_to_content: "Skip to content", "Vai al contenuto";
    navigation: "Main navigation", "Navigazione principale";
    narrow_rail: "Collapse navigation", "Comprimi la navigazione";
    widen_rail: "Expand navigation", "Espandi la navigazione";
    time_zone: "Time zone", "Fuso orario";
    theme: "Theme", "Tema";
    theme_dark: "Dark", "Scuro";
    theme_light: "Light", "Chiaro";
    theme_system: "Like the device", "Come il dispositivo";
    language: "Language", "Lingua";

    retry: "Try again", "Riprova";
    close: "Close", "Chiudi";
    dismiss: "Dismiss", "Ignora";
    show_password: "Show password", "Mostra la password";
    hide_password: "Hide password", "Nascondi la password";
    loading: "Loading", "Caricamento in corso";

    status_excellent: "Excellent", "Ottimo";
    status_good: "Good", "Buono";
    status_acceptable: "Acceptable", "Accettabile";
    status_warning: "Warning", "Attenzione";
    status_critical: "Critical", "Critico";
    status_severe: "Severe", "Grave";
    status_no_data: "No data", "Nessun dato";

    overview_title: "Overview", "Panoramica";
    overview_meaning: "How healthy everything is, and what got worse.", "Lo stato di salute di tutto, e che cosa è peggiorato.";
    availability: "Availability", "Disponibilità";
    availability_empty: "No analysis has been run yet", "Ancora nessuna analisi";
    availability_meaning:
        "The health score of your services will stand here, with the error budget each of them has left.",
        "Qui compariranno il punteggio di salute dei servizi e l’error budget che resta a ciascuno.";
    resilience: "Resilience", "Resilienza";
    resilience_empty: "No backup has been assessed yet", "Ancora nessun backup valutato";
    resilience_meaning:
        "How much work would be lost if a machine died now will stand here, worst first.",
        "Qui comparirà quanto lavoro andrebbe perso se una macchina si fermasse adesso, a partire dal caso peggiore.";
    system: "System", "Sistema";
    system_version: "Version", "Versione";
    system_storage: "Storage", "Archiviazione";
    system_state: "State", "Stato";
    system_ready: "Ready", "Pronto";
    system_not_ready: "Database not answering", "Il database non risponde";
    system_unknown: "The state of the system is unknown", "Lo stato del sistema non è noto";

    not_found_title: "Page not found", "Pagina non trovata";
    not_found_meaning: "There is nothing at this address.", "A questo indirizzo non c’è nulla.";
    not_found_lost: "Nothing to see from here", "Da qui non si vede nulla";
    not_found_advice:
        "The address may be mistyped, or what it showed has been removed.",
        "L’indirizzo potrebbe contenere un errore, oppure ciò che mostrava è stato rimosso.";
    back_to_overview: "Back to the overview", "Torna alla panoramica";

    error_title: "This page could not be shown", "Non è stato possibile mostrare questa pagina";
    error_meaning: "Something went wrong inside Vedetta.", "Si è verificato un errore interno di Vedetta.";
    error_failed: "Part of the page failed", "Una parte della pagina non ha funzionato";
    error_detail: "Nothing was changed. Loading the page again often helps.", "Nulla è stato modificato. Spesso basta ricaricare la pagina.";
    connection_lost:
        "Vedetta does not answer. Check that it is running and that the network reaches it.",
        "Vedetta non risponde. Verifica che sia in esecuzione e raggiungibile dalla rete.";
    answer_garbled:
        "Vedetta’s answer could not be read. It may have been updated: reload the page.",
        "La risposta di Vedetta non è leggibile. Forse è stata aggiornata: ricarica la pagina.";

    styleguide_title: "Styleguide", "Guida allo stile";
    styleguide_meaning: "Every component, in every state.", "Ogni componente, in ogni stato.";
}

/// The words in the language of this page, taken from context at the top of a component.
pub fn texts() -> &'static Texts {
    expect_context()
}

impl Texts {
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Italian => &ITALIAN,
        }
    }

    /// What happened and what to do, for a call that failed.
    pub fn explain(&self, error: &ClientError) -> String {
        match error {
            ClientError::ConnectionLost => self.connection_lost.into(),
            ClientError::Refused(problem) => problem.detail.clone(),
            ClientError::Garbled => self.answer_garbled.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_empty_or_padded() {
        for (key, english, italian) in TABLE {
            for text in [english, italian] {
                assert!(!text.is_empty() && text.trim() == *text, "{key}: {text:?}");
            }
        }
    }

    #[test]
    fn both_languages_end_a_sentence_alike() {
        for (key, english, italian) in TABLE {
            assert_eq!(english.ends_with('.'), italian.ends_with('.'), "{key}");
        }
    }

    #[test]
    fn apostrophes_are_typographic() {
        for (key, english, italian) in TABLE {
            assert!(!english.contains('\'') && !italian.contains('\''), "{key}");
        }
    }
}
