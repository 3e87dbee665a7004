//! Every word of the app, English and Italian side by side. A key that is missing in one language does not compile.

use crate::preferences::Language;
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

    skip_to_content: "Skip to content", "Vai al contenuto";
    navigation: "Main navigation", "Navigazione principale";
    narrow_rail: "Collapse navigation", "Comprimi il menu";
    widen_rail: "Expand navigation", "Espandi il menu";
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

    setup_title: "Welcome to Vedetta", "Ti diamo il benvenuto";
    setup_meaning:
        "Vedetta keeps watch over the reliability of your services and backups. Make the first admin to begin.",
        "Vedetta veglia sull’affidabilità dei tuoi servizi e dei tuoi backup. Per iniziare, crea il primo amministratore.";
    setup_code: "One-time code", "Codice monouso";
    setup_code_hint: "Vedetta printed it where it was started.", "Vedetta lo ha mostrato dove è stata avviata.";
    setup_code_missing: "Enter the code that Vedetta printed.", "Inserisci il codice mostrato da Vedetta.";
    setup_code_wrong:
        "This is not the code that Vedetta printed at its last start.",
        "Non è il codice mostrato da Vedetta al suo ultimo avvio.";
    setup_action: "Make the admin and sign in", "Crea l’amministratore e accedi";
    sign_in_title: "Sign in to Vedetta", "Accedi a Vedetta";
    sign_in_meaning:
        "The lookout over your services and backups.",
        "Di vedetta sui tuoi servizi e sui tuoi backup.";
    sign_in: "Sign in", "Accedi";
    sign_out: "Sign out", "Esci";
    user_name: "User name", "Nome utente";
    user_name_hint: "Up to 64 characters, no spaces.", "Al massimo 64 caratteri, senza spazi.";
    user_name_missing: "Enter a user name.", "Inserisci un nome utente.";
    user_name_rules:
        "Use up to 64 characters of one alphabet, without spaces or invisible characters.",
        "Usa al massimo 64 caratteri di un solo alfabeto, senza spazi né caratteri invisibili.";
    password: "Password", "Password";
    password_hint: "12 to 128 characters.", "Da 12 a 128 caratteri.";
    password_missing: "Enter the password.", "Inserisci la password.";
    password_rules: "Use 12 to 128 characters.", "Usa da 12 a 128 caratteri.";
    password_common:
        "Guessers try this one first. Choose another.",
        "È tra le prime che si provano per indovinare. Scegline un’altra.";
    wait_seconds: "Try again in {} s.", "Riprova tra {} s.";
    session_ended: "Your sign-in has ended", "La sessione è terminata";
    session_ended_advice:
        "Sign in again to go on. The page stays as it is.",
        "Accedi di nuovo per continuare. La pagina resta com’è.";
    sign_in_as_other: "Sign in as somebody else", "Accedi come altra persona";
    outage_title: "The database does not answer", "Il database non risponde";
    outage_meaning:
        "Vedetta is running but cannot reach its data. This page looks again by itself.",
        "Vedetta è in esecuzione ma non raggiunge i suoi dati. Questa pagina riprova da sola.";

    me: "Your account", "Il tuo account";
    role: "Role", "Ruolo";
    role_admin: "Admin", "Amministratore";
    role_viewer: "Viewer", "Visualizzatore";
    role_admin_meaning: "May do everything.", "Può fare tutto.";
    role_viewer_meaning:
        "Reads everything but users and audit, and changes nothing.",
        "Legge tutto tranne utenti e registro, e non modifica nulla.";
    state: "State", "Stato";
    state_active: "Active", "Attivo";
    state_disabled: "Disabled", "Disattivato";
    created_utc: "Created (UTC)", "Creazione (UTC)";
    actions: "Actions", "Azioni";
    cancel: "Cancel", "Annulla";
    load_more: "Load more", "Carica altri";

    users_title: "Users", "Utenti";
    users_meaning: "Who may enter, and what they may do.", "Chi può entrare e che cosa può fare.";
    users_failed: "The users could not be loaded", "Non è stato possibile caricare gli utenti";
    user_you: "You", "Tu";
    user_actions: "Actions for {}", "Azioni per {}";
    user_add: "Add user", "Aggiungi utente";
    user_add_title: "Add a user", "Aggiungi un utente";
    user_add_password_hint:
        "12 to 128 characters. Hand it over; the person can change it later.",
        "Da 12 a 128 caratteri. Consegnala alla persona, che potrà cambiarla.";
    user_added: "{} was added.", "Utente {} aggiunto.";
    user_make_admin: "Make admin", "Rendi amministratore";
    user_make_admin_title: "Make {} an admin?", "Rendere {} amministratore?";
    user_make_admin_meaning:
        "Admins may do everything: manage users, read the audit trail, start and delete analyses.",
        "Gli amministratori possono fare tutto: gestire gli utenti, leggere il registro, avviare ed eliminare analisi.";
    user_made_admin: "{} is an admin now.", "{} ora è amministratore.";
    user_make_viewer: "Make viewer", "Rendi visualizzatore";
    user_make_viewer_title: "Make {} a viewer?", "Rendere {} visualizzatore?";
    user_make_viewer_meaning:
        "Viewers read everything but users and audit, and change nothing. It takes effect at once.",
        "I visualizzatori leggono tutto tranne utenti e registro, e non modificano nulla. Ha effetto subito.";
    user_made_viewer: "{} is a viewer now.", "{} ora è visualizzatore.";
    user_disable: "Disable", "Disattiva";
    user_disable_title: "Disable {}?", "Disattivare {}?";
    user_disable_meaning:
        "The account is kept, but every sign-in ends at once and no new one is possible until it is enabled again.",
        "L’account resta, ma ogni sessione termina subito e non sarà possibile accedere finché non verrà riattivato.";
    user_was_disabled: "{} was disabled.", "Utente {} disattivato.";
    user_enable: "Enable", "Riattiva";
    user_enable_title: "Enable {} again?", "Riattivare {}?";
    user_enable_meaning: "Signing in will be possible again, with the same password.", "Sarà di nuovo possibile accedere, con la stessa password.";
    user_was_enabled: "{} was enabled.", "Utente {} riattivato.";
    user_reset: "Reset password", "Reimposta la password";
    user_reset_title: "Reset the password of {}", "Reimposta la password di {}";
    user_reset_meaning:
        "Every sign-in of this person ends. Hand the new password over; it can be changed later.",
        "Ogni sessione di questa persona termina. Consegna la nuova password: potrà essere cambiata in seguito.";
    user_was_reset: "The password of {} was reset.", "La password di {} è stata reimpostata.";
    user_remove: "Remove", "Rimuovi";
    user_remove_title: "Remove {}?", "Rimuovere {}?";
    user_remove_meaning:
        "The account is gone for good and every sign-in ends at once. What was done stays in the audit trail.",
        "L’account scompare per sempre e ogni sessione termina subito. Ciò che è stato fatto resta nel registro.";
    user_was_removed: "{} was removed.", "Utente {} rimosso.";
    user_is_you: "This is your own account.", "Questo è il tuo account.";

    audit_title: "Audit", "Registro";
    audit_meaning: "Who did what, when, from where, and with what result.", "Chi ha fatto che cosa, quando, da dove e con quale esito.";
    audit_failed: "The audit trail could not be loaded", "Non è stato possibile caricare il registro";
    audit_download: "Download CSV", "Scarica CSV";
    audit_filter: "Filter", "Filtra";
    audit_clear: "Clear", "Azzera";
    audit_from: "From (UTC)", "Da (UTC)";
    audit_to: "Until (UTC)", "Fino a (UTC)";
    audit_user: "User", "Utente";
    audit_action: "Action", "Azione";
    audit_any_action: "Any action", "Qualsiasi azione";
    audit_when: "When (UTC)", "Quando (UTC)";
    audit_object: "Object", "Oggetto";
    audit_result: "Result", "Esito";
    audit_address: "Address", "Indirizzo";
    audit_request: "Request", "Richiesta";
    audit_done: "Done", "Eseguita";
    audit_refused: "Refused", "Rifiutata";
    audit_empty: "Nothing was recorded that fits this filter.", "Nessuna voce del registro corrisponde al filtro.";
    action_setup: "First admin made", "Primo amministratore creato";
    action_sign_in: "Sign-in", "Accesso";
    action_sign_out: "Sign-out", "Uscita";
    action_refresh_reuse: "Stolen sign-in stopped", "Sessione rubata bloccata";
    action_sign_in_ended: "Sign-in ended", "Sessione terminata";
    action_password_changed: "Password changed", "Password cambiata";
    action_password_reset: "Password reset", "Password reimpostata";
    action_user_added: "User added", "Utente aggiunto";
    action_user_changed: "User changed", "Utente modificato";
    action_user_removed: "User removed", "Utente rimosso";
    action_access_denied: "Access denied", "Accesso negato";

    profile_title: "Profile", "Profilo";
    profile_meaning: "Your account, where it is signed in, and how Vedetta looks.", "Il tuo account, dove hai effettuato l’accesso e l’aspetto di Vedetta.";
    profile_account: "Account", "Account";
    profile_since: "Account made (UTC)", "Account creato il (UTC)";
    profile_appearance: "Appearance", "Aspetto";
    password_change: "Change password", "Cambia la password";
    password_old: "Current password", "Password attuale";
    password_new: "New password", "Nuova password";
    password_was_changed:
        "Your password was changed. Every other device was signed out.",
        "La password è stata cambiata. Tutti gli altri dispositivi sono stati disconnessi.";
    old_password_wrong: "This is not your current password.", "Non è la tua password attuale.";
    devices_title: "Signed in on these devices", "Dispositivi con accesso attivo";
    devices_failed: "The devices could not be loaded", "Non è stato possibile caricare i dispositivi";
    device: "Device", "Dispositivo";
    device_this: "This device", "Questo dispositivo";
    device_on: "{} on {}", "{} su {}";
    device_since: "Since (UTC)", "Dal (UTC)";
    device_last_used: "Last used (UTC)", "Ultimo uso (UTC)";
    device_end: "Sign out", "Disconnetti";
    device_was_ended: "The device was signed out.", "Il dispositivo è stato disconnesso.";
    devices_end_others: "Sign out all others", "Disconnetti tutti gli altri";
    devices_were_ended: "All other devices were signed out.", "Tutti gli altri dispositivi sono stati disconnessi.";

    forbidden_title: "This is for admins", "Riservato agli amministratori";
    forbidden_meaning:
        "Your role does not allow it. An admin can change that.",
        "Il tuo ruolo non lo consente. Un amministratore può cambiarlo.";
    problem_sign_in_needed: "Your sign-in has ended. Sign in again to go on.", "La sessione è terminata. Accedi di nuovo per continuare.";
    problem_wrong_credentials: "The user name or the password is wrong.", "Il nome utente o la password non sono corretti.";
    problem_cross_site:
        "Vedetta was reached by another address than its own. Open it by the address that it is set up for.",
        "Vedetta è stata raggiunta da un indirizzo diverso dal suo. Aprila dall’indirizzo per cui è configurata.";
    problem_not_found: "It is not there any more. Load the page again.", "Non esiste più. Ricarica la pagina.";
    problem_conflict: "It was changed in the meantime. Load the page again.", "Nel frattempo è stato modificato. Ricarica la pagina.";
    problem_already_set_up: "The first admin has been made already. Sign in instead.", "Il primo amministratore esiste già. Accedi con quell’account.";
    problem_name_taken: "Somebody has this user name already. Choose another.", "Questo nome utente è già in uso. Scegline un altro.";
    problem_last_admin:
        "This is the last admin, and Vedetta needs one. Make somebody else an admin first.",
        "È l’ultimo amministratore e Vedetta ne ha bisogno. Prima rendi amministratore un’altra persona.";
    problem_too_large: "That is more than Vedetta takes at once.", "È più di quanto Vedetta accetti in una volta.";
    problem_invalid: "Something in this form is not valid.", "Qualcosa in questo modulo non è valido.";
    problem_too_many_requests: "Too many attempts.", "Troppi tentativi.";
    problem_too_slow: "The request took too long to arrive. Try again.", "La richiesta ha impiegato troppo ad arrivare. Riprova.";
    problem_unavailable: "The database does not answer. Try again in a moment.", "Il database non risponde. Riprova tra un momento.";
    problem_internal: "Something went wrong inside Vedetta. Nothing was changed.", "Si è verificato un errore interno di Vedetta. Nulla è stato modificato.";
    problem_request:
        "Vedetta could not read the request. It may have been updated: reload the page.",
        "Vedetta non ha potuto leggere la richiesta. Forse è stata aggiornata: ricarica la pagina.";

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
}

/// A text with its one blank, `{}`, filled in.
pub fn fill(text: &str, word: &str) -> String {
    text.replacen("{}", word, 1)
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
    fn both_languages_leave_the_same_blanks() {
        for (key, english, italian) in TABLE {
            let blanks = |text: &str| text.matches("{}").count();
            assert_eq!(blanks(english), blanks(italian), "{key}");
        }
    }

    #[test]
    fn apostrophes_are_typographic() {
        for (key, english, italian) in TABLE {
            assert!(!english.contains('\'') && !italian.contains('\''), "{key}");
        }
    }
}
