# ECS task that stopped by itself. The fingerprint is the task's service (or its group, for a task of its own), not the
# task: a service that crashes again and again is one trouble. ecs-service.jq ends it once the service is steady; a task
# of its own ends it with a run that goes well. ECS repeats an event under new ids (same detail.version): the same
# fingerprint and status, so a repeat tells nobody.
import "aws" as aws;
import "ecs" as ecs;

aws::detail as $task
| ($task.lastStatus | aws::word("detail.lastStatus")) as $status
| ($task.group | strings // "") as $group
| ($group | startswith("service:")) as $of_service
| ($group | split(":")[1:] | join(":")) as $name
| ($task.taskArn | aws::last_part) as $id
| [$task.containers | arrays | .[] | objects] as $containers
| [$containers[] | select(.exitCode != 0 or (.reason | type == "string"))] as $broken
| ($task.stoppedReason | strings // "") as $reason
| (if $status != "STOPPED" then null
  elif $task.stopCode == "TaskFailedToStart" or $task.stopCode == "InfrastructureHealth" then "high"
  elif $task.stopCode == "SpotInterruption" or $task.stopCode == "TerminationNotice" then "low"
  elif $task.stopCode == "UserInitiated" then null
  # The scheduler stops tasks when it scales in and deploys, and when their health checks fail.
  elif $task.stopCode == "ServiceSchedulerInitiated" then if $reason | contains("health") then "high" else null end
  # No exit code is no good end.
  elif $broken != [] or $containers == [] then "high"
  elif $of_service then null
  else "resolved" end) as $outcome
| select($outcome != null)
| aws::alert * {
    fingerprint: ((if $of_service then ecs::service($name) else aws::arn("ecs"; "task/\(ecs::cluster)/\($group)") end) + ":tasks"),
    status: (if $outcome == "resolved" then "resolved" else "firing" end),
    severity: (if $outcome == "resolved" then "high" else $outcome end),
    title: ("ECS task of \($group | if . == "" then $id else split(":") | join(" ") end) "
      + if $outcome == "resolved" then "ended well"
        elif $task.stopCode == "TaskFailedToStart" then "failed to start"
        elif [$broken[].reason | strings | contains("OutOfMemory")] | any then "ran out of memory"
        else "stopped" end),
    description: ([$reason, ($broken[] | "Container \(.name): \([(.exitCode | if . == null then "no exit code" else "exit code \(.)" end), (.reason | strings)] | join(", "))")]
      | map(select(. != "")) | join("\n")),
    labels: {
      cluster: ecs::cluster,
      service: (if $of_service then $name else null end),
      group: $group,
      task: $id,
      task_definition: ("\($task.taskDefinitionArn // "")" | split("/")[-1]),
      launch_type: $task.launchType,
      stop_code: $task.stopCode,
      exit_code: ($broken[0].exitCode)
    },
    startsAt: first_of($task.stoppedAt, .time),
    endsAt: first_of($task.stoppedAt, .time),
    links: [aws::link("Task"; "ecs/v2/clusters/\("\(ecs::cluster)" | @uri)/tasks/\("\($id)" | @uri)?region=\(.region)")]
  }
