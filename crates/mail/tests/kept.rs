//! What people write stays new, however much it looks like what programs write: better a quote too many than a line lost.
#![allow(clippy::unwrap_used)]

use mail::Mail;

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn stays(text: &str) {
    let mail = Mail { text: text.to_owned(), ..Mail::default() };
    assert_eq!(folded(&mail.reply()), folded(text), "from:\n{text}");
}

/// SB-13: a date and a verb of writing in a sentence of the author's own introduce nothing.
#[test]
fn sentences_with_a_date_and_a_verb_stay() {
    for sentence in SENTENCES {
        stays(&format!("Hello,\n\n{sentence}\n\nPlease help me.\nThank you"));
        stays(&format!("Hello,\n{sentence}\nthe printer is broken\n\nNothing happened since."));
    }
}

/// SB-13
#[test]
fn texts_that_look_like_what_programs_append_stay() {
    TEXTS.iter().for_each(|text| stays(text));
}

const SENTENCES: &[&str] = &[
    "On 3 August 2026 I wrote:",
    "On 03.08.2026 I wrote to you about this:",
    "On Monday 3.8.2026 we said the following:",
    "Am 03.08.2026 ist folgendes passiert:",
    "Am 03.08.2026 um 10:15 habe ich folgendes bestellt:",
    "Am 03.08.2026 schrieb ich Ihnen:",
    "Seit dem 03.08.2026 verantwortlich:",
    "Am 3.8.2026 bekam ich von Olivia diese Liste:",
    "On 12.05.2026 Olivia told me:",
    "On 12/05/2026 I paid via PayPal:",
    "On 12/05/2026 it failed with this error via VPN:",
    "Le 03/08/2026 j'ai écrit :",
    "Le 3 août 2026 j'ai reçu ce message :",
    "Dne 3. 8. 2026 jsem napsal:",
    "Dne 3.8.2026 jsem vám psal:",
    "W dniu 3.08.2026 napisałem:",
    "El 3/8/2026 escribí:",
    "Il 03/08/2026 ho scritto:",
    "Il 03/08/2026 vi ho scritto:",
    "Op 3-8-2026 schreef ik:",
    "Em 03/08/2026 escrevi:",
    "Den 3/8/2026 skrev jag:",
    "03.08.2026 tarihinde sipariş verdim:",
    "03.08.2026 я написал:",
    "3.8.2026 kirjoitin:",
    "On 2026-08-03 the log said:",
    "At 10:15 the display said:",
    "The manual (2019) writes:",
    "On August 3, 2026 your agent said:",
    "Your colleague wrote on 3 August 2026:",
    "Ihre Kollegin schrieb am 03.08.2026:",
    "In your mail of 3.8.2026 you wrote:",
    "In Ihrer Mail vom 03.08.2026 um 10:15 schrieben Sie:",
    "In der Antwort vom 03.08.2026 steht:",
    "Fehler 2026-08-03 10:15:00 antwort:",
    "Log of 2026-08-03 10:15:22, service replied:",
    "10:15 Anna said:",
    "Rechnung vom 03.08.2026, Antwort:",
    "My address is jane@example.org and it said:",
    "Please write to jane@example.org, he said:",
    "Send it to these via jane@example.org:",
    "On my bill dated 2026-08-03:",
    "Le 3/8/2026, voici ce que le support a répondu :",
    "Na faktuře z 3. 8. 2026 píše:",
    "Na stránce ze 3. 8. 2026 stojí:",
    "Dana 3.8.2026 sam napisao:",
    "W mailu z 3.08.2026 pisze:",
    "Nel messaggio del 3/8/2026 si scrive:",
    "2026年8月3日に書きました：",
    "我在2026年8月3日写道：",
    "2026년 8월 3일에 작성:",
];

