# Module: `sms::text(n)` is what a phone shows of the view, in at most n segments.
import "answer-buttons" as answers;

# Signs that have a twin in the GSM alphabet: one of them alone would leave a segment 70 characters in place of 160.
def of_gsm:
  replace("…"; "...") | replace("–"; "-") | replace("—"; "-") | replace("‘"; "'") | replace("’"; "'")
  | replace("“"; "\"") | replace("”"; "\"") | replace("„"; "\"") | replace("`"; "'") | replace("\t"; " ") | replace("\u00a0"; " ");

def lines: map(select(. != "")) | join("\n");

# How an incident is answered by a message, where somebody takes those: its number is what `ack 123` means. The hub knows it by the same sum.
def code: explode | reduce .[] as $sign (0; (. * 31 + $sign) % 900) + 100;
def reply: {
  en: "Reply ack \(.) or resolve \(.)", de: "Antwort: ack \(.) (übernehmen), resolve \(.) (beheben)",
  fr: "Répondez ack \(.) (prendre en charge) ou resolve \(.)", es: "Responda ack \(.) (atender) o resolve \(.)"
};
# The same where an escalation goes on, or ended without an answer.
def reply_or_escalate: {
  en: "Reply ack \(.), resolve \(.) or escalate \(.)", de: "Antwort: ack \(.) (übernehmen), resolve \(.) (beheben), escalate \(.)",
  fr: "Répondez ack \(.) (prendre en charge), resolve \(.) ou escalate \(.)", es: "Responda ack \(.) (atender), resolve \(.) o escalate \(.)"
};

# Title, description, what is affected, status, the link to answer by. A description that is too long gives way to what follows it;
# where that is not enough, title and what is affected are cut shorter, then left out; how to reply and a link are whole or not there. Further alerts,
# or the incidents of a digest, get what is left.
def text($segments; $replies):
  .view as $view
  # Why a digest is one is less than its incidents' names.
  | (if $view.word == "DIGEST" then "" else $view.texts[0].text // "" | select(. != $view.onCall) // "" end) as $text
  | (if $view.word == "DIGEST" or $view.word == "TEST" then "" else $view.facts[0].value // "" end) as $status
  | (if $replies and (.incident.id // "") != "" and .incident.status != "resolved" and $view.audience == "technical"
       and $view.word != "DIGEST" and $view.word != "TEST" then
       (.recipient.language // "en" | ascii_downcase | .[0:2]) as $language | (answers::offered | any(. == "escalate")) as $escalates
       | .incident.id | code | (if $escalates then reply_or_escalate else reply end) | .[$language] // .en
     else "" end) as $reply
  | ([$view.answer | select(. != "") as $answer | $view.links[] | select(.href == $answer) | "\(.text): \(.href)"][0] // "") as $link
  | ([$reply, $link] | lines) as $answer
  | def laid_out($room; $title; $affected):
      if $view.audience == "executive" and $text != "" then "[\($view.word)] \($text | cut($room))"
      else
        [
          ($view.summary | cut($title)),
          ($text | cut($room)),
          ([($view.affected | cut($affected)), ($status | cut(40))] | map(select(. != "")) | join(", "))
        ] | lines
      end | of_gsm;
  def fits: . == sms_segments($segments);
  # The first of these that has room for the link.
  def short:
    reduce ([laid_out(0; 60; 25), $answer], [$view.summary | cut(50) | of_gsm, $answer], [laid_out(0; 60; 25)]) as $choice (null;
      if . == null or (fits | not) then $choice | lines else . end);
  reduce range(1540; 0; -20) as $room ([laid_out(2000; 140; 60), $answer] | lines;
    if fits then . else [laid_out($room; 140; 60), $answer] | lines end)
  | if fits then . else short end
  # That its reader is on call they know, or nearly: it is said where it costs no segment more.
  | . as $said
  | ([range(1; $segments) | select(. as $n | $said == ($said | sms_segments($n)))][0] // $segments) as $cost
  | ([$said, $view.onCall // ""] | lines | of_gsm) as $whole
  | if $whole == ($whole | sms_segments($cost)) then $whole else $said end
  | ([., $view.more[]] | lines | cut(4000) | of_gsm)
  | sms_segments($segments);
def text($segments): text($segments; false);

# A number as people write it, in the form that providers want: +4915112345678.
def number: replace(" "; "") | replace("-"; "") | replace("("; "") | replace(")"; "") | replace("/"; "");
