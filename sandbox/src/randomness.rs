use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use uuid::{Builder, Uuid};

/// The draws for chance are apart from all others, so that faults do not change which ids and PINs come.
const CHANCE_STREAM: u64 = 1;

/// Where ids, PINs, secrets and chances come from. The same seed gives the same ones.
#[derive(Clone, Debug)]
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

    /// Draws the 160 bits that RFC 4226 recommends for a secret.
    pub(crate) fn secret(&mut self) -> [u8; 20] {
        self.bytes()
    }

    /// Draws true with the given chance, from 0 to 1.
    pub(crate) fn happens(&mut self, chance: f64) -> bool {
        self.chances.random::<f64>() < chance
    }

    fn bytes<const LENGTH: usize>(&mut self) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        self.values.fill_bytes(&mut bytes);
        bytes
    }
}

/// How randomness stands in a snapshot. The positions are texts, since JSON numbers of that size lose digits in JavaScript.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Position {
    seed: String,
    values: String,
    chances: String,
}

impl Serialize for Randomness {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seed = String::new();
        for byte in self.values.get_seed() {
            // Writing into a String cannot fail.
            let _ = write!(seed, "{byte:02x}");
        }
        let position = Position {
            seed,
            values: self.values.get_word_pos().to_string(),
            chances: self.chances.get_word_pos().to_string(),
        };
        position.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Randomness {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let position = Position::deserialize(deserializer)?;
        Self::at(&position)
            .ok_or_else(|| serde::de::Error::custom("expected a seed of 64 hexadecimal digits and two positions"))
    }
}

impl Randomness {
    fn at(position: &Position) -> Option<Self> {
        let mut restored = Self::from_entropy(bytes_of_hexadecimal(&position.seed)?);
        restored.values.set_word_pos(position.values.parse().ok()?);
        restored.chances.set_word_pos(position.chances.parse().ok()?);
        Some(restored)
    }
}

fn bytes_of_hexadecimal(text: &str) -> Option<[u8; 32]> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let (pairs, rest) = digits.as_deref()?.as_chunks::<2>();
    let bytes: Option<Vec<u8>> = pairs.iter().map(|[high, low]| u8::try_from(high * 16 + low).ok()).collect();
    if rest.is_empty() { bytes?.try_into().ok() } else { None }
}
