# What a reader is shown, whatever the channel: `.view` is added to the message. A channel's own file only lays it out.
# Which facts a reader gets goes by audience: engineers everything; business and customers what it means for them;
# executives two sentences. Names are in the reader's language, times in the reader's time zone.

def words: {
  en: {acknowledge: "Acknowledge", resolve: "Resolve", held: "Held during your quiet hours.", many: "Many at once, told together.",
       status: "Status", severity: "Severity", affected: "Affected", source: "Source", started: "Started", ended: "Ended",
       value: "Value", threshold: "Threshold", description: "Description", impact: "Impact", cause: "Root cause",
       resolution: "Resolution", runbook: "Runbook", dashboard: "Dashboard", trace: "Trace", link: "Link",
       incident: "Incident", rule: "rule", open: "open", escalated: "escalated", unanswered: "nobody has answered", reminder: "reminder", acknowledged: "acknowledged", resolved: "resolved",
       since: "since", more: "more", firing: "firing", over: "over", again: "perhaps sent again", sent: "Sent by", incidents: "incidents",
       acknowledgedBy: "Acknowledged by", assigned: "Assigned to", resolvedBy: "Resolved by", publicStatus: "Public status",
       investigating: "investigating", identified: "identified", monitoring: "monitoring", earlier: "Goes on from",
       heldNow: "Held back now", until: "until", related: "Related", flapping: "flapping", flaps: "Flapping since", steady: "Steady since",
       critical: "critical", high: "high", medium: "medium", low: "low", info: "info", digest: "digest", test: "test",
       approve: "Approve or reject", mayAnswer: "May answer", needed: "Approvals needed", answers: "Answers", question: "question", approved: "approved",
       onCall: "You are on call for", rejected: "rejected", expired: "expired", withdrawn: "withdrawn"},
  de: {acknowledge: "Übernehmen", resolve: "Beheben", held: "Während Ihrer Ruhezeit zurückgehalten.", many: "Viele auf einmal, zusammen gemeldet.",
       status: "Status", severity: "Schweregrad", affected: "Betroffen", source: "Quelle", started: "Beginn", ended: "Ende",
       value: "Wert", threshold: "Schwelle", description: "Beschreibung", impact: "Auswirkung", cause: "Ursache",
       resolution: "Behebung", runbook: "Runbook", dashboard: "Dashboard", trace: "Verlauf", link: "Link",
       incident: "Vorfall", rule: "Regel", open: "offen", escalated: "eskaliert", unanswered: "niemand hat geantwortet", reminder: "Erinnerung", acknowledged: "übernommen", resolved: "behoben",
       since: "seit", more: "weitere", firing: "aktiv", over: "beendet", again: "vielleicht noch einmal gesendet", sent: "Gesendet von", incidents: "Vorfälle",
       acknowledgedBy: "Übernommen von", assigned: "Zugewiesen an", resolvedBy: "Behoben von", publicStatus: "Öffentlicher Stand",
       investigating: "wird untersucht", identified: "Ursache bekannt", monitoring: "wird beobachtet", earlier: "Fortsetzung von",
       heldNow: "Zurzeit zurückgehalten", until: "bis", related: "Verwandt", flapping: "wechselt ständig", flaps: "Wechselt ständig seit", steady: "Unverändert seit",
       critical: "kritisch", high: "hoch", medium: "mittel", low: "niedrig", info: "Hinweis", digest: "Übersicht", test: "Test",
       approve: "Genehmigen oder ablehnen", mayAnswer: "Antworten darf", needed: "Nötige Genehmigungen", answers: "Antworten", question: "Frage", approved: "genehmigt",
       onCall: "Sie haben Bereitschaft für", rejected: "abgelehnt", expired: "abgelaufen", withdrawn: "zurückgezogen"},
  fr: {acknowledge: "Prendre en charge", resolve: "Résoudre", held: "Retenus pendant vos heures calmes.", many: "Nombreux à la fois, signalés ensemble.",
       status: "État", severity: "Gravité", affected: "Concerné", source: "Source", started: "Début", ended: "Fin",
       value: "Valeur", threshold: "Seuil", description: "Description", impact: "Impact", cause: "Cause",
       resolution: "Résolution", runbook: "Procédure", dashboard: "Tableau de bord", trace: "Trace", link: "Lien",
       incident: "Incident", rule: "règle", open: "ouvert", escalated: "escaladé", unanswered: "personne n'a répondu", reminder: "rappel", acknowledged: "pris en charge", resolved: "résolu",
       since: "depuis", more: "de plus", firing: "en cours", over: "terminées", again: "peut-être envoyé une seconde fois", sent: "Envoyé par", incidents: "incidents",
       acknowledgedBy: "Pris en charge par", assigned: "Assigné à", resolvedBy: "Résolu par", publicStatus: "État public",
       investigating: "en cours d'analyse", identified: "cause identifiée", monitoring: "sous surveillance", earlier: "Suite de",
       heldNow: "Retenues pour l'instant", until: "jusqu'à", related: "Liés", flapping: "instable", flaps: "Instable depuis", steady: "Stable depuis",
       critical: "critique", high: "élevé", medium: "moyen", low: "faible", info: "information", digest: "récapitulatif", test: "test",
       approve: "Approuver ou refuser", mayAnswer: "Peut répondre", needed: "Approbations requises", answers: "Réponses", question: "question", approved: "approuvé",
       onCall: "D'astreinte pour", rejected: "refusé", expired: "expiré", withdrawn: "retiré"},
  es: {acknowledge: "Atender", resolve: "Resolver", held: "Retenidos durante sus horas de silencio.", many: "Muchos a la vez, avisados juntos.",
       status: "Estado", severity: "Gravedad", affected: "Afectado", source: "Origen", started: "Inicio", ended: "Fin",
       value: "Valor", threshold: "Umbral", description: "Descripción", impact: "Impacto", cause: "Causa",
       resolution: "Resolución", runbook: "Procedimiento", dashboard: "Panel", trace: "Traza", link: "Enlace",
       incident: "Incidente", rule: "regla", open: "abierto", escalated: "escalado", unanswered: "nadie ha respondido", reminder: "recordatorio", acknowledged: "atendido", resolved: "resuelto",
       since: "desde", more: "más", firing: "activas", over: "terminadas", again: "quizá enviado otra vez", sent: "Enviado por", incidents: "incidentes",
       acknowledgedBy: "Atendido por", assigned: "Asignado a", resolvedBy: "Resuelto por", publicStatus: "Estado público",
       investigating: "en investigación", identified: "causa identificada", monitoring: "en observación", earlier: "Continuación de",
       heldNow: "Retenidas por ahora", until: "hasta", related: "Relacionados", flapping: "inestable", flaps: "Inestable desde", steady: "Estable desde",
       critical: "crítico", high: "alto", medium: "medio", low: "bajo", info: "información", digest: "resumen", test: "prueba",
       approve: "Aprobar o rechazar", mayAnswer: "Puede responder", needed: "Aprobaciones necesarias", answers: "Respuestas", question: "pregunta", approved: "aprobado",
       onCall: "De guardia para", rejected: "rechazado", expired: "caducada", withdrawn: "retirada"}
};
def colours: {critical: "#b3261e", high: "#d9480f", medium: "#a86e00", low: "#2f6fde", info: "#6b7280"};

