//! What programs, phones and law departments append below an author's text. Looks only at the end of a stretch of new text, so that a
//! sentence in the middle is never taken for it.

use super::SegmentKind;
use super::divide::is_rule;
use super::line::is_blank;

/// Longest line of a device, in bytes.
const MAX_DEVICE_BYTES: usize = 160;
/// Most characters of a paragraph that are looked at.
const MAX_HEAD_CHARS: usize = 600;

/// Beginnings of lines that a phone or program appends, in lower case.
const DEVICES: &[&str] = &[
    "sent from my ",
    "sent from mail",
    "sent from yahoo",
    "sent from outlook",
    "sent from aol",
    "sent from proton",
    "sent from samsung",
    "sent from windows",
    "sent from a phone",
    "sent from mobile",
    "sent from android",
    "sent from iphone",
    "sent from ipad",
    "sent from the ",
    "sent from gmail",
    "sent from blackberry",
    "sent from nine",
    "sent from spark",
    "sent from zoho",
    "sent from tutanota",
    "sent from hey",
    "sent from fastmail",
    "sent from [",
    "sent from <",
    "sent from em client",
    "sent from typeapp",
    "sent from bluemail",
    "sent from superhuman",
    "sent from postbox",
    "sent from mobile device",
    "sent from surface",
    "sent from huawei",
    "sent from xiaomi",
    "sent using ",
    "sent via ",
    "sent with ",
    "sent by galaxy",
    "sent by outlook",
    "sent on the go",
    "sent by my ",
    "from my iphone",
    "from my ipad",
    "from my phone",
    "from my mobile",
    "from my android",
    "from my samsung",
    "get outlook for ",
    "get [outlook for",
    "get bluemail for",
    "get typeapp for",
    "download outlook",
    "secured by proton",
    "sent securely",
    "von meinem ",
    "von meiner ",
    "gesendet von ",
    "gesendet mit ",
    "gesendet über ",
    "gesendet aus ",
    "diese nachricht wurde von meinem",
    "diese nachricht wurde mit ",
    "holen sie sich outlook",
    "outlook für ",
    "versendet mit ",
    "laden sie outlook",
    "envoyé de mon ",
    "envoyé depuis ",
    "envoyé à partir ",
    "envoyé avec ",
    "envoyé d'un ",
    "envoyé par ",
    "envoyé de ",
    "téléchargez outlook",
    "obtenez outlook",
    "télécharger outlook",
    "inviato da ",
    "inviato dal ",
    "inviato con ",
    "inviato tramite ",
    "scarica outlook",
    "ottieni outlook",
    "odesláno z ",
    "odesláno ze ",
    "odesláno pomocí ",
    "odesláno od ",
    "odesláno přes ",
    "posláno z ",
    "poslané z ",
    "získejte outlook",
    "získat outlook",
    "enviado desde ",
    "enviado do ",
    "enviado a partir ",
    "enviado de ",
    "enviado con ",
    "enviado por ",
    "enviado pelo ",
    "enviado via ",
    "enviada do ",
    "enviat des ",
    "obtener outlook",
    "obter o outlook",
    "obtenha o outlook",
    "descargar outlook",
    "verzonden vanaf ",
    "verzonden met ",
    "verstuurd vanaf ",
    "verzonden via ",
    "verstuurd met ",
    "verzonden van ",
    "outlook voor ",
    "download outlook",
    "wysłane z ",
    "wysłano z ",
    "wysłane za pomocą ",
    "wysłano za pomocą ",
    "pobierz outlook",
    "pobierz aplikację outlook",
    "wysłane przez ",
    "skickat från ",
    "skickades från ",
    "skickat med ",
    "hämta outlook",
    "skaffa outlook",
    "sendt fra ",
    "sendt via ",
    "sendt med ",
    "hent outlook",
    "få outlook",
    "skaff deg outlook",
    "last ned outlook",
    "lähetetty ",
    "hanki outlook",
    "odoslané z ",
    "odoslané pomocou ",
    "získajte outlook",
    "iphone-ról küldve",
    "küldve ",
    "elküldve ",
    "iphone készülékemről",
    "az outlook beszerzése",
    "trimis de pe ",
    "trimis din ",
    "trimis de la ",
    "descărcați outlook",
    "obțineți outlook",
    "στάλθηκε από ",
    "εστάλη από ",
    "αποκτήστε το outlook",
    "отправлено с ",
    "отправлено из ",
    "отправлено от ",
    "отправлено через ",
    "скачать outlook",
    "получить outlook",
    "получите outlook",
    "послано с ",
    "надіслано з ",
    "надіслано із ",
    "відправлено з ",
    "отримати outlook",
    "從我的 ",
    "从我的 ",
    "发自我的",
    "發自我的",
    "从我的",
    "傳送自 ",
    "发送自 ",
    "来自我的",
    "獲取 outlook",
    "获取 outlook",
    "取得 outlook",
    "取得outlook",
    "通过",
    "寄自 ",
    "iphoneから送信",
    "ipadから送信",
    "iphone から送信",
    "私のiphone",
    "android版",
    "スマートフォンから送信",
    "outlook for ",
    "outlook を入手",
    "androidから送信",
    "yahoo!メール アプリから送信",
    "나의 iphone",
    "내 iphone",
    "iphone에서 보냄",
    "나의 iphone에서",
    "outlook 다운로드",
    "samsung mobile에서",
    "galaxy에서",
    "poslano z ",
    "poslano s ",
    "poslano sa ",
    "изпратено от ",
    "נשלח מה",
    "أُرسلت من",
    "تم الإرسال من",
    "đã gửi từ ",
    "dikirim dari ",
    "ส่งจาก ",
    "saadetud minu",
    "išsiųsta iš",
    "nosūtīts no",
];

