# A message of Uptime Kuma that is not of one heartbeat: the test button, or a certificate that expires. Days that go by
# are no other trouble: "will expire in 14 days" and "in 13 days" are one.
# https://github.com/louislam/uptime-kuma/blob/master/server/notification-providers/webhook.js

(.msg | tostring) as $msg
| {
    fingerprint: "uptime-kuma:notice:\($msg | gsub("[0-9]+ ?days?"; "days"))",
    title: first_of($msg, "A message without text"),
    severity: "low",
    source: "uptime-kuma"
  }
