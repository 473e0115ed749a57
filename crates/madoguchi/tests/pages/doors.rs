//! With the doors of all routes taken out, what lies behind them still shows nobody anything of another company's, and lets
//! nobody change it: scope and command hold by themselves.

use madoguchi::{api, policy::Doors, serve, web};

use crate::matrix::{Of, Side, World, canaries, may_see};

const FOREIGN: [Of; 3] = [Of::Kitano, Of::Minami, Of::Hinode];

#[tokio::test]
async fn a03_without_doors_nothing_foreign_is_seen_or_changed() {
    let mut world = World::build().await;
    let app = world.house.app.clone();
    world.house.router = serve::router_with(app, web::Line::Loopback, true, Doors::Out);
    let texts = canaries();
    let (mut cells, mut wrong) = (0, Vec::new());
    for route in web::printed().iter().chain(&api::printed()) {
        // In the demo anybody becomes anybody.
        if route.demo {
            continue;
        }
        for reader in world.readers.iter().filter(|(p, ..)| p.side != Side::Staff) {
            let p = &reader.0;
            for of in FOREIGN {
                if p.home() == Some(of) {
                    continue;
                }
                let before = world.changes().await;
                let (path, answer) = world.ask(reader, route, of).await;
                cells += 1;
                let what = format!("{} {path} by {}, of {of:?}", route.method, p.name);
                for (of, text) in &texts {
                    if answer.text.contains(text.as_str()) && !may_see(p, *of, text) {
                        wrong.push(format!("{what}: holds {text}"));
                    }
                }
                let names = ["{number}", "{id}"]
                    .iter()
                    .any(|name| route.path.contains(name));
                if names && world.changes().await != before {
                    wrong.push(format!("{what}: changed something"));
                }
            }
        }
    }
    println!("{cells} requests without doors");
    assert!(cells > 2_000, "{cells}");
    assert!(
        wrong.is_empty(),
        "{} of {cells}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    // The test sees what it looks for: with the doors out, staff's pages answer staff.
    assert_eq!(world.house.faults().await, []);
}
