//! Requests that are admitted.

use verigator_gateway::{Caller, Origins, Route, preflight, request};

const OWN: &str = "https://shop.example";

fn admits(origin: Option<&str>, fetch_site: Option<&str>) -> bool {
    let origins = Origins { own: OWN, allowed: "https://www.example https://app.example" };
    origins.admit(Caller { origin, fetch_site })
}

#[test]
fn each_method_of_the_path_has_its_route() {
    for (method, route) in
        [("POST", Route::Start), ("PUT", Route::Verify), ("GET", Route::Status), ("OPTIONS", Route::Preflight)]
    {
        assert_eq!(request::find_route(method, "/2fa/auth", "/2fa"), Some(Ok(route)));
    }
}

#[test]
fn a_slash_at_the_end_of_the_path_is_the_same_route() {
    for (base_path, path) in [("/2fa", "/2fa/auth/"), ("/2fa/", "/2fa/auth/"), ("/", "/auth/"), ("/a/b", "/a/b/auth/")]
    {
        for (method, route) in [("POST", Route::Start), ("PUT", Route::Verify), ("OPTIONS", Route::Preflight)] {
            assert_eq!(request::find_route(method, path, base_path), Some(Ok(route)), "{method} {path}");
        }
        assert_eq!(request::find_route("DELETE", path, base_path).unwrap().unwrap_err().status, 405, "{path}");
    }
}

#[test]
fn every_other_method_is_405_with_an_allow_header() {
    for method in ["DELETE", "PATCH", "HEAD", "TRACE", "post", "", "POST "] {
        let response = request::find_route(method, "/2fa/auth", "/2fa").unwrap().unwrap_err();
        assert_eq!(response.status, 405, "{method}");
        assert!(response.headers.contains(&("allow", "GET, POST, PUT, OPTIONS".to_owned())));
    }
}

#[test]
fn every_other_path_below_the_base_path_is_404() {
    for path in [
        "/2fa",
        "/2fa/",
        "/2fa//auth",
        "/2fa//auth/",
        "/2fa/auth//",
        "/2fa/auth/x",
        "/2fa/auth%2f",
        "/2fa/AUTH",
        "/2fa/%61uth",
        "/2fa/auth%00",
        "/2fa/auth/../auth",
    ] {
        assert_eq!(request::find_route("POST", path, "/2fa").unwrap().unwrap_err().status, 404, "{path}");
    }
}

#[test]
fn paths_outside_the_base_path_have_no_route() {
    for path in
        ["/", "", "/auth", "/2f", "/2faauth", "/2FA/auth", "/2fax/auth", "//2fa/auth", "/x/2fa/auth", "/2fa%2fauth"]
    {
        assert_eq!(request::find_route("POST", path, "/2fa"), None, "{path}");
    }
}

#[test]
fn a_base_path_may_end_in_a_slash_or_be_the_root() {
    for (base_path, path) in [("/2fa/", "/2fa/auth"), ("/", "/auth"), ("", "/auth"), ("/a/b", "/a/b/auth")] {
        assert_eq!(request::find_route("GET", path, base_path), Some(Ok(Route::Status)), "{base_path}");
    }
}

#[test]
fn the_own_origin_and_allowed_origins_are_admitted() {
    for site in [None, Some("same-origin")] {
        assert!(admits(Some(OWN), site));
        assert!(admits(None, site), "servers and apps send no origin");
    }
    for site in [None, Some("same-origin"), Some("same-site"), Some("cross-site")] {
        assert!(admits(Some("https://www.example"), site));
        assert!(admits(Some("https://app.example"), site));
    }
}

#[test]
fn every_other_origin_and_every_contradiction_is_refused() {
    let foreign = [
        "https://evil.example",
        "null",
        "",
        "http://shop.example",
        "https://SHOP.example",
        "https://www.example https://app.example",
    ];
    for origin in foreign {
        for site in [None, Some("same-origin"), Some("none"), Some("cross-site")] {
            assert!(!admits(Some(origin), site), "{origin} {site:?}");
        }
    }
    for site in ["cross-site", "same-site", "none", "", "SAME-ORIGIN"] {
        assert!(!admits(Some(OWN), Some(site)), "{site}");
        assert!(!admits(None, Some(site)), "{site}");
    }
}

