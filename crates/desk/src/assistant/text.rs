//! Words of texts, as assistants compare them: lower case, cut to what inflected forms of one word share. No language is
//! asked for; a word counts as content where it is long enough and says more than courtesy.

use std::{collections::HashSet, sync::LazyLock};

/// Characters that two forms of a word must share.
const STEM: usize = 5;
/// The shortest word that says something.
const CONTENT: usize = 4;

/// Words of courtesy and of grammar that say nothing of the matter, in the languages of the mail texts and their neighbours.
static ORDINARY: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let words = "about after again also always answer because been before best both could dear does down each email \
find from further glad good happy have hello help here hope into just kind know know let's like mail many more most much \
need only other over please question regards reply same should simply since some sorry still such sure team thank thanks \
that their them then there these they this those thus under until very want welcome well were what when where which while \
will with within without would write your yours you're it's don't \
aber alle allem allen aller alles also andere anliegen auch beim bitte dann danke dazu dein deine deinen deiner denn diese \
diesem diesen dieser dieses doch durch eine einem einen einer eines einfach euch euer freundlich freundliche freundlichen \
fragen gern gerne gibt grüße grüßen guten haben hallo hast hat hier hilft ihre ihrem ihren ihrer immer jede jeden jeder jetzt \
kann kannst können könnt leider mehr melden mich mit möchten müssen nach nachricht nicht noch nochmals oder ohne schon sehr \
seine sich sind sollte sollten sondern team tage über unser unsere unseren unserer vielen weiter wenn werden wird wurde \
aussi avec avez avoir bien bonjour cela cette chez client comme cordialement dans depuis des deux donc elle encore être \
leur leurs mais même merci notre nous objet par pas peut plus pour pouvez question quand sans sera sont sous tous tout toute \
très vers votre vous aiutare anche ancora avere buongiorno ciao come cordiali cosa dalla dalle dello dopo dove essere fare \
grazie hanno loro molto nella nelle nostra nostro oppure ogni però perché più poi possa potete prego prima puoi quando \
quella quello questa queste questi questo saluti sempre senza siamo sono sotto sulla tutti tutto vostra vostro ahora algún \
aquí ayuda buenos como cuando cualquier desde donde ellos equipo esta está están estas este esto estos favor gracias hasta \
hola más mensaje mismo mucho nosotros nuestra nuestro para pero poco porque puede puedes quien saludos según sido siempre \
sobre también tiene tienes todas todo todos usted ustedes vuestro ainda alguma ajuda assim atenciosamente bom cada caso \
com dele depois desde deve equipa essa esse isso isto mais mensagem muito não nossa nosso obrigado obrigada olá onde pela \
pelo pode porque quando quem sempre seja sobre sua também tem todos você vocês";
    words.split_whitespace().collect()
});

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// As it stands, without punctuation around it.
    pub text: &'a str,
    /// What it is compared by; none where it says nothing of the matter.
    pub stem: Option<String>,
}

/// The words of a text in their order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let cut = |c: char| !c.is_alphanumeric() && c != '\'' && c != '’';
    let words = text.split(cut).map(|word| word.trim_matches(['\'', '’'])).filter(|word| !word.is_empty());
    words.map(|text| Word { text, stem: stem(text) }).collect()
}

/// What a word is compared by; none where it says nothing of the matter. Scripts without spaces count by the character.
fn stem(word: &str) -> Option<String> {
    let folded: String = word.to_lowercase().replace('’', "'");
    let long = folded.chars().count() >= CONTENT || folded.chars().any(|c| c > '\u{2fff}');
    (long && folded.chars().any(char::is_alphabetic) && !ORDINARY.contains(folded.as_str()))
        .then(|| folded.chars().take(STEM).collect())
}

/// The stems of a text.
pub(super) fn stems(text: &str) -> HashSet<String> {
    words(text).into_iter().filter_map(|word| word.stem).collect()
}

/// A text without what nobody sees, and with plain line ends: control characters, what changes the direction of writing,
/// marks without width, tags, variation selectors.
pub(super) fn visible(text: &str) -> String {
    let plain = text.replace("\r\n", "\n").replace('\r', "\n");
    plain.chars().filter(|c| *c == '\n' || !is_unseen(*c)).map(|c| if c == '\t' { ' ' } else { c }).collect()
}

fn is_unseen(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'
                ..='\u{180f}'
        )
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}
