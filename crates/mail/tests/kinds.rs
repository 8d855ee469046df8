//! What sort of mail it is where no header tells: subjects and texts of programs in each language, and what customers write that only
//! looks so.
#![allow(clippy::unwrap_used)]

use mail::Kind;

/// A mail as a person's program sends it; `head` is added to its header.
fn kind(head: &str, from: &str, subject: &str, text: &str) -> Kind {
    let raw = format!(
        "{head}From: {from}\r\nTo: desk@example.com\r\nSubject: {subject}\r\nMessage-ID: <1@example.org>\r\n\r\n{text}\r\n"
    );
    mail::parse(raw.as_bytes()).kind
}

const PERSON: &str = "Jane Doe <jane@example.org>";

fn check(cases: &[(&str, &str)], expected: Kind) {
    let of = |subject: &str, text: &str| kind("Return-Path: <jane@example.org>\r\n", PERSON, subject, text);
    let wrong: Vec<_> = cases.iter().filter(|(subject, text)| of(subject, text) != expected).collect();
    assert!(wrong.is_empty(), "not {expected:?}: {wrong:?}");
}

/// What the usual servers and programs write before the subject that they answer.
#[test]
fn subjects_of_automatic_answers_are_known_in_each_language() {
    for phrase in AUTOMATIC {
        check(
            &[
                (phrase, "I am away."),
                (&format!("{phrase}: Printer"), "I am away."),
                (&format!("{phrase} : Printer"), "I am away."),
                (&format!("{phrase}: Can you help me?"), "I am away."),
                (&format!("[{phrase}] Printer"), "I am away."),
                (&format!("{phrase} - Jane Doe"), "I am away."),
                (&format!("{phrase} Re: Printer"), "I am away."),
            ],
            Kind::AutoReply,
        );
    }
}

/// People write such answers by hand, too: behind `Re:` it is theirs.
#[test]
fn an_answer_to_an_automatic_answer_is_a_message() {
    for phrase in AUTOMATIC {
        check(&[(&format!("Re: {phrase}: Printer"), "Thank you, I will wait.")], Kind::Message);
    }
}

#[test]
fn absences_and_receipts_are_automatic_where_the_text_says_so() {
    check(ABSENT, Kind::AutoReply);
    check(RECEIVED, Kind::AutoReply);
}

#[test]
fn what_customers_write_stays_a_message() {
    check(PEOPLE, Kind::Message);
}

/// A customer of a shop writes of deliveries, of blocked accounts and of error messages every day.
#[test]
fn complaints_about_deliveries_are_no_notices() {
    check(DELIVERIES, Kind::Message);
    for (subject, text) in DELIVERIES {
        let found = kind("User-Agent: Example/1\r\n", PERSON, subject, text);
        assert_eq!(found, Kind::Message, "without a return path: {subject}");
    }
}

/// RFC 3464 is not what old systems write: the sender, the subject and the words together.
#[test]
fn notices_are_known_by_sender_and_subject_in_each_language() {
    for (subject, text) in NOTICES {
        for from in [
            "Mail Delivery System <MAILER-DAEMON@example.net>",
            "<postmaster@example.net>",
            "Microsoft Outlook <x@example.net>",
        ] {
            let found = kind("", from, subject, &format!("{text}\r\n\r\nbob@example.net\r\n550 5.1.1"));
            assert_eq!(found, Kind::Bounce, "{from}: {subject}");
            let found =
                kind("Return-Path: <>\r\n", from, "Printer", &format!("{text}\r\n\r\nbob@example.net\r\n550 5.1.1"));
            assert_eq!(found, Kind::Bounce, "by its words, from {from}: {text}");
        }
    }
}