#[test]
fn the_origin_null_can_not_be_allowed() {
    assert!(!Origins { own: OWN, allowed: "null" }.admit(Caller { origin: Some("null"), fetch_site: None }));
}

#[test]
fn only_pages_of_allowed_origins_may_read_responses() {
    let origins = Origins { own: OWN, allowed: "https://www.example" };
    let opened = |origin| origins.headers(Caller { origin, fetch_site: None });
    let names: Vec<_> = opened(Some("https://www.example")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        ["vary", "access-control-allow-origin", "access-control-allow-credentials", "access-control-expose-headers"]
    );
    for origin in [None, Some(OWN), Some("https://evil.example"), Some("null")] {
        assert_eq!(opened(origin), [("vary", "Origin".to_owned())]);
    }
}

#[test]
fn a_preflight_response_lists_methods_and_headers() {
    let response = preflight();
    assert_eq!((response.status, response.body.as_deref()), (204, None));
    assert!(
        response.headers.contains(&(
            "access-control-allow-headers",
            "Accept, Authorization, Content-Type, X-Request-Id".to_owned()
        ))
    );
}

#[test]
fn json_is_recognized_by_its_media_type() {
    for text in ["application/json", "Application/JSON", "application/json;charset=utf-8", "application/json ; x=y"] {
        assert!(request::is_json(Some(text)), "{text}");
    }
    for text in [None, Some(""), Some("text/plain"), Some("application/jsonp"), Some("text/plain;application/json")] {
        assert!(!request::is_json(text), "{text:?}");
    }
}

#[test]
fn ids_hold_no_character_that_is_special_elsewhere() {
    for id in ["2ad4c9b0-5b4f-4e1c-a2b5-1f0c9d3b6b11", "user-1", "a@b.c", "...", &"a".repeat(256)] {
        assert!(request::is_user_id(id), "{id}");
    }
    for id in ["", ".", "..", "a/b", "a\\b", "a%2fb", "a?b", "a#b", "a b", "a\r\nb", "a\0", "ä", &"a".repeat(257)] {
        assert!(!request::is_user_id(id), "{id}");
    }
}

#[test]
fn all_spellings_of_a_uuid_have_one_canonical_form() {
    let canonical = "2ad4c9b0-5b4f-4e1c-a2b5-1f0c9d3b6b11";
    for spelling in [
        canonical,
        "2AD4C9B0-5B4F-4E1C-A2B5-1F0C9D3B6B11",
        "2ad4c9b0-5B4F-4e1c-A2B5-1f0c9d3b6b11",
        "2ad4c9b05b4f4e1ca2b51f0c9d3b6b11",
        "2AD4C9B05B4F4E1CA2B51F0C9D3B6B11",
        "{2ad4c9b0-5b4f-4e1c-a2b5-1f0c9d3b6b11}",
        "{2ad4c9b05b4f4e1ca2b51f0c9d3b6b11}",
        "(2ad4c9b0-5b4f-4e1c-a2b5-1f0c9d3b6b11)",
        "urn:uuid:2ad4c9b0-5b4f-4e1c-a2b5-1f0c9d3b6b11",
        "URN:UUID:2AD4C9B0-5B4F-4E1C-A2B5-1F0C9D3B6B11",
        "uuid:2ad4c9b0-5b4f-4e1c-a2b5-1f0c9d3b6b11",
        "2ad4-c9b0-5b4f-4e1c-a2b5-1f0c-9d3b-6b11",
    ] {
        assert_eq!(request::canonical_id(spelling), canonical);
        assert!(request::canonical_uuid(spelling).is_some());
    }
    for other in ["user-1", "User-1", "2ad4c9b05b4f4e1ca2b51f0c9d3b6b1", "gad4c9b05b4f4e1ca2b51f0c9d3b6b11"] {
        assert_eq!(request::canonical_id(other), other);
        assert_eq!(request::canonical_uuid(other), None);
    }
}

#[test]
fn pins_are_short_and_printable() {
    assert!(request::is_pin("012345") && request::is_pin(&"1".repeat(64)));
    for pin in ["", " 1", "1\n", "１２３", &"1".repeat(65)] {
        assert!(!request::is_pin(pin), "{pin}");
    }
}
