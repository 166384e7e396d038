<#assign all = {
  "en": {"acknowledge": "Acknowledge", "resolve": "Resolve", "silence": "Silence for 1 hour", "escalate": "Escalate now", "unacknowledge": "Not me any more", "comment": "Comment", "text": "What is to be known of it", "name": "Your name",
    "done_acknowledge": "Acknowledged.", "done_resolve": "Resolved.", "done_silence": "Silenced until",
    "before_acknowledge": "Already acknowledged", "before_resolve": "Already resolved", "before_silence": "Already silenced",
    "done_escalate": "The next step comes now.", "before_escalate": "Somebody did that a moment ago", "done_unacknowledge": "Not acknowledged any more.", "before_unacknowledge": "That was done before",
    "done_comment": "The comment is kept.", "before_comment": "That was said before",
    "refused": "Nothing was done:", "by": "by", "at": "at", "until": "until", "open": "open", "acknowledged": "acknowledged", "ending": "ending",
    "resolved": "resolved", "closed": "closed", "status": "Status", "opened": "Since", "assigned": "Assigned to", "held": "Held back",
    "firing": "firing", "over": "over", "comments": "Comments", "more": "more",
    "link": "Link of", "gone": "This link is not valid",
    "gonewhy": "It may be over, or was changed on its way. A newer message about the incident has a newer link.",
    "wrong": "Nothing was done", "wrongwhy": "The hub cannot read what was sent. Open the link again.",
    "later": "Please try again", "laterwhy": "The hub cannot do anything at the moment. Nothing was done."},
  "de": {"acknowledge": "Übernehmen", "resolve": "Beheben", "silence": "1 Stunde stumm", "escalate": "Jetzt eskalieren", "unacknowledge": "Nicht mehr übernehmen", "comment": "Kommentieren", "text": "Was davon zu wissen ist", "name": "Ihr Name",
    "done_acknowledge": "Übernommen.", "done_resolve": "Behoben.", "done_silence": "Stumm bis",
    "before_acknowledge": "Schon übernommen", "before_resolve": "Schon behoben", "before_silence": "Schon stumm",
    "done_escalate": "Der nächste Schritt kommt jetzt.", "before_escalate": "Das tat eben schon jemand", "done_unacknowledge": "Nicht mehr übernommen.", "before_unacknowledge": "Das war schon getan",
    "done_comment": "Der Kommentar ist gespeichert.", "before_comment": "Das war schon gesagt",
    "refused": "Nichts wurde getan:", "by": "von", "at": "um", "until": "bis", "open": "offen", "acknowledged": "übernommen", "ending": "endet",
    "resolved": "behoben", "closed": "geschlossen", "status": "Status", "opened": "Seit", "assigned": "Zugewiesen an", "held": "Zurückgehalten",
    "firing": "aktiv", "over": "beendet", "comments": "Kommentare", "more": "weitere",
    "link": "Link für"},
  "fr": {"acknowledge": "Prendre en charge", "resolve": "Résoudre", "silence": "Silence pendant 1 heure", "escalate": "Escalader maintenant", "unacknowledge": "Ne plus prendre en charge", "comment": "Commenter", "text": "Ce qu'il faut en savoir", "name": "Votre nom",
    "done_acknowledge": "Pris en charge.", "done_resolve": "Résolu.", "done_silence": "Silencieux jusqu'à",
    "before_acknowledge": "Déjà pris en charge", "before_resolve": "Déjà résolu", "before_silence": "Déjà silencieux",
    "done_escalate": "La prochaine étape arrive maintenant.", "before_escalate": "Quelqu'un vient de le faire", "done_unacknowledge": "N'est plus pris en charge.", "before_unacknowledge": "C'était déjà fait",
    "done_comment": "Le commentaire est enregistré.", "before_comment": "Cela a déjà été dit",
    "refused": "Rien n'a été fait :", "by": "par", "at": "à", "until": "jusqu'à", "open": "ouvert", "acknowledged": "pris en charge", "ending": "se termine",
    "resolved": "résolu", "closed": "clos", "status": "État", "opened": "Depuis", "assigned": "Assigné à", "held": "Retenu",
    "firing": "en cours", "over": "terminées", "comments": "Commentaires", "more": "de plus",
    "link": "Lien de"},
  "es": {"acknowledge": "Atender", "resolve": "Resolver", "silence": "Silenciar 1 hora", "escalate": "Escalar ahora", "unacknowledge": "Dejar de atender", "comment": "Comentar", "text": "Lo que hay que saber", "name": "Su nombre",
    "done_acknowledge": "Atendido.", "done_resolve": "Resuelto.", "done_silence": "Silenciado hasta",
    "before_acknowledge": "Ya atendido", "before_resolve": "Ya resuelto", "before_silence": "Ya silenciado",
    "done_escalate": "El siguiente paso llega ahora.", "before_escalate": "Alguien lo hizo hace un momento", "done_unacknowledge": "Ya no se atiende.", "before_unacknowledge": "Ya estaba hecho",
    "done_comment": "El comentario está guardado.", "before_comment": "Eso ya se dijo",
    "refused": "No se hizo nada:", "by": "por", "at": "a las", "until": "hasta", "open": "abierto", "acknowledged": "atendido", "ending": "termina",
    "resolved": "resuelto", "closed": "cerrado", "status": "Estado", "opened": "Desde", "assigned": "Asignado a", "held": "Retenido",
    "firing": "activas", "over": "terminadas", "comments": "Comentarios", "more": "más",
    "link": "Enlace de"}
}>
<#assign lang = (language?length gte 2)?then(language[0..*2], "en")>
<#if !all[lang]??><#assign lang = "en"></#if>
<#assign w = all[lang]>
<#assign w = all["en"] + w>
<!DOCTYPE html>
<html lang="${lang}">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title><#if incident??>[${(incident.severity!"")?upper_case}] ${incident.title}<#else>${hub}</#if></title>
<style>${style?no_esc}</style>
</head>
<body>
<main>
<#if trouble??>
<#if trouble == "404">
<h1>${w.gone}</h1>
<p>${w.gonewhy}</p>
<#elseif trouble?starts_with("4")>
<h1>${w.wrong}</h1>
<p>${w.wrongwhy}</p>
<#else>
<h1>${w.later}</h1>
<p>${w.laterwhy}</p>
</#if>
<#else>
<#assign isOver = ["resolved", "closed"]?seq_contains(incident.state)>
<#if outcome??>
<p class="said ${outcome}" role="status">
<#if outcome == "done">${w["done_" + act]!w[act]!act}<#if act == "silence"> ${at}</#if>
<#elseif outcome == "done_before">${w["before_" + act]!w[act]!act}<#if by?has_content> ${w.by} ${by}</#if><#if at?has_content> ${(act == "silence")?then(w.until, w.at)} ${at}</#if>
<#else>${w.refused} ${why}
</#if>
</p>
</#if>
<span class="word ${isOver?then("over", incident.severity)}">${(isOver?then(w[incident.state], incident.severity))?upper_case}</span>
<h1 dir="auto">${incident.title}</h1>
<dl>
<dt>${w.status}</dt><dd>${w[incident.state]!incident.state}<#if (incident.resolved.by)?? && isOver> ${w.by} ${incident.resolved.by}, ${incident.resolved.at}<#elseif (incident.acknowledged.by)?? && !isOver> ${w.by} ${incident.acknowledged.by}, ${incident.acknowledged.at}</#if></dd>
<dt>${w.opened}</dt><dd>${incident.openedAt}</dd>
<#if incident.assignedTo??><dt>${w.assigned}</dt><dd>${incident.assignedTo}</dd></#if>
<#list incident.heldBy![] as held><dt>${w.held}</dt><dd>${held.author!held.by}<#if held.until??>, ${w.until} ${held.until}</#if></dd></#list>
</dl>
<#if acts?has_content>
<form method="post">
<#if !person?has_content>
<label>${w.name}<input name="name" maxlength="60" autocomplete="name"></label>
</#if>
<#list acts?filter(one -> one != "comment") as one>
<button name="act" value="${one}"<#if one?is_first> class="first"</#if>>${w[one]!one}</button>
</#list>
<#if acts?seq_contains("comment")>
<label>${w.text}<textarea name="text" maxlength="700" rows="3"></textarea></label>
<button name="act" value="comment">${w.comment}</button>
</#if>
</form>
</#if>
<#list (incident.alerts![])>
<ul>
<#items as alert>
<li dir="auto"><strong>${alert.title!""}</strong> (${(alert.status == "firing")?then(alert.severity!"", w.over)}<#if alert.startsAt??>, ${alert.startsAt}</#if>)
<#if alert.description?has_content><pre>${alert.description}</pre></#if>
<#list alert.labels!{} as name, value>${name}=${value}<#sep>, </#sep></#list>
<#list (alert.links)![] as link><#if link.href?starts_with("https://") || link.href?starts_with("http://")><br><a href="${link.href}" rel="noreferrer noopener">${link.text!link.href}</a></#if></#list>
</li>
</#items>
</ul>
</#list>
<#if (incident.alertsLeftOut!0) gt 0><p>+${incident.alertsLeftOut} ${w.more}</p></#if>
<#list incident.comments![]>
<h2>${w.comments}</h2>
<ul>
<#items as comment><li dir="auto">${comment.by}, ${comment.at}: ${comment.text}</li></#items>
</ul>
</#list>
<footer>${w.link} ${person?has_content?then(person, place)}. ${incident.id}, ${hub}</footer>
</#if>
</main>
</body>
</html>
