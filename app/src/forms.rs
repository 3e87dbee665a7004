//! What every form does between the press of its button and the answer: it is busy, it names its faults where they are,
//! and it waits when the server asks it to.

use crate::{
    client::ClientError,
    components::Toaster,
    document,
    effects::in_browser,
    focus,
    texts::{Texts, texts},
};
use api::{Code, FieldFault};
use leptos::{ev, prelude::*, task::spawn_local};
use std::{pin::Pin, time::Duration};
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement};

const A_SECOND: Duration = Duration::from_secs(1);

/// The sending of one form. Make it in the component that shows the form.
#[derive(Clone, Copy)]
pub struct Submission {
    texts: &'static Texts,
    /// Tells of a failure for which the form is not there any more.
    late: Option<Late>,
    /// Whether the answer is awaited.
    pub busy: RwSignal<bool>,
    /// Whether the browser half has taken over; before that, sending would leave the page.
    awake: RwSignal<bool>,
    /// For how many more seconds the server wants no other try.
    wait: RwSignal<u32>,
    faults: RwSignal<Faults>,
}

/// Something that a button does outside a form. Make it in the component that shows the button.
#[derive(Clone, Copy)]
pub struct Errand {
    texts: &'static Texts,
    toaster: Toaster,
    /// Whether it is being done.
    pub busy: RwSignal<bool>,
}

/// What is wrong, in words: at fields, named by JSON pointers as the API does, and with the whole.
#[derive(Clone, Default)]
struct Faults {
    fields: Vec<FieldFault>,
    whole: String,
}

/// By a pointer, so that pages before the sign-in, which have no windows, need no code of toasts.
type Late = (Toaster, fn(Toaster, String));

impl Submission {
    pub fn new() -> Self {
        Self::telling(None)
    }

    /// Of a form in a window, which may be closed before the answer comes.
    pub fn in_window() -> Self {
        Self::telling(Some((Toaster::take(), Toaster::failed)))
    }

    fn telling(late: Option<Late>) -> Self {
        let awake = RwSignal::new(false);
        in_browser(move || awake.set(true));
        Self {
            texts: texts(),
            late,
            busy: RwSignal::new(false),
            awake,
            wait: RwSignal::new(0),
            faults: RwSignal::new(Faults::default()),
        }
    }

    /// Whether the button must not be pressed now.
    pub fn blocked(self) -> Signal<bool> {
        Signal::derive(move || !self.awake.get() || self.wait.get() > 0)
    }

    /// What is wrong with a field, or with a part of it.
    pub fn fault_at(self, pointer: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.faults.with(|faults| {
                let is_here = |rest: &str| rest.is_empty() || rest.starts_with('/');
                let fault = faults.fields.iter().find(|fault| fault.pointer.strip_prefix(pointer).is_some_and(is_here));
                fault.map(|fault| fault.message.clone())
            })
        })
    }

    /// Everything that is wrong with fields, for forms whose fields are not known beforehand.
    pub fn faults(self) -> Signal<Vec<FieldFault>> {
        Signal::derive(move || self.faults.with(|faults| faults.fields.clone()))
    }

    /// What is wrong with the form as a whole; empty when nothing is.
    pub fn fault(self) -> Signal<String> {
        Signal::derive(move || self.faults.with(|faults| faults.whole.clone()))
    }

    /// How many seconds are left to wait.
    pub fn wait(self) -> Signal<u32> {
        self.wait.into()
    }

    /// Names faults that were found before sending. Answers whether there are any.
    pub fn refuse(self, fields: Vec<FieldFault>) -> bool {
        let is_refused = !fields.is_empty();
        self.faults.set(Faults { fields, whole: String::new() });
        if is_refused {
            focus::go_to_fault();
        }
        is_refused
    }

    /// Does the work, unless it is already being done. Its error ends up in the form.
    pub fn send(self, work: impl Future<Output = Result<(), ClientError>> + 'static) {
        if !self.busy.get_untracked() {
            self.faults.set(Faults::default());
            run(self.busy, Box::pin(work), Box::new(move |error| self.fail(&error)));
        }
    }

    /// Closes the window that the form stands in. Where that was closed before the answer came, another form may stand there.
    pub fn close(self, open: RwSignal<bool>) {
        close_with(self.busy, open);
    }

    fn fail(self, error: &ClientError) {
        if let Some((toaster, tell)) = self.late.filter(|_| self.busy.is_disposed()) {
            return tell(toaster, self.texts.explain(error));
        }
        let faults = Faults::of(error, self.texts);
        if !faults.fields.is_empty() {
            focus::go_to_fault();
        }
        self.faults.try_set(faults);
        if let ClientError::Refused(problem) = error
            && let Some(seconds) = problem.retry_after
        {
            self.count_down(document::now() + f64::from(seconds) * 1000.0);
        }
    }

    /// Counts by the clock, because timers stand still in a tab that nobody looks at.
    fn count_down(self, end: f64) {
        let left = ((end - document::now()) / 1000.0).ceil().max(0.0);
        let is_closed = self.wait.try_set(left as u32).is_some();
        if left > 0.0 && !is_closed {
            set_timeout(move || self.count_down(end), A_SECOND);
        } else {
            self.faults.try_set(Faults::default());
        }
    }
}

