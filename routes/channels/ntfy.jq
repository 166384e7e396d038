# A message of ntfy, as JSON to the server's root. https://docs.ntfy.sh/publish/#publish-as-json
# A message is at most 4,096 bytes, more becomes an attachment; the JSON that a server reads, twice that.
import "push-text" as push;
import "answer-buttons" as answers;

# A tap posts what a button of the page behind the answer link posts. https://docs.ntfy.sh/publish/#send-http-request
def tap: {
  action: "http", label: .text, url: .answer, method: "POST", clear: true,
  headers: {"Content-Type": "application/x-www-form-urlencoded"}, body: "act=\(.what)"
};

.view as $view
| ([if variable("buttons") == "true" and $view.answer != "" and ($view.answer | utf8bytelength) < 300
    then answers::buttons[0] // empty | .answer = $view.answer | tap else empty end]) as $taps
| answers::word("more") as $more
| ($view.word | {RESOLVED: "white_check_mark", ACKNOWLEDGED: "eyes"}[.]
   // {critical: "rotating_light", high: "warning", medium: "large_orange_diamond", low: "large_blue_diamond"}[$view.severity]
   // "information_source") as $emoji
| {
    topic: (.delivery.address // "" | if . == "" then variable("topic") else . end),
    title: ($view.summary | cut_bytes(200)),
    message: (push::text | cut_bytes(4096) | if push::written > 5300 then cut_bytes(1700) else . end),
    # 5 rings and vibrates as long as the phone can, 1 is only in the list.
    priority: (if $view.word == "RESOLVED" or $view.word == "TEST" then 3
               elif $view.word == "ACKNOWLEDGED" then 2
               else {critical: 5, high: 4, medium: 3, low: 2, info: 1}[$view.severity] // 3 end),
    tags: [$emoji],
    actions: ($taps + [$view.links[0:10][] | select(.href | utf8bytelength < 300)
              | {action: "view", url: .href, label: (if $taps != [] and .href == $view.answer then $more elif .text == "" then .href else .text end | cut_bytes(40))}]
              | .[0:3])
  }
  + ([$view.link | select(. != "" and utf8bytelength < 300) | {click: .}][0] // {})
  # Who tries again without knowing whether the first one arrived replaces it: since ntfy 2.16; older servers leave it unread.
  + ([.delivery.idempotencyKey // "" | select(test("^[-_A-Za-z0-9]{1,64}$")) | {sequence_id: .}][0] // {})
