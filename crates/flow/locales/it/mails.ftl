# What the desk itself writes into mails to customers (X-8).

mail-history = Il { $date }, { $name } ha scritto:
mail-sender = { $agent } via { $mailbox }

## Parts of mails to agents; the mails themselves are templates, and stand below.
notification-message = { $name } <{ $address }> ha scritto:
notification-mentioned = { $name } ti ha menzionato in una nota che il cliente non vede:
notification-noted = { $name } ha scritto una nota che il cliente non vede:
notification-due = Una promessa sui tempi di risposta a questo cliente sta per scadere.
notification-overdue = Una promessa sui tempi di risposta a questo cliente non è stata mantenuta.
notification-assigned = Questa conversazione ora è tua.
notification-cut = (Questo è l'inizio. Il resto è nel browser.)
notification-more = { $count } messaggi precedenti sono nel browser.
notification-unverified = Attenzione: nulla prova che questa mail venga da { $address }.
notification-no-subject = (senza oggetto)
notification-answer-reply = La tua risposta a questa mail viene inviata al cliente.
notification-answer-note = La tua risposta a questa mail diventa una nota che vede solo il tuo team.
notification-answer-stays-note = Una risposta a questa mail resta una nota che vede solo il tuo team.
held-you-wrote = Hai scritto:
held-customer-wrote = Il cliente nel frattempo ha scritto:
report-reasons = Perché:
report-senders = Da:
report-unreadable-sender = un indirizzo illeggibile

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
template-survey-subject = Com'è stato il nostro aiuto? { $subject }
template-survey =
    Buongiorno,

    abbiamo segnato la Sua richiesta #{ $number } come risolta. Com'è stato il nostro aiuto? Basta un clic; nella pagina successiva può aggiungere qualche parola.

    { $ratings }

    Grazie
    { $mailbox }
template-notification-subject = { $subject }
template-notification =
    { $news }

    Apri la conversazione: { $link }

    { $answers }

    Ricevi questa mail perché eri offline. Qui puoi disattivare queste mail: { $settings }
template-held-unverified-subject = La tua mail su #{ $number } va guardata
template-held-unverified =
    La tua mail alla conversazione #{ $number } è stata tenuta come nota e non inviata, perché nulla prova che venga da te. Se non l'hai scritta tu, qualcuno ha usato il tuo indirizzo.

    { $written }

    Accedi e pubblicala entro 24 ore: { $link }
template-held-not-verified-subject = La tua mail su #{ $number } va guardata
template-held-not-verified =
    Una mail a tuo nome alla conversazione #{ $number } è trattenuta, perché nulla prova che venga da te. Se non l'hai scritta tu, lasciala lì.

    { $written }

    Accedi e accettala: { $link }
template-held-of-another-subject = La tua mail su #{ $number } va guardata
template-held-of-another =
    La tua mail alla conversazione #{ $number } è trattenuta: risponde a una notifica inviata a un collega, non a te. Rispondi a una delle tue o nel browser.

    { $written }

    Ciò che è trattenuto sta qui: { $link }
template-held-newer-message-subject = La tua mail su #{ $number } va guardata
template-held-newer-message =
    La tua risposta alla conversazione #{ $number } è stata tenuta come nota e non inviata: il cliente ha scritto di nuovo dopo la mail a cui hai risposto.

    { $newer }

    { $written }

    Accedi per inviarla comunque o scriverne una nuova: { $link }
template-held-other-destination-subject = La tua mail su #{ $number } va guardata
template-held-other-destination =
    La tua risposta alla conversazione #{ $number } è stata tenuta come nota e non inviata: il cliente chiede risposte a un indirizzo di un altro dominio.

    Le risposte andrebbero a { $address }.

    { $written }

    Accedi per controllare l'indirizzo e inviarla: { $link }
template-copy-subject = Inviato a tuo nome: #{ $number }
template-copy =
    La tua mail alla conversazione #{ $number } viene inviata a { $to }.

    { $written }

    Guardala, o fermala finché aspetta: { $link }
template-token-used-subject = Qualcun altro ha risposto alla tua notifica su #{ $number }
template-token-used =
    A una notifica sulla conversazione #{ $number } inviata a te ha risposto qualcun altro: { $address }. Una mail così non vale mai come tua, e a quella notifica non si può più rispondere per mail. Se eri tu, con un altro indirizzo, rispondi nel browser. Se non sai chi fosse, forse altri leggono la tua posta.

    Guarda la conversazione: { $link }
template-report-subject = Mail trattenute: { $count }
template-report =
    Mail trattenute che aspettano che qualcuno le guardi: { $count }

    { $reasons }

    { $senders }

    Rilasciale o eliminale qui: { $link }
template-invitation-subject = Hai un invito al supporto
template-invitation =
    { $by } ti invita al supporto. Scegli qui il tuo nome e una password:
    { $link }

    Il link vale una volta e per sette giorni. Accedi con questo indirizzo: { $address }

    Se non sai di che si tratta, non fare nulla: non succede niente.
template-password-link-subject = Una nuova password per il supporto
template-password-link =
    Qualcuno, probabilmente tu, ha chiesto una nuova password per il supporto. Sceglila qui:
    { $link }

    Il link vale una volta e per un'ora. Se non eri tu, non fare nulla: la tua password resta com'è.
template-password-changed-subject = La tua password del supporto è stata cambiata
template-password-changed =
    La tua password del supporto è stata appena cambiata e le altre tue sessioni sono finite.

    Se non eri tu, imposta subito una nuova password e avvisa un amministratore:
    { $link }
template-second-factor-removed-subject = Il tuo secondo fattore del supporto è stato rimosso
template-second-factor-removed =
    L'accesso al supporto a tuo nome d'ora in poi chiede solo la password: il secondo fattore è stato appena rimosso.

    Se non eri tu, e nessun amministratore l'ha fatto per te, imposta subito una nuova password:
    { $link }
template-address-changed-subject = Il tuo indirizzo al supporto è stato cambiato
template-address-changed =
    Il tuo indirizzo al supporto { $link } è stato cambiato da { $former } a { $address }.

    D'ora in poi accedi con quello nuovo, la posta per te va lì, e la posta da lì vale come tua. Se non ne sai nulla, avvisa subito un amministratore.
template-alarm-agent-held-subject = Una mail a nome di un agente è trattenuta
template-alarm-agent-held = Una mail a nome di un agente che non può agire sulla conversazione #{ $number } è trattenuta. Guardala qui: { $link }
template-alarm-forgeries-subject = Mail false a nome di agenti
template-alarm-forgeries = Diverse mail in un'ora dicono di venire da agenti e non è vero. Sono trattenute. Guardale qui: { $link }
template-loop-alarm-subject = Due macchine si scrivevano in #{ $number }
template-loop-alarm =
    { $address } sembra rispondere da solo. Il supporto ha smesso di scrivergli automaticamente.

    Guarda la conversazione #{ $number } e rispondi solo se dietro c'è una persona:
    { $link }

    Altri casi nella prossima ora sono segnalati solo nelle loro conversazioni.

## What the previews of templates are filled with
sample-name = Zoë Kůň
sample-subject = L'ordine 4711 non è arrivato
sample-customer = Salve, il mio ordine 4711 non è ancora arrivato. Può controllare?
sample-agent = Buongiorno, il suo pacco è partito ieri.
sample-greeting = Grazie per la sua mail. Rispondiamo entro un giorno lavorativo.
sample-away = Grazie per la Sua e-mail. Adesso siamo chiusi e risponderemo lunedì dalle 9:00.

## The survey (LD-3): its ratings and its page
survey-rating-5 = Ottimo
survey-rating-4 = Buono
survey-rating-3 = Sufficiente
survey-rating-2 = Scarso
survey-rating-1 = Pessimo
survey-title = Com'è stato il nostro aiuto?
survey-about = Sulla Sua richiesta «{ $subject }» a { $mailbox }.
survey-about-mailbox = Sulla Sua richiesta a { $mailbox }.
survey-unsent = Non è ancora salvato niente: confermi con «Invia».
survey-unsent-again = La Sua valutazione finora: { $rating }. La modifichi con «Invia».
survey-choice = La Sua valutazione
survey-comment = Vuole aggiungere qualcosa?
survey-comment-hint = Fino a { $most } caratteri. Lo legge il team.
survey-send = Invia
survey-thanks = Grazie
survey-rated = La Sua valutazione: { $rating }. Il team l'ha ricevuta.
survey-change = Può modificarla fino al { $date }.
survey-change-button = Modifica
survey-kept = La Sua valutazione: { $rating }. Non si può più modificare.
survey-over = Il tempo per questo sondaggio è scaduto
survey-over-hint = Se Le serve ancora qualcosa, risponda all'ultima e-mail che ha ricevuto da noi.
survey-unknown = Questo link non porta da nessuna parte
survey-unknown-hint = Forse è incompleto o troppo vecchio. Provi ad aprirlo di nuovo dall'e-mail; se Le serve qualcosa, risponda semplicemente a quell'e-mail.
survey-choose = Scelga una valutazione.
survey-too-long = Sono più di { $most } caratteri. Lo accorci, per favore.
survey-too-often = Troppi tentativi
survey-too-often-hint = Aspetti dieci minuti e riprovi.
survey-failed = Non ha funzionato
survey-failed-hint = Non è stato salvato niente. Riprovi tra qualche minuto.

## Answers of assistants and their notes (LD-5)
assistant-sources = Da dove viene:
assistant-closing = Questa risposta è stata scritta dal nostro assistente automatico { $name }. Se preferisce scrivere con una persona, lo dica semplicemente nella risposta.
assistant-hands-over = { $name } passa questa conversazione: { $reason }
assistant-asked = Il cliente ha scritto: { $text }
assistant-why-asked = il cliente chiede una persona.
assistant-why-unsure = non è stata trovata una risposta sicura.
assistant-why-limit = qui non può rispondere da solo.
assistant-why-service = il suo servizio non è raggiungibile.
