# Module: `slack::buttons` adds to Slack's message what its readers can answer, as the incident stands.
# A value is `<what> <incident>`; https://docs.slack.dev/reference/block-kit/blocks/actions-block.
import "answer-buttons" as answers;

def named: {type: "plain_text", text: ., emoji: false};

# Of a question, while it can be answered: pressing asks once more, and with a comment a form is opened.
# https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
def question_words: {
  en: {approve: "Approve", reject: "Reject", sure: "Answer with your name?", yes: "Yes", no: "No", comment: "with a comment ..."},
  de: {approve: "Genehmigen", reject: "Ablehnen", sure: "Mit Ihrem Namen antworten?", yes: "Ja", no: "Nein", comment: "mit Kommentar ..."},
  fr: {approve: "Approuver", reject: "Refuser", sure: "Répondre en votre nom ?", yes: "Oui", no: "Non", comment: "avec un commentaire ..."},
  es: {approve: "Aprobar", reject: "Rechazar", sure: "¿Responder con su nombre?", yes: "Sí", no: "No", comment: "con un comentario ..."}
};

def choices($question; $language):
  (question_words[$language // "en" | ascii_downcase | .[0:2]] // question_words.en) as $w
  | def choice($what; $style):
      {type: "button", action_id: "tocsin-\($what)", text: ($w[$what] | named), value: "\($what) \($question.id)", style: $style,
       confirm: {title: ($w[$what] | named), text: ($w.sure | named), confirm: ($w.yes | named), deny: ($w.no | named)}};
    def commented($what): {text: ("\($w[$what]) \($w.comment)" | named), value: "comment-\($what) \($question.id)"};
  (.attachments[0].blocks += [{type: "actions", elements: [
      choice("approve"; "primary"), choice("reject"; "danger"),
      {type: "overflow", action_id: "tocsin-more", options: [commented("approve"), commented("reject")]}
    ]}]);

# Of an incident.
def incident_buttons($message):
  ($message | answers::offered) as $offered
  | def of($what): {text: ($message | answers::word($what) | named), value: "\($what) \($message.incident.id)"};
    def button($what): {type: "button", action_id: "tocsin-\($what)"} + of($what);
  if $offered == [] then .
  else .attachments[0].blocks += [{type: "actions", elements: [
      ($offered[] | select(. == "acknowledge") | button(.) + {style: "primary"}),
      ($offered[] | select(. == "resolve") | button(.)),
      {type: "overflow", action_id: "tocsin-more", options: [of("comment"), ($offered[] | select(. == "silence" or . == "escalate" or . == "unacknowledge") | of(.))]}
    ]}]
  end;

# To .body of a call of `slack.jq`; given the message it is made of.
def buttons($message):
  if $message.question != null and $message.question.state == "open" and $message.notice.kind != "digest" then
    choices($message.question; $message.recipient.language)
  else incident_buttons($message) end;
