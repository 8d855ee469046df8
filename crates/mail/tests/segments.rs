//! New text told from quotes, signatures and boilerplate.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use mail::{Mail, SegmentKind, segments};
use proptest::prelude::*;

fn reply(text: &str) -> String {
    Mail { text: text.to_owned(), ..Mail::default() }.reply()
}

fn check(text: &str, expected: &str) {
    assert_eq!(reply(text), expected, "from:\n{text}");
}

/// SB-13: "On … wrote:" before marked lines, in the languages that we sell in.
#[test]
fn introductions_are_known_in_every_language() {
    let introductions = [
        "On Mon, 3 Aug 2026 at 10:15, Jane Doe <jane@example.org> wrote:",
        "Am 03.08.26 um 10:15 schrieb Jane Doe:",
        "Am Montag, 3. August 2026 um 10:15:00 MESZ hat Jane Doe <jane@example.org> Folgendes geschrieben:",
        "Le lun. 3 août 2026 à 10:15, Jane Doe <jane@example.org> a écrit :",
        "Il giorno lun 3 ago 2026 alle ore 10:15 Jane Doe <jane@example.org> ha scritto:",
        "Dne 3. 8. 2026 v 10:15 Jane Doe napsal(a):",
        "po 3. 8. 2026 v 10:15 odesílatel Jane Doe <jane@example.org> napsal:",
        "El lun, 3 ago 2026 a las 10:15, Jane Doe (<jane@example.org>) escribió:",
        "Em seg., 3 de ago. de 2026 às 10:15, Jane Doe <jane@example.org> escreveu:",
        "Op ma 3 aug 2026 om 10:15 schreef Jane Doe <jane@example.org>:",
        "W dniu 3.08.2026 o 10:15, Jane Doe pisze:",
        "pon., 3 sie 2026 o 10:15 Jane Doe <jane@example.org> napisał(a):",
    ];
    for introduction in introductions {
        check(&format!("Thank you.\n\n{introduction}\n\n> What?\n> When?\n"), "Thank you.");
        check(&format!("Thank you.\n\n{introduction}\n\nWhat?\nWhen?\n"), "Thank you.");
        check(&format!("{introduction}\n> What?\n\nThank you.\n"), "Thank you.");
    }
}

#[test]
fn introductions_broken_into_lines_are_known() {
    check("Yes\n\nOn Mon, 3 Aug 2026 at 10:15, Jane Doe\n<jane@example.org> wrote:\n> What?", "Yes");
    check("Yes\n\n2026-08-03 10:15 GMT+02:00 Jane <\njane@example.org>:\n\n> What?", "Yes");
    check("Ja\n\nJane Doe <jane@example.org> schrieb am Mo., 3.\nAug. 2026 um 10:15 Uhr:\n\nWas?", "Ja");
    check("Ano\n\nDne 3. 8. 2026 v 10:15 Jane Doe\n<jane@example.org>\nnapsal(a):\n> What?", "Ano");
}

/// SB-13
#[test]
fn quoted_header_blocks_are_known_in_every_language() {
    let blocks = [
        "From: Jane <jane@example.org>\nSent: Monday\nTo: Desk\nSubject: Printer",
        "Von: Jane <jane@example.org>\nGesendet: Montag\nAn: Desk\nBetreff: Drucker",
        "De : Jane <jane@example.org>\nEnvoyé : lundi\nÀ : Desk\nObjet : Imprimante",
        "Da: Jane <jane@example.org>\nInviato: lunedì\nA: Desk\nOggetto: Stampante",
        "Od: Jane <jane@example.org>\nOdesláno: pondělí\nKomu: Desk\nPředmět: Tiskárna",
        "De: Jane <jane@example.org>\nEnviado el: lunes\nPara: Desk\nAsunto: Impresora",
        "De: Jane <jane@example.org>\nEnviado: segunda\nPara: Desk\nAssunto: Impressora",
        "Van: Jane <jane@example.org>\nVerzonden: maandag\nAan: Desk\nOnderwerp: Printer",
        "Od: Jane <jane@example.org>\nWysłano: poniedziałek\nDo: Desk\nTemat: Drukarka",
        "*From:* Jane <jane@example.org>\n*Sent:* Monday\n*To:* Desk\n*Subject:* Printer",
    ];
    for block in blocks {
        check(&format!("Fixed.\n\n{block}\n\nIt is broken.\nAgain.\n"), "Fixed.");
        check(&format!("Fixed.\n\n________________________________\n{block}\n\nIt is broken.\n"), "Fixed.");
    }
    check("Hi\n-----Ursprüngliche Nachricht-----\nVon: x\n\nold", "Hi");
    check("FYI\n\n---------- Forwarded message ---------\nold", "FYI");
}