const AUTOMATIC: &[&str] = &[
    "Automatic reply",
    "Auto-Reply",
    "Autoreply",
    "Auto response",
    "Out of Office",
    "Out of the office",
    "Out-of-Office AutoReply",
    "OOO",
    "Vacation reply",
    "Automatische Antwort",
    "Abwesenheitsnotiz",
    "Automatische Rückantwort",
    "Réponse automatique",
    "Absence du bureau",
    "Risposta automatica",
    "Fuori sede",
    "Automatická odpověď",
    "Mimo kancelář",
    "Respuesta automática",
    "Fuera de la oficina",
    "Resposta automática",
    "Fora do escritório",
    "Automatisch antwoord",
    "Niet op kantoor",
    "Automatyczna odpowiedź",
    "Odpowiedź automatyczna",
    "Poza biurem",
    "Autosvar",
    "Automatiskt svar",
    "Automatisk svar",
    "Ikke på kontoret",
    "Fraværsmelding",
    "Automaattinen vastaus",
    "Poissa toimistosta",
    "Automatická odpoveď",
    "Automatikus válasz",
    "Házon kívül",
    "Răspuns automat",
    "Αυτόματη απάντηση",
    "Εκτός γραφείου",
    "Otomatik yanıt",
    "Ofis dışında",
    "Автоматический ответ",
    "Автоответ",
    "Вне офиса",
    "Автоматична відповідь",
    "Автовідповідь",
    "自動返信",
    "自動応答",
    "不在通知",
    "自动回复",
    "自动答复",
    "自動回覆",
    "자동 회신",
    "자동 응답",
];

const ABSENT: &[(&str, &str)] = &[
    ("On vacation until 5 May", "I am on vacation and will be back on 5 May."),
    ("On leave", "For urgent matters please write to bob@example.org."),
    ("Im Urlaub bis 12.8.", "Ich bin im Urlaub. In dringenden Fällen hilft meine Vertretung."),
    ("Abwesend: Drucker", "Ich bin ab dem 12. August wieder erreichbar."),
    ("En congé jusqu'au 12 août", "En mon absence, écrivez à bob@example.org."),
    ("Absence : Imprimante", "Je serai de retour lundi."),
    ("In ferie fino al 12", "Risponderò al mio rientro."),
    ("Dovolená do 12. 8.", "Vrátím se 12. srpna."),
    ("Estoy de vacaciones", "Contestaré a mi regreso."),
    ("Estou de férias", "Respondo no meu regresso."),
    ("Afwezig tot 12 augustus", "Vanaf 12 augustus ben ik terug."),
    ("Nieobecność", "Wracam 12 sierpnia."),
    ("Frånvarande till 12 augusti", "Jag är tillbaka den 12 augusti."),
    ("Fraværende", "Jeg er tilbage den 12. august."),
    ("Fravær", "Jeg er tilbake den 12. august."),
    ("Lomalla", "Palaan 12.8."),
    ("Dovolenka", "Vrátim sa 12. augusta."),
    ("Szabadságon", "Augusztus 12-én visszatérek."),
    ("În concediu", "Revin pe 12 august."),
    ("Απουσία", "Επιστρέφω στις 12 Αυγούστου."),
    ("İzindeyim", "12 Ağustos'ta döneceğim."),
    ("В отпуске", "Вернусь 12 августа."),
    ("У відпустці", "Повернусь 12 серпня."),
    ("不在", "8月12日まで休暇をいただいております。"),
    ("부재중", "8월 12일에 복귀합니다."),
];

const RECEIVED: &[(&str, &str)] = &[
    ("Thank you for contacting Example Ltd", "We will get back to you within two business days."),
    ("We have received your request", "Your ticket number is 12."),
    ("Request received: Printer", "This is an automated message."),
    ("Eingangsbestätigung Ihrer Anfrage", "Ihre Vorgangsnummer: 12. Wir melden uns so schnell wie möglich."),
    ("Accusé de réception de votre demande", "Nous vous répondrons dans les plus brefs délais."),
    ("Conferma di ricezione", "Le risponderemo al più presto."),
    ("Hemos recibido su consulta", "Le responderemos a la brevedad."),
    ("Recebemos sua mensagem", "Responderemos em até dois dias úteis."),
    ("Ontvangstbevestiging", "Wij antwoorden zo spoedig mogelijk."),
    ("Potwierdzenie otrzymania wiadomości", "Odpowiemy jak najszybciej."),
    ("Potvrzení přijetí zprávy", "Odpovíme co nejdříve."),
    ("Ваше обращение получено", "Номер обращения: 12."),
    ("お問い合わせありがとうございます", "担当者より改めてご連絡いたします。"),
    ("我们已收到您的邮件", "我们会尽快回复您。"),
    ("Please confirm your message to Jane", "Click here to prove that you are a person."),
];

