# RDS instance and cluster events. The fingerprint is the database and the kind of trouble, so that a shutdown, a
# failover, a failure and what ends them are one. What RDS tells of its daily work (backups, changes that somebody made,
# patches) tells nothing.
import "aws" as aws;

# What a category means: the kind of trouble, and how bad. The first ones are RDS's daily work; one that is not known here
# is told as info.
def meaning: if . == "backup" or . == "creation" or . == "configuration change" or . == "restoration" then empty else {
  failure:           { kind: "availability", severity: "high" },
  failover:          { kind: "availability", severity: "high" },
  "global failover": { kind: "availability", severity: "high" },
  availability:      { kind: "availability", severity: "medium" },
  recovery:          { kind: "availability", severity: "medium" },
  "low storage":     { kind: "storage",      severity: "high" },
  "read replica":    { kind: "replication",  severity: "medium" },
  security:          { kind: "security",     severity: "medium" },
  "security patching": { kind: "maintenance", severity: "info" },
  deletion:          { kind: "deletion",     severity: "low" },
  maintenance:       { kind: "maintenance",  severity: "info" },
  notification:      { kind: "notification", severity: "info" }
}[.] // { kind: "notification", severity: "info" } end;

# The events whose category says too little, by the ids of the RDS user guide: stopped by somebody, storage that does not
# grow, an upgrade that failed.
def special: {
  "RDS-EVENT-0087": { kind: "availability", severity: "low" },
  "RDS-EVENT-0150": { kind: "availability", severity: "low" },
  "RDS-EVENT-0219": { kind: "storage",      severity: "low" },
  "RDS-EVENT-0220": { kind: "storage",      severity: "low" },
  "RDS-EVENT-0237": { kind: "storage",      severity: "low" },
  "RDS-EVENT-0223": { kind: "storage",      severity: "medium" },
  "RDS-EVENT-0224": { kind: "storage",      severity: "medium" },
  "RDS-EVENT-0254": { kind: "storage",      severity: "medium" },
  "RDS-EVENT-0270": { kind: "maintenance",  severity: "medium" }
}[.] | objects;

# The good news: restarted, started, failover or recovery complete, key back; replication resumed; storage grown; patched.
def ended: ltrimstr("RDS-EVENT-") as $number
  | {
      availability: ["0006", "0015", "0021", "0049", "0051", "0065", "0071", "0088", "0151", "0362", "0420"],
      replication:  ["0046", "0357", "0415"],
      storage:      ["0017", "0218"],
      maintenance:  ["0027", "0047", "0268"]
    }
  | to_entries[]
  | select(.value | any(. == $number))
  | { kind: .key, status: "resolved", severity: "high" };

aws::detail as $event
| ($event.EventID | aws::word("detail.EventID")) as $id
| [$event.EventCategories | arrays | .[] | strings] as $categories
| if $categories == [] then error("detail.EventCategories names none") else . end
| ([($id | ended, special), ($categories[] | meaning)] | .[0] | objects) as $meaning
| ($event.SourceIdentifier | strings // ($event.SourceArn | aws::last_part) // "unknown" | ltrimstr("rds:")) as $database
| ($event.SourceType == "CLUSTER" or .["detail-type"] == "RDS DB Cluster Event") as $cluster
| aws::alert * {
    fingerprint: "\($event.SourceArn // aws::resource // aws::arn("rds"; "\(if $cluster then "cluster" else "db" end):\($database)")):\($meaning.kind)",
    status: first_of($meaning.status, "firing"),
    severity: $meaning.severity,
    title: "RDS \(if $cluster then "cluster" else "instance" end) \($database): \([$event.Message | strings, $categories[], $id] | .[0])",
    description: "\($id), \($categories | join(", "))",
    labels: { database: $database, category: $categories[0], event: $id },
    startsAt: first_of($event.Date, .time),
    endsAt: first_of($event.Date, .time),
    links: [aws::link("Database"; "rds/home?region=\(.region)#database:id=\($database | @uri);is-cluster=\($cluster)")]
  }
# RDS tells no end of these, so the hub ends them after a day.
| if $meaning.kind | . == "notification" or . == "deletion" or . == "security" or . == "maintenance" then . + { resolveAfter: 86400 } else . end
