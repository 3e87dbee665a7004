//! Turns: while a replay plays, now and then much changes at once, and each of many things that show it is brought up to
//! date in a frame of its own turn. So no frame of a replay has more to do than an eighth of it.

/// In how many frames all have had their turn.
pub const TURNS: usize = 8;

/// Whose turn it is, frame by frame.
#[derive(Default)]
pub struct Turns {
    turn: usize,
    left: usize,
}

/// The turn of some of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Whose it is: everybody's, where nothing plays.
    whose: Option<usize>,
    /// Whether it is time for what speaks of all together: once in a round, and when all have had their turn.
    pub is_last: bool,
}

impl Turns {
    /// Something has changed: each gets a turn once more.
    pub fn begin(&mut self) {
        self.left = TURNS;
    }

    /// The turn of this frame; nothing once all have had theirs.
    pub fn next(&mut self, is_playing: bool) -> Option<Turn> {
        if !self.go_on() {
            return None;
        }
        self.left = if is_playing { self.left - 1 } else { 0 };
        self.turn = (self.turn + 1) % TURNS;
        Some(Turn { whose: is_playing.then_some(self.turn), is_last: self.turn == 0 || !self.go_on() })
    }

    /// Whether any have their turn yet to come.
    pub fn go_on(&self) -> bool {
        self.left > 0
    }
}

impl Turn {
    pub fn is_of(self, one: usize) -> bool {
        self.whose.is_none_or(|turn| one % TURNS == turn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_one_turn_after_a_change_and_then_there_is_peace() {
        let mut turns = Turns::default();
        assert_eq!(turns.next(true), None);
        turns.begin();
        let round: Vec<Turn> = std::iter::from_fn(|| turns.next(true)).collect();
        for one in 0..2 * TURNS {
            assert_eq!(round.iter().filter(|turn| turn.is_of(one)).count(), 1, "{one}");
        }
        assert!(round.last().unwrap().is_last);
    }

    #[test]
    fn what_stands_still_is_brought_up_to_date_at_once() {
        let mut turns = Turns::default();
        turns.begin();
        turns.next(true);
        let turn = turns.next(false).unwrap();
        assert!((0..2 * TURNS).all(|one| turn.is_of(one)));
        assert_eq!(turns.next(false), None);
    }

    #[test]
    fn changes_that_come_faster_than_turns_keep_nobody_waiting() {
        let mut turns = Turns::default();
        let mut had = [0; TURNS];
        for _ in 0..TURNS * 5 {
            turns.begin();
            let turn = turns.next(true).unwrap();
            had.iter_mut().enumerate().filter(|(one, _)| turn.is_of(*one)).for_each(|(_, had)| *had += 1);
        }
        assert_eq!(had, [5; TURNS]);
    }
}
