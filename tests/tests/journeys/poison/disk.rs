//! A disk that refuses: nothing is acknowledged, nothing is half there, and when the disk is back everything arrives once.

use super::{CUSTOMER, FORWARDED, Protocol, READ, Sent, Site, fs, judge_received, mta};
use crate::proof::site::quick;
use journeys::staffetta::Options;
use journeys::wait::{wait_for, wait_until};

fn attempt(site: &Site, protocol: Protocol, mail: &Sent) -> u16 {
    mta::attempt(protocol, site.port(protocol), CUSTOMER, FORWARDED, &mail.raw).expect("an answer")
}

///
#[test]
fn nothing_is_acknowledged_while_the_folder_of_mails_cannot_be_written() {
    let mut site = Site::start(None, "seen", &[CUSTOMER]);
    site.live(None);
    // As root a folder without permissions can still be written; one that is not there cannot.
    let (folder, away) = (site.desk.data().join("blobs/temporary"), site.desk.data().join("away"));
    fs::rename(&folder, &away).expect("the folder moves");
    let (by_smtp, by_lmtp) = (Sent::new(CUSTOMER, FORWARDED, "By SMTP"), Sent::new(CUSTOMER, FORWARDED, "By LMTP"));
    assert_eq!(attempt(&site, Protocol::Smtp, &by_smtp), 451);
    assert_eq!(attempt(&site, Protocol::Lmtp, &by_lmtp), 451);
    let by_imap = Sent::new(CUSTOMER, READ, "By IMAP");
    site.dovecot.append(READ, "INBOX", &by_imap.raw);
    let tried = site.passed("receive.begin");
    wait_until("the desk to have tried the mailbox twice", || site.passed("receive.begin") >= tried + 2);
    let left = site.dovecot.mails(READ, "INBOX");
    assert!(!left[0].flags.contains(&"\\Seen".to_owned()), "marked although it is not stored: {left:?}");
    assert_eq!(site.api().list("/conversations?view=all").len(), 0);
    fs::rename(&away, &folder).expect("the folder comes back");
    site.take(&by_smtp.raw);
    site.take(&by_lmtp.raw);
    let all = [by_smtp, by_lmtp, by_imap];
    for mail in &all {
        let _ = site.api().await_conversation(&mail.subject);
    }
    judge_received(&site.api(), &all);
    wait_for("the mail to be marked as seen", || {
        site.dovecot.mails(READ, "INBOX")[0].flags.contains(&"\\Seen".to_owned()).then_some(())
    });
}

/// the disk takes the beginning of a mail and then no more (EFBIG stands for ENOSPC, which needs a disk of its own).
#[test]
fn a_mail_that_the_disk_cuts_off_is_not_acknowledged_and_smaller_ones_are() {
    let shell = ["sh", "-c", "trap '' XFSZ; ulimit -f 16384; exec \"$@\"", "sh"];
    let wrapper = shell.iter().map(Into::into).collect();
    let options = Options { environment: quick(), wrapper, ..Options::default() };
    let mut site = Site::start_with(options, "nothing", &[CUSTOMER]);
    site.live(None);
    let mut large = Sent::new(CUSTOMER, FORWARDED, "Too large for this disk");
    let mut state = 1_u64;
    while large.raw.len() < 14 << 20 {
        // Letters that do not compress to less than the disk takes.
        for _ in 0..76 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            large.raw.push(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[(state >> 58) as usize]);
        }
        large.raw.extend_from_slice(b"\r\n");
    }
    assert_eq!(attempt(&site, Protocol::Smtp, &large), 451);
    let small = Sent::new(CUSTOMER, FORWARDED, "Small enough");
    assert_eq!(attempt(&site, Protocol::Smtp, &small), 250);
    let _ = site.api().await_conversation(&small.subject);
    assert_eq!(attempt(&site, Protocol::Lmtp, &large), 451);
    judge_received(&site.api(), &[small]);
    site.desk.assert_running();
}
