//! The allocator of the wasm: constant time for each call, and 7 KB less than the standard one.

use rlsf::SmallGlobalTlsf;

#[global_allocator]
static ALLOCATOR: SmallGlobalTlsf = SmallGlobalTlsf::new();
