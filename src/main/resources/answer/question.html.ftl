<#assign all = {
  "en": {"approve": "Approve", "reject": "Reject", "comment": "Comment",
    "done_approve": "Your approval counts.", "done_reject": "Rejected.", "before": "You had answered that before.",
    "refused": "Nothing was done:", "status": "Status", "open": "open", "approved": "approved", "rejected": "rejected", "expired": "expired", "withdrawn": "withdrawn",
    "by": "May answer", "needed": "Approvals needed", "until": "Until", "asked": "Asked", "answers": "Answers", "pushed": "Started by",
    "pending": "The answer is on its way.", "failed": "The answer was not taken:", "taken": "The answer was taken.",
    "nobody": "This link is nobody's in particular, and answers for nobody. Answer by a link of your own, in Slack, or with ./hub questions answer.",
    "not": "You can't answer this.", "link": "Link of"},
  "de": {"approve": "Genehmigen", "reject": "Ablehnen", "comment": "Kommentar",
    "done_approve": "Ihre Genehmigung zählt.", "done_reject": "Abgelehnt.", "before": "Das hatten Sie schon geantwortet.",
    "refused": "Nichts wurde getan:", "open": "offen", "approved": "genehmigt", "rejected": "abgelehnt", "expired": "abgelaufen", "withdrawn": "zurückgezogen",
    "by": "Antworten darf", "needed": "Nötige Genehmigungen", "until": "Bis", "asked": "Gefragt", "answers": "Antworten", "pushed": "Gestartet von",
    "pending": "Die Antwort ist unterwegs.", "failed": "Die Antwort wurde nicht angenommen:", "taken": "Die Antwort wurde angenommen.",
    "nobody": "Dieser Link gehört niemandem persönlich und antwortet für niemanden. Antworten Sie mit Ihrem eigenen Link, in Slack oder mit ./hub questions answer.",
    "not": "Sie können hier nicht antworten.", "link": "Link für"},
  "fr": {"approve": "Approuver", "reject": "Refuser", "comment": "Commentaire",
    "done_approve": "Votre approbation compte.", "done_reject": "Refusé.", "before": "Vous aviez déjà répondu cela.",
    "refused": "Rien n'a été fait :", "status": "État", "open": "ouverte", "approved": "approuvée", "rejected": "refusée", "expired": "expirée", "withdrawn": "retirée",
    "by": "Peut répondre", "needed": "Approbations requises", "until": "Jusqu'à", "asked": "Demandé", "answers": "Réponses", "pushed": "Lancé par",
    "pending": "La réponse est en route.", "failed": "La réponse n'a pas été acceptée :", "taken": "La réponse a été acceptée.",
    "nobody": "Ce lien n'est à personne en particulier et ne répond pour personne. Répondez par votre propre lien, dans Slack ou par ./hub questions answer.",
    "not": "Vous ne pouvez pas répondre.", "link": "Lien de"},
  "es": {"approve": "Aprobar", "reject": "Rechazar", "comment": "Comentario",
    "done_approve": "Su aprobación cuenta.", "done_reject": "Rechazado.", "before": "Ya lo había respondido.",
    "refused": "No se hizo nada:", "status": "Estado", "open": "abierta", "approved": "aprobada", "rejected": "rechazada", "expired": "caducada", "withdrawn": "retirada",
    "by": "Puede responder", "needed": "Aprobaciones necesarias", "until": "Hasta", "asked": "Preguntado", "answers": "Respuestas", "pushed": "Iniciado por",
    "pending": "La respuesta está en camino.", "failed": "La respuesta no fue aceptada:", "taken": "La respuesta fue aceptada.",
    "nobody": "Este enlace no es de nadie en particular y no responde por nadie. Responda con su propio enlace, en Slack o con ./hub questions answer.",
    "not": "No puede responder.", "link": "Enlace de"}
}>
<#assign lang = (language?length gte 2)?then(language[0..*2], "en")>
<#if !all[lang]??><#assign lang = "en"></#if>
<#assign w = all["en"] + all[lang]>
<!DOCTYPE html>
<html lang="${lang}">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${question.title}</title>
<style>${style?no_esc}</style>
</head>
<body>
<main>
<#if outcome??>
<p class="said ${outcome}" role="status">
<#if outcome == "done">${w["done_" + act]!act}<#elseif outcome == "done_before">${w.before}<#else>${w.refused} ${why}</#if>
</p>
</#if>
<span class="word ${(question.state == "open")?then(question.severity, "over")}">${(w[question.state]!question.state)?upper_case}</span>
<h1 dir="auto">${question.title}</h1>
<#if question.text?has_content><pre dir="auto">${question.text}</pre></#if>
<dl>
<#list question.labels as name, value><dt>${name}</dt><dd dir="auto">${value}</dd></#list>
<dt>${w.by}</dt><dd>${question.by}</dd>
<#if question.approvals gt 1><dt>${w.needed}</dt><dd>${question.approvals}</dd></#if>
<#if question.pushedBy?has_content && !question.labels.started_by??><dt>${w.pushed}</dt><dd>${question.pushedBy?join(", ")}</dd></#if>
<dt>${w.asked}</dt><dd>${question.askedAt}</dd>
<dt>${w.until}</dt><dd>${question.until}</dd>
</dl>
<#list question.links as link><#if link.href?starts_with("https://") || link.href?starts_with("http://")><p><a href="${link.href}" rel="noreferrer noopener">${link.text}</a></p></#if></#list>
<#if (question.telling!"") == "pending"><p>${w.pending}</p><#elseif (question.telling!"") == "done"><p>${w.taken}</p><#elseif (question.telling!"") == "failed"><p>${w.failed} ${question.outcome!""}</p><#elseif question.outcome??><p>${question.outcome}</p></#if>
<#list question.answers>
<h2>${w.answers}</h2>
<ul>
<#items as answer><li dir="auto">${answer.by}, ${answer.at}: ${w[(answer.choice == "approve")?then("approved", "rejected")]}<#if answer.comment??>: ${answer.comment}</#if></li></#items>
</ul>
</#list>
<#if may>
<form method="post">
<label>${w.comment}<input name="comment" maxlength="900" autocomplete="off"></label>
<button name="act" value="approve" class="first">${w.approve}</button>
<button name="act" value="reject">${w.reject}</button>
</form>
<#elseif question.state == "open">
<p>${person?has_content?then(w.not, w.nobody)}</p>
</#if>
<footer>${w.link} ${person?has_content?then(person, place)}. ${question.id}, ${hub}</footer>
</main>
</body>
</html>
