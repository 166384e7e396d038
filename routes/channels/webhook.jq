# The body that a webhook receiver gets. Its form is a promise to programs: add fields, never rename one.
{
  version: "1",
  delivery: ({id: .delivery.idempotencyKey, attempt: .delivery.attempt}
    + (if (.delivery.address // "") == "" then {} else {address: .delivery.address} end)),
  notice,
  incident,
  alerts,
  hub
}
+ (if .digest == null then {} else {digest} end)
