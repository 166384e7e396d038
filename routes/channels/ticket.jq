# Module: what every channel that opens a ticket has to keep in mind between its calls.

# A digest or a test is about no single incident: it gets a ticket of its own, and no later message goes there.
def own: .notice.kind == "digest" or .notice.kind == "test";

# What the ticket is found by, at the provider: the incident, or the one delivery that it is for.
def id:
  if own then .delivery.idempotencyKey
  elif (.notice.round // 1) > 1 then "\(.incident.id)-\(.notice.round)"
  else .incident.id end;

# Whether an earlier try of this delivery may have got through.
def again: (.delivery.attempt // 1) > 1 or .delivery.possibleDuplicate == true;

# The provider's answers so far by the name of the step that asked for them.
def got:
  (.answers // []) as $answers
  | (.asked // []) as $asked
  | reduce range(0; $answers | length) as $i ({}; .[$asked[$i]] = $answers[$i]);

# The message with the next call to make.
def ask($step; $call): .call = $call | .asked = ((.asked // []) + [$step]);

# `thread` also says which delivery was told last. It is stored after a failure too, so that a later call of the same
# delivery which fails does not bring the same words twice.
def is_told: (.thread | type) == "object" and .thread.told == .delivery.idempotencyKey;
def tell: .thread.told = .delivery.idempotencyKey;

# {name: value} of "name=value; name=value".
def pairs:
  [split(";")[] | select(contains("=")) | split("=") | {key: (.[0] | one_line), value: (.[1:] | join("=") | one_line)}]
  | from_entries;
