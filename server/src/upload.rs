//! Large bodies, taken as they come: never held whole here, bounded in size, and cut off when they come too slowly.

use std::{error::Error, time::Duration};

use api::Code;
use axum::{
    body::{BodyDataStream, Bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout};
use tower_http::timeout::TimeoutError;

use crate::{
    error::{ServiceError, ServiceResult},
    flow::Flow,
    state::AppState,
};

/// The largest body that is taken in.
pub const LONGEST_UPLOAD: u64 = 64 << 20;
/// How long it may pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// A body that is still coming.
pub struct Upload {
    content_type: String,
    stream: BodyDataStream,
    flow: Flow,
}

impl FromRequest<AppState> for Upload {
    type Rejection = ServiceError;

    async fn from_request(request: Request, _: &AppState) -> ServiceResult<Self> {
        // One that says it is too large is refused before any of it is used.
        if announced(request.headers()).is_some_and(|length| length > LONGEST_UPLOAD) {
            return Err(too_large());
        }
        check_encoding(request.headers())?;
        let content_type = essence(request.headers());
        let stream = request.into_body().into_data_stream();
        Ok(Self { content_type, stream, flow: Flow::default() })
    }
}

impl Upload {
    /// The content type in lower case, without its parameters.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// The next bytes; nothing at the end.
    pub async fn next(&mut self) -> ServiceResult<Option<Bytes>> {
        let asked = Instant::now();
        let next = timeout(self.flow.patience(LONGEST_PAUSE), self.stream.next()).await.map_err(|_| too_slow())?;
        self.flow.waited += asked.elapsed();
        let Some(bytes) = next else { return Ok(None) };
        let bytes = bytes.map_err(|error| match has_paused(&error) {
            true => too_slow(),
            false => ServiceError::refused(Code::BadRequest, "the body broke off"),
        })?;
        self.flow.moved += bytes.len() as u64;
        if self.flow.moved > LONGEST_UPLOAD { Err(too_large()) } else { Ok(Some(bytes)) }
    }

    /// All of it at once, for what cannot be read in parts.
    pub async fn read_whole(mut self) -> ServiceResult<Vec<u8>> {
        let mut whole = Vec::new();
        while let Some(bytes) = self.next().await? {
            whole.extend_from_slice(&bytes);
        }
        Ok(whole)
    }
}

/// Whether a body broke off because it paused for longer than any body may.
pub fn has_paused(error: &(dyn Error + 'static)) -> bool {
    error.is::<TimeoutError>() || error.source().is_some_and(has_paused)
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The content type in lower case, without its parameters.
pub fn essence(headers: &HeaderMap) -> String {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Bodies are taken as they are: of a compressed one nothing would be understood.
pub fn check_encoding(headers: &HeaderMap) -> ServiceResult<()> {
    match headers.get(header::CONTENT_ENCODING) {
        Some(encoding) if encoding != "identity" => {
            let message = "the body must be sent as it is, without a Content-Encoding";
            Err(ServiceError::refused(Code::WrongContentType, message))
        }
        _ => Ok(()),
    }
}

fn too_large() -> ServiceError {
    ServiceError::refused(Code::TooLarge, "the body is larger than 64 MiB; send it in parts")
}

pub fn too_slow() -> ServiceError {
    ServiceError::refused(Code::TooSlow, "the body came too slowly; what was taken in may be sent again")
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use futures_util::stream;

    use super::*;

    /// Reads a body whose parts come some seconds apart; says how many bytes came.
    async fn read(part: usize, parts: usize, seconds_apart: u64) -> ServiceResult<u64> {
        let parts = stream::iter(0..parts).then(move |_| async move {
            tokio::time::sleep(Duration::from_secs(seconds_apart)).await;
            Ok::<_, std::convert::Infallible>(vec![0_u8; part])
        });
        let stream = Body::from_stream(parts).into_data_stream();
        let mut upload = Upload { content_type: String::new(), stream, flow: Flow::default() };
        while upload.next().await?.is_some() {}
        Ok(upload.flow.moved)
    }

    fn code(read: ServiceResult<u64>) -> Option<Code> {
        match read {
            Err(ServiceError::Refused(code, _)) => Some(code),
            _ => None,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_may_take_long_but_not_dawdle() {
        assert_eq!(read(1 << 20, 60, 5).await.unwrap(), 60 << 20);
        assert_eq!(code(read(1 << 20, 3, 11).await), Some(Code::TooSlow), "it pauses");
        assert_eq!(code(read(1, 100, 5).await), Some(Code::TooSlow), "it trickles");
        assert_eq!(code(read(1 << 20, 65, 0).await), Some(Code::TooLarge));
    }
}
