//! Lets the glue decode each constant text of the wasm once.
//!
//! Names of members, methods and the like cross with every call. Decoded anew each time they take a tenth of what a call takes
//! beyond fetch itself.

use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};
use wasmparser::{Data, DataKind, KnownCustom, Name, NameSectionReader, Operator, Parser, Payload};

/// What lld calls the part of memory that holds constants. Nothing writes to it.
const SEGMENT: &str = ".rodata";

/// The start of the glue's own function.
const DECODER: &str = "function getStringFromWasm0(ptr, len) {";

/// Finds where the constants lie, in wasm as cargo leaves it: later tools split the segments, and take their names away.
pub(crate) fn addresses(wasm: &[u8]) -> Result<Range<u32>> {
    let mut segments = Vec::new();
    let mut wanted = None;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::DataSection(section) => segments = section.into_iter().collect::<Result<_, _>>()?,
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    wanted = position(names)?;
                }
            }
            _ => {}
        }
    }
    let found = wanted.and_then(|index| segments.get(index));
    address(found.with_context(|| format!("expected the wasm to have a segment {SEGMENT}, found none"))?)
}

fn position(names: NameSectionReader<'_>) -> Result<Option<usize>> {
    for name in names {
        let Name::Data(segments) = name? else { continue };
        for segment in segments {
            let segment = segment?;
            if segment.name == SEGMENT {
                return Ok(Some(segment.index as usize));
            }
        }
    }
    Ok(None)
}

fn address(segment: &Data<'_>) -> Result<Range<u32>> {
    let DataKind::Active { offset_expr, .. } = &segment.kind else {
        bail!("expected {SEGMENT} to be laid out at the start, found it passive")
    };
    let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
        bail!("expected {SEGMENT} to have a constant address, found an expression")
    };
    let start = u32::try_from(value)?;
    Ok(start..start + u32::try_from(segment.data.len())?)
}

/// The glue with a function that remembers, before the one that decodes.
pub(crate) fn remember(glue: &str, Range { start, end }: Range<u32>) -> Result<String> {
    let found = glue.matches(DECODER).count();
    ensure!(found == 1, "expected the glue to have `{DECODER}` once, found it {found} times");
    let remembering = format!(
        "const constants = new Map();
{DECODER}
    ptr = ptr >>> 0;
    if (ptr < {start} || ptr >= {end}) return decodeFromWasm(ptr, len);
    const known = constants.get(ptr);
    if (known?.length === len) return known;
    const text = decodeFromWasm(ptr, len);
    // The length tells which text it is only where each character is one byte.
    if (text.length === len) constants.set(ptr, text);
    return text;
}}

function decodeFromWasm(ptr, len) {{"
    );
    Ok(glue.replace(DECODER, &remembering))
}

#[cfg(test)]
mod tests {
    use super::{DECODER, addresses, remember};

    /// A module whose two segments, at 16 and at 19, are of two bytes and of one, and are named `.data` and `.rodata`.
    const WASM: &[u8] = b"\0asm\x01\0\0\0\x05\x03\x01\0\x01\x0b\x0e\x02\0\x41\x10\x0b\x02hi\0\x41\x13\x0b\x01!\
          \0\x18\x04name\x09\x11\x02\0\x05.data\x01\x07.rodata";

    #[test]
    fn constants_are_found_by_the_name_of_their_segment() {
        assert_eq!(addresses(WASM).unwrap(), 19..20);
    }

    #[test]
    fn wasm_without_names_is_refused() {
        let error = addresses(&WASM[..29]).unwrap_err();
        assert!(error.to_string().contains(".rodata"), "{error}");
    }

    #[test]
    fn glue_remembers_what_lies_among_the_constants() {
        let glue = remember(&format!("{DECODER}\n    return 1;\n}}"), 16..19).unwrap();
        assert!(glue.contains("if (ptr < 16 || ptr >= 19) return decodeFromWasm(ptr, len);"), "{glue}");
        assert!(glue.ends_with("function decodeFromWasm(ptr, len) {\n    return 1;\n}"), "{glue}");
    }

    #[test]
    fn glue_that_decodes_in_another_way_is_refused() {
        assert!(remember("function decode(ptr, len) {", 16..19).is_err());
    }
}
