# Module: `push::text` is what a notification shows below its title: what happened, the facts, everything else; an end that
# is cut is what is needed least.

def text:
  .view as $view
  | [
      ($view.texts[0:1][] | .text),
      (if $view.word == "DIGEST" then "" else [$view.facts[] | "\(.name): \(.value)"] | join("\n") end),
      ($view.more | join("\n")),
      ($view.texts[1:][] | if .name == "" then .text else "\(.name): \(.text)" end),
      $view.footer
    ]
  | map(select(. != "")) | join("\n\n") | if . == "" then $view.summary else . end;

# The bytes of a text in a request: JSON writes a quote as two, and an emoji of four bytes as twelve.
def written: (tojson | utf8bytelength) + 8 * ([explode[] | select(. > 65535)] | length);
