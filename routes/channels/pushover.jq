# The calls of Pushover: first, what still rings for this incident is silenced; then the message. https://pushover.net/api
# At most 1,024 characters of message, 250 of title, 512 of URL, 100 of its title; an emergency (2) needs retry and expire,
# and rings until somebody confirms it on the phone. Its tag is the incident, by which it can be silenced.

import "push-text" as push;

. as $message
| .view as $view
| (variable("emergency") == "true" and $view.word == "CRITICAL") as $emergency
| ([$view.links[]? | select(.href | length <= 512)][0]) as $link
| (.answers // [] | length) as $done
| (if .thread.ringing == true then 1 else 0 end) as $rings
| if $done < $rings then
    .call = {path: "receipts/cancel_by_tag/\(.incident.id | @uri).json", form: {token: variable("token")}}
  elif $done == $rings then
    .call = {
      path: "messages.json",
      form: {
        token: variable("token"),
        user: (.delivery.address // "" | if . == "" then variable("user") else . end),
        device: ([variable("device") | select(. != "")][0]),
        title: ($view.summary | cut(250)),
        message: (push::text | cut(1024)),
        url: $link.href,
        url_title: (if $link then $link.text | cut(100) else null end),
        priority: (if $emergency then "2"
                   elif $view.word == "RESOLVED" or $view.word == "ACKNOWLEDGED" or $view.word == "TEST" then "0"
                   else {critical: "1", high: "1", medium: "0", low: "-1", info: "-2"}[$view.severity] // "0" end),
        retry: (if $emergency then variable("retry") | tostring else null end),
        expire: (if $emergency then variable("expire") | tostring else null end),
        tags: (if $emergency then $message.incident.id else null end),
        # Where Pushover posts once somebody confirmed it: https://pushover.net/api/receipts#callback
        callback: (if $emergency and variable("answer") == "true" and $view.answer != "" then $view.answer else null end)
      }
    }
  # By the receipt the hub asks whether somebody confirmed it, where Pushover has no way to the hub: https://pushover.net/api/receipts
  else .thread = ({ringing: $emergency} + ([if $emergency then .answers[-1].body | objects | .receipt // empty | {receipt: tostring} else empty end][0] // {}))
  end