const PEOPLE: &[(&str, &str)] = &[
    ("Auto insurance", "I need an offer."),
    ("Auto-Reply does not work", "My auto reply is never sent."),
    ("Automatic reply feature: how to switch it on", "Where is it?"),
    ("Out of office?", "Is Mr Roe out of office?"),
    ("Out of office furniture", "You sold me a chair."),
    ("On holiday in Spain, where is my order", "I am on holiday, please send it later."),
    ("On leave from 3 May", "Please stop my subscription while I am on leave."),
    ("Abwesenheitsnotiz einrichten", "Wie richte ich sie ein?"),
    ("Automatische E-Mail Weiterleitung", "Wie geht das?"),
    ("Im Urlaub geht der Laptop nicht", "Er geht nicht mehr an."),
    ("En vacances, colis à garder", "Bonjour, gardez mon colis."),
    ("Absence : justificatif pour mon fils", "Voici le justificatif."),
    ("Assenza corrente nel quartiere", "Manca la corrente."),
    ("Messaggio automatico da disattivare", "Come si fa?"),
    ("Dovolená 2026 - dotaz", "Chtěla bych objednat dovolenou."),
    ("Dovolenka v Chorvátsku", "Mám otázku."),
    ("Mensaje automático sin sentido", "Recibo un mensaje raro."),
    ("Ausência de resposta", "Não recebi resposta."),
    ("Mensagem automática não funciona", "Não funciona."),
    ("Afwezig bij levering", "Ik was niet thuis."),
    ("Nieobecność kuriera", "Kurier nie przyszedł."),
    ("Frånvaro av svar", "Jag har inte fått svar."),
    ("På ferie - hvordan stopper jeg abonnementet?", "Hvordan?"),
    ("Szabadságon leszek, kérem a csomagot", "Kérem jövő héten."),
    ("В отпуске сломался телефон", "Что делать?"),
    ("Thank you for your email", "That solved it."),
    ("Thank you for your message yesterday", "It works now."),
    ("Confirmation of receipt", "I never got one, please send it."),
    ("Ticket created in the wrong queue", "Look at this."),
    ("No longer with your company", "I am no longer your customer. Please cancel."),
    ("Challenge: beat our offer", "Can you beat it?"),
    ("Vielen Dank für Ihre Nachricht", "Jetzt geht alles. Viele Grüße"),
    ("Accusé de réception", "Je ne l'ai jamais eu, merci de me l'envoyer."),
];

