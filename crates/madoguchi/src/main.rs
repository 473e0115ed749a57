//! The one binary.

/// Pages are made of many short texts by many threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    madoguchi::cli::main()
}
