//! The commonest words of languages, in lower case, for texts too short to be told by their letters alone. Only words.

/// Words of each language; those that relatives share are left out where others can tell them apart.
pub(super) const COMMON: &[(&str, &str)] = &[
    (
        "en",
        "the and is are you your for with this that not have has please thanks from was will can could after now it",
    ),
    ("de", "der die das und ist nicht ich sie ein eine mit für auf danke bitte wir den dem es von zu nach vielen dank"),
    (
        "fr",
        "le la les des est pas vous je nous pour une avec merci et dans ce cette sur mon ma qui du après votre bonjour",
    ),
    ("it", "il lo che di non per una con sono grazie è della del mi dopo questo ho ma ci vi buongiorno alla nel"),
    ("es", "el los las que una por con para gracias está mi muy después ahora hola pero se lo mis usted pueden y"),
    ("pt", "o os não uma com para que obrigado obrigada está do da em depois você minha meu por são mas olá ao e"),
    ("nl", "de het een niet van ik en is met voor dat bedankt kunt wij u naar heb mijn op nog aan wordt graag weer"),
    ("sv", "och att det är inte jag för som har tack så nu av ni vi med på mig kan från hej mycket när efter den"),
    (
        "da",
        "og at det er ikke jeg for har tak af hvornår igen nogen mig til jer efter hej kan på den med fra bliver nu",
    ),
    ("no", "og at det er ikke jeg for har takk av når igjen noen meg til dere etter hei kan på den med fra blir nå"),
    ("fi", "ja on ei että se ole kiitos voi oli mutta kun olen minun tai vielä hei niin ovat jos mitä"),
    ("cs", "je se že jsem není prosím děkuji aby jak ale už ještě dobrý den jsme byl mi kdy nebo pro při která který"),
    (
        "sk",
        "je sa že som nie prosím ďakujem aby ako ale už ešte dobrý deň sme bol mi kedy alebo pre pri ktorá ktorý ste",
    ),
    ("pl", "i jest się że nie proszę dziękuję jak ale już jeszcze dzień dobry czy do dla po przy która który mam w"),
    ("hu", "az és nem hogy van egy köszönöm kérem mert csak még már meg jó napot volt lehet ha itt mi"),
    (
        "ro",
        "și nu este să un pe cu pentru mulțumesc am din bună ziua vă îmi mai care la de si sa va imi când cand dar buna",
    ),
    ("tr", "ve bir bu için değil ile çok teşekkürler ederim var yok ama daha sonra ben bana lütfen merhaba ne"),
];
