//! What the tabs of one browser tell each other about the sign-in that they share. Used in the browser only.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

const CHANNEL: &str = "vedetta-sign-in";
const SIGNED_OUT: &str = "out";

/// What happened in a tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Somebody signed in; the user's id says who.
    SignedIn(String),
    SignedOut,
}

thread_local! {
    // One per document, because a channel hears everybody but itself.
    static TABS: Option<BroadcastChannel> = BroadcastChannel::new(CHANNEL).ok();
}

/// Tells the other tabs.
pub fn tell(news: News) {
    let message = match &news {
        News::SignedIn(user_id) => user_message(user_id),
        News::SignedOut => SIGNED_OUT.into(),
    };
    TABS.with(|tabs| {
        if let Some(tabs) = tabs {
            // A tab that is not told finds out with its next request.
            let _ = tabs.post_message(&JsValue::from_str(&message));
        }
    });
}

/// Hears what the other tabs tell, as long as the document lives.
pub fn hear(listener: impl Fn(News) + 'static) {
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(news) = event.data().as_string().and_then(|text| read_news(&text)) {
            listener(news);
        }
    });
    TABS.with(|tabs| {
        if let Some(tabs) = tabs {
            tabs.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
            on_message.forget();
        }
    });
}

fn user_message(user_id: &str) -> String {
    format!("in:{user_id}")
}

/// A tab of another version may say what this one does not know.
fn read_news(message: &str) -> Option<News> {
    if message == SIGNED_OUT {
        return Some(News::SignedOut);
    }
    message.strip_prefix("in:").map(|user_id| News::SignedIn(user_id.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_is_read_as_it_was_told() {
        assert_eq!(read_news(SIGNED_OUT), Some(News::SignedOut));
        assert_eq!(read_news(&user_message("u:1")), Some(News::SignedIn("u:1".into())));
        assert_eq!(read_news("something newer"), None);
    }
}
