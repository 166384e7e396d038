# ECS deployment of a service. The next deployment that completes resolves one that failed.
import "aws" as aws;
import "ecs" as ecs;

def meaning: {
  SERVICE_DEPLOYMENT_FAILED:    { status: "firing",   words: "failed" },
  SERVICE_DEPLOYMENT_COMPLETED: { status: "resolved", words: "completed" }
}[.] | objects;

aws::detail as $deployment
| ($deployment.eventName | aws::word("detail.eventName") | meaning) as $meaning
| ecs::service_name as $service
# This event has no cluster: the resource has it, "arn:aws:ecs:eu-west-1:111122223333:service/shop/web".
| ("\(aws::resource)" | split("/") | if length > 2 then .[-2] else null end) as $cluster
| aws::alert * {
    fingerprint: (aws::resource | if . then "\(.):deployment" else null end),
    status: $meaning.status,
    severity: "high",
    title: "ECS deployment of \($service) \($meaning.words)",
    description: ([$deployment.reason | strings] | join("")),
    labels: { cluster: $cluster, service: $service, deployment: $deployment.deploymentId },
    startsAt: first_of($deployment.updatedAt, .time),
    endsAt: first_of($deployment.updatedAt, .time),
    links: [aws::link("Service"; "ecs/v2/clusters/\("\($cluster)" | @uri)/services/\("\($service)" | @uri)/deployments?region=\(.region)")]
  }
