# Module: `sms::text(n)` is what a phone shows of the view, in at most n segments.

# Signs that have a twin in the GSM alphabet: one of them alone would leave a segment 70 characters in place of 160.
def of_gsm:
  replace("…"; "...") | replace("–"; "-") | replace("—"; "-") | replace("‘"; "'") | replace("’"; "'")
  | replace("“"; "\"") | replace("”"; "\"") | replace("„"; "\"") | replace("`"; "'") | replace("\t"; " ") | replace("\u00a0"; " ");

def lines: map(select(. != "")) | join("\n");

# Title, description, what is affected, status. A description that is too long gives way to what follows it; where that is not
# enough, title and what is affected are cut shorter. Further alerts, or the incidents of a digest, get what is left.
def text($segments):
  .view as $view
  # Why a digest is one is less than its incidents' names.
  | (if $view.word == "DIGEST" then "" else $view.texts[0].text // "" end) as $text
  | (if $view.word == "DIGEST" or $view.word == "TEST" then "" else $view.facts[0].value // "" end) as $status
  | def laid_out($room; $title; $affected):
      if $view.audience == "executive" and $text != "" then "[\($view.word)] \($text | cut($room))"
      else
        [
          ($view.summary | cut($title)),
          ($text | cut($room)),
          ([($view.affected | cut($affected)), ($status | cut(40))] | map(select(. != "")) | join(", "))
        ] | lines
      end | of_gsm;
  reduce range(1540; 0; -20) as $room (laid_out(2000; 140; 60);
    if . == sms_segments($segments) then . else laid_out($room; 140; 60) end)
  | if . == sms_segments($segments) then . else laid_out(0; 60; 25) end
  | ([., $view.more[]] | lines | cut(4000) | of_gsm)
  | sms_segments($segments);

# A number as people write it, in the form that providers want: +4915112345678.
def number: replace(" "; "") | replace("-"; "") | replace("("; "") | replace(")"; "") | replace("/"; "");
