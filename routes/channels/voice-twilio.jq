# A call of Twilio's, with what is to be said in it. Twiml: at most 4,000 characters (https://www.twilio.com/docs/api/errors/32018);
# 600 of text are half a minute, and no more than 3,000 when each is escaped.
# https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
import "sms-text" as sms;

# As text of an XML element. A parser would refuse two characters that no other medium minds.
def xml: replace("&"; "&amp;") | replace("<"; "&lt;") | replace(">"; "&gt;") | replace("\ufffe"; "") | replace("\uffff"; "");

({de: "de-DE", fr: "fr-FR", es: "es-ES"}[.recipient.language // "en" | ascii_downcase | .[0:2]] // "en-US") as $language
| (.view.spoken | one_line | cut(600) | xml) as $text
| .call = {
    path: "2010-04-01/Accounts/\(variable("accountSid") | @uri)/Calls.json",
    form: {
      To: (.delivery.address // "" | if . == "" then variable("to") else . end | sms::number),
      From: variable("from"),
      # Twice: who picks up half asleep misses the first words.
      Twiml: "<Response><Say language=\"\($language)\" loop=\"2\">\($text)</Say></Response>",
      Timeout: (variable("ringFor") | tostring)
    }
  }