/// Ends of such lines in languages that put the device first, in lower case.
const DEVICE_ENDS: &[&str] = &[
    " gesendet",
    "iphone gesendet",
    "gönderildi",
    "iphone'umdan gönderildi",
    "から送信",
    "에서 보냄",
    "에서 보낸 메일",
    "傳送",
    "发送的",
    "küldve",
    "lähetetty",
];

/// Words that excuse a phone's spelling: a line of a device may go on with them.
const EXCUSES: &[&str] = &[
    "excuse",
    "typo",
    "brevity",
    "brief",
    "pardon",
    "apolog",
    "autocorrect",
    "forgive",
    "mistake",
    "entschuldig",
    "fehler",
    "kürze",
    "désolé",
    "scusa",
];

/// Beginnings of notices of law departments, scanners and lists, in lower case.
const NOTICES: &[&str] = &[
    "this email and any",
    "this e-mail and any",
    "this email message",
    "this e-mail message",
    "this email is intended",
    "this e-mail is intended",
    "this email is confidential",
    "this e-mail is confidential",
    "this e-mail may contain",
    "this email may contain",
    "this message is intended",
    "this message may contain",
    "this message contains",
    "this message and any",
    "this communication",
    "this transmission",
    "this electronic",
    "the information contained in",
    "the information in this",
    "the information transmitted",
    "the contents of this",
    "confidentiality notice",
    "confidential:",
    "confidentiality:",
    "confidentiality note",
    "disclaimer",
    "privileged",
    "important notice",
    "notice:",
    "legal notice",
    "if you are not the intended",
    "if you have received this",
    "please consider the environment",
    "please think of the environment",
    "think before you print",
    "before printing",
    "save a tree",
    "save paper",
    "p please consider",
    "this email has been checked",
    "this e-mail has been checked",
    "this email has been scanned",
    "this e-mail has been scanned",
    "this email was scanned",
    "this message has been scanned",
    "this message was scanned",
    "virus-free",
    "virus free",
    "checked by avg",
    "no virus found",
    "avast",
    "scanned by",
    "click here to report this email as spam",
    "you received this message because",
    "you are receiving this",
    "you received this email because",
    "to unsubscribe",
    "unsubscribe",
    "to stop receiving",
    "to view this discussion",
    "to post to this group",
    "for more options, visit",
    "diese e-mail enthält",
    "diese e-mail kann",
    "diese e-mail ist",
    "diese e-mail und",
    "diese email enthält",
    "diese mail enthält",
    "diese nachricht enthält",
    "diese nachricht ist",
    "der inhalt dieser",
    "der inhalt der e-mail",
    "die information in dieser",
    "die in dieser e-mail",
    "dieses e-mail",
    "vertraulich",
    "vertraulichkeitshinweis",
    "haftungsausschluss",
    "wichtiger hinweis:",
    "bitte denken sie an die umwelt",
    "bitte prüfen sie, ob",
    "denken sie an die umwelt",
    "virenfrei",
    "diese e-mail wurde von avast",
    "diese e-mail wurde auf viren",
    "ce message et",
    "ce message est",
    "ce message (et",
    "ce courriel",
    "cet e-mail",
    "ce mail",
    "ce courrier",
    "avis de confidentialité",
    "clause de confidentialité",
    "les informations contenues",
    "pensez à l'environnement",
    "avant d'imprimer",
    "merci de penser à l'environnement",
    "l'absence de virus",
    "garanti sans virus",
    "n'imprimez",
    "questo messaggio",
    "questa e-mail",
    "questa email",
    "le informazioni contenute",
    "il contenuto di",
    "avviso di riservatezza",
    "ai sensi del",
    "prima di stampare",
    "rispetta l'ambiente",
    "privo di virus",
    "nota di riservatezza",
    "tento e-mail",
    "tato zpráva",
    "tato e-mailová",
    "tento email",
    "obsah tohoto",
    "obsah této",
    "informace obsažené",
    "důvěrné",
    "myslete na životní prostředí",
    "před vytištěním",
    "bez virů",
    "upozornění:",
    "este mensaje",
    "este correo",
    "este e-mail",
    "esta comunicación",
    "la información contenida",
    "aviso legal",
    "aviso de confidencialidad",
    "antes de imprimir",
    "libre de virus",
    "esta mensagem",
    "este email",
    "as informações contidas",
    "aviso legal",
    "aviso de confidencialidade",
    "antes de imprimir",
    "livre de vírus",
    "dit bericht",
    "deze e-mail",
    "dit e-mailbericht",
    "deze email",
    "de informatie in",
    "de inhoud van",
    "denk aan het milieu",
    "virusvrij",
    "ta wiadomość",
    "niniejsza wiadomość",
    "treść tej wiadomości",
    "treść niniejszej",
    "wiadomość ta",
    "informacje zawarte",
    "zanim wydrukujesz",
    "wolny od wirusów",
    "klauzula poufności",
    "detta e-postmeddelande",
    "detta meddelande",
    "denna e-post",
    "denne e-mail",
    "denne e-post",
    "denne meddelelse",
    "tämä viesti",
    "tämä sähköposti",
    "táto správa",
    "tento e-mail",
    "ez az üzenet",
    "jelen üzenet",
    "acest mesaj",
    "acest e-mail",
    "αυτό το μήνυμα",
    "το παρόν μήνυμα",
    "bu e-posta",
    "bu mesaj",
    "это сообщение",
    "данное сообщение",
    "настоящее сообщение",
    "це повідомлення",
    "本メール",
    "この電子メール",
    "本邮件",
    "本郵件",
    "此邮件",
    "此電子郵件",
    "이 메일",
    "본 메일",
];

