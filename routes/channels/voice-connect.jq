# A call: the contact flow speaks $.Attributes.spoken, and may branch on the others.
# https://docs.aws.amazon.com/connect/latest/APIReference/API_StartOutboundVoiceContact.html
import "sms-text" as sms;

.view as $view
| (if (.delivery.address // "") == "" then variable("phone") else .delivery.address end) as $phone
| {
    InstanceId: (variable("instance") | split("/") | last),
    ContactFlowId: (variable("contactFlow") | split("/") | last),
    DestinationPhoneNumber: ($phone | sms::number),
    SourcePhoneNumber: (variable("sourcePhone") // ""),
    QueueId: (variable("queue") // "" | split("/") | last // ""),
    # Connect starts one call for it, however often it is asked.
    ClientToken: (.delivery.idempotencyKey | cut_bytes(500)),
    Attributes: ({
      incident: .incident.id,
      severity: $view.severity,
      status: .incident.status,
      title: $view.title,
      affected: $view.affected,
      spoken: $view.spoken
    } | with_entries(.value |= (. // "" | cut_bytes(1000)) | select(.value != "")))
  } | with_entries(select(.value != ""))
