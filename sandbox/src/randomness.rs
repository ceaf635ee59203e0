use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use uuid::{Builder, Uuid};

/// Random faults draw from a stream of their own, so they do not change ids and PINs.
const CHANCE_STREAM: u64 = 1;

/// The source of ids, PINs, secrets and chances. The same seed gives the same values.
#[derive(Debug, Clone)]
pub(crate) struct Randomness {
    values: ChaCha8Rng,
    chances: ChaCha8Rng,
}

impl Randomness {
    pub(crate) fn from_seed(seed: i64) -> Self {
        Self::new(ChaCha8Rng::seed_from_u64(seed.cast_unsigned()))
    }

    pub(crate) fn from_entropy(entropy: [u8; 32]) -> Self {
        Self::new(ChaCha8Rng::from_seed(entropy))
    }

    /// Creates an independent source.
    pub(crate) fn fork(&mut self) -> Self {
        Self::from_entropy(self.bytes())
    }

    fn new(values: ChaCha8Rng) -> Self {
        let mut chances = values.clone();
        chances.set_stream(CHANCE_STREAM);
        Self { values, chances }
    }

    pub(crate) fn id(&mut self) -> Uuid {
        Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    pub(crate) fn pin(&mut self, length: u8) -> String {
        (0..length).map(|_| char::from(self.values.random_range(b'0'..=b'9'))).collect()
    }

    /// Draws a secret of the 160 bits that RFC 4226 recommends.
    pub(crate) fn secret(&mut self) -> [u8; 20] {
        self.bytes()
    }

    /// Draws `true` with the given probability, from 0 to 1.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.chances.random::<f64>() < probability
    }

    fn bytes<const LENGTH: usize>(&mut self) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        self.values.fill_bytes(&mut bytes);
        bytes
    }
}

/// The serialized form. Positions are strings, since JavaScript loses digits of JSON numbers this large.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SerializedRandomness {
    seed: String,
    values: String,
    chances: String,
}

impl Serialize for Randomness {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seed = String::new();
        for byte in self.values.get_seed() {
            // Writing to a String cannot fail.
            let _ = write!(seed, "{byte:02x}");
        }
        let serialized = SerializedRandomness {
            seed,
            values: self.values.get_word_pos().to_string(),
            chances: self.chances.get_word_pos().to_string(),
        };
        serialized.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Randomness {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let serialized = SerializedRandomness::deserialize(deserializer)?;
        Self::restore(&serialized)
            .ok_or_else(|| serde::de::Error::custom("expected a seed of 64 hexadecimal digits and two positions"))
    }
}

impl Randomness {
    fn restore(serialized: &SerializedRandomness) -> Option<Self> {
        let mut restored = Self::from_entropy(decode_hexadecimal(&serialized.seed)?);
        restored.values.set_word_pos(serialized.values.parse().ok()?);
        restored.chances.set_word_pos(serialized.chances.parse().ok()?);
        Some(restored)
    }
}

fn decode_hexadecimal(text: &str) -> Option<[u8; 32]> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let (pairs, rest) = digits.as_deref()?.as_chunks::<2>();
    let bytes: Option<Vec<u8>> = pairs.iter().map(|[high, low]| u8::try_from(high * 16 + low).ok()).collect();
    if rest.is_empty() { bytes?.try_into().ok() } else { None }
}
