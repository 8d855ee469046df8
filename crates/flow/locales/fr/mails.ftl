# What the desk itself writes into mails to customers (X-8).

mail-history = Le { $date }, { $name } a écrit :
mail-sender = { $agent } via { $mailbox }

## Parts of mails to agents; the mails themselves are templates, and stand below.
notification-message = { $name } <{ $address }> a écrit :
notification-mentioned = { $name } vous a mentionné dans une note que le client ne voit pas :
notification-noted = { $name } a écrit une note que le client ne voit pas :
notification-due = Une promesse sur le délai de réponse à ce client va bientôt expirer.
notification-overdue = Une promesse sur le délai de réponse à ce client n'a pas été tenue.
notification-assigned = Cette conversation est maintenant la vôtre.
notification-cut = (Ceci est le début. La suite est dans le navigateur.)
notification-more = { $count } messages antérieurs sont dans le navigateur.
notification-unverified = Attention : rien ne prouve que ce mail vient de { $address }.
notification-no-subject = (sans objet)
notification-answer-reply = Votre réponse à ce mail est envoyée au client.
notification-answer-note = Votre réponse à ce mail devient une note que seule votre équipe voit.
notification-answer-stays-note = Une réponse à ce mail reste une note que seule votre équipe voit.
held-you-wrote = Vous avez écrit :
held-customer-wrote = Le client a écrit entre-temps :
report-reasons = Pourquoi :
report-senders = De :
report-unreadable-sender = une adresse illisible

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
template-survey-subject = Comment était notre aide ? { $subject }
template-survey =
    Bonjour,

    nous avons noté votre demande #{ $number } comme résolue. Comment était notre aide ? Un clic suffit ; vous pourrez ajouter quelques mots sur la page suivante.

    { $ratings }

    Merci
    { $mailbox }
template-notification-subject = { $subject }
template-notification =
    { $news }

    Ouvrir la conversation : { $link }

    { $answers }

    Vous recevez ce mail parce que vous étiez hors ligne. Pour ne plus en recevoir : { $settings }
template-held-unverified-subject = Votre mail sur #{ $number } demande votre attention
template-held-unverified =
    Votre mail à la conversation #{ $number } a été gardé comme note et n'a pas été envoyé, car rien ne prouve qu'il vient de vous. Si vous ne l'avez pas écrit, quelqu'un a utilisé votre adresse.

    { $written }

    Connectez-vous et publiez-le dans les 24 heures : { $link }
template-held-not-verified-subject = Votre mail sur #{ $number } demande votre attention
template-held-not-verified =
    Un mail en votre nom à la conversation #{ $number } est retenu, car rien ne prouve qu'il vient de vous. Si vous ne l'avez pas écrit, laissez-le où il est.

    { $written }

    Connectez-vous et acceptez-le : { $link }
template-held-of-another-subject = Votre mail sur #{ $number } demande votre attention
template-held-of-another =
    Votre mail à la conversation #{ $number } est retenu : il répond à une notification envoyée à un collègue, pas à vous. Répondez à l'une des vôtres ou dans le navigateur.

    { $written }

    Ce qui est retenu se trouve ici : { $link }
template-held-newer-message-subject = Votre mail sur #{ $number } demande votre attention
template-held-newer-message =
    Votre réponse à la conversation #{ $number } a été gardée comme note et n'a pas été envoyée : le client a écrit de nouveau après le mail auquel vous avez répondu.

    { $newer }

    { $written }

    Connectez-vous pour l'envoyer quand même ou en écrire une autre : { $link }
template-held-other-destination-subject = Votre mail sur #{ $number } demande votre attention
template-held-other-destination =
    Votre réponse à la conversation #{ $number } a été gardée comme note et n'a pas été envoyée : le client demande des réponses à une adresse d'un autre domaine.

    Les réponses iraient à { $address }.

    { $written }

    Connectez-vous pour vérifier l'adresse et l'envoyer : { $link }
template-copy-subject = Envoyé en votre nom : #{ $number }
template-copy =
    Votre mail à la conversation #{ $number } est envoyé à { $to }.

    { $written }

    Le voir, ou l'arrêter tant qu'il attend : { $link }
template-token-used-subject = Quelqu'un d'autre a répondu à votre notification sur #{ $number }
template-token-used =
    Une notification sur la conversation #{ $number } qui vous était adressée a reçu une réponse de quelqu'un d'autre : { $address }. Un tel mail ne compte jamais comme le vôtre, et on ne peut plus répondre par mail à cette notification. Si c'était vous, avec une autre adresse, répondez dans le navigateur. Si vous ne savez pas qui c'était, d'autres lisent peut-être votre courrier.

    Voir la conversation : { $link }
template-report-subject = Mails retenus : { $count }
template-report =
    Mails retenus qui attendent que quelqu'un les regarde : { $count }

    { $reasons }

    { $senders }

    Les libérer ou les supprimer ici : { $link }
template-invitation-subject = Vous êtes invité au support
template-invitation =
    { $by } vous invite au support. Choisissez ici votre nom et un mot de passe :
    { $link }

    Le lien sert une fois, pendant sept jours. Vous vous connectez avec cette adresse : { $address }

    Si vous ne savez pas de quoi il s'agit, ne faites rien : il ne se passera rien.
