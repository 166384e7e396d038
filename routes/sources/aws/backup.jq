# AWS Backup: a backup, copy or restore job that did not end well. The fingerprint is the kind of job and the resource,
# so that the next job of the same that completes resolves the failure.
import "aws" as aws;

def meaning: {
  COMPLETED: { status: "resolved", severity: "high",   words: "completed" },
  FAILED:    { status: "firing",   severity: "high",   words: "failed" },
  EXPIRED:   { status: "firing",   severity: "medium", words: "expired before it could start or end" },
  ABORTED:   { status: "firing",   severity: "medium", words: "was aborted" },
  PARTIAL:   { status: "firing",   severity: "medium", words: "was only partly done" }
}[.] | objects;

aws::detail as $job
| (first_of($job.state, $job.status) | aws::word("detail.state")) as $state
| ($state | meaning) as $meaning
# "Backup Job State Change" is about a backup job.
| ("\(.["detail-type"])" | ascii_downcase | split(" ")[0]) as $kind
| ([$job.resourceArn, $job.sourceResourceArn, $job.recoveryPointArn, aws::resource] | map(strings) | .[0] // "unknown") as $resource
| ($job.backupVaultName // ($job.destinationBackupVaultArn | aws::last_part)) as $vault
| aws::alert * {
    fingerprint: "aws-\($kind)-job:\(.account):\(.region):\($resource)",
    status: $meaning.status,
    severity: $meaning.severity,
    title: "AWS Backup: \($kind) of \($resource | aws::last_part) \($meaning.words)",
    description: ([$job.statusMessage // $job.message | strings] | join("")),
    labels: {
      resource: $resource,
      resource_type: $job.resourceType,
      vault: $vault,
      job: first_of($job.backupJobId, $job.copyJobId, $job.restoreJobId),
      state: $state
    },
    links: [aws::link("Backup vault"; "backup/home?region=\(.region)#/\(if $vault == null then "jobs" else "backupvaults/details/\("\($vault)" | @uri)" end)")]
  }