/// Words of which a notice has at least two.
const LEGAL: &[&str] = &[
    "confidential",
    "intended recipient",
    "intended solely",
    "solely for",
    "privileged",
    "disclos",
    "unauthori",
    "prohibited",
    "addressee",
    "notify the sender",
    "delete",
    "vertraulich",
    "empfänger",
    "irrtümlich",
    "vernicht",
    "unbefugt",
    "confidenti",
    "destinataire",
    "destinatari",
    "riservat",
    "důvěrn",
    "adresát",
    "příjemc",
    "vertrouwelijk",
    "geadresseerde",
    "poufn",
    "adresat",
    "konfidentiell",
    "fortrolig",
    "luottamuksel",
    "bizalmas",
    "εμπιστευτικ",
    "gizli",
    "конфиденц",
    "конфіденц",
    "機密",
    "保密",
    "virus",
    "viruses",
    "antivirus",
    "unsubscribe",
    "mailing list",
    "google groups",
    "group",
    "print",
    "environment",
    "umwelt",
    "ausdruck",
    "impr",
    "stamp",
    "ambient",
    "tisk",
    "milieu",
    "afdruk",
    "wydruk",
    "środowisk",
];

/// Stretches of appended lines (first line, count, kind), within a stretch of new text.
pub(super) fn stretches(lines: &[&str]) -> Vec<(usize, usize, SegmentKind)> {
    let mut found = Vec::new();
    let mut end = lines.len();
    // From the end upwards, paragraph by paragraph, as long as they are appended ones; the first paragraph may be one too.
    while let Some((start, stop)) = last_paragraph(lines, end) {
        let paragraph = lines.get(start..stop).unwrap_or_default();
        let devices = paragraph.iter().rev().take_while(|line| is_device(line) || is_rule(line)).count();
        if devices == paragraph.len() || is_notice(paragraph) {
            found.push((start, end - start, SegmentKind::Boilerplate));
            end = start;
            continue;
        }
        let ruled = paragraph
            .iter()
            .rposition(|line| is_rule(line))
            .filter(|at| is_notice(paragraph.get(at + 1..).unwrap_or_default()));
        let cut = ruled.or_else(|| Some(paragraph.len() - devices).filter(|_| devices > 0));
        if let Some(cut) = cut {
            found.push((start + cut, end - start - cut, SegmentKind::Boilerplate));
        }
        if let Some(named) =
            signed(lines.get(start..start + cut.unwrap_or(paragraph.len())).unwrap_or_default(), start > 0)
        {
            found.push((start + named, cut.unwrap_or(end - start) - named, SegmentKind::Signature));
        }
        break;
    }
    found
}