template-password-link-subject = Un nouveau mot de passe pour le support
template-password-link =
    Quelqu'un, sans doute vous, a demandé un nouveau mot de passe pour le support. Choisissez-le ici :
    { $link }

    Le lien sert une fois, pendant une heure. Si ce n'était pas vous, ne faites rien : votre mot de passe reste le même.
template-password-changed-subject = Votre mot de passe du support a été changé
template-password-changed =
    Votre mot de passe du support vient d'être changé, et vos autres sessions sont terminées.

    Si ce n'était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez un administrateur :
    { $link }
template-second-factor-removed-subject = Votre second facteur du support a été retiré
template-second-factor-removed =
    La connexion au support en votre nom ne demande plus que votre mot de passe : le second facteur vient d'être retiré.

    Si ce n'était pas vous, et qu'aucun administrateur ne l'a fait pour vous, choisissez tout de suite un nouveau mot de passe :
    { $link }
template-address-changed-subject = Votre adresse au support a été changée
template-address-changed =
    Votre adresse au support { $link } a été changée de { $former } en { $address }.

    Désormais vous vous connectez avec la nouvelle, vos mails y arrivent, et les mails qui en viennent comptent comme les vôtres. Si vous n'en savez rien, prévenez tout de suite un administrateur.
template-alarm-agent-held-subject = Un mail au nom d'un agent est retenu
template-alarm-agent-held = Un mail au nom d'un agent qui ne peut pas agir sur la conversation #{ $number } est retenu. Regardez-le ici : { $link }
template-alarm-forgeries-subject = Mails falsifiés au nom d'agents
template-alarm-forgeries = Plusieurs mails en une heure prétendent venir d'agents et n'en viennent pas. Ils sont retenus. Regardez-les ici : { $link }
template-loop-alarm-subject = Deux machines s'écrivaient dans #{ $number }
template-loop-alarm =
    { $address } semble répondre tout seul. Le support a cessé de lui écrire automatiquement.

    Regardez la conversation #{ $number } et ne répondez que si une personne est derrière :
    { $link }

    Les autres boucles de l'heure qui vient ne sont signalées que dans leurs conversations.

## What the previews of templates are filled with
sample-name = Zoë Kůň
sample-subject = La commande 4711 n'est pas arrivée
sample-customer = Bonjour, ma commande 4711 n'est pas encore arrivée. Pouvez-vous regarder ?
sample-agent = Bonjour, votre colis a quitté notre maison hier.
sample-greeting = Merci pour votre mail. Nous répondons en un jour ouvré.
sample-away = Merci de votre e-mail. Nous sommes fermés en ce moment et répondrons lundi à partir de 9 h.

## The survey (LD-3): its ratings and its page
survey-rating-5 = Très bonne
survey-rating-4 = Bonne
survey-rating-3 = Moyenne
survey-rating-2 = Mauvaise
survey-rating-1 = Très mauvaise
survey-title = Comment était notre aide ?
survey-about = À propos de votre demande « { $subject } » à { $mailbox }.
survey-about-mailbox = À propos de votre demande à { $mailbox }.
survey-unsent = Rien n'est encore enregistré : confirmez avec « Envoyer ».
survey-unsent-again = Votre évaluation jusqu'ici : { $rating }. Modifiez-la avec « Envoyer ».
survey-choice = Votre évaluation
survey-comment = Souhaitez-vous ajouter quelque chose ?
survey-comment-hint = Jusqu'à { $most } caractères. L'équipe le lit.
survey-send = Envoyer
survey-thanks = Merci
survey-rated = Votre évaluation : { $rating }. L'équipe l'a reçue.
survey-change = Vous pouvez la modifier jusqu'au { $date }.
survey-change-button = Modifier
survey-kept = Votre évaluation : { $rating }. Elle ne peut plus être modifiée.
survey-over = Le délai de cette enquête est passé
survey-over-hint = S'il vous faut encore quelque chose, répondez au dernier e-mail que vous avez reçu de nous.
survey-unknown = Ce lien ne mène nulle part
survey-unknown-hint = Il est peut-être incomplet ou trop ancien. Essayez de l'ouvrir de nouveau depuis l'e-mail ; s'il vous faut quelque chose, répondez simplement à cet e-mail.
survey-choose = Choisissez une évaluation.
survey-too-long = Cela fait plus de { $most } caractères. Raccourcissez le texte.
survey-too-often = Trop de tentatives
survey-too-often-hint = Attendez dix minutes et réessayez.
survey-failed = Cela n'a pas fonctionné
survey-failed-hint = Rien n'a été enregistré. Réessayez dans quelques minutes.

## Answers of assistants and their notes (LD-5)
assistant-sources = D’où cela vient :
assistant-closing = Cette réponse a été écrite par notre assistant automatique { $name }. Si vous préférez écrire à une personne, dites-le simplement dans votre réponse.
assistant-hands-over = { $name } transmet cette conversation : { $reason }
assistant-asked = Le client a écrit : { $text }
assistant-why-asked = le client demande une personne.
assistant-why-unsure = aucune réponse sûre n’a été trouvée.
assistant-why-limit = il ne peut pas répondre seul ici.
assistant-why-service = son service est injoignable.
