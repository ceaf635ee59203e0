use super::response::Response;

/// A response and how it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Milliseconds of system time to wait before anything is sent.
    pub delay_ms: u64,
    /// How the exchange ends after the delay.
    pub mode: DeliveryMode,
    /// The name of the space whose events are streamed or awaited; `None` for the root.
    pub space: Option<String>,
}

/// The ways in which an exchange can end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryMode {
    /// Sends the complete response.
    Complete(Response),
    /// Closes the connection after this many bytes of the body.
    Truncated(Response, usize),
    /// Keeps the response open and streams server-sent events.
    EventStream(Response),
    /// Breaks the connection before anything is sent.
    ConnectionError,
    /// Waits for the next event, at most this many milliseconds, and handles the request again. Sends the response if there is none.
    Wait(Response, u64),
    /// Never responds.
    Hang,
}

impl Delivery {
    /// Creates a delivery without a delay.
    pub(crate) fn immediate(mode: DeliveryMode) -> Self {
        Self { delay_ms: 0, mode, space: None }
    }

    /// Returns the response, if one is sent.
    #[must_use]
    pub fn response(&self) -> Option<&Response> {
        match &self.mode {
            DeliveryMode::Complete(response)
            | DeliveryMode::Truncated(response, _)
            | DeliveryMode::Wait(response, _)
            | DeliveryMode::EventStream(response) => Some(response),
            DeliveryMode::ConnectionError | DeliveryMode::Hang => None,
        }
    }

    /// Returns the response for modification, if one is sent.
    pub(crate) fn response_mut(&mut self) -> Option<&mut Response> {
        match &mut self.mode {
            DeliveryMode::Complete(response)
            | DeliveryMode::Truncated(response, _)
            | DeliveryMode::Wait(response, _)
            | DeliveryMode::EventStream(response) => Some(response),
            DeliveryMode::ConnectionError | DeliveryMode::Hang => None,
        }
    }
}

impl From<Response> for Delivery {
    fn from(response: Response) -> Self {
        Self::immediate(DeliveryMode::Complete(response))
    }
}
