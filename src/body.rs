//! Reads the body of an answer, to a bounded length, whatever kind of Response holds it.

use js_sys::{Array, ArrayBuffer, Function, JsString, Reflect, Symbol};
use wasm_bindgen::prelude::*;

use crate::foreign::{Foreign, ignore, settled};
use crate::object::{Object, member};

/// The longest body that is read.
const LONGEST_BODY: u32 = 1 << 20;
/// How long an empty chunk counts, so that a stream of them comes to an end too.
const EMPTY_CHUNK_LENGTH: f64 = 1024.0;

/// The body of an answer, or why there is none.
pub(crate) enum Body {
    /// A JS string, left where it is until it is parsed.
    Text(JsValue),
    TooLong,
    NotText,
    /// It was read or locked before, or there is no way to read it.
    Unreadable,
    /// It broke off: what was thrown.
    Broken(JsValue),
    TimedOut,
}

impl Body {
    /// Reads a body that nobody has read before.
    pub(crate) async fn of(response: &Foreign) -> Body {
        read(response).await.unwrap_or_else(Body::Broken)
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = TextDecoder)]
    type Decoder;
    #[wasm_bindgen(constructor, catch, js_class = TextDecoder)]
    fn new(label: &str, options: &JsValue) -> Result<Decoder, JsValue>;
}

#[wasm_bindgen(module = "/pkg-template/attempts.js")]
extern "C" {
    /// Gives a JS string, where web-sys would copy the text into the wasm memory; undefined where the chunk can't be decoded.
    #[wasm_bindgen(js_namespace = attempts)]
    fn decode(decoder: &Decoder, chunk: &JsValue, options: &JsValue) -> JsValue;
}

async fn read(response: &Foreign) -> Result<Body, JsValue> {
    let Ok(body) = response.body() else { return Ok(Body::Unreadable) };
    if body.is_null() {
        return Ok(Body::Text(JsValue::from_str("")));
    }
    if member(response, "bodyUsed") == true {
        return Ok(Body::Unreadable);
    }
    match Chunks::of(&body) {
        Ok(Some(chunks)) => read_chunks(&chunks).await,
        // A test's double, with no body that could be read in parts.
        Ok(None) if member(response, "text").is_function() => read_text(response).await,
        Ok(None) | Err(_) => Ok(Body::Unreadable),
    }
}

async fn read_text(response: &Foreign) -> Result<Body, JsValue> {
    let text = settled(&response.text()?).await?;
    Ok(match text.dyn_ref::<JsString>() {
        Some(text) if text.length() > LONGEST_BODY => Body::TooLong,
        Some(_) => Body::Text(text),
        None => Body::NotText,
    })
}

/// Decodes chunk by chunk: to be put together first they would have to be copied, and a detached one can't be.
async fn read_chunks(chunks: &Chunks) -> Result<Body, JsValue> {
    let decoder = Decoder::new("utf-8", &Object::new().with("fatal", true).into())?;
    let more = JsValue::from(Object::new().with("stream", true));
    let texts = Array::new();
    let mut length = 0.0;
    loop {
        let step = settled(&chunks.next()?).await?;
        if member(&step, "done").is_truthy() {
            // The decoder is told too: a character may be cut.
            let rest = decode(&decoder, &JsValue::UNDEFINED, &JsValue::UNDEFINED);
            return Ok(if rest.is_string() { Body::Text(texts.join("").into()) } else { Body::NotText });
        }
        let chunk = member(&step, "value");
        length += length_of(&chunk);
        if length > f64::from(LONGEST_BODY) {
            chunks.close();
            return Ok(Body::TooLong);
        }
        let text = decode(&decoder, &chunk, &more);
        if !text.is_string() || !ArrayBuffer::is_view(&chunk) {
            return Ok(Body::NotText);
        }
        texts.push(&text);
    }
}

fn length_of(chunk: &JsValue) -> f64 {
    let length = member(chunk, "byteLength").as_f64().unwrap_or_default();
    if length >= 1.0 { length } else { EMPTY_CHUNK_LENGTH }
}

/// What a body is read from, part by part: the reader of a stream as the web has them, or the iterator of another kind of
/// stream. node-fetch's is one of Node's.
struct Chunks {
    source: JsValue,
    next: Function,
    close: JsValue,
}

impl Chunks {
    /// Fails where the body is locked.
    fn of(body: &JsValue) -> Result<Option<Chunks>, JsValue> {
        let open = |opener: &Function, next: &str, close: &str| {
            let source = opener.call0(body)?;
            let next = member(&source, next).dyn_into()?;
            let close = member(&source, close);
            Ok(Some(Chunks { source, next, close }))
        };
        if let Some(get_reader) = member(body, "getReader").dyn_ref() {
            return open(get_reader, "read", "cancel");
        }
        match Reflect::get(body, &Symbol::async_iterator()).unwrap_or_default().dyn_ref() {
            Some(iterate) => open(iterate, "next", "return"),
            None => Ok(None),
        }
    }

    /// The promise of `{ done, value }`.
    fn next(&self) -> Result<JsValue, JsValue> {
        self.next.call0(&self.source)
    }

    /// Says that no more is wanted. Whether the source can be told, and what it makes of that, changes nothing.
    fn close(&self) {
        if let Some(close) = self.close.dyn_ref::<Function>()
            && let Ok(closing) = close.call0(&self.source)
        {
            ignore(&closing);
        }
    }
}
