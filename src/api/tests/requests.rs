use super::*;

#[test]
fn create_service_posts_name_and_fqdn() {
    let body = json!({"fqdn": "example.com", "name": "Coffee"});
    let request = services::create_service("Coffee".to_owned(), "example.com".to_owned());
    sends(&request, Operation::CreateService, "POST /v1/service/service", Some(&body));
    assert_eq!(request.secret(), None);
}

#[test]
fn get_service_reads_by_id() {
    sends(&services::get_service(&id("s 1")), Operation::GetService, "GET /v1/service/service/s%201", None);
}

#[test]
fn delete_service_deletes_by_id() {
    sends(&services::delete_service(&id("s1")), Operation::DeleteService, "DELETE /v1/service/service/s1", None);
}

#[test]
fn register_user_posts_login_name_and_phone_number_and_keeps_the_number_secret() {
    let body = json!({"id_in_service": "a@b.c", "phone_number": "+3725555555"});
    let request = users::register_user(&id("s1"), "a@b.c".to_owned(), "+3725555555".to_owned());
    sends(&request, Operation::RegisterUser, "POST /v1/service/service/s1/users", Some(&body));
    assert_eq!(request.secret(), Some("+3725555555"));
}

#[test]
fn get_users_lists_by_service() {
    sends(&users::get_users(&id("s1")), Operation::GetUsers, "GET /v1/service/service/s1/users", None);
}

#[test]
fn get_user_reads_by_both_ids() {
    sends(&users::get_user(&id("s1"), &id("u/1")), Operation::GetUser, "GET /v1/service/service/s1/users/u%2F1", None);
}

#[test]
fn delete_user_deletes_by_both_ids() {
    sends(
        &users::delete_user(user_path(&id("s1"), &id("u1"))),
        Operation::DeleteUser,
        "DELETE /v1/service/service/s1/users/u1",
        None,
    );
}

#[test]
fn start_authentication_posts_the_method_to_the_users_path() {
    let path = user_path(&id("s1"), &id("u1"));
    let line = "POST /v1/service/service/s1/users/u1/auth";
    let totp = authentication::start_authentication(&path, AuthenticationMethod::Totp);
    sends(&totp, Operation::AuthenticateUsingTotp, line, Some(&json!({"method": "totp"})));
    let sms = authentication::start_authentication(&path, AuthenticationMethod::Sms);
    sends(&sms, Operation::AuthenticateUsingSms, line, Some(&json!({"method": "sms"})));
}

#[test]
fn verify_pin_puts_the_token_and_keeps_it_secret() {
    let request = authentication::verify_pin(&user_path(&id("s1"), &id("u1")), "0042".to_owned());
    let body = json!({"token": "0042"});
    sends(&request, Operation::VerifyPin, "PUT /v1/service/service/s1/users/u1/auth", Some(&body));
    assert_eq!(request.secret(), Some("0042"));
}

#[test]
fn a_page_posts_the_pin_to_its_gateway_since_proxies_repeat_a_put() {
    sends(
        &authentication::verify_pin("", "0042".to_owned()),
        Operation::VerifyPin,
        "POST /auth",
        Some(&json!({"token": "0042"})),
    );
}

#[test]
fn gateway_status_reads_below_the_users_path() {
    sends(&gateway::status(), Operation::GatewayStatus, "GET /auth", None);
}

#[test]
fn a_slash_at_the_end_of_the_path_is_for_those_who_ask_for_it() {
    sends(&gateway::status().with_slash(true), Operation::GatewayStatus, "GET /auth/", None);
    sends(&gateway::status().with_slash(false), Operation::GatewayStatus, "GET /auth", None);
}

#[test]
fn only_a_list_may_have_more_than_a_mebibyte() {
    assert_eq!(users::get_user(&id("s1"), &id("u1")).max_response_bytes, 1 << 20);
    assert_eq!(authentication::verify_pin("", "0042".to_owned()).max_response_bytes, 1 << 20);
    assert_eq!(users::get_users(&id("s1")).max_response_bytes, 16 << 20);
}
