# What the desk itself writes into mails to customers (X-8).

mail-history = Am { $date } schrieb { $name }:
mail-sender = { $agent } via { $mailbox }

## Parts of mails to agents; the mails themselves are templates, and stand below.
notification-message = { $name } <{ $address }> schrieb:
notification-mentioned = { $name } hat Sie in einer Notiz erwähnt, die der Kunde nicht sieht:
notification-noted = { $name } hat eine Notiz geschrieben, die der Kunde nicht sieht:
notification-due = Eine Zusage, wie bald dieser Kunde Antwort hat, läuft gleich ab.
notification-overdue = Eine Zusage, wie bald dieser Kunde Antwort hat, wurde nicht gehalten.
notification-assigned = Diese Konversation gehört jetzt Ihnen.
notification-cut = (Das ist der Anfang. Der Rest steht im Browser.)
notification-more = { $count } frühere Nachrichten stehen im Browser.
notification-unverified = Vorsicht: Nichts beweist, dass diese Mail von { $address } kommt.
notification-no-subject = (kein Betreff)
notification-answer-reply = Ihre Antwort auf diese Mail geht an den Kunden.
notification-answer-note = Ihre Antwort auf diese Mail wird eine Notiz, die nur Ihr Team sieht.
notification-answer-stays-note = Eine Antwort auf diese Mail bleibt eine Notiz, die nur Ihr Team sieht.
held-you-wrote = Sie schrieben:
held-customer-wrote = Der Kunde schrieb inzwischen:
report-reasons = Warum:
report-senders = Von:
report-unreadable-sender = eine Adresse, die nicht lesbar ist

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
template-survey-subject = Wie war unsere Hilfe? { $subject }
template-survey =
    Guten Tag,

    wir haben Ihre Anfrage #{ $number } als gelöst vermerkt. Wie war unsere Hilfe? Ein Klick genügt; auf der nächsten Seite können Sie ein paar Worte dazuschreiben.

    { $ratings }

    Vielen Dank
    { $mailbox }
template-notification-subject = { $subject }
template-notification =
    { $news }

    Konversation öffnen: { $link }

    { $answers }

    Sie bekommen diese Mail, weil Sie offline waren. Hier lassen sich solche Mails abschalten: { $settings }
template-held-unverified-subject = Ihre Mail zu #{ $number } braucht einen Blick
template-held-unverified =
    Ihre Mail zur Konversation #{ $number } wurde als Notiz aufbewahrt und nicht gesendet, weil nichts beweist, dass sie von Ihnen kommt. Wenn Sie sie nicht geschrieben haben, hat jemand Ihre Adresse benutzt.

    { $written }

    Melden Sie sich an und veröffentlichen Sie sie innerhalb von 24 Stunden: { $link }
template-held-not-verified-subject = Ihre Mail zu #{ $number } braucht einen Blick
template-held-not-verified =
    Eine Mail in Ihrem Namen zur Konversation #{ $number } wird zurückgehalten, weil nichts beweist, dass sie von Ihnen kommt. Wenn Sie sie nicht geschrieben haben, lassen Sie sie dort.

    { $written }

    Melden Sie sich an und nehmen Sie sie an: { $link }
template-held-of-another-subject = Ihre Mail zu #{ $number } braucht einen Blick
template-held-of-another =
    Ihre Mail zur Konversation #{ $number } wird zurückgehalten: Sie beantwortet eine Benachrichtigung, die an jemand anderen im Team ging. Antworten Sie auf eine eigene oder im Browser.

    { $written }

    Was zurückgehalten wird, steht hier: { $link }
template-held-newer-message-subject = Ihre Mail zu #{ $number } braucht einen Blick
template-held-newer-message =
    Ihre Antwort zur Konversation #{ $number } wurde als Notiz aufbewahrt und nicht gesendet: Der Kunde hat nach der Mail, die Sie beantwortet haben, noch einmal geschrieben.

    { $newer }

    { $written }

    Melden Sie sich an, um sie trotzdem zu senden oder eine neue zu schreiben: { $link }
