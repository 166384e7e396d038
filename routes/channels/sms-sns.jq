# A text message: what it is, as much of the description as fits, where, and how it stands.
# https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html
import "sms-text" as sms;

(if (.delivery.address // "") == "" then variable("phone") else .delivery.address end) as $phone
| {
    PhoneNumber: ($phone | sms::number),
    Message: sms::text([variable("segments") | tonumber, 10] | min),
    MessageAttributes: {
      "AWS.SNS.SMS.SMSType": variable("smsType"),
      "AWS.SNS.SMS.SenderID": (variable("senderId") // ""),
      "AWS.SNS.SMS.MaxPrice": (variable("maxPrice") // "")
    } | with_entries(select(.value != ""))
  }
