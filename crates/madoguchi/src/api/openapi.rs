//! The description of the API (OpenAPI 3.1), made from the code: what every operation has in common is added here, once.

use axum::Json;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self, Content, HeaderBuilder, ObjectBuilder, Ref, RefOr, ResponseBuilder,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        schema::Type,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::{
    access, access_requests, agents, agreeing, appointments, article_writing, articles, asking,
    cases, changes, closing, desk, escalations, files, hands, health, incident_work, incidents,
    joining, opening, people, promised, proxy_login, register, releases, search, session_files,
    session_leading, session_steps, sessions, similar, surges, together, wire,
};

#[derive(OpenApi)]
#[openapi(
    info(title = "Madoguchi", description = "Cases of a support desk, for customers and staff. Ids are text and \
        instants are RFC 3339 in UTC. Texts follow Accept-Language.", license(name = "Apache-2.0", identifier = "Apache-2.0")),
    paths(
        people::me, desk::read, people::deployments, people::agents, agents::add, agents::change, people::teams,
        cases::list, opening::open, promised::read, cases::read, cases::timeline,
        changes::message, changes::copies, changes::reference, changes::facts, changes::note, changes::closure, changes::solution_answer, changes::reopening,
        changes::assignment, changes::status, asking::withdraw,
        closing::reopening_decline, closing::redirection, closing::kind_state, closing::cause, closing::survey,
        closing::escalation, closing::escalation_answer,
        agreeing::severity, agreeing::severity_answer, agreeing::call, agreeing::privacy, agreeing::snooze, agreeing::taking, agreeing::waking, agreeing::tier,
        escalations::open, escalations::lanes, escalations::step, escalations::expected, escalations::callback,
        hands::list, hands::read, hands::apply, hands::redact, hands::follow_up,
        escalations::dismissal, escalations::evidence, escalations::finish, escalations::give_back,
        appointments::ask_call, appointments::withdraw_call, appointments::keep_call, appointments::ask, appointments::set,
        appointments::answer, appointments::cancel, appointments::passcode,
        agreeing::third_party,
        agreeing::third_party_release, similar::list, proxy_login::verdict, proxy_login::record, register::take,
        files::options, files::begin, files::stands, files::go_on, files::discard, files::list, files::read, files::remove,
        access::own, access::change_own, access_requests::ask, access::of_account, access::change_account, access::grant, joining::list, joining::answer, articles::list, articles::read, articles::read_image, articles::add_image, search::search,
        article_writing::read, article_writing::begin, article_writing::write, article_writing::ask_review, article_writing::publish,
        article_writing::withdraw, article_writing::judge, article_writing::solved,
        releases::list, releases::read, releases::publish, releases::withdraw,
        together::links, together::link, together::unlink, together::merge, together::unmerge, together::tag, together::tags,
        incidents::list, incidents::read, incidents::declare, incidents::update, incidents::gather, incidents::release,
        incidents::end, incidents::cause, incident_work::cancel, incident_work::owners, incident_work::describe,
        incident_work::note, incident_work::offer, incident_work::suggestions, surges::list, surges::dismiss,
        sessions::of_case, sessions::read, sessions::said, sessions::start, sessions::invite, sessions::end, sessions::say, sessions::recording, sessions::erase, sessions::archive,
        session_steps::assist, session_steps::pass, session_steps::give_back, session_steps::transfer, session_steps::accept,
        session_steps::state, session_steps::set_state, session_steps::decline, session_steps::leave, session_steps::consents, session_steps::answer,
        session_leading::list, session_leading::targets, session_leading::select, session_leading::admit, session_leading::remove, session_leading::ask,
        session_leading::record, session_leading::end_recording, session_leading::passcode, session_leading::presence,
        session_files::list, session_files::send, session_files::accept, session_files::stop, session_files::read,
        description, health::live, health::ready,
    ),
    components(schemas(wire::Problem, wire::FieldError, wire::Answer)),
    security(("token" = [])),
    tags(
        (name = "cases", description = "Opening and following cases"),
        (name = "files", description = "Handing files in, and having them"),
        (name = "staff", description = "For the vendor's side alone"),
        (name = "desk", description = "What there is to choose from"),
        (name = "people", description = "The caller and what they may open cases for"),
        (name = "knowledge", description = "What is written for many readers"),
        (name = "incidents", description = "Events that affect the service"),
        (name = "sessions", description = "Live support sessions"),
        (name = "health", description = "For those who run it"),
    ),
    modifiers(&Common),
)]
struct Described;

/// The whole description.
pub fn document() -> openapi::OpenApi {
    Described::openapi()
}

#[utoipa::path(get, path = "/api/openapi.json", operation_id = "read_description", tag = "health", security(()),
    responses((status = 200, description = "This document", content_type = "application/json", body = Object)))]