template-held-other-destination-subject = Ihre Mail zu #{ $number } braucht einen Blick
template-held-other-destination =
    Ihre Antwort zur Konversation #{ $number } wurde als Notiz aufbewahrt und nicht gesendet: Der Kunde möchte Antworten an eine Adresse einer anderen Domain.

    Antworten würden an { $address } gehen.

    { $written }

    Melden Sie sich an, um die Adresse zu prüfen und zu senden: { $link }
template-copy-subject = In Ihrem Namen gesendet: #{ $number }
template-copy =
    Ihre Mail zur Konversation #{ $number } geht an { $to }.

    { $written }

    Ansehen, oder anhalten, solange sie wartet: { $link }
template-token-used-subject = Jemand anderes hat Ihre Benachrichtigung zu #{ $number } beantwortet
template-token-used =
    Eine Benachrichtigung zur Konversation #{ $number }, die an Sie ging, wurde von jemand anderem beantwortet: { $address }. Eine solche Mail gilt nie als Ihre, und diese Benachrichtigung kann nicht mehr per Mail beantwortet werden. Wenn Sie es mit einer anderen Adresse waren, antworten Sie im Browser. Wenn Sie nicht wissen, wer es war, lesen vielleicht andere Ihre Mail.

    Konversation ansehen: { $link }
template-report-subject = Zurückgehaltene Mails: { $count }
template-report =
    Zurückgehaltene Mails, die darauf warten, dass jemand sie ansieht: { $count }

    { $reasons }

    { $senders }

    Hier freigeben oder löschen: { $link }
template-invitation-subject = Sie sind zum Support-Desk eingeladen
template-invitation =
    { $by } lädt Sie zum Support-Desk ein. Wählen Sie hier Ihren Namen und ein Passwort:
    { $link }

    Der Link gilt einmal und sieben Tage lang. Sie melden sich mit dieser Adresse an: { $address }

    Wenn Sie nicht wissen, worum es geht, tun Sie nichts: Dann geschieht auch nichts.
template-password-link-subject = Ein neues Passwort für den Support-Desk
template-password-link =
    Jemand, wahrscheinlich Sie, hat ein neues Passwort für den Support-Desk verlangt. Wählen Sie es hier:
    { $link }

    Der Link gilt einmal und eine Stunde lang. Wenn Sie es nicht waren, tun Sie nichts: Ihr Passwort bleibt, wie es ist.
template-password-changed-subject = Ihr Passwort am Support-Desk wurde geändert
template-password-changed =
    Ihr Passwort am Support-Desk wurde gerade geändert, und Ihre anderen Sitzungen sind beendet.

    Wenn Sie es nicht waren, setzen Sie sofort ein neues Passwort und sagen Sie es der Administration:
    { $link }
template-second-factor-removed-subject = Ihr zweiter Faktor am Support-Desk wurde entfernt
template-second-factor-removed =
    Die Anmeldung am Support-Desk unter Ihrem Namen verlangt ab jetzt nur noch Ihr Passwort: Der zweite Faktor wurde gerade entfernt.

    Wenn Sie es nicht waren und niemand aus der Administration es für Sie getan hat, setzen Sie sofort ein neues Passwort:
    { $link }
template-address-changed-subject = Ihre Adresse am Support-Desk wurde geändert
template-address-changed =
    Ihre Adresse am Support-Desk { $link } wurde von { $former } in { $address } geändert.

    Ab jetzt melden Sie sich mit der neuen an, Mail an Sie geht dorthin, und Mail von dort gilt als Ihre. Wenn Sie davon nichts wissen, sagen Sie es sofort der Administration.
