//! Header lines as mail programs write them above a quoted or forwarded mail ("From:", "Gesendet:", "件名："), in many languages.
//! One table for all who read such blocks.

/// What a line of a header block names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Label {
    /// The author.
    From,
    /// Recipients.
    To,
    /// Recipients of a copy.
    Cc,
    /// The moment of sending.
    Date,
    /// The subject.
    Subject,
    /// Anything else that stands in such blocks: Reply-To, attachments, importance.
    Other,
}

/// Longest label, in characters.
const MAX_LABEL_CHARS: usize = 30;

/// Labels in lower case, each with what it names (en de fr it cs es pt nl pl sv da no fi sk hu ro el tr ru uk ja zh ko).
const LABELS: &[(Label, &[&str])] = &[
    (
        Label::From,
        &[
            "from",
            "von",
            "de",
            "da",
            "od",
            "van",
            "från",
            "fra",
            "lähettäjä",
            "feladó",
            "de la",
            "από",
            "gönderen",
            "kimden",
            "от",
            "от кого",
            "від",
            "发件人",
            "寄件者",
            "差出人",
            "보낸 사람",
        ],
    ),
    (
        Label::To,
        &[
            "to",
            "an",
            "à",
            "a",
            "komu",
            "para",
            "aan",
            "do",
            "till",
            "til",
            "vastaanottaja",
            "címzett",
            "către",
            "προς",
            "kime",
            "кому",
            "收件人",
            "宛先",
            "받는 사람",
        ],
    ),
    (Label::Cc, &["cc", "kopie", "dw", "копия", "копія", "抄送"]),
    (
        Label::Date,
        &[
            "sent",
            "date",
            "gesendet",
            "datum",
            "envoyé",
            "inviato",
            "data",
            "odesláno",
            "enviado",
            "enviado el",
            "fecha",
            "verzonden",
            "wysłano",
            "skickat",
            "sendt",
            "lähetetty",
            "odoslané",
            "elküldve",
            "trimis",
            "στάλθηκε",
            "ημερομηνία",
            "gönderildi",
            "tarih",
            "отправлено",
            "дата",
            "надіслано",
            "发送时间",
            "送信日時",
            "日時",
            "날짜",
        ],
    ),
    (
        Label::Subject,
        &[
            "subject",
            "betreff",
            "objet",
            "oggetto",
            "předmět",
            "asunto",
            "assunto",
            "onderwerp",
            "temat",
            "ämne",
            "emne",
            "aihe",
            "predmet",
            "tárgy",
            "subiect",
            "θέμα",
            "konu",
            "тема",
            "主题",
            "件名",
            "제목",
        ],
    ),
    (Label::Other, &["reply-to"]),
];

/// The label at the start of a line and what stands behind its colon; nothing when the line is no header line.
pub(crate) fn read(line: &str) -> Option<(Label, &str)> {
    let line = line.trim().trim_start_matches(['*', '_']);
    let (at, colon) = line.char_indices().take(MAX_LABEL_CHARS).find(|(_, c)| *c == ':' || *c == '：')?;
    let name = line.get(..at)?.trim().trim_end_matches(['*', '_']).trim().to_lowercase();
    let (label, _) = LABELS.iter().find(|(_, names)| names.contains(&name.as_str()))?;
    let value = line.get(at + colon.len_utf8()..)?;
    Some((*label, value.trim_start_matches(['*', '_']).trim()))
}
