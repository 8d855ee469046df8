# What the desk itself writes into mails to customers (X-8).

mail-history = Dne { $date } { $name } napsal(a):
mail-sender = { $agent } via { $mailbox }

## Parts of mails to agents; the mails themselves are templates, and stand below.
notification-message = { $name } <{ $address }> píše:
notification-mentioned = { $name } vás zmiňuje v poznámce, kterou zákazník nevidí:
notification-noted = { $name } píše poznámku, kterou zákazník nevidí:
notification-due = Slib, jak brzy tomuto zákazníkovi odpovíme, bude brzy porušen.
notification-overdue = Slib, jak brzy tomuto zákazníkovi odpovíme, byl porušen.
notification-assigned = Tato konverzace je teď vaše.
notification-cut = (Toto je začátek. Zbytek je v prohlížeči.)
notification-more = Dřívější zprávy v prohlížeči: { $count }
notification-unverified = Pozor: nic nedokazuje, že tento e-mail poslal { $address }.
notification-no-subject = (bez předmětu)
notification-answer-reply = Vaše odpověď na tento e-mail se odešle zákazníkovi.
notification-answer-note = Vaše odpověď na tento e-mail se uloží jako poznámka, kterou vidí jen váš tým.
notification-answer-stays-note = Odpověď na tento e-mail zůstane poznámkou, kterou vidí jen váš tým.
held-you-wrote = Napsali jste:
held-customer-wrote = Zákazník mezitím napsal:
report-reasons = Proč:
report-senders = Od:
report-unreadable-sender = adresa, kterou nelze přečíst

## Defaults of the templates (SO-10)
template-answer =
    { $text }

    { $signature }
template-greeting-subject = { $subject }
template-greeting =
    { $text }

    #{ $number }
template-away-subject = { $subject }
template-away =
    { $text }

    #{ $number }
template-rule-subject = { $subject }
template-rule =
    { $text }

    #{ $number }
template-survey-subject = Jaká byla naše pomoc? { $subject }
template-survey =
    Dobrý den,

    váš požadavek #{ $number } jsme označili za vyřešený. Jaká byla naše pomoc? Stačí jedno kliknutí; na další stránce můžete pár slov připsat.

    { $ratings }

    Děkujeme
    { $mailbox }
template-notification-subject = { $subject }
template-notification =
    { $news }

    Otevřít konverzaci: { $link }

    { $answers }

    Tento e-mail dostáváte, protože jste byli offline. Takové e-maily vypnete zde: { $settings }
template-held-unverified-subject = Váš e-mail k #{ $number } čeká na kontrolu
template-held-unverified =
    Váš e-mail ke konverzaci #{ $number } byl uložen jako poznámka a neodeslal se, protože nic nedokazuje, že je od vás. Pokud jste ho nepsali, někdo použil vaši adresu.

    { $written }

    Přihlaste se a zveřejněte ho do 24 hodin: { $link }
template-held-not-verified-subject = Váš e-mail k #{ $number } čeká na kontrolu
template-held-not-verified =
    E-mail vaším jménem ke konverzaci #{ $number } je zadržen, protože nic nedokazuje, že je od vás. Pokud jste ho nepsali, nechte ho tam.

    { $written }

    Přihlaste se a přijměte ho: { $link }
template-held-of-another-subject = Váš e-mail k #{ $number } čeká na kontrolu
template-held-of-another =
    Váš e-mail ke konverzaci #{ $number } je zadržen: odpovídá na oznámení, které bylo posláno kolegovi, ne vám. Odpovězte na své, nebo v prohlížeči.

    { $written }

    Co je zadrženo, najdete zde: { $link }
template-held-newer-message-subject = Váš e-mail k #{ $number } čeká na kontrolu
template-held-newer-message =
    Vaše odpověď ke konverzaci #{ $number } byla uložena jako poznámka a neodeslala se: zákazník po e-mailu, na který jste odpověděli, napsal znovu.

    { $newer }

    { $written }

    Přihlaste se, abyste ji přesto odeslali nebo napsali novou: { $link }
template-held-other-destination-subject = Váš e-mail k #{ $number } čeká na kontrolu
template-held-other-destination =
    Vaše odpověď ke konverzaci #{ $number } byla uložena jako poznámka a neodeslala se: zákazník chce odpovědi na adresu jiné domény.

    Odpovědi by šly na { $address }.

    { $written }

    Přihlaste se, zkontrolujte adresu a odešlete ji: { $link }
template-copy-subject = Odesláno vaším jménem: #{ $number }
template-copy =
    Váš e-mail ke konverzaci #{ $number } se odesílá na { $to }.

    { $written }

    Podívejte se na něj, nebo ho zastavte, dokud čeká: { $link }
template-token-used-subject = Na vaše oznámení o #{ $number } odpověděl někdo jiný
template-token-used =
    Na oznámení o konverzaci #{ $number }, které bylo posláno vám, odpověděl někdo jiný: { $address }. Takový e-mail nikdy neplatí za váš a na toto oznámení už e-mailem odpovědět nejde. Pokud jste to byli vy z jiné adresy, odpovězte v prohlížeči. Pokud nevíte, kdo to byl, vaši poštu možná čtou jiní.

    Podívat se na konverzaci: { $link }
template-report-subject = Zadržené e-maily: { $count }
template-report =
    Zadržené e-maily, které čekají, až se na ně někdo podívá: { $count }

    { $reasons }

    { $senders }

    Uvolněte je nebo smažte zde: { $link }