/// The last lines with content before `end`: first and one past the last.
fn last_paragraph(lines: &[&str], end: usize) -> Option<(usize, usize)> {
    let last = lines.get(..end)?.iter().rposition(|line| !is_blank(line))?;
    let first = lines.get(..last)?.iter().rposition(|line| is_blank(line)).map_or(0, |at| at + 1);
    Some((first, last + 1))
}

/// "Sent from my …" and its like. A sentence that only begins so goes on after a comma.
fn is_device(line: &str) -> bool {
    let line =
        line.trim().trim_matches(['(', ')', '<', '>', '[', ']', '*', '_', '"', '“', '”', '-', '~', '.', ' ', '\u{a0}']);
    if line.len() > MAX_DEVICE_BYTES || line.len() < 6 {
        return false;
    }
    let lower = line.to_lowercase();
    let first_words = lower.chars().take(70).collect::<String>();
    let starts = DEVICES.iter().any(|start| lower.starts_with(start));
    let ends =
        lower.chars().count() <= 60 && DEVICE_ENDS.iter().any(|end| lower.ends_with(end)) && !lower.contains(". ");
    let phrase = first_words
        .find(", ")
        .and_then(|at| lower.get(at..))
        .is_some_and(|rest| !EXCUSES.iter().any(|word| rest.contains(word)));
    let said =
        [" is ", " was ", " i ", " will ", " we ", " ist ", " est ", " war "].iter().any(|word| lower.contains(word));
    (starts || ends) && !(phrase && !lower.contains("http")) && !said
}

/// A paragraph of law departments, scanners or lists.
fn is_notice(paragraph: &[&str]) -> bool {
    let mut head = String::new();
    for line in paragraph.iter().filter(|line| !is_rule(line)) {
        if head.len() < MAX_HEAD_CHARS * 2 {
            head.push_str(line.trim().trim_start_matches(['*', '_', '#', '-', '[', '(', '"', '|', ' ']));
            head.push(' ');
        }
    }
    let head: String = head.chars().take(MAX_HEAD_CHARS).collect::<String>().to_lowercase();
    let starts = NOTICES.iter().any(|start| head.starts_with(start));
    let ruled = paragraph.first().is_some_and(|line| is_rule(line)) && paragraph.len() > 1;
    let legal = LEGAL.iter().filter(|word| head.contains(*word)).take(4).count();
    let listed = ruled
        && (head.contains("mailing list")
            || head.contains("unsubscribe")
            || head.contains("listinfo")
            || head.contains("maillist"));
    listed || (starts && legal >= 1) || legal >= 4 && head.len() > 200
}

/// Where a name signed with a dash begins ("-Jane"), at the very end of a text.
fn signed(paragraph: &[&str], is_own_paragraph: bool) -> Option<usize> {
    let last = paragraph.last()?.trim();
    let name =
        last.strip_prefix('-').or_else(|| last.strip_prefix('—')).or_else(|| last.strip_prefix('–'))?.trim_start();
    let alone = paragraph.len() == 1 && is_own_paragraph;
    let words = name.split_whitespace().count();
    let capital = name.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let letters = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\''));
    (alone && (1..=3).contains(&words) && capital && letters && name.len() <= 40).then_some(paragraph.len() - 1)
}
