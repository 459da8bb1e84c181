// What the programs of both versions share: what they print, and how it is counted.

use std::time::Instant;

pub const SO_RCVBUFFORCE: i32 = 33;

fn rss() -> i64 {
    unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(0, &mut usage);
        usage.ru_maxrss
    }
}

pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap());
    sorted[sorted.len() / 2]
}

pub fn out(workload: &str, n: usize, ms: f64, first: f64, more: &str) {
    println!("{{\"peer\":\"rust-rtnetlink\",\"workload\":\"{workload}\",\"n\":{n},\"ms\":{ms:.3},\"first_ms\":{first:.3},\"rss_kb\":{}{more}}}", rss());
}

pub fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}