template-invitation-subject = Pozvánka na podporu
template-invitation =
    { $by } vás zve na podporu. Zvolte si zde jméno a heslo:
    { $link }

    Odkaz platí jednou a sedm dní. Přihlašujete se touto adresou: { $address }

    Pokud nevíte, o co jde, nedělejte nic: nic se nestane.
template-password-link-subject = Nové heslo k podpoře
template-password-link =
    Někdo, nejspíš vy, požádal o nové heslo k podpoře. Zvolte si ho zde:
    { $link }

    Odkaz platí jednou a jednu hodinu. Pokud jste to nebyli vy, nedělejte nic: vaše heslo zůstane stejné.
template-password-changed-subject = Vaše heslo k podpoře bylo změněno
template-password-changed =
    Vaše heslo k podpoře bylo právě změněno a vaše ostatní přihlášení skončila.

    Pokud jste to nebyli vy, nastavte si ihned nové heslo a řekněte to správci:
    { $link }
template-second-factor-removed-subject = Váš druhý faktor k podpoře byl odebrán
template-second-factor-removed =
    Přihlášení k podpoře vaším jménem od teď vyžaduje jen heslo: druhý faktor byl právě odebrán.

    Pokud jste to nebyli vy a žádný správce to za vás neudělal, nastavte si ihned nové heslo:
    { $link }
template-address-changed-subject = Vaše adresa u podpory byla změněna
template-address-changed =
    Vaše adresa u podpory { $link } byla změněna z { $former } na { $address }.

    Od teď se přihlašujete novou, pošta pro vás chodí tam a pošta odtud platí za vaši. Pokud o tom nevíte, řekněte to ihned správci.
template-alarm-agent-held-subject = E-mail jménem člena týmu je zadržen
template-alarm-agent-held = E-mail jménem člena týmu, který v konverzaci #{ $number } nic nesmí, je zadržen. Podívejte se na něj zde: { $link }
template-alarm-forgeries-subject = Podvržené e-maily jménem týmu
template-alarm-forgeries = Několik e-mailů během hodiny se vydává za e-maily členů týmu a nejsou jejich. Jsou zadrženy. Podívejte se na ně zde: { $link }
template-loop-alarm-subject = Dva stroje si psaly v #{ $number }
template-loop-alarm =
    { $address } zřejmě odpovídá automaticky. Podpora mu přestala automaticky psát.

    Podívejte se na konverzaci #{ $number } a odpovězte, jen pokud za ní stojí člověk:
    { $link }

    Další smyčky v příští hodině oznámí jen jejich konverzace.

## What the previews of templates are filled with
sample-name = Zoë Kůň
sample-subject = Objednávka 4711 nedorazila
sample-customer = Dobrý den, moje objednávka 4711 ještě nedorazila. Můžete se podívat?
sample-agent = Dobré ráno, váš balík od nás včera odešel.
sample-greeting = Děkujeme za váš e-mail. Odpovíme do jednoho pracovního dne.
sample-away = Děkujeme za Váš e-mail. Teď máme zavřeno a odpovíme v pondělí od 9:00.

## The survey (LD-3): its ratings and its page
survey-rating-5 = Velmi dobrá
survey-rating-4 = Dobrá
survey-rating-3 = Průměrná
survey-rating-2 = Špatná
survey-rating-1 = Velmi špatná
survey-title = Jaká byla naše pomoc?
survey-about = K vašemu požadavku „{ $subject }“ pro { $mailbox }.
survey-about-mailbox = K vašemu požadavku pro { $mailbox }.
survey-unsent = Zatím není nic uloženo: potvrďte tlačítkem „Odeslat“.
survey-unsent-again = Vaše dosavadní hodnocení: { $rating }. Změníte je tlačítkem „Odeslat“.
survey-choice = Vaše hodnocení
survey-comment = Chcete něco dodat?
survey-comment-hint = Nejvýše { $most } znaků. Přečte si to náš tým.
survey-send = Odeslat
survey-thanks = Děkujeme
survey-rated = Vaše hodnocení: { $rating }. Tým je má.
survey-change = Změnit je můžete do { $date }.
survey-change-button = Změnit
survey-kept = Vaše hodnocení: { $rating }. Už je nelze změnit.
survey-over = Čas na toto hodnocení už uplynul
survey-over-hint = Potřebujete-li ještě něco, odpovězte na poslední e-mail, který jste od nás dostali.
survey-unknown = Tento odkaz nikam nevede
survey-unknown-hint = Možná je neúplný nebo příliš starý. Zkuste jej otevřít znovu z e-mailu; potřebujete-li něco, prostě na ten e-mail odpovězte.
survey-choose = Vyberte prosím hodnocení.
survey-too-long = To je více než { $most } znaků. Zkraťte to prosím.
survey-too-often = Příliš mnoho pokusů
survey-too-often-hint = Počkejte prosím deset minut a zkuste to znovu.
survey-failed = To se nepodařilo
survey-failed-hint = Nic nebylo uloženo. Zkuste to prosím za pár minut znovu.

## Answers of assistants and their notes (LD-5)
assistant-sources = Odkud to pochází:
assistant-closing = Tuto odpověď napsal náš automatický asistent { $name }. Pokud si raději přejete psát s člověkem, stačí to uvést v odpovědi.
assistant-hands-over = { $name } předává tuto konverzaci: { $reason }
assistant-asked = Zákazník napsal: { $text }
assistant-why-asked = zákazník chce člověka.
assistant-why-unsure = nenašla se jistá odpověď.
assistant-why-limit = zde nesmí odpovídat samostatně.
assistant-why-service = jeho služba není dostupná.
