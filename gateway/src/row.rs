//! Rows of whole numbers, the one form in which states, events and verdicts are kept and sent.
//!
//! A row is a JSON array, `[1,1763880000000,3]`, so that any store can hold it and any tool can show it. A general JSON decoder
//! would weigh several times as much as the rest of this crate.

use std::fmt::{self, Display, Formatter};
use std::str::Split;

/// Tells that a row is not one that this version wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CorruptRow;

impl Display for CorruptRow {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected a row of numbers written by this version, got something else")
    }
}

impl std::error::Error for CorruptRow {}

/// Writes numbers as a JSON array without spaces.
pub(crate) fn write(numbers: &[u64]) -> String {
    let texts: Vec<String> = numbers.iter().map(u64::to_string).collect();
    format!("[{}]", texts.join(","))
}

/// Reads the numbers of a row one after the other.
pub(crate) struct RowReader<'a>(Split<'a, char>);

impl<'a> RowReader<'a> {
    pub(crate) fn open(text: &'a str) -> Result<Self, CorruptRow> {
        let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        inner.map(|inner| Self(inner.split(','))).ok_or(CorruptRow)
    }

    pub(crate) fn number(&mut self) -> Result<u64, CorruptRow> {
        self.0.next().and_then(|text| text.parse().ok()).ok_or(CorruptRow)
    }

    pub(crate) fn flag(&mut self) -> Result<bool, CorruptRow> {
        match self.number()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(CorruptRow),
        }
    }

    pub(crate) fn rest(&mut self) -> Result<Vec<u64>, CorruptRow> {
        self.0.by_ref().map(|text| text.parse().map_err(|_| CorruptRow)).collect()
    }

    pub(crate) fn end(mut self) -> Result<(), CorruptRow> {
        self.0.next().map_or(Ok(()), |_| Err(CorruptRow))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let mut reader = RowReader::open("[7,1,18446744073709551615]").unwrap();
        assert_eq!((reader.number(), reader.flag()), (Ok(7), Ok(true)));
        assert_eq!(reader.rest(), Ok(vec![u64::MAX]));
        assert_eq!(write(&[7, 1, u64::MAX]), "[7,1,18446744073709551615]");
    }

    #[test]
    fn everything_else_is_refused() {
        for text in ["", "[", "]", "1,2", "[a]", "[-1]", "[1.5]", "[18446744073709551616]", "[ 1]"] {
            let number = RowReader::open(text).and_then(|mut reader| reader.number());
            assert_eq!(number, Err(CorruptRow), "{text}");
        }
        assert_eq!(RowReader::open("[2]").and_then(|mut reader| reader.flag()), Err(CorruptRow));
    }

    #[test]
    fn a_row_with_more_than_was_asked_for_is_refused() {
        let mut reader = RowReader::open("[1,2]").unwrap();
        assert_eq!(reader.number(), Ok(1));
        assert_eq!(reader.end(), Err(CorruptRow));
    }
}
