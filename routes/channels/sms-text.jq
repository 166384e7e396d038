# Module: `sms::text(n)` is what a phone shows of the view, in at most n segments: what is most needed comes first, because
# the end is cut.

# Signs that have a twin in the GSM alphabet: one of them alone would leave a segment 70 characters in place of 160.
def of_gsm:
  replace("…"; "...") | replace("–"; "-") | replace("—"; "-") | replace("‘"; "'") | replace("’"; "'")
  | replace("“"; "\"") | replace("”"; "\"") | replace("„"; "\"") | replace("`"; "'") | replace("\t"; " ") | replace("\u00a0"; " ");

def text($segments):
  .view as $view
  | ($view.texts[0].text // "") as $text
  | (if $view.audience == "executive" and $text != "" then ["[\($view.word)] \($text)"]
     else
       [
         # A title of any length leaves room for what is affected and for the status.
         "\($view.summary | cut(140))\(if $view.affected == "" then "" else " (\($view.affected | cut(60)))" end)"
         + "\(if $view.facts == [] or $view.word == "DIGEST" or $view.word == "TEST" then "" else ", \($view.facts[0].value | cut(40))" end)",
         $text
       ] + $view.more
     end)
  | map(select(. != "")) | join("\n")
  # Far more than any number of segments holds.
  | cut(4000) | of_gsm | sms_segments($segments);

# A number as people write it, in the form that providers want: +4915112345678.
def number: replace(" "; "") | replace("-"; "") | replace("("; "") | replace(")"; "") | replace("/"; "");
