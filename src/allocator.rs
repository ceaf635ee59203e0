//! The allocator of the wasm: a small one, with constant time for each call, instead of the library's, which weighs 7 KB more.

use rlsf::SmallGlobalTlsf;

#[global_allocator]
static ALLOCATOR: SmallGlobalTlsf = SmallGlobalTlsf::new();
