# A push to a device: SNS takes the form of the device's own service; each is JSON inside the JSON, of at most 4 KB.
# https://docs.aws.amazon.com/sns/latest/dg/sns-send-custom-platform-specific-payloads-mobile-devices.html
. as $message
| .view as $view
| ([$view.affected, ($view.texts[0].text // ""), ($view.more | join("\n"))] | map(select(. != "")) | join("\n") | cut_bytes(1200)) as $text
| (if $text == "" then $view.short | cut_bytes(1200) else $text end) as $body
| ($view.summary | cut_bytes(200)) as $title
| {incident: (.incident.id // ""), severity: ($view.severity // ""), status: (.incident.status // ""), link: ($view.link | if utf8bytelength > 500 then "" else . end)}
   + (if $view.answer == "" or ($view.answer | utf8bytelength) > 500 then {} else {answer: $view.answer} end) as $data
| ({aps: {alert: {title: $title, body: $body}, sound: "default", "thread-id": $data.incident}} + $data | tojson) as $apns
| {
    TargetArn: (if (.delivery.address // "") == "" then variable("target") else .delivery.address end),
    Message: {
      default: ($view.short | cut_bytes(1000)),
      APNS: $apns,
      APNS_SANDBOX: $apns,
      GCM: ({notification: {title: $title, body: $body}, data: $data} | tojson)
    }
  }