template-alarm-agent-held-subject = Eine Mail im Namen eines Teammitglieds wird zurückgehalten
template-alarm-agent-held = Eine Mail im Namen eines Teammitglieds, das in der Konversation #{ $number } nichts tun darf, wird zurückgehalten. Sehen Sie sie hier an: { $link }
template-alarm-forgeries-subject = Gefälschte Mails im Namen des Teams
template-alarm-forgeries = Mehrere Mails innerhalb einer Stunde geben sich als Mails von Teammitgliedern aus und sind es nicht. Sie werden zurückgehalten. Sehen Sie sie hier an: { $link }
template-loop-alarm-subject = Zwei Maschinen haben sich in #{ $number } geschrieben
template-loop-alarm =
    { $address } scheint von selbst zu antworten. Der Desk schreibt nicht mehr automatisch dorthin.

    Sehen Sie die Konversation #{ $number } an und antworten Sie nur, wenn ein Mensch dahintersteht:
    { $link }

    Von weiteren Schleifen in der nächsten Stunde erzählen nur ihre Konversationen.

## What the previews of templates are filled with
sample-name = Zoë Kůň
sample-subject = Bestellung 4711 ist nicht angekommen
sample-customer = Hallo, meine Bestellung 4711 ist noch nicht angekommen. Können Sie nachsehen?
sample-agent = Guten Morgen, Ihr Paket hat gestern unser Haus verlassen.
sample-greeting = Danke für Ihre Mail. Wir antworten innerhalb eines Werktags.
sample-away = Danke für Ihre E-Mail. Wir haben gerade geschlossen und antworten am Montag ab 9:00 Uhr.

## The survey (LD-3): its ratings and its page
survey-rating-5 = Sehr gut
survey-rating-4 = Gut
survey-rating-3 = Mittelmäßig
survey-rating-2 = Schlecht
survey-rating-1 = Sehr schlecht
survey-title = Wie war unsere Hilfe?
survey-about = Zu Ihrer Anfrage „{ $subject }“ an { $mailbox }.
survey-about-mailbox = Zu Ihrer Anfrage an { $mailbox }.
survey-unsent = Noch ist nichts gespeichert: Bestätigen Sie mit „Senden“.
survey-unsent-again = Ihre Bewertung bisher: { $rating }. Mit „Senden“ ändern Sie sie.
survey-choice = Ihre Bewertung
survey-comment = Möchten Sie etwas dazu sagen?
survey-comment-hint = Bis zu { $most } Zeichen. Das Team liest es.
survey-send = Senden
survey-thanks = Vielen Dank
survey-rated = Ihre Bewertung: { $rating }. Das Team hat sie.
survey-change = Sie können sie bis zum { $date } ändern.
survey-change-button = Ändern
survey-kept = Ihre Bewertung: { $rating }. Sie lässt sich nicht mehr ändern.
survey-over = Die Zeit für diese Umfrage ist vorbei
survey-over-hint = Wenn Sie noch etwas brauchen, antworten Sie auf die letzte E-Mail, die Sie von uns bekommen haben.
survey-unknown = Dieser Link führt nirgendwohin
survey-unknown-hint = Er ist vielleicht abgeschnitten oder zu alt. Öffnen Sie ihn noch einmal aus der E-Mail; wenn Sie etwas brauchen, antworten Sie einfach auf diese E-Mail.
survey-choose = Bitte wählen Sie eine Bewertung.
survey-too-long = Das sind mehr als { $most } Zeichen. Bitte kürzen Sie es.
survey-too-often = Zu viele Versuche
survey-too-often-hint = Bitte warten Sie zehn Minuten und versuchen Sie es noch einmal.
survey-failed = Das hat nicht geklappt
survey-failed-hint = Es wurde nichts gespeichert. Bitte versuchen Sie es in ein paar Minuten noch einmal.

## Answers of assistants and their notes (LD-5)
assistant-sources = Woher das stammt:
assistant-closing = Diese Antwort hat unser automatischer Assistent { $name } geschrieben. Wenn Sie lieber mit einem Menschen schreiben möchten, sagen Sie es einfach in Ihrer Antwort.
assistant-hands-over = { $name } übergibt diese Konversation: { $reason }
assistant-asked = Der Kunde schrieb: { $text }
assistant-why-asked = der Kunde möchte einen Menschen.
assistant-why-unsure = es wurde keine sichere Antwort gefunden.
assistant-why-limit = hier darf nicht selbständig geantwortet werden.
assistant-why-service = der Dienst ist nicht erreichbar.
