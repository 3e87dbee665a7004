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
    dismiss: "Dismiss", "Chiudi";
    still_busy:
        "The previous action is still under way. Try again when it is done.",
        "L’operazione precedente è ancora in corso. Riprova quando è finita.";
    show_password: "Show password", "Mostra password";
    hide_password: "Hide password", "Nascondi password";
    loading: "Loading", "Caricamento in corso";

    status_excellent: "Excellent", "Ottimo";
    status_good: "Good", "Buono";
    status_acceptable: "Acceptable", "Accettabile";
    status_warning: "Warning", "Attenzione";
    status_critical: "Critical", "Critico";
    status_severe: "Severe", "Gravissimo";
    status_no_data: "No data", "Nessun dato";

    filter_by_status: "Show only", "Mostra solo";
    delta_better: "{} points better", "{} punti in più";
    delta_worse: "{} points worse", "{} punti in meno";
    delta_same: "unchanged", "invariato";

    weekdays_short: "Mon Tue Wed Thu Fri Sat Sun", "lun mar mer gio ven sab dom";
    months_short:
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "gen feb mar apr mag giu lug ago set ott nov dic";

    chart_as_table: "Show as table", "Mostra come tabella";
    chart_as_chart: "Show as chart", "Mostra come grafico";
    chart_whole: "Show the whole window", "Mostra tutto il periodo";
    chart_keys:
        "Arrow keys move the cursor, Enter takes the replay there, plus and minus zoom, Escape shows everything.",
        "Le frecce muovono il cursore, Invio porta lì il replay, più e meno ingrandiscono e riducono, Esc mostra tutto.";
    chart_began: "began at {}, ended at {}.", "all’inizio {}, alla fine {}.";
    chart_lowest: "Lowest: {} on {}.", "Minimo: {}, {}.";
    chart_when: "When", "Quando";
    chart_no_data: "No data", "Nessun dato";
    heat_keys:
        "Arrow keys move from cell to cell, Enter takes the replay to the end of that hour.",
        "Le frecce passano da una cella all’altra, Invio porta il replay alla fine di quell’ora.";
    heat_asset: "Asset", "Risorsa";
    heat_hours: "Hours at each level, until {}", "Ore a ciascun livello, fino a {}";
    heat_summary: "Hours at each level, of all assets together: {}.", "Ore a ciascun livello, di tutte le risorse insieme: {}.";
    heat_worst: "Worst overall: {}.", "Nel complesso la peggiore: {}.";
    heat_now: "At this moment", "In questo momento";

    replay: "Replay", "Replay";
    replay_moment: "Moment of the replay", "Momento del replay";
    replay_play: "Play", "Riproduci";
    replay_pause: "Pause", "Pausa";
    replay_to_start: "Back to the beginning", "Torna all’inizio";
    replay_step_back: "Step back", "Un passo indietro";
    replay_step_forth: "Step forward", "Un passo avanti";
    replay_event_back: "Previous event", "Evento precedente";
    replay_event_forth: "Next event", "Evento successivo";
    replay_speed: "Speed", "Velocità";
    what_if: "What if…", "E se…";

    overview_title: "Overview", "Panoramica";
    overview_meaning: "How healthy everything is, and what got worse.", "Lo stato di salute di tutto, e che cosa è peggiorato.";
    availability: "Availability", "Disponibilità";
    availability_empty: "No analysis has been run yet", "Ancora nessuna analisi";
    availability_meaning:
        "The health score of your services will appear here, with the error budget each of them has left.",
        "Qui compariranno l’indice di salute dei servizi e il budget di errore che resta a ciascuno.";
    resilience: "Resilience", "Resilienza";
    resilience_empty: "No backup has been assessed yet", "Ancora nessun backup valutato";
    resilience_meaning:
        "How much work would be lost if a machine died now will appear here, worst first.",
        "Qui comparirà quanto lavoro andrebbe perso se una macchina si fermasse adesso, a partire dal caso peggiore.";
    system: "System", "Sistema";
    system_version: "Version", "Versione";
    system_storage: "Storage", "Archiviazione";
    system_state: "State", "Stato";
    system_ready: "Ready", "Pronto";
    system_state_unknown: "Unknown", "Sconosciuto";
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
    part_missing: "The part of the program that shows it is missing here.", "Manca la parte del programma che la mostra.";
    part_failed: "The page was not fetched", "La pagina non è stata scaricata";
    part_failed_detail:
        "Vedetta does not answer, or it has been updated in the meantime.",
        "Vedetta non risponde, oppure nel frattempo è stata aggiornata.";
    connection_lost:
        "Vedetta does not answer. Check that it is running and that the network reaches it.",
        "Vedetta non risponde. Verifica che sia in esecuzione e raggiungibile dalla rete.";
    looks_again: "This page checks again by itself.", "Questa pagina riprova da sola.";
    offline:
        "Connection lost. What you see stays; updates resume by themselves.",
        "Connessione persa. Ciò che vedi resta; la pagina riprende da sola.";
    answer_garbled:
        "Vedetta’s answer could not be read. It may have been updated: reload the page.",
        "La risposta di Vedetta non è leggibile. Forse è stata aggiornata: ricarica la pagina.";

    setup_title: "Welcome to Vedetta", "Ti diamo il benvenuto in Vedetta";
    setup_meaning:
        "Vedetta keeps watch over the reliability of your services and backups. Create the first admin to begin.",
        "Vedetta veglia sull’affidabilità dei tuoi servizi e dei tuoi backup. Per iniziare, crea il primo amministratore.";
    setup_code: "One-time code", "Codice monouso";
    setup_code_hint:
        "It is in Vedetta’s start-up message, in the terminal or the service log.",
        "È nel messaggio di avvio di Vedetta, nel terminale o nel log del servizio.";
    setup_code_missing: "Enter the code that Vedetta printed.", "Inserisci il codice mostrato da Vedetta.";
    setup_code_wrong:
        "This is not the code that Vedetta printed at its last start.",
        "Non è il codice mostrato da Vedetta al suo ultimo avvio.";
    setup_action: "Create the admin and sign in", "Crea amministratore e accedi";
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
    password_common: "It is too easy to guess. Choose another.", "È troppo facile da indovinare. Scegline un’altra.";
    wait_seconds: "Try again in {} s.", "Riprova tra {} s.";
    session_ended: "Your sign-in has ended", "La sessione è terminata";
    session_ended_advice:
        "Sign in again to go on. The page stays as it is.",
        "Accedi di nuovo per continuare. La pagina resta com’è.";
    sign_in_as_other: "Sign in as somebody else", "Accedi con un altro account";
    outage_title: "The database does not answer", "Il database non risponde";
    outage_meaning:
        "Vedetta is running but cannot reach its data. This page checks again by itself.",
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
    load_more: "Load more", "Carica altre voci";

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
        "Admins may do everything: manage users, read the audit trail, start analyses, remove reports.",
        "Gli amministratori possono fare tutto: gestire gli utenti, leggere il registro, avviare analisi, rimuovere rapporti.";
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
    user_reset: "Reset password", "Reimposta password";
    user_reset_title: "Reset the password of {}", "Reimposta la password di {}";
    user_reset_meaning:
        "Every sign-in of this person ends. Hand the new password over; it can be changed later.",
        "Ogni sessione di questa persona termina. Consegna la nuova password: potrà essere cambiata in seguito.";
    user_was_reset: "The password of {} was reset.", "La password di {} è stata reimpostata.";
    user_remove: "Remove", "Rimuovi";
    user_remove_title: "Remove {}?", "Rimuovere {}?";
    user_remove_meaning:
        "The account is deleted for good and every sign-in ends at once. What was done stays in the audit trail.",
        "L’account viene eliminato per sempre e ogni sessione termina subito. Ciò che è stato fatto resta nel registro.";
    user_was_removed: "{} was removed.", "Utente {} rimosso.";
    user_is_you: "This is your own account.", "Questo è il tuo account.";

    audit_title: "Audit", "Registro";
    audit_meaning: "Who did what, when, from where, and with what result.", "Chi ha fatto che cosa, quando, da dove e con quale esito.";
    audit_failed: "The audit trail could not be loaded", "Non è stato possibile caricare il registro";
    audit_download: "Save as CSV", "Salva come CSV";
    audit_filter: "Filter", "Filtra";
    audit_clear: "Clear", "Azzera";
    audit_from: "From (UTC)", "Da (UTC)";
    audit_to: "Until (UTC)", "Fino a (UTC)";
    audit_user: "User", "Utente";
    audit_unknown: "unknown", "sconosciuto";
    audit_command_line: "command line", "riga di comando";
    audit_action: "Action", "Azione";
    audit_any_action: "Any action", "Tutte le azioni";
    audit_when: "When (UTC)", "Quando (UTC)";
    audit_object: "Object", "Oggetto";
    audit_result: "Result", "Esito";
    audit_address: "Address", "Indirizzo";
    audit_request: "Request", "Richiesta";
    audit_done: "Done", "Eseguita";
    audit_refused: "Refused", "Rifiutata";
    audit_empty: "Nothing was recorded that fits this filter.", "Nessuna voce del registro corrisponde al filtro.";
    action_setup: "First admin created", "Primo amministratore creato";
    action_sign_in: "Sign-in", "Accesso";
    action_sign_out: "Sign-out", "Uscita";
    action_refresh_reuse: "Sign-in used twice, ended", "Sessione usata due volte, terminata";
    action_sign_in_ended: "Sign-in ended", "Sessione terminata";
    action_password_changed: "Password changed", "Password cambiata";
    action_password_reset: "Password reset", "Password reimpostata";
    action_user_added: "User added", "Utente aggiunto";
    action_user_changed: "User changed", "Utente modificato";
    action_user_removed: "User removed", "Utente rimosso";
    action_access_denied: "Access denied", "Accesso negato";
    action_asset_changed: "Asset changed", "Risorsa modificata";
    action_asset_removed: "Asset removed", "Risorsa rimossa";
    action_data_imported: "Data imported", "Dati importati";
    action_data_removed: "Data removed", "Dati rimossi";
    action_analysis_started: "Analysis started", "Analisi avviata";
    action_analysis_cancelled: "Analysis cancelled", "Analisi annullata";
    action_report_imported: "Report imported", "Rapporto importato";
    action_report_exported: "Report exported", "Rapporto esportato";
    action_report_removed: "Report removed", "Rapporto rimosso";
    action_preset_changed: "Preset saved", "Configurazione salvata";
    action_preset_removed: "Preset removed", "Configurazione rimossa";

    profile_title: "Profile", "Profilo";
    profile_meaning: "Your account, where it is signed in, and how Vedetta looks.", "Il tuo account, dove hai effettuato l’accesso e l’aspetto di Vedetta.";
    profile_account: "Account", "Account";
    profile_since: "Account created (UTC)", "Account creato il (UTC)";
    profile_appearance: "Appearance", "Aspetto";
    password_change: "Change password", "Cambia password";
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

    search: "Search", "Cerca";
    searching: "Searching", "Ricerca in corso";
    search_empty: "Nothing fits.", "Nessun risultato.";
    any_type: "Any type", "Tutti i tipi";
    any_state: "Any state", "Tutti gli stati";
    any_status: "Any status", "Tutti gli stati";
    table_columns: "Columns", "Colonne";
    table_count: "Shown: {} of {}", "Visibili: {} su {}";
    table_csv: "Save as CSV", "Salva come CSV";
    rest_failed: "The rest of the list could not be loaded.", "Non è stato possibile caricare il resto dell’elenco.";
    show_all: "Show all ({})", "Mostra l’elenco completo ({})";
    save: "Save", "Salva";
    remove: "Remove", "Rimuovi";
    choice_clear: "Clear the choice", "Annulla la scelta";
    stale: "You see what was known last.", "Qui compaiono gli ultimi dati noti.";
    file_refused: "{} was refused.", "{} è stato rifiutato.";
    months:
        "January February March April May June July August September October November December",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre";
    weekdays: "Mo Tu We Th Fr Sa Su", "lu ma me gi ve sa do";

    reports: "Reports", "Rapporti";
    reports_all: "All reports", "Tutti i rapporti";
    reports_failed: "The reports could not be loaded", "Non è stato possibile caricare i rapporti";
    reports_empty: "No report yet", "Ancora nessun rapporto";
    reports_empty_meaning:
        "Each analysis leaves a report here, to be replayed, compared and shared. Start the first one, or drop a report file.",
        "Ogni analisi lascia qui un rapporto da rivedere, confrontare e condividere. Avvia la prima, oppure trascina qui il file di un rapporto.";
    reports_empty_for_viewers:
        "The reports of analyses will appear here. An admin can start the first one.",
        "Qui compariranno i rapporti delle analisi. Un amministratore può avviare la prima.";
    availability_reports_meaning:
        "How much of its error budget each service has burnt.",
        "Quanto del suo budget di errore ha consumato ogni servizio.";
    resilience_reports_meaning:
        "How much work would be lost, and whether backups keep their promise.",
        "Quanto lavoro andrebbe perso, e se i backup mantengono la promessa.";
    new_analysis: "New analysis", "Nuova analisi";
    report_window: "Window", "Periodo";
    report_score: "Score", "Punteggio";
    report_statuses: "Statuses", "Stati";
    report_created: "Created", "Creato il";
    report_by: "By", "Autore";
    report_choose: "Choose for comparison: {}", "Scegli per il confronto: {}";
    report_compare: "Compare", "Confronta";
    report_compare_hint: "Choose a second report to compare with.", "Scegli un secondo rapporto per il confronto.";
    report_imported: "Imported", "Importato";
    report_partial: "Partial", "Parziale";
    report_partial_meaning:
        "Some of what was asked for could not be scored.",
        "Una parte di quanto richiesto non è stata valutata.";
    report_actions: "Actions for the report: {}", "Azioni per il rapporto: {}";
    report_open: "Open report", "Apri rapporto";
    report_export_json: "Download as JSON", "Scarica come JSON";
    report_export_csv: "Download as CSV", "Scarica come CSV";
    report_import: "Import report", "Importa rapporto";
    report_drop: "Drop report files to import them", "Rilascia i file dei rapporti per importarli";
    report_was_imported: "Report imported: {}.", "Rapporto importato: {}.";
    report_file_wrong:
        "This is not a report that Vedetta can read. Nothing was kept.",
        "Non è un rapporto che Vedetta sappia leggere. Nulla è stato conservato.";
    report_remove_title: "Remove this report? {}", "Rimuovere questo rapporto? {}";
    report_remove_meaning:
        "The report is deleted for good, with its links. The data that it was made from stay.",
        "Il rapporto viene eliminato per sempre, insieme ai suoi link. I dati da cui è nato restano.";
    report_removed: "Report removed: {}.", "Rapporto rimosso: {}.";

    new_availability_title: "New availability analysis", "Nuova analisi di disponibilità";
    new_availability_meaning:
        "Choose the days and the services. What you leave alone keeps its default.",
        "Scegli i giorni e i servizi. Ciò che non tocchi mantiene il valore predefinito.";
    new_resilience_title: "New resilience analysis", "Nuova analisi di resilienza";
    new_resilience_meaning:
        "Choose when the week ends, and the assets. What you leave alone keeps its default.",
        "Scegli quando finisce la settimana, e le risorse. Ciò che non tocchi mantiene il valore predefinito.";
    window_title: "Which days", "Quali giorni";
    window_week_title: "Which week", "Quale settimana";
    window_latest: "Latest", "Ultimo";
    window_random: "Random", "A caso";
    window_day: "Day", "Giorno";
    window_range: "Range", "Intervallo";
    window_latest_week: "Latest", "Ultima";
    window_week_until: "Ending on", "Fino al giorno";
    window_latest_meaning: "The newest day that holds data.", "Il giorno più recente che contiene dati.";
    window_latest_week_meaning: "The week up to the newest backup.", "La settimana fino al backup più recente.";
    window_random_meaning: "Any day that holds data.", "Un giorno qualsiasi tra quelli che contengono dati.";
    window_day_hint: "Choose a day in the calendar.", "Scegli un giorno nel calendario.";
    window_day_missing: "Choose a day in the calendar first.", "Prima scegli un giorno nel calendario.";
    window_range_hint: "Choose the first day in the calendar.", "Scegli il primo giorno nel calendario.";
    window_range_second: "From {}. Now choose the last day.", "Dal {}. Ora scegli l’ultimo giorno.";
    window_range_missing:
        "Choose the first and the last day in the calendar.",
        "Scegli il primo e l’ultimo giorno nel calendario.";
    window_too_long: "Choose at most {} days.", "Scegli al massimo {} giorni.";
    window_days: "{} days", "{} giorni";
    window_hour: "At", "Alle ore";
    window_hour_hint: "The week ends at this hour of the day.", "La settimana finisce a quest’ora del giorno.";
    week_until: "The week until {}", "La settimana fino al {}";
    latest_day: "Latest day", "Ultimo giorno";
    random_day: "Random day", "Giorno a caso";
    latest_week: "Latest week", "Ultima settimana";
    calendar: "Days that hold data", "Giorni che contengono dati";
    month_before: "Previous month", "Mese precedente";
    month_after: "Next month", "Mese successivo";
    day_empty: "no data", "nessun dato";
    day_holds: "rows of data {}", "righe di dati {}";
    day_less: "Less data", "Meno dati";
    day_more: "More", "Di più";
    coverage_failed:
        "The days that hold data could not be loaded",
        "Non è stato possibile caricare i giorni che contengono dati";
    coverage_empty: "There are no status checks yet.", "Non ci sono ancora controlli di stato.";
    coverage_empty_backups: "There are no backup runs yet.", "Non ci sono ancora esecuzioni di backup.";
    coverage_empty_link: "Import data", "Importa dati";
    window_refused:
        "Vedetta cannot analyse this window. Choose another.",
        "Vedetta non può analizzare questo periodo. Scegline un altro.";
    choice_services: "Which services", "Quali servizi";
    choice_assets: "Which assets", "Quali risorse";
    choice_table: "What is analysed", "Che cosa viene analizzato";
    choice_all: "Select all", "Seleziona tutto";
    choice_none: "Select none", "Deseleziona tutto";
    choice_count: "{} of {} selected", "Selezione: {} su {}";
    choice_empty: "Select at least one.", "Seleziona almeno una voce.";
    choice_too_many: "Select at most {}.", "Selezionane al massimo {}.";
    choice_faulty:
        "Some figures are out of bounds; they are marked below.",
        "Alcuni valori sono fuori dai limiti; sono segnati qui sotto.";
    choice_unfinished:
        "The list is still on its way. Go on once all of it is there.",
        "L’elenco si sta ancora caricando. Continua quando è completo.";
    choice_nothing: "There is nothing to analyse yet.", "Non c’è ancora nulla da analizzare.";
    error_budget: "Error budget", "Budget di errore";
    target_rpo: "Target (hours)", "Obiettivo (ore)";
    weight: "Weight", "Peso";
    bounds: "{} to {}", "Da {} a {}";
    rules_title: "How it is scored", "Come si calcola il punteggio";
    rules_label: "What the age of the newest backup counts", "Quanto conta l’età dell’ultimo backup";
    rules_rpo: "Age of the newest backup", "Età dell’ultimo backup";
    rules_success: "Success rate", "Tasso di successo";
    rules_spoken: "Age {} percent, success {} percent", "Età {} per cento, successo {} per cento";
    rules_meaning: "The two always add up to 100%.", "La somma dei due è sempre 100%.";
    curve_title: "Curve", "Curva";
    curve_linear: "Linear", "Lineare";
    curve_threshold: "Threshold", "A soglia";
    curve_linear_meaning:
        "The older the newest backup, the lower the score: at half the target half of it is left, at the target nothing.",
        "Più vecchio è l’ultimo backup, più basso è il punteggio: a metà dell’obiettivo ne resta metà, all’obiettivo nulla.";
    curve_threshold_meaning:
        "Full score as long as the target is kept, none once it is missed.",
        "Punteggio pieno finché l’obiettivo è rispettato, nullo appena viene superato.";
    presets: "Presets", "Configurazioni salvate";
    presets_failed: "The presets could not be loaded", "Non è stato possibile caricare le configurazioni";
    presets_empty:
        "Save this page under a name to begin with it next time.",
        "Salva questa pagina con un nome per ripartire da qui la prossima volta.";
    preset_name: "Save as", "Salva come";
    preset_save: "Save preset", "Salva configurazione";
    preset_saved: "{} was saved.", "{}: configurazione salvata.";
    preset_of_other_kind:
        "A preset of the other kind has this name. Choose another.",
        "Una configurazione dell’altro tipo ha già questo nome. Scegline un altro.";
    preset_known:
        "There is a preset of this name already. Save again to replace it.",
        "Esiste già una configurazione con questo nome. Salva di nuovo per sostituirla.";
    preset_used: "The page now shows {}.", "La pagina ora mostra {}.";
    preset_replaced: "{} was replaced.", "{}: configurazione sostituita.";
    preset_remove: "Remove preset", "Rimuovi configurazione";
    preset_remove_title: "Remove the preset {}?", "Rimuovere la configurazione {}?";
    preset_remove_meaning:
        "Reports that were made with it stay. What names it, such as a script, is refused from now on.",
        "I rapporti nati da essa restano. Chi la nomina, come uno script, d’ora in poi sarà rifiutato.";
    preset_removed: "{} was removed.", "{}: configurazione rimossa.";
    preset_name_missing: "Enter a name of up to 256 characters.", "Inserisci un nome di al massimo 256 caratteri.";
    start_title: "Ready?", "Tutto pronto?";
    start: "Start analysis", "Avvia analisi";
    start_anew: "Back to the defaults", "Torna ai valori predefiniti";
    start_all_services: "All services, with their defaults", "Tutti i servizi, con i valori predefiniti";
    start_all_assets:
        "All machines and backup jobs, and services with backups, with their defaults",
        "Tutte le macchine e le attività di backup, più i servizi con backup, con i valori predefiniti";
    start_chosen: "{}, of which {} with figures of their own", "{}, di cui {} con valori propri";
    start_faulty:
        "Something is missing or out of bounds; it is marked.",
        "Qualcosa manca o è fuori dai limiti; è segnato.";

    jobs_title: "Jobs", "Lavori";
    jobs_meaning: "The analyses at work, and those that ended.", "Le analisi in corso e quelle concluse.";
    jobs_failed: "The jobs could not be loaded", "Non è stato possibile caricare i lavori";
    jobs_empty: "No analysis has been started yet", "Nessuna analisi è stata ancora avviata";
    jobs_empty_meaning:
        "Each one shows here while it runs, and what came of it.",
        "Ciascuna compare qui mentre è in corso, con il suo esito.";
    jobs_running: "At work now", "In corso";
    job_title: "Analysis", "Analisi";
    job_meaning: "How far it is, and what came of it.", "A che punto è e qual è l’esito.";
    job_goes_on: "It goes on even if you leave this page.", "Prosegue anche se lasci questa pagina.";
    job_all: "All jobs", "Tutti i lavori";
    job_failed: "The job could not be loaded", "Non è stato possibile caricare il lavoro";
    job_question: "Analysed", "Analizzato";
    job_chosen: "Selected", "Selezione";
    job_everything: "Everything", "Tutto";
    job_created: "Requested", "Richiesto";
    job_by: "By", "Autore";
    job_took: "Duration", "Durata";
    job_progress: "Progress", "Avanzamento";
    job_report: "Open report", "Apri rapporto";
    job_cancel: "Cancel", "Annulla";
    job_cancel_this: "Cancel: {}", "Annulla: {}";
    job_queued: "Waiting", "In attesa";
    job_running: "Running", "In corso";
    job_completed: "Completed", "Completato";
    job_error: "Failed", "Fallito";
    job_cancelled: "Cancelled", "Annullato";
    job_again: "Change the analysis and start it again", "Modifica l’analisi e riavviala";
    job_stopping: "Stopping", "Arresto in corso";
    step_waiting: "Waiting for a worker", "In attesa di un esecutore";
    step_planning: "Finding the window", "Ricerca del periodo";
    step_reading: "Reading the data", "Lettura dei dati";
    step_scoring: "Scoring", "Calcolo dei punteggi";
    step_saving: "Saving the report", "Salvataggio del rapporto";
    step_done: "Done", "Fatto";
    job_completed_meaning: "The report is ready.", "Il rapporto è pronto.";
    job_cancelled_meaning:
        "This analysis was cancelled and left no report.",
        "Questa analisi è stata annullata e non ha lasciato alcun rapporto.";
    job_timeout: "It took longer than an analysis may.", "Ha impiegato più di quanto consentito a un’analisi.";
    job_timeout_advice:
        "Choose fewer days or assets, or let analyses take longer with VEDETTA_MAX_ANALYSIS_SECONDS.",
        "Scegli meno giorni o meno risorse, oppure concedi più tempo con VEDETTA_MAX_ANALYSIS_SECONDS.";
    job_lost: "Three workers died while working on it.", "Tre esecutori si sono interrotti mentre ci lavoravano.";
    job_lost_advice:
        "Check the server log for the reason, often too little memory, and start the analysis again.",
        "Cerca la causa nel log del server (spesso è la memoria insufficiente) e avvia di nuovo l’analisi.";
    job_no_data: "There is nothing to score in this window.", "In questo periodo non c’è nulla da valutare.";
    job_no_data_advice:
        "Choose days that hold data, or other services or assets.",
        "Scegli giorni che contengono dati, oppure altri servizi o risorse.";
    job_unavailable: "The database did not answer.", "Il database non ha risposto.";
    job_unavailable_advice:
        "Check that the database runs, and start the analysis again.",
        "Verifica che il database sia attivo e riavvia l’analisi.";
    job_internal: "Something went wrong inside Vedetta.", "Si è verificato un errore interno di Vedetta.";
    job_internal_advice:
        "Start it again. If it fails again, the log of the server says why.",
        "Avviala di nuovo. Se fallisce ancora, il motivo è nel log del server.";
    news_availability: "The availability analysis is ready.", "L’analisi di disponibilità è pronta.";
    news_resilience: "The resilience analysis is ready.", "L’analisi di resilienza è pronta.";
    news_error: "An analysis failed.", "Un’analisi non è riuscita.";
    news_cancelled: "An analysis was cancelled.", "Un’analisi è stata annullata.";
    news_see: "See what happened", "Guarda che cosa è successo";

    assets_title: "Assets", "Risorse";
    assets_meaning:
        "The services, machines and backups that are scored.",
        "I servizi, le macchine e i backup che vengono valutati.";
    assets_failed: "The assets could not be loaded", "Non è stato possibile caricare le risorse";
    assets_empty: "No assets yet", "Ancora nessuna risorsa";
    assets_empty_meaning:
        "What you watch over will be listed here: services with their checks, machines with their backups.",
        "Qui comparirà ciò su cui vegli: i servizi con i loro controlli, le macchine con i loro backup.";
    asset_name: "Name", "Nome";
    asset_name_missing: "Enter a name of up to 256 characters.", "Inserisci un nome di al massimo 256 caratteri.";
    asset_id: "ID", "Identificativo";
    asset_id_hint:
        "As it appears in your data; it cannot be changed later.",
        "Come compare nei tuoi dati; non si potrà cambiare in seguito.";
    asset_id_taken: "There is an asset with this ID already.", "Esiste già una risorsa con questo identificativo.";
    asset_id_missing:
        "Enter the ID that the data use, up to 256 characters.",
        "Inserisci l’identificativo usato nei dati, al massimo 256 caratteri.";
    asset_type: "Type", "Tipo";
    asset_tags: "Tags", "Etichette";
    asset_tags_hint: "Separated by commas.", "Separate da virgole.";
    asset_tags_wrong:
        "A tag is too long or holds characters that are not allowed.",
        "Un’etichetta è troppo lunga o contiene caratteri non ammessi.";
    asset_actions: "Actions for {}", "Azioni per {}";
    asset_add: "Add asset", "Aggiungi risorsa";
    asset_add_title: "Add an asset", "Aggiungi una risorsa";
    asset_edit: "Edit", "Modifica";
    asset_edit_title: "Edit {}", "Modifica {}";
    asset_saved: "{} was saved.", "{}: risorsa salvata.";
    asset_remove_title: "Remove {}?", "Rimuovere {}?";
    asset_remove_meaning:
        "It is analysed no more unless data name it. Its checks and backup runs stay, and so do its reports.",
        "Non sarà più analizzata, a meno che i dati non la nominino. I suoi controlli e backup restano, e così i rapporti.";
    asset_removed: "{} was removed.", "{}: risorsa rimossa.";
    asset_service: "Service", "Servizio";
    asset_vm: "Virtual machine", "Macchina virtuale";
    asset_container: "Container", "Container";
    asset_physical_server: "Physical server", "Server fisico";
    asset_proxmox_node: "Proxmox node", "Nodo Proxmox";
    asset_backup_job: "Backup job", "Attività di backup";
    service_type_label: "Service type", "Tipo di servizio";
    service_type_hint: "The default error budget follows from it.", "Ne deriva il budget di errore predefinito.";
    service_web: "Web service", "Servizio web";
    service_database: "Database", "Database";
    service_application: "Application", "Applicazione";
    service_backup: "Backup service", "Servizio di backup";
    service_monitoring: "Monitoring", "Monitoraggio";
    service_mail: "Mail", "Posta";
    service_ci_cd: "CI/CD", "CI/CD";
    service_file_sharing: "File sharing", "Condivisione file";
    service_other: "Other", "Altro";
    intake_open: "Import data", "Importa dati";
    intake_title: "Import data", "Importa dati";
    intake_what: "What the rows are", "Che cosa sono le righe";
    intake_samples: "Status checks", "Controlli di stato";
    intake_backups: "Backup runs", "Esecuzioni di backup";
    intake_assets_meaning:
        "What you watch over, one row each. A row with a known ID replaces what is there.",
        "Le risorse su cui vegli, una per riga. Una riga con un identificativo già noto sostituisce la risorsa esistente.";
    intake_samples_meaning:
        "One row for each check of a service: ok, degraded, failed or unknown. The same row twice is one row.",
        "Una riga per ogni controllo di un servizio: ok, degraded, failed o unknown. La stessa riga inviata due volte conta una volta sola.";
    intake_backups_meaning:
        "One row for each backup that ended: success, warning or failed. The same row twice is one row.",
        "Una riga per ogni backup concluso: success, warning o failed. La stessa riga inviata due volte conta una volta sola.";
    intake_example: "An example of the rows", "Un esempio delle righe";
    intake_files:
        "Drop files here: a JSON array, JSON lines, or CSV with headings, up to 64 MiB each.",
        "Trascina qui i file: un array JSON, righe JSON, o CSV con intestazioni, fino a 64 MiB ciascuno.";
    intake_drop: "Drop the files to import them", "Rilascia i file per importarli";
    intake_choose: "Choose files", "Scegli file";
    intake_paste: "Or paste rows", "Oppure incolla le righe";
    intake_send: "Send rows", "Invia righe";
    intake_kept: "Rows kept: {}.", "Righe conservate: {}.";
    intake_refused: "Rows refused: {}.", "Righe rifiutate: {}.";
    intake_unreadable: "These are not rows that Vedetta can read.", "Non sono righe che Vedetta sappia leggere.";
    intake_row: "Row {}", "Riga {}";
    demo_title: "Demo data", "Dati dimostrativi";
    demo_meaning:
        "A month in the life of a company that does not exist: about 40 services and 25 machines. You can remove them again at any time.",
        "Un mese nella vita di un’azienda che non esiste: circa 40 servizi e 25 macchine. Puoi rimuoverli in qualsiasi momento.";
    demo_load: "Load the demo data", "Carica dati dimostrativi";
    demo_loaded: "The demo data were loaded.", "I dati dimostrativi sono stati caricati.";
    demo_remove: "Remove the demo data", "Rimuovi dati dimostrativi";
    demo_removed: "The demo data were removed.", "I dati dimostrativi sono stati rimossi.";

    module_change: "{} points since the report before", "{} punti rispetto al rapporto precedente";
    worse_title: "What got worse", "Che cosa è peggiorato";
    worse_nothing:
        "No score fell since the report before.",
        "Nessun punteggio è sceso rispetto al rapporto precedente.";
    worse_no_service: "No service fell by itself.", "Nessun servizio è peggiorato di per sé.";
    worse_no_asset: "No asset fell by itself.", "Nessuna risorsa è peggiorata di per sé.";
    worse_other_figures:
        "The report before was scored by other figures. Comparing them shows what of this they did.",
        "Il rapporto precedente è stato valutato con altri valori. Il confronto mostra che cosa dipende da essi.";
    worse_failed: "What got worse could not be loaded.", "Non è stato possibile caricare i peggioramenti.";
    worse_others: "Other declines: {}", "Altri peggioramenti: {}";
    worse_unknown:
        "The second report of the same kind and length will show here what got worse since the first.",
        "Con il secondo rapporto dello stesso tipo e di pari durata, qui si vedrà che cosa è peggiorato rispetto al primo.";
    worse_availability: "Availability fell by {} points", "La disponibilità è scesa di {} punti";
    worse_resilience: "Resilience fell by {} points", "La resilienza è scesa di {} punti";
    worse_more: "{}: {} more", "{}: {} in più";
    until: "Until {}", "Fino al {}";
    onboarding_title: "Three steps to the first report", "Tre passi verso il primo rapporto";
    onboarding_data: "Import data", "Importa dati";
    onboarding_data_meaning:
        "Look around with the demo data, a month of a company that does not exist, or send your own checks and backup runs.",
        "Guardati intorno con i dati dimostrativi, un mese di un’azienda che non esiste, oppure invia i tuoi controlli e backup.";
    onboarding_data_done: "There are data to analyse.", "Ci sono dati da analizzare.";
    onboarding_own: "Use your own data", "Usa i tuoi dati";
    onboarding_start: "Start the first analysis", "Avvia la prima analisi";
    onboarding_start_meaning:
        "It scores services against their error budgets, or backups against their targets, and takes some seconds.",
        "Valuta i servizi rispetto al budget di errore, o i backup rispetto agli obiettivi, in pochi secondi.";
    onboarding_latest: "Analyse the latest day", "Analizza l’ultimo giorno";
    onboarding_latest_week: "Analyse the latest week", "Analizza l’ultima settimana";
    onboarding_choose: "Choose days and services", "Scegli giorni e servizi";
    onboarding_choose_week: "Choose the week and the assets", "Scegli settimana e risorse";
    onboarding_look: "Look at the report", "Guarda il rapporto";
    onboarding_look_meaning:
        "Replay it, find what broke first, and ask what other figures would have changed.",
        "Rivivilo, trova che cosa si è rotto per primo e chiediti che cosa avrebbero cambiato altri valori.";

    palette_title: "Search and commands", "Ricerca e comandi";
    palette_hint: "A page, a report, a service, a command", "Una pagina, un rapporto, un servizio, un comando";
    palette_page: "Page", "Pagina";
    palette_deed: "Command", "Comando";
    palette_report: "Report", "Rapporto";
    key_space: "Space", "Spazio";
    key_home: "Home", "Inizio";
    key_end: "End", "Fine";
    key_shift: "Shift", "Maiusc";
    keys_title: "Keyboard shortcuts", "Scorciatoie da tastiera";
    keys_single: "Single keys such as ? and g", "Tasti singoli come ? e g";
    keys_single_meaning:
        "Turn them off if you dictate to the computer, or press keys by accident.",
        "Disattivali se detti al computer o se ti capita di premere tasti per sbaglio.";
    keys_off: "Single keys such as ? and g are turned off in your profile.", "I tasti singoli come ? e g sono disattivati nel tuo profilo.";
    keys_tab: "Next field or button", "Campo o pulsante successivo";
    keys_arrows: "Move within menus and the calendar", "Spostamento nei menu e nel calendario";

    report: "Report", "Rapporto";
    report_failed: "The report could not be shown", "Non è stato possibile mostrare il rapporto";
    dash_made: "created {} by", "creato il {} da";
    dash_as_of: "As of {}", "Situazione: {}";
    dash_actions: "Actions for the report", "Azioni per il rapporto";
    dash_print: "Print", "Stampa";
    dash_health: "Health score", "Indice di salute";
    dash_over_time: "Over time", "Nel tempo";
    dash_services: "Services", "Servizi";
    dash_assets: "Assets", "Risorse";
    dash_name: "Name", "Nome";
    dash_score: "Score", "Punteggio";
    dash_status: "Status", "Stato";
    dash_left: "Budget left", "Budget residuo";
    dash_failures: "Failures", "Errori";
    dash_budget: "Budget", "Budget";
    dash_weight: "Weight", "Peso";
    dash_burn: "How it fell", "Come è sceso";
    dash_age: "Backup age", "Età del backup";
    dash_target: "Target", "Obiettivo";
    dash_success: "Success rate", "Tasso di successo";
    dash_compliance: "Age against target", "Età rispetto all’obiettivo";
    dash_never: "never", "mai";
    dash_in_chart: "In the chart", "Nel grafico";
    dash_line_of: "{} in the chart", "{} nel grafico";
    dash_cards: "Cards", "Schede";
    dash_table: "Table", "Tabella";
    dash_view: "View", "Vista";
    dash_search: "Search by name", "Cerca per nome";
    dash_sort: "Order", "Ordine";
    dash_turn_order: "Turn the order around", "Inverti l’ordine";
    dash_worst_first: "Worst first", "Prima i peggiori";
    dash_columns: "Columns", "Colonne";
    dash_csv: "Save what is shown as CSV", "Salva ciò che si vede come CSV";
    dash_none: "Nothing matches the filters.", "Nulla corrisponde ai filtri.";
    dash_more: "{} more", "altri {}";
    show_more: "Show {} more", "Mostra altri {}";
    dash_budget_used: "budget used up", "budget esaurito";
    dash_without_data: ", {} without data", ", {} senza dati";
    dash_overspent: "Services overspent: {} of {}", "Servizi oltre il budget: {} su {}";
    dash_none_overspent: "Services overspent: none of {}", "Servizi oltre il budget: nessuno su {}";
    dash_nothing_scored: "There was nothing to score", "Non c’era nulla da valutare";
    dash_nothing_failed: "Nothing has failed up to this moment.", "Fino a questo momento non si è verificato alcun errore.";
    dash_worst: "Worst:", "Il peggiore:";
    dash_since: "since", "da";
    dash_of_budget_left: "of the budget left", "di budget residuo";
    dash_levels: "Assets at each level", "Risorse a ciascun livello";
    dash_of_assets: "over {} assets", "su {} risorse";
    dash_of_asset: "over one asset", "su una risorsa";
    dash_missed: "Older than promised: {} of {} backups", "Più vecchi del promesso: {} backup su {}";
    dash_all_kept: "Every backup is as fresh as promised", "Ogni backup è recente come promesso";
    dash_failed: "Asked for, but not scored: {}", "Richiesti ma non valutati: {}";
    dash_unreadable: "Documents that could not be read: {}", "Documenti che non è stato possibile leggere: {}";
    dash_missing: "Not in this report:", "Non è in questo rapporto:";
    dash_imported:
        "This report came from a file. Its figures are shown as they came.",
        "Questo rapporto proviene da un file. I suoi valori sono mostrati così come sono arrivati.";
    recheck_equal: "Recomputed here: equal", "Ricalcolato qui: uguale";
    recheck_meaning:
        "This browser made every figure anew from what happened, with the same rules as the server.",
        "Questo browser ha ricalcolato ogni valore da ciò che è successo, con le stesse regole del server.";
    recheck_differs: "Recomputed here, figures that differ: {}", "Ricalcolato qui, valori diversi: {}";
    recheck_differs_meaning: "Stated in the report, then as recomputed here:", "Come nel rapporto, poi come ricalcolato qui:";
    recheck_standing: "How many stand at {}", "Quanti sono a livello {}";
    recheck_yes: "yes", "sì";
    recheck_no: "no", "no";
    recheck_successful: "Successful runs", "Backup riusciti";
    recheck_no_runs: "Without any run", "Senza alcuna esecuzione";
    recheck_whole: "Overall", "Complessivo";
    recheck_total: "Number", "Numero";
    since_none:
        "No earlier report of the same length to compare with.",
        "Nessun rapporto precedente su un periodo di pari durata con cui fare il confronto.";
    since_before:
        "over the whole window, compared with the report before:",
        "sull’intero periodo, rispetto al rapporto precedente:";
    since_other: "The report before:", "Il rapporto precedente:";
    why_title: "Why this number?", "Perché questo numero?";
    why_no_data: "There are no data, so there is no score.", "Non ci sono dati, quindi non c’è un punteggio.";
    why_nothing_failed: "Nothing has failed, so the score is whole.", "Nessun errore, quindi il punteggio è pieno.";
    why_within:
        "Within the budget, each failure costs its share of the first 50 points.",
        "Entro il budget, ogni errore costa la sua parte dei primi 50 punti.";
    why_over:
        "The budget is used up at 50%, and twice the budget leaves nothing.",
        "Il budget si esaurisce al 50%, e il doppio del budget non lascia nulla.";
    why_failures: "What each failure cost, most costly first", "Quanto è costato ogni errore, dal più costoso";
    why_unexplained: "The file says so; not explained: {}", "Lo dice il file; non spiegato: {}";
    why_whole: "In the overall score", "Nel punteggio complessivo";
    why_effect: "Points that the overall score lost to it: {}", "Punti tolti al punteggio complessivo: {}";
    why_whole_rule:
        "The overall score is the mean of all scores by their weights. Each takes from it what it lost itself, times its share of the weights.",
        "Il punteggio complessivo è la media pesata di tutti i punteggi. Ognuno gli toglie ciò che ha perso, in proporzione al suo peso.";
    why_whole_parts:
        "Points that the overall score lost to each, most costly first",
        "Punti tolti al punteggio complessivo, dal più costoso";
    why_whole_rest: "{} that cost nothing", "{} senza perdite";
    why_left_out:
        "Without data it is left out of the overall score.",
        "Senza dati resta fuori dal punteggio complessivo.";
    why_never: "No backup has ever succeeded.", "Nessun backup è mai riuscito.";
    why_no_runs: "no run has ended in this week yet", "in questa settimana nessun backup è ancora terminato";
    detail_samples: "Status checks of the whole window", "Controlli di stato dell’intero periodo";
    detail_first: "First check", "Primo controllo";
    detail_last: "Last check", "Ultimo controllo";
    detail_silent: "Silent while others reported: {}", "In silenzio mentre altri segnalavano: {}";
    detail_runs: "Backup runs", "Esecuzioni di backup";
    detail_runs_before: "Earlier runs: {}", "Esecuzioni precedenti: {}";
    detail_runs_after: "Later runs: {}", "Esecuzioni successive: {}";
    detail_no_runs: "No runs are known.", "Nessuna esecuzione nota.";
    sample_ok: "Ok", "Ok";
    sample_degraded: "Degraded", "Degradati";
    sample_failed: "Failed", "Falliti";
    sample_unknown: "Unknown", "Sconosciuti";
    run_success: "Succeeded", "Riuscito";
    run_warning: "With warnings", "Con avvisi";
    run_failed: "Failed", "Fallito";
    run_later: "later than this moment", "dopo questo momento";
    loss_title: "If it died now, this much work would be lost", "Se si fermasse adesso, ecco quanto lavoro si perderebbe";
    loss_now: "Lost if it died now:", "Perso se si fermasse adesso:";
    loss_all: "everything: no backup ever succeeded", "tutto: nessun backup riuscito";
    heat_title: "The week, hour by hour", "La settimana, ora per ora";
    trial_hint:
        "Change any figure on a card or a row: everything follows, at every moment.",
        "Cambia un valore su una scheda o una riga: tutto il resto segue, in ogni momento.";
    trial_whole_number: "Enter a whole number from {} to {}.", "Inserisci un numero intero da {} a {}.";
    trial_number: "Enter a number from {} to {}.", "Inserisci un numero da {} a {}.";
    trial_was: "Back to {}", "Torna a {}";
    trial_undo: "Undo this change", "Annulla questa modifica";
    trial_count: "Changes: {}", "Modifiche: {}";
    trial_undo_all: "Undo all", "Annulla tutto";
    trial_copy: "Copy link", "Copia link";
    trial_copied: "The link is on the clipboard.", "Il link è negli appunti.";
    trial_save: "Save as preset", "Salva come configurazione";
    trial_run: "Run as analysis", "Avvia come analisi";
    trial_budget_of: "Error budget of {}", "Budget di errore di {}";
    trial_weight_of: "Weight of {}", "Peso di {}";
    trial_target_of: "Target of {} in hours", "Obiettivo di {} in ore";
    trial_rules: "Rules for all assets", "Regole per tutte le risorse";
    trial_weights: "Weight of age", "Peso dell’età";
    trial_shares: "Age counts {}, success {}", "L’età conta {}, il successo {}";
    trial_curve: "Curve", "Curva";

    compare_title: "Compare two reports", "Confronta due rapporti";
    compare_meaning:
        "How far each score went, and what took it there: what happened, the budget, the weight.",
        "Quanto è cambiato ogni punteggio e perché: gli eventi, il budget, il peso.";
    compare_nothing: "No reports are chosen", "Nessun rapporto scelto";
    compare_nothing_meaning:
        "Choose two in a list of reports, then compare them.",
        "Scegline due in un elenco di rapporti, poi confrontali.";
    compare_failed: "The reports could not be compared", "Non è stato possibile confrontare i rapporti";
    compare_kinds: "These reports are of different kinds", "Questi rapporti sono di tipo diverso";
    compare_kinds_meaning:
        "Availability and resilience answer different questions. Choose two reports of one kind.",
        "Disponibilità e resilienza rispondono a domande diverse. Scegli due rapporti dello stesso tipo.";
    compare_before: "Before", "Prima";
    compare_after: "After", "Dopo";
    compare_change: "Points", "Punti";
    compare_own_causes: "Its own score, by cause", "Il suo punteggio, per causa";
    compare_effect: "Overall", "Complessivo";
    compare_causes: "Overall, by cause", "Complessivo, per causa";
    compare_show_rest: "Show {} more that did not change", "Mostra anche {} senza variazioni";
    compare_only_before: "only before", "solo prima";
    compare_only_after: "only after", "solo dopo";
    cause_failures: "Failures", "Errori";
    cause_rules: "Rules", "Regole";
    cause_presence: "In one report only", "Solo in uno dei due";
    keys_play: "Play or pause the replay", "Avvio o pausa del replay";
    keys_step: "A step back or forward", "Un passo indietro o avanti";
    keys_ends: "To the beginning or the end", "All’inizio o alla fine";
    keys_events: "To the previous or next event", "All’evento precedente o successivo";

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
    problem_conflict:
        "Something of your own already has a name that is needed here. Nothing was changed.",
        "Un nome necessario è già usato da qualcosa di tuo. Nulla è stato modificato.";
    problem_already_set_up:
        "The first admin exists already. Sign in instead.",
        "Il primo amministratore esiste già. Accedi con quell’account.";
    problem_name_taken: "Somebody has this user name already. Choose another.", "Questo nome utente è già in uso. Scegline un altro.";
    problem_job_ended: "The job has ended already.", "Il lavoro è già terminato.";
    problem_last_admin:
        "This is the last admin, and Vedetta needs one. Make somebody else an admin first.",
        "È l’ultimo amministratore e Vedetta ne ha bisogno. Prima rendi amministratore un’altra persona.";
    problem_too_large: "That is more than Vedetta takes at once.", "È più di quanto Vedetta accetti in una volta.";
    problem_invalid: "Something in this form is not valid.", "Qualcosa in questo modulo non è valido.";
    problem_too_many_requests: "Too many requests in a short time.", "Troppe richieste in poco tempo.";
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