const DELIVERIES: &[(&str, &str)] = &[
    ("Delivery failed", "My parcel could not be delivered, the address does not exist. Write to jane@example.org."),
    ("Delivery problem with order 77", "Delivery has failed twice: address not found. jane@example.org"),
    ("Delivery delayed", "It has not been delivered and has been delayed again. jane@example.org"),
    ("Undeliverable mail", "My mail to bob@example.com could not be delivered: 550 5.1.1 user unknown."),
    ("User unknown", "I cannot sign in as jane@example.org: user unknown."),
    ("Mailbox full", "My mailbox is full. How do I get more storage? jane@example.org"),
    ("Rejected: my application", "My application has been rejected. jane@example.org"),
    ("Error mail", "I got one: your address jane@example.org has been blocked by us."),
    ("Send error in your app", "It is unable to send. jane@example.org, version 5.2.1"),
    (
        "Failure notice",
        "Sorry, we were unable to deliver your message.\r\n\r\n<bob@example.com>:\r\n550 5.1.1 unknown user\r\n\r\nWhat does this mean?",
    ),
    ("Unzustellbar: Paket 77", "Mein Paket wurde nicht zugestellt. jane@example.org"),
    ("Zustellung fehlgeschlagen", "Das Paket konnte nicht zugestellt werden, jane@example.org"),
    ("Échec de livraison", "Mon colis n'a pas été livré. jane@example.org"),
    ("Mancato recapito", "Il pacco non è stato recapitato. jane@example.org"),
    ("No entregado", "El paquete no fue entregado. jane@example.org"),
    ("Falha na entrega", "O pacote não foi entregue. jane@example.org"),
    ("Niet bezorgd", "Het pakket is niet bezorgd. jane@example.org"),
    ("Niedostarczone", "Paczka nie została dostarczona. jane@example.org"),
    ("Nedoručeno", "Balík nebyl doručen, nelze doručit. jane@example.org"),
    ("Не доставлено", "Посылка не доставлено. jane@example.org"),
    ("未送达", "包裹未送达，发送失败。jane@example.org"),
];

const NOTICES: &[(&str, &str)] = &[
    ("Undeliverable: Printer", "Delivery has failed to these recipients or groups:"),
    ("Unzustellbar: Printer", "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:"),
    ("Non remis : Printer", "Échec de la remise pour ces destinataires ou groupes :"),
    ("Non recapitabile: Printer", "Il recapito non è riuscito per i seguenti destinatari o gruppi:"),
    ("Nedoručitelné: Printer", "Doručení těmto příjemcům nebo skupinám se nezdařilo:"),
    ("No se puede entregar: Printer", "Error de entrega a estos destinatarios o grupos:"),
    ("Não é possível entregar: Printer", "Falha na entrega a estes destinatários ou grupos:"),
    ("Onbestelbaar: Printer", "De bezorging aan deze geadresseerden of groepen is mislukt:"),
    ("Niedostarczalne: Printer", "Dostarczenie wiadomości do następujących adresatów lub grup nie powiodło się:"),
    ("Det går inte att leverera: Printer", "Leveransen misslyckades till följande mottagare eller grupper:"),
    ("Kan ikke leveres: Printer", "Levering mislykkedes til disse modtagere eller grupper:"),
    ("Kan ikke leveres: Printer", "Levering til følgende mottakere eller grupper mislyktes:"),
    ("Ei voi toimittaa: Printer", "Toimitus näille vastaanottajille tai ryhmille epäonnistui:"),
    ("Nedoručiteľné: Printer", "Doručenie týmto príjemcom alebo skupinám zlyhalo:"),
    ("Kézbesíthetetlen: Printer", "A kézbesítés nem sikerült a következő címzetteknek vagy csoportoknak:"),
    ("Nelivrat: Printer", "Livrarea către acești destinatari sau grupuri nu a reușit:"),
    ("Ανεπίδοτο: Printer", "Η παράδοση απέτυχε σε αυτούς τους παραλήπτες ή τις ομάδες:"),
    ("Teslim Edilemiyor: Printer", "Şu alıcılara veya gruplara teslim başarısız oldu:"),
    ("Не удается доставить: Printer", "Не удалось выполнить доставку следующим получателям или группам:"),
    ("Не вдається доставити: Printer", "Не вдалося доставити повідомлення таким одержувачам або групам:"),
    ("配信不能: Printer", "次の受信者またはグループへの配信に失敗しました。"),
    ("无法送达: Printer", "未能将邮件传递给以下收件人或通讯组:"),
    ("無法傳遞: Printer", "傳遞至下列收件者或群組失敗: 傳遞失敗"),
    ("배달할 수 없음: Printer", "다음 받는 사람 또는 그룹에 배달하지 못했습니다."),
];