/// This document.
pub async fn description() -> Json<openapi::OpenApi> {
    Json(document())
}

struct Common;

impl Modify for Common {
    fn modify(&self, api: &mut openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("mdg_…")
            .build();
        if let Some(components) = &mut api.components {
            components.add_security_scheme("token", SecurityScheme::Http(scheme));
        }
        for (path, item) in &mut api.paths.paths {
            let of_one_case = path.contains("{number}");
            let of_one = of_one_case || path.contains("{incident}") || path.contains("{session}");
            let operations = [(&mut item.get, false), (&mut item.post, true)];
            for (operation, posts) in operations
                .into_iter()
                .filter_map(|(o, posts)| Some((o.as_mut()?, posts)))
            {
                if path.starts_with("/api/v1/") {
                    let once = posts
                        && ["/api/v1/cases", "/api/v1/sessions"]
                            .iter()
                            .any(|of| path.starts_with(of));
                    complete(operation, posts, once, of_one);
                    counts(operation, of_one_case && !posts);
                }
                describe(operation);
            }
        }
    }
}

/// `once`: a request with a key is carried out once.
fn complete(operation: &mut Operation, posts: bool, once: bool, of_one: bool) {
    let parameters = operation.parameters.get_or_insert_default();
    parameters.push(header(
        "Accept-Language",
        "Language of labels and sentences",
    ));
    parameters.push(header(
        "Acting-For",
        "Id of the account for which a partner's contact calls; without it, for their own company",
    ));
    if once {
        parameters.push(header(
            "Idempotency-Key",
            "Up to 255 visible ASCII characters. The same request with the same key is carried out once and answered \
             alike; another request with it is refused.",
        ));
    }
    if posts && of_one {
        parameters.push(header(
            "If-Match",
            "Carry it out only if what it changes is still this copy",
        ));
    }
    let responses = &mut operation.responses.responses;
    for (status, response) in responses
        .iter_mut()
        .filter(|(status, _)| status.starts_with('2'))
    {
        let RefOr::T(response) = response else {
            continue;
        };
        let mut tell = |name: &str, what: &str| {
            let header =
                HeaderBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::String)));
            response.headers.insert(
                name.to_owned(),
                header.description(Some(what)).build().into(),
            );
        };
        tell(
            "RateLimit-Policy",
            "The limits on requests, each by its name: `q` in a window of `w` seconds",
        );
        tell(
            "RateLimit",
            "What is left of each (`r`), and in how many seconds all of it is there again (`t`)",
        );
        if of_one || once {
            tell("ETag", "The version as the caller may know it");
        }
        if once {
            tell(
                "Idempotent-Replayed",
                "`true` on an answer that was given before",
            );
        }
        if status == "201" {
            tell("Location", "What was made");
        }
        if operation.operation_id.as_deref() == Some("list_cases") {
            tell("Link", "`rel=\"next\"` and `rel=\"prev\"`");
        }
    }
    let other = problem("A problem (RFC 9457)");
    responses.insert("default".to_owned(), other.build().into());
}

fn problem(said: &str) -> ResponseBuilder {
    ResponseBuilder::new().description(said).content(
        "application/problem+json",
        Content::new(Some(Ref::from_schema_name("Problem"))),
    )
}

/// Requests are counted; `reads`: who reads unusually many cases is stopped for a while as well.
fn counts(operation: &mut Operation, reads: bool) {
    let of = |sort: Type, said: &str| {
        let schema = ObjectBuilder::new().schema_type(sort);
        let header = HeaderBuilder::new().schema(Some(schema));
        header.description(Some(said)).build()
    };
    let said = match reads {
        true => {
            "Too many requests by this token, for its account or from this address within a minute; or the token has read \
             unusually many cases within an hour"
        }
        false => {
            "Too many requests by this token, for its account or from this address within a minute"
        }
    };
    let too_many = problem(said)
        .header(
            "Retry-After",
            of(Type::Integer, "Seconds to wait before the next"),
        )
        .header(
            "RateLimit-Policy",
            of(Type::String, "The limits on requests"),
        )
        .header("RateLimit", of(Type::String, "What is left of each"));
    let responses = &mut operation.responses.responses;
    responses.insert("429".to_owned(), too_many.build().into());
}

/// The standard wants a sentence for every answer.
fn describe(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else {
            continue;
        };
        if response.description.is_empty() {
            let said = match status.as_str() {
                "201" => "It is made",
                "503" => "It cannot serve",
                _ => "The answer",
            };
            response.description = said.to_owned();
        }
    }
}

fn header(name: &str, what: &str) -> RefOr<Parameter> {
    let schema = ObjectBuilder::new().schema_type(Type::String).build();
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .description(Some(what))
        .schema(Some(schema))
        .build()
        .into()
}
