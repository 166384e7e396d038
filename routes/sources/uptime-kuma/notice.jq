# A message of Uptime Kuma that is not of one heartbeat: the test button, or a certificate that expires.
# https://github.com/louislam/uptime-kuma/blob/master/server/notification-providers/webhook.js

{ title: .msg, severity: "low", source: "uptime-kuma" }
