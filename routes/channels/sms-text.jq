# Module: `sms::text(n)` is what a phone shows of the view, in at most n segments: what is most needed comes first, because
# the end is cut.

# Signs that have a twin in the GSM alphabet: one of them alone would leave a segment 70 characters in place of 160.
def of_gsm:
  replace("…"; "...") | replace("–"; "-") | replace("—"; "-") | replace("‘"; "'") | replace("’"; "'")
  | replace("“"; "\"") | replace("”"; "\"") | replace("„"; "\"") | replace("`"; "'") | replace("\t"; " ") | replace("\u00a0"; " ");

def text($segments):
  .view as $view
  | (if $view.audience == "executive" and $view.texts != [] then "[\($view.word)] \($view.texts[0].text)"
     else [$view.short, ($view.texts[0].text // "")] + $view.more | map(select(. != "")) | join("\n") end)
  # Far more than any number of segments holds.
  | cut(4000) | of_gsm | sms_segments($segments);
