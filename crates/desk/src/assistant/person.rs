//! Whether a customer asks for a person. Missing it costs a turn; so only clear words count, in the languages of our mail.

use super::text;

/// What people write who want a person: lower case.
const PHRASES: &[&str] = &[
    "a human",
    "a real person",
    "real human",
    "human agent",
    "human being",
    "speak to someone",
    "speak with someone",
    "talk to someone",
    "talk to a person",
    "speak to a person",
    "speak with a person",
    "talk to an agent",
    "speak to an agent",
    "not a bot",
    "no bot",
    "stop the bot",
    "not a robot",
    "einem menschen",
    "einen menschen",
    "echten menschen",
    "echter mensch",
    "menschlichen mitarbeiter",
    "mitarbeiter sprechen",
    "jemandem sprechen",
    "kein bot",
    "keinen bot",
    "un humain",
    "vraie personne",
    "agent humain",
    "parler à quelqu'un",
    "un conseiller",
    "pas un robot",
    "una persona reale",
    "una persona vera",
    "operatore umano",
    "con un operatore",
    "con una persona",
    "un essere umano",
    "parlare con qualcuno",
    "agente humano",
    "una persona real",
    "un humano",
    "hablar con alguien",
    "ser humano",
    "atendente humano",
    "uma pessoa",
    "pessoa real",
    "falar com alguém",
    "een mens",
    "medewerker spreken",
    "echt persoon",
    "z człowiekiem",
    "z konsultantem",
    "żywym człowiekiem",
    "s člověkem",
    "živým člověkem",
    "s operátorem",
];
/// What stands alone where somebody wants a person.
const ALONE: &[&str] = &[
    "human",
    "agent",
    "person",
    "operator",
    "mensch",
    "mitarbeiter",
    "humain",
    "operatore",
    "persona",
    "humano",
    "pessoa",
];

/// True where the new text of a customer's mail asks for a person.
#[must_use]
pub fn asks_for_person(text: &str) -> bool {
    let words: Vec<String> = text::words(&text::visible(text)).iter().map(|word| word.text.to_lowercase()).collect();
    if let [word] = words.as_slice() {
        return ALONE.contains(&word.as_str());
    }
    let line = format!(" {} ", words.join(" ").replace('’', "'"));
    PHRASES.iter().any(|phrase| line.contains(&format!(" {phrase} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LD-5: who asks for a person is known in the languages of our mail; who only speaks of people is not.
    #[test]
    fn who_asks_for_a_person_is_known() {
        for text in [
            "I want to talk to a human!",
            "Please, a real person.",
            "HUMAN",
            "Ich möchte mit einem Menschen sprechen.",
            "Je veux parler à quelqu’un",
            "Vorrei parlare con un operatore, grazie",
            "Quiero hablar con alguien",
            "Posso falar com alguém?",
            "Chci mluvit s člověkem.",
        ] {
            assert!(asks_for_person(text), "{text}");
        }
        for text in ["Where is my parcel?", "The person in the shop was kind.", "Menschen sind nett", "", "ahuman"] {
            assert!(!asks_for_person(text), "{text}");
        }
    }
}
