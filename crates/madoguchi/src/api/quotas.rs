//! What a caller is told of the limits on requests: `RateLimit-Policy` names each with its quota and window, `RateLimit` says
//! what is left of it, as the standard for them that is being drafted has it (structured lists of RFC 9651).

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use crate::app::api_limits::{Counted, Quota};

/// Tells of the limits by which a request was counted.
pub fn tell(headers: &mut HeaderMap, counted: &Counted) {
    if counted.quotas.is_empty() {
        return;
    }
    let list = |one: fn(&Quota) -> String| {
        let all: Vec<String> = counted.quotas.iter().map(one).collect();
        HeaderValue::from_str(&all.join(", ")).ok()
    };
    let told = [
        ("ratelimit-policy", list(policy)),
        ("ratelimit", list(left)),
    ];
    for (name, value) in told {
        if let Some(value) = value {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

fn policy(quota: &Quota) -> String {
    let limit = quota.limit;
    let window = (limit.every * limit.burst).as_millis();
    let window = (window + 999) / 1_000;
    format!("\"{}\";q={};w={window}", quota.name, limit.burst)
}

fn left(quota: &Quota) -> String {
    let Quota {
        name,
        left,
        whole_in,
        ..
    } = quota;
    format!("\"{name}\";r={left};t={whole_in}")
}
