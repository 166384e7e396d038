# An incident for programs that read a queue.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
import "incident-event" as incident;

(if (.delivery.address // "") == "" then variable("queueUrl") else .delivery.address end) as $queue
| {
    QueueUrl: $queue,
    MessageBody: incident::event(250000),
    MessageAttributes: incident::attributes
  } + incident::fifo($queue)
