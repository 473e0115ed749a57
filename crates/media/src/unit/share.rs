//! What each track of a receiver may cost, out of what its network bears.
//!
//! Voices come first and whole, then screens, then cameras. A picture that
//! does not fit gets a smaller size, then fewer frames; its lowest layer goes
//! in any case, for a receiver with half an estimate still wants to see.

use str0m::media::Rid;

use crate::names::Kind;

/// Layers that are told apart.
pub(super) const LAYERS: usize = 4;
/// Of what the network is said to bear, how much is handed out.
const USED: f64 = 0.9;

/// What one size of a track takes, in bits a second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cost {
    pub size: Option<Rid>,
    /// Of each layer alone.
    pub layers: [u64; LAYERS],
}

impl Cost {
    pub fn whole(&self) -> u64 {
        self.layers.iter().sum()
    }

    fn up_to(&self, layer: usize) -> u64 {
        self.layers[..=layer].iter().sum()
    }

    fn top(&self) -> usize {
        self.layers.iter().rposition(|bits| *bits > 0).unwrap_or(0)
    }
}

/// A track that a receiver gets.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    pub kind: Kind,
    pub costs: Vec<Cost>,
}

/// What it gets of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Part {
    pub size: Option<Rid>,
    pub layer: u8,
}

/// Parts for all wishes, in their order. `None` where nothing is known of the
/// network: everything whole.
pub(super) fn out(bears: Option<u64>, wishes: &[Wish]) -> Vec<Part> {
    let mut left = bears.map_or(u64::MAX, |bits| (bits as f64 * USED) as u64);
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by_key(|index| match wishes[*index].kind {
        Kind::Microphone => 0,
        Kind::ScreenSound => 1,
        Kind::Screen => 2,
        Kind::Camera => 3,
    });
    let mut parts = vec![
        Part {
            size: None,
            layer: u8::MAX
        };
        wishes.len()
    ];
    for index in order {
        let (part, cost) = best(&wishes[index], left);
        parts[index] = part;
        left = left.saturating_sub(cost);
    }
    parts
}

/// The dearest of a wish that fits, else the cheapest there is.
fn best(wish: &Wish, left: u64) -> (Part, u64) {
    let mut found: Option<(Part, u64)> = None;
    let mut least: Option<(Part, u64)> = None;
    for cost in &wish.costs {
        let top = if wish.kind.is_video() { cost.top() } else { 0 };
        for layer in 0..=top {
            let bits = cost.up_to(layer);
            // With all of its layers, also those that come later.
            let highest = if layer == top { u8::MAX } else { layer as u8 };
            let part = Part {
                size: cost.size,
                layer: highest,
            };
            if bits <= left && found.is_none_or(|(_, most)| bits >= most) {
                found = Some((part, bits));
            }
            if least.is_none_or(|(_, few)| bits < few) {
                least = Some((part, bits));
            }
        }
    }
    let whole = Part {
        size: None,
        layer: u8::MAX,
    };
    found.or(least).unwrap_or((whole, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screen(layers: [u64; LAYERS]) -> Wish {
        let costs = vec![Cost { size: None, layers }];
        let kind = Kind::Screen;
        Wish { kind, costs }
    }

    fn camera() -> Wish {
        let of = |name, bits| Cost {
            size: Some(Rid::from(name)),
            layers: [bits, 0, 0, 0],
        };
        Wish {
            kind: Kind::Camera,
            costs: vec![of("l", 150), of("h", 900)],
        }
    }

    fn parts(bears: Option<u64>, wishes: &[Wish]) -> Vec<(String, u8)> {
        let name = |size: Option<Rid>| size.map_or(String::new(), |rid| rid.to_string());
        let parts = out(bears, wishes);
        parts
            .into_iter()
            .map(|part| (name(part.size), part.layer))
            .collect()
    }

    #[test]
    fn with_nothing_known_or_enough_all_get_the_whole() {
        let wishes = [screen([500, 300, 200, 0]), camera()];
        let whole = vec![(String::new(), u8::MAX), ("h".into(), u8::MAX)];
        assert_eq!(parts(None, &wishes), whole);
        assert_eq!(parts(Some(10_000), &wishes), whole);
    }

    #[test]
    fn a_screen_comes_before_a_camera_whatever_their_order() {
        let wishes = [camera(), screen([500, 300, 200, 0])];
        let narrow = vec![("l".into(), u8::MAX), (String::new(), u8::MAX)];
        assert_eq!(parts(Some(1_400), &wishes), narrow);
    }

    #[test]
    fn a_screen_that_does_not_fit_gets_fewer_frames_and_never_none() {
        let wishes = [screen([500, 300, 200, 0])];
        let layer = |bears| parts(Some(bears), &wishes)[0].1;
        assert_eq!(layer(1_200), u8::MAX);
        assert_eq!(layer(1_000), 1);
        assert_eq!(layer(600), 0);
        assert_eq!(layer(100), 0);
    }

    #[test]
    fn a_track_of_which_nothing_is_known_is_whole() {
        let wishes = [Wish {
            kind: Kind::Screen,
            costs: Vec::new(),
        }];
        assert_eq!(parts(Some(10), &wishes), vec![(String::new(), u8::MAX)]);
    }
}