#[test]
fn signatures_and_boilerplate_are_no_reply() {
    check("Done.\n\n-- \nJane\nExample Ltd\n", "Done.");
    check("Done.\n-- \nJane\n\nOn 3 Aug 2026, x@example.org wrote:\n> old", "Done.");
    for line in [
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Inviato da iPhone",
        "Odesláno z iPhonu",
        "Enviado desde mi iPhone",
        "Verzonden vanaf mijn iPhone",
        "Wysłane z iPhone'a",
        "Get Outlook for Android",
    ] {
        check(&format!("Done.\n\n{line}\n"), "Done.");
    }
}

#[test]
fn answers_between_quotes_keep_what_they_answer() {
    let text = "Hello,\n\nOn 3 Aug 2026, x@example.org wrote:\n> Is it new?\n\nYes.\n\n> And red?\n\nNo.\n\n> Bye\n";
    check(text, "Hello,\n\n> Is it new?\nYes.\n\n> And red?\nNo.");
}

#[test]
fn text_that_only_looks_like_a_quote_stays() {
    for text in [
        "He wrote:\nplease call me",
        "On the 3rd we met: it was good",
        "From: where do I start?\nI do not know.",
        "a -- b",
        "Le prix est : 12",
        "Am Montag:\nRegen",
    ] {
        check(text, text);
    }
    check(
        "On 8 May 2026 17:34, \"Andy\" <a@example.org> wrote:\n\n  Two and two\n\nIs four.",
        "Two and two\n\nIs four.",
    );
    check("> nothing new", "> nothing new");
    let long = format!("Steps\n--\n{}", "a line of text\n".repeat(30));
    check(&long, long.trim());
}

#[test]
fn kinds_are_told_apart() {
    let text = "New\n\n-- \nJane\n\nOn 3 Aug 2026, x@example.org wrote:\n> old\n";
    let kinds: Vec<_> = segments(text).iter().map(|segment| (segment.kind, segment.text)).collect();
    assert_eq!(
        kinds,
        [
            (SegmentKind::New, "New\n\n"),
            (SegmentKind::Signature, "-- \nJane\n\n"),
            (SegmentKind::Quote, "On 3 Aug 2026, x@example.org wrote:\n> old\n"),
        ]
    );
    assert!(segments("").is_empty());
}

#[test]
fn previews_are_one_line_and_never_empty_without_need() {
    let preview = |text: &str, chars| Mail { text: text.to_owned(), ..Mail::default() }.preview(chars);
    assert_eq!(preview("Good\n\n day  to\tyou\n> old", 100), "Good day to you");
    assert_eq!(preview("Grüße aus Köln", 7), "Grüße a");
    assert_eq!(preview("> only old", 100), "> only old");
    assert_eq!(preview("x", 0), "");
}

/// B9: a rule that looked back or ahead without bound would not come to an end here.
#[test]
fn hostile_text_is_read_in_one_pass() {
    for unit in [
        "On ",
        "On 1 Jan 2026 x@example.org wrote:\n",
        "-- \n",
        "From: x\nSent: y\n",
        ">",
        "> \n",
        "Am 1.1.2026 schrieb\n",
        "_",
        "----------\n",
        "\n",
        "Sent from my \n",
        "On 11 a\n",
        "\u{a0}",
        "x",
    ] {
        let text = unit.repeat(300_000 / unit.len());
        let length: usize = segments(&text).iter().map(|segment| segment.text.len()).sum();
        assert_eq!(length, text.len());
        assert!(reply(&text).len() <= text.len());
    }
}

const LINES: &[&str] = &[
    "",
    "text",
    "> quoted",
    ">> deeper",
    "-- ",
    "--",
    "On 3 Aug 2026, Jane <x@example.org> wrote:",
    "Am 3.8.2026 schrieb",
    "Jane:",
    "From: x",
    "Sent: y",
    "To: z",
    "Subject: s",
    "-----Original Message-----",
    "________________________________",
    "Sent from my iPhone",
    "Le 3 août 2026 à 10:15, Jane a écrit :",
    "\u{a0}",
    "žluťoučký kůň:",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// SB-10
    #[test]
    fn segments_concatenate_to_the_text(indexes in prop::collection::vec((0..LINES.len(), 0..3_usize), 0..40), tail in "\\PC{0,20}") {
        let ends = ["\n", "\n\n", "\r\n"];
        let text: String = indexes.iter().map(|(line, end)| format!("{}{}", LINES[*line], ends[*end])).collect::<String>() + &tail;
        let parts = segments(&text);
        prop_assert_eq!(parts.iter().map(|part| part.text).collect::<String>(), text.clone());
        prop_assert!(parts.windows(2).all(|pair| pair[0].kind != pair[1].kind));
        prop_assert!(reply(&text).len() <= text.len());
    }
}