/// What stands in a field of the form that is being sent. It is read from the page itself, because a password manager may
/// have filled it in without telling.
pub fn typed(event: &ev::SubmitEvent, name: &str) -> String {
    let form = event.target().map(JsCast::unchecked_into::<HtmlFormElement>);
    form.and_then(|form| form.elements().named_item(name))
        .and_then(|field| field.dyn_into::<HtmlInputElement>().ok())
        .map(|field| field.value())
        .unwrap_or_default()
}

impl Errand {
    pub fn new() -> Self {
        Self { texts: texts(), toaster: Toaster::take(), busy: RwSignal::new(false) }
    }

    /// Whether it is being done already, which is said to whoever asks for it again.
    pub fn refuses(self) -> bool {
        let is_busy = self.busy.get_untracked();
        if is_busy {
            self.toaster.failed(self.texts.still_busy);
        }
        is_busy
    }

    /// Closes the window that the button stands in, unless that was done before: toasts cannot be seen behind it.
    pub fn close(self, open: RwSignal<bool>) {
        close_with(self.busy, open);
    }

    /// Does the work, unless it is already being done. Its error is shown as a toast.
    pub fn run(self, work: impl Future<Output = Result<(), ClientError>> + 'static) {
        if !self.busy.get_untracked() {
            let fail = move |error| self.toaster.failed(self.texts.explain(&error));
            run(self.busy, Box::pin(work), Box::new(fail));
        }
    }
}

/// Closes a window as long as what was pressed in it is there.
fn close_with(busy: RwSignal<bool>, open: RwSignal<bool>) {
    if !busy.is_disposed() {
        open.set(false);
    }
}

type Work = Pin<Box<dyn Future<Output = Result<(), ClientError>>>>;

fn run(busy: RwSignal<bool>, work: Work, fail: Box<dyn FnOnce(ClientError)>) {
    busy.set(true);
    spawn_local(async move {
        let outcome = work.await;
        // What was pressed may have left the page in the meantime; then nobody is left to be told.
        busy.try_set(false);
        if let Err(error) = outcome {
            fail(error);
        }
    });
}

impl Faults {
    fn of(error: &ClientError, texts: &Texts) -> Self {
        let fields: Vec<FieldFault> = match error {
            ClientError::Refused(problem) if problem.code == Code::NameTaken => {
                vec![FieldFault { pointer: "/username".into(), message: texts.explain(error) }]
            }
            error => error.faults().iter().map(|fault| texts.explain_fault(fault)).collect(),
        };
        let whole = if fields.is_empty() { texts.explain(error) } else { String::new() };
        Self { fields, whole }
    }
}
