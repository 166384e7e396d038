# Module: what readers of a message can answer by its buttons, as the incident stands: engineers alone, while it goes on.
def words: {
  en: {acknowledge: "Acknowledge", resolve: "Resolve", silence: "Silence for 1 hour", escalate: "Escalate now", comment: "Comment ...", unacknowledge: "Not me any more", more: "More ..."},
  de: {acknowledge: "Übernehmen", resolve: "Behoben", silence: "1 Stunde stumm", escalate: "Jetzt eskalieren", comment: "Kommentieren ...", unacknowledge: "Nicht mehr übernommen", more: "Mehr ..."},
  fr: {acknowledge: "Prendre en charge", resolve: "Résolu", silence: "Silence d'une heure", escalate: "Escalader maintenant", comment: "Commenter ...", unacknowledge: "Ne plus prendre en charge", more: "Plus ..."},
  es: {acknowledge: "Atender", resolve: "Resuelto", silence: "Silenciar 1 hora", escalate: "Escalar ahora", comment: "Comentar ...", unacknowledge: "Dejar de atender", more: "Más ..."}
};

# The word for one of them, in the language of the message's reader.
def word($what): (words[.recipient.language // "en" | ascii_downcase | .[0:2]] // words.en)[$what];

# Of a message of `view.jq`: what there is to do, the likeliest first.
# Not a digest or a test, which are of no incident, nor a question, which has choices of its own.
def offered:
  (.incident // {}) as $incident
  | if .question != null or .notice.kind == "digest" or .notice.kind == "test" or ($incident.id // "") == "" or $incident.status == "resolved" or .view.audience != "technical" then []
    elif $incident.status == "acknowledged" then ["resolve", "silence", "unacknowledge"]
    else
      ["acknowledge", "resolve", "silence"]
      # One that ended, and nobody had answered, begins anew.
      + (if any($incident.escalations[]?; .state == "running" or .state == "unanswered") then ["escalate"] else [] end)
    end;

# The same as buttons with a text, and with what they say to the hub: {what, text, says}.
def buttons: . as $message | [offered[] | . as $what | {what: $what, text: ($message | word($what)), says: "tocsin \($what) \($message.incident.id)"}];

# A button for whoever wants to write something, where a chat can ask for a text.
def comment: {what: "comment", text: word("comment"), says: "tocsin comment \(.incident.id)"};

# A button says who pressed it; the link that would stand beside it does not. Of a question it stays, for whoever's it is answers in their name.
def without_link: if .question != null then . else (.view.answer // "") as $link | .view.links |= map(select(.href != $link)) end;
