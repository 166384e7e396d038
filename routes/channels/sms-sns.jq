# A text message: what it is, where, how it stands, and as much of the description as fits.
# https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html
. as $message
| .view as $view
| ($view.texts[0].text // "" | one_line) as $text
| (if (.delivery.address // "") == "" then variable("phone") else .delivery.address end) as $phone
| (if $view.audience == "executive" and $text != "" then "[\($view.word)] \($text)"
   elif ($view.more | length) > 0 and $message.notice.kind == "digest" then "\($view.summary | cut(60)): \($view.more | join("; "))"
   else
     "\($view.summary | cut(110))\(if $view.affected == "" then "" else " (\($view.affected | cut(40)))" end)"
     + (if $view.facts[0] and $message.notice.kind != "test" then ", \($view.facts[0].value)" else "" end)
     + (if $text == "" then "" else ". \($text)" end)
   end) as $sms
| {
    PhoneNumber: ($phone | replace(" "; "") | replace("-"; "")),
    # The mark of a cut is not in the GSM alphabet: one would halve the room.
    Message: ($sms | replace("…"; "...") | sms_segments(variable("segments") | tonumber)),
    MessageAttributes: {
      "AWS.SNS.SMS.SMSType": variable("smsType"),
      "AWS.SNS.SMS.SenderID": (variable("senderId") // ""),
      "AWS.SNS.SMS.MaxPrice": (variable("maxPrice") // "")
    } | with_entries(select(.value != ""))
  }
