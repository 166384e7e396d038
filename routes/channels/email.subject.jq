# The subject of an e-mail: [CRITICAL] title, or [RESOLVED] title.
"[\(if .incident.status == "resolved" then "RESOLVED" else (.incident.severity // "info" | ascii_upcase) end)] \(.incident.title // "")"
