//! Mails that belong together by their ids, in whatever order they arrive.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use mail::{Mail, parse, threads};
use proptest::prelude::*;

fn mail(id: usize, parent: Option<usize>, missing: bool) -> Mail {
    let own = if missing { String::new() } else { format!("Message-ID: <{id}@example.org>\r\n") };
    let above = parent.map(|parent| format!("In-Reply-To: <{parent}@example.org>\r\n")).unwrap_or_default();
    parse(format!("From: jane@example.org\r\nSubject: Re: same\r\n{own}{above}\r\nx").as_bytes())
}

#[test]
fn answers_join_by_ids_and_never_by_subject() {
    let mails = [mail(1, None, false), mail(2, None, false), mail(3, Some(1), false), mail(4, Some(3), true)];
    assert_eq!(threads(&mails), vec![vec![0, 2, 3], vec![1]]);
}

/// LA-7: answers to a mail that is not here belong together; Outlook's Thread-Index counts by its first 22 bytes.
#[test]
fn a_missing_parent_and_outlooks_index_join() {
    let orphans = [mail(5, Some(99), false), mail(6, Some(99), false)];
    assert_eq!(threads(&orphans), vec![vec![0, 1]]);
    let index = |value: &str| parse(format!("From: a@example.org\r\nThread-Index: {value}\r\n\r\nx").as_bytes());
    let start = "AdXyZabcdefghijklmnopqrstuvwx";
    let mails =
        [index(&format!("{start}A==")), index(&format!("{start}BCDEFGH")), index("BdXyZabcdefghijklmnopqrstuvwxA==")];
    assert_eq!(threads(&mails), vec![vec![0, 1], vec![2]]);
}

/// The same id from two senders does not join their mails.
#[test]
fn one_id_of_two_senders_is_not_one_thread() {
    let from = |sender: &str| parse(format!("From: {sender}\r\nMessage-ID: <1@x.example>\r\n\r\nx").as_bytes());
    assert_eq!(threads(&[from("a@example.org"), from("b@example.net")]), vec![vec![0], vec![1]]);
}

proptest! {
    #[test]
    fn order_of_arrival_makes_no_difference(
        parents in prop::collection::vec(prop::option::of(0_usize..12), 1..12),
        order in Just((0_usize..12).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let mails: Vec<Mail> = parents.iter().enumerate().map(|(id, parent)| mail(id, *parent, id % 5 == 4)).collect();
        let order: Vec<usize> = order.into_iter().filter(|place| *place < mails.len()).collect();
        let shuffled: Vec<Mail> = order.iter().map(|place| mails[*place].clone()).collect();
        let mut straight = threads(&mails);
        let mut again: Vec<Vec<usize>> = threads(&shuffled).into_iter().map(|group| group.into_iter().map(|place| order[place]).collect()).collect();
        again.iter_mut().for_each(|group| group.sort_unstable());
        straight.sort();
        again.sort();
        prop_assert_eq!(straight, again);
    }
}
