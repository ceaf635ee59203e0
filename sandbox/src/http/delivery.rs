use crate::http::Response;

/// An answer and how it goes over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Milliseconds of the machine's time to wait before anything is sent.
    pub delay_ms: u64,
    /// What is sent after that.
    pub manner: Manner,
}

/// The ways in which a request can end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Manner {
    /// The answer goes out as it is.
    Whole(Response),
    /// The answer breaks off after so many bytes of its body.
    Truncated(Response, usize),
    /// The answer stays open and carries events from now on.
    EventStream(Response),
    /// The connection breaks before anything was sent.
    BrokenConnection,
    /// Nothing is ever sent.
    Hang,
}

impl Delivery {
    /// Sends at once, in the given manner.
    pub(crate) fn at_once(manner: Manner) -> Self {
        Self { delay_ms: 0, manner }
    }

    /// Returns the answer, where one goes out.
    #[must_use]
    pub fn response(&self) -> Option<&Response> {
        match &self.manner {
            Manner::Whole(response) | Manner::Truncated(response, _) | Manner::EventStream(response) => Some(response),
            Manner::BrokenConnection | Manner::Hang => None,
        }
    }

    /// Returns the answer for changing it on its way, where one goes out.
    pub(crate) fn response_mut(&mut self) -> Option<&mut Response> {
        match &mut self.manner {
            Manner::Whole(response) | Manner::Truncated(response, _) | Manner::EventStream(response) => Some(response),
            Manner::BrokenConnection | Manner::Hang => None,
        }
    }
}

impl From<Response> for Delivery {
    fn from(response: Response) -> Self {
        Self::at_once(Manner::Whole(response))
    }
}
