# ECS service action. SERVICE_STEADY_STATE, which ECS repeats, ends what this file and ecs-task.jq told of the service;
# other INFO actions tell nothing.
import "aws" as aws;
import "ecs" as ecs;

aws::detail as $action
| ($action.eventName | aws::word("detail.eventName")) as $name
| ($action.eventType | aws::word("detail.eventType")) as $type
| ($name == "SERVICE_STEADY_STATE") as $steady
| ecs::service_name as $service
| select($steady or $type != "INFO")
| aws::alert * {
    fingerprint: (ecs::service($service) + ("", (if $steady then ":tasks" else empty end))),
    status: (if $steady then "resolved" else "firing" end),
    severity: (if $type == "WARN" then "medium" else "high" end),
    title: ("ECS service \($service): " + ($name | ltrimstr("SERVICE_") | aws::words)),
    description: ([$action.reason | strings] | join("")),
    labels: {
      cluster: ecs::cluster,
      service: $service,
      action: $name,
      capacity_providers: ([$action.capacityProviderArns | arrays | .[] | aws::last_part] | if . == [] then null else join(", ") end)
    },
    startsAt: first_of($action.createdAt, .time),
    endsAt: first_of($action.createdAt, .time),
    links: [ecs::service_link($service)]
  }
