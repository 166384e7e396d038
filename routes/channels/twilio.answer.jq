# Twilio names each failure by a code (https://www.twilio.com/docs/api/errors): in the body of a 4xx, or in a 201 as the
# message's own error_code. Codes that are not in the list are permanent, but in a 429, whose request was not processed:
# 21211 and 21614 (no number that gets an SMS), 21610 (unsubscribed), 20003 (wrong credentials) ...
import "page" as page;

def limits: {
  "10004": {class: "rate-limited", retryAfter: 60},   # as many calls at once as the account may have
  "20429": {class: "rate-limited"},                   # too many requests at once
  "21611": {class: "rate-limited", retryAfter: 300},  # the number's own queue is full
  "22005": {class: "rate-limited", retryAfter: 300},  # the queue of calls is full
  "30001": {class: "rate-limited", retryAfter: 300},  # the messaging service's queue is full
  "63038": {class: "rate-limited", retryAfter: 3600}  # the account's messages of the day
};

. as $answer
| (if (.body | type) == "object" then .body else {} end)
| (.code // .error_code) as $code
| if ($answer | page::is_page) then ($answer | page::verdict("Twilio"))
  elif $code == null then null
  else
    (limits["\($code)"] // {class: (if $answer.status == 429 then "rate-limited" else "permanent" end)})
    + {reason: "Twilio \($code): \(.message // .error_message // "no words")"}
  end