# An entry, or nothing where there is no value.
def fact($name; $value): ($value // "" | tostring | one_line) | select(. != "") | {name: $name, value: .};
def paragraph($name; $text): ($text // "" | tostring) | select(one_line != "") | {name: $name, text: .};
def said($first; $second): if ($first // "" | tostring | one_line) != "" then $first else $second end;
def sentence: if endswith(".") or endswith("!") or endswith("?") then . else . + "." end;

. as $message
| (.recipient // {}) as $recipient
| ($recipient.audience // "technical") as $audience
| ($recipient.timeZone // "UTC") as $zone
| (words[$recipient.language // "en" | ascii_downcase | .[0:2]] // words.en) as $w
| .incident as $incident
| (.alerts // []) as $alerts
| ($alerts[0] // {}) as $alert
| ($alert.annotations // {}) as $notes
# What people wrote of the incident comes before what the alert's annotations say.
| ($incident.publicStatus // {}) as $public
| said($public.impact; $notes.impact) as $impact
| said($public.rootCause; $notes.root_cause) as $cause
| said($public.resolution; $notes.resolution) as $resolution
# The newest incidents that it is related to, in one line.
| ($incident.related // []) as $others
| (($others | length) + ($incident.relatedMore // 0) - ([$others | length, 3] | min)) as $further
| ([$others[0:3][] | "\(.id) (\(.title // "" | one_line | cut(60)))"]
   + (if $further > 0 then ["+\($further) \($w.more)"] else [] end) | join(", ")) as $related
# Of what the reader was told, what fires and is held back now.
| ([$incident.heldNow[]? | "\(.alerts), \(.by | one_line | cut(60))\(if .until then " \($w.until) \(.until | in_zone($zone))" else "" end)"] | join("; "))
  as $held_now
| ($incident.severity // "info") as $severity
| ($incident.status == "resolved") as $resolved
| (.notice.kind // "") as $kind
| (.notice.rules // [] | map(tostring | one_line) | join(", ")) as $rules
# What people are asked, in place of an incident.
| .question as $question
| (if $kind == "digest" or $kind == "test" then $kind
   elif $question then (if $question.state == "open" then "question" else $question.state end)
   elif $resolved or $incident.status == "acknowledged" then $incident.status
   else $severity end | ascii_upcase) as $word
# How many of its alerts fire, and how many are over: of a message that tells of several.
| ($incident.counts.firing // 0) as $fires
| ($incident.counts.resolved // 0) as $ended_many
| ([(if $fires > 0 then "\($fires) \($w.firing)" else empty end), (if $ended_many > 0 then "\($ended_many) \($w.over)" else empty end)]
   | join(", ")) as $many
| (if .digest.incidents then "\(.digest.incidents | length) \($w.incidents)"
   else ($incident.title // "" | one_line | if . == "" then $rules else . end)
     + (if $fires + $ended_many > 1 then ": \($many)" else "" end) end) as $title
| ([$alerts[].labels // {} | .service // .pipeline // .instance // .host // empty | tostring | one_line]
   | unique | .[0:20] | join(", ")) as $affected
# Two of a kind, such as two Alertmanagers, are told apart by the hub's own name for each.
| (if ($alert.origin // "") == "" or $alert.origin == $alert.source then $alert.source
   else "\($alert.source // "" | tostring) (\($alert.origin | tostring))" end) as $source
| ($alert.startsAt // $incident.openedAt) as $startedAt
| (if $resolved then $alert.endsAt // $incident.resolvedAt else null end) as $endedAt
| (if $startedAt then $startedAt | in_zone($zone) else null end) as $started
| (if $endedAt then $endedAt | in_zone($zone) else null end) as $ended
| ($w[$incident.status // ""] // $incident.status 
   | if $kind == "reminder" or $kind == "escalated" then "\(.), \($w[$kind])" else . end
   | if any($incident.escalations[]?; .state == "unanswered") and ($resolved | not) then "\(.), \($w.unanswered)" else . end) as $status
| ($w[$severity] // $severity) as $grade
| ($audience == "technical") as $technical
# Why its reader is told, where that is since they are on call: not of what is over, for which nobody has to stand up.
| (.recipient.onCall as $on_call
   | if ($on_call.schedule // "") == "" or $resolved or $kind == "digest" or $kind == "test" or ($question and $question.state != "open") then ""
     else (.notice.createdAt // "") as $told | ($recipient.language // "en") as $language
       | "\($w.onCall) \($on_call.schedule | one_line | cut(60))\(if $on_call.until then " \($w.until) \($on_call.until | until_in($zone; $told; $language))" else "" end)."
     end) as $on_call
# By which its reader, and nobody else, answers.
| (if $technical or $question then .answer.url // "" | tostring | web_link else "" end) as $answer
| ([
    (if $answer != "" then {text: (if $question then $w.approve elif $incident.status == "acknowledged" then $w.resolve else $w.acknowledge end), href: $answer} else empty end),
    ($notes.runbook // "" | tostring | web_link | select(. != "") | {text: $w.runbook, href: .}),
    ($notes.dashboard // "" | tostring | web_link | select(. != "") | {text: $w.dashboard, href: .}),
    ([$alerts[0:20][].links[]?][0:64][] | {text: (.text // "" | one_line | if . == "" then $w.link else . end), href}),
    (if .notice.eventId and (.hub.url // "") != "" then {text: $w.trace, href: "\(.hub.url)/v1/events/\(.notice.eventId | @uri)"} else empty end)
  ] | reduce .[] as $link ([]; if any(.[]; .href == $link.href) then . else . + [$link] end)) as $links
| ([$alerts[].links[]?.href][0] // "") as $link
| (if ($affected == "") or $audience == "executive" then "" else " (\($affected))" end) as $where
| .view = {
    word: $word,
    severity: $severity,
    colour: (if $resolved then "#2e7d32" else colours[$severity] // "#6b7280" end),
    resolved: $resolved,
    audience: $audience,
    title: $title,
    link: (if $technical then $link else "" end),
    answer: $answer,
    onCall: $on_call,
    summary: "[\($word)] \($title)",
    affected: $affected,
    facts: [
      if $question then
        fact($w.status; $w[$question.state // ""] // $question.state),
        (if $question.state == "open" then
           fact($w.mayAnswer; $question.by), (if ($question.approvals // 1) > 1 then fact($w.needed; $question.approvals) else empty end),
           fact($w.until; $question.until | in_zone($zone))
         else empty end),
        fact($w.answers; [$question.answers[]? | "\(.by): \($w[if .choice == "approve" then "approved" else "rejected" end])\(if .comment then ", \(.comment | one_line | cut(200))" else "" end)"] | join("; ")),
        ($question.labels // {} | to_entries[0:6][] | fact(.key; .value))
      elif $audience == "executive" or $kind == "digest" then empty
      elif $technical then
        fact($w.status; $status), fact($w.acknowledgedBy; if $incident.acknowledgedBy then [$incident.acknowledgedBy, ($incident.acknowledgedAt // empty | in_zone($zone))] | join(", ") else null end), fact($w.assigned; $incident.assignedTo),
        fact($w.resolvedBy; $incident.resolvedBy), fact($w.publicStatus; $w[$public.status // ""]), fact($w.earlier; $incident.earlier.id), fact($w.related; $related), fact($w.heldNow; $held_now),
        fact($w.severity; $grade), fact($w.affected; $affected), fact($w.source; $source),
        fact($w.started; $started), fact($w.ended; $ended),
        fact($w.flaps; $alert.flappingSince | if . then in_zone($zone) else null end),
        fact($w.steady; $alert.steadySince | if . then in_zone($zone) else null end), fact($w.value; $alert.value), fact($w.threshold; $alert.threshold)
      else
        fact($w.status; $w[$public.status // ""] // $status), fact($w.affected; $affected), fact($w.started; $started), fact($w.ended; $ended)
      end
    ],
    texts: ([
      if $kind == "test" then paragraph($w.description; $alert.description)
      elif $question then paragraph(""; $alert.description)
      elif $kind == "digest" then paragraph(""; if .digest.reason == "quiet-hours" then $w.held else $w.many end)
      elif $audience == "executive" then
        # What is over comes first: an impact that is past must not read as one that goes on.
        paragraph(""; "\($title | sentence) \(if ($impact // "") != "" and ($resolved | not) then $impact | tostring | one_line | sentence
                                         elif $resolved then "\($w.status): \($status)\(if $ended then " \($ended)" else "" end)" | sentence
                                         else "\($w.status): \($status // "")\(if $started then " \($w.since) \($started)" else "" end)" | sentence end)")
      elif $technical then
        (if $fires + $ended_many > 1 and ($alert.title // "") != "" and $alert.title != $incident.title
         then paragraph(""; "[\(if $alert.status == "resolved" then $alert.status else $alert.severity // "info" end | ascii_upcase)] \($alert.title | one_line)") else empty end),
        paragraph($w.description; $alert.description), paragraph($w.impact; $impact),
        paragraph($w.cause; $cause), paragraph($w.resolution; $resolution)
      else paragraph($w.impact; $impact // $alert.description), paragraph($w.cause; $public.rootCause), paragraph($w.resolution; $resolution)
      end
    ] + [paragraph(""; $on_call)]),
    links: (if $technical or $question then $links else [] end),
    more: (
      if $kind == "digest" then
        [.digest.incidents[]? | "[\(if .status == "resolved" then .status else .severity // "info" end | ascii_upcase)] \(.title // "" | one_line | cut(150))"]
      elif $technical then
        # Of several the first has its own fields above, under its own title; whom it is about tells alerts of one title apart.
        [$alerts[1:][]
         | "[\(if .status == "resolved" then .status else .severity // "info" end | ascii_upcase)] \(.title // "" | one_line | cut(150))"
           + ([.labels // {} | .instance // .pod // .host // .node // .service // .pipeline // empty | tostring | one_line | select(. != "") | " (\(cut(60)))"] | join(""))
           + (if .flappingSince then ", \($w.flapping)" else "" end)]
        + (if $fires + $ended_many > ($alerts | length) and ($alerts | length) > 0
           then ["… +\($fires + $ended_many - ($alerts | length)) \($w.more)"] else [] end)
      else [] end
    ),
    footer: ([
      if $kind == "digest" then .hub.name // "" | if . == "" then "Tocsin" else . end
      elif $question then "\($w.question) \($incident.id // "")"
      elif $technical then "\($w.incident) \($incident.id // ""), \($w.rule) \($rules | cut(200))"
      else "\($w.incident) \($incident.id // "")" end,
      # An earlier try may have got through: the provider seldom knows a message again, the reader should.
      if .delivery.possibleDuplicate == true then $w.again else empty end
    ] | map(select(. != "")) | join(", ")),
    sender: "\($w.sent) \(.hub.name // "Tocsin")",
    short: "[\($word)] \($title)\($where)\(if $status and $kind != "digest" and $kind != "test" then ", \($status)" else "" end)",
    spoken: "\($w[$word | ascii_downcase] // $grade). \($title | sentence)\(if $affected == "" then "" else " \($w.affected): \($affected | sentence)" end)"
  }
