# An SMS of Twilio's. Body: at most 1,600 characters; ten segments are 1,530 of the GSM alphabet.
# https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
import "sms-text" as sms;

.call = {
  path: "2010-04-01/Accounts/\(variable("accountSid") | @uri)/Messages.json",
  form: {
    To: (.delivery.address // "" | if . == "" then variable("to") else . end | sms::number),
    From: ([variable("from") | select(. != "")][0]),
    MessagingServiceSid: ([variable("messagingService") | select(. != "")][0]),
    Body: sms::text([variable("segments") | tonumber, 10] | min; variable("replies") == "true"),
    ValidityPeriod: (variable("validityPeriod") | tostring)
  }
}
