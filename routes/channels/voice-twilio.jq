# A call of Twilio's, with what is to be said in it. Twiml: at most 4,000 characters (https://www.twilio.com/docs/api/errors/32018);
# 600 of text are half a minute, and no more than 3,000 when each is escaped.
# https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
import "sms-text" as sms;
import "answer-buttons" as answers;

# As text of an XML element. A parser would refuse two characters that no other medium minds.
def xml: replace("&"; "&amp;") | replace("<"; "&lt;") | replace(">"; "&gt;") | replace("\ufffe"; "") | replace("\uffff"; "");

# What can be pressed, where twilio-calls takes it, in an incident that goes on, by engineers.
def keys: {
  en: "Press 4 to acknowledge, 6 to resolve, 8 to be called no more for an hour.",
  de: "Drücken Sie 4 zum Übernehmen, 6 zum Beheben, 8, um eine Stunde lang nicht angerufen zu werden.",
  fr: "Appuyez sur 4 pour prendre en charge, 6 pour résoudre, 8 pour ne plus être appelé pendant une heure.",
  es: "Pulse 4 para atender, 6 para resolver, 8 para no recibir llamadas durante una hora."
};
# And where an escalation goes on, or ended without an answer.
def next_step: {en: "9 to escalate now.", de: "9 für die nächste Stufe.", fr: "9 pour escalader maintenant.", es: "9 para escalar ahora."};

(.recipient.language // "en" | ascii_downcase | .[0:2]) as $short
| ({de: "de-DE", fr: "fr-FR", es: "es-ES"}[$short] // "en-US") as $language
| (.view.spoken | one_line | cut(600) | xml) as $text
| (variable("answers") // "") as $answers
| (.hub.url // "" | if endswith("/") then .[:-1] else . end) as $hub
| ($answers != "" and $hub != "" and (.incident.id // "") != "" and .incident.status != "resolved" and .view.audience == "technical"
   and .notice.kind != "digest" and .notice.kind != "test") as $may
| (answers::offered | any(. == "escalate")) as $escalates
# Twice: who picks up half asleep misses the first words.
| "<Say language=\"\($language)\" loop=\"2\">\($text)</Say>" as $say
| (if $may then
     "<Gather numDigits=\"1\" timeout=\"8\" method=\"POST\" action=\"\("\($hub)/v1/answers/\($answers | @uri)/\(.incident.id | @uri)" | xml | replace("\""; "&quot;"))\">"
     + $say + "<Say language=\"\($language)\">\(keys[$short] // keys.en)\(if $escalates then " \(next_step[$short] // next_step.en)" else "" end)</Say></Gather>"
   else $say end) as $verbs
| .call = {
    path: "2010-04-01/Accounts/\(variable("accountSid") | @uri)/Calls.json",
    form: {
      To: (.delivery.address // "" | if . == "" then variable("to") else . end | sms::number),
      From: variable("from"),
      Twiml: "<Response>\($verbs)</Response>",
      Timeout: (variable("ringFor") | tostring)
    }
  }