const TEXTS: &[&str] = &[
    "Steps:\n\n---\n\nFirst I did this and it did not work at all, so please tell me what to do next.\n\n---\n\nThen this.",
    "Title\n-----\nText of the title\n\nOther\n=====\nMore text",
    "From: the beginning, all was wrong.\nTo: be honest, I do not know.\nDate: unknown",
    "I want to book:\n\nFrom: Berlin\nTo: Prague\nDate: 12.08.2026\nPassengers: 2\n\nThank you",
    "```\n> not a quote\nFrom: a@example.org\nTo: b\nSubject: x\n```\nthat is the log",
    "Sent from my desk, this is much easier to read.\n\nBut well.",
    "The mail was:\n\nSent from my iPhone is what it says at the end.\n\nCan you remove it?",
    "Please remove the line:\n\nSent from my iPhone\n\nfrom all our mails, thank you.",
    "- one\n- two\n-- three\n- four",
    "Use ### as the separator ### please",
    "I typed \"Please type your reply above this line\" into the form.",
    "Can you write something above this line: it is missing.",
    "a\n\n***\n\nb",
    "a\n\n_____\n\nb\n\nc",
    "a\n\n----------\n\nb is here and it is a real question?",
    "x -> y\n>= 5 is required\nbut we have 4",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\nIs the table right?",
    "This email is confidential as far as I am concerned. Do you agree?",
    "Unsubscribe me please",
    "Please unsubscribe me from your list.\n\nThank you",
    "To unsubscribe, what do I have to do?",
    "Hello\n\nThis message contains a question: why?\n\nJane",
    "Hallo,\n\ndiese E-Mail kann ich nicht öffnen.",
    "Notice: the printer is broken",
    "Important notice\n\nWe move to a new office on Monday.",
    "Disclaimer missing in our mails, why?",
    "Hello,\n\nUnsubscribe does not work, I clicked it twice.",
    "Le message a été envoyé de mon bureau.\n\nEnvoyé de mon bureau hier soir sans réponse",
    "Gesendet von unserem Lager wurde das Paket gestern.",
    "Enviado por correo ayer",
    "Poslané z Prahy včera, prosím sledujte",
    "Отправлено с опозданием",
    "Trimis din Cluj ieri",
    "Verzonden via PostNL op maandag",
    "Sent by my colleague yesterday",
    "Sent via DHL yesterday",
    "Sent with DHL, tracking 123",
    "Wysłane przez kuriera",
    "Lähetetty eilen",
    "Wysłane z Krakowa wczoraj",
    "Inviato con corriere ieri",
    "Küldve tegnap",
    "Inviato da Roma ieri",
    "Skickat med posten",
    "Sendt med posten i går",
    "通过支付宝付款",
    "Von meiner Bank kam nichts",
    "von meinem Konto abgebucht",
    "Hello,\n\nwhere is my parcel?\n\nSent via DHL yesterday",
    "Hallo,\n\nwo ist mein Paket?\n\nGesendet mit DHL",
    "Hallo,\n\nder Betrag wurde abgebucht,\n\nvon meinem Konto",
    "你好\n\n通过支付宝付款",
    "Hello,\n\nThis email is confidential, but I was not the intended recipient. Please delete it and tell me.",
    "Hi,\n\nthe contents of this parcel were broken, please print a new label.",
    "Hallo,\n\nDiese E-Mail ist an den falschen Empfänger gegangen, bitte prüfen.",
    "Hola,\n\nEste mensaje no es para mí, no soy el destinatario. ¿Qué hago?",
    "Hello,\n\nBefore printing, the printer shows an error. The print is then empty.",
    "Bonjour,\n\nCe mail est arrivé deux fois, merci de l'imprimer pour moi.",
    "Dobrý den,\n\ntato zpráva mi přišla omylem, nejsem její adresát.",
    "Hello,\n\nI want to stop these mails.\n\nUnsubscribe",
    "Hi\n\nplease delete my account and unsubscribe me from the mailing list and the group, and print a confirmation.",
    "Hi\n\nThis communication is prohibited? You tell me that it is unauthorised to disclose a price? Tell me who decided that, and give me the addressee of complaints. I am a customer of yours for twenty years and I have never seen such confidential nonsense, nor will I accept it.",
    "Hallo,\n\nVertraulich: meine Kontonummer hat sich geändert, Empfänger bleibt gleich.",
    "Hello,\n\nDisclaimer: I am no expert. Should I delete the file?",
    "Hello,\n\nNotice: we delete the old server on Friday. Is that fine with you?",
    "Hello,\n\nAvast says there is a virus in your mail. What do I do?",
    "Hello,\n\nIf you have received this twice, delete one. Sorry for the noise.",
    "Options:\n\n---\n\nA: a new printer, which costs 200.\n\n---\n\nB: a repair.",
    "# Title\n---\nThis is what I wanted to tell you about the printer, and it is a long line of text.\n\nSee you",
    "Hi\n—\nCould you call me?\n",
    "2026-08-03 10:15:00 server[123]:\n error: disk full\n\nWhat is it?",
    "Here is the log\n\n2026-08-03 10:15:00 [error]:\ndisk full",
    "Errors:\n\n10:15:01 >>> connect\n10:15:02 <<< refused\n\nWhy?",
    "The three users are\nJane <jane@example.org>\nJoe <joe@example.org>:\nplease add them",
    "Please add:\n\nName: Jane\nFrom: 3.8.2026\nTo: 5.8.2026\nSubject: holiday",
    "Please add 2 users:\n\n1. Jane Doe <jane@example.org>:\nadmin\n\n2. Joe <joe@example.org>:\nuser",
    "Meeting on 3 Aug 2026 10:15 with Jane Doe <jane@example.org>:\nwe agreed on the price.",
    "On 3 Aug 2026 10:15 I received from Jane Doe <jane@example.org>:\none printer",
    "On 2 Feb 2026 we ordered 5 printers.\nOn 3 Mar 2026 you sent 4.\nOur list:\n- one",
    "Am 2.2.2026 bestellt,\nam 3.3.2026 geliefert,\nRechnung 2026-55:\nbitte senden",
    "Original message: it was broken\n\nNow: it is not",
    "Forwarded message was empty:\n\nplease send again",
];
