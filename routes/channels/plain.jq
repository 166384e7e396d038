# Module: `plain::text` is the view as lines of text, for providers that show text as it is.

# Further alerts, or every incident of a digest: in so many characters, each as long as there is room for it.
def more($room):
  .view.more as $more
  | if $more == [] then empty
    else ([$room / ($more | length) | floor, 150] | min) as $each | $more[] | "- \(cut([$each - 3, 10] | max))" end;

# At most about so many characters: each long text gets a share of them, and so has the list of what else there is.
def text($room):
  .view as $view
  | ($room / (($view.texts | length) + 2) | floor) as $share
  # A digest has one short text and no facts: what they leave is for its incidents.
  | (if $view.word == "DIGEST" or $view.texts == [] then [$room - 900, $share] | max else $share end) as $rest
  | [
      ($view.facts[0:12][] | "\(.name): \(.value | cut(200))"),
      ($view.texts[] | "", (if .name == "" then empty else "\(.name):" end), (.text | cut($share))),
      ([more($rest)] | if . == [] then empty else "", .[] end),
      ([$view.links[0:10][] | select((.href | length) < 500) | "\(.text | cut(100)): \(.href)"]
       | if . == [] then empty else "", .[] end),
      "",
      ($view.footer | cut(300))
    ]
  | join("\n")
  | ltrimstr("\n")
  | cut($room);
