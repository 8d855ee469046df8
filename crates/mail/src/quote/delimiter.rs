//! The line above which an answer is to be written (SB-10), ours and other desks', however a mail program quoted or wrapped it.

/// Our line for each language, without the signs around it, in lower case as it is recognised.
const LINES: &[(&str, &str)] = &[
    ("en", "### Please type your reply above this line ###"),
    ("de", "### Bitte schreiben Sie Ihre Antwort über diese Zeile ###"),
    ("fr", "### Veuillez écrire votre réponse au-dessus de cette ligne ###"),
    ("it", "### Scrivi la tua risposta sopra questa riga ###"),
    ("cs", "### Svou odpověď napište nad tento řádek ###"),
    ("es", "### Escriba su respuesta por encima de esta línea ###"),
    ("pt", "### Escreva a sua resposta acima desta linha ###"),
    ("nl", "### Typ uw antwoord boven deze regel ###"),
    ("pl", "### Wpisz swoją odpowiedź powyżej tej linii ###"),
    ("sv", "### Skriv ditt svar ovanför den här raden ###"),
    ("da", "### Skriv dit svar over denne linje ###"),
    ("no", "### Skriv svaret ditt over denne linjen ###"),
    ("fi", "### Kirjoita vastauksesi tämän rivin yläpuolelle ###"),
    ("sk", "### Svoju odpoveď napíšte nad tento riadok ###"),
    ("hu", "### Kérjük, válaszát e sor fölé írja ###"),
    ("ro", "### Scrieți răspunsul deasupra acestei linii ###"),
    ("el", "### Γράψτε την απάντησή σας πάνω από αυτή τη γραμμή ###"),
    ("tr", "### Yanıtınızı bu satırın üzerine yazın ###"),
    ("ru", "### Пожалуйста, пишите ответ выше этой строки ###"),
    ("uk", "### Будь ласка, пишіть відповідь вище цього рядка ###"),
    ("ja", "### この行より上に返信を入力してください ###"),
    ("zh", "### 请在此行上方回复 ###"),
    ("ko", "### 이 줄 위에 답장을 입력하세요 ###"),
];

/// What other desks write, in lower case.
const PHRASES: &[&str] = &[
    "above this line",
    "above the line",
    "reply above",
    "oberhalb dieser zeile",
    "über dieser zeile",
    "über diese zeile",
    "über dieser linie",
    "über diese linie",
    "oberhalb dieser linie",
    "au-dessus de cette ligne",
    "au dessus de cette ligne",
    "sopra questa riga",
    "sopra questa linea",
    "al di sopra di questa",
    "nad tento řádek",
    "nad tímto řádkem",
    "nad tuto čáru",
    "encima de esta línea",
    "arriba de esta línea",
    "sobre esta línea",
    "acima desta linha",
    "boven deze regel",
    "boven deze lijn",
    "powyżej tej linii",
    "nad tą linią",
    "ovanför den här raden",
    "ovanför denna rad",
    "over denne linje",
    "over denne linjen",
    "tämän rivin yläpuolelle",
    "nad tento riadok",
    "e sor fölé",
    "a vonal fölé",
    "deasupra acestei linii",
    "πάνω από αυτή τη γραμμή",
    "bu satırın üzerin",
    "выше этой строки",
    "над этой строкой",
    "вище цього рядка",
    "над цим рядком",
    "この行より上",
    "この線より上",
    "此行上方",
    "在此线之上",
    "此行之上",
    "이 줄 위에",
    "이 선 위에",
];

/// Signs that such lines have around their words.
const SIGNS: &[char] =
    &['#', '-', '=', '*', '_', '~', '+', '[', ']', '>', '<', '|', ' ', '\u{a0}', '—', '–', '.', '(', ')', ':'];

/// The line that mails begin with (SB-10), in a language by its two letters; English where there is none.
pub fn delimiter(language: &str) -> &'static str {
    let own = LINES.iter().find(|(known, _)| *known == language);
    own.or_else(|| LINES.first()).map(|(_, line)| *line).unwrap_or_default()
}

/// True for such a line, also when it is quoted. Text that only contains the signs is not it.
pub(super) fn is(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 200
        || line.len() < 12
        || !line.starts_with(['#', '-', '=', '*', '_', '~', '+', '[', '>', '—', '–', '|'])
    {
        return false;
    }
    let inner = line.trim_matches(SIGNS);
    let stripped = line.trim_start_matches(['>', ' ', '|']);
    let signed = stripped.len() > inner.len() + 2
        && (stripped.starts_with("##")
            || stripped.starts_with("--")
            || stripped.starts_with("==")
            || stripped.starts_with("**")
            || stripped.starts_with("__")
            || stripped.starts_with("~~")
            || stripped.starts_with("++")
            || stripped.starts_with('[')
            || stripped.starts_with("=-")
            || stripped.starts_with("-=")
            || stripped.starts_with("—")
            || stripped.starts_with("*#"));
    signed && {
        let lower = inner.to_lowercase();
        PHRASES.iter().any(|phrase| lower.contains(phrase))
    }
}
